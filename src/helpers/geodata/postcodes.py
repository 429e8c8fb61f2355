"""Postcodes: which municipalities and Kreise have which postcode, joined by name."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.geodata import names

SHORT = r"(?:\s*[(/,]| - | (?:am|an|im|in|bei|auf|vor|ob|unter|a\.|i\.|b\.|v\.)[ A-Z]).*"
"""What may be missing after a place's name: "Hilter (am Teutoburger Wald)"."""

TITLES = r"^(?:Lutherstadt|Goethestadt|Markt|Stadt) "
UNINHABITED = r"(?:gemfr\.|gemeindefreies) Gebiet|Forstgutsbez"
"""What the official names of woods and lakes that belong to no municipality say."""

NEXT = 4
"""So many postcodes before and after one, by number, tell where it lies."""

FAR_KM = 60
"""A homonym further than this from the places of the same postcode region is not meant; the only
municipality of a name is not meant when it lies twice as far (the Königstein of 01824)."""


def from_osm(path: Path, municipalities: pd.DataFrame, former: pd.DataFrame) -> pd.DataFrame:
    """Read plz.full.json (OpenStreetMap, ODbL) and join its places to municipalities by name.

    municipalities: `ags8, city, official_name, ags5, lat, lon`; former: `city, ags5`.
    Returns `postcode, place, ags5, ags8, how`: one row per postcode and place. `how` is "name"
    (one municipality has that name), "region" (of several, or of those that the name abbreviates,
    one is near the other places of that region), "former" (a municipality that is gone: `ags8` is
    ""), "neighbours" (of several, the one whose Kreis has the next postcodes by number), "rest"
    (the only one near by that has no other postcode) or "open": then both codes are "".
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    rows = [(code, place) for code, places in content.items() for place in places]
    table = pd.DataFrame(rows, columns=["postcode", "place"], dtype="str").drop_duplicates()
    return by_name(table, municipalities, former)


def by_name(
    table: pd.DataFrame, municipalities: pd.DataFrame, former: pd.DataFrame
) -> pd.DataFrame:
    """Join `postcode, place` rows to municipalities; see `from_osm` for what comes back."""
    empty = municipalities["official_name"].str.contains(UNINHABITED)
    points = _with_points(municipalities[~empty])
    full, short = _forms(points)
    gone = _with_points(former.assign(ags8="", lat=np.nan, lon=np.nan), points)
    gone = gone[["ags5", "ags8", "lat", "lon"]].assign(key=names.key(former["city"]), short=False)
    table = table.assign(order=range(len(table)), key=names.key(table["place"]))
    base = table["place"].str.replace(TITLES, "", regex=True).str.replace(SHORT, "", regex=True)

    every = pd.concat([full, short]).drop_duplicates(["key", "ags8"])
    joined = table.merge(every, on="key")
    chosen = joined[~joined["order"].duplicated(keep=False)].assign(how="name")
    chosen = chosen[_km_from_middle(chosen, chosen).lt(2 * FAR_KM)]
    rounds = [
        (table, every, "region"),
        (table, gone, "former"),
        (table.assign(key=names.key(base)), every, "region"),
    ]
    sure = chosen
    for rows, known, how in rounds:
        rest = rows[~rows["order"].isin(chosen["order"])]
        found = _nearest(rest.merge(known, on="key"), sure)
        chosen = pd.concat([chosen, found.assign(how=how)])
    several = table[~table["order"].isin(sure["order"])].merge(full, on="key")
    checked = _among_neighbours(several, chosen, sure).assign(how="neighbours")
    chosen = pd.concat([chosen[~chosen["order"].isin(checked["order"])], checked])
    rest = table[~table["order"].isin(chosen["order"])]
    chosen = pd.concat([chosen, _left_over(rest.merge(full, on="key"), chosen).assign(how="rest")])
    table = table.merge(chosen[["order", "ags5", "ags8", "how"]], on="order", how="left")
    table = table.fillna({"ags5": "", "ags8": "", "how": "open"})
    columns = ["postcode", "place"]
    return table[[*columns, "ags5", "ags8", "how"]].sort_values(columns, ignore_index=True)


def areas(table: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """List the Kreise that each postcode reaches: `postcode, ags5`, one row for each.

    Of a place that stays open, every Kreis with a municipality of that name near by counts: a
    postcode that is doubtful narrows and does not decide.
    """
    points = _with_points(municipalities)
    full, short = _forms(points)
    rows = table.assign(key=names.key(table["place"]))
    doubtful = rows[rows["how"].eq("open")][["postcode", "key"]]
    sure = rows[rows["ags5"].ne("")]
    near = doubtful.merge(pd.concat([full, short]), on="key")
    known = sure.merge(points[["ags8", "lat", "lon"]], on="ags8")
    near = near[_km_from_middle(near, known, digits=(5, NEXT, 3, 2)).lt(FAR_KM)]
    both = pd.concat([sure[["postcode", "ags5"]], near[["postcode", "ags5"]]])
    return both.drop_duplicates().sort_values(["postcode", "ags5"], ignore_index=True)


def _among_neighbours(
    candidates: pd.DataFrame, chosen: pd.DataFrame, sure: pd.DataFrame
) -> pd.DataFrame:
    """Keep the one candidate whose Kreis has a next postcode, where what was chosen has none.

    The other places of the very postcode, where they are sure, count as next.
    """
    kreise = chosen.groupby("postcode")["ags5"].agg(set).sort_index()
    own = sure.groupby("postcode")["ags5"].agg(set)
    around = {
        code: set().union(own.get(code, set()), *_window(kreise, code))
        for code in candidates["postcode"].unique()
    }
    known = dict(zip(chosen["order"], chosen["ags5"], strict=True))
    pairs = zip(candidates["order"], candidates["postcode"], candidates["ags5"], strict=True)
    fits = [
        kreis in around[code] and known.get(row) not in around[code] for row, code, kreis in pairs
    ]
    kept = candidates[np.array(fits, dtype=bool)]
    return kept[~kept["order"].duplicated(keep=False)]


def _window(known: pd.Series | pd.DataFrame, code: str) -> pd.Series | pd.DataFrame:
    """Return the rows of the NEXT postcodes before and after one that have its first digits."""
    place = known.index.searchsorted(code)
    window = known.iloc[max(place - NEXT, 0) : place + NEXT + 1]
    return window[window.index.str.startswith(code[:3]) & (window.index != code)]


def _left_over(candidates: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Keep for each open row the one candidate near by that has no postcode yet, if there is one.

    Two Karstädt, two postcodes: whose is known leaves the other to the other.
    """
    free = candidates[~candidates["ags8"].isin(chosen["ags8"])]
    free = free[_km_from_middle(free, chosen, digits=(5, NEXT, 3, 2)).lt(FAR_KM)]
    return free[~free["order"].duplicated(keep=False)]


def _nearest(candidates: pd.DataFrame, sure: pd.DataFrame) -> pd.DataFrame:
    """Keep for each row the one candidate near the places that are sure in its region, if any.

    Near: within `FAR_KM` of the middle (median) of the sure places that have the same postcode, or
    where there are none, the next ones, or its first three digits, or two; and the next candidate
    in another Kreis at least twice as far. A shortened name counts as if it lay half as far again.
    """
    distance = _km_from_middle(candidates, sure, digits=(5, NEXT, 3, 2))
    weighted = distance.mask(candidates["short"], 1.5 * distance)
    ranked = candidates.assign(near=distance.lt(FAR_KM), km=weighted).sort_values(["order", "km"])
    first = ranked.drop_duplicates("order").set_index("order")
    others = ranked[ranked["ags5"] != ranked["order"].map(first["ags5"])]
    next_km = others.groupby("order")["km"].min().reindex(first.index).fillna(np.inf)
    return first[first["near"] & next_km.gt(2 * first["km"])].reset_index()


def _km_from_middle(
    rows: pd.DataFrame, sure: pd.DataFrame, digits: tuple[int, ...] = (3, 2)
) -> pd.Series:
    """Return how far each row lies from the middle of its postcode's region, in km.

    digits: how many first digits make a region; fewer where a region has no sure place.
    """
    middle = _middles(rows["postcode"], sure, digits)
    north = (rows["lat"] - middle["lat"]) * 111.2
    east = (rows["lon"] - middle["lon"]) * 111.2 * np.cos(np.radians(51))
    return np.hypot(north, east)


def _middles(postcodes: pd.Series, sure: pd.DataFrame, digits: tuple[int, ...]) -> pd.DataFrame:
    """Return `lat, lon` of the middle of each postcode's region, aligned with `postcodes`."""
    middle = pd.DataFrame(np.nan, index=postcodes.index, columns=["lat", "lon"])
    for first in digits:
        if first == NEXT:
            middle = middle.fillna(_next(postcodes, sure))
            continue
        region = sure.groupby(sure["postcode"].str[:first])[["lat", "lon"]].median()
        middle = middle.fillna(region.reindex(postcodes.str[:first]).set_axis(postcodes.index))
    return middle


def _next(postcodes: pd.Series, sure: pd.DataFrame) -> pd.DataFrame:
    """Return the middle of the four sure postcodes before and after each, with its first digits."""
    known = sure.groupby("postcode")[["lat", "lon"]].median()
    rows = {code: _window(known, code).median() for code in postcodes.unique()}
    middle = pd.DataFrame.from_dict(rows, orient="index", columns=["lat", "lon"])
    return middle.reindex(postcodes).set_axis(postcodes.index)


def _with_points(rows: pd.DataFrame, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """Give rows without coordinates those of the middle of their Kreis."""
    middle = (rows if known is None else known).groupby("ags5")[["lat", "lon"]].median()
    filled = rows.copy()
    for column in middle:
        filled[column] = filled[column].fillna(filled["ags5"].map(middle[column]))
    return filled


def _forms(municipalities: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """List the keys under which a municipality may be named: in full, and shortened.

    Both: `key, ags5, ags8, lat, lon, short` (whether it is shortened), without repeats.
    """
    codes = municipalities[["ags5", "ags8", "lat", "lon"]]
    official = municipalities["official_name"].str.split(",").str[0]
    cities = municipalities["city"]
    full = pd.concat([codes.assign(key=names.key(form)) for form in (cities, official)])
    base = cities.str.replace(SHORT, "", regex=True)
    full, short = full.assign(short=False), codes.assign(key=names.key(base), short=True)
    return full.drop_duplicates(), short.drop_duplicates()
