"""What several tests share: the finished sample campaign, and tools that a machine may lack."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import pipeline
from helpers import settings as settings_module
from helpers.settings import HOME, Settings


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _postgres() -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return str(found[-1].parent) if found else shutil.which("initdb")


TOOLS: dict[str, tuple[str, Callable[[], str | None]]] = {
    "browser": ("Chromium", _chromium),
    "database": ("PostgreSQL's server programs", _postgres),
    "office": ("LibreOffice Calc", lambda: shutil.which("soffice")),
    "nginx": ("nginx", lambda: shutil.which("nginx") or shutil.which("/usr/sbin/nginx")),
}


SLOW = {"sample", "chromium", "written", "postgres", "finished", "served"}
"""Fixtures that run stages, a browser or a server: `make check` leaves their tests out."""
SLOW_MARKS = ("browser", "database", "load", "nginx", "office")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what runs stages, a browser or a server."""
    for item in items:
        marked = any(item.get_closest_marker(mark) for mark in SLOW_MARKS)
        if marked or SLOW & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is missing and say so; in CI a missing tool is a failure."""
    for marker, (tool, find) in TOOLS.items():
        if item.get_closest_marker(marker) and not find():
            if os.environ.get("CI") == "true":
                pytest.fail(f"{tool} is missing, and CI must have it")
            pytest.skip(f"needs {tool}, which this machine does not have")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; tests that ask for it are marked `browser`."""
    found = _chromium()
    assert found, "mark the test with pytest.mark.browser"
    return found


def copy_campaign(target: Path) -> Path:
    """Copy the sample campaign's own files, as a campaign folder beside the repository."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(HOME / "campaign.yml", target)
    for name in ("reports", "buildout", "handmade"):
        shutil.copytree(HOME / "data/raw" / name, target / "data/raw" / name)
    shutil.copytree(HOME / "templates/posts", target / "templates/posts")
    return target


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Run the sample campaign once, in a temporary folder; tests must not change it."""
    settings = settings_module.load(copy_campaign(tmp_path_factory.mktemp("sample") / "o2-2011"))
    pipeline.run(settings)
    return settings
