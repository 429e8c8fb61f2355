"""Trends: when reports came in, and what moved their number.

Media attention drives reports: a rise says first that more people heard of the campaign. Whether
trouble rose with it cannot be told from reports alone.
"""

import numpy as np
import pandas as pd
from scipy import linalg

from helpers.settings import Event

FIRST_DAYS = 3
"""The first evaluation counts the reports of so many days."""
WINDOW_DAYS = 3
"""Days before and after an event that are compared."""
SHORTEST_DAYS = 3
"""A level that lasts fewer days is no level of its own."""
LEAST_DAYS = 14
"""In fewer days weekdays cannot be told from the course."""
WEEKDAYS_FROM = 28
"""From so many days on each weekday has a level of its own; before, only weekends have."""
MEMORY = 0.6
"""Correlation of a day with the next that the null always has; more, where the days show more."""
SIMULATIONS = 999
SIGNIFICANT = 0.05


def so_far(days: pd.DataFrame) -> pd.DataFrame:
    """Add `n_cumulative`, the reports up to each day; NA from the first withheld day on."""
    return days.assign(n_cumulative=days["n_reports"].cumsum(skipna=False).astype("Int64"))


def filled(days: pd.DataFrame) -> pd.DataFrame:
    """Put the middle of what is printed in the place of withheld days; no rows if one is open."""
    if days["n_most"].isna().any():
        return days.iloc[:0]
    middle = (days["n_least"] + days["n_most"]) // 2
    return days.assign(n_reports=days["n_reports"].fillna(middle).astype("int64"))


def growth(days: pd.DataFrame, events: list[Event]) -> pd.DataFrame:
    """Compare the days after each event with as many days before it.

    The event's own day counts as after. Returns one row per event inside the period: `day, de,
    en, n_before, n_after, ratio, lower, upper` (per day). Weekdays are taken out, and the interval
    comes from how much days differ anyway: regression of log counts with correlated days
    (generalised least squares, AR(1)). No interval in a campaign of less than two weeks.
    """
    rows = [_around(days, event) for event in sorted(events, key=lambda event: event.day)]
    columns = {
        "day": "datetime64[us]",
        "de": "str",
        "en": "str",
        "n_before": "int64",
        "n_after": "int64",
        "ratio": "float64",
        "lower": "float64",
        "upper": "float64",
    }
    return pd.DataFrame([row for row in rows if row], columns=list(columns)).astype(columns)


def change_points(days: pd.DataFrame, events: list[Event], seed: int = 0) -> pd.DataFrame:
    """Find the stretch of days that stands out most from the others, and where it begins and ends.

    Every stretch is tried, each with weekdays taken out, and the largest is compared with the
    largest in simulated campaigns in which days differ by chance and remember the day before
    (epidemic alternative: Levin and Kline 1985). A stretch that reaches to an end of the campaign
    is one change, another is two.
    Returns `day` (first of the new level), `n_before, n_after` (reports on the two levels),
    `mean_before, mean_after` (reports a day), `ratio`, `p_value` of the stretch, `near_event` (an
    event of campaign.yml lies at most two days before). No rows where none stands out.
    """
    counts = days["n_reports"].to_numpy(float)
    found = _stretch(days, seed)
    edges = [] if found is None else [edge for edge in found[:2] if 0 < edge < len(counts)]
    known = pd.to_datetime([event.day for event in events])
    rows = []
    for place, (first, last) in zip(edges, _levels(edges, len(counts)), strict=True):
        before, after = counts[first:place], counts[place:last]
        gaps = (days["day"].iloc[place] - known).days
        rows.append(
            {
                "day": days["day"].iloc[place],
                "n_before": int(before.sum()),
                "n_after": int(after.sum()),
                "mean_before": before.mean(),
                "mean_after": after.mean(),
                "ratio": after.mean() / before.mean() if before.sum() > 0 else np.nan,
                "p_value": found[2],
                "near_event": bool(((gaps >= 0) & (gaps <= 2)).any()),
            }
        )
    columns = {
        "day": "datetime64[us]",
        "n_before": "int64",
        "n_after": "int64",
        "mean_before": "float64",
        "mean_after": "float64",
        "ratio": "float64",
        "p_value": "float64",
        "near_event": "bool",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _levels(edges: list[int], n: int) -> list[tuple[int, int]]:
    """Return for each change where the level before it begins and the one after it ends."""
    bounds = [0, *edges, n]
    return [(bounds[place], bounds[place + 2]) for place in range(len(edges))]


def _stretch(days: pd.DataFrame, seed: int) -> tuple[int, int, float] | None:
    """Return first day, day behind the last, and p-value of the stretch; None if none stands out.

    With the correlation that the days show beside the stretch it must stand out as well.
    """
    if len(days) < LEAST_DAYS:
        return None
    found = _best_stretch(days, MEMORY, seed)
    memory = _memory(days, found[:2])
    if memory > MEMORY:
        found = _best_stretch(days, memory, seed)
    return found if found[2] <= SIGNIFICANT else None


def _best_stretch(days: pd.DataFrame, memory: float, seed: int) -> tuple[int, int, float]:
    """Return the stretch that explains most of the days' differences, and its p-value."""
    n = len(days)
    step = max(1, n // 60)
    ends = [
        (first, last)
        for first in range(0, n, step)
        for last in [*range(first + SHORTEST_DAYS, n, step), n]
        if SHORTEST_DAYS <= last - first <= n - SHORTEST_DAYS
    ]
    inside = np.array([(np.arange(n) >= a) & (np.arange(n) < b) for a, b in ends], float)
    whiten = _whitener(n, memory)
    basis = np.linalg.qr(whiten @ _weekdays(days))[0]

    def rest(values):  # what weekdays do not explain
        return values - basis @ (basis.T @ values)

    steps = rest(whiten @ inside.T)
    norms = np.linalg.norm(steps, axis=0)
    kept = norms > 1e-6 * norms.max()
    steps = steps[:, kept] / norms[kept]
    observed = rest(whiten @ _logs(days))
    draws = rest(np.random.default_rng(seed).normal(size=(n, SIMULATIONS)))
    explained = (steps.T @ observed) ** 2 / max(observed @ observed, 1e-12)
    by_chance = ((steps.T @ draws) ** 2).max(axis=0) / (draws**2).sum(axis=0)
    best = int(explained.argmax())
    p_value = (1 + (by_chance >= explained[best]).sum()) / (1 + SIMULATIONS)
    return (*np.array(ends)[kept][best].tolist(), float(p_value))


def _around(days: pd.DataFrame, event: Event) -> dict | None:
    if days.empty:
        return None
    place = (pd.Timestamp(event.day) - days["day"].iloc[0]).days
    before = days["n_reports"].iloc[max(place - WINDOW_DAYS, 0) : max(place, 0)]
    after = days["n_reports"].iloc[max(place, 0) : max(place + WINDOW_DAYS, 0)]
    if before.empty or after.empty or place >= len(days):
        return None
    ratio, lower, upper = _ratio(days, before.index, after.index)
    return {
        "day": pd.Timestamp(event.day),
        "de": event.de,
        "en": event.en or event.de,
        "n_before": int(before.sum()),
        "n_after": int(after.sum()),
        "ratio": ratio,
        "lower": lower,
        "upper": upper,
    }


def _ratio(days: pd.DataFrame, before: pd.Index, after: pd.Index) -> tuple[float, float, float]:
    """Return reports a day after by before, weekdays taken out, with 95 % limits."""
    import statsmodels.api as sm

    if len(days) < LEAST_DAYS:
        means = (days["n_reports"].loc[index].mean() for index in (after, before))
        return float(np.divide(*means)) if days["n_reports"].loc[before].sum() else np.nan, *_NONE
    later = days.index.isin(after).astype(float)
    other = (~days.index.isin(after.union(before))).astype(float)
    design = np.column_stack([later, other, _weekdays(days)])
    rest = _logs(days) - design @ np.linalg.lstsq(design, _logs(days))[0]
    correlation = linalg.toeplitz(_correlation(rest, len(days)) ** np.arange(len(days)))
    model = sm.GLS(_logs(days), design, sigma=correlation).fit()
    lower, upper = np.exp(model.conf_int()[0])
    return float(np.exp(model.params[0])), float(lower), float(upper)


_NONE = (np.nan, np.nan)


def _logs(days: pd.DataFrame) -> np.ndarray:
    return np.log(days["n_reports"].to_numpy(float) + 0.5)


def _weekdays(days: pd.DataFrame) -> np.ndarray:
    """Return a constant, and columns for weekdays (or weekends, in a short campaign)."""
    weekday = days["day"].dt.day_of_week.to_numpy()
    if len(days) < WEEKDAYS_FROM:
        return np.column_stack([np.ones(len(days)), weekday >= 5]).astype(float)
    return (weekday[:, None] == np.arange(7)).astype(float)


def _memory(days: pd.DataFrame, stretch: tuple[int, int]) -> float:
    """Estimate how far a day resembles the day before, beside weekdays and the stretch."""
    inside = np.zeros(len(days))
    inside[stretch[0] : stretch[1]] = 1.0
    design = np.column_stack([inside, _weekdays(days)])
    rest = _logs(days) - design @ np.linalg.lstsq(design, _logs(days))[0]
    return _correlation(rest, len(days))


def _correlation(rest: np.ndarray, n: int) -> float:
    """Return the first autocorrelation, its bias taken off (Kendall 1954), at least MEMORY."""
    plain = float(rest[1:] @ rest[:-1] / max(rest @ rest, 1e-12))
    return float(np.clip(plain + (1 + 3 * plain) / n, MEMORY, 0.95))


def _whitener(n: int, memory: float) -> np.ndarray:
    """Return the matrix that makes AR(1) days independent and of equal variance."""
    correlation = linalg.toeplitz(memory ** np.arange(n))
    return linalg.solve_triangular(np.linalg.cholesky(correlation), np.eye(n), lower=True)
