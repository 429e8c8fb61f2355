"""Counts: what the public counter shows, and when it may move.

Whoever watches a counter sees each single report arrive, and where. So a shown number moves by
nothing or by at least k (campaign.yml, `privacy.k`), at fixed times only, and a Kreis with fewer
than k reports is not shown at all. This holds for the Kreise, for the total, and for what is left
when the shown Kreise are subtracted from the total.
"""

from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from helpers.form import store

COUNTED = ("new", "verified")
AT_ONCE = 500
"""Places looked up between two breaths, so that people who send meanwhile do not wait."""


@dataclass(frozen=True)
class Shown:
    """What people see: reports in all, and per Kreis (`ags5`) where there are k or more."""

    total: int = 0
    kreise: dict[str, int] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        """Reports that the total counts and no shown Kreis has."""
        return self.total - sum(self.kreise.values())


def step(shown: Shown, total: int, kreise: dict[str, int], k: int) -> Shown:
    """Return what may be shown next, given the true counts.

    Every Kreis, the total and the rest move by nothing or by at least k, and each is 0 or at
    least k. Nothing is shown that exceeds the true count, unless reports were withdrawn since.
    When no move of the rest fits to the moves of the Kreise, all wait for the next time.

    >>> step(Shown(), 7, {"11000": 6, "02000": 1}, k=5)
    Shown(total=6, kreise={'11000': 6})
    >>> step(Shown(6, {"11000": 6}), 9, {"11000": 8, "02000": 1}, k=5)
    Shown(total=6, kreise={'11000': 6})
    """
    moved = {
        area: _moved(shown.kreise.get(area, 0), kreise.get(area, 0), k)
        for area in sorted({*shown.kreise, *kreise})
    }
    moved = {area: n for area, n in moved.items() if n}
    for candidate in (moved, shown.kreise):
        rest = _rest(shown, total, candidate, k)
        if rest is not None:
            return Shown(sum(candidate.values()) + rest, candidate)
    return shown


def true_counts(connection: sa.Connection) -> tuple[int, dict[str, int]]:
    """Count the reports that are neither spam nor withdrawn: in all, and per Kreis."""
    counted = sa.select(store.reports.c.ags5, sa.func.count()).group_by(store.reports.c.ags5)
    rows = connection.execute(counted.where(store.reports.c.status.in_(COUNTED))).all()
    return sum(n for _, n in rows), {ags5: n for ags5, n in rows if ags5}


def load(connection: sa.Connection) -> tuple[Shown, datetime | None]:
    """Return what is shown now, and since when."""
    rows = connection.execute(sa.select(store.shown_counts)).all()
    kreise = {row.area: row.n_reports for row in rows if row.area != "total"}
    total = sum(row.n_reports for row in rows if row.area == "total")
    return Shown(total, kreise), max((row.shown_at for row in rows), default=None)


def update(connection: sa.Connection, k: int, minutes: float) -> Shown:
    """Move the shown counts if their time has come, and return them.

    Runs in a transaction that holds the write lock: of two processes, the second sees that it is
    too early.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(20111113)"))
    shown, since = load(connection)
    moment = store.now()
    if since is not None and (moment - since).total_seconds() < minutes * 60 - 1:
        return shown
    following = step(shown, *true_counts(connection), k)
    connection.execute(sa.delete(store.shown_counts))
    rows = [{"area": area, "n_reports": n} for area, n in following.kreise.items()]
    rows.append({"area": "total", "n_reports": following.total})
    connection.execute(sa.insert(store.shown_counts), [{**row, "shown_at": moment} for row in rows])
    return following


def unplaced(connection: sa.Connection) -> pd.DataFrame:
    """Return reports whose Kreis was not looked up yet, as `geocode.locate` wants them."""
    table = store.reports.c
    chosen = sa.select(table.report_id, table.city, table.district, table.postcode)
    rows = connection.execute(
        chosen.where(table.ags5.is_(None)).order_by(table.number).limit(AT_ONCE)
    ).all()
    names = ["report_id", "city_raw", "district_raw", "postcode_raw"]
    return pd.DataFrame(rows, columns=names, dtype="str")


def place(connection: sa.Connection, located: pd.DataFrame) -> None:
    """Keep the Kreis of each looked-up report ("" = stays unlocated).

    Not where the person corrected the place meanwhile: what was looked up must still stand there.
    """
    table = store.reports
    kept = sa.update(table).where(
        table.c.report_id == sa.bindparam("id"),
        table.c.city == sa.bindparam("city_then"),
        table.c.district == sa.bindparam("district_then"),
        table.c.postcode == sa.bindparam("postcode_then"),
    )
    rows = located[["report_id", "ags5", "city_raw", "district_raw", "postcode_raw"]].copy()
    rows.columns = ["id", "ags5", "city_then", "district_then", "postcode_then"]
    if len(rows):
        connection.execute(kept.values(ags5=sa.bindparam("ags5")), rows.to_dict("records"))


def _moved(shown: int, true: int, k: int) -> int:
    """Return the next number of one Kreis: the true one if it is k or more away, else the old."""
    following = true if true >= k else 0
    return following if abs(following - shown) >= k else shown


def _rest(shown: Shown, total: int, kreise: dict[str, int], k: int) -> int | None:
    """Return the largest rest that may stand beside `kreise`, or None when there is none."""
    counted = sum(kreise.values())
    before = sum(shown.kreise.values())
    for rest in range(max(total - counted, 0), -1, -1):
        by = rest - shown.rest
        in_all = by + counted - before
        if (rest == 0 or rest >= k) and _fits(by, k) and _fits(in_all, k):
            return rest
    return None


def _fits(move: int, k: int) -> bool:
    return move == 0 or abs(move) >= k
