"""Purge: contact data of old reports leaves the raw files, and nothing else changes."""

import csv
import io
import os
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers import intake, purge, settings
from helpers.cli import privacy
from helpers.errors import CampaignError
from helpers.purge import rewrite
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
    table = intake.tables.read(campaign / "data/raw/reports/kobo.csv")
    source = settings.load(campaign).reports
    columns = purge._contact_columns(table, source)
    assert "_submitted_by" in [table.header[place] for place in columns]


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
    plan = purge.plan(loaded, date(2012, 1, 1))
    with pytest.raises(CampaignError, match=r"alt\.csv: not changed.*row 2"):
        purge.carry_out(loaded, plan)
    assert raw(campaign) == before
    assert [p.name for p in (campaign / "data/raw/reports").iterdir()] == ["alt.csv"]


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
    rewrite.without(path, {(2, 1)})
    assert path.read_bytes() == "Ort;Name\nKöln;\n".encode(encoding)


def test_the_sample_loses_all_contact_data(tmp_path):
    shutil.copy(HOME / "campaign.yml", tmp_path)
    folder = tmp_path / "data/raw/reports"
    shutil.copytree(HOME / "data/raw/reports", folder)
    loaded = settings.load(tmp_path)
    purge.carry_out(loaded, purge.plan(loaded, date(2032, 1, 1)))
    rows = intake.read(loaded)
    assert rows["contact_name"].eq("").all()
    assert rows["contact_email"].eq("").all()
    old = intake.read(settings.load(HOME))
    assert rows["report_id"].tolist() == old["report_id"].tolist()
    assert rows["description"].tolist() == old["description"].tolist()
