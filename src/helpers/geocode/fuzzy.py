"""Fuzzy: names that a text may be a slip of the pen of.

Names are blocked by their letters with one left out: a text that is one edit away from a name
shares such a key with it (Garbe's SymSpell idea), so only a handful of names is compared.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from helpers.geocode import forms, slips
from helpers.geocode.forms import FULL, LETTERS, PART
from helpers.geocode.index import Index
from helpers.geocode.normalise import fold
from helpers.geocode.places import TOWN, Place
from helpers.geocode.reading import Reading

REMEMBERED = 200_000
"""So many texts are remembered at most; then the memory starts anew."""

LONGEST = 60
"""Longer texts are sentences, not misspelt names."""

SHORT = {4: 100_000, 5: 30_000}
"""Letters of a short text → inhabitants from which on it may be a misspelt name.

Smaller places cast doubt: "Lndau" may be Landau or Lindau."""


@dataclass
class Speller:
    """Finds the names near a text. Made once for an index."""

    index: Index
    lacking: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lacking_town: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    towns: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))
    village_names: set[str] = field(default_factory=set)
    lost: set[tuple[str, str]] = field(default_factory=set)
    known: dict[tuple[str, bool], dict[str, tuple[int, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Key all names of municipalities and villages by their letters with one left out.

        lost: names whose umlauts lost their dots, and the places' own. known: answers, kept.
        """
        for name, places in self.index.names.items():
            self.lost |= {(name, place.city) for place in places if _lost_dots(name, place)}
            if min(places.values()) < PART and len(name) > 2 and name[0] != LETTERS:
                self._add(name, self.lacking)
                if max(place.population for place in places) >= TOWN:
                    self._add(name, self.lacking_town)
                    if len(name) > 5:
                        self.towns[name[0], len(name)].append(name)
        for name in self.index.parts:
            if name not in self.index.names and len(name) > 3:
                self.village_names.add(name)
                self._add(name, self.lacking)

    def _add(self, name: str, lacking: dict[str, list[str]]) -> None:
        for key in _lacking_one(name):
            lacking[key].append(name)

    def names_near(self, text: str, towns: bool = False) -> dict[str, tuple[int, float]]:
        """Return the names one edit away from a key, and of towns those two edits away.

        Each with its slips and how likely they are. towns: only names of towns, which is faster.
        """
        if (text, towns) not in self.known:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[text, towns] = self._names_near(text, towns)
        return self.known[text, towns]

    def _names_near(self, text: str, towns: bool) -> dict[str, tuple[int, float]]:
        """Compare a key with the names that share its letters but one, and with towns' names."""
        lacking = self.lacking_town if towns else self.lacking
        near: dict[str, tuple[int, float]] = {}
        if not 4 <= len(text) <= LONGEST:
            return near
        for key in _lacking_one(text):
            for name in lacking.get(key, ()):
                if name not in near:
                    near[name] = slips.compare(text, name, 1)
        near = {name: slip for name, slip in near.items() if slip[1]}
        if len(text) > 6:
            for length in range(len(text) - 2, len(text) + 3):
                for name in self.towns.get((text[0], length), ()):
                    if name not in near and OSA.distance(text, name, score_cutoff=2) == 2:
                        near[name] = slips.compare(text, name, 2)
        return near

    def near(self, text: str, dotless: bool = False, towns: bool = False) -> list[Reading]:
        """Return the places whose names are near a key.

        dotless: the key lost its umlauts' dots; compare only with names that lost theirs.
        towns: only names of towns (and what else is called so).
        """
        readings, least = [], SHORT.get(len(text), 0)
        for name, (steps, slip) in self.names_near(text, towns).items():
            if name in self.village_names:
                if dotless:
                    continue
                readings += [
                    Reading(part.place, "fuzzy", steps=steps, slip=slip, people=part.population)
                    for part in self.index.parts[name]
                    if len(text) > 5 and steps == 1
                ]
                continue
            readings += [
                Reading(
                    place,
                    "fuzzy",
                    full=rank == FULL,
                    dotless=not dotless
                    and (name, place.city) in self.lost
                    and not _hit(text, place),
                    steps=max(steps, 1),
                    slip=min(slip, slips.EDIT),
                    rival=place.population < least,
                )
                for place, rank in self.index.names[name].items()
                if rank < PART
                and (steps == 1 or len(text) > 6)
                and (text[0] in name[:2] or place.population >= TOWN)
                and not (dotless and (name, place.city) not in self.lost)
            ]
        return readings if any(not reading.rival for reading in readings) else []

    def near_within(self, text: str, places: frozenset[Place], most: int = 2) -> list[Reading]:
        """Return those of `places` whose name is up to `most` edits (a third of a name) away."""
        readings = []
        for name, place in _names_of(places):
            allowed = min(most, len(name) // 3)
            steps, slip = slips.compare(text, name, allowed)
            if slip and steps <= most:
                readings.append(Reading(place, "fuzzy", steps=max(steps, 1), slip=slip))
        return readings


def _lost_dots(name: str, place: Place) -> bool:
    """Tell whether a key is a name with umlauts written without their dots."""
    dotted = any(letter in place.city.casefold() for letter in "äöü")
    return dotted and not any(two in name for two in ("ae", "oe", "ue"))


def _hit(text: str, place: Place) -> bool:
    """Tell whether the one wrong letter stands where the name has an umlaut ("Mvnster")."""
    name = place.city.replace("ß", "ss")
    plain = fold(name, dotless=True)
    if not len(text) == len(plain) == len(name):
        return False
    wrong = [n for n, letter in enumerate(text) if letter != plain[n]]
    return len(wrong) == 1 and name[wrong[0]] in "äöüÄÖÜ"


def _lacking_one(name: str) -> set[str]:
    """Return a name and the name with each one letter left out."""
    return {name, *[name[:place] + name[place + 1 :] for place in range(len(name))]}


def _names_of(places: frozenset[Place]) -> list[tuple[str, Place]]:
    """List the keys of some municipalities' names."""
    return [
        (name, place)
        for place in places
        if place.city
        for name, rank in forms.of(place.city).items()
        if rank < PART
    ]
