"""Disclosure: a report in plain words on what the extract keeps, and what it could still give."""

import functools
import json
from pathlib import Path

import jinja2
import pandas as pd

from helpers import extract, facts, store, style, wording
from helpers.extract.coarsen import PLACE_AND_WEEK, STEPS, smallest_class
from helpers.extract.texts import REASONS
from helpers.facts import Fact
from helpers.settings import Settings

LEVELS = {
    "district": ("Stadtteil", "city district"),
    "city": ("Stadt", "city"),
    "kreis": ("Kreis", "Kreis"),
    "land": ("Land", "Land"),
    "": ("nicht genannt", "not named"),
}
"""How exactly a row may say where: column, German and English word."""


def measure(made: extract.Extract, settings: Settings) -> dict[str, object]:
    """Count what the report tells: k reached, what was coarsened, left out, and what is unique.

    Returns plain numbers and lists, as they stand in disclosure.json.
    """
    rows, log, lang = made.rows, made.log, settings.language
    classes = rows.groupby(PLACE_AND_WEEK)["categories"].agg(["size", "nunique"])
    single = ~rows.duplicated([*PLACE_AND_WEEK, "categories"], keep=False)
    uniform = classes[classes["nunique"] == 1]
    unique = int((~rows.duplicated(keep=False)).sum())
    emptied = log["coarsened"].str.split("|")
    full = settings.privacy.description == "full"
    texts = log.loc[~log["left_out"], "text_left_out"] if full else pd.Series([], dtype="str")
    return {
        "k": settings.privacy.k,
        "k_reached": smallest_class(rows),
        "description": settings.privacy.description,
        "max_length": settings.privacy.description_max_length,
        "n_reports": made.n_reports,
        "n_consent": made.n_consent,
        "n_rows": len(rows),
        "n_left_out": int(log["left_out"].sum()),
        "columns": [extract.headers(lang)[name] for name in extract.told(rows, settings)],
        "steps": [
            [words[lang == "en"], int(emptied.map(lambda c, s=s: s in c).sum())]
            for s, *words in STEPS
        ],
        "precision": _precision(rows, lang),
        "text_reasons": [
            [REASONS[key][lang == "en"], int((texts == key).sum())] for key in REASONS
        ],
        "n_text_left_out": int((texts != "").sum()),
        "n_single": int(single.sum()),
        "single_share": float(single.mean()) if len(rows) else 0.0,
        "k_over_faults": settings.privacy.k_over_faults,
        "n_unique": unique,
        "unique_share": unique / len(rows) if len(rows) else 0.0,
        "n_classes": len(classes),
        "n_uniform_classes": len(uniform),
        "n_uniform_rows": int(uniform["size"].sum()),
    }


def write(settings: Settings, measured: dict[str, object], release: str) -> list[Path]:
    """Write the report for the public: Markdown, and reports/disclosure.json.

    Stage 08 makes the page reports/disclosure.html of the Markdown, in the shell of all pages.
    """
    paths = [settings.processed / "06_disclosure.md", settings.out / "disclosure.json"]
    store.write_text(render(settings, measured, release), paths[0])
    content = json.dumps({**measured, "status": release}, ensure_ascii=False, indent=1)
    store.write_text(content + "\n", paths[1])
    return paths


def render(settings: Settings, measured: dict[str, object], release: str) -> str:
    """Return the report as Markdown."""
    places = [settings.dir / "templates", settings.home / "templates"]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(places),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # Markdown; the page that is made of it escapes
        trim_blocks=True,
        lstrip_blocks=True,
    )
    known = (style.number, style.percent, style.day)
    environment.filters |= {
        function.__name__: functools.partial(_said, function, settings.language)
        for function in known
    }
    return environment.get_template(f"disclosure.{settings.language}.md.j2").render(
        **measured,
        campaign=settings.name,
        operator=wording.forms(settings, settings.language)["operator"],
        word=wording.forms(settings, settings.language),
        has_faults=bool(settings.categories),
        contact=f"{settings.contact.name}, {settings.contact.email}",
        as_of=settings.as_of,
        status=release,
    )


def precision(measured: dict[str, object]) -> pd.DataFrame:
    """Return how exactly the rows say where and when, as a table to read."""
    counted = zip(LEVELS.values(), measured["precision"], strict=True)
    rows = [[words, *counts] for (_, words), (_, *counts) in counted]
    return pd.DataFrame(rows, columns=["finest place", "with week", "without week"])


def steps(measured: dict[str, object]) -> pd.DataFrame:
    """Return how many rows each step of coarsening changed, as a table to read."""
    done = [[words, n] for (*_, words), (_, n) in zip(STEPS, measured["steps"], strict=True)]
    left_out = ["row left out", measured["n_left_out"]]
    return pd.DataFrame([*done, left_out], columns=["step", "rows"])


def say(measured: dict[str, object]) -> str:
    """Say in a sentence what is handed out and how well people are hidden in it."""
    return (
        f"{measured['n_rows']:,} of {measured['n_consent']:,} reports with consent are handed out, "
        f"{measured['n_left_out']:,} had to be left out; each combination of place and week stands "
        f"in at least {measured['k_reached']} rows (asked for: {measured['k']})."
    )


def stated(measured: dict[str, object], settings: Settings) -> dict[str, Fact]:
    """State the facts about the extract that letter and pages may quote."""
    german, english = (wording.forms(settings, lang)["for_operator"] for lang in ("de", "en"))
    words = {
        "n_rows": (f"Zeilen im Auszug {german}", f"rows in the extract {english}"),
        "n_consent": (
            "Meldungen, deren Absender der Weitergabe zugestimmt haben",
            "reports whose senders agreed to hand them on",
        ),
        "n_left_out": (
            "Meldungen mit Zustimmung, die wegen zu kleiner Gruppen fehlen",
            "reports with consent that are left out because their group is too small",
        ),
    }
    counted = {
        f"extract.{name}": facts.count(measured[name], *texts) for name, texts in words.items()
    }
    k = measured["k_reached"]
    what = ("kleinste Gruppe gleicher Orte und Wochen", "smallest group of like places and weeks")
    return {
        **counted,
        "extract.k": Fact(k, str(k), str(k), *what, unit="rows", n=measured["n_rows"]),
    }


def _said(function, language: str, value: object) -> str:
    return function(value, language)


def _precision(rows: pd.DataFrame, language: str) -> list[list[object]]:
    """Count rows by the finest place that they name, with and without the week."""
    finest = pd.Series("", index=rows.index, dtype="str")
    for level in ("land", "kreis", "city", "district"):
        finest = finest.mask(rows[level] != "", level)
    dated = rows["week"] != ""
    return [
        [
            words[language == "en"],
            int(((finest == level) & dated).sum()),
            int(((finest == level) & ~dated).sum()),
        ]
        for level, words in LEVELS.items()
    ]
