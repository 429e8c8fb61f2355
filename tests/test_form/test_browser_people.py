"""People in a browser: they go back, are refused, open two tabs, write in any script, print."""

import re

import pytest
from playwright.sync_api import Page, expect

from helpers.form import store

from .conftest import PASSWORD, PHONE, fill, rows, send

pytestmark = pytest.mark.browser


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
