"""Compounds: read a text as a city and a district of it, with any separator or none."""

import functools
from collections import defaultdict

from helpers.geocode.districts import Districts
from helpers.geocode.forms import FULL
from helpers.geocode.narrowing import Narrowing
from helpers.geocode.normalise import fold, key
from helpers.geocode.places import TOWN, Place
from helpers.geocode.reading import NEAR_KM, Found, Reading, unique
from helpers.geocode.words import DIRECTIONS, NOISE

MOST_WORDS = 9
"""Longer texts are read up to here: nobody writes a place with more words."""

RIVAL = 50_000
"""A word beside a place that is a city of this size makes two places of it."""


class Compounds(Narrowing):
    """Reads cities with their districts."""

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
