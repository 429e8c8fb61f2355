"""The handmade tables of the geocoder hold only codes, districts and Länder that exist."""

import pandas as pd
import pytest

from helpers import gazetteer
from helpers.errors import CampaignError
from helpers.geocode import handmade
from helpers.geocode.normalise import fold, key


@pytest.mark.parametrize("name", handmade.COLUMNS)
def test_each_row_says_where_it_is_from_and_how_sure_it_is(name):
    table = handmade.table(name)
    assert table["source"].ne("").all()
    assert table["status"].isin(["verified", "unverified"]).all()
    assert not table.duplicated(handmade.COLUMNS[name]).any()


def test_codes_of_names_and_kreise_exist_today():
    codes = set(gazetteer.municipalities()["ags8"]) | set(gazetteer.kreise()["ags5"])
    assert set(handmade.table("names")["ags"]) <= codes
    assert set(handmade.table("kreise")["ags5"]) <= codes
    assert set(handmade.table("plates")["ags5"].str.split("|").explode()) <= codes


def test_kinds_are_known():
    assert set(handmade.table("names")["kind"]) <= handmade.KINDS
    assert set(handmade.table("no_places")["kind"]) <= handmade.NO_PLACE_KINDS


def test_every_kreis_has_a_car_plate():
    plates = set(handmade.table("plates")["ags5"].str.split("|").explode())
    assert set(gazetteer.kreise()["ags5"]) - plates == set()


def test_regions_lie_in_laender_that_exist():
    laender = handmade.table("no_places")["laender"].str.split("|").explode()
    known = tuple(f"{number:02d}" for number in range(1, 17))
    kreise = tuple(gazetteer.kreise()["ags5"])
    assert all(land.startswith(known) for land in laender if land)
    assert all(any(code.startswith(land) for code in kreise) for land in laender if land)


def test_colloquial_districts_lead_to_official_ones():
    official = gazetteer.districts()
    known = set(zip(official["ags8"], official["district"], strict=True))
    table = handmade.table("districts")
    assert set(zip(table["ags8"], table["district"], strict=True)) <= known
    assert table["status"].eq("unverified").all()


def test_no_word_that_means_nothing_is_a_towns_name():
    towns = gazetteer.municipalities()
    towns = towns[towns["population"].fillna(0) >= 20_000]
    names = {key(fold(name)) for name in towns["city"]}
    words = handmade.table("no_places")
    words = words[~words["kind"].isin(["region"])]
    assert {name for name in words["name"] if key(fold(name)) in names} == set()


def test_towns_abroad_are_abroad_and_of_some_size():
    towns = gazetteer.foreign()
    assert "DE" not in set(towns["country"])
    assert towns["population"].min() >= 5_000
    assert {"Linz", "Zürich", "Kraków", "Tokyo"} <= set(towns["name"])


def test_a_code_that_is_gone_is_named():
    with pytest.raises(CampaignError, match=r"Xanten.*'99999'"):
        handmade.known("99999", {}, "Xanten")


def test_a_missing_table_and_a_wrong_header_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(handmade, "HOME", tmp_path)
    with pytest.raises(CampaignError, match=r"handmade_plates\.csv: not found"):
        handmade.table("plates")
    folder = tmp_path / "data" / "raw" / "gazetteer"
    folder.mkdir(parents=True)
    pd.DataFrame({"plate": ["M"]}).to_csv(folder / "handmade_plates.csv", index=False)
    with pytest.raises(CampaignError, match=r"expected the columns .*'status'"):
        handmade.table("plates")
