"""Press kit: the fact sheet (page and PDF), and a ZIP with figures, tables, letter and texts."""

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from helpers import figures, schema, spreadsheets, store, style
from helpers.publish import blog, folder, letter, page, pdf
from helpers.publish.media.html import Html
from helpers.publish.media.typst import Typst
from helpers.settings import Settings

WORDS = {
    "de": {
        "title": "Faktenblatt: {campaign}",
        "sheet_title": "Faktenblatt",
        "summary": "Die wichtigsten Zahlen der Kampagne „{campaign}“ auf einer Seite.",
        "dateline": "Stand der Zahlen: {day}",
        "sheet": "faktenblatt",
        "kit": "pressemappe",
        "sheet_label": "Faktenblatt als PDF",
        "kit_label": "Pressemappe als ZIP",
        "readme": "LIESMICH.txt",
        "columns": "spalten",
        "inside": [
            "faktenblatt.pdf        die wichtigsten Zahlen auf einer Seite",
            "brief/                 offener Brief als PDF und Text",
            "abbildungen/           jede Abbildung als SVG, PNG, CSV und mit Beschreibung (JSON)",
            "tabellen/tabellen.xlsx veröffentlichte Tabellen, je ein Blatt",
            "tabellen/              dieselben als CSV, für deutsche Tabellenprogramme",
            "tabellen/maschinenlesbar/  dieselben ungerundet, mit Beschreibung der Spalten",
            "kurztexte/             Kurztext und Vorschaubild zu jedem Beitrag",
        ],
        "use": "Nutzung mit Quellenangabe „{campaign}“ (CC BY 4.0). Karten zusätzlich mit der "
        "Quelle, die auf ihnen steht.",
    },
    "en": {
        "title": "Fact sheet: {campaign}",
        "sheet_title": "Fact sheet",
        "summary": "The main numbers of the campaign “{campaign}” on one page.",
        "dateline": "Figures as of {day}",
        "sheet": "fact-sheet",
        "kit": "press-kit",
        "sheet_label": "Fact sheet as PDF",
        "kit_label": "Press kit as ZIP",
        "readme": "README.txt",
        "columns": "columns",
        "inside": [
            "fact-sheet.pdf         the main numbers on one page",
            "letter/                open letter as PDF and text",
            "figures/               each figure as SVG, PNG, CSV, with its description (JSON)",
            "tables/tables.xlsx     published tables, a sheet each",
            "tables/                the same as CSV, for spreadsheets",
            "tables/machine-readable/  the same unrounded, with the columns explained",
            "texts/                 short text and picture for each post",
        ],
        "use": "Use with “{campaign}” named as the source (CC BY 4.0). Maps also with the source "
        "that stands on them.",
    },
}
FOLDERS = {
    "de": {"letter": "brief", "figures": "abbildungen", "tables": "tabellen", "texts": "kurztexte",
           "machine": "maschinenlesbar"},
    "en": {"letter": "letter", "figures": "figures", "tables": "tables", "texts": "texts",
           "machine": "machine-readable"},
}  # fmt: skip


def make(settings: Settings) -> dict[str, list[str]]:
    """Write reports/press/: fact sheet as page and PDF, and the kit; return page → quoted facts.

    Called after letter and blog, whose files go into the kit.
    """
    lang = settings.language
    words = WORDS[lang]
    sheet, quoted = fact_sheet(settings)
    html = _page(settings)
    kit = store.zipped(sorted({f"{words['sheet']}.pdf": sheet, **dict(_parts(settings))}.items()))
    files = {f"{words['sheet']}.pdf": sheet, "index.html": html, f"{words['kit']}.zip": kit}
    folder.replace(settings, "press", files)
    return {f"press/{words['sheet']}.pdf": quoted, "press/index.html": quoted}


def fact_sheet(settings: Settings) -> tuple[bytes, list[str]]:
    """Set the fact sheet as a PDF of one page; return it and the facts that it quotes."""
    lang = settings.language
    body = letter.render(settings, lang, Typst, "factsheet")
    title = WORDS[lang]["title"].format(campaign=settings.name)
    head = pdf.meta(settings, lang, title, WORDS[lang]["summary"].format(campaign=settings.name))
    head |= {"subject": title}
    return pdf.compile_pdf(settings, "sheet", head, body.text, 1), body.quoted


def _page(settings: Settings) -> bytes:
    lang = settings.language
    words = WORDS[lang]
    body = letter.render(settings, lang, Html, "factsheet")
    return page.render(
        settings,
        "factsheet.html",
        title=words["sheet_title"],
        description=words["summary"].format(campaign=settings.name),
        root="../",
        here="press/index.html",
        **letter.quote_parts(),
        body=Markup(body.text),
        subject=words["title"].format(campaign=settings.name),
        dateline=words["dateline"].format(day=style.day(settings.as_of, lang)),
        downloads=[
            (f"{words['sheet']}.pdf", words["sheet_label"]),
            (f"{words['kit']}.zip", words["kit_label"]),
        ],
    ).encode()


def _parts(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield what the kit holds beside the fact sheet, by its name in the kit."""
    lang = settings.language
    names = FOLDERS[lang]
    yield WORDS[lang]["readme"], _readme(settings).encode()
    for path in sorted((settings.out / "letter").glob("*")):
        if path.suffix in (".pdf", ".txt", ".png"):
            yield f"{names['letter']}/{path.name}", path.read_bytes()
    for name in figures.names(settings):
        for suffix in (".svg", ".png", ".csv", ".json"):
            path = settings.out / "figures" / f"{name}{suffix}"
            yield f"{names['figures']}/{path.name}", path.read_bytes()
    yield from _tables(settings, names["tables"], names["machine"])
    for path in sorted((settings.out / "blog").glob("*")):
        if path.suffix in (".txt", ".png"):
            yield f"{names['texts']}/{path.name}", path.read_bytes()


def _tables(settings: Settings, place: str, machine: str) -> Iterator[tuple[str, bytes]]:
    """Yield the published tables: as a workbook, for spreadsheets, and for programs."""
    lang = settings.language
    sheets = {}
    for name in handed_out():
        if not (settings.processed / f"04_{name}.parquet").exists():
            continue
        frame = store.read(settings, f"04_{name}")
        sheets[name] = spreadsheets.readable(f"04_{name}", frame, lang)
        yield f"{place}/{name}.csv", spreadsheets.csv(f"04_{name}", frame, lang)
        yield f"{place}/{machine}/{name}.csv", _csv(store.neutralise(frame))
        columns = f"{place}/{machine}/{name}-{WORDS[lang]['columns']}.csv"
        yield columns, _csv(meanings(name, frame))
    if sheets:
        book = spreadsheets.workbook(sheets, lang, settings.name, settings.contact.name)
        yield f"{place}/{place}.xlsx", book


def handed_out() -> list[str]:
    """List the tables of stage 04 that the kit holds, without `04_` (`kit` in the registry)."""
    listed = [name for name, table in schema.TABLES.items() if table.kit]
    return [name.removeprefix("04_") for name in listed]


def meanings(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Say what the columns of a published table mean: `column, unit, meaning, bedeutung`."""
    known = schema.TABLES[f"04_{name}"].columns
    rows = [(key, known[key].unit, known[key].en, known[key].de) for key in frame.columns]
    return store.neutralise(
        pd.DataFrame(rows, columns=["column", "unit", "meaning", "bedeutung"], dtype="str")
    )


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _readme(settings: Settings) -> str:
    lang = settings.language
    words, stamp = WORDS[lang], page.stamp(settings, lang)
    lines = [settings.name, "=" * len(settings.name), "", *words["inside"], ""]
    lines += [words["use"].format(campaign=settings.name), ""]
    lines += [stamp["count"], stamp["status"], f"SHA-256 {stamp['hash']}", stamp["note"]]
    lines += ["", blog.WORDS[lang]["contact"].format(
        name=settings.contact.name, email=settings.contact.email)]  # fmt: skip
    return "\n".join(lines) + "\n"
