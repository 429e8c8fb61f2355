"""Promises about the sample campaign's finished pages: numbers, links, traces."""

import csv
import functools
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote

import pypdf
import pytest

from helpers.publish import page, site

PLAIN = {"day", "share"}
"""Columns whose name says all that there is to say."""
PAGES = ("index.html", "letter/*.html", "blog/*.html", "press/*.html")


class Parsed(HTMLParser):
    """Links, ids and facts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links, self.ids, self.facts = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.ids.add(known.get("id"))
        self.links += [known[key] for key in ("href", "src") if known.get(key)]
        if "data-fact" in known:
            self.facts.append((known["data-fact"], known["href"]))


@functools.cache
def parsed(path) -> Parsed:
    return Parsed(path.read_text(encoding="utf-8"))


def pages(sample):
    found = [path for pattern in PAGES for path in sorted(sample.out.glob(pattern))]
    assert len(found) >= 5
    return found


def test_each_link_of_each_page_leads_to_a_file_and_a_place_in_it(sample):
    for path in pages(sample):
        for link in parsed(path).links:
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = unquote(link).partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), f"{path.name}: {link}"
            if anchor and target.suffix == ".html":
                assert anchor in parsed(target).ids, f"{path.name}: {link}"


def test_each_number_of_each_page_is_a_fact_of_the_run_and_leads_to_its_notebook(sample):
    facts = json.loads((sample.processed / "facts.json").read_text(encoding="utf-8"))["facts"]
    for path in pages(sample):
        for name, href in parsed(path).facts:
            assert f"notebooks/{facts[name]['notebook']}.html" in href


def test_each_page_prints_n_day_name_hash_and_that_it_is_a_sample(sample):
    stamp = page.stamp(sample)
    assert stamp["count"].startswith("7.69")
    for path in pages(sample):
        text = path.read_text(encoding="utf-8")
        lang = "en" if path.name == "en.html" else "de"
        for part in page.stamp(sample, lang).values():
            assert part in text, path.name
        assert sample.name in text


def test_the_letters_pdf_has_at_most_three_pages_and_the_fact_sheet_one(sample):
    for name in ("offener-brief", "open-letter"):
        reader = pypdf.PdfReader(sample.out / "letter" / f"{name}.pdf")
        assert len(reader.pages) <= 3
        text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
        assert page.published_hash(sample) in text
    assert len(pypdf.PdfReader(sample.out / "press" / "faktenblatt.pdf").pages) == 1


@pytest.mark.parametrize("city", ["Berlin", "Hamburg", "München", "Mannheim", "Köln"])
def test_the_letter_names_the_cities_with_most_reports(sample, city):
    assert city in (sample.out / "letter" / "offener-brief.txt").read_text(encoding="utf-8")


def test_publishing_again_changes_no_byte(sample):
    def bytes_of(folder):
        return {p.name: p.read_bytes() for p in (sample.out / folder).iterdir()}

    before = {name: bytes_of(name) for name in ("letter", "blog", "press")}
    site.make(sample)
    assert {name: bytes_of(name) for name in before} == before


def test_each_column_of_the_press_kits_tables_has_a_meaning_in_both_languages(sample):
    with zipfile.ZipFile(sample.out / "press" / "pressemappe.zip") as kit:
        names = [name for name in kit.namelist() if name.endswith("-spalten.csv")]
        assert len(names) >= 9
        for name in names:
            table = kit.read(name.replace("-spalten", "")).decode()
            told = list(csv.DictReader(io.StringIO(kit.read(name).decode())))
            assert [row["column"] for row in told] == next(csv.reader([table.splitlines()[0]]))
            for row in told:
                assert row["meaning"] != row["column"] or row["column"] in PLAIN, (name, row)
                assert row["bedeutung"] not in ("", row["column"]), (name, row)
