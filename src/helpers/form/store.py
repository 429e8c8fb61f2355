"""Store of the form: its tables, and an engine that never forgets what it acknowledged."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from helpers import private
from helpers.errors import CampaignError
from helpers.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"

BUSY_SECONDS = 5
"""How long a writer waits for another process before the person is asked to try again."""

POOL = {
    # Connections for those who read; the one writer needs a single one.
    **{"pool_size": 10, "max_overflow": 10, "pool_timeout": BUSY_SECONDS},
    # Errors are logged, and an error would quote what a person wrote.
    "hide_parameters": True,
}

metadata = sa.MetaData()

form_versions = sa.Table(
    "form_versions",
    metadata,
    sa.Column("version", sa.String(16), primary_key=True),
    sa.Column("definition", sa.Text, nullable=False),
    sa.Column("first_seen", sa.DateTime, nullable=False),
)

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("report_id", sa.String(16), nullable=False, unique=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("receipt_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("form_version", sa.String(16), nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("submitted_at", sa.DateTime, nullable=False, index=True),
    sa.Column("updated_at", sa.DateTime, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False, default=1),
    sa.Column("status", sa.String(12), nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("city", sa.Text, nullable=False, default=""),
    sa.Column("district", sa.Text, nullable=False, default=""),
    sa.Column("postcode", sa.Text, nullable=False, default=""),
    sa.Column("categories", sa.Text, nullable=False, default=""),
    sa.Column("description", sa.Text, nullable=False, default=""),
    sa.Column("device", sa.Text, nullable=False, default=""),
    sa.Column("tariff", sa.Text, nullable=False, default=""),
    sa.Column("noticed_on", sa.String(10), nullable=False, default=""),
    sa.Column("contact_name", sa.Text, nullable=False, default=""),
    sa.Column("contact_email", sa.Text, nullable=False, default=""),
    sa.Column("consent_operator", sa.String(3), nullable=False, default=""),
    sa.Column("extra", sa.Text, nullable=False, default="{}"),
    sa.Column("ags5", sa.String(5), nullable=True),
    sqlite_autoincrement=True,
)
"""One row per report. `status`: new, verified, spam, withdrawn. `ags5` NULL = not looked up yet."""

fixes = sa.Table(
    "fixes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("report_id", sa.String(16), nullable=False, index=True),
    sa.Column("answered_at", sa.DateTime, nullable=False),
    sa.Column("answer", sa.String(8), nullable=False),
    sqlite_autoincrement=True,
)
"""Every answer to "is it fixed?" (yes, no, partly) with its time."""

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime, nullable=False, index=True),
    sa.Column("actor", sa.String(40), nullable=False),
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("report_id", sa.String(16), nullable=False, default=""),
    sa.Column("detail", sa.Text, nullable=False, default=""),
    sqlite_autoincrement=True,
)
"""Who changed what and when. Holds no answers of a person."""

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("session_hash", sa.String(64), primary_key=True),
    sa.Column("started_at", sa.DateTime, nullable=False),
    sa.Column("ends_at", sa.DateTime, nullable=False),
)
"""Open sessions of moderators."""

shown_counts = sa.Table(
    "shown_counts",
    metadata,
    sa.Column("area", sa.String(8), primary_key=True),
    sa.Column("n_reports", sa.Integer, nullable=False),
    sa.Column("shown_at", sa.DateTime, nullable=False),
)
"""What the public counter says: one row per Kreis, plus `total` and `rest`."""


def now() -> datetime:
    """Return the time in UTC, naive and to the microsecond, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None)


def folder(settings: Settings) -> Path:
    """Return the campaign's data/form, made on first use and kept out of git."""
    path = settings.dir / "data" / "form"
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        ignore = path / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise CampaignError(f"{path}: the form keeps its data there, but: {error}") from error
    return path


def database_url(settings: Settings) -> sa.URL:
    """Return EINZELFALL_DATABASE_URL as SQLAlchemy wants it, or the campaign's SQLite file.

    Raises CampaignError for an address that is none, or of a database that keeps nothing.
    """
    given = os.environ.get("EINZELFALL_DATABASE_URL", "")
    if not given:
        # Made of parts: a folder's name may hold what separates the parts of an address.
        return sa.URL.create("sqlite", database=str(folder(settings) / "form.sqlite"))
    try:
        url = sa.make_url(given)
    except sa.exc.ArgumentError as error:
        raise CampaignError(f"EINZELFALL_DATABASE_URL: no database address: {error}") from error
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise CampaignError(
            f"EINZELFALL_DATABASE_URL: expected sqlite or postgresql, got {url.drivername}"
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise CampaignError(
            f"EINZELFALL_DATABASE_URL: {given} keeps reports in memory only; name a file "
            "(sqlite:////srv/form.sqlite), or leave it empty for the campaign's folder"
        )
    return url


def engine(url: sa.URL | str) -> sa.Engine:
    """Open the database: SQLite with WAL and full sync, or PostgreSQL with its default sync."""
    url = sa.make_url(url)
    if url.get_backend_name() == "sqlite":
        if url.database not in (None, "", ":memory:"):
            _close_to_others(Path(url.database))
        opened = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **POOL)
        sa.event.listen(opened, "connect", _prepare_sqlite)
        sa.event.listen(opened, "begin", _begin_sqlite)
        return opened
    opened = sa.create_engine(
        url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS}, **POOL
    )
    sa.event.listen(opened, "connect", _prepare_postgres)
    return opened


def _close_to_others(path: Path) -> None:
    """Let only its owner read the database; SQLite gives its log the same permissions.

    A database that is there is never opened here: closing it again would take the locks away that
    SQLite holds in this process.
    """
    with contextlib.suppress(OSError):  # no folder, somebody else's file: opening it tells
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, private.OURS))
        private.close_file(path)


def migrate(opened: sa.Engine, scripts: Path = MIGRATIONS) -> None:
    """Bring the tables to the newest version; safe when several processes start at once.

    The whole migration is one transaction: the second process waits, then finds nothing to do,
    and a migration that fails leaves everything as it was.
    """
    config = Config()
    # Alembic reads a per cent sign as the start of a name.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    shown = opened.url.render_as_string(hide_password=True)
    try:
        with writing(opened) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(20111112)"))
            _check_version(connection, config, shown)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DBAPIError as error:
        raise CampaignError(
            f"{shown}: the database cannot be opened or brought up to date; nothing was changed. "
            f"It says: {error.orig}"
        ) from error


def _check_version(connection: sa.Connection, config: Config, shown: str) -> None:
    """Raise CampaignError when a newer program made the tables: we could only spoil them."""
    version = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version and version not in known:
        raise CampaignError(
            f"{shown}: tables of version {version}, made by a newer version of einzelfall than "
            f"this one, which knows up to {max(known)}. Update the program."
        )


def open_store(settings: Settings) -> sa.Engine:
    """Open the campaign's database with all migrations done."""
    opened = engine(database_url(settings))
    migrate(opened)
    return opened


@contextlib.contextmanager
def writing(opened: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection in a transaction that may write; commit at the end."""
    with opened.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            yield connection


@contextlib.contextmanager
def reading(opened: sa.Engine) -> Iterator[sa.Connection]:
    """Yield a connection that sees one unchanging state of the whole database."""
    with opened.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def note(
    connection: sa.Connection, actor: str, action: str, report_id: str = "", detail: str = ""
) -> None:
    """Write one line of the audit log."""
    row = {"actor": actor, "action": action, "report_id": report_id, "detail": detail}
    connection.execute(sa.insert(audit).values(at=now(), **row))


def empty_log(opened: sa.Engine) -> bool:
    """Move SQLite's write-ahead log into the database, where deleted text is overwritten.

    Returns False while somebody reads an older state, which the log must keep until then.
    """
    if opened.dialect.name != "sqlite":
        return True
    raw = opened.raw_connection()
    try:
        busy, *_ = raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        raw.close()


def compact(opened: sa.Engine) -> bool:
    """Write the database anew without what was deleted, and empty its log; False if it could not.

    SQLite's `secure_delete` overwrites a deleted text where it stood, but not the copies that were
    left behind when pages were rearranged; `VACUUM` leaves those. PostgreSQL removes old versions
    of rows by `VACUUM`, too.
    """
    sqlite_ = opened.dialect.name == "sqlite"
    raw = opened.raw_connection()
    try:
        if sqlite_:
            raw.driver_connection.execute("VACUUM")
        else:
            raw.driver_connection.autocommit = True
            for table in ("reports", "audit", "fixes"):
                raw.driver_connection.execute(f"VACUUM FULL {table}")
            raw.driver_connection.autocommit = False
    except (sqlite3.OperationalError, opened.dialect.loaded_dbapi.Error):
        return False
    finally:
        raw.close()
    return empty_log(opened)


def _prepare_sqlite(raw: sqlite3.Connection, record: object) -> None:
    """Leave transactions to SQLAlchemy, and sync each commit to the disk."""
    raw.isolation_level = None
    raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    # What a person withdraws is overwritten in the file, not only unlinked.
    raw.execute("PRAGMA secure_delete=ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    """Take the write lock at once where we shall write: a later upgrade could not wait for it."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgres(raw: object, record: object) -> None:
    """Insist on a synced commit even where the server's default was relaxed."""
    with raw.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO on")
    raw.commit()
