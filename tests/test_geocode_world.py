"""What the geocoder promises about places as they really come: villages, streets, qualifiers."""

import math
from pathlib import Path

import geocode_world as world
import geopandas as gpd
import pandas as pd
import pytest
import shapely

from helpers import clean, gazetteer, geocode
from helpers.errors import CampaignError
from helpers.geocode import index, points, postcodes
from helpers.geocode.places import Place
from helpers.intake.mapping import coordinates
from helpers.settings import HOME, Settings

REAL = world.real(HOME / "tests" / "data" / "geocode_real.csv")


def locate(*entries: tuple[str, ...]) -> pd.DataFrame:
    rows = [(*entry, "", "")[:3] for entry in entries]
    return geocode.locate(pd.DataFrame(rows, columns=world.FIELDS, dtype="str"))


def one(*fields: str) -> pd.Series:
    return locate(fields).iloc[0]


def shares(table: pd.DataFrame) -> pd.DataFrame:
    told = world.judge(table, geocode.locate(table[world.FIELDS]))
    return pd.crosstab(told["form"], told["outcome"], normalize="index")


def test_real_entries_are_mostly_right_and_hardly_ever_wrong():
    found = shares(REAL)
    assert found.loc["station", "right"] >= 0.88
    assert found.loc["street_city", "right"] >= 0.88
    assert found.loc["street_zip_city", "right"] >= 0.98
    assert found.loc["city_zip", "right"] >= 0.985
    assert found.loc["station", "wrong"] <= 0.007
    assert found.loc["street_city", "wrong"] <= 0.008
    assert found.loc["street_zip_city", "wrong"] <= 0.0025
    assert found.loc["city_zip", "wrong"] <= 0.002
    assert found.loc["thread", "wrong"] <= 0.04 if "wrong" in found else True


def test_without_the_stations_fewer_are_found_and_hardly_more_are_wrong():
    with world.without_stations("db"):
        found = shares(REAL)
    assert found.loc["station", "right"] >= 0.65
    assert found.loc["station", "wrong"] <= 0.007
    assert found.loc["street_city", "wrong"] <= 0.008


def test_a_place_that_the_gazetteer_lacks_is_not_bent_into_another():
    asked = world.left_out(seed=11)
    alone = pd.DataFrame({"city_raw": asked["name"], "district_raw": "", "postcode_raw": ""})
    coded = alone.assign(postcode_raw=asked["postcode"])[asked["postcode"].ne("")]
    with world.without(set(asked["name"])):
        found, helped = geocode.locate(alone), geocode.locate(coded)
    wrong = found["ags5"].ne("") & found["ags5"].ne(asked["ags5"])
    assert (wrong & found["locate_how"].eq("fuzzy")).mean() <= 0.01
    assert wrong.mean() <= 0.03
    truth = asked.loc[coded.index, "ags5"]
    assert helped["ags5"].eq(truth).mean() >= 0.92
    assert (helped["ags5"].ne("") & helped["ags5"].ne(truth)).mean() <= 0.003


def test_everything_works_without_stations_and_the_output_says_what_is_used():
    assert "stations of Deutsche Bahn" in geocode.say(locate(("Berlin",)))
    with world.without_stations():
        assert one("Berlin")["ags5"] == "11000"


def test_each_suggestion_of_the_form_leads_to_its_own_kreis():
    asked = world.suggestions()
    told = world.judge(asked, geocode.locate(asked[world.FIELDS]))
    assert told.loc[told["outcome"].ne("right"), "city_raw"].tolist() == []


@pytest.mark.parametrize("text", [
    "Karl-Marx-Straße", "Rosa-Luxemburg-Platz", "Köln-Mindener-Straße", "Hohlweg", "I. Hagen",
    "Frankfurter Allee 5", "[Adresse]",
])  # fmt: skip
def test_a_bare_street_is_no_place(text):
    assert one(text)["ags5"] == ""


@pytest.mark.parametrize(("text", "ags5", "district"), [
    ("Karl-Marx-Straße, Berlin", "11000", ""), ("Bahnhofplatz 6, Ottobrunn", "09184", ""),
    ("Oranienstraße 1, Berlin-Kreuzberg", "11000", "Kreuzberg"),
    ("[Adresse], Ottobrunn", "09184", ""), ("Bonn Helmholtzstraße", "05314", ""),
    ("Goltsteinstr. 75, 50968 Köln - Bayenthal", "05315", "Bayenthal"),
    ("Geyergasse (Altstadt/Nord), Köln", "05315", "Altstadt/Nord"),
    ("Hauptstr. 5 50968 Köln", "05315", ""),
    ("Schauenburger Straße 25, Kiel, Germany", "01002", ""),
    ("Eschweiler Weg, Bad Münstereifel", "05366", ""), ("Berlin/Baumschulenweg", "11000",
    "Baumschulenweg"),
])  # fmt: skip
def test_an_address_is_read_for_its_place(text, ags5, district):
    found = one(text)
    assert (found["ags5"], found["district"]) == (ags5, district)


@pytest.mark.parametrize(("text", "ags5"), [
    ("Coswig (Anh)", "15091"), ("Fürth/Odw.", "06431"), ("Walldorf (Werra)", "16066"),
    ("Harburg (Schwab)", "09779"), ("Holzhausen (Kr Siegen)", "05970"),
    ("Gronau OT Banteln", "03254"), ("Kleve (Kreis Steinburg)", "01061"),
])  # fmt: skip
def test_a_qualifier_in_full_or_abbreviated_tells_places_apart(text, ags5):
    assert one(text)["ags5"] == ags5


def test_a_landscape_is_smaller_than_its_land():
    assert one("Erbach (Rheingau)")["ags5"] != "06437"
    assert one("Diedorf (Schwab)")["ags5"] == "09772"
    assert one("Wachenheim (Pfalz)")["ags5"] != "07331"


def test_an_abbreviation_with_vowels_is_no_other_region():
    assert one("Burgstall (Murr)")["ags5"] != "15083"


def test_an_unknown_village_is_not_the_town_that_its_qualifier_abbreviates():
    with world.without_stations():
        assert one("Weddel (Braunschw)")["ags5"] == ""


@pytest.mark.parametrize("text", ["Frankfur (Oder)", "Halle (Sale)", "Kempten (Algäu)"])
def test_a_misspelt_name_is_still_found_with_its_qualifier(text):
    assert one(text)["ags5"] in ("12053", "15002", "09763")


def test_a_name_after_a_person_is_not_a_village():
    assert one("Karl-Bonhoeffer-Nervenklinik")["ags5"] != "07231"


def test_an_adjective_belongs_to_the_name_after_it():
    with world.without_stations("db"):
        assert one("Köllnische Heide")["ags5"] == ""


@pytest.mark.parametrize("text", ["Huttenheim", "Zoo"])
def test_a_district_without_its_dots_or_of_any_city_decides_no_city(text):
    with world.without_stations("db"):
        assert one(text)["ags5"] == ""


def test_nobody_lives_where_there_is_no_municipality():
    towns = gazetteer.municipalities()
    empty = towns[towns["designation"].str.contains("gemf", na=False)]["ags8"]
    places = index.load().places
    assert len(empty) > 20
    assert max(places[ags8].population for ags8 in empty) <= 3_000


@pytest.mark.parametrize("text", [
    "Unbekanntdorf b. Ulm", "Thalfingen b. Berlin", "Nieder Florsheim", "Ober Hamburgdorf",
])  # fmt: skip
def test_what_a_place_lies_near_is_not_the_place(text):
    assert one(text)["ags5"] == ""


def test_groß_and_klein_belong_to_the_name():
    assert one("Groß Schönebeck")["ags5"] != one("Schönebeck")["ags5"] == "15089"


@pytest.mark.parametrize("word", ["Siedlung", "Zentrum", "Altstadt", "Nord", "Industriegebiet"])
def test_a_general_word_as_district_never_moves_a_town(word):
    assert one("Marienberg", word)["ags5"] in ("", "14521")
    assert one("Bautzen", word)["ags5"] == "14625"


@pytest.mark.parametrize(("text", "status"), [
    ("Waidhofen an der Ybbs, Austria", "abroad"), ("Altenberg bei Linz, Austria", "abroad"),
    ("Freiburg i.Ue.", "abroad"), ("Lake Constance", "no_place"),
    ("Tokyo - Los Angeles - Berlin", "ambiguous"),
])  # fmt: skip
def test_abroad_and_several_places_stay_unlocated(text, status):
    found = one(text)
    assert (found["ags5"], found["locate_status"]) == ("", status)


@pytest.mark.parametrize(("fields", "ags5"), [
    (("Maschen", "", "21220"), "03353"), (("Malsch", "", "76316"), "08215"),
    (("Karstädt", "", "19357"), "12070"), (("Käthen", "", "39599"), "15090"),
])  # fmt: skip
def test_a_postcode_is_not_overruled_by_a_likeness(fields, ags5):
    assert one(*fields)["ags5"] == ags5


def test_a_municipality_next_door_contradicts_a_postcode():
    found = one("Nahrendorf", "", "29473")
    assert (found["ags5"], found["locate_reason"]) == ("", "contradiction")


def test_a_village_that_no_table_names_lies_where_nearly_all_of_its_postcode_does():
    many = [Place(f"0713400{n}", "07134", f"Ort {n}", "", 300) for n in range(6)]
    other, whole = Place("07231001", "07231", "Anders", "", 300), Place("", "07231", "", "", 0)
    assert postcodes._main(frozenset([*many, other])) == frozenset(many)
    assert postcodes._main(frozenset([*many, whole])) == frozenset([*many, whole])
    assert len(postcodes._main(frozenset([*many[:5], other]))) == 6


def test_a_doubtful_postcode_narrows_and_does_not_decide():
    areas = gazetteer.postcode_areas()
    doubtful = areas[areas["postcode"].duplicated(keep=False)]["postcode"].unique()
    assert len(doubtful) > 100
    assert locate(*[("", "", code) for code in doubtful])["ags5"].eq("").all()


def test_a_spelling_that_comes_often_is_no_slip():
    once, often = locate(("Hambrug",)), locate(*[("Hambrug",)] * 3)
    assert once["ags5"].tolist() == ["02000"]
    assert often["locate_reason"].eq("own_name").all()
    beside = locate(*[("Hambrug",)] * 3, *[("Hamburg",)] * 60)
    assert beside["ags5"].eq("02000").all()


def test_parts_of_the_reports_are_located_like_the_whole():
    reports = pd.DataFrame([("Hambrug", "", "")] * 3, columns=world.FIELDS, dtype="str")
    spellings = geocode.count(reports)
    parts = [geocode.locate(reports.iloc[[n]], spellings=spellings) for n in range(3)]
    pd.testing.assert_frame_equal(pd.concat(parts), geocode.locate(reports))


# ---- aliases


def aliases(tmp_path: Path, code: str) -> pd.DataFrame:
    campaign = Settings.model_construct(dir=tmp_path)
    campaign.handmade.mkdir(parents=True)
    lines = f"entry,ags,district,who,date,reason\nDorf,{code},,K,2011-12-01,asked\n"
    (campaign.handmade / "place_aliases.csv").write_text(lines, encoding="utf-8")
    return geocode.aliases(campaign)


def test_a_zero_that_a_spreadsheet_ate_comes_back(tmp_path):
    assert aliases(tmp_path, "9276148")["ags"].tolist() == ["09276148"]


@pytest.mark.parametrize("code", ["92761", "99999999"])
def test_an_alias_without_a_place_is_refused_with_line_and_value(tmp_path, code):
    with pytest.raises(CampaignError, match=rf'row 2 \("Dorf"\): \'{code}\''):
        aliases(tmp_path, code)


# ---- repeats


def repeats(ids: list[str], words: list[str], minutes: int = 7) -> list[str]:
    rows = pd.DataFrame({name: [""] * 2 for name in ("district_raw", "postcode_raw", "device",
                         "tariff", "thing", "categories", "categories_unknown")})  # fmt: skip
    times = pd.to_datetime(["2011-11-12 10:00"] * 2) + pd.to_timedelta([0, minutes], unit="min")
    rows = rows.assign(report_id=ids, city_raw="Köln", description=words, submitted_at=times)
    return clean.repeat_of(rows, 60).tolist()


def test_two_streets_are_two_reports():
    words = [
        "Kein Netz in der Körnerstr. 79 seit Tagen",
        "Kein Netz in der Venloer Str. 292 seit Tagen",
    ]
    assert repeats(["R1", "R2"], words) == ["", ""]
    assert repeats(["R1", "R2"], [words[0]] * 2) == ["", "R1"]


def test_two_ids_of_one_tool_are_two_reports():
    assert repeats(["k:7", "k:8"], ["Kein Netz in der Straße seit Tagen"] * 2) == ["", ""]
    assert repeats(["k:7", "l:7"], ["Kein Netz in der Straße seit Tagen"] * 2) == ["", "k:7"]


# ---- coordinates


@pytest.fixture
def known() -> points.Areas:
    """Two districts of Köln, side by side, in EPSG:3035."""
    middle = gpd.GeoSeries.from_xy([6.95], [50.94], crs="EPSG:4326").to_crs("EPSG:3035")[0]
    left = shapely.box(middle.x - 4000, middle.y - 4000, middle.x, middle.y + 4000)
    right = shapely.box(middle.x, middle.y - 4000, middle.x + 4000, middle.y + 4000)
    rows = {"ags8": ["05315000"] * 2, "district": ["Ehrenfeld", "Kalk"]}
    districts = gpd.GeoDataFrame(rows, geometry=[left, right], crs="EPSG:3035")
    from helpers import boundaries

    return points.Areas(boundaries.kreise(), districts, points.COARSE_M)


def at(known: points.Areas, lat: float, lon: float, city: str = "") -> pd.Series:
    rows = {"city_raw": [city], "district_raw": [""], "postcode_raw": [""]}
    reports = pd.DataFrame(rows, dtype="str").assign(lat=lat, lon=lon)
    return geocode.locate(reports, areas=known).iloc[0]


def test_coordinates_decide_kreis_and_district_and_end_there(known):
    found = at(known, 50.94, 6.92)
    assert (found["ags5"], found["city"], found["district"]) == ("05315", "Köln", "Ehrenfeld")
    assert found["locate_how"] == "point"
    assert {"lat", "lon"}.isdisjoint(found.index)
    assert at(known, 50.94, 6.98, "Köln")["district"] == "Kalk"


def test_a_point_near_a_border_leaves_the_district_open(known):
    found = at(known, 50.94, 6.95)
    assert (found["ags5"], found["district"]) == ("05315", "")


def test_coordinates_that_contradict_the_words_decide_nothing(known):
    found = at(known, 50.94, 6.92, "Hamburg")
    assert (found["ags5"], found["locate_reason"]) == ("", "contradiction")


def test_no_coordinates_and_no_polygons_change_nothing(known):
    assert at(known, math.nan, math.nan, "Köln")["locate_how"] == "exact"


def test_coordinates_are_coarsened_when_they_are_read():
    read = coordinates(pd.Series(["50.9406645"]), pd.Series(["6.9599115"]))
    assert (read["lat"][0], read["lon"][0]) == (50.941, 6.96)
