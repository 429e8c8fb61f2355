"""Sequences of releases: none jams, and nobody who keeps them all can tell who came or went."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from release_histories import Campaign, leaks

KREISE = st.sampled_from(["01001", "01002", "02001", "02002", "03001"])
PLACES = st.one_of(KREISE, st.just(""))


class Histories(RuleBasedStateMachine):
    """Reports come, are taken back, move to another place; now and then a release is made."""

    def __init__(self) -> None:
        super().__init__()
        self.campaign = Campaign()

    @rule(place=PLACES, n=st.one_of(st.integers(1, 5), st.integers(20, 60)))
    def add(self, place: str, n: int) -> None:
        self.campaign.counts[place] += n

    @rule(place=PLACES, n=st.integers(1, 5))
    def withdraw(self, place: str, n: int) -> None:
        self.campaign.counts[place] -= min(n, self.campaign.counts[place])

    @rule(one=PLACES, other=PLACES, n=st.integers(1, 6))
    def move(self, one: str, other: str, n: int) -> None:
        n = min(n, self.campaign.counts[one])
        self.campaign.counts[one] -= n
        self.campaign.counts[other] += n

    @rule()
    def release(self) -> None:
        if len(self.campaign.releases) < 5 and sum(self.campaign.counts.values()) >= 5:
            self.campaign.release()

    @invariant()
    def nobody_can_tell(self) -> None:
        assert leaks(self.campaign) == []


Histories.TestCase.settings = settings(max_examples=40, stateful_step_count=14, deadline=None)
TestHistories = Histories.TestCase


@pytest.fixture
def released() -> Campaign:
    campaign = Campaign()
    campaign.counts |= {"": 2, "01001": 3, "01002": 40, "02001": 4, "02002": 60, "03001": 12}
    campaign.release()
    return campaign


@pytest.mark.parametrize("place", ["01001", "01002", "02001", "03001"])
@pytest.mark.parametrize("step", [1, -1])
def test_one_report_more_or_less_moves_the_total_alone(released, place, step):
    released.counts[place] += step
    before, after = released.releases[0].tables, released.draft()
    for name in ("laender", "kreise", "cities", "days", "weeks", "categories"):
        assert before[name].equals(after[name]), name
    assert after["total"]["n_reports"].tolist()[0] == 121 + step


def test_a_report_that_moves_to_another_place_moves_nothing(released):
    released.counts["01001"] -= 1
    released.counts["02001"] += 1
    before, after = released.releases[0].tables, released.draft()
    assert all(before[name].equals(after[name]) for name in before)


def test_counts_move_once_enough_reports_came(released):
    released.counts["01002"] += 25
    kreise = released.draft()["kreise"].set_index("ags5")
    assert kreise["n_reports"]["01002"] == 65
    assert kreise["as_of_release"].to_dict() == {
        "01001": 1, "01002": 2, "02001": 1, "02002": 1, "03001": 1
    }  # fmt: skip


def test_a_withheld_place_that_grew_a_little_stays_withheld(released):
    released.counts["01001"] += 3
    released.counts["02002"] += 40
    kreise = released.draft()["kreise"].set_index("ags5")
    assert kreise["suppressed"]["01001"]
    assert kreise["n_least"]["02002"] == 100


def test_no_release_repeats_the_same_bytes(released):
    before, after = released.releases[0].tables, released.draft()
    assert all(before[name].equals(after[name]) for name in before)
