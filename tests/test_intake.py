"""Another campaign's export works by editing campaign.yml alone, and errors say what to do."""

import codecs
import contextlib
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpers import intake, settings
from helpers.errors import CampaignError
from helpers.intake import categories, register, tables
from helpers.settings import HOME

HEADER = ["Wann", "Ort", "Was", "Text", "Mail"]
ROWS = [
    ["01.03.2024 08:00", "Köln", "Ausfall, nachts; Lärm", "nichts geht", "a@example.org"],
    ["02.03.2024 09:30", "Bonn; Beuel", "Lärm", 'er sagte "nein",\nzweimal', ""],
]


@pytest.fixture
def campaign(tmp_path):
    """Make a campaign folder with other headers; `write` puts an export into it."""
    content = yaml.safe_load((HOME / "campaign.yml").read_text())
    content |= {
        "id": "other",
        "synthetic": False,
        "first_day": "2024-03-01",
        "as_of": "2024-03-31",
        "buildout": {},
        "categories": [
            {"id": "outage", "de": "Ausfall", "en": "Outage", "matches": ["Ausfall, nachts"]},
            {"id": "noise", "de": "Lärm", "en": "Noise", "matches": ["Lärm"]},
        ],
    }
    content["reports"] = {
        "columns": {
            "submitted_at": "Wann",
            "city_raw": "Ort",
            "categories": "Was",
            "description": "Text",
            "contact_email": "Mail",
        },
        "time_formats": ["%d.%m.%Y %H:%M"],
    }
    (tmp_path / "campaign.yml").write_text(yaml.safe_dump(content, allow_unicode=True))
    (tmp_path / "data/raw/reports").mkdir(parents=True)
    return settings.load(tmp_path)


def write_csv(campaign, text: str, encoding: str = "utf-8", name: str = "export.csv") -> Path:
    path = campaign.raw / "reports" / name
    path.write_bytes(text.encode(encoding))
    return path


def as_csv(rows, delimiter=";", header=HEADER) -> str:
    return pd.DataFrame(rows, columns=header).to_csv(
        index=False, sep=delimiter, lineterminator="\r\n"
    )


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_an_export_reads_the_same_however_it_was_written(campaign, delimiter, encoding):
    write_csv(campaign, as_csv(ROWS, delimiter), encoding)
    reports = intake.read(campaign)
    assert reports["city_raw"].tolist() == ["Köln", "Bonn; Beuel"]
    assert reports["description"][1] == 'er sagte "nein",\nzweimal'
    assert reports["categories"].tolist() == ["outage|noise", "noise"]
    assert reports["submitted_at"].tolist() == [
        pd.Timestamp("2024-03-01 08:00"),
        pd.Timestamp("2024-03-02 09:30"),
    ]


def test_column_order_does_not_matter(campaign):
    turned = [row[::-1] for row in ROWS]
    write_csv(campaign, as_csv(turned, ",", HEADER[::-1]))
    assert intake.read(campaign)["contact_email"].tolist() == ["a@example.org", ""]


def test_an_xlsx_export_reads_with_its_real_times(campaign):
    book = openpyxl.Workbook()
    book.create_sheet("leer", 0)
    sheet = book.worksheets[1]
    sheet.append(HEADER)
    sheet.append([pd.Timestamp("2024-03-01 08:00").to_pydatetime(), "Köln", "Lärm", 42, None])
    book.save(campaign.raw / "reports" / "export.xlsx")
    reports = intake.read(campaign)
    assert reports.loc[0, ["city_raw", "description"]].tolist() == ["Köln", "42"]
    assert reports["submitted_at"][0] == pd.Timestamp("2024-03-01 08:00")


def test_the_run_says_what_it_understood(campaign):
    write_csv(campaign, as_csv([*ROWS, ["gestern", "", "Lärm;Geruch", "", ""]]))
    (said,) = intake.understand(campaign)
    assert said.mapped["city_raw"] == "Ort"
    assert said.time_formats == {"%d.%m.%Y %H:%M": 2}
    assert said.times_unread == ["gestern"]
    assert said.unknown_categories == {"Geruch": 1}
    assert said.empty_share["city_raw"] == pytest.approx(1 / 3)
    assert "'Geruch' (1)" in said.as_text()


def test_a_missing_column_names_file_expected_and_got(campaign):
    write_csv(campaign, as_csv(ROWS).replace("Ort", "Orte", 1))
    with pytest.raises(CampaignError) as stopped:
        intake.read(campaign)
    for words in ("export.csv", '"Ort"', "reports.columns.city_raw", 'Did you mean "Orte"?'):
        assert words in str(stopped.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty file"),
        (b"  \n\n", "empty file"),
        (b"%PDF-1.7 x", "another kind of file"),
        (b"PK\x03\x04broken", "expected an XLSX workbook"),
        (b"Wann;Ort;Was;Text;Mail\n", "expected rows under the header"),
        (codecs.BOM_UTF16_LE + b"W\x00a", "expected text in utf-16"),
    ],
)
def test_an_unusable_file_gets_one_clear_error(campaign, content, words):
    path = campaign.raw / "reports" / "export.csv"
    path.write_bytes(content)
    with pytest.raises(CampaignError, match=words) as stopped:
        intake.read(campaign)
    assert "export.csv" in str(stopped.value)


def test_no_file_at_all_is_said(campaign):
    with pytest.raises(CampaignError, match="found none"):
        intake.read(campaign)


def test_a_row_with_too_many_cells_is_kept_as_a_problem(campaign):
    write_csv(campaign, as_csv(ROWS) + "01.03.2024 08:00;A;B;C;D;E;F\r\n")
    assert intake.read(campaign)["problem"].tolist() == [
        "",
        "",
        "7 cells where the header has 5",
    ]


def test_an_id_survives_a_grown_export_and_a_changed_mail(campaign):
    write_csv(campaign, as_csv(ROWS))
    first = intake.read(campaign)["report_id"].tolist()
    changed = [[*ROWS[0][:4], "new@example.org"], ROWS[1]]
    grown = [["03.03.2024 10:00", "Ulm", "Lärm", "laut", ""], *changed]
    write_csv(campaign, as_csv(grown, ",", HEADER), "utf-16")
    again = intake.read(campaign).set_index("city_raw")["report_id"]
    assert again[["Köln", "Bonn; Beuel"]].tolist() == first
    assert again["Ulm"] not in first


def test_a_column_that_an_editor_adds_makes_no_new_report(campaign):
    write_csv(campaign, as_csv(ROWS))
    first = intake.read(campaign)["report_id"].tolist()
    write_csv(campaign, as_csv([[*row, "ja"] for row in ROWS], header=[*HEADER, "Bearbeitet"]))
    assert intake.read(campaign)["report_id"].tolist() == first


def test_a_quote_that_never_closes_is_an_error_and_swallows_no_row(campaign):
    write_csv(campaign, as_csv(ROWS) + '03.03.2024 10:00;"Ulm;Lärm;x;\n04.03.2024 10:00;Hof;;;\n')
    with pytest.raises(CampaignError, match="closing quote"):
        intake.read(campaign)


def test_one_bad_byte_does_not_turn_all_umlauts_into_signs(campaign):
    path = write_csv(campaign, as_csv(ROWS))
    path.write_bytes(path.read_bytes() + b"03.03.2024 10:00;Ulm;;\xff;\r\n")
    with pytest.raises(CampaignError, match="line 5"):
        intake.read(campaign)


def test_all_missing_columns_are_named_at_once(campaign):
    write_csv(campaign, as_csv(ROWS).replace("Ort", "Platz", 1).replace("Was", "Wie", 1))
    with pytest.raises(CampaignError) as stopped:
        intake.read(campaign)
    assert "lacks what `columns:` names: Ort, Was" in str(stopped.value)


def test_the_register_is_only_ever_appended_to(campaign):
    write_csv(campaign, as_csv(ROWS))
    intake.read(campaign)
    before = (campaign.dir / intake.REGISTER).read_bytes()
    write_csv(campaign, as_csv([ROWS[1], ["03.03.2024 10:00", "Ulm", "Lärm", "laut", ""]]))
    intake.read(campaign)
    assert (campaign.dir / intake.REGISTER).read_bytes().startswith(before)


def test_a_grown_export_beside_the_old_one_counts_each_report_once(campaign):
    write_csv(campaign, as_csv(ROWS), name="a.csv")
    write_csv(campaign, as_csv([*ROWS, ["03.03.2024 10:00", "Ulm", "Lärm", "", ""]]), name="b.csv")
    reports = intake.read(campaign)
    assert reports["report_id"].nunique() == 3
    assert reports["problem"].eq(intake.KNOWN).sum() == 2


def test_equal_rows_of_one_file_keep_ids_of_their_own(campaign):
    write_csv(campaign, as_csv([ROWS[0], ROWS[0]]))
    assert intake.read(campaign)["report_id"].is_unique


def test_a_broken_register_stops_the_run(campaign):
    write_csv(campaign, as_csv(ROWS))
    (campaign.dir / intake.REGISTER).write_text("a,b\n1,2\n")
    with pytest.raises(CampaignError, match=r"register\.csv: expected the columns"):
        intake.read(campaign)


def test_an_option_may_hold_the_separator(campaign):
    answers = pd.Series(["Lärm, Ausfall, nachts, Geruch"])
    known, unknown = categories.split(answers, campaign, (", ",))
    assert (known[0], unknown[0]) == ("outage|noise", "Geruch")


@given(st.binary(max_size=400))
@hypothesis_settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(content):
    path = Path("x.csv")
    with contextlib.suppress(CampaignError):
        table = tables._from_csv(path, *tables.decode(path, content), expected=("Ort",))
        assert {len(row) for row in table.rows} == {len(table.header)}


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), min_size=1, max_size=5))
def test_fingerprints_tell_rows_apart_and_repeat(rows):
    cells = pd.DataFrame(rows, columns=["a", "b"], dtype="str")
    prints = register.fingerprints(cells)
    assert prints.equals(register.fingerprints(cells[["b", "a"]]))
    assert prints.nunique() == cells.apply(lambda c: c.str.strip()).drop_duplicates().shape[0]


def test_a_misspelt_setting_is_named_with_its_likely_meaning(tmp_path):
    text = (HOME / "campaign.yml").read_text().replace("time_formats:", "time_fromats:")
    (tmp_path / "campaign.yml").write_text(text)
    with pytest.raises(CampaignError, match=r'reports\.time_fromats: .*"time_formats"'):
        settings.load(tmp_path)


def test_the_sample_export_is_the_one_in_the_register(tmp_path):
    shutil.copytree(HOME / "data/raw/reports", tmp_path / "data/raw/reports")
    shutil.copy(HOME / "campaign.yml", tmp_path)
    before = (tmp_path / intake.REGISTER).read_bytes()
    intake.read(settings.load(tmp_path))
    assert (tmp_path / intake.REGISTER).read_bytes() == before
