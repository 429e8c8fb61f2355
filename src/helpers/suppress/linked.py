"""Linked: statistics of a shown place from which a withheld neighbour or remainder follows."""

import numpy as np
import pandas as pd
from scipy import sparse

SHARES = (
    "share",
    "lower_share",
    "upper_share",
    "ratio_to_city",
    "lower_ratio",
    "upper_ratio",
    "q_value",
)
"""Statistics of a district that tell how many reports of its city name a district."""

OF_NEIGHBOURS = (
    "eb_spatial_per_10k",
    "gi_star",
    "gi_star_p",
    "local_moran",
    "local_moran_p",
    "local_moran_kind",
)
"""Statistics of a Kreis that are sums over its neighbours, and give them away."""


def touching(kreise: pd.DataFrame) -> sparse.csr_array:
    """Return which Kreise touch, as a matrix in the order of `kreise` (`ags5`)."""
    from helpers import boundaries
    from helpers.evaluate.neighbours import contiguity

    outlines = boundaries.kreise().set_index("ags5").reindex(kreise["ags5"]).reset_index()
    return contiguity(outlines)


def without_shares(districts: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Take out the shares of a city whose total, or remainder without district, is withheld."""
    told = cells["exact"]
    city = ("city:" + districts["ags8"]).map(told)
    rest = ("city-rest:" + districts["ags8"]).map(told)
    open_city = city.fillna(False).astype(bool) & rest.fillna(True).astype(bool)
    columns = [name for name in SHARES if name in districts]
    return districts.assign(**{name: districts[name].where(open_city) for name in columns})


def without_neighbours(
    kreise: pd.DataFrame, cells: pd.DataFrame, touching: sparse.spmatrix | None
) -> pd.DataFrame:
    """Take out neighbourhood statistics next to a Kreis whose count is not printed exactly.

    touching: which Kreise touch, in the order of `kreise`; None: nothing is known, all are taken.
    """
    exact = ("kreis:" + kreise["ags5"]).map(cells["exact"]).fillna(False).to_numpy(bool)
    unknown = np.zeros(len(kreise)) if touching is None else touching @ (~exact).astype(float)
    alone = exact & (unknown == 0) & (touching is not None)
    columns = [name for name in OF_NEIGHBOURS if name in kreise]
    return kreise.assign(**{name: kreise[name].where(alone) for name in columns})
