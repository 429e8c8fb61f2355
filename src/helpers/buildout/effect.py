"""Effect: whether reports fell where a measure is done, more than chance and attention let them.

Reports fade as attention fades, and places were chosen because they were high. So the time before
begins after the places were chosen, with a gap; compared are places of the same list; and the
p-value is a permutation's: of all ways to give the measure to as many places of each stratum of the
score, how many show as large a difference of log ratios (after by before). Where faults exist that
the measure cannot touch, each place is compared with itself: the log ratio of touched faults less
that of the others (triple difference). benchmarks/follow_up.py measures how often this is wrong.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm

LEAST_TREATED, LEAST_CONTROLS = 4, 12
LEVEL = 0.05
PERMUTATIONS = 1999
STRATA = (3, 2, 1)
"""Into how many strata of the score the list is cut: the first that compares in each."""
SPREAD = {"double": 0.06, "triple": 0.02}
"""Variance that log ratios have beside chance, so that one large place does not decide alone."""
HALF = 0.5
"""Added to each count, so that zero has a logarithm (Anscombe)."""
FARTHEST, STEPS = 3.0, 12
"""How far from the estimate the interval's limits are looked for (log ratio), halving so often."""
POWER_Z = 0.8416
"""Of the standard normal: 80 % power."""


@dataclass(frozen=True)
class Effect:
    """What the comparison gives. design: double or triple (with faults that cannot be touched).

    ratio: reports with the measure by reports without it, lower and upper: the shifts that the
    permutations do not reject (95 %). placebo_p, placebo_ratio: the same within the time before.
    smallest: the smallest reduction (0 to 1) found with 80 % power. verdict: reduced | not shown |
    cannot be said; why: too_few | drifted | "". overlap: treated and other places share strata.
    """

    design: str
    n_treated: int
    n_controls: int
    verdict: str
    why: str = ""
    ratio: float = np.nan
    lower: float = np.nan
    upper: float = np.nan
    p_value: float = np.nan
    placebo_ratio: float = np.nan
    placebo_p: float = np.nan
    smallest: float = np.nan
    overlap: bool = True


def measure(places: pd.DataFrame, seed: int = 0, permutations: int = PERMUTATIONS) -> Effect:
    """Compare treated with other places of the list, before and after.

    places: one row per place: `treated` (bool), `score` (reports by which the list was made),
    `before_1, before_2, after`, and for the triple difference `other_before_1, other_before_2,
    other_after` of faults that the measure cannot touch (absent: double difference). Counts are
    printed ones. A claim needs p < 0.05 two-sided, a reduction, LEAST_TREATED and LEAST_CONTROLS,
    and no such fall already within the time before (placebo).
    """
    design = "triple" if "other_after" in places else "double"
    treated = places["treated"].to_numpy(bool)
    n, m = int(treated.sum()), int((~treated).sum())
    if n < LEAST_TREATED or m < LEAST_CONTROLS:
        return Effect(design, n, m, "cannot be said", "too_few")
    chance = np.random.default_rng(seed)
    strata = stratify(places["score"].to_numpy(float), treated)
    draws = _draws(treated, strata, permutations, chance)
    halves = _compared(places, design, ("before_1",), ("before_2",))
    fake = _Test(*halves, treated, strata, draws)
    test = _Test(*_compared(places, design, ("before_1", "before_2"), ("after",)),
                 treated, strata, draws)  # fmt: skip
    low, high = test.interval()
    drifted = fake.p_value() < LEVEL and fake.estimate < 0
    reduced = test.p_value() < LEVEL and test.estimate < 0
    verdict = "cannot be said" if drifted else "reduced" if reduced else "not shown"
    return Effect(
        design, n, m, verdict, "drifted" if drifted else "",
        ratio=float(np.exp(test.estimate)), lower=float(np.exp(low)), upper=float(np.exp(high)),
        p_value=test.p_value(),
        placebo_ratio=float(np.exp(fake.estimate)), placebo_p=fake.p_value(),
        smallest=test.smallest(), overlap=len(np.unique(strata)) > 1,
    )  # fmt: skip


def stratify(score: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """Cut the list into strata of the score, each with places of both kinds.

    >>> stratify(np.array([9.0, 8, 7, 6]), np.array([True, False, True, False])).tolist()
    [0, 0, 1, 1]
    """
    order = np.argsort(-score, kind="stable")
    for number in STRATA:
        strata = np.empty(len(score), int)
        for place, members in enumerate(np.array_split(order, number)):
            strata[members] = place
        kinds = [treated[strata == place] for place in range(number)]
        if all(kind.any() and not kind.all() for kind in kinds):
            break
    return strata


def events(places: pd.DataFrame) -> pd.DataFrame:
    """Estimate the ratio of treated to other places in each window, relative to before_2.

    A Poisson regression with a mean for each place (and place and window, for the triple
    difference) and for each window; limits: 95 %, by place (cluster-robust). For the eye: the
    p-value of the claim is the permutation's. Returns `window, ratio, lower, upper`.
    """
    triple = "other_after" in places
    windows = ("before_1", "before_2", "after")
    rows = [
        (place, window, side, int(row.treated), getattr(row, f"{mark}{window}"))
        for place, row in enumerate(places.itertuples())
        for window in windows
        for side, mark in (((1, ""), (0, "other_")) if triple else ((1, ""),))
    ]
    long = pd.DataFrame(rows, columns=["place", "window", "side", "treated", "n"])
    fixed = ["place"] if not triple else ["place_side", "place_window"]
    long["place_side"] = long["place"].astype("str") + ":" + long["side"].astype("str")
    long["place_window"] = long["place"].astype("str") + ":" + long["window"]
    long["window_side"] = long["window"] + ":" + long["side"].astype("str")
    dummies = [pd.get_dummies(long[name], drop_first=place > 0, dtype=float)
               for place, name in enumerate([*fixed, "window_side"])]  # fmt: skip
    marks = {
        window: ((long["window"] == window) & (long["side"] == 1)) * long["treated"]
        for window in windows
        if window != "before_2"
    }
    design = np.column_stack([*dummies, *(mark.astype(float) for mark in marks.values())])
    model = sm.GLM(long["n"].to_numpy(float) + HALF * (long["n"].min() == 0), design,
                   family=sm.families.Poisson())  # fmt: skip
    fit = model.fit(cov_type="cluster", cov_kwds={"groups": long["place"].to_numpy()})
    found = {}
    for place, window in enumerate(marks):
        at = design.shape[1] - len(marks) + place
        value, error = fit.params[at], fit.bse[at]
        found[window] = np.exp([value, value - 1.96 * error, value + 1.96 * error])
    found["before_2"] = np.ones(3)
    return pd.DataFrame(
        [(window, *found[window]) for window in windows],
        columns=["window", "ratio", "lower", "upper"],
    )


def _compared(places, design: str, before: tuple[str, ...], after: tuple[str, ...]):
    """Return the log ratio of each place and its weight, which hangs on the time before alone."""
    was, now = places[list(before)].sum(axis=1), places[list(after)].sum(axis=1)
    was, now = was.to_numpy(float) + HALF, now.to_numpy(float) + HALF
    ratio, noise = np.log(now / was), 2 / was
    if design == "triple":
        was, now = (
            places[[f"other_{name}" for name in names]].sum(axis=1).to_numpy(float) + HALF
            for names in (before, after)
        )
        ratio, noise = ratio - np.log(now / was), (noise + 2 / was) / 2
    return ratio, 1 / (noise + SPREAD[design])


def _draws(treated: np.ndarray, strata: np.ndarray, number: int, chance) -> np.ndarray:
    """Give the measure to as many places of each stratum at random; the first row is the truth."""
    drawn = np.empty((number + 1, len(treated)))
    drawn[0] = treated
    for place in np.unique(strata):
        members = np.flatnonzero(strata == place)
        ranks = chance.random((number, len(members))).argsort(axis=1).argsort(axis=1)
        drawn[1:, members] = ranks < treated[members].sum()
    return drawn


class _Test:
    """A weighted difference within strata, and what it is under each drawing."""

    def __init__(self, values, weights, treated, strata, draws) -> None:
        levels = (strata[:, None] == np.unique(strata)).astype(float)
        fit = sm.WLS(values, np.column_stack([treated, levels]), weights=weights).fit()
        self.estimate = float(fit.params[0])
        root = np.sqrt(weights)
        basis, _ = np.linalg.qr(levels * root[:, None])

        def inside(rows: np.ndarray) -> np.ndarray:
            return rows - (rows @ basis) @ basis.T

        own, truth, drawn = (inside(rows * root) for rows in (values, treated.astype(float), draws))
        scale = (drawn**2).sum(axis=1)
        self.values, self.shift = (drawn @ own) / scale, (drawn @ truth) / scale

    def p_value(self, shift: float = 0.0) -> float:
        """Return the two-sided p-value of "the measure multiplies reports by exp(shift)"."""
        found = np.abs(self.values - shift * self.shift)
        return float((found >= found[0] - 1e-12).mean())

    def interval(self) -> tuple[float, float]:
        """Return the limits of the shifts that are not rejected, by halving."""
        ends = []
        for side in (-1, 1):
            inside, outside = self.estimate, self.estimate + side * FARTHEST
            for _ in range(STEPS):
                middle = (inside + outside) / 2
                if self.p_value(middle) >= LEVEL:
                    inside = middle
                else:
                    outside = middle
            ends.append(inside)
        return ends[0], ends[1]

    def smallest(self) -> float:
        """Return the smallest reduction that would be found with 80 % power."""
        centred = self.values - self.estimate * self.shift
        needed = np.quantile(np.abs(centred[1:]), 1 - LEVEL) + POWER_Z * centred[1:].std()
        return float(1 - np.exp(-needed))
