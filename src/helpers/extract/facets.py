"""Facets: what a description says about the fault, in fixed words instead of the sender's own.

Which facets there are belongs to the campaign (`facets` in campaign.yml); without any, nothing is
said. Each answers one question (how fast, since when, at what time of day …) with one of a few
values, so that the phrase helps to find a fault and hardly tells whose it is. Numbers become bands.

A value is stated only where one clause says it plainly: no question, no condition, nothing past, no
negation beside it, no other subject (`facets.never` of the campaign). What is unclear is left out.
"""

import re

import pandas as pd

from helpers.settings.sections import Facet, Facets

SEPARATOR = "; "

_SENTENCE = re.compile(r"[^.!?;\n]+(?:\.(?=\d)[^.!?;\n]+)*[.!?;\n]*")
_CLAUSE = re.compile(
    r",\s+|\s+[–-]\s+|:\s+|\s(?=(?:aber|sondern|trotzdem|obwohl|während|dafür|statt|und)\s)"
)
_UNSURE = re.compile(
    r"\?|\b(?:wenn|falls|sofern|ob|würde\w*|hätte\w*|könnte\w*|wäre\w*|sollte\w*|soll|früher\w*|damals|"
    r"bis vor|vorher|einst|ehemals|war|waren|hatte|hatten|angenommen|angeblich|hoffentlich|bitte)\b"
)
"""Questions, conditions, wishes, the past."""

_NEGATION = re.compile(r"\b(?:nicht|nichts|kein\w*|nie|niemals|ohne|kaum|weder|nirgends|niemand)\b")


def code(texts: pd.Series, facets: Facets) -> pd.Series:
    """Return the coded phrase of each description, "" where nothing is stated.

    texts: redacted descriptions. facets: those of the campaign.

    >>> slow = Facet(facet="Tempo", value="langsam", says=r"\\blangsam\\b")
    >>> code(pd.Series(["Sehr langsam.", "Nicht langsam", "Langsam?"]), Facets(said=[slow]))
    0    Tempo: langsam
    1
    2
    dtype: str
    """
    distinct = texts.fillna("").astype("str").unique()
    phrases = {text: _phrase(text, facets) for text in distinct}
    return texts.fillna("").map(phrases).astype("str")


def _phrase(text: str, facets: Facets) -> str:
    """Join what the clauses of one text state: `Facet: value + value; Facet: value`."""
    clauses = [clause for clause in _clauses(text.lower()) if clause]
    stated: dict[str, list[str]] = {}
    for each in facets.said:
        if each.single and each.facet in stated:
            continue
        if value := _value(clauses, each, facets.never):
            stated.setdefault(each.facet, []).append(value)
    return SEPARATOR.join(f"{facet}: {' + '.join(values)}" for facet, values in stated.items())


def _clauses(text: str) -> list[str]:
    """Cut a text into clauses; a question or a condition holds for its whole sentence."""
    found = []
    for sentence in _SENTENCE.findall(text):
        whole = sentence.strip()
        if whole.endswith("?"):
            continue
        parts = [part.strip() for part in _CLAUSE.split(whole)]
        conditional = re.match(r"(?:wenn|falls|sofern|ob)\b", whole)
        found += [] if conditional else parts
    return found


def _value(clauses: list[str], facet: Facet, never: str) -> str:
    """Return the value that a clause states, or ""."""
    numbers = []
    for clause in clauses:
        for match in re.finditer(facet.says, clause):
            rest = clause[: match.start()] + " " + clause[match.end() :]
            if not _is_plain(clause, rest, facet, never):
                continue
            if not facet.bands:
                return facet.value
            number = float(match["number"].replace(",", "."))
            numbers.append(number * facet.units.get(match["unit"].replace(" ", ""), 1))
    if not numbers:
        return ""
    number = (max if facet.largest else min)(numbers)
    return next((name for limit, name in facet.bands.items() if number <= limit), facet.beyond)


def _is_plain(clause: str, rest: str, facet: Facet, never: str) -> bool:
    """Tell whether a clause says it of the sender's own fault, now, and without negation."""
    if _UNSURE.search(rest) or (not facet.negated and _NEGATION.search(rest)):
        return False
    if facet.unless and re.search(facet.unless, clause):
        return False
    return bool(facet.elsewhere or not never or not re.search(never, clause))
