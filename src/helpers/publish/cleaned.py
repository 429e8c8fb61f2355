"""Cleaned: HTML of notebook outputs, reduced to what a page of ours may hold and made accessible.

An output may carry text that people wrote. Whatever is not on the lists below goes: scripts,
styles, frames, event handlers, anything that is fetched from another place.
"""

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

TAGS = frozenset(
    """a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img kbd li mark ol p picture pre q s section small source span
    strong sub summary sup table tbody td tfoot th thead time tr u ul var""".split()  # noqa: SIM905
)
DROPPED_WHOLE = frozenset(
    ["script", "style", "iframe", "object", "embed", "form", "noscript", "template", "svg", "math"]
)
"""Elements that go with all they hold; other unknown elements leave their text."""
ATTRIBUTES = {
    "*": {"id", "class", "lang", "title", "role", "tabindex", "aria-label", "aria-hidden"},
    "a": {"href", "download"},
    "img": {"src", "alt", "width", "height", "loading"},
    "source": {"srcset", "media"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "details": {"open"},
    "ol": {"start"},
    "time": {"datetime"},
}
LINKS = {"href": ("http", "https", "mailto"), "src": (), "srcset": ()}
"""Schemes that an address may have beside none; pictures may also be data: of an image."""


@dataclass(frozen=True)
class Cleaned:
    """HTML for the inside of a page, its first heading and its first paragraph as text."""

    html: str
    title: str
    lead: str


def clean(html: str, table: str = "Table") -> Cleaned:
    """Reduce `html` to allowed elements and attributes, and set headings and tables in order.

    table: what a table is called in its caption, in the language of the page.

    Headings: one h1, no level skipped, each with an id made of its words. Tables: head cells with
    scope, numbers to the right, a caption, and a container of its own to scroll in.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    _point_at_files(soup)
    _say_plain_words(soup)
    _reduce(soup)
    title = soup.find("h1")
    lead = title.find_next("p") if title else soup.find("p")
    words = _text(title), _shorten(_text(lead))
    _order_headings(soup)
    ours = [found for found in soup.find_all("table") if found.parent.get("role") != "region"]
    for number, found in enumerate(ours, start=1):
        _make_accessible(soup, found, f"{table} {number}")
    return Cleaned(str(soup), *words)


def slug(heading: str) -> str:
    """Turn a heading into the id that it has on the page, for links from facts.

    >>> slug("Which rows count, and why do the others not?")
    'which-rows-count-and-why-do-the-others-not'
    """
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")


def _point_at_files(soup: "BeautifulSoup") -> None:
    """Show the files of our figures in place of the pictures that a notebook carries itself."""
    for attribute in ("src", "srcset"):
        for element in soup.find_all(attrs={f"data-{attribute}": True}):
            element[attribute] = element[f"data-{attribute}"]


def _say_plain_words(soup: "BeautifulSoup") -> None:
    """Show a text that a cell returned as a sentence, without Python's quotation marks."""
    for result in soup.find_all("pre", class_="result"):
        try:
            said = ast.literal_eval(result.get_text())
        except (ValueError, SyntaxError):
            continue
        if isinstance(said, str):
            result.name, result.string = "p", said
            result["class"] = "said"


def _reduce(soup: "BeautifulSoup") -> None:
    """Take away every element, attribute, comment and address that is not on the lists."""
    from bs4.element import PreformattedString

    for comment in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        comment.extract()
    for element in soup.find_all(list(DROPPED_WHOLE)):
        element.decompose()
    for element in soup.find_all(True):
        if element.name not in TAGS:
            element.unwrap()
            continue
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(element.name, set())
        element.attrs = {
            key: value
            for key, value in element.attrs.items()
            if key in allowed and (key not in LINKS or _harmless(key, str(value), element.name))
        }


def _harmless(attribute: str, address: str, element: str) -> bool:
    """Tell whether an address stays on this site, or is a plain link or a picture in the page.

    >>> _harmless("src", "../figures/a.svg", "img"), _harmless("src", "//evil.example/a", "img")
    (True, False)
    >>> _harmless("href", "java\\tscript:alert(1)", "a")
    False
    """
    plain = re.sub(r"[\x00-\x20]", "", address).lower()
    if plain.startswith(("//", "\\\\", "/\\", "\\/")):
        return False
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain)
    if scheme is None:
        return "," not in plain if attribute == "srcset" else True
    if attribute == "src" and element == "img" and re.match(r"data:image/(png|jpeg);", plain):
        return True
    return scheme[1] in LINKS[attribute]


def _order_headings(soup: "BeautifulSoup") -> None:
    """Let one h1 stand first, skip no level below it, and name each heading by its words."""
    headings = soup.find_all(re.compile("^h[1-6]$"))
    for heading in headings:
        heading.attrs.pop("id", None)
    last, seen = 0, {element["id"] for element in soup.find_all(id=True)}
    for heading in headings:
        level = min(int(heading.name[1]), last + 1) if last else 1
        level = max(level, 2) if last else level
        heading.name = f"h{level}"
        last = level
        name = slug(_text(heading)) or "section"
        unique, count = name, 2
        while unique in seen:
            unique, count = f"{name}-{count}", count + 1
        seen.add(unique)
        heading["id"] = unique


def _make_accessible(soup: "BeautifulSoup", table: "Tag", name: str) -> None:
    """Give a table of an output scopes, a caption and a container in which it scrolls."""
    table.attrs.pop("class", None)
    _join_head(table)
    _drop_plain_index(table)
    for cell in table.find_all("th"):
        if not _text(cell):
            cell.name = "td"
            cell.attrs.pop("scope", None)
        elif not cell.get("scope"):
            cell["scope"] = "col" if cell.find_parent("thead") else "row"
    _align_numbers(table)
    _mark_days_and_unknown(table)
    _say_that_it_is_empty(soup, table)
    heading = table.find_previous(re.compile("^h[1-6]$"))
    if not table.find("caption"):
        caption = soup.new_tag("caption")
        caption.string = f"{name}: {_text(heading)}" if heading else name
        table.insert(0, caption)
    label = _text(table.find("caption"))
    region = {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label}
    table.wrap(soup.new_tag("div", attrs=region))


def _join_head(table: "Tag") -> None:
    """Move the names of the index, which pandas writes as a head row of its own, into the first."""
    rows = table.thead.find_all("tr") if table.thead else []
    if len(rows) != 2:
        return
    first, second = (row.find_all(["th", "td"]) for row in rows)
    pairs = list(zip(first, second, strict=False))
    if len(first) != len(second) or any(_text(a) and _text(b) for a, b in pairs):
        return
    for above, below in pairs:
        if _text(below):
            above.string = _text(below)
    rows[1].decompose()


def _drop_plain_index(table: "Tag") -> None:
    """Take away the nameless first column when it only counts the rows from 0."""
    rows, head = _cells(table.tbody), _cells(table.thead)
    counts = [_text(cells[0]) for cells in rows if cells]
    if len(head) != 1 or not rows or counts != [str(place) for place in range(len(rows))]:
        return
    first = head[0][0]
    if _text(first) or rows[0][0].name != "th":
        return
    for cell in (first, *(cells[0] for cells in rows)):
        cell.decompose()


def _cells(part: "Tag | None") -> list[list["Tag"]]:
    """List the cells of a table's head or body, row by row."""
    return [row.find_all(["th", "td"]) for row in part.find_all("tr")] if part else []


def _say_that_it_is_empty(soup: "BeautifulSoup", table: "Tag") -> None:
    """Write "none" into a table without rows, so that it is not taken for a fault."""
    head = _cells(table.thead)
    if table.tbody and head and not _cells(table.tbody):
        row, cell = soup.new_tag("tr"), soup.new_tag("td", attrs={"colspan": str(len(head[-1]))})
        cell.string = "none"
        row.append(cell)
        table.tbody.append(row)


def _align_numbers(table: "Tag") -> None:
    """Set columns that hold only numbers to the right, and group the digits of long ones.

    Codes are no numbers: a column with a leading zero, or named ags5, ags8, stays as it is.
    """
    rows = [row.find_all(["th", "td"]) for row in table.tbody.find_all("tr")] if table.tbody else []
    heads = (
        [row.find_all(["th", "td"]) for row in table.thead.find_all("tr")] if table.thead else []
    )
    for place in range(max((len(cells) for cells in rows), default=0)):
        column = [cells[place] for cells in rows if len(cells) > place]
        above = [cells[place] for cells in heads if len(cells) > place]
        texts = [_text(cell) for cell in column]
        known = [text for text in texts if text not in _UNKNOWN]
        is_code = any(re.match(r"0\d", text) for text in known) or any(
            _text(cell).startswith("ags") for cell in above
        )
        if is_code or not known or not all(_NUMBER.fullmatch(text) for text in known):
            continue
        for cell, text in zip(column, texts, strict=True):
            if cell.name == "td" and re.fullmatch(r"\d{5,}", text):
                cell.string = f"{int(text):,}"
        for cell in column + above:
            cell["class"] = "number"


def _mark_days_and_unknown(table: "Tag") -> None:
    """Keep a day in one line, and write a dash where pandas writes its marks for unknown."""
    for cell in table.find_all("td"):
        text = _text(cell)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            cell["class"] = "number"
        elif text in _MARKS:
            cell.string = "–"


_NUMBER = re.compile(r"[-−+]?\d[\d.,\s]*(e[-+]\d+)?\s?%?")
_MARKS = ("NaN", "nan", "<NA>", "None", "NaT")
_UNKNOWN = ("", "–", "...", *_MARKS)


def _text(element: "Tag | None") -> str:
    """Return an element's words, single-spaced."""
    return " ".join(element.get_text(" ", strip=True).split()) if element else ""


def _shorten(text: str, most: int = 160) -> str:
    """Cut a text between words.

    >>> _shorten("one two three", 8)
    'one two …'
    """
    return text if len(text) <= most else text[: most + 1].rsplit(" ", 1)[0] + " …"
