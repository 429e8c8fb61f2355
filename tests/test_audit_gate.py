"""The audit finds personal data of the raw reports wherever it was written, and stops."""

import ast
import io
import zipfile

import pandas as pd
import pytest
from audit_fixtures import TRUE, Campaign
from PIL import Image, PngImagePlugin
from typer.testing import CliRunner

from helpers import audit
from helpers.cli import app
from helpers.errors import CampaignError
from helpers.settings import HOME

HEADER = (
    "Zeitstempel,Stadt,Stadtteil,PLZ,Welche Probleme treten auf?,Beschreibung,Gerät,Tarif,"
    "Name (freiwillig),E-Mail (freiwillig),Weitergabe an den Netzbetreiber erlaubt?"
)
SECRETS = {
    "contact_name": ("Wilhelmine Quakenbrück", "Wilhelmine  QUAKENBRÜCK"),
    "contact_email": ("mine.quak@example.org", "mine.quak (at) example.org"),
    "phone": ("0176-98142365", "+49 (0)176 98 14 23 65"),
    "mail": ("lutz.jessen@example.net", "lutz.jessen@example.net"),
    "iban": ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    "plate": ("HH-LD 2715", "HH-LD 2715"),
    "address": ("192.168.17.45", "192.168.17.45"),
    "customer": ("Kundennummer 4711 0815 77", "4711081577"),
    "link": ("https://social.example/u/lutz.j", "social.example/u/lutz.j"),
    "profile": ("@lutz_jessen", "@lutz_jessen"),
}


def line(name: str = "", mail: str = "", text: str = "Kein Netz.") -> str:
    return f'14.11.2011 10:00:00,Köln,,,Kein Netz,"{text}",N8,M,{name},{mail},Ja'


@pytest.fixture
def campaign(tmp_path) -> Campaign:
    """A campaign whose first raw rows hold a secret each; nothing of them is published."""
    made = Campaign(tmp_path / "campaign")
    made.places(TRUE)
    rows = [line(name=SECRETS["contact_name"][0]), line(mail=SECRETS["contact_email"][0])]
    rows += [
        line(text=f"Ruft an oder schreibt: {secret} danke")
        for kind, (secret, _) in SECRETS.items()
        if not kind.startswith("contact")
    ]
    raw = made.folder / "data/raw/reports/meldungen.csv"
    raw.parent.mkdir(parents=True)
    raw.write_text("\n".join([HEADER, *rows, line("Max Mustermann"), line("Bad Homburg")]), "utf-8")
    return made


def identified(campaign) -> list[str]:
    findings = audit.audit(campaign.settings)
    return [f"{row.file}: {row.said}" for row in findings.itertuples() if row.kind == "identifier"]


def test_a_folder_without_personal_data_passes(campaign):
    campaign.put("index.html", "<p>Max Mustermann aus Bad Homburg: 14.11.2011 10:00:00</p>")
    assert audit.audit(campaign.settings).empty
    audit.gate(campaign.settings)


@pytest.mark.parametrize("kind", SECRETS)
def test_each_kind_is_found_as_it_was_typed_and_otherwise(campaign, kind):
    row = f"data/raw/reports/meldungen.csv, row {list(SECRETS).index(kind) + 2}"
    for written in SECRETS[kind]:
        campaign.put("index.md", f"Danke an {written}!")
        found = identified(campaign)
        assert any(one.startswith("reports/index.md") and one.endswith(row) for one in found)


def _html(text):
    return "page.html", f"<p>von {text.replace('@', '&#64;')}</p>".encode()


def _json(text):
    return "popup.json", (
        '{"a": "' + text.encode("unicode-escape").decode().replace("\\xfc", "\\u00fc") + '"}'
    ).encode()


def _zip(text):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("inside.csv", f"a\n{text}\n")
    return "kit.zip", stream.getvalue()


def _png(text):
    properties = PngImagePlugin.PngInfo()
    properties.add_text("Author", text)
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG", pnginfo=properties)
    return "figure.png", stream.getvalue()


def _xlsx(text):
    stream = io.BytesIO()
    pd.DataFrame({"a": [text]}).to_excel(stream, index=False)
    return "book.xlsx", stream.getvalue()


def _parquet(text):
    stream = io.BytesIO()
    pd.DataFrame({"a": ["x", f"Grüße, {text}"]}).to_parquet(stream)
    return "table.parquet", stream.getvalue()


def _pdf(text):
    import typst

    return "letter.pdf", typst.compile(f"Gemeldet von {text}".replace("@", "\\@").encode())


@pytest.mark.parametrize("make", [_html, _json, _zip, _png, _xlsx, _parquet, _pdf])
@pytest.mark.parametrize("kind", ["contact_name", "contact_email"])
def test_contact_data_is_found_in_every_kind_of_file(campaign, make, kind):
    name, content = make(SECRETS[kind][0])
    campaign.put(name, content)
    found = identified(campaign)
    assert found
    assert all(name in one and kind in one for one in found)


def test_what_the_pipeline_keeps_is_searched_too(campaign):
    path = campaign.settings.processed / "01_reports.parquet"
    path.parent.mkdir(parents=True)
    path.write_bytes(_parquet("0176 98142365")[1])
    assert identified(campaign) == [
        "data/processed/01_reports.parquet: phone of data/raw/reports/meldungen.csv, row 4"
    ]


def test_the_campaigns_own_contact_is_no_leak(campaign):
    own = campaign.settings.contact.email
    raw = campaign.folder / "data/raw/reports/meldungen.csv"
    raw.write_text("\n".join([HEADER, line(mail=own, text=f"An {own}, danke")]), "utf-8")
    campaign.put("index.html", f"<a href='mailto:{own}'>{own}</a>")
    assert identified(campaign) == []


def test_columns_of_other_tools_are_told_by_their_headings(campaign):
    raw = campaign.folder / "data/raw/reports/other.csv"
    raw.write_text(
        "Datum;Ihr Name;Telefonnummer\n14.11.2011;Ottokar Domma;0221 5550199\n", "cp1252"
    )
    campaign.put("a.txt", "Ottokar Domma, 0221-5550199")
    assert {one.split(": ")[1] for one in identified(campaign)} == {
        "contact_name of data/raw/reports/other.csv, row 2"
    }


def test_a_reports_own_id_is_no_number_of_a_person(campaign):
    """Ids that tools give are drawn by chance: some hold eight digits in a row."""
    raw = campaign.folder / "data/raw/reports/other.csv"
    raw.write_text(
        "instanceID,Anmerkung\nx83917264ab,Vertrag 55501234\ny73825169ef,nichts\n", "utf-8"
    )
    campaign.settings.processed.mkdir(parents=True)
    kept = "row,report_id\n2,x83917264ab\n3,y73825169ef\n"
    (campaign.settings.processed / "ledger.csv").write_text(kept, encoding="utf-8")
    assert identified(campaign) == []
    campaign.put("a.txt", "Vertrag 55501234")
    assert [one.split(": ")[1] for one in identified(campaign)] == [
        "number of data/raw/reports/other.csv, row 2"
    ]


def test_the_gate_stops_and_names_the_file_not_the_person(campaign):
    campaign.put("danke.html", f"<p>{SECRETS['contact_name'][0]}</p>")
    with pytest.raises(CampaignError, match=r"reports/danke\.html: .*contact_name") as stopped:
        audit.gate(campaign.settings)
    assert "Quakenbr" not in str(stopped.value)


def test_the_gate_names_a_count_that_can_be_told(campaign):
    campaign.places(TRUE, ranged=("09",))
    with pytest.raises(CampaignError, match="place 09184: can be told to lie between 1 and 2"):
        audit.gate(campaign.settings)


def test_the_command_says_what_was_audited_and_ends_red_on_a_finding(campaign):
    clean = CliRunner().invoke(app, ["audit", "--campaign", str(campaign.folder)])
    assert clean.exit_code == 0, clean.output
    assert "6 withheld or ranged cells" in clean.output
    assert "reports/kreise.csv" in clean.output
    assert "0 findings" in clean.output
    campaign.put("post.txt", "Landkreis München: 2 Meldungen")
    red = CliRunner().invoke(app, ["audit", "--campaign", str(campaign.folder)])
    assert red.exit_code == 1
    assert "place 09184" in red.output


def test_the_audit_shares_nothing_with_what_it_checks():
    allowed = {"errors", "settings", "store", "audit"}
    for file in sorted((HOME / "src/helpers/audit").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module]
                if node.module == "helpers":
                    names = [f"helpers.{alias.name}" for alias in node.names]
            for name in names:
                if name.split(".")[0] == "helpers":
                    assert name.split(".")[1] in allowed, f"{file.name} imports {name}"
