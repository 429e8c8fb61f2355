"""Faults: which kinds of trouble are named how often, and where more than elsewhere.

A report may name several kinds, so shares add up to more than one.
"""

import numpy as np
import pandas as pd

from helpers.evaluate import intervals, spread
from helpers.evaluate.hotspots import benjamini_hochberg


def shares(categories: pd.DataFrame) -> pd.DataFrame:
    """Add the share of those asked that name each category: `share, lower_share, upper_share`.

    categories: protected, `n_reports, n_asked`; NA gives NaN. Limits of 95 %: Wilson (1927).
    """
    counts, asked = (
        categories[name].astype("Float64").to_numpy(float, na_value=np.nan)
        for name in ("n_reports", "n_asked")
    )
    lower, upper = intervals.share(counts, asked)
    return categories.assign(
        share=counts / np.where(asked > 0, asked, np.nan), lower_share=lower, upper_share=upper
    )


def together(pairs: pd.DataFrame, categories: pd.DataFrame, total: pd.DataFrame) -> pd.DataFrame:
    """Add `ratio`: how often two faults are named together, by what independent kinds would give.

    pairs: protected, `category_a, category_b, n_reports`; categories, total: protected. Above 1 =
    more often than that; NaN where a count is not printed or not everybody was asked.
    """
    n_reports = float(total.set_index("what")["n_least"]["reports"])
    own = categories.set_index("category").astype({"n_reports": "Float64", "n_asked": "Float64"})
    own = own["n_reports"].where(own["n_asked"] == n_reports).astype(float)
    own_a, own_b = (pairs[name].map(own).astype(float) for name in ("category_a", "category_b"))
    expected = own_a * own_b / max(n_reports, 1)
    counts = pairs["n_reports"].astype("Float64").astype(float)
    return pairs.assign(ratio=counts / expected.where(expected > 0))


def by_city(
    place_faults: pd.DataFrame, dispersion: float = spread.HOUSEHOLDS, q: float = 0.05
) -> pd.DataFrame:
    """Compare each listed city's shares with those of all other reports.

    place_faults: protected, `ags8` ("" = all reports), `city, category, n_reports, n_asked`.
    Returns one row per city and category: `n_reports` (naming it), `n_city`, `share,
    lower_share, upper_share, share_elsewhere, difference, lower_difference, upper_difference`
    (Newcombe 1998), `q_value` (that the city differs from the other cities no more than they do
    among themselves, `spread.outlying` on log odds; corrected over all rows, Benjamini and
    Hochberg) and `differs` (`q_value` <= `q`). dispersion: of counts (`spread.dispersion`).
    """
    everywhere = place_faults[place_faults["ags8"] == ""].set_index("category")
    rows = [
        _row(one, int(one.n_reports), int(one.n_asked),
             int(everywhere["n_reports"][one.category] - one.n_reports),
             int(everywhere["n_asked"][one.category] - one.n_asked))
        for one in place_faults[place_faults["ags8"] != ""].itertuples()
        if one.n_asked < everywhere["n_asked"][one.category]  # else there is nowhere else
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=CITY_COLUMNS)
    q_value = benjamini_hochberg(_outlying(table, dispersion))
    table = table.assign(q_value=q_value, differs=q_value <= q)
    return table.astype({**dict.fromkeys(["ags8", "city", "category"], "str"), **CITY_NUMBERS})


CITY_NUMBERS = {
    "n_reports": "int64",
    "n_city": "int64",
    "share": "float64",
    "lower_share": "float64",
    "upper_share": "float64",
    "share_elsewhere": "float64",
    "difference": "float64",
    "lower_difference": "float64",
    "upper_difference": "float64",
}
CITY_COLUMNS = ["ags8", "city", "category", *CITY_NUMBERS]


def _outlying(table: pd.DataFrame, dispersion: float) -> np.ndarray:
    """Return the p-value of each row: each fault by itself over the cities."""
    named, other = table["n_reports"].to_numpy(float), (table["n_city"] - table["n_reports"])
    effects = np.log((named + 0.5) / (other + 0.5))
    variances = dispersion * (1 / (named + 0.5) + 1 / (other + 0.5))
    p_value = np.ones(len(table))
    for category in table["category"].unique():
        own = (table["category"] == category).to_numpy()
        p_value[own] = spread.outlying(effects[own], variances[own])
    return p_value


def _row(city, own: int, n_city: int, other: int, n_other: int) -> dict:
    lower, upper = intervals.share(own, n_city)
    low, high = intervals.difference(own, n_city, other, n_other)
    return {
        "ags8": city.ags8,
        "city": city.city,
        "category": city.category,
        "n_reports": own,
        "n_city": n_city,
        "share": own / n_city,
        "lower_share": float(lower),
        "upper_share": float(upper),
        "share_elsewhere": other / n_other,
        "difference": own / n_city - other / n_other,
        "lower_difference": low,
        "upper_difference": high,
    }
