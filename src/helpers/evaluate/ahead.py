"""Ahead: which places are surely first, whatever the counts are that are not printed exactly."""

import pandas as pd

PER = 10_000


def ceiling(places: pd.DataFrame, rate: bool = False) -> float:
    """Return what a place whose count is a range may have at most; 0 where there is none.

    places: a protected table: `n_reports` (NA where it is a range), `n_most` (NA = not known at
    all: infinite). rate: per 10,000 inhabitants (`population`) and not the count.
    """
    vague = places[places["n_reports"].isna()]
    if vague.empty:
        return 0.0
    most = vague["n_most"].astype("Float64").to_numpy(float, na_value=float("inf"))
    if rate:
        most = most / vague["population"].astype("Float64").to_numpy(float, na_value=0.0) * PER
    return float(most.max(initial=0.0))


def ceiling_of_ranked(places: pd.DataFrame, min_population: int, min_reports: int) -> float:
    """Return the highest rate that a place with a range may have, of those large enough for a rank.

    One that has fewer than `min_reports`, whatever its range says, is never ranked.
    """
    large = places["population"].ge(min_population).fillna(False).astype(bool)
    possible = places["n_most"].fillna(min_reports).ge(min_reports).astype(bool)
    return ceiling(places[large & possible], rate=True)


def surely(places: pd.DataFrame) -> pd.DataFrame:
    """Keep the places whose printed count no other place can exceed that is not among them.

    A list of "most reports" may hold these and no others.
    """
    count = places["n_reports"].astype("Float64")
    return places[count.ge(ceiling(places)).fillna(False).astype(bool) & count.gt(0).fillna(False)]
