"""The audit looks at all kept releases together, growing or not."""

import pandas as pd
import pytest
from audit_fixtures import TRUE, Campaign, kreise, laender

WITHHELD = "09184"


@pytest.fixture
def campaign(tmp_path) -> Campaign:
    made = Campaign(tmp_path / "campaign")
    made.places(TRUE, release=1)
    return made


def test_a_draft_that_says_the_same_is_the_last_release(campaign):
    campaign.places(TRUE)
    report = campaign.examine()
    assert report.findings.empty
    assert set(report.cells["release"]) == {1}


def test_releases_that_differ_by_enough_pass(campaign):
    campaign.places({**TRUE, "01002": 58, "14612": 40, "05111": 41})
    assert campaign.found() == []


@pytest.mark.parametrize("step", [1, -1, 4, -4])
def test_a_printed_count_that_moved_a_little_is_found(campaign, step):
    campaign.places({**TRUE, "01002": TRUE["01002"] + step})
    assert "moved: release 2, place 01002" in campaign.found()


def test_a_count_that_passes_from_withheld_to_printed_is_told_by_the_growth_of_the_total(campaign):
    """One report more in all, and a withheld Kreis is printed as five: it had four."""
    campaign.places({**TRUE, "05334": 5}, ranged=("06", "09"))
    found = campaign.found("narrow")
    assert "narrow: release 1, place 05334" in found


def held(true: dict[str, int], old: dict[str, int], kept: list[str]) -> pd.DataFrame:
    frame = kreise({**true, **{ags5: old[ags5] for ags5 in kept}})
    return frame.assign(as_of_release=[1 if a in kept else 2 for a in frame["ags5"]])


def test_a_held_count_passes_where_its_change_cannot_be_told(campaign):
    now = {**TRUE, "01002": 50}
    campaign.put("kreise.csv", held(now, TRUE, ["01002"]))
    land = laender(TRUE).assign(as_of_release=1)
    campaign.put("laender.csv", land)
    campaign.put("total.csv", pd.DataFrame({"n_reports": [sum(now.values())]}))
    assert campaign.found() == []


def test_the_change_of_a_held_count_that_follows_from_a_printed_total_is_found(campaign):
    """Schleswig-Holstein grew by six, its Kreise by five and by one that is held."""
    now = {**TRUE, "01002": 50, "01001": 5}
    campaign.put("kreise.csv", held(now, TRUE, ["01002"]))
    campaign.put("laender.csv", laender(now).assign(as_of_release=2))
    assert "change: release 2, place 01002" in campaign.found()


def test_the_place_of_one_report_more_is_found_where_nothing_else_can_have_grown(tmp_path):
    """The total grew by one; every Kreis but the held one is printed anew as it was."""
    campaign = Campaign(tmp_path / "campaign")
    old = {ags5: n for ags5, n in TRUE.items() if n > 4}
    now = {**old, "01002": 50}
    campaign.places(old, release=1, ranged=())
    campaign.put("kreise.csv", held(now, old, ["01002"]))
    campaign.put("laender.csv", laender(now, ranged=("01",)))
    campaign.put("total.csv", pd.DataFrame({"n_reports": [sum(now.values())], "unlocated": [0]}))
    found = campaign.found("change")
    assert "change: release 2, place 01002" in found


def test_a_withdrawn_report_is_not_told_where_the_total_fell(campaign):
    """Counts fall here: whoever assumes that none does is wrong, and learns nothing from it."""
    now = {**TRUE, "01002": 44, "11000": 118}
    campaign.places(now)
    assert campaign.found() == []


def test_withheld_cells_of_older_releases_are_audited_with_the_present_ones(campaign):
    campaign.places({**TRUE, "11000": 140}, release=2)
    campaign.places({**TRUE, "11000": 160})
    report = campaign.examine()
    assert set(report.cells["release"]) == {1, 2, 3}
    assert report.findings.empty
    campaign.put("laender.csv", laender(TRUE, ranged=("05", "06")), release=1)
    assert {"narrow: release 1, place 09184", "narrow: release 2, place 09184"} & set(
        campaign.found()
    )
