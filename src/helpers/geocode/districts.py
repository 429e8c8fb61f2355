"""Districts: the parts of a city by the names that people give them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import OSA

from helpers.geocode import handmade, slips
from helpers.geocode.normalise import fold, key
from helpers.geocode.places import BOROUGH, SMALL, Part, Place, keys_of

SURENESS = {"complete": 0, "copy": 1, "incomplete": 2, "unverified": 3, "geonames": 4}
"""Status of a row in the table of districts, the surest first."""

DIRECTIONS = {"n": "nord", "s": "sued", "o": "ost", "w": "west", "m": "mitte"}

CLEAR = 0.8
"""Share of the likelihood that the likeliest district needs when the text is misspelt."""


@dataclass
class Districts:
    """The districts of one city: key → official spelling. `loose` holds unverified names.

    near: answers to misspelt names, kept. city: key of the city's name. words: what several
    districts have in common ("Neustadt" in Dresden), which names none of them.
    """

    names: dict[str, str] = field(default_factory=dict)
    loose: dict[str, str] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)
    city: str = ""
    words: set[str] = field(default_factory=set)

    def find(self, text: str) -> tuple[str, str]:
        """Return the district that a key names, and how: exact, loose, part, fuzzy, or "".

        part: the key is a word of several districts' names; which one stays open.
        """
        if text in self.names:
            return self.names[text], "exact"
        if text in self.loose:
            return self.loose[text], "loose"
        if text in self.words:
            return "", "part"
        if text not in self.near:
            self.near[text] = nearest(text, self.names)
        return self.near[text], "fuzzy" if self.near[text] else ""


def nearest(text: str, names: dict[str, str]) -> str:
    """Return the one name that is a slip of the pen away from `text`, or "".

    One edit, in texts of seven letters and more two; nothing where another district is nearly as
    likely.
    """
    if len(text) < 3:
        return ""
    most = 2 if len(text) >= 7 else 1
    keys = list(names)
    steps = process.cdist([text], keys, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)[0]
    likely: dict[str, float] = {}
    for place in np.flatnonzero(steps <= most):
        name = keys[place]
        slip = slips.compare(text, name, most)[1] if len(name) >= 3 else 0.0
        likely[names[name]] = max(slip, likely.get(names[name], 0.0))
    total = sum(likely.values())
    best = max(likely, key=likely.__getitem__, default="")
    return best if total and likely[best] >= CLEAR * total else ""


def collect(table: pd.DataFrame) -> dict[str, Districts]:
    """Make the districts of each city (`ags8, city, district, status`), surest names first.

    Official names come first, then short ones where they mean one district only ("Altstadt" for
    "Hamburg-Altstadt", "Sachsenhausen N." for "Sachsenhausen-Nord", halves of "Rath/Heumar"), then
    names that only GeoNames has.
    """
    cities: dict[str, Districts] = defaultdict(Districts)
    ranked = table.assign(rank=table["status"].map(SURENESS)).sort_values("rank", kind="stable")
    official = ranked[ranked["status"] != "geonames"]
    names = [(row, [row.district]) for row in official.itertuples(index=False)]
    for row, _ in names:
        words = set(fold(row.district).split()) - set(fold(row.city).split())
        cities[row.ags8].words |= {word for word in words if len(word) > 4}
    _add(cities, names)
    for shorten in (_other_spellings, _halves):
        shorter = [(row, shorten(row.district, row.city)) for row, _ in names]
        _add(cities, shorter, only_unique=True)
    rest = ranked[ranked["status"] == "geonames"]
    _add(cities, [(row, [row.district]) for row in rest.itertuples(index=False)])
    for row in handmade.table("districts").itertuples(index=False):
        for form in keys_of(row.name):
            cities[row.ags8].loose.setdefault(form, row.district)
    return dict(cities)


def _add(cities: dict[str, Districts], names: list[tuple], only_unique: bool = False) -> None:
    """Add names of districts where no surer name has the key; ambiguous ones not at all."""
    meant: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row, spellings in names:
        cities[row.ags8].city = key(fold(row.city))
        for spelling in spellings:
            for form in keys_of(spelling):
                meant[row.ags8, form][row.district] = None
    for (ags8, form), districts in meant.items():
        if len(districts) == 1 or not only_unique:
            cities[ags8].names.setdefault(form, next(iter(districts)))


def parts(
    places: dict[str, Place],
    kreise: dict[str, Place],
    geonames: pd.DataFrame,
    districts: pd.DataFrame,
    villages: pd.DataFrame,
) -> dict[str, list[Part]]:
    """Collect villages and official districts by name: where a bare district name may lie.

    villages: `name, ags5, ags8, lat, lon, population` of places that GeoNames does not have; where
    only their Kreis is sure, they stand for it, at their own point.
    """
    found: dict[str, dict[Place, Part]] = defaultdict(dict)
    inside = geonames[geonames["ags8"].isin(set(places))]
    for row in inside[["ags8", "name", "population"]].itertuples(index=False):
        for form in keys_of(row.name):
            found[form].setdefault(
                places[row.ags8], Part(places[row.ags8], "", int(row.population) or SMALL)
            )
    official = districts[~districts["status"].isin(["unverified"])]
    within = districts[districts["parent"] != districts["district"]]
    boroughs = set(zip(within["ags8"], within["parent"], strict=True))
    for row in official[["ags8", "district"]].itertuples(index=False):
        place = places.get(row.ags8)
        for form in keys_of(row.district) if place else ():
            known = found[form].get(place)
            assumed = BOROUGH if (row.ags8, row.district) in boroughs else SMALL
            found[form][place] = Part(place, row.district, known.population if known else assumed)
    for row in villages.itertuples(index=False):
        place = places.get(row.ags8) or kreise[row.ags5]._replace(lat=row.lat, lon=row.lon)
        for form in keys_of(row.name):
            if all(place.ags5 != known.ags5 for known in found[form]):
                found[form][place] = Part(place, "", row.population)
    return {form: list(by_place.values()) for form, by_place in found.items()}


def _other_spellings(district: str, city: str) -> list[str]:
    """List a district's name without the city's, without brackets, its direction abbreviated."""
    other = [re.sub(rf"^{re.escape(city)}[\s-]+", "", district), re.sub(r"\s*\(.*", "", district)]
    words = fold(district).split()
    for letter, direction in DIRECTIONS.items():
        if len(words) > 1 and words[-1] in (letter, direction):
            other += [" ".join([*words[:-1], end]) for end in (letter, direction)]
    return [name for name in other if name]


def _halves(district: str, city: str) -> list[str]:
    """List the halves of a double name that are no mere direction."""
    halves = [half.strip() for half in re.split(r"[/,-]|\bund\b", district)]
    mere = {*DIRECTIONS.values(), fold(city)}
    return [half for half in halves if len(half) > 3 and fold(half) not in mere]
