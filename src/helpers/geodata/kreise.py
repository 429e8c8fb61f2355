"""Kreise: polygons and inhabitants of 2009's Kreise, joined to today's 400."""

import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from helpers.errors import CampaignError
from helpers.geodata import names

MERGED = {
    "03152": "03159",  # Göttingen
    "03156": "03159",  # Osterode am Harz
    "05313": "05334",  # Aachen, city
    "05354": "05334",  # Aachen, Kreis
    "13051": "13072",  # Bad Doberan
    "13053": "13072",  # Güstrow
    "13005": "13073",  # Stralsund
    "13057": "13073",  # Nordvorpommern
    "13061": "13073",  # Rügen
    "13006": "13074",  # Wismar
    "13058": "13074",  # Nordwestmecklenburg
    "13054": "13076",  # Ludwigslust
    "13060": "13076",  # Parchim
    "13001": "13075",  # Greifswald
    "13059": "13075",  # Ostvorpommern
    "13062": "13075",  # Uecker-Randow
    "13002": "13071",  # Neubrandenburg
    "13052": "13071",  # Demmin: split in 2011, the smaller part went to 13075
    "13055": "13071",  # Mecklenburg-Strelitz
    "13056": "13071",  # Müritz
    "16056": "16063",  # Eisenach, since July 2021 in the Wartburgkreis
}
"""Kreise that are gone → the Kreis of today that has them. Demmin goes to one whole: its two
Ämter that went to Vorpommern-Greifswald are not to be told apart in the source."""


def polygons_2009(path: Path) -> gpd.GeoDataFrame:
    """Read `districtsD` of the R package surveillance: `ags5, area_km2, population, geometry`.

    path: districtsD.RData; polygons of 413 Kreise (1.1.2009), EPSG:3035 in km, returned in metres
    and rounded to whole metres (shared corners stay shared). `population` is of 31.12.2007.
    """
    import rdata

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one for each R class that Python does not have
        districts = rdata.read_rda(path)["districtsD"]
    if "+proj=laea +lat_0=52 +lon_0=10" not in str(districts.proj4string.projargs):
        raise CampaignError(f"{path}: expected EPSG:3035 in km, got another projection")
    codes = [str(np.ravel(part.ID)[0]) for part in districts.polygons]
    table = districts.data.set_index("KEY").loc[codes]
    return gpd.GeoDataFrame(
        {
            "ags5": codes,
            "area_km2": table["AREA"].to_numpy(float),
            "population": table["POPULATION"].to_numpy(int),
        },
        geometry=[_polygon(part) for part in districts.polygons],
        crs="EPSG:3035",
    )


def dissolve(polygons: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join the Kreise of 2009 to today's 400: `ags5, population, geometry`, sorted by `ags5`.

    Borders are shared corner for corner, so that the union leaves neither gap nor sliver.
    Raises CampaignError when the result is not 400 valid areas that cover the same ground.
    """
    today = polygons.assign(ags5=polygons["ags5"].replace(MERGED))
    joined = today.dissolve("ags5", aggfunc={"population": "sum"}, method="coverage")
    joined = joined.sort_index().reset_index()[["ags5", "population", "geometry"]]
    joined["geometry"] = joined.geometry.normalize()
    lost = polygons.area.sum() - joined.area.sum()
    if len(joined) != 400 or not joined.is_valid.all() or abs(lost) > 1:
        raise CampaignError(
            f"Kreis polygons: expected 400 valid areas on the same ground, got {len(joined)}, "
            f"{int((~joined.is_valid).sum())} invalid, {lost:.0f} m² lost"
        )
    return joined


def table(path: Path) -> pd.DataFrame:
    """Read Destatis' list of Kreise (31.12.2018) and join Eisenach to its Kreis of today.

    Returns `ags5, kreis, kreis_short, kind, land, area_km2, population_2018`: 400 rows.
    """
    listed = pd.read_csv(path, sep=";", dtype={"AGS": str}).rename(columns={"AGS": "ags5"})
    listed["ags5"] = listed["ags5"].replace(MERGED)
    sums = listed.groupby("ags5")[["area_km2", "population"]].sum().round(2)
    named = listed[listed["type"].ne("Kreisfreie Stadt") | ~listed["ags5"].duplicated(keep=False)]
    readable = names.kreise(named[["ags5", "type", "name"]])
    both = readable.merge(sums.rename(columns={"population": "population_2018"}), on="ags5")
    if len(both) != 400 or not both["kreis"].is_unique:
        twice = both.loc[both["kreis"].duplicated(), "kreis"].tolist()
        raise CampaignError(f"{path}: expected 400 names, got {len(both)}; twice: {twice}")
    columns = ["ags5", "kreis", "kreis_short", "kind", "land", "area_km2", "population_2018"]
    return both[columns].sort_values("ags5", ignore_index=True)


def _polygon(part: object) -> shapely.Geometry:
    """Turn one R `Polygons` (rings in km, holes marked) into a geometry in whole metres."""
    rings = [
        (bool(np.ravel(ring.hole)[0]), shapely.Polygon(np.rint(np.asarray(ring.coords) * 1000)))
        for ring in part.Polygons
    ]
    land = shapely.union_all([ring for hole, ring in rings if not hole])
    return shapely.difference(land, shapely.union_all([ring for hole, ring in rings if hole]))
