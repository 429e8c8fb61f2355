"""Spread: how far counts and places differ without any reason that a claim could be about.

Two people of a household report the same fault, a club hands out a template, places word things
differently: counts vary more than Poisson allows, and shares more than the binomial. Every claim
about a single place is held against that spread, by the same two functions.
"""

import numpy as np
import pandas as pd
from scipy import stats

HOUSEHOLDS = 2.0
"""Dispersion where none can be measured: as if every report came twice."""
LEAST_PLACES = 20
"""So many places must be printed by half sample for a dispersion to be measured."""
LEAST_OTHERS = 3
"""So many others are needed to say how far places differ."""


def halves(place_times: pd.DataFrame) -> pd.DataFrame:
    """Return the reports of each printed Kreis on odd and on even days: `ags5, odd, even`.

    place_times: protected, `ags5` ("" = all reports), `part, n_reports`.
    """
    odd, even = part(place_times, "odd"), part(place_times, "even")
    return pd.DataFrame({"odd": odd, "even": even}).rename_axis("ags5").reset_index()


def part(place_times: pd.DataFrame, name: str) -> pd.Series | None:
    """Return the reports of each printed Kreis on some of the days, by `ags5`; None if unknown."""
    own = place_times[(place_times["part"] == name) & (place_times["ags5"] != "")]
    if name in ("wave", "calm") and own.empty:
        return None
    return own.set_index("ags5")["n_reports"].astype("float64")


def dispersion(halves: pd.DataFrame) -> float:
    """Return how many times the variance of Poisson counts the reports of a place have, at least 1.

    halves: reports of each place on odd and on even days, `odd, even`. Without households, bursts
    or templates the odd ones are a binomial draw from all of a place; what they vary beyond that
    (Pearson's chi-square by its degrees of freedom, McCullagh and Nelder 1989) is the dispersion.
    HOUSEHOLDS where fewer than LEAST_PLACES are printed.
    """
    odd, even = halves["odd"].to_numpy(float), halves["even"].to_numpy(float)
    some = odd + even > 0
    if some.sum() < LEAST_PLACES:
        return HOUSEHOLDS
    odd, n = odd[some], (odd + even)[some]
    share = odd.sum() / n.sum()
    chi_square = ((odd - share * n) ** 2 / (n * share * (1 - share))).sum()
    return float(max(chi_square / (some.sum() - 1), 1.0))


def outlying(effects: np.ndarray, variances: np.ndarray) -> np.ndarray:
    """Return per place the p-value that it differs from the others no more than they do.

    effects: (n,) such as log odds; variances: of each by chance. The others' mean and spread are
    those of a random-effects meta-analysis without the place itself (DerSimonian and Laird 1986;
    statsmodels), the limits a prediction interval (Higgins, Thompson and Spiegelhalter 2009). 1
    where fewer than LEAST_OTHERS others are known.
    """
    from statsmodels.stats.meta_analysis import combine_effects

    effects, variances = np.asarray(effects, float), np.asarray(variances, float)
    known = np.isfinite(effects) & np.isfinite(variances)
    p_value = np.ones(len(effects))
    for place in np.flatnonzero(known):
        others = known.copy()
        others[place] = False
        n = int(others.sum())
        if n < LEAST_OTHERS:
            continue
        pooled = combine_effects(effects[others], variances[others], method_re="chi2")
        between = max(float(pooled.tau2), 0.0)
        weights = 1 / (variances[others] + between)
        mean = float(weights @ effects[others] / weights.sum())
        error = np.sqrt(variances[place] + between + 1 / weights.sum())
        p_value[place] = 2 * stats.t.sf(abs(effects[place] - mean) / error, n - 1)
    return p_value
