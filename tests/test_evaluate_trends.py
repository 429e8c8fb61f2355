"""Time and faults: days, weeks, hours, events, change points, categories."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers import settings as settings_module
from helpers.evaluate import faults, intervals, trends
from helpers.settings import HOME, Event


@pytest.fixture(scope="module")
def campaign():
    return settings_module.load(HOME)


def at(*times):
    return pd.DataFrame({"submitted_at": pd.to_datetime(list(times))})


def daily(counts, first="2011-11-12"):
    days = pd.date_range(first, periods=len(counts), freq="D")
    return pd.DataFrame({"day": days, "n_reports": counts, "n_cumulative": np.cumsum(counts)})


def test_days_without_reports_are_there(campaign):
    days = trends.per_day(at("2011-11-12 23:59", "2011-11-14 00:00"), campaign)
    assert len(days) == (campaign.as_of - campaign.first_day).days + 1
    assert days["n_reports"].tolist()[:3] == [1, 0, 1]
    assert days["n_cumulative"].iloc[-1] == 2


def test_a_report_without_a_day_counts_on_no_day(campaign):
    reports = at("2011-11-12 10:00", None, "1911-11-12 10:00")
    assert trends.per_day(reports, campaign)["n_reports"].sum() == 1
    assert trends.per_hour(reports, campaign)["n_reports"].sum() == 1


def test_weeks_are_iso_weeks_and_add_up(campaign):
    days = daily([1, 2, 4, 8], first="2011-12-31")
    weeks = trends.per_week(days)
    assert weeks.to_dict("list") == {"week": ["2011-W52", "2012-W01"], "n_reports": [3, 12]}


def test_hours_hold_every_hour_of_the_week(campaign):
    hours = trends.per_hour(at("2011-11-14 00:30", "2011-11-20 23:10"), campaign)
    assert len(hours) == 7 * 24
    seen = hours[hours["n_reports"] > 0]
    assert seen[["weekday", "hour"]].to_numpy().tolist() == [[0, 0], [6, 23]]


def test_growth_compares_the_days_after_an_event_with_those_before():
    days = daily([10, 10, 10, 40, 40, 40, 9])
    event = Event(day=date(2011, 11, 15), de="Zeitung", en="")
    row = trends.growth(days, [event]).iloc[0]
    assert (row["n_before"], row["n_after"], row["en"]) == (30, 120, "Zeitung")
    assert row["ratio"] == pytest.approx(4)
    assert row["lower"] < 4 < row["upper"]
    assert (row["lower"], row["upper"]) == intervals.rate_ratio(120, 3, 30, 3)[1:]


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


def test_a_short_campaign_has_no_change_points():
    assert trends.change_points(daily([1, 900, 1]), []).empty


# -- faults ----------------------------------------------------------------------------------


@pytest.fixture
def some(campaign):
    reports = pd.DataFrame(
        {"categories": ["data_slow|no_network", "data_slow", "", "no_network|sms_late"]}
    ).astype("str")
    return faults.named(reports, campaign)


def test_a_report_counts_for_each_fault_that_it_names(campaign, some):
    table = faults.per_category(some, some | True, campaign).set_index("category")
    assert table.loc["data_slow", "n_reports"] == 2
    assert table.loc["no_network", "n_reports"] == 2
    assert table.loc["data_none", "n_reports"] == 0
    assert table.loc["data_slow", "share"] == 0.5
    assert table.loc["data_slow", "de"] == "Datenverbindung sehr langsam"


def test_a_share_is_of_those_who_were_asked(campaign):
    reports = pd.DataFrame(
        {
            "categories": ["no_network", "", "", "no_network|data_slow"],
            "categories_not_asked": ["", "", "no_network", ""],
        }
    ).astype("str")
    named, asked = faults.named(reports, campaign), faults.asked(reports, campaign)
    table = faults.per_category(named, asked, campaign).set_index("category")
    assert table.loc["no_network", ["n_reports", "n_asked"]].tolist() == [2, 3]
    assert table.loc["no_network", "share"] == pytest.approx(2 / 3)
    assert table.loc["data_slow", "n_asked"] == 4
    odd = reports.assign(categories="no_network")  # whoever names a kind knew of it
    assert faults.asked(odd, campaign)["no_network"].all()


def test_an_id_inside_another_id_is_no_hit(campaign):
    reports = pd.DataFrame({"categories": ["calls_drop_x", "xdata_slow"]}).astype("str")
    assert not faults.named(reports, campaign).to_numpy().any()


def test_pairs_are_counted_once(some):
    pairs = faults.together(some, some | True)
    k = some.shape[1]
    assert len(pairs) == k * (k - 1) / 2
    both = pairs[(pairs["category_a"] == "data_slow") & (pairs["category_b"] == "no_network")]
    assert both["n_reports"].tolist() == [1]
    assert both["ratio"].tolist() == [1.0]


def test_a_city_that_differs_is_named_and_chance_is_not(campaign):
    rng = np.random.default_rng(3)
    ags8 = np.repeat(["A", "B", "C"], [300, 300, 2000])
    likely = np.where(ags8 == "A", 0.6, 0.3)
    names = np.where(rng.uniform(size=2600) < likely, "no_network", "data_slow")
    reports = pd.DataFrame({"ags8": ags8, "categories": names}).astype("str")
    cities = pd.DataFrame({"ags8": ["A", "B"], "city": ["A", "B"], "n_reports": [300, 300]})
    table = faults.per_city(reports, faults.named(reports, campaign), cities)
    row = table[(table["ags8"] == "A") & (table["category"] == "no_network")].iloc[0]
    assert row["differs"]
    assert row["lower_difference"] > 0.15
    assert not table.loc[table["ags8"] == "B", "differs"].any()
    elsewhere = round(row["share_elsewhere"] * 2300)
    square = [[row["n_reports"], 300 - row["n_reports"]], [elsewhere, 2300 - elsewhere]]
    assert row["q_value"] >= stats.fisher_exact(square).pvalue


def test_small_cities_are_not_compared(campaign):
    reports = pd.DataFrame({"ags8": ["A"] * 50, "categories": ["data_slow"] * 50}).astype("str")
    cities = pd.DataFrame({"ags8": ["A"], "city": ["A"], "n_reports": [50]})
    table = faults.per_city(reports, faults.named(reports, campaign), cities)
    assert table.empty
