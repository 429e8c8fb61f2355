"""Editions: readers get whole pages of a release, the old ones or the new ones."""

import json
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from helpers import settings as settings_module
from helpers.erase import traces
from helpers.publish import editions
from helpers.settings import HOME


def run(folder, *more):
    return subprocess.run(
        [Path(sys.executable).with_name("einzelfall"), "run", "--campaign", str(folder), *more],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Run the second campaign and release it by one command, as a timer does."""
    folder = tmp_path_factory.mktemp("editions") / "kabel-2024"
    shutil.copytree(HOME / "tests/campaigns/kabel-2024", folder)
    few = run(folder, "--approved-by", " ")
    assert few.returncode, "nobody has approved"
    assert "expected 1 people" in few.stderr
    done = run(folder, "--approved-by", "Rita Redaktion")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "get edition 1" in done.stdout
    return folder


class Reader(threading.Thread):
    """Reads the page that a web server would give, again and again."""

    def __init__(self, page):
        super().__init__(daemon=True)
        self.page, self.seen, self.missed, self.over = page, set(), 0, False

    def run(self):
        while not self.over:
            try:
                self.seen.add(self.page.read_bytes())
            except FileNotFoundError:
                self.missed += 1
            time.sleep(0.002)


def latest(folder):
    return folder / "data/editions/latest"


def pages(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_one_command_releases_and_its_pages_say_so(released):
    release = json.loads((released / "data/releases/0001/release.json").read_text())
    assert [one["name"] for one in release["approved"]] == ["Rita Redaktion"]
    assert pages(latest(released).resolve()) == pages(released / "reports")
    assert "Ausgabe 1, veröffentlicht am" in (latest(released) / "index.html").read_text()


def test_the_web_server_may_read_an_edition(released):
    for path in [latest(released).resolve(), *latest(released).rglob("*")]:
        assert path.stat().st_mode & 0o044 == 0o044, path


def test_readers_meet_the_old_edition_or_the_new_one(released, tmp_path):
    folder = tmp_path / "kabel-2024"
    shutil.copytree(released, folder, symlinks=True)
    old = (latest(folder) / "index.html").read_bytes()
    (folder / "templates").mkdir(exist_ok=True)
    page = (HOME / "templates/index.html").read_text().replace("</h1>", "!</h1>", 1)
    (folder / "templates/index.html").write_text(page)
    reader = Reader(latest(folder) / "index.html")
    reader.start()
    done = run(folder, "--keep", "1")
    reader.over = True
    reader.join()
    assert done.returncode == 0, done.stdout + done.stderr
    new = (latest(folder) / "index.html").read_bytes()
    assert reader.seen == {old, new}
    assert not reader.missed
    assert [path.name for path in sorted((folder / "data/editions").iterdir())] == [
        "0002", "latest",
    ]  # fmt: skip


def test_a_failed_run_and_a_draft_leave_the_edition_that_is_there(released, tmp_path):
    folder = tmp_path / "kabel-2024"
    shutil.copytree(released, folder, symlinks=True)
    before = pages(latest(folder).resolve())
    campaign = folder / "campaign.yml"
    campaign.write_text(campaign.read_text().replace("Gemeinde", "Gemiende"))
    stopped = run(folder)
    assert stopped.returncode
    assert pages(latest(folder).resolve()) == before
    shutil.rmtree(folder / "data/releases")  # what lies in reports/ is a draft now
    settings = settings_module.load(released).model_copy()
    assert editions.publish(settings) == 1, "the same pages are the same edition"


def test_a_withdrawn_text_goes_from_every_edition(tmp_path):
    folder = tmp_path / "kabel-2024"
    shutil.copytree(HOME / "tests/campaigns/kabel-2024", folder)
    told = folder / "data/editions/0001/letter/index.html"
    told.parent.mkdir(parents=True)
    told.write_text("<p>Seit der Quastenflosser wohnt hier niemand</p>")
    (folder / "data/editions/latest").symlink_to("0001")
    settings = settings_module.load(folder)
    _, others = traces.files(settings)
    _, removed, left = traces.sweep(settings, others, {"der Quastenflosser": "text"}, [])
    assert removed == ["data/editions/0001/letter/index.html"]
    assert not left
