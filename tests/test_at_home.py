"""The campaign's scope decides which of several places is meant, and nothing else."""

import pandas as pd
import pytest

from helpers import geocode, scope, settings


def located(here: list[str], city: str, district: str = "", postcode: str = ""):
    place = scope.of(settings.load(".").model_copy(update={"scope": here}))
    entry = pd.DataFrame(
        [[city, district, postcode]], columns=["city_raw", "district_raw", "postcode_raw"]
    ).astype("str")
    return geocode.locate(entry, here=place).iloc[0]


@pytest.mark.parametrize("city", ["Wilhelmsburg", "Niendorf Markt", "Altona", "Hamm"])
def test_a_district_of_the_campaigns_city_is_its_own(city):
    row = located(["Hamburg"], city)
    assert row.city == "Hamburg"
    assert row.district


@pytest.mark.parametrize("district", ["Innenstadt-West", "Nordstadt", "Do-Scharnhorst", "LüDo"])
def test_a_district_alone_that_nobody_knows_is_somewhere_in_the_campaigns_city(district):
    row = located(["Dortmund"], "", district)
    assert (row.city, row.district) == ("Dortmund", "")
    assert geocode.review(pd.DataFrame([row]))["reason"].tolist() == ["district not known"]


@pytest.mark.parametrize("district", ["Lünen", "Castrop-Rauxel", "keine Angabe", "überall", ""])
def test_another_town_or_nothing_is_not_the_campaigns_city(district):
    assert located(["Dortmund"], "", district).city != "Dortmund"


@pytest.mark.parametrize("city", ["Norderstedt", "Bremen", "Lüneburg", "Neustadt in Holstein"])
def test_what_is_clearly_elsewhere_stays_elsewhere(city):
    assert located(["Hamburg"], city).city not in ("Hamburg", "")


def test_a_homonym_is_the_one_in_the_campaigns_land():
    assert located([], "Rosenthal").locate_status == "ambiguous"
    row = located(["Hessen"], "Rosenthal")
    assert (row.locate_status, row.ags5[:2]) == ("located", "06")


def test_a_postcode_elsewhere_is_not_overruled():
    assert located(["Hamburg"], "Wilhelmsburg", postcode="80331").city != "Hamburg"


def test_without_a_scope_nothing_changes():
    assert located([], "Wilhelmsburg").equals(located(["Deutschland"], "Wilhelmsburg"))
