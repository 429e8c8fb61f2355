"""Promises of the operator's extract: only who agreed, never alone in place and week."""

import csv
import io
import json
import re
import sys
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from disclosure_fixtures import protected, reports
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import extract, store, style
from helpers import settings as settings_module
from helpers.extract import coarsen, disclosure, facets, files, texts
from helpers.settings import HOME

K = 5


@pytest.fixture
def campaign(tmp_path):
    """Settings of an empty campaign in a temporary folder."""
    (tmp_path / "campaign.yml").write_bytes((HOME / "campaign.yml").read_bytes())
    return settings_module.load(tmp_path)


def with_privacy(settings, **changes):
    privacy = settings.privacy.model_copy(update=changes)
    return settings.model_copy(update={"privacy": privacy})


def published(frame: pd.DataFrame) -> dict[int, dict[str, pd.DataFrame]]:
    return {1: protected(frame, K)}


@pytest.fixture(scope="module")
def campaign_reports():
    return reports(1500, 4)


@pytest.fixture(scope="module")
def campaign_published(campaign_reports):
    return published(campaign_reports)


@pytest.fixture
def made(campaign, campaign_reports, campaign_published):
    return extract.build(campaign_reports, campaign_published, campaign)


def test_only_reports_with_consent_are_handed_out(made, campaign_reports):
    agreed = campaign_reports.loc[campaign_reports["consent_operator"], "report_id"]
    assert set(made.log["report_id"]) == set(agreed)
    assert len(made.rows) == len(agreed) - made.log["left_out"].sum()


def test_each_place_and_week_stands_in_at_least_k_rows(made):
    assert made.rows.groupby(coarsen.PLACE_AND_WEEK).size().min() >= K


@pytest.mark.parametrize("k", [2, 5, 12, 40])
def test_k_is_reached_whatever_it_is(campaign, campaign_reports, campaign_published, k):
    settings = with_privacy(campaign, k=k)
    made = extract.build(campaign_reports, campaign_published, settings)
    assert coarsen.smallest_class(made.rows) >= k


def exact(frame: pd.DataFrame, column: str) -> set[str]:
    return set(frame.loc[~frame["suppressed"], column])


def test_no_place_and_no_week_is_named_whose_count_is_not_printed_exactly(made, campaign_published):
    tables = campaign_published[1]
    assert tables["kreise"]["suppressed"].sum() > 5
    assert (~tables["laender"]["suppressed"]).sum() < 8
    for table, column in (("kreise", "kreis"), ("cities", "city"), ("weeks", "week")):
        assert set(made.rows[column]) - {""} <= exact(tables[table], column), table
    named = set(made.rows["city"] + ":" + made.rows["district"])
    districts = tables["districts"].assign(pair=lambda d: d["city"] + ":" + d["district"])
    assert {pair for pair in named if not pair.endswith(":")} <= exact(districts, "pair")


def test_of_a_withheld_kreis_not_even_the_land_is_named(campaign):
    """Rows that name a Land and no Kreis would count what is withheld in it."""
    frame = reports(1500, 4)
    tables = protected(frame, K)
    withheld = set(tables["kreise"].loc[tables["kreise"]["suppressed"], "ags5"])
    only = frame.assign(consent_operator=frame["ags5"].isin(withheld))
    made = extract.build(only, {1: tables}, campaign)
    assert len(made.rows) >= K
    assert (made.rows[["land", "kreis", "city", "district"]] == "").all(axis=None)


def test_a_land_that_is_a_range_is_not_named_by_itself(made, campaign_published):
    alone = made.rows.loc[(made.rows["kreis"] == "") & (made.rows["land"] != ""), "land"]
    assert set(alone) <= exact(campaign_published[1]["laender"], "land")


def test_k_may_be_asked_for_over_faults_as_well(campaign, campaign_reports, campaign_published):
    columns = [*coarsen.PLACE_AND_WEEK, "categories"]
    plain = extract.build(campaign_reports, campaign_published, campaign)
    assert plain.rows.groupby(columns).size().min() < K
    strict = with_privacy(campaign, k_over_faults=True)
    made = extract.build(campaign_reports, campaign_published, strict)
    assert made.rows.groupby(columns).size().min() >= K
    measured = disclosure.measure(made, strict)
    assert measured["n_single"] == 0
    assert "auch über das Gemeldete verlangt" in disclosure.render(
        strict, disclosure.tell(measured, "de"), "Entwurf"
    )


def test_week_goes_first_then_district_then_city_then_kreis():
    row = {"land": "L", "kreis": "K", "city": "C", "district": "D", "week": "2011-W46"}
    near = [{**row, "week": f"2011-W{w}"} for w in (46, 46, 47)]
    far = [{**row, "district": "E"}] * 2 + [{**row, "city": "X", "district": ""}] * 2
    other = [{**row, "kreis": "M", "city": "Y", "district": ""}]
    coarse = coarsen.until_alike(pd.DataFrame(near + far + other), 3)
    assert coarse["coarsened"].tolist()[:3] == ["week"] * 3
    assert coarse["coarsened"].tolist()[3:7] == ["week|district|city"] * 2 + ["week|city"] * 2
    assert coarse["coarsened"].tolist()[7] == "week|city|kreis"
    assert coarse["left_out"].tolist() == [False] * 7 + [True]


def test_what_is_alone_even_in_its_land_is_left_out():
    rows = pd.DataFrame([("L", "K", "C", "", "w")] * 4 + [("M", "", "", "", "w")])
    rows.columns = coarsen.PLACE_AND_WEEK
    assert coarsen.until_alike(rows, 3)["left_out"].tolist() == [False] * 4 + [True]


def test_a_batch_is_large_enough_by_itself(campaign, campaign_reports):
    old, new = campaign_reports.iloc[:1400], campaign_reports
    both = {1: protected(old, K), 2: protected(new, K)}
    batch = pd.Series(1, index=new.index).where(new.index < 1400, 2)
    made = extract.build(new, both, campaign, batch)
    before = extract.build(old, {1: both[1]}, campaign)
    more = made.rows.groupby(coarsen.PLACE_AND_WEEK).size()
    less = before.rows.groupby(coarsen.PLACE_AND_WEEK).size()
    grown = more.sub(less, fill_value=0)
    assert (grown[grown != 0] >= K).all()


@pytest.mark.parametrize(
    ("mode", "has_text", "has_code"),
    [("full", True, True), ("coded", False, True), ("none", False, False)],
)
def test_the_setting_decides_what_of_a_text_is_handed_out(
    campaign, campaign_reports, campaign_published, mode, has_text, has_code
):
    made = extract.build(
        campaign_reports, campaign_published, with_privacy(campaign, description=mode)
    )
    assert ("description" in made.rows) == has_text
    assert ("coded" in made.rows) == has_code


def test_no_row_order_tells_who_came_first(campaign, campaign_reports, campaign_published):
    shuffled = campaign_reports.sample(frac=1, random_state=3)
    one = extract.build(campaign_reports, campaign_published, campaign).rows
    other = extract.build(shuffled, campaign_published, campaign).rows
    pd.testing.assert_frame_equal(one, other)


def test_a_telling_text_is_left_out_by_rule():
    usual = ["Anrufe brechen abends ab"] * 5
    told = [
        "Anrufe brechen im Kaktusladen ab",
        "Anrufe brechen ab 1234567",
        "Anrufe " * 40,
        "Anrufe brechen ab [Telefon] abends",
    ]
    corpus = pd.Series(usual + told)
    assert texts.telling(corpus, corpus, 200, K).tolist() == [""] * 5 + [
        "rare",
        "number",
        "long",
        "",
    ]


SAMPLE = settings_module.load(HOME)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("nur 12 kB/s seit 3 Wochen", "Geschwindigkeit: bis 384 kbit/s; Seit: seit Wochen"),
        ("7,2 MBit/s versprochen, max. 2 KB/s", "Geschwindigkeit: bis 64 kbit/s"),
        ("statt 7,2 MBit/s nur EDGE", "Netzart: nur GPRS/EDGE"),
        ("Ping über 3000 ms", "Laufzeit: über 1 s"),
        ("abends in der U-Bahn", "Tageszeit: abends; Ort: unterwegs"),
        ("Gespräche brechen nach 20 Sekunden ab", "Fehlerbild: Anrufe brechen ab"),
        ("Auch D1 geht hier nicht", ""),
        ("Bis vor zwei Jahren keine Störung, seit gestern tot", "Seit: seit Tagen"),
        ("Wird der Müll je abgeholt? Die Einwahl zur Abfuhr scheitert", ""),
        ("Vielen Dank", ""),
    ],
)
def test_a_phrase_is_coded_from_the_text(text, phrase):
    assert facets.code(pd.Series([text]), SAMPLE.facets).tolist() == [phrase]


EXAMPLES = [
    (f"{each.facet}: {each.value or 'band'}", each, text, said)
    for each in SAMPLE.facets.said
    for said, texts_ in ((True, each.hits), (False, each.misses))
    for text in texts_
]


@pytest.mark.parametrize(
    ("name", "facet", "text", "said"), EXAMPLES, ids=[f"{e[0]}-{e[2]}" for e in EXAMPLES]
)
def test_a_facet_keeps_the_examples_of_its_campaign(name, facet, text, said):
    alone = SAMPLE.facets.model_copy(update={"said": [facet]})
    assert bool(facets.code(pd.Series([text]), alone)[0]) == said


def test_a_campaign_without_facets_gets_none():
    texts_ = pd.Series(["nur EDGE", "Anrufe brechen ab", "seit Monaten"])
    assert facets.code(texts_, type(SAMPLE.facets)()).tolist() == ["", "", ""]


def test_what_is_stated_of_labelled_texts_is_true():
    """The texts were labelled before the rules were written."""
    sys.path.insert(0, str(HOME / "benchmarks"))
    from facets import judge

    stated = judge().query("stated != ''")
    assert stated["true"].mean() >= 0.97
    assert len(stated) >= 100


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(), max_size=8))
def test_coding_any_text_says_only_fixed_words(anything):
    allowed = {each.value for each in SAMPLE.facets.said} | {
        name for each in SAMPLE.facets.said for name in (*each.bands.values(), each.beyond)
    }
    for phrase in facets.code(pd.Series(anything, dtype="str"), SAMPLE.facets):
        for part in filter(None, phrase.split(facets.SEPARATOR)):
            assert set(part.split(": ")[1].split(" + ")) <= allowed


def written(campaign, rows: pd.DataFrame):
    files.write(campaign, rows, "Entwurf")
    return campaign.extract


def risky_rows() -> pd.DataFrame:
    risky = ["=1+1", "+49", "-x", "@SUM(A1)", "\t=2", " =cmd|' /C calc'!A0", "Köln"]
    columns = list(extract.COLUMNS)
    return pd.DataFrame({name: risky for name in columns}, dtype="str")


def test_no_cell_of_csv_or_xlsx_is_a_formula(campaign):
    folder = written(campaign, risky_rows())
    book = openpyxl.load_workbook(folder / "extract.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value).lstrip().startswith(("=", "+", "-", "@"))
    for name in ("extract.csv", "georeport.csv", "columns.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                assert not any(v.lstrip().startswith(("=", "+", "-", "@")) for v in row), name


def test_the_extract_lies_where_only_its_owner_can_read_it_and_not_among_the_pages(campaign, made):
    folder = written(campaign, made.rows)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert not list(campaign.out.rglob("*extract*"))
    assert not folder.is_relative_to(campaign.out)


def test_the_report_on_the_extract_is_public_and_the_extract_is_not(campaign, made):
    measured = disclosure.measure(made, campaign)
    told = disclosure.tell(measured, "de")
    paths = disclosure.write(campaign, told, "Entwurf")
    assert paths == [campaign.processed / "06_disclosure.md", campaign.out / "disclosure.json"]
    written_down = json.loads(paths[1].read_text(encoding="utf-8"))
    assert written_down == {**told, "status": "Entwurf"}


def test_the_workbook_depends_on_its_content_alone(campaign, made, monkeypatch):
    first = files.xlsx(extract.for_reading(made.rows, campaign), campaign, "Entwurf")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert files.xlsx(extract.for_reading(made.rows, campaign), campaign, "Entwurf") == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {store.STILL}


def test_the_data_package_is_valid_and_describes_its_files(campaign, made):
    frictionless = pytest.importorskip("frictionless")
    folder = written(campaign, made.rows)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    named = [field["name"] for field in package["resources"][0]["schema"]["fields"]]
    with (folder / "extract.csv").open(encoding="utf-8", newline="") as stream:
        assert next(csv.reader(stream)) == named
    assert all(field["description"] for field in package["resources"][0]["schema"]["fields"])


def test_georeport_bulk_has_its_columns_and_nothing_more_exact(campaign, made):
    table = files.georeport(made.rows, campaign)
    assert tuple(table.columns) == files.GEOREPORT
    assert (table[["requested_datetime", "lat", "long"]] == "").all(axis=None)
    assert (table["service_request_id"] == np.arange(1, len(table) + 1)).all()


def test_the_disclosure_report_counts_what_happened(campaign, made):
    measured = disclosure.measure(made, campaign)
    assert measured["k_reached"] == coarsen.smallest_class(made.rows)
    like = made.rows.groupby([*coarsen.PLACE_AND_WEEK, "categories"]).size()
    assert measured["n_single"] == (like == 1).sum() > 0
    assert measured["n_rows"] + measured["n_left_out"] == measured["n_consent"]
    assert sum(a + b for _, a, b in measured["precision"]) == measured["n_rows"]
    week = dict(measured["steps"])["Kalenderwoche weggelassen"]
    assert week == made.log["coarsened"].str.contains("week").sum()


def test_readers_learn_tens_of_rows_and_no_exact_number_to_subtract(campaign, made):
    told = disclosure.tell(disclosure.measure(made, campaign), "de")
    cells = [n for _, *counts in [*told["steps"], *told["precision"]] for n in counts]
    assert all(re.fullmatch(r"0|unter 5|5 bis 9|[\d.]+0 bis [\d.]+9", cell) for cell in cells)
    assert not {"n_consent", "n_unique", "n_single"} & set(told)
    assert disclosure.steps(told)["rows"].tolist()[0] == told["steps"][0][1]


def test_the_disclosure_report_tells_the_numbers_that_were_measured(campaign, made):
    measured = disclosure.measure(made, campaign)
    text = disclosure.render(campaign, disclosure.tell(measured, "de"), "Entwurf")
    assert "Entwurf" in text
    assert style.number(measured["n_rows"]) in text
    for share in ("unique_share", "single_share"):
        assert style.percent(round(measured[share], 2)) in text, share
    assert f"Erreicht: **{measured['k_reached']}**" in text


@pytest.mark.parametrize("mode", ["full", "coded", "none"])
def test_the_disclosure_report_says_what_of_the_texts_is_handed_out(
    campaign, campaign_reports, campaign_published, mode
):
    settings = with_privacy(campaign, description=mode)
    made = extract.build(campaign_reports, campaign_published, settings)
    text = disclosure.render(
        settings, disclosure.tell(disclosure.measure(made, settings), "de"), "Entwurf"
    )
    said = {"full": "geschwärzte Text", "coded": "in festen Worten", "none": "nichts weitergegeben"}
    assert said[mode] in text


def test_nobody_agreed_is_an_extract_without_rows(campaign, campaign_reports, campaign_published):
    nobody = campaign_reports.assign(consent_operator=False)
    made = extract.build(nobody, campaign_published, campaign)
    assert made.rows.empty
    files.write(campaign, made.rows, "Entwurf")
    measured = disclosure.measure(made, campaign)
    assert (measured["k_reached"], measured["n_rows"], measured["n_unique"]) == (0, 0, 0)
    told = disclosure.tell(measured, "de")
    assert "0 von 1.500 Meldungen" in disclosure.render(campaign, told, "Entwurf")
