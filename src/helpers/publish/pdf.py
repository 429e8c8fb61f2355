"""PDF: set Typst markup on A4, tagged for screen readers; nothing is fetched."""

import functools
import io
from datetime import UTC, datetime, time

import pypdf

from helpers.errors import CampaignError
from helpers.publish import page, template
from helpers.publish.media.typst import string
from helpers.settings import Settings

SIZES = ("10.5", "9.8", "9.2")
"""Sizes of the text in points, tried in this order."""
STANDARD = "ua-1"
"""PDF/UA-1: tagged, with language, title and alternative texts; the engine checks what it can."""


def meta(settings: Settings, lang: str, title: str, summary: str) -> dict:
    """Return what both layouts need: title, summary, author, language, day, and the page foot."""
    stamp = page.stamp(settings, lang)
    checked = f"SHA-256 {stamp['hash']}"
    foot = [f"{settings.name} · {stamp['count']} · {stamp['status']} · {checked}", stamp["note"]]
    return {
        "title": title,
        "summary": summary,
        "author": settings.contact.name,
        "lang": lang,
        "day": settings.as_of,
        "foot": [line for line in foot if line],
    }


def compile_pdf(settings: Settings, layout: str, head: dict, body: str, most_pages: int) -> bytes:
    """Set `body` (Typst markup) by the function `layout` of templates/letter.typ; return the PDF.

    Long texts are set smaller, down to a size that is still easy to read, so that they stay within
    `most_pages`; what is longer even then keeps the smallest size and takes the pages it needs.
    Same input, same bytes: dates are those of `as_of`, fonts those of the packages.
    Raises CampaignError with the engine's message.
    """
    for size in SIZES:
        document = _document(settings, layout, {**head, "size": size}, body)
        if len(pypdf.PdfReader(io.BytesIO(document)).pages) <= most_pages:
            break
    return document


def _document(settings: Settings, layout: str, head: dict, body: str) -> bytes:
    """Set one document in one size."""
    import typst

    source = template.find(settings, "letter.typ").read_text(encoding="utf-8")
    arguments = ", ".join(f"{key}: {_value(value)}" for key, value in head.items())
    text = f"{source}\n#show: {layout}.with({arguments})\n{body}"
    when = datetime.combine(settings.as_of, time(12), UTC)
    try:
        compiler = typst.Compiler(
            text.encode(), root=settings.out, font_paths=_fonts(), ignore_system_fonts=True
        )
        made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=when)
    except typst.TypstError as error:
        raise CampaignError(f"templates/letter.typ ({layout}): {error.message}") from error
    assert isinstance(made, bytes)  # one document, one file
    return made


@functools.cache
def _fonts() -> object:
    """Return the fonts that the engine and matplotlib ship; those of the machine stay out."""
    import matplotlib
    import typst

    folder = f"{matplotlib.get_data_path()}/fonts/ttf"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


def _value(value: object) -> str:
    """Write a value of the head as a Typst expression."""
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "(" + "".join(f"{string(item)}, " for item in value) + ")"
    return f"datetime(year: {value.year}, month: {value.month}, day: {value.day})"
