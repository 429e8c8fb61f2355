"""The examples run from export to release; the tutorial's commands make the first of them."""

import html
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.settings import HOME

PROGRAM = str(Path(sys.executable).with_name("einzelfall"))
EXPORTS = {"dsl": "limesurvey.csv", "medicine": "responses.xlsx"}
FOREIGN = re.compile(
    r"Netzbetreiber|Mobilfunk|\bO2\b|Kundschaft|Kundinnen|Kunden\b|customer|network operator"
    r"|übrigen Land|Bundesdurchschnitt|rest of the country|national mean",
)
"""Words of the sample's subject, and of a country that not every campaign is about."""


def run(*arguments: str) -> str:
    done = subprocess.run(
        arguments, cwd=HOME, capture_output=True, text=True, check=False, timeout=1800
    )
    assert done.returncode == 0, f"{shlex.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def commands() -> list[str]:
    """List the commands of the tutorial, in order."""
    text = (HOME / "docs" / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> dict[str, Path]:
    """Each example, released; the lifts by the commands of the tutorial."""
    place, fits = tmp_path_factory.mktemp("examples"), False
    for line in commands():
        if line == "make environment":
            continue
        words = [word.replace("../lifts", str(place / "lifts")) for word in shlex.split(line)]
        if words[:2] == ["make", "report"]:
            words = [PROGRAM, "run", "--campaign", words[2].removeprefix("CAMPAIGN=")]
        if "inspect" in words and not fits:
            fits = True  # from the next time on: the tutorial copies the finished campaign.yml
            proposed = subprocess.run(
                [PROGRAM, *words[1:]], cwd=HOME, capture_output=True, text=True
            )
            assert proposed.returncode == 1
            assert "Put this in the place of `columns:`" in proposed.stderr
            continue
        said = run(PROGRAM if words[0] == ".venv/bin/einzelfall" else words[0], *words[1:])
        if "locate" in words:
            assert "Hamburg" in said
    for name, export in EXPORTS.items():
        shutil.copytree(HOME / "examples" / name, place / name)
        folder = str(place / name)
        run(PROGRAM, "import", f"{folder}/{export}", "--campaign", folder)
        run(PROGRAM, "run", "--campaign", folder)
        run(PROGRAM, "release", "--approved-by", "A. Editor", "--campaign", folder)
    return {name: place / name for name in ("lifts", *EXPORTS)}


def pages(folder: Path) -> dict[str, str]:
    """Read what readers read, as text; the notebooks' pages are for those who check."""
    found = {}
    for path in sorted((folder / "reports").rglob("*")):
        if path.suffix in (".html", ".txt", ".json") and "notebooks" not in path.parts:
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.DOTALL)
            text = html.unescape(re.sub(r"<[^>]+>", " ", text))
            found[path.relative_to(folder / "reports").as_posix()] = " ".join(text.split())
    return found


def letter(folder: Path, name: str) -> str:
    return " ".join((folder / "reports" / "letter" / name).read_text(encoding="utf-8").split())


def test_the_tutorial_names_no_file_that_is_not_there():
    for line in commands():
        for word in shlex.split(line):
            if word.startswith("examples/"):
                assert (HOME / word).exists(), word


def test_each_example_is_released(finished):
    for folder in finished.values():
        assert (folder / "data" / "releases" / "0001" / "release.json").exists()


def test_no_page_speaks_of_another_subject_or_of_a_country(finished):
    for name, folder in finished.items():
        for file, text in pages(folder).items():
            assert not FOREIGN.search(text), f"{name}/{file}: {FOREIGN.search(text)}"


def test_no_count_of_zero_is_told_and_no_form_of_a_word_is_left_open(finished):
    for name, folder in finished.items():
        for file, text in pages(folder).items():
            assert not re.search(r"\((?:0|null)\)|<\w+>|\{\{", text), f"{name}/{file}"


def test_one_city_is_told_by_its_districts_and_things(finished):
    text = letter(finished["lifts"], "offener-brief.txt")
    assert "Offener Brief an die Hochbahn" in text
    assert "Es ist kein Einzelfall." in text
    assert "In Hamburg nennen die Meldungen am häufigsten St. Georg" in text
    assert "An welchen Stationen" in text
    assert "Kreise" not in text
    drawn = finished["lifts"] / "reports" / "figures"
    assert (drawn / "districts.svg").exists()
    assert not list(drawn.glob("map_*.svg")), "no polygons were brought, and none are invented"


def test_a_small_campaign_names_its_kreise(finished):
    text = letter(finished["dsl"], "offener-brief.txt")
    assert "Landkreis Görlitz (26)" in text
    assert "Erzgebirgskreis (25)" in text


def test_without_a_question_on_faults_nothing_is_said_of_them(finished):
    for file, text in pages(finished["medicine"]).items():
        assert not re.search(r"\bfaults?\b|Störung", text), file


def test_english_is_whole(finished):
    german = re.compile(r"\b(?:Meldungen|Auswertung|Beitrag|Stand der Zahlen|Abbildung)\b")
    for file, text in pages(finished["medicine"]).items():
        # The law asks for a German imprint; files of data say both languages.
        both = ("letter/de", "letter/offener", "impressum", "datenschutz")
        is_german = file.startswith(both) or file.endswith(".json")
        assert is_german or not german.search(text), f"{file}: {german.search(text)}"


def test_the_letters_point_at_each_other(finished):
    for name in ("index.html", "de.html"):
        page = (finished["medicine"] / "reports" / "letter" / name).read_text(encoding="utf-8")
        assert 'hreflang="de"' in page
        assert 'hreflang="en"' in page
