"""Poisson-lognormal model: counts around an expectation that areas follow only roughly.

An area's count is Poisson around `mean * exp(u)`, with `u` normal of standard deviation `sd` and
`E[exp(u)] = 1`: `mean` is what the model expects, `sd` how far apart areas of the same kind lie.
Aitchison and Ho (1989), The multivariate Poisson-log normal distribution, Biometrika 76.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import special

CENSORED_BEYOND = 0.02
"""Counts in this upper tail enter the fit as "at least so many": bounded influence."""
SMALLEST_P = 1e-12
"""No smaller probability is claimed: the model is not known that far out."""

_STEP = 0.4
_NEAR = np.arange(-15, 16) * _STEP
"""Nodes around the peak of a likelihood, in its own standard deviations."""
_NORMAL = np.arange(-20, 21) * _STEP
"""Nodes over a normal density, as far out as tails of counts reach."""
_WIDE = np.arange(-36, 21) * _STEP
"""Nodes over a log-gamma density: its left tail is the longer one."""
_COARSE_SD = np.array([0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0, 1.4, 2.0, 3.0])
_FINE = 12
_MOST_UNSURE = 100.0
"""Squared standard error of a log mean from which on nothing is known of it."""
_LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True)
class Fit:
    """A fitted model: `mean` per row of the design, the plausible `sd` and their weights.

    `variance`: squared standard error of log `mean`, per row.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    sd: float
    sd_grid: np.ndarray = field(repr=False)
    sd_weights: np.ndarray = field(repr=False)


def fit(
    counts: np.ndarray, design: np.ndarray, offset: np.ndarray, used: np.ndarray | None = None
) -> Fit:
    """Fit log mean = offset + design @ coefficients, and the heterogeneity, by likelihood.

    counts: (n,) whole numbers, not all 0. design: (n, p), its first column constant.
    offset: (n,) log of what the counts are related to. used: (n,) bool, rows that take part.
    The fit is robust upwards: a count in the upper tail of its own distribution enters only as
    "at least its 98 % point" (right-censored). A few extreme areas then move neither the
    expectation nor `sd`, and without outliers the estimate is still consistent.
    What `sd` may be is kept as its posterior on a grid, under a flat prior.
    """
    used = np.ones(len(counts), bool) if used is None else used
    y, x, o = counts[used].astype(float), design[used], offset[used]
    limits = np.full(len(y), np.inf)
    coefficients, sd = _start(y, x, o), 0.2
    for _ in range(5):
        coefficients, covariance = _coefficients(y, x, o, coefficients, sd, limits)
        mean = np.exp(o + x @ coefficients)
        limits = _limits(y, mean, sd)
        grid, weights = _posterior_of_sd(y, mean, limits)
        before, sd = sd, float(grid @ weights)
        if abs(sd - before) < 0.002:
            break
    coefficients, covariance = _coefficients(y, x, o, coefficients, sd, limits)
    variance = np.einsum("ij,jk,ik->i", design, covariance, design)
    mean = np.exp(offset + design @ coefficients)
    return Fit(coefficients, covariance, mean, variance, sd, grid, weights)


def exceedance(counts: np.ndarray, model: Fit) -> np.ndarray:
    """Return P(count >= observed) per row, averaged over what `sd` and the mean may be.

    The log of the mean is uncertain around its estimate. That widens the distribution and leaves
    its centre where it is: an expectation that the data hardly fix makes nothing improbable.
    """
    plausible = model.sd_weights > 1e-3
    unsure = np.minimum(model.variance, _MOST_UNSURE)
    mean = model.mean * np.exp(unsure / 2)
    total = np.zeros(len(counts))
    for sd, weight in zip(model.sd_grid[plausible], model.sd_weights[plausible], strict=True):
        total += weight * upper_tail(counts, mean, np.sqrt(sd**2 + unsure))
    return np.clip(total / model.sd_weights[plausible].sum(), SMALLEST_P, 1.0)


def upper_tail(counts: np.ndarray, mean: np.ndarray, sd: np.ndarray | float) -> np.ndarray:
    """Return P(count >= observed) of the Poisson-lognormal with these means and `sd`.

    Summed over the narrower of the two densities, so that large counts and small `sd` are exact
    too: over the lognormal, or over the gamma that the Poisson's tail integrates.

    >>> upper_tail(np.array([0, 3, 40]), np.array([2.0, 2.0, 20.0]), 0.0).round(6).tolist()
    [1.0, 0.323324, 5.3e-05]
    """
    counts = np.asarray(counts, float)
    mean = np.broadcast_to(np.asarray(mean, float), counts.shape)
    sd = np.broadcast_to(np.asarray(sd, float), counts.shape)
    tail = np.ones(counts.shape)
    some = counts > 0
    wide = some & (sd * np.sqrt(counts) > 1)
    narrow = some & ~wide
    tail[narrow] = _tail_over_lognormal(counts[narrow], mean[narrow], sd[narrow])
    tail[wide] = _tail_over_gamma(counts[wide], mean[wide], sd[wide])
    return tail


def quantile(probability: float, mean: np.ndarray, sd: float) -> np.ndarray:
    """Return the smallest counts that are not exceeded with this probability.

    >>> quantile(0.975, np.array([0.0, 20.0]), 0.0).tolist()
    [0.0, 29.0]
    """
    mean = np.asarray(mean, float)
    low, high = np.full(mean.shape, -1.0), np.floor(mean * np.exp(8 * sd) + 10 * np.sqrt(mean) + 10)
    while (high - low > 1).any():  # bisection: P(count > low) > 1 - probability >= P(count > high)
        middle = np.floor((low + high) / 2)
        enough = upper_tail(middle + 1, mean, sd) <= 1 - probability
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(mean > 0, high, 0.0)


def _tail_over_lognormal(counts, mean, sd):
    weights = np.exp(-0.5 * _NORMAL**2)
    rates = mean[:, None] * np.exp(np.outer(sd, _NORMAL) - 0.5 * sd[:, None] ** 2)
    return special.gammainc(counts[:, None], rates) @ (weights / weights.sum())


def _tail_over_gamma(counts, mean, sd):
    width = 1 / np.sqrt(counts)
    log_rate = np.log(counts)[:, None] + np.outer(width, _WIDE)
    log_density = counts[:, None] * log_rate - np.exp(log_rate)
    density = np.exp(log_density - log_density.max(axis=1, keepdims=True))
    above = special.ndtr((np.log(mean)[:, None] - log_rate) / sd[:, None] - 0.5 * sd[:, None])
    return (density * above).sum(axis=1) / density.sum(axis=1)


def _start(y, x, offset):
    """Start from one common rate: the first design column is the constant."""
    start = np.zeros(x.shape[1])
    start[0] = np.log(max(y.sum(), 0.5)) - special.logsumexp(offset)
    return start


def _coefficients(y, x, offset, coefficients, sd, limits):
    """Find the coefficients at a given `sd` by Fisher scoring; return them and their covariance."""
    spread = np.expm1(sd**2)
    for _ in range(40):
        mean = np.exp(offset + x @ coefficients)
        weights = 1.0 / (1.0 / mean + spread)
        covariance = np.linalg.pinv(x.T @ (weights[:, None] * x), hermitian=True)
        step = covariance @ (x.T @ _likelihood(y, mean, sd, limits)[1])
        step = step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-4:
            break
    return coefficients, covariance


def _likelihood(y, mean, sd, limits):
    """Return per row the log-likelihood (less log y!) and its derivative by the log mean.

    Counts at or beyond their limit are censored there.
    """
    log_likelihood = special.xlogy(y, mean) - mean
    score = y - mean
    if sd > 0:
        log_likelihood, score = _integrated(y, mean, sd)
    beyond = y >= limits
    if beyond.any():
        least, m = limits[beyond], mean[beyond]
        tail = np.maximum(upper_tail(least, m, sd), 1e-300)
        log_likelihood[beyond] = np.log(tail)
        # d/d log(mean) of the tail is the mean rate of reaching the limit: count * P(count)
        inside = _integrated(least, m, sd)[0] if sd > 0 else special.xlogy(least, m) - m
        score[beyond] = least * np.exp(inside - special.gammaln(least + 1)) / tail
    return log_likelihood, score


def _integrated(y, mean, sd):
    """Sum the Poisson likelihood over the lognormal, on nodes around each row's own peak."""
    centre = -0.5 * sd**2
    peak = np.log((y + 1 / sd**2) / (mean + 1 / sd**2))
    for _ in range(4):  # Newton; the log of the integrand is concave
        rate = mean * np.exp(peak)
        step = (y - rate - (peak - centre) / sd**2) / (rate + 1 / sd**2)
        peak = peak + np.clip(step, -1, 1)
    width = 1 / np.sqrt(mean * np.exp(peak) + 1 / sd**2)
    u = peak[:, None] + np.outer(width, _NEAR)
    rate = mean[:, None] * np.exp(u)
    kernel = y[:, None] * u - rate - 0.5 * ((u - centre) / sd) ** 2
    top = kernel.max(axis=1, keepdims=True)
    weight = np.exp(kernel - top)
    total = weight.sum(axis=1)
    log_likelihood = (
        special.xlogy(y, mean) + top[:, 0] + np.log(total * width * _STEP / sd) - _LOG_ROOT_2PI
    )
    return log_likelihood, y - (weight * rate).sum(axis=1) / total


def _limits(y, mean, sd):
    """Return per row the count from which it is censored; infinite where it is not reached."""
    limits = np.full(len(y), np.inf)
    suspects = np.flatnonzero(y > mean)
    suspects = suspects[upper_tail(y[suspects], mean[suspects], sd) < CENSORED_BEYOND]
    low, high = np.floor(mean[suspects]), y[suspects].copy()
    while (high - low > 1).any():  # bisection for the smallest count with so small a tail
        middle = np.floor((low + high) / 2)
        far = upper_tail(middle, mean[suspects], sd) < CENSORED_BEYOND
        low, high = np.where(far, low, middle), np.where(far, middle, high)
    limits[suspects] = high
    return limits


def _posterior_of_sd(y, mean, limits):
    """Return a grid of plausible `sd` and their weights (flat prior on `sd`)."""
    coarse = np.array([_likelihood(y, mean, sd, limits)[0].sum() for sd in _COARSE_SD])
    near = np.flatnonzero(coarse > coarse.max() - 8.0)
    low = _COARSE_SD[max(near[0] - 1, 0)]
    high = _COARSE_SD[min(near[-1] + 1, len(_COARSE_SD) - 1)]
    grid = np.linspace(low, high, _FINE)
    fine = np.array([_likelihood(y, mean, sd, limits)[0].sum() for sd in grid])
    weights = np.exp(fine - fine.max())
    return grid, weights / weights.sum()
