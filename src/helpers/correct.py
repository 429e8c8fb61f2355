"""Correct: repair single values of single reports by hand, and notice when the source does it.

data/raw/handmade/corrections.csv holds one value a line, with reason and date. Each line
says which value it expects. Once the source says something else, the line has had its day, and
the run stops instead of overwriting what is right by now.
"""

from pathlib import Path

import pandas as pd

from helpers import store
from helpers.errors import CampaignError, did_you_mean
from helpers.settings import Settings

COLUMNS = ["report_id", "column", "expect", "value", "reason", "date"]
CORRECTABLE = (
    "city_raw", "district_raw", "postcode_raw", "categories", "description", "device", "tariff",
    "thing",
)  # fmt: skip
"""Columns of `intake.read` that a person may correct; categories are ids, joined by `|`."""


def path(settings: Settings) -> Path:
    """Return where corrections are kept."""
    return settings.handmade / "corrections.csv"


def files(settings: Settings) -> list[Path]:
    """List the table of corrections; [] where the campaign has none."""
    return [path(settings)] if path(settings).exists() else []


def read(settings: Settings) -> pd.DataFrame:
    """Read the corrections: text columns COLUMNS, in the file's order; none where no file is.

    Raises CampaignError naming file, row and column.
    """
    file = path(settings)
    table = store.read_handmade(file, COLUMNS)
    known = set(settings.category_ids())
    for number, row in enumerate(table.to_dict("records"), start=2):
        where = f"{file}: row {number}"
        if row["column"] not in CORRECTABLE:
            raise CampaignError(
                f'{where}: "{row["column"]}" cannot be corrected.'
                f"{did_you_mean(row['column'], CORRECTABLE)} Expected {', '.join(CORRECTABLE)}."
            )
        if not row["reason"] or not row["date"]:
            raise CampaignError(f"{where}: expected a reason and a date, got an empty cell.")
        wrong = set(filter(None, row["value"].split("|"))) - known
        if row["column"] == "categories" and wrong:
            raise CampaignError(f"{where}: no category has the id {', '.join(sorted(wrong))}.")
    return table


def correct(raw: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return raw rows with the corrections applied, before anything is cleaned or located.

    raw: as `intake.read` returns it. A report that stands in two exports is corrected where it
    counts. Raises CampaignError for an id that no report has, and for a value that is not the
    expected one.
    """
    corrected = raw.copy()
    for number, row in enumerate(read(settings).to_dict("records"), start=2):
        where = f"{path(settings)}: row {number}"
        rows = raw.index[raw["report_id"].eq(row["report_id"]) & raw["problem"].eq("")]
        if rows.empty:
            raise CampaignError(
                f"{where}: no report that counts has the id {row['report_id']!r}. Ids stand in "
                "data/processed/ledger.csv; a report without an id of its tool gets a new one when "
                "its source changes."
            )
        if not corrected.loc[rows, row["column"]].eq(row["expect"]).all():
            raise CampaignError(
                f"{where}: expected {row['expect']!r} in {row['column']} of {row['report_id']}, "
                "got another value. Has the source been repaired? Then remove the line."
            )
        if row["column"] == "categories":  # in the order of campaign.yml; the person has the say
            ids = row["value"].split("|")
            row["value"] = "|".join(one for one in settings.category_ids() if one in ids)
            corrected.loc[rows, "categories_unknown"] = ""
        corrected.loc[rows, row["column"]] = row["value"]
    return corrected


def say(settings: Settings) -> str:
    """Say how many values were corrected; what people wrote is not repeated."""
    counts = read(settings)["column"].value_counts(sort=False)
    listed = ", ".join(f"{column} ({n:,})" for column, n in counts.items())
    return f"Corrected by hand, each with its reason: {listed or 'no value'}."
