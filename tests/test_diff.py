"""Promises about correction notes: what a reader would see differently is listed, and no more."""

import copy
import json

import publish_fixtures as made
import pytest
import typer
from typer.testing import CliRunner

from helpers.cli import publish as commands
from helpers.errors import CampaignError
from helpers.publish import diff


def app() -> typer.Typer:
    made_app = typer.Typer()
    commands.register(made_app)
    return made_app


@pytest.fixture
def runs(tmp_path):
    """Write two runs: one number changed, one was added, one is gone, a claim lost strength."""
    old, new = made.facts(), copy.deepcopy(made.facts())
    new["facts"]["total.n_reports"] |= {"value": 7690, "de": "7.690", "en": "7,690"}
    new["facts"]["claim.big_city"]["strength"] = "shown"
    new["facts"]["city.05315000.n_reports"] |= {"value": 270, "de": "270", "en": "270"}
    del new["facts"]["hotspots.n"]
    new["facts"]["total.left_out"]["n"] = 7690
    for name, content in (("old", old), ("new", new)):
        place = tmp_path / name / "data" / "processed"
        place.mkdir(parents=True)
        (place / "facts.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def changes(runs):
    return diff.compare(diff.read(runs / "old"), diff.read(runs / "new"))


def test_only_what_a_reader_sees_counts_as_changed(runs):
    assert [(change.kind, change.name) for change in changes(runs)] == [
        ("added", "city.05315000.n_reports"),
        ("changed", "claim.big_city"),
        ("removed", "hotspots.n"),
        ("changed", "total.n_reports"),
    ]


def test_two_equal_runs_need_no_note(runs):
    content = diff.read(runs / "old")
    assert diff.compare(content, content) == []
    assert "Keine veröffentlichte Zahl hat sich geändert." in diff.note([])


def test_two_campaigns_are_not_compared_in_silence(runs):
    for name, told in (("old", "o2-2011"), ("new", "bahn-2012")):
        (runs / name / "campaign.yml").write_text(f"id: {told}\n", encoding="utf-8")
    found = changes(runs)
    assert found[0].kind == "campaigns"
    assert "zwei Kampagnen, `o2-2011` und `bahn-2012`" in diff.note(found)
    assert "two campaigns are compared" in diff.note(diff.quoted_only(found, {}), "en")
    (runs / "new" / "campaign.yml").write_text("id: o2-2011\n", encoding="utf-8")
    assert "Kampagnen" not in diff.note(changes(runs))


def test_where_no_campaign_is_named_another_first_day_is_pointed_out(runs):
    old, new = diff.read(runs / "old"), diff.read(runs / "new")
    new["facts"]["total.first_day"] |= {"value": "2012-05-01", "de": "1. Mai 2012"}
    note = diff.note(diff.compare(old, new))
    assert "verschiedenen Tagen, 12. November 2011 und 1. Mai 2012" in note
    assert diff.note(diff.compare(old, old)).count("Achtung") == 0


def test_a_suppressed_number_is_no_public_number(runs):
    content = diff.read(runs / "old")
    assert content["facts"]["city.05315000.n_reports"]["value"] is None
    without = copy.deepcopy(content)
    del without["facts"]["city.05315000.n_reports"]
    assert diff.compare(content, without) == []


def test_the_note_says_what_it_was_and_what_it_is_in_german_and_english(runs):
    note = diff.note(changes(runs))
    assert "# Korrekturhinweis (Entwurf)" in note
    assert "Meldungen (`total.n_reports`): bisher 7.691, jetzt 7.690." in note
    assert "bisher „suggested“, jetzt „shown“" in note
    assert "Grund: (bitte ergänzen)" in note
    assert "so far 7,691, now 7,690" in diff.note(changes(runs), "en")


def test_a_changed_claim_brings_its_caveat(runs):
    note = diff.note(changes(runs), caveats=diff.read(runs / "new")["caveats"])
    assert "Vorbehalt: Wer in der Großstadt lebt, meldet vielleicht eher." in note


def test_the_note_says_on_which_pages_a_number_stands(runs):
    quoted = {"letter/index.html": ["total.n_reports"], "index.html": ["total.n_reports"]}
    chosen = diff.quoted_only(changes(runs), quoted)
    assert [change.name for change in chosen] == ["total.n_reports"]
    assert "steht in index.html, letter/index.html" in diff.note(chosen, quoted=quoted)


def test_the_command_takes_files_folders_and_campaigns(runs):
    old, new = runs / "old", runs / "new" / "data" / "processed" / "facts.json"
    result = CliRunner().invoke(app(), ["diff", str(old), str(new)])
    assert result.exit_code == 0, result.output
    assert "bisher 7.691, jetzt 7.690" in result.output
    assert CliRunner().invoke(app(), ["diff", str(old / "data/processed"), str(new)]).output == (
        result.output
    )


def test_the_command_can_list_quoted_numbers_only(runs):
    path = runs / "quoted.json"
    path.write_text('{"index.html": ["hotspots.n"]}', encoding="utf-8")
    arguments = ["diff", str(runs / "old"), str(runs / "new"), "--quoted", str(path)]
    result = CliRunner().invoke(app(), [*arguments, "--language", "en"])
    assert "quoted in index.html" in result.output
    assert "7,690" not in result.output


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (None, "no facts.json there"),
        ("{", "expected JSON"),
        ('{"facts": []}', "expected an object"),
    ],
)
def test_a_file_that_holds_no_facts_is_named(tmp_path, text, hint):
    if text is not None:
        (tmp_path / "facts.json").write_text(text, encoding="utf-8")
    with pytest.raises(CampaignError, match=hint):
        diff.read(tmp_path)
