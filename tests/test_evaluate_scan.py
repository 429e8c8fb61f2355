"""The spatial scan: what it counts as a circle, and its Monte Carlo."""

import numpy as np
import pytest

from helpers.evaluate import scan


@pytest.fixture
def grid():
    across, down = np.meshgrid(np.arange(8.0), np.arange(8.0))
    jitter = np.random.default_rng(3).uniform(-0.2, 0.2, (64, 2))
    return np.column_stack([across.ravel(), down.ravel()]) + jitter


def by_hand(points, counts, expected, share, min_reports=2):
    """The best ratio over all circles, by brute force."""
    total = counts.sum()
    expected = expected * total / expected.sum()
    best = 0.0
    for centre in points:
        order = np.argsort(np.hypot(*(points - centre).T), kind="stable")
        for size in range(1, len(points) + 1):
            inside = order[:size]
            c, e = counts[inside].sum(), expected[inside].sum()
            if e > share * total * (1 + 1e-12):
                break
            if c > e and c >= min_reports:
                rest = (total - c) * np.log((total - c) / (total - e)) if c < total else 0
                best = max(best, c * np.log(c / e) + rest)
    return best


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5])
def test_the_best_circle_is_that_of_brute_force(grid, share):
    rng = np.random.default_rng(1)
    expected = rng.uniform(1, 5, 64)
    counts = rng.poisson(expected)
    ours = scan.find(grid, counts, expected, share, simulations=0)[0]
    assert ours.log_likelihood_ratio == pytest.approx(by_hand(grid, counts, expected, share))


def test_no_simulated_campaign_loses_its_best_circle_to_the_thresholds(grid):
    expected = np.random.default_rng(2).uniform(0.1, 5, 64)
    scaled = expected * 150 / expected.sum()
    circles = scan._circles(grid, scaled, 0.3 * 150)
    best = scan._simulated(circles, scaled, 150, 40, 7, 0.0, 2)
    campaigns = scan._campaigns(scaled, 150, 40, 7, 0.0)
    truth = [by_hand(grid, campaign, expected, 0.3) for campaign in campaigns.T]
    np.testing.assert_allclose(best, truth)


def test_a_planted_cluster_is_found_and_significant(grid):
    rng = np.random.default_rng(4)
    near = np.hypot(*(grid - grid[27]).T) < 1.3
    counts = rng.poisson(np.where(near, 30, 10))
    best = scan.find(grid, counts, np.ones(64), 0.3, simulations=199, seed=1)[0]
    assert best.p_value <= 0.01
    assert near[best.members].mean() > 0.8


def test_clusters_do_not_overlap(grid):
    counts = np.random.default_rng(5).poisson(5, 64)
    clusters = scan.find(grid, counts, np.ones(64), 0.2, simulations=0)
    members = np.concatenate([cluster.members for cluster in clusters])
    assert len(members) == len(set(members))


def test_areas_at_the_same_distance_enter_together():
    points = np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [50.0, 0.0]])
    circles = scan._circles(points, np.full(4, 5.0), 15.0)
    assert circles.closed[0].tolist() == [True, False, True]


def test_the_same_seed_gives_the_same_p_values(grid):
    counts = np.random.default_rng(6).poisson(5, 64)
    one, two = (
        [c.p_value for c in scan.find(grid, counts, np.ones(64), 0.2, simulations=99, seed=9)]
        for _ in range(2)
    )
    assert one == two


def test_heterogeneity_in_the_null_makes_the_scan_more_careful(grid):
    rng = np.random.default_rng(8)
    counts = rng.poisson(40 * np.exp(rng.normal(0, 0.3, 64)))
    plain = scan.find(grid, counts, np.ones(64), 0.2, simulations=199, seed=1)[0]
    careful = scan.find(grid, counts, np.ones(64), 0.2, simulations=199, seed=1, sd=0.3)[0]
    assert plain.p_value < 0.05 < careful.p_value


def test_the_p_value_of_a_campaign_without_clusters_is_spread_evenly(grid):
    rng = np.random.default_rng(10)
    critical = scan.critical_value(grid, np.ones(64), 300, 0.25, simulations=399, seed=1)
    drawn = rng.multinomial(300, np.full(64, 1 / 64), size=200)
    best = [scan.find(grid, c, np.ones(64), 0.25, simulations=0)[0] for c in drawn]
    alarms = np.mean([one.log_likelihood_ratio > critical for one in best])
    assert alarms <= 0.10  # 5 % nominal, 200 campaigns


def test_no_reports_give_no_cluster(grid):
    assert scan.find(grid, np.zeros(64, int), np.ones(64)) == []
