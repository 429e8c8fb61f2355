"""From form to letter: what people send through the running form stands in the letter."""

import itertools
import json
import random
import subprocess
import sys
from datetime import datetime, timedelta

import pandas as pd
from starlette.testclient import TestClient

from helpers import settings as settings_module
from helpers.form import app, store

from .conftest import ANSWERS, CAMPAIGN, MODERATOR_HASH, Person, hidden, log_in, rows

REPORTS = """
letter:
  demands:
    de: [Nennen Sie einen Plan mit Terminen.]
    en: [Name a plan with dates.]
reports:
  files: [data/raw/reports/form_snapshot.csv]
  format: form
"""
TOWNS = {"Berlin": 150, "Hamburg": 90, "München": 70, "Köln": 50, "Mannheim": 40, "Bonn": 20}


def test_reports_of_the_form_reach_the_letter(tmp_path, monkeypatch):
    monkeypatch.delenv("EINZELFALL_DATABASE_URL", raising=False)
    monkeypatch.setenv("EINZELFALL_MODERATOR_HASH", MODERATOR_HASH)
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "campaign.yml").write_text(CAMPAIGN + REPORTS, encoding="utf-8")
    campaign = settings_module.load(folder)
    minutes = itertools.count()
    start = datetime(2011, 11, 12, 8)
    monkeypatch.setattr(store, "now", lambda: start + timedelta(minutes=45 * next(minutes)))
    everyone = [town for town, people in TOWNS.items() for _ in range(people)]
    random.Random(2011).shuffle(everyone)
    with TestClient(app.create(campaign), follow_redirects=False) as client:
        person = Person(client)
        for number, town in enumerate(everyone):
            client.headers["X-Real-IP"] = f"198.51.{number // 200}.{number % 200}"
            own = {"city": town, "contact_email": f"person{number}@example.org"}
            own["description"] = f"Kein Netz seit Tag {number}"
            sent = client.post("/send", data={**ANSWERS, **person.form(), **own})
            assert sent.status_code == 201
        withdrawn = person.report(city="Mannheim", description="Doch nicht")
        client.post("/receipt/withdrawn", data={"receipt": withdrawn})
        person.report(city="Berlin", description="Kaufen Sie Uhren")
        monkeypatch.undo()
        monkeypatch.setenv("EINZELFALL_MODERATOR_HASH", MODERATOR_HASH)
        log_in(client)
        token = hidden(client.get("/moderation").text)["token"][0]
        spam = {"token": token, "report_id": rows(campaign)[-1]["report_id"], "mark": "spam"}
        client.post("/moderation/mark", data={**spam, "reason": "Werbung"})

    # What `make report` does; it takes a snapshot of the database first.
    command = [sys.executable, "-c", "from helpers.cli import main; main()", "run"]
    done = subprocess.run(
        [*command, "--campaign", folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr

    ledger = pd.read_csv(campaign.processed / "ledger.csv", keep_default_na=False)
    assert ledger["status"].value_counts().to_dict() == {
        "kept": len(everyone),
        "withdrawn": 1,
        "rejected": 1,
    }
    assert "marked as spam" in ledger.loc[ledger["status"] == "rejected", "reason"].item()
    facts = json.loads((campaign.processed / "facts.json").read_text(encoding="utf-8"))["facts"]
    assert facts["total.n_reports"]["value"] == len(everyone)
    letter = (campaign.out / "letter/index.html").read_text(encoding="utf-8")
    assert facts["total.n_reports"]["de"] in letter
    assert all(town in letter for town in ("Berlin", "Hamburg"))
    assert "@example.org" not in letter
