"""Postcodes: read them out of any field, and let them narrow what a text may mean."""

import re
from collections import Counter
from typing import NamedTuple

from helpers.geocode.fuzzy import Speller
from helpers.geocode.index import Index
from helpers.geocode.normalise import fold, key
from helpers.geocode.places import BIG_CITY, TOWN, Place
from helpers.geocode.reading import DOUBTS, Found, Reading, laender_of, unique
from helpers.geocode.texts import Reader

_DIGIT = re.compile(r"\d")
_FIVE = re.compile(r"(?<![\d.,])(?:D\s?-\s?)?(\d{5})(?![\d])")
_SPACED = re.compile(r"^\s*(\d{2})\s(\d{3})\s*$|^\s*(\d{3})\s(\d{2})\s*$")
_FOUR = re.compile(r"^\s*(\d{4})(?:[.,]0)?\s*$")
_FOUR_FIRST = re.compile(r"^\s*(?:D\s?-\s?)?(\d{4})\s+(?=[^\W\d]{3})")
WRONG = 0.005
"""So many postcodes are wrong."""

MANY, NEARLY_ALL = 6, 0.85
"""A Kreis has a postcode's unknown villages where it has so many, and such a share, of the known.

Of 86 such places that the gazetteer was made to lack, 84 lay there (benchmarks --leave-out)."""

NEXT_DOOR_KM = 20
"""So near is a municipality to a postcode's places that a table may lack it there."""

_KEEPS_OUT = frozenset({"foreign", "train", "road", "airport", "two_places", "around"})
"""Reasons that a postcode does not overrule: where the trouble was is not where someone lives."""
_OVERRULED = frozenset(
    {"foreign_homonym", "region_homonym", "around", "two_places", "loose_district", *DOUBTS,
     "qualifier", "unknown_rest"}
)  # fmt: skip
"""Reasons that a postcode in one of the places takes away."""


class Postcode(NamedTuple):
    """A postcode as written. `whole` is false where a leading zero was guessed."""

    digits: str
    whole: bool = True


def extract(text: str) -> tuple[str, list[Postcode]]:
    """Take the postcodes out of a free text; return the text without them.

    >>> extract("10999 Berlin"), extract("D-01067 Dresden")
    (('Berlin', [Postcode(digits='10999', whole=True)]), ('Dresden', [Postcode(digits='01067', ...
    """
    if not _DIGIT.search(text):
        return text, []
    four = _FOUR_FIRST.match(text)
    if four:
        return text[four.end() :], [Postcode("0" + four[1], whole=False)]
    codes = [Postcode(digits) for digits in _FIVE.findall(text) if len(set(digits)) > 1]
    return (_FIVE.sub(" , ", text).strip(" ,") if codes else text), codes


def in_field(text: str) -> list[Postcode]:
    """Read the postcode field: five digits, also "10 999", "D-10999", "10999.0", "1067".

    >>> in_field("D-10999"), in_field("1067"), in_field("k.A.")
    ([Postcode(digits='10999', whole=True)], [Postcode(digits='01067', whole=False)], [])
    """
    if not text:
        return []
    spaced = _SPACED.match(text)
    if spaced:
        return [Postcode("".join(filter(None, spaced.groups())))]
    four = _FOUR.match(text)
    if four:
        return [Postcode("0" + four[1], whole=False)]
    return extract(text)[1]


def narrow(found: Found, codes: list[Postcode], text: str, reader: Reader) -> Found:
    """Keep the readings that lie in the postcode's area; without a reading, read the postcode.

    A postcode of another Kreis than every reading is a contradiction, unless the text is only
    misspelt and a place of the postcode is near it, or unless it is more likely the name of a
    village there that we lack than the postcode is wrong (big cities' districts are all known).
    text: what was read.
    """
    for code in codes:
        found = _narrow_one(found, code, text, reader)
    return found


def _narrow_one(found: Found, code: Postcode, text: str, reader: Reader) -> Found:
    index = reader.index
    covered = index.postcodes.get(code.digits)
    if covered is None:
        return _unknown(found, code, index)
    kreise = {place.ags5 for place in covered}
    codes8 = {place.ags8 for place in covered}
    same = [r for r in found.readings if r.place.ags8 in codes8 and r.place.ags8]
    same = same or _half_named(text, covered, index)
    same = same or [r for r in found.readings if r.place.ags5 in kreise]
    if same:
        overruled = found.reason in _OVERRULED
        return found._replace(readings=tuple(same), reason="" if overruled else found.reason)
    if not code.whole:
        kept = found.readings or found.reason in _KEEPS_OUT
        return found if kept else found._replace(reason="short_postcode")
    near = _near(found, covered, text, reader.speller)
    if near:
        return Found(near)
    known = all(place.city and place.population >= BIG_CITY for place in covered)
    if found.readings and (known or not _may_be_another(found, text, reader)):
        return found._replace(reason="contradiction")
    if found.reason in _KEEPS_OUT:
        return found
    if _is_next_door(found, covered):
        return found._replace(reason="contradiction")
    if found.laender and not any(ags5.startswith(laender_of(found)) for ags5 in kreise):
        return Found(reason="contradiction")
    if found.readings or found.reason in ("unknown", *DOUBTS):
        covered = _main(covered)
    return Found(tuple(Reading(place, "postcode") for place in sorted(covered)), note=found.note)


def _main(covered: frozenset[Place]) -> frozenset[Place]:
    """Return the places of the Kreis that has nearly all of a postcode's many places.

    A village that no table names is there, too; a Kreis of which no place is named may have it.
    """
    many = Counter(place.ags5 for place in covered if place.city)
    kreis, most = many.most_common(1)[0] if many else ("", 0)
    if most < MANY or most < NEARLY_ALL * many.total() or not all(p.city for p in covered):
        return covered
    return frozenset(place for place in covered if place.ags5 == kreis)


def _may_be_another(found: Found, text: str, reader: Reader) -> bool:
    """Tell whether a text is more likely a village that we lack than its postcode is wrong."""
    if found.reason in DOUBTS:
        return True
    if found.reason not in ("", "unknown_rest", "region_homonym", "foreign_homonym", "qualifier"):
        return False
    towns = [r.place.population for r in found.readings if r.place.city and not r.people]
    if found.note and max(towns, default=0) < BIG_CITY:
        return True
    if max(towns, default=0) >= TOWN and any(not reading.steps for reading in found.readings):
        return False
    weight = max(reading.weight for reading in found.readings)
    return reader.unheard.more_than(key(fold(text)), WRONG * weight)


def _is_next_door(found: Found, covered: frozenset[Place]) -> bool:
    """Tell whether a municipality of that very name lies so near that the postcode may reach it."""
    towns = [r.place for r in found.readings if r.place.city and r.full and not r.steps]
    return any(town.km_to(place) <= NEXT_DOOR_KM for town in towns for place in covered)


def _half_named(text: str, covered: frozenset[Place], index: Index) -> list[Reading]:
    """Return the postcode's places of whose name the text is a half: Neukirchen(-Vluyn)."""
    ranks = index.names.get(key(fold(text)), {})
    return [Reading(place, "alias") for place in sorted(covered) if place in ranks and place.city]


def _near(
    found: Found, covered: frozenset[Place], text: str, speller: Speller
) -> tuple[Reading, ...]:
    """Return the postcode's places that the text is a misspelt name of.

    A rightly spelt name of a place elsewhere is believed to be misspelt only for one letter, and
    only where that place is small: Seth with the postcode of Seeth, not Hamburg with Homburg's.
    """
    if found.reason not in ("", "unknown", *DOUBTS):
        return ()
    guessed = all(reading.how == "fuzzy" for reading in found.readings)
    if not guessed and max(reading.place.population for reading in found.readings) >= TOWN:
        return ()
    return unique(speller.near_within(key(fold(text)), covered, most=2 if guessed else 1))


def _unknown(found: Found, code: Postcode, index: Index) -> Found:
    """Compare a postcode that the table does not have by its first two digits, its region."""
    if not found.readings:
        blank = found.reason in ("empty", "junk", "unknown", "nowhere", "word", "street")
        return found._replace(reason="unknown_postcode") if blank else found
    start = code.digits[:2]
    same = [r for r in found.readings if start in index.regions.get(r.place.ags5, ())]
    if same:
        return found._replace(readings=tuple(same))
    return found._replace(reason="contradiction") if code.whole else found
