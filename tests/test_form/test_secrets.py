"""Secrets: what no log, file, page or address may tell."""

import html
import logging
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from helpers import settings as settings_module
from helpers.form import app, store

from .conftest import CAMPAIGN, hidden, log_in, receipt, rows


def test_the_audit_log_holds_no_answer(person, client, campaign):
    code = {"receipt": person.report()}
    client.post("/receipt/fixed", data={**code, "answer": "partly"})
    client.post("/receipt/withdrawn", data=code)
    assert "partly" not in str(rows(campaign, store.audit))


def test_what_was_withdrawn_is_overwritten_in_the_files_while_the_form_runs(
    person, client, campaign
):
    text = "Mein Nachbar Xaver hat auch kein Netz."
    client.post("/receipt/withdrawn", data={"receipt": person.report(description=text)})
    client.portal.call(app.tick, client.app.state.desk)
    kept = b"".join(path.read_bytes() for path in (campaign.dir / "data/form").glob("form.sqlite*"))
    assert b"Xaver" not in kept


def test_no_answer_stands_in_the_log(person, client, caplog):
    caplog.set_level(logging.DEBUG)
    sent = hidden(person.preview(description="Geheimer Text").text)
    with store.writing(client.app.state.desk.engine) as connection:
        connection.exec_driver_sql("DROP TABLE reports")
    assert client.post("/send", data=sent).status_code == 503
    assert "nothing can be kept" in caplog.text
    assert "Geheimer" not in caplog.text
    with pytest.raises(Exception, match="no such table") as error:
        _insert(client)
    assert "Geheimer" not in str(error.value)


def _insert(client: TestClient) -> None:
    with store.writing(client.app.state.desk.engine) as connection:
        connection.execute(store.reports.insert().values(description="Geheimer Text"))


def test_a_proxy_that_nobody_hears_is_said_in_the_log_once(tmp_path, caplog):
    folder = tmp_path / "unheard"
    folder.mkdir()
    text = CAMPAIGN.replace("  trusted_header: X-Real-IP\n", "")
    (folder / "campaign.yml").write_text(text, encoding="utf-8")
    with TestClient(app.create(settings_module.load(folder))) as client:
        for _ in range(3):
            client.get("/suggest?q=ber", headers={"X-Real-IP": "198.51.100.1"})
    assert caplog.text.count("form.trusted_header") == 1


@pytest.mark.parametrize("path", ["/receipt", "/receipt/edit", "/receipt/withdraw"])
def test_a_receipt_code_never_leaves_its_page(person, path):
    code = person.report()
    answer = person.client.post(path, data={"receipt": code})
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', html.unescape(answer.text))
    assert not [address for address in addresses if code in address]


def test_guessing_receipt_codes_is_slowed_down(client):
    statuses = [
        client.post("/receipt", data={"receipt": f"{n:016d}"}).status_code for n in range(40)
    ]
    assert set(statuses[:30]) == {422}
    assert set(statuses[30:]) == {429}


def test_a_new_session_is_made_at_each_login(client):
    client.cookies.set("moderation", "fixed-by-someone-else", path="/moderation")
    answer = log_in(client)
    assert "fixed-by-someone-else" not in answer.headers["set-cookie"]
    first = answer.headers["set-cookie"]
    client.cookies.clear()
    assert log_in(client).headers["set-cookie"] != first


def test_receipts_are_not_told_apart_by_their_numbers(person, campaign):
    codes = [person.report() for _ in range(3)]
    numbers = [report["report_id"][1:] for report in rows(campaign)]
    for code, number in zip(codes, numbers, strict=True):
        assert number[:4] not in code.replace("-", "")
    assert len({receipt(f"<strong>{code}</strong>")[:4] for code in codes}) == 3


def test_static_files_come_from_their_folder_only(client):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/"):
        assert client.get(path).status_code in (404, 405)
    assert Path(app.__file__).exists()
