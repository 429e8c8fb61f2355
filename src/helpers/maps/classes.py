"""Classes: which values of a map share a colour, and which values are too unsure to show one."""

import itertools
import math
import warnings
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

N_CLASSES = 5


def breaks(values: pd.Series, k: int = N_CLASSES) -> list[float]:
    """Choose at most `k` class limits (upper ends, rising) that fit the values and read well.

    Natural breaks (Fisher and Jenks, by mapclassify) of the values above 0, rounded to two digits;
    the last limit is at least the largest value. Fewer classes where values repeat; [] for none.

    >>> breaks(pd.Series([0, 0.11, 0.12, 0.5, 0.52, 1.98, 2.04]), k=3)
    [0.12, 0.52, 2.1]
    """
    known = values[values.gt(0).fillna(False)].astype(float).to_numpy()
    different = len(np.unique(known))
    if different == 0:
        return []
    limits = [known.max()]
    if different > 1:
        import mapclassify

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it recommends numba; 400 values are quick without
            limits = mapclassify.FisherJenks(known, k=min(k, different)).bins.tolist()
    return sorted({*(_round(limit, round) for limit in limits[:-1]), _round(limits[-1], math.ceil)})


def place(values: pd.Series, limits: Sequence[float]) -> pd.Series:
    """Return the class of each value: -1 for 0, 0 … for the class, NA for unknown (Int64).

    >>> place(pd.Series([0, 0.1, 0.12, 0.13, None]), [0.12, 0.52]).tolist()
    [-1, 0, 0, 1, <NA>]
    """
    numbers = values.astype("Float64")
    known = numbers.fillna(0).to_numpy(dtype=float)
    found = np.minimum(np.searchsorted(list(limits), known, side="left"), max(len(limits) - 1, 0))
    found = np.where(known <= 0, -1, found)
    return pd.Series(found, index=values.index, dtype="Int64").mask(numbers.isna())


def unsure(lower: pd.Series, upper: pd.Series, limits: Sequence[float]) -> pd.Series:
    """Tell where an interval reaches over more than two classes: the colour then says little.

    >>> unsure(pd.Series([0.1, 0.1]), pd.Series([0.4, 0.9]), [0.12, 0.52, 0.8, 2.0]).tolist()
    [False, True]
    """
    low, high = place(lower, limits), place(upper, limits)
    return (high.clip(lower=0) - low.clip(lower=0)).gt(1).fillna(False).astype(bool)


def labels(limits: Sequence[float], write: Callable[..., str], language: str = "de") -> list[str]:
    """Say each class as a range; `write` formats a number.

    >>> labels([0.1, 0.5], lambda v, digits: f"{v:.{digits}f}".replace(".", ","))
    ['bis 0,1', 'über 0,1 bis 0,5']
    """
    up_to, over = {"de": ("bis", "über"), "en": ("to", "over")}[language]
    digits = max((_digits(limit) for limit in limits), default=0)
    texts = [write(limit, digits=digits) for limit in limits]
    first = [f"{up_to} {text}" for text in texts[:1]]
    return first + [f"{over} {a} {up_to} {b}" for a, b in itertools.pairwise(texts)]


def _round(value: float, how: Callable[[float], int]) -> float:
    """Round to two digits that count, by `how` (floor, ceil or round)."""
    scale = 10 ** (math.floor(math.log10(value)) - 1)
    return float(f"{how(round(value / scale, 9)) * scale:.10g}")


def _digits(value: float) -> int:
    """Count the decimals that a number needs."""
    return len(f"{value:.10g}".partition(".")[2])
