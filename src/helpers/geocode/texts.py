"""Texts: what one written text (the city field, or the district field) may mean."""

import re
from dataclasses import dataclass, field

from helpers.geocode.forms import BARE, FULL, LETTERS, PART, PLAINLY
from helpers.geocode.fuzzy import Speller
from helpers.geocode.index import Index
from helpers.geocode.normalise import fold, is_markup, key, skeleton
from helpers.geocode.places import BIG_CITY, Place
from helpers.geocode.reading import Found, Reading, agree, narrow_to_laender, unique
from helpers.geocode.words import AROUND, BEFORE, NOISE, ON_THE_WAY, TITLES

_LOST_LETTER = re.compile(r"(?<=[^\W\d])[\ufffd?](?=[^\W\d])")
_PLATE = re.compile(r"^[A-ZÄÖÜ]{1,3}$")
_SURE_OF_PLACE = 20_000


@dataclass
class Reader:
    """Reads texts with one index; remembers what it has read."""

    index: Index
    speller: Speller
    known: dict[str, Found] = field(default_factory=dict)

    def read(self, text: str) -> Found:
        """Return what a text may mean, on its own."""
        if text not in self.known:
            self.known[text] = self._read(text)
        return self.known[text]

    def _read(self, text: str) -> Found:
        if is_markup(text):
            return Found(reason="junk")
        words = fold(text).split()
        if not any(letter.isalpha() for letter in "".join(words)):
            return Found(reason="junk" if text.strip(" -–—?.,;/\\") else "empty")
        plain = text.strip()
        if _PLATE.match(plain) and plain in self.index.plates and not self._is_taken(words):
            places = self.index.plates[plain]
            return Found(tuple(Reading(place, "abbreviation", full=True) for place in places))
        return (
            self._unreadable_letter(plain)
            or self.whole(words, parts=len(words) == 1)
            or self._on_the_way(words)
            or self._split(words)
            or self._without_noise(words)
            or self.whole(words)
            or self._loose(words)
            or self._glued(words)
            or self._misspelt(words, text)
            or self._beside(words, text)
            or self._abroad(words)
            or Found(reason="unknown", note=" ".join(words))
        )

    def _unreadable_letter(self, text: str) -> Found | None:
        """Read a text that lost an umlaut on its way ("M�nchen", "M?nchen")."""
        if not _LOST_LETTER.search(text):
            return None
        guesses = [self.whole(fold(_LOST_LETTER.sub(letter, text)).split()) for letter in "äöüß"]
        known = [guess for guess in guesses if guess and guess.readings]
        return known[0] if len(known) == 1 else None

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

    def _is_taken(self, words: list[str]) -> bool:
        """Tell whether capitals mean something else than a car plate (RE, MV, HH)."""
        text = key(words)
        other = self.index.no_places.get(text)
        taken = other and other.kind in ("train", "region", "everywhere", "foreign")
        return bool(taken) or text in self.index.others

    def _name(self, text: str, parts: bool) -> Found | None:
        """Look up one key."""
        index = self.index
        ranks = index.names.get(text, {})
        nowhere = index.no_places.get(text)
        official = [place for place, rank in ranks.items() if rank == FULL]
        if text in index.others and not official:
            places, how = index.others[text]
            return Found(tuple(Reading(place, how, full=True) for place in places))
        if nowhere and (not official or nowhere.kind in ("foreign", "region")):
            if official and max(place.population for place in official) < _SURE_OF_PLACE:
                return Found(_readings(ranks, BARE), f"{nowhere.kind}_homonym")
            if not official:
                return Found((), nowhere.kind, nowhere.laender, nowhere.name)
        if ranks and min(ranks.values()) < PART:
            exact = _readings(ranks, BARE)
            small = max(reading.place.population for reading in exact) < _SURE_OF_PLACE
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

    def _cities_near(self, text: str) -> list[Reading]:
        """Return big cities that a village's name may be a misspelling of ("Bockum", "Kölln")."""
        near = self.speller.near(text)
        big = [r for r in near if r.place.population >= BIG_CITY and not r.people]
        return [r for r in big if r.steps == 1]

    def _without_noise(self, words: list[str]) -> Found | None:
        """Look up the words without titles and noise at either end; "around" stays unlocated."""
        kept = list(words)
        while len(kept) > 1 and kept[-1] in NOISE | TITLES:
            kept.pop()
        while len(kept) > 1 and kept[0] in NOISE | TITLES | AROUND | BEFORE:
            kept.pop(0)
        if kept == words:
            return None
        found = self.whole(kept, parts=False)
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
        return None

    def _splits(self, words: list[str]) -> list[tuple[list[str], list[str], bool]]:
        """List the ways to read the words as place and rest: the longest place first."""
        count = len(words)
        ways = [(words[:n], words[n:], True) for n in range(count - 1, 0, -1)]
        ways += [(words[n:], words[:n], False) for n in range(1, count)]
        return sorted(ways, key=lambda way: -len(way[0]))

    def _split(self, words: list[str]) -> Found | None:
        """Read the words as a city and its district, in either order, with any separator."""
        best: dict[str, list[Reading]] = {"exact": [], "loose": [], "fuzzy": []}
        for place_words, rest, _ in self._splits(words[:9]):
            found = self.whole(place_words, parts=False) or self._plate(place_words, rest)
            for reading in found.readings if found and not found.reason else ():
                district, how = self.district(reading.place, rest)
                if how == "fuzzy" and (set(rest) <= NOISE or self.whole(rest, parts=False)):
                    continue
                if district:
                    best[how].append(reading._replace(how="compound", district=district))
        if not best["exact"]:
            best["exact"] = self._misspelt_city(words)
        for readings in best.values():
            if readings:
                return Found(unique(readings))
        return None

    def _plate(self, words: list[str], rest: list[str]) -> Found | None:
        """Read "GE-Buer": a car-plate code before a part of one of its places."""
        places = self.index.plates.get(words[0].upper(), ()) if len(words) == 1 else ()
        inside = {part.place for part in self.index.parts.get(key(rest), ())}
        kept = [place for place in places if place in inside]
        return Found(tuple(Reading(place, "abbreviation") for place in kept)) if kept else None

    def _misspelt_city(self, words: list[str]) -> list[Reading]:
        """Read the words as a misspelt city and one of its districts, rightly spelt."""
        readings = []
        for place_words, rest, _ in self._splits(words[:9]):
            for near in self.speller.near(key(place_words)) if len(key(place_words)) > 4 else ():
                district, how = self.district(near.place, rest)
                if how == "exact" and near.place.population >= _SURE_OF_PLACE:
                    readings.append(near._replace(how="compound", district=district))
        return readings

    def district(self, place: Place, words: list[str]) -> tuple[str, str]:
        """Find a district of a place by words that may repeat the city's name."""
        districts = self.index.districts.get(place.ags8)
        if not districts or not words:
            return "", ""
        text = key(words)
        found = districts.find(text)
        if found[1] in ("exact", "loose"):
            return found
        city = districts.city
        for short in (text.removeprefix(city), text.removesuffix(city)):
            if short != text and short:
                again = districts.find(short)
                if again[0]:
                    return again
        kept = [word for word in words if word not in NOISE - {"mitte"}]
        if kept and kept != words and len(kept) < len(words):
            again = districts.find(key(kept))
            if again[1] in ("exact", "loose"):
                return again
        return found

    def _loose(self, words: list[str]) -> Found | None:
        """Recognise a colloquial district name: it never decides the city by itself."""
        text = key(words)
        readings = [
            Reading(self.index.places[ags8], "compound", districts.loose[text])
            for ags8, districts in self.index.districts.items()
            if text in districts.loose
        ]
        return Found(tuple(readings), "loose_district") if readings else None

    def _glued(self, words: list[str]) -> Found | None:
        """Read "hamburgaltona": a city's name and a district's without anything between."""
        text = key(words)
        if len(words) > 1 or len(text) < 8:
            return None
        readings = []
        for ags8, districts in self.index.districts.items():
            if len(districts.city) < 4 or not text.startswith(districts.city):
                continue
            district = districts.names.get(text.removeprefix(districts.city), "")
            if district:
                readings.append(Reading(self.index.places[ags8], "compound", district))
        return Found(unique(readings)) if readings else None

    def _misspelt(self, words: list[str], text: str) -> Found | None:
        """Read the words as a misspelt name."""
        kept = [word for word in words if word not in TITLES]
        keys = dict.fromkeys(filter(None, (key(words), key(kept))))
        readings = [near for name in keys for near in self.speller.near(name)]
        plain = key(fold(text, dotless=True))
        if plain not in keys:
            readings += self.speller.near(plain, dotless=True)
        return Found(unique(readings)) if readings else None

    def _abroad(self, words: list[str]) -> Found | None:
        """Recognise a foreign place with something beside it ("Wien, Österreich")."""
        for place_words, _, _ in self._splits(words[:9]):
            found = self.whole(place_words, parts=False)
            if found and found.reason == "foreign":
                return found
        return None

    def _beside(self, words: list[str], text: str) -> Found | None:
        """Read the words as a place and something else that we do not know."""
        for place_words, rest, first in self._splits(words[:9]):
            found = self.whole(place_words, parts=False)
            if not found or not found.readings or found.reason:
                continue
            biggest = max(reading.place.population for reading in found.readings)
            marked = first and bool(re.match(r"\s*[^,/(;:|–-]+[,/(;:|–-]", text))
            if biggest < _SURE_OF_PLACE and not (marked and len(key(place_words)) > 3):
                continue
            return self._with_rest(found, rest)
        return None

    def _with_rest(self, found: Found, rest: list[str]) -> Found:
        """Weigh what stands beside a place: a Land or Kreis narrows, another place contradicts."""
        other = self.whole(rest, parts=False)
        if set(rest) & AROUND:
            return found._replace(reason="around")
        if other and other.laender:
            return narrow_to_laender(found, other)
        if other and other.reason in ("foreign", "train", "road"):
            return found._replace(reason=other.reason)
        if other and other.readings:
            return agree(found, other)
        for word in rest:
            another = self.whole([word], parts=False)
            for reading in another.readings if another else ():
                if reading.place.population >= 50_000 and reading.full and len(word) > 4:
                    return agree(found, another)
        return Found(
            tuple(reading._replace(how="compound") for reading in found.readings),
            note=" ".join(rest),
        )


def _readings(ranks: dict[Place, int], worst: int) -> tuple[Reading, ...]:
    """Make readings of the places of a name, down to a rank."""
    return tuple(
        Reading(place, "exact", full=rank == FULL, dotless=rank == PLAINLY)
        for place, rank in sorted(ranks.items(), key=lambda item: (item[1], item[0]))
        if rank <= worst
    )
