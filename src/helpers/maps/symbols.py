"""Symbols: circles whose area is a number."""

import math

import numpy as np
import pandas as pd


def radius(values: pd.Series, largest: float, at_most: float) -> pd.Series:
    """Return a radius for each value, so that areas are proportional: `at_most` for `largest`.

    >>> radius(pd.Series([1, 4, 16]), 16, 20.0).tolist()
    [5.0, 10.0, 20.0]
    """
    return np.sqrt(values.astype(float) / max(largest, 1)) * at_most


def steps(largest: float) -> list[int]:
    """Choose three round numbers for a legend of circles, the largest first.

    >>> steps(1224), steps(7), steps(1)
    ([1000, 200, 20], [5, 1], [1])
    """
    top = _round_down(max(largest, 1))
    return list(dict.fromkeys(n for n in (top, top // 5, top // 50) if n >= 1))


def _round_down(value: float) -> int:
    """Round down to 1, 2 or 5 times a power of ten."""
    power = 10 ** math.floor(math.log10(value))
    return int(max(step * power for step in (1, 2, 5) if step * power <= value))
