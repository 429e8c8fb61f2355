"""Coarsen: say less about place and week until every row has enough others like it.

k-anonymity (Samarati and Sweeney 1998): each combination of place and week that is handed out
stands in at least k rows. Only rows in too small a class are changed, one step after the other.
"""

import pandas as pd

PLACE_AND_WEEK = ["land", "kreis", "city", "district", "week"]
"""What an outsider may know of a person, from coarse to fine."""

STEPS = [
    ("week", "Kalenderwoche weggelassen", "week left out"),
    ("district", "Stadtteil weggelassen", "city district left out"),
    ("city", "Stadt zum Kreis vergröbert", "city coarsened to its Kreis"),
    ("kreis", "Kreis zum Land vergröbert", "Kreis coarsened to its Land"),
]
"""The stated order: which column is emptied, and what that is called in German and English."""


def until_alike(rows: pd.DataFrame, k: int, over: list[str] = PLACE_AND_WEEK) -> pd.DataFrame:
    """Return `rows` with place and week coarsened until each class has k rows, or marked.

    rows: the columns PLACE_AND_WEEK, "" = not known; `land_alone` (if there): what stands for the
    Land once the Kreis is gone ("" where a Land may not be named by itself). over: the columns
    that k rows must share.
    Returns the rows in the same order with `coarsened` (the columns emptied for k, joined by "|")
    and `left_out` (True: even the Land alone has fewer than k such rows).
    """
    coarse = rows.copy()
    coarse["coarsened"] = pd.Series("", index=coarse.index, dtype="str")
    for column, *_ in STEPS:
        small = _too_small(coarse, k, over) & (coarse[column] != "")
        coarse.loc[small, column] = ""
        coarse.loc[small, "coarsened"] += "|" + column
        if column == "kreis" and "land_alone" in coarse:
            coarse.loc[small, "land"] = coarse.loc[small, "land_alone"]
    coarse["coarsened"] = coarse["coarsened"].str.lstrip("|")
    coarse["left_out"] = _too_small(coarse, k, over)
    return coarse


def smallest_class(rows: pd.DataFrame) -> int:
    """Return how many rows the smallest class has (0 without rows): the k that is reached."""
    return int(_sizes(rows, PLACE_AND_WEEK).min()) if len(rows) else 0


def _sizes(rows: pd.DataFrame, over: list[str]) -> pd.Series:
    return rows.groupby(over, sort=False)["week"].transform("size")


def _too_small(rows: pd.DataFrame, k: int, over: list[str]) -> pd.Series:
    return _sizes(rows, over) < k if len(rows) else pd.Series(False, index=rows.index, dtype=bool)
