"""Editions: the pages that readers get, whole, beside those that a run is building.

`data/editions/NNNN/` holds what reports/ held after a good run, `data/editions/latest` leads to
the newest: a web server that serves it never shows half of one run and half of another. Only pages
of a release become an edition: drafts count anew each time, so that two of them would tell of
single reports.
"""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from helpers import release, store
from helpers.settings import Settings

FOLDER = Path("data/editions")
LATEST = "latest"
KEEP = 5


def publish(settings: Settings, keep: int = KEEP) -> int:
    """Make the pages in reports/ the edition that readers get; return its number, 0 for a draft.

    Pages that are already the newest edition stay it. Of the editions, the `keep` newest stay.
    A reader meets the old one or the new one: `latest` is switched by one rename.
    """
    if release.status(settings).draft:
        return 0
    folder = settings.dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for half in folder.glob(".*"):  # of a run that was killed
        half.unlink() if half.is_symlink() else shutil.rmtree(half)
    number = newest(settings)
    if not number or store.hashes(_at(folder, number)) != store.hashes(settings.out):
        number = max(numbers(settings), default=0) + 1
        building = Path(tempfile.mkdtemp(prefix=".edition.", dir=folder))
        shutil.copytree(settings.out, building, copy_function=_linked, dirs_exist_ok=True)
        for path in [building, *building.rglob("*")]:  # whatever the umask: for the web server
            path.chmod(0o755 if path.is_dir() else 0o644)
        building.rename(_at(folder, number))
        _switch(folder, number)
    for old in sorted(set(numbers(settings)) - {number})[: -(keep - 1) or None]:
        shutil.rmtree(_at(folder, old))
    return number


def numbers(settings: Settings) -> list[int]:
    """List the editions that are kept, the oldest first."""
    found = (settings.dir / FOLDER).glob("[0-9]*")
    return sorted(int(path.name) for path in found if path.name.isdecimal())


def newest(settings: Settings) -> int:
    """Return the number of the edition that readers get now; 0 where there is none."""
    latest = settings.dir / FOLDER / LATEST
    return int(os.readlink(latest)) if latest.is_symlink() and latest.exists() else 0


def _at(folder: Path, number: int) -> Path:
    return folder / f"{number:04d}"


def _linked(source: str, target: str) -> None:
    """Let a file stand in both folders without a second copy, where the disk can do that.

    A run never writes into a file that is there: it puts a new one in its place.
    """
    with contextlib.suppress(OSError):
        return os.link(source, target)
    shutil.copy2(source, target)


def _switch(folder: Path, number: int) -> None:
    """Lead `latest` to an edition, by a rename."""
    coming = folder / f".{LATEST}"
    coming.symlink_to(_at(folder, number).name)
    coming.replace(folder / LATEST)
