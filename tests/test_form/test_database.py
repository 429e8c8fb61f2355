"""PostgreSQL: the same form, the same schema, the same promises as on SQLite."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from starlette.testclient import TestClient

from helpers.errors import CampaignError
from helpers.form import app, backup, export, store
from helpers.settings import Settings

from .conftest import ANSWERS, Person, benchmark, hidden, log_in, receipt, rows

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Debian's PostgreSQL on a loopback port."""
    with benchmark("form_postgres").running() as url:
        yield url


@pytest.fixture
def on_postgres(server: str, campaign: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The campaign on an empty PostgreSQL database."""
    opened = sa.create_engine(server.replace("postgresql:", "postgresql+psycopg:"))
    with opened.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    opened.dispose()
    monkeypatch.setenv("EINZELFALL_DATABASE_URL", server)
    return campaign


def live(client: TestClient) -> None:
    """Send, send twice, correct, answer, mark, withdraw: everything that writes."""
    person = Person(client)
    code = {"receipt": person.report(city="Mannheim")}
    sent = hidden(person.preview(city="Köln", description="=1+1 'x'\nÄ 😀").text)
    first, second = (client.post("/send", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    gone = {"receipt": person.report(city="Hamburg")}
    form = hidden(client.post("/receipt/edit", data=code).text)
    saved = client.post("/receipt/save", data={**form, **ANSWERS, "city": "Bonn"})
    assert "Ihre Änderung ist gespeichert." in saved.text
    client.post("/receipt/fixed", data={**code, "answer": "partly"})
    client.post("/receipt/withdrawn", data=gone)
    log_in(client)
    page = client.get("/moderation").text
    spam = {"token": hidden(page)["token"][0], "mark": "spam", "reason": "Werbung"}
    spam["report_id"] = client.app.state.desk.signer.report_id(
        client.app.state.desk.signer.read("form", sent["token"][0])
    )
    assert client.post("/moderation/mark", data=spam).status_code == 303
    assert "Werbung" in client.get("/moderation/audit").text
    client.portal.call(app.tick, client.app.state.desk)


def test_the_migrations_make_what_the_models_say(on_postgres):
    opened = store.open_store(on_postgres)
    with store.reading(opened) as connection:
        assert compare_metadata(MigrationContext.configure(connection), store.metadata) == []
        assert connection.execute(sa.text("SHOW synchronous_commit")).scalar() == "on"
    opened.dispose()


def test_postgres_and_sqlite_export_the_same(on_postgres, monkeypatch):
    tables = []
    for url in (os.environ["EINZELFALL_DATABASE_URL"], ""):
        monkeypatch.setenv("EINZELFALL_DATABASE_URL", url)
        with TestClient(app.create(on_postgres), follow_redirects=False) as client:
            live(client)
        tables.append(export.frame(on_postgres))
    differ = ["report_id", "submitted_at", "updated_at", "fixed_on"]
    here, there = (table.drop(columns=differ) for table in tables)
    assert here.to_dict("records") == there.to_dict("records")
    assert here["status"].tolist() == ["new", "spam", "withdrawn"]
    assert here["city"].tolist() == ["Bonn", "Köln", ""]


def test_many_clicks_at_the_same_moment_are_one_report(on_postgres):
    with TestClient(app.create(on_postgres)) as client:
        sent = hidden(Person(client).preview().text)
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda _: client.post("/send", data=sent), range(24)))
        assert len({receipt(answer.text) for answer in answers}) == 1
        assert sorted(answer.status_code for answer in answers) == [200] * 23 + [201]
    assert len(rows(on_postgres)) == 1


def test_two_processes_keep_reports_in_one_store(on_postgres):
    with TestClient(app.create(on_postgres)) as one, TestClient(app.create(on_postgres)) as two:
        sent = hidden(Person(one).preview().text)
        assert two.post("/send", data=sent).status_code == 201
        assert one.post("/send", data=sent).status_code == 200
    assert len(rows(on_postgres)) == 1


def test_connections_that_the_server_dropped_are_replaced(on_postgres):
    with TestClient(app.create(on_postgres)) as client:
        person = Person(client)
        person.report()
        admin = store.engine(store.database_url(on_postgres))
        with store.writing(admin) as connection:
            others = "pid <> pg_backend_pid() AND datname = current_database()"
            ends = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
            connection.execute(sa.text(ends))
        admin.dispose()
        person.report()
    assert len(rows(on_postgres)) == 2


def test_a_server_that_is_gone_is_said_and_nothing_is_acknowledged(campaign, monkeypatch):
    with benchmark("form_postgres").running() as url:
        monkeypatch.setenv("EINZELFALL_DATABASE_URL", url)
        client = TestClient(app.create(campaign)).__enter__()
        sent = hidden(Person(client).preview().text)
    answer = client.post("/send", data=sent)
    assert answer.status_code == 503
    assert "nicht angekommen" in answer.text
    assert client.post("/receipt", data={"receipt": "0000-0000-0000-0000"}).status_code == 503
    client.__exit__(None, None, None)


def test_a_backup_can_be_restored(on_postgres, server, tmp_path):
    with TestClient(app.create(on_postgres)) as client:
        Person(client).report()
    before = export.frame(on_postgres)
    dump = backup.write(on_postgres, tmp_path / "form.dump")
    assert dump.stat().st_mode & 0o777 == 0o600
    opened = store.engine(store.database_url(on_postgres))
    with store.writing(opened) as connection:
        connection.execute(sa.delete(store.reports))
    opened.dispose()
    restore = ["pg_restore", "--clean", f"--dbname={server}", str(dump)]
    subprocess.run(restore, check=True, capture_output=True)
    assert export.frame(on_postgres).equals(before)


def test_a_backup_that_fails_leaves_no_file(on_postgres, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("EINZELFALL_DATABASE_URL", "postgresql://form@127.0.0.1:1/none")
    with pytest.raises(CampaignError, match="pg_dump"):
        backup.write(on_postgres, tmp_path / "form.dump")
    assert list(tmp_path.glob("*form.dump*")) == []
