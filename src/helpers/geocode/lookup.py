"""Lookup: find one name as a whole, in the order of how sure the tables are."""

from dataclasses import dataclass

from helpers.geocode.forms import BARE, FULL, LETTERS, PART, PLAINLY
from helpers.geocode.fuzzy import Speller
from helpers.geocode.handmade import NoPlace
from helpers.geocode.index import Index
from helpers.geocode.normalise import key, skeleton
from helpers.geocode.places import BIG_CITY, TOWN, Place
from helpers.geocode.reading import Found, Reading, unique

ABROAD = 0.05
"""A German campaign hears from places abroad so many times as often, for their inhabitants."""

RIVAL_SHARE = 0.15
"""A place abroad of this share of the German weight makes their name ambiguous."""


@dataclass
class Lookup:
    """Looks names up in an index; a small place's name may be a big city's, misspelt."""

    index: Index
    speller: Speller

    def whole(self, words: list[str], parts: bool = True) -> Found | None:
        """Look up all words as one name: the official names first."""
        texts = dict.fromkeys((key(words), skeleton(words)))
        if any(len(word) == 1 for word in words[1:]):
            texts = dict.fromkeys([LETTERS + text for text in texts]) | texts
        for text in texts:
            found = self._name(text, parts)
            if found:
                return found
        return None

    def _name(self, text: str, parts: bool) -> Found | None:
        """Look up one key."""
        index = self.index
        ranks = index.names.get(text, {})
        nowhere = index.no_places.get(text)
        official = [place for place, rank in ranks.items() if rank == FULL]
        if text in index.others and not official:
            places, how = index.others[text]
            named = [Reading(place, how, full=True) for place in places]
            named = [self._also_district(reading, text) for reading in named]
            return Found(unique([*named, *_readings(ranks, BARE)]))
        if nowhere:
            told = self._no_place(nowhere, ranks, official)
            if told:
                return told
        if ranks and min(ranks.values()) < PART:
            exact = _readings(ranks, BARE)
            small = max(reading.place.population for reading in exact) < TOWN
            return Found(unique([*exact, *self._cities_near(text)]) if small else exact)
        if text in index.kreis_names:
            places = index.kreis_names[text]
            return Found(tuple(Reading(place, "exact", full=True) for place in places))
        if parts and text in index.parts:
            inside = [
                Reading(part.place, "exact", part.district, people=part.population)
                for part in index.parts[text]
            ]
            return Found(unique(inside + self._cities_near(text)))
        if parts and ranks and len(text) > 4:
            halves = [reading._replace(how="alias") for reading in _readings(ranks, PART)]
            return Found(unique(halves + self._cities_near(text)))
        return None

    def _also_district(self, reading: Reading, text: str) -> Reading:
        """Add the district where a former town's name is one of the city's ("Bad Godesberg")."""
        districts = self.index.districts.get(reading.place.ags8)
        return reading._replace(district=districts.names.get(text, "")) if districts else reading

    def _no_place(
        self, nowhere: NoPlace, ranks: dict[Place, int], official: list[Place]
    ) -> Found | None:
        """Weigh a region or a place abroad against German municipalities of the same name."""
        told = Found((), nowhere.kind, nowhere.laender, nowhere.name)
        if nowhere.kind == "foreign":
            german = _readings(ranks, BARE)
            weight = sum(reading.weight for reading in german)
            if not german:
                return told
            rival = nowhere.population * ABROAD
            return Found(german, "foreign_homonym") if rival > weight * RIVAL_SHARE else None
        if not official:
            return told
        small = max(place.population for place in official) < TOWN
        homonym = nowhere.kind == "region" and small
        return Found(_readings(ranks, BARE), "region_homonym") if homonym else None

    def _cities_near(self, text: str) -> list[Reading]:
        """Return big cities that a village's name may be a misspelling of ("Bockum", "Kölln")."""
        near = self.speller.near(text)
        big = [r for r in near if r.place.population >= BIG_CITY and not r.people]
        return [r for r in big if r.steps == 1]

    def _is_of_city(self, text: str) -> bool:
        """Tell whether a key is made of a city's name and -er ("Kölner", "Bremer")."""
        stem = text.removesuffix("er")
        if stem == text or len(stem) < 4:
            return False
        cities = [self.index.names.get(stem + end, {}) for end in ("", "en", "n", "e")]
        return any(place.population >= BIG_CITY for places in cities for place in places)


def _readings(ranks: dict[Place, int], worst: int) -> tuple[Reading, ...]:
    """Make readings of the places of a name, down to a rank."""
    return tuple(
        Reading(place, "exact", full=rank == FULL, dotless=rank == PLAINLY)
        for place, rank in sorted(ranks.items(), key=lambda item: (item[1], item[0]))
        if rank <= worst
    )
