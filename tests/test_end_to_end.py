"""From raw reports to the letter: the published figures come out, and runs can be trusted."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest

from helpers import lock
from helpers import settings as settings_module
from helpers.settings import HOME

# Published by the campaign in November 2011; the sample is calibrated to them.
PUBLISHED_TOTAL = 7691
PUBLISHED_CITIES = {
    "11000000": ("Berlin", 1224),
    "02000000": ("Hamburg", 1117),
    "09162000": ("München", 607),
    "06412000": ("Frankfurt am Main", 434),
    "08222000": ("Mannheim", 306),
    "05315000": ("Köln", 270),
}
PUBLISHED_CATEGORIES = {
    "data_slow": 4997,
    "data_none": 4815,
    "calls_out_fail": 3142,
    "calls_drop": 3080,
}


def facts_of(settings) -> dict:
    return json.loads((settings.processed / "facts.json").read_text())["facts"]


def outputs_of(folder: Path) -> dict[str, bytes]:
    """Read all that a run left, but Snakemake's own notes and lists of paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for top in ("data/processed", "data/extract", "reports")
        for path in sorted((folder / top).rglob("*"))
        if path.is_file() and path.suffix != ".written"
    }


def einzelfall(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [Path(sys.executable).with_name("einzelfall"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_total_is_the_published_one(sample):
    n_reports = facts_of(sample)["total.n_reports"]["value"]
    assert n_reports == pytest.approx(PUBLISHED_TOTAL, rel=0.003)


@pytest.mark.parametrize("ags8", PUBLISHED_CITIES)
def test_the_published_cities_come_out(sample, ags8):
    name, published = PUBLISHED_CITIES[ags8]
    cities = pd.read_parquet(sample.processed / "03_cities.parquet").set_index("ags8")
    assert cities.loc[ags8, "city"] == name
    assert cities.loc[ags8, "n_reports"] == pytest.approx(published, rel=0.01)


@pytest.mark.parametrize("category", PUBLISHED_CATEGORIES)
def test_the_published_categories_come_out(sample, category):
    counted = facts_of(sample)[f"category.{category}.n_reports"]["value"]
    assert counted == pytest.approx(PUBLISHED_CATEGORIES[category], rel=0.003)


def test_about_700_reports_came_in_three_days(sample):
    assert facts_of(sample)["day3.n_reports"]["value"] == pytest.approx(700, rel=0.1)


def test_the_ledger_accounts_for_each_row(sample):
    piles = pd.read_csv(sample.processed / "ledger.csv")["status"].value_counts()
    assert piles["kept"] == facts_of(sample)["total.n_reports"]["value"]
    assert set(piles.index) <= {"kept", "repeat", "rejected", "withdrawn"}
    assert facts_of(sample)["total.left_out"]["value"] == round(1 - piles["kept"] / piles.sum(), 2)


def test_every_page_says_what_it_stands_on(sample):
    pages = sorted(sample.out.rglob("*.html"))
    assert {"index.html", "letter/index.html"} <= {
        page.relative_to(sample.out).as_posix() for page in pages
    }
    published = json.loads((sample.processed / "published.json").read_text())["hash"]
    for page in pages:
        text = page.read_text()
        for words in ("7.691", "30. November 2011", sample.name, published[:8]):
            english = {"7.691": "7,691", "30. November 2011": "30 November 2011"}.get(words, words)
            assert words in text or english in text, (page, words)
        assert "künstlich" in text or "synthetic" in text, page


def test_no_page_names_this_machine(sample):
    for page in sample.out.rglob("*.html"):
        assert str(sample.dir) not in page.read_text(), page
        assert str(HOME) not in page.read_text(), page


@pytest.fixture(scope="module")
def cable(tmp_path_factory):
    """Run the second campaign once, by the command that a user types."""
    folder = tmp_path_factory.mktemp("cable") / "kabel-2024"
    shutil.copytree(HOME / "tests/campaigns/kabel-2024", folder)
    done = einzelfall("run", "--campaign", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, done.stdout


def test_another_campaign_works_by_its_campaign_yml_alone(cable):
    folder, said = cable
    assert "not mapped" not in said
    assert "cp1252, semicolon, 60 rows" in said
    settings = settings_module.load(folder)
    piles = pd.read_csv(settings.processed / "ledger.csv")["status"].value_counts()
    assert piles.to_dict() == {"kept": 57, "rejected": 3}  # both rows have ids of their own
    letter = (folder / "reports/letter/index.html").read_text()
    assert "Beispielkabel" in letter
    assert "O2" not in letter


def test_an_unchanged_campaign_is_left_alone(cable):
    folder, _ = cable
    before = {path: path.stat().st_mtime_ns for path in (folder / "reports").rglob("*")}
    again = einzelfall("run", "--campaign", str(folder))
    assert again.returncode == 0, again.stderr
    assert {path: path.stat().st_mtime_ns for path in (folder / "reports").rglob("*")} == before


def test_two_runs_are_equal_to_the_byte(cable, tmp_path):
    folder, _ = cable
    other = tmp_path / "kabel-2024"
    shutil.copytree(HOME / "tests/campaigns/kabel-2024", other)
    assert einzelfall("run", "--campaign", str(other)).returncode == 0
    first, second = outputs_of(folder), outputs_of(other)
    assert first.keys() == second.keys()
    # Executed notebooks hold the folder that they ran on; what readers get does not.
    differ = [name for name in first if first[name] != second[name] and "/runs/" not in name]
    assert differ == []


def processes_on(folder):
    """Command lines of the processes whose command or folder is `folder`."""
    found = []
    for one in psutil.process_iter(["pid", "cmdline", "cwd"]):
        said = [*(one.info["cmdline"] or []), one.info["cwd"] or ""]
        if one.info["pid"] != os.getpid() and any(str(folder) in word for word in said):
            found.append(said)
    return found


def test_a_killed_run_leaves_no_half_file_and_goes_on(cable, tmp_path):
    folder, _ = cable
    other = tmp_path / "kabel-2024"
    shutil.copytree(HOME / "tests/campaigns/kabel-2024", other)
    program = Path(sys.executable).with_name("einzelfall")
    run = subprocess.Popen(
        [program, "run", "--campaign", other],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not (other / "data/processed/02_located.parquet").exists():
        assert run.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    run.kill()  # the runner alone: its stages and their kernels have to see it themselves
    run.wait()
    deadline = time.monotonic() + 10
    while left := processes_on(other):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)
    done = einzelfall("run", "--campaign", str(other))
    assert done.returncode == 0, done.stderr
    assert "01_clean" not in done.stdout, "what was finished before the kill does not run again"
    first, second = outputs_of(folder), outputs_of(other)
    assert first.keys() == second.keys(), "no temporary file is left"
    assert first["data/processed/facts.json"] == second["data/processed/facts.json"]


def test_a_second_run_at_the_same_time_is_refused(cable):
    folder, _ = cable
    settings = settings_module.load(folder)
    with lock.alone(settings):
        refused = einzelfall("run", "--campaign", str(folder))
    assert refused.returncode
    assert "another run is at work" in refused.stderr


def test_a_lost_figure_is_made_again(cable):
    folder, _ = cable
    figure = sorted((folder / "reports/figures").glob("*.svg"))[0]
    before = figure.read_bytes()
    figure.unlink()
    assert einzelfall("run", "--campaign", str(folder)).returncode == 0
    assert figure.read_bytes() == before


def test_an_error_of_a_stage_reaches_the_person_in_its_own_words(tmp_path):
    folder = tmp_path / "broken"
    shutil.copytree(HOME / "tests/campaigns/kabel-2024", folder)
    text = (folder / "campaign.yml").read_text().replace("Gemeinde", "Gemiende")
    (folder / "campaign.yml").write_text(text)
    stopped = einzelfall("run", "--campaign", str(folder))
    assert stopped.returncode
    assert 'Did you mean "Gemeinde"?' in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_the_notebooks_run_as_they_stand(cable):
    folder, _ = cable
    shutil.copytree(HOME / "notebooks", folder / "notebooks")
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "notebooks"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tested.returncode == 0, tested.stdout[-4000:]
    assert " passed" in tested.stdout
