"""Each tool's export brings the same two answers, whatever its traps."""

import contextlib
import shutil

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from import_fixtures import EXPORTS, campaign
from typer.testing import CliRunner

from helpers import clean, intake, settings
from helpers.cli import app
from helpers.errors import CampaignError
from helpers.intake import formats, imports, tables

USUAL = {
    "city_raw": "Ort",
    "district_raw": "Ortsteil",
    "categories": "Fehler",
    "description": "Text",
    "consent_operator": "Weitergabe",
}
CODES = {**USUAL, "city_raw": "ort", "district_raw": "ortsteil", "categories": "fehler"}
WORDS = {
    "city_raw": "In welcher Stadt?",
    "district_raw": "Welcher Stadtteil?",
    "categories": "Was ist gestört?",
    "description": "Was genau?",
    "consent_operator": "Weitergabe?",
}
TOOLS = {
    "limesurvey_codes.csv": (
        "limesurvey",
        {**CODES, "description": "text", "consent_operator": "weiter"},
    ),
    "limesurvey_text.csv": ("limesurvey", WORDS),
    "limesurvey_text_en.csv": ("limesurvey", WORDS),
    "kobo.csv": ("kobo", USUAL),
    "odk_central.csv": ("kobo", USUAL),
    "ushahidi.csv": ("ushahidi", USUAL),
    "google_forms_de.csv": ("googleforms", USUAL),
    "google_forms_en.csv": ("googleforms", USUAL),
    "google_sheet_de.csv": ("googlesheet", USUAL),
    "google_sheet_en.csv": ("googlesheet", USUAL),
    "msforms_resaved_de.csv": ("msforms", USUAL),
    "msforms_de.xlsx": ("msforms", {**USUAL, "categories": "Feh ler"}),
    "msforms_en.xlsx": ("msforms", {**USUAL, "categories": "Feh ler"}),
    "typeform.csv": ("typeform", {**USUAL, "categories": ""}),
    "nextcloud.csv": ("nextcloud", USUAL),
    "nextcloud_old.csv": ("nextcloud", USUAL),
    "nextcloud_old_en.csv": ("nextcloud", USUAL),
    "open311.json": (
        "open311",
        {
            "city_raw": "address",
            "postcode_raw": "zipcode",
            "categories": "service_name",
            "description": "description",
        },
    ),
    "fixmystreet.csv": (
        "fixmystreet",
        {
            "city_raw": "Title",
            "district_raw": "Ward",
            "categories": "Category",
            "description": "Detail",
            "contact_name": "User Name",
        },
    ),
}
ONE_CATEGORY = {"open311.json", "fixmystreet.csv"}


def finished(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["city_raw"].isin(["Köln", "Bonn"]) & rows["problem"].eq("")]


@pytest.mark.parametrize("name", TOOLS)
def test_the_tool_is_recognised_and_its_answers_are_read(tmp_path, name):
    tool, columns = TOOLS[name]
    ours = campaign(tmp_path, columns)
    brought = imports.bring(EXPORTS / name, ours)
    assert formats.BY_NAME[tool].label in brought.said.written
    cologne, bonn = (row for _, row in finished(intake.read(ours)).iterrows())
    assert cologne["submitted_at"] == pd.Timestamp("2024-03-01 08:00:00")
    assert bonn["submitted_at"] == pd.Timestamp("2024-03-02 09:30:00")
    assert cologne["description"] == "=kein Netz"
    assert bonn["description"] == "zwei\nZeilen"
    if name in ONE_CATEGORY:
        assert (cologne["categories"], bonn["categories"]) == ("outage", "noise")
    else:
        assert cologne["categories"] == "outage|noise"
        assert (bonn["categories"], cologne["consent_operator"]) == ("noise", "yes")
        assert bonn["consent_operator"] == "no"
    if name not in ONE_CATEGORY | {"typeform.csv"}:
        assert bonn["categories_unknown"] == "Geruch"


def test_an_unfinished_answer_is_a_reasoned_rejection(tmp_path):
    ours = campaign(tmp_path, TOOLS["limesurvey_codes.csv"][1])
    brought = imports.bring(EXPORTS / "limesurvey_codes.csv", ours)
    assert brought.rejected == {"the form was not finished": 1}
    assert (brought.said.n_rows, brought.n_added) == (3, 2)


def test_an_anonymised_survey_has_no_date_unless_the_campaign_gives_one(tmp_path):
    text = (EXPORTS / "limesurvey_codes.csv").read_text(encoding="utf-8-sig")
    export = tmp_path / "anonymous.csv"
    export.write_text(text.replace("2024-03-01 08:00:00", "1980-01-01 00:00:00"))
    columns = TOOLS["limesurvey_codes.csv"][1]
    without = campaign(tmp_path / "a", columns)
    imports.bring(export, without)
    assert pd.isna(intake.read(without)["submitted_at"][0])
    given_day = campaign(tmp_path / "b", columns, undated_day="2024-03-05")
    imports.bring(export, given_day)
    assert intake.read(given_day)["submitted_at"][0] == pd.Timestamp("2024-03-05")


def test_contact_columns_of_the_tool_make_no_new_report(tmp_path):
    ours = campaign(tmp_path, USUAL)
    imports.bring(EXPORTS / "google_forms_en.csv", ours)
    changed = (
        (EXPORTS / "google_forms_en.csv").read_text().replace('"Text"', '"Email address","Text"')
    )
    changed = changed.replace('"=kein', '"a@example.org","=kein').replace('"zwei', '"","zwei')
    grown = tmp_path / "grown.csv"
    grown.write_text(changed + '"2024/03/03 9:30:00 AM GMT+1","Ulm","","Lärm","","","Ja"\n')
    brought = imports.bring(grown, ours)
    assert (brought.n_added, brought.n_known) == (1, 2)


def test_a_grown_export_takes_the_place_of_the_older_one(tmp_path):
    ours = campaign(tmp_path / "c", USUAL)
    export = tmp_path / "form.csv"
    shutil.copy(EXPORTS / "google_sheet_de.csv", export)
    imports.bring(export, ours)
    with export.open("a") as grown:
        grown.write("03.03.2024 10:00:00,Ulm,,Lärm,,Ja\n")
    brought = imports.bring(export, ours)
    assert (brought.replaced, brought.n_added, brought.n_known) == (True, 1, 2)
    assert len(intake.read(ours)) == 3


def test_an_export_that_lost_rows_stands_beside_the_older_one(tmp_path):
    ours = campaign(tmp_path / "c", USUAL)
    export = tmp_path / "form.csv"
    shutil.copy(EXPORTS / "google_sheet_de.csv", export)
    imports.bring(export, ours)
    export.write_text(export.read_text().split("\n02.03")[0] + "\n")
    brought = imports.bring(export, ours)
    assert (brought.replaced, brought.path.name, brought.n_known) == (False, "form-2.csv", 1)
    assert finished(intake.read(ours))["city_raw"].tolist() == ["Köln", "Bonn"]


def test_two_tools_may_give_the_same_id_and_share_repeats(tmp_path):
    folder = tmp_path / "c"
    ours = campaign(folder, USUAL, files=["data/raw/reports/kobo.csv"])
    content = yaml.safe_load((folder / "campaign.yml").read_text())
    more = {**content["reports"], "name": "sheet", "files": ["data/raw/reports/google*.csv"]}
    more["columns"] = {**USUAL, "report_id": ""}
    content["more_reports"] = [more]
    (folder / "campaign.yml").write_text(yaml.safe_dump(content, allow_unicode=True))
    for name in ("kobo.csv", "google_sheet_de.csv"):
        shutil.copy(EXPORTS / name, folder / "data/raw/reports")
    ours = settings.load(folder)
    cleaned = clean.clean(intake.read(ours), ours, frozenset())
    assert cleaned.ledger["status"].value_counts()["repeat"] == 2


def test_the_command_says_what_an_import_brought(tmp_path):
    campaign(tmp_path, TOOLS["kobo.csv"][1])
    arguments = ["import", str(EXPORTS / "kobo.csv"), "--campaign", str(tmp_path)]
    first = CliRunner().invoke(app, arguments).output
    assert "KoboToolbox" in first
    assert "3 added, 0 known already, 0 rejected" in first
    assert "0 added, 3 known already" in CliRunner().invoke(app, arguments).output


def test_a_wrong_separator_is_noticed(tmp_path):
    rows = "".join(f"0{1 + n % 9}.03.2024 08:00:00;Köln;Lärm/Ausfall\n" for n in range(30))
    (tmp_path / "x.csv").write_text("Wann;Ort;Was\n" + rows)
    columns = {"submitted_at": "Wann", "city_raw": "Ort", "categories": "Was"}
    (said,) = intake.understand(campaign(tmp_path, columns), tmp_path / "x.csv")
    assert said.never_two
    assert "is the separator right" in said.as_text()


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(CampaignError, match='Did you mean "kobo"'):
        imports.bring(EXPORTS / "kobo.csv", campaign(tmp_path, USUAL), "kobbo")


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\r"), max_size=12
) | st.sampled_from(["=1+1", "\0", "x" * 100_000, "#tag", "'", '"', "[", "1980-01-01 00:00:00"])
headers = st.sampled_from(
    ["id", "submitdate", "lastpage", "startlanguage", "Ort", "Ort", "#", "Network ID", "_id",
     "_uuid", "_submission_time", "Fehler/a", "Fehler[b]", "Timestamp", "User ID", "Submission ID"]
)  # fmt: skip


@pytest.mark.parametrize("name", [form.name for form in formats.ALL])
@given(st.lists(headers, min_size=1, max_size=8), st.lists(st.lists(cells, max_size=9), max_size=6))
@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
def test_no_table_breaks_an_importer(tmp_path_factory, name, header, rows):
    folder = tmp_path_factory.mktemp("fuzz")
    table = pd.DataFrame([row + [""] * (9 - len(row)) for row in rows], columns=range(9))
    text = ",".join(header) + "\n" + table.to_csv(index=False, header=False)
    (folder / "x.csv").write_text(text, encoding="utf-8", newline="")
    ours = campaign(folder, {"city_raw": "Ort", "categories": "Fehler"})
    with contextlib.suppress(CampaignError):
        imports.bring(folder / "x.csv", ours, name)


@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".json"]))
@hypothesis_settings(max_examples=100, deadline=None)
def test_random_bytes_are_refused_in_words(tmp_path_factory, content, suffix):
    path = tmp_path_factory.mktemp("bytes") / f"x{suffix}"
    path.write_bytes(content)
    with contextlib.suppress(CampaignError):
        tables.read(path)


def test_a_wide_table_and_a_large_cell_are_read(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{i}" for i in range(10_000)) + "\n" + "x" * 1_000_000 + "\n")
    table = tables.read(path)
    assert (len(table.header), len(table.rows[0][0])) == (10_000, 1_000_000)
