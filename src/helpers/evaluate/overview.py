"""Overview: the tables of Kreise and cities, each area with all that the evaluation says of it."""

import numpy as np
import pandas as pd

from helpers import boundaries, gazetteer
from helpers.evaluate import evidence, funnel, hotspots, neighbours, pln, rates, scan, shrink
from helpers.settings import Settings

SCAN_SHARE = 0.25
"""Largest share of all expected reports in one circle of the scan: a region, not half the land."""


def kreise(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return one row per Kreis with rates, shrunk rates, rank, funnel, hot spot and evidence.

    reports: located reports, `ags5` "" where unlocated. Columns: see `tables`.
    """
    rules = settings.evaluation
    areas = rates.per_kreis(reports, areas_of(settings))
    areas = rates.ranked(areas, rules.rank_min_population, rules.rank_min_reports)
    shapes = boundaries.kreise().set_index("ags5").loc[areas["ags5"]].reset_index()
    touching = neighbours.contiguity(shapes)
    counts, population = areas["n_reports"].to_numpy(), areas["population"].to_numpy()
    areas = areas.assign(
        eb_per_10k=shrink.towards_mean(counts, population) * rates.PER,
        eb_spatial_per_10k=shrink.towards_neighbours(counts, population, touching) * rates.PER,
    )
    areas = funnel.outside(areas)
    areas = hotspots.above_national(hotspots.listed(areas, rules.hotspot_q), rules.hotspot_q)
    areas = _regional(areas, neighbours.centroids(shapes), touching, settings)
    return evidence.told(areas, rules.hotspot_q)


def cities(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the municipalities with reports, most first, with rates and rank. See `tables`."""
    rules = settings.evaluation
    municipalities = rates.same_population(gazetteer.municipalities(), areas_of(settings))
    counted = rates.per_city(reports, municipalities)
    return rates.ranked(counted, rules.rank_min_population, rules.rank_min_reports)[CITY_COLUMNS]


def areas_of(settings: Settings) -> pd.DataFrame:
    """Return the Kreise with the population nearest the campaign's first day."""
    return rates.population_of(gazetteer.kreise(), settings.first_day.year)


def alike(kreise: pd.DataFrame) -> tuple[float, float]:
    """Return Moran's I of observed by expected reports over all Kreise, and its p-value.

    kreise: the evaluated table. Says whether neighbours are alike beyond size and type; NaN where
    nothing was reported.
    """
    if kreise["n_reports"].sum() == 0:
        return np.nan, np.nan
    shapes = boundaries.kreise().set_index("ags5").loc[kreise["ags5"]]
    touching = neighbours.contiguity(shapes)
    counts, expected = kreise["n_reports"].to_numpy(float), kreise["expected"].to_numpy(float)
    return neighbours.overall(counts, expected, touching)


CITY_COLUMNS = [
    "ags8", "city", "ags5", "kreis", "land", "kind", "population", "population_source",
    "n_reports", "reports_per_10k", "lower_per_10k", "upper_per_10k", "rank",
]  # fmt: skip


def _regional(areas, centres, touching, settings: Settings) -> pd.DataFrame:
    """Add what the neighbourhood says: scan clusters, Gi*, local Moran."""
    counts, expected = areas["n_reports"].to_numpy(), areas["expected"].to_numpy()
    seed = settings.seeds.evaluate
    clusters, sd, ratio = [], 0.0, np.zeros(len(areas))
    if counts.sum() > 0:
        sd = hotspots.background(areas, settings.evaluation.hotspot_q)[0].sd
        clusters = scan.find(centres, counts, expected, SCAN_SHARE, seed=seed, sd=sd)
        ratio = counts / expected
    usual = ~areas["is_hotspot"].to_numpy()
    circles = _circles(clusters, counts, expected, usual, sd).set_index(areas.index)
    local = neighbours.local(ratio, touching, seed).set_index(areas.index)
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
