"""Promises about the posts: each number has an origin, each page a card, the feed is valid."""

import struct
import xml.etree.ElementTree as ET
import zipfile
from datetime import datetime

import pandas as pd
import publish_fixtures as made
import pytest
import yaml
from publish_fixtures import with_posts

from helpers import store
from helpers.errors import CampaignError
from helpers.publish import blog, context, presskit, site
from helpers.settings import HOME

ATOM = "{http://www.w3.org/2005/Atom}"
HEAD = "---\ntitle: Titel\nsummary: Kurz gesagt.\n---\n"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    loaded = with_posts(tmp_path_factory.mktemp("blog") / "c")
    blog.make(loaded)
    return loaded


@pytest.fixture(scope="module")
def written(campaign):
    return {post.slug: post for post in blog.posts(campaign)}


def page_of(campaign, slug):
    return (campaign.out / "blog" / f"{slug}.html").read_text(encoding="utf-8")


def test_the_story_is_told_in_four_posts(written):
    assert list(written) == ["erste-auswertung", "auswertung", "gespraech", "nachfassen"]


def test_the_first_post_knows_only_what_was_known_after_three_days(written):
    first = written["erste-auswertung"]
    assert first.day.isoformat() == "2011-11-14"
    assert set(first.quoted) == {"day3.n_reports"}
    assert "703" in first.title
    assert 'data-fact="day3.n_reports"' in first.heading
    assert "7.691" not in first.body


def test_german_posts_of_an_english_campaign_are_marked_and_dated_in_english(tmp_path):
    loaded = with_posts(tmp_path / "c", language="en")
    blog.make(loaded)
    page = (loaded.out / "blog" / "index.html").read_text(encoding="utf-8")
    assert '<a href="auswertung.html" lang="de">' in page
    assert "Figures as of 30 November 2011" in page


def test_the_first_post_needs_no_number_that_is_withheld(tmp_path):
    content = made.facts()
    del content["facts"]["day3.n_reports"]
    loaded = with_posts(tmp_path / "c")
    made.write_facts(loaded, content)
    [first] = [post for post in blog.posts(loaded) if post.slug == "erste-auswertung"]
    assert first.title == "Nach drei Tagen: die ersten Meldungen über Störungen bei O2"
    assert "nennen wir keine Zahl" in first.body
    assert (first.number, first.quoted) == ("", [])


def test_the_evaluation_names_cities_faults_and_claims(written):
    quoted = written["auswertung"].quoted
    assert {"city.11000000.n_reports", "category.data_slow.n_reports", "claim.big_city"} <= set(
        quoted
    )
    assert "claim.share_affected" in quoted


def test_the_talk_reports_each_promise_in_other_words_and_no_quotation(campaign, written):
    body = written["gespraech"].body
    for promise in context.promises(campaign):
        assert promise["what_de"] in body
    assert "sinngemäß" in body
    assert "Zeitpunkt: im nächsten Jahr" in body
    assert "Ort: nicht genannt" in body


def test_the_promises_are_those_known_with_their_source_and_nothing_invented():
    path = HOME / "data/raw/handmade/promises.csv"
    rows = context.promises(made.settings.load(HOME))
    assert [row["id"] for row in rows] == [
        "smartphone_success",
        "confirmed_problem",
        "expand_capacity",
        "investments",
        "compare_extract",
        "expand_hot_spots",
        "contact_affected",
    ]
    assert all(row["source"] and row["what_de"] and row["what_en"] for row in rows)
    assert not any(row["date_noted"] for row in rows), "the day of the talk is not known"
    assert not any(sign.isdigit() for row in rows for sign in row["what_de"])
    assert "„" not in path.read_text(encoding="utf-8")


def test_a_promises_table_with_another_column_says_so(tmp_path):
    loaded = with_posts(tmp_path / "c")
    (loaded.handmade / "promises.csv").write_text("id,who\nx,y\n", encoding="utf-8")
    with pytest.raises(CampaignError, match=r"promises\.csv: expected the column what_de"):
        blog.posts(loaded)


def test_each_post_has_a_card_of_the_size_that_networks_ask_for(campaign, written):
    for slug in written:
        head = (campaign.out / "blog" / f"{slug}.png").read_bytes()[:24]
        assert struct.unpack(">II", head[16:24]) == (1200, 630)


def test_each_post_says_to_networks_what_it_is(campaign, written):
    for slug, post in written.items():
        html = page_of(campaign, slug)
        for name in ("og:title", "og:description", "og:image", "og:url", "og:type", "og:image:alt"):
            assert f'<meta property="{name}" content="' in html
        assert '<meta name="twitter:card" content="summary_large_image">' in html
        assert f"https://einzelfall.example/blog/{slug}.png" in html
        assert post.summary in html


def test_the_share_text_names_address_contact_and_that_it_is_a_sample(campaign, written):
    text = (campaign.out / "blog" / "auswertung.txt").read_text(encoding="utf-8")
    for part in (written["auswertung"].title, "https://", campaign.contact.email, "künstlich"):
        assert part in text


def test_the_feed_is_valid_atom(campaign, written):
    root = ET.fromstring((campaign.out / "blog" / "feed.xml").read_bytes())
    assert root.tag == f"{ATOM}feed"
    for parent in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = parent.findall(f"{ATOM}{name}")
            assert found.text.strip()
        assert parent.find(f"{ATOM}id").text.startswith("tag:einzelfall.example,2011-11-12:")
        datetime.fromisoformat(parent.find(f"{ATOM}updated").text)
    (author,) = root.findall(f"{ATOM}author")
    assert author.find(f"{ATOM}name").text == campaign.contact.name
    (myself,) = [e for e in root.findall(f"{ATOM}link") if e.get("rel") == "self"]
    assert myself.get("href").endswith("/blog/feed.xml")
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.find(f"{ATOM}id").text for entry in entries]
    assert len(set(ids)) == len(ids) == len(written)
    for entry in entries:
        (link,) = entry.findall(f"{ATOM}link")
        assert link.get("rel") == "alternate"
        assert (campaign.out / "blog" / link.get("href").rsplit("/", 1)[1]).exists()
    moments = [entry.find(f"{ATOM}updated").text for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert root.find(f"{ATOM}updated").text == max(moments)


def test_a_name_with_markup_breaks_neither_page_nor_feed(tmp_path):
    name = 'Funk & <b>"Loch"</b> $x$'
    loaded = with_posts(tmp_path / "c", {"a.md.j2": HEAD + "{{ campaign.name }}"}, name=name)
    blog.make(loaded)
    root = ET.fromstring((loaded.out / "blog" / "feed.xml").read_bytes())
    assert root.find(f"{ATOM}title").text == name
    assert "<b>" not in page_of(loaded, "a")


def test_without_an_address_of_its_own_the_site_links_to_itself(tmp_path):
    contact = {"name": "Wir", "email": "wir@kampagne.example"}
    loaded = with_posts(tmp_path / "c", {"a.md.j2": HEAD + "Text."}, contact=contact)
    blog.make(loaded)
    assert '<meta property="og:image" content="a.png">' in page_of(loaded, "a")
    feed = ET.fromstring((loaded.out / "blog" / "feed.xml").read_bytes())
    assert feed.find(f"{ATOM}id").text.startswith("tag:kampagne.example,")


def test_a_campaign_without_posts_has_an_empty_blog(tmp_path):
    loaded = made.campaign(tmp_path / "c")
    blog.make(loaded)
    assert "Noch keine Beiträge" in (loaded.out / "blog" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("posts", "hint"),
    [
        ({"a.md.j2": "Text."}, "needs a line `title"),
        ({"a.md.j2": "---\ntitle: x\n"}, "never closes"),
        ({"a.md.j2": "---\ntitle: [\n---\nx"}, "not readable as YAML"),
        ({"a.md.j2": HEAD.replace("---\n", "---\nas_of: morgen\n", 1)}, "as_of: expected day3"),
        ({"a.md.j2": HEAD.replace("Titel", "Es sind 700")}, "title: .*typed number"),
        ({"a.md.j2": HEAD + "Es sind 700."}, "holds a typed number"),
        ({"01-a.md.j2": HEAD, "02-a.md.j2": HEAD}, 'the address "a" is taken'),
        ({"index.md.j2": HEAD}, 'the address "index" is taken'),
        ({"ä b.md.j2": HEAD}, "expected a name of"),
    ],
)
def test_a_wrong_post_says_what_is_wrong_with_it(tmp_path, posts, hint):
    loaded = with_posts(tmp_path / "c", posts)
    with pytest.raises(CampaignError, match=hint):
        blog.posts(loaded)


def test_a_caveat_owed_by_a_title_is_owed_by_the_post(tmp_path):
    title = "title: '{{ fact(\"category.data_slow.share_pct\") }} langsam'"
    head = HEAD.replace("title: Titel", title)
    loaded = with_posts(tmp_path / "c", {"a.md.j2": head + "Text."})
    with pytest.raises(CampaignError, match="without its caveat named"):
        blog.posts(loaded)
    place = loaded.dir / "templates" / "posts" / "a.md.j2"
    place.write_text(head + "{{ caveats() }}", encoding="utf-8")
    assert "mehrere Störungen" in blog.posts(loaded)[0].body


def test_the_same_facts_give_the_same_bytes(campaign):
    before = {p.name: p.read_bytes() for p in (campaign.out / "blog").iterdir()}
    blog.make(campaign)
    assert {p.name: p.read_bytes() for p in (campaign.out / "blog").iterdir()} == before


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    loaded = with_posts(tmp_path_factory.mktemp("site") / "c")
    site.make(loaded)
    return loaded


def test_every_link_between_the_pages_leads_somewhere(whole):
    from html.parser import HTMLParser

    class Links(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.extend(v for k, v in attrs if k in ("href", "src") and v)

    pages = [p for p in whole.out.rglob("*.html") if "notebooks" not in p.parts]
    assert len(pages) > 8
    for page in pages:
        found: list[str] = []
        text = page.read_text(encoding="utf-8")
        Links().feed(text)
        for link in found:
            path, _, anchor = link.partition("#")
            if ":" in link or "notebooks/" in path:
                continue
            target = page.parent / path if path else page
            assert target.exists(), f"{page.name}: {link}"
            if anchor:
                assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), f"{page}: {link}"


def test_the_landing_page_leads_to_everything(whole):
    text = (whole.out / "index.html").read_text(encoding="utf-8")
    for part in (
        "letter/index.html",
        "letter/offener-brief.pdf",
        "letter/open-letter.pdf",
        "blog/auswertung.html",
        "press/pressemappe.zip",
        "press/faktenblatt.pdf",
        "notebooks/01_clean.html",
        "figure-ranking",
        "figure-map_rates",
        "Korrekturen",
        "anonymisierten Auszug",
    ):
        assert part in text


def test_a_correction_stands_on_the_landing_page(whole):
    path = whole.handmade / "published_corrections.csv"
    row = "2011-12-05,total.n_reports,7.700,,<b>doppelt</b> gezählt,\n"
    path.write_text("date,fact,was_de,was_en,reason_de,reason_en\n" + row, encoding="utf-8")
    site.index(whole)
    text = (whole.out / "index.html").read_text(encoding="utf-8")
    assert "5. Dezember 2011: Meldungen: bisher 7.700, jetzt 7.691. &lt;b&gt;doppelt" in text
    path.write_text(path.read_text("utf-8").replace("total.n_reports", "total.nix"), "utf-8")
    with pytest.raises(CampaignError, match="row 2: no fact"):
        site.index(whole)
    path.unlink()


def test_quoted_json_tells_which_page_quotes_what(whole):
    quoted = yaml.safe_load((whole.out / "quoted.json").read_text(encoding="utf-8"))
    assert "total.n_reports" in quoted["letter/index.html"]
    assert "day3.n_reports" in quoted["blog/erste-auswertung.html"]


def test_an_english_campaign_gets_english_pages(tmp_path):
    loaded = with_posts(
        tmp_path / "c",
        {"a.md.j2": HEAD + '{{ fact("total.n_reports") }}'},
        language="en",
        letter={"demands": {"en": ["Answer in public."]}, "signatories": []},
    )
    site.make(loaded)
    names = {p.relative_to(loaded.out).as_posix() for p in loaded.out.rglob("*") if p.is_file()}
    assert {"letter/index.html", "letter/open-letter.pdf", "press/press-kit.zip"} <= names
    assert not any("offener" in name for name in names)
    for name in ("index.html", "letter/index.html", "blog/a.html", "press/index.html"):
        text = (loaded.out / name).read_text(encoding="utf-8")
        assert '<html lang="en">' in text
        assert "7,691" in text
        assert "7.691" not in text


def test_the_press_kit_holds_letter_figures_tables_and_a_sheet_and_repeats_to_the_byte(whole):
    path = whole.out / "press" / "pressemappe.zip"
    with zipfile.ZipFile(path) as kit:
        names = set(kit.namelist())
        assert kit.testzip() is None
        table = kit.read("tabellen/maschinenlesbar/cities.csv").decode()
        assert whole.contact.email in kit.read("LIESMICH.txt").decode()
    assert {
        "faktenblatt.pdf",
        "brief/offener-brief.pdf",
        "abbildungen/ranking.svg",
        "abbildungen/ranking.csv",
        "tabellen/tabellen.xlsx",
        "tabellen/cities.csv",
        "tabellen/maschinenlesbar/cities-spalten.csv",
        "kurztexte/auswertung.txt",
        "kurztexte/auswertung.png",
    } <= names
    assert table.startswith("ags8,city,n_reports\n11000000,Berlin,1224\n")
    before = path.read_bytes()
    presskit.make(whole)
    assert path.read_bytes() == before


def test_a_table_that_is_not_listed_is_not_handed_out(whole):
    internal = whole.processed / "04_cells.parquet"
    store.write_parquet(pd.DataFrame({"cell": ["a"], "value": [3]}), internal)
    presskit.make(whole)
    with zipfile.ZipFile(whole.out / "press" / "pressemappe.zip") as kit:
        assert not any("cells" in name for name in kit.namelist())
    internal.unlink()


def test_a_formula_in_a_table_does_not_run_in_a_spreadsheet(whole):
    risky = pd.DataFrame({"ags8": ["11000000"], "city": ["=1+1"], "n_reports": [7]})
    kept = (whole.processed / "04_cities.parquet").read_bytes()
    store.write_parquet(risky, whole.processed / "04_cities.parquet")
    presskit.make(whole)
    with zipfile.ZipFile(whole.out / "press" / "pressemappe.zip") as kit:
        for name in ("tabellen/cities.csv", "tabellen/maschinenlesbar/cities.csv"):
            assert "'=1+1" in kit.read(name).decode()
    store.write_bytes(kept, whole.processed / "04_cities.parquet")
