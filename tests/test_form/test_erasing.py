"""Erasing: what somebody took back is in no file of the campaign, its backups are named."""

import itertools
import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
import typer
from starlette.testclient import TestClient
from typer.testing import CliRunner

from helpers import backup, clean, erase, intake, private, quotes, restore
from helpers import person as persons
from helpers import settings as settings_module
from helpers.cli import privacy
from helpers.errors import CampaignError
from helpers.form import abuse, app, erasing, export, store
from helpers.form import backup as database
from helpers.intake import snapshots

from .conftest import CAMPAIGN, Person, benchmark, hidden, rows

NAME, MAIL = "Wilhelmine Quastenflosser", "w.quasten@example.net"
TEXT = "Im Keller der Lärchenmühle bricht jedes Gespräch ab, sagt auch mein Schwager."
REASON = "Spam? Frau Quastenflosser, Lärchenmühle, ruft dauernd an"
TODAY = date.today()


@pytest.fixture
def read_form(campaign):
    """The campaign, whose reports come from its form."""
    more = "reports: {format: form}\n"
    (campaign.dir / "campaign.yml").write_text(CAMPAIGN + more, encoding="utf-8")
    settings_module._load.cache_clear()
    return settings_module.load(campaign.dir)


def holding(folder: Path) -> list[str]:
    """List the files below a folder that hold a piece of what was sent, searched as bytes."""
    spelt = [p.encode(c) for p in (NAME, MAIL, TEXT, REASON) for c in ("utf-8", "utf-16-le")]
    spelt += [json.dumps(piece)[1:-1].encode() for piece in (NAME, TEXT, REASON)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(f.relative_to(folder)) for f in files if any(s in f.read_bytes() for s in spelt)]


def sent(client) -> str:
    """Send many reports, correct the one in their midst; return its receipt."""
    for _ in range(8):
        Person(client).report(description="Ein anderer Text, der bleiben soll. " * 20)
    visitor = Person(client)
    code = visitor.report(contact_name=NAME, contact_email=MAIL, description=TEXT + " So." * 200)
    form = hidden(client.post("/receipt/edit", data={"receipt": code}).text)
    answers = {"contact_name": NAME, "contact_email": MAIL, "description": TEXT}
    again = client.post("/receipt/preview", data={**form, **_kept(form), **answers})
    client.post("/receipt/save", data=hidden(again.text))
    for _ in range(8):
        Person(client).report(description="Noch ein Text, der bleiben soll. " * 20)
    return code


def _kept(form: dict) -> dict:
    from .conftest import ANSWERS

    return {name: value for name, value in ANSWERS.items() if name not in form}


def id_of(settings) -> str:
    (mine,) = [one["report_id"] for one in rows(settings) if one["contact_email"] == MAIL]
    return mine


def test_withdrawn_by_an_editor_while_the_form_runs(read_form, tmp_path):
    with TestClient(app.create(read_form)) as client:
        code = sent(client)
        name = id_of(read_form)
        with store.writing(client.app.state.desk.engine) as connection:
            store.note(connection, "moderator 1", "marked spam", name, REASON)
        export.snapshot(read_form, snapshots.path(read_form))
        export.snapshot(read_form, read_form.raw / "reports" / "old_export.csv")
        database.write(read_form, read_form.dir / "data/form/copy-of-monday.sqlite")
        backup.write(read_form, tmp_path / "a.einzelfall-backup")
        assert len(holding(read_form.dir)) >= 4
        said = erase.withdraw_report(read_form, name, TODAY + timedelta(days=12)).as_text()
        assert holding(read_form.dir) == []
        assert f"the backup {tmp_path / 'a.einzelfall-backup'}, made 12 days ago" in said
        page = client.post("/receipt", data={"receipt": code}).text
        assert "zurückgezogen. Ihre Angaben sind gelöscht." in page
    assert len(rows(read_form)) == 17
    assert holding(read_form.dir) == []


def test_withdrawn_by_receipt_it_leaves_snapshot_and_files_within_a_tick(read_form):
    with TestClient(app.create(read_form)) as client:
        code = sent(client)
        export.snapshot(read_form, snapshots.path(read_form))
        client.post("/receipt/withdrawn", data={"receipt": code})
        client.portal.call(app.tick, client.app.state.desk)
        assert holding(read_form.dir) == []


def test_withdrawn_by_receipt_it_leaves_what_editors_keep_with_the_next_run(read_form, tmp_path):
    with TestClient(app.create(read_form)) as client:
        code = sent(client)
        name = id_of(read_form)
        export.snapshot(read_form, snapshots.path(read_form))
        export.snapshot(read_form, read_form.raw / "reports" / "old_export.csv")
        read_form.handmade.mkdir(parents=True)
        quote = f'{name},"{TEXT}",none,yes,no,Redaktion,2011-12-01'
        (read_form.handmade / "quotes.csv").write_text(f"{','.join(quotes.COLUMNS)}\n{quote}\n")
        file = backup.write(read_form, tmp_path / "a.einzelfall-backup")
        client.post("/receipt/withdrawn", data={"receipt": code})
        client.portal.call(app.tick, client.app.state.desk)
        persons.write(read_form, persons.collect(read_form, name, TODAY))
        assert erase.by_receipt(read_form) == [name]
        assert [text for text in erase.again(read_form).left if "holds its" in text] == []
        log = (read_form.dir / "data/private/erased.csv").read_text()
        assert erase.again(read_form) is None
        assert (read_form.dir / "data/private/erased.csv").read_text() == log
    assert holding(read_form.dir) == []
    shutil.rmtree(read_form.dir)
    assert restore.restore(file, tmp_path / "new")["withdrawn"] == 1
    assert holding(tmp_path / "new") == []


def test_an_editor_sees_no_false_alarm_about_the_database(read_form):
    """What all reports of the form have in common is nobody's trace."""
    with TestClient(app.create(read_form)) as client:
        sent(client)
        export.snapshot(read_form, snapshots.path(read_form))
        other = next(one for one in rows(read_form) if one["contact_email"] != MAIL)
        persons.write(read_form, persons.collect(read_form, other["report_id"], TODAY))
        (path,) = (read_form.dir / "data/private").glob("person-*.json")
        before = path.read_bytes()
        erased = erase.withdraw_report(read_form, id_of(read_form), TODAY)
        assert path.read_bytes() == before
        assert [sentence for sentence in erased.left if "holds its" in sentence] == []


def test_an_id_that_looks_like_a_number_is_no_trace(read_form, monkeypatch):
    """Ids are drawn at random: some are all digits, and the database keeps them."""
    drawn = itertools.count(4711001)
    monkeypatch.setattr(abuse.Signer, "report_id", lambda self, token: f"{next(drawn)}000"[:10])
    with TestClient(app.create(read_form)) as client:
        Person(client).report()
        Person(client).report(contact_name=NAME, contact_email=MAIL, description=TEXT)
        export.snapshot(read_form, snapshots.path(read_form))
        assert id_of(read_form).isdigit()
        erased = erase.withdraw_report(read_form, id_of(read_form), TODAY)
        assert [sentence for sentence in erased.left if "holds its" in sentence] == []


def test_a_moderators_reason_goes_with_the_report(read_form):
    with TestClient(app.create(read_form)) as client:
        code = sent(client)
        name = id_of(read_form)
        with store.writing(client.app.state.desk.engine) as connection:
            store.note(connection, "moderator 1", "marked spam", name, REASON)
        client.post("/receipt/withdrawn", data={"receipt": code})
    assert REASON not in str(rows(read_form, store.audit))
    assert "marked spam" in str(rows(read_form, store.audit))


def test_a_database_that_is_elsewhere_is_named(read_form):
    with TestClient(app.create(read_form)) as client:
        sent(client)
        name = id_of(read_form)
        export.snapshot(read_form, snapshots.path(read_form))
    shutil.rmtree(read_form.dir / "data/form")
    said = erase.withdraw_report(read_form, name, TODAY).as_text()
    assert holding(read_form.dir) == []
    assert "not on this machine: withdraw the report there, too" in said


def test_a_restore_on_another_folder_brings_all_back_but_what_was_withdrawn_since(
    read_form, tmp_path
):
    (read_form.dir / "data/private").mkdir(parents=True)
    (read_form.dir / "data/private/key").write_text("secret")
    read_form.handmade.mkdir(parents=True)
    (read_form.handmade / "promises.csv").write_text("a,b\n1,2\n")
    with TestClient(app.create(read_form)) as client:
        code = sent(client)
        other = Person(client).report(city="Bonn")
        file = backup.write(read_form, tmp_path / "a.einzelfall-backup")
        assert file.stat().st_mode & 0o777 == 0o600
        erase.withdraw_report(read_form, id_of(read_form), TODAY)
    shutil.rmtree(read_form.dir)
    done = restore.restore(file, tmp_path / "new")
    assert done["withdrawn"] == 1
    assert (tmp_path / "new/data/private/key").read_text() == "secret"
    assert (tmp_path / "new/data/raw/handmade/promises.csv").read_text() == "a,b\n1,2\n"
    assert holding(tmp_path / "new") == []
    new = settings_module.load(tmp_path / "new")
    assert (tmp_path / "new/data/form/form.sqlite").stat().st_mode & 0o777 == 0o600
    with TestClient(app.create(new)) as client:
        assert "Bonn" in client.post("/receipt", data={"receipt": other}).text
        assert "zurückgezogen" in client.post("/receipt", data={"receipt": code}).text


def test_what_was_withdrawn_since_stays_so_when_its_export_is_downloaded_after_the_restore(
    tmp_path,
):
    """Raw exports are in no backup: the restored folder knows no row of the report."""
    folder, files = tmp_path / "one", tmp_path / "one/data/raw/reports"
    files.mkdir(parents=True)
    shutil.copy(settings_module.HOME / "campaign.yml", folder)
    sample = settings_module.HOME / "data/raw/reports/meldungen.csv"
    lines = sample.read_text(encoding="utf-8-sig").splitlines()[:20]
    (files / "meldungen.csv").write_text("\n".join(lines), encoding="utf-8")
    loaded = settings_module.load(folder)
    name, other = intake.read(loaded)["report_id"].iloc[[3, 4]]
    loaded.extract.mkdir(parents=True)
    (loaded.extract / "handed_out.csv").write_text(f"report_id,batch\n{name},1\n{other},1\n")
    loaded.handmade.mkdir()
    corrected = f"report_id,column,expect,value,reason,date\n{name},device,x,{NAME},y,2011-12-01\n"
    (loaded.handmade / "corrections.csv").write_text(corrected)
    file = backup.write(loaded, tmp_path / "a.einzelfall-backup")
    erase.withdraw_report(loaded, name, TODAY)
    assert restore.restore(file, tmp_path / "two")["withdrawn"] == 1
    (tmp_path / "two/data/raw/reports/meldungen.csv").write_text("\n".join(lines), encoding="utf-8")
    new = settings_module.load(tmp_path / "two")
    rows = intake.read(new)
    ledger = clean.clean(rows, new, clean.withdrawn_ids(new, rows)).ledger.set_index("report_id")
    assert ledger.loc[name, "status"] == "withdrawn"
    assert (new.extract / "handed_out.csv").read_text() == f"report_id,batch\n{other},1\n"
    assert holding(tmp_path / "two") == []


def test_an_export_to_another_place_is_its_owners_alone(read_form, tmp_path):
    with TestClient(app.create(read_form)) as client:
        sent(client)
        export.snapshot(read_form, tmp_path / "export.csv")
    assert (tmp_path / "export.csv").stat().st_mode & 0o777 == 0o600


def test_a_restore_in_place_keeps_withdrawn_what_people_withdrew_by_receipt(read_form, tmp_path):
    with TestClient(app.create(read_form)) as client:
        code = sent(client)
        file = backup.write(read_form, tmp_path / "a.einzelfall-backup")
        client.post("/receipt/withdrawn", data={"receipt": code})
        with pytest.raises(CampaignError, match="--replace"):
            restore.restore(file, read_form.dir)
    restore.restore(file, read_form.dir, replace=True)
    assert holding(read_form.dir) == []
    assert [one["status"] for one in rows(read_form)].count("withdrawn") == 1


def test_a_restore_under_a_running_form_is_refused(read_form, tmp_path):
    with TestClient(app.create(read_form)) as client:
        sent(client)
        file = backup.write(read_form, tmp_path / "a.einzelfall-backup")
        Person(client).report()
        with pytest.raises(CampaignError, match="the form is running"):
            restore.restore(file, read_form.dir, replace=True)
        assert len(rows(read_form)) == 18


def test_a_damaged_backup_changes_nothing(read_form, tmp_path):
    with TestClient(app.create(read_form)) as client:
        sent(client)
        file = backup.write(read_form, tmp_path / "a.einzelfall-backup")
    content = file.read_bytes()
    file.write_bytes(content[:200] + b"\x00" * 50 + content[250:])
    with pytest.raises(CampaignError):
        restore.restore(file, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_backup_in_the_campaigns_own_folder_is_refused(read_form):
    with pytest.raises(CampaignError, match="expected a place outside"):
        backup.write(read_form, read_form.dir / "data/a.einzelfall-backup")


@pytest.mark.parametrize("by", ["receipt", "mail", "id"])
def test_all_about_one_person_comes_into_one_file_and_nothing_about_others(read_form, by):
    with TestClient(app.create(read_form)) as client:
        code = sent(client)
        export.snapshot(read_form, snapshots.path(read_form))
    read_form.handmade.mkdir(parents=True)
    quote = f"{id_of(read_form)},Ein Zitat von ihr,none,yes,no,Redaktion,2011-12-01"
    (read_form.handmade / "quotes.csv").write_text(f"{','.join(quotes.COLUMNS)}\n{quote}\n")
    (read_form.handmade / "notes.txt").write_text(f"schreibt oft: {MAIL}")
    key = {"receipt": code.lower(), "mail": MAIL.upper(), "id": id_of(read_form)}[by]
    cli = typer.Typer()
    privacy.register(cli)
    done = CliRunner().invoke(cli, ["show-person", key, "--campaign", str(read_form.dir)])
    assert done.exit_code == 0, done.output
    (path,) = (read_form.dir / "data/private").glob("person-*.json")
    assert path.stat().st_mode & 0o777 == 0o600
    text = path.read_text(encoding="utf-8")
    for piece in (NAME, MAIL, TEXT, "Ein Zitat von ihr"):
        assert piece in text
    assert ("data/raw/handmade/notes.txt" in text) == (by == "mail")
    assert "der bleiben soll" not in text
    assert "receipt_hash" not in text
    erase.withdraw_report(read_form, id_of(read_form), TODAY)
    assert holding(read_form.dir) == []


def test_a_key_that_leads_to_nobody_says_so(read_form):
    with TestClient(app.create(read_form)) as client:
        sent(client)
    with pytest.raises(CampaignError, match="Nothing leads from"):
        persons.collect(read_form, "nobody@example.org", TODAY)


def test_private_files_are_their_owners_alone(read_form):
    with TestClient(app.create(read_form)) as client:
        sent(client)
        database_files = list((read_form.dir / "data/form").glob("form.sqlite*"))
        assert len(database_files) == 3
        assert [p for p in database_files if p.stat().st_mode & 0o077] == []
        export.snapshot(read_form, snapshots.path(read_form))
    private.close(read_form.dir)
    files = [path for path in (read_form.dir / "data").rglob("*") if path.is_file()]
    assert files
    assert [p for p in files if private.holds_people(p) and p.stat().st_mode & 0o077] == []


def test_no_leftover_of_a_rearranged_page_tells_of_it(campaign):
    """SQLite's secure_delete alone left 1 of 360 such texts behind."""
    rng = random.Random(14)
    opened = store.open_store(campaign)
    for number in range(250):
        row = dict.fromkeys(("report_id", "token_hash", "receipt_hash"), f"F{number}")
        text = f"secret{number:04d}x " * rng.randint(1, 60)
        now = {"submitted_at": store.now(), "updated_at": store.now()}
        kept = {"form_version": "1", "language": "de", "status": "new", "description": text}
        with store.writing(opened) as connection:
            connection.execute(store.reports.insert().values(**row, **now, **kept))
        if number % 3 == 0:
            other = rng.randint(0, number)
            longer = f"secret{other:04d}x " * rng.randint(1, 90)
            mine = store.reports.c.report_id == f"F{other}"
            with store.writing(opened) as connection:
                connection.execute(store.reports.update().where(mine).values(description=longer))
    opened.dispose()
    gone = rng.sample(range(250), 80)
    assert erasing.withdraw(campaign, [f"F{number}" for number in gone])
    files = (campaign.dir / "data/form").glob("form.sqlite*")
    left = b"".join(path.read_bytes() for path in files)
    assert [number for number in gone if f"secret{number:04d}x".encode() in left] == []
    assert sum(f"secret{number:04d}x".encode() in left for number in range(250)) == 170


@pytest.mark.database
def test_on_postgresql_it_is_emptied_backed_up_and_restored(read_form, tmp_path, monkeypatch):
    with benchmark("form_postgres").running() as url:
        monkeypatch.setenv("EINZELFALL_DATABASE_URL", url)
        with TestClient(app.create(read_form)) as client:
            code = sent(client)
            file = backup.write(read_form, tmp_path / "a.einzelfall-backup")
            erased = erase.withdraw_report(read_form, id_of(read_form), TODAY)
            assert erased.emptied["the form's database"] == 1
            assert TEXT not in str(rows(read_form))
        restore.restore(file, read_form.dir, replace=True)
        assert TEXT not in str(rows(read_form))
        assert len(rows(read_form)) == 17
        with TestClient(app.create(read_form)) as client:
            assert "zurückgezogen" in client.post("/receipt", data={"receipt": code}).text
