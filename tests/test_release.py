"""Promises of releases: added once, never changed; pages say which one they are."""

from datetime import date

import pandas as pd
import pytest
import typer
from disclosure_fixtures import reports, tables
from typer.testing import CliRunner

from helpers import extract, release, store, suppress
from helpers import settings as settings_module
from helpers.cli import release as command
from helpers.errors import CampaignError
from helpers.extract import coarsen, files
from helpers.settings import HOME

EVERY = reports(280, 5)
NAMES = ("kreise", "cities", "districts", "days", "weeks", "hours", "categories", "cooccurrence")


@pytest.fixture
def campaign(tmp_path):
    """A campaign in a temporary folder whose stages 02, 03 and 05 have run."""
    (tmp_path / "campaign.yml").write_bytes((HOME / "campaign.yml").read_bytes())
    settings = settings_module.load(tmp_path)
    make_report(settings, EVERY.iloc[:230])
    return settings


def make_report(settings, located: pd.DataFrame) -> extract.Extract:
    """Run the stages as far as releases look at them."""
    store.write_parquet(located, settings.processed / "02_located.parquet")
    for name, frame in tables(located).items():
        store.write_parquet(frame, settings.processed / f"03_{name}.parquet")
    publish(settings)
    batch = release.batches(settings, located)
    made = extract.build(located, release.tables_by_batch(settings), settings, batch)
    files.write(settings, made.rows, release.status(settings).de)
    store.writer(settings, "06_handed_out")(extract.handed_out(made))
    store.write_json({"hash": ""}, settings.processed / "published.json")
    return made


def publish(settings) -> None:
    """Publish the tables of 03 without the real Kreise's neighbourhood."""
    counted = {name: store.read(settings, f"03_{name}") for name in NAMES}
    earlier = release.published_state(settings)
    unchanged = bool(earlier) and earlier[-1].basis == suppress.basis(settings)
    for name, frame in suppress.publish(counted, settings.privacy.k, earlier, unchanged).items():
        store.write_parquet(frame, settings.processed / f"04_{name}.parquet")


def test_before_the_first_release_everything_is_a_draft(campaign):
    status = release.status(campaign)
    assert status.draft
    assert status.number == 1
    assert "Entwurf" in status.de


def test_a_release_puts_number_and_date_on_the_pages(campaign):
    release.publish(campaign, date(2011, 12, 1))
    status = release.status(campaign)
    assert not status.draft
    assert "Ausgabe 1" in status.de
    assert "1. Dezember 2011" in status.de
    assert status.en == "Release 1, published on 1 December 2011"


def test_making_the_report_again_after_a_release_changes_no_byte(campaign):
    release.publish(campaign, date(2011, 12, 1))
    before = (campaign.out / "extract" / "extract.csv").read_bytes()
    make_report(campaign, store.read(campaign, "02_located"))
    assert not release.status(campaign).draft
    assert (campaign.out / "extract" / "extract.csv").read_bytes() == before


def test_new_reports_make_the_next_draft(campaign):
    release.publish(campaign, date(2011, 12, 1))
    make_report(campaign, EVERY)
    status = release.status(campaign)
    assert status.draft
    assert status.number == 2


def test_nothing_new_is_no_release(campaign):
    release.publish(campaign, date(2011, 12, 1))
    with pytest.raises(CampaignError, match="nothing changed since release 1"):
        release.publish(campaign, date(2011, 12, 2))


def test_a_release_is_not_dated_before_the_last(campaign):
    release.publish(campaign, date(2011, 12, 1))
    make_report(campaign, EVERY)
    with pytest.raises(CampaignError, match="expected a date from 2011-12-01"):
        release.publish(campaign, date(2011, 11, 1))


def test_a_release_changes_no_older_one(campaign):
    release.publish(campaign, date(2011, 12, 1))
    folder = campaign.releases / "0001"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    make_report(campaign, EVERY)
    release.publish(campaign, date(2011, 12, 8))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(path.name for path in campaign.releases.iterdir()) == ["0001", "0002"]


def test_a_missing_release_is_noticed(campaign):
    release.publish(campaign, date(2011, 12, 1))
    (campaign.releases / "0001").rename(campaign.releases / "0002")
    with pytest.raises(CampaignError, match="numbered 1, 2, 3"):
        release.published_state(campaign)


def test_a_damaged_release_is_named(campaign):
    release.publish(campaign, date(2011, 12, 1))
    (campaign.releases / "0001" / "cells.csv").unlink()
    with pytest.raises(CampaignError, match=r"cells\.csv"):
        release.published_state(campaign)


def test_a_release_holds_no_report_id_and_no_withheld_count(campaign):
    release.publish(campaign, date(2011, 12, 1))
    for path in (campaign.releases / "0001").iterdir():
        assert "R000" not in path.read_text(encoding="utf-8"), path.name
    cells = pd.read_csv(campaign.releases / "0001" / "cells.csv")
    assert not cells["value"].between(1, campaign.privacy.k - 1).any()


def test_rows_handed_out_stay_and_new_ones_come_in_large_groups(campaign):
    old = make_report(campaign, EVERY.iloc[:230]).rows
    release.publish(campaign, date(2011, 12, 1))
    new = make_report(campaign, EVERY).rows
    grown = new.groupby(coarsen.PLACE_AND_WEEK).size() - old.groupby(
        coarsen.PLACE_AND_WEEK
    ).size().reindex(new.groupby(coarsen.PLACE_AND_WEEK).size().index, fill_value=0)
    assert len(new) > len(old)
    assert (grown[grown != 0] >= campaign.privacy.k).all()
    kept = old.merge(new.drop_duplicates(), how="left", indicator=True)
    assert (kept["_merge"] == "both").all()


def test_a_withdrawn_report_is_gone_from_the_next_extract(campaign):
    located = store.read(campaign, "02_located")
    release.publish(campaign, date(2011, 12, 1))
    gone = store.read(campaign, "06_handed_out")["report_id"].iloc[0]
    made = make_report(campaign, located[located["report_id"] != gone])
    assert gone not in set(made.log["report_id"])
    release.publish(campaign, date(2011, 12, 8))
    digest = release.digest(campaign, pd.Series([gone])).iloc[0]
    assert digest not in release.last(campaign).handed_out


def test_the_command_says_where_the_release_is(campaign):
    app = typer.Typer()
    command.register(app)
    done = CliRunner().invoke(app, ["--campaign", str(campaign.dir), "--date", "2011-12-01"])
    assert done.exit_code == 0, done.output
    assert "Release 1 of 2011-12-01" in done.output
    assert (campaign.releases / "0001" / "release.json").exists()


def test_what_the_attack_test_stopped_is_not_released(campaign):
    (campaign.processed / "published.json").unlink()
    with pytest.raises(CampaignError, match=r"published\.json: not there yet"):
        release.publish(campaign, date(2011, 12, 1))


def test_a_release_without_a_report_says_what_to_do_first(tmp_path):
    (tmp_path / "campaign.yml").write_bytes((HOME / "campaign.yml").read_bytes())
    with pytest.raises(CampaignError, match="Make the report first"):
        release.publish(settings_module.load(tmp_path), date(2011, 12, 1))
