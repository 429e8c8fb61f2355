"""Summary and notices: each run says what it did, and what travels holds no count and no row."""

import http.server
import json
import shutil
import socketserver
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers import measure, notify, store, summary
from helpers import settings as settings_module
from helpers.cli import app
from helpers.errors import CampaignError
from helpers.settings import HOME

SECRET = 'row 17: expected a day, got "Erika Beispiel, 0171 234567"'


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "kabel"
    shutil.copytree(HOME / "tests/campaigns/kabel-2024", folder)
    return settings_module.load(folder)


def publish(settings, rows: int, page: str) -> None:
    """Leave what a run of `rows` rows, three of them rejected, leaves for the summary."""
    with measure.stage(settings.dir, "01_clean"):
        lines = ["rejected"] * 3 + ["kept"] * (rows - 3)
        store.write_text("\n".join(["status", *lines]) + "\n", settings.processed / "ledger.csv")
    facts = {"facts": {"total.n_reports": {"value": rows - 3}, "place.x": {"value": 1}}}
    store.write_json(facts, settings.processed / "facts.json")
    store.write_text(page, settings.out / "index.html")


def fail(settings, error: Exception) -> None:
    with measure.stage(settings.dir, "01_clean"):
        raise error


def test_a_run_says_what_changed_since_the_last_good_one(settings):
    with summary.kept(settings):
        publish(settings, 60, "one")
    with pytest.raises(CampaignError), summary.kept(settings):
        fail(settings, CampaignError("broken"))
    with summary.kept(settings):
        publish(settings, 65, "two")
    said = summary.read(settings.dir)
    assert said["status"] == "done"
    assert said["ledger"] == {"rows": 65, "rejected": 3, "kept": 62}
    assert said["since"]["ledger"] == {"rows": 5, "rejected": 0, "kept": 5}
    assert said["since"]["pages"] == {"new": [], "changed": ["index.html"], "gone": []}
    assert said["counts"] == {"total.n_reports": 62}
    (stage,) = said["stages"]
    assert stage["stage"] == "01_clean"
    assert stage["peak_mib"] > 10
    assert "65 rows (+5), 62 reports counted; 1 published files changed" in summary.line(said)


def test_nothing_to_do_is_a_success_and_says_so(settings):
    with summary.kept(settings):
        publish(settings, 60, "one")
    with summary.kept(settings):
        pass
    said = summary.read(settings.dir)
    assert said["status"] == "nothing to do"
    assert said["ledger"]["rows"] == 60
    assert summary.line(said).startswith("Nothing to do: nothing changed since the run of 20")
    assert CliRunner().invoke(app, ["last", "--campaign", str(settings.dir)]).exit_code == 0


def test_a_failed_run_says_in_a_line_where_and_why(settings):
    with pytest.raises(CampaignError), summary.kept(settings):
        fail(settings, CampaignError(f"{SECRET}\nmore lines"))
    said = summary.read(settings.dir)
    assert (said["status"], said["stopped_in"]) == ("failed", "01_clean")
    assert summary.why(settings.dir) == f"01_clean: {SECRET}"
    shown = CliRunner().invoke(app, ["last", "--campaign", str(settings.dir)])
    assert shown.exit_code == 1
    assert SECRET in shown.output.splitlines()[0]


def test_a_stage_that_was_killed_is_named(settings):
    path = settings.dir / measure.STAGES / "02_geocode.json"
    store.write_json({"stage": "02_geocode", "started": 1.0, "ended": False}, path)
    assert "02_geocode ended without a word" in summary.why(settings.dir)


def test_a_killed_run_is_told_apart_from_one_at_work(settings):
    code = (
        "import os, sys; from helpers import lock, settings, summary\n"
        "loaded = settings.load(sys.argv[1])\n"
        "with lock.alone(loaded), summary.kept(loaded): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, settings.dir], check=False)
    shown = CliRunner().invoke(app, ["last", "--campaign", str(settings.dir)])
    assert shown.exit_code == 1
    assert "It was killed" in shown.output
    with summary.kept(settings):
        publish(settings, 60, "one")
    assert "was killed; this one went on" in summary.read(settings.dir)["warnings"][0]


def test_more_rejected_rows_than_before_are_a_warning():
    before = {"rows": 1000, "rejected": 20}
    assert summary._grown({"rows": 1010, "rejected": 21}, before) == []
    assert "7.3% of the rows" in summary._grown({"rows": 1100, "rejected": 80}, before)[0]


def test_the_summary_is_for_its_owner_alone_and_no_part_of_what_readers_get(settings):
    with summary.kept(settings):
        publish(settings, 60, "one")
    for path in (settings.dir / summary.FOLDER).rglob("*.json"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert not [path for path in settings.out.rglob("*") if "run" in path.name]


def test_a_note_is_no_output_of_its_stage(settings, tmp_path, monkeypatch):
    listed = tmp_path / "written"
    monkeypatch.setenv(store.WRITTEN, str(listed))
    with measure.stage(settings.dir, "01_clean"):
        pass
    assert not listed.exists()


def test_cron_s_log_does_not_grow_for_ever(settings):
    log = settings.dir / summary.LOG
    store.write_text("x" * (summary.LOG_BYTES + 1), log)
    with log.open("a") as said, summary.kept(settings):
        said.write("this run\n")
    assert log.read_text() == "this run\n"
    assert log.with_suffix(".log.1").stat().st_mode & 0o077 == 0


@pytest.fixture
def mails():
    """An SMTP server on this machine: the envelope and text of each mail that it took."""
    taken = []

    class Server(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            got = []
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    got += iter(lambda: self.rfile.readline().decode(), ".\r\n")
                elif word in (b"MAIL", b"RCPT"):
                    got.append(line.decode())
                self.wfile.write(b"250 fine\r\n" if word != b"QUIT" else b"221 bye\r\n")
                if word == b"QUIT":
                    break
            taken.append("".join(got))

    yield from serving(socketserver.TCPServer(("127.0.0.1", 0), Server), taken)


@pytest.fixture
def posts():
    """A web server on this machine: what was posted to it; /full answers 500."""
    taken = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path.startswith("/full") else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    yield from serving(http.server.HTTPServer(("127.0.0.1", 0), Server), taken)


def serving(server, taken):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}", taken
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_failed_run_is_told_by_mail_and_webhook_without_a_word_of_a_row(
    settings, mails, posts, monkeypatch
):
    (smtp, mailed), (web, posted) = mails, posts
    monkeypatch.setenv(notify.SMTP, f"smtp://{smtp}")
    monkeypatch.setenv(notify.TO, "redaktion@example.org")
    monkeypatch.setenv(notify.WEBHOOK, f"http://{web}/hook")
    with pytest.raises(CampaignError), notify.told(settings.dir), summary.kept(settings):
        fail(settings, CampaignError(SECRET))
    (post,) = posted
    assert post["stopped_in"] == "01_clean"
    assert "Run failed in 01_clean after" in post["text"]
    for _ in range(100):
        if mailed:
            break
        threading.Event().wait(0.02)
    (mail,) = mailed
    assert "rcpt TO:<redaktion@example.org>" in mail
    assert f"Subject: {settings.id}: failed" in mail
    for word in ("Erika", "0171", "row 17"):
        assert word not in mail + json.dumps(post)


def test_a_notice_of_a_good_run_holds_no_count_of_rows(settings, posts, monkeypatch):
    web, posted = posts
    monkeypatch.setenv(notify.WEBHOOK, f"http://{web}/hook")
    with notify.told(settings.dir), summary.kept(settings):
        publish(settings, 7654, "one")
    (post,) = posted
    assert post["status"] == "done"
    assert "1 published files changed" in post["text"]
    assert not {"7654", "7651", "7,654", "7,651"} & set(json.dumps(post).split())
    assert "ledger" not in post
    assert "counts" not in post


def test_nothing_to_do_tells_nobody(settings, posts, monkeypatch):
    web, posted = posts
    monkeypatch.setenv(notify.WEBHOOK, f"http://{web}/hook")
    with notify.told(settings.dir), summary.kept(settings):
        pass
    assert posted == []


def test_a_campaign_that_cannot_be_read_is_told_too(settings, posts, monkeypatch):
    web, posted = posts
    monkeypatch.setenv(notify.WEBHOOK, f"http://{web}/hook")
    (settings.dir / "campaign.yml").write_text("id: [")
    done = subprocess.run(
        [Path(sys.executable).with_name("einzelfall"), "run", "--campaign", settings.dir],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert [post["status"] for post in posted] == ["failed"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://{web}/full?key=hidden", "500"),
        ("http://hooks.example/hidden", "expected https"),
        ("http://127.0.0.1:1/hidden", "refused"),
    ],
)
def test_a_lost_notice_is_said_and_names_no_secret(settings, posts, monkeypatch, capsys, url, why):
    monkeypatch.setenv(notify.WEBHOOK, url.format(web=posts[0]))
    with notify.told(settings.dir), summary.kept(settings):
        publish(settings, 60, "one")
    said = capsys.readouterr().err
    assert why in said
    assert "hidden" not in said
