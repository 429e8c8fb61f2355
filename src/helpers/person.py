"""Person: everything that one receipt code, mail address or report id leads to (Art. 15 GDPR)."""

import json
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import backup, erase, private, store
from helpers.erase import handmade, traces
from helpers.errors import CampaignError, did_you_mean
from helpers.form import abuse, erasing
from helpers.intake import tables
from helpers.settings import Settings

HASHES = ("token_hash", "receipt_hash")


def collect(settings: Settings, key: str, on: date) -> dict:
    """Gather what the campaign holds about the sender whom `key` leads to.

    key: a receipt code, a mail address (all reports that have it as their sender's, or in a cell
    of a raw file), or the id of a report. Returns what `write` puts into a file: per report its
    rows as sent, what the form keeps, what was made of it, and where copies lie.
    Raises CampaignError when nothing leads from the key to a report.
    """
    key = key.strip()
    kept = {one["report_id"]: one for one in erasing.reports(settings)}
    rows = _rows(settings)
    ids = _ids(settings, key, kept, rows)
    if not ids:
        known = {*kept, *rows["report_id"]} - {""}
        raise CampaignError(
            f'Nothing leads from "{key}" to a report. Expected a receipt code, a mail address, or '
            f"the id of a report.{did_you_mean(key, known)}"
        )
    return {
        "campaign": settings.name,
        "asked": key,
        "on": on.isoformat(),
        "reports": [_report(settings, name, kept, rows) for name in ids],
        "purposes, recipients, periods and rights": (
            "see the privacy notice of the campaign (reports/datenschutz.html)"
        ),
        "other files that hold the address": _elsewhere(settings, key, rows),
        "backups": [one.as_sentence() for one in backup.known(settings, on)],
    }


def write(settings: Settings, gathered: dict, path: Path | None = None) -> Path:
    """Write what `collect` returned as indented JSON that its owner alone can read."""
    first = gathered["reports"][0]["report_id"].replace(":", "-")
    path = path or settings.dir / "data" / "private" / f"person-{first}.json"
    text = json.dumps(gathered, ensure_ascii=False, indent=2, default=str)
    with store.replacing(path, private.OURS) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")
    return path


def _rows(settings: Settings) -> pd.DataFrame:
    return erase.reports(settings)


def _elsewhere(settings: Settings, key: str, rows: pd.DataFrame) -> list[str]:
    """List files that hold a mail address and that no source reads: old copies, notes."""
    mails = {key.casefold()} if "@" in key else set()
    read = {settings.dir / str(name) for name in rows["source_file"]}
    found = [path for path in traces.mails_in(settings, mails) if path not in read]
    return [traces.inside(path, settings) for path in found]


def _ids(settings: Settings, key: str, kept: dict[str, dict], rows: pd.DataFrame) -> list[str]:
    """Find the reports that a key leads to, in the order they came."""
    if "@" in key:
        mail = key.casefold()
        found = [n for n, one in kept.items() if mail in _told(one)]
        for name, mine in rows.groupby("source_file", sort=False):
            table = tables.read(settings.dir / str(name))
            numbers = {
                number
                for number, row in zip(table.numbers, table.rows, strict=True)
                if any(mail in cell.casefold() for cell in row)
            }
            found += mine.loc[mine["source_row"].isin(numbers), "report_id"].tolist()
        return list(dict.fromkeys(found))
    if code := abuse.receipt_written(key):
        hashed = abuse.hashed(code)
        if found := [n for n, one in kept.items() if one["receipt_hash"] == hashed]:
            return found
    return [key] if key in kept or key in set(rows["report_id"]) else []


def _told(one: dict) -> str:
    texts = [*one.values(), *one["extra"].values()]
    return "\n".join(text for text in texts if isinstance(text, str)).casefold()


def _report(settings: Settings, report_id: str, kept: dict[str, dict], rows: pd.DataFrame) -> dict:
    """Gather what is held about one report."""
    found: dict = {"report_id": report_id, "as sent": _raw(settings, report_id, rows)}
    if report_id in kept:
        one = {name: value for name, value in kept[report_id].items() if name not in HASHES}
        found["in the form"] = one | erasing.history(settings, report_id)
    if kept_by_hand := handmade.lines(settings, report_id):
        found["in lists of ours"] = kept_by_hand
    found["made of it"] = _made(settings, report_id)
    return found


def _raw(settings: Settings, report_id: str, rows: pd.DataFrame) -> list[dict]:
    """Return the rows of raw files under their own headers."""
    lines = []
    for row in rows[rows["report_id"].eq(report_id)].itertuples():
        table = tables.read(settings.dir / row.source_file)
        cells = table.rows[table.numbers.index(row.source_row)]
        answers = [[header, cell] for header, cell in zip(table.header, cells, strict=True) if cell]
        lines.append({"file": row.source_file, "row": row.source_row, "answers": answers})
    return lines


def _made(settings: Settings, report_id: str) -> dict[str, list[dict]]:
    """Return its rows in the tables that a run made, one row per report."""
    made = {}
    for path in sorted(settings.processed.glob("*")):
        if path.suffix == ".parquet":
            table = pd.read_parquet(path)
        elif path.suffix == ".csv":
            table = pd.read_csv(path, dtype="str", keep_default_na=False)
        else:
            continue
        if "report_id" not in table or not (mine := table[table["report_id"].eq(report_id)]).size:
            continue
        lines = mine.astype("object").where(mine.notna(), None).to_dict("records")
        made[path.name] = lines
    return made
