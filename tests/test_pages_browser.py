"""Pages in a browser: every page of the finished sample, with the network cut."""

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from helpers.settings import Settings

pytestmark = pytest.mark.browser

HARMLESS = ("file:", "data:", "blob:", "about:")
WIDTHS = (375, 1440)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator:
    """Debian's Chromium without a network: every name leads nowhere."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic",
                  "--host-resolver-rules=MAP * ~NOTFOUND"],
        )  # fmt: skip
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(sample: Settings) -> list[Path]:
    """All HTML pages under reports/."""
    found = sorted(sample.out.rglob("*.html"))
    assert len(found) > 10
    return found


@pytest.fixture(scope="module")
def visits(browser, pages: list[Path], sample: Settings) -> dict[str, dict]:
    """Open each page at each width once; note what happened, for the tests below."""
    noted: dict[str, dict] = {}
    for path in pages:
        name = path.relative_to(sample.out).as_posix()
        noted[name] = {"console": [], "requests": [], "wide": {}, "axe": []}
        for width in WIDTHS:
            view = browser.new_page(viewport={"width": width, "height": 900})
            _listen(view, noted[name])
            view.goto(path.as_uri(), wait_until="load")
            noted[name]["wide"][width] = view.evaluate("document.documentElement.scrollWidth")
            noted[name]["broken"] = view.evaluate(_BROKEN)
            if width == WIDTHS[0]:
                noted[name]["axe"] = _violations(view)
            view.close()
    return noted


def _listen(view, noted: dict) -> None:
    view.on(
        "console",
        lambda m: noted["console"].append(m.text) if m.type in ("error", "warning") else None,
    )
    view.on("pageerror", lambda error: noted["console"].append(str(error)))
    view.on(
        "request",
        lambda r: None if r.url.startswith(HARMLESS) else noted["requests"].append(r.url),
    )
    view.on("requestfailed", lambda r: noted["requests"].append(f"failed: {r.url}"))


def _violations(view) -> list[str]:
    found = Axe().run(view).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


_BROKEN = """() => [...document.images]
    .filter(image => image.complete && image.naturalWidth === 0).map(image => image.src)"""


def test_no_page_asks_another_place_for_anything(visits):
    assert {name: v["requests"] for name, v in visits.items() if v["requests"]} == {}


def test_no_page_writes_an_error_to_the_console(visits):
    assert {name: v["console"] for name, v in visits.items() if v["console"]} == {}


def test_no_page_scrolls_sideways_on_a_telephone_or_a_desk(visits):
    too_wide = {
        (name, width): seen
        for name, visit in visits.items()
        for width, seen in visit["wide"].items()
        if seen > width
    }
    assert too_wide == {}


def test_axe_finds_nothing_serious(visits):
    found = {name: v["axe"] for name, v in visits.items() if v["axe"]}
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


def test_the_checks_of_this_file_would_notice(browser):
    view, noted = browser.new_page(), {"console": [], "requests": []}
    _listen(view, noted)
    view.set_content(
        """<html><body><img src="https://example.org/x.png"><input>
        <p style="color:#ccc">faint</p><script>missing()</script></body></html>"""
    )
    view.wait_for_timeout(200)
    assert any("example.org" in request for request in noted["requests"])
    assert any("missing" in line for line in noted["console"])
    assert {line.split(":")[0] for line in _violations(view)} >= {"image-alt", "label"}
    view.close()


def test_every_picture_is_there(visits):
    assert {name: v["broken"] for name, v in visits.items() if v["broken"]} == {}


TEXTS = """() => {
  const sheet = document.querySelector("svg").getBoundingClientRect();
  const texts = [...document.querySelectorAll("svg text")]
    .map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([words, box]) => words.trim() && box.width > 0);
  const found = texts.filter(([, box]) => box.left < sheet.left - 1 || box.right > sheet.right + 1
    || box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1).map(([words]) => words);
  texts.forEach(([one, a], place) => texts.slice(place + 1).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 1.5 && high > 0.3 * Math.min(a.height, b.height)) found.push(`${one} / ${other}`);
  }));
  return [texts.length, found];
}"""
"""How many texts a picture has, and which of them are cut or lie on another."""


def test_no_text_of_a_picture_is_cut_or_lies_on_another(browser, sample):
    view = browser.new_page()
    for path in sorted((sample.out / "figures").glob("*.svg")):
        view.goto(path.as_uri())
        number, found = view.evaluate(TEXTS)
        assert number > 3, path.name
        assert found == [], path.name


def test_every_link_inside_the_site_leads_somewhere(pages, sample):
    lost = []
    for path in pages:
        for link in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find_all(
            href=True
        ):
            address, _, anchor = link["href"].partition("#")
            if ":" in address or (not address and not anchor):
                continue
            target = (path.parent / address).resolve() if address else path
            if target.is_dir():
                target = target / "index.html"
            if not target.exists():
                lost.append(f"{path.relative_to(sample.out)}: {link['href']}")
            elif anchor and target.suffix == ".html":
                text = target.read_text(encoding="utf-8")
                if f'id="{anchor}"' not in text:
                    lost.append(f"{path.relative_to(sample.out)}: {link['href']}")
    assert lost == [], "\n".join(lost)


def test_every_page_has_the_basics(pages, sample):
    poor = []
    for path in pages:
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        name = path.relative_to(sample.out).as_posix()
        levels = [int(h.name[1]) for h in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        steps = itertools.pairwise(levels)
        checks = {
            "title": bool(soup.title and soup.title.string.strip()),
            "lang": soup.html.get("lang") in ("de", "en"),
            "description": bool((soup.find("meta", {"name": "description"}) or {}).get("content")),
            "one h1": levels.count(1) == 1 and levels[:1] == [1],
            "heading order": all(b <= a + 1 for a, b in steps),
            "alt": all(image.get("alt") for image in soup.find_all("img")),
            "policy": bool(soup.find("meta", {"http-equiv": "Content-Security-Policy"})),
        }
        poor += [f"{name}: {check}" for check, passed in checks.items() if not passed]
    assert poor == []


def test_every_page_prints_n_day_campaign_hash_and_that_it_is_synthetic(pages, sample):
    from helpers.publish import page

    mark = page.published_hash(sample)
    for path in pages:
        text = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text(" ")
        assert mark in text, path
        assert sample.name in text, path
        assert "7.691" in text or "7,691" in text, path
        assert "November 2011" in text, path
        assert "künstlich" in text or "synthetic" in text, path
