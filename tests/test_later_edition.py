"""The later edition of the sample runs from two plans, answers and "is it fixed?" to its pages."""

import json
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup

from helpers import pipeline, store
from helpers import settings as settings_module
from helpers.settings import HOME, Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def later(tmp_path_factory) -> Settings:
    """Make and run the later edition once."""
    folder = tmp_path_factory.mktemp("later") / "o2-2012"
    make = HOME / "examples/later_edition/make.py"
    subprocess.run([sys.executable, str(make), str(folder)], check=True)
    settings = settings_module.load(folder)
    pipeline.run(settings)
    return settings


def stated(settings: Settings) -> dict:
    return json.loads((settings.processed / "facts.json").read_text(encoding="utf-8"))["facts"]


def page_of(settings: Settings, path: str) -> str:
    text = (settings.out / path).read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser").get_text(" ", strip=True)


def test_the_halving_that_was_made_is_found(later):
    effect = stated(later)["follow_up.effect"]
    assert effect["strength"] == "shown"
    assert 0.4 < effect["value"] < 0.6
    assert effect["de"] in page_of(later, "plan/index.html")


def test_the_plan_page_says_what_changed_and_what_people_say(later):
    changes = store.read(later, "07_changes").set_index(["place", "measure"])
    quiet = changes.loc[("Berlin, Mitte", "UMTS-Kapazität verdoppeln")]
    assert (quiet["change"], bool(quiet["said"])) == ("delayed", False)
    assert "dropped" in changes.loc["München", "change"].tolist()
    text = page_of(later, "plan/index.html")
    for words in ("ohne Hinweis", "früher im Plan, jetzt nicht mehr", "Raum Kiel", "Nirgendheim"):
        assert words in text
    coverage = store.read(later, "07_buildout").set_index("kreis")["coverage"]
    assert coverage["München"] == "dropped"
    assert len(coverage) == coverage.value_counts().sum()


def test_a_status_that_changed_is_in_tracker_and_feed_with_its_evidence(later):
    evidence = "Der Netzbetreiber hat den Auszug mit Antworten zu einzelnen Orten zurückgesandt."
    assert evidence in page_of(later, "promises/index.html")
    assert evidence in (later.out / "blog/feed.xml").read_text(encoding="utf-8")


def test_every_page_says_that_it_is_invented(later):
    for path in ("plan/index.html", "promises/index.html"):
        assert "sind erfunden" in page_of(later, path)


def test_what_is_compared_is_printed(later):
    printed = store.read(later, "03_follow_up")
    compared = store.read(later, "07_compared")
    assert set(compared["ags5"]) <= set(printed["ags5"])
    assert printed["n_reports"].between(1, later.privacy.k - 1).sum() == 0
    assert store.read(later, "03_fixed")["n_reports"].between(1, later.privacy.k - 1).sum() == 0
