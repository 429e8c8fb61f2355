"""From form to letter: what people send through the running form stands in the letter."""

import itertools
import json
from datetime import datetime, timedelta

import pandas as pd
from starlette.testclient import TestClient

from helpers import pipeline
from helpers import settings as settings_module
from helpers.intake.form import app, export, store

from .conftest import CAMPAIGN, MODERATOR_HASH, Person, hidden, log_in, rows

REPORTS = """
letter:
  demands:
    de: [Nennen Sie einen Plan mit Terminen.]
    en: [Name a plan with dates.]
reports:
  files: [data/raw/reports/form_snapshot.csv]
  format: form
"""
TOWNS = ["Mannheim"] * 9 + ["Berlin"] * 14 + ["Hamburg"] * 12


def test_reports_of_the_form_reach_the_letter(tmp_path, monkeypatch):
    monkeypatch.delenv("EINZELFALL_DATABASE_URL", raising=False)
    monkeypatch.setenv("EINZELFALL_MODERATOR_HASH", MODERATOR_HASH)
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "campaign.yml").write_text(CAMPAIGN + REPORTS, encoding="utf-8")
    campaign = settings_module.load(folder)
    minutes = itertools.count()
    start = datetime(2011, 11, 12, 8)
    monkeypatch.setattr(store, "now", lambda: start + timedelta(minutes=97 * next(minutes)))
    with TestClient(app.create(campaign), follow_redirects=False) as client:
        person = Person(client)
        for number, town in enumerate(TOWNS):
            client.headers["X-Real-IP"] = f"198.51.100.{number}"
            email = f"person{number}@example.org"
            person.report(
                city=town, contact_email=email, description=f"Kein Netz seit Tag {number}"
            )
        withdrawn = person.report(city="Mannheim", description="Doch nicht")
        client.post("/receipt/withdrawn", data={"receipt": withdrawn})
        person.report(city="Berlin", description="Kaufen Sie Uhren")
        monkeypatch.undo()
        monkeypatch.setenv("EINZELFALL_MODERATOR_HASH", MODERATOR_HASH)
        log_in(client)
        token = hidden(client.get("/moderation").text)["token"][0]
        spam = {"token": token, "report_id": rows(campaign)[-1]["report_id"], "mark": "spam"}
        client.post("/moderation/mark", data={**spam, "reason": "Werbung"})

    export.snapshot(campaign, export.snapshot_path(campaign))
    pipeline.run(campaign)

    ledger = pd.read_csv(campaign.processed / "ledger.csv", keep_default_na=False)
    assert ledger["status"].value_counts().to_dict() == {
        "kept": len(TOWNS),
        "withdrawn": 1,
        "rejected": 1,
    }
    assert "Werbung" in ledger.loc[ledger["status"] == "rejected", "reason"].item()
    facts = json.loads((campaign.processed / "facts.json").read_text(encoding="utf-8"))["facts"]
    assert facts["total.n_reports"]["value"] == len(TOWNS)
    letter = (campaign.out / "letter/index.html").read_text(encoding="utf-8")
    assert facts["total.n_reports"]["de"] in letter
    assert "Berlin" in letter
    assert "@example.org" not in letter
