"""Faults: which kinds of trouble are reported, together with which, and where more than elsewhere.

A report may name several kinds, so shares add up to more than one.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.evaluate import intervals
from helpers.evaluate.hotspots import benjamini_hochberg
from helpers.settings import Settings

LEAST_REPORTS = 100
"""A city with fewer reports is not compared: its shares say little."""


def named(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one column of truth per category: does the report name it? Index as `reports`.

    reports: `categories`, ids joined by "|".
    """
    joined = "|" + reports["categories"] + "|"
    return pd.DataFrame(
        {one: joined.str.contains(f"|{one}|", regex=False) for one in settings.category_ids()},
        index=reports.index,
    ).astype(bool)


def asked(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one column of truth per category: was it shown to the sender? Index as `reports`.

    reports: `categories_not_asked`, ids joined by "|". Who was not shown a kind did not leave it
    unticked.
    """
    hidden = named(reports.assign(categories=reports["categories_not_asked"]), settings)
    return named(reports, settings) | ~hidden  # whoever names a kind knew of it


def per_category(named: pd.DataFrame, asked: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Count the reports that name each category, with their share and its 95 % limits.

    named, asked: as the functions of these names return them. Returns `category, de, en,
    n_reports, n_asked, share` (of those asked)`, lower_share, upper_share`, most first.
    """
    counts, n_asked = named.sum().to_numpy("int64"), asked.sum().to_numpy("int64")
    lower, upper = intervals.share(counts, n_asked)
    table = pd.DataFrame(
        {
            "category": settings.category_ids(),
            "de": [category.de for category in settings.categories],
            "en": [category.en for category in settings.categories],
            "n_reports": counts,
            "n_asked": n_asked,
            "share": counts / np.maximum(n_asked, 1),
            "lower_share": lower,
            "upper_share": upper,
        }
    )
    order = np.argsort(-counts, kind="stable")
    return table.iloc[order].reset_index(drop=True)


def together(named: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Count the reports that name both of two categories.

    named, asked: as the functions of these names return them.
    Returns each unordered pair once: `category_a, category_b, n_reports, ratio` (observed by what
    independent kinds would give; above 1 = named together more often than that).
    """
    matrix, shown = named.to_numpy("int64"), asked.to_numpy("int64")
    both = matrix.T @ matrix
    first, second = np.triu_indices(both.shape[0], k=1)
    # A pair is judged by the reports whose senders were shown both.
    own, n_shown = (matrix.T @ shown).astype(float), shown.T @ shown
    expected = own[first, second] * own[second, first]
    independent = expected / np.maximum(n_shown[first, second], 1)
    ids = np.array(named.columns, dtype=object)
    counts = both[first, second]
    ratio = np.divide(counts, independent, out=np.full(len(counts), np.nan), where=independent > 0)
    table = {
        "category_a": ids[first],
        "category_b": ids[second],
        "n_reports": counts,
        "ratio": ratio,
    }
    return pd.DataFrame(table).astype({"category_a": "str", "category_b": "str"})


def per_city(
    reports: pd.DataFrame, named: pd.DataFrame, cities: pd.DataFrame, q: float = 0.05
) -> pd.DataFrame:
    """Compare each larger city's shares with those of all other located reports.

    reports: `ags8`; named: as `named` returns it; cities: `ags8, city, n_reports`.
    Returns one row per city and category: `n_reports` (naming it), `n_city`, `share,
    lower_share, upper_share, share_elsewhere, difference, lower_difference, upper_difference`
    (Newcombe 1998), `q_value` (Fisher's exact test, corrected over all rows; Benjamini and
    Hochberg) and
    `differs` (`q_value` <= `q`).
    """
    located = (reports["ags8"] != "").to_numpy()
    marks = named.to_numpy("int64")
    total, hits = int(located.sum()), marks[located].sum(axis=0)
    rows = []
    for city in cities[cities["n_reports"] >= LEAST_REPORTS].itertuples():
        here = (reports["ags8"] == city.ags8).to_numpy()
        n_city, own = int(here.sum()), marks[here].sum(axis=0)
        if total > n_city >= LEAST_REPORTS:
            rows += [
                _row(city, category, int(a), n_city, int(b - a), total - n_city)
                for category, a, b in zip(named.columns, own, hits, strict=True)
            ]
    table = pd.DataFrame(rows, columns=CITY_COLUMNS)
    q_value = benjamini_hochberg(table.pop("p_value").to_numpy(float))
    table = table.assign(q_value=q_value, differs=q_value <= q)
    return table.astype({**dict.fromkeys(["ags8", "city", "category"], "str"), **CITY_NUMBERS})


def safe(table: pd.DataFrame, ags8: pd.Series, k: int) -> pd.DataFrame:
    """Return the rows of `per_city` that may be shown: published cities, no small count.

    ags8: the published cities. At least k reports name the fault, and at least k do not.
    """
    rest = table["n_city"] - table["n_reports"]
    return table[table["ags8"].isin(ags8) & (table["n_reports"] >= k) & (rest >= k)]


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
CITY_COLUMNS = ["ags8", "city", "category", *CITY_NUMBERS, "p_value"]


def _row(city, category: str, own: int, n_city: int, other: int, n_other: int) -> dict:
    lower, upper = intervals.share(own, n_city)
    low, high = intervals.difference(own, n_city, other, n_other)
    square = [[own, n_city - own], [other, n_other - other]]
    p_value = float(stats.fisher_exact(square).pvalue)
    return {
        "ags8": city.ags8,
        "city": city.city,
        "category": category,
        "n_reports": own,
        "n_city": n_city,
        "share": own / n_city,
        "lower_share": float(lower),
        "upper_share": float(upper),
        "share_elsewhere": other / n_other,
        "difference": own / n_city - other / n_other,
        "lower_difference": low,
        "upper_difference": high,
        "p_value": p_value,
    }
