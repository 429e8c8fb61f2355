"""Withdraw: take a person's report out by its id; it is gone with the next release."""

from datetime import date
from pathlib import Path

import pandas as pd

from helpers import intake, store
from helpers.errors import CampaignError, did_you_mean
from helpers.settings import Settings

COLUMNS = ["report_id", "date"]


def path(settings: Settings) -> Path:
    """Return where withdrawn ids are kept: id and date, nothing about the person."""
    return settings.handmade / "withdrawn.csv"


def read(settings: Settings) -> pd.DataFrame:
    """Read the withdrawn reports: `report_id, date` (ISO), in the order they came; empty if none.

    Raises CampaignError for a file with other columns.
    """
    return store.read_handmade(path(settings), COLUMNS)


def withdraw(settings: Settings, report_id: str, on: date) -> bool:
    """Add one report to the withdrawn ones; return False when it was there already.

    Raises CampaignError when no report has that id.
    """
    report_id = report_id.strip()
    known = read(settings)
    if report_id in set(known["report_id"]):
        return False
    ids = set(intake.read(settings)["report_id"])
    if report_id not in ids:
        raise CampaignError(
            f'No report has the id "{report_id}".{did_you_mean(report_id, ids)} '
            "Ids stand in data/processed/ledger.csv, beside the row of the raw file."
        )
    table = pd.concat(
        [known, pd.DataFrame([[report_id, on.isoformat()]], columns=COLUMNS)], ignore_index=True
    )
    with store.replacing(path(settings)) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")
    return True
