"""Finding: the facts about promises, answers, and before and after, in words that hold."""

import functools

import pandas as pd

from helpers import facts, style
from helpers.buildout.design import ROLES
from helpers.buildout.effect import LEAST_CONTROLS, LEAST_TREATED, Effect
from helpers.buildout.promises import STATUSES
from helpers.facts import Fact

STATUS_WORDS = {
    "announced": ("angekündigt", "announced"),
    "due": ("bald fällig", "due soon"),
    "overdue": ("überfällig", "overdue"),
    "kept": ("gehalten", "kept"),
    "broken": ("nicht gehalten", "broken"),
    "cannot be measured": ("nicht messbar", "cannot be measured"),
}
CAVEAT = {
    "de": "Verglichen sind veröffentlichte Zahlen von Meldungen, nicht die Fehler selbst: Wer noch "
    "meldet, entscheidet jeder für sich. Wo Maßnahmen stattfanden, hat kein Zufall entschieden. "
    "Dass eine Maßnahme erledigt ist, wissen wir nur von denen, die sie zugesagt haben. Ist sie es "
    "nur in einem Stadtteil, zählt sie hier für den ganzen Ort.",
    "en": "Compared are published counts of reports, not the faults themselves: whether to report "
    "again people decide for themselves. Where measures took place was not left to chance. That "
    "one is done we know only from those who promised it. If it is done in one district only, it "
    "counts here for the whole place.",
}
APART = {
    "de": " Alle Orte mit Maßnahme hatten zuvor mehr oder weniger Meldungen als die anderen; "
    "Ähnliche gibt es nicht.",
    "en": " All places with a measure had more, or fewer, reports than the others before; there "
    "are none alike.",
}


def of_promises(states: pd.DataFrame) -> dict[str, Fact]:
    """State how many promises there are, and how many of each status."""
    count = functools.partial(facts.count, anchor="promises")
    found = states["status"].value_counts()
    stated = {"promises.n": count(len(states), "Zusagen", "promises")}
    for status in STATUSES:
        de, en = STATUS_WORDS[status]
        name = f"promises.n_{status.replace(' ', '_')}"
        stated[name] = count(int(found.get(status, 0)), f"Zusagen: {de}", f"promises: {en}")
    return stated


def of_answers(answers: pd.DataFrame) -> dict[str, Fact]:
    """State how many answers the operator gave, and how many cannot be placed or read in full."""
    rows = answers.groupby("source_row")["problem"].agg(lambda said: said.ne("").any())
    count = functools.partial(facts.count, n=len(rows), anchor="answers")
    return {
        "answers.n": count(len(rows), "Antworten auf den Auszug", "answers on the extract"),
        "answers.n_unclear": count(
            int(rows.sum()), "Antworten, die nicht ganz lesbar sind", "answers not wholly readable"
        ),
    }


def of_places(listed: pd.DataFrame) -> dict[str, Fact]:
    """State how many places are compared, by role."""
    count = functools.partial(facts.count, n=len(listed), anchor="compared")
    words = {
        "treated": ("Orte mit erledigter Maßnahme", "places whose measure is done"),
        "control": ("Vergleichsorte ohne Maßnahme", "places without one, for comparison"),
        "left_out": ("Orte der Liste, die nicht verglichen werden", "places not compared"),
    }
    roles = listed["role"].value_counts() if len(listed) else {}
    return {f"follow_up.n_{role}": count(int(roles.get(role, 0)), *words[role]) for role in ROLES}


def of_effect(effect: Effect) -> dict[str, Fact]:
    """State the claim, or that it cannot be made, and what the data could have shown."""
    de, en = _sentences(effect)
    value = None if pd.isna(effect.ratio) else round(effect.ratio, 4)
    strength = "shown" if effect.verdict == "reduced" else "cannot be said"
    stated = {
        "follow_up.effect": Fact(
            value, de, en,
            "Meldungen nach der Maßnahme im Vergleich zu Orten ohne sie",
            "reports after the measure against places without it",
            "ratio", effect.n_treated + effect.n_controls, strength, "follow_up", "effect",
        )
    }  # fmt: skip
    if pd.notna(effect.smallest):
        stated["follow_up.smallest"] = Fact(
            round(effect.smallest, 4),
            style.percent(effect.smallest),
            style.percent(effect.smallest, "en"),
            "kleinster Rückgang, den diese Daten zeigen könnten",
            "smallest fall that these data could show",
            "share",
            anchor="effect",
        )
    return stated


def say(effect: Effect) -> str:
    """Say in English what the comparison gives."""
    return _sentences(effect)[1]


def _sentences(effect: Effect) -> tuple[str, str]:
    n, m = effect.n_treated, effect.n_controls
    if effect.why == "too_few":
        return (
            "Ob die Meldungen nach den Maßnahmen stärker zurückgehen als anderswo, lässt sich "
            f"nicht sagen: Vergleichbar sind {n} Orte mit erledigter Maßnahme und {m} ohne; nötig "
            f"sind mindestens {LEAST_TREATED} und {LEAST_CONTROLS}.",
            "Whether reports fall more after the measures than elsewhere cannot be said: "
            f"comparable are {n} places whose measure is done and {m} without; needed are at "
            f"least {LEAST_TREATED} and {LEAST_CONTROLS}.",
        )
    if effect.why == "drifted":
        return (
            "Ob die Meldungen wegen der Maßnahmen zurückgehen, lässt sich nicht sagen: An den "
            "Orten mit Maßnahme gingen sie schon vorher stärker zurück.",
            "Whether reports fall because of the measures cannot be said: in the places with a "
            "measure they fell more already before.",
        )
    fall, fall_en = style.percent(effect.smallest), style.percent(effect.smallest, "en")
    if effect.verdict == "not shown":
        return (
            "Ob die Meldungen nach den Maßnahmen stärker zurückgehen als anderswo, lässt sich aus "
            f"diesen Daten nicht sagen; verlässlich zeigen könnten sie einen Rückgang um {fall} "
            "oder mehr.",
            "Whether reports fall more after the measures than elsewhere cannot be said from "
            f"these data; they could reliably show a fall of {fall_en} or more.",
        )
    share, low, high = (1 - x for x in (effect.ratio, effect.upper, effect.lower))
    against = {
        "triple": (
            "Meldungen über die Fehler, die der Ausbau berührt, im Vergleich zu anderen Fehlern "
            "und Orten",
            "reports of the faults that the build-out touches, against other faults and places,",
        ),
        "double": ("Meldungen im Vergleich zu anderen Orten", "reports, against other places,"),
    }[effect.design]
    apart = {lang: "" if effect.overlap else APART[lang] for lang in ("de", "en")}
    return (
        f"Wo Maßnahmen erledigt sind ({n} Orte), gingen {against[0]} ({m}) um "
        f"{style.percent_interval(share, low, high)} zurück.{apart['de']}",
        f"Where measures are done ({n} places), {against[1]} ({m}) fell by "
        f"{style.percent_interval(share, low, high, 'en')}.{apart['en']}",
    )
