"""How often does the comparison before and after claim a fall that is none, or miss one that is?

A world of its own, written without a look at the estimator: 60 cities whose sizes fall like a power
of their rank (0.8, the sample's), 8 periods in which reports fade by 0.3 a period; periods 1 and 2
choose the 20 places with most reports, period 3 passes (washout), 4 and 5 are before, 6 to 8
after; 6 of the 20 get a measure. A report names faults that the measure can touch, others, or both
(12, 75 and 13 of a hundred named one side, both, or the other in the sample's export); a cut takes
the touched faults out of a report, which stays if it names others.

Cells: ideal; local shocks (sd 0.25, autocorrelation 0.3 from one period to the next); uneven decay
(each city's own, 0.15 to 0.45); places selected on the outcome (the 6 with most reports, so that no
other place is like them; or 6 by chance in proportion to reports); all together. Beside
the product: the plain ways to do it, which claim falls that are none.
"""

import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")  # small matrices: several threads only wait

import numpy as np
import pandas as pd
from scipy import stats

from helpers.buildout import effect

CITIES, LISTED, TREATED, PERIODS = 60, 20, 6, 8
CHOSEN, BEFORE, AFTER = slice(0, 2), slice(3, 5), slice(5, 8)
MIX = (0.12, 0.75, 0.13)
ALL = {"shock": 0.25, "uneven": 0.5}
CELLS: dict[str, dict] = {
    "ideal": {},
    "local shocks": {"shock": 0.25},
    "uneven decay": {"uneven": 0.5},
    "selected: the highest": {"selected": "top"},
    "selected: by reports": {"selected": "share"},
    "all together, the highest": ALL | {"selected": "top"},
    "all together, by reports": ALL | {"selected": "share"},
}


def world(chance, shock=0.0, uneven=0.0, selected="random", cut=1.0, n_reports=7691,
          before_each=0, independent=False):  # fmt: skip
    """Return one run: counts `touched, other, every` (place × period) of the list, and treated."""
    size = np.arange(1, CITIES + 1) ** -0.8 * np.exp(chance.normal(0, 0.1, CITIES))
    decay = 0.3 * (1 + uneven * chance.uniform(-1, 1, CITIES))
    mean = size[:, None] * np.exp(-decay[:, None] * np.arange(PERIODS))
    if shock:
        wave = np.zeros((CITIES, PERIODS))
        wave[:, 0] = chance.normal(0, shock, CITIES)
        for period in range(1, PERIODS):
            fresh = chance.normal(0, shock * np.sqrt(1 - 0.3**2), CITIES)
            wave[:, period] = 0.3 * wave[:, period - 1] + fresh
        mean = mean * np.exp(wave)
    mean *= n_reports / mean.sum()
    seen = chance.poisson(mean[:, CHOSEN]).sum(axis=1)
    listed = np.argsort(-seen)[:LISTED]
    weights = seen[listed] / seen[listed].sum()
    treated = {
        "random": lambda: chance.choice(LISTED, TREATED, replace=False),
        "top": lambda: np.arange(TREATED),
        "share": lambda: chance.choice(LISTED, TREATED, replace=False, p=weights),
    }[selected]()
    flags = np.isin(np.arange(LISTED), treated)
    mean = mean[listed]
    if before_each:
        mean *= before_each / mean[flags][:, BEFORE].sum(axis=1).mean()
    mix = (0.6, 0.0, 0.4) if independent else MIX
    touched, both, other = (chance.poisson(mean * share) for share in mix)
    for place in treated if cut < 1 else ():
        left = chance.binomial(both[place, AFTER], cut)
        other[place, AFTER] += both[place, AFTER] - left
        both[place, AFTER] = left
        touched[place, AFTER] = chance.binomial(touched[place, AFTER], cut)
    every = touched + both + other
    every[:, CHOSEN] = seen[listed][:, None] // 2
    return touched + both, other + both, every, flags, seen[listed]


def places_of(touched, other, every, flags, seen, triple: bool) -> pd.DataFrame:
    """Shape a run as the product reads it."""

    def windows(n, mark=""):
        return {
            f"{mark}before_1": n[:, 3],
            f"{mark}before_2": n[:, 4],
            f"{mark}after": n[:, AFTER].sum(axis=1),
        }

    more = windows(other, "other_") if triple else {}
    return pd.DataFrame({"treated": flags, "score": seen, **windows(touched), **more})


def naive(touched, flags) -> bool:
    """Before and after of the treated places alone, as a difference of Poisson counts."""
    before, after = touched[flags][:, BEFORE].sum(), touched[flags][:, AFTER].sum()
    rate = after / 3 / max(before / 2, 1e-9)
    return bool(stats.binomtest(int(after), int(after + before), 3 / 5).pvalue < 0.05 and rate < 1)


def plain(every, flags, seen) -> bool:
    """Difference-in-differences with the selection period as baseline and Poisson errors."""
    after = every[:, AFTER].sum(axis=1)
    a, b, c, d = after[flags].sum(), seen[flags].sum(), after[~flags].sum(), seen[~flags].sum()
    ratio = np.log(a * d / (b * c))
    error = np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return bool(abs(ratio / error) > 1.96 and ratio < 0)


def share(runs: int, seed: int, triple: bool, **cell) -> tuple[float, ...]:
    """Return the share of runs with a claim: the product, naive, plain; and "cannot be said"."""
    hits = np.zeros(4)
    for run in range(runs):
        made = world(np.random.default_rng([seed, run]), **cell)
        found = effect.measure(places_of(*made, triple), seed=run, permutations=499)
        hits += (found.verdict == "reduced", naive(made[0], made[3]), plain(*made[2:]),
                 found.verdict == "cannot be said")  # fmt: skip
    return tuple(hits / runs)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    started = time.monotonic()
    print(f"{runs} runs a cell. Measures that cut nothing: share of runs that claim a fall (%)")
    print(f"{'':28}{'triple':>8}{'double':>8}{'naive':>8}{'plain':>8}")
    for number, (name, cell) in enumerate(CELLS.items()):
        three, alone, poisson, _ = share(runs, number, True, **cell)
        two, *_ = share(runs, number, False, **cell)
        print(f"{name:28}" + "".join(f"{100 * x:8.1f}" for x in (three, two, alone, poisson)))
    print("\nMeasures that cut: share of runs that find it (%)")
    powers = {
        "halving, 7,691 reports": {"cut": 0.5},
        "  with independent faults": {"cut": 0.5, "independent": True},
        "  all together, by reports": ALL | {"cut": 0.5, "selected": "share"},
        "  all together, the highest": ALL | {"cut": 0.5, "selected": "top"},
        "60 % cut, 150 before": {"cut": 0.4, "before_each": 150},
    }
    print(f"{'':28}{'triple':>8}{'double':>8}")
    for number, (name, cell) in enumerate(powers.items()):
        found = [share(runs, 100 + number, triple, **cell)[0] for triple in (True, False)]
        print(f"{name:28}" + "".join(f"{100 * x:8.1f}" for x in found))
    print(f"\n{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
