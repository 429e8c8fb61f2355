"""Disclosure: a report in plain words on what the extract keeps, and what it could still give."""

import functools
import json
from pathlib import Path

import jinja2
import numpy as np
import pandas as pd

from helpers import extract, facts, store, style, wording
from helpers.extract.coarsen import PLACE_AND_WEEK, STEPS, smallest_class
from helpers.extract.texts import REASONS
from helpers.facts import Fact
from helpers.protect import grid
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


def tell(measured: dict[str, object], language: str) -> dict[str, object]:
    """Return what readers learn of it: counts of rows in tens, shares in whole per cent.

    Exact numbers of rows that were coarsened or left out would, subtracted from each other, tell
    how few there are of a place and week, and from one release to the next of a single report.
    """
    k = measured["k"]

    def vague(count: int) -> str:
        (low,), (high,) = grid.interval(np.array([count]), np.array([1]), k)
        return style.count_range(*((low, high) if count else (0, 0)), language)

    exact = ("n_consent", "n_single", "n_unique", "n_uniform_rows", "n_text_left_out", "n_left_out")
    told = {name: value for name, value in measured.items() if name not in exact}
    return told | {
        "n_left_out": vague(measured["n_left_out"]),
        "n_text_left_out": vague(measured["n_text_left_out"]),
        "steps": [[words, vague(n)] for words, n in measured["steps"]],
        "precision": [[words, vague(a), vague(b)] for words, a, b in measured["precision"]],
        "text_reasons": [[words, vague(n)] for words, n in measured["text_reasons"]],
        "single_share": round(measured["single_share"], 2),
        "unique_share": round(measured["unique_share"], 2),
        "uniform_share": round(measured["n_uniform_rows"] / max(measured["n_rows"], 1), 2),
        "n_classes": vague(measured["n_classes"]),
        "n_uniform_classes": vague(measured["n_uniform_classes"]),
        "has_uniform": measured["n_uniform_classes"] > 0,
    }


def write(settings: Settings, told: dict[str, object], release: str) -> list[Path]:
    """Write the report for the public: Markdown, and reports/disclosure.json (of `tell`).

    Stage 08 makes the page reports/disclosure.html of the Markdown, in the shell of all pages.
    """
    paths = [settings.processed / "06_disclosure.md", settings.out / "disclosure.json"]
    store.write_text(render(settings, told, release), paths[0])
    content = json.dumps({**told, "status": release}, ensure_ascii=False, indent=1)
    store.write_text(content + "\n", paths[1])
    return paths


def render(settings: Settings, told: dict[str, object], release: str) -> str:
    """Return the report as Markdown; told: of `tell`."""
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
        **told,
        campaign=settings.name,
        operator=wording.forms(settings, settings.language)["operator"],
        word=wording.forms(settings, settings.language),
        has_faults=bool(settings.categories),
        contact=f"{settings.contact.name}, {settings.contact.email}",
        as_of=settings.as_of,
        status=release,
    )


def precision(told: dict[str, object]) -> pd.DataFrame:
    """Return how exactly the rows say where and when, as a table to read."""
    return pd.DataFrame(told["precision"], columns=["finest place", "with week", "without week"])


def steps(told: dict[str, object]) -> pd.DataFrame:
    """Return how many rows each step of coarsening changed, as a table to read."""
    return pd.DataFrame([*told["steps"], ["row left out", told["n_left_out"]]],
                        columns=["step", "rows"])  # fmt: skip


def say(told: dict[str, object]) -> str:
    """Say in a sentence what is handed out and how well people are hidden in it."""
    return (
        f"{told['n_rows']:,} reports are handed out; each combination of place and week stands in "
        f"at least {told['k_reached']} rows (asked for: {told['k']})."
    )


def stated(told: dict[str, object], settings: Settings) -> dict[str, Fact]:
    """State the facts about the extract that letter and pages may quote."""
    german, english = (wording.forms(settings, lang)["for_operator"] for lang in ("de", "en"))
    rows = f"Zeilen im Auszug {german}", f"rows in the extract {english}"
    k = told["k_reached"]
    what = ("kleinste Gruppe gleicher Orte und Wochen", "smallest group of like places and weeks")
    return {
        "extract.n_rows": facts.count(told["n_rows"], *rows),
        "extract.k": Fact(k, str(k), str(k), *what, unit="rows", n=told["n_rows"]),
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
