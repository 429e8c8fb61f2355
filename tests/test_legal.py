"""Imprint and privacy notice: made from campaign.yml, linked everywhere, and missed aloud."""

import re
from pathlib import Path

import publish_fixtures as made
import pytest
import typer
from starlette.testclient import TestClient
from typer.testing import CliRunner

from helpers import pipeline, release, settings
from helpers.cli import release as command
from helpers.form import app
from helpers.publish import legal, new, site
from helpers.settings import HOME

LEGAL = """
legal:
  name: Verein <Netz für alle> e. V.
  address: [Beispielweg 1, 12345 Musterstadt]
  represented_by: Erika Muster
  registered: Amtsgericht Musterstadt, VR 7
  phone: 0123 456789
  responsible: Max Beispiel
  hosts: ["Serverhof GmbH, Musterstadt"]
  authority: LfDI Musterland
  contact_months: 4
  backup_days: 21
"""


def load(folder: Path, old: str, text: str):
    path = folder / "campaign.yml"
    content = path.read_text(encoding="utf-8")
    kept = re.sub(r"(?ms)^legal:.*?(?=^\S)", "", content) if old else content
    path.write_text(kept + text, encoding="utf-8")
    settings._load.cache_clear()
    return settings.load(folder)


@pytest.fixture
def fresh(tmp_path):
    """A new campaign, as `einzelfall new` makes it."""
    new.create(tmp_path / "c")
    return tmp_path / "c"


def test_a_new_campaign_says_on_both_pages_what_it_lacks(fresh):
    loaded = load(fresh, "", "")
    lacking = legal.missing(loaded)
    assert {"legal.name", "legal.address", "legal.responsible", "legal.hosts"} <= set(lacking)
    assert "legal.email (the one given is only an example)" in lacking
    for one in legal.pages(loaded):
        assert "so darf sie nicht veröffentlicht werden" in one.body
        assert "legal.responsible" in one.body


def test_the_pages_say_what_the_laws_ask_for_in_both_languages(fresh):
    loaded = load(fresh, "legal", LEGAL)
    loaded = loaded.model_copy(update={"contact": loaded.contact.model_copy(
        update={"email": "post@netz-fuer-alle.de"})})  # fmt: skip
    assert legal.missing(loaded) == []
    imprint, privacy = legal.pages(loaded)
    for said in ("§ 5 DDG", "§ 18 Abs. 2 MStV", "§ 18 (2) MStV", "Beispielweg 1", "Erika Muster",
                 "Amtsgericht Musterstadt, VR 7", "0123 456789", "Max Beispiel",
                 "Verein &lt;Netz für alle&gt; e. V.", "post@netz-fuer-alle.de"):  # fmt: skip
        assert said in imprint.body
    for said in ("Art. 13 DSGVO", "Art. 6 Abs. 1 Buchst. a", "Serverhof GmbH", "4 Monate nach",
                 "21 Tage", "31. Januar 2024", "Art. 21 DSGVO", "LfDI Musterland", "Auskunft",
                 "Art. 13 GDPR", "at the latest 4 months", "Musteramt"):  # fmt: skip
        assert said in privacy.body
    assert "veröffentlicht werden. In campaign.yml fehlt" not in imprint.body + privacy.body


def test_every_page_links_both_and_the_links_lead_somewhere(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    site.make(loaded)
    pages = list(loaded.out.rglob("*.html"))
    assert len(pages) > 5
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for file in legal.FILES.values():
            (link,) = set(re.findall(rf'href="((?:\.\./)*{file})"', text))
            assert (page.parent / link).resolve().exists(), page


def test_pages_elsewhere_are_linked_instead(fresh):
    text = "form: {imprint_url: 'https://a.de/i', privacy_url: 'https://a.de/p'}\n"
    loaded = load(fresh, "", text)
    assert [href for href, _ in legal.links(loaded, "de", "../")] == [
        "https://a.de/i",
        "https://a.de/p",
    ]
    assert legal.missing(loaded) == []


def test_the_form_shows_both_in_the_language_of_the_reader(fresh):
    loaded = load(fresh, "legal", LEGAL)
    with TestClient(app.create(loaded)) as client:
        start = client.get("/?lang=en").text
        assert 'href="/imprint?lang=en"' in start
        assert 'href="/privacy?lang=en"' in start
        assert "Max Beispiel" in client.get("/imprint?lang=en").text
        notice = client.get("/privacy?lang=en").text
        assert "Serverhof GmbH" in notice
        assert "stores no IP address" in notice


def test_a_release_without_them_says_so(fresh, monkeypatch):
    load(fresh, "", "")

    class Made:
        number, date = 1, "2024-02-01"

    monkeypatch.setattr(release, "publish", lambda *_: Made)
    monkeypatch.setattr(pipeline, "state", lambda _: "ready")
    cli = typer.Typer()
    command.register(cli)
    said = CliRunner().invoke(cli, ["--campaign", str(fresh)])
    assert said.exit_code == 0, said.output
    assert "must not be published" in " ".join(said.output.split())
    assert "legal.name" in said.output


def test_the_sample_lacks_nothing():
    assert legal.missing(settings.load(HOME)) == []
