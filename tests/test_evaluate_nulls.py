"""Nulls: what makes no claim, held against reference libraries and simulated truth."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from helpers import gazetteer
from helpers.evaluate import (
    claims,
    comparator,
    hotspots,
    neighbours,
    overview,
    pln,
    rates,
    robustness,
    spread,
    trends,
)


@pytest.fixture(scope="module")
def kreise():
    return gazetteer.kreise()


# -- how far counts and places vary --------------------------------------------------------------


def test_the_dispersion_is_that_of_a_binomial_model_in_statsmodels():
    rng = np.random.default_rng(1)
    n = rng.poisson(80, 60)
    odd = 2 * rng.binomial(n, 0.53)  # everybody reports twice
    halves = pd.DataFrame({"odd": odd, "even": 2 * n - odd})
    model = sm.GLM(halves, np.ones((60, 1)), family=sm.families.Binomial()).fit()
    assert spread.dispersion(halves) == pytest.approx(model.pearson_chi2 / model.df_resid)
    assert spread.dispersion(halves) == pytest.approx(2, abs=0.6)


def test_with_few_places_every_report_counts_as_if_it_came_twice():
    halves = pd.DataFrame({"odd": [50] * 19, "even": [50] * 19})
    assert spread.dispersion(halves) == spread.HOUSEHOLDS == 2.0
    assert spread.dispersion(pd.concat([halves, halves.head(1)])) == 1.0


def test_a_place_is_held_against_the_random_effects_of_the_others():
    effects = np.array([0.1, -0.3, 0.25, 0.0, 1.4])
    variances = np.array([0.02, 0.03, 0.02, 0.05, 0.02])
    pooled = combine_effects(effects[:4], variances[:4], method_re="chi2")
    error = np.sqrt(variances[4] + pooled.tau2 + pooled.var_eff_w_re)
    z = (1.4 - pooled.mean_effect_re) / error
    assert spread.outlying(effects, variances)[4] == pytest.approx(2 * stats.t.sf(abs(z), 3))


def test_three_others_are_needed_to_say_how_places_differ():
    assert spread.LEAST_OTHERS == 3
    assert spread.outlying(np.array([0.0, 0.1, 9.0]), np.full(3, 0.01)).tolist() == [1, 1, 1]
    assert spread.outlying(np.array([0.0, 0.1, 0.05, 9.0]), np.full(4, 0.01))[3] < 0.01


def test_places_that_differ_as_places_do_are_rarely_called_different():
    rng = np.random.default_rng(2)
    alarms = []
    for _ in range(60):
        variances = rng.uniform(0.005, 0.03, 12)
        effects = rng.normal(0, 0.3, 12) + rng.normal(0, np.sqrt(variances))
        q_value = hotspots.benjamini_hochberg(spread.outlying(effects, variances))
        alarms.append((q_value <= 0.05).any())
    assert np.mean(alarms) <= 0.12


# -- ranks, regions, days ------------------------------------------------------------------------


def test_ranks_have_the_limits_that_apart_intervals_give():
    areas = pd.DataFrame({"n_reports": [400, 100, 105, 20], "population": 100_000})
    limits = rates.rank_limits(areas)
    assert limits["lower_rank"].tolist() == [1, 2, 2, 4]
    assert limits["upper_rank"].tolist() == [1, 3, 3, 4]


@pytest.mark.parametrize(
    ("value", "p_value", "strength", "words"),
    [(0.3, 0.05, "suggested", "regionale Unterschiede"),
     (0.3, 0.051, "cannot be said", "lässt sich nicht sagen"),
     (-0.3, 0.001, "cannot be said", "weniger als andere")],
)  # fmt: skip
def test_neighbours_less_alike_are_no_regional_pattern(value, p_value, strength, words):
    fact = claims.regional(value, p_value, 100)
    assert fact.strength == strength
    assert words in fact.de


def test_moran_is_two_sided():
    """A chess board: neighbours as different as can be are as improbable as alike ones."""
    place = np.arange(36)
    apart = abs(place[:, None] // 6 - place // 6) + abs(place[:, None] % 6 - place % 6)
    matrix = neighbours.sparse.csr_array((apart == 1).astype(float))
    board = np.where((place // 6 + place % 6) % 2, 20.0, 5.0)
    halves = np.where(place < 18, 20.0, 5.0)
    for counts, sign in ((board, -1), (halves, 1)):
        value, p_value = neighbours.overall(counts, np.full(36, 10.0), matrix)
        assert np.sign(value) == sign
        assert p_value < 0.01


def test_nothing_is_said_of_a_pattern_where_a_fifth_of_the_counts_is_withheld(kreise):
    areas = kreise.assign(n_reports=10, expected=10.0)
    hidden = np.arange(len(areas)) < overview.MOST_HIDDEN * len(areas) + 1
    assert overview.MOST_HIDDEN == 0.2
    assert np.isnan(overview.alike(areas.assign(suppressed=hidden))[0])


def test_two_weeks_of_days_are_needed_to_tell_a_course_from_weekdays():
    days = pd.DataFrame({"day": pd.date_range("2011-11-12", periods=13), "n_reports": 5})
    days.loc[7:, "n_reports"] = 900
    assert trends.LEAST_DAYS == 14
    assert trends.change_points(days, []).empty


# -- signals -------------------------------------------------------------------------------------


def test_kinds_of_areas_have_a_spread_each(kreise):
    rng = np.random.default_rng(3)
    city = (kreise["kind"] == hotspots.CITY).to_numpy()
    sd = np.where(city, 0.6, 0.2)
    weights = kreise["population"] * np.exp(rng.normal(0, sd))
    areas = kreise.assign(n_reports=rng.multinomial(7_691, weights / weights.sum()))
    model, _ = hotspots.background(areas)
    assert model.sd[model.groups[city]][0] == pytest.approx(0.6, abs=0.15)
    assert model.sd[model.groups[~city]][0] == pytest.approx(0.2, abs=0.1)
    assert not hotspots.find(areas)["is_hotspot"].any()


def test_kinds_that_differ_alike_share_their_spread(kreise):
    rng = np.random.default_rng(4)
    weights = kreise["population"] * np.exp(rng.normal(0, 0.3, len(kreise)))
    areas = kreise.assign(n_reports=rng.multinomial(7_691, weights / weights.sum()))
    assert len(hotspots.background(areas)[0].sd) == 1


def test_areas_that_were_not_reached_are_not_taken_for_healthy(kreise):
    """Half of the Kreise never heard of the campaign; the others differ by chance alone."""
    rng = np.random.default_rng(5)
    reached = rng.random(len(kreise)) < 0.5
    weights = kreise["population"] * reached
    areas = kreise.assign(n_reports=rng.multinomial(7_691, weights / weights.sum()))
    model, _ = hotspots.background(areas)
    assert model.unreached == pytest.approx(0.5, abs=0.1)
    assert model.usual_sd < 0.15
    assert not hotspots.find(areas)["is_hotspot"].any()


def test_zeros_that_chance_explains_leave_no_area_unreached(kreise):
    rng = np.random.default_rng(6)
    weights = kreise["population"] / kreise["population"].sum()
    areas = kreise.assign(n_reports=rng.multinomial(400, weights))
    assert hotspots.background(areas)[0].unreached == 0


def test_tails_are_as_heavy_as_the_data_say():
    rng = np.random.default_rng(7)
    n = 600
    design, offset = np.ones((n, 1)), np.log(np.full(n, 200.0))
    everywhere = np.ones(n, bool)
    far = []
    for draws in (rng.normal(size=n), rng.standard_t(3, n)):
        counts = rng.poisson(200 * np.exp(0.3 * draws)).astype(float)
        model = pln.fit(counts, design, offset)
        wider = pln.with_tails(counts, model, everywhere)
        high = np.full(n, 200 * np.exp(0.3 * 6))
        far.append(pln.exceedance(high, wider)[0])
    assert far[0] < 1e-4  # 1e-9, were it known that tails are normal
    assert far[1] == pytest.approx(stats.t.sf(6, 3), rel=0.8)


def test_that_nothing_is_found_says_what_would_have_been(kreise):
    """The factor that `visible` names is found in four of five simulated campaigns, or nearly."""
    rng = np.random.default_rng(8)
    weights = kreise["population"].to_numpy(float)
    base = kreise.assign(n_reports=rng.multinomial(7_691, weights / weights.sum()))
    factor = hotspots.visible(base)
    assert factor in hotspots.FACTORS
    assert hotspots.POWER == 0.8
    found = []
    for place in rng.choice(len(kreise), 12, replace=False):
        planted = base["n_reports"].to_numpy(copy=True)
        planted[place] = rng.poisson(7_691 * weights[place] / weights.sum() * factor)
        found.append(hotspots.find(base.assign(n_reports=planted))["is_hotspot"].iloc[place])
    assert np.mean(found) >= 0.5
    assert np.isnan(
        hotspots.visible(kreise.assign(n_reports=rng.multinomial(60, weights / weights.sum())))
    )


def test_of_a_campaign_that_could_show_nothing_nothing_is_said():
    nowhere = pd.DataFrame({"kreis": [], "ags5": [], "is_hotspot": [], "excess": []})
    fact = claims.hot_spots(nowhere, 0, 0, 200, 90, visible=float("nan"))
    assert fact.strength == "cannot be said"
    assert "Selbst das Zehnfache" in fact.de


# -- other choices, other operators --------------------------------------------------------------


@pytest.mark.parametrize(("failing", "strength"), [(0.25, "shown"), (0.26, "suggested")])
def test_a_headline_that_fails_too_often_loses_a_grade(failing, strength):
    fact = claims._claim(1, "a", "a", ("w", "w"), "shown", "list", "x", 1)
    assert claims.MOST_FAILING == 0.25
    assert claims.graded(fact, failing).strength == strength


def test_what_cannot_be_worked_out_neither_holds_nor_fails():
    table = pd.DataFrame(
        {"finding": "a", "choice": ["base", "b", "c", "d"], "value": [1.0, 1.0, np.nan, 2.0],
         "holds": [True, True, False, False]}
    )  # fmt: skip
    assert robustness.failing(table) == {"a": 0.5}


def test_no_isolated_case_needs_ten_kreise():
    days = pd.DataFrame({"n_least": [1], "n_most": [1]})
    for n, strength in (
        (claims.LEAST_KREISE, "shown"),
        (claims.LEAST_KREISE - 1, "cannot be said"),
    ):
        spread_out = pd.DataFrame({"n_reports": [6] * n + [0] * (400 - n)})
        assert claims.not_isolated(spread_out, days, 6 * n, 5).strength == strength
    assert claims.LEAST_KREISE == 10


def operators(seed, viral=1.0, risk=1.0):
    """Eighty places of several operators, whose market shares differ by a tenth."""
    rng = np.random.default_rng(seed)
    ready = np.exp(rng.normal(0, 0.6, 80))
    ready[:3] *= viral
    trouble = np.exp(rng.normal(0, 0.1, 80))
    trouble[3:5] *= risk
    n_reports, n_others = rng.poisson(40 * ready * trouble), rng.poisson(40 * ready)
    return pd.DataFrame(
        {"ags5": np.arange(80).astype(str), "n_reports": n_reports, "n_others": n_others}
    )


def test_a_viral_place_is_no_trouble_and_trouble_is():
    alarms = [
        comparator.compared(operators(seed, viral=5))["is_listed"].any() for seed in range(30)
    ]
    assert np.mean(alarms) <= 0.1
    found = [
        comparator.compared(operators(seed, risk=5))["is_listed"].iloc[3:5].mean()
        for seed in range(20)
    ]
    assert np.mean(found) >= 0.9


def test_the_reporting_odds_ratio_is_that_of_statsmodels():
    table = operators(1)
    made = comparator.compared(table).iloc[7]
    own, others = table.loc[7, ["n_reports", "n_others"]].astype(float)
    rest = table[["n_reports", "n_others"]].sum() - table.loc[7, ["n_reports", "n_others"]]
    square = sm.stats.Table2x2(np.array([[own, others], rest.to_numpy(float)]) + 0.5)
    low, high = square.oddsratio_confint()
    expected = square.oddsratio, low, high
    assert (made["odds_ratio"], made["lower"], made["upper"]) == pytest.approx(expected)


def test_ten_places_are_needed_to_compare_operators():
    assert comparator.LEAST_PLACES == 10
    assert not comparator.compared(operators(2, risk=9).iloc[:9])["is_listed"].any()
