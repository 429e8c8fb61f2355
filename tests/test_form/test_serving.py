"""Serving: an editor starts the form, and is told where it is, or what stands in the way."""

import contextlib
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

from helpers.cli import form
from helpers.errors import CampaignError
from helpers.form import app, export, serving, store

from .conftest import Person, benchmark, make_campaign


@contextlib.contextmanager
def taken() -> Iterator[int]:
    """A loopback port that another program listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_in_use_is_explained_before_anything_is_made(campaign):
    with taken() as port, pytest.raises(CampaignError, match=rf"127.0.0.1:{port}.*--port"):
        serving.run(campaign.dir, "127.0.0.1", port)
    assert not (campaign.dir / "data/form/form.sqlite").exists()


@pytest.mark.parametrize(("host", "port"), [("999.1.1.1", 8000), ("127.0.0.1", 99_999)])
def test_an_address_that_is_none_is_explained(campaign, host, port):
    with pytest.raises(CampaignError, match="cannot listen"):
        serving.run(campaign.dir, host, port)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("postgresql://127.0.0.1/x?nonsense=1", "nonsense"),
        ("sqlite:////nowhere/at/all.sqlite", "cannot be opened"),
    ],
)
def test_a_database_that_cannot_keep_reports_is_explained(campaign, monkeypatch, url, said):
    monkeypatch.setenv("EINZELFALL_DATABASE_URL", url)
    with pytest.raises(CampaignError, match=said):
        store.open_store(campaign)


REST = "$v=19$m=65536,t=3,p=4$LW3eaCX3NYR6veF5YSqL2Q$4Uw5hD6W5e4wuKABmsH/S9RQcFI7xzKOFAY4683JLLo"


@pytest.mark.parametrize("value", ["=19=65536,t=3,p=4", "ein Passwort", REST])
def test_a_moderators_hash_that_no_password_fits_is_said_at_the_start(campaign, monkeypatch, value):
    """A shell that replaces the dollar signs leaves such a rest."""
    monkeypatch.setenv("EINZELFALL_MODERATOR_HASH", value)
    with pytest.raises(CampaignError, match="single quotes"):
        app.create(campaign)


def test_the_start_says_where_the_form_is_and_where_the_data_lie(campaign):
    port = benchmark("form_postgres").free_port()
    command = [sys.executable, "-c", "from helpers.cli import main; main()", "form", "serve"]
    command += ["--campaign", str(campaign.dir), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        said = [server.stdout.readline() for _ in range(3)]
        server.terminate()
        said += server.stdout.readlines()
    said = "".join(said)
    assert f"http://127.0.0.1:{port}/" in said
    assert str(campaign.dir / "data/form/form.sqlite") in said
    assert f"http://127.0.0.1:{port}/moderation" in said


def test_an_editor_is_told_how_the_pipeline_reads_the_form(tmp_path, campaign):
    assert "format: form" in serving.welcome(campaign, "http://x")
    assert "format: form" not in serving.welcome(
        make_campaign(tmp_path / "reads", "reports: {format: form}\n"), "http://x"
    )
    cli = typer.Typer()
    form.register(cli)
    said = CliRunner().invoke(cli, ["form", "export", "--campaign", str(campaign.dir)]).output
    assert "format: form" in said


def test_a_password_never_stands_in_what_the_start_says(campaign, monkeypatch):
    monkeypatch.setenv("EINZELFALL_DATABASE_URL", "postgresql://u:geheim@127.0.0.1/reports")
    assert "geheim" not in serving.welcome(campaign, "http://x")
    assert "127.0.0.1/reports" in serving.welcome(campaign, "http://x")


@pytest.mark.parametrize("name", ["Kampagne #1 50% ?", "übung & co"])
def test_any_folder_name_will_do(tmp_path, name, monkeypatch):
    from starlette.testclient import TestClient

    from helpers.form import backup

    monkeypatch.delenv("EINZELFALL_DATABASE_URL", raising=False)
    campaign = make_campaign(tmp_path / name)
    with TestClient(app.create(campaign)) as client:
        Person(client).report()
        assert (campaign.dir / "data/form/form.sqlite").exists()
        copy = backup.write(campaign, tmp_path / name / "copy.sqlite")
        assert copy.stat().st_size > 20_000
    assert len(export.frame(campaign)) == 1
