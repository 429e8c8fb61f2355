"""Purge: contact data of old reports leaves the raw files, and nothing else changes."""

import csv
import io
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formatting.rule import CellIsRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.filters import FilterColumn, Filters
from typer.testing import CliRunner

from helpers import clean, correct, intake, purge, settings
from helpers.cli import privacy
from helpers.errors import CampaignError
from helpers.intake import rewrite
from helpers.settings import HOME

HEADER = "Zeitstempel;Stadt;Beschreibung;Name (freiwillig);E-Mail (freiwillig);Erlaubt?"
ROWS = '''12.11.2011 10:00:00;Köln;"kein Netz; ""Edge""";Anja Cords;anja@example.net;Ja
20.11.2011 10:00:00;Bonn;"zwei
Zeilen";Jörg Böttcher;joerg@example.net;Nein
gestern;Kiel;langsam;;okko@example.net;Ja
'''


@pytest.fixture
def campaign(tmp_path):
    """A campaign with one small CSV of three reports; returns its folder."""
    text = (HOME / "campaign.yml").read_text(encoding="utf-8")
    text = text.replace("Weitergabe an den Netzbetreiber erlaubt?", "Erlaubt?")
    for line in ("district_raw: Stadtteil", "postcode_raw: PLZ", "device: Gerät", "tariff: Tarif"):
        text = text.replace(f"    {line}\n", "")
    text = text.replace("    categories: Welche Probleme treten auf?\n", "")
    (tmp_path / "campaign.yml").write_text(text, encoding="utf-8")
    folder = tmp_path / "data/raw/reports"
    folder.mkdir(parents=True)
    content = f"{HEADER}\n{ROWS}".replace("\n12", "\r\n12").encode("cp1252")
    (folder / "alt.csv").write_bytes(content)
    return tmp_path


def raw(folder: Path) -> str:
    return (folder / "data/raw/reports/alt.csv").read_bytes().decode("cp1252")


def run(*words: str, answer: str = ""):
    app = typer.Typer()
    privacy.register(app)
    return CliRunner().invoke(app, list(words), input=answer)


def test_only_contact_cells_of_old_rows_change_and_every_other_byte_stays(campaign):
    before = raw(campaign)
    loaded = settings.load(campaign)
    purge.carry_out(loaded, purge.plan(loaded, date(2011, 11, 15)))
    gone = before.replace("Anja Cords;anja@example.net", ";").replace("okko@example.net", "")
    assert raw(campaign) == gone


def test_reports_keep_their_ids(campaign):
    loaded = settings.load(campaign)
    ids = intake.read(loaded)[["report_id", "description"]]
    purge.carry_out(loaded, purge.plan(loaded, date(2012, 1, 1)))
    again = intake.read(loaded)
    assert again[["report_id", "description"]].equals(ids)
    assert again["contact_name"].eq("").all()
    assert again["contact_email"].eq("").all()


def test_a_dry_run_shows_and_changes_nothing(campaign):
    before = raw(campaign)
    result = run("purge", "--campaign", str(campaign), "--before", "2011-11-15", "--dry-run")
    assert result.exit_code == 0
    assert "3 cells in 2 of 3 rows" in result.output
    assert 'goes: "Name (freiwillig)"' in result.output
    assert 'STAYS: "Stadt" (the evaluation reads it: the place)' in result.output
    assert "anja@" not in result.output.lower()
    assert raw(campaign) == before


def test_it_asks_and_a_no_changes_nothing(campaign):
    before = raw(campaign)
    result = run("purge", "--campaign", str(campaign), "--before", "2011-11-15", answer="n\n")
    assert result.exit_code != 0
    assert raw(campaign) == before


def test_with_yes_it_does_and_the_second_time_finds_nothing(campaign):
    words = ("purge", "--campaign", str(campaign), "--before", "2011-11-15", "--yes")
    assert run(*words).exit_code == 0
    assert "nothing to remove" in run(*words).output
    assert "anja@example.net" not in raw(campaign)


def test_a_workbook_loses_the_cells_too(campaign):
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(f"{HEADER}\n{ROWS}"), delimiter=";"):
        book.active.append(line)
    folder = campaign / "data/raw/reports"
    (folder / "alt.csv").unlink()
    book.save(folder / "neu.xlsx")
    loaded = settings.load(campaign)
    purge.carry_out(loaded, purge.plan(loaded, date(2011, 11, 15)))
    sheet = openpyxl.load_workbook(folder / "neu.xlsx").active
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == [None, "Jörg Böttcher", None]
    assert sheet["C3"].value == "zwei\nZeilen"


def test_the_address_of_the_sender_that_a_tool_adds_goes_too(campaign):
    shutil.copy(HOME / "tests/exports/kobo.csv", campaign / "data/raw/reports/kobo.csv")
    path = campaign / "data/raw/reports/kobo.csv"
    text = (campaign / "campaign.yml").read_text(encoding="utf-8").partition("\ncategories:")
    source = (
        "\nmore_reports:\n  - files: [data/raw/reports/kobo.csv]\n"
        "    columns: {city_raw: Ort, categories: Fehler}"
    )
    (campaign / "campaign.yml").write_text(f"{text[0]}{source}{text[1]}{text[2]}", "utf-8")
    plan = purge.plan(settings.load(campaign), date(2032, 1, 1))
    (columns,) = [file.columns for file in plan.files if file.path == path]
    assert "_submitted_by" in [c.header for c in columns if c.fate == "gone"]


def test_a_file_keeps_its_permissions(campaign):
    path = campaign / "data/raw/reports/alt.csv"
    os.chmod(path, 0o600)
    loaded = settings.load(campaign)
    purge.carry_out(loaded, purge.plan(loaded, date(2012, 1, 1)))
    assert path.stat().st_mode & 0o777 == 0o600


def test_when_more_would_change_the_old_file_stays(campaign, monkeypatch):
    before = raw(campaign)
    spoiled = before.replace("Köln", "Koeln").encode("cp1252")
    monkeypatch.setitem(rewrite._WRITERS, "CSV", lambda *_: spoiled)
    loaded = settings.load(campaign)
    with pytest.raises(CampaignError, match=r"alt\.csv: not changed.*row 2"):
        purge.plan(loaded, date(2012, 1, 1))
    assert raw(campaign) == before
    left = {p.name for p in (campaign / "data/raw/reports").iterdir()}
    assert left == {"alt.csv", "register.csv"}


CELL = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8)


LINES = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=4)


@given(LINES, st.sampled_from(";,\t"))
def test_cells_are_found_where_the_csv_reader_finds_them(lines, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(lines)
    text = out.getvalue()
    read = [
        [text[start:end] for start, end in record] for record in rewrite.cell_spans(text, delimiter)
    ]
    plain = [
        [cell[1:-1].replace('""', '"') if cell.startswith('"') else cell for cell in record]
        for record in read
    ]
    assert plain == list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_stays(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("Ort;Name\nKöln;Jörg\n".encode(encoding))
    rewrite.replace(path, {(2, 1): ""})
    assert path.read_bytes() == "Ort;Name\nKöln;\n".encode(encoding)


def test_the_sample_loses_all_contact_data(tmp_path):
    shutil.copy(HOME / "campaign.yml", tmp_path)
    folder = tmp_path / "data/raw/reports"
    shutil.copytree(HOME / "data/raw/reports", folder)
    path = folder / "meldungen.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(lines[:1500]), encoding="utf-8")
    loaded = settings.load(tmp_path)
    before = intake.read(loaded)
    counted = clean.clean(before, loaded, frozenset())
    purge.carry_out(loaded, purge.plan(loaded, date(2032, 1, 1)))
    rows = intake.read(loaded)
    assert rows["contact_name"].eq("").all()
    assert rows["contact_email"].eq("").all()
    assert "@" not in path.read_text(encoding="utf-8")
    assert rows["report_id"].tolist() == before["report_id"].tolist()
    again = clean.clean(rows, loaded, frozenset())
    assert again.reports.equals(counted.reports)
    assert again.ledger.equals(counted.ledger)
    assert purge.plan(loaded, date(2032, 1, 1)).empty


UNTHOUGHT = {
    "Telefonnummer": "0176 12345678",
    "Vorname": "Xaverine",
    "Nachname": "Quastenflosser",
    "IP-Adresse": "198.51.100.77",
    "Straße und Hausnummer": "Lärchenstieg 8b",
    "Kundennummer": "K-99887766",
    "Erreichbar unter": "abends, quasti@example.net",
    "pn": "015799988877",
    "q7": "Frau Quastenflosser",
    "Wo bist du zuhause": "bei Oma in der Mühle",
    "custNo": "77665544",
    "DOB": "03.04.1961",
    "acct": "DE02120300000000202051",
    "AP": "Hr. Zwiebelfisch",
    "": "ohne Überschrift",
    "Anything else?": "Mein Mann Xaver ist Zahnarzt in Kleinkleckersdorf",
}
"""Headers and contents of personal columns that no rule was written for, one with no header."""


def widened(campaign: Path, more: dict[str, str], told: str = "") -> Path:
    """Add columns to the campaign's CSV, filled in each row; `told` goes under `reports:`."""
    path = campaign / "data/raw/reports/alt.csv"
    lines = list(csv.reader(io.StringIO(path.read_bytes().decode("cp1252")), delimiter=";"))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow([*lines[0][:3], *more, *lines[0][3:]])
        writer.writerows([*line[:3], *more.values(), *line[3:]] for line in lines[1:])
    text = (campaign / "campaign.yml").read_text(encoding="utf-8")
    (campaign / "campaign.yml").write_text(text.replace("\nreports:", f"\nreports:{told}"), "utf-8")
    return path


def purged(campaign: Path) -> tuple[purge.Plan, str]:
    loaded = settings.load(campaign)
    plan = purge.plan(loaded, date(2032, 1, 1))
    purge.carry_out(loaded, plan)
    return plan, purge.as_text(plan, loaded)


def test_sixteen_personal_columns_that_nobody_thought_of_keep_nothing(campaign):
    path = widened(campaign, UNTHOUGHT)
    before = intake.read(settings.load(campaign))
    plan, said = purged(campaign)
    after = path.read_text(encoding="utf-8")
    assert [value for value in UNTHOUGHT.values() if value in after] == []
    for column in plan.files[0].columns:
        assert column.reason
        assert f'"{column.header}" ({column.reason})' in said or not column.header
    stays = {column.header for column in plan.files[0].columns if column.fate != "gone"}
    assert stays == {"Zeitstempel", "Stadt", "Beschreibung", "Erlaubt?"}
    assert intake.read(settings.load(campaign))["report_id"].equals(before["report_id"])


def test_a_column_that_campaign_yml_calls_not_personal_stays_but_not_names_or_numbers_in_it(
    campaign,
):
    told = '\n  not_personal: ["Wetter", "Wer"]'
    path = widened(campaign, {"Wetter": "Regen, ruft 0176 12345678 an", "Wer": "Anja Cords"}, told)
    _, said = purged(campaign)
    after = path.read_text(encoding="utf-8")
    assert "Regen, ruft [Telefon] an" in after
    assert "Anja" not in after
    assert "campaign.yml calls it not personal, but 100 % of its cells are names" in said


def test_the_text_loses_its_senders_name_before_the_name_goes(campaign):
    path = campaign / "data/raw/reports/alt.csv"
    text = raw(campaign).replace("langsam;;okko", "Okkos Handy ist langsam;Okko Ferch;okko")
    path.write_bytes(text.encode("cp1252"))
    loaded = settings.load(campaign)
    ids = intake.read(loaded)["report_id"]
    purged(campaign)
    assert "[Name] Handy ist langsam" in raw(campaign)
    assert intake.read(loaded)["report_id"].equals(ids)
    older = text.encode("cp1252")
    (campaign / "data/raw/reports/neu.csv").write_bytes(older)
    assert set(intake.read(loaded)["report_id"]) == set(ids)


def test_two_texts_that_differ_only_in_what_is_masked_stay_two_reports(campaign):
    path = campaign / "data/raw/reports/alt.csv"
    row = "12.11.2011 10:00:00;Kiel;Bitte anrufen: {};;;Ja\n"
    more = row.format("0176 12345678") + row.format("0176 87654321")
    path.write_bytes((raw(campaign) + more).encode("cp1252"))
    loaded = settings.load(campaign)
    ids = intake.read(loaded)["report_id"]
    purged(campaign)
    assert raw(campaign).count("Bitte anrufen: [Telefon]") == 2
    assert intake.read(loaded)["report_id"].tolist() == ids.tolist()


def test_a_row_whose_cells_have_slipped_keeps_nothing(campaign):
    path = campaign / "data/raw/reports/alt.csv"
    slipped = "13.11.2011 10:00:00;Kiel;kein;Netz; sagt Anja;Anja Cords;anja@example.net;Ja\n"
    path.write_bytes((raw(campaign) + slipped).encode("cp1252"))
    loaded = settings.load(campaign)
    problems = intake.read(loaded)["problem"]
    purged(campaign)
    assert "Anja" not in raw(campaign)
    assert intake.read(loaded)["problem"].equals(problems)


def test_what_stands_beside_the_table_goes_too(campaign):
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(f"{HEADER}\n{ROWS}"), delimiter=";"):
        book.active.append(line)
    book.create_sheet("Rückrufe").append(["Okko Ferch", "0176 12345678"])
    book.properties.creator = "Okko Ferch"
    (campaign / "data/raw/reports/alt.csv").unlink()
    path = campaign / "data/raw/reports/neu.xlsx"
    book.save(path)
    _, said = purged(campaign)
    assert 'the sheet "Rückrufe"' in said
    after = openpyxl.load_workbook(path)
    assert after.sheetnames == ["Sheet"]
    assert "Okko" not in (after.properties.creator or "")


def test_of_two_columns_with_one_header_only_the_one_that_is_read_stays(campaign):
    """The second "Stadt" of such an export is where the sender lives; nobody evaluates it."""
    path = widened(campaign, {"Stadt": "Hückelhoven, bei Oma"})
    plan, _ = purged(campaign)
    assert "Hückelhoven" not in path.read_text(encoding="utf-8")
    same = [column.fate for column in plan.files[0].columns if column.header == "Stadt"]
    assert same == ["masked", "gone"]


def hide_in_workbook(path: Path, word: str) -> None:
    """Write `word` into the corners of a workbook where no cell is."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    book.properties.title = book.properties.keywords = f"Liste von {word}"
    book.custom_doc_props.append(StringProperty(name="Owner", value=word))
    sheet.auto_filter.ref = sheet.dimensions
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=3, filters=Filters(filter=[word])))
    rule = CellIsRule(operator="equal", formula=[f'"{word}"'])
    sheet.conditional_formatting.add("A1:B9", rule)
    sheet["H1"].number_format = f'"{word}"0'
    book.save(path)


def test_a_workbook_keeps_nothing_but_its_table(campaign):
    path = campaign / "data/raw/reports/neu.xlsx"
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(f"{HEADER}\n{ROWS}"), delimiter=";"):
        book.active.append(line)
    book.save(path)
    (campaign / "data/raw/reports/alt.csv").unlink()
    hide_in_workbook(path, "Zwiebelfisch")
    purged(campaign)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name, content in parts.items() if b"Zwiebelfisch" in content] == []
    assert purge.plan(settings.load(campaign), date(2032, 1, 1)).empty


def test_corrections_go_on_fitting_and_quote_no_number(campaign):
    path = campaign / "data/raw/reports/alt.csv"
    text = raw(campaign).replace("langsam;", "langsam. 0176 12345678;")
    path.write_bytes(text.encode("cp1252"))
    loaded = settings.load(campaign)
    name = intake.read(loaded)["report_id"].iloc[2]
    lines = correct.path(loaded)
    lines.parent.mkdir(exist_ok=True)
    lines.write_text(
        "report_id,column,expect,value,reason,date\n"
        f"{name},description,langsam. 0176 12345678,zäh. 0176 12345678,Tippfehler,2011-12-01\n"
    )
    purged(campaign)
    assert "0176" not in lines.read_text()
    assert correct.correct(intake.read(loaded), loaded)["description"].iloc[2] == "zäh. [Telefon]"


def test_a_file_that_no_source_reads_is_named(campaign):
    (campaign / "data/raw/reports/alt.csv.bak").write_text("anja@example.net")
    loaded = settings.load(campaign)
    plan = purge.plan(loaded, date(2032, 1, 1))
    assert "alt.csv.bak: stays as it is, nobody reads it" in purge.as_text(plan, loaded)
    assert "alt.csv.bak still holds 1" in "\n".join(purge.carry_out(loaded, plan))


def test_ids_that_are_mail_addresses_are_pointed_out(campaign):
    path = widened(campaign, {"Kennung": "x"})
    content = path.read_text(encoding="utf-8").replace(";x;", ";{}@example.net;")
    path.write_text(content.format("anja", "jo", "okko"), encoding="utf-8")
    text = (campaign / "campaign.yml").read_text(encoding="utf-8")
    text = text.replace("  columns:", "  columns:\n    report_id: Kennung", 1)
    (campaign / "campaign.yml").write_text(text, encoding="utf-8")
    _, said = purged(campaign)
    assert "BUT it holds E-Mail in 100 % of its cells, and ids cannot be masked" in said
