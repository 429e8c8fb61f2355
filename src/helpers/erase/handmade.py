"""Handmade: lines that editors keep about single reports, and the log of what was erased."""

from datetime import date
from pathlib import Path

import pandas as pd

from helpers import quotes, store, withdraw
from helpers.settings import Settings

LOG = "data/private/erased.csv"
COLUMNS = ["date", "report_ids", "done", "where", "n"]


def said_of(settings: Settings, ids: list[str]) -> set[str]:
    """Return the sentences that quotes.csv quotes of the reports `ids`."""
    _, gone = _told(settings.handmade / quotes.FILE, ids)
    return set(gone["sentence"]) if "sentence" in gone else set()


def drop(settings: Settings, ids: list[str]) -> dict[str, int]:
    """Drop the lines about the reports `ids` from every table that has them by `report_id`.

    These are corrections, quotes, checked texts and what else editors keep, and the list of
    reports that were handed out. Returns file → number of lines. withdrawn.csv is left.
    """
    done = {}
    for path in _tables(settings):
        stay, gone = _told(path, ids)
        if path == withdraw.path(settings) or gone.empty:
            continue
        with store.replacing(path, path.stat().st_mode & 0o777) as temporary:
            stay.to_csv(temporary, index=False, lineterminator="\n")
        done[path.relative_to(settings.dir).as_posix()] = len(gone)
    return done


def lines(settings: Settings, report_id: str) -> dict[str, list[dict]]:
    """Return file → lines about one report, of all tables that have it by `report_id`."""
    told = {path: _told(path, [report_id])[1] for path in _tables(settings)}
    return {
        path.relative_to(settings.dir).as_posix(): table.to_dict("records")
        for path, table in told.items()
        if len(table)
    }


def note(
    settings: Settings, ids: list[str], on: date, emptied: dict[str, int], removed: list[str]
) -> None:
    """Add to data/private/erased.csv what was erased where, in a line each; it holds no text."""
    lines = [["emptied", where, n] for where, n in emptied.items()]
    lines += [["removed", where, ""] for where in removed]
    rows = [[on.isoformat(), " ".join(ids), *line] for line in lines]
    if rows:
        store.add_handmade(pd.DataFrame(rows, columns=COLUMNS), settings.dir / LOG)


def _tables(settings: Settings) -> list[Path]:
    folders = (settings.handmade, settings.extract)
    return [path for folder in folders for path in sorted(folder.glob("*.csv"))]


def _told(path: Path, ids: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the lines of a table that stay, and those about `ids`; none of what is no table."""
    none = pd.DataFrame()
    if not path.exists():
        return none, none
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError):
        return none, none
    if "report_id" not in table:
        return none, none
    gone = table["report_id"].str.strip().isin(ids)
    return table[~gone], table[gone]
