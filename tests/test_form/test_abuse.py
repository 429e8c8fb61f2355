"""Abuse: what the form refuses, kindly, and what it does not keep."""

import asyncio
import time

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from helpers.errors import CampaignError
from helpers.form import abuse, app, http, store

from .conftest import ANSWERS, PASSWORD, Person, hidden, log_in, make_campaign, rows


def test_a_filled_trap_is_not_kept_and_a_person_can_send_again(person, campaign):
    sent = hidden(person.preview().text)
    caught = person.client.post("/send", data={**sent, "website": "https://spam.example"})
    assert caught.status_code == 422
    assert rows(campaign) == []
    assert person.client.post("/send", data=hidden(caught.text)).status_code == 201


def test_who_is_faster_than_people_is_asked_to_look_again(tmp_path):
    slow = make_campaign(tmp_path / "slow")
    limits = slow.form.limits.model_copy(update={"min_seconds": 0.3})
    slow = slow.model_copy(update={"form": slow.form.model_copy(update={"limits": limits})})
    with TestClient(app.create(slow)) as client:
        sent = hidden(Person(client).preview().text)
        quick = client.post("/send", data=sent)
        assert quick.status_code == 422
        assert rows(slow) == []
        time.sleep(0.3)
        assert client.post("/send", data=hidden(quick.text)).status_code == 201


def test_an_old_token_is_renewed_without_losing_answers(person, campaign, monkeypatch):
    sent = hidden(person.preview().text)
    later = time.time() + 25 * 3600
    monkeypatch.setattr(abuse.time, "time", lambda: later)
    expired = person.client.post("/send", data=sent)
    assert expired.status_code == 422
    assert "nichts verloren" in expired.text
    assert rows(campaign) == []
    assert person.client.post("/send", data=hidden(expired.text)).status_code == 201


@pytest.mark.parametrize("token", ["", "x", "AAAA", "ä" * 30, "A" * 56, "=" * 56])
def test_a_token_that_we_did_not_sign_keeps_nothing(person, campaign, token):
    sent = hidden(person.preview().text)
    assert person.client.post("/send", data={**sent, "token": token}).status_code == 422
    assert rows(campaign) == []


def test_a_token_is_good_for_its_own_purpose_only():
    signer = abuse.Signer(b"s" * 32)
    text = signer.issue("login")
    assert signer.read("login", text).age_seconds < 5
    with pytest.raises(abuse.TokenError):
        signer.read("form", text)
    with pytest.raises(abuse.TokenError):
        signer.read("login", text, bound_to=b"session")
    with pytest.raises(abuse.TokenError):
        abuse.Signer(b"t" * 32).read("login", text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_sent_from_another_site_is_refused(person, campaign, headers):
    sent = hidden(person.preview().text)
    answer = person.client.post("/send", data=sent, headers=headers)
    assert answer.status_code == 403
    assert rows(campaign) == []


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {}]
)
def test_our_own_form_is_taken(person, headers):
    sent = hidden(person.preview().text)
    assert person.client.post("/send", data=sent, headers=headers).status_code == 201


def test_a_body_that_is_too_long_is_refused_whether_it_says_so_or_not(client):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/preview", data={"description": "x" * 70_000}).status_code == 413

    def endless():
        for _ in range(100):
            yield b"x" * 1024

    assert client.post("/preview", content=endless(), headers=kind).status_code == 413


def test_a_body_that_never_ends_frees_its_place(monkeypatch):
    monkeypatch.setattr(http, "BODY_SECONDS", 0.2)

    kind = (b"content-type", b"application/x-www-form-urlencoded")

    async def never() -> None:
        await asyncio.sleep(5)

    request = Request({"type": "http", "method": "POST", "path": "/", "headers": [kind]}, never)
    with pytest.raises(http.Refused) as refused:
        asyncio.run(http.read_form(request, 64))
    assert refused.value.status == 408


def test_too_many_fields_and_other_kinds_of_bodies_are_refused(client):
    many = {f"field{number}": "1" for number in range(300)}
    assert client.post("/preview", data=many).status_code == 400
    assert client.post("/preview", json={"city": "Berlin"}).status_code == 415
    assert client.post("/preview", files={"city": b"Berlin"}).status_code == 415


def test_one_client_is_slowed_down_and_others_are_not(tmp_path):
    campaign = make_campaign(tmp_path / "few")
    limits = campaign.form.limits.model_copy(update={"sends": 3})
    form = campaign.form.model_copy(update={"limits": limits})
    with TestClient(app.create(campaign.model_copy(update={"form": form}))) as client:
        person = Person(client)
        statuses = []
        for number in range(5):
            sent = hidden(person.preview().text)
            address = {"X-Real-IP": "198.51.100.7" if number < 4 else "198.51.100.8"}
            statuses.append(client.post("/send", data=sent, headers=address))
    assert [answer.status_code for answer in statuses] == [201, 201, 201, 429, 201]
    assert statuses[3].headers["retry-after"]


def test_a_header_counts_only_from_a_trusted_proxy(campaign):
    def seen(peer: str, said: str) -> str:
        scope = {"type": "http", "client": (peer, 1), "headers": [(b"x-real-ip", said.encode())]}
        return abuse.client_address(Request(scope), campaign)

    assert seen("203.0.113.9", "198.51.100.7") == "203.0.113.9"
    assert seen("127.0.0.1", "198.51.100.7") == "198.51.100.7"
    assert seen("127.0.0.1", "10.0.0.1, 2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::"
    assert seen("127.0.0.1", "") == "127.0.0.1"


def test_no_address_is_kept_in_clear(person, client, campaign):
    sent = hidden(person.preview().text)
    client.post("/send", data=sent, headers={"X-Real-IP": "198.51.100.77"})
    kept = b"".join(path.read_bytes() for path in (campaign.dir / "data").rglob("*.sqlite*"))
    assert b"198.51.100.77" not in kept
    limits = client.app.state.desk.limits
    assert limits.buckets
    assert all(b"198.51" not in name for name in limits.buckets)


def test_a_limit_refills_and_its_key_changes(monkeypatch):
    moment = 1000.0
    monkeypatch.setattr(abuse.time, "monotonic", lambda: moment)
    limits = abuse.Limits()
    assert [limits.allows("a", "sends", 2, 1) for _ in range(3)] == [True, True, False]
    moment += 31
    assert limits.allows("a", "sends", 2, 1)
    assert not limits.allows("a", "sends", 2, 1)
    before = limits.key
    moment += 3601
    assert limits.allows("a", "sends", 2, 1)
    assert limits.key != before


def test_the_secret_is_made_once_and_is_ours_alone(campaign):
    first, second = abuse.signer(campaign), abuse.signer(campaign)
    path = campaign.dir / "data/form/secret"
    assert first.secret == second.secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert (campaign.dir / "data/form/.gitignore").read_text() == "*\n"


def test_a_short_secret_is_refused(campaign, monkeypatch):
    monkeypatch.setenv("EINZELFALL_FORM_SECRET", "short")
    with pytest.raises(CampaignError, match="32 characters"):
        abuse.signer(campaign)


def test_moderation_asks_for_a_password_and_logs_who_did_what(person, client, campaign):
    person.report()
    assert "Mannheim" not in client.get("/moderation").text
    assert log_in(client, "wrong").status_code == 403
    answer = log_in(client)
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/moderation" in cookie
    page = client.get("/moderation").text
    assert "Mannheim" in page
    (report,) = rows(campaign)
    mark = {"report_id": report["report_id"], "mark": "spam", "reason": "Werbung"}
    assert client.post("/moderation/mark", data=mark).status_code == 403
    mark["token"] = hidden(page)["token"][0]
    assert client.post("/moderation/mark", data=mark).status_code == 303
    (report,) = rows(campaign)
    assert (report["status"], report["reason"]) == ("spam", "Werbung")
    actions = [line["action"] for line in rows(campaign, store.audit)]
    assert actions == ["login refused", "login", "marked spam"]
    assert "Werbung" in client.get("/moderation/audit").text


def test_a_session_ends_with_the_logout(moderator):
    kept = moderator.cookies["moderation"]
    token = hidden(moderator.get("/moderation").text)["token"][0]
    assert moderator.post("/moderation/logout", data={"token": token}).status_code == 303
    moderator.cookies.set("moderation", kept, path="/moderation")
    assert 'type="password"' in moderator.get("/moderation").text


def test_guessing_the_password_is_slowed_down(client):
    statuses = [log_in(client, "wrong").status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    assert log_in(client, PASSWORD).status_code == 429


def test_over_https_the_cookie_is_secure(client):
    sent = {**hidden(client.get("/moderation").text), "password": PASSWORD}
    answer = client.post("/moderation/login", data=sent, headers={"X-Forwarded-Proto": "https"})
    assert "secure" in answer.headers["set-cookie"].lower()


def test_without_a_password_hash_there_is_no_moderation(client, monkeypatch):
    monkeypatch.delenv("EINZELFALL_MODERATOR_HASH")
    answer = client.get("/moderation")
    assert answer.status_code == 404
    assert "hash-password" in answer.text


def test_a_full_house_is_said_at_once(campaign):
    limits = campaign.form.limits.model_copy(update={"at_once": 1})
    form = campaign.form.model_copy(update={"limits": limits})
    running = app.create(campaign.model_copy(update={"form": form}))
    with TestClient(running) as client:
        sent = {**hidden(client.get("/").text), **ANSWERS}
        gate = running.middleware_stack
        while not hasattr(gate, "inside"):
            gate = gate.app
        gate.inside = 1
        answer = client.post("/preview", data=sent)
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "noch nicht gespeichert" in answer.text
        assert client.get("/").status_code == 200
        gate.inside = 0
        assert client.post("/preview", data=sent).status_code == 200
