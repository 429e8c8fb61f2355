"""Forms: the ways in which people shorten an official municipality name."""

import itertools
import re

from helpers.geocode.normalise import FILLERS, fold, key, skeleton

FULL, PLAINLY, BARE, PART = 1, 2, 3, 4
"""Ranks: the official name; it without its dots ("Munchen"); the name without what tells it apart;
one half of a double name."""

LETTERS = "~"
"""Marks keys with single letters ("Weil a. R."): only texts with such letters are found by them, so
that Weilar stays another place."""

TAILS = {
    "main": "m", "rhein": "rh", "oder": "o", "saale": "s", "donau": "do", "breisgau": "br",
    "oberpfalz": "opf", "oberfranken": "ofr", "unterfranken": "ufr", "mittelfranken": "mfr",
    "niederbayern": "nb", "westfalen": "westf", "pfalz": "pf", "oldenburg": "oldb", "thueringen":
    "thuer", "sachsen": "sa", "vogtland": "vogtl", "erzgebirge": "erzgeb", "oberlausitz": "ol",
    "lausitz": "nl", "wuerttemberg": "wuertt", "ostfriesland": "ostfr", "holstein": "holst",
    "schwaben": "schw", "bayern": "bay", "hessen": "hess", "neckar": "n", "ruhr": "r", "lahn": "l",
    "weinstrasse": "weinstr", "hoehe": "h", "tauber": "t", "westerwald": "ww", "schwarzwald":
    "schwarzw", "allgaeu": "allg", "sieg": "s", "lech": "l", "havel": "h", "spree": "sp",
}  # fmt: skip
"""Last words of names and how they are abbreviated."""

_LONG = {short: long for long, short in TAILS.items() if len(short) > 1}
_QUALIFIER = re.compile(
    r"\s*[(/,].*|(?<=\S)\s+(?:am|an|auf|bei|im|in|ob|unter|vor|vorm|von|zur|zum)\s.*"
    r"|(?<=\S)\s+(?:[abiv]\.|a\b|b\b|o\.).*|(?<=\S)\s+[a-z]\.\s?d\..*"
)
_TITLE = re.compile(r"^(?:hansestadt|lutherstadt|heilbad|ostseebad|seebad|thermalbad|reuterstadt) ")
_PREFIX = re.compile(r"^(?:bad|hann\.|markt|stadt|flecken) ")
DESIGNATIONS = (
    "hansestadt", "landeshauptstadt", "hauptstadt", "bundeshauptstadt", "bundesstadt",
    "universitaetsstadt", "kreisstadt", "kreisfreie stadt", "lutherstadt", "wissenschaftsstadt",
    "freie und hansestadt", "freie hansestadt", "freistadt", "gemeinde", "samtgemeinde",
    "verbandsgemeinde", "stadtgemeinde", "stadt", "grosse kreisstadt", "stadtkreis", "vg",
    "ortsgemeinde", "ostseebad", "nordseebad", "seebad", "freie hanse und universitaetsstadt",
    "sg", "amt", "insel",
)  # fmt: skip
"""Titles that people and offices write before or after a name."""


def of(name: str) -> dict[str, int]:
    """Return the keys under which a municipality is found, each with its rank.

    name: official name without the title after its comma.

    >>> sorted(of("Weiden i.d.OPf.").items())
    [('weiden', 3), ('weidenidoberpfalz', 1), ('weidenidopf', 1), ('weidenoberpfalz', 1), ...]
    >>> sorted(of("Frankfurt am Main"))
    ['frankfurt', 'frankfurtammain', 'frankfurtmain', '~frankfurtam', ...]
    """
    keys: dict[str, int] = {}
    ways = ((False, FULL),) if name.isascii() else ((False, FULL), (True, PLAINLY))
    for dotless, rank in ways:
        for full in _unilingual(name):
            for spelling in _spellings(fold(full, dotless).split()):
                keys.setdefault(spelling, rank)
    for dotless, _ in ways:
        for bare, rank in _shorter(name):
            words = fold(bare, dotless).split()
            for short in {key(words), skeleton(words)}:
                keys.setdefault(short, rank)
    for long in [name for name in keys if "sankt" in name]:
        keys.setdefault(long.replace("sankt", "st"), keys[long])
    return {short: rank for short, rank in keys.items() if len(short) > 1}


def bare(name: str) -> str:
    """Return the name without what tells it apart from others ("Halle (Saale)" → "Halle")."""
    return _QUALIFIER.sub("", name.strip()).strip() or name


def _unilingual(name: str) -> list[str]:
    """List the name and what is left of it without a last part after a slash (often Sorbian)."""
    if "/" not in name:
        return [name]
    parts = re.split(r"\s*/\s*", name)
    fronts = ["/".join(parts[:n]) for n in range(2, len(parts))]
    if len(parts) > 1 and "(" in parts[0]:
        fronts.append(parts[0])
    return [name, *fronts]


def _spellings(words: list[str]) -> set[str]:
    """Spell one full name: with and without little words, last word abbreviated or spelt out."""
    if len(words) < 2:
        return {key(words)}
    spellings = {key(words), skeleton(words)}
    *head, last = words
    others = [other for other in (TAILS.get(last), _LONG.get(last)) if other]
    for other in others:
        mark = LETTERS if len(other) == 1 else ""
        spellings |= {mark + key([*head, other]), mark + skeleton([*head, other])}
    front = list(itertools.takewhile(lambda word: word not in FILLERS, words))
    initials = "".join(word[0] for word in words[1:] if word in FILLERS)
    if initials and len(front) < len(words) - 1:
        spellings |= {LETTERS + key(front) + initials + tail for tail in [last, *others, last[0]]}
    return spellings


def _shorter(name: str) -> list[tuple[str, int]]:
    """List the shorter names: without qualifier, without title, halves of a double name."""
    base = bare(name)
    if base == name and "-" not in name and " " not in name:
        return []
    shorter = [(base, BARE)]
    for prefix, rank in ((_TITLE, BARE), (_PREFIX, PART)):
        without = prefix.sub("", base.casefold())
        if without != base.casefold():
            shorter.append((without, rank))
            break
    second = re.split(r"\s*/\s*", name)[1:]
    shorter += [(other, PART) for other in second if len(other) > 4 and not other.isascii()]
    halves = re.split(r"\s*-\s*", base)
    if len(halves) == 2:
        shorter += [(half, PART) for half in halves if len(half) > 4]
    return shorter
