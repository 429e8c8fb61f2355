"""Places: populated places of GeoNames, and the municipalities with their official names."""

import csv
import unicodedata
from pathlib import Path
from typing import IO

import geopandas as gpd
import pandas as pd

from helpers.geodata import names
from helpers.geodata.kreise import MERGED

GEONAMES_COLUMNS = [
    *("geonameid", "name", "asciiname", "alternatenames", "lat", "lon", "feature_class"),
    *("feature", "country", "cc2", "admin1", "admin2", "admin3", "admin4", "population"),
    *("elevation", "dem", "timezone", "modified"),
]
"""Columns of a GeoNames dump, as its readme lists them."""

SEATS = {"PPLC": 0, "PPLA": 1, "PPLA2": 2, "PPLA3": 3, "PPLA4": 4, "PPL": 5}
"""GeoNames' features of a municipality's main place, the likeliest first."""

CITIES_OF_FORMER_KREISE = {
    "05313": "05334002",  # Aachen
    "13001": "13075039",  # Greifswald
    "13002": "13071107",  # Neubrandenburg
    "13005": "13073088",  # Stralsund
    "13006": "13074087",  # Wismar
    "16056": "16063105",  # Eisenach
}
"""Cities that were a Kreis of their own in 2007 → their code as a municipality today."""


def geonames(
    path: Path | IO[bytes], kreise: gpd.GeoDataFrame, municipalities: pd.Series
) -> pd.DataFrame:
    """Read the German places of a GeoNames dump (cities500.txt, or DE.txt with every feature).

    kreise: polygons that place a row without codes; municipalities: the codes that exist today.
    Returns `geonameid, name, alternatenames (Latin script, joined by "|"), feature, ags5, ags8
    ("" where the municipality is gone), lat, lon (WGS 84), population (0 = not known)`.
    """
    world = pd.read_csv(
        path,
        sep="\t",
        names=GEONAMES_COLUMNS,
        dtype=str,
        quoting=csv.QUOTE_NONE,
        keep_default_na=False,
    )
    german = world[world["country"].eq("DE") & world["feature_class"].eq("P")].astype(
        {"geonameid": int, "lat": float, "lon": float, "population": int}
    )
    german["ags5"] = german["admin3"].replace(MERGED)
    german["ags8"] = german["admin4"]
    german = _place_by_polygon(german, kreise)
    german["ags8"] = german["ags8"].where(german["ags8"].isin(municipalities), "")
    german["alternatenames"] = [
        _latin(name, others)
        for name, others in zip(german["name"], german["alternatenames"], strict=True)
    ]
    columns = ["geonameid", "name", "alternatenames", "feature", "ags5", "ags8", "lat", "lon"]
    return german[[*columns, "population"]].sort_values("geonameid", ignore_index=True)


def municipalities(
    listed: pd.DataFrame, places: pd.DataFrame, kreise: pd.DataFrame, population: pd.Series
) -> pd.DataFrame:
    """Give each municipality its short name, place on the map and inhabitants.

    listed: `id, name` as Destatis writes them. population: inhabitants 31.12.2007 by code of the
    Kreise of then: exact for cities that were a Kreis of their own; else GeoNames' figure.
    Returns `ags8, city, official_name, designation, ags5, population, population_source, lat, lon`
    with population empty and lat/lon NaN where the source has no place for a small municipality.
    """
    table = listed.rename(columns={"id": "ags8", "name": "official_name"})
    table = table.sort_values("ags8", ignore_index=True)
    pairs = list(zip(table["ags8"], table["official_name"], strict=True))
    table["city"] = [names.city(code, name) for code, name in pairs]
    table["designation"] = table["official_name"].map(names.designation)
    table["ags5"] = table["ags8"].str[:5]
    seats = _seats(table, places)
    table = table.merge(seats, on="ags8", how="left")
    own = _own_kreis(kreise, population)
    exact = table["ags8"].map(own)
    table["population_source"] = "GeoNames, different years"
    table["population_source"] = table["population_source"].where(table["population"].gt(0), "")
    table["population_source"] = table["population_source"].mask(exact.notna(), "BKG, 31.12.2007")
    table["population"] = exact.fillna(table["population"].where(table["population"].gt(0)))
    table["population"] = table["population"].astype("Int64")
    columns = ["ags8", "city", "official_name", "designation", "ags5", "population"]
    return table[[*columns, "population_source", "lat", "lon"]]


def former(yearly: dict[int, pd.DataFrame], today: pd.DataFrame) -> pd.DataFrame:
    """List municipalities of earlier years whose name is gone from their Kreis.

    yearly: year → `id, name`; today: `ags8, city, ags5`.
    Returns `city, official_name, ags8_then, last_year, ags5` (Kreis of today), once per name.
    Names of the split Kreis Demmin are left out: which Kreis they lie in now is unsure.
    """
    rows = pd.concat(
        [frame.assign(last_year=year) for year, frame in sorted(yearly.items())], ignore_index=True
    ).rename(columns={"id": "ags8_then", "name": "official_name"})
    rows = rows.drop_duplicates(["ags8_then", "official_name"], keep="last")
    rows["city"] = [
        names.city(code, name)
        for code, name in zip(rows["ags8_then"], rows["official_name"], strict=True)
    ]
    rows["ags5"] = rows["ags8_then"].str[:5].replace(MERGED)
    known = set(zip(today["ags5"], names.key(today["city"]), strict=True))
    gone = pd.Series(
        [pair not in known for pair in zip(rows["ags5"], names.key(rows["city"]), strict=True)],
        index=rows.index,
    )
    split = rows["ags8_then"].str.startswith("13052")
    rows = rows[gone & ~split & rows["ags5"].isin(today["ags5"])]
    rows = rows.sort_values("last_year").drop_duplicates(["ags5", "city"], keep="last")
    columns = ["city", "official_name", "ags8_then", "last_year", "ags5"]
    return rows[columns].sort_values(["ags5", "city"], ignore_index=True)


def _own_kreis(kreise: pd.DataFrame, population: pd.Series) -> pd.Series:
    """Return inhabitants 2007 of the municipalities that are or were a Kreis: index `ags8`."""
    urban = kreise.loc[kreise["kind"].eq("Kreisfreie Stadt"), "ags5"]
    codes = {code: f"{code}000" for code in urban} | CITIES_OF_FORMER_KREISE
    return population.loc[list(codes)].rename(codes)


def _seats(table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Choose the place that stands for each municipality: `ags8, population, lat, lon`.

    The place of the same name comes first, then the seat, then the largest.
    """
    seats = places[places["feature"].isin(SEATS)].merge(table[["ags8", "city"]], on="ags8")
    short, seat = names.key(seats["city"]), names.key(seats["name"])
    base = names.key(seats["city"].str.replace(r"\s*[(/].*", "", regex=True))
    seats["other_name"] = ~(short.eq(seat) | base.eq(seat))
    seats["rank"] = seats["feature"].map(SEATS)
    order = ["ags8", "other_name", "rank", "population"]
    seats = seats.sort_values(order, ascending=[True, True, True, False])
    return seats.drop_duplicates("ags8")[["ags8", "population", "lat", "lon"]]


def _place_by_polygon(places: pd.DataFrame, kreise: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give places without a Kreis code the Kreis in which they lie."""
    open_ones = places[~places["ags5"].isin(kreise["ags5"])]
    points = gpd.GeoDataFrame(
        open_ones[["geonameid"]],
        geometry=gpd.points_from_xy(open_ones["lon"], open_ones["lat"]),
        crs="EPSG:4326",
    ).to_crs(kreise.crs)
    found = points.sjoin(kreise[["ags5", "geometry"]], predicate="within")["ags5"]
    placed = places.copy()
    placed.loc[found.index, "ags5"] = found
    placed.loc[found.index, "ags8"] = found + "000"
    return placed


def _latin(name: str, alternatives: str) -> str:
    """Keep other names in Latin letters, without repeats, in order, joined by "|".

    >>> _latin("Köln", "Cologne,Kelonia,Köln,Кёльн,科隆,CGN")
    'Cologne|Kelonia|CGN'
    """
    kept = dict.fromkeys(
        other.strip()
        for other in alternatives.split(",")
        if other.strip() and other != name and all(map(_is_latin, other))
    )
    return "|".join(kept)


def _is_latin(letter: str) -> bool:
    return not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN")
