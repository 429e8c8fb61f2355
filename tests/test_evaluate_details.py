"""Claims about single events, city districts and faults in cities."""

import numpy as np
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


def within(counts, population=None):
    rows = [("A", "Stadt", name) for name, n in counts.items() for _ in range(n)]
    reports = pd.DataFrame(rows, columns=["ags8", "city", "district"]).astype("str")
    sizes = population or {}
    known = pd.DataFrame(
        {"ags8": ["A"] * len(sizes), "district": list(sizes),
         "population": pd.array(list(sizes.values()), dtype="Int64")}
    ).astype({"ags8": "str", "district": "str"})  # fmt: skip
    return districts.per_district(reports, known).assign(suppressed=False)


def test_a_district_that_clearly_leads_in_count_is_named():
    made = details.districts(within({"Nord": 90, "Süd": 30, "Ost": 20}), CITIES)
    fact = made["claim.district.A"]
    assert "kommen mit 90 am häufigsten welche aus Nord: 64,3" in fact.de.replace("\u202f", " ")
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
    table = within({"Nord": 90, "Süd": 30, "Ost": 20})
    table.loc[table["district"] == "Nord", "suppressed"] = True
    assert "Nord" not in str(details.districts(table, CITIES))


def test_a_fault_that_differs_is_named_with_its_uncertainty(campaign):
    rng = np.random.default_rng(1)
    ags8 = np.repeat(["A", "B"], [300, 2000])
    names = np.where(
        rng.uniform(size=2300) < np.where(ags8 == "A", 0.6, 0.3), "no_network", "data_slow"
    )
    reports = pd.DataFrame({"ags8": ags8, "categories": names}).astype("str")
    named = faults.named(reports, campaign)
    table = faults.per_city(reports, named, CITIES.assign(n_reports=300))
    made = details.faults_by_city(table, CITIES, campaign)
    fact = made["claim.fault.A.no_network"]
    assert "In Stadt nennen 6" in fact.de
    assert "„Kein Netz“" in fact.de
    assert "Prozentpunkte" in fact.de
    assert details.faults_by_city(table, CITIES.head(0), campaign) == {}


def test_a_small_count_of_a_fault_is_not_told(campaign):
    table = pd.DataFrame(
        {"ags8": ["A", "A", "A"], "n_city": [200, 200, 200], "n_reports": [3, 197, 60]}
    )
    assert faults.safe(table, CITIES["ags8"], k=5)["n_reports"].tolist() == [60]
