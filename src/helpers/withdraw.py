"""Withdraw: the list of reports that their senders took back: id and day, nothing else.

What is emptied with it, and where, is the business of `helpers.erase`. A row that was emptied in a
raw file says so itself (`mark`), so that it keeps its id and its place in the ledger.
"""

import re
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import store
from helpers.settings import Settings

COLUMNS = ["report_id", "date"]
MARK = re.compile(r"\[withdrawn ([^\]\s]+)\]")
"""What a raw row says in place of its answers. It counts only for an id of the list: the words
alone, which anybody could type into a form, take nothing out."""


def path(settings: Settings) -> Path:
    """Return where withdrawn ids are kept: id and date, nothing about the person."""
    return settings.handmade / "withdrawn.csv"


def read(settings: Settings) -> pd.DataFrame:
    """Read the withdrawn reports: `report_id, date` (ISO), in the order they came; empty if none.

    Raises CampaignError for a file with other columns.
    """
    return store.read_handmade(path(settings), COLUMNS)


def add(settings: Settings, report_ids: list[str], on: date) -> list[str]:
    """Add reports to the list; return those that it did not have yet."""
    known = set(read(settings)["report_id"])
    new = [name for name in dict.fromkeys(report_ids) if name not in known]
    if new:
        rows = pd.DataFrame({"report_id": new, "date": on.isoformat()}, columns=COLUMNS)
        store.add_handmade(rows, path(settings))
    return new


def mark(report_id: str) -> str:
    """Return what stands in an emptied row.

    >>> mark("R000017")
    '[withdrawn R000017]'
    """
    return f"[withdrawn {report_id}]"


def marked(rows: list[list[str]], numbers: list[int], settings: Settings) -> dict[int, str]:
    """Return by row number the id of each row that was emptied and stands in the list."""
    found = {}
    for number, row in zip(numbers, rows, strict=True):
        for cell in row:
            if cell.startswith("[withdrawn ") and (match := MARK.fullmatch(cell.strip())):
                found[number] = match[1]
    if not found:
        return {}
    listed = set(read(settings)["report_id"].str.strip())
    return {number: name for number, name in found.items() if name in listed}
