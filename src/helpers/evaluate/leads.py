"""Leads: which city is ahead in rate, and of which others it is ahead beyond chance."""

from dataclasses import dataclass

import pandas as pd

from helpers.evaluate import intervals, spread

LEVEL = 0.95


@dataclass(frozen=True)
class Lead:
    """Who has the most extreme rate.

    place: index of the city. rival: index of the one that comes next. near: indices of all that
    cannot be told from it, the nearest first; [] = its lead is more than chance explains.
    """

    place: int
    rival: int
    near: list[int]


def extreme(
    top: pd.DataFrame,
    highest: bool = True,
    comparisons: int | None = None,
    dispersion: float = spread.HOUSEHOLDS,
) -> Lead | None:
    """Find the highest (or lowest) rate and test it against each other; None under two cities.

    top: `n_reports, population, reports_per_10k`, a unique index. comparisons: over how many
    the level of 95 % is kept (Bonferroni); by default as many as there are. dispersion: of counts
    (`spread.dispersion`), by which a count is worth so much less.
    Method: exact limits of the ratio of two Poisson rates (`intervals.rate_ratio`).
    """
    top = top[top["reports_per_10k"].notna()]
    if len(top) < 2:
        return None
    rates = top["reports_per_10k"].astype(float)
    place = rates.idxmax() if highest else rates.idxmin()
    city = top.loc[place]
    order = rates.drop(index=place).sort_values(ascending=not highest, kind="stable").index
    others = top.loc[order]
    level = 1 - (1 - LEVEL) / max(comparisons or len(others), 1)
    limits = [
        intervals.rate_ratio(
            float(city.n_reports) / dispersion,
            float(city.population),
            float(n) / dispersion,
            float(people),
            level,
        )
        for n, people in zip(others["n_reports"], others["population"], strict=True)
    ]
    apart = [low > 1 if highest else high < 1 for _, low, high in limits]
    near = [other for other, is_apart in zip(order, apart, strict=True) if not is_apart]
    return Lead(place, order[0], near)
