"""Where a campaign takes place: which Kreise are counted, and what a name means."""

import pytest

from helpers import scope, settings
from helpers.errors import CampaignError


def of(*entries):
    return scope.of(settings.load(".").model_copy(update={"scope": list(entries)}))


def test_without_a_scope_all_of_germany_counts():
    here = of()
    assert (here.kind, len(here.kreise), here.name("de")) == ("country", 400, "Deutschland")


def test_a_city_state_is_one_city():
    here = of("Hamburg")
    assert (here.kind, here.kreise, here.city) == ("city", {"02000"}, "02000000")


def test_two_laender_hold_their_kreise():
    here = of("Bayern", "Sachsen")
    assert (here.kind, len(here.kreise)) == ("laender", 109)
    assert here.name("de") == "Bayern und Sachsen"


def test_a_kreis_may_be_named_or_coded():
    assert of("14626").kreise == of("Landkreis Görlitz").kreise == {"14626"}
    assert of("14626").kind == "kreise"


def test_a_city_within_a_kreis_is_not_the_kreis():
    here = of("03241001")
    assert (here.kind, here.city, here.within_kreis) == ("city", "03241001", True)
    places = settings.load(".").model_copy(update={"scope": ["03241001"]})
    from helpers.count.places import areas, towns

    [area] = areas(places).itertuples()
    assert area.kreis == "Hannover"
    assert area.population < 600_000
    assert towns(places)["ags8"].tolist() == ["03241001"]


def test_a_name_of_several_places_asks_which():
    with pytest.raises(CampaignError, match=r'several: write the code, "'):
        of("Altdorf")


def test_an_unknown_place_says_what_is_expected():
    with pytest.raises(CampaignError, match='Did you mean "Hamburg"'):
        of("Hamburgg")


def test_a_code_without_quotes_has_lost_its_zero():
    with pytest.raises(ValueError, match="in quotes"):
        settings.Settings(dir=".", scope=2000)
