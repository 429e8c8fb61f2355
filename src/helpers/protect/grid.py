"""Grid: the fixed ranges in which a count is printed that may not be printed exactly.

The grid does not look at the data: tens from k on (5 to 9, 10 to 19, 20 to 29 …), then twenties,
fifties and hundreds, these of sums from 0 on, so that a small sum can hide in them like a larger
one. So a range tells that the count lies in it and nothing else.
"""

import numpy as np

FACTORS = (1, 2, 5, 10)
"""Widths of the levels 1 to 4, in tens."""
OPEN = len(FACTORS) + 1
"""The last level: nothing is told of the count."""
ALWAYS = -1
"""The level of a number that is printed exactly however small it is: all reports."""


def interval(
    value: np.ndarray, level: np.ndarray, k: int, is_sum: np.ndarray | bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return what is printed of each count at its level: `low`, `high`.

    Level 0 is the number itself (1 to k−1: "withheld"), levels 1 to 4 are ranges of the grid,
    level 5 is nothing at all. A small count and a zero become one range (0 to k−1) at level 1. A
    sum (is_sum) that is small shares one range with the first larger ones from level 2 on; other
    counts do not, since a city that is listed at all is known to have k. Every range holds at least
    k numbers.

    >>> low, high = interval(np.array([1224, 1224, 7, 3, 0, 0]), np.array([0, 1, 1, 0, 0, 1]), 5)
    >>> list(zip(low.astype(int).tolist(), high.astype(int).tolist()))
    [(1224, 1224), (1220, 1229), (5, 9), (1, 4), (0, 0), (0, 4)]
    >>> low, high = interval(np.array([0, 3, 7, 25]), np.array([2, 2, 2, 2]), 5, is_sum=True)
    >>> list(zip(low.astype(int).tolist(), high.astype(int).tolist()))
    [(0, 19), (0, 19), (0, 19), (20, 39)]
    """
    value, level = np.asarray(value, float), np.asarray(level)
    low, high = value.copy(), value.copy()
    small = (value > 0) & (value < k) & (level != ALWAYS)
    low[small], high[small] = 1, k - 1
    is_sum = np.broadcast_to(is_sum, value.shape)
    vague = (value < k) & (level > 0) & ~(is_sum & (level > 1))
    low[vague], high[vague] = 0, k - 1
    for place, factor in enumerate(FACTORS, start=1):
        step = 10 * int(np.ceil(k / 10)) * factor
        from_zero = is_sum & (place > 1)
        chosen = (level == place) & ((value >= k) | from_zero)
        first_end = step - 1 if step - k >= k else 2 * step - 1
        start = np.floor(value / step) * step
        in_first = value <= first_end
        low = np.where(chosen, np.where(in_first, np.where(from_zero, 0, k), start), low)
        high = np.where(chosen, np.where(in_first, first_end, start + step - 1), high)
    nothing = level == OPEN
    return np.where(nothing, 0, low), np.where(nothing, np.inf, high)


def helpful(value: np.ndarray, k: int) -> np.ndarray:
    """Return the last level at which a range is at most ten reports (or 5 %) wide.

    >>> helpful(np.array([45, 390, 1560]), 5).tolist()
    [1, 1, 3]
    """
    value = np.asarray(value, float)
    last = np.ones(len(value), int)
    for level in range(2, OPEN):
        low, high = interval(value, np.full(len(value), level), k)
        last = np.where(high - low + 1 <= value / 20, level, last)
    return last


def is_few(value: np.ndarray, k: int) -> np.ndarray:
    """Tell which counts lie below the widest step; every range of such a one lies below it, too.

    >>> is_few(np.array([3, 99, 100]), 5).tolist()
    [True, True, False]
    """
    return np.asarray(value) < 10 * int(np.ceil(k / 10)) * FACTORS[-1]
