"""What is reported beside a place: counted like one, protected like one, placed by a list."""

import pandas as pd
import pytest

from helpers import settings
from helpers.count import things
from helpers.errors import CampaignError
from helpers.protect import decide
from helpers.protect.things import system
from helpers.settings.sections import Things

BASE = settings.load(".")


def with_list(folder, text: str) -> settings.Settings:
    (folder / "things.csv").write_text(text, encoding="utf-8")
    return BASE.model_copy(update={"dir": folder, "things": Things(file="things.csv")})


def named(*names: str) -> pd.DataFrame:
    return pd.DataFrame({"thing": pd.Series(names, dtype="str")})


def test_spellings_of_one_thing_are_one():
    table = things.per_thing(named("Niendorf Markt", "niendorf-markt", "Niendorf Markt", ""), BASE)
    assert table.to_dict("list") == {"thing": ["Niendorf Markt"], "n_reports": [3]}


def test_a_masked_thing_is_none():
    assert things.per_thing(named("bei [Name] zu Hause"), BASE).empty


def test_the_list_says_how_a_thing_is_called(tmp_path):
    known = with_list(tmp_path, "name,lat,lon\nHauptbahnhof Süd,53.55,10.0\n")
    table = things.per_thing(named("hauptbahnhof süd"), known)
    assert table["thing"].tolist() == ["Hauptbahnhof Süd"]


def test_a_report_without_a_place_stands_where_its_thing_does(tmp_path):
    known = with_list(tmp_path, "name,lat,lon\nSchlump,53.567,9.97\n")
    reports = pd.DataFrame(
        {
            "thing": ["Schlump", "Schlump", "Unbekannt"],
            "city_raw": ["", "Bremen", ""],
            "district_raw": "",
            "postcode_raw": "",
            "lat": float("nan"),
            "lon": float("nan"),
        }
    )
    placed = things.placed(reports, known)
    assert placed["lat"].notna().tolist() == [True, False, False]


def test_a_list_without_its_columns_says_what_was_expected(tmp_path):
    with pytest.raises(CampaignError, match="expected the columns name, lat, lon"):
        things.known(with_list(tmp_path, "station,x,y\nSchlump,1,2\n"))


def test_few_reports_without_a_listed_thing_cannot_be_worked_out():
    listed = pd.DataFrame({"thing": ["a", "b"], "n_reports": [20, 27]})
    built = system(listed, 50)
    shown = decide.printed(built, decide.levels(built, 5), 5)
    parts = shown.loc[["thing:a", "thing:b"]]
    assert (parts["high"] - parts["low"]).sum() >= 3, "50 less both would be the three others"
