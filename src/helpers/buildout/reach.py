"""Reach: how much of reports, hot spots and inhabitants the plan reaches, and what it leaves."""

import numpy as np
import pandas as pd

from helpers.buildout.match import NOT_NAMED
from helpers.evaluate import ahead, intervals

SCOPES = {"whole": ("dated",), "with_parts": ("dated", "parts")}
"""Counted as reached: places that are named with a date; or those, too, of which parts are."""
MEASURES = ("share_reports", "share_hotspots", "share_inhabitants")
N_WORTH = 10


def steps(places: pd.DataFrame, n_reports: int) -> pd.DataFrame:
    """Say for each date of the plan what share it has reached by then.

    places: all Kreise as `match.compare` returns them, with `n_reports, n_least, population,
    is_hotspot, coverage, next_due`. n_reports: all reports, also those without a place. A Kreis
    whose count is a range counts with the least of it, so that a share is "at least". Returns
    `scope` (SCOPES), `due` and MEASURES (0 to 1; no hot spot: empty), a step curve per scope.
    """
    rows = []
    least = places["n_reports"].fillna(places["n_least"]).fillna(0).astype("float64")
    hot = places["is_hotspot"].eq(True).fillna(False).astype("float64")
    people = places["population"].astype("float64")
    totals = np.array([n_reports, hot.sum(), people.sum()])
    for scope, states in SCOPES.items():
        here = places["coverage"].isin(states)
        for due in sorted(places.loc[here, "next_due"].unique()):
            by_then = here & places["next_due"].le(due)
            sums = np.array([part[by_then].sum() for part in (least, hot, people)])
            with np.errstate(invalid="ignore"):
                shares = np.where(totals > 0, sums / totals, np.nan)
            rows.append((scope, due, *shares))
    columns = ["scope", "due", *MEASURES]
    kinds = {"scope": "str", "due": "datetime64[us]", **dict.fromkeys(MEASURES, "float64")}
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def reached(steps: pd.DataFrame, scope: str, day: pd.Timestamp | None = None) -> pd.Series:
    """Return MEASURES of a step curve on a day (its end without one); zeros before its first."""
    here = steps[steps["scope"].eq(scope)]
    here = here if day is None else here[here["due"].le(day)]
    if here.empty:
        return pd.Series(0.0, index=list(MEASURES))
    return here.iloc[-1][list(MEASURES)].astype("float64")


def worth_adding(places: pd.DataFrame, plan: pd.DataFrame, most: int = N_WORTH) -> pd.DataFrame:
    """List the places that no entry names and that would add most: by reports, by excess.

    places: as for `steps`, with `expected` (reports that size and type let expect). Places whose
    count is not printed exactly are not ranked, nor by reports those that one of them may exceed.
    Returns `ags5, kreis, n_reports, lower, upper`
    (95 %, exact Poisson, Garwood 1936), `excess, lower_excess, upper_excess` (the same limits less
    the expectation), `rank_reports, rank_excess` (empty beyond `most`), by reports. Without a plan,
    nothing is missing in it.
    """
    missing = places["coverage"].isin(NOT_NAMED) & places["n_reports"].gt(0).fillna(False)
    left = places[missing & (len(plan) > 0)].copy()
    counts = left["n_reports"].astype("float64").to_numpy()
    left["lower"], left["upper"] = intervals.poisson(counts)
    expected = left["expected"].astype("float64")
    left["excess"] = left["n_reports"].astype("float64") - expected
    left["lower_excess"], left["upper_excess"] = left["lower"] - expected, left["upper"] - expected
    rest = ahead.ceiling(places[places["coverage"].isin(NOT_NAMED)])
    for name in ("n_reports", "excess"):
        rank = left[name].astype("float64").rank(ascending=False, method="first")
        sure = left["n_reports"].ge(rest) if name == "n_reports" else True
        ranked = rank.where(rank.le(most) & left[name].gt(0) & sure).astype("Int64")
        left["rank_" + name.removeprefix("n_")] = ranked
    listed = left[left["rank_reports"].notna() | left["rank_excess"].notna()]
    columns = ["ags5", "kreis", "n_reports", "lower", "upper", "excess", "lower_excess"]
    columns += ["upper_excess", "rank_reports", "rank_excess"]
    order = ["n_reports", "ags5"]
    return listed.sort_values(order, ascending=[False, True], ignore_index=True)[columns]


def unasked(places: pd.DataFrame) -> pd.DataFrame:
    """List the places that the plan names and that nobody reported from, as far as it is printed.

    A withheld count is no zero: such a place is not listed. Returns `ags5, kreis, next_due`.
    """
    named = places["coverage"].isin(["dated", "undated", "parts", "parts_undated"])
    nobody = places["n_reports"].eq(0).fillna(False).astype(bool)
    return places.loc[named & nobody, ["ags5", "kreis", "next_due"]].reset_index(drop=True)
