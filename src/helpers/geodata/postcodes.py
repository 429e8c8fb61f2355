"""Postcodes: which municipalities and Kreise have which postcode, joined by name."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.geodata import names

SHORT = r"(?:\s*[(/,]| - | (?:am|an|im|in|bei|auf|vor|ob|unter|a\.|i\.|b\.|v\.)[ A-Z]).*"
"""What may be missing after a place's name: "Hilter (am Teutoburger Wald)"."""

TITLES = r"^(?:Lutherstadt|Goethestadt|Markt|Stadt) "
FAR_KM = 60
"""A homonym further than this from the places of the same postcode region is not meant; the only
municipality of a name is not meant when it lies twice as far (the Königstein of 01824)."""


def from_osm(path: Path, municipalities: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """Read plz.full.json (OpenStreetMap, ODbL) and join its places to municipalities by name.

    municipalities: `ags8, city, official_name, ags5, lat, lon`; former: `city, ags5`.
    Returns `postcode, place, ags5, ags8, how`: one row per postcode and place. `how` is "name"
    (one municipality has that name), "region" (of several, or of those that the name abbreviates,
    one is near the other places of that region), "former" (a municipality that is gone: `ags8` is
    "") or "open": then both codes are "".
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    rows = [(code, place) for code, places in content.items() for place in places]
    table = pd.DataFrame(rows, columns=["postcode", "place"], dtype="str").drop_duplicates()
    return by_name(table, municipalities, former)


def by_name(
    table: pd.DataFrame, municipalities: pd.DataFrame, former: pd.DataFrame
) -> pd.DataFrame:
    """Join `postcode, place` rows to municipalities; see `from_osm` for what comes back."""
    points = _with_points(municipalities)
    full, short = _forms(points)
    gone = _with_points(former.assign(ags8="", lat=np.nan, lon=np.nan), points)
    gone = gone[["ags5", "ags8", "lat", "lon"]].assign(key=names.key(former["city"]))
    table = table.assign(order=range(len(table)), key=names.key(table["place"]))
    base = table["place"].str.replace(TITLES, "", regex=True).str.replace(SHORT, "", regex=True)

    joined = table.merge(full, on="key")
    chosen = joined[~joined["order"].duplicated(keep=False)].assign(how="name")
    chosen = chosen[_km_from_middle(chosen, chosen).lt(2 * FAR_KM)]
    rounds = [
        (table, full, "region"),
        (table, short, "region"),
        (table.assign(key=names.key(base)), pd.concat([full, short]), "region"),
        (table, gone, "former"),
    ]
    sure = chosen
    for rows, known, how in rounds:
        rest = rows[~rows["order"].isin(chosen["order"])]
        found = _nearest(rest.merge(known.drop_duplicates(), on="key"), sure)
        chosen = pd.concat([chosen, found.assign(how=how)])
    table = table.merge(chosen[["order", "ags5", "ags8", "how"]], on="order", how="left")
    table = table.fillna({"ags5": "", "ags8": "", "how": "open"})
    columns = ["postcode", "place"]
    return table[[*columns, "ags5", "ags8", "how"]].sort_values(columns, ignore_index=True)


def _nearest(candidates: pd.DataFrame, sure: pd.DataFrame) -> pd.DataFrame:
    """Keep for each row the one candidate near the places that are sure in its region, if any.

    Near: within `FAR_KM` of the middle (median) of the sure places whose postcode has the same
    first three digits, or two where there are none; and the next candidate at least twice as far.
    """
    distance = _km_from_middle(candidates, sure)
    ranked = candidates.assign(km=distance).sort_values(["order", "km"])
    ranked["next_km"] = ranked.groupby("order")["km"].shift(-1).fillna(np.inf)
    first = ranked.drop_duplicates("order")
    return first[first["km"].lt(FAR_KM) & first["next_km"].gt(2 * first["km"])]


def _km_from_middle(rows: pd.DataFrame, sure: pd.DataFrame) -> pd.Series:
    """Return how far each row lies from the middle of its postcode's region, in km."""
    middle = _middles(rows["postcode"], sure)
    north = (rows["lat"] - middle["lat"]) * 111.2
    east = (rows["lon"] - middle["lon"]) * 111.2 * np.cos(np.radians(51))
    return np.hypot(north, east)


def _middles(postcodes: pd.Series, sure: pd.DataFrame) -> pd.DataFrame:
    """Return `lat, lon` of the middle of each postcode's region, aligned with `postcodes`."""
    columns = ["lat", "lon"]
    fine = sure.groupby(sure["postcode"].str[:3])[columns].median()
    coarse = sure.groupby(sure["postcode"].str[:2])[columns].median()
    middle = fine.reindex(postcodes.str[:3]).set_axis(postcodes.index)
    return middle.fillna(coarse.reindex(postcodes.str[:2]).set_axis(postcodes.index))


def _with_points(rows: pd.DataFrame, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give rows without coordinates those of the middle of their Kreis."""
    middle = (rows if known is None else known).groupby("ags5")[["lat", "lon"]].median()
    filled = rows.copy()
    for column in middle:
        filled[column] = filled[column].fillna(filled["ags5"].map(middle[column]))
    return filled


def _forms(municipalities: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List the keys under which a municipality may be named: in full, and shortened.

    Both: `key, ags5, ags8, lat, lon`, without repeats.
    """
    codes = municipalities[["ags5", "ags8", "lat", "lon"]]
    official = municipalities["official_name"].str.split(",").str[0]
    cities = municipalities["city"]
    full = pd.concat([codes.assign(key=names.key(form)) for form in (cities, official)])
    base = cities.str.replace(SHORT, "", regex=True)
    return full.drop_duplicates(), codes.assign(key=names.key(base)).drop_duplicates()
