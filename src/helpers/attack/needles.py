"""Needles: what may stand nowhere in what we write: contact data and identifiers of the senders."""

import functools
import re
from dataclasses import dataclass

import pandas as pd

from helpers import gazetteer, intake, redact
from helpers.settings import Settings

TYPED = """
    test tester testname name vorname nachname anonym anonymous unbekannt niemand keine kein keiner
    egal asdf asdfasdf qwertz xxx max mustermann erika musterfrau john doe foo bar na nan none null
    com de org net example mail email
"""
PLACEHOLDERS = frozenset(TYPED.split())
"""Words that people type to fill a field; a field of nothing else is nobody's."""

TOKEN = re.compile(r"\w+")
LEAST_DIGITS = 5
DAY_AND_TIME = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}(?: \d{1,2}:\d{2}(?::\d{2})?)?")
"""When a report was sent; the ledger quotes it where it cannot be read."""


@dataclass(frozen=True)
class Needle:
    """One piece of personal data: its words in order, what it is, and the row it stands in."""

    words: tuple[str, ...]
    kind: str
    source: str


def collect(settings: Settings) -> tuple[list[Needle], pd.DataFrame]:
    """Return all needles of the campaign's raw reports, and the raw reports.

    A needle is a whole e-mail address or full name of a contact field, or an identifier that
    `redact.find` finds in a raw description, if it is long enough to mean one person (two words,
    or one with five digits). Placeholders are none.
    """
    raw = intake.read(settings)
    where = raw["source_file"] + ", row " + raw["source_row"].astype("str")
    found = redact.find(raw["description"], raw["contact_name"], raw["contact_email"])
    texts = raw["description"].to_numpy()
    pieces = [
        texts[row][start:end]
        for row, start, end in zip(found["row"], found["start"], found["end"], strict=True)
    ]
    in_texts = pd.DataFrame(
        {"text": pieces, "kind": found["kind"], "source": where.to_numpy()[found["row"]]}
    )
    fields = [
        pd.DataFrame({"text": raw[column], "kind": column, "source": where})
        for column in ("contact_email", "contact_name")
    ]
    every = pd.concat([*fields, in_texts], ignore_index=True)
    every = every[every["text"].fillna("") != ""].drop_duplicates("text")
    when = every["text"].map(DAY_AND_TIME.fullmatch).notna() & (every["kind"] != "birth")
    every = every[~when]
    needles = [Needle(words(text), kind, source) for text, kind, source in every.to_numpy()]
    return [needle for needle in needles if _means_somebody(needle)], raw


def words(text: str) -> tuple[str, ...]:
    """Split a text into the words by which it is searched.

    >>> words("Lutz.Jessen@example.net")
    ('lutz', 'jessen', 'example', 'net')
    """
    return tuple(TOKEN.findall(text.casefold()))


def _means_somebody(needle: Needle) -> bool:
    """Tell a whole address, number or full name from a word that could be anything."""
    if all(word in PLACEHOLDERS for word in needle.words):
        return False
    digits = sum(character.isdigit() for word in needle.words for character in word)
    if needle.kind == "contact_name":
        whole = [word for word in needle.words if len(word) > 1]
        return len(whole) > 1 and needle.words not in _place_names()
    return len(needle.words) > 1 or digits >= LEAST_DIGITS


@functools.lru_cache(maxsize=1)
def _place_names() -> frozenset[tuple[str, ...]]:
    """Return the names of places of several words, whole and in parts."""
    names = [*gazetteer.places()["name"], *gazetteer.districts()["district"]]
    split = {words(str(name)) for name in names}
    return frozenset(
        name[start:end]
        for name in split
        for start in range(len(name))
        for end in range(start + 2, len(name) + 1)
    )
