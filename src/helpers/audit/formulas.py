"""Formulas: rates, limits of intervals and shares of counts, forwards and backwards."""

import re
from collections.abc import Callable

import numpy as np
from scipy import stats

from helpers.audit.program import MOST

LEVEL = 0.95


def lower_limit(n: np.ndarray, size: np.ndarray | float = 1.0) -> np.ndarray:
    """Return the lower limit of the exact Poisson interval (Garwood 1936) per unit of `size`."""
    n = np.asarray(n, dtype=float)
    return np.where(n > 0, stats.chi2.ppf((1 - LEVEL) / 2, np.maximum(2 * n, 1)) / 2, 0.0) / size


def upper_limit(n: np.ndarray, size: np.ndarray | float = 1.0) -> np.ndarray:
    """Return the upper limit of the exact Poisson interval (Garwood 1936) per unit of `size`."""
    n = np.asarray(n, dtype=float)
    return stats.chi2.ppf((1 + LEVEL) / 2, 2 * n + 2) / 2 / size


def wilson(n: np.ndarray, size: np.ndarray, sign: int) -> np.ndarray:
    """Return a limit of Wilson's interval of a share (Wilson 1927)."""
    z = stats.norm.ppf((1 + LEVEL) / 2)
    share = n / size
    half = z * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return (share + z * z / (2 * size) + sign * half) / (1 + z * z / size)


FORMULAS: dict[str, Callable] = {
    "rate": lambda n, size: n / size,
    "lower limit": lower_limit,
    "upper limit": upper_limit,
}
OF_SHARES: dict[str, Callable] = {
    "share": lambda n, size: n / size,
    "lower limit of a share": lambda n, size: wilson(n, size, -1),
    "upper limit of a share": lambda n, size: wilson(n, size, 1),
}


def named(name: str) -> str:
    """Return which formula a heading names."""
    if re.search(r"lower|least|unter|von", name):
        return "lower limit"
    return "upper limit" if re.search(r"upper|most|ober|bis", name) else "rate"


def scale_of(name: str) -> float:
    """Return the inhabitants that a heading relates to: "je 10.000" → 10000."""
    if found := re.search(r"(\d+)k\b", name):
        return float(found[1]) * 1000
    digits = re.search(r"\d[\d., ]*", name)
    return float(re.sub(r"\D", "", digits[0])) if digits else 10_000.0


def inverse(formula, size, y, half, top: float = MOST) -> tuple[float, float]:
    """Return the least and the greatest whole number whose formula rounds to `y`."""
    low, high = y - half * 1.001, y + half * 1.001

    def first(limit: float, strictly: bool) -> int:
        """Return the first whole number at which the formula reaches (or passes) the limit."""
        start, end = 0, int(top) + 1
        while start < end:
            middle = (start + end) // 2
            got = float(formula(np.array(float(middle)), size))
            if got > limit or (got == limit and not strictly):
                end = middle
            else:
                start = middle + 1
        return start

    return first(low, False), first(high, True) - 1
