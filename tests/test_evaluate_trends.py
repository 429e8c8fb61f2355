"""Time and faults: running totals, events, change points, shares, pairs, cities that differ."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from helpers.evaluate import faults, trends
from helpers.settings import Event


def daily(counts, first="2011-11-12"):
    """Protected days, all of them printed exactly."""
    days = pd.date_range(first, periods=len(counts), freq="D")
    table = pd.DataFrame({"day": days, "n_reports": counts}).astype({"n_reports": "Int64"})
    exact = {"n_least": table["n_reports"], "n_most": table["n_reports"]}
    return table.assign(**exact, suppressed=False)


def withheld(days, place, least=1, most=4):
    """The same days, one of them withheld."""
    days = days.copy()
    days.loc[place, ["n_reports", "n_least", "n_most"]] = [pd.NA, least, most]
    days.loc[place, "suppressed"] = True
    return days


def test_a_running_total_stops_at_the_first_withheld_day():
    assert trends.so_far(daily([5, 6, 7]))["n_cumulative"].tolist() == [5, 11, 18]
    totals = trends.so_far(withheld(daily([5, 6, 3, 9]), 2))["n_cumulative"]
    assert totals.tolist()[:2] == [5, 11]
    assert totals.isna().tolist() == [False, False, True, True]


def test_a_withheld_day_takes_the_middle_of_what_is_printed_of_it():
    assert trends.filled(withheld(daily([5, 3, 9]), 1))["n_reports"].tolist() == [5, 2, 9]
    vague = withheld(daily([5, 33, 9]), 1, 30, 39)
    assert trends.filled(vague)["n_reports"].tolist() == [5, 34, 9]


def test_of_days_of_which_nothing_is_said_no_course_is_worked_out():
    days = trends.filled(withheld(daily([40] * 12), 3, 0, pd.NA))
    assert days.empty
    assert trends.growth(days, [Event(day=date(2011, 11, 15), de="Zeitung")]).empty
    assert trends.change_points(days, []).empty


def test_growth_compares_the_days_after_an_event_with_those_before():
    """Ratio and limits are those of statsmodels: GLS with AR(1) days, weekends taken out."""
    rng = np.random.default_rng(3)
    days = daily(rng.poisson(np.r_[[100] * 8, [300] * 3, [100] * 9]))
    event = Event(day=date(2011, 11, 20), de="Zeitung", en="")
    row = trends.growth(days, [event]).iloc[0]
    counts = days["n_reports"].to_numpy()
    assert (row["n_before"], row["n_after"]) == (counts[5:8].sum(), counts[8:11].sum())
    place = np.arange(20)
    after, other = (place >= 8) & (place < 11), (place < 5) | (place >= 11)
    design = np.column_stack([after, other, np.ones(20), days["day"].dt.day_of_week >= 5])
    model = sm.GLS(np.log(counts + 0.5), design.astype(float), 0.6 ** abs(place[:, None] - place))
    low, high = np.exp(model.fit().conf_int()[0])
    assert (row["lower"], row["upper"]) == pytest.approx((low, high))
    assert row["lower"] < 3 < row["upper"]


def test_a_campaign_of_less_than_two_weeks_has_no_interval_of_an_event():
    event = Event(day=date(2011, 11, 15), de="Zeitung", en="")
    row = trends.growth(daily([10, 10, 10, 40, 40, 40, 9]), [event]).iloc[0]
    assert (row["n_before"], row["n_after"], row["en"]) == (30, 120, "Zeitung")
    assert row["ratio"] == pytest.approx(4)
    assert np.isnan(row["lower"])


def test_an_event_outside_the_period_is_left_out():
    days = daily([1, 2, 3])
    far = [Event(day=date(2012, 5, 1), de="später"), Event(day=date(2011, 1, 1), de="früher")]
    assert trends.growth(days, far).empty
    assert trends.growth(days, [Event(day=date(2011, 11, 12), de="erster Tag")]).empty


def test_a_jump_is_a_change_point_and_noise_is_none():
    rng = np.random.default_rng(1)
    steady = rng.poisson(100, 30)
    assert trends.change_points(daily(steady), []).empty
    jump = np.r_[rng.poisson(100, 12), rng.poisson(300, 18)]
    found = trends.change_points(daily(jump), [Event(day=date(2011, 11, 23), de="TV")])
    assert found["day"].dt.strftime("%Y-%m-%d").tolist() == ["2011-11-24"]
    assert found["ratio"].iloc[0] == pytest.approx(3, rel=0.15)
    assert found["near_event"].tolist() == [True]


def test_noise_rarely_makes_a_change_point():
    rng = np.random.default_rng(2)
    alarms = [len(trends.change_points(daily(rng.poisson(60, 30)), [])) > 0 for _ in range(100)]
    assert np.mean(alarms) <= 0.1


def test_a_fall_is_a_change_point_too_and_a_wave_is_two():
    rng = np.random.default_rng(4)
    fall = np.r_[rng.poisson(300, 12), rng.poisson(60, 18)]
    found = trends.change_points(daily(fall), [])
    assert found["ratio"].tolist() == pytest.approx([0.2], rel=0.2)
    wave = np.r_[rng.poisson(60, 12), rng.poisson(900, 6), rng.poisson(60, 12)]
    assert (trends.change_points(daily(wave), [])["ratio"] > 1).tolist() == [True, False]


@pytest.mark.parametrize(("weekend", "memory", "sd"), [(0.5, 0.0, 0.0), (1.0, 0.6, 0.3)])
def test_quiet_weekends_and_days_that_remember_rarely_make_a_change_point(weekend, memory, sd):
    alarms = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        level, noise = np.zeros(28), rng.normal(0, sd, 28)
        for day in range(28):
            level[day] = (memory * level[day - 1] if day else 0) + noise[day] * (
                1 - memory**2
            ) ** 0.5
        days = daily(np.zeros(28, int))
        level += np.log(weekend) * (days["day"].dt.day_of_week >= 5)
        counts = rng.poisson(250 * np.exp(level))
        alarms += len(trends.change_points(days.assign(n_reports=counts), [], seed)) > 0
    assert alarms <= 4


def test_a_short_campaign_has_no_change_points():
    assert trends.change_points(daily([1, 900, 1]), []).empty


# -- faults ----------------------------------------------------------------------------------


TOTAL = pd.DataFrame({"what": ["reports"], "n_least": [4], "n_most": [4]})


def categories(**counts):
    """Protected categories from name = (named by, asked); None = not printed."""
    named, asked = zip(*counts.values(), strict=True)
    kinds = {"category": "str", "n_reports": "Int64", "n_asked": "Int64"}
    table = pd.DataFrame({"category": list(counts), "n_reports": named, "n_asked": asked})
    return table.astype(kinds).assign(suppressed=table["n_reports"].isna().to_numpy())


def test_a_share_is_of_those_who_were_asked():
    table = faults.shares(categories(a=(2, 3), b=(1, 4))).set_index("category")
    assert table.loc["a", "share"] == pytest.approx(2 / 3)
    assert table.loc["b", "share"] == 0.25
    assert (table["lower_share"] < table["share"]).all()
    assert (table["share"] < table["upper_share"]).all()


@pytest.mark.parametrize("unknown", [(None, 4), (2, None), (0, 0)])
def test_what_is_not_printed_has_no_share(unknown):
    table = faults.shares(categories(a=(2, 4), b=unknown))
    assert table["share"].isna().tolist() == [False, True]
    assert table["lower_share"].isna().tolist() == [False, True]


def test_a_pair_is_compared_with_what_independent_faults_would_give():
    pairs = pd.DataFrame(
        {"category_a": ["a", "a", "b"], "category_b": ["b", "c", "c"],
         "n_reports": pd.array([1, 2, pd.NA], dtype="Int64")}
    )  # fmt: skip
    known = categories(a=(2, 4), b=(2, 4), c=(2, 3))
    ratio = faults.together(pairs, known, TOTAL)["ratio"]
    assert ratio.iloc[0] == 1.0  # 2 of 4 and 2 of 4 are together by chance in 1 of 4
    assert ratio.isna().tolist() == [False, True, True]  # not all were asked; not printed


def crossing(**places):
    """A protected crossing from place = (named by, of): one fault; "everywhere" = all reports."""
    rows = [
        ("" if name == "everywhere" else name, name, "no_network", own, n)
        for name, (own, n) in places.items()
    ]
    return pd.DataFrame(rows, columns=["ags8", "city", "category", "n_reports", "n_asked"])


def test_a_city_that_differs_is_named_and_chance_is_not():
    usual = {name: (88 + 2 * i, 300) for i, name in enumerate("BCDE")}
    table = faults.by_city(crossing(everywhere=(870, 2600), A=(180, 300), **usual), 1.0)
    table = table.set_index("city")
    row = table.loc["A"]
    assert row["differs"]
    assert row["lower_difference"] > 0.15
    assert row["share_elsewhere"] == 690 / 2300
    assert not table.loc["B", "differs"]


def test_without_a_printed_city_no_city_is_compared():
    assert faults.by_city(crossing(everywhere=(870, 2600))).empty
    assert faults.by_city(crossing(everywhere=(1, 2)).iloc[:0]).empty
