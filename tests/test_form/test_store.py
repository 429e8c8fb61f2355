"""Store: what was acknowledged stays, and the form says so when it can keep nothing."""

import asyncio
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from starlette.testclient import TestClient

from helpers.errors import CampaignError
from helpers.form import app, backup, store
from helpers.form.writing import Writer

from .conftest import Person, benchmark, hidden, rows


def test_the_migrations_make_what_the_models_say(campaign):
    opened = store.open_store(campaign)
    with store.reading(opened) as connection:
        assert compare_metadata(MigrationContext.configure(connection), store.metadata) == []


def test_sqlite_syncs_every_commit(campaign):
    opened = store.open_store(campaign)
    with opened.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_processes_that_start_together_share_one_database_and_one_secret(campaign):
    code = (
        "import sys; from helpers import settings; from helpers.form import abuse, app; "
        "s = settings.load(sys.argv[1]); here = app.create(s).state.desk; "
        "print(here.signer.secret.decode(), here.version)"
    )
    command = [sys.executable, "-c", code, str(campaign.dir)]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert len({out for out, _ in said}) == 1
    assert len(rows(campaign, store.form_versions)) == 1


def test_two_processes_keep_reports_in_one_store(campaign):
    with TestClient(app.create(campaign)) as one, TestClient(app.create(campaign)) as two:
        for _ in range(3):
            sent = hidden(Person(one).preview().text)
            assert two.post("/send", data=sent).status_code == 201
            assert one.post("/send", data=sent).status_code == 200
            Person(one).report()
    assert len(rows(campaign)) == 6


def test_a_full_disk_is_said_and_loses_nothing(person, client, campaign):
    code = person.report()
    opened = client.app.state.desk.engine

    @sa.event.listens_for(opened, "begin")
    def _no_more_pages(connection: sa.Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    statuses = set()
    for _ in range(60):
        answer = person.send(description="x" * 1900)
        statuses.add(answer.status_code)
        if answer.status_code == 503:
            break
    assert statuses == {201, 503}
    assert "Ihre Meldung ist nicht angekommen" in answer.text
    assert answer.headers["retry-after"]
    assert "Mannheim" in client.post("/receipt", data={"receipt": code}).text
    sa.event.remove(opened, "begin", _no_more_pages)

    @sa.event.listens_for(opened, "begin")
    def _room_again(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")

    assert person.send().status_code == 201


def test_a_disk_that_fills_up_under_load_forgets_no_receipt(campaign):
    """The kernel itself ends the file's growth; a process of its own writes into it."""
    load, ports = benchmark("form_load"), benchmark("form_postgres")
    folder = load.make_campaign(campaign.dir / "small")
    code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)); "
    port = ports.free_port()
    with load.serving(folder, port, before=code):
        forms = asyncio.run(load.tokens(port, 600))
        time.sleep(0.6)
        outcome = asyncio.run(load.offer(port, forms, 200))
        assert set(outcome.statuses) == {201, 503}
        assert load.lost(folder, outcome.receipts) == []
        assert asyncio.run(load.tokens(port, 1))


def test_a_database_that_another_process_holds_is_said_and_tried_again(
    person, client, campaign, monkeypatch
):
    sent = hidden(person.preview().text)
    other = store.open_store(campaign)

    @sa.event.listens_for(client.app.state.desk.engine, "begin")
    def _impatient(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA busy_timeout=200")

    with client.app.state.desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=200")
    with store.writing(other):
        answer = client.post("/send", data=sent)
        assert answer.status_code == 503
        assert "noch nicht gespeichert" in answer.text
    assert client.post("/send", data=sent).status_code == 201


def test_a_database_that_is_gone_is_said(person, client):
    sent = hidden(person.preview().text)
    with store.writing(client.app.state.desk.engine) as connection:
        connection.execute(sa.text("DROP TABLE reports"))
    answer = client.post("/send", data=sent)
    assert answer.status_code == 503
    assert "Traceback" not in answer.text
    assert client.post("/receipt", data={"receipt": "0000-0000-0000-0000"}).status_code == 503


def test_one_spoilt_job_does_not_take_the_others_with_it(client, campaign):
    opened = store.open_store(campaign)
    writer = Writer(opened)

    def spoilt(connection: sa.Connection) -> None:
        raise ZeroDivisionError

    async def together() -> list:
        jobs = [lambda c, n=n: store.note(c, "test", f"job {n}") for n in range(20)]
        jobs.insert(7, spoilt)
        return await asyncio.gather(*(writer.commit(j) for j in jobs), return_exceptions=True)

    answers = asyncio.run(together())
    writer.close()
    assert [type(answer) for answer in answers if answer is not None] == [ZeroDivisionError]
    assert len(rows(campaign, store.audit)) == 20


def test_an_address_that_is_no_database_is_explained(campaign, monkeypatch):
    for url, said in [("mysql://x/y", "sqlite or postgresql"), ("nonsense", "no database address")]:
        monkeypatch.setenv("EINZELFALL_DATABASE_URL", url)
        with pytest.raises(CampaignError, match=said):
            store.open_store(campaign)
    monkeypatch.setenv("EINZELFALL_DATABASE_URL", "postgresql://u:geheim@127.0.0.1:1/none")
    with pytest.raises(CampaignError) as error:
        store.open_store(campaign)
    assert "geheim" not in str(error.value)


def test_a_backup_of_the_running_form_has_every_report(person, campaign, tmp_path, monkeypatch):
    codes = [person.report() for _ in range(3)]
    copy = backup.write(campaign, tmp_path / "copy.sqlite")
    assert copy.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CampaignError, match="exists already"):
        backup.write(campaign, copy)
    monkeypatch.setenv("EINZELFALL_DATABASE_URL", f"sqlite:///{copy}")
    with TestClient(app.create(campaign)) as restored:
        for code in codes:
            assert "Mannheim" in restored.post("/receipt", data={"receipt": code}).text


def test_a_backup_before_the_first_start_is_explained(campaign, tmp_path):
    with pytest.raises(CampaignError, match="has not been started"):
        backup.write(campaign, tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()
