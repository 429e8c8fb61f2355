"""At home: read an entry in the light of the campaign's scope, which decides homonyms.

A report to a campaign in Hamburg that says "Wilhelmsburg" means Hamburg's. Whatever is clearly
elsewhere stays elsewhere.
"""

from helpers.geocode.decide import BLANK, Decision, choose, understand
from helpers.geocode.normalise import fold, key
from helpers.geocode.reading import Found, Reading
from helpers.geocode.texts import Reader
from helpers.scope import Scope

HOMONYM = ("homonym", "foreign_homonym", "region_homonym", "common_name")
"""Reasons for doubt that only say that elsewhere is a place of the same name."""
SAYS_NOTHING = (*BLANK, "everywhere", "around", "several_kreise")
BESIDE = ("exact", "loose", "part")
"""Ways of finding a district in its city that do not guess."""


def entry(city: str, district: str, postcode: str, reader: Reader, here: Scope | None) -> Decision:
    """Locate one entry as `decide.entry` does; where several places may be meant, in the scope."""
    found = understand(city, district, postcode, reader)
    usual = choose(found)
    if here is None or here.kind == "country" or _inside(usual.ags5, usual.ags8, here):
        return usual
    home = [r for r in found.readings if not r.steps and _inside(r.place.ags5, r.place.ags8, here)]
    if home:
        reason = "" if found.reason in HOMONYM else found.reason
        mine = choose(Found(tuple(home), reason))
        if mine.locate_status == "located":
            return mine
    return (
        _district_of(city, district, postcode, usual, reader, here)
        or _somewhere_in(city, district, postcode, usual, reader, here)
        or usual
    )


def _somewhere_in(
    city: str, district: str, postcode: str, usual: Decision, reader: Reader, here: Scope
) -> Decision | None:
    """Place what names a district alone, and no place that we know, in the campaign's one city.

    Such a campaign asks for the district and no city. Which one is meant, a person has to say.
    """
    place = reader.index.places.get(here.city)
    if place is None or fold(city) or postcode.strip() or usual.locate_reason in SAYS_NOTHING:
        return None
    if not fold(district) or usual.locate_status not in ("ambiguous", "no_place"):
        return None
    return choose(Found((Reading(place, "compound"),)))


def _district_of(
    city: str, district: str, postcode: str, usual: Decision, reader: Reader, here: Scope
) -> Decision | None:
    """Read a text that names no city as a district of the campaign's one city.

    The whole name of a district counts wherever else a place is called so; a part of the text
    ("Niendorf Markt") only where the text names no other place.
    """
    place = reader.index.places.get(here.city)
    texts = [text for text in (city, district) if fold(text)]
    if place is None or postcode.strip() or not texts:
        return None
    for text in texts:
        part, how = reader.district(place, fold(text).split())
        whole = key(fold(part)) == key(fold(text))
        if part and (whole or (how in BESIDE and usual.locate_status != "located")):
            return choose(Found((Reading(place, "compound", district=part),)))
    return None


def _inside(ags5: str, ags8: str, here: Scope) -> bool:
    return ags5 in here.kreise and (not here.within_kreis or ags8 == here.city)
