"""Erasing: empty reports in the form's database, beside a form that may be running."""

import contextlib
import json
import os
import sqlite3
from pathlib import Path

import sqlalchemy as sa

from helpers import store as files
from helpers.form import export, receipts, store
from helpers.intake import snapshots
from helpers.settings import Settings


def is_here(settings: Settings) -> bool:
    """Tell whether the form's database can be reached from this machine."""
    file = settings.dir / "data" / "form" / "form.sqlite"
    return bool(os.environ.get("EINZELFALL_DATABASE_URL")) or file.exists()


def reports(settings: Settings) -> list[dict]:
    """Return all reports of the form as they are kept; `extra` as a dict. None without a database.

    A withdrawn report has no answers any more.
    """
    if not is_here(settings):
        return []
    opened = store.open_store(settings)
    try:
        with store.reading(opened) as connection:
            rows = connection.execute(sa.select(store.reports)).mappings().all()
        return [{**row, "extra": json.loads(row["extra"])} for row in rows]
    finally:
        opened.dispose()


def history(settings: Settings, report_id: str) -> dict[str, list[dict]]:
    """Return what the form keeps beside a report: its answers to "is it fixed?", its log."""
    opened = store.open_store(settings)
    try:
        with store.reading(opened) as connection:
            return {
                name: [
                    dict(row)
                    for row in connection.execute(
                        sa.select(table).where(table.c.report_id == report_id)
                    ).mappings()
                ]
                for name, table in (("fixed?", store.fixes), ("log", store.audit))
            }
    finally:
        opened.dispose()


def withdraw(settings: Settings, report_ids: list[str], actor: str = "editor") -> bool:
    """Empty reports as if their senders had done so by receipt, in the database and its log.

    A report that is withdrawn already stays so. Returns whether every old page of the database is
    overwritten; else the running form does that within a minute (PostgreSQL: its VACUUM).
    """
    opened = store.open_store(settings)
    try:
        with store.writing(opened) as connection:
            for name in report_ids:
                receipts.withdrawal(name, actor, "deleted")(connection)
        return store.compact(opened)
    finally:
        opened.dispose()


def renew_snapshot(settings: Settings) -> None:
    """Write the snapshot anew, if there is one, so that it holds no more than the database."""
    path = snapshots.path(settings)
    if path.exists():
        export.snapshot(settings, path)


def is_copy(path: Path) -> bool:
    """Tell whether a file is an SQLite database with the form's reports, such as an old copy."""
    with path.open("rb") as stream:
        if stream.read(16) != b"SQLite format 3\x00":
            return False
    place = f"{path.absolute().as_uri()}?mode=ro"
    asked = "SELECT 1 FROM sqlite_master WHERE name = 'reports'"
    try:
        with contextlib.closing(sqlite3.connect(place, uri=True)) as connection:
            return connection.execute(asked).fetchone() is not None
    except sqlite3.DatabaseError:
        return False


def withdraw_in_copy(path: Path, report_ids: list[str]) -> int:
    """Empty reports in a copy of the database; return how many were not withdrawn there."""
    opened = store.engine(sa.URL.create("sqlite", database=str(path)))
    try:
        with store.writing(opened) as connection:
            jobs = [receipts.withdrawal(name, "editor", "deleted") for name in report_ids]
            done = sum(job(connection) for job in jobs)
        if done:
            store.compact(opened)
    finally:
        opened.dispose()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return done


def withdraw_in_snapshot(settings: Settings, report_ids: list[str]) -> bool:
    """Empty reports in a snapshot whose database is elsewhere; tell whether there were any."""
    path = snapshots.path(settings)
    if not path.exists():
        return False
    table = snapshots.read(path)
    gone = table["report_id"].isin(report_ids) & table["status"].ne("withdrawn")
    if gone.any():
        kept = ["report_id", "submitted_at", "language", "form_version", "revision", "updated_at"]
        table.loc[gone, [name for name in table.columns if name not in kept]] = ""
        table.loc[gone, "status"] = "withdrawn"
        table.loc[gone, "status_reason"] = export.REASONS["withdrawn"]
        files.write_bytes(snapshots.to_csv(table), path)
    return bool(gone.any())
