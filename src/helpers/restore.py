"""Restore: a campaign's files from a backup, but not what was withdrawn since."""

import contextlib
import sqlite3
import tempfile
from datetime import date
from pathlib import Path

from helpers import backup, erase, store, withdraw
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.form import backup as database
from helpers.form import erasing
from helpers.settings import Settings


def restore(path: Path, folder: Path, replace: bool = False) -> dict[str, int]:
    """Bring back a campaign's files from a backup into `folder`; the form must not run.

    Each file is checked before anything is written. What was withdrawn since the backup, as told
    by the folder, its database, the list beside the backup and later backups beside it, is emptied
    again. Returns how many `files` were written and how many reports were `withdrawn` again.
    replace: write over files that differ; else they stop the restore.
    """
    contents, manifest = backup.unpacked(path)
    target = folder.absolute()
    differing = [n for n, content in contents.items() if _differs(target / n, content)]
    if differing and not replace:
        raise CampaignError(
            f"{target}: holds other files than the backup: {', '.join(differing[:5])}. "
            "--replace writes over them."
        )
    since = _withdrawn_since(path, manifest, target)
    for name, content in contents.items():
        if name not in (backup.SQLITE, backup.DUMP):
            store.write_bytes(content, target / name)
    if not (target / "campaign.yml").exists():
        raise CampaignError(f"{path}: holds no campaign.yml, and {target} has none.")
    settings = settings_module.load(target)
    if backup.SQLITE in contents:
        _put_database(target / backup.SQLITE, contents[backup.SQLITE])
    elif backup.DUMP in contents:
        with tempfile.NamedTemporaryFile() as dump:
            dump.write(contents[backup.DUMP])
            dump.flush()
            database.restore_postgres(settings, Path(dump.name))
    again = _withdraw_again(settings, since)
    return {"files": len(contents), "withdrawn": again}


def _differs(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _withdrawn_since(path: Path, manifest: dict, target: Path) -> dict[str, str]:
    """Return id → day ("" if unknown) of all reports that anything here knows as withdrawn."""
    day = manifest["made_at"][:10]
    found = dict.fromkeys(manifest["withdrawn"], day)
    for later in path.parent.glob(f"*{path.suffix}"):
        with contextlib.suppress(CampaignError):
            other = backup.unpacked(later)[1]
            if other["campaign"] == manifest["campaign"]:
                found |= dict.fromkeys(other["withdrawn"], other["made_at"][:10])
    for table in (
        path.with_name(path.name + backup.SIDE),
        target / "data/raw/handmade/withdrawn.csv",
    ):
        rows = store.read_handmade(table, withdraw.COLUMNS)
        found |= dict(zip(rows["report_id"], rows["date"], strict=True))
    if (target / "campaign.yml").exists():
        # A damaged database, the reason for a restore, can often still be read in part.
        with contextlib.suppress(CampaignError, sqlite3.Error):
            settings = settings_module.load(target)
            found |= dict.fromkeys(backup.withdrawn_in_form(settings), date.today().isoformat())
    return found


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
    kept = {one["report_id"]: one["status"] for one in erasing.reports(settings)}
    open_ = [name for name in since if kept.get(name) not in (None, "withdrawn")]
    if open_:
        erasing.withdraw(settings, open_)
        erasing.renew_snapshot(settings)
    before = set(withdraw.read(settings)["report_id"])
    # Also those that no row has yet: raw files are in no backup, they are downloaded afterwards.
    for day in sorted(set(since.values())):
        ids = [name for name, when in since.items() if when == day]
        withdraw.add(settings, [n for n in ids if n in open_ or n not in kept], _day(day))
    erase.again(settings)
    return len((set(withdraw.read(settings)["report_id"]) - before) | set(open_))


def _day(text: str) -> date:
    return date.fromisoformat(text)
