"""Intake: raw exports in, one table in our columns out, each row with its file and number."""

from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError
from helpers.intake import mapping, register, tables
from helpers.intake.mapping import Understanding
from helpers.settings import Settings

REGISTER = "data/raw/reports/register.csv"


def read(settings: Settings) -> pd.DataFrame:
    """Read all reports of a campaign: one row per raw row of its files.

    Columns: `source_file, source_row, report_id, submitted_raw, submitted_at` (naive local time,
    NaT where unreadable), `city_raw, district_raw, postcode_raw, categories` (our ids, joined by
    `|`), `categories_unknown, description, device, tariff, consent_operator` (yes | no | ""),
    `contact_name, contact_email, problem` (why the row cannot be used, else "").
    A row's id is the source's own, or is kept in data/raw/reports/register.csv.
    Raises CampaignError naming file, expected and got.
    """
    rows, _ = _read(settings, keep_ids=True)
    return rows


def understand(settings: Settings, file: Path | None = None) -> list[Understanding]:
    """Say what is understood of the campaign's files (or of one `file`); write nothing."""
    if file is not None:
        return [mapping.apply(_table(file, settings), settings)[1]]
    return _read(settings, keep_ids=False)[1]


def files(settings: Settings) -> list[Path]:
    """List the campaign's report files, sorted; the register is none of them.

    Raises CampaignError when no file matches.
    """
    own = (settings.dir / REGISTER).resolve()
    found = {
        path.resolve()
        for pattern in settings.reports.files
        for path in settings.dir.glob(pattern)
        if path.is_file() and not path.name.startswith((".", "~$"))
    }
    listed = sorted(path for path in found if path != own)
    if not listed:
        raise CampaignError(
            f"{settings.dir}: expected report files matching {', '.join(settings.reports.files)} "
            "(campaign.yml, reports.files), found none."
        )
    return listed


def _read(settings: Settings, keep_ids: bool) -> tuple[pd.DataFrame, list[Understanding]]:
    parts, said = [], []
    for path in files(settings):
        table = _table(path, settings)
        rows, understanding = mapping.apply(table, settings)
        rows["fingerprint"] = register.fingerprints(mapping.raw_cells(table, settings)).to_numpy()
        parts.append(rows)
        said.append(understanding)
    reports = pd.concat(parts, ignore_index=True)
    if keep_ids:
        reports["report_id"] = _ids(reports, settings)
        reports["problem"] = reports["problem"].mask(
            reports["problem"].eq(""), _seen_before(reports)
        )
    return reports.drop(columns="fingerprint"), said


def _ids(reports: pd.DataFrame, settings: Settings) -> pd.Series:
    """Take the source's own id, else the register's."""
    own = reports["report_id"].ne("")
    if own.all():
        return reports["report_id"]
    ids = register.assign(reports.loc[~own], settings.dir / REGISTER)
    return reports["report_id"].where(own, ids.reindex(reports.index))


def _seen_before(reports: pd.DataFrame) -> pd.Series:
    """Say of each row whose id stands in an earlier row where that is, else "".

    A grown export beside the older one brings the same rows again: they count once.
    """
    where = reports["source_file"] + ", row " + reports["source_row"].astype("str")
    first = where.groupby(reports["report_id"]).transform("first")
    prints = reports["fingerprint"]
    same = prints.groupby(reports["report_id"]).transform("first").eq(prints)
    words = pd.Series("already imported from ", index=reports.index, dtype="str").where(
        same, "its report_id, with other content, stands already in "
    )
    return (words + first).where(reports["report_id"].duplicated(), "")


def _table(path: Path, settings: Settings) -> tables.Table:
    columns = settings.reports.columns
    expected = tuple(columns.model_dump().values()) if columns else ()
    return tables.read(path, expected)
