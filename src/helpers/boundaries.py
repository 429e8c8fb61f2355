"""Boundaries: outlines of Kreise and Länder, and of city districts where a campaign brings them."""

import functools
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from helpers import gazetteer
from helpers.errors import CampaignError, did_you_mean
from helpers.settings import HOME, Boundary, Settings

AREAS = {"Polygon", "MultiPolygon"}
FETCHED = "kreise_fetched.geojson"
ATTRIBUTION = "© GeoBasis-DE / BKG 2009 (Daten verändert)"
ATTRIBUTION_FETCHED = "© GeoBasis-DE / BKG (VG250, dl-de/by-2-0), Daten verändert"
"""What must stand on a map made from `kreise` and `laender`; `attribution` says which."""


def kreise() -> gpd.GeoDataFrame:
    """Return the outlines of today's 400 Kreise: `ags5, kreis, geometry` (EPSG:3035, metres).

    Coarse (3,100 corners): for maps of Germany, not to decide where a point lies. Where
    `einzelfall geodata fetch kreise` has put finer ones, those.
    """
    return _kreise(_file()).copy()


def laender() -> gpd.GeoDataFrame:
    """Return the outlines of the 16 Länder: `land, geometry` (EPSG:3035, metres)."""
    return _laender(_file()).copy()


def is_fine() -> bool:
    """Tell whether the outlines are fine enough to tell where a point lies, but for a border."""
    return _file().name == FETCHED


def attribution() -> str:
    """Return what must stand on every map made from `kreise` or `laender`."""
    return ATTRIBUTION_FETCHED if _file().name == FETCHED else ATTRIBUTION


def city_districts(settings: Settings, ags8: str) -> gpd.GeoDataFrame | None:
    """Return the district polygons that the campaign brings for a city, or None.

    Which file, and which of its columns has the names, is said in campaign.yml (`boundaries`).
    Returns `ags8, district, geometry` (EPSG:3035), parts of one name joined, sorted by name, with
    the attribution in `.attrs["attribution"]`.
    Raises CampaignError when the file, its CRS or the column is missing, or a shape is empty.
    """
    chosen = [boundary for boundary in settings.boundaries if boundary.ags8 == ags8]
    if not chosen:
        return None
    path = settings.dir / chosen[0].file
    shapes = _polygons(path, chosen[0])
    shapes.insert(0, "ags8", ags8)
    shapes.attrs["attribution"] = chosen[0].attribution
    return shapes


def water(settings: Settings, ags8: str) -> gpd.GeoDataFrame | None:
    """Return the waters that the campaign brings for a city (`geometry`, EPSG:3035), or None.

    Raises CampaignError when the file or its CRS is missing, or it holds points.
    """
    named = [one.water for one in settings.boundaries if one.ags8 == ags8 and one.water]
    if not named:
        return None
    shapes = _read(settings.dir / named[0], "water", AREAS | {"LineString", "MultiLineString"})
    return shapes.loc[~shapes.geometry.isna(), ["geometry"]].to_crs("EPSG:3035")


def _file() -> Path:
    """Return the file with the Kreise: the fetched one where there is one."""
    folder = HOME / "data" / "raw" / "boundaries"
    path = folder / "kreise.geojson"
    if (folder / FETCHED).exists():
        return folder / FETCHED
    if not path.exists():
        raise CampaignError(f"{path}: not found. It belongs to the repository; restore it with git")
    return path


@functools.lru_cache(maxsize=2)
def _kreise(path: Path) -> gpd.GeoDataFrame:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    codes = pd.Series([feature["properties"]["ags5"] for feature in features], dtype="str")
    names = gazetteer.kreise().set_index("ags5")["kreis"]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    columns = {"ags5": codes, "kreis": codes.map(names)}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:3035")


@functools.lru_cache(maxsize=2)
def _laender(path: Path) -> gpd.GeoDataFrame:
    land = gazetteer.kreise().set_index("ags5")["land"]
    parts = _kreise(path).assign(land=lambda shapes: shapes["ags5"].map(land))
    joined = parts[["land", "geometry"]].dissolve("land", method="coverage")
    return joined.reset_index()[["land", "geometry"]]


def _polygons(path: Path, boundary: Boundary) -> gpd.GeoDataFrame:
    """Read a user's polygons: `district, geometry`, in EPSG:3035."""
    shapes = _read(path, "districts", AREAS)
    if boundary.name_column not in shapes.columns:
        known = [str(column) for column in shapes.columns if column != "geometry"]
        raise CampaignError(
            f'{path}: column "{boundary.name_column}" is named in campaign.yml '
            f"(boundaries.name_column) and is not in the file.\nThe file has: {', '.join(known)}."
            f"{did_you_mean(boundary.name_column, known)}"
        )
    shapes = shapes.rename(columns={boundary.name_column: "district"})[["district", "geometry"]]
    bad = shapes[shapes["district"].isna() | shapes.geometry.isna() | shapes.geometry.is_empty]
    if len(bad):
        raise CampaignError(f"{path}: feature {bad.index[0] + 1} has no name or no shape")
    shapes["district"] = shapes["district"].astype("str").str.strip()
    shapes["geometry"] = shapes.geometry.make_valid()
    return shapes.to_crs("EPSG:3035").dissolve("district").reset_index()


def _read(path: Path, what: str, kinds: set[str]) -> gpd.GeoDataFrame:
    """Read a file of shapes that campaign.yml names, of these kinds and in a known CRS."""
    if not path.exists():
        raise CampaignError(f"{path}: named in campaign.yml (boundaries, {what}), not found")
    try:
        shapes = gpd.read_file(path)
    except (RuntimeError, ValueError) as error:  # pyogrio's errors are RuntimeErrors
        raise CampaignError(f"{path}: expected GeoJSON or GeoPackage, got {error}") from error
    if shapes.crs is None:
        raise CampaignError(f"{path}: says no coordinate system; expected one, as EPSG:25832")
    if not (got := set(shapes.geom_type.dropna())) <= kinds:
        wanted = "polygons" if kinds == AREAS else "polygons or lines"
        raise CampaignError(f"{path}: expected {wanted}, got {sorted(got)}")
    return shapes
