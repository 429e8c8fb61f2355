"""Subtract: try to work out withheld counts from everything that is printed.

This does not use the plan by which counts were withheld: sums are built again from the printed
tables, and every withheld small count is bounded by linear programs (HiGHS). The true counts only
tell which withheld counts are small.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from helpers.errors import CampaignError


@dataclass
class Equations:
    """Counts by name, each printed (`number`) or not (NaN, at least `least`), and their sums."""

    number: dict[str, float] = field(default_factory=dict)
    least: dict[str, float] = field(default_factory=dict)
    rows: list[dict[str, float]] = field(default_factory=list)

    def add(self, name: str, number: float, least: float = 0.0) -> None:
        """Add a count; NaN = not printed."""
        self.number[name] = number
        self.least[name] = least

    def total(self, name: str, parts: list[str]) -> None:
        """State that `name` is the sum of `parts`."""
        self.rows.append({name: 1.0} | {part: -1.0 for part in parts})


def places(tables: dict[str, pd.DataFrame], located: int) -> Equations:
    """Write down what the tables of places tell: Germany, Land, Kreis, city, district.

    tables: `laender, kreise, cities, districts` as published, with `n_reports` and `least` (what is
    printed where that is not exact). located: the exact total.
    """
    known = _printed(tables)
    known.add("Germany", located)
    kreise, cities, districts = tables["kreise"], tables["cities"], tables["districts"]
    known.total("Germany", list(keys("laender", tables["laender"])))
    _group(known, "laender " + kreise["land"], keys("kreise", kreise), rest=None)
    own = cities["ags8"].str.endswith("000") & ~cities["ags5"].duplicated(keep=False)
    _group(known, "kreise " + cities["ags5"], keys("cities", cities), rest=~own)
    everywhere = pd.Series(True, index=districts.index)
    _group(known, "cities " + districts["ags8"], keys("districts", districts), rest=everywhere)
    return known


def times(tables: dict[str, pd.DataFrame], timed: int, hours_complete: bool) -> Equations:
    """Write down what the tables of times tell: all, week, day, weekday and hour, running total.

    tables: `weeks, days, hours` as for `places`. timed: the exact total of reports with a day.
    hours_complete: each report with a day has an hour too.
    """
    known = _printed(tables)
    known.add("all", timed)
    days, hours = tables["days"], tables["hours"]
    when = pd.to_datetime(days["day"])
    part = when.dt.isocalendar()
    week = part["year"].astype("str") + "-W" + part["week"].astype("str").str.zfill(2)
    day_keys = keys("days", days)
    known.total("all", list(keys("weeks", tables["weeks"])))
    _group(known, "weeks " + week, day_keys, rest=None)
    if "n_cumulative" in days:
        curve = days["n_cumulative"].astype("float64").mask(days["least"].gt(0))
        for place in np.flatnonzero(curve.notna()):
            name = f"until {day_keys.iloc[place]}"
            known.add(name, curve.iloc[place])
            known.total(name, list(day_keys.iloc[: place + 1]))
    if len(hours) and hours_complete:
        weekday = "weekday " + when.dt.day_of_week.astype("str")
        of_hours = "weekday " + hours["weekday"].astype("str")
        for name in weekday.unique():
            known.add(name, np.nan)
            known.total(name, list(day_keys[weekday == name]))
            known.total(name, list(keys("hours", hours)[of_hours == name]))
    return known


def _printed(tables: dict[str, pd.DataFrame]) -> Equations:
    """Take over the printed numbers; a withheld count is at least one, unless `least` says less."""
    known = Equations()
    for name, frame in tables.items():
        number = frame["n_reports"].astype("float64").mask(frame["least"].gt(0))
        least = frame["least"].fillna(1.0)
        for key, printed, low in zip(keys(name, frame), number, least, strict=True):
            known.add(key, printed, low)
    return known


def recovered(known: Equations, small: dict[str, int], k: int) -> list[str]:
    """Return a sentence for each small withheld count that can be told, or nearly.

    small: the withheld counts of 1 to k−1, by name. Nearly: fewer than k−1 possible values.
    """
    names = list(known.number)
    place = {name: at for at, name in enumerate(names)}
    number = np.array([known.number[name] for name in names])
    least = np.array([known.least[name] for name in names])
    matrix = sparse.lil_matrix((len(known.rows), len(names)))
    for row, terms in enumerate(known.rows):
        for name, sign in terms.items():
            matrix[row, place[name]] = sign
    matrix = matrix.tocsr()
    hidden = np.flatnonzero(np.isnan(number))
    right = -(matrix @ np.nan_to_num(number))
    open_part = matrix[:, hidden]
    graph = sparse.bmat([[None, open_part], [open_part.T, None]]).tocsr()
    _, label = connected_components(graph, directed=False)
    at_hidden = {at: column for column, at in enumerate(hidden)}
    leaks = []
    for name in sorted(small):
        if place[name] not in at_hidden:
            leaks.append(f"{name}: {known.number[name]:.0f} is printed though it is small")
            continue
        group = label[len(known.rows) + at_hidden[place[name]]]
        columns = np.flatnonzero(label[len(known.rows) :] == group)
        rows = np.flatnonzero(label[: len(known.rows)] == group)
        bounds = _bounds(
            open_part[rows][:, columns],
            right[rows],
            least[hidden[columns]],
            int(np.flatnonzero(columns == at_hidden[place[name]])[0]),
        )
        if bounds[1] - bounds[0] < k - 2:
            leaks.append(f"{name}: can be told to lie between {bounds[0]:.0f} and {bounds[1]:.0f}")
    return leaks


def _bounds(block, right, least, goal) -> tuple[float, float]:
    """Return the least and greatest value of one hidden count."""
    if not block.shape[0]:
        return least[goal], np.inf
    ends = []
    for direction in (1.0, -1.0):
        cost = np.zeros(len(least))
        cost[goal] = direction
        answer = linprog(cost, A_eq=block, b_eq=right, bounds=[(low, None) for low in least])
        if answer.status == 2:
            raise CampaignError("The attack test: the printed tables contradict each other.")
        ends.append(np.inf * direction if answer.status == 3 else direction * answer.fun)
    low, high = ends[0], abs(ends[1])
    return float(np.ceil(low - 1e-6)), float(np.floor(high + 1e-6)) if np.isfinite(high) else high


def _group(known: Equations, totals: pd.Series, parts: pd.Series, rest: pd.Series | None) -> None:
    """State that each total is the sum of its parts, and of a remainder where there may be one."""
    for total, index in parts.groupby(totals).groups.items():
        members = list(parts.loc[index])
        if rest is not None and rest.loc[index].any():
            known.add(f"rest of {total}", np.nan)
            members.append(f"rest of {total}")
        known.total(total, members)


def keys(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the name of each row's count."""
    columns = {
        "laender": ["land"],
        "kreise": ["ags5"],
        "cities": ["ags8"],
        "districts": ["ags8", "district"],
        "weeks": ["week"],
        "days": ["day"],
        "hours": ["weekday", "hour"],
    }[name]
    if frame.empty:
        return pd.Series([], dtype="str")
    if name == "days":
        return "days " + pd.to_datetime(frame["day"]).dt.strftime("%Y-%m-%d").astype("str")
    return f"{name} " + frame[columns].astype("str").agg(" ".join, axis=1)
