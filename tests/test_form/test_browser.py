"""The form in a browser: with and without JavaScript, by keyboard, on a phone, for everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .conftest import PASSWORD, fill, rows, send

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


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
    def check(seen: str) -> None:
        """Check the page once it shows `seen`: axe must not start on the one before."""
        expect(scripted.locator("#content").get_by_text(seen).first).to_be_visible()
        found = Axe().run(scripted, options=WCAG)
        assert len(found.response["passes"]) > 10
        assert found.violations_count == 0, (scripted.url, found.generate_report())

    def press(name: str) -> None:
        scripted.get_by_role("button", name=name).click()

    addresses = {"/": "Ort", "/?lang=en": "Town", "/?city=Berlin": "schon ausgefüllt"}
    addresses |= {"/counts": "Stand der Meldungen", "/receipt": "Code verloren?"}
    addresses |= {"/privacy": "Ihre Rechte", "/none": "Diese Seite gibt es nicht."}
    for address, seen in addresses.items():
        scripted.goto(address)
        check(seen)
    scripted.goto("/")
    scripted.get_by_label("Ort").press_sequentially("Berl")
    check("Berlin, Mitte")
    scripted.get_by_label("Ort").fill("")
    press("Weiter zur Vorschau")
    check("Bitte noch einmal hinsehen")
    fill(scripted)
    scripted.get_by_label("E-Mail").fill("erika@example.org")
    scripted.get_by_label("Was ich melde, darf").check()
    press("Weiter zur Vorschau")
    check("Stimmt alles?")
    press("Meldung absenden")
    check("Quittung drucken")
    code = scripted.locator("p.code").inner_text()
    scripted.goto("/receipt")
    scripted.get_by_label("Ihr Quittungscode").fill("wrong")
    press("Meldung ansehen")
    check("Ein Code hat 16 Zeichen")
    scripted.get_by_label("Ihr Quittungscode").fill(code)
    press("Meldung ansehen")
    check("Ist es behoben?")
    press("Meldung zurückziehen")
    check("wirklich zurückziehen?")
    scripted.goto("/moderation")
    check("Passwort")
    scripted.get_by_label("Passwort").fill(PASSWORD)
    press("Anmelden")
    check("Mannheim")
    scripted.get_by_text("Auf Wunsch löschen").click()
    check("Endgültig löschen")
    scripted.get_by_role("link", name="Protokoll").click()
    check("angemeldet")
