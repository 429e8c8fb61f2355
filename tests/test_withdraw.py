"""Withdraw: a report is taken out by its id, once, and only the id and the day are kept."""

import shutil

import pytest
import typer
from typer.testing import CliRunner

from helpers import clean, intake, settings
from helpers.cli import privacy
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
