"""Claims about single events, city districts and faults in cities."""

import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import mcnemar

from helpers import settings as settings_module
from helpers.evaluate import details, districts, faults
from helpers.settings import HOME

CITIES = pd.DataFrame({"ags8": ["A"], "city": ["Stadt"]})


@pytest.fixture(scope="module")
def campaign():
    return settings_module.load(HOME)


def event(n_before, n_after):
    ratio = n_after / n_before
    return pd.DataFrame(
        {"day": pd.to_datetime(["2011-11-16"]), "de": ["Zeitung"], "en": ["paper"],
         "n_before": [n_before], "n_after": [n_after], "ratio": [ratio],
         "lower": [ratio * 0.8], "upper": [ratio * 1.2]}
    )  # fmt: skip


def test_a_rise_after_an_event_is_suggested_with_the_media_caveat():
    fact = details.events(event(100, 400), k=5)["claim.event.1"]
    assert (fact.strength, fact.caveat) == ("suggested", "media")
    assert "„Zeitung“ (16. November 2011)" in fact.de
    assert "4,0-mal so viele" in fact.de
    assert "(3.2 to 4.8; weekdays" in fact.en


def test_an_event_with_a_small_count_is_left_out():
    assert details.events(event(3, 400), k=5) == {}


def within(of, population=None):
    """Districts of a city of 140 reports, compared as the notebook does; None = not printed."""
    rows = pd.DataFrame(
        {"ags8": "A", "city": "Stadt", "district": list(of), "n_reports": list(of.values())}
    )
    rows = rows.astype({"ags8": "str", "district": "str", "n_reports": "Int64"})
    sizes = population or {}
    known = pd.DataFrame({"ags8": "A", "district": list(sizes), "population": list(sizes.values())})
    known = known.astype({"ags8": "str", "district": "str", "population": "Int64"})
    city = pd.DataFrame({"ags8": ["A"], "n_reports": [140]})
    return districts.compared(rows.assign(suppressed=rows["n_reports"].isna()), city, known)


def test_a_district_that_clearly_leads_in_count_is_named():
    made = details.districts(within({"Nord": 90, "Süd": 30, "Ost": 20}), CITIES)
    fact = made["claim.district.A"]
    assert "steht Nord vorn: 90 Meldungen, 64,3" in fact.de
    assert "aller Meldungen der Stadt" in fact.de
    assert fact.caveat == "districts"


def test_a_narrow_lead_in_count_names_no_district():
    assert details.districts(within({"Nord": 32, "Süd": 30, "Ost": 20}), CITIES) == {}


def test_with_known_inhabitants_the_rate_decides_and_not_the_count():
    of = {"Groß": 90, "Klein": 60, "Ost": 9, "West": 11, "Süd": 10}
    table = within(of, dict.fromkeys(of, 10_000) | {"Groß": 90_000})
    fact = details.districts(table, CITIES)["claim.district.A"]
    assert "aus Klein je Einwohner 6,0-mal so viele Meldungen" in fact.de


def test_with_known_inhabitants_and_equal_rates_no_district_is_named():
    table = within({"Groß": 90, "Klein": 10}, {"Groß": 90_000, "Klein": 10_000})
    assert details.districts(table, CITIES) == {}


def test_a_withheld_district_is_not_named():
    made = details.districts(within({"Nord": None, "Süd": 60, "Ost": 20}), CITIES)
    assert "Süd" in str(made)
    assert "Nord" not in str(made)


def crossing(**cities):
    """A protected crossing from city = (named by, of): one fault; "" = all reports."""
    rows = [(city, "Stadt", "no_network", own, n) for city, (own, n) in cities.items()]
    table = pd.DataFrame(rows, columns=["ags8", "city", "category", "n_reports", "n_asked"])
    return table.assign(ags8=table["ags8"].replace("everywhere", ""))


USUAL = {name: (100 + i, 300) for i, name in enumerate("BCDEF")}


def test_a_fault_that_differs_from_how_cities_differ_is_named(campaign):
    table = faults.by_city(crossing(everywhere=(780, 2300), A=(180, 300), **USUAL))
    made = details.faults_by_city(table, CITIES, campaign)
    fact = made["claim.fault.A.no_network"]
    assert "In Stadt nennen 60" in fact.de
    assert "„Kein Netz“" in fact.de
    assert "als Städte ihn sonst untereinander haben" in fact.de


def test_a_fault_is_told_of_compared_cities_and_beyond_chance_only(campaign):
    differs = faults.by_city(crossing(everywhere=(780, 2300), A=(180, 300), **USUAL))
    assert details.faults_by_city(differs, CITIES.head(0), campaign) == {}
    alike = faults.by_city(crossing(everywhere=(780, 2300), A=(102, 300), **USUAL))
    assert details.faults_by_city(alike, CITIES, campaign) == {}


def test_where_cities_differ_widely_anyway_no_city_is_named(campaign):
    wide = {"B": (60, 300), "C": (150, 300), "D": (90, 300), "E": (210, 300)}
    table = faults.by_city(crossing(everywhere=(780, 2300), A=(180, 300), **wide))
    assert details.faults_by_city(table, CITIES, campaign) == {}


@pytest.mark.parametrize(("first", "shown"), [(560, True), (510, False)])
def test_the_top_fault_is_tested_against_the_second(first, shown):
    """The exact test of those who name just one of the two: McNemar's, as in statsmodels."""
    published = faults.shares(
        pd.DataFrame({"category": ["a", "b"], "de": ["A", "B"], "en": ["A", "B"],
                      "n_reports": [first, 500], "n_asked": 1000, "suppressed": False})
    )  # fmt: skip
    pairs = pd.DataFrame({"category_a": ["a"], "category_b": ["b"], "n_reports": [300]})
    fact = details.top_fault(published, pairs, dispersion=1.0)
    theirs = mcnemar([[300, first - 300], [200, 0]], exact=True).pvalue
    assert (fact.strength == "shown") == shown == (theirs <= 0.05)
    if not shown:
        assert "welche Störung vorn liegt, kann Zufall sein" in fact.de
