"""What the tools' exports do to careless readers, one trap each."""

import contextlib
import datetime
import zipfile

import openpyxl
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from import_fixtures import EXPORTS, campaign
from typer.testing import CliRunner

from helpers import clean, intake, settings
from helpers.cli import app
from helpers.errors import CampaignError
from helpers.intake import imports, tables

PLAIN = {"submitted_at": "Wann", "city_raw": "Ort", "categories": "Fehler", "description": "Text"}
LIME = {"city_raw": "ort", "categories": "fehler"}
LIME_HEAD = '"id","submitdate","lastpage","startlanguage","ort",'
KOBO_TAIL = '"_id";"_uuid";"_submission_time";"_index"'


def read(folder, name, text, columns, **reports):
    """Import `text` as the file `name`; return the rows."""
    ours = campaign(folder, columns, **reports)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    imports.bring(path, ours)
    return intake.read(ours)


def lime(folder, head, *rows, columns=LIME):
    lines = [f'"{n}","2024-03-01 08:00:00","1","de","Köln",{row}' for n, row in enumerate(rows)]
    return read(folder, "lime.csv", "\n".join([LIME_HEAD + head, *lines]), columns)


def kobo(folder, head, *rows, columns=None):
    tail = '"{n}";"u-{n}";"2024-03-01T07:00:00";"{n}"'
    lines = [row + ";" + tail.format(n=n) for n, row in enumerate(rows)]
    columns = columns or {"city_raw": "Ort", "categories": "Fehler"}
    return read(folder, "kobo.csv", "\n".join([f"{head};{KOBO_TAIL}", *lines]), columns)


# Not shown, not ticked, ticked


def test_limesurvey_tells_not_shown_from_not_ticked(tmp_path):
    rows = lime(
        tmp_path,
        '"fehler[SQ001]","fehler[SQ002]"',
        '"Y",""',  # ticked; shown and not ticked
        '"",""',
        ",",  # neither was shown
        '"Y",',
    )
    assert rows["categories"].tolist() == ["outage", "", "", "outage"]
    assert rows["categories_not_asked"].tolist() == ["", "", "outage|noise", "noise"]


def test_limesurvey_in_full_words_says_na_for_not_shown(tmp_path):
    rows = lime(tmp_path, '"Was?  [Lärm]"', '"Ja"', '"Nein"', '"N/A"',
                columns={"city_raw": "ort", "categories": "Was?"})  # fmt: skip
    assert rows["categories"].tolist() == ["noise", "", ""]
    assert rows["categories_not_asked"].tolist() == ["", "", "noise"]


def test_kobo_tells_unanswered_from_not_ticked(tmp_path):
    rows = kobo(
        tmp_path,
        '"Ort";"Fehler";"Fehler/Ausfall, nachts";"Fehler/Lärm"',
        '"Köln";"Lärm";"0";"1"',
        '"Köln";"";"";""',
    )
    assert rows["categories"].tolist() == ["noise", ""]
    assert rows["categories_not_asked"].tolist() == ["", "outage|noise"]


def test_a_tool_that_does_not_tell_has_asked_everybody(tmp_path):
    rows = read(tmp_path, "x.csv", "Wann;Ort;Fehler\n01.03.2024 08:00:00;Köln;\n",
                {**PLAIN, "description": ""})  # fmt: skip
    assert rows["categories_not_asked"].tolist() == [""]


# Options


def test_a_survey_written_anew_without_quotes_does_not_tell(tmp_path):
    text = "id,submitdate,lastpage,startlanguage,ort,fehler[SQ001],fehler[SQ002]\n"
    text += "".join(
        f"{n},2024-03-01 08:00:00,1,de,Köln,{row}\n" for n, row in enumerate(["Y,", ",Y"])
    )
    rows = read(tmp_path, "lime.csv", text, LIME)
    assert rows["categories"].tolist() == ["outage", "noise"]
    assert rows["categories_not_asked"].tolist() == ["", ""]


def test_an_option_with_a_sharp_s_is_known(tmp_path):
    ours = campaign(tmp_path, PLAIN)
    path = tmp_path / "campaign.yml"
    path.write_text(path.read_text().replace("Lärm", "Draußen kein Netz"))
    (tmp_path / "x.csv").write_text(
        "Wann;Ort;Fehler;Text\n01.03.2024 08:00:00;Köln;DRAUSSEN kein Netz;\n"
        "01.03.2024 08:00:00;Bonn;Draußen kein Netz;\n01.03.2024 08:00:00;Ulm;noıse;\n"
    )
    imports.bring(tmp_path / "x.csv", settings.load(ours.dir))
    rows = intake.read(settings.load(ours.dir))
    assert rows["categories"].tolist() == ["noise", "noise", ""]
    assert rows["categories_unknown"].tolist() == ["", "", "noıse"]


def test_a_single_choice_with_other_keeps_its_answer(tmp_path):
    rows = lime(tmp_path, '"fehler","fehler[other]"', '"Lärm",""', '"-oth-","Geruch"')
    assert rows["categories"].tolist() == ["noise", ""]
    assert rows["categories_unknown"].tolist() == ["", "Geruch"]


def test_remarks_beside_options_are_no_options(tmp_path):
    rows = lime(tmp_path, '"fehler[SQ001]","fehler[SQ001comment]"', '"Y","seit gestern"')
    assert rows["categories"].tolist() == ["outage"]
    assert rows["categories_unknown"].tolist() == [""]


@pytest.mark.parametrize("words", [("WAHR", "FALSCH"), ("1.0", "0.0"), ("True", "False")])
def test_kobo_options_written_anew_by_another_program(tmp_path, words):
    yes, no = words
    rows = kobo(tmp_path, '"Ort";"Fehler/Ausfall, nachts";"Fehler/Lärm"', f'"Köln";{yes};{no}')
    assert rows["categories"].tolist() == ["outage"]


def test_kobo_groups_named_like_the_question_are_no_options(tmp_path):
    rows = kobo(tmp_path, '"Ort";"Fehler/Lärm";"Fehler/Seit wann"', '"Köln";"1";"gestern"')
    assert rows["categories"].tolist() == ["noise"]


def test_option_columns_win_over_the_cell_that_joins_them(tmp_path):
    ours = campaign(tmp_path, {"city_raw": "Ort", "categories": "Fehler"}, category_separator=";")
    imports.bring(EXPORTS / "kobo.csv", ours)
    assert intake.read(ours)["categories"].tolist()[0] == "outage|noise"


def test_typeform_labels_that_collide_belong_to_the_question_with_most_known_options(tmp_path):
    text = (
        '#,Lärm,Später,Wo?,"Ausfall, nachts",Lärm,Network ID,Submit Date (UTC)\n'
        "a,Lärm,,Köln,,,n,2024-03-01 07:00:00\n"
        'b,,Später,Köln,"Ausfall, nachts",Lärm,n,2024-03-01 07:00:00\n'
    )
    rows = read(tmp_path, "tf.csv", text, {"city_raw": "Wo?"})
    assert rows["categories"].tolist() == ["", "outage|noise"]


def test_typeform_with_one_known_option(tmp_path):
    text = "#,Wo?,Lärm,Network ID,Submit Date (UTC)\na,Köln,Lärm,n,2024-03-01 07:00:00\n"
    rows = read(tmp_path, "tf.csv", text, {"city_raw": "Wo?", "categories": "Was?"})
    assert rows["categories"].tolist() == ["noise"]


def test_versions_of_one_question_are_one_column(tmp_path):
    rows = kobo(tmp_path, '"Ort";"Ort";"Fehler"', '"";"Köln";""', '"Bonn";"";""')
    assert rows["city_raw"].tolist() == ["Köln", "Bonn"]


def test_without_kinds_of_fault_nothing_is_known(tmp_path):
    content = yaml.safe_load((campaign(tmp_path, PLAIN).dir / "campaign.yml").read_text())
    (tmp_path / "campaign.yml").write_text(yaml.safe_dump({**content, "categories": []}))
    (tmp_path / "x.csv").write_text("Wann;Ort;Fehler;Text\n01.03.2024 08:00:00;Köln;a;b\n")
    imports.bring(tmp_path / "x.csv", settings.load(tmp_path))
    (row,) = intake.read(settings.load(tmp_path)).to_dict("records")
    assert (row["categories"], row["categories_unknown"]) == ("", "a")


def test_a_plain_table_splits_at_semicolons_unless_told_otherwise(tmp_path):
    text = 'Wann,Ort,Fehler,Text\n01.03.2024 08:00:00,Köln,"Lärm; Ausfall, nachts",b\n'
    rows = read(tmp_path / "a", "x.csv", text, PLAIN)
    assert rows["categories"].tolist() == ["outage|noise"]
    rows = read(tmp_path / "b", "x.csv", text.replace(";", "/"), PLAIN, category_separator="/")
    assert rows["categories"].tolist() == ["outage|noise"]


# Times


@pytest.mark.parametrize(
    ("written", "first_is_day"),
    [
        (["02/04/2024 17:30:30", "26/04/2024 08:00:00"], True),
        (["04/02/2024 17:30:30", "04/26/2024 08:00:00"], False),
        (["01/03/2024 10:00:00", "02/03/2024 10:00:00", "01/04/2024 10:00:00"], True),
        (["3/1/2024 5:30:30 PM", "3/29/2024 1:59:59 AM"], False),
    ],
)
def test_slashed_dates_are_read_in_the_one_way_that_fits_the_file(tmp_path, written, first_is_day):
    lines = "".join(f"{time},Köln\n" for time in written)
    rows = read(tmp_path, "gs.csv", "Timestamp,Ort\n" + lines, {"city_raw": "Ort"})
    expected = pd.to_datetime(pd.Series(written), dayfirst=first_is_day, format="mixed")
    assert rows["submitted_at"].tolist() == expected.tolist()


def test_typeform_in_american_order(tmp_path):
    head = "#,Wo?,Network ID,Submit Date (UTC)\n"
    text = head + "a,Köln,n,03/02/2024 10:00\nb,Köln,n,03/25/2024 10:00\n"
    rows = read(tmp_path, "tf.csv", text, {"city_raw": "Wo?"})
    assert rows["submitted_at"].dt.month.tolist() == [3, 3]


def test_a_file_with_the_newest_first_is_read_as_well(tmp_path):
    times = ["01/03/2024 10:00:00", "12/02/2024 10:00:00", "11/02/2024 10:00:00"]
    text = "Timestamp,Ort\n" + "".join(f"{time},Köln\n" for time in times)
    rows = read(tmp_path, "gs.csv", text, {"city_raw": "Ort"})
    assert rows["submitted_at"].dt.month.tolist() == [3, 2, 2]


def test_a_file_with_both_kinds_of_dates_is_not_guessed_at(tmp_path):
    text = (
        "Timestamp,Ort\n26/04/2024 08:00:00,Köln\n04/26/2024 08:00:00,Köln\n02/03/2024 08:00:00,K\n"
    )
    ours = campaign(tmp_path, {"city_raw": "Ort"})
    (tmp_path / "gs.csv").write_text(text)
    brought = imports.bring(tmp_path / "gs.csv", ours)
    assert brought.rejected == {"time of sending is not readable": 3}
    assert "some dates name the day first, some the month" in brought.as_text()


def test_one_odd_time_does_not_change_the_tool(tmp_path):
    text = (
        'Zeitstempel,Ort,Fehler\n01.03.2024 08:00:00,Köln,"Ausfall, nachts, Lärm"\n'
        "gestern abend,Köln,Lärm\n01.03.2024 09:00:00,Köln,Lärm\n"
    )
    rows = read(tmp_path, "gs.csv", text, {"city_raw": "Ort", "categories": "Fehler"})
    assert rows["categories"].tolist() == ["outage|noise", "noise", "noise"]


def test_a_sheet_downloaded_as_a_workbook_is_the_same_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Name", "Zeitstempel", "Ort", "Fehler"])
    book.active.append(["", datetime.datetime(2024, 3, 1, 8), "Köln", "Ausfall, nachts, Lärm"])
    book.save(tmp_path / "a.xlsx")
    ours = campaign(tmp_path / "c", {"city_raw": "Ort", "categories": "Fehler"})
    imports.bring(tmp_path / "a.xlsx", ours)
    text = 'Zeitstempel,Ort,Fehler\n01.03.2024 08:00:00,Köln,"Ausfall, nachts, Lärm"\n'
    (tmp_path / "a.csv").write_text(text)
    brought = imports.bring(tmp_path / "a.csv", ours)
    rows = intake.read(ours)
    assert rows["categories"].tolist() == ["outage|noise"] * 2
    assert (brought.n_added, brought.n_known) == (0, 1)


def test_a_question_of_ones_own_about_the_time_is_local_time(tmp_path):
    text = (
        "#,Wann?,Wo?,Network ID,Submit Date (UTC)\n"
        "a,2024-03-01 23:30:00,Köln,n,2024-03-02 07:00:00\n"
    )
    rows = read(tmp_path, "tf.csv", text, {"city_raw": "Wo?", "submitted_at": "Wann?"})
    assert rows["submitted_at"].tolist() == [pd.Timestamp("2024-03-01 23:30")]


def test_a_survey_without_dates_says_what_to_do(tmp_path):
    ours = campaign(tmp_path, LIME)
    (tmp_path / "a.csv").write_text(
        LIME_HEAD[:-1] + '\n"1","1980-01-01 00:00:00","1","de","Köln"\n'
    )
    said = imports.bring(tmp_path / "a.csv", campaign(tmp_path, {"city_raw": "ort"})).as_text()
    assert "reports.undated_day" in said
    assert ours.dir == tmp_path


# The same answers again


def sheet(folder, name, *rows):
    lines = [f"01.03.2024 {time},{place},{text}" for time, place, text in rows]
    path = folder / name
    path.write_text("\n".join(["Zeitstempel,Ort,Text", *lines]) + "\n")
    return path


SHEET = {"city_raw": "Ort", "description": "Text"}
ONE, TWO = ("08:00:00", "Köln", "kein Netz im Keller"), ("09:00:00", "Bonn", "nichts geht mehr")


def test_a_deleted_row_is_announced_and_left_out_on_demand(tmp_path):
    ours = campaign(tmp_path, SHEET)
    imports.bring(sheet(tmp_path, "a.csv", ONE, TWO), ours)
    less = sheet(tmp_path, "a.csv", TWO)
    kept = imports.bring(less, ours)
    assert "the older export has 1 rows that this one lacks" in kept.as_text()
    assert intake.read(ours)["problem"].eq("").sum() == 2
    (ours.raw / "reports/a-2.csv").unlink()
    imports.bring(less, ours, replace=True)
    assert intake.read(ours)["city_raw"].tolist() == ["Bonn"]


@pytest.mark.parametrize("names", [("a.csv", "a.csv"), ("z-january.csv", "a-february.csv")])
def test_an_edited_answer_counts_as_the_newest_export_has_it(tmp_path, names):
    ours = campaign(tmp_path, LIME | {"categories": ""})
    head = LIME_HEAD[:-1] + "\n"
    older, newer = (tmp_path / str(n) / name for n, name in enumerate(names))
    for path in (older, newer):
        path.parent.mkdir()
    older.write_text(head + '"1","2024-03-01 08:00:00","1","de","Köln"\n')
    newer.write_text(
        head
        + '"1","2024-03-01 08:00:00","1","de","Bonn"\n"2","2024-03-02 08:00:00","1","de","Ulm"\n'
    )
    imports.bring(older, ours)
    brought = imports.bring(newer, ours)
    assert (brought.n_added, brought.n_known, brought.n_changed) == (1, 1, 1)
    rows = intake.read(ours)
    assert sorted(rows.loc[rows["problem"].eq(""), "city_raw"]) == ["Bonn", "Ulm"]
    status = clean.clean(rows, ours, frozenset()).ledger["status"]
    assert set(status) <= {"kept", "known"}


def test_an_answer_finished_later_is_new(tmp_path):
    ours = campaign(tmp_path, LIME | {"categories": ""})
    path = tmp_path / "a.csv"
    path.write_text(LIME_HEAD[:-1] + '\n"1","","1","de","Köln"\n')
    assert imports.bring(path, ours).rejected == {"the form was not finished": 1}
    path.write_text(LIME_HEAD[:-1] + '\n"1","2024-03-01 08:00:00","1","de","Köln"\n')
    brought = imports.bring(path, ours)
    assert (brought.n_added, brought.n_known) == (1, 0)


def test_a_report_taken_back_stays_away_when_it_is_edited(tmp_path):
    ours = campaign(tmp_path, SHEET)
    imports.bring(sheet(tmp_path, "a.csv", ONE, TWO), ours)
    imports.bring(sheet(tmp_path, "b.csv", (ONE[0], "Köln", "ganz anders"), TWO), ours)
    cleaned = clean.clean(intake.read(ours), ours, frozenset({"R000001"}))
    assert cleaned.reports["city_raw"].tolist() == ["Bonn"]
    assert "another version of one taken back" in set(cleaned.ledger["reason"])


def test_a_column_mapped_later_makes_no_new_report(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Wann;Ort;PLZ\n01.03.2024 08:00:00;Köln;50667\n")
    columns = {"submitted_at": "Wann", "city_raw": "Ort"}
    ours = campaign(tmp_path, columns)
    imports.bring(path, ours)
    (before,) = intake.read(ours)["report_id"]
    (after,) = intake.read(campaign(tmp_path, columns | {"postcode_raw": "PLZ"}))["report_id"]
    assert before == after


def test_an_id_twice_in_one_file_is_rejected_and_not_called_known(tmp_path):
    rows = lime(
        tmp_path, '"text"', '"a"', '"b"', columns={"city_raw": "ort", "description": "text"}
    )
    assert rows["problem"].tolist() == ["", ""]
    text = LIME_HEAD[:-1] + '\n"3","2024-03-01 08:00:00","1","de","Köln"\n'
    text += '"3","2024-03-01 08:00:00","1","de","Ulm"\n'
    rows = read(tmp_path / "b", "b.csv", text, {"city_raw": "ort"})
    assert rows["problem"].tolist() == ["", intake.TWICE]


def test_taking_one_report_back_leaves_others_of_the_same_minute(tmp_path):
    ours = campaign(tmp_path, SHEET)
    imports.bring(sheet(tmp_path, "a.csv", ("08:00:00", "Bonn", "")), ours)
    imports.bring(sheet(tmp_path, "b.csv", ("08:00:00", "Ulm", ""), ("08:00:00", "Köln", "")), ours)
    cleaned = clean.clean(intake.read(ours), ours, frozenset({"R000001"}))
    assert cleaned.reports["city_raw"].tolist() == ["Ulm", "Köln"]


def test_a_copy_that_no_pattern_finds_is_refused(tmp_path):
    ours = campaign(tmp_path, SHEET, files=["data/raw/reports/a.csv"])
    imports.bring(sheet(tmp_path, "a.csv", ONE), ours)
    with pytest.raises(CampaignError, match=r"a-2\.csv like a\.csv\. Widen the pattern"):
        imports.bring(sheet(tmp_path, "a.csv", TWO), ours)
    assert intake.read(ours)["city_raw"].tolist() == ["Köln"]


# Several tools


def test_two_surveys_of_one_tool_are_refused_until_they_have_names(tmp_path):
    ours = campaign(tmp_path, {"city_raw": "ort"})
    for name, day, places in (("de.csv", 1, ("Bonn", "Ulm")), ("en.csv", 3, ("Köln", "Essen"))):
        rows = [f'"{n}","2024-03-0{day} 08:00:00","1","de","{p}"' for n, p in enumerate(places)]
        (tmp_path / name).write_text("\n".join([LIME_HEAD[:-1], *rows]) + "\n")
    imports.bring(tmp_path / "de.csv", ours)
    with pytest.raises(CampaignError, match="these are two surveys"):
        imports.bring(tmp_path / "en.csv", ours)
    assert intake.read(ours)["city_raw"].tolist() == ["Bonn", "Ulm"]


def test_two_tools_with_the_same_ids_are_refused_until_they_have_names(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["ID", "Start time", "Completion time", "Email", "Name", "ort"])
    time = datetime.datetime(2024, 3, 1, 8)
    book.active.append([1, time, time, "anonymous", "", "Bonn"])
    book.save(tmp_path / "ms.xlsx")
    (tmp_path / "lime.csv").write_text(
        LIME_HEAD[:-1] + '\n"1","2024-03-01 08:00:00","1","de","Köln"\n'
    )
    ours = campaign(tmp_path / "c", {"city_raw": "ort"})
    imports.bring(tmp_path / "lime.csv", ours)
    with pytest.raises(CampaignError, match=r"ms.xlsx: row 2 .*has the id 1.*`name`"):
        imports.bring(tmp_path / "ms.xlsx", ours)
    assert intake.read(ours)["city_raw"].tolist() == ["Köln"]
    content = yaml.safe_load((tmp_path / "c/campaign.yml").read_text())
    content["reports"]["files"] = ["data/raw/reports/*.csv"]
    content["more_reports"] = [
        {"name": "ms", "files": ["data/raw/reports/*.xlsx"], "columns": {"city_raw": "ort"}}
    ]
    (tmp_path / "c/campaign.yml").write_text(yaml.safe_dump(content))
    ours = settings.load(tmp_path / "c")
    imports.bring(tmp_path / "ms.xlsx", ours)
    assert set(intake.read(ours)["report_id"]) == {"1", "ms:1"}


def test_a_format_named_at_the_import_holds_for_later_runs(tmp_path):
    text = 'SubmissionDate,KEY,Ort,Fehler\n2024-03-01T07:00:00.000Z,uuid:1,Köln,"Lärm Geruch"\n'
    (tmp_path / "a.csv").write_text(text.replace("KEY", "Schlüssel"))
    columns = {"city_raw": "Ort", "categories": "Fehler", "submitted_at": "SubmissionDate"}
    ours = campaign(tmp_path, columns)
    imports.bring(tmp_path / "a.csv", ours, "kobo")
    (row,) = intake.read(ours).to_dict("records")
    assert (row["categories"], row["categories_unknown"]) == ("noise", "Geruch")
    assert row["submitted_at"] == pd.Timestamp("2024-03-01 08:00")


def test_the_senders_name_is_masked_even_where_nobody_mapped_it(tmp_path):
    text = (
        "ID;Startzeit;Fertigstellungszeit;E-Mail;Name;Ort;Text\n"
        "1;01.03.2024 08:00;01.03.2024 08:01;a@b.example;Ottokar Wiesengrund;Köln;"
        "Wiesengrund aus dem Hinterhaus meldet: kein Netz\n"
        "2;01.03.2024 08:00;01.03.2024 08:05;anonymous;anonymous;Köln;anonymous ist kein Name\n"
    )
    rows = read(tmp_path, "ms.csv", text, {"city_raw": "Ort", "description": "Text"})
    kept = clean.clean(rows, settings.load(tmp_path), frozenset()).reports
    assert "Wiesengrund" not in " ".join(kept["description"])
    assert "anonymous ist kein Name" in kept["description"].tolist()


# Odd files


def test_a_file_that_lies_in_place_already_survives_a_refusal(tmp_path):
    ours = campaign(tmp_path, PLAIN, files=["data/raw/reports/*.csv"])
    path = ours.raw / "reports/x.json"
    path.write_text('[{"Wann": "01.03.2024 08:00:00", "Ort": "Köln"}]')
    with pytest.raises(CampaignError, match="Add a pattern"):
        imports.bring(path, ours)
    assert path.exists()


def test_a_file_that_lies_in_place_already_is_new(tmp_path):
    ours = campaign(tmp_path, {"submitted_at": "Wann", "city_raw": "Ort"})
    path = ours.raw / "reports/x.csv"
    path.write_text("Wann;Ort\n01.03.2024 08:00:00;Köln\n")
    assert (imports.bring(path, ours).n_added, imports.bring(path, ours).n_known) == (1, 0)


def test_an_archive_with_one_table_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "Meldung.csv.zip", "w") as archive:
        archive.writestr("Meldung.csv", "Wann;Ort\n01.03.2024 08:00:00;Köln\n")
    ours = campaign(tmp_path, {"submitted_at": "Wann", "city_raw": "Ort"})
    assert imports.bring(tmp_path / "Meldung.csv.zip", ours).path.name == "Meldung.csv"
    assert intake.read(ours)["city_raw"].tolist() == ["Köln"]


@pytest.mark.parametrize(
    "above", ["sep=;\n", "\n\n", ";;\n", "Umfrage im März;;\n\n", "\ufeffsep=;\n"]
)
def test_what_stands_above_the_header_is_skipped(tmp_path, above):
    path = tmp_path / "x.csv"
    path.write_text(above + "Wann;Ort\n01.03.2024 08:00:00;Köln\n", encoding="utf-8")
    table = tables.read(path, ("Wann", "Ort"))
    assert (table.header, table.rows) == (["Wann", "Ort"], [["01.03.2024 08:00:00", "Köln"]])
    assert table.numbers == [path.read_text("utf-8-sig").count("\n")]


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_reports_in_two_sheets_are_refused_and_other_sheets_are_named(tmp_path):
    reports = [["Wann", "Ort"], ["01.03.2024 08:00:00", "Köln"]]
    with pytest.raises(CampaignError, match="Januar, Februar have the same header"):
        tables.read(workbook(tmp_path / "a.xlsx", Januar=reports, Februar=reports))
    path = workbook(tmp_path / "b.xlsx", Notizen=[["Tipp"]], Daten=reports)
    assert tables.read(path, ("Wann", "Ort")).left_out == ("Notizen",)


def test_a_formula_without_a_result_keeps_its_text(tmp_path):
    path = workbook(tmp_path / "a.xlsx", Daten=[["Ort", "Text"], ["Köln", "=) alles tot"]])
    assert tables.read(path).rows == [["Köln", "=) alles tot"]]


def test_an_array_formula_is_no_address_in_memory(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Ort", "Text"])
    book.active.append(["Köln", None])
    formula = openpyxl.worksheet.formula.ArrayFormula("B2:B2", "=UPPER(A2)")
    book.active["B2"] = formula
    book.save(tmp_path / "a.xlsx")
    assert tables.read(tmp_path / "a.xlsx").rows == [["Köln", "=UPPER(A2)"]]


@pytest.mark.parametrize(
    "name", ["word/document.xml", "content.xml", "foto.jpg", "xl/workbook.xml"]
)
def test_another_archive_named_xlsx_is_refused_in_words(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, "x")
    with pytest.raises(CampaignError, match=r"a\.xlsx: expected"):
        tables.read(tmp_path / "a.xlsx")


@given(place=st.integers(0, 4000), byte=st.integers(0, 255))
@hypothesis_settings(max_examples=150, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_in_words(tmp_path_factory, place, byte):
    folder = tmp_path_factory.mktemp("x")
    path = workbook(folder / "a.xlsx", Daten=[["Ort", "Text"], ["Köln", "kein Netz"]])
    content = bytearray(path.read_bytes())
    content[place % len(content)] = byte
    path.write_bytes(content)
    with contextlib.suppress(CampaignError):
        assert tables.read(path).rows


def test_headers_are_compared_as_they_look(tmp_path):
    rows = read(
        tmp_path, "x.csv", "Wann;O\x00rt\u200b;Sta\u0308dte\n01.03.2024 08:00:00;Ko\u0308ln;x\n",
        {"submitted_at": "Wann", "city_raw": "Ort", "district_raw": "Städte"},
    )  # fmt: skip
    assert rows["city_raw"].tolist() == ["Köln"]


def test_half_a_letter_in_json_is_no_end(tmp_path):
    text = '[{"Wann": "01.03.2024 08:00:00", "Ort": "K\\ud800"}]'
    rows = read(tmp_path, "x.json", text, {"submitted_at": "Wann", "city_raw": "Ort"})
    assert rows["city_raw"].tolist() == ["K\ufffd"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("[]", "empty one"), ("<html></html>", "web page"), ('[{"code": 404}]', "It lacks what")],
)
def test_json_that_holds_no_reports_is_refused_in_words(tmp_path, text, words):
    ours = campaign(tmp_path, {"submitted_at": "Wann", "city_raw": "Ort"})
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(CampaignError, match=words):
        imports.bring(tmp_path / "x.json", ours)


def test_a_very_wide_table_is_summed_up(tmp_path):
    head = ";".join(["Wann", "Ort", *(f"Frage {n}" for n in range(10_000))])
    path = tmp_path / "x.csv"
    path.write_text(f"{head}\n01.03.2024 08:00:00;Köln;{';' * 9_999}\n")
    ours = campaign(tmp_path, {"submitted_at": "Wann", "city_raw": "Ort"})
    said = imports.bring(path, ours).as_text()
    assert "… and 9,970 more" in said
    assert len(said) < 2_000


def test_a_megabyte_and_a_nul_in_a_cell_arrive(tmp_path):
    text = "Wann;Ort;Text\n01.03.2024 08:00:00;Köln;" + "a" * 1_000_000 + "\x00\n"
    rows = read(tmp_path, "x.csv", text,
                {"submitted_at": "Wann", "city_raw": "Ort", "description": "Text"})  # fmt: skip
    assert len(rows["description"][0]) >= 1_000_000


def test_the_command_names_a_wrong_tool_and_how_to_add_a_second_one(tmp_path):
    campaign(tmp_path, {"city_raw": "Ort", "description": "Text"})
    arguments = ["import", str(EXPORTS / "limesurvey_codes.csv"), "--campaign", str(tmp_path)]
    said = str(CliRunner().invoke(app, arguments).exception)
    assert "LimeSurvey" in said
    assert "more_reports:" in said
