"""Snapshots: the online form's export as a file: what it holds, and how it is read.

The form writes it, notebook 01 reads it, and neither needs the other to be there. The headers are
stable: new ones are only ever added at the end. docs/form.md explains each.
"""

import io
from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import Settings

HEADERS = [
    *("report_id", "status", "status_reason", "submitted_at"),
    *("city", "district", "postcode", "categories", "description", "device", "tariff"),
    *("noticed_on", "contact_name", "contact_email", "consent_operator"),
    *("language", "form_version", "revision", "updated_at", "fixed", "fixed_on"),
]
"""The columns of every export, before one `extra_<id>` per further question."""


HOW = (
    "the pipeline does not read the form yet: put `format: form` under `reports:` in campaign.yml "
    "(or, beside other files, `more_reports: [{format: form}]`)"
)
"""What an editor is told as long as nothing takes the form's reports."""


def is_read(settings: Settings) -> bool:
    """Say whether campaign.yml takes reports from the form."""
    return any(source.format == "form" for source in (settings.reports, *settings.more_reports))


def path(settings: Settings) -> Path:
    """Return where a run keeps its snapshot of the form's reports."""
    return settings.raw / "reports" / "form_snapshot.csv"


def contract(table: pd.DataFrame, source_file: str) -> pd.DataFrame:
    """Return an export as rows for `intake.read`, plus `status` and `status_reason`.

    `source_row` counts the header as row 1. Withdrawn and spam rows stay, for the ledger.
    """
    same = ["report_id", "categories", "description", "device", "tariff"]
    kept = table[[*same, "consent_operator", "contact_name", "contact_email"]].copy()
    kept.insert(0, "source_file", source_file)
    kept.insert(1, "source_row", range(2, len(table) + 2))
    kept["submitted_raw"] = table["submitted_at"]
    kept["submitted_at"] = pd.to_datetime(table["submitted_at"], format="%Y-%m-%d %H:%M:%S")
    for name in ("city", "district", "postcode"):
        kept[f"{name}_raw"] = table[name]
    kept["categories_unknown"] = ""
    kept["fixed"] = table["fixed"]
    kept["fixed_on"] = pd.to_datetime(table["fixed_on"], format="%Y-%m-%d", errors="coerce")
    return kept.assign(status=table["status"], status_reason=table["status_reason"])


def to_csv(table: pd.DataFrame) -> bytes:
    """Return the table as CSV: UTF-8, comma, every text safe to open in a spreadsheet.

    A text that starts like a formula, or with an apostrophe, gets one apostrophe before it;
    `read` takes it away again, so that nothing changes on the way.
    """
    safe = table.apply(lambda column: column.where(~_risky(column), "'" + column))
    text = io.StringIO()
    safe.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue().encode("utf-8")


def read(path: Path) -> pd.DataFrame:
    """Read a CSV that `to_csv` made: the same table, as text.

    Raises CampaignError when the file is no export of the form.
    """
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise CampaignError(f"{path}: expected an export of the form, got {error}") from error
    missing = [header for header in HEADERS if header not in table.columns]
    if missing:
        raise CampaignError(
            f"{path}: expected an export of the form; column {missing[0]!r} is missing.\n"
            f"The file has: {', '.join(table.columns[:30])}."
        )
    return table.apply(lambda column: column.where(~column.str.startswith("'"), column.str[1:]))


def _risky(column: pd.Series) -> pd.Series:
    starts = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
    return column.str.lstrip(" ").str.startswith(starts)
