"""Disclosure: the report on the extract, as a page in the shell of all pages."""

from pathlib import Path

from markupsafe import Markup

from helpers import wording
from helpers.publish import page
from helpers.publish.cleaned import clean
from helpers.settings import Settings

SOURCE = "06_disclosure.md"
TARGET = "disclosure.html"


def write(settings: Settings) -> Path | None:
    """Write reports/disclosure.html from the Markdown that stage 06 wrote.

    Done once the facts are known, because each page prints the hash of what is published.
    Returns the page, or None where there is no report.
    """
    from markdown_it import MarkdownIt

    source = settings.processed / SOURCE
    if not source.exists():
        return None
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    report = clean(
        markdown.render(source.read_text(encoding="utf-8")),
        table={"de": "Tabelle", "en": "Table"}[settings.language],
    )
    text = page.render(
        settings,
        "base.html",
        title=report.title,
        description=_DESCRIPTION[settings.language].format(
            **wording.forms(settings, settings.language)
        ),
        root="",
        here=TARGET,
        language=settings.language,
        body=Markup(report.html),
    )
    return page.write(settings, TARGET, text)


_DESCRIPTION = {
    "de": "Was {operator} von den Meldungen bekommt, wie gut die Meldenden darin verborgen sind "
    "und was der Auszug trotzdem verraten könnte.",
    "en": "What {operator} gets of the reports, how well people are hidden in it, and what the "
    "extract could still give away.",
}
