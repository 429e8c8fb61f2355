"""Address: take from a written address what names the place, and leave street and country out."""

import re
from collections.abc import Callable

from helpers.geocode.normalise import fold

STREET_ENDS = ("strasse", "platz", "weg", "allee", "gasse", "damm", "ufer", "chaussee",
               "steig", "stieg", "pfad", "promenade", "twiete", "zeile")  # fmt: skip
"""Ends of words that name a street; a known place whose name ends so is none."""

STREET_WORDS = frozenset([*STREET_ENDS, "ring"])
"""Words that name a street where other words stand before them ("Kölner Ring")."""

STREET_STARTS = frozenset(["am", "an", "auf", "im", "in", "zum", "zur", "beim", "hinter", "unter",
                           "vor", "obere", "untere", "alte", "neue"])  # fmt: skip
"""Words with which a street's name begins ("Am Bahnhof")."""

COUNTRY = frozenset(["deutschland", "germany", "brd", "allemagne", "bundesrepublik deutschland"])

ABROAD = frozenset([
    "oesterreich", "austria", "schweiz", "switzerland", "suisse", "svizzera", "liechtenstein",
    "luxemburg", "luxembourg", "frankreich", "france", "niederlande", "netherlands", "nederland",
    "holland", "belgien", "belgium", "daenemark", "denmark", "danmark", "polen", "poland", "polska",
    "tschechien", "czechia", "czech republic", "italien", "italy", "italia", "spanien", "spain",
    "england", "grossbritannien", "united kingdom", "uk", "usa", "united states", "ungarn",
    "hungary", "tuerkei", "turkey", "suedtirol", "elsass",
])  # fmt: skip
"""Countries and the like, as the last piece of an address: whatever stands before is there."""

_MASK = re.compile(r"\[[A-ZÄÖÜ][\w-]+\]")
_NUMBER = r"\d{1,4}\s?[a-zA-Z]?(?:\s?[-/+–]\s?\d{1,4}\s?[a-zA-Z]?)*\b"
_NUMBERED = re.compile(rf"^(.*[^\W\d].*?)\s*\b{_NUMBER}\.?$")
_AFTER_NUMBER = re.compile(
    rf"((?:str\.?|straße|strasse|platz|weg|allee|gasse|ring|damm|ufer)\s*{_NUMBER})\s+(?=[^\W\d]{{3}})",
    re.IGNORECASE,
)
"""The end of a street and its number before a word: "Hauptstr. 5 Köln"."""
_PIECES = re.compile(r"\s*[,;|\n]\s*")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_STOP = re.compile(
    r"^\s*(?:[SU]-?Bahn(?:hof)?|S-Bhf\.?|U-Bhf\.?|Haltestelle|Station)\s+(?=[^\W\d])", re.I
)
_INITIAL = re.compile(r"^\s*(?![dD]\.)[^\W\d_]\.\s*[A-ZÄÖÜ]")
_MAY_BE_STREET = re.compile(
    r"[,;|\n\[\d]|^\s*\w\.|(?:str\.?|straße|strasse|platz|weg|allee|gasse|ring|damm|ufer|chaussee"
    r"|steig|stieg|pfad|promenade|twiete|zeile)\W*$",
    re.IGNORECASE,
)

IsName = Callable[[list[str]], bool]


def place_in(text: str, is_name: IsName, is_district: IsName) -> str:
    """Return what of an address may name a place; "" where it is a street and nothing more.

    is_name: tells whether words are the name of a place as a whole; no such piece is a street.
    is_district: the same of a city district, which may stand before a street. What stands in
    brackets after a street may be one, too ("Geyergasse (Altstadt), Köln").

    >>> never = lambda words: False
    >>> place_in("Bahnhofplatz 6, Ottobrunn", never, never)
    'Ottobrunn'
    >>> place_in("[Adresse], Kiel, Germany", never, never)
    'Kiel'
    >>> place_in("Karl-Marx-Straße", never, never)
    ''
    """
    text = _STOP.sub("", text)
    if not _MAY_BE_STREET.search(text):
        return text
    pieces = list(filter(str.strip, _PIECES.split(_AFTER_NUMBER.sub(r"\1, ", text))))
    kept = []
    for piece in pieces:
        bare = _MASK.sub(" ", piece).strip(" -–/") if "[" in piece else piece
        if len(pieces) == 1:
            return "" if _is_only_street(bare, is_name) else bare
        if " ".join(fold(bare).split()) not in COUNTRY:
            kept += _without_street(bare, is_name, is_district)
    return ", ".join(filter(None, kept))


def is_abroad(text: str) -> bool:
    """Tell whether an address ends in another country.

    >>> is_abroad("Waidhofen an der Ybbs, Austria"), is_abroad("Polen")
    (True, False)
    """
    *before, last = _PIECES.split(text)
    return bool(before) and fold(last) in ABROAD


def _without_street(piece: str, is_name: IsName, is_district: IsName) -> list[str]:
    """Return what is left of a piece without its street: the piece, a district, or nothing."""
    words = fold(_BRACKET.sub(" ", piece)).split()
    if not words or is_name(words):
        return [piece]
    numbered = _NUMBERED.match(_BRACKET.sub(" ", piece).strip())
    named = fold(numbered[1]).split() if numbered else words
    if not (numbered or _is_typed(named) or named[0] in STREET_STARTS):
        return [piece]
    before = named[:-1]
    if before and named[-1] not in STREET_WORDS and is_district(before):
        return [" ".join(before)]
    return [inside for inside in _BRACKET.findall(piece) if inside.strip()]


def _is_only_street(text: str, is_name: IsName) -> bool:
    """Tell whether a text that stands alone is a street; a town before it ("Bonn Ring") is kept."""
    if _INITIAL.match(text):
        return True
    text = _BRACKET.sub(" ", text)
    numbered = _NUMBERED.match(text.strip())
    words = fold(numbered[1] if numbered else text).split()
    if not words or not _is_typed(words) or is_name(words):
        return False
    first, *rest = re.split(r"\s+", text.strip())
    one_name = not rest or "-" in first or rest[0][:1].isdigit()
    return one_name or fold(first) in STREET_STARTS or first.casefold().endswith(("er", "sche"))


def _is_typed(words: list[str]) -> bool:
    """Tell whether words end like a street's name."""
    last = words[-1] if words else ""
    return (
        last in STREET_WORDS
        if len(words) > 1 and last in STREET_WORDS
        else (last.endswith(STREET_ENDS) and last not in STREET_ENDS)
    )
