"""Upkeep: what an editor does over the months: update, back up, restore, purge."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from helpers.errors import CampaignError
from helpers.form import app, backup, export, store
from helpers.intake import snapshots
from helpers.settings import Settings

from .conftest import CAMPAIGN, Person, benchmark, rows

NEXT = '''"""A column more, filled in from what is there."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("reports", sa.Column("town", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE reports SET town = upper(city)")
    {more}
'''


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def filled(request: pytest.FixtureRequest, campaign: Settings, monkeypatch) -> Settings:
    """A campaign with three reports in a database of today's version."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
        monkeypatch.setenv("EINZELFALL_DATABASE_URL", url)
    with TestClient(app.create(campaign)) as client:
        for city in ("Mannheim", "Köln", "Bonn"):
            Person(client).report(city=city)
    return campaign


@pytest.fixture
def postgres():
    """The address of an empty PostgreSQL database."""
    with benchmark("form_postgres").running() as url:
        yield url


def later_migrations(folder: Path, more: str = "") -> Path:
    """Return the migrations of a program that is one version ahead."""
    shutil.copytree(store.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions/0002_town.py").write_text(NEXT.replace("{more}", more), encoding="utf-8")
    return folder


def test_an_update_brings_a_full_database_along(filled, tmp_path):
    before = rows(filled)
    opened = store.open_store(filled)
    store.migrate(opened, later_migrations(tmp_path / "migrations"))
    with store.reading(opened) as connection:
        towns = connection.execute(sa.text("SELECT town FROM reports ORDER BY number")).scalars()
        assert [town[0] for town in towns] == ["M", "K", "B"]
        kept = connection.execute(sa.select(store.reports)).mappings().all()
    assert [dict(row) for row in kept] == before
    opened.dispose()


def test_an_update_that_fails_changes_nothing(filled, tmp_path):
    before = rows(filled)
    broken = later_migrations(tmp_path / "migrations", 'op.execute("SELECT nothing FROM nowhere")')
    opened = store.open_store(filled)
    with pytest.raises(CampaignError, match="nothing was changed"):
        store.migrate(opened, broken)
    assert "town" not in [column["name"] for column in sa.inspect(opened).get_columns("reports")]
    opened.dispose()
    assert rows(filled) == before


def test_a_database_of_a_newer_program_is_left_alone(filled, tmp_path):
    opened = store.open_store(filled)
    store.migrate(opened, later_migrations(tmp_path / "migrations"))
    opened.dispose()
    with pytest.raises(CampaignError, match="newer version of einzelfall"):
        store.open_store(filled)


def test_a_file_that_is_no_database_is_explained(campaign):
    path = store.folder(campaign) / "form.sqlite"
    path.write_text("Das ist keine Datenbank, sondern ein Text." * 100, encoding="utf-8")
    with pytest.raises(CampaignError, match="not a database"):
        store.open_store(campaign)
    assert path.read_text(encoding="utf-8").startswith("Das ist")


def test_a_restored_backup_is_the_form_as_it_was(campaign, tmp_path):
    """The steps of docs/deploy.md, after the database was damaged."""
    with TestClient(app.create(campaign)) as client:
        code = Person(client).report()
        copy = backup.write(campaign, tmp_path / "copy.sqlite")
        Person(client).report(city="Köln")
    before = export.frame(campaign)
    live = campaign.dir / "data/form/form.sqlite"
    live.write_bytes(live.read_bytes()[:5000])

    for side in ("-wal", "-shm"):
        Path(f"{live}{side}").unlink(missing_ok=True)
    shutil.copy(copy, live)

    assert export.frame(campaign).equals(before.head(1))
    with TestClient(app.create(campaign)) as client:
        assert "Mannheim" in client.post("/receipt", data={"receipt": code}).text
        Person(client).report(city="Bonn")
    assert [row["city"] for row in rows(campaign)] == ["Mannheim", "Bonn"]
    with sqlite3.connect(live) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_purge_of_a_campaign_reaches_the_form_that_runs(campaign):
    """`einzelfall purge` in a process of its own, beside the running form."""
    (campaign.dir / "campaign.yml").write_text(CAMPAIGN + "reports: {format: form}\n", "utf-8")
    purge = ["-c", "from helpers.cli import main; main()", "purge", "--campaign", campaign.dir]
    with TestClient(app.create(campaign)) as client:
        person = Person(client)
        code = person.report(contact_email="erika.muster@example.org")
        export.snapshot(campaign, snapshots.path(campaign))
        for before, said in [("2000-01-01", "nothing to remove"), ("2999-01-01", "1 reports")]:
            command = [sys.executable, *purge, "--yes", "--before", before]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            assert said in done.stdout
        client.portal.call(app.tick, client.app.state.desk)
        assert "Mannheim" in client.post("/receipt", data={"receipt": code}).text
        (report,) = rows(campaign)
        assert (report["contact_name"], report["contact_email"]) == ("", "")
        assert report["description"]
        kept = [*(campaign.dir / "data/form").iterdir(), snapshots.path(campaign)]
        assert not [path for path in kept if b"erika.muster@" in path.read_bytes()]
    assert "purged" in rows(campaign, store.audit)[-1]["action"]


def test_a_place_where_nothing_can_be_written_is_explained(campaign, tmp_path):
    store.open_store(campaign).dispose()
    (tmp_path / "file").touch()
    with pytest.raises(CampaignError, match="backup cannot be made"):
        backup.write(campaign, tmp_path / "file/copy.sqlite")
    with pytest.raises(CampaignError, match="export cannot be written"):
        export.snapshot(campaign, tmp_path / "file/export.csv")


def test_a_damaged_database_is_not_backed_up(campaign, tmp_path):
    with TestClient(app.create(campaign)) as client:
        for _ in range(5):
            Person(client).report(description="x" * 1900)
    live = campaign.dir / "data/form/form.sqlite"
    sound = live.read_bytes()
    live.write_bytes(sound[:16384] + b"\xff" * 8192 + sound[24576:])
    with pytest.raises(CampaignError, match=r"not sound|cannot be made"):
        backup.write(campaign, tmp_path / "copy.sqlite")
    assert list(tmp_path.glob("*copy*")) == []
