"""Places: what the geocoder finds, and the tables of names by which it is found."""

import math
from collections import defaultdict
from typing import NamedTuple

import pandas as pd

from helpers.geocode import forms, handmade
from helpers.geocode.normalise import fold, key, skeleton

BIG_CITY = 100_000
"""A city of this size may be meant by a village's name that is one slip of the pen away."""

TOWN = 20_000
"""Among homonyms, only a place with this many inhabitants can be the one that is meant."""

SMALL = 300
"""Inhabitants assumed where no source has a number: only the very small have none."""


BOROUGH = 30_000
"""Inhabitants assumed for a part of a big city that has districts of its own."""

MOST_UNKNOWN = 10_000
"""Inhabitants assumed at most where no source has a number."""

UNUSUAL = 5
"""So many times the median of its Kreis has a municipality at most where no source has a number."""

STADT = 5_000
"""Inhabitants assumed for a Stadt where no source has a number."""

DISTRICT = 10_000
"""Inhabitants assumed for a district of a big city where no source has a number."""


class Place(NamedTuple):
    """A municipality, or a whole Kreis (`ags8` and `city` empty)."""

    ags8: str
    ags5: str
    city: str
    kreis: str
    population: int
    lat: float = math.nan
    lon: float = math.nan

    @property
    def label(self) -> str:
        """Name the place so that homonyms can be told apart: "Rieden (Ostallgäu)"."""
        if not self.city:
            return self.kreis
        return self.city if self.kreis in (self.city, "") else f"{self.city} ({self.kreis})"

    def km_to(self, other: "Place") -> float:
        """Return the distance to another place in km (flat earth; NaN when unknown)."""
        east = (self.lon - other.lon) * math.cos(math.radians(self.lat))
        return 111.2 * math.hypot(east, self.lat - other.lat)


class Part(NamedTuple):
    """A city district or village: the place it belongs to, its spelling, its inhabitants."""

    place: Place
    district: str
    population: int


Others = dict[str, tuple[tuple[Place, ...], str]]


def keys_of(name: str) -> set[str]:
    """Return the keys of a name: umlauts as digraphs and plain, with and without little words.

    "Sankt" is found as "St" too, so that a misspelt "Stt. Georg" is near.
    """
    keys: set[str] = set()
    for dotless in (False,) if name.isascii() else (False, True):
        words = fold(name, dotless).split()
        keys |= {key(words), skeleton(words)}
    keys |= {name.replace("sankt", "st") for name in keys}
    return keys - {""}


def of_kreise(table: pd.DataFrame, municipalities: pd.DataFrame) -> dict[str, Place]:
    """Make a place of each whole Kreis (`ags5, kreis, population`), amid its municipalities."""
    middle = _middle(municipalities)
    rows = table[["ags5", "kreis", "population"]].itertuples(index=False)
    return {
        ags5: Place("", ags5, "", kreis, int(people), *middle.loc[ags5])
        for ags5, kreis, people in rows
    }


def of_municipalities(
    table: pd.DataFrame, kreise: dict[str, Place], geonames: pd.DataFrame, stations: pd.DataFrame
) -> dict[str, Place]:
    """Make a place of each municipality (`ags8, ags5, city, designation, population, lat, lon`).

    Where it has no point, its Kreis's middle stands for it. Where its inhabitants are unknown,
    those of its villages (`ags8, population`) count together; else an equal share of those that
    its Kreis has besides, or what is usual for a Stadt; nobody lives where no municipality is
    ("gemeindefreies Gebiet"). One with a station (`ags8, name`) has as
    many as around a station.
    """
    villages = geonames[geonames["population"] > 0].groupby("ags8")["population"].sum()
    town = table["designation"].str.contains("stadt", case=False).map({True: STADT, False: SMALL})
    people = table["population"].fillna(table["ags8"].map(villages)).astype("float64")
    people = people.mask(people.isna() & table["designation"].str.contains("gemf"), 0.0)
    people = people.fillna(_rest(table["ags5"], people, kreise).clip(lower=town))
    stops = stations.groupby(["ags8", "name"])["population"].max()
    own = pd.MultiIndex.from_arrays([table["ags8"], table["city"].map(forms.bare)])
    known = stops.reindex(own).fillna(1).to_numpy()
    people = people.clip(lower=known).astype(int)
    middle = _middle(table).reindex(table["ags5"]).set_axis(table.index)
    table = table.fillna({"lat": middle["lat"], "lon": middle["lon"]})
    rows = table.assign(population=people)[["ags8", "ags5", "city", "population", "lat", "lon"]]
    return {
        row.ags8: Place(
            row.ags8, row.ags5, row.city, kreise[row.ags5].kreis, row.population, row.lat, row.lon
        )
        for row in rows.itertuples(index=False)
    }


def _rest(ags5: pd.Series, people: pd.Series, kreise: dict[str, Place]) -> pd.Series:
    """Share out, in each Kreis, the inhabitants that no municipality is known to have.

    None gets much more than is usual there: after a reform the sums of a Kreis do not fit.
    """
    usual = people.groupby(ags5).transform("median").fillna(MOST_UNKNOWN) * UNUSUAL
    known = people.groupby(ags5).transform("sum")
    unknown = people.isna().groupby(ags5).transform("sum").clip(lower=1)
    whole = ags5.map({code: kreis.population for code, kreis in kreise.items()})
    return ((whole - known) / unknown).clip(lower=SMALL, upper=usual.clip(SMALL, MOST_UNKNOWN))


def _middle(municipalities: pd.DataFrame) -> pd.DataFrame:
    """Return `lat, lon` of each Kreis's middle, for places without a point of their own."""
    return municipalities.groupby("ags5")[["lat", "lon"]].median()


def names(
    table: pd.DataFrame, places: dict[str, Place], kreise: dict[str, Place], former: pd.DataFrame
) -> dict[str, dict[Place, int]]:
    """Collect the forms of all municipality names → places and the form's rank.

    table: `ags8, city, official_name`; both names count, the official one without its title.
    A former municipality (`city, ags5`) stands for its Kreis of today only.
    """
    found: dict[str, dict[Place, int]] = defaultdict(dict)
    for row in table[["ags8", "city", "official_name"]].itertuples(index=False):
        place = places[row.ags8]
        for name in {row.city, row.official_name.split(",")[0]}:
            for form, rank in forms.of(name).items():
                found[form][place] = min(rank, found[form].get(place, rank))
    for row in former[["city", "ags5"]].itertuples(index=False):
        gone = kreise[row.ags5]._replace(population=SMALL)
        for form, rank in forms.of(row.city).items():
            if rank == forms.FULL and form not in found:
                found[form] = {gone: rank}
    return dict(found)


def other_names(places: dict[str, Place], kreise: dict[str, Place]) -> Others:
    """Collect abbreviations and other names → places and `abbreviation` or `alias`.

    They are handmade: GeoNames' names in other languages hold transliterations from many scripts
    that are German words ("gerne" for Herne).
    """
    found: Others = {}
    for row in handmade.table("names").itertuples(index=False):
        how = "abbreviation" if row.kind == "abbreviation" else "alias"
        for form in keys_of(row.name):
            found[form] = ((handmade.known(row.ags, places | kreise, row.name),), how)
    return found


def kreis_names(table: pd.DataFrame, kreise: dict[str, Place]) -> dict[str, tuple[Place, ...]]:
    """Collect the names of rural Kreise, today's and former ones, with and without their title."""
    found: dict[str, set[Place]] = defaultdict(set)
    rural = table[table["kind"] != "Kreisfreie Stadt"]
    for row in rural.itertuples(index=False):
        short = row.kreis_short
        titled = [f"{title} {short}" for title in ("Landkreis", "Kreis")]
        titled += [f"{short} {title}" for title in ("Kreis", "Landkreis", "Land")]
        bare = short.removesuffix("-Kreis")
        titled += [bare] if "-" in bare else []
        for name in (row.kreis, short, *titled):
            for form in keys_of(name):
                found[form].add(kreise[row.ags5])
    for row in handmade.table("kreise").itertuples(index=False):
        for title in ("Landkreis ", "Kreis ", ""):
            for form in keys_of(title + row.name):
                found[form].add(handmade.known(row.ags5, kreise, row.name))
    return {form: tuple(sorted(places)) for form, places in found.items()}


def plates(kreise: dict[str, Place], places: dict[str, Place]) -> dict[str, tuple[Place, ...]]:
    """Collect car-plate codes → the Kreise that use them; a city with its own Kreis by its name."""
    cities = {place.ags5: place for place in places.values() if place.ags8 == place.ags5 + "000"}
    return {
        row.plate: tuple(
            cities.get(ags5) or handmade.known(ags5, kreise, row.plate)
            for ags5 in row.ags5.split("|")
        )
        for row in handmade.table("plates").itertuples(index=False)
    }


def no_places(foreign: pd.DataFrame) -> dict[str, handmade.NoPlace]:
    """Collect what is no municipality: regions, countries, trains, "everywhere", towns abroad.

    foreign: GeoNames' towns abroad (`name, population`); the handmade table wins over them.
    """
    found = {
        form: handmade.NoPlace(row.name, row.kind, frozenset(filter(None, row.laender.split("|"))))
        for row in handmade.table("no_places").itertuples(index=False)
        for form in keys_of(row.name)
    }
    biggest = foreign.sort_values("population", ascending=False, kind="stable")
    for row in biggest[["name", "population"]].itertuples(index=False):
        form = key(fold(row.name))
        if len(form) > 3:
            town = handmade.NoPlace(row.name, "foreign", population=int(row.population))
            found.setdefault(form, town)
    return found


def postcodes(
    table: pd.DataFrame,
    areas: pd.DataFrame,
    stations: pd.DataFrame,
    places: dict[str, Place],
    kreise: dict[str, Place],
) -> dict[str, frozenset[Place]]:
    """Collect postcodes → municipalities (or the whole Kreis, where only that is known).

    areas: `postcode, ags5`, all Kreise that a postcode reaches. stations: their addresses tell
    of postcodes that no other table has.
    """
    found: dict[str, set[Place]] = defaultdict(set)
    new = ~stations["postcode"].isin(areas["postcode"])
    more = stations[stations["postcode"].ne("") & new]
    known = pd.concat([table[table["ags5"] != ""], more])[["postcode", "ags5", "ags8"]]
    for row in known.itertuples(index=False):
        found[row.postcode].add(places.get(row.ags8) or kreise[row.ags5])
    for row in areas[["postcode", "ags5"]].itertuples(index=False):
        if all(place.ags5 != row.ags5 for place in found[row.postcode]):
            found[row.postcode].add(kreise[row.ags5])
    return {postcode: frozenset(covered) for postcode, covered in found.items()}
