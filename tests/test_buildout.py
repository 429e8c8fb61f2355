"""The plan's entries are placed like reports are; what cannot be read is said."""

from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook

from helpers import settings
from helpers.buildout import changes, dates, match, plans, reach, state
from helpers.errors import CampaignError
from helpers.settings import HOME


def written(folder, text: str, version: int = 1, noted: date | None = None) -> pd.DataFrame:
    """Read a plan that is written as `text`, under the headers of the sample."""
    ours = settings.load(HOME)
    (folder / f"plan_{version}.csv").write_text(text, encoding="utf-8")
    moved = ours.model_copy(update={"dir": folder})
    return plans.read(moved, version, f"plan_{version}.csv", noted)


def kreise(**names: int | None) -> pd.DataFrame:
    """Return a published table of these Kreise: code → reports, None = withheld."""
    from helpers import gazetteer

    known = gazetteer.kreise().set_index("ags5")
    codes = [code.removeprefix("k") for code in names]
    rows = known.loc[codes, ["kreis", "land", "population"]].reset_index()
    counts = pd.array(list(names.values()), dtype="Int64")
    return rows.assign(
        n_reports=counts,
        n_least=pd.Series(counts).fillna(1).astype("Int64"),
        n_most=pd.Series(counts).fillna(4).astype("Int64"),
        expected=pd.Series(counts).astype("Float64") / 2,
        is_hotspot=pd.array([n is not None and n > 500 for n in names.values()], dtype="boolean"),
    )


@pytest.fixture(scope="module")
def plan():
    return plans.newest(plans.read_all(settings.load(HOME)))


def test_each_entry_of_the_sample_is_matched_or_says_why_not(plan):
    bad = plan[plan["problem"].ne("")].set_index("city_raw")
    assert bad["problem"].to_dict() == {
        "Nirgendwo": "place not found: Nirgendwo",
        "Leipzig": "date not readable: irgendwann",
    }
    assert bad["state"].to_dict() == {"Nirgendwo": "unreadable", "Leipzig": "undated"}
    assert (plan["ags5"].ne("") | plan["problem"].ne("")).all()
    assert len(plan) == 9


def test_an_entry_is_placed_as_its_author_meant(plan):
    placed = plan.set_index("city_raw")
    assert placed.loc["Frankfurt a.M.", "ags5"] == "06412"
    assert placed.loc["Hamburg", "district"] == "Hamburg-Altstadt"
    assert placed.loc["Köln", "due"] == pd.Timestamp("2012-12-31")


def test_coverage_says_no_more_than_the_entries_do_and_adds_up(plan):
    places = kreise(k09162=607, k11000=1224, k08222=306, k14713=90)
    coverage = match.compare(match.trouble(places, n_most=4), plan).set_index("kreis")
    assert coverage["coverage"].to_dict() == {
        "Berlin": "parts",
        "München": "dated",
        "Mannheim": "absent",
        "Leipzig": "parts_undated",
    }
    assert coverage.loc["Berlin", "parts_planned"] == "Kreuzberg; Mitte"
    counted = state.of_places(coverage.reset_index(), plan)
    assert sum(counted[f"buildout.n_{one}"].value for one in match.COVERAGE) == 4


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Köln,,Technik,31.12.2012,", "dated"),
        ("Köln,,Technik,irgendwann,", "undated"),
        ("Köln,Ehrenfeld,Technik,Q1/2012,", "parts"),
        ('Köln,"Ehrenfeld, Nippes",Technik,offen,', "parts_undated"),
        ("Köln/Bonn,,Technik,Q1/2012,", "dated"),
        ("Raum Köln,,Technik,Q1/2012,", "unclear"),
        ("NRW,,Technik,Q1/2012,", "unclear"),
        ("bundesweit,,Technik,Q1/2012,", "unclear"),
        ("alle Großstädte,,Technik,Q1/2012,", "unclear"),
        ("Koeln u. Nachbarn Xyz,,Technik,Q1/2012,", "dated"),
        ("Bonn,,Ring nach Köln,Q1/2012,", "unclear"),
        ("Nirgendwo,Köln,Technik,Q1/2012,", "parts"),
        ("Bayern,,Technik,Q1/2012,", "absent"),
        ("Nirgendwo,,Technik,Q1/2012,", "absent"),
    ],
)
def test_no_place_that_any_entry_names_is_called_absent(tmp_path, entry, expected):
    plan = written(tmp_path, f"Ort,Stadtteil,Maßnahme,Geplant bis,Status\n{entry}\n")
    found = match.compare(kreise(k05315=270), plan)
    assert found["coverage"].item() == expected


def test_a_misspelt_name_makes_its_place_unclear_not_absent(tmp_path):
    plan = written(tmp_path, "Ort,Geplant bis\nFranfurt a.M.,Q1/2012\n")
    found = match.compare(kreise(k06412=434, k08222=306), plan).set_index("kreis")["coverage"]
    assert found.to_dict() == {"Frankfurt am Main": "unclear", "Mannheim": "absent"}


def test_a_cell_with_several_districts_is_several_parts_of_one_entry(tmp_path):
    plan = written(tmp_path, 'Ort,Stadtteil,Geplant bis\nKöln,"Ehrenfeld, Nippes",Q1/2012\n')
    assert plan["district"].tolist() == ["Ehrenfeld", "Nippes"]
    assert list(zip(plan["source_row"], plan["part"], strict=True)) == [(2, 1), (2, 2)]
    assert state.of_entries(plan)["buildout.n_entries"].value == 1


def test_a_plan_as_a_spreadsheet_reads_as_its_csv(tmp_path):
    book = Workbook()
    book.active.append(["Ausbauplan 2012"])
    book.active.append(["Ort", "Stadtteil", "Maßnahme", "Geplant bis", "Status"])
    book.active.append(["Köln", None, "LTE", date(2012, 3, 31), "fest"])
    book.active.append(["Leipzig", "Plagwitz", "LTE", "bis Jahresende", None])
    book.save(tmp_path / "plan.xlsx")
    moved = settings.load(HOME).model_copy(update={"dir": tmp_path})
    plan = plans.read(moved, 1, "plan.xlsx", date(2011, 12, 1))
    assert plan["due"].dt.strftime("%Y-%m-%d").tolist() == ["2012-03-31", "2011-12-31"]
    assert plan["source_row"].tolist() == [3, 4]


def test_a_suppressed_kreis_is_not_listed():
    assert match.trouble(kreise(k01001=None, k01002=44), n_most=5)["kreis"].tolist() == ["Kiel"]


def test_a_plan_without_the_named_column_is_an_error(tmp_path):
    with pytest.raises(CampaignError, match=r"plan_1\.csv: expected the columns Ort, Geplant bis"):
        written(tmp_path, "Stadt,Bis\nKöln,31.12.2012\n")


def test_a_date_is_the_last_day_of_what_is_named():
    days = {
        "bis 31.12.2012": "2012-12-31",
        "Q2 2012": "2012-06-30",
        "IV. Quartal 2012": "2012-12-31",
        "2. Halbjahr 2012": "2012-12-31",
        "1. HJ 2012": "2012-06-30",
        "Ende Mrz 2012": "2012-03-31",
        "März–Mai 2012": "2012-05-31",
        "bis Jahresende": "2011-12-31",
        "Ende nächsten Jahres": "2012-12-31",
        "KW 12/2012": "2012-03-25",
        "2012-03-31 00:00:00": "2012-03-31",
    }
    read = dates.due(pd.Series(list(days)), date(2011, 12, 2))
    assert dict(zip(days, read.dt.strftime("%Y-%m-%d"), strict=True)) == days


def test_what_is_no_last_day_is_not_read_as_one():
    texts = ["ab Q3 2012", "frühestens 2012", "nach dem 1.1.2012", "nicht vor Q3/2012", "13.2012",
             "31.02.2012", "Q5/2012", "irgendwann", "k.A.", "", "31.12.2011 oder so"]  # fmt: skip
    assert dates.due(pd.Series(texts), date(2011, 12, 2)).isna().all()
    assert dates.due(pd.Series(["bis Jahresende"])).isna().all(), "nobody says of which year"


def test_a_lone_small_number_before_a_year_may_be_a_month_or_a_quarter():
    """ "1/2012" is read as January only where the same plan shows that it counts months."""
    assert dates.due(pd.Series(["1/2012", "4/2012"])).isna().all()
    assert dates.due(pd.Series(["1/2012", "7/2012"])).tolist() == [
        pd.Timestamp("2012-01-31"),
        pd.Timestamp("2012-07-31"),
    ]
    assert dates.due(pd.Series(["01/2012"])).tolist() == [pd.Timestamp("2012-01-31")]


def test_a_newer_version_shows_what_it_adds_moves_and_drops(tmp_path):
    head = "Ort,Stadtteil,Maßnahme,Geplant bis,Status\n"
    old = head + (
        "Köln,,LTE,31.03.2012,fest\nBonn,,LTE,31.03.2012,fest\nUlm,,LTE,31.03.2012,fest\n"
        "Berlin,Mitte,UMTS,31.03.2012,\nKiel,,LTE,31.03.2012,\n"
    )
    new = head + (
        "Koeln,,LTE,30.06.2012,fest\nBonn,,LTE,30.06.2012,verschoben\nUlm,,LTE,offen,\n"
        "Berlin,Mitte,neue Standorte,31.03.2012,\nHamm,,LTE,30.09.2012,\n"
    )
    both = pd.concat([written(tmp_path, old, 1), written(tmp_path, new, 2)], ignore_index=True)
    found = changes.between(both).set_index("place")
    assert found["change"].to_dict() == {
        "Köln": "delayed",
        "Bonn": "delayed",
        "Ulm": "undated",
        "Berlin, Mitte": "kept",
        "Kiel": "dropped",
        "Hamm": "added",
    }
    assert found["said"].to_dict()["Bonn"]
    assert not found["said"].to_dict()["Köln"], "a quiet delay"


def test_the_step_curve_counts_only_what_is_named_with_a_date(plan):
    places = match.compare(kreise(k09162=600, k11000=1200, k08222=200, k14713=None), plan)
    steps = reach.steps(places, n_reports=4000)
    whole = reach.reached(steps, "whole")
    assert whole["share_reports"] == 600 / 4000
    assert whole["share_hotspots"] == 1 / 2
    assert reach.reached(steps, "with_parts")["share_reports"] == 1800 / 4000
    assert reach.reached(steps, "whole", pd.Timestamp("2011-12-30"))["share_reports"] == 0


def test_a_place_that_only_an_earlier_version_names_is_dropped_not_absent(tmp_path):
    head = "Ort,Geplant bis\n"
    versions = pd.concat(
        [
            written(tmp_path, head + "Köln,Q1/2012\nBonn,Q1/2012\n", 1),
            written(tmp_path, head + "Bonn,Q2/2012\n", 2),
        ],
        ignore_index=True,
    )
    found = match.against_all(kreise(k05315=270, k05314=60, k08222=306), versions)
    assert found.set_index("kreis")["coverage"].to_dict() == {
        "Köln": "dropped",
        "Bonn": "dated",
        "Mannheim": "absent",
    }


def test_what_is_worth_adding_is_absent_and_comes_with_its_interval(plan):
    places = match.compare(kreise(k09162=600, k08222=306, k01002=44, k01001=None), plan)
    worth = reach.worth_adding(places, plan).set_index("kreis")
    assert worth.index.tolist() == ["Mannheim", "Kiel"]
    assert worth.loc["Mannheim", "lower"] < 306 < worth.loc["Mannheim", "upper"]
    assert worth.loc["Mannheim", "lower_excess"] == worth.loc["Mannheim", "lower"] - 153


def test_a_withheld_count_is_not_called_free_of_reports(tmp_path):
    plan = written(tmp_path, "Ort,Geplant bis\nFlensburg,Q1/2012\nKiel,Q1/2012\n")
    places = match.compare(kreise(k01001=None, k01002=0), plan)
    assert reach.unasked(places)["kreis"].tolist() == ["Kiel"]


def test_without_a_plan_no_place_is_called_absent(plan):
    none = plan.iloc[:0]
    places = match.compare(kreise(k06412=434), none)
    assert "no plan" in state.say(places, none)
    assert not {"buildout.n_absent", "buildout.absent"} & state.of_places(places, none).keys()


def test_a_campaign_without_a_plan_has_no_entries():
    from helpers import schema
    from helpers.buildout import state

    stated = state.of_entries(schema.empty("07_plan"))
    assert stated["buildout.n_entries"].value == 0
