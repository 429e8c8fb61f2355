"""Export: the reports of the form as one table, for notebook 01 and for the editors.

The headers are stable: new ones are only ever added at the end. docs/form.md explains each.
"""

import hashlib
import io
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from helpers import store as files
from helpers.errors import CampaignError
from helpers.settings import Settings

HEADERS = [
    *("report_id", "status", "status_reason", "submitted_at"),
    *("city", "district", "postcode", "categories", "description", "device", "tariff"),
    *("noticed_on", "contact_name", "contact_email", "consent_operator"),
    *("language", "form_version", "revision", "updated_at", "fixed", "fixed_on"),
]
"""The columns of every export, before one `extra_<id>` per further question."""

REASONS = {
    "spam": "marked as spam by a moderator",
    "withdrawn": "withdrawn by the person",
}


HOW = (
    "the pipeline does not read the form yet: put `format: form` under `reports:` in campaign.yml "
    "(or, beside other files, `more_reports: [{format: form}]`)"
)
"""What an editor is told as long as nothing takes the form's reports."""


def is_read(settings: Settings) -> bool:
    """Say whether campaign.yml takes reports from the form."""
    return any(source.format == "form" for source in (settings.reports, *settings.more_reports))


def frame(settings: Settings) -> pd.DataFrame:
    """Return all reports in the order they came, as text, in one consistent state.

    Columns: `HEADERS`, then one `extra_<id>` per further question ever answered, sorted.
    `status`: new, verified, spam, withdrawn (a withdrawn report has no answers any more). Times
    are local (`timezone` of campaign.yml), `YYYY-MM-DD HH:MM:SS`. `categories`: ids joined by `|`.
    `fixed`: the last answer to "is it fixed?" (yes, no, partly), with its day in `fixed_on`.
    """
    reports, answered = _rows(settings)
    return _table(reports, answered, settings)


def fixes(settings: Settings) -> pd.DataFrame:
    """Return every answer to "is it fixed?": `report_id, answered_at` (local), `answer`.

    In the order given, so that an operator's "done" can be compared with what people experience.
    """
    _, answered = _rows(settings)
    times = _local(answered["answered_at"], settings)
    return answered.assign(answered_at=times)[["report_id", "answered_at", "answer"]].astype("str")


def snapshot_path(settings: Settings) -> Path:
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
    return kept.assign(status=table["status"], status_reason=table["status_reason"])


def snapshot(settings: Settings, path: Path) -> str:
    """Write one consistent state of the database to `path`, if it differs; return its SHA-256.

    The same reports give the same bytes, so that a run repeats only what new reports change.
    """
    if path.exists() and not path.is_file():
        raise CampaignError(f"{path}: expected a file to write the export to, got something else")
    content = to_csv(frame(settings))
    digest = hashlib.sha256(content).hexdigest()
    if not path.exists() or files.sha256(path) != digest:
        try:
            files.write_bytes(content, path)
        except OSError as error:
            raise CampaignError(f"{path}: the export cannot be written: {error}") from error
    return digest


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


def _rows(settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read reports and answers to "is it fixed?" in one state of the database."""
    # Reading a snapshot needs no database: the pipeline shall start without one.
    import sqlalchemy as sa

    from helpers.intake.form import store

    opened = store.open_store(settings)
    with store.reading(opened) as connection:
        reports, answered = (
            pd.DataFrame(
                connection.execute(sa.select(t).order_by(t.c.number)).mappings().all(),
                columns=t.c.keys(),
            )
            for t in (store.reports, store.fixes)
        )
    opened.dispose()
    return reports, answered


def _table(table: pd.DataFrame, fixed: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Shape the rows of the database into the export."""
    last = fixed.drop_duplicates("report_id", keep="last").set_index("report_id")
    extra = table["extra"].map(json.loads)
    out = pd.DataFrame(index=table.index)
    for header in HEADERS:
        if header in table.columns:
            out[header] = table[header]
    out["status_reason"] = table["reason"].where(table["reason"] != "", _reason(table["status"]))
    out["submitted_at"] = _local(table["submitted_at"], settings)
    out["updated_at"] = _local(table["updated_at"], settings)
    out["fixed"] = table["report_id"].map(last["answer"])
    out["fixed_on"] = _local(table["report_id"].map(last["answered_at"]), settings).str[:10]
    for name in sorted({name for row in extra for name in row}):
        out[f"extra_{name}"] = [row.get(name, "") for row in extra]
    names = [*HEADERS, *(name for name in out.columns if name.startswith("extra_"))]
    return out[names].astype("str").where(out[names].notna(), "")


def _reason(status: pd.Series) -> pd.Series:
    return status.map(REASONS).fillna("")


def _local(times: pd.Series, settings: Settings) -> pd.Series:
    """Write UTC times as local ones, to the second; none stays empty."""
    zone = ZoneInfo(settings.timezone)
    local = pd.to_datetime(times).dt.tz_localize("UTC").dt.tz_convert(zone)
    return local.dt.strftime("%Y-%m-%d %H:%M:%S").astype("str").fillna("")


def _risky(column: pd.Series) -> pd.Series:
    starts = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
    return column.str.lstrip(" ").str.startswith(starts)
