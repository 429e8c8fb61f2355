"""Comparator: reports about this operator against reports about others, in the same place.

Where the form asks which operator a report is about, all customers may report, and what makes a
place readier to report (a viral post, a local paper, more people) raises both counts alike. What is
left is the reporting odds ratio of the place, the measure of disproportionality of drug safety
(van Puijenbroek and others 2002): this operator against others here, by the same elsewhere. Market
shares differ between places, so its spread is part of the null.
"""

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from helpers.evaluate.hotspots import benjamini_hochberg

LEAST_PLACES = 10
"""With fewer places no spread can be told, and nothing is compared."""
ROUNDS = 5


def beside(
    kreise: pd.DataFrame, place_operators: pd.DataFrame, dispersion: float, q: float
) -> pd.DataFrame:
    """Compare the Kreise of which both counts are printed (table `04_operators`).

    kreise: `ags5, kreis, n_reports` (NA = not printed); place_operators: protected, `ags5` ("" =
    all), `n_reports` about other operators.
    """
    others = place_operators.set_index("ags5")["n_reports"].rename("n_others")
    both = kreise[["ags5", "kreis", "n_reports"]].dropna().join(others, on="ags5", how="inner")
    both = both[both["n_reports"] + both["n_others"] > 0].reset_index(drop=True)
    return compared(both.astype({"n_reports": "int64", "n_others": "int64"}), dispersion, q)


def compared(operators: pd.DataFrame, dispersion: float = 1.0, q: float = 0.05) -> pd.DataFrame:
    """Compare the odds of a report being about this operator with those in the other places.

    operators: the printed places, `ags5, n_reports` (about this operator), `n_others`. Returns them
    with `odds_ratio, lower, upper` (95 %, at the dispersion of counts), `p_value` (one-sided; beta-
    binomial: chance and the spread of market shares; Williams 1982) and `is_listed` (Benjamini and
    Hochberg at `q`). Listed places leave the fit, which is repeated until the list stays.
    """
    own = operators["n_reports"].to_numpy(float)
    both = own + operators["n_others"].to_numpy(float)
    ratio, lower, upper = _odds_ratio(own, both, dispersion)
    p_value, listed = np.ones(len(own)), np.zeros(len(own), bool)
    for _ in range(ROUNDS if len(own) >= LEAST_PLACES else 0):
        a, b = _fit(own[~listed] / dispersion, both[~listed] / dispersion)
        # a count is a whole number: less is claimed by rounding up what it is worth
        worth = np.ceil(own / dispersion), np.ceil(both / dispersion)
        p_value = stats.betabinom.sf(worth[0] - 1, worth[1], a, b)
        found = benjamini_hochberg(p_value) <= q
        grown = found | listed
        if (found <= listed).all() or grown.sum() > len(own) // 3:
            break
        listed = grown
    is_listed = benjamini_hochberg(p_value) <= q
    return operators.assign(
        odds_ratio=ratio, lower=lower, upper=upper, p_value=p_value, is_listed=is_listed
    )


def _odds_ratio(own, both, dispersion: float):
    """Return each place's odds by those of all others, with limits (Woolf 1955)."""
    others, other_own = both - own, own.sum() - own
    other_others = others.sum() - others
    cells = np.array([own, others, other_own, other_others]) + 0.5
    ratio = cells[0] * cells[3] / (cells[1] * cells[2])
    half = stats.norm.isf(0.025) * np.sqrt(dispersion * (1 / cells).sum(axis=0))
    return ratio, ratio * np.exp(-half), ratio * np.exp(half)


def _fit(own: np.ndarray, both: np.ndarray) -> tuple[float, float]:
    """Fit the beta-binomial by maximum likelihood; return its two shape parameters."""

    def badness(terms):
        mean, strength = 1 / (1 + np.exp(-terms[0])), np.exp(terms[1])
        a, b = mean * strength, (1 - mean) * strength
        return -_log_beta_binomial(own, both, a, b).sum()

    share = own.sum() / both.sum()
    start = np.array([np.log(share / (1 - share)), np.log(20.0)])
    found = optimize.minimize(badness, start, bounds=[(-12, 12), (-1, 12)], method="L-BFGS-B")
    mean, strength = 1 / (1 + np.exp(-found.x[0])), np.exp(found.x[1])
    return float(mean * strength), float((1 - mean) * strength)


def _log_beta_binomial(own, both, a, b):
    """Return the log-likelihood but for terms without `a` and `b`; counts may be fractions."""

    return special.betaln(own + a, both - own + b) - special.betaln(a, b)
