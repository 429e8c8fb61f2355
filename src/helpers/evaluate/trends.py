"""Trends: when reports came in, and what moved their number.

Media attention drives reports: a rise says first that more people heard of the campaign. Whether
trouble rose with it cannot be told from reports alone.
"""

import itertools

import numpy as np
import pandas as pd

from helpers.evaluate import intervals
from helpers.settings import Event

FIRST_DAYS = 3
"""The first evaluation counts the reports of so many days."""
WINDOW_DAYS = 3
"""Days before and after an event that are compared."""
SHORTEST_DAYS = 3
"""A level that lasts fewer days is no level of its own."""


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
    en, n_before, n_after, ratio, lower, upper` (per day; exact limits for Poisson counts, which
    are too narrow when days differ for other reasons).
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


def change_points(days: pd.DataFrame, events: list[Event]) -> pd.DataFrame:
    """Find the days from which another number of reports a day was usual (PELT; ruptures).

    Counts are put on a scale of equal variance (Anscombe 1948); a change must pay for its
    freedom: penalty 3 log(n) times the robust day-to-day variance, at least that of chance
    (Killick, Fearnhead and Eckley 2012).
    Returns `day` (first of the new level), `n_before, n_after` (reports on the two levels),
    `mean_before, mean_after` (reports a day), `ratio`, `near_event` (an event of campaign.yml lies
    at most two days before).
    """
    counts = days["n_reports"].to_numpy(float)
    breaks = _breaks(counts)
    edges = [0, *breaks, len(counts)]
    levels = [counts[a:b] for a, b in itertools.pairwise(edges)]
    known = pd.to_datetime([event.day for event in events])
    rows = []
    for place, (before, after) in zip(breaks, itertools.pairwise(levels), strict=True):
        day = days["day"].iloc[place]
        gaps = (day - known).days
        rows.append(
            {
                "day": day,
                "n_before": int(before.sum()),
                "n_after": int(after.sum()),
                "mean_before": before.mean(),
                "mean_after": after.mean(),
                "ratio": after.mean() / before.mean() if before.sum() > 0 else np.nan,
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
        "near_event": "bool",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _breaks(counts: np.ndarray) -> list[int]:
    if len(counts) < 2 * SHORTEST_DAYS:
        return []
    import ruptures

    scaled = 2 * np.sqrt(counts + 3 / 8)
    # neighbouring days differ by twice the variance, except where the level jumps: take the median
    steps = np.abs(np.diff(scaled))
    variance = max(1.0, float(np.median(steps) / (0.6745 * np.sqrt(2))) ** 2)
    penalty = 3 * np.log(len(counts)) * variance
    search = ruptures.Pelt(model="l2", min_size=SHORTEST_DAYS, jump=1).fit(scaled)
    return [int(place) for place in search.predict(pen=penalty)[:-1]]


def _around(days: pd.DataFrame, event: Event) -> dict | None:
    if days.empty:
        return None
    place = (pd.Timestamp(event.day) - days["day"].iloc[0]).days
    before = days["n_reports"].iloc[max(place - WINDOW_DAYS, 0) : max(place, 0)]
    after = days["n_reports"].iloc[max(place, 0) : max(place + WINDOW_DAYS, 0)]
    if before.empty or after.empty or place >= len(days):
        return None
    ratio, lower, upper = intervals.rate_ratio(
        int(after.sum()), len(after), int(before.sum()), len(before)
    )
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
