"""Stations: names of stops and stations, which are those of the villages and districts around them.

What comes of them lies in files of its own, so that the gazetteer works without them too.
"""

import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from helpers.geodata import names
from helpers.geodata.names import LAENDER

BORDER_M = 3_000
"""The polygons are coarse: a point so near a border may lie on either side."""

TOWN_KM = 30
"""A station lies at most so far from the middle of the town in its address."""

NEXT_KM = 2.5
"""So near a place is a station taken for its own."""

SHORT = r"\s*[(/,].*| (?:am|an|im|in|bei|ob|vor) .*"
"""What tells a town from others, and may be missing in an address."""

STREET = re.compile(
    r"(?:str\.?|straße|platz|weg|allee|gasse|ring|damm|ufer|chaussee|brücke|markt|tor)$", re.I
)
"""How the names of stops end that are streets, as every town has them."""

_STOP = re.compile(
    r"^(?:S\+U|S|U)\s+|[ ,]+(?:Hbf|Bhf|Bahnhof|Hauptbahnhof|Bf|Ost|West|Nord|Süd|Ort|Dorf)\b.*$"
)
_COLUMNS = ["name", "ags5", "ags8", "lat", "lon"]


def of_db(
    path: Path, towns: pd.DataFrame, kreise: gpd.GeoDataFrame, points: pd.DataFrame
) -> pd.DataFrame:
    """Read Deutsche Bahn's stations (db-stations, full.json) and find the Kreis of each.

    towns: `ags8, city, official_name, ags5, lat, lon`; kreise: polygons with `ags5`;
    points: places with `ags5, lat, lon`.
    The town of its address, the next of that name in its Land, must lie around the station; else
    the only Kreis around it counts, or that of the next place. Whoever fits none is left out.
    Returns `name, ags5, ags8 ("" = only the Kreis is sure), lat, lon (WGS 84), town, postcode`.
    """
    listed = pd.DataFrame(
        [
            {
                "name": station["name"].strip(),
                "town": station["address"]["city"].strip(),
                "postcode": station["address"]["zipcode"].strip(),
                "land": station["federalState"],
                "lat": round(station["location"]["latitude"], 3),
                "lon": round(station["location"]["longitude"], 3),
            }
            for station in json.loads(path.read_text(encoding="utf-8"))
        ]
    )
    around = _kreise_around(listed, kreise)
    ags8 = _towns_of(listed, towns)
    fits = [bool(code) and code[:5] in near for code, near in zip(ags8, around, strict=True)]
    listed["ags8"] = np.where(fits, ags8, "")
    next_kreis = _kreis_of_next(listed, points)
    inside = [
        next(iter(near)) if len(near) == 1 else code if code in near else ""
        for near, code in zip(around, next_kreis, strict=True)
    ]
    listed["ags5"] = np.where(fits, pd.Series(ags8).str[:5], inside)
    kept = listed[listed["ags5"].ne("")].drop_duplicates(["name", "ags5", "ags8"])
    return kept[[*_COLUMNS, "town", "postcode"]].sort_values(["name", "ags5"], ignore_index=True)


def of_vbb(path: Path, towns: pd.DataFrame) -> pd.DataFrame:
    """Read the villages of Brandenburg by the stops in them (vbb-stations, full.json).

    The Kreis stands in a stop's key ("de:12062:900…"), the village before the comma ("Werchau,
    Dorf"). Stops in other Länder are few, and Berlin's are streets; municipalities are known.
    Returns `name, ags5, ags8 (""), lat, lon`, once per name and Kreis.
    """
    rows = []
    for code, stop in json.loads(path.read_text(encoding="utf-8")).items():
        kreis = re.match(r"de:(12\d{3}):", code)
        if kreis:
            where = stop["location"]
            name = _STOP.sub("", stop["name"].split(",")[0]).strip()
            rows.append((name, kreis[1], "", where["latitude"], where["longitude"]))
    listed = pd.DataFrame(rows, columns=_COLUMNS)
    listed["name"] = listed["name"].str.replace(r"\s*\(.*", "", regex=True)
    listed = listed.groupby(["name", "ags5", "ags8"], as_index=False).median().round(3)
    key = listed["ags5"] + names.key(listed["name"])
    known = pd.concat(
        [
            towns["ags5"] + names.key(towns[column].str.replace(r"\s*[(/,].*", "", regex=True))
            for column in ("city", "official_name")
        ]
    )
    place = listed["name"].str.fullmatch(r"[^\W\d_][^\d.:/]{2,}") & ~listed["name"].str.contains(
        STREET
    )
    kept = listed[place & ~key.isin(known) & listed["ags5"].isin(towns["ags5"])]
    return kept.sort_values(["name", "ags5"], ignore_index=True)


def _kreis_of_next(listed: pd.DataFrame, points: pd.DataFrame) -> list[str]:
    """Return the Kreis of the next place of each station, or "" where none is within NEXT_KM."""
    scale = [111.2, 111.2 * np.cos(np.radians(51))]
    known = points[["lat", "lon"]].to_numpy() * scale
    found = shapely.STRtree(shapely.points(known)).query_nearest(
        shapely.points(listed[["lat", "lon"]].to_numpy() * scale), NEXT_KM, all_matches=False
    )
    codes = pd.Series(points["ags5"].to_numpy()[found[1]], index=found[0])
    return codes.reindex(range(len(listed))).fillna("").tolist()


def _kreise_around(points: pd.DataFrame, kreise: gpd.GeoDataFrame) -> list[set[str]]:
    """Return the Kreise within BORDER_M of each point."""
    where = gpd.GeoSeries(gpd.points_from_xy(points["lon"], points["lat"]), crs="EPSG:4326")
    circles = gpd.GeoDataFrame(geometry=where.to_crs(kreise.crs).buffer(BORDER_M))
    found = circles.sjoin(kreise[["ags5", "geometry"]], predicate="intersects")["ags5"]
    return [set(found.loc[[n]]) if n in found.index else set() for n in range(len(points))]


def _towns_of(listed: pd.DataFrame, towns: pd.DataFrame) -> list[str]:
    """Return the code of the next municipality of an address's town in its Land, or ""."""
    lands = {land: code for code, land in LAENDER.items()}
    spelt = pd.concat(
        [
            towns.assign(key=names.key(form))
            for column in ("city", "official_name")
            for form in (
                towns[column].str.split(",").str[0],
                towns[column].str.replace(SHORT, "", regex=True),
            )
        ]
    ).drop_duplicates(["key", "ags8"])
    town = listed["town"].str.replace(r"\s*\(.*|\s*/.*| (?:OT|-) .*", "", regex=True)
    asked = listed.assign(key=names.key(town), land=listed["land"].map(lands), row=listed.index)
    pairs = asked.merge(spelt, on="key", suffixes=("", "_town"))
    pairs = pairs[pairs["ags8"].str[:2].eq(pairs["land"])]
    east = (pairs["lon"] - pairs["lon_town"]) * np.cos(np.radians(51))
    pairs["km"] = 111.2 * np.hypot(pairs["lat"] - pairs["lat_town"], east)
    pairs = pairs[pairs["km"].lt(TOWN_KM)].sort_values(["row", "km"]).drop_duplicates("row")
    return pairs.set_index("row")["ags8"].reindex(listed.index).fillna("").tolist()
