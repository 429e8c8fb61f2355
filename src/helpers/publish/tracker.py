"""Tracker: the page of the operator's promises, and an entry of the feed when a status changes."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from helpers import style, wording
from helpers.buildout import promises
from helpers.buildout.finding import STATUS_WORDS
from helpers.publish import folder, page
from helpers.settings import Settings

FOLDER = "promises"
WORDS = {
    "de": {
        "title": "Was {operator} zugesagt hat und was daraus geworden ist",
        "about": "Jede Zusage mit Termin, Maßstab, Stand und Beleg.",
        "promise": "Zusage",
        "status": "Stand",
        "where": "Ort",
        "when": "Termin",
        "measure": "Woran es sich prüfen lässt",
        "evidence": "Beleg",
        "source": "Quelle",
        "unknown": "nicht genannt",
        "no_measure": "Dafür gibt es keinen Maßstab, den wir prüfen könnten.",
        "since": "{status}, seit {day}",
        "history": "Was sich wann geändert hat",
        "same": "Angaben sinngemäß, keine wörtlichen Zitate.",
        "changed": "Zusage „{what}“: {status}",
    },
    "en": {
        "title": "What {operator} promised, and what became of it",
        "about": "Each promise with its date, measure, status and evidence.",
        "promise": "Promise",
        "status": "Status",
        "where": "Place",
        "when": "Date",
        "measure": "How it can be checked",
        "evidence": "Evidence",
        "source": "Source",
        "unknown": "not named",
        "no_measure": "There is no measure that we could check.",
        "since": "{status}, since {day}",
        "history": "What changed when",
        "same": "In our words, no quotations.",
        "changed": "Promise “{what}”: {status}",
    },
}


@dataclass(frozen=True)
class Entry:
    """An entry of the feed: a promise's status changed."""

    slug: str
    title: str
    summary: str
    day: date
    lang: str
    body: str
    file: str


def make(settings: Settings) -> dict[str, list[str]]:
    """Write reports/promises/index.html, if there is a promise; return page → facts quoted."""
    lang = settings.language
    words = WORDS[lang]
    known = promises.read(settings)
    if known.empty:
        return folder.remove(settings, FOLDER)
    found = promises.log(settings, known)
    states = promises.states(known, found, settings.as_of)
    title = words["title"].format(**wording.forms(settings, lang))
    html = page.render(
        settings,
        "promises.html",
        title=title,
        description=words["about"],
        root="../",
        here=f"{FOLDER}/index.html",
        says=words,
        promises=[_row(one, lang, words) for one in states.itertuples()],
        history=[
            {"day": style.day(entry.day, lang), "title": entry.title, "summary": entry.summary}
            for entry in reversed(entries(settings))
        ],
    )
    folder.replace(settings, FOLDER, {"index.html": html.encode()})
    return {f"{FOLDER}/index.html": []}


def entries(settings: Settings) -> list[Entry]:
    """List the changes of status as entries of the feed, the oldest first, each with evidence."""
    lang = settings.language
    known = promises.read(settings)
    changes = promises.events(known, promises.log(settings, known), settings.as_of)
    what = dict(zip(known["id"], known[f"what_{lang}"], strict=True))
    return [
        Entry(
            slug=f"promise-{one.id}-{one.date.date()}-{one.status.replace(' ', '-')}",
            title=WORDS[lang]["changed"].format(
                what=what[one.id].rstrip("."), status=_status(one.status, lang)
            ),
            summary=f"{getattr(one, f'evidence_{lang}')} ({WORDS[lang]['source']}: {one.source})",
            day=one.date.date(),
            lang=lang,
            body="",
            file=f"../{FOLDER}/index.html#{one.id}",
        )
        for one in changes.itertuples()
    ]


def _row(one: object, lang: str, words: dict) -> dict[str, str]:
    status = _status(one.status, lang)
    due = style.day(one.due, lang) if pd.notna(one.due) else ""
    when = getattr(one, f"by_when_{lang}")
    if pd.notna(one.since):
        status = words["since"].format(status=status, day=style.day(one.since, lang))
    return {
        "id": one.id,
        "kind": one.status.replace(" ", "-"),
        "what": getattr(one, f"what_{lang}"),
        "who": one.who,
        "status": status,
        "where": one.where or words["unknown"],
        "when": " · ".join(part for part in (when, due) if part) or words["unknown"],
        "measure": getattr(one, f"measure_{lang}") or words["no_measure"],
        "evidence": getattr(one, f"evidence_{lang}"),
        "source": one.evidence_source or one.source,
    }


def _status(status: str, lang: str) -> str:
    return STATUS_WORDS[status][lang == "en"]
