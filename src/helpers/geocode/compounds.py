"""Compounds: read a text as a place and something beside it, with any separator."""

import functools
import re
from collections import defaultdict

from helpers.geocode.districts import Districts
from helpers.geocode.forms import FULL
from helpers.geocode.narrowing import Narrowing, biggest
from helpers.geocode.normalise import FILLERS, fold, key
from helpers.geocode.places import TOWN, Place
from helpers.geocode.reading import (
    NEAR_KM,
    NEAR_VILLAGE_KM,
    Found,
    Reading,
    agree,
    narrow_to_laender,
    unique,
)
from helpers.geocode.words import (
    AROUND,
    BEFORE,
    BELONGING,
    DIRECTIONS,
    GENERAL,
    INSIDE,
    INSIDE_ENDS,
    NOISE,
    PART_OF,
)

MOST_WORDS = 9
"""Longer texts are read up to here: nobody writes a place with more words."""

RIVAL = 50_000
"""A word beside a place that is a city of this size makes two places of it."""

_PIECES = re.compile(r"\s+[-–/+&]\s+")
_JOINED = re.compile(r"^\s*[^\W\d][\w. ]+-[^\W\d]")
_PERSON = re.compile(r"^[^\W\d]+-[^\W\d]+-[^\W\d]+$")
"""Three words joined are called after a person ("Karl-Bonhoeffer-Nervenklinik")."""

_KILOMETRES = re.compile(r"\d+(?:km|min)$")
_MARKED = re.compile(r"\s*[^,/(;:|–-]+[,/(;:|–-]")
"""A text whose beginning is marked off from the rest."""


class Compounds(Narrowing):
    """Reads cities with their districts, and places with unknown words beside them."""

    def _splits(self, words: list[str]) -> list[tuple[list[str], list[str], bool]]:
        """List the ways to read the words as place and rest: the longest place first."""
        count = len(words)
        ways = [(words[:n], words[n:], True) for n in range(count - 1, 0, -1)]
        ways += [(words[n:], words[:n], False) for n in range(1, count)]
        return sorted(ways, key=lambda way: -len(way[0]))

    def _split(self, words: list[str]) -> Found | None:
        """Read the words as a city and its district, in either order, with any separator.

        A rest that is the city's own name is no district ("Bonn-Bad Godesberg", where Bonn is
        also a Stadtbezirk).
        """
        best: dict[str, list[Reading]] = {"exact": [], "loose": [], "part": [], "fuzzy": []}
        for place_words, rest, _ in self._splits(words[:MOST_WORDS]):
            found = self.whole(place_words, parts=False)
            if not found or not found.readings:
                found = self._plate(place_words, rest)
            for reading in found.readings if found and not found.reason else ():
                if rest == fold(reading.place.city).split():
                    continue
                district, how = self.district(reading.place, rest)
                if how == "fuzzy" and (set(rest) <= NOISE or self.whole(rest, parts=False)):
                    continue
                if how:
                    best[how].append(reading._replace(how="compound", district=district))
        if not best["exact"] and not best["fuzzy"] and not best["part"]:
            best["exact"] = self._misspelt_city(words)
        for readings in best.values():
            if readings:
                return Found(unique(readings))
        return None

    def _plate(self, words: list[str], rest: list[str]) -> Found | None:
        """Read "GE-Buer": a car-plate code before a part of one of its places."""
        places = self.index.plates.get(words[0].upper(), ()) if len(words) == 1 else ()
        if not places:
            return None
        inside = {part.place.ags8 for part in self.index.parts.get(key(rest), ())}
        inside |= set(self.index.shared.get(key(rest), ()))
        kreise = {place.ags5 for place in places}
        kept = [self.index.places[ags8] for ags8 in sorted(inside) if ags8[:5] in kreise]
        return Found(tuple(Reading(place, "abbreviation") for place in kept)) if kept else None

    def _misspelt_city(self, words: list[str]) -> list[Reading]:
        """Read the words as a misspelt city and one of its districts, rightly spelt."""
        readings = []
        for place_words, rest, _ in self._splits(words[:MOST_WORDS]):
            text = key(place_words)
            plain = text.replace("ae", "a").replace("oe", "o").replace("ue", "u")
            for near in self.speller.near(text, towns=True) + self.speller.near(
                plain, dotless=True, towns=True
            ):
                if near.people or near.place.population < TOWN:
                    continue
                district, how = self.district(near.place, rest)
                if how == "exact":
                    readings.append(near._replace(how="compound", district=district))
        return readings

    def district(self, place: Place, words: list[str]) -> tuple[str, str]:
        """Find a district of a place by words that may repeat the city's name.

        The city next door is no short name of a district: Mainz in Wiesbaden, of Mainz-Kastel.
        """
        districts = self.index.districts.get(place.ags8)
        if not districts or not words:
            return "", ""
        text = key(words)
        found = districts.find(text)
        if found[1] and self._is_other_city(text, place) and key(fold(found[0])) != text:
            return "", ""
        if found[1] in ("exact", "loose"):
            return found
        city = districts.city
        for short in (text.removeprefix(city), text.removesuffix(city)):
            if short != text and short:
                again = districts.find(short)
                if again[0]:
                    return again
        kept = [word for word in words if word not in NOISE or word in DIRECTIONS]
        if kept and len(kept) < len(words):
            again = districts.find(key(kept))
            if again[1] in ("exact", "loose", "part"):
                return again
        return found if found[1] else self._district_and_more(districts, words)

    def _is_other_city(self, text: str, place: Place) -> bool:
        """Tell whether a key is the official name of another city near by."""
        ranks = self.index.names.get(text, {})
        return any(
            rank == FULL and other.population >= RIVAL and 0 < other.km_to(place) <= NEAR_KM
            for other, rank in ranks.items()
        )

    def _district_and_more(self, districts: Districts, words: list[str]) -> tuple[str, str]:
        """Find a district with unknown words around it ("Kreuzberg, Bergmannstraße")."""
        for part, rest, _ in self._splits(words[:MOST_WORDS]):
            district = districts.names.get(key(part), "")
            if district and len(key(part)) > 3 and not self.whole(rest, parts=False):
                return district, "loose"
        return "", ""

    def _loose(self, words: list[str]) -> Found | None:
        """Recognise a colloquial district name: it never decides the city by itself."""
        cities = self._loose_names.get(key(words), ())
        readings = [Reading(self.index.places[ags8], "compound", name) for ags8, name in cities]
        return Found(tuple(readings), "loose_district") if readings else None

    @functools.cached_property
    def _loose_names(self) -> dict[str, list[tuple[str, str]]]:
        """Names that decide no city → the cities that know them, and the district meant there.

        Colloquial and unverified names, and what several districts share ("Schwabing", "Barmbek").
        """
        known = defaultdict(list)
        for ags8, districts in self.index.districts.items():
            for name, district in (districts.names | districts.loose).items():
                known[name].append((ags8, district))
            for word in districts.words - set(districts.names):
                known[word].append((ags8, ""))
        return dict(known)

    def _glued(self, words: list[str]) -> Found | None:
        """Read "HamburgAltona": a city's name and a district's with nothing, or a slip, between."""
        text = key(words)
        readings = []
        for place, districts in self._towns_by_start.get(text[:4], ()):
            rest = text.removeprefix(districts.city)
            if rest == text or len(rest) < 4:
                continue
            district, how = districts.find(rest)
            if how in ("exact", "fuzzy"):
                readings.append(Reading(place, "compound", district))
        return Found(unique(readings)) if readings else None

    @functools.cached_property
    def _towns_by_start(self) -> dict[str, list[tuple[Place, Districts]]]:
        """First four letters → towns with districts whose names begin so."""
        towns = defaultdict(list)
        for ags8, districts in self.index.districts.items():
            place = self.index.places[ags8]
            if place.population >= TOWN and len(districts.city) >= 4:
                towns[districts.city[:4]].append((place, districts))
        return dict(towns)

    def _beside(self, words: list[str], text: str) -> Found | None:
        """Read the words as a place and something else that we do not know."""
        for place_words, rest, first in self._splits(words[:MOST_WORDS]):
            region = self._is_region(rest)
            found = self.whole(place_words, parts=region)
            if not found or not found.readings or (not first and _belongs(rest[-1])):
                continue
            people = biggest(found)
            if people < TOWN and _PERSON.match(text):
                continue
            marked = first and bool(_MARKED.match(text) or rest[0] in PART_OF)
            if people < TOWN and not region and not (marked and len(key(place_words)) > 3):
                continue
            if not first and _means_near(rest):
                return found._replace(reason="around")
            inside = self._with_village(found, rest) if first else None
            if inside:
                return inside
            beside = self._with_rest(found, rest, text)
            if people >= TOWN or not beside.note or _says_where_inside(rest):
                return beside
            known = self._is_known_by_itself(found, place_words, rest, text)
            return beside if known else beside._replace(reason="unknown_rest")
        return None

    def _is_region(self, words: list[str]) -> bool:
        """Tell whether words are a Land, a region or a Kreis, which narrow what stands beside."""
        other = self.whole(words, parts=False)
        return bool(other) and bool(
            other.laender or (other.readings and not any(r.place.city for r in other.readings))
        )

    def _with_rest(self, found: Found, rest: list[str], text: str) -> Found:
        """Weigh what stands beside a place: a Land or Kreis narrows, another place contradicts."""
        other = self.whole(rest, parts=False)
        if set(rest) & AROUND or any(_KILOMETRES.match(word) for word in rest):
            return found._replace(reason="around")
        if other and other.laender:
            return narrow_to_laender(found, other)
        if other and other.reason in ("foreign", "train", "road") and not self._little_known(rest):
            return found._replace(reason=other.reason)
        if other and other.readings and self._is_joined_district(found, other, rest, text):
            other = None
        if other and other.readings:
            unclear = len({reading.place.ags5 for reading in found.readings}) > 1
            bigger = biggest(other) >= TOWN > biggest(found)
            if unclear and bigger:
                return agree(other, found)
            both = agree(found, other, TOWN)
            apart = not both.reason and all(r.how == "compound" for r in both.readings)
            return both._replace(note=" ".join(rest)) if apart else both
        for piece in _PIECES.split(text):
            abroad = self.index.no_places.get(key(fold(piece)))
            if abroad and abroad.kind == "foreign" and abroad.population >= RIVAL:
                return found._replace(reason="two_places")
        for word in rest:
            another = self.whole([word], parts=False)
            for reading in another.readings if another else ():
                if reading.place.population >= RIVAL and reading.full and len(word) > 2:
                    return agree(found, another)
        return found._replace(
            readings=tuple(reading._replace(how="compound") for reading in found.readings),
            note=" ".join(rest),
        )

    def _with_village(self, found: Found, rest: list[str]) -> Found | None:
        """Keep the readings in whose Kreis the rest is a village: Schöneck-Kilianstädten."""
        parts = self.index.parts.get(key(rest), ())
        places = {part.place for part in parts}
        kreise = {part.place.ags5 for part in parts}
        towns = [reading for reading in found.readings if reading.place.city]
        kept = [r for r in towns if r.place in places or r.place.ags5 in kreise]
        return Found(tuple(r._replace(how="compound") for r in kept)) if kept else None

    def _is_joined_district(self, found: Found, other: Found, rest: list[str], text: str) -> bool:
        """Tell whether a hyphen joins a town to a smaller name, or a general one: its district."""
        if not _JOINED.match(text) or biggest(found) < TOWN:
            return False
        near = any(
            reading.place.km_to(rival.place) <= NEAR_VILLAGE_KM
            for reading in found.readings
            for rival in other.readings
        )
        smaller = biggest(other) < min(RIVAL, biggest(found))
        return set(rest) <= GENERAL or (smaller and not near)

    def _little_known(self, words: list[str]) -> bool:
        """Tell whether words are a small town abroad: beside a city, more likely a part of it."""
        abroad = self.index.no_places.get(key(words))
        return bool(abroad) and abroad.kind == "foreign" and abroad.population < RIVAL

    def _is_known_by_itself(
        self, found: Found, words: list[str], rest: list[str], text: str
    ) -> bool:
        """Tell whether a small town's name is enough beside a word that we do not know.

        It is for "Lilienthal-Worphausen": one municipality and no district has this very name, it
        is no short word, unless a hyphen joins both, and the unknown one is no misspelt town that
        it could be a part of; or the unknown one is known as a village in that Kreis.
        """
        reading, misspelt = found.readings[0], self.speller.near(key(rest))
        joined = "-" in text.replace(" - ", "-")
        villages = {part.place.ags5 for part in self.index.parts.get(key(rest), ())}
        return (
            len({r.place.ags5 for r in found.readings}) == 1
            and (reading.full or reading.place.ags5 in villages)
            and len(key(words)) >= (4 if joined else 7)
            and not any(part.district for part in self.index.parts.get(key(words), ()))
            and not any(near.place.population >= TOWN and near.steps == 1 for near in misspelt)
        )

    def _abroad(self, words: list[str]) -> Found | None:
        """Recognise a foreign place with something beside it ("Wien, Österreich")."""
        for place_words, _, _ in self._splits(words[:MOST_WORDS]):
            found = self.whole(place_words, parts=False)
            if found and found.reason == "foreign":
                return found
        return None


def _says_where_inside(words: list[str]) -> bool:
    """Tell whether words beside a place are a street, a house number or the like."""
    return any(
        word in INSIDE or word in NOISE or word.isdigit() or word.endswith(INSIDE_ENDS)
        for word in words
    )


def _belongs(word: str) -> bool:
    """Tell whether a word belongs to the name after it: "Groß", "Köllnische"."""
    return word in BELONGING or word.endswith(("ische", "ischer", "isches", "ischen"))


def _means_near(words: list[str]) -> bool:
    """Tell whether words before a place end in "near" ("in der Nähe von", "Dorf bei")."""
    kept = [word for word in words if word not in FILLERS or word in BEFORE]
    return bool(kept) and kept[-1] in BEFORE
