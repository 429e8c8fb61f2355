"""Impute: put a number in the place of each withheld count, from printed numbers alone.

Models need a count for every area. What the printed totals leave is shared out by inhabitants:
among the Länder first, then among the Kreise of a Land, each within the interval that is printed
of it. Whoever has the newspaper can do the same, so no result tells more than the printed tables.
"""

import numpy as np
import pandas as pd


def counts(kreise: pd.DataFrame, laender: pd.DataFrame, total: pd.DataFrame) -> pd.Series:
    """Return `n_reports` of every Kreis as whole numbers, withheld ones imputed.

    kreise: `land, population, n_reports, n_least, n_most`; laender: `land, n_least, n_most`;
    total: `what` (reports, unlocated), `n_least, n_most`. Index as `kreise`.
    """
    ends = total.set_index("what")[["n_least", "n_most"]].astype("Float64").astype(float)
    everything = ends.loc["reports", "n_least"]
    unlocated = np.floor(ends.loc["unlocated"].fillna(everything).mean())
    return _shared(kreise, laender, everything - unlocated)


def extremes(
    kreise: pd.DataFrame, laender: pd.DataFrame, total: pd.DataFrame
) -> dict[str, pd.Series]:
    """Return two other fillings: withheld reports gathered in the largest, or smallest Kreise.

    A finding that holds with both does not hang on what is withheld.
    """
    central = counts(kreise, laender, total)
    return {
        "largest": _gathered(kreise, central, ascending=False),
        "smallest": _gathered(kreise, central, ascending=True),
    }


def _shared(kreise: pd.DataFrame, laender: pd.DataFrame, located: float) -> pd.Series:
    """Share all located reports out, Land by Land and Kreis by Kreis."""
    low = kreise["n_least"].astype(float)
    high = kreise["n_most"].astype("Float64").fillna(located).astype(float)
    by_land = pd.DataFrame({"low": low, "high": high, "open": kreise["population"]})
    by_land["open"] = by_land["open"].where(high > low, 0)
    lands = by_land.groupby(kreise["land"]).sum()
    printed = laender.set_index("land").reindex(lands.index)
    land_low = np.maximum(lands["low"], printed["n_least"].astype(float))
    land_high = np.minimum(
        lands["high"], printed["n_most"].astype("Float64").fillna(located).astype(float)
    )
    land_high = np.maximum(land_high, lands["low"])
    land_low = np.minimum(land_low, land_high)
    of_land = pd.Series(_fill(located, lands["open"], land_low, land_high), index=lands.index)
    made = pd.Series(0, index=kreise.index, dtype="int64")
    for land, rows in kreise.groupby("land").groups.items():
        weight = kreise.loc[rows, "population"].where(high[rows] > low[rows], 0)
        made[rows] = _fill(of_land[land], weight, low[rows], high[rows])
    return made


def _fill(total: float, weight, low, high) -> np.ndarray:
    """Share `total` out by weight as whole numbers, each from `low` to `high`.

    The shares are `clip(factor * weight, low, high)` with the factor that meets the total, found
    by bisection; what rounding leaves goes to the largest fractions.
    """
    weight, low, high = (np.asarray(one, float) for one in (weight, low, high))
    total = np.clip(total, low.sum(), high.sum())
    smallest = 1 / max(weight.max(initial=0.0), 1.0) * 1e-6
    factors = [0.0, 1.0 / smallest]
    for _ in range(200):
        middle = sum(factors) / 2
        enough = np.clip(middle * weight, low, high).sum() >= total
        factors[1 if enough else 0] = middle
    shares = np.clip(factors[1] * weight, low, high)
    whole = np.floor(shares + 1e-9)
    missing = round(total - whole.sum())
    order = np.argsort(-(shares - whole), kind="stable")
    for place in order[high[order] >= whole[order] + 1][: max(missing, 0)]:
        whole[place] += 1
    return whole.astype("int64")


def _gathered(kreise: pd.DataFrame, central: pd.Series, ascending: bool) -> pd.Series:
    """Move the imputed reports of each Land into its largest (or smallest) withheld Kreise."""
    made = central.copy()
    hidden = kreise["n_reports"].isna()
    for _, rows in kreise[hidden].groupby("land").groups.items():
        order = kreise.loc[rows, "population"].sort_values(ascending=ascending).index
        low = kreise.loc[order, "n_least"].astype("int64")
        room = kreise.loc[order, "n_most"].astype("Float64").fillna(1e9).astype("int64") - low
        left = int(central[order].sum() - low.sum())
        taken = (left - (room.cumsum() - room)).clip(lower=0)
        made[order] = low + np.minimum(taken, room)
    return made
