"""Promises about the open letter: one source, three media, the same numbers; never out of date."""

import email
import email.policy
import html
import io
import json
import re

import publish_fixtures as made
import pypdf
import pytest

from helpers.errors import CampaignError
from helpers.publish import folder, letter, page, pdf, site


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    loaded = made.campaign(tmp_path_factory.mktemp("letter") / "c")
    letter.make(loaded)
    return loaded


@pytest.fixture(scope="module")
def text(campaign):
    return (campaign.out / "letter/offener-brief.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reader(campaign):
    return pypdf.PdfReader(campaign.out / "letter/offener-brief.pdf")


def flat(words: str) -> str:
    """Join lines and undo hyphenation, so that words can be compared across media."""
    return " ".join(words.replace("\u00ad", "").replace("\xa0", " ").split())


def printed(reader: pypdf.PdfReader) -> str:
    return flat(" ".join(sheet.extract_text() for sheet in reader.pages))


def shown(campaign, name="index.html") -> str:
    source = (campaign.out / "letter" / name).read_text(encoding="utf-8")
    source = re.sub(r'<span class="tip".*?</span>|<style>.*?</style>', "", source, flags=re.DOTALL)
    source = re.sub(r"<[^>]+>", "", source.replace("<br>", " "))
    return flat(html.unescape(source))


def test_the_letter_has_address_demands_evidence_limits_signature_and_contact(text, campaign):
    words = flat(text)
    assert campaign.operator.address[0] in words
    for part in (
        *campaign.letter.demands["de"],
        "7.691 Meldungen",
        "Mannheim",
        "Was die Meldungen nicht zeigen",
        "keine Stichprobe",
        *campaign.letter.signatories,
        campaign.contact.email,
        page.published_hash(campaign),
        "künstlich erzeugt",
        "30. November 2011",
    ):
        assert part in words


def test_page_pdf_and_text_say_the_same_numbers(campaign, text, reader):
    content, quoted = made.facts()["facts"], letter.make(campaign)
    lists = [quoted[f"letter/{name}"] for name in ("index.html", "offener-brief.pdf")]
    assert lists[0] == lists[1] == quoted["letter/offener-brief.txt"]
    assert len(lists[0]) > 20
    media = (flat(text), printed(reader), shown(campaign))
    for name in lists[0]:
        for words in media:
            assert content[name]["de"] in words, name


def test_no_medium_holds_a_number_that_the_others_lack(campaign, text, reader):
    def numbers(words):
        return set(re.findall(r"\d{2,}(?:\.\d{3})*", words))

    text = flat(text).replace("SHA-256", "")
    assert numbers(shown(campaign)) == numbers(text)
    assert numbers(text) <= numbers(printed(reader))


def test_the_pdf_is_a_tagged_german_a4_letter_of_at_most_three_pages(reader):
    root = reader.trailer["/Root"]
    assert len(reader.pages) <= 3
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("de")
    assert "/StructTreeRoot" in root
    assert "O2" in reader.metadata.title


def test_the_pdf_text_can_be_read_out_with_its_umlauts(reader):
    words = printed(reader)
    for word in ("Räumen Sie öffentlich", "Mit freundlichen Grüßen", "München"):
        assert word in words


def fonts(reader: pypdf.PdfReader) -> list:
    return [
        font.get_object()
        for sheet in reader.pages
        for font in sheet["/Resources"].get("/Font", {}).values()
    ]


def test_every_font_of_the_pdf_is_embedded(reader):
    found = fonts(reader)
    assert found
    for font in found:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_figures_in_the_pdf_are_vectors_with_a_text_alternative(reader):
    for sheet in reader.pages:
        objects = sheet["/Resources"].get("/XObject", {})
        assert all(o.get_object()["/Subtype"] != "/Image" for o in objects.values())
    assert "/Alt" in str(_structure(reader.trailer["/Root"]["/StructTreeRoot"]))


def _structure(node, depth=0) -> list:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [_structure(part, depth) for part in node]
    if not isinstance(node, dict) or depth > 30:
        return []
    return [list(node), _structure(node.get("/K", []), depth + 1)]


def test_the_letter_has_a_card_for_networks(campaign):
    source = (campaign.out / "letter" / "index.html").read_text(encoding="utf-8")
    assert (
        '<meta property="og:image" content="https://einzelfall.example/letter/index.png">' in source
    )
    assert '<meta name="twitter:title" content="Offener Brief an O2">' in source
    assert (campaign.out / "letter" / "index.png").read_bytes()[16:24] == bytes.fromhex(
        "000004b000000276"
    )


def test_the_letter_is_one_page_and_its_method_an_annex(campaign, reader):
    first = flat(reader.pages[0].extract_text())
    assert campaign.letter.demands["de"][-1].split()[-1].strip(".") in first
    assert campaign.letter.signatories[0] in first
    assert "Anlage: Zahlen, Grenzen und Nachweise" in flat(reader.pages[1].extract_text())
    text = letter.render(campaign, "de", letter.Plain).text.partition("_" * 72)[0]
    assert len(text.split()) <= 400


def test_an_e_mail_is_drafted_with_the_letter_as_pdf(campaign):
    content = (campaign.out / "letter/offener-brief.eml").read_bytes()
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "Offener Brief an O2"
    body = message.get_body().get_content()
    assert campaign.letter.demands["de"][0].split()[0] in body
    assert "Was die Meldungen nicht zeigen" not in body
    (attached,) = message.iter_attachments()
    pdf_there = (campaign.out / "letter/offener-brief.pdf").read_bytes()
    assert attached.get_content() == pdf_there


def test_an_answer_cannot_be_asked_for_before_the_letter():
    from helpers.settings.sections import Letter

    with pytest.raises(ValueError, match="expected a day after 2011-12-02"):
        Letter(day="2011-12-02", answer_by="2011-12-01")


def test_the_letter_comes_in_english_too(campaign):
    words = shown(campaign, "en.html")
    assert "Dear Sir or Madam" in words
    assert "7,691 reports" in words
    assert "7.691" not in words
    assert campaign.letter.demands["en"][0] in words


def test_without_english_demands_there_is_no_english_letter(tmp_path):
    loaded = made.campaign(tmp_path / "c", letter={"demands": {"de": ["Antworten Sie uns."]}})
    assert letter.languages(loaded) == ["de"]


def test_without_demands_the_letter_asks_for_admission_and_a_plan_only(tmp_path):
    loaded = made.campaign(tmp_path / "c", letter={})
    words = flat(letter.render(loaded, "de", letter.Plain).text)
    assert "einen konkreten Plan zu nennen" in words
    assert "am Schluss" not in words
    assert "Was wir von Ihnen erwarten" not in words
    assert loaded.contact.name in words


def test_a_number_typed_into_a_demand_stops_the_letter(tmp_path):
    demands = {"de": ["Antworten Sie uns.", "Bauen Sie 500 Masten."]}
    loaded = made.campaign(tmp_path / "c", letter={"demands": demands})
    with pytest.raises(CampaignError, match=r"letter\.demands\.de, entry 2: .*500 Masten"):
        letter.render(loaded, "de", letter.Plain)


def test_letters_in_two_languages_must_ask_for_the_same(tmp_path):
    demands = {"de": ["Antworten Sie.", "Handeln Sie."], "en": ["Answer."]}
    loaded = made.campaign(tmp_path / "c", letter={"demands": demands})
    with pytest.raises(CampaignError, match=r"campaign\.yml: .*got 2 in de, 1 in en"):
        site.check(loaded)


def test_a_typed_number_is_found_before_anything_is_computed(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    site.check(loaded)
    post = loaded.dir / "templates" / "posts" / "a.md.j2"
    post.parent.mkdir(parents=True)
    post.write_text("---\ntitle: x\nsummary: y\n---\nEs sind 12.", encoding="utf-8")
    with pytest.raises(CampaignError, match=r"a\.md\.j2"):
        site.check(loaded)
    demands = {"de": ["Bauen Sie 500 Masten."]}
    with pytest.raises(CampaignError, match="500 Masten"):
        site.check(made.campaign(tmp_path / "d", letter={"demands": demands}))


def test_a_demand_may_name_the_operator_a_date_and_a_fact(tmp_path):
    demand = (
        'Antworten Sie, O2, bis {{ day("2012-03-31") }} auf {{ fact("total.n_reports") }} Fälle.'
    )
    loaded = made.campaign(tmp_path / "c", letter={"demands": {"de": [demand]}})
    words = flat(letter.render(loaded, "de", letter.Plain).text)
    assert "Antworten Sie, O2, bis 31. März 2012 auf 7.691 Fälle." in words


def test_a_campaigns_own_letter_wins_and_its_numbers_are_checked(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    own = loaded.dir / "templates" / "letter.de.md.j2"
    own.parent.mkdir()
    own.write_text('Wir zählten {{ fact("total.n_reports") }}.', encoding="utf-8")
    assert letter.render(loaded, "de", letter.Plain).text == "Wir zählten 7.691.\n\n"
    own.write_text("Wir zählten 7.691.", encoding="utf-8")
    with pytest.raises(CampaignError, match="numbers come from facts"):
        letter.render(loaded, "de", letter.Plain)


def test_without_a_plan_the_letter_does_not_speak_of_one(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    content = made.facts()
    content["facts"]["buildout.n_entries"]["value"] = 0
    made.write_facts(loaded, content)
    assert "Ausbauplan" not in letter.render(loaded, "de", letter.Plain).text


def test_a_letter_over_bare_facts_still_reads_well(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    keep = ("total.n_reports", "total.first_day", "total.last_day")
    content = made.facts()
    content["facts"] = {name: content["facts"][name] for name in keep}
    made.write_facts(loaded, content)
    words = letter.render(loaded, "de", letter.Plain).text
    assert "None" not in words
    assert "()" not in words
    assert words.count("Meldungen") > 3
    empty = re.search(r"\n-{3,}\n\n[^\n]+\n-{3,}\n", words)
    assert not empty, "a heading without text"


@pytest.mark.parametrize("name", ['"];#panic()', "#eval(1)", "*Netz* $x$ \\ @y <z>", "Ö" * 80])
def test_a_nasty_operator_is_only_a_name_in_the_pdf(tmp_path, name):
    loaded = made.campaign(tmp_path / "c", operator={"name": name, "address": [name]})
    content, _ = letter.as_pdf(loaded, "de")
    words = printed(pypdf.PdfReader(io.BytesIO(content)))
    assert flat(name)[:12] in words


def test_a_long_letter_is_set_smaller_to_stay_within_three_pages(tmp_path):
    demand = "Nennen Sie für jeden Ort einen Termin und sagen Sie, wer ihn verantwortet. " * 2
    loaded = made.campaign(tmp_path / "c", letter={"demands": {"de": [demand] * 14}})
    body = letter.render(loaded, "de", letter.Typst).text
    at_usual_size = pdf.compile_pdf(loaded, "letter", letter.head(loaded, "de"), body, 99)
    content, _ = letter.as_pdf(loaded, "de")
    pages = [len(pypdf.PdfReader(io.BytesIO(pdf)).pages) for pdf in (at_usual_size, content)]
    assert pages == [4, 3]


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("name", ["网络", "Netz ✓ 😀", "شبكة", "\u200bNull\u00adbreite"])
def test_a_name_in_any_script_can_be_printed(tmp_path, name):
    loaded = made.campaign(tmp_path / "c", operator={"name": name, "address": [name]})
    content, _ = letter.as_pdf(loaded, "de")
    assert content.startswith(b"%PDF")


def test_the_same_facts_give_the_same_bytes(campaign):
    before = {p.name: p.read_bytes() for p in (campaign.out / "letter").iterdir()}
    letter.make(campaign)
    assert {p.name: p.read_bytes() for p in (campaign.out / "letter").iterdir()} == before


def test_an_engine_error_names_the_layout(campaign):
    with pytest.raises(CampaignError, match=r"letter\.typ \(letter\): "):
        pdf.compile_pdf(campaign, "letter", {}, "#nonsense", 3)


def test_a_page_older_than_its_tables_is_removed_even_when_the_new_one_fails(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    site.make(loaded)
    assert folder.remove_outdated(loaded) == []
    content = made.facts()
    del content["facts"]["day3.n_reports"]  # other tables, and a letter that cannot be written
    del content["facts"]["total.n_reports"]
    made.write_facts(loaded, content)
    with pytest.raises(CampaignError, match=r"total\.n_reports"):
        site.make(loaded)
    left = [path for path in loaded.out.rglob("*.html") if "7.691" in path.read_text("utf-8")]
    assert left == []
    assert not (loaded.out / "letter").exists()
    assert not (loaded.out / "index.html").exists()


def test_a_page_of_an_earlier_run_does_not_stay(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    old = loaded.out / "letter" / "old" / "draft.html"
    old.parent.mkdir(parents=True)
    old.write_text("alt", encoding="utf-8")
    letter.make(loaded)
    assert not old.parent.exists()
    stamp = json.loads((loaded.out / "letter" / "stamp.json").read_text())
    assert stamp["hash"] == page.published_hash(loaded)


def test_a_page_that_calls_itself_a_draft_does_not_outlive_the_release(tmp_path, monkeypatch):
    loaded = made.campaign(tmp_path / "c")
    site.make(loaded)
    monkeypatch.setattr(page, "status", lambda settings, language: "Ausgabe 1")
    pages = {"letter", "blog", "press", "promises", "index.html"}
    legal = {"impressum.html", "datenschutz.html"}
    assert set(folder.remove_outdated(loaded)) == pages | legal
