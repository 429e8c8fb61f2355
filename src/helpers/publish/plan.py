"""Plan: the page that holds the operator's plan and answers against the places of trouble."""

import re

import pandas as pd

from helpers import figures, store, style, wording
from helpers.buildout import plans
from helpers.buildout.finding import CAVEAT
from helpers.buildout.state import WORDS as COVERAGE
from helpers.publish import context, folder, page
from helpers.settings import HOME, Settings

FOLDER = "plan"
FIGURES = ("plan_places", "plan_reach", "follow_up")
WORDS = {
    "de": {
        "title": "Was der Ausbauplan <from_operator> erreicht",
        "about": "Ort für Ort: was im Plan steht, was <operator> antwortet, was Menschen sagen, "
        "und ob die Meldungen zurückgingen.",
        "places": "Ort für Ort",
        "sort": "Ein Klick auf eine Überschrift sortiert die Tabelle.",
        "unread": "Einträge, die sich nicht oder nicht ganz lesen lassen",
        "unread_about": "Sie zählen als unklar. Kein Ort gilt ihretwegen als ausgelassen.",
        "worth": "Was am meisten brächte",
        "worth_about": "Orte, die in keinem lesbaren Eintrag stehen. Überschuss: Meldungen über "
        "dem, was Größe und Art erwarten lassen; in Klammern 95-%-Intervalle.",
        "changes": "Was sich am Plan geändert hat",
        "quiet": "ohne Hinweis",
        "said": "angekündigt",
        "answers": "Was <operator> antwortet und was Menschen sagen",
        "unsaid": "nicht gedruckt",
        "compared": "Vorher und nachher",
        "effect": "Gemessen an Orten derselben Liste ohne Maßnahme.",
        "heads": {
            "kreis": "Ort", "n_reports": "Meldungen", "coverage": "Im Plan",
            "parts_planned": "Teile", "measures": "Maßnahmen", "next_due": "Termin",
            "row": "Zeile", "entry": "Eintrag", "problem": "Grund", "excess": "Überschuss",
            "version": "Fassung", "change": "Änderung", "place": "Ort", "measure": "Maßnahme",
            "due_before": "bisher", "due": "jetzt", "said": "Verzug", "replies": "Antwort",
            "planned": "geplant bis", "done": "erledigt am", "fixed": "Behoben? ja / teils / nein",
            "windows": "Meldungen vorher / nachher", "role": "Rolle",
            "score": "bis zur Auswahl", "before": "vorher", "after": "nachher",
        },
        "changed": {
            "added": "neu", "dropped": "gestrichen", "delayed": "später", "undated": "Termin "
            "gestrichen", "earlier": "früher", "dated": "jetzt mit Termin", "kept": "unverändert",
        },
        "roles": {"treated": "Maßnahme erledigt", "control": "zum Vergleich",
                  "left_out": "nicht verglichen"},
    },
    "en": {
        "title": "What the plan of <operator> reaches",
        "about": "Place by place: what the plan says, what <operator> answers, what people say, "
        "and whether reports fell.",
        "places": "Place by place",
        "sort": "A click on a heading sorts the table.",
        "unread": "Entries that cannot be read, or not in full",
        "unread_about": "They count as unclear. No place counts as left out because of them.",
        "worth": "What would add most",
        "worth_about": "Places that no readable entry names. Excess: reports above what size and "
        "type let expect; 95% intervals in brackets.",
        "changes": "What changed in the plan",
        "quiet": "without a word",
        "said": "announced",
        "answers": "What <operator> answers, and what people say",
        "unsaid": "not printed",
        "compared": "Before and after",
        "effect": "Measured against places of the same list without a measure.",
        "heads": {
            "kreis": "Place", "n_reports": "Reports", "coverage": "In the plan",
            "parts_planned": "Parts", "measures": "Measures", "next_due": "Date",
            "row": "Row", "entry": "Entry", "problem": "Reason", "excess": "Excess",
            "version": "Version", "change": "Change", "place": "Place", "measure": "Measure",
            "due_before": "before", "due": "now", "said": "Delay", "replies": "Answer",
            "planned": "planned until", "done": "done on", "fixed": "Fixed? yes / partly / no",
            "windows": "Reports before / after", "role": "Role", "score": "until chosen",
            "before": "before", "after": "after",
        },
        "changed": {
            "added": "new", "dropped": "dropped", "delayed": "later", "undated": "date dropped",
            "earlier": "earlier", "dated": "now dated", "kept": "unchanged",
        },
        "roles": {"treated": "measure done", "control": "for comparison",
                  "left_out": "not compared"},
    },
}  # fmt: skip
REASONS = {
    "place not clear": "Ort nicht eindeutig",
    "place not found": "Ort nicht gefunden",
    "district not found": "Stadtteil nicht gefunden",
    "date not readable": "Termin nicht lesbar",
    "day of completion not readable": "Tag der Erledigung nicht lesbar",
    "said to be done on a day to come": "erledigt an einem Tag, der noch kommt",
    "done, but nobody says when": "erledigt, aber ohne Tag",
    "neither reply nor date": "weder Antwort noch Termin",
    "none given": "keiner genannt",
    "named in a plan or answer, and not done in time": "im Plan oder einer Antwort genannt, nicht "
    "rechtzeitig erledigt",
    "done before the time before ended": "schon vor dem Vergleichszeitraum erledigt",
    "an entry may mean it": "ein Eintrag meint den Ort vielleicht",
}
"""German words for the reasons that stage 07 gives."""


def make(settings: Settings) -> dict[str, list[str]]:
    """Write reports/plan/index.html, if there is a plan or answer; return page → facts quoted."""
    lang = settings.language
    words = {
        key: wording.fill(said, settings, lang) if isinstance(said, str) else said
        for key, said in WORDS[lang].items()
    }
    content = context.facts(settings)["facts"]
    claim = content.get("follow_up.effect")
    title = words["title"]
    known = set(figures.names(settings))
    script = (HOME / "templates" / "sort.js").read_text(encoding="utf-8")
    tables = _tables(settings, words, lang)
    if not tables and not claim:
        return folder.remove(settings, FOLDER)
    html = page.render(
        settings,
        "plan.html",
        title=title,
        description=words["about"],
        root="../",
        here=f"{FOLDER}/index.html",
        scripts=[script] if tables else [],
        says=words,
        tables=tables,
        shown=[figures.block(settings, name, "../") for name in FIGURES if name in known],
        effect=claim[lang] if claim else "",
        caveat=CAVEAT[lang],
    )
    folder.replace(settings, FOLDER, {"index.html": html.encode()})
    return {f"{FOLDER}/index.html": ["follow_up.effect"] if claim else []}


def _tables(settings: Settings, words: dict, lang: str) -> list[dict]:
    """Return the page's tables: id, title, what stands above, heads, rows of (text, sort key)."""
    made = [
        _places(store.read(settings, "07_buildout"), lang),
        _unread(plans.newest(store.read(settings, "07_plan")), lang),
        _worth(store.read(settings, "07_worth"), lang),
        _changes(store.read(settings, "07_changes"), words, lang),
        _answers(store.read(settings, "07_replies"), words, lang),
        _unread_answers(store.read(settings, "07_answers"), lang),
        _compared(store.read(settings, "07_compared"), words, lang),
    ]
    if store.read(settings, "07_plan").empty:
        made = made[4:]
    about = {"places": words["sort"], "unread": words["unread_about"],
             "worth": words["worth_about"], "compared": words["effect"]}  # fmt: skip
    return [
        {
            "id": name,
            "title": words[name.removesuffix("_answers")],
            "about": about.get(name, ""),
            "heads": [words["heads"][head] for head in heads],
            "rows": rows,
        }
        for name, heads, rows in made
        if rows
    ]


def _places(table: pd.DataFrame, lang: str):
    heads = ["kreis", "n_reports", "coverage", "parts_planned", "measures", "next_due"]
    rows = [
        [
            _cell(row.kreis),
            _number(row.n_reports, lang),
            _cell(COVERAGE[row.coverage][lang == "en"]),
            _cell(row.parts_planned),
            _cell(row.measures),
            _day(row.next_due, lang),
        ]
        for row in table.itertuples()
    ]
    return "places", heads, rows


def _unread(plan: pd.DataFrame, lang: str):
    rows = [
        [
            _number(row.source_row, lang),
            _cell(", ".join(x for x in (row.city_raw, row.district_raw, row.measure) if x)),
            _cell(_reason(row.problem, lang)),
        ]
        for row in plan[plan["problem"].ne("")].itertuples()
    ]
    return "unread", ["row", "entry", "problem"], rows


def _unread_answers(table: pd.DataFrame, lang: str):
    named = table.rename(columns={"reply": "measure"})
    _, heads, rows = _unread(named, lang)
    return "unread_answers", heads, rows


def _worth(table: pd.DataFrame, lang: str):
    def interval(value, low, high):
        return (style.interval(value, low, high, lang, 0), _key(value))

    rows = [
        [
            _cell(row.kreis),
            interval(row.n_reports, row.lower, row.upper),
            interval(row.excess, row.lower_excess, row.upper_excess),
        ]
        for row in table.itertuples()
    ]
    return "worth", ["kreis", "n_reports", "excess"], rows


def _changes(table: pd.DataFrame, words: dict, lang: str):
    moved = table[table["change"].ne("kept")]
    late = {True: words["said"], False: words["quiet"]}
    rows = [
        [
            _number(row.version, lang),
            _cell(words["changed"][row.change]),
            _cell(row.place),
            _cell(row.measure),
            _day(row.due_before, lang),
            _day(row.due, lang),
            _cell(late[row.said] if row.change in ("delayed", "undated") else ""),
        ]
        for row in moved.itertuples()
    ]
    heads = ["version", "change", "place", "measure", "due_before", "due", "said"]
    return "changes", heads, rows


def _answers(table: pd.DataFrame, words: dict, lang: str):
    def several(*counts):
        if all(pd.isna(count) for count in counts):
            return _cell(words["unsaid"])
        return (" / ".join(style.number(count, lang) for count in counts), _key(counts[0]))

    rows = [
        [
            _cell(row.kreis),
            _cell(row.replies),
            _day(row.due, lang),
            _day(row.done, lang),
            several(row.fixed_yes, row.fixed_partly, row.fixed_no),
            several(row.n_before_window, row.n_after_window),
        ]
        for row in table.itertuples()
    ]
    return "answers", ["kreis", "replies", "planned", "done", "fixed", "windows"], rows


def _compared(table: pd.DataFrame, words: dict, lang: str):
    def role(row):
        why = _reason(row.role_why, lang)
        return _cell(words["roles"][row.role] + (f" ({why})" if why else ""))

    rows = [
        [
            _cell(row.kreis),
            role(row),
            _day(row.done, lang),
            _number(row.score, lang),
            _number(row.n_before_window, lang),
            _number(row.n_after_window, lang),
        ]
        for row in table.itertuples()
    ]
    return "compared", ["kreis", "role", "done", "score", "before", "after"], rows


def _reason(problem: str, lang: str) -> str:
    """Say a reason in the page's language; what the operator wrote stays."""
    if lang == "en" or not problem:
        return problem
    known = sorted(REASONS, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, known)), lambda found: REASONS[found[0]], problem)


def _cell(text: str) -> tuple[str, str]:
    return text, text.casefold()


def _number(value: object, lang: str) -> tuple[str, str]:
    return style.number(value, lang), _key(value)


def _key(value: object) -> str:
    return "" if pd.isna(value) else f"{float(value) + 1e9:016.3f}"


def _day(value: object, lang: str) -> tuple[str, str]:
    if pd.isna(value):
        return "", ""
    return style.day(value, lang), str(value)[:10]
