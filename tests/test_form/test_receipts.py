"""Receipts: a person sees, corrects and withdraws the own report, and says if it is fixed."""

import hashlib

from helpers.form import fields, store

from .conftest import ANSWERS, hidden, receipt, rows


def test_a_receipt_shows_the_own_answers_however_it_is_typed(person):
    code = person.report()
    for typed in (code, code.lower(), code.replace("-", " "), f" {code.replace('-', '')} "):
        page = person.client.post("/receipt", data={"receipt": typed}).text
        assert "Seiten laden minutenlang." in page
        assert "erika@example.org" in page


def test_the_store_holds_no_receipt_in_clear(person, campaign):
    code = person.report()
    (report,) = rows(campaign)
    assert report["receipt_hash"] == hashlib.sha256(code.encode()).hexdigest()
    assert all(code not in str(value) for value in report.values())
    raw = b"".join(path.read_bytes() for path in (campaign.dir / "data/form").glob("form.sqlite*"))
    assert code.encode() not in raw


def test_a_wrong_code_shows_nothing(person):
    person.report()
    for typed in ("", "hello", "0000-0000-0000-0000"):
        answer = person.client.post("/receipt", data={"receipt": typed})
        assert answer.status_code == 422
        assert "Mannheim" not in answer.text


def test_answers_are_corrected_by_receipt(person, campaign):
    code = person.report()
    form = person.client.post("/receipt/edit", data={"receipt": code})
    assert 'value="Mannheim"' in form.text
    assert 'action="/receipt/preview"' in form.text
    changed = {**hidden(form.text), **ANSWERS, "city": "Köln", "categories": ["calls_drop"]}
    preview = person.client.post("/receipt/preview", data=changed)
    assert "Änderung speichern" in preview.text
    saved = person.client.post("/receipt/save", data=hidden(preview.text))
    assert "Ihre Änderung ist gespeichert." in saved.text
    (report,) = rows(campaign)
    assert (report["city"], report["categories"], report["revision"]) == ("Köln", "calls_drop", 2)
    log = rows(campaign, store.audit)[-1]
    assert (log["action"], log["detail"]) == ("corrected", "categories, city")


def test_a_wrong_correction_changes_nothing(person, campaign):
    code = person.report()
    form = person.client.post("/receipt/edit", data={"receipt": code})
    wrong = {**hidden(form.text), **ANSWERS, "city": "", "postcode": ""}
    for step in ("/receipt/preview", "/receipt/save"):
        assert person.client.post(step, data=wrong).status_code == 422
    assert rows(campaign)[0]["city"] == "Mannheim"


def test_a_withdrawn_report_is_emptied_and_stays_withdrawn(person, campaign):
    code = {"receipt": person.report()}
    person.client.post("/receipt/fixed", data={**code, "answer": "no"})
    assert "wirklich zurückziehen?" in person.client.post("/receipt/withdraw", data=code).text
    assert rows(campaign)[0]["status"] == "new"
    page = person.client.post("/receipt/withdrawn", data=code).text
    assert "zurückgezogen. Ihre Angaben sind gelöscht." in page
    (report,) = rows(campaign)
    assert report["status"] == "withdrawn"
    for name in [*fields.PLACE_NAMES, *fields.COLUMNS, "categories"]:
        assert report[name] == ""
    assert rows(campaign, store.fixes) == []
    again = person.client.post("/receipt/withdrawn", data=code)
    assert again.status_code == 200
    for step in ("edit", "save", "fixed"):
        answer = person.client.post(f"/receipt/{step}", data={**ANSWERS, **code, "answer": "yes"})
        assert "zurückgezogen" in answer.text
    assert rows(campaign)[0]["city"] == ""
    assert rows(campaign, store.fixes) == []


def test_sending_again_after_a_withdrawal_does_not_bring_the_report_back(person, campaign):
    sent = hidden(person.preview().text)
    code = receipt(person.client.post("/send", data=sent).text)
    person.client.post("/receipt/withdrawn", data={"receipt": code})
    person.client.post("/send", data=sent)
    assert [report["status"] for report in rows(campaign)] == ["withdrawn"]


def test_each_answer_to_is_it_fixed_is_kept_with_its_time(person, campaign):
    code = {"receipt": person.report()}
    for answer in ("no", "partly", "partly", "yes", "perhaps"):
        person.client.post("/receipt/fixed", data={**code, "answer": answer})
    kept = rows(campaign, store.fixes)
    assert [fix["answer"] for fix in kept] == ["no", "partly", "yes"]
    page = person.client.post("/receipt", data=code).text
    assert "Bisherige Antworten" in page
    assert page.index(": Nein") < page.index(": Teilweise") < page.index(": Ja")


def test_a_corrected_report_is_to_be_verified_again(person, moderator, campaign):
    code = person.report()
    token = hidden(moderator.get("/moderation").text)["token"][0]
    (report,) = rows(campaign)
    mark = {"token": token, "report_id": report["report_id"], "mark": "verified"}
    assert moderator.post("/moderation/mark", data=mark).status_code == 303
    form = hidden(person.client.post("/receipt/edit", data={"receipt": code}).text)
    person.client.post("/receipt/save", data={**form, **ANSWERS, "description": "Anders"})
    assert rows(campaign)[0]["status"] == "new"
