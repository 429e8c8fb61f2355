"""Neighbours: which areas touch, and whether high rates lie beside high rates.

Getis and Ord (1992; Ord and Getis 1995) and Anselin's local Moran (1995), by esda. They are
evidence of regional trouble beside a hot spot, not the way onto the list: with 999 permutations
no p-value falls below 0.001, and no single area would survive the correction for 400 tests.
"""

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse, spatial

if TYPE_CHECKING:
    import geopandas as gpd
    from libpysal.weights import W

PERMUTATIONS = 999
SIGNIFICANT = 0.05
QUADRANTS = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}


def contiguity(areas: "gpd.GeoDataFrame") -> sparse.csr_array:
    """Return which areas touch (queen: a common point is enough) as an (n, n) matrix of 0 and 1.

    areas: polygons in metres, in the order of the table they belong to. An area that touches
    nothing (an island) gets the area with the nearest centroid.
    """
    left, right = areas.sindex.query(areas.geometry, predicate="intersects")
    apart = left != right
    left, right = left[apart], right[apart]
    lonely = np.setdiff1d(np.arange(len(areas)), left)
    if len(lonely) and len(areas) > 1:
        centres = centroids(areas)
        nearest = spatial.cKDTree(centres).query(centres[lonely], k=2)[1][:, 1]
        left, right = np.r_[left, lonely, nearest], np.r_[right, nearest, lonely]
    n = len(areas)
    matrix = sparse.csr_array((np.ones(len(left)), (left, right)), shape=(n, n))
    matrix.data[:] = 1.0  # a pair met twice counts once
    return matrix


def centroids(areas: "gpd.GeoDataFrame") -> np.ndarray:
    """Return the areas' centroids, (n, 2), in the units of their coordinates."""
    centres = areas.geometry.centroid
    return np.column_stack([centres.x, centres.y])


def local(values: np.ndarray, matrix: sparse.csr_array, seed: int) -> pd.DataFrame:
    """Return Gi* and local Moran per area, with seeded permutation p-values.

    values: (n,), what is compared between neighbours. matrix: as `contiguity` returns it.
    Returns `gi_star` (z of the binary Gi*), `gi_star_p` (that the surroundings are so high by
    chance, the area itself held fixed), `local_moran`, `local_moran_p`
    (two-sided), `local_moran_kind` ("HH": high among high, "LL", "HL", "LH"; "" = not
    significant at 5 %).
    """
    if len(values) < 3 or np.ptp(values) == 0:  # nothing differs: no statistic is defined
        nothing = np.full(len(values), np.nan)
        return pd.DataFrame(
            {
                "gi_star": nothing,
                "gi_star_p": nothing,
                "local_moran": nothing,
                "local_moran_p": nothing,
                "local_moran_kind": pd.Series("", index=range(len(values)), dtype="str"),
            }
        )
    esda = _esda()
    # an area that touches all others is its own surroundings: NaN
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        # esda says that the diagonal is filled for the starred statistic, as it should
        warnings.simplefilter("ignore", UserWarning)
        star = esda.G_Local(values, weights(matrix), transform="B", star=True, permutations=0)
        moran = esda.Moran_Local(values, weights(matrix), permutations=0)
    so_high, so_low = surroundings(values, matrix, seed)
    moran_p = np.minimum(2 * np.minimum(so_high, so_low), 1.0)
    kinds = np.array([QUADRANTS[quadrant] for quadrant in moran.q])
    return pd.DataFrame(
        {
            "gi_star": star.Zs,
            "gi_star_p": so_high,
            "local_moran": moran.Is,
            "local_moran_p": moran_p,
            "local_moran_kind": np.where(moran_p <= SIGNIFICANT, kinds, ""),
        }
    ).astype({"gi_star_p": "float64", "local_moran_kind": "str"})


def surroundings(
    values: np.ndarray, matrix: sparse.csr_array, seed: int, permutations: int = PERMUTATIONS
) -> tuple[np.ndarray, np.ndarray]:
    """Return per area how often chance surrounds it with values so high, and so low.

    Conditional permutation as for local statistics (Anselin 1995): the area keeps its value, its
    neighbours are drawn from all others. It is the p-value of Gi* and of local Moran alike, since
    both grow with the neighbours' sum. Done here and not by esda, which compiles its loops first
    where numba is installed: half a minute for what takes a tenth of a second.
    """
    rng = np.random.default_rng(seed)
    n, degrees = len(values), np.diff(matrix.indptr)
    others = rng.permuted(np.tile(np.arange(n - 1), (permutations, 1)), axis=1)
    others = others[:, : degrees.max(initial=0)]
    high, low = np.empty(n), np.empty(n)
    for place, degree in enumerate(degrees):
        drawn = others[:, :degree]
        sums = values[drawn + (drawn >= place)].sum(axis=1)
        observed = values[matrix.indices[matrix.indptr[place] : matrix.indptr[place + 1]]].sum()
        near = 1e-12 * max(abs(observed), 1.0)  # sums of the same values in another order
        high[place] = (sums >= observed - near).sum()
        low[place] = (sums <= observed + near).sum()
    return (high + 1) / (permutations + 1), (low + 1) / (permutations + 1)


def overall(counts: np.ndarray, base: np.ndarray, matrix: sparse.csr_array) -> tuple[float, float]:
    """Return Moran's I of the rates counts / base, adjusted for their precision, and its p-value.

    base: what the counts relate to (inhabitants, or expected reports). Rates are standardised as
    Assuncao and Reis (1999) propose; the p-value is two-sided, under randomisation.
    """
    moran = _esda().Moran_Rate(counts, base, weights(matrix), permutations=0)
    return float(moran.I), float(moran.p_rand)


def weights(matrix: sparse.csr_array) -> "W":
    """Return the matrix as weights for esda, with the order of the areas stated."""
    from libpysal.weights import W

    rows = {
        place: matrix.indices[matrix.indptr[place] : matrix.indptr[place + 1]].tolist()
        for place in range(matrix.shape[0])
    }
    return W(rows, id_order=list(range(matrix.shape[0])), silence_warnings=True)


def _esda():
    """Import esda late: it is the slowest import of the stage."""
    import esda

    return esda
