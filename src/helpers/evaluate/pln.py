"""Poisson-lognormal model: counts around an expectation that areas follow only roughly.

An area's count is Poisson around `mean * exp(u)`, with `u` normal of standard deviation `sd` and
`E[exp(u)] = 1`: `mean` is what the model expects, `sd` how far apart areas of the same kind lie.
Aitchison and Ho (1989), The multivariate Poisson-log normal distribution, Biometrika 76.

Three things are left to the data. Kinds of areas may have a spread each (`groups`). Areas that a
campaign did not reach send nothing, however many they were expected to: zeros are inflated (Lambert
1992). And tails may be heavier than normal: then `u` is Student's t, a mixture of normals (Andrews
and Mallows 1974). The lower tail tells which, since trouble only adds to the upper one.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy import special, stats

CENSORED_BEYOND = 0.02
"""Counts in this upper tail enter the fit as "at least so many": bounded influence."""
SMALLEST_P = 1e-12
"""No smaller probability is claimed: the model is not known that far out."""
TAILS = (np.inf, 3.0)
"""Degrees of freedom that tails may have: those of a normal, or of a heavy-tailed t."""
TAILS_PRIOR = (0.87, 0.13)
"""How likely each is before the data speak. Heavy tails and planted areas look alike above; what
finds more of the one lists more of the other (docs/evaluation.md)."""

_STEP = 0.4
_NEAR = np.arange(-15, 16) * _STEP
"""Nodes around the peak of a likelihood, in its own standard deviations."""
_NORMAL = np.arange(-20, 21) * _STEP
"""Nodes over a normal density, as far out as tails of counts reach."""
_WIDE = np.arange(-36, 21) * _STEP
"""Nodes over a log-gamma density: its left tail is the longer one."""
_COARSE_SD = np.array([0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0, 1.4, 2.0, 3.0])
_LEAST_SD = 0.01
"""A smaller spread cannot be told from none."""
_FINE = 12
_GRID = np.geomspace(_LEAST_SD, 10.0, 56)
"""Spreads that a mixture of normals is made of."""
_MOST_UNSURE = 100.0
"""Squared standard error of a log mean from which on nothing is known of it."""
_LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)


@dataclass(frozen=True)
class Fit:
    """A fitted model: `mean` per row of the design, and how far rows stray from it.

    `variance`: squared standard error of log `mean`, per row. `sd`: spread per group, `groups`:
    each row's. `unreached`: share of areas that send nothing whatever is expected. `mixture`: per
    group the weights of the normals (`_GRID`) that the spread is made of, averaged over what it
    may be.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    sd: np.ndarray
    groups: np.ndarray
    unreached: float
    mixture: np.ndarray = field(repr=False)

    @property
    def usual_sd(self) -> float:
        """The spread over all rows, kinds together."""
        return float(np.sqrt(np.mean(self.sd[self.groups] ** 2)))

    def alike(self) -> bool:
        """Tell whether the groups' spreads may be the same (2.5 standard errors)."""
        variance = self.mixture @ _GRID**2 - (self.mixture @ _GRID) ** 2
        apart = self.sd.max() - self.sd.min()
        return bool(apart < 2.5 * np.sqrt(variance[self.sd.argmax()] + variance[self.sd.argmin()]))


def fit(
    counts: np.ndarray,
    design: np.ndarray,
    offset: np.ndarray,
    used: np.ndarray | None = None,
    groups: np.ndarray | None = None,
    start: Fit | None = None,
) -> Fit:
    """Fit log mean = offset + design @ coefficients, and the heterogeneity, by likelihood.

    counts: (n,) whole numbers, not all 0. design: (n, p), its first column constant.
    offset: (n,) log of what the counts are related to. used: (n,) bool, rows that take part.
    groups: (n,) codes from 0 of kinds with a spread of their own. start: a fit to begin from.
    The fit is robust upwards: a count in the upper tail of its own distribution enters only as
    "at least its 98 % point" (right-censored). A few extreme areas then move neither the
    expectation nor `sd`, and without outliers the estimate is still consistent.
    What `sd` may be is kept as its posterior on a grid, under a flat prior.
    """
    used = np.ones(len(counts), bool) if used is None else used
    groups = np.zeros(len(counts), int) if groups is None else groups
    y, x, o, kinds = counts[used].astype(float), design[used], offset[used], groups[used]
    limits, reached = np.full(len(y), np.inf), np.ones(len(y))
    n_groups = groups.max() + 1
    coefficients, sd, unreached = _start(y, x, o), np.full(n_groups, 0.2), 0.0
    known = start is not None
    if start is not None:
        coefficients, sd, unreached = start.coefficients, start.sd, start.unreached
    # a wide spread explains zeros, too: whether areas were reached is asked before it is fitted
    mean = np.exp(o + x @ coefficients)
    unreached, reached = _unreached(y, mean, sd[kinds], limits, unreached)
    mixture = np.zeros((n_groups, len(_GRID)))
    for _ in range(10):
        coefficients, covariance = _coefficients(y, x, o, coefficients, sd[kinds], limits, reached)
        mean = np.exp(o + x @ coefficients)
        limits = _limits(y, mean, sd[kinds])
        before, sd = sd, sd.copy()
        for kind in np.unique(kinds):
            own = kinds == kind
            of_kind = y[own], mean[own], limits[own], unreached
            sd[kind], mixture[kind] = _posterior_of_sd(*of_kind, sd[kind] if known else None)
        unreached, reached = _unreached(y, mean, sd[kinds], limits, unreached)
        known = True
        if np.abs(sd - before).max() < 0.005:
            break
    coefficients, covariance = _coefficients(y, x, o, coefficients, sd[kinds], limits, reached)
    variance = np.einsum("ij,jk,ik->i", design, covariance, design)
    mean = np.exp(offset + design @ coefficients)
    return Fit(coefficients, covariance, mean, variance, sd, groups, unreached, mixture)


def with_tails(counts: np.ndarray, model: Fit, used: np.ndarray) -> Fit:
    """Return the model with tails as heavy as the data say: normal, or Student's t.

    used: rows that take part, here with their full counts. Width (per group) and degrees of freedom
    (of all) are kept as their posterior, the latter under `TAILS_PRIOR`; the centre (median) stays.
    """
    heights = []
    for kind in range(len(model.sd)):
        own = used & (model.groups == kind)
        heights.append(_height(counts[own], model.mean[own], model.sd[kind], model.unreached))
    evidence = np.log(TAILS_PRIOR) + sum(special.logsumexp(height, axis=1) for height in heights)
    likely = np.exp(evidence - special.logsumexp(evidence))
    mixture = np.empty_like(model.mixture)
    for kind, height in enumerate(heights):
        of_width = np.exp(height - special.logsumexp(height, axis=1, keepdims=True))
        mixture[kind] = np.einsum("t,tw,twg->g", likely, of_width, _SHAPES)
    return replace(model, mixture=mixture)


def exceedance(counts: np.ndarray, model: Fit) -> np.ndarray:
    """Return P(count >= observed) per row, averaged over what spread, tails and mean may be.

    The log of the mean is uncertain around its estimate. That widens the distribution and leaves
    its centre where it is: an expectation that the data hardly fix makes nothing improbable.
    """
    centre = np.log(model.mean) - model.sd[model.groups] ** 2 / 2
    unsure = np.minimum(model.variance, _MOST_UNSURE)
    total = np.zeros(len(counts))
    for sd, weight in zip(_GRID, model.mixture[model.groups].T, strict=True):
        some = weight > 1e-9
        if some.any():
            wide = sd**2 + unsure[some]
            tail = upper_tail(counts[some], np.exp(centre[some] + wide / 2), np.sqrt(wide))
            total[some] += weight[some] * tail
    return np.clip(total, SMALLEST_P, 1.0)


def critical(model: Fit, p_value: float) -> np.ndarray:
    """Return per row the smallest count (within 1 %) whose p-value is so small."""
    low, high = (
        np.zeros(len(model.mean)),
        np.ceil(50 * (model.mean + 1) * np.exp(3 * model.usual_sd)),
    )
    while (high - low > np.maximum(1, 0.01 * high)).any():
        middle = np.floor((low + high) / 2)
        enough = exceedance(middle, model) <= p_value
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high


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


def _coefficients(y, x, offset, coefficients, sd, limits, reached):
    """Find the coefficients at a given `sd` by Fisher scoring; return them and their covariance.

    reached: probability that a row was reached at all, with which it counts.
    """
    spread = np.expm1(sd**2)
    for _ in range(40):
        mean = np.exp(offset + x @ coefficients)
        weights = reached / (1.0 / mean + spread)
        covariance = np.linalg.pinv(x.T @ (weights[:, None] * x), hermitian=True)
        step = covariance @ (x.T @ (reached * _likelihood(y, mean, sd, limits)[1]))
        step = step * min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        coefficients = coefficients + step
        if np.abs(step).max() < 1e-4:
            break
    return coefficients, covariance


def _unreached(y, mean, sd, limits, share):
    """Estimate the share of rows that were not reached (EM), and how surely each one was.

    A share that does not improve the likelihood beyond chance (likelihood ratio, 95 %) counts as
    none: zeros are then what small expectations send.
    """
    empty = y == 0
    if not empty.any():
        return 0.0, np.ones(len(y))
    nothing = np.exp(_likelihood(y[empty], mean[empty], sd[empty], limits[empty])[0])
    share = max(share, 0.5 * max(empty.mean() - nothing.sum() / len(y), 0.0))
    for _ in range(30):
        reached = (1 - share) * nothing / np.maximum(share + (1 - share) * nothing, 1e-300)
        share = (1 - reached).sum() / len(y)
    gain = np.log(share + (1 - share) * nothing).sum() - np.log(np.maximum(nothing, 1e-300)).sum()
    gain += (~empty).sum() * np.log1p(-share)
    surely = np.ones(len(y))
    if 2 * gain < stats.chi2.ppf(0.9, 1):  # one-sided 95 %: a share cannot be negative
        return 0.0, surely
    surely[empty] = reached
    return float(share), surely


def _inflated(y, likelihood, unreached):
    """Turn likelihoods (rows first) into those of areas some of which were not reached."""
    empty = (y == 0).reshape(-1, *[1] * (likelihood.ndim - 1))
    return np.where(empty, unreached + (1 - unreached) * likelihood, (1 - unreached) * likelihood)


def _likelihood(y, mean, sd, limits):
    """Return per row the log-likelihood (less log y!) and its derivative by the log mean.

    Counts at or beyond their limit are censored there.
    """
    log_likelihood, score = _integrated(y, mean, sd)
    beyond = y >= limits
    if beyond.any():
        least, m, own = limits[beyond], mean[beyond], sd[beyond]
        tail = np.maximum(upper_tail(least, m, own), 1e-300)
        log_likelihood[beyond] = np.log(tail)
        # d/d log(mean) of the tail is the mean rate of reaching the limit: count * P(count)
        inside = _integrated(least, m, own)[0]
        score[beyond] = least * np.exp(inside - special.gammaln(least + 1)) / tail
    return log_likelihood, score


def _integrated(y, mean, sd):
    """Sum the Poisson likelihood over the lognormal, on nodes around each row's own peak."""
    sd = np.maximum(sd, _LEAST_SD)
    centre = -0.5 * sd**2
    peak = np.log((y + 1 / sd**2) / (mean + 1 / sd**2))
    for _ in range(4):  # Newton; the log of the integrand is concave
        rate = mean * np.exp(peak)
        step = (y - rate - (peak - centre) / sd**2) / (rate + 1 / sd**2)
        peak = peak + np.clip(step, -1, 1)
    width = 1 / np.sqrt(mean * np.exp(peak) + 1 / sd**2)
    u = peak[:, None] + np.outer(width, _NEAR)
    rate = mean[:, None] * np.exp(u)
    kernel = y[:, None] * u - rate - 0.5 * ((u - centre[:, None]) / sd[:, None]) ** 2
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
    tail = upper_tail(y[suspects], mean[suspects], sd[suspects])
    suspects = suspects[tail < CENSORED_BEYOND]
    low, high = np.floor(mean[suspects]), y[suspects].copy()
    while (high - low > 1).any():  # bisection for the smallest count with so small a tail
        middle = np.floor((low + high) / 2)
        far = upper_tail(middle, mean[suspects], sd[suspects]) < CENSORED_BEYOND
        low, high = np.where(far, low, middle), np.where(far, middle, high)
    limits[suspects] = high
    return limits


def _posterior_of_sd(y, mean, limits, unreached, near=None):
    """Return the posterior mean of `sd` (flat prior), and its posterior as weights over `_GRID`.

    near: where to look first.
    """

    def height(sd):
        own = _likelihood(y, mean, np.full(len(y), sd), limits)[0]
        empty = y == 0
        with np.errstate(divide="ignore"):  # nobody is out of reach: log 0
            own[empty] = np.logaddexp(np.log(unreached), np.log1p(-unreached) + own[empty])
        return own.sum()

    grid = None if near is None else near * np.linspace(0.7, 1.4, _FINE)
    if grid is not None and grid[0] > _LEAST_SD:
        fine = np.array([height(sd) for sd in grid])
        if max(fine[0], fine[-1]) > fine.max() - 3.0:
            grid = None
    if grid is None or grid[0] <= _LEAST_SD:
        coarse = np.array([height(sd) for sd in _COARSE_SD])
        high = np.flatnonzero(coarse > coarse.max() - 8.0)
        first, last = max(high[0] - 1, 0), min(high[-1] + 1, len(_COARSE_SD) - 1)
        grid = np.linspace(_COARSE_SD[first], _COARSE_SD[last], _FINE)
        fine = np.array([height(sd) for sd in grid])
    weights = np.exp(fine - fine.max())
    weights = weights / weights.sum()
    return float(grid @ weights), _on_grid(grid, weights)


def _height(y, mean, sd, unreached):
    """Return the log posterior of each tail (rows) and width (columns), up to a constant."""
    logs = np.empty((len(y), len(_GRID)))
    for place, width in enumerate(_GRID):
        shifted = mean * np.exp((width**2 - sd**2) / 2)
        logs[:, place] = _integrated(y, shifted, np.full(len(y), width))[0]
    top = np.where(y == 0, 0.0, logs.max(axis=1, initial=-np.inf))
    likelihood = np.exp(logs - top[:, None]) @ _SHAPES.reshape(-1, len(_GRID)).T
    height = np.log(np.maximum(_inflated(y, likelihood, unreached), 1e-300)).sum(axis=0)
    return height.reshape(_SHAPES.shape[:2]) + np.log(np.gradient(_WIDTHS))


def _on_grid(widths, weights):
    """Write weights of any widths as weights over `_GRID`."""
    place = np.interp(np.log(widths), np.log(_GRID), np.arange(len(_GRID)))
    low = np.minimum(place.astype(int), len(_GRID) - 2)
    row = np.zeros(len(_GRID))
    np.add.at(row, low, weights * (1 - (place - low)))
    np.add.at(row, low + 1, weights * (place - low))
    return row


def _shapes() -> np.ndarray:
    """Return each tail's (rows) and width's (columns) weights over `_GRID`."""
    edges = np.r_[0.0, np.geomspace(1e-7, 1.0, 60)]
    chance, middle = np.diff(edges), (edges[:-1] + edges[1:]) / 2
    shapes = []
    for df in TAILS:
        scale = np.ones(1) if np.isinf(df) else np.sqrt(df / stats.chi2.ppf(middle, df))
        share = np.ones(1) if np.isinf(df) else chance
        shapes.append([_on_grid(width * scale, share) for width in _WIDTHS])
    return np.array(shapes)


_WIDTHS = _GRID[_GRID <= 3.0]
_SHAPES = _shapes()
