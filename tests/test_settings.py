"""A campaign.yml that cannot mean what it says is refused, by key."""

import pytest
import yaml

from helpers import settings
from helpers.errors import CampaignError
from helpers.settings import HOME


def load(folder, **changes):
    content = yaml.safe_load((HOME / "campaign.yml").read_text(encoding="utf-8"))
    for key, value in changes.items():
        if isinstance(value, dict):
            content[key] |= value
        else:
            content[key] = value
    folder.joinpath("campaign.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return settings.load(folder)


TWICE = [{"id": "a", "de": "A", "en": "A", "matches": [letter]} for letter in "xy"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"timezone": "Europe/Bärlin"}, r"timezone: expected an IANA .*Bärlin"),
        ({"categories": TWICE}, "two categories have the id a"),
        ({"reports": {"files": ["/srv/x.csv"]}}, r"reports\.files: .*inside the campaign's folder"),
        ({"reports": {"files": ["../x.csv"]}}, r"reports\.files: .*inside the campaign's folder"),
        ({"reports": {"time_formats": ["%H:%M"]}}, r'time_formats: "%H:%M" tells no day'),
        ({"reports": {"time_formats": ["%d.%m.%Q"]}}, "no time format|tells no day"),
        ({"reports": {"time_fromats": []}}, "Did you mean .time_formats"),
        ({"as_of": "2001-01-01"}, "lies before first_day"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_key(tmp_path, changes, words):
    with pytest.raises(CampaignError, match=words):
        load(tmp_path, **changes)


def test_the_formats_of_tools_are_allowed(tmp_path):
    formats = ["%m/%d/%y %I:%M %p", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S%z", "%d. %B %Y"]
    assert load(tmp_path, reports={"time_formats": formats}).reports.time_formats == formats
