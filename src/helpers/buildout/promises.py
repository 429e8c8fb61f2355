"""Promises: what the operator said it would do, and what has become of it."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError, did_you_mean
from helpers.settings import Settings

NEEDED = ["id", "who", "what_de", "what_en", "where", "by_when_de", "by_when_en", "source"]
NEEDED += ["date_noted"]
MORE = ["due", "measure_de", "measure_en"]
"""Optional: the day by which it can be checked (ISO), and by what."""
LOG = ["id", "date", "status", "evidence_de", "evidence_en", "source"]
"""Columns of promise_status.csv: what somebody found out later, with the evidence."""
STATUSES = ("announced", "due", "overdue", "kept", "broken", "cannot be measured")
DECIDED = ("kept", "broken")
"""Only people decide these, with evidence."""
SOON = timedelta(days=30)
"""So long before its day a promise is due."""
BY_CALENDAR = {
    "noted": ("Die Zusage wurde festgehalten.", "The promise was noted."),
    "overdue": (
        "Der genannte Termin ist verstrichen; uns liegt kein Beleg vor, dass die Zusage erfüllt "
        "ist.",
        "The date has passed; we know of no evidence that the promise is kept.",
    ),
}


def read(settings: Settings) -> pd.DataFrame:
    """Read data/raw/handmade/promises.csv; no file = no promise.

    Columns NEEDED and MORE; `due` as a day. An empty cell is unknown. Raises CampaignError naming
    file, row and column for what is missing, given twice, or no day.
    """
    path = settings.handmade / "promises.csv"
    table = _table(path, NEEDED, MORE)
    twice = table.loc[table["id"].duplicated(), "id"]
    if len(twice):
        raise CampaignError(f"{path}: the id {twice.iloc[0]} stands in two rows.")
    return table.assign(due=_days(path, table, "due"), date_noted=_days(path, table, "date_noted"))


def log(settings: Settings, known: pd.DataFrame) -> pd.DataFrame:
    """Read data/raw/handmade/promise_status.csv, the oldest first; no file = nothing found out.

    Raises CampaignError for an unknown promise or status, for a day that is none, and for a
    promise called kept or broken without evidence and source.
    """
    path = settings.handmade / "promise_status.csv"
    table = _table(path, LOG)
    for number, row in enumerate(table.itertuples(), 2):
        where = f"{path}: row {number}"
        if row.id not in set(known["id"]):
            hint = did_you_mean(row.id, known["id"])
            raise CampaignError(f'{where}: no promise has the id "{row.id}".{hint}')
        if row.status not in STATUSES:
            raise CampaignError(
                f'{where}: expected a status of {", ".join(STATUSES)}, got "{row.status}"'
            )
        if not (row.evidence_de and row.evidence_en and row.source and row.date):
            raise CampaignError(
                f"{where}: a status needs its day, its evidence in both languages and a source."
            )
    days = _days(path, table, "date")
    dated = table.assign(date=days).sort_values("date", kind="stable", ignore_index=True)
    return dated[dated["date"].le(pd.Timestamp(settings.as_of))].reset_index(drop=True)


def events(known: pd.DataFrame, found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """List each change of a promise's status up to `as_of`, the oldest first.

    A promise is announced when it was noted, and overdue the day after its date, unless somebody
    found it kept or broken until then. Returns `id, date, status, evidence_de, evidence_en,
    source`; a promise of which nobody knows when it was noted has no first line.
    """
    rows = []
    for one in known.itertuples():
        own = found[found["id"].eq(one.id)]
        if pd.notna(one.date_noted) and one.date_noted <= pd.Timestamp(as_of):
            first = "announced" if one.measure_de or len(own) else "cannot be measured"
            rows.append((one.id, one.date_noted, first, *BY_CALENDAR["noted"], one.source))
        late = one.due + timedelta(days=1) if pd.notna(one.due) else pd.NaT
        settled = own[own["status"].isin(DECIDED)]
        open_then = pd.notna(late) and not settled["date"].lt(late).any()
        if open_then and late <= pd.Timestamp(as_of) and one.measure_de:
            rows.append((one.id, late, "overdue", *BY_CALENDAR["overdue"], one.source))
        rows += [tuple(row) for row in own[LOG].itertuples(index=False)]
    table = pd.DataFrame(rows, columns=LOG).astype({"date": "datetime64[us]"})
    return table.sort_values("date", kind="stable", ignore_index=True)


def states(known: pd.DataFrame, found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Say of each promise its `status` on a day, `since`, and the evidence for it.

    What somebody found out last counts; else a promise without a measure cannot be measured, one
    without a day or with one to come is announced, due SOON before its day, and overdue after it.
    Returns the promises with `status, since, evidence_de, evidence_en, evidence_source`.
    """
    changes = events(known, found, as_of)
    rows = []
    for one in known.itertuples():
        own = found[found["id"].eq(one.id)]
        last = own.iloc[-1] if len(own) else None
        status = _by_calendar(one, pd.Timestamp(as_of))
        decided = last is not None and (
            last["status"] in DECIDED or last["status"] == "cannot be measured"
        )
        status = last["status"] if decided else status
        said = changes[changes["id"].eq(one.id) & changes["status"].eq(status)]
        shown = said.iloc[-1] if len(said) else None
        if shown is None and last is not None:
            shown = last
        rows.append(
            (
                status,
                shown["date"] if shown is not None else pd.NaT,
                shown["evidence_de"] if shown is not None else "",
                shown["evidence_en"] if shown is not None else "",
                shown["source"] if shown is not None else one.source,
            )
        )
    columns = ["status", "since", "evidence_de", "evidence_en", "evidence_source"]
    more = pd.DataFrame(rows, columns=columns, index=known.index)
    kinds = {name: "datetime64[us]" if name == "since" else "str" for name in columns}
    return known.join(more.astype(kinds))


def _by_calendar(one: object, today: pd.Timestamp) -> str:
    if not one.measure_de:
        return "cannot be measured"
    if pd.isna(one.due) or today < one.due - SOON:
        return "announced"
    return "due" if today <= one.due else "overdue"


def _table(path: Path, needed: list[str], more: list[str] | None = None) -> pd.DataFrame:
    columns = [*needed, *(more or [])]
    if not path.exists():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    missing = [name for name in needed if name not in table]
    if missing:
        raise CampaignError(f"{path}: expected the column {missing[0]}, got {list(table.columns)}")
    full = table.reindex(columns=columns).fillna("").astype("str")
    return full.apply(lambda cells: cells.str.strip())


def _days(path: Path, table: pd.DataFrame, column: str) -> pd.Series:
    days = pd.to_datetime(table[column], format="%Y-%m-%d", errors="coerce")
    wrong = table.index[table[column].ne("") & days.isna()]
    if len(wrong):
        raise CampaignError(
            f"{path}: row {wrong[0] + 2}: {column}: expected a day as YYYY-MM-DD, got "
            f'"{table[column][wrong[0]]}"'
        )
    return days.astype("datetime64[us]")
