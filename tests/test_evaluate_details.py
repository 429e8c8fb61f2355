"""Claims about single events, city districts and faults in cities."""

import pandas as pd
import pytest

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
    assert "(3.2 to 4.8)" in fact.en


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
    table = within({"Groß": 90, "Klein": 60}, {"Groß": 90_000, "Klein": 10_000})
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


def test_a_fault_that_differs_is_named_with_its_uncertainty(campaign):
    table = faults.by_city(crossing(everywhere=(780, 2300), A=(180, 300)))
    made = details.faults_by_city(table, CITIES, campaign)
    fact = made["claim.fault.A.no_network"]
    assert "In Stadt nennen 60" in fact.de
    assert "„Kein Netz“" in fact.de
    assert "Prozentpunkte" in fact.de


def test_a_fault_is_told_of_compared_cities_and_beyond_chance_only(campaign):
    differs = faults.by_city(crossing(everywhere=(780, 2300), A=(180, 300)))
    assert details.faults_by_city(differs, CITIES.head(0), campaign) == {}
    alike = faults.by_city(crossing(everywhere=(780, 2300), A=(102, 300)))
    assert details.faults_by_city(alike, CITIES, campaign) == {}
