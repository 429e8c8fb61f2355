"""Store: read and write tables and files whole or not at all."""

import contextlib
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from helpers import private, schema
from helpers.errors import CampaignError
from helpers.settings import Settings

STILL = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a ZIP can hold: no clock in outputs, bytes depend on content alone."""
WRITTEN = "EINZELFALL_WRITTEN"
"""Variable of the environment: where a stage lists the files that it wrote."""
READABLE = "EINZELFALL_TABLES"
"""Variable of the environment that says which tables a notebook may read: `public`, or all."""


def read(settings: Settings, name: str) -> pd.DataFrame:
    """Read the processed table `name` (`02_located`), as an earlier stage wrote it.

    A campaign's own notebook reads tables that anybody may see (`public` in the registry).
    Raises CampaignError when the table is not there yet, or not for this notebook.
    """
    if os.environ.get(READABLE) == "public" and not schema.TABLES[name].public:
        open_ = ", ".join(sorted(key for key, table in schema.TABLES.items() if table.public))
        raise CampaignError(
            f"table {name}: it holds single reports, and a campaign's own notebook reads protected "
            f"tables only. There are: {open_}."
        )
    path = settings.processed / f"{name}.parquet"
    if not path.exists():
        raise CampaignError(f"{path}: not there yet. The stage that writes it has not run.")
    return pd.read_parquet(path)


def read_many(settings: Settings, *names: str) -> list[pd.DataFrame]:
    """Read several processed tables, in the order of their names."""
    return [read(settings, name) for name in names]


def writer(settings: Settings, name: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return a function that writes a frame as the processed table `name`, and returns it.

    The table must be in the registry (`helpers.schema`), and is checked against it first.
    """

    def write(frame: pd.DataFrame) -> pd.DataFrame:
        frame = schema.check(name, frame)
        write_parquet(frame, settings.processed / f"{name}.parquet")
        return frame

    return write


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write `frame` to `path` as Parquet, whole or not at all."""
    with replacing(path) as temporary:
        frame.to_parquet(temporary, index=False, compression="zstd")


def write_text(text: str, path: Path) -> None:
    """Write UTF-8 `text` to `path` with unchanged line ends, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def write_bytes(content: bytes, path: Path) -> None:
    """Write `content` to `path`, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def write_json(value: object, path: Path) -> None:
    """Write `value` to `path` as indented JSON with sorted keys, whole or not at all."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
    write_text(text + "\n", path)


def write_csv(frame: pd.DataFrame, path: Path, sep: str = ",") -> None:
    """Write `frame` as a CSV that we hand out: UTF-8, formulas neutralised.

    A cell that starts with `= + - @`, tab or carriage return runs as a formula in a spreadsheet;
    such text gets a leading apostrophe (OWASP, CSV injection). Numbers keep their minus.
    """
    with replacing(path) as temporary:
        neutralise(frame).to_csv(temporary, index=False, sep=sep, lineterminator="\n")


def read_handmade(path: Path, columns: list[str]) -> pd.DataFrame:
    """Read a small CSV that people edit: text columns `columns`, "" where a cell is empty.

    No rows where no file is. Raises CampaignError for a file that is no CSV, or has other columns.
    """
    if not path.exists():
        return pd.DataFrame(columns=columns, dtype="str")
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError) as error:
        raise CampaignError(f"{path}: expected a table in UTF-8, got: {error}") from error
    if list(table.columns) != columns:
        raise CampaignError(
            f"{path}: expected the columns {', '.join(columns)}, got {', '.join(table.columns)}."
        )
    return table


def add_handmade(rows: pd.DataFrame, path: Path) -> None:
    """Add `rows` to the end of a small CSV that people may edit; it begins with them if new.

    Raises CampaignError for a file with other columns.
    """
    known = read_handmade(path, list(rows.columns))
    with replacing(path) as temporary:
        pd.concat([known, rows]).to_csv(temporary, index=False, lineterminator="\n")


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """Pack files into a ZIP whose bytes depend on names and content only."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, STILL)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, content)
    return stream.getvalue()


def neutralise(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with every text cell and header safe to open in a spreadsheet.

    >>> neutralise(pd.DataFrame({"a": ["=1+1", "Köln", None], "b": [-1, 2, 3]}))["a"].tolist()
    ["'=1+1", 'Köln', nan]
    """
    starts = ("=", "+", "-", "@", "\t", "\r", "\n")
    safe = frame.copy()
    safe.columns = [f"'{c}" if str(c).startswith(starts) else c for c in safe.columns]
    for place, dtype in enumerate(safe.dtypes):
        if isinstance(dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(dtype):
            column = safe.iloc[:, place].astype("str")
            risky = column.str.lstrip(" ").str.startswith(starts).fillna(False).astype(bool)
            safe.isetitem(place, column.where(~risky, "'" + column))
    return safe


@contextlib.contextmanager
def replacing(path: Path, mode: int | None = None, listed: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside `path`; rename it to `path` when the block ends well.

    mode: permissions of the file; None = by what it holds. listed: as a file that the stage wrote.
    A run that is killed inside the block leaves the old file as it was. What holds single people's
    data is readable by its owner alone (`helpers.private`).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        os.chmod(temporary, private.mode(path) if mode is None else mode)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(temporary, path)
        if listed:
            _note(path)
    finally:
        temporary.unlink(missing_ok=True)


def _note(path: Path) -> None:
    """Note `path` in the run's list of written files, so that a lost one is made again."""
    if manifest := os.environ.get(WRITTEN):
        with open(manifest, "a", encoding="utf-8") as listed:
            listed.write(f"{path.resolve()}\n")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """Hash each file of a folder: path in it → SHA-256."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def _plain(value: object) -> object:
    """Turn NumPy and pandas scalars into what JSON knows."""
    if hasattr(value, "item"):
        return value.item()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON: {value!r}")
