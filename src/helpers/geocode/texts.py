"""Texts: what one written text (the city field, or the district field) may mean."""

import functools
import re
from dataclasses import dataclass, field

from helpers.geocode import address, qualifiers
from helpers.geocode.beside import Beside
from helpers.geocode.forms import LETTERS, PLAINLY
from helpers.geocode.normalise import FILLERS, fold, is_markup, key, without_tags
from helpers.geocode.places import BIG_CITY, SMALL
from helpers.geocode.reading import Found, Reading, unique
from helpers.geocode.shortened import Shortener
from helpers.geocode.unheard import Unheard
from helpers.geocode.words import AROUND, BEFORE, BELONGING, NOISE, ON_THE_WAY, TITLES

REMEMBERED = 200_000
"""So many texts are remembered at most; then the memory starts anew."""

SLIP_RARER = 80
"""So much rarer than `slips` says is one certain slip among all entries."""

SMALL_TOWN = 6_000
"""Bigger places are known by their name alone."""

COMMON = 1
"""A small place must outweigh the unknown villages of its name so many times."""

BESIDE = 0.3
"""The same where an unknown name stands beside it, which may be its village."""

NARROWED = 1 / 150
"""The same where a qualifier leaves a part of Germany."""

_LOST_LETTER = re.compile(r"(?<=[^\W\d])[\ufffd?](?=[^\W\d])")
_THRICE = re.compile(r"(.)\1{2,}")
_PLATE = re.compile(r"^[A-ZÄÖÜ]{1,3}$")


@dataclass
class Reader(Beside):
    """Reads texts with one index; remembers what it has read."""

    known: dict[str, Found] = field(default_factory=dict)

    @functools.cached_property
    def shortener(self) -> Shortener:
        """Return what reads shortened names, made when it is first needed."""
        return Shortener(self.index)

    def __post_init__(self) -> None:
        """Make what reading needs now, so that the first texts are not slower than others."""
        _ = self.shortener, self.unheard, self.qualifiers, self._loose_names

    def place_in(self, text: str) -> str:
        """Return what of an address may name a place; "" where it is nothing but a street."""
        return address.place_in(text, self._is_name, self.is_district)

    def _is_name(self, words: list[str]) -> bool:
        """Tell whether words name a place, or a city and its district ("Berlin/Baumschulenweg")."""
        if self.is_name(words):
            return True
        for end in range(1, len(words)):
            found = self.whole(words[:end], parts=False)
            inside = [r.place.ags8 for r in found.readings] if found else []
            known = [self.index.districts[ags8] for ags8 in inside if ags8 in self.index.districts]
            if any(key(words[end:]) in districts.names for districts in known):
                return True
        return False

    def read(self, text: str) -> Found:
        """Return what a text may mean, on its own."""
        if text not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[text] = self._read(text)
        return self.known[text]

    def _read(self, text: str) -> Found:
        text = without_tags(text)
        if is_markup(text):
            return Found(reason="junk")
        words = fold(text).split()
        if not any(letter.isalpha() for letter in "".join(words)):
            return Found(reason="junk" if text.strip(" -–—?.,;/\\") else "empty")
        if "," in text and address.is_abroad(text):
            return Found(reason="foreign")
        plain = text.strip()
        whole = self._car_plate(plain, words) or self._unreadable_letter(plain)
        whole = whole or self.whole(words, parts=len(words) == 1)
        if whole:
            return self._doubt_common(whole, key(words)) or whole
        return (
            self._on_the_way(words)
            or self.shortener.read(plain)
            or self._qualified(plain, "kreis")
            or self._split(words)
            or self._part_of(words)
            or self._doubt_narrowed(plain)
            or self._official_district(words)
            or self._without_noise(words)
            or self.whole(words)
            or self._loose(words)
            or self._glued(words)
            or self._misspelt(words, text)
            or self._doubt_beside(words, text)
            or self._abroad(words)
            or Found(reason="unknown", note=" ".join(words))
        )

    def _car_plate(self, text: str, words: list[str]) -> Found | None:
        """Read a car-plate code, in capitals, that has no other meaning.

        Of a big city and the Kreis around it, the city is meant: who lives outside writes the name
        of the town.
        """
        if not _PLATE.match(text) or text not in self.index.plates or self._is_taken(words):
            return None
        places = self.index.plates[text]
        cities = [place for place in places if place.population >= BIG_CITY and place.city]
        named = [Reading(place, "abbreviation", full=True) for place in cities or places]
        return Found(tuple(named))

    def _is_taken(self, words: list[str]) -> bool:
        """Tell whether capitals mean something else than a car plate (RE, MV, HH)."""
        text = key(words)
        other = self.index.no_places.get(text)
        taken = other and other.kind in ("train", "region", "everywhere", "foreign")
        return bool(taken) or text in self.index.others

    def _unreadable_letter(self, text: str) -> Found | None:
        """Read a text that lost an umlaut on its way ("M�nchen", "M?nchen")."""
        if not _LOST_LETTER.search(text):
            return None
        guesses = [self.whole(fold(_LOST_LETTER.sub(letter, text)).split()) for letter in "äöüß"]
        known = [guess for guess in guesses if guess and guess.readings]
        return known[0] if len(known) == 1 else None

    def _official_district(self, words: list[str]) -> Found | None:
        """Look up several words as one district's name ("Rheinau-Mitte" is not Rheinau)."""
        return self.whole(words) if key(words) in self.index.parts else None

    def _without_noise(self, words: list[str]) -> Found | None:
        """Look up the words without titles and noise at either end; "around" stays unlocated."""
        kept = list(words)
        while len(kept) > 1 and kept[-1] in NOISE | TITLES:
            kept.pop()
        while len(kept) > 1 and kept[0] in (NOISE | TITLES | AROUND | BEFORE) - BELONGING:
            kept.pop(0)
        if kept == words or self._are_ordinary([*kept, "stadt"]):
            return None
        found = self.whole(kept, parts=len(kept) == 1)
        dropped = set(words[: words.index(kept[0])])
        last = set(words[words.index(kept[-1]) + 1 :])
        if found and found.readings and (dropped & (AROUND | BEFORE) or last & AROUND):
            return found._replace(reason="around")
        return found

    def _on_the_way(self, words: list[str]) -> Found | None:
        """Recognise roads and trains, with or without the cities they join."""
        if ON_THE_WAY.match(" ".join(words)):
            train = words[0] in ("ice", "ic", "ec", "zug") or words[0].startswith("r")
            return Found(reason="train" if train else "road")
        for end in range(2, len(words)):
            start = self.index.no_places.get(key(words[:end]))
            if start and start.kind == "airport":
                return Found(reason="airport")
        return None

    def _are_ordinary(self, words: list[str]) -> bool:
        """Tell whether each of several words means no place: "mein Haus" is not Einhaus."""
        return len(words) > 1 and all(
            word in self.index.no_places or word in NOISE or word in FILLERS for word in words
        )

    def _misspelt(self, words: list[str], text: str) -> Found | None:
        """Read the words as a misspelt name; "Kölner" is a person or a street, not Körner."""
        if self._is_of_city(key(words)) or self._are_ordinary(words):
            return None
        kept = [word for word in words if word not in TITLES]
        once = _THRICE.sub(r"\1\1", key(words))
        keys = dict.fromkeys(filter(None, (key(words), key(kept), once)))
        readings = [near for name in keys for near in self.speller.near(name)]
        plain = key(fold(text, dotless=True))
        if plain not in keys:
            readings += self.speller.near(plain, dotless=True)
        if not readings:
            return None
        found = unique(readings)
        return Found(found, "own_name" if self._may_be_own(next(iter(keys)), found) else "")

    def _may_be_own(self, text: str, near: tuple[Reading, ...]) -> bool:
        """Tell whether a text is as likely a village that we lack as a slip of a name near by."""
        slips = max(((r.people or r.place.population) + 100) * r.slip for r in near)
        return self.unheard.more_than(text, slips / SLIP_RARER)

    def _doubt_common(self, found: Found | None, text: str, times: float = COMMON) -> Found | None:
        """Doubt a small place whose name villages elsewhere could well have: "Friesdorf"."""
        if not found or found.reason or any(not _is_small(reading) for reading in found.readings):
            return found
        weight = sum(reading.weight for reading in found.readings)
        common = self.unheard.more_than(text, weight / times)
        return found._replace(reason="common_name") if common else found

    def _doubt_narrowed(self, text: str) -> Found | None:
        """Read a name in a region; doubt it as a village's there, if the region is not its own."""
        found, qualified = self._qualified(text), qualifiers.split(text)
        if not found or not qualified or qualified.kind != "region":
            return found
        if any(qualifiers.carries(r.place, qualified.qualifier) for r in found.readings):
            return found
        return self._doubt_common(found, key(fold(qualified.name)), NARROWED)

    def _doubt_beside(self, words: list[str], text: str) -> Found | None:
        """Read a place and something unknown beside it; doubt it as a village's: "Bischheim-…"."""
        found = self._beside(words, text)
        if not found or not found.note:
            return found
        known = len(words) - len(found.note.split())
        return self._doubt_common(found, key(words[:known]), BESIDE)

    @functools.cached_property
    def unheard(self) -> Unheard:
        """Return the model of villages that we lack, made when it is first needed."""
        names = self.index.names.items()
        towns = [n for n, ranks in names if n[0] != LETTERS and min(ranks.values()) <= PLAINLY]
        return Unheard([*towns, *self.index.parts], self.index.stations)


def _is_small(reading: Reading) -> bool:
    """Tell whether a reading is a small municipality or a village, by its own name."""
    people = reading.people or reading.place.population
    gone = not reading.place.city and people == SMALL and reading.how == "compound"
    whole = reading.place.city or reading.people or gone
    named = reading.how in ("exact", "compound") and not reading.district
    return bool(whole) and people < SMALL_TOWN and named
