"""Gazetteer: places, municipalities, Kreise, postcodes and city districts, offline.

Each function reads one committed table below data/raw/, once per process, and returns a copy of
its own. `einzelfall geodata build` compiles the tables; data/raw/SOURCES.yml says from what.
"""

import functools
from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import HOME

TEXT = {
    **dict.fromkeys(["ags5", "ags8", "ags8_then", "postcode", "official_no", "parent"], "str"),
    **dict.fromkeys(["kreis", "kreis_short", "kind", "land", "city", "district"], "str"),
    **dict.fromkeys(["official_name", "designation", "name", "alternatenames"], "str"),
    **dict.fromkeys(["feature", "place", "how", "level", "status", "source", "country"], "str"),
    **dict.fromkeys(["town"], "str"),
    "population_source": "str",
}
"""Columns that are text in every table: codes keep their leading zero, empty stays "" ."""


NEWER_POSTCODES = "gazetteer/postcodes_geonames.csv"
ALL_PLACES = "gazetteer/places_geonames.csv"
STATIONS = {
    "gazetteer/stations_db.csv": "stations of Deutsche Bahn",
    "gazetteer/stations_vbb.csv": "stops in Brandenburg (VBB)",
}
"""Files that may be there, and what they are."""


def kreise() -> pd.DataFrame:
    """Return today's 400 Kreise, sorted by `ags5`.

    `ags5, kreis (official name, unambiguous), kreis_short (without "Landkreis" before it; not
    unique), kind (Kreisfreie Stadt | Landkreis), land, area_km2 (31.12.2018), population
    (31.12.2007, the year nearest the campaign that the source has), population_2018`.
    """
    table = _read("gazetteer/kreise.csv")
    for year, column in (("2007", "population"), ("2018", "population_2018")):
        counted = _read(f"population/kreise_{year}.csv").set_index("ags5")["population"]
        table[column] = table["ags5"].map(counted).astype("int64")
    return table


def municipalities() -> pd.DataFrame:
    """Return the 10,978 municipalities (Gemeinden) of 2024, sorted by `ags8`.

    `ags8, city (short German name), official_name, designation ("Stadt", "Hansestadt", …), ags5,
    kreis, land, population (Int64, may be empty), population_source, lat, lon (WGS 84, NaN for
    small ones that GeoNames does not have)`.
    """
    table = _read("gazetteer/municipalities.csv").astype({"population": "Int64"})
    names = _read("gazetteer/kreise.csv").set_index("ags5")
    table.insert(5, "kreis", table["ags5"].map(names["kreis"]))
    table.insert(6, "land", table["ags5"].map(names["land"]))
    return table


def former_municipalities() -> pd.DataFrame:
    """Return municipalities of 2011 to 2023 whose name is gone from their Kreis.

    `city, official_name, ags8_then, last_year, ags5 (Kreis of today)`.
    """
    return _read("gazetteer/municipalities_former.csv")


def places() -> pd.DataFrame:
    """Return GeoNames' German places: those with 500 or more inhabitants, or all, if fetched.

    `geonameid, name, alternatenames (Latin script, joined by "|"), feature (GeoNames code; PPLX =
    part of a city), ags5, ags8 ("" where the municipality is gone), lat, lon, population (0 = not
    known)`. `einzelfall geodata fetch places` brings all populated places.
    """
    return _read(ALL_PLACES if _has(ALL_PLACES) else "gazetteer/places.csv")


def stations() -> pd.DataFrame:
    """Return names of villages and districts by their stations and stops; empty without the files.

    `name, ags5, ags8 ("" = only the Kreis is sure), lat, lon (WGS 84), town (of the address),
    postcode`; town and postcode are "" for bus stops. data/raw/gazetteer/stations_*.csv.
    """
    found = [_read(file) for file in STATIONS if _has(file)]
    empty = pd.DataFrame(columns=["name", "ags5", "ags8", "lat", "lon", "town", "postcode"])
    every = pd.concat([empty, *found], ignore_index=True)
    text = ["name", "ags5", "ags8", "town", "postcode"]
    return every.fillna(dict.fromkeys(text, "")).astype(dict.fromkeys(text, "str"))


def places_source() -> str:
    """Say which tables of places are used."""
    known = "GeoNames, all places" if _has(ALL_PLACES) else "GeoNames, from 500 inhabitants"
    names = [name for file, name in STATIONS.items() if _has(file)]
    return ", ".join([known, *names])


def foreign() -> pd.DataFrame:
    """Return GeoNames' towns abroad, sorted by `geonameid`.

    `geonameid, name, country (ISO 3166), population`: from 5,000 inhabitants in Austria,
    Switzerland, Liechtenstein and Luxembourg, 50,000 in the other neighbours, 100,000 elsewhere.
    """
    return _read("gazetteer/foreign.csv")


def districts() -> pd.DataFrame:
    """Return parts of cities: official lists, OpenStreetMap's (ODbL) and GeoNames'.

    `ags8, city, district, parent, official_no, level (Bezirk, Stadtteil, …; Ortslage = GeoNames),
    status (complete | copy | incomplete | unverified | geonames), source, lat, lon (NaN where
    GeoNames has no such place)`. A name may stand at two levels of one city (Bezirk Mitte,
    Ortsteil Mitte). OpenStreetMap's rows have "ODbL" as `licence`, the others "".
    """
    free = _read("gazetteer/districts.csv").assign(licence="")
    odbl = _read("gazetteer/districts_odbl.csv").assign(licence="ODbL")
    both = pd.concat([free, odbl], ignore_index=True)
    return both.sort_values(["ags8", "level", "official_no", "district"], ignore_index=True)


def postcodes() -> pd.DataFrame:
    """Return postcodes with their places: one row per postcode and place.

    `postcode, place, ags5, ags8, how (name | region | neighbours |
    rest | former | open), source`. Where the join by
    name stays open, the codes are "". GeoNames' newer table is used where `einzelfall geodata fetch
    postcodes` has put one (data/raw/gazetteer/postcodes_geonames.csv); `source` says which it is.
    """
    if _has(NEWER_POSTCODES):
        return _read(NEWER_POSTCODES).assign(source="GeoNames")
    return _read("gazetteer/postcodes_odbl.csv").assign(source="OpenStreetMap")


def postcode_areas() -> pd.DataFrame:
    """Return the Kreise that each postcode reaches: `postcode, ags5`, one row for each.

    Where places of a postcode stay doubtful, all Kreise that may be meant are listed.
    """
    if _has(NEWER_POSTCODES):
        known = _read(NEWER_POSTCODES)
        return known[known["ags5"].ne("")][["postcode", "ags5"]].drop_duplicates(ignore_index=True)
    return _read("gazetteer/postcode_areas_odbl.csv")


def _has(file: str) -> bool:
    return (HOME / "data" / "raw" / file).exists()


def _read(file: str) -> pd.DataFrame:
    """Read a table below data/raw/ of the repository; a copy, so that callers may change it."""
    path = HOME / "data" / "raw" / file
    if not path.exists():
        raise CampaignError(f"{path}: not found. It belongs to the repository; restore it with git")
    return _cached(path, path.stat().st_mtime_ns).copy()


@functools.lru_cache(maxsize=32)
def _cached(path: Path, changed: int) -> pd.DataFrame:
    """Read a CSV once per state of the file; no text but "" counts as missing."""
    table = pd.read_csv(path, dtype=TEXT, keep_default_na=False, na_values=_numbers(path))
    return table


def _numbers(path: Path) -> dict[str, list[str]]:
    """Let only number columns have missing values: a place may be called "Na"."""
    columns = pd.read_csv(path, nrows=0).columns
    return {name: [""] for name in columns if name not in TEXT}
