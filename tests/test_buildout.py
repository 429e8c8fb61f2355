"""The plan's entries are placed like reports are; what cannot be read is said."""

import pandas as pd
import pytest

from helpers import buildout, settings
from helpers.errors import CampaignError
from helpers.settings import HOME


@pytest.fixture(scope="module")
def plan():
    return buildout.read_plan(settings.load(HOME))


def test_the_two_entries_that_cannot_be_used_say_why(plan):
    bad = plan[plan["problem"].ne("")].set_index("city_raw")["problem"]
    assert bad.to_dict() == {
        "Nirgendwo": "place not found: Nirgendwo",
        "Leipzig": "date not readable: irgendwann",
    }


def test_an_entry_is_placed_as_its_author_meant(plan):
    placed = plan.set_index("city_raw")
    assert placed.loc["Frankfurt a.M.", "ags5"] == "06412"
    assert placed.loc["Hamburg", "district"] == "Hamburg-Altstadt"
    assert placed.loc["Köln", "due"] == pd.Timestamp("2012-12-31")


def test_a_district_alone_covers_a_city_in_parts_only(plan):
    kreise = pd.DataFrame(
        {
            "ags5": ["09162", "11000", "08222"],
            "kreis": ["München", "Berlin", "Mannheim"],
            "n_reports": pd.array([607, 1224, 306], dtype="Int64"),
            "is_hotspot": [False, False, True],
        }
    )
    places = buildout.trouble(kreise, n_most=2)
    coverage = buildout.compare(places, plan).set_index("kreis")
    assert coverage["coverage"].to_dict() == {
        "Berlin": "partly",
        "München": "covered",
        "Mannheim": "missed",
    }
    assert coverage["why"].to_dict()["Mannheim"] == "hot_spot"
    assert coverage.loc["Berlin", "parts_planned"] == "Kreuzberg; Mitte"


def test_a_suppressed_kreis_is_not_listed():
    kreise = pd.DataFrame(
        {
            "ags5": ["01001", "01002"],
            "kreis": ["Flensburg", "Kiel"],
            "n_reports": pd.array([pd.NA, 44], dtype="Int64"),
            "is_hotspot": pd.array([pd.NA, False], dtype="boolean"),
        }
    )
    assert buildout.trouble(kreise, n_most=5)["kreis"].tolist() == ["Kiel"]


def test_a_plan_without_the_named_column_is_an_error(tmp_path):
    ours = settings.load(HOME)
    (tmp_path / "plan.csv").write_text("Stadt,Bis\nKöln,31.12.2012\n")
    moved = ours.model_copy(
        update={"dir": tmp_path, "buildout": ours.buildout.model_copy(update={"file": "plan.csv"})}
    )
    with pytest.raises(CampaignError, match=r"plan\.csv: expected the columns Ort, Geplant bis"):
        buildout.read_plan(moved)


def test_a_date_in_a_sentence_is_not_read_as_a_quarter():
    texts = pd.Series(["bis 31.12.2012", "bis 11.2012", "13.2012", "Q2 2012", "2. Quartal 2012"])
    days = buildout.due(texts)
    assert days.isna().tolist() == [True, True, True, False, False]


def test_without_a_plan_no_place_is_called_missed(plan):
    none = plan.iloc[:0]
    places = pd.DataFrame(
        {"ags5": ["06412"], "kreis": ["Frankfurt am Main"], "coverage": ["missed"]}
    )
    assert "no plan" in buildout.say(places, none)
    assert not {"buildout.n_missed", "buildout.missed"} & buildout.totals(places, none).keys()
