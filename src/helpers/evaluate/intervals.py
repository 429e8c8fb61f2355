"""Intervals: how far a count, a share or a ratio may be from what was counted."""

import numpy as np
from scipy import stats


def poisson(counts: np.ndarray, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return exact limits of the mean behind Poisson counts (Garwood 1936).

    counts: whole numbers, any shape; NaN gives NaN. Returns lower and upper, same shape; lower is 0
    for 0.

    >>> lower, upper = poisson(np.array([0, 10]))
    >>> lower.round(3).tolist(), upper.round(3).tolist()
    ([0.0, 4.795], [3.689, 18.39])
    """
    counts = np.asarray(counts, float)
    tail = (1 - level) / 2
    lower = np.where(counts == 0, 0.0, stats.gamma.ppf(tail, np.maximum(counts, 1)))
    return lower, stats.gamma.ppf(1 - tail, counts + 1)


def share(
    hits: np.ndarray, total: np.ndarray | float, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return the limits of a share, hits of total (Wilson 1927); NaN where total is 0.

    >>> lower, upper = share(np.array([0, 81]), 263)
    >>> lower.round(4).tolist(), upper.round(4).tolist()
    ([0.0, 0.2553], [0.0144, 0.3662])
    """
    hits, total = np.broadcast_arrays(np.asarray(hits, float), np.asarray(total, float))
    z = stats.norm.isf((1 - level) / 2)
    n = np.where(total > 0, total, np.nan)
    p = hits / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def rate_ratio(
    count: float, size: float, other_count: float, other_size: float, level: float = 0.95
) -> tuple[float, float, float]:
    """Return the ratio of two Poisson rates with exact limits (conditional on the sum).

    size, other_size: what the counts relate to. Clopper and Pearson (1934) for the share of the
    first in both; see Przyborowski and Wilenski (1940). Infinite when the other count is 0.

    >>> [round(x, 3) for x in rate_ratio(20, 1.0, 10, 1.0)]
    [2.0, 0.894, 4.785]
    """
    tail = (1 - level) / 2
    low = stats.beta.ppf(tail, count, other_count + 1) if count > 0 else 0.0
    high = stats.beta.ppf(1 - tail, count + 1, other_count) if other_count > 0 else 1.0
    scale = other_size / size
    return (
        count / other_count * scale if other_count > 0 else np.inf,
        float(low / (1 - low) * scale),
        float(high / (1 - high) * scale) if high < 1 else np.inf,
    )


def difference(hits: int, total: int, other_hits: int, other_total: int) -> tuple[float, float]:
    """Return the limits of the difference of two shares (Newcombe 1998, method 10).

    >>> [round(x, 4) for x in difference(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    p, q = hits / total, other_hits / other_total
    (low, other_low), (high, other_high) = share([hits, other_hits], [total, other_total])
    below = np.hypot(p - low, other_high - q)
    above = np.hypot(high - p, q - other_low)
    return float(p - q - below), float(p - q + above)
