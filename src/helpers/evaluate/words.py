"""Words: which words an interval allows, and how an estimate reads."""

from helpers import style

HALF = 0.5
LEAST_AREAS = 20
"""A ratio over all areas is not stated when reports come from fewer of them."""
WIDEST = 10
"""Nor is one whose upper limit is more than so many times the lower one."""


def most_allowed(lower_share: float) -> bool:
    """Tell whether "most" may be said: only if the interval excludes one half.

    lower_share: lower limit of the share (0 to 1). An unknown limit allows nothing.

    >>> most_allowed(0.513), most_allowed(0.5), most_allowed(float("nan"))
    (True, False, False)
    """
    return bool(lower_share > HALF)


def amount(lower_share: float, upper_share: float) -> str:
    """Choose how a share may be called from its interval: most, about half, or a minority.

    >>> amount(0.59, 0.61), amount(0.48, 0.53), amount(0.2, 0.3)
    ('most', 'half', 'minority')
    """
    if most_allowed(lower_share):
        return "most"
    return "minority" if upper_share < HALF else "half"


def precise(lower: float, upper: float) -> bool:
    """Tell whether a ratio is known well enough to be stated: its limits within a factor of ten.

    >>> precise(1.08, 1.25), precise(7.67, 488.28), precise(0.0, 2.0), precise(1, float("nan"))
    (True, False, False, False)
    """
    return bool(lower > 0 and upper <= WIDEST * lower)


def stateable(n_areas: int, lower: float, upper: float) -> bool:
    """Tell whether a ratio over all areas may be stated.

    n_areas: number of areas from which reports came.

    >>> stateable(157, 6.0, 12.4), stateable(19, 6.0, 12.4), stateable(157, 2.1, 121.3)
    (True, False, False)
    """
    return n_areas >= LEAST_AREAS and precise(lower, upper)


def probability(value: float, language: str = "de") -> str:
    """Write a probability; below one in a thousand more digits would claim too much.

    >>> probability(0.0312), probability(1e-9, "en")
    ('= 0,031', '< 0.001')
    """
    if value < 0.001:
        return "< " + style.number(0.001, language, 3)
    return "= " + style.number(value, language, 3)
