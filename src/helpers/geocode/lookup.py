"""Lookup: find one name as a whole, in the order of how sure the tables are."""

from dataclasses import dataclass

from helpers.geocode.forms import BARE, FULL, LETTERS, PART, PLAINLY
from helpers.geocode.fuzzy import Speller
from helpers.geocode.handmade import NoPlace
from helpers.geocode.index import Index
from helpers.geocode.normalise import fold, is_dotless, key, skeleton
from helpers.geocode.places import BIG_CITY, DISTRICT, TOWN, Place
from helpers.geocode.reading import Found, Reading, of_part, unique
from helpers.geocode.words import is_common

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
                return _spelt_so(found, words)
        return None

    def is_name(self, words: list[str]) -> bool:
        """Tell whether words are the name of a place as a whole."""
        found = self.whole(words)
        return bool(found) and bool(found.readings) and found.reason != "loose_district"

    def is_district(self, words: list[str]) -> bool:
        """Tell whether words are the name of an official city district."""
        return any(part.district for part in self.index.parts.get(key(words), ()))

    def every(self, words: list[str]) -> tuple[Reading, ...]:
        """Return every place of a name, villages and former towns too, likely or not."""
        found: list[Reading] = []
        for text in dict.fromkeys((key(words), skeleton(words))):
            ranks = self.index.names.get(text, {})
            found += [
                r._replace(how="alias") if ranks[r.place] == PART else r
                for r in _readings(ranks, PART)
            ]
            if text in self.index.others:
                places, how = self.index.others[text]
                found += [Reading(place, how, full=True) for place in places]
            own = {reading.place for reading in found}
            parts = self.index.parts.get(text, ())
            found += [of_part(part) for part in parts if part.place not in own]
        return unique(found)

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
            rivals = self._rivals(text, exact) if parts else []
            if max(reading.place.population for reading in exact) < TOWN:
                return Found(unique([*exact, *rivals, *self._cities_near(text)]))
            if not official:
                rivals = [r for r in rivals if r.district and r.people >= TOWN]
                return Found(unique([*exact, *rivals]))
            return Found(exact)
        if text in index.kreis_names:
            places = index.kreis_names[text]
            return Found(tuple(Reading(place, "exact", full=True) for place in places))
        if parts and text in index.parts:
            inside = [of_part(part) for part in index.parts[text]]
            people = max(reading.people for reading in inside)
            dotless = all(is_dotless(text, reading.district) for reading in inside)
            if dotless or (is_common(text, people) and all(reading.district for reading in inside)):
                return Found(unique(inside), "loose_district")
            inside += self._halved(text, inside)
            return Found(unique(inside + self._cities_near(text)))
        if parts and ranks and len(text) > 4:
            halves = [reading._replace(how="alias") for reading in _readings(ranks, PART)]
            return Found(unique(halves + self._cities_near(text)))
        return None

    def _rivals(self, text: str, exact: tuple[Reading, ...]) -> list[Reading]:
        """Return what else a small place's name means: "Eppendorf" a district of a big city.

        "Harburg" means another Kreis too.

        The name of a municipality that is gone, or a shortened one, weighs no more than a village's
        and is compared with all of them ("Sachsenhausen", "Bockenheim").
        """
        own = {reading.place for reading in exact}
        official = any(reading.full and reading.place.city for reading in exact)
        parts = [part for part in self.index.parts.get(text, ()) if part.place not in own]
        ranks = self.index.names.get(text, {})
        halves = [r for r in _readings(ranks, PART) if ranks[r.place] == PART and official]
        inside = [of_part(part) for part in parts if not is_dotless(text, part.district)]
        own_kreise = {place.ags5 for place in own}
        kreise = [k for k in self.index.kreis_names.get(text, ()) if k.ags5 not in own_kreise]
        rivals = [Reading(kreis, "exact") for kreis in kreise]
        if official:
            known = {reading.place.ags5 for reading in exact}
            inside = [
                r
                for r in inside
                if (r.place.population >= BIG_CITY if r.district else r.place.ags5 not in known)
            ]
        return rivals + halves + inside + self._halved(text, inside, whole=official)

    def _halved(self, text: str, inside: list[Reading], whole: bool = False) -> list[Reading]:
        """Return the big cities where districts share a name ("Sachsenhausen-Nord").

        whole: only where it is the whole name of a district, of a list that is not sure.
        """
        known = {reading.place for reading in inside}
        found = []
        for ags8 in self.index.shared.get(text, ()):
            city, district = self.index.places[ags8], self.index.districts[ags8].names.get(text, "")
            fits = key(fold(district)) == text or not whole
            if fits and city not in known and city.population >= BIG_CITY:
                found.append(Reading(city, "exact", people=DISTRICT))
        return found

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
        if not homonym:
            return None
        return Found(_readings(ranks, BARE), "region_homonym", nowhere.laender)

    def _cities_near(self, text: str) -> list[Reading]:
        """Return big cities that a village's name may be a misspelling of ("Bockum", "Kölln")."""
        near = self.speller.near(text, towns=True)
        big = [r for r in near if r.place.population >= BIG_CITY and not r.people]
        return [r for r in big if r.steps == 1]

    def _is_of_city(self, text: str) -> bool:
        """Tell whether a key is made of a city's name and -er ("Kölner", "Bremer")."""
        stem = text.removesuffix("er")
        if stem == text or len(stem) < 4:
            return False
        cities = [self.index.names.get(stem + end, {}) for end in ("", "en", "n", "e")]
        return any(place.population >= BIG_CITY for places in cities for place in places)


def _spelt_so(found: Found, words: list[str]) -> Found:
    """Of official names that differ in their spaces, keep those written so ("Bad Endorf")."""
    cities = [r for r in found.readings if r.full and r.place.city and not r.steps]
    others = {r.place for r in cities if fold(r.place.city).split() != words}
    if not others or len(others) == len(cities):
        return found
    kept = tuple(reading for reading in found.readings if reading.place not in others)
    return found._replace(readings=kept)


def _readings(ranks: dict[Place, int], worst: int) -> tuple[Reading, ...]:
    """Make readings of the places of a name, down to a rank."""
    kept = [(rank, place) for place, rank in ranks.items() if rank <= worst]
    return tuple(
        Reading(place, "exact", full=rank == FULL, dotless=rank == PLAINLY)
        for rank, place in (sorted(kept) if len(kept) > 1 else kept)
    )
