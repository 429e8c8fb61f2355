"""People: what happens to those who go back, wait, lose a code, or answered an older form."""

import html
import re

import pytest
from starlette.testclient import TestClient

from helpers import settings as settings_module
from helpers.form import app, fields, store
from helpers.settings import Settings

from .conftest import ANSWERS, CAMPAIGN, Person, hidden, log_in, make_campaign, rows


def with_limits(campaign: Settings, **limits: object) -> Settings:
    """Return the campaign with other limits."""
    changed = campaign.form.limits.model_copy(update=limits)
    return campaign.model_copy(
        update={"form": campaign.form.model_copy(update={"limits": changed})}
    )


def rewritten(campaign: Settings, more: str) -> Settings:
    """Write the campaign's `form` section anew and load it."""
    (campaign.dir / "campaign.yml").write_text(CAMPAIGN + more, encoding="utf-8")
    settings_module._load.cache_clear()
    return settings_module.load(campaign.dir)


@pytest.mark.parametrize("path", ["/preview", "/send"])
def test_who_is_slowed_down_keeps_what_was_typed(campaign, path):
    with TestClient(app.create(with_limits(campaign, sends=1, previews=1))) as client:
        sent = {**hidden(client.get("/").text), **ANSWERS}
        statuses = [client.post(path, data=sent).status_code for _ in range(2)]
        refused = client.post(path, data=sent)
    assert statuses[1] == refused.status_code == 429
    assert hidden(refused.text).items() >= {"city": ["Mannheim"], "lang": ["de"]}.items()
    assert hidden(refused.text)["categories"] == ANSWERS["categories"]
    assert f'action="{path}"' in refused.text
    assert "Noch einmal senden" in refused.text


def test_when_nothing_can_be_kept_one_click_sends_it_again(person, client, campaign):
    sent = hidden(person.preview(description="<b>ä</b> 😀").text)
    with store.writing(client.app.state.desk.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE reports RENAME TO away")
    refused = client.post("/send", data=sent)
    assert refused.status_code == 503
    with store.writing(client.app.state.desk.engine) as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO reports")
    assert client.post("/send", data=hidden(refused.text)).status_code == 201
    assert rows(campaign)[0]["description"] == "<b>ä</b> 😀"


def test_no_refusal_repeats_a_password(client):
    sent = {**hidden(client.get("/moderation").text), "password": "ein geheimer Satz"}
    with store.writing(client.app.state.desk.engine) as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    refused = client.post("/moderation/login", data=sent)
    assert refused.status_code == 503
    assert "geheimer" not in refused.text


def test_who_sends_a_changed_form_twice_learns_how_to_correct_it(person, campaign):
    sent = hidden(person.preview().text)
    person.client.post("/send", data=sent)
    again = person.client.post("/send", data={**sent, "city": "Köln"})
    assert "können Sie es ändern" in again.text
    assert rows(campaign)[0]["city"] == "Mannheim"


def test_a_long_paste_is_not_cut_but_named(person):
    page = person.preview(description="ü" * 10_000)
    assert page.status_code == 422
    assert "ü" * 10_000 in page.text
    assert "kürzen Sie auf 2000 Zeichen" in page.text
    assert "maxlength" not in re.search(r"<textarea[^>]*>", page.text)[0]


def test_the_thanks_say_where_the_code_is_used_and_the_number(person, campaign):
    thanks = person.send().text
    assert ">http://testserver/receipt</a>" in thanks
    assert rows(campaign)[0]["report_id"] in thanks


def test_who_lost_the_code_is_told_what_can_be_done(client):
    page = client.get("/receipt").text
    assert "Code verloren?" in page
    assert "redaktion@einzelfall.example" in page


def test_a_me_too_link_after_a_postcode_alone_has_the_place(person):
    thanks = person.send(city="", postcode="68159").text
    assert "/?postcode=68159&amp;categories=" in thanks
    assert "postcode" not in re.search(r'href="(http[^"]+/\?[^"]*)"', person.send().text)[1]


def test_the_date_field_ends_today(person, client):
    assert f'max="{client.app.state.desk.today()}"' in client.get("/").text


def test_the_form_speaks_of_what_the_campaign_is_about(tmp_path):
    folder = tmp_path / "water"
    folder.mkdir()
    named = CAMPAIGN.replace(
        "{name: O2}", "{name: Stadtwerke, article: plural, dative: den Stadtwerken}"
    )
    named += "words: {de: {fault: Leck, faults: Lecks, article: das}, en: {fault: leak}}\n"
    (folder / "campaign.yml").write_text(named, encoding="utf-8")
    with TestClient(app.create(settings_module.load(folder))) as client:
        pages = client.get("/").text + client.get("/privacy").text + client.get("/?lang=en").text
    assert "ohne Namen und Kontakt an die Stadtwerke gehen" in pages
    assert "passed to Stadtwerke" in pages
    assert "Wo gibt es ein Leck?" in pages
    assert "Leck bei den Stadtwerken melden" in pages
    assert "Report a leak with Stadtwerke" in pages
    assert not re.search(r"Netz|network|Störung|fault|[{<](a_fault|fault|operator)", pages)


def test_imprint_and_privacy_notice_are_linked(tmp_path):
    more = '  imprint_url: "https://x.example/impressum"\n  privacy_url: "https://x.example/p"\n'
    with TestClient(app.create(make_campaign(tmp_path / "linked", more))) as client:
        assert '<a href="https://x.example/impressum">Impressum</a>' in client.get("/receipt").text
        assert '<a href="https://x.example/p">' in client.get("/privacy").text


OWN = """
  fields:
    - {id: place, kind: place, required: true, de: "Wo?"}
    - {id: categories, kind: categories, de: "Was?"}
    - {id: description, kind: long_text, max_length: 2000, de: "Text"}
    - {id: device, kind: text, de: "Gerät"}
    - {id: hotline, kind: long_text, de: "Was sagt die Hotline?"}
    - id: indoors
      kind: choice
      de: Drinnen?
      options: [{id: inside, de: drinnen}, {id: outside, de: draußen}]
"""
SHORTER = """
  fields:
    - {id: place, kind: place, required: true, de: "Wo?"}
    - {id: categories, kind: categories, de: "Was?"}
    - {id: description, kind: long_text, max_length: 2000, de: "Text"}
    - {id: indoors, kind: choice, de: "Drinnen?", options: [{id: outside, de: draußen}]}
"""


@pytest.fixture
def shortened(campaign) -> Settings:
    """A campaign whose form asked more before; one report answered that form."""
    before = rewritten(campaign, OWN)
    with TestClient(app.create(before)) as client:
        own = {"hotline": "Abwarten.", "indoors": "inside", "device": "Nokia E72"}
        campaign.dir.joinpath("code").write_text(Person(client).report(**own))
    return rewritten(campaign, SHORTER)


def test_answers_to_questions_that_are_gone_stay_visible_and_kept(shortened):
    code = {"receipt": shortened.dir.joinpath("code").read_text()}
    with TestClient(app.create(shortened)) as client:
        own = client.post("/receipt", data=code).text
        assert re.search(r"Was sagt die Hotline\?</dt><dd>Abwarten.<", own)
        assert re.search(r"Drinnen\?</dt><dd>drinnen<", own)
        assert re.search(r"Gerät</dt><dd>Nokia E72<", own)
        form = hidden(client.post("/receipt/edit", data=code).text)
        changed = {**form, **ANSWERS, "city": "Köln", "device": [], "indoors": "outside"}
        saved = client.post("/receipt/save", data=changed)
        assert "Ihre Änderung ist gespeichert." in saved.text
    (report,) = rows(shortened)
    assert report["city"] == "Köln"
    assert report["device"] == "Nokia E72"
    assert report["extra"] == '{"hotline": "Abwarten.", "indoors": "outside"}'


def test_an_option_that_was_removed_meanwhile_is_named_and_the_rest_stays(shortened, campaign):
    before = rewritten(campaign, OWN)
    with TestClient(app.create(before)) as client:
        sent = hidden(Person(client).preview(indoors="inside", hotline="Nichts").text)
    with TestClient(app.create(rewritten(campaign, SHORTER))) as client:
        answer = client.post("/send", data=sent)
    assert answer.status_code == 422
    assert 'href="#indoors"' in answer.text
    assert "aus den angebotenen Antworten" in answer.text
    assert 'value="Mannheim"' in answer.text


def test_each_report_keeps_the_version_it_answered(shortened):
    with TestClient(app.create(shortened)) as client:
        Person(client).report()
    first, second = rows(shortened)
    assert first["form_version"] != second["form_version"] == fields.version(shortened)[0]
    known = {row["version"] for row in rows(shortened, store.form_versions)}
    assert {first["form_version"], second["form_version"]} <= known


def test_moderators_see_every_answer_and_find_a_report_by_its_number(campaign):
    with TestClient(app.create(rewritten(campaign, OWN))) as client:
        person = Person(client)
        person.report(hotline="<i>Abwarten</i>", indoors="inside", city="Köln")
        person.report()
        log_in(client)
        page = client.get("/moderation").text
        assert "Was sagt die Hotline?: &lt;i&gt;Abwarten" in page
        assert "Drinnen?: drinnen" in page
        wanted = rows(campaign)[0]["report_id"]
        found = client.get("/moderation", params={"report": f" {wanted.lower()} "}).text
        assert "Köln" in found
        assert "Mannheim" not in found


def test_moderators_delete_a_report_whose_code_is_lost(person, moderator, campaign):
    code = person.report()
    token = hidden(moderator.get("/moderation").text)["token"][0]
    (report,) = rows(campaign)
    mark = {"token": token, "report_id": report["report_id"], "mark": "withdrawn"}
    assert moderator.post("/moderation/mark", data=mark).status_code == 303
    (report,) = rows(campaign)
    assert (report["status"], report["city"], report["contact_email"]) == ("withdrawn", "", "")
    assert moderator.post("/moderation/mark", data=mark).status_code == 404
    assert "auf Wunsch gelöscht" in moderator.get("/moderation/audit").text
    assert "zurückgezogen" in person.client.post("/receipt", data={"receipt": code}).text


def test_the_whole_audit_log_can_be_read_page_by_page(moderator):
    with store.writing(moderator.app.state.desk.engine) as connection:
        for number in range(450):
            store.note(connection, "test", f"line {number}")
    seen, address = set(), "/moderation/audit"
    while address:
        page = moderator.get(address).text
        seen |= set(re.findall(r"<td>line (\d+)</td>", page))
        older = re.search(r'href="(/moderation/audit\?before=[^"]+)"', page)
        address = html.unescape(older[1]) if older else ""
    assert len(seen) == 450
