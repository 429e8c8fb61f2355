"""Beside: read a place with something beside it that narrows, contradicts, or says nothing."""

import re

from helpers.geocode.compounds import MOST_WORDS, RIVAL, Compounds
from helpers.geocode.narrowing import biggest
from helpers.geocode.normalise import FILLERS, fold, key
from helpers.geocode.places import TOWN
from helpers.geocode.reading import NEAR_VILLAGE_KM, Found, agree, narrow_to_laender
from helpers.geocode.words import (
    AROUND,
    BEFORE,
    BELONGING,
    GENERAL,
    INSIDE,
    INSIDE_ENDS,
    NOISE,
    PART_OF,
)

_PIECES = re.compile(r"\s+[-–/+&]\s+")
_JOINED = re.compile(r"^\s*[^\W\d][\w. ]+-[^\W\d]")
_PERSON = re.compile(r"^[^\W\d]+-[^\W\d]+-[^\W\d]+$")
"""Three words joined are called after a person ("Karl-Bonhoeffer-Nervenklinik")."""

_KILOMETRES = re.compile(r"\d+(?:km|min)$")
_MARKED = re.compile(r"\s*[^,/(;:|–-]+[,/(;:|–-]")
"""A text whose beginning is marked off from the rest."""


class Beside(Compounds):
    """Reads places with unknown words, regions or other places beside them."""

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
