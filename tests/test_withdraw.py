"""Withdraw: a report is taken out by its id, once, and nothing that tells of it stays."""

import csv
import gzip
import io
import json
import shutil
import subprocess
import unicodedata
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest
import typer
from openpyxl.worksheet.filters import FilterColumn, Filters
from typer.testing import CliRunner

from helpers import clean, erase, intake, proofread, quotes, settings, withdraw
from helpers.cli import privacy
from helpers.cli import run as command_run
from helpers.intake import tables
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


TODAY = date(2012, 1, 1)
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


def test_archives_are_emptied_row_by_row_and_go_on_opening(campaign):
    loaded, name = told(campaign)
    folder = campaign / "data/raw/reports"
    content = (folder / "meldungen.csv").read_bytes()
    with zipfile.ZipFile(folder / "download.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mails/meldungen.csv", content)
        archive.writestr("mails/readme.txt", "Export vom Dienstag")
    with zipfile.ZipFile(folder / "brief.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{NAME} &amp; Sohn</w:t>")
    (folder / "meldungen.csv.gz").write_bytes(gzip.compress(content))
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    (campaign / "unpacked").mkdir()
    for packed in ("download.zip", "brief.docx"):
        shutil.unpack_archive(folder / packed, campaign / "unpacked", "zip")
    (campaign / "unpacked/a.csv").write_bytes(
        gzip.decompress((folder / "meldungen.csv.gz").read_bytes())
    )
    assert holding(campaign) == []
    lines = (campaign / "unpacked/mails/meldungen.csv").read_bytes().splitlines()
    other = [n for n, line in enumerate(lines) if line != content.splitlines()[n]]
    assert other == [3]
    assert (campaign / "unpacked/mails/readme.txt").read_text() == "Export vom Dienstag"


def test_what_cannot_be_emptied_is_named(campaign):
    loaded, name = told(campaign)
    folder = campaign / "data/raw/reports"
    pd.DataFrame({"wer": [NAME]}).to_parquet(folder / "frame.bin")
    (campaign / "README.md").write_text(f"Danke an {NAME}", encoding="utf-8")
    (folder / "damaged.zip").write_bytes(b"PK\x03\x04" + MAIL.encode())
    said = erase.withdraw_report(loaded, name, date(2012, 1, 1)).as_text()
    for file in ("data/raw/reports/frame.bin holds its name", "README.md holds its name",
                 "data/raw/reports/damaged.zip holds its mail address"):  # fmt: skip
        assert f"LEFT: {file}" in said


def test_a_note_with_the_surname_alone_is_shown_and_stays(campaign):
    loaded, name = told(campaign)
    notes = campaign / "data/raw/handmade/notes.txt"
    notes.parent.mkdir(parents=True, exist_ok=True)
    notes.write_text("Montag\nFrau Quastenflosser ruft wieder an\n", encoding="utf-8")
    said = erase.withdraw_report(loaded, name, TODAY).as_text()
    assert "LEFT: data/raw/handmade/notes.txt may speak of the sender in line 2: look" in said
    assert "ruft wieder an" in notes.read_text(encoding="utf-8")


def test_it_is_found_in_every_spelling(campaign):
    loaded, name = told(campaign, Beschreibung=f'{TEXT} Ich sage "Schluss" & gehe.')
    folder = campaign / "data/raw/handmade"
    folder.mkdir(parents=True)
    (folder / "mac.txt").write_bytes(unicodedata.normalize("NFD", f"{TEXT} {NAME}").encode())
    (folder / "wide.txt").write_bytes(b"\xfe\xff" + f"{NAME}: {TEXT}".encode("utf-16-be"))
    pages = campaign / "data/releases/0001/pages"
    pages.mkdir(parents=True)
    quoted = "Ich sage &#34;Schluss&#34; &amp; gehe."
    (pages / "index.html").write_text(f"<q>{quoted}</q> Rest", encoding="utf-8")
    (campaign / "explore.ipynb").write_text(json.dumps({"outputs": [NAME, TEXT]}))
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert holding(campaign) == []
    for file in folder.glob("*.txt"):
        text = unicodedata.normalize("NFC", tables.decode(file, file.read_bytes())[0])
        assert NAME not in text
        assert TEXT not in text
    assert (pages / "index.html").read_text(encoding="utf-8") == "<q>[withdrawn]</q> Rest"
    assert json.loads((campaign / "explore.ipynb").read_text())["outputs"][0] == "[withdrawn]"


def test_a_copy_of_that_one_answer_does_not_stop_it(campaign):
    loaded, name = told(campaign)
    folder = campaign / "data/raw/reports"
    lines = (folder / "meldungen.csv").read_text(encoding="utf-8").splitlines()
    (folder / "one.csv.old").write_text(f"{lines[0]}\n{lines[3]}\n", encoding="utf-8")
    record = dict(zip(*csv.reader([lines[0], lines[3]]), strict=True))
    (folder / "one.json.old").write_text(json.dumps([record]))
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert holding(campaign) == []


def test_a_workbooks_filter_and_properties_forget_it(campaign):
    told(campaign)
    path = campaign / "data/raw/reports/meldungen.csv"
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
        book.active.append(line)
    book.active.auto_filter.ref = book.active.dimensions
    book.active.auto_filter.filterColumn.append(
        FilterColumn(colId=8, filters=Filters(filter=[NAME]))
    )
    book.properties.title = f"Liste mit {NAME}"
    path.unlink()
    book.save(path.with_suffix(".xlsx"))
    loaded = settings.load(campaign)
    before = intake.read(loaded)
    erase.withdraw_report(loaded, before["report_id"].iloc[2], date(2012, 1, 1))
    shutil.unpack_archive(path.with_suffix(".xlsx"), campaign / "unpacked", "zip")
    assert holding(campaign) == []
    assert intake.read(loaded)["report_id"].equals(before["report_id"])


def test_what_editors_keep_of_it_goes_line_by_line_and_the_run_goes_on(campaign):
    piece = "Seit Montag geht gar nichts."
    loaded, name = told(campaign, Beschreibung=f"{TEXT} {piece} Mehr weiß ich nicht.")
    other = intake.read(loaded)["report_id"].iloc[7]
    folder = campaign / "data/raw/handmade"
    folder.mkdir(parents=True)
    quote = "{},{},none,yes,no,Redaktion,2012-01-01\n"
    (folder / "quotes.csv").write_text(
        ",".join(quotes.COLUMNS) + "\n" + quote.format(name, piece) + quote.format(other, "Kurz.")
    )
    checked = "{},{},fine,Redaktion,2012-01-01\n"
    (folder / "checked_texts.csv").write_text(
        ",".join(proofread.COLUMNS) + "\n" + checked.format(name, f'"{TEXT}"')
    )
    extract = campaign / "data/extract"
    extract.mkdir(parents=True)
    (extract / "extract.csv").write_text("Woche\n2011-11-07\n")
    (extract / "handed_out.csv").write_text(f"report_id,batch\n{name},1\n{other},1\n")
    (campaign / "reports").mkdir()
    (campaign / "reports/letter.html").write_text(f"<q>{piece}</q>", encoding="utf-8")
    erased = erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert quotes.read(loaded)["report_id"].tolist() == [other]
    assert proofread.read(loaded).empty
    assert sorted(path.name for path in extract.iterdir()) == ["handed_out.csv"]
    assert (extract / "handed_out.csv").read_text() == f"report_id,batch\n{other},1\n"
    assert holding(campaign, (piece, TEXT)) == []
    assert "reports/letter.html" in erased.removed


def test_what_was_erased_where_is_logged_without_its_text(campaign):
    loaded, name = told(campaign)
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    log = campaign / "data/private/erased.csv"
    assert f"2012-01-01,{name},emptied,data/raw/reports/meldungen.csv,1" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    assert holding(campaign) == []


def test_version_control_is_named_only_if_it_remembers_private_files(campaign):
    def git(*words):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", campaign, *who, *words], check=True, capture_output=True)

    loaded, name = told(campaign)
    folder = campaign / "data/raw/reports"
    (folder / "README.txt").write_text("Put exports here.")
    (campaign / "data/processed").mkdir()
    (campaign / "data/processed/README.md").write_text("What a run writes.")
    git("init", "--quiet")
    git("add", "data/raw/reports/README.txt", "data/processed/README.md", "campaign.yml")
    git("commit", "--quiet", "-m", "Start")
    assert "version control" not in erase.withdraw_report(loaded, name, TODAY).as_text()
    assert (campaign / "data/processed/README.md").exists()
    git("add", "data/raw/handmade/withdrawn.csv")
    git("commit", "--quiet", "-m", "Too much")
    assert "version control has commits" in erase.withdraw_report(loaded, name, TODAY).as_text()


@pytest.mark.parametrize("last", ["_empty_form", "raw.empty", "handmade.drop"])
def test_killed_at_any_step_it_is_finished_by_the_next(campaign, monkeypatch, last):
    loaded, name = told(campaign)
    folder = campaign / "data/raw/handmade"
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text(f"{NAME} {MAIL} {TEXT}", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(f"helpers.erase.{last}", _killed)
        with pytest.raises(KeyboardInterrupt):
            erase.withdraw_report(loaded, name, date(2012, 1, 1))
    erase.withdraw_report(loaded, name, date(2012, 1, 1))
    assert holding(campaign) == []


def _killed(*_, **__):
    raise KeyboardInterrupt
