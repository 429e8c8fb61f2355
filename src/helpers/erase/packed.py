"""Packed: look into archives as into folders, and pack them again when something changed."""

import contextlib
import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from helpers import store

WORKBOOK = "xl/workbook.xml"
BROKEN = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
"""What a damaged archive raises, one with a password, one packed in a way that nobody reads."""


def is_packed(path: Path) -> bool:
    """Tell whether a file is an archive by its first bytes, whatever its name; workbooks are."""
    with path.open("rb") as stream:
        return stream.read(4)[:2] in (b"PK", b"\x1f\x8b")


def is_workbook(path: Path) -> bool:
    """Tell whether a file is an XLSX workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return WORKBOOK in archive.namelist()
    except BROKEN:
        return False


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[dict[str, Path]]:
    """Yield name in the archive → unpacked file; a file that is changed is packed again.

    The archive is written anew whole or not at all, each file under its old name and date. Yields
    nothing for what is no archive (any more), or cannot be opened.
    """
    with tempfile.TemporaryDirectory(prefix="einzelfall-") as folder:
        try:
            held = _contents(path)
        except BROKEN:
            held = {}
        files = {}
        for number, (name, content) in enumerate(held.items()):
            files[name] = Path(folder) / str(number) / (Path(name).name or "folder")
            files[name].parent.mkdir()
            files[name].write_bytes(content)
        yield files
        now = {name: file.read_bytes() for name, file in files.items()}
        if now != held:
            with store.replacing(path, path.stat().st_mode & 0o777) as temporary:
                _pack(path, temporary, now)


def _contents(path: Path) -> dict[str, bytes]:
    if path.read_bytes()[:2] == b"\x1f\x8b":
        return {path.name.removesuffix(".gz"): gzip.decompress(path.read_bytes())}
    with zipfile.ZipFile(path) as archive:
        named = [one for one in archive.infolist() if not one.is_dir()]
        return {one.filename: archive.read(one) for one in named}


def _pack(old: Path, new: Path, contents: dict[str, bytes]) -> None:
    if old.read_bytes()[:2] == b"\x1f\x8b":
        new.write_bytes(gzip.compress(next(iter(contents.values()))))
        return
    with zipfile.ZipFile(old) as before, zipfile.ZipFile(new, "w") as after:
        for one in before.infolist():
            content = contents.get(one.filename, b"")
            after.writestr(one, content, compress_type=one.compress_type)
