"""Backup: a copy of the form's database, whole and consistent, while the form runs."""

import contextlib
import os
import sqlite3
import subprocess
from pathlib import Path

import sqlalchemy as sa

from helpers import store as files
from helpers.errors import CampaignError
from helpers.form import store
from helpers.settings import Settings


def write(settings: Settings, path: Path) -> Path:
    """Copy the database to `path`, and check the copy before it takes that name.

    SQLite: a copy made by SQLite's own backup, which other processes do not disturb.
    PostgreSQL: a dump by `pg_dump` (custom format), read back with `pg_restore --list`.
    The file is readable by its owner only: it holds contacts and the hashes of receipts.
    Raises CampaignError when `path` exists or cannot be written, a tool is missing, or the copy is
    not sound.
    """
    if path.exists():
        raise CampaignError(f"{path}: exists already; a backup never replaces another")
    url = store.database_url(settings)
    try:
        with files.replacing(path, 0o600) as temporary:
            if url.get_backend_name() == "sqlite":
                _copy_sqlite(Path(url.database or ""), temporary)
            else:
                _dump_postgres(url, temporary)
    except (OSError, sqlite3.Error) as error:
        raise CampaignError(f"{path}: the backup cannot be made: {error}") from error
    return path


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy page by page inside one read transaction, then let SQLite check the copy."""
    if not source.exists():
        raise CampaignError(f"{source}: not found; the form has not been started yet")
    with (
        contextlib.closing(
            sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
        ) as live,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        # A copy in WAL mode would make side files when it is only looked at.
        copy.execute("PRAGMA journal_mode=DELETE")
    if said != "ok":
        raise CampaignError(f"{source}: the copy is not sound: {said}")


def restore_postgres(settings: Settings, dump: Path) -> None:
    """Put the tables of a dump into the campaign's PostgreSQL database, in one transaction."""
    url = store.database_url(settings)
    if url.get_backend_name() != "postgresql":
        raise CampaignError(
            "the backup is of a PostgreSQL database: set EINZELFALL_DATABASE_URL to the one that "
            "shall get it"
        )
    place = url.set(drivername="postgresql", password=None).render_as_string()
    options = ["--clean", "--if-exists", "--single-transaction", "--no-owner"]
    _postgres(["pg_restore", *options, f"--dbname={place}", str(dump)], url)


def _dump_postgres(url: sa.URL, target: Path) -> None:
    """Let PostgreSQL's own tool write the dump, and read it back."""
    place = url.set(drivername="postgresql", password=None).render_as_string()
    _postgres(["pg_dump", "--format=custom", f"--file={target}", f"--dbname={place}"], url)
    _postgres(["pg_restore", "--list", str(target)], url)


def _postgres(command: list[str], url: sa.URL) -> None:
    """Run one of PostgreSQL's tools; the password goes by environment, not by argv."""
    surroundings = {**os.environ}
    if url.password:
        surroundings["PGPASSWORD"] = str(url.password)
    try:
        subprocess.run(command, env=surroundings, check=True, capture_output=True, timeout=3600)
    except FileNotFoundError as error:
        raise CampaignError(
            f"{command[0]}: not found; install the PostgreSQL client (Debian: "
            "postgresql-client) to make or restore backups of a PostgreSQL database"
        ) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise CampaignError(f"{command[0]}: {said}") from error
