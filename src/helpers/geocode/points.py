"""Points: coordinates that a tool noted decide Kreis and district, where polygons are fine enough.

They come rounded to about 100 m (`intake`), decide here, and go no further: no table after stage 02
has them. A point so near a border that the other side is possible decides nothing.
"""

from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from helpers import boundaries, gazetteer
from helpers.settings import Settings

ROUNDED_M = 150
"""So far from where it was may a rounded point lie, and so far is a district's border off."""

FINE_M, COARSE_M = 400, 5_000
"""The same for fetched Kreis borders (simplified to 100 m), and for those of the repository."""

CONFLICT = "contradiction"


class Areas(NamedTuple):
    """Polygons that decide: of the Kreise, of cities and of their districts, in metres."""

    kreise: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    border_m: int


def areas(settings: Settings) -> Areas:
    """Read the polygons of the Kreise, and of city districts where the campaign brings them."""
    brought = [
        shapes
        for boundary in settings.boundaries
        if (shapes := boundaries.city_districts(settings, boundary.ags8)) is not None
    ]
    empty = gpd.GeoDataFrame({"ags8": [], "district": []}, geometry=[], crs="EPSG:3035")
    districts = pd.concat(brought, ignore_index=True) if brought else empty
    return Areas(boundaries.kreise(), districts, FINE_M if boundaries.is_fine() else COARSE_M)


def places(points: pd.DataFrame, known: Areas) -> pd.DataFrame:
    """Return `ags5, ags8, district` of each point (`lat, lon`, WGS 84; NaN = none), "" = not sure.

    A point lies where the whole circle of its uncertainty does.
    """
    where = gpd.GeoSeries(gpd.points_from_xy(points["lon"], points["lat"]), crs="EPSG:4326")
    where = where.to_crs("EPSG:3035").set_axis(points.index)
    found = pd.DataFrame("", index=points.index, columns=["ags5", "ags8", "district"], dtype="str")
    cities = known.districts.dissolve("ags8").reset_index()
    for column, shapes, metres in (
        ("ags5", known.kreise, known.border_m),
        ("ags8", cities, ROUNDED_M),
        ("district", known.districts, ROUNDED_M),
    ):
        circles = gpd.GeoDataFrame(geometry=where[points["lat"].notna()].buffer(metres))
        inside = circles.sjoin(shapes[[column, "geometry"]], predicate="within")[column]
        once = inside[~inside.index.duplicated(keep=False)]
        found.loc[once.index, column] = once
    city = found["ags8"].ne("")
    found["ags5"] = found["ags5"].mask(city, found["ags8"].str[:5])
    return found


def settle(located: pd.DataFrame, points: pd.DataFrame, known: Areas) -> pd.DataFrame:
    """Let points decide what words leave open; where both speak and disagree, neither decides.

    located: as `geocode.locate` makes it. points: `lat, lon` of the same rows.
    """
    point = places(points, known)
    reviewed = located["locate_how"].eq("reviewed") | located["locate_reason"].eq("reviewed")
    sure = point["ags5"].ne("") & ~reviewed
    settled = located.copy()
    other = sure & located["ags5"].ne("") & located["ags5"].ne(point["ags5"])
    settled.loc[other, ["ags5", "kreis", "ags8", "city", "district", "locate_how"]] = ""
    settled.loc[other, ["locate_status", "locate_reason"]] = ["ambiguous", CONFLICT]
    new = sure & located["ags5"].eq("")
    settled.loc[new, ["locate_status", "locate_how", "locate_reason"]] = ["located", "point", ""]
    settled.loc[new, "locate_score"] = 1.0
    agreed = sure & ~other
    names = gazetteer.kreise().set_index("ags5")["kreis"]
    cities = gazetteer.municipalities().set_index("ags8")["city"]
    settled.loc[agreed, "ags5"] = point["ags5"]
    settled.loc[agreed, "kreis"] = point["ags5"].map(names)
    for column, told in (("ags8", point["ags8"]), ("city", point["ags8"].map(cities).fillna(""))):
        settled[column] = settled[column].mask(agreed & settled[column].eq(""), told)
    inside = agreed & settled["ags8"].eq(point["ags8"]) & settled["district"].eq("")
    settled["district"] = settled["district"].mask(inside, point["district"])
    return settled
