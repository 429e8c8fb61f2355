"""Build: compile the committed files of data/raw/ from the packages that carry the data."""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd

from helpers import store
from helpers.errors import CampaignError
from helpers.geodata import districts, foreign, kreise, places, postcodes, sources, stations
from helpers.geodata.geojson import write_geojson
from helpers.geodata.packages import path_to

YEARS = range(2011, 2025)
"""Years of the lists of municipalities that the package has."""


def build(raw: Path, cache: Path, say: Callable[[str], None] = print) -> list[Path]:
    """Download the packages into `cache`, compile all files below `raw`, return their paths.

    raw: the repository's data/raw/. say: is told each step. The same packages give the same
    bytes. Raises CampaignError when a package cannot be had or a check of its content fails.
    """
    packages = {s.id: s.package for s in sources.ALL if s.package}
    paths = {}
    for name, package in packages.items():
        say(f"{package.label} …")
        paths[name] = path_to(package, cache)
    written = _compile(raw, paths, say)
    written.append(sources.write(raw))
    return written


def _compile(raw: Path, paths: dict[str, Path], say: Callable[[str], None]) -> list[Path]:
    """Make every table and write it."""
    then = kreise.polygons_2009(paths["boundaries"])
    borders = kreise.dissolve(then)
    table = kreise.table(paths["kreise"])
    yearly = {year: _lau(paths["municipalities"], year) for year in YEARS}
    listed = yearly.pop(max(yearly))
    points = places.geonames(paths["geonames"], borders, listed["id"])
    check(borders, table, points, listed)

    inhabitants = then.set_index("ags5")["population"]
    towns = places.municipalities(listed, points, table, inhabitants)
    gone = places.former(yearly, towns)
    codes = postcodes.from_osm(paths["postcodes"], towns, gone)
    areas = postcodes.areas(codes, towns)
    stops = stations.of_db(paths["stations-db"], towns, borders, points)
    villages = stations.of_vbb(paths["stations-vbb"], towns)
    free, odbl = (
        districts.locate(districts.rename(rows, towns), points)
        for rows in districts.read(raw / "gazetteer")
    )
    extra = districts.from_geonames(points, towns, pd.concat([free, odbl]))
    say(
        f"{len(table)} Kreise, {len(towns)} municipalities and {len(gone)} former ones, "
        f"{len(points)} places, {len(stops)} stations, {len(villages)} villages by stops, "
        f"{codes['postcode'].nunique()} postcodes, "
        f"{len(free) + len(odbl) + len(extra)} city districts"
    )
    tables = {
        "gazetteer/kreise.csv": table.drop(columns="population_2018"),
        "gazetteer/municipalities.csv": towns,
        "gazetteer/municipalities_former.csv": gone,
        "gazetteer/places.csv": points,
        "gazetteer/foreign.csv": foreign.towns(paths["geonames"]),
        "gazetteer/postcodes_odbl.csv": codes,
        "gazetteer/postcode_areas_odbl.csv": areas,
        "gazetteer/stations_db.csv": stops,
        "gazetteer/stations_vbb.csv": villages,
        "gazetteer/districts.csv": pd.concat([free, extra], ignore_index=True),
        "gazetteer/districts_odbl.csv": odbl,
        "population/kreise_2007.csv": borders[["ags5", "population"]],
        "population/kreise_2018.csv": table[["ags5", "population_2018"]].rename(
            columns={"population_2018": "population"}
        ),
    }
    for file, frame in tables.items():
        _write_csv(frame, raw / file)
    write_geojson(borders[["ags5", "geometry"]], raw / "boundaries/kreise.geojson", "kreise")
    return [raw / file for file in (*tables, "boundaries/kreise.geojson")]


def check(
    borders: gpd.GeoDataFrame, table: pd.DataFrame, points: pd.DataFrame, listed: pd.DataFrame
) -> None:
    """Compare the sources with each other, or stop naming the codes that differ.

    Polygons, Destatis' list, GeoNames and the municipalities must have the same 400 Kreise; the
    polygons must cover Germany's area (357,000 km²) within 0.5 %.
    """
    codes = {
        "polygons": set(borders["ags5"]),
        "Destatis": set(table["ags5"]),
        "GeoNames": set(points["ags5"]),
        "municipalities": set(listed["id"].str[:5]),
    }
    for name, found in codes.items():
        if found != codes["polygons"] or len(found) != 400:
            differ = sorted(found ^ codes["polygons"])
            raise CampaignError(
                f"{name}: expected the 400 Kreise of the polygons; differ: {differ}"
            )
    area_km2 = borders.area.sum() / 1e6
    if abs(area_km2 / 357_000 - 1) > 0.005:
        raise CampaignError(f"polygons: expected about 357,000 km², got {area_km2:,.0f}")


def _lau(folder: Path, year: int) -> pd.DataFrame:
    """Read one year's list of municipalities: `id, name`."""
    path = folder / str(year) / f"lau_{year}_level_0.csv"
    listed = pd.read_csv(path, dtype=str, keep_default_na=False)
    return listed[listed["id"].str.fullmatch(r"\d{8}")].drop_duplicates(ignore_index=True)


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as plain CSV: a raw file that the pipeline reads back, byte for byte."""
    with store.replacing(path) as temporary:
        frame.to_csv(temporary, index=False, lineterminator="\n", encoding="utf-8")
