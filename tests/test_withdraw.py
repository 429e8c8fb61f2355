"""Withdraw: a report is taken out by its id, once, and nothing that tells of it stays."""

import csv
import io
import json
import shutil
import zipfile
from datetime import date

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from helpers import clean, erase, intake, settings, withdraw
from helpers.cli import privacy
from helpers.cli import run as command_run
from helpers.settings import HOME


@pytest.fixture
def campaign(tmp_path):
    """The sample campaign's raw reports in a folder of their own."""
    shutil.copy(HOME / "campaign.yml", tmp_path)
    folder = tmp_path / "data/raw/reports"
    folder.mkdir(parents=True)
    lines = (HOME / "data/raw/reports/meldungen.csv").read_text(encoding="utf-8-sig").splitlines()
    (folder / "meldungen.csv").write_text("\n".join(lines[:40]) + "\n", encoding="utf-8")
    return tmp_path


def run(*words: str):
    app = typer.Typer()
    privacy.register(app)
    return CliRunner().invoke(app, list(words))


def test_the_id_and_the_day_are_kept_and_nothing_else(campaign):
    assert run("withdraw", "R000003", "--campaign", str(campaign)).exit_code == 0
    lines = (campaign / "data/raw/handmade/withdrawn.csv").read_text().splitlines()
    assert lines[0] == "report_id,date"
    assert lines[1].startswith("R000003,20")
    assert len(lines) == 2


def test_twice_is_once(campaign):
    first = run("withdraw", "R000003", "--campaign", str(campaign))
    content = (campaign / "data/raw/handmade/withdrawn.csv").read_bytes()
    second = run("withdraw", "R000003", "--campaign", str(campaign))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "before" in second.output
    assert (campaign / "data/raw/handmade/withdrawn.csv").read_bytes() == content


def test_an_unknown_id_is_refused_with_the_nearest_one(campaign):
    result = run("withdraw", "R00003", "--campaign", str(campaign))
    assert result.exit_code != 0
    assert 'No report has the id "R00003"' in str(result.exception)
    assert not (campaign / "data/raw/handmade/withdrawn.csv").exists()


def test_a_withdrawn_report_is_gone_from_the_kept_ones(campaign):
    loaded = settings.load(campaign)
    rows = intake.read(loaded)
    before = clean.clean(rows, loaded, clean.withdrawn_ids(loaded, rows))
    gone = before.reports["report_id"].iloc[0]
    run("withdraw", gone, "--campaign", str(campaign))
    after = clean.clean(rows, loaded, clean.withdrawn_ids(loaded, rows))
    assert gone not in set(after.reports["report_id"])
    ledger = after.ledger.set_index("report_id")
    assert ledger.loc[gone, "status"] == "withdrawn"
    assert len(after.ledger) == len(rows)


NAME, MAIL = "Wilhelmine Quastenflosser", "w.quasten@example.net"
TEXT = "Im Keller der Lärchenmühle bricht jedes Gespräch ab, sagt auch mein Schwager."
PIECES = (NAME, MAIL, TEXT)


def told(campaign, **changes):
    """Put a person into the third row of the campaign's file; return settings and her id."""
    path = campaign / "data/raw/reports/meldungen.csv"
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    header = lines[0]
    answers = {
        "Zeitstempel": "12.11.2011 09:30:00",
        "Name (freiwillig)": NAME,
        "E-Mail (freiwillig)": MAIL,
        "Beschreibung": TEXT,
    }
    for name, text in (answers | changes).items():
        lines[3][header.index(name)] = text
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(lines)
    loaded = settings.load(campaign)
    return loaded, intake.read(loaded)["report_id"].iloc[2]


def holding(campaign, pieces=PIECES) -> list[str]:
    """List the files of a campaign that hold a piece, as bytes in the spellings of programs."""
    found = []
    for path in campaign.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        spelt = [p.encode(code) for p in pieces for code in ("utf-8", "cp1252", "utf-16-le")]
        spelt += [json.dumps(piece)[1:-1].encode() for piece in pieces]
        found += [str(path.relative_to(campaign))] if any(s in content for s in spelt) else []
    return found


def test_name_mail_and_text_are_in_no_file_of_the_campaign(campaign):
    loaded, name = told(campaign)
    folder = campaign / "data/raw/reports"
    shutil.copy(folder / "meldungen.csv", folder / "meldungen.csv.bak")
    (campaign / "data/processed/runs").mkdir(parents=True)
    (campaign / "data/processed/runs/01_clean.ipynb").write_text(json.dumps(TEXT))
    (campaign / "reports/press").mkdir(parents=True)
    (campaign / "reports/press/quote.html").write_text(f"<q>{TEXT}</q>", encoding="utf-8")
    (campaign / "data/raw/handmade").mkdir(parents=True)
    (campaign / "data/raw/handmade/notes.txt").write_bytes(f"ruft {NAME} an".encode("cp1252"))
    erased = erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert holding(campaign) == []
    assert {"data/raw/reports/meldungen.csv", "data/raw/reports/meldungen.csv.bak"} <= set(
        erased.emptied
    )
    assert "reports/press/quote.html" in erased.removed


def test_the_other_rows_keep_every_byte(campaign):
    loaded, name = told(campaign)
    path = campaign / "data/raw/reports/meldungen.csv"
    before = path.read_bytes().splitlines()
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    after = path.read_bytes().splitlines()
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [3]
    assert f"[withdrawn {name}]".encode() in after[3]


def test_every_report_keeps_its_id_and_its_place_in_the_ledger(campaign):
    loaded, name = told(campaign)
    ids = intake.read(loaded)["report_id"]
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    rows = intake.read(loaded)
    assert rows["report_id"].equals(ids)
    ledger = clean.clean(rows, loaded, clean.withdrawn_ids(loaded, rows)).ledger
    assert ledger["status"].iloc[2] == "withdrawn"
    assert len(ledger) == len(ids)


def test_the_repeat_of_a_report_goes_with_it_whichever_of_both_is_named(campaign):
    path = campaign / "data/raw/reports/meldungen.csv"
    told(campaign)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[3]]) + "\n", encoding="utf-8")
    loaded = settings.load(campaign)
    again = intake.read(loaded)["report_id"].iloc[-1]
    erase.withdraw_report(loaded, again, date(2012, 1, 1))
    assert holding(campaign) == []


def test_a_row_that_is_like_the_withdrawn_one_stays_another_report(campaign):
    """Days without a clock time: two people reported the same on the same day."""
    path = campaign / "data/raw/reports/meldungen.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    twin = "12.11.2011 00:00:00,Kiel,,,Kein Netz,,,,,,Ja"
    path.write_text("\n".join([*lines, twin, twin]) + "\n", encoding="utf-8")
    loaded = settings.load(campaign)
    *_, first, second = intake.read(loaded)["report_id"]
    erase.withdraw_report(loaded, first, date(2012, 1, 1))
    rows = intake.read(loaded)
    assert rows["report_id"].tolist()[-2:] == [first, second]
    kept = clean.clean(rows, loaded, clean.withdrawn_ids(loaded, rows)).reports["report_id"]
    assert second in set(kept)
    assert first not in set(kept)


def test_the_words_alone_that_anybody_can_type_take_nothing_out(campaign):
    loaded, _ = told(campaign)
    other = intake.read(loaded)["report_id"].iloc[7]
    told(campaign, Beschreibung=f"[withdrawn {other}]")
    rows = intake.read(loaded)
    assert not rows["withdrawn"].any()
    assert rows["report_id"].eq(other).sum() == 1


def test_a_later_export_that_brings_it_back_is_emptied_on_import(campaign, tmp_path_factory):
    loaded, name = told(campaign)
    path = campaign / "data/raw/reports/meldungen.csv"
    grown = tmp_path_factory.mktemp("download") / "meldungen.csv"
    extra = "13.11.2011 10:00:00,Kiel,,,Kein Netz,Gar kein Netz in der Holtenauer Straße,,,,,Ja\n"
    grown.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    app = typer.Typer()
    command_run.register(app)
    said = CliRunner().invoke(app, ["import", str(grown), "--campaign", str(campaign)])
    assert said.exit_code == 0, said.output
    assert "1 added" in said.output
    assert "emptied again" in said.output
    assert holding(campaign) == []
    assert [p.name for p in path.parent.glob("*.csv")].count("meldungen-2.csv") == 0


def test_a_workbook_row_is_emptied_with_its_comment_and_with_copies_in_other_sheets(campaign):
    told(campaign)
    path = campaign / "data/raw/reports/meldungen.csv"
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
        book.active.append(line)
    book.active["F4"].comment = openpyxl.comments.Comment(f"Rückruf {NAME}", "Redaktion")
    book.create_sheet("Rückrufe").append([f"{NAME}: {MAIL}"])
    path.unlink()
    book.save(path.with_suffix(".xlsx"))
    loaded = settings.load(campaign)
    name = intake.read(loaded)["report_id"].iloc[2]
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    unpacked = campaign / "unpacked"
    shutil.unpack_archive(path.with_suffix(".xlsx"), unpacked, "zip")
    assert holding(campaign) == []


def test_corrections_that_quote_it_go_and_the_run_goes_on(campaign):
    loaded, name = told(campaign)
    lines = campaign / "data/raw/handmade/corrections.csv"
    lines.parent.mkdir(parents=True)
    lines.write_text(
        f"report_id,column,expect,value,reason,date\n{name},description,{TEXT.replace(',', '')},"
        "kürzer,Länge,2011-12-01\n",
        encoding="utf-8",
    )
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert lines.read_text() == "report_id,column,expect,value,reason,date\n"


def test_other_reports_of_the_same_sender_are_named(campaign):
    path = campaign / "data/raw/reports/meldungen.csv"
    told(campaign)
    more = f"14.11.2011 10:00:00,Kiel,,,Kein Netz,Ganz anderer Ort mit gar keinem Netz,,,,{MAIL},Ja"
    path.write_text(path.read_text(encoding="utf-8") + more + "\n", encoding="utf-8")
    loaded = settings.load(campaign)
    ids = intake.read(loaded)["report_id"]
    said = erase.withdraw_report(loaded, ids.iloc[2], date(2012, 1, 1)).as_text()
    assert f"{ids.iloc[-1]} has the same name or mail address" in said


def test_a_withdrawal_that_was_killed_is_finished_by_the_next(campaign):
    loaded, name = told(campaign)
    withdraw.add(loaded, [name], date(2012, 1, 1))
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert holding(campaign) == []


def test_a_time_that_is_none_is_a_text_like_any_other(campaign):
    loaded, name = told(campaign, Zeitstempel=f"gestern, {NAME}")
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert holding(campaign) == []


def test_an_archive_that_holds_it_still_is_named(campaign):
    loaded, name = told(campaign)
    folder = campaign / "data/raw/reports"
    with zipfile.ZipFile(folder / "download.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "meldungen.csv", "meldungen.csv")
    said = erase.withdraw_report(loaded, name, date(2012, 1, 1)).as_text()
    assert "LEFT: data/raw/reports/download.zip holds its" in said
