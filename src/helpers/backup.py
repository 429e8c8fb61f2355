"""Backup: form database, key and handmade files in one file, and back, without the withdrawn.

A backup is a ZIP archive that its owner alone can read; it is not encrypted, so it belongs on an
encrypted disk. Beside it lies a list of the reports that were withdrawn after it was made: a
restore empties them again, even where the campaign's folder was lost.
"""

import contextlib
import hashlib
import json
import sqlite3
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from helpers import intake, private, store, withdraw
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.intake.form import backup as database
from helpers.intake.form import erasing
from helpers.intake.form import store as form_store
from helpers.settings import Settings

KEPT = ("data/private", "data/raw/handmade")
"""Folders that a backup holds, beside campaign.yml, the lists of imports, and the form's data."""
LISTS = ("campaign.yml", intake.REGISTER, intake.FORMATS, "data/form/secret")
SQLITE, DUMP = "data/form/form.sqlite", "data/form/form.dump"
MANIFEST = "manifest.json"
SIDE = ".withdrawn.csv"
KNOWN = "data/private/backups.csv"
COLUMNS = ["path", "made_at"]


@dataclass(frozen=True)
class Known:
    """A backup that was made of this campaign: where, and how many days ago."""

    path: Path
    days: int

    def as_sentence(self) -> str:
        """Say what it still holds."""
        age = "today" if self.days == 0 else f"{self.days} day{'s' if self.days > 1 else ''} ago"
        where = "" if self.path.exists() else "; no longer there: if it was moved, look there"
        return f"the backup {self.path}, made {age}{where}: delete it when its time is over"


def write(settings: Settings, path: Path) -> Path:
    """Write one file with all that cannot be made again, while the form may run.

    Raises CampaignError when the file exists, lies in the campaign's own folder, or cannot be made.
    """
    path = path.absolute()
    if path.exists():
        raise CampaignError(f"{path}: exists already; a backup never replaces another")
    if path.resolve().is_relative_to(settings.dir):
        raise CampaignError(
            f"{path}: expected a place outside of {settings.dir}. A backup beside what it saves is "
            "lost with it, and would go into version control."
        )
    made_at = datetime.now(UTC).replace(microsecond=0)
    try:
        with store.replacing(path, private.OURS) as temporary:
            _pack(settings, temporary, made_at)
    except OSError as error:
        raise CampaignError(f"{path}: the backup cannot be made: {error}") from error
    rows = pd.DataFrame([[str(path), made_at.date().isoformat()]], columns=COLUMNS)
    listed = store.read_handmade(settings.dir / KNOWN, COLUMNS)
    with store.replacing(settings.dir / KNOWN) as temporary:
        pd.concat([listed, rows]).to_csv(temporary, index=False, lineterminator="\n")
    return path


def known(settings: Settings, on: date) -> list[Known]:
    """List the backups that were made here, the newest first."""
    table = store.read_handmade(settings.dir / KNOWN, COLUMNS)
    rows = table.sort_values("made_at", ascending=False).itertuples()
    return [Known(Path(r.path), (on - date.fromisoformat(r.made_at)).days) for r in rows]


def tell(settings: Settings, withdrawn: pd.DataFrame) -> list[Path]:
    """Write the list of withdrawn reports beside each backup that can be reached; return those."""
    told = []
    for one in known(settings, date.today()):
        beside = one.path.with_name(one.path.name + SIDE)
        if not one.path.exists():
            continue
        with contextlib.suppress(OSError):
            with store.replacing(beside, private.OURS) as temporary:
                withdrawn.to_csv(temporary, index=False, lineterminator="\n")
            told.append(beside)
    return told


def restore(path: Path, folder: Path, replace: bool = False) -> dict[str, int]:
    """Bring back a campaign's files from a backup into `folder`; the form must not run.

    Each file is checked before anything is written. What was withdrawn since the backup, as told
    by the folder, its database, the list beside the backup and later backups beside it, is emptied
    again. Returns how many `files` were written and how many reports were `withdrawn` again.
    replace: write over files that differ; else they stop the restore.
    """
    contents, manifest = _unpacked(path)
    target = folder.absolute()
    differing = [n for n, content in contents.items() if _differs(target / n, content)]
    if differing and not replace:
        raise CampaignError(
            f"{target}: holds other files than the backup: {', '.join(differing[:5])}. "
            "--replace writes over them."
        )
    since = _withdrawn_since(path, manifest, target)
    for name, content in contents.items():
        if name not in (SQLITE, DUMP):
            store.write_bytes(content, target / name)
    if not (target / "campaign.yml").exists():
        raise CampaignError(f"{path}: holds no campaign.yml, and {target} has none.")
    settings = settings_module.load(target)
    if SQLITE in contents:
        _put_database(target / SQLITE, contents[SQLITE])
    elif DUMP in contents:
        with tempfile.NamedTemporaryFile() as dump:
            dump.write(contents[DUMP])
            dump.flush()
            database.restore_postgres(settings, Path(dump.name))
    again = _withdraw_again(settings, since)
    return {"files": len(contents), "withdrawn": again}


def _pack(settings: Settings, target: Path, made_at: datetime) -> None:
    """Write the archive."""
    sources = [settings.dir / name for name in LISTS]
    sources += [path for name in KEPT for path in sorted((settings.dir / name).rglob("*"))]
    files = {p.relative_to(settings.dir).as_posix(): p for p in sources if p.is_file()}
    withdrawn = withdraw.read(settings)["report_id"].tolist()
    with tempfile.TemporaryDirectory(prefix="einzelfall-") as place:
        if erasing.is_here(settings):
            url = form_store.database_url(settings)
            name = SQLITE if url.get_backend_name() == "sqlite" else DUMP
            files[name] = database.write(settings, Path(place) / "form")
            withdrawn += _withdrawn_in_form(settings)
        contents = {name: path.read_bytes() for name, path in files.items()}
    manifest = {
        "campaign": settings.id,
        "made_at": made_at.isoformat(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        "withdrawn": sorted(set(withdrawn)),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        for name, content in contents.items():
            archive.writestr(name, content)


def _unpacked(path: Path) -> tuple[dict[str, bytes], dict]:
    """Read a backup and check each file. Raises CampaignError for a damaged or foreign archive."""
    if not path.is_file():
        raise CampaignError(f"{path}: expected a backup, found no file.")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            contents = {name: archive.read(name) for name in manifest["files"]}
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise CampaignError(f"{path}: expected a backup of `einzelfall backup`: {error}") from error
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != manifest["files"][name]:
            raise CampaignError(f"{path}: {name} is damaged; nothing was changed.")
        ours = name in (*LISTS, SQLITE, DUMP) or name.startswith(tuple(f"{k}/" for k in KEPT))
        if not ours or ".." in Path(name).parts:
            raise CampaignError(f"{path}: {name} is no file of a backup; nothing was changed.")
    return contents, manifest


def _differs(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _withdrawn_since(path: Path, manifest: dict, target: Path) -> dict[str, str]:
    """Return id → day ("" if unknown) of all reports that anything here knows as withdrawn."""
    day = manifest["made_at"][:10]
    found = dict.fromkeys(manifest["withdrawn"], day)
    for later in path.parent.glob(f"*{path.suffix}"):
        with contextlib.suppress(CampaignError):
            other = _unpacked(later)[1]
            if other["campaign"] == manifest["campaign"]:
                found |= dict.fromkeys(other["withdrawn"], other["made_at"][:10])
    for table in (path.with_name(path.name + SIDE), target / "data/raw/handmade/withdrawn.csv"):
        rows = store.read_handmade(table, withdraw.COLUMNS)
        found |= dict(zip(rows["report_id"], rows["date"], strict=True))
    if (target / "campaign.yml").exists():
        # A damaged database, the reason for a restore, can often still be read in part.
        with contextlib.suppress(CampaignError, sqlite3.Error):
            settings = settings_module.load(target)
            found |= dict.fromkeys(_withdrawn_in_form(settings), date.today().isoformat())
    return found


def _withdrawn_in_form(settings: Settings) -> list[str]:
    """Return the ids of the reports that the form's database knows as withdrawn."""
    import sqlalchemy as sa

    try:
        kept = erasing.reports(settings)
    except sa.exc.SQLAlchemyError:
        return []
    return [one["report_id"] for one in kept if one["status"] == "withdrawn"]


def _put_database(path: Path, content: bytes) -> None:
    """Put a copy in the place of the database and its side files, unless the form runs."""
    if path.exists():
        try:
            with contextlib.closing(sqlite3.connect(path, timeout=1)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise CampaignError(f"{path}: the form is running; stop it first.") from error
        except sqlite3.DatabaseError:
            pass  # it is damaged, which is why it is replaced
    store.write_bytes(content, path)
    for side in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + side).unlink(missing_ok=True)


def _withdraw_again(settings: Settings, since: dict[str, str]) -> int:
    """Take back once more what the restored files do not know as withdrawn."""
    from helpers import erase

    kept = {one["report_id"]: one["status"] for one in erasing.reports(settings)}
    open_ = [name for name in since if kept.get(name) not in (None, "withdrawn")]
    if open_:
        erasing.withdraw(settings, open_)
        erasing.renew_snapshot(settings)
    in_rows = set(erase.reports(settings)["report_id"]) | set(kept)
    before = set(withdraw.read(settings)["report_id"])
    for day in sorted(set(since.values())):
        ids = [name for name, when in since.items() if when == day and name in in_rows]
        withdraw.add(settings, [n for n in ids if n in open_ or n not in kept], _day(day))
    erase.again(settings)
    return len((set(withdraw.read(settings)["report_id"]) - before) | set(open_))


def _day(text: str) -> date:
    return date.fromisoformat(text)
