"""City: which cities get a map of their districts, and what shape each district has."""

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from helpers import boundaries, gazetteer
from helpers.geodata import names
from helpers.maps import words
from helpers.settings import Settings

COLUMNS = ["ags8", "city", "district", "n_reports", "share", "lower_share", "upper_share"]
COLUMNS += ["n_least", "n_most", "suppressed"]
N_CITIES = 6
LEAST_DISTRICTS = 3
ENOUGH = 0.5
"""A city gets a map when this part of its reports with a district can be put on it."""


@dataclass(frozen=True)
class City:
    """What the map of one city shows: `places` has COLUMNS, a geometry, and NaN where unknown.

    water: what the campaign brings of rivers, lakes and harbours.
    """

    name: str
    ags8: str
    city: str
    places: gpd.GeoDataFrame
    missing: list[str]
    attribution: str
    water: gpd.GeoDataFrame | None


def largest(districts: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the rows of each of the cities whose districts have most published reports.

    A city with fewer than `LEAST_DISTRICTS` published districts is left out.
    """
    known = districts[districts["n_reports"].gt(0).fillna(False).astype(bool)].groupby("ags8")
    sums = known["n_reports"].sum()[known.size() >= LEAST_DISTRICTS]
    order = sums.sort_values(ascending=False, kind="stable")
    return [
        districts.loc[districts["ags8"].eq(code), COLUMNS].reset_index(drop=True)
        for code in order.index[:N_CITIES]
    ]


def located(rows: pd.DataFrame, settings: Settings) -> City | None:
    """Join a city's published rows with its polygons; None where it has none, or too few.

    A district with reports but without a polygon is listed in `missing`.
    """
    code, city = rows["ags8"].iloc[0], rows["city"].iloc[0]
    shapes = boundaries.city_districts(settings, code)
    if shapes is None:
        return None
    placed = _polygons(rows, shapes, settings.privacy.k)
    counted = placed["n_reports"].fillna(0)
    on_map = counted[~placed.geometry.isna()].sum()
    if counted.sum() == 0 or on_map < ENOUGH * counted.sum():
        return None
    lost = placed[placed.geometry.isna() & counted.gt(0)]
    return City(
        name=f"map_city_{_slug(city, code)}",
        ags8=code,
        city=city,
        places=placed,
        missing=[f"{row.district} ({words.count(row.n_reports, settings.language)})"
                 for row in lost.itertuples()],
        attribution=shapes.attrs["attribution"],
        water=boundaries.water(settings, code),
    )  # fmt: skip


def _slug(city: str, code: str) -> str:
    """Return a name for files: the city's, and its key where several have that name."""
    slug = names.key(pd.Series([city])).iloc[0]
    alone = gazetteer.municipalities()["city"].eq(city).sum() <= 1
    return slug if alone else f"{slug}_{code}"


def _polygons(rows: pd.DataFrame, shapes: gpd.GeoDataFrame, k: int) -> gpd.GeoDataFrame:
    """Give each district its polygon by name, and add those that are not listed: fewer than k."""
    keyed = shapes.assign(key=names.key(shapes["district"]))[["key", "district", "geometry"]]
    both = keyed.merge(rows.assign(key=names.key(rows["district"])), on="key", how="outer")
    both["district"] = both["district_y"].fillna(both["district_x"])
    for column in ("ags8", "city"):
        both[column] = rows[column].iloc[0]
    both["n_least"] = both["n_least"].fillna(0)
    both["n_most"] = both["n_most"].mask(both["district_y"].isna(), k - 1)
    both["suppressed"] = both["suppressed"].astype("boolean").fillna(True)
    both = both.sort_values("district", ignore_index=True)
    return gpd.GeoDataFrame(both[COLUMNS], geometry=both["geometry"], crs=shapes.crs)
