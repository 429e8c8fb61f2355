"""How the geocoder reads single wordings: shortened names, parts of towns, second places."""

import pandas as pd
import pytest

from helpers import gazetteer, geocode
from helpers.geocode.index import load
from helpers.geocode.places import Place
from helpers.geocode.words import is_common

FIELDS = ["city_raw", "district_raw", "postcode_raw"]


def one(city: str, district: str = "", postcode: str = "") -> pd.Series:
    entry = pd.DataFrame([(city, district, postcode)], columns=FIELDS, dtype="str")
    return geocode.locate(entry).iloc[0]


def kreis(*fields: str) -> str:
    """Return the Kreis code, or the status of an entry that stays unlocated."""
    found = one(*fields)
    return found["ags5"] or found["locate_status"]


@pytest.mark.parametrize(("text", "ags5"), [
    ("M", "09162"), ("KA", "08212"), ("HD", "08221"), ("FR", "08311"), ("MTK", "06436"),
])  # fmt: skip
def test_a_car_plate_of_a_big_city_and_the_kreis_around_it_means_the_city(text, ags5):
    assert kreis(text) == ags5


def test_a_car_plate_of_a_small_city_and_the_kreis_around_it_decides_nothing():
    assert kreis("BA") == "ambiguous"
    assert "09461000 Bamberg" in one("BA")["locate_candidates"]


@pytest.mark.parametrize(("text", "district"), [
    ("KA-Durlach", "Durlach"), ("M-Pasing", "Pasing"), ("HB-Vegesack", "Vegesack"),
    ("H-Döhren", "Döhren"),
])  # fmt: skip
def test_a_car_plate_before_a_district_means_the_city_that_has_it(text, district):
    assert one(text)["district"] == district


@pytest.mark.parametrize(("text", "ags5"), [
    ("Wilhelmsh.", "03405"), ("Garmisch-Partenk.", "09180"), ("Frankf.", "06412"),
    ("Lu'hafen", "07314"), ("S'brücken", "10041"), ("Hamb.", "02000"),
    ("Neub.", "ambiguous"), ("L'burg", "ambiguous"),
])  # fmt: skip
def test_a_name_broken_off_or_drawn_together_is_read_where_one_town_is_clearly_meant(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Main-Kinzig", "06435"), ("Ennepe-Ruhr", "05954"), ("Insel Sylt", "01054"),
    ("SG Hankensbüttel", "03151"), ("Gemeinde Weyhe", "03251"),
])  # fmt: skip
def test_titles_of_kreise_and_municipalities_may_be_missing_or_added(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Münih", "09162"), ("Kolonya", "05315"), ("Flensborg", "01001"), ("Lennep", "05120"),
    ("Sterkrade", "05119"), ("Babelsberg", "12054"),
])  # fmt: skip
def test_names_in_other_languages_and_of_former_towns_are_known(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize("text", [
    "Sachsenhausen", "Bockenheim", "Eppendorf", "Britz", "Biebrich", "Harburg", "Weiden, Köln",
])  # fmt: skip
def test_a_small_place_is_not_taken_for_granted_where_a_big_city_has_a_district_of_its_name(text):
    assert kreis(text) in ("ambiguous", "05315")


@pytest.mark.parametrize(("fields", "ags5"), [
    (("Eppendorf", "", "20251"), "02000"), (("Eppendorf", "", "09575"), "14522"),
    (("Eppendorf, Sachsen",), "14522"), (("Eppendorf", "Hamburg"), "02000"),
])  # fmt: skip
def test_another_field_decides_between_a_small_place_and_a_district(fields, ags5):
    assert kreis(*fields) == ags5


def test_the_kreis_of_a_name_does_not_outweigh_the_place_that_is_called_so():
    assert kreis("Steinburg") == "ambiguous"


@pytest.mark.parametrize(("text", "ags5"), [
    ("Rheinau-Mitte", "08222"), ("Göggingen-Süd", "09761"), ("Petershausen-West", "08335"),
])  # fmt: skip
def test_a_districts_whole_name_is_not_shortened_to_a_village(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize("text", ["Dransdorf", "Lengsdorf", "Nordenstadt", "Buschdorf"])
def test_a_district_known_from_an_unsure_list_is_never_bent_into_another_place(text):
    assert kreis(text) == "ambiguous"


@pytest.mark.parametrize("text", ["Trierer Straße", "Nordviertel", "Stadtpark", "Westfriedhof"])
def test_a_districts_name_that_any_city_could_have_decides_no_city(text):
    assert one(text)["ags5"] == ""
    assert is_common("triererstrasse")


@pytest.mark.parametrize("fields", [
    ("Köln", "Kreuzberg"), ("München", "Neukölln"), ("Hamburg", "Prenzlauer Berg"),
    ("Pendle Ulm - Stuttgart",), ("zw. Bonn und Koblenz",),
    ("in der Nähe von Köln",), ("Dorf bei Bremen",), ("Siengen",), ("Lndau",),
    ("Stuttgart", "Blankenese"), ("nördl. von Hamburg",), ("Speckgürtel Berlin",), ("Elbe",),
    ("Neustadt Nord",), ("Schwabing",), ("Mainz-Wiesbaden",), ("Ense-Bremen",),
    ("Celle - Uelzen",), ("20km von Leipzig",), ("Neustadt/Saale",),
    ("ca. 15 km von Bremen",), ("Nachbarort von Köln",), ("Vaihingen",), ("Ammersee",),
])  # fmt: skip
def test_what_contradicts_itself_or_lies_near_or_between_stays_ambiguous(fields):
    assert kreis(*fields) == "ambiguous"


@pytest.mark.parametrize(("fields", "ags5"), [
    (("Köln", "Südstadt"), "05315"), (("Nürnberg", "Altstadt"), "09564"),
    (("HH, Nähe Hbf",), "02000"), (("Starnberg bei München",), "09188"),
])  # fmt: skip
def test_common_district_names_and_places_inside_contradict_nothing(fields, ags5):
    assert kreis(*fields) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Lilienthal/Worphausen", "03356"), ("Nümbrecht-Marienberghausen", "05374"),
    ("Wandlitz OT Basdorf", "12060"), ("Rödermark-Urberach", "06438"),
    ("Norderstedt-Garstedt", "01060"), ("München-Haar", "ambiguous"),
    ("Schkopau Ortsteil Döllnitz", "15088"), ("Horn (vremen)", "ambiguous"),
    ("Ehrenfeld-Kölm", "05315"),
])  # fmt: skip
def test_a_municipality_with_an_unknown_part_is_found_by_its_own_name(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("fields", "ags5"), [
    (("Neukirchen", "", "47506"), "05170"), (("1067 Dresden",), "14612"),
    (("Neustadt", "", "1844"), "14628"), (("1844 Neustadt",), "14628"),
    (("1067",), "no_place"), (("", "", "1067"), "ambiguous"), (("Kassel", "", "1067"), "06611"),
    (("2000 Hamburg",), "02000"), (("1010 Wien",), "abroad"),
])  # fmt: skip
def test_a_postcode_without_its_zero_or_with_half_a_name_only_confirms(fields, ags5):
    assert kreis(*fields) == ags5


@pytest.mark.parametrize(("fields", "ags5"), [
    (("Frankfurt", "Oder"), "12053"), (("Halle", "Saale"), "15002"), (("Bad", "Homburg"), "06434"),
    (("Frankfurt", "Höchst"), "06412"), (("Königstein", "", "61462"), "06434"),
])  # fmt: skip
def test_two_fields_that_make_one_official_name_are_read_as_one(fields, ags5):
    assert kreis(*fields) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Erbach (Odenwald)", "06437"), ("Fürth (Odenwald)", "06431"),
    ("Ludwigshafen/Bodensee", "08335"), ("Muldentalkreis", "14729"), ("Nordvorpommern", "13073"),
    ("Stockach", "08335"), ("N-Langwasser", "09564"), ("Kln", "05315"), ("Aue/Sachsen", "14521"),
    ("Malchow/Meckl.", "13071"), ("Wald (Solingen)", "05122"), ("Heiligenstadt", "ambiguous"),
    ("Bad Endorf", "09187"), ("Tübingen Derendingen", "08416"),
    ("Augsburg Oberhausen", "09761"), ("Heilbad Heiligenstadt", "16061"),
])  # fmt: skip
def test_kreise_regions_and_districts_tell_places_apart(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize("text", ["Mein Haus", "Rhein", "mein Dorf", "meine Stadt", "Kuhdorf"])
def test_ordinary_words_are_not_bent_into_a_place(text):
    assert kreis(text) == "no_place"


@pytest.mark.parametrize(("text", "ags5"), [
    ("<b>Berlin</b>", "11000"), ("Köln<br>", "05315"), ("<script>Berlin</script>", "no_place"),
])  # fmt: skip
def test_tags_that_only_format_are_ignored(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize("end", ["x", "ss", ""])
def test_any_name_with_a_wrong_end_is_read_or_left(end):
    names = gazetteer.municipalities()["city"].iloc[::7].str[:-1] + end
    entries = pd.DataFrame({"city_raw": names, "district_raw": "", "postcode_raw": ""})
    assert geocode.locate(entries)["locate_status"].ne("").all()


def test_a_wrong_letter_in_place_of_an_umlaut_says_nothing_about_dots():
    assert kreis("Mvnster") == "05515"
    assert kreis("Munster") == "ambiguous"


def test_a_stadt_whose_inhabitants_no_source_knows_is_no_village():
    assert load().places["06438012"].population >= 5_000  # Rödermark
    assert load().places["08425141"].population > 15_000  # Blaustein, by its villages


def test_a_place_names_itself_with_its_kreis():
    place = Place("09777166", "09777", "Rieden", "Landkreis Ostallgäu", 1300)
    assert place.label == "Rieden (Landkreis Ostallgäu)"
