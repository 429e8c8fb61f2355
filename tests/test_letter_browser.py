"""Promises about a number in the browser: pointer and keyboard show what it is."""

import pytest
from publish_fixtures import with_posts

from helpers.publish import site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    loaded = with_posts(tmp_path_factory.mktemp("browser") / "c")
    site.make(loaded)
    return loaded


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, campaign):
    """Open a page with the network blocked; fail on any console error or request that leaves."""
    left, errors, contexts = [], [], []

    def open_page(path, width=1440):
        context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda r: left.append(r.url) if "file:" not in r.url[:5] else None)
        page.goto((campaign.out / path).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in left if not url.startswith("data:")] == []


PAGES = ["index.html", "letter/index.html", "blog/index.html", "blog/auswertung.html",
         "press/index.html", "letter/en.html"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [375, 1440])
def test_no_page_scrolls_sideways_not_even_with_a_note_open(visit, path, width):
    page = visit(path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for number in page.locator("a[data-fact]").all()[:12]:
        number.focus()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_number_shows_what_it_is_by_pointer_and_by_keyboard(visit):
    page = visit("letter/index.html")
    number = page.locator('a[data-fact="total.n_reports"]').first
    tip = page.locator(f"#{number.get_attribute('aria-describedby')}")
    assert not tip.is_visible()
    number.hover()
    assert tip.is_visible()
    assert "n = 7.691" in tip.inner_text()
    tip.hover()
    assert tip.is_visible(), "the note can be reached by the pointer"
    page.mouse.move(0, 0)
    assert not tip.is_visible()
    number.focus()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_every_number_can_be_reached_by_the_tab_key(visit):
    page = visit("blog/erste-auswertung.html")
    wanted = page.locator("a[data-fact]").count()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
        if name:
            reached.add(name)
    assert len(reached) == wanted > 0


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(visit, path):
    from axe_playwright_python.sync_playwright import Axe

    page = visit(path)
    found = [
        (violation["id"], violation["nodes"][0]["html"])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert found == []
