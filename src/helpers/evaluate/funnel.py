"""Funnel: between which rates areas of a size lie when only chance and their own spread act."""

import numpy as np
import pandas as pd

from helpers.evaluate import hotspots, pln
from helpers.evaluate.rates import PER

LEVELS = {"95": 0.95, "998": 0.998}


def limits(areas: pd.DataFrame, points: int = 60) -> pd.DataFrame:
    """Return the curves of a funnel plot over population.

    areas: `n_reports, population`, and the covariates of `hotspots.find` where known. The centre
    is the rate of all areas together. Around it chance is Poisson, and overdispersion enters as
    the log-normal spread that areas of the same size and type have among themselves (random
    effects; Spiegelhalter 2005, Funnel plots for comparing institutional performance): what size
    and type make of a rate is then seen, not hidden in wider limits.
    Returns `population, centre_per_10k, lower_95, upper_95, lower_998, upper_998`, per 10,000.
    """
    population = areas["population"].to_numpy(float)
    grid = np.unique(np.geomspace(population.min(), population.max(), points))
    rate, sd = _usual(areas)
    curves = _curves(grid, rate, sd)
    return pd.DataFrame({"population": grid, "centre_per_10k": rate * PER, **curves})


def outside(areas: pd.DataFrame) -> pd.DataFrame:
    """Add `outside_95` and `outside_998`: the area's rate lies outside the funnel's limits."""
    population = areas["population"].to_numpy(float)
    curves = _curves(population, *_usual(areas))
    rates = areas["n_reports"].to_numpy() / population * PER
    flags = {
        f"outside_{level}": (rates < curves[f"lower_{level}"]) | (rates > curves[f"upper_{level}"])
        for level in LEVELS
    }
    return areas.assign(**flags)


def _usual(areas: pd.DataFrame) -> tuple[float, float]:
    """Return the reports per inhabitant of all areas, and the spread among areas of one kind."""
    total = areas["n_reports"].sum()
    if total == 0:
        return 0.0, 0.0
    return float(total / areas["population"].sum()), hotspots.background(areas)[0].usual_sd


def _curves(population: np.ndarray, rate: float, sd: float) -> dict[str, np.ndarray]:
    curves = {}
    for name, level in LEVELS.items():
        tail = (1 - level) / 2
        for side, probability in (("lower", tail), ("upper", 1 - tail)):
            counts = pln.quantile(probability, population * rate, sd)
            curves[f"{side}_{name}"] = counts / population * PER
    return curves
