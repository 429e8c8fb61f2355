"""Counting: each report once per place, day and hour, and once per fault that it names."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from fillings import everything
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import settings as settings_module
from helpers.count import faults, places, times
from helpers.errors import CampaignError
from helpers.settings import HOME

FIRST, LAST = date(2011, 11, 12), date(2011, 11, 30)


@pytest.fixture(scope="module")
def campaign():
    return settings_module.load(HOME)


def texts(**columns):
    return pd.DataFrame(columns).astype("str")


def at(*moments):
    return pd.DataFrame({"submitted_at": pd.to_datetime(list(moments))})


# -- places ----------------------------------------------------------------------------------


@pytest.fixture
def areas():
    return pd.DataFrame(
        {
            "ags5": ["01001", "01002", "01003"],
            "kreis": ["A", "B", "C"],
            "population": [100_000, 20_000, 50_000],
            "population_2018": [120_000, 20_000, 50_000],
        }
    )


def test_a_kreis_without_reports_stays_in_the_table(areas):
    table = places.per_kreis(texts(ags5=["01001", "01001", "", "01003"]), areas)
    assert table["n_reports"].tolist() == [2, 0, 1]
    assert table["kreis"].tolist() == ["A", "B", "C"]


def test_an_unknown_code_stops_the_run(areas):
    with pytest.raises(CampaignError, match="ags5 99999 is not in the gazetteer"):
        places.per_kreis(texts(ags5=["01001", "99999"]), areas)


def test_cities_are_listed_by_their_reports_and_those_without_are_not():
    towns = texts(ags8=["01001000", "01002001", "01002002"], city=["A", "B", "C"])
    located = texts(ags8=["01002001", "", "01002001", "01001000"])
    table = places.per_city(located, towns)
    assert table[["city", "n_reports"]].to_numpy().tolist() == [["B", 2], ["A", 1]]


def test_a_district_is_counted_within_its_city():
    rows = [("1", "Nord")] * 3 + [("1", "Süd")] * 4 + [("1", "")] * 6 + [("2", "Nord"), ("", "Süd")]
    located = pd.DataFrame(rows, columns=["ags8", "district"]).assign(city="Stadt").astype("str")
    table = places.per_district(located)
    assert table[["ags8", "district", "n_reports"]].to_numpy().tolist() == [
        ["1", "Süd", 4], ["1", "Nord", 3], ["2", "Nord", 1],
    ]  # fmt: skip


def test_the_population_nearest_the_campaign_is_used(areas):
    assert places.population_of(areas, 2011)["population"].iloc[0] == 100_000
    assert places.population_of(areas, 2015)["population"].iloc[0] == 120_000
    assert places.population_of(areas, 2024)["population_year"].iloc[0] == 2018


def test_a_city_that_is_a_kreis_has_the_population_of_the_kreis(campaign):
    kreise, towns = places.areas(campaign).set_index("ags5"), places.towns(campaign)
    own = towns[towns["kind"].eq("Kreisfreie Stadt")].set_index("ags8")
    assert own.loc["08222000", "population"] == kreise.loc["08222", "population"] == 309_795
    assert own.loc["08222000", "population_source"].endswith("31.12.2007")
    others = towns[towns["kind"].eq("Landkreis")]
    assert not others["population_source"].str.contains("Statistik der Kreise").any()


# -- times -----------------------------------------------------------------------------------


def test_days_without_reports_are_there():
    days = times.per_day(at("2011-11-12 23:59", "2011-11-14 00:00"), FIRST, LAST)
    assert len(days) == (LAST - FIRST).days + 1
    assert days["n_reports"].tolist()[:3] == [1, 0, 1]
    assert days["n_reports"].sum() == 2


def test_a_report_without_a_day_counts_on_no_day():
    reports = at("2011-11-12 10:00", None, "1911-11-12 10:00")
    assert times.per_day(reports, FIRST, LAST)["n_reports"].sum() == 1
    assert times.per_hour(reports, FIRST, LAST)["n_reports"].sum() == 1


def test_weeks_are_iso_weeks_and_add_up():
    days = pd.DataFrame({"day": pd.date_range("2011-12-31", periods=4), "n_reports": [1, 2, 4, 8]})
    weeks = times.per_week(days)
    assert weeks.to_dict("list") == {"week": ["2011-W52", "2012-W01"], "n_reports": [3, 12]}


def test_hours_hold_every_hour_of_the_week():
    hours = times.per_hour(at("2011-11-14 00:30", "2011-11-20 23:10"), FIRST, LAST)
    assert len(hours) == 7 * 24
    seen = hours[hours["n_reports"] > 0]
    assert seen[["weekday", "hour"]].to_numpy().tolist() == [[0, 0], [6, 23]]


# -- faults ----------------------------------------------------------------------------------


@pytest.fixture
def some(campaign):
    reports = texts(categories=["data_slow|no_network", "data_slow", "", "no_network|sms_late"])
    return faults.named(reports, campaign)


def test_a_report_counts_for_each_fault_that_it_names(campaign, some):
    table = faults.per_category(some, some | True, campaign)
    assert table["n_reports"].is_monotonic_decreasing
    table = table.set_index("category")
    assert table.loc["data_slow", "n_reports"] == 2
    assert table.loc["no_network", "n_reports"] == 2
    assert table.loc["data_none", "n_reports"] == 0
    assert table.loc["data_slow", "de"] == "Datenverbindung sehr langsam"


def test_who_was_not_shown_a_fault_was_not_asked(campaign):
    reports = texts(
        categories=["no_network", "", "", "no_network|data_slow"],
        categories_not_asked=["", "", "no_network", ""],
    )
    named, asked = faults.named(reports, campaign), faults.asked(reports, campaign)
    table = faults.per_category(named, asked, campaign).set_index("category")
    assert table.loc["no_network", ["n_reports", "n_asked"]].tolist() == [2, 3]
    assert table.loc["data_slow", "n_asked"] == 4
    odd = reports.assign(categories="no_network")  # whoever names a kind knew of it
    assert faults.asked(odd, campaign)["no_network"].all()


def test_an_id_inside_another_id_is_no_hit(campaign):
    assert not faults.named(texts(categories=["calls_drop_x", "xdata_slow"]), campaign).any(
        axis=None
    )


def test_pairs_are_counted_once(some):
    pairs = faults.together(some)
    n = some.shape[1]
    assert len(pairs) == n * (n - 1) / 2
    both = pairs[(pairs["category_a"] == "data_slow") & (pairs["category_b"] == "no_network")]
    assert both["n_reports"].tolist() == [1]


def test_faults_are_counted_in_larger_cities_and_in_all_reports(campaign):
    n = faults.LEAST_REPORTS
    ags8 = ["1"] * n + ["2"] * (n - 1) + [""] * 7
    located = texts(ags8=ags8, city=ags8, categories=["data_slow"] * len(ags8))
    located["categories_not_asked"] = ""
    named, asked = faults.named(located, campaign), faults.asked(located, campaign)
    table = faults.per_place(located, named, asked)
    assert table["ags8"].unique().tolist() == ["", "1"]
    slow = table[table["category"] == "data_slow"].set_index("ags8")
    assert slow["n_reports"].to_dict() == {"": 2 * n + 6, "1": n}
    assert slow["n_asked"].equals(slow["n_reports"])


def test_who_was_not_shown_all_faults_is_not_compared_by_place(campaign):
    located = texts(ags8=[""] * 3, city="", categories=["data_slow"] * 3)
    located["categories_not_asked"] = ["", "no_network", ""]
    named, asked = faults.named(located, campaign), faults.asked(located, campaign)
    assert faults.per_place(located, named, asked)["n_asked"].eq(2).all()


# -- all together ----------------------------------------------------------------------------


def invented(n: int, seed: int) -> pd.DataFrame:
    """Invent located reports: some without a place, a district or a time."""
    chance = np.random.default_rng(seed)
    towns = places.towns(settings_module.load(HOME)).sample(5, random_state=seed)
    town = towns.iloc[chance.integers(0, 5, n)].reset_index(drop=True)
    known = pd.Series(chance.random(n) < 0.8)
    frame = town[["ags8", "city", "ags5"]].where(known, "")
    frame["district"] = pd.Series("Nord", index=frame.index).where(chance.random(n) < 0.5, "")
    moment = pd.Timestamp(FIRST) + pd.to_timedelta(chance.integers(0, 19 * 24, n), unit="h")
    frame["submitted_at"] = pd.Series(moment).where(chance.random(n) < 0.9)
    ids = np.array(settings_module.load(HOME).category_ids())
    frame["categories"] = ["|".join(ids[chance.random(len(ids)) < 0.3]) for _ in range(n)]
    return frame.assign(categories_not_asked="", thing="").astype({"categories": "str"})


@settings(max_examples=15, deadline=None)
@given(n=st.integers(1, 60), seed=st.integers(0, 5))
def test_counts_add_up_between_the_tables(n, seed):
    located = invented(n, seed)
    counted = everything(located, settings_module.load(HOME))
    assert counted["kreise"]["n_reports"].sum() == (located["ags5"] != "").sum()
    assert counted["cities"]["n_reports"].sum() == (located["ags8"] != "").sum()
    with_district = ((located["ags8"] != "") & (located["district"] != "")).sum()
    assert counted["districts"]["n_reports"].sum() == with_district
    dated = located["submitted_at"].notna().sum()
    for name in ("days", "weeks", "hours"):
        assert counted[name]["n_reports"].sum() == dated, name
    named = located["categories"].str.split("|").map(lambda ids: len([i for i in ids if i])).sum()
    assert counted["categories"]["n_reports"].sum() == named


def test_a_campaign_without_reports_has_tables_of_zeros(campaign):
    counted = everything(invented(1, 1).head(0), campaign)
    assert len(counted["kreise"]) == 400
    assert all(table["n_reports"].eq(0).all() for table in counted.values())
