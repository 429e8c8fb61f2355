"""What the tests of the web form share: a small campaign, and a person who uses the form."""

import asyncio
import html
import importlib.util
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import httpx
import pytest
import sqlalchemy as sa
import uvicorn
from starlette.testclient import TestClient

from helpers import settings as settings_module
from helpers.form import app, password, store
from helpers.settings import HOME, Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "ein Satz als Passwort"

CAMPAIGN = """
id: form-test
name: Kein Einzelfall
first_day: 2011-11-12
as_of: 2011-11-30
operator: {name: O2}
contact: {name: Redaktion, email: redaktion@einzelfall.example}
categories:
  - {id: data_slow, de: Daten langsam, en: Data slow}
  - {id: calls_drop, de: Anrufe brechen ab, en: Calls drop}
form:
  trusted_header: X-Real-IP
  trusted_proxies: [127.0.0.1, testclient]
  limits: {min_seconds: 0}
"""

ANSWERS = {
    "city": "Mannheim",
    "district": "",
    "postcode": "",
    "categories": ["data_slow", "calls_drop"],
    "description": "Seiten laden minutenlang.",
    "device": "Nokia E72",
    "tariff": "o2 o",
    "noticed_on": "2011-11-12",
    "contact_name": "Erika Muster",
    "contact_email": "erika@example.org",
    "consent_operator": "yes",
    "consent_public": "yes",
}


class Person:
    """Someone who fills in the form, like a browser without JavaScript."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def form(self, address: str = "/") -> dict[str, list[str]]:
        """Open the form; return its hidden fields."""
        answer = self.client.get(address)
        assert answer.status_code == 200
        return hidden(answer.text)

    def preview(self, **changes: object) -> httpx.Response:
        """Fill in the form and go on to the preview."""
        return self.client.post("/preview", data={**self.form(), **ANSWERS, **changes})

    def send(self, **changes: object) -> httpx.Response:
        """Fill in, look at the preview, send."""
        return self.client.post("/send", data=hidden(self.preview(**changes).text))

    def report(self, **changes: object) -> str:
        """Send a report and return its receipt code."""
        answer = self.send(**changes)
        assert answer.status_code == 201, answer.text
        return receipt(answer.text)


def hidden(page: str) -> dict[str, list[str]]:
    """Return the hidden fields of a page, of its first form that has a token or a code."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def receipt(page: str) -> str:
    """Return the receipt code on a thank-you page."""
    return re.search(r"<strong>((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})</strong>", page)[1]


def benchmark(name: str) -> ModuleType:
    """Import a script of benchmarks/: its driver is the tests' driver too."""
    if name not in sys.modules:
        path = HOME / "benchmarks" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def rows(settings: Settings, table: sa.Table = store.reports) -> list[dict]:
    """Read a table of the campaign's store."""
    opened = store.open_store(settings)
    with store.reading(opened) as connection:
        found = [dict(row) for row in connection.execute(sa.select(table)).mappings()]
    opened.dispose()
    return found


def make_campaign(folder: Path, more: str = "") -> Settings:
    """Write a small campaign into `folder`; `more` is added to its `form` section."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "campaign.yml").write_text(CAMPAIGN + more, encoding="utf-8")
    return settings_module.load(folder)


@pytest.fixture
def campaign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A campaign with nothing but its campaign.yml, and a moderators' password."""
    monkeypatch.delenv("EINZELFALL_DATABASE_URL", raising=False)
    monkeypatch.delenv("EINZELFALL_FORM_SECRET", raising=False)
    monkeypatch.setenv("EINZELFALL_MODERATOR_HASH", MODERATOR_HASH)
    return make_campaign(tmp_path / "campaign")


@pytest.fixture
def client(campaign: Settings) -> Iterator[TestClient]:
    """The running form; redirects are not followed, so that tests see them."""
    with TestClient(app.create(campaign), follow_redirects=False) as running:
        yield running


@pytest.fixture
def person(client: TestClient) -> Person:
    """Someone who uses the running form."""
    return Person(client)


@pytest.fixture
def moderator(client: TestClient) -> TestClient:
    """The running form, logged in as a moderator."""
    log_in(client)
    return client


def log_in(client: httpx.Client, written: str = PASSWORD) -> httpx.Response:
    """Fill in the login page."""
    fields = hidden(client.get("/moderation").text)
    return client.post("/moderation/login", data={**fields, "password": written})


MODERATOR_HASH = password.hash_password(PASSWORD)


FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def address(campaign) -> Iterator[str]:
    """The form, served on a loopback port."""
    port = benchmark("form_postgres").free_port()
    server = uvicorn.Server(
        uvicorn.Config(app.create(campaign), port=port, log_level="warning", proxy_headers=False)
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=30)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["Browser"]:
    """Debian's Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, browser: "Browser", address: str) -> Iterator["Page"]:
    """A German phone at the form."""
    yield from _phone(browser, address, request.param)


@pytest.fixture
def scripted(browser: "Browser", address: str) -> Iterator["Page"]:
    """The same with JavaScript only: axe is a script itself."""
    yield from _phone(browser, address, True)


def _phone(browser: "Browser", address: str, javascript: bool) -> Iterator["Page"]:
    """Open a page that fails the test if anything but our own server is asked."""
    context = browser.new_context(
        java_script_enabled=javascript, viewport=PHONE, locale="de-DE", base_url=address
    )
    asked: list[str] = []
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.goto("/")
    yield opened
    cookies = context.cookies()
    context.close()
    assert [url for url in asked if not url.startswith(address)] == []
    assert problems == []
    assert {cookie["name"] for cookie in cookies} <= {"moderation"}


def fill(page: "Page") -> None:
    """Fill in what is required, and a text that names its sender."""
    page.get_by_label("Ort").fill("Mannheim")
    page.get_by_label("Daten langsam").check()
    page.get_by_label("Beschreibung").fill("Geht nicht. Anruf bitte: 0176 12345678")
    page.get_by_label("Meine Meldung darf gezählt").check()


def send(page: "Page") -> str:
    """Fill in, preview, send; return the receipt."""
    from playwright.sync_api import expect

    fill(page)
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    page.get_by_role("button", name="Meldung absenden").click()
    expect(page.get_by_role("heading", name="Danke.")).to_be_visible()
    return page.locator("p.code").inner_text()
