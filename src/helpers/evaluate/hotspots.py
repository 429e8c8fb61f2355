"""Hot spots: areas with more reports than their size and type let expect, beyond chance and spread.

The expectation is a regression on log population, density and type; the areas' own heterogeneity
is part of it (`helpers.evaluate.pln`), so that areas which merely differ as areas do are no news.
"""

import numpy as np
import pandas as pd

from helpers.errors import CampaignError
from helpers.evaluate import pln

AREAS_PER_TERM = 10
"""A covariate enters only when so many areas with reports stand behind each term."""
AREAS_PER_KIND = 20
"""So many areas of a kind must have reports for the kind to have a spread of its own."""
LEAST_AREAS = 10
"""A campaign with reports from fewer areas gets no list of hot spots."""
COVARIATES = ("ags5", "kreis", "kind", "population", "area_km2")
FACTORS = (1.5, 2, 3, 4, 5, 7, 10)
"""Multiples of the expected reports for which power is told."""
POWER = 0.8
ROUNDS = 8
CITY = "Kreisfreie Stadt"


def find(areas: pd.DataFrame, q: float = 0.05) -> pd.DataFrame:
    """Find the areas whose count exceeds what areas of their size and type let expect.

    areas: one row per area: `ags5, n_reports, population`; where known also `area_km2` (for
    density) and `kind` (type of area, such as "Kreisfreie Stadt"), which then enter the
    expectation.
    Returns the rows in their order with `expected` (reports), `excess` (reports above it),
    `p_value` (Poisson-lognormal probability of so many reports or more, averaged over what the
    heterogeneity and the expectation may be), `q_value` (Benjamini and Hochberg 1995) and
    `is_hotspot` (`q_value` <= `q`: of a list made so, at most the share `q` is false on average).
    Areas on the list do not take part in the expectation of the others: it is fitted again
    without them until the list stays as it is.
    Raises CampaignError for a count or a population that cannot be.
    """
    _check(areas)
    counts = areas["n_reports"].to_numpy(float)
    if counts.sum() == 0:
        return _result(areas, np.zeros(len(areas)), np.ones(len(areas)), q)
    model, p_value = background(areas, q)
    return _result(areas, model.mean, p_value, q)


def listed(areas: pd.DataFrame, q: float = 0.05) -> pd.DataFrame:
    """Find hot spots as `find` does, but list none when reports come from few areas.

    Reports from fewer than `LEAST_AREAS` areas are those of a local campaign: elsewhere nobody may
    know of it, and no report there is no sign that all is well.
    """
    found = find(areas, q)
    local = int((areas["n_reports"] > 0).sum()) < LEAST_AREAS
    return found.assign(is_hotspot=False) if local else found


def twice(kreise: pd.DataFrame, halves: pd.DataFrame, q: float = 0.05) -> pd.DataFrame:
    """List areas from the odd days alone, and say which the even days confirm.

    kreise: `ags5, kreis, population` and covariates; halves: `ags5, odd, even`.
    Returns the listed ones: `kreis, odd, even, p_even`, `confirmed` (`p_even` <= `q`, each one
    tested once on days that had no part in the list).
    """
    columns = [name for name in COVARIATES if name in kreise]
    areas = kreise[columns].merge(halves, on="ags5", validate="1:1")
    if int((areas["odd"] > 0).sum()) < LEAST_AREAS:
        return areas.iloc[:0][["kreis", "odd", "even"]].assign(p_even=0.0, confirmed=False)
    listed = find(areas.assign(n_reports=areas["odd"]), q)["is_hotspot"]
    p_even = find(areas.assign(n_reports=areas["even"]), q)["p_value"]
    found = areas.assign(p_even=p_even, confirmed=p_even <= q)[listed]
    return found[["kreis", "odd", "even", "p_even", "confirmed"]].reset_index(drop=True)


def visible(areas: pd.DataFrame, q: float = 0.05) -> float:
    """Return how many times the expected reports would have been listed in four of five Kreise.

    The mean over all areas of the power to be the first on the list; NaN where even the largest
    of FACTORS would not have been.
    """
    if areas["n_reports"].sum() == 0:
        return np.nan
    model = background(areas, q)[0]
    needed, sd = pln.critical(model, q / len(areas)), model.sd[model.groups]
    for factor in FACTORS:
        if pln.upper_tail(needed, model.mean * factor, sd).mean() >= POWER:
            return float(factor)
    return np.nan


def background(areas: pd.DataFrame, q: float = 0.05) -> tuple[pln.Fit, np.ndarray]:
    """Fit the expectation without the areas that exceed it; return it and each area's p-value.

    Last come the tails, from all areas that are not on the list under normal ones: heavier tails
    can only take areas off.
    """
    counts = areas["n_reports"].to_numpy(float)
    design, kinds = _design(areas), _kinds(areas)
    offset = np.log(areas["population"].to_numpy(float))
    listed, model = np.zeros(len(areas), bool), None
    if kinds.any() and pln.fit(counts, design, offset, None, kinds).alike():
        kinds = np.zeros(len(areas), int)  # a spread for each kind would only be less certain
    for _ in range(ROUNDS):
        model = pln.fit(counts, design, offset, ~listed, kinds, model)
        found = benjamini_hochberg(pln.exceedance(counts, model)) <= q
        grown = found | listed
        # An expectation needs areas and reports to stand on: most stay in.
        too_many = grown.sum() > len(areas) // 3 or 2 * counts[grown].sum() > counts.sum()
        if (found <= listed).all() or too_many:
            break
        listed = grown
    model = pln.with_tails(counts, model, ~listed)
    return model, pln.exceedance(counts, model)


def above_national(areas: pd.DataFrame, q: float = 0.05) -> pd.DataFrame:
    """Add `expected_national` and `is_above_national`: the list against the national mean.

    Every area is held to the same rate and only chance is allowed for (exact Poisson, Benjamini
    and Hochberg at `q`). It answers another question than `find`: where more is reported per
    inhabitant than in the country as a whole, whatever the reason.
    """
    population = areas["population"].to_numpy(float)
    counts = areas["n_reports"].to_numpy(float)
    expected = counts.sum() * population / population.sum()
    p_value = pln.upper_tail(counts, expected, 0.0)
    above = benjamini_hochberg(p_value) <= q
    return areas.assign(expected_national=expected, is_above_national=above)


def benjamini_hochberg(p_value: np.ndarray) -> np.ndarray:
    """Return the smallest false discovery rate at which each test is on the list.

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    n = len(p_value)
    order = np.argsort(p_value, kind="stable")
    steps = np.asarray(p_value)[order] * n / np.arange(1, n + 1)
    q_value = np.empty(n)
    q_value[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return q_value


def _result(areas, expected, p_value, q) -> pd.DataFrame:
    # Machines and threads add in different orders: their last digits are no difference.
    p_value = np.round(p_value, 12)
    q_value = benjamini_hochberg(p_value)
    return areas.assign(
        expected=expected,
        excess=areas["n_reports"].to_numpy(float) - expected,
        p_value=p_value,
        q_value=q_value,
        is_hotspot=q_value <= q,
    )


def _design(areas: pd.DataFrame) -> np.ndarray:
    """Build the regression's columns: constant, log population, log density, types; centred."""
    log_population = np.log(areas["population"].to_numpy(float))
    wanted = [log_population]
    if "area_km2" in areas:
        wanted.append(log_population - np.log(areas["area_km2"].to_numpy(float)))
    if "kind" in areas:
        kinds = areas["kind"].to_numpy(object)
        wanted += [(kinds == kind).astype(float) for kind in sorted(set(kinds))[:-1]]
    columns = [np.ones(len(areas))]
    reporting = int((areas["n_reports"] > 0).sum())
    for values in wanted:
        term = values - values.mean()
        design = np.column_stack([*columns, term])
        enough = reporting >= AREAS_PER_TERM * design.shape[1]
        if enough and np.linalg.matrix_rank(design, tol=1e-6 * len(areas)) == design.shape[1]:
            columns.append(term)
    return np.column_stack(columns)


def _kinds(areas: pd.DataFrame) -> np.ndarray:
    """Tell the kinds of areas that have a spread of their own: those with enough reports from."""
    if "kind" not in areas:
        return np.zeros(len(areas), int)
    reporting = areas.loc[areas["n_reports"] > 0, "kind"].value_counts()
    enough = sorted(reporting.index[reporting >= AREAS_PER_KIND])
    rare = len(enough) < 2 or areas["kind"].nunique() > len(enough)
    return (
        np.zeros(len(areas), int)
        if rare
        else pd.Categorical(areas["kind"], enough).codes.astype(int)
    )


def _check(areas: pd.DataFrame) -> None:
    """Stop at a table that no expectation can be made from, naming the area."""
    missing = [name for name in ("ags5", "n_reports", "population") if name not in areas]
    if missing:
        raise CampaignError(
            f"hot spots: the areas have no column {', '.join(missing)}; they have "
            f"{', '.join(map(str, areas.columns))}"
        )
    if areas.empty:
        raise CampaignError("hot spots: there are no areas")
    counts = pd.to_numeric(areas["n_reports"], errors="coerce").astype(float)
    _refuse(areas, ~(counts >= 0) | (counts % 1 != 0), "n_reports", "a whole number from 0")
    for column in ("population", "area_km2"):
        if column in areas:
            values = pd.to_numeric(areas[column], errors="coerce").astype(float)
            _refuse(areas, ~((values > 0) & (values < np.inf)), column, "a number above 0")
    if "kind" in areas:
        _refuse(areas, areas["kind"].isna(), "kind", "a type of area")


def _refuse(areas: pd.DataFrame, bad: pd.Series, column: str, expected: str) -> None:
    if bad.any():
        row = areas[bad.to_numpy(bool)].iloc[0]
        raise CampaignError(
            f"hot spots: area {row['ags5']}: {column}: expected {expected}, got {row[column]!r}"
        )
