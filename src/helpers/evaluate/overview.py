"""Overview: what the neighbourhood of each Kreis says, and what may stand beside a count."""

import numpy as np
import pandas as pd

from helpers import boundaries
from helpers.evaluate import hotspots, neighbours, pln, scan
from helpers.evaluate.words import LEAST_AREAS

SCAN_SHARE = 0.25
"""Largest share of all expected reports in one circle of the scan: a region, not half the land."""
MOST_HIDDEN = 0.2
"""With a larger share of withheld Kreise nothing is said of the pattern of the others."""
NAMES = {
    "ags5", "kreis", "kind", "land", "population", "population_year", "population_2018", "area_km2",
    "n_reports", "n_least", "n_most", "suppressed", "as_of_release",
}  # fmt: skip
"""What a row keeps whose count is not printed exactly."""


def printed(areas: pd.DataFrame, kreise: pd.DataFrame) -> pd.DataFrame:
    """Return the evaluated Kreise with printed counts; no statistic beside one that is not exact.

    areas: evaluated with imputed counts; kreise: the protected table, in the same order. A model
    has a value for a withheld Kreis, too, but it would be read as a finding about it.
    """
    counts = ["n_reports", "n_least", "n_most", "suppressed", "as_of_release"]
    shown = areas.assign(**{name: kreise[name].array for name in counts if name in kreise})
    for column in set(shown.columns) - NAMES:
        values = shown[column]
        if values.dtype == bool:
            values = values.astype("boolean")
        elif pd.api.types.is_integer_dtype(values.dtype):
            values = values.astype("Int64")
        shown[column] = values.mask(kreise["suppressed"])
    return shown


def alike(areas: pd.DataFrame) -> tuple[float, float]:
    """Return Moran's I of observed by expected reports over the printed Kreise, and its p-value.

    areas: `ags5, n_reports, expected, suppressed`. Says whether neighbours are alike beyond size
    and type; imputed counts stay out, for they are alike by construction. NaN where reports
    come from too few areas, or where too many counts are withheld: the printed ones are no fair
    part of all.
    """
    hidden = areas["suppressed"].to_numpy(bool)
    areas = areas[~hidden]
    if (areas["n_reports"] > 0).sum() < LEAST_AREAS or hidden.mean() > MOST_HIDDEN:
        return np.nan, np.nan
    counts, expected = areas["n_reports"].to_numpy(float), areas["expected"].to_numpy(float)
    return neighbours.overall(counts, expected, touching(areas))


def shapes(areas: pd.DataFrame) -> pd.DataFrame:
    """Return the outlines of the Kreise in the order of `areas`."""
    return boundaries.kreise().set_index("ags5").loc[areas["ags5"]].reset_index()


def touching(areas: pd.DataFrame):
    """Return which Kreise touch, in the order of `areas` (sparse matrix)."""
    return neighbours.contiguity(shapes(areas))


def regional(areas: pd.DataFrame, q: float, seed: int) -> pd.DataFrame:
    """Add what the neighbourhood says: scan clusters, Gi*, local Moran.

    areas: `n_reports, expected, is_hotspot` and the covariates of `hotspots.find`.
    """
    counts, expected = areas["n_reports"].to_numpy(), areas["expected"].to_numpy()
    clusters, sd, ratio = [], 0.0, np.zeros(len(areas))
    if counts.sum() > 0:
        sd = hotspots.background(areas, q)[0].usual_sd
        centres = neighbours.centroids(shapes(areas))
        clusters = scan.find(centres, counts, expected, SCAN_SHARE, seed=seed, sd=sd)
        ratio = counts / expected
    usual = ~areas["is_hotspot"].to_numpy()
    circles = _circles(clusters, counts, expected, usual, sd).set_index(areas.index)
    local = neighbours.local(ratio, touching(areas), seed).set_index(areas.index)
    return pd.concat([areas, circles, local], axis=1)


def _circles(clusters: list[scan.Cluster], counts, expected, usual, sd: float) -> pd.DataFrame:
    """Number the significant circles, and say where a circle stands out without its hot spots too.

    A single area with very many reports makes a circle around itself significant; that alone says
    nothing about its surroundings. usual: areas that are no hot spots.
    """
    number, p_value = np.zeros(len(counts), int), np.full(len(counts), np.nan)
    beyond = np.zeros(len(counts), bool)
    significant = [one for one in clusters if one.p_value <= neighbours.SIGNIFICANT]
    for place, cluster in enumerate(significant, start=1):
        number[cluster.members], p_value[cluster.members] = place, cluster.p_value
        others = cluster.members[usual[cluster.members]]
        tail = pln.upper_tail([counts[others].sum()], [expected[others].sum()], sd)
        beyond[cluster.members] = tail[0] <= neighbours.SIGNIFICANT
    numbers = pd.Series(number).astype("Int64")
    return pd.DataFrame(
        {"scan_cluster": numbers.mask(numbers == 0), "scan_p": p_value, "scan_beyond": beyond}
    )
