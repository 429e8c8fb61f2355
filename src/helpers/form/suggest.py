"""Suggest: places for what a person has typed so far, by name, district or postcode."""

import bisect
import functools
import unicodedata
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from helpers import gazetteer, geocode

MOST = 8


@dataclass(frozen=True)
class Place:
    """One suggestion: what to show, and what to fill in."""

    label: str
    city: str
    district: str
    postcode: str
    ags8: str
    weight: int


class Index:
    """Places sorted by every word of their names, so that a prefix is found by bisection."""

    def __init__(self, places: list[Place], keys: list[tuple[str, int]]) -> None:
        self.places = places
        self.keys = sorted(keys)
        self.words = [key for key, _ in self.keys]

    def find(self, text: str, most: int = MOST) -> list[Place]:
        """Return up to `most` places with a word that starts so; larger places first.

        Where none does, those whose word differs by a slip of the fingers or two.
        """
        typed = folded(text)
        if len(typed) < 2:
            return []
        start = bisect.bisect_left(self.words, typed)
        end = bisect.bisect_left(self.words, typed + "\U0010ffff")
        found = {n: _distance(self.places[n], typed) for _, n in self.keys[start:end][:5000]}
        found = found or self._similar(typed)
        order = sorted(found, key=lambda n: (found[n], -self.places[n].weight, n))
        return list(dict.fromkeys(self.places[n] for n in order))[:most]

    def _similar(self, typed: str) -> dict[int, int]:
        """Return places by number whose word begins almost so, each with its number of slips.

        A slip is a letter too many, too few, wrong, or swapped with the next (optimal string
        alignment): one in five letters, two from eight on. Numbers are not guessed.
        """
        if not 5 <= len(typed) <= 40 or typed[0].isdigit():
            return {}
        beginnings = [word[: len(typed) + 1].rstrip() for word in self.words]
        close = process.extract(
            typed,
            beginnings,
            scorer=OSA.distance,
            score_cutoff=1 if len(typed) < 8 else 2,
            limit=200,
        )
        return {self.keys[at][1]: slips for _, slips, at in reversed(close)}


def _distance(place: Place, typed: str) -> int:
    """Order what was found: the very name first, then names that start so, then the others."""
    name = folded(place.district or place.city)
    return 0 if name == typed else 1 if name.startswith(typed) else 2


def folded(text: str) -> str:
    """Return text as it is compared: lower case, umlauts written out, blanks for punctuation.

    >>> folded("Köln-Deutz"), folded("Straße")
    ('koeln deutz', 'strasse')
    """
    text = text.casefold().translate(_UMLAUTS)
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


@functools.lru_cache(maxsize=1)
def index() -> Index:
    """Build the index from the gazetteer, once per process (about a second)."""
    towns = gazetteer.municipalities()
    places = [*_towns(towns), *_districts(towns, gazetteer.districts())]
    places += _postcodes(towns, gazetteer.postcodes())
    keys = [(key, number) for number, place in enumerate(places) for key in _keys(place)]
    return Index(places, keys)


def _towns(towns: pd.DataFrame) -> list[Place]:
    """One place per municipality; where the name alone may mean another, its Kreis stands by it."""
    asked = pd.DataFrame({"city_raw": towns["city"], "district_raw": "", "postcode_raw": ""})
    clear = geocode.locate(asked)["ags5"].eq(towns["ags5"]) & ~towns["city"].duplicated(keep=False)
    names = towns["city"].where(clear, towns["city"] + " (" + towns["kreis"] + ")")
    people = _people(towns["population"])
    return [
        Place(name, name, "", "", ags8, n)
        for name, ags8, n in zip(names, towns["ags8"], people, strict=True)
    ]


def _districts(towns: pd.DataFrame, districts: pd.DataFrame) -> list[Place]:
    """One place per part of a city; the same name at two levels is offered once."""
    once = districts.drop_duplicates(["ags8", "district"])
    # A part counts less than a town of its own, and more the larger its city.
    people = _people(once["ags8"].map(towns.set_index("ags8")["population"])) // 20
    return [
        Place(f"{d.city}, {d.district}", d.city, d.district, "", d.ags8, n)
        for d, n in zip(once.itertuples(), people, strict=True)
    ]


def _postcodes(towns: pd.DataFrame, postcodes: pd.DataFrame) -> list[Place]:
    """One place per postcode and municipality."""
    known = postcodes[postcodes["ags8"] != ""].drop_duplicates(["postcode", "ags8"])
    named = known.merge(towns[["ags8", "city", "population"]], on="ags8")
    return [
        Place(f"{p.postcode} {p.city}", p.city, "", p.postcode, p.ags8, n)
        for p, n in zip(named.itertuples(), _people(named["population"]), strict=True)
    ]


def _people(population: pd.Series) -> pd.Series:
    return population.fillna(0).astype("int64")


def _keys(place: Place) -> set[str]:
    """Return what a place is found by: its postcode, or its names from each word on."""
    if place.postcode:
        return {f"{place.postcode} {folded(place.city)}"}
    names = [place.district or place.label]
    if place.district:
        names += [f"{place.city} {place.district}", f"{place.district} {place.city}"]
    # Who has no ü on the keyboard writes ue or u.
    written = [folded(spelt) for name in names for spelt in {name, _plain(name)}]
    keys = {" ".join(name.split()[start:]) for name in written for start in range(4)} - {""}
    # Both are written, and people do not know which one a place has chosen.
    keys |= {key.replace("st ", "sankt ", 1) for key in keys if key.startswith("st ")}
    return keys | {key.replace("sankt ", "st ", 1) for key in keys if key.startswith("sankt ")}


def _plain(name: str) -> str:
    """Return a name without the dots and strokes on its letters."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
