"""Promises about a new campaign: it loads as it is, and a few edits make another letter."""

import re
import shutil
import subprocess
import time

import publish_fixtures as made
import pytest
import typer
from typer.testing import CliRunner

from helpers import private, settings, store
from helpers.cli import publish as commands
from helpers.errors import CampaignError
from helpers.geocode import answers
from helpers.publish import context, letter, new, template


def load(folder):
    settings._load.cache_clear()
    return settings.load(folder)


def test_a_new_campaign_loads_as_it_is(tmp_path):
    made_files = new.create(tmp_path / "c")
    loaded = load(tmp_path / "c")
    assert loaded.id == "c"
    assert not loaded.synthetic
    assert context.promises(loaded) == []
    assert list(answers.read(loaded).columns) == answers.COLUMNS
    names = {path.relative_to(tmp_path / "c").as_posix() for path in made_files}
    assert {
        "campaign.yml",
        "README.md",
        "templates/letter.de.md.j2",
        "templates/letter.en.md.j2",
        "templates/posts/01-erste-auswertung.md.j2",
        "templates/posts/02-auswertung.md.j2",
        "data/raw/reports/README.txt",
        "data/raw/handmade/place_aliases.csv",
        "data/raw/handmade/corrections.csv",
        "data/raw/handmade/promises.csv",
        "data/raw/handmade/published_corrections.csv",
    } <= names


def test_its_templates_hold_no_typed_number(tmp_path):
    new.create(tmp_path / "c")
    for path in (tmp_path / "c").rglob("*.md.j2"):
        template.read(path)


@pytest.mark.parametrize("name", ['Bahn "zu spät": 5 %', "a: b # c", "Öffi\\Netz", "✱ - [x]", "'"])
def test_any_name_and_operator_are_written_so_that_they_are_read_again(tmp_path, name):
    new.create(tmp_path / "c", name, name)
    loaded = load(tmp_path / "c")
    assert loaded.name == loaded.operator.name == name
    assert loaded.operator.address == [name]
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", loaded.id)


def test_nothing_that_exists_is_overwritten(tmp_path):
    (tmp_path / "notes.txt").write_text("wichtig", encoding="utf-8")
    with pytest.raises(CampaignError, match="expected a new or empty folder"):
        new.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(CampaignError, match="expected a new or empty folder"):
        new.create(tmp_path / "notes.txt")


def test_the_command_says_what_it_made_and_what_comes_next(tmp_path):
    app = typer.Typer()
    commands.register(app)
    result = CliRunner().invoke(app, ["new", str(tmp_path / "c"), "--name", "Unser Netz"])
    assert result.exit_code == 0, result.output
    assert "campaign.yml" in result.output
    assert "README.md" in result.output
    assert load(tmp_path / "c").name == "Unser Netz"


PERSONAL = (
    "data/raw/reports/meldungen.csv",
    "data/raw/reports/mai/export.xlsx",
    "data/raw/reports/register.csv",
    "data/raw/reports/form_snapshot.csv",
    "data/raw/handmade/withdrawn.csv",
    "data/raw/handmade/corrections.csv",
    "data/raw/handmade/checked_texts.csv",
    "data/raw/handmade/quotes.csv",
    "data/form/form.sqlite",
    "data/form/form.sqlite-wal",
    "data/form/secret",
    "data/private/key",
    "data/private/person-R000001.json",
    "data/extract/extract.csv",
    "data/processed/01_reports.parquet",
    "data/processed/runs/01_clean.ipynb",
    "copy.sqlite",
    "monday.einzelfall-backup",
    "monday.einzelfall-backup.withdrawn.csv",
)


def test_version_control_sees_nothing_that_is_about_single_people(tmp_path):
    new.create(tmp_path)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    for name in PERSONAL:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("about somebody")
    seen = subprocess.run(
        ["git", "-C", tmp_path, "status", "--short", "-uall"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [name for name in PERSONAL if name in seen] == []
    assert "data/raw/reports/README.txt" in seen
    assert "campaign.yml" in seen


@pytest.mark.parametrize("name", [n for n in PERSONAL if n.startswith("data/")])
def test_what_is_about_single_people_is_written_for_its_owner_alone(tmp_path, name):
    new.create(tmp_path)
    store.write_text("about somebody", tmp_path / name)
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    store.write_text("for all", tmp_path / "reports/index.html")
    assert (tmp_path / "reports/index.html").stat().st_mode & 0o777 == 0o644


def test_files_that_people_put_there_are_closed_too(tmp_path):
    new.create(tmp_path)
    path = tmp_path / "data/raw/reports/meldungen.csv"
    path.write_text("about somebody")
    path.chmod(0o664)
    assert path in private.close(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_three_edits_in_campaign_yml_make_another_letter(tmp_path):
    """The operator, the period and the demands change; no other file is touched."""
    folder = tmp_path / "c"
    new.create(folder)
    path = folder / "campaign.yml"
    text = path.read_text(encoding="utf-8")
    for old, now in (
        ("name: Musteramt", "name: Funkland 24"),
        ('["Musteramt", "Musterstraße 1", "12345 Musterstadt"]', '["Funkland 24 AG"]'),
        ("first_day: 2024-01-01", "first_day: 2025-03-01"),
        ("as_of: 2024-01-31", "as_of: 2025-03-31"),
        (
            "Räumen Sie die Probleme öffentlich ein.",
            'Antworten Sie bis zum {{ day("2025-06-30") }}.',
        ),
    ):
        assert old in text
        text = text.replace(old, now)
    path.write_text(text, encoding="utf-8")
    finished = made.campaign(tmp_path / "finished")
    for part in ("data/processed", "reports/figures"):
        shutil.copytree(finished.dir / part, folder / part)
    started = time.monotonic()
    loaded = load(folder)
    letter.make(loaded)
    assert time.monotonic() - started < 60
    words = " ".join((folder / "reports/letter/offener-brief.txt").read_text("utf-8").split())
    for part in ("Funkland 24 AG", "Probleme bei Funkland 24", "bis zum 30. Juni 2025",
                 "31. März 2025", "7.691 Meldungen"):  # fmt: skip
        assert part in words
    assert "O2" not in words
    assert "Musteramt" not in words
