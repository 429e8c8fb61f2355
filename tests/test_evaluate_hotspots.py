"""Hot spots: few false alarms, planted ones found, and honest numbers behind them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats
from statsmodels.stats.multitest import multipletests

from helpers import gazetteer
from helpers.errors import CampaignError
from helpers.evaluate import hotspots, pln

REPORTS = 7_691
INPUTS = ["ags5", "n_reports", "population", "area_km2", "kind"]


@pytest.fixture(scope="module")
def kreise():
    return gazetteer.kreise()[["ags5", "population", "area_km2", "kind"]]


def campaign(kreise, seed, sd=0.0, planted=(), risk=1.0):
    rng = np.random.default_rng(seed)
    weights = kreise["population"] * np.exp(rng.normal(0, sd, len(kreise)))
    weights = weights.to_numpy(float, copy=True)
    weights[list(planted)] *= risk
    return kreise.assign(n_reports=rng.multinomial(REPORTS, weights / weights.sum()))


# -- what it promises -----------------------------------------------------------------------


@pytest.mark.parametrize("sd", [0.0, 0.15, 0.3])
def test_campaigns_with_nothing_planted_rarely_list_anything(kreise, sd):
    alarms = [
        hotspots.find(campaign(kreise, [1, seed], sd))["is_hotspot"].any() for seed in range(40)
    ]
    assert np.mean(alarms) <= 0.15  # 5 % nominal; 40 campaigns reach 0.15 once in a thousand


@pytest.mark.parametrize(
    ("sd", "risk", "least"), [(0.0, 2, 350_000), (0.15, 3, 150_000), (0.3, 5, 250_000)]
)
def test_planted_hot_spots_are_found_and_few_others(kreise, sd, risk, least):
    large = np.flatnonzero(kreise["population"] > least)
    found, false = [], []
    for seed in range(25):
        planted = np.random.default_rng([2, seed]).choice(large, 3, replace=False)
        areas = campaign(kreise, [3, seed], sd, planted, risk)
        listed = np.flatnonzero(hotspots.find(areas)["is_hotspot"])
        found.append(np.isin(planted, listed).mean())
        false.append((~np.isin(listed, planted)).sum() / max(len(listed), 1))
    assert np.mean(found) >= 0.85
    assert np.mean(false) <= 0.10


def test_it_works_on_a_table_without_covariates(kreise):
    areas = campaign(kreise, 4, 0.15, [15], 4)[["ags5", "n_reports", "population"]]
    listed = hotspots.find(areas)
    assert listed.loc[listed["is_hotspot"], "ags5"].tolist() == [kreise["ags5"].iloc[15]]


def test_hot_spots_do_not_hide_each_other(kreise):
    """Twenty areas with five times the reports must not pass as heterogeneity."""
    large = np.flatnonzero(kreise["population"] > 250_000)
    planted = np.random.default_rng(5).choice(large, 20, replace=False)
    listed = np.flatnonzero(hotspots.find(campaign(kreise, 6, 0.15, planted, 5))["is_hotspot"])
    assert np.isin(planted, listed).mean() >= 0.9


def test_the_heterogeneity_is_estimated_in_spite_of_outliers(kreise):
    large = np.flatnonzero(kreise["population"] > 250_000)
    for sd in (0.15, 0.3):
        areas = campaign(kreise, 7, sd, large[:5], 5)
        assert hotspots.background(areas)[0].sd == pytest.approx(sd, abs=0.05)


def test_size_and_type_explain_what_they_explain(kreise):
    """When all cities report five times as much, a city is no hot spot for being one."""
    city = (kreise["kind"] == hotspots.CITY).to_numpy()
    areas = campaign(kreise, 8, 0.1, np.flatnonzero(city), 5)
    assert hotspots.find(areas)["is_hotspot"].sum() <= 1
    assert hotspots.above_national(areas)["is_above_national"].sum() > 50


def test_the_order_of_the_areas_does_not_matter(kreise):
    areas = campaign(kreise, 9, 0.15, [3, 77], 4)
    shuffled = areas.sample(frac=1, random_state=1)
    one = hotspots.find(areas).set_index("ags5")
    two = hotspots.find(shuffled).set_index("ags5").loc[one.index]
    np.testing.assert_allclose(one["p_value"], two["p_value"], rtol=1e-3)
    assert (one["is_hotspot"] == two["is_hotspot"]).all()


def test_the_input_and_its_other_columns_stay_as_they_are(kreise):
    areas = campaign(kreise, 10).assign(note="x")
    before = areas.copy()
    result = hotspots.find(areas)
    pd.testing.assert_frame_equal(areas, before)
    assert result["note"].eq("x").all()
    assert result.columns.tolist()[-5:] == [
        "expected", "excess", "p_value", "q_value", "is_hotspot",
    ]  # fmt: skip
    np.testing.assert_allclose(result["excess"], result["n_reports"] - result["expected"])


# -- campaigns at the edge ------------------------------------------------------------------


def test_no_reports_are_no_hot_spots(kreise):
    result = hotspots.find(kreise.assign(n_reports=0))
    assert not result["is_hotspot"].any()
    assert (result["expected"] == 0).all()
    assert (result["p_value"] == 1).all()


def test_one_report_is_no_hot_spot(kreise):
    areas = kreise.assign(n_reports=0)
    areas.loc[200, "n_reports"] = 1
    assert not hotspots.find(areas)["is_hotspot"].any()


def test_where_only_one_area_was_reached_nothing_is_expected_of_it(kreise):
    """All reports from one area: the others may never have heard of the campaign."""
    areas = kreise.assign(n_reports=0)
    areas.loc[200, "n_reports"] = 300
    assert not hotspots.find(areas)["is_hotspot"].any()


def test_a_local_campaign_has_no_list_of_hot_spots(kreise):
    areas = kreise.assign(n_reports=0)
    areas.loc[200, "n_reports"] = 300
    assert hotspots.listed(areas)["is_hotspot"].sum() == 0
    areas.loc[:40, "n_reports"] = 1
    assert hotspots.listed(areas)["is_hotspot"][200]


def test_three_areas_are_enough_to_answer():
    areas = pd.DataFrame({"ags5": list("abc"), "n_reports": [3, 4, 5], "population": [1, 2, 3]})
    assert hotspots.find(areas)["is_hotspot"].tolist() == [False, False, False]


@given(
    counts=st.lists(st.integers(0, 3000), min_size=1, max_size=40),
    seed=st.integers(0, 1000),
    covariates=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_counts_give_probabilities(counts, seed, covariates):
    rng = np.random.default_rng(seed)
    n = len(counts)
    areas = pd.DataFrame(
        {
            "ags5": [f"{i:05}" for i in range(n)],
            "n_reports": counts,
            "population": rng.integers(1, 4_000_000, n),
        }
    )
    if covariates:
        areas["area_km2"] = rng.uniform(20, 5000, n)
        areas["kind"] = rng.choice([hotspots.CITY, "Landkreis"], n)
    result = hotspots.find(areas)
    assert result["p_value"].between(0, 1).all()
    assert (result["q_value"] >= result["p_value"] - 1e-15).all()
    assert (result["expected"] >= 0).all()
    assert np.isfinite(result["expected"]).all()


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("n_reports", -1, "a whole number from 0, got"),
        ("n_reports", 2.5, "a whole number from 0, got"),
        ("n_reports", float("nan"), "a whole number from 0, got"),
        ("population", 0, "a number above 0, got"),
        ("population", float("nan"), "a number above 0, got"),
        ("area_km2", -3.0, "a number above 0, got"),
    ],
)
def test_an_impossible_area_is_named(kreise, column, value, expected):
    areas = campaign(kreise, 11).astype({column: float})
    areas.loc[17, column] = value
    code = areas["ags5"].iloc[17]
    with pytest.raises(CampaignError, match=f"area {code}: {column}: expected {expected}"):
        hotspots.find(areas)


def test_a_missing_column_is_named(kreise):
    with pytest.raises(CampaignError, match="no column n_reports"):
        hotspots.find(kreise)


# -- the numbers behind it ------------------------------------------------------------------


def test_q_values_equal_those_of_statsmodels():
    p_values = np.random.default_rng(12).uniform(0, 1, 200) ** 3
    theirs = multipletests(p_values, method="fdr_bh")[1]
    np.testing.assert_allclose(hotspots.benjamini_hochberg(p_values), theirs)


@pytest.mark.parametrize("sd", [0.01, 0.1, 0.3, 0.8, 2.0])
@pytest.mark.parametrize(("count", "mean"), [(1, 0.3), (4, 1.0), (30, 12.0), (700, 400.0)])
def test_tails_equal_those_of_quadrature(count, mean, sd):
    def integrand(z):
        rate = mean * np.exp(sd * z - sd**2 / 2)
        return special.gammainc(count, rate) * stats.norm.pdf(z)

    step = (np.log(count / mean) + sd**2 / 2) / sd
    points = [step] if -12 < step < 12 else None
    truth = integrate.quad(integrand, -12, 12, points=points, limit=500, epsabs=0)[0]
    ours = pln.upper_tail(np.array([count]), np.array([mean]), sd)[0]
    assert ours == pytest.approx(truth, rel=1e-4)


def test_tails_and_likelihood_belong_to_one_distribution():
    counts = np.arange(0, 400)
    mean, sd = np.full(400, 25.0), np.full(400, 0.4)
    tails = pln.upper_tail(counts, mean, sd)
    log_likelihood = pln._integrated(counts.astype(float), mean, sd)[0]
    mass = np.exp(log_likelihood - special.gammaln(counts + 1))
    np.testing.assert_allclose(mass[:-1], tails[:-1] - tails[1:], atol=1e-9)
    assert (mass * counts).sum() == pytest.approx(25.0, rel=1e-3)


def test_without_heterogeneity_the_tail_is_poisson():
    counts = np.array([0, 1, 5, 60])
    ours = pln.upper_tail(counts, np.full(4, 20.0), 0.0)
    np.testing.assert_allclose(ours, stats.poisson.sf(counts - 1, 20.0))


@pytest.mark.parametrize("sd", [0.0, 0.3])
def test_quantiles_are_the_smallest_counts_not_exceeded(sd):
    means = np.array([0.4, 8.0, 300.0])
    found = pln.quantile(0.975, means, sd)
    assert (pln.upper_tail(found + 1, means, sd) <= 0.025).all()
    assert (pln.upper_tail(found, means, sd) > 0.025).all()


def test_the_fit_recovers_what_made_the_counts():
    rng = np.random.default_rng(13)
    x = rng.normal(0, 1, 3000)
    mean = np.exp(2.0 + 0.5 * x)
    counts = rng.poisson(mean * np.exp(rng.normal(-0.08, 0.4, 3000)))
    model = pln.fit(counts, np.column_stack([np.ones(3000), x]), np.zeros(3000))
    assert model.coefficients == pytest.approx([2.0, 0.5], abs=0.05)
    assert model.sd == pytest.approx(0.4, abs=0.03)


def test_a_few_reports_from_a_few_areas_make_no_hot_spot_of_each():
    """Fifty reports from eight of 400 areas fix no expectation for the others."""
    areas = gazetteer.kreise()
    counts = {"14713": 26, "14612": 9, "15002": 6, "14511": 5, "14524": 4, "16051": 2, "16053": 1}
    sparse = areas.assign(n_reports=areas["ags5"].map(counts).fillna(0).astype(int))
    found = hotspots.find(sparse)
    assert found["expected"].sum() > 1
    listed = found[found["is_hotspot"]]
    assert (listed["excess"] > 0).all()
    assert len(listed) <= 1
