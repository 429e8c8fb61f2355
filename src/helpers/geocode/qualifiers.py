"""Qualifiers: what stands beside a name to tell it from others, in full or abbreviated.

"Coswig (Anh)", "Fürth/Odw.", "Thalfingen b. Ulm", "Holzhausen (Kr Siegen)": a qualifier never names
the place itself, and a place that it does not fit is not meant.
"""

import bisect
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from helpers.geocode.forms import BARE, bare
from helpers.geocode.index import Index
from helpers.geocode.normalise import FILLERS, fold, key
from helpers.geocode.places import TOWN, Place

NEAR_KM = 40
"""So far from a town, or from a place that has the same qualifier, may a place lie."""

BESIDE_KM = 30
"""So far from a town lie places "bei" it."""

_BRACKETS = re.compile(r"^([^()]{2,}?)\s*\(\s*([^()]+(?:\([^()]*\))?)\s*(?:\)(?:[\s-].*)?)?$")
_NEAR = re.compile(r"^([^(),]{3,}?),?\s+(?:b\.?|bei|nahe|unweit)\s+([^\W\d].*)$", re.IGNORECASE)
_SLASH = re.compile(r"^([^/(),]{3,}?)\s*/\s*([^\W\d][\w ]*\.)$")
_KREIS = re.compile(r"^(?:Kr|Krs|LK|Lkr|Amt|VG)\b|kreis|^(?:Städter|R)egion\b", re.IGNORECASE)
_TITLE = re.compile(r"^(?:Kr|Krs|Kreis|LK|Lkr|Landkreis|Amt|VG)\b\.?\s*", re.IGNORECASE)
_BESIDE = re.compile(r"^(?:b|bei|nahe|n)\b\.?\s+", re.IGNORECASE)

Fits = Callable[[Place], bool]


class Qualified(NamedTuple):
    """A name and its qualifier. kind: region (or anything) | near | kreis."""

    name: str
    qualifier: str
    kind: str


def split(text: str) -> Qualified | None:
    """Split a text into a name and its qualifier, if it has one.

    >>> split("Coswig (Anh)")
    Qualified(name='Coswig', qualifier='Anh', kind='region')
    >>> split("Thalfingen b. Ulm")[1:], split("Hagen (Kr Siegen)")[1:]
    (('Ulm', 'near'), ('Kr Siegen', 'kreis'))
    """
    found = _BRACKETS.match(text)
    if found:
        name, inside = found.groups()
        if _BESIDE.match(inside):
            return Qualified(name, _BESIDE.sub("", inside), "near")
        return Qualified(name, inside, "kreis" if _KREIS.search(inside) else "region")
    found = _NEAR.match(text)
    if found:
        return Qualified(*found.groups(), "near")
    found = _SLASH.match(text)
    return Qualified(*found.groups(), "slash") if found else None


@dataclass
class Qualifiers:
    """Knows what a qualifier may mean: a Land, a region, a Kreis, a town, a river."""

    index: Index
    carriers: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Note which places carry which words behind their name ("an der Sieg", "(Allgäu)")."""
        for place in self.index.places.values():
            for word in _own(place):
                self.carriers[word].append(place)
        self.kreis_names, self.names = sorted(self.index.kreis_names), sorted(self.index.names)
        regions = [(n, r.laender) for n, r in self.index.no_places.items() if r.kind == "region"]
        self.regions = [(name, laender) for name, laender in regions if laender]

    def fits(self, qualified: Qualified) -> Fits | None:
        """Return what tells whether a place fits the qualifier; None if it says nothing to us."""
        named = {kreis.ags5 for kreis in self._named(qualified)}
        if named and "kreis" in fold(qualified.qualifier):
            return lambda place: place.ags5 in named
        words = fold(_TITLE.sub("", qualified.qualifier)).split()
        text = key([word for word in words if word not in FILLERS])
        if not text:
            return None
        towns = [p for p, rank in self.index.names.get(text, {}).items() if rank <= BARE]
        kreise = self._kreise(qualified.qualifier, text, whole=qualified.kind == "kreis")
        if qualified.kind == "near":
            towns = [town for town in towns if town.city]
            return (lambda place: _near(place, towns, BESIDE_KM)) if towns else None
        prefixes, called = ((), ()) if qualified.kind == "kreis" else self._region(text)
        carriers = [
            place
            for word, places in self.carriers.items()
            if word.startswith((text, *called)) and len(text) > 2
            for place in places
        ]
        carriers = [] if prefixes else carriers
        if qualified.kind == "region" and not (towns or kreise or prefixes or carriers):
            towns = self._beginning(text)
        towns = [town for town in towns if town.population >= TOWN or qualified.kind == "kreis"]
        if qualified.kind == "slash" and not prefixes and not carriers:
            return None
        if not (prefixes or kreise or towns or carriers):
            return None

        most_km = BESIDE_KM if qualified.kind == "kreis" else NEAR_KM

        def fit(place: Place) -> bool:
            own = _own(place)
            return (
                any(word.startswith(text) for word in own)
                or place.ags5.startswith(prefixes)
                or place.ags5 in kreise
                or _near(place, [*towns, *carriers], most_km)
            )

        return fit

    def _beginning(self, text: str) -> list[Place]:
        """Return the towns whose names begin so: "(Braunschw)"."""
        start = bisect.bisect_right(self.names, text)
        end = bisect.bisect_left(self.names, text + "\x7f") if len(text) > 3 else start
        found = {place for name in self.names[start:end] for place in self.index.names[name]}
        return sorted(place for place in found if place.population >= TOWN)

    def kreis(self, qualified: Qualified) -> Place | None:
        """Return the one Kreis that "(Kr Siegen)" names."""
        if qualified.kind != "kreis":
            return None
        found = {kreis.ags5 for kreis in self._named(qualified)}
        return self.index.kreise[found.pop()] if len(found) == 1 else None

    def _named(self, qualified: Qualified) -> tuple[Place, ...]:
        """Return the Kreise whose whole name the qualifier is, with or without its title."""
        names = self.index.kreis_names
        whole, bare = qualified.qualifier, _TITLE.sub("", qualified.qualifier)
        return names.get(key(fold(whole))) or names.get(key(fold(bare)), ())

    def _kreise(self, written: str, text: str, whole: bool) -> set[str]:
        """Return the Kreise that an abbreviation, a car plate in capitals, or a name means."""
        found = set()
        if written.isupper():
            found |= {place.ags5 for place in self.index.plates.get(written, ())}
        names = [text] if text in self.index.kreis_names else []
        if not whole and len(text) > 3:
            start = bisect.bisect_left(self.kreis_names, text)
            end = bisect.bisect_left(self.kreis_names, text + "\x7f")
            names = self.kreis_names[start:end]
        return found | {place.ags5 for name in names for place in self.index.kreis_names[name]}

    def _region(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the first digits of the AGS in a region, and the regions' names.

        Regions are found by their name, its beginning ("Bay": the shortest name that begins so), or
        its letters ("Odw").
        """
        for fit in (str.__eq__, str.startswith, _has_letters):
            if fit is not str.__eq__ and len(text) < 2:
                break
            found = [(name, laender) for name, laender in self.regions if fit(name, text)]
            shortest = min((len(name) for name, _ in found), default=0)
            found = [(name, laender) for name, laender in found if len(name) == shortest]
            if found:
                # A region in several Länder is no bigger than what is called after it.
                whole = [r for _, r in found if len(r) == 1 or all(len(code) > 2 for code in r)]
                names = () if whole else tuple(name for name, _ in found)
                named = any(word.startswith(names) for word in self.carriers) if names else False
                wanted = whole or ([] if named else [laender for _, laender in found])
                return tuple(sorted(frozenset().union(*wanted))), names
        return (), ()


def _has_letters(name: str, text: str) -> bool:
    """Tell whether a name has the letters of a short text in their order, and begins with it.

    Who abbreviates so keeps consonants ("Odw"); with vowels it is a name of its own ("Murr").
    """
    if len(text) > 5 or name[0] != text[0] or any(letter in "aeiou" for letter in text[1:]):
        return False
    letters = iter(name)
    return all(letter in letters for letter in text)


def has_another(place: Place, qualifier: str) -> bool:
    """Tell whether a municipality's own name has a qualifier, and another one than this."""
    return bool(_own(place)) and not carries(place, qualifier)


def carries(place: Place, qualifier: str) -> bool:
    """Tell whether a municipality's own name has this qualifier, in full or abbreviated."""
    text = key(fold(qualifier))
    return any(word.startswith(text) for word in _own(place))


def _own(place: Place) -> list[str]:
    """Return the words behind a municipality's name that tell it from others."""
    rest = place.city.removeprefix(bare(place.city))
    return [word for word in fold(rest).split() if word not in FILLERS and len(word) > 1]


def _near(place: Place, others: list[Place], most_km: float = NEAR_KM) -> bool:
    """Tell whether a place lies near one of the others, or a whole Kreis holds one of them."""
    return any(
        place.km_to(other) <= most_km or (not place.city and place.ags5 == other.ags5)
        for other in others
    )
