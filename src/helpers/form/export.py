"""Export: the reports of the form as one table, for notebook 01 and for the editors."""

import hashlib
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from helpers import private
from helpers import store as files
from helpers.errors import CampaignError
from helpers.form import store
from helpers.intake.snapshots import HEADERS, to_csv
from helpers.settings import Settings

REASONS = {
    "spam": "marked as spam by a moderator",
    "withdrawn": "withdrawn by the person",
}


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


def snapshot(settings: Settings, path: Path) -> str:
    """Write one consistent state of the database to `path`, if it differs; return its SHA-256.

    The file holds contact data: wherever it is, its owner alone can read it.
    The same reports give the same bytes, so that a run repeats only what new reports change.
    """
    if path.exists() and not path.is_file():
        raise CampaignError(f"{path}: expected a file to write the export to, got something else")
    content = to_csv(frame(settings))
    digest = hashlib.sha256(content).hexdigest()
    if not path.exists() or files.sha256(path) != digest:
        try:
            with files.replacing(path, private.OURS) as temporary:
                temporary.write_bytes(content)
        except OSError as error:
            raise CampaignError(f"{path}: the export cannot be written: {error}") from error
    return digest


def _rows(settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read reports and answers to "is it fixed?" in one state of the database."""
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
