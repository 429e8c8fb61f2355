"""Backup: form database, key and handmade files in one file.

A backup is a ZIP archive that its owner alone can read; it is not encrypted, so it belongs on an
encrypted disk. Beside it lies a list of the reports that were withdrawn after it was made: a
restore empties them again, even where the campaign's folder was lost.
"""

import contextlib
import hashlib
import json
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from helpers import intake, private, release, store, withdraw
from helpers.errors import CampaignError
from helpers.form import backup as database
from helpers.form import erasing
from helpers.form import store as form_store
from helpers.settings import Settings

KEPT = ("data/private", "data/raw/handmade")
"""Folders that a backup holds, beside single files that nothing makes again."""
HANDED_OUT = f"data/extract/{release.HANDED_OUT}"
LISTS = ("campaign.yml", intake.REGISTER, intake.FORMATS, "data/form/secret", HANDED_OUT)
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
    store.add_handmade(rows, settings.dir / KNOWN)
    return path


def known(settings: Settings, on: date) -> list[Known]:
    """List the backups that were made here, the newest first."""
    table = store.read_handmade(settings.dir / KNOWN, COLUMNS)
    table = table.drop_duplicates("path", keep="last")  # deleted, and made anew in its place
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
            withdrawn += withdrawn_in_form(settings)
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


def unpacked(path: Path) -> tuple[dict[str, bytes], dict]:
    """Read a backup and check each file. Raises CampaignError for a damaged or foreign archive."""
    if not path.is_file():
        raise CampaignError(f"{path}: expected a backup, found no file.")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            contents = {name: archive.read(name) for name in manifest["files"]}
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError) as error:
        raise CampaignError(f"{path}: expected a backup of `einzelfall backup`: {error}") from error
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != manifest["files"][name]:
            raise CampaignError(f"{path}: {name} is damaged; nothing was changed.")
        ours = name in (*LISTS, SQLITE, DUMP) or name.startswith(tuple(f"{k}/" for k in KEPT))
        if not ours or ".." in Path(name).parts:
            raise CampaignError(f"{path}: {name} is no file of a backup; nothing was changed.")
    return contents, manifest


def withdrawn_in_form(settings: Settings) -> list[str]:
    """Return the ids of the reports that the form's database knows as withdrawn."""
    try:
        kept = erasing.reports(settings)
    except sa.exc.SQLAlchemyError:
        return []
    return [one["report_id"] for one in kept if one["status"] == "withdrawn"]
