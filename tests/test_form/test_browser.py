"""The form in a browser: with and without JavaScript, by keyboard, on a phone, for everyone."""

import asyncio
import re
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from helpers.intake.form import app, store

from .conftest import PASSWORD, benchmark, rows

pytestmark = pytest.mark.browser

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PHONE = {"width": 375, "height": 740}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A German phone at the form."""
    yield from _phone(browser, address, request.param)


@pytest.fixture
def scripted(browser: Browser, address: str) -> Iterator[Page]:
    """The same with JavaScript only: axe is a script itself."""
    yield from _phone(browser, address, True)


def _phone(browser: Browser, address: str, javascript: bool) -> Iterator[Page]:
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


def fill(page: Page) -> None:
    """Fill in what is required, and a text that names its sender."""
    page.get_by_label("Ort").fill("Mannheim")
    page.get_by_label("Daten langsam").check()
    page.get_by_label("Beschreibung").fill("Geht nicht. Anruf bitte: 0176 12345678")
    page.get_by_label("Meine Meldung darf gezählt").check()


def send(page: Page) -> str:
    """Fill in, preview, send; return the receipt."""
    fill(page)
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    page.get_by_role("button", name="Meldung absenden").click()
    expect(page.get_by_role("heading", name="Danke.")).to_be_visible()
    return page.locator("p.code").inner_text()


def test_a_report_is_sent_corrected_and_withdrawn(page: Page, campaign):
    code = send(page)
    page.get_by_role("link", name="Meine Meldung").click()
    page.get_by_label("Ihr Quittungscode").fill(code.lower())
    page.get_by_role("button", name="Meldung ansehen").click()
    expect(page.get_by_text("Die Meldung zählt mit.")).to_be_visible()

    page.get_by_role("button", name="Angaben ändern").click()
    expect(page.get_by_label("Ort")).to_have_value("Mannheim")
    page.get_by_label("Ort").fill("Ludwigshafen am Rhein")
    page.get_by_label("Anrufe brechen ab").check()
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    page.get_by_role("button", name="Änderung speichern").click()
    expect(page.get_by_text("Ihre Änderung ist gespeichert.")).to_be_visible()
    assert rows(campaign)[0]["city"] == "Ludwigshafen am Rhein"
    assert rows(campaign)[0]["categories"] == "data_slow|calls_drop"

    page.get_by_label("Teilweise").check()
    page.get_by_role("button", name="Antwort speichern").click()
    expect(page.get_by_text("Bisherige Antworten")).to_be_visible()

    page.get_by_role("button", name="Meldung zurückziehen").click()
    page.get_by_role("button", name="Ja, zurückziehen und löschen").click()
    expect(page.get_by_text("Ihre Angaben sind gelöscht.")).to_be_visible()
    assert rows(campaign)[0]["status"] == "withdrawn"


def test_what_is_missing_is_shown_and_reached_by_one_click(page: Page):
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte noch einmal hinsehen")
    page.get_by_role("link", name="Ort – Diese Angabe fehlt noch.").click()
    expect(page.get_by_label("Ort")).to_be_focused()


def test_a_double_click_sends_once(page: Page, campaign):
    fill(page)
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    page.get_by_role("button", name="Meldung absenden").dblclick()
    expect(page.get_by_role("heading", name="Danke.")).to_be_visible()
    assert len(rows(campaign)) == 1


def test_the_form_is_filled_in_by_keyboard_alone(page: Page, campaign, request):
    keys = page.keyboard
    keys.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    keys.press("Enter")
    for _ in range(3):
        keys.press("Tab")
        if page.get_by_label("Ort").evaluate("e => e === document.activeElement"):
            break
    expect(page.get_by_label("Ort")).to_be_focused()
    keys.type("Mannh")
    if "with JavaScript" in request.node.name:
        expect(page.get_by_role("option").first).to_be_visible()
        keys.press("ArrowDown")
        expect(page.get_by_role("option", selected=True)).to_have_text("Mannheim")
        keys.press("Enter")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(page.get_by_label("Ort")).to_have_value("Mannheim")
    else:
        keys.type("eim")
    for _ in range(3):
        keys.press("Tab")
    keys.press("Space")
    _tab_to(page, "consent_public")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    send_button = page.get_by_role("button", name="Meldung absenden")
    for _ in range(12):
        keys.press("Tab")
        if send_button.evaluate("e => e === document.activeElement"):
            break
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Danke.")).to_be_visible()
    assert rows(campaign)[0]["city"] == "Mannheim"


def _tab_to(page: Page, identity: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == identity:
            return
    raise AssertionError(f"{identity} is not reached by Tab")


def test_suggestions_fill_town_and_district_and_close_with_escape(scripted: Page):
    town = scripted.get_by_label("Ort")
    town.press_sequentially("kreuzb")
    scripted.get_by_role("option", name="Berlin, Kreuzberg").click()
    expect(town).to_have_value("Berlin")
    expect(scripted.get_by_label("Stadtteil")).to_have_value("Kreuzberg")
    town.fill("")
    town.press_sequentially("1099")
    expect(scripted.get_by_role("option").first).to_be_visible()
    town.press("Escape")
    expect(scripted.get_by_role("listbox")).to_be_hidden()
    expect(town).to_have_value("1099")


def test_nothing_scrolls_sideways_on_a_phone(scripted: Page):
    for width in (320, 375):
        scripted.set_viewport_size({"width": width, "height": 700})
        for path in ("/", "/counts", "/receipt", "/privacy", "/moderation"):
            scripted.goto(path)
            wide = "document.documentElement.scrollWidth"
            assert scripted.evaluate(wide) <= width, (path, width)


def test_touch_targets_are_large_enough(scripted: Page):
    small = scripted.evaluate(
        """() => [...document.querySelectorAll("main button, main input:not([type=hidden]), nav a")]
            .filter(e => e.closest(".trap") === null)
            .map(e => (e.closest("label.tick") ?? e).getBoundingClientRect())
            .filter(box => box.height < 24 || box.width < 24).length"""
    )
    assert small == 0


def test_axe_finds_nothing_on_any_page(scripted: Page, campaign):
    def check() -> None:
        found = Axe().run(scripted, options=WCAG)
        assert len(found.response["passes"]) > 10
        assert found.violations_count == 0, (scripted.url, found.generate_report())

    for path in ("/", "/?lang=en", "/?city=Berlin", "/counts", "/receipt", "/privacy", "/none"):
        scripted.goto(path)
        check()
    scripted.goto("/")
    scripted.get_by_label("Ort").press_sequentially("Berl")
    expect(scripted.get_by_role("option").first).to_be_visible()
    check()
    scripted.get_by_label("Ort").fill("")
    scripted.get_by_role("button", name="Weiter zur Vorschau").click()
    check()
    fill(scripted)
    scripted.get_by_label("E-Mail").fill("erika@example.org")
    scripted.get_by_label("Die Störung darf").check()
    scripted.get_by_role("button", name="Weiter zur Vorschau").click()
    check()
    scripted.get_by_role("button", name="Meldung absenden").click()
    code = scripted.locator("p.code").inner_text()
    check()
    scripted.goto("/receipt")
    scripted.get_by_label("Ihr Quittungscode").fill("wrong")
    scripted.get_by_role("button", name="Meldung ansehen").click()
    check()
    scripted.get_by_label("Ihr Quittungscode").fill(code)
    scripted.get_by_role("button", name="Meldung ansehen").click()
    check()
    scripted.get_by_role("button", name="Meldung zurückziehen").click()
    check()
    scripted.goto("/moderation")
    check()
    scripted.get_by_label("Passwort").fill(PASSWORD)
    scripted.get_by_role("button", name="Anmelden").click()
    expect(scripted.get_by_text("Mannheim")).to_be_visible()
    check()
    scripted.get_by_role("link", name="Protokoll").click()
    check()


def test_the_browsers_back_finds_the_form_as_it_was_left(page: Page):
    fill(page)
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(page.get_by_role("heading", name="Stimmt alles?")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Ort")).to_have_value("Mannheim")
    expect(page.get_by_label("Daten langsam")).to_be_checked()
    expect(page.get_by_label("Beschreibung")).to_have_value(re.compile("Geht nicht"))


def test_the_summary_of_errors_has_the_focus_and_leads_to_each_field(page: Page):
    fill(page)
    page.get_by_label("Postleitzahl").fill("123")
    page.get_by_label("E-Mail").fill("quatsch")
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    expect(page.locator("#errors")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Postleitzahl – "))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Postleitzahl")).to_be_focused()
    expect(page.get_by_label("Postleitzahl")).to_have_value("123")
    expect(page.get_by_label("Beschreibung")).to_have_value(re.compile("Geht nicht"))


def test_a_refused_report_is_sent_again_by_one_click(page: Page, campaign):
    fill(page)
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    opened = store.open_store(campaign)
    with store.writing(opened) as connection:
        connection.exec_driver_sql("ALTER TABLE reports RENAME TO away")
    page.get_by_role("button", name="Meldung absenden").click()
    expect(page.get_by_text("Ihre Meldung ist nicht angekommen.")).to_be_visible()
    with store.writing(opened) as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO reports")
    opened.dispose()
    page.get_by_role("button", name="Noch einmal senden").click()
    expect(page.get_by_role("heading", name="Danke.")).to_be_visible()
    assert rows(campaign)[0]["city"] == "Mannheim"


def test_texts_in_any_script_arrive_as_they_were_written(page: Page, campaign):
    fill(page)
    written = "Grüße aus Köln 😀👩‍👩‍👧 — مرحبا بالعالم — 你好\n\nzweiter Absatz"
    page.get_by_label("Beschreibung").fill(written)
    page.get_by_role("button", name="Weiter zur Vorschau").click()
    page.get_by_role("button", name="Meldung absenden").click()
    expect(page.get_by_role("heading", name="Danke.")).to_be_visible()
    assert rows(campaign)[0]["description"] == written


def test_two_tabs_are_two_reports(scripted: Page, campaign):
    other = scripted.context.new_page()
    other.goto("/")
    codes = {send(scripted), send(other)}
    assert len(codes) == len(rows(campaign)) == 2


def test_the_receipt_prints_with_its_code_and_where_to_use_it(scripted: Page):
    code = send(scripted)
    expect(scripted.get_by_role("button", name="Quittung drucken")).to_be_visible()
    scripted.emulate_media(media="print")
    for seen in (code, "/receipt", "Kein Einzelfall"):
        expect(scripted.get_by_text(seen).first).to_be_visible()
    expect(scripted.get_by_role("button", name="Quittung drucken")).to_be_hidden()


def test_the_moderators_pages_fit_on_a_phone(scripted: Page):
    send(scripted)
    scripted.goto("/moderation")
    scripted.get_by_label("Passwort").fill(PASSWORD)
    scripted.get_by_role("button", name="Anmelden").click()
    expect(scripted.get_by_text("Mannheim")).to_be_visible()
    assert scripted.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    delete = scripted.get_by_role("button", name="Endgültig löschen")
    expect(delete).to_be_hidden()
    scripted.get_by_text("Auf Wunsch löschen").click()
    delete.click()
    expect(scripted.locator(".status")).to_have_text("zurückgezogen")
