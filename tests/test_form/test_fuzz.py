"""Fuzz: whatever is sent to whichever address, the form answers in its own words, and in time."""

import time
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Mount
from starlette.testclient import TestClient

from helpers.form import app, fields

from .conftest import ANSWERS, MODERATOR_HASH, Person, hidden, log_in, make_campaign, receipt

CALM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = st.sampled_from(
    [
        *(*ANSWERS, "token", "form_version", "lang", "receipt", "change", "website", "answer"),
        *("mark", "report_id", "reason", "password", "status", "extra", "q", "before", ""),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            *("\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "=1+1", "%00"),
            *("' OR 1=1 --", "{{7*7}}", "<script>", "../../etc/passwd", "\r\nSet-Cookie: a=b"),
            *("x" * 9000, "9" * 400, "-1", "1e309", "NaN", "０９", "99999999999999999999"),
            *("de", "en", "yes", "Berlin", "data_slow", "2011-11-12", "٢٠١١-١١-١٢"),
        ]
    ),
)
ANSWER_LISTS = st.lists(st.tuples(NAMES, TEXTS), max_size=25)
METHODS = st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
HEADERS = st.dictionaries(
    st.sampled_from(
        [
            *("Accept-Language", "Content-Type", "Origin", "Sec-Fetch-Site", "X-Real-IP"),
            *("X-Forwarded-Proto", "Cookie", "Host", "Range", "If-None-Match", "Referer"),
        ]
    ),
    st.binary(max_size=60).map(lambda raw: bytes(b for b in raw if b >= 32 and b != 127)),
    max_size=5,
)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The form with one report, logged in, and hardly any limits."""
    patch = pytest.MonkeyPatch()
    patch.setenv("EINZELFALL_MODERATOR_HASH", MODERATOR_HASH)
    patch.delenv("EINZELFALL_DATABASE_URL", raising=False)
    campaign = make_campaign(tmp_path_factory.mktemp("fuzz") / "campaign")
    generous = dict.fromkeys(["sends", "receipts", "suggestions"], 10**9)
    limits = campaign.form.limits.model_copy(update=generous)
    form = campaign.form.model_copy(update={"limits": limits})
    with TestClient(
        app.create(campaign.model_copy(update={"form": form})), follow_redirects=False
    ) as client:
        client.code = receipt(Person(client).send().text)
        client.sent = hidden(Person(client).preview().text)
        log_in(client)
        client.token = hidden(client.get("/moderation").text)["token"][0]
        yield client
    patch.undo()


def addresses() -> list[str]:
    """Every address that the app knows, and files that it does not have."""
    known = [r.path for r in app._routes() if not isinstance(r, Mount)]
    return [*known, "/static/form.css", "/static/../app.py", "/static/%2e%2e/app.py", "/x"]


def ask(client: TestClient, method: str, path: str, **more: object) -> None:
    """Send a request; the answer must be one of ours, without an error and without delay."""
    start = time.monotonic()
    answer = client.request(method, path, **more)
    assert time.monotonic() - start < 10
    assert answer.status_code < 500, (method, path, more, answer.text)
    assert "content-security-policy" in answer.headers
    assert "Traceback" not in answer.text
    assert "set-cookie" not in answer.headers or path.startswith("/moderation")
    assert "def create(" not in answer.text


@pytest.mark.parametrize("path", addresses())
@CALM
@given(method=METHODS, query=ANSWER_LISTS, headers=HEADERS, body=st.binary(max_size=400))
def test_any_bytes_to_any_address(running, path, method, query, headers, body):
    ask(running, method, path, params=query, headers=headers, content=body)


@pytest.mark.parametrize(
    "path", [r.path for r in app._routes() if "POST" in (getattr(r, "methods", ()) or ())]
)
@CALM
@given(answers=ANSWER_LISTS, start=st.sampled_from(["", "receipt", "sent", "moderator"]))
def test_any_answers_to_any_form(running, path, answers, start):
    if "logout" in path:
        start = ""
    given_first = {
        "": [],
        "receipt": [("receipt", running.code), *_pairs(ANSWERS)],
        "sent": _pairs(running.sent),
        "moderator": [("token", running.token), ("mark", "verified")],
    }[start]
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for pairs in ([*given_first, *answers], [*answers, *given_first]):
        body = urlencode(pairs, errors="surrogatepass")
        ask(running, "POST", path, content=body, headers=kind)


@CALM
@given(query=TEXTS)
def test_any_text_to_the_suggestions(running, query):
    ask(running, "GET", "/suggest", params={"q": query})


@given(st.dictionaries(NAMES, st.lists(TEXTS, max_size=3)))
def test_answers_are_always_texts_that_every_database_takes(campaign_once, sent):
    given_answers, problems = fields.answers(sent, campaign_once)
    for name, value in given_answers.items():
        values = value.values() if name == "extra" else [value]
        for text in values:
            assert "\x00" not in text
            text.encode("utf-8")
    assert set(problems) <= {*ANSWERS}


@pytest.fixture(scope="module")
def campaign_once(tmp_path_factory):
    """A campaign for tests that do not change it."""
    return make_campaign(tmp_path_factory.mktemp("once") / "campaign")


def _pairs(values: dict) -> list[tuple[str, str]]:
    return [
        (name, text)
        for name, value in values.items()
        for text in (value if isinstance(value, list) else [value])
    ]
