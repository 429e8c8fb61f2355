"""Reading: which places one written text may mean, before fields are compared."""

from typing import NamedTuple

from helpers.geocode.places import BIG_CITY, DISTRICT, SMALL, Part, Place

OFFICIAL = 2
"""An official name counts this many times a shortened one of the same letters."""

VILLAGE = 4_000
"""Inhabitants that the smallest places count when names are misspelt: they too are meant."""

DOTLESS = 0.2
"""A name with umlauts, written without its dots, counts this many times: "Munster" is a town."""


NEAR_KM, NEAR_VILLAGE_KM = 50, 25
"""So far from a place do people still say that they live near it.

A second place, or a village, so near may be meant too; farther off, it is a district's homonym."""


DOUBTS = ("own_name", "common_name")
"""Reasons of a text that may be a village which the gazetteer lacks; any other field settles it."""


class Reading(NamedTuple):
    """One place that a text may mean.

    how: exact | alias | abbreviation | compound | postcode | fuzzy | reviewed.
    full: the text is an official name, not a shortened one. dotless: umlauts lost their dots.
    steps: edits away from the name, and slip: how likely they are (see `slips`).
    people: inhabitants of the village that is meant, when it is one inside the municipality.
    rival: too small a place to be meant by so short a misspelt text; it only casts doubt.
    """

    place: Place
    how: str
    district: str = ""
    full: bool = False
    dotless: bool = False
    steps: int = 0
    slip: float = 1.0
    people: int = 0
    rival: bool = False

    @property
    def weight(self) -> float:
        """Return how likely this place is meant: by inhabitants, name and slips of the pen."""
        people = (self.people or self.place.population) + 100
        if self.steps:
            people = max(people, VILLAGE)
        name = OFFICIAL if self.full else DOTLESS if self.dotless else 1
        return people * name * self.slip


def of_part(part: Part, how: str = "exact") -> Reading:
    """Make the reading of a village or a city district by its own name."""
    unknown = part.district and part.population == SMALL and part.place.population >= BIG_CITY
    people = DISTRICT if unknown else part.population
    return Reading(part.place, how, part.district, people=people)


class Found(NamedTuple):
    """What a text may mean: readings, or a reason why it means no place that we can name.

    reason: "" | empty | junk | region | foreign | road | train | everywhere | nowhere | airport |
    word | around | two_places | foreign_homonym | region_homonym | loose_district | unknown_rest |
    unknown.
    laender: first digits of the AGS, for a region. note: the words not understood.
    """

    readings: tuple[Reading, ...] = ()
    reason: str = ""
    laender: frozenset[str] = frozenset()
    note: str = ""


def unique(readings: list[Reading]) -> tuple[Reading, ...]:
    """Keep the best reading of each place and district."""
    best: dict[tuple[str, str, str], Reading] = {}
    for reading in readings:
        place = (reading.place.ags8, reading.place.ags5, reading.district)
        if place not in best or reading.weight > best[place].weight:
            best[place] = reading
    return tuple(best.values())


def narrow_to_laender(found: Found, region: Found) -> Found:
    """Keep the readings that lie in a region written beside them, or at least in its Land.

    Of several, those in the Kreis that is called after the region: Erbach in the Odenwaldkreis. A
    region that crosses Länder says too little to prefer a big city: Fürth (Odenwald).
    """
    kept = [r for r in found.readings if r.place.ags5.startswith(tuple(region.laender))]
    kept = kept or [r for r in found.readings if r.place.ags5.startswith(laender_of(region))]
    kept = [r for r in kept if _called_after(region.note, r.place.kreis)] or kept
    if not kept:
        return found._replace(reason="contradiction")
    unclear = len(laender_of(region)) > 1 and len({r.place.ags5 for r in kept}) > 1
    return Found(tuple(kept), "homonym" if unclear else "")


def laender_of(region: Found) -> tuple[str, ...]:
    """Return the Länder of a region, whose own borders nobody knows exactly."""
    return tuple(sorted({digits[:2] for digits in region.laender}))


def _called_after(region: str, kreis: str) -> bool:
    """Tell whether a Kreis has a region's name: Odenwaldkreis, Landkreis Harz."""
    return bool(region) and kreis.removeprefix("Landkreis ").removesuffix("kreis") == region


def agree(found: Found, other: Found, city: int = 50_000) -> Found:
    """Compare two texts that both name places: the same Kreis agrees, others contradict.

    Of a Kreis and a municipality in it, the municipality counts.
    A second name that is only a far and small homonym of an unknown district does not count; it is
    more than that from so many inhabitants (`city`) on.
    """
    kreise = {reading.place.ags5 for reading in other.readings}
    kept = [reading for reading in found.readings if reading.place.ags5 in kreise]
    if kept and not any(reading.place.city for reading in kept):
        closer = {reading.place.ags5 for reading in kept}
        kept = [reading for reading in other.readings if reading.place.ags5 in closer]
    if kept:
        return Found(tuple(kept))
    for reading in found.readings:
        for rival in other.readings:
            village = rival.place.population < VILLAGE
            near = reading.place.km_to(rival.place) <= (NEAR_VILLAGE_KM if village else NEAR_KM)
            if near or rival.place.population >= city or not rival.place.city:
                return Found(found.readings + other.readings, "two_places")
    return found._replace(readings=tuple(r._replace(how="compound") for r in found.readings))
