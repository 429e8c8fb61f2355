"""Scan: the circle of neighbouring areas that holds most reports beyond what is expected.

Kulldorff (1997), A spatial scan statistic, Communications in Statistics 26. Circles grow around
each point until they hold the given share of what is expected; the likelihood ratio of the best
one is compared with those of campaigns in which nothing is wrong. NumPy only: the campaigns run
side by side through one circle centre after the other.
"""

from dataclasses import dataclass

import numpy as np
from scipy import spatial

PLAUSIBLE = 1e-9
"""Distances nearer than this share of the largest are ties: such areas enter together."""
FIRST_CENTRES = 64


@dataclass(frozen=True)
class Cluster:
    """One circle: `members` are positions in the input; `p_value` by Monte Carlo, NaN if none."""

    members: np.ndarray
    observed: int
    expected: float
    log_likelihood_ratio: float
    p_value: float


@dataclass(frozen=True)
class _Circles:
    """Per centre: points by distance as far as allowed, expected counts, where a circle may end."""

    order: list[np.ndarray]
    expected: list[np.ndarray]
    closed: list[np.ndarray]


def find(
    points: np.ndarray,
    counts: np.ndarray,
    expected: np.ndarray,
    max_share: float = 0.5,
    simulations: int = 999,
    seed: int = 0,
    sd: float = 0.0,
    min_reports: int = 2,
) -> list[Cluster]:
    """Find the circles with most reports beyond expectation, best first, none overlapping.

    points: (n, 2) in metres (or any plane; distances are straight). counts: (n,) reports.
    expected: (n,) proportional to what is expected (population, or a model's mean).
    max_share: largest share of all that is expected in one circle.
    simulations: campaigns of the same size in which only chance acts, and areas' own log-normal
    heterogeneity `sd` where it is above 0 (the plain scan has 0 and then calls heterogeneity
    clusters). seed: for them. min_reports: fewer reports make no cluster.
    """
    counts = np.asarray(counts, np.int32)
    total = int(counts.sum())
    if total == 0:
        return []
    expected = np.asarray(expected, float) * total / np.sum(expected)
    circles = _circles(np.asarray(points, float), expected, max_share * total)
    observed = _all_ratios(counts, circles, total, min_reports)
    chosen = _best_apart(observed, circles)
    best = _simulated(circles, expected, total, simulations, seed, sd, min_reports)
    clusters = []
    for centre, size, ratio in chosen:
        members = np.sort(circles.order[centre][:size])
        p_value = (1 + (best >= ratio - 1e-9).sum()) / (1 + simulations) if simulations else np.nan
        clusters.append(
            Cluster(
                members,
                int(counts[members].sum()),
                float(expected[members].sum()),
                float(ratio),
                float(p_value),
            )
        )
    return clusters


def critical_value(
    points: np.ndarray,
    expected: np.ndarray,
    total: int,
    max_share: float = 0.5,
    simulations: int = 999,
    seed: int = 0,
    level: float = 0.05,
) -> float:
    """Return the ratio that the best circle exceeds in only `level` of campaigns by chance.

    For many campaigns of the same `total` and `expected`, which share it; arguments as in `find`.
    """
    expected = np.asarray(expected, float) * total / np.sum(expected)
    circles = _circles(np.asarray(points, float), expected, max_share * total)
    best = _simulated(circles, expected, total, simulations, seed, 0.0, 2)
    return float(np.sort(best)[::-1][int(level * (simulations + 1)) - 1])


def log_likelihood_ratio(observed: np.ndarray, expected: np.ndarray, total: int) -> np.ndarray:
    """Return Kulldorff's log-likelihood ratio; 0 where no more was observed than expected."""
    observed, expected = np.asarray(observed, float), np.asarray(expected, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = observed * np.log(observed / expected)
        outside = (total - observed) * np.log((total - observed) / (total - expected))
    ratio = inside + np.where(observed < total, outside, 0.0)
    return np.where(observed > expected, ratio, 0.0)


def _circles(points: np.ndarray, expected: np.ndarray, limit: float) -> _Circles:
    """List each centre's nearest points until they hold `limit`, from a k-d tree in doublings."""
    tree = spatial.cKDTree(points)
    n = len(points)
    order: list[np.ndarray] = [np.empty(0, int)] * n
    sums: list[np.ndarray] = [np.empty(0)] * n
    closed: list[np.ndarray] = [np.empty(0, bool)] * n
    scale = PLAUSIBLE * float(np.ptp(points, axis=0).max() or 1.0)
    open_centres, k = np.arange(n), min(n, 64)
    while len(open_centres):
        distance, near = tree.query(points[open_centres], k=k)
        distance, near = distance.reshape(-1, k), near.reshape(-1, k)
        cumulative = np.cumsum(expected[near], axis=1)
        fits = cumulative <= limit * (1 + 1e-12)
        done = ~fits[:, -1] | (k == n)
        for row in np.flatnonzero(done):
            size = int(fits[row].sum())
            following = np.append(distance[row, 1 : size + 1], np.inf)[:size]
            centre = open_centres[row]
            order[centre] = near[row, :size].astype(np.int32)
            sums[centre] = cumulative[row, :size]
            closed[centre] = following - distance[row, :size] > scale
        open_centres, k = open_centres[~done], min(n, 2 * k)
    return _Circles(order, sums, closed)


def _all_ratios(counts, circles: _Circles, total, min_reports) -> list[np.ndarray]:
    """Return the ratio of each circle, per centre."""
    ratios = []
    for order, expected, closed in zip(
        circles.order, circles.expected, circles.closed, strict=True
    ):
        inside = np.cumsum(counts[order])
        ratio = log_likelihood_ratio(inside, expected, total)
        ratios.append(np.where(closed & (inside >= min_reports), ratio, 0.0))
    return ratios


def _best_apart(ratios, circles: _Circles) -> list[tuple[int, int, float]]:
    """Choose the best circle of each centre, best first, leaving out those that overlap."""
    best = [
        (float(ratio.max()), centre, int(ratio.argmax()) + 1)
        for centre, ratio in enumerate(ratios)
        if len(ratio) and ratio.max() > 0
    ]
    taken: set[int] = set()
    chosen = []
    for ratio, centre, size in sorted(best, key=lambda one: (-one[0], one[1])):
        members = set(circles.order[centre][:size].tolist())
        if not members & taken:
            taken |= members
            chosen.append((centre, size, ratio))
    return chosen


def _simulated(circles: _Circles, expected, total, simulations, seed, sd, min_reports):
    """Return the best ratio of each simulated campaign.

    Only circles whose count reaches a threshold are worked out: after some centres each campaign
    has a best ratio, and no circle below the smallest of these can still win.
    """
    if not simulations:
        return np.empty(0)
    campaigns = _campaigns(expected, total, simulations, seed, sd)
    best = np.zeros(simulations)
    centres = np.random.default_rng(seed).permutation(len(expected))
    levels = None
    for place, centre in enumerate(centres):
        if place % FIRST_CENTRES == 0 and place <= 16 * FIRST_CENTRES:
            levels = _thresholds(best.min(), total)
        closed = circles.closed[centre]
        if not closed.any():
            continue
        inside = np.cumsum(campaigns[circles.order[centre]], axis=0, dtype=np.int32)
        limits = np.interp(circles.expected[centre], *levels)
        limits = np.where(closed, np.maximum(np.ceil(limits - 1e-3), min_reports), total + 1)
        size, campaign = np.nonzero(inside >= limits[:, None].astype(np.int32))
        ratio = log_likelihood_ratio(inside[size, campaign], circles.expected[centre][size], total)
        np.maximum.at(best, campaign, ratio)
    return best


def _campaigns(expected, total, simulations, seed, sd) -> np.ndarray:
    """Draw campaigns of the same size, (n, simulations), points in rows."""
    rng = np.random.default_rng([seed, 1])
    if sd <= 0:
        drawn = rng.multinomial(total, expected / expected.sum(), size=simulations)
        return np.ascontiguousarray(drawn.T.astype(np.int32))
    weights = expected * np.exp(rng.normal(0.0, sd, (simulations, len(expected))))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.ascontiguousarray(rng.multinomial(total, weights).T.astype(np.int32))


def _thresholds(level: float, total: int) -> tuple[np.ndarray, np.ndarray]:
    """Return expected counts and, per each, the observed count from which the ratio is `level`.

    The threshold grows with what is expected and is concave in it: between the grid's points
    linear interpolation stays below it, so that no circle is missed.
    """
    grid = np.geomspace(total * 1e-12, total * (1 - 1e-9), 8000)
    low, high = grid.copy(), np.full(grid.shape, float(total))
    for _ in range(60):
        middle = (low + high) / 2
        enough = log_likelihood_ratio(middle, grid, total) >= level
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return grid, low
