"""The form: what a person fills in, sees, and gets."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from helpers.form import app, fields, store
from helpers.form.http import HEADERS

from .conftest import ANSWERS, Person, hidden, make_campaign, receipt, rows

PUBLIC = ["/", "/?city=Berlin", "/receipt", "/counts", "/counts.json", "/map.svg", "/privacy"]
PUBLIC += ["/suggest?q=ber", "/health", "/moderation", "/nowhere", "/static/form.css"]


def test_a_report_is_kept_with_the_form_that_it_answered(person, campaign):
    person.report()
    (report,) = rows(campaign)
    (version,) = rows(campaign, store.form_versions)
    assert report["form_version"] == version["version"] == fields.version(campaign)[0]
    assert "Wo gibt es ein Problem?" in version["definition"]
    assert report["city"] == "Mannheim"
    assert report["categories"] == "data_slow|calls_drop"
    assert report["consent_operator"] == "yes"
    assert report["status"] == "new"


def test_a_double_click_is_one_report_with_one_receipt(person, campaign):
    sent = hidden(person.preview().text)
    first, second = (person.client.post("/send", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert receipt(first.text) == receipt(second.text)
    assert len(rows(campaign)) == 1


def test_many_clicks_at_the_same_moment_are_one_report(person, campaign):
    sent = hidden(person.preview().text)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: person.client.post("/send", data=sent), range(24)))
    assert len({receipt(answer.text) for answer in answers}) == 1
    assert len(rows(campaign)) == 1


def test_nothing_is_kept_before_it_is_sent(person, campaign):
    assert person.preview().status_code == 200
    assert rows(campaign) == []


def test_the_preview_says_what_becomes_public(person):
    page = person.preview().text
    assert "Das wird öffentlich" in page
    assert "<strong>Mannheim</strong>" in page
    assert "mindestens 5 Meldungen" in page
    assert "Daten langsam; Anrufe brechen ab" in page


def test_the_preview_shows_the_masked_text(person):
    page = person.preview(description="Bitte anrufen: 0176 12345678, Erika Muster").text
    masked = re.search(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)[1]
    assert "12345678" not in masked
    assert "Muster" not in masked
    assert "[Telefon]" in masked


def test_without_consent_the_preview_says_that_the_operator_gets_nothing(person):
    page = person.preview(consent_operator="").text
    assert "Diese Meldung geht nicht an O2." in page


def test_the_preview_says_why_a_place_is_on_no_map(person):
    page = person.preview(city="Neustadt").text
    assert "Neustadt an der Weinstraße; Neustadt am Rübenberge (Region Hannover)" in page
    assert "passen nicht zusammen" in person.preview(city="Berlin", postcode="80331").text
    assert "nicht in Deutschland" in person.preview(city="Paris").text


def test_the_preview_knows_the_names_that_the_editors_reviewed(person, campaign):
    assert "auf keiner Karte" in person.preview(city="Bei Omma").text
    aliases = campaign.handmade / "place_aliases.csv"
    aliases.parent.mkdir(parents=True)
    aliases.write_text(
        "entry,ags,district,who,date,reason\nBei Omma,05111000,,Redaktion,2011-11-12,asked\n",
        encoding="utf-8",
    )
    assert "<strong>Düsseldorf</strong>" in person.preview(city="Bei Omma").text


def test_change_brings_back_the_answers(person):
    sent = {**hidden(person.preview().text), "change": "1"}
    page = person.client.post("/send", data=sent)
    assert page.status_code == 200
    assert 'value="Mannheim"' in page.text
    assert page.text.count(" checked") == 4
    assert "Seiten laden minutenlang." in page.text


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"city": ""}, "city"),
        ({"postcode": "123"}, "postcode"),
        ({"categories": []}, "categories"),
        ({"categories": ["made_up"]}, "categories"),
        ({"description": "x" * 2001}, "description"),
        ({"noticed_on": "2999-01-01"}, "noticed_on"),
        ({"noticed_on": "31.02.2011"}, "noticed_on"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"consent_public": ""}, "consent_public"),
    ],
)
def test_a_wrong_answer_is_named_and_the_others_stay(person, answer, field):
    page = person.preview(**answer)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert f'id="{field}-problem"' in page.text
    assert 'value="Nokia E72"' in page.text


def test_nothing_that_a_person_writes_becomes_markup(person, moderator, campaign):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
    texts = ["city", "district", "description", "device", "tariff", "contact_name"]
    hostile = {name: attack for name in texts}
    pages = [person.client.post("/preview", data={**person.form(), **ANSWERS, "postcode": attack})]
    pages.append(person.preview(**hostile))
    sent = person.client.post("/send", data=hidden(pages[-1].text))
    code = {"receipt": receipt(sent.text)}
    pages += [sent, person.client.post("/receipt", data=code)]
    pages.append(person.client.post("/receipt", data={"receipt": attack}))
    pages.append(person.client.post("/receipt/edit", data=code))
    pages.append(person.client.get("/", params={"city": attack, "categories": attack}))
    pages.append(moderator.get("/moderation"))
    assert rows(campaign)[0]["city"] == attack
    for page in pages:
        assert page.status_code < 500
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert ">49<" not in page.text


def test_a_me_too_link_fills_in_place_and_fault_and_makes_a_report_of_its_own(person, campaign):
    thanks = person.send(district="Neckarau").text
    link = re.search(r'<a href="http://testserver(/\?[^"]+)">Link', thanks)[1].replace("&amp;", "&")
    assert "Erika" not in link
    page = person.client.get(link)
    assert "sind schon ausgefüllt" in page.text
    assert 'value="Neckarau"' in page.text
    assert page.text.count(" checked") == 2
    other = {**ANSWERS, **hidden(page.text), "city": "Mannheim", "district": "Neckarau"}
    preview = person.client.post("/preview", data=other)
    assert person.client.post("/send", data=hidden(preview.text)).status_code == 201
    assert len(rows(campaign)) == 2


def test_the_form_speaks_the_language_that_the_browser_prefers(client):
    assert '<html lang="en">' in client.get("/", headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="de">' in client.get("/", headers={"Accept-Language": "fr"}).text
    english = client.get("/?lang=en", headers={"Accept-Language": "de"}).text
    assert "What goes wrong?" in english
    assert "Data slow" in english


@pytest.mark.parametrize("address", PUBLIC)
def test_every_answer_has_the_strict_headers_and_sets_no_cookie(client, address):
    answer = client.get(address)
    assert answer.headers.items() >= {k.lower(): v for k, v in HEADERS.items()}.items()
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("address", PUBLIC)
def test_no_page_asks_anyone_else(client, address):
    page = client.get(address).text
    loaded = re.findall(r'(?:src|action)="([^"]*)"|<link[^>]* href="([^"]*)"|url\(([^)]*)\)', page)
    assert all(target.startswith("/") for group in loaded for target in group if target)


def test_a_page_that_does_not_exist_is_said_kindly(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Diese Seite gibt es nicht." in answer.text
    assert client.post("/").status_code == 405


def test_a_closed_form_takes_nothing_and_still_answers_to_receipts(person, campaign, tmp_path):
    code = person.report()
    make_campaign(campaign.dir, "  closed: true\n")
    from helpers import settings

    settings._load.cache_clear()
    closed = settings.load(campaign.dir)
    with TestClient(app.create(closed)) as client:
        assert "Das Formular ist geschlossen" in client.get("/").text
        assert "geschlossen" in client.post("/send", data={}).text
        assert "Mannheim" in client.post("/receipt", data={"receipt": code}).text


def test_who_answered_an_older_form_is_asked_to_look_again(person, campaign):
    sent = hidden(person.preview().text)
    sent["form_version"] = ["0123456789ab"]
    answer = person.client.post("/send", data=sent)
    assert answer.status_code == 422
    assert "Das Formular wurde inzwischen geändert" in answer.text
    assert rows(campaign) == []
    assert person.client.post("/send", data=hidden(answer.text)).status_code == 201


def test_questions_of_the_campaign_are_asked_and_kept(tmp_path, monkeypatch):
    more = """
  fields:
    - {id: place, kind: place, required: true, de: "Wo?"}
    - {id: categories, kind: categories, de: "Was?"}
    - id: indoors
      kind: choice
      required: true
      de: Drinnen oder draußen?
      options: [{id: inside, de: drinnen}, {id: outside, de: draußen}]
    - {id: phones, kind: multi_choice, de: "Womit?", options: [{id: a, de: A}, {id: b, de: B}]}
    - {id: hotline, kind: long_text, de: "Was sagt die Hotline?"}
"""
    campaign = make_campaign(tmp_path / "own", more)
    with TestClient(app.create(campaign)) as client:
        person = Person(client)
        assert person.preview(indoors="").status_code == 422
        assert person.preview(indoors=["inside", "outside"]).status_code == 422
        own = {"indoors": "inside", "phones": ["a", "b"], "hotline": "Sie seien\nein Einzelfall"}
        preview = person.preview(**own)
        assert "drinnen" in preview.text
        assert client.post("/send", data=hidden(preview.text)).status_code == 201
    extra = rows(campaign)[0]["extra"]
    assert '"indoors": "inside"' in extra
    assert '"phones": "a|b"' in extra
    assert rows(campaign)[0]["description"] == ""
