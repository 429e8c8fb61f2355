"""What the geocoder promises: the bars, each kind of entry, and whatever people may type."""

from pathlib import Path

import pandas as pd
import pytest
from geocode_cases import make
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import geocode
from helpers.errors import CampaignError
from helpers.geocode.districts import nearest
from helpers.settings import HOME

FIELDS = ["city_raw", "district_raw", "postcode_raw"]
SAMPLE = HOME / "tests" / "data" / "geocode_sample.csv"  # 160 entries with the right answer
WRITTEN = HOME / "tests" / "test_geocode_written.csv"  # 4,318 more, invented by hand


def entries(*rows: tuple[str, ...]) -> pd.DataFrame:
    padded = [(*row, "", "")[:3] for row in rows]
    return pd.DataFrame(padded, columns=FIELDS, dtype="str")


def one(city: str, district: str = "", postcode: str = "") -> pd.Series:
    return geocode.locate(entries((city, district, postcode))).iloc[0]


def kreis(*fields: str) -> str:
    """Return the Kreis code, or the status of an entry that stays unlocated."""
    found = one(*fields)
    return found["ags5"] or found["locate_status"]


def rates(truth: pd.DataFrame) -> dict[str, float]:
    found = geocode.locate(truth[FIELDS])
    nobody, inside = truth["ambiguous"], (truth["district"] != "") & ~truth["ambiguous"]
    right = found["ags5"].eq(truth["ags5"])
    return {
        "right": right[~nobody].mean(),
        "wrong": (~right & found["ags5"].ne(""))[~nobody].mean(),
        "though nobody": found["ags5"].ne("")[nobody].mean(),
        "district": found["district"].eq(truth["district"])[inside].mean(),
    }


def sample(path: Path = SAMPLE) -> pd.DataFrame:
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    names = {"plz_raw": "postcode_raw", "truth_ags5": "ags5", "truth_district": "district"}
    return table.rename(columns=names).assign(ambiguous=table["ambiguous"].eq("1"))


@pytest.mark.parametrize("truth", [
    sample(), sample(WRITTEN), make(3000, seed=4), make(3000, seed=5),
])  # fmt: skip
def test_the_bars_hold_on_the_sample_and_on_entries_that_no_rule_has_seen(truth):
    found = rates(truth)
    assert found["right"] >= 0.94
    assert found["wrong"] <= 0.002
    assert found["though nobody"] <= 0.04
    assert found["district"] >= 0.95


def test_official_names_of_all_municipalities_are_hardly_ever_wrong():
    truth = make(4000, seed=6, kinds={"clean_small": 1})
    found = rates(truth)
    assert found["right"] >= 0.85  # small places whose name villages elsewhere may have stay open
    assert found["wrong"] <= 0.002


@pytest.mark.parametrize(("kind", "right", "wrong"), [
    ("typo1", 0.75, 0.005), ("typo2", 0.7, 0.01), ("typo_small", 0.7, 0.01),
])  # fmt: skip
def test_misspelt_names_are_found_and_seldom_mistaken(kind, right, wrong):
    found = rates(make(1500, seed=7, kinds={kind: 1}))
    assert found["right"] >= right
    assert found["wrong"] <= wrong


@pytest.mark.parametrize(("text", "ags5"), [
    ("München", "09162"), ("MÜNCHEN", "09162"), ("muenchen", "09162"), ("Munchen", "09162"),
    ("Mu\u0308nchen", "09162"), ("MÃ¼nchen", "09162"), ("M&uuml;nchen", "09162"),
    ("M\ufffdnchen", "09162"), ("M?nchen", "09162"), ("K\ufffdln", "05315"), ("  Köln!! ", "05315"),
    ("Cottbus/Chóśebuz", "12052"), ("Weißenfels", "15084"), ("WEISSENFELS", "15084"),
    ("Groß-Gerau", "06433"), ("Großgerau", "06433"), ("St. Ingbert", "10045"),
    ("Sankt Ingbert", "10045"), ("Sankt Peter Ording", "01054"),
])  # fmt: skip
def test_umlauts_accents_and_case_do_not_matter(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Landeshauptstadt Düsseldorf", "05111"), ("Freie und Hansestadt Hamburg", "02000"),
    ("Hansestadt Rostock", "13003"), ("Stadt Essen", "05113"), ("Lutherstadt Wittenberg", "15091"),
    ("Weiden i.d.OPf.", "09363"), ("Weiden in der Oberpfalz", "09363"), ("Weiden/Opf.", "09363"),
    ("Frankfurt a.M.", "06412"), ("Frankfurt/Main", "06412"), ("Frankfurt (Oder)", "12053"),
    ("Frankfurt an der Oder", "12053"), ("Halle/Saale", "15002"), ("Halle (Westf.)", "05754"),
    ("Freiburg i.Br.", "08311"), ("Offenbach/M", "06413"), ("Ludwigshafen a. Rhein", "07314"),
    ("Mülheim a.d. Ruhr", "05117"), ("Neustadt/Weinstraße", "07316"), ("Landau/Pfalz", "07313"),
    ("Bad Homburg v.d.H.", "06434"), ("Rothenburg o.d.T.", "09571"), ("Buchholz i.d.N.", "03353"),
    ("Au i.d.Hallertau", "09178"), ("Oldenburg i.O.", "03403"), ("Brandenburg/Havel", "12051"),
    ("Weil a.R.", "08336"),
])  # fmt: skip
def test_official_names_are_known_in_all_their_forms(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Ffm", "06412"), ("HH", "02000"), ("hh", "02000"), ("MA", "08222"), ("WOB", "03103"),
    ("D'dorf", "05111"), ("M'gladbach", "05116"), ("HRO", "13003"),
    ("DU-Rheinhausen", "05112"), ("HH, Nähe Hbf", "02000"), ("MTK", "06436"),
])  # fmt: skip
def test_abbreviations_and_car_plates_are_known(text, ags5):
    assert kreis(text) == ags5


def test_a_car_plate_is_read_in_capitals_only():
    assert kreis("da") == "no_place"


@pytest.mark.parametrize(("text", "ags5"), [
    ("Munich", "09162"), ("Cologne", "05315"), ("Nuremberg", "09564"), ("Brunswick", "03101"),
    ("Aix-la-Chapelle", "05334"), ("Hanover", "03241"),
])  # fmt: skip
def test_english_names_are_known(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Göttingen", "03159"), ("Osterode am Harz", "03159"), ("Landkreis Osterode", "03159"),
    ("Aachen", "05334"), ("Wismar", "13074"), ("Stralsund", "13073"), ("Greifswald", "13075"),
    ("Neubrandenburg", "13071"), ("Eisenach", "16063"), ("Karl-Marx-Stadt", "14511"),
    ("Wanne-Eickel", "05916"), ("Dessau", "15001"), ("Landkreis Müritz", "13071"),
])  # fmt: skip
def test_former_places_lead_to_the_kreis_of_today(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("text", "ags5"), [
    ("Landkreis Harburg", "03353"), ("Kreis Unna", "05978"), ("Rhein-Sieg-Kreis", "05382"),
    ("LK München", "09184"), ("Kassel (Land)", "06633"),
    ("Kassel Landkreis", "06633"), ("Region Hannover", "03241"), ("Dithmarschen", "01051"),
])  # fmt: skip
def test_a_kreis_is_located_as_a_kreis(text, ags5):
    found = one(text)
    assert (found["ags5"], found["ags8"], found["city"]) == (ags5, "", "")


@pytest.mark.parametrize(
    "text",
    ["Neustadt", "Neuenkirchen", "Schönberg", "Rieden", "Birkenfeld", "Friedberg", "Lichtenstein"],
)
def test_a_bare_homonym_stays_unlocated(text):
    assert kreis(text) == "ambiguous"


@pytest.mark.parametrize(("text", "ags5"), [
    ("Frankfurt", "06412"), ("Halle", "15002"), ("Freiburg", "08311"), ("Offenbach", "06413"),
    ("Münster", "05515"), ("Hof", "09464"), ("Oldenburg", "03403"),
])  # fmt: skip
def test_a_bare_name_means_the_big_city_among_small_places(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("fields", "ags5"), [
    (("Neustadt", "", "67433"), "07316"), (("Neustadt", "", "96465"), "09473"),
    (("72805 Lichtenstein",), "08415"), (("Frankfurt", "", "15230"), "12053"),
    (("Frankfurt", "Höchst"), "06412"), (("Rieden, Landkreis Ostallgäu",), "09777"),
    (("Hmbrg", "", "20095"), "02000"), (("Frankfurt 15230",), "12053"),
    (("Seth", "", "25878"), "01054"),
])  # fmt: skip
def test_another_field_decides_between_homonyms(fields, ags5):
    assert kreis(*fields) == ags5


@pytest.mark.parametrize("fields", [
    ("Hamburg", "", "49163"), ("München", "", "74080"), ("Bielefeld", "", "97082"),
    ("Köln", "München"), ("Stuttgart", "Esslingen"), ("Berlin", "Potsdam"), ("80331 Hamburg",),
    ("Neustadt", "", "10115"), ("Bayern", "", "20095"), ("Hamburg", "", "66424"),
])  # fmt: skip
def test_fields_that_contradict_each_other_stay_ambiguous(fields):
    assert kreis(*fields) == "ambiguous"


def test_a_postcode_alone_decides_when_it_lies_in_one_kreis():
    found = one("", "", "10999")
    assert (found["ags5"], found["city"], found["locate_how"]) == ("11000", "Berlin", "postcode")


def test_a_postcode_of_several_kreise_narrows_and_does_not_decide():
    from helpers import gazetteer

    table = gazetteer.postcodes()
    table = table[table["ags5"] != ""]
    several = table[table.groupby("postcode")["ags5"].transform("nunique") > 1]
    codes = several["postcode"].unique()[:50]
    found = geocode.locate(entries(*[("", "", code) for code in codes]))
    assert found["locate_status"].eq("ambiguous").all()
    row = several[several["ags8"] != ""].iloc[0]
    assert kreis(row["place"], "", row["postcode"]) == row["ags5"]


@pytest.mark.parametrize("written", ["D-10999", "10 999", "10999.0", " 10999 ", "PLZ 10999"])
def test_a_postcode_is_read_however_it_is_written(written):
    assert kreis("", "", written) == "11000"


@pytest.mark.parametrize("fields", [
    ("10999",), ("", "10999"), ("hier", "", "10999"), ("", "Berlin"), ("Kreuzberg", "Berlin"),
    ("", "Berlin-Kreuzberg"), ("Berlin Kreuzberg", "Kreuzberg"), ("Berlin", "Berlin"),
    ("10999 Berlin-Kreuzberg",), ("test", "Berlin"),
])  # fmt: skip
def test_a_place_is_found_in_the_wrong_field(fields):
    assert kreis(*fields) == "11000"


@pytest.mark.parametrize("text", [
    "Köln-Kalk", "Köln Kalk", "köln kalk", "KÖLN/KALK", "Kalk (Köln)", "Köln (Kalk)", "Kalk, Köln",
    "Köln - Kalk", "Köln – Kalk", "Köln|Kalk", "Köln: Kalk", "koeln-kalk", "KoelnKalk", "Kölm-Kalk",
    "Köln, Stadtteil Kalk", "51103 Köln-Kalk",
])  # fmt: skip
def test_city_and_district_are_read_with_any_separator(text):
    found = one(text)
    assert (found["ags5"], found["district"]) == ("05315", "Kalk")


@pytest.mark.parametrize(("city", "district", "official"), [
    ("Hamburg", "Altstadt", "Hamburg-Altstadt"), ("Hamburg", "Stt. Georg", "St. Georg"),
    ("Hamburg", "Sankt Pauli", "St. Pauli"), ("Berlin", "prenzlauer-berg", "Prenzlauer Berg"),
    ("Berlin", "Berlin-Mitte", "Mitte"), ("Köln", "Rath", "Rath/Heumar"),
    ("Köln", "Neustadt-Süd", "Neustadt/Süd"), ("Leipzig", "Paunsodrf", "Paunsdorf"),
    ("Frankfurt", "Sachsenhausen-N.", "Sachsenhausen-Nord"), ("Berlin", "Reinickeendorf",
    "Reinickendorf"), ("HH", "Eimsbuettel", "Eimsbüttel"), ("Dortmund", "City", "City"),
])  # fmt: skip
def test_a_district_gets_its_official_spelling(city, district, official):
    assert one(city, district)["district"] == official


@pytest.mark.parametrize(("fields", "ags5", "district"), [
    (("Kln", "Brück"), "05315", "Brück"), (("Homburg", "Fuhlsbüttel"), "02000", "Fuhlsbüttel"),
    (("Esen/Stoppenberg",), "05113", "Stoppenberg"), (("Hmburg-Niendorf",), "02000", "Niendorf"),
    (("DortmundqDerne",), "05913", "Derne"), (("Hannver", "Linden-Süd"), "03241", "Linden-Süd"),
    (("Berlin", "Berlin-Reinickeendorf"), "11000", "Reinickendorf"),
])  # fmt: skip
def test_a_district_helps_to_read_a_misspelt_city(fields, ags5, district):
    found = one(*fields)
    assert (found["ags5"], found["district"]) == (ags5, district)


@pytest.mark.parametrize(("text", "ags5"), [
    ("Rüdesheim, Hessen", "06439"), ("Schönberg (Mecklenburg-Vorpommern)", "13074"),
    ("Usedom, Mecklenburg-Vorpommern", "13075"), ("Eberswalde, Brandenburg", "12060"),
    ("Neustadt, Saarland", "ambiguous"), ("Berga, Landkreis Greiz", "16076"),
])  # fmt: skip
def test_a_land_or_kreis_beside_a_name_narrows_it(text, ags5):
    assert kreis(text) == ags5


@pytest.mark.parametrize(("text", "ags8"), [
    ("Baunatal bei Kassel", "06633003"), ("Sankt Augustin bei Bonn", "05382056"),
    ("Garching bei München", "09184119"), ("Landkreis Kassel, Baunatal", "06633003"),
    ("Baunatal, Landkreis Kassel", "06633003"), ("Neustadt bei Coburg", "09473151"),
])  # fmt: skip
def test_a_place_near_a_bigger_one_is_the_place_itself(text, ags8):
    assert one(text)["ags8"] == ags8


@pytest.mark.parametrize("fields", [
    ("Horn (vremen)",), ("Bxgn", "Radeberg"), ("Bochum", "Herne"), ("Xyzzy", "Moosach"),
])  # fmt: skip
def test_a_small_place_beside_unknown_words_stays_ambiguous(fields):
    assert kreis(*fields) == "ambiguous"


def test_a_street_beside_a_name_leaves_the_place_as_it_is():
    assert kreis("Colditz, Bahnhofstraße 3") == "14729"
    assert kreis("Köln, Aachener Str. 12") == "05315"


@pytest.mark.parametrize("fields", [
    ("Berlin, Kreuzberg Bergmannstr. 5",), ("Berlin", "Kreuzberg 36"), ("Berlin", "am Kreuzberg"),
    ("Berlin", "Kreuzberg (Südstern)"), ("Berlin Kreuzberg Xyzzy",),
])  # fmt: skip
def test_a_district_is_found_among_other_words(fields):
    assert one(*fields)["district"] == "Kreuzberg"


def test_a_former_town_keeps_its_name_as_a_district():
    for text in ("Bonn-Bad Godesberg", "Bad Godesberg", "Bonn Bad Godesberg"):
        assert one(text)["district"] == "Bad Godesberg"


def test_a_second_city_beside_a_district_is_not_overlooked():
    assert kreis("Hamburg, Berlin Mitte") == "ambiguous"


def test_a_letter_left_out_is_likelier_than_a_wrong_one():
    assert one("Berlin", "Kadow")["district"] == "Kladow"  # not Karow
    assert one("Mecchow")["city"] == "Mechow"  # not Melchow


def test_a_misspelling_between_two_districts_leaves_the_district_open():
    assert nearest("karlo", {"karlow": "Karlow", "karlos": "Karlos"}) == ""
    assert nearest("karlo", {"karlow": "Karlow", "carlo": "Carlo"}) == "Karlow"


@pytest.mark.parametrize("fields", [
    ("Dresden", "Neustadt"), ("Dresden-Neustadt",), ("Neustadt", "Dresden"),
])  # fmt: skip
def test_a_name_that_several_districts_share_leaves_the_district_open(fields):
    found = one(*fields)
    assert (found["ags5"], found["district"]) == ("14612", "")


@pytest.mark.parametrize("name", ["X-Berg", "Prenzlberg", "Kreuzkölln", "SO36", "Schanze"])
def test_a_colloquial_district_never_decides_the_city_alone(name):
    assert kreis(name) == "ambiguous"


@pytest.mark.parametrize(("fields", "district"), [
    (("Berlin", "X-Berg"), "Kreuzberg"), (("Prenzlberg", "Berlin"), "Prenzlauer Berg"),
    (("Berlin-Xberg",), "Kreuzberg"), (("HH", "Schanze"), "Sternschanze"),
    (("Prenzlberg", "", "10405"), "Prenzlauer Berg"),
])  # fmt: skip
def test_a_colloquial_district_is_known_within_its_city(fields, district):
    assert one(*fields)["district"] == district


@pytest.mark.parametrize("text", [
    "überall", "bundesweit", "Deutschland", "Bayern", "NRW", "Ruhrgebiet", "Schwarzwald", "A7",
    "A 81 Stuttgart-Singen", "Autobahn", "B27", "ICE 1234", "im Zug", "RE5", "ICE Hamburg-Berlin",
    "zuhause", "hier", "test", "-", "...", "", "k.A.", "asdf", "Hallo", "Handy", "1234567", "00000",
    "<script>alert(1)</script>", '=HYPERLINK("http://example.com")', "http://example.org", "Zug",
])  # fmt: skip
def test_what_is_no_place_stays_unlocated(text):
    assert kreis(text) == "no_place"


@pytest.mark.parametrize(
    "text",
    ["Wien", "Zürich", "Straßburg", "Mallorca", "Österreich", "Wien, Österreich", "Hohenems"],
)
def test_foreign_places_are_abroad(text):
    assert kreis(text) == "abroad"


@pytest.mark.parametrize("text", [
    "Köln/Bonn", "Hamburg und Berlin", "zwischen Köln und Bonn", "Raum Stuttgart", "bei München",
    "München und Umgebung", "Großraum Hannover", "Bodensee", "Rom", "Kasel",
    "Linz", "Brest",
])  # fmt: skip
def test_what_may_mean_several_places_stays_ambiguous(text):
    assert kreis(text) == "ambiguous"


@pytest.mark.parametrize("text", ["Essel", "Köhn", "Marnheim", "Heidenberg"])
def test_a_village_a_letter_away_from_a_big_city_is_not_taken_for_granted(text):
    assert kreis(text) == "ambiguous"
    assert "; " in one(text)["locate_candidates"]


@pytest.mark.parametrize(
    "text", ["Trir", "Hallo", "Kartoffel", "Kleinkleckersdorf", "Ulk", "Essem"]
)
def test_short_or_far_words_are_not_bent_into_a_place(text):
    assert one(text)["locate_how"] in ("", "fuzzy")
    if text in ("Hallo", "Kartoffel", "Kleinkleckersdorf", "Ulk"):
        assert one(text)["ags5"] == ""


def test_rows_index_order_and_other_columns_stay_as_they_were():
    reports = entries(("Berlin",), ("test",), ("Köln", "Kalk"), ("Berlin",))
    reports.insert(0, "report_id", ["d", "c", "b", "a"])
    reports.index = [7, 3, 3, 1]
    found = geocode.locate(reports)
    assert found.index.tolist() == [7, 3, 3, 1]
    assert found[list(reports)].equals(reports)
    assert found["ags5"].tolist() == ["11000", "", "05315", "11000"]
    assert not found.isna().any().any()


def test_locating_twice_changes_nothing():
    once = geocode.locate(entries(("Berlin",), ("Neustadt",)))
    pd.testing.assert_frame_equal(geocode.locate(once), once)


def test_no_reports_give_no_rows_and_all_columns():
    found = geocode.locate(entries())
    assert len(found) == 0
    assert {"ags5", "ags8", "district", "locate_status", "locate_score"} <= set(found)


def test_numbers_gaps_and_categories_are_read_as_text():
    reports = pd.DataFrame(
        {
            "city_raw": pd.Categorical(["Berlin", None, "Köln"]),
            "district_raw": [None, None, "Kalk"],
            "postcode_raw": [10999.0, 10999.0, float("nan")],
        }
    )
    assert geocode.locate(reports)["ags5"].tolist() == ["11000", "11000", "05315"]


def test_a_missing_column_is_named():
    with pytest.raises(CampaignError, match="postcode_raw"):
        geocode.locate(entries(("Berlin",)).drop(columns="postcode_raw"))


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=20), st.text(max_size=8)),
                max_size=8))  # fmt: skip
def test_any_text_ends_in_one_of_the_four_statuses(rows):
    found = geocode.locate(entries(*rows))
    assert found["locate_status"].isin(["located", "ambiguous", "abroad", "no_place"]).all()
    assert found["locate_status"].eq("located").eq(found["ags5"] != "").all()
    assert found["locate_reason"].eq("").eq(found["ags5"] != "").all()
    assert found["locate_score"].between(0, 1).all()


@settings(deadline=None, max_examples=10)
@given(st.permutations(["Berlin", "Ffm", "Köln-Kalk", "Neustadt", "Hmburg", "X-Berg", "10999"]))
def test_an_entry_is_decided_alike_in_any_company(texts):
    together = geocode.locate(entries(*[(text,) for text in texts]))
    alone = pd.concat([geocode.locate(entries((text,))) for text in texts], ignore_index=True)
    pd.testing.assert_frame_equal(together, alone)
