"""Publishing a draft: whole or not at all, of the finished run that was read, and nothing else."""

import json
import shutil
from datetime import date

import pandas as pd
import pytest
from protect_cases import counted

from helpers import pipeline, protect, release, store
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.settings import HOME, Settings

DAY = date(2011, 12, 1)
BY = ["A. Reader"]


def count(settings: Settings, **kreise: int) -> None:
    """Write what stages 03 and 06 and the end of a run leave, for these counts (`k01001=3`)."""
    of = {code[1:]: n for code, n in kreise.items()}
    tables, total = counted(of)
    made = protect.tables(tables, total, settings.privacy.k, protect.read_all(settings))
    for name, table in made.items():
        store.writer(settings, f"03_{name}")(table)
    rows = pd.DataFrame({"report_id": [f"r{n}" for n in range(total)], "batch": 1})
    rows["batch"] = release.batches(settings, rows)
    store.writer(settings, "06_handed_out")(rows.astype({"report_id": "str"}))
    store.write_text("Nr.\n1\n", settings.extract / "extract.csv")
    store.write_text("<p>page</p>", settings.out / "index.html")
    finish(settings)


def finish(settings: Settings) -> None:
    ready = {"hash": "x", "ready": pipeline.state(settings)}
    store.write_json(ready, settings.processed / "published.json")


@pytest.fixture
def campaign(tmp_path) -> Settings:
    shutil.copy(HOME / "campaign.yml", tmp_path)
    (tmp_path / "data/raw/reports").mkdir(parents=True)
    (tmp_path / "data/raw/reports/meldungen.csv").write_text("a\n1\n", encoding="utf-8")
    settings = settings_module.load(tmp_path)
    count(settings, k01001=3, k01002=40, k02001=60, k02002=2)
    return settings


def publish(settings: Settings, day: date = DAY, by: list[str] | None = None):
    return release.publish(settings, day, BY if by is None else by, pipeline.state(settings))


def test_a_release_says_who_read_and_approved_it_and_when(campaign):
    publish(campaign)
    said = json.loads((campaign.releases / "0001/release.json").read_text(encoding="utf-8"))
    assert said["approved"] == [{"name": "A. Reader", "day": "2011-12-01"}]


def test_nobody_approved_is_no_release(campaign):
    with pytest.raises(CampaignError, match="--approved-by"):
        publish(campaign, by=[" "])
    assert not campaign.releases.exists()


def test_a_campaign_may_ask_for_a_second_person(campaign):
    privacy = campaign.privacy.model_copy(update={"approvals": 2})
    strict = campaign.model_copy(update={"privacy": privacy})
    with pytest.raises(CampaignError, match="expected 2 people"):
        publish(strict, by=["A. Reader", "a.  reader "])
    assert publish(strict, by=["A. Reader", "B. Reader"]).number == 1


@pytest.mark.parametrize(
    "touched", ["campaign.yml", "data/raw/reports/meldungen.csv", "reports/index.html"]
)
def test_only_the_finished_run_of_exactly_these_inputs_is_released(campaign, touched):
    path = campaign.dir / touched
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    with pytest.raises(CampaignError, match="Make it again"):
        publish(campaign)
    assert not campaign.releases.exists()


def test_a_run_that_the_audit_stopped_is_not_released(campaign):
    (campaign.processed / "published.json").unlink()
    with pytest.raises(CampaignError, match="Make the report first"):
        publish(campaign)


def test_a_release_that_breaks_off_leaves_nothing(campaign, monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(release, "_hand_out", full)
    with pytest.raises(OSError, match="no space"):
        publish(campaign)
    assert list(campaign.releases.iterdir()) == []


def test_the_archive_holds_printed_numbers_and_no_report_id(campaign):
    publish(campaign)
    folder = campaign.releases / "0001"
    text = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert "r0" not in text
    kreise = pd.read_csv(folder / "kreise.csv", dtype="str").set_index("ags5")
    assert pd.isna(kreise["n_reports"]["01001"])
    assert not (folder / "extract.csv").exists()


def test_which_reports_were_handed_out_stays_beside_the_extract_for_its_owner(campaign):
    publish(campaign)
    path = campaign.extract / release.HANDED_OUT
    assert len(pd.read_csv(path)) == 105
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_draft_is_not_released_twice(campaign):
    publish(campaign)
    count(campaign, k01001=3, k01002=40, k02001=60, k02002=2)
    assert not release.status(campaign).draft
    with pytest.raises(CampaignError, match="nothing changed since release 1"):
        publish(campaign)


def test_a_release_is_not_dated_before_the_last_one(campaign):
    publish(campaign)
    count(campaign, k01001=3, k01002=90, k02001=60, k02002=2)
    with pytest.raises(CampaignError, match="expected a date from 2011-12-01"):
        publish(campaign, date(2011, 11, 30))


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, -1, -2, -5])
def test_a_few_reports_more_or_less_still_end_in_a_release(campaign, step):
    publish(campaign)
    count(campaign, k01001=3, k01002=40 + step, k02001=60, k02002=2)
    made = publish(campaign, date(2011, 12, 8))
    assert made.number == 2
    kreise = made.tables["kreise"].set_index("ags5")
    assert kreise["n_least"]["01002"] == 40
    assert made.tables["total"]["n_reports"][0] == 105 + step


def test_reports_of_a_released_extract_keep_their_batch(campaign):
    publish(campaign)
    count(campaign, k01001=3, k01002=90, k02001=60, k02002=2)
    rows = pd.DataFrame({"report_id": ["r0", "r104", "r140"]})
    assert release.batches(campaign, rows).tolist() == [1, 1, 2]


def test_a_missing_release_folder_is_named(campaign):
    publish(campaign)
    count(campaign, k01001=3, k01002=90, k02001=60, k02002=2)
    publish(campaign, date(2011, 12, 8))
    shutil.rmtree(campaign.releases / "0001")
    with pytest.raises(CampaignError, match="restore the missing one"):
        release.status(campaign)
