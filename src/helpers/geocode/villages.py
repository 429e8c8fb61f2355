"""Villages: names that stations, stops and postcodes tell of places that no other table has."""

import re

import pandas as pd

from helpers.geocode.address import STREET_ENDS
from helpers.geocode.normalise import fold
from helpers.geocode.places import SMALL
from helpers.geocode.words import GENERAL, NOISE

STATION, STOP = 3_000, 600
"""Inhabitants assumed around a railway station and a bus stop: both say more than a bare name."""

_BRACKETS = re.compile(r"\s*\([^)]*\)?")
_STATION = re.compile(r"\s+(?:Hbf|Bahnhof|Bf|Hp)\.?$")
_COLUMNS = ["name", "ags5", "ags8", "lat", "lon", "population"]


def of(stations: pd.DataFrame, postcodes: pd.DataFrame) -> pd.DataFrame:
    """List the villages: `name, ags5, ags8 ("" = only the Kreis is sure), lat, lon, population`.

    stations: `name, ags5, ags8, lat, lon, town`; each by its whole name, by that without qualifier
    ("Herten (Baden)", "Herten") and by that within its town ("Bremen-Vegesack", "Vegesack").
    postcodes: `place, ags5, ags8`. Streets and words that any town could have ("Nord") are none.
    """
    names = stations["name"].str.replace(_BRACKETS, "", regex=True)
    bare = stations.assign(name=names.str.replace(_STATION, "", regex=True).str.strip())
    towns = bare["town"].str.replace(_BRACKETS, "", regex=True)
    inner = [
        name.removeprefix(town).lstrip(" -") if town and name[len(town) :][:1] in " -" else ""
        for name, town in zip(bare["name"], towns, strict=True)
    ]
    places = postcodes[postcodes["ags5"].ne("")].rename(columns={"place": "name"})
    every = pd.concat([stations, bare, bare.assign(name=inner), places.assign(town="")])
    people = every["town"].ne("").map({True: STATION, False: STOP})
    people = people.where(every["lat"].notna(), SMALL)
    every = every.assign(population=people)[_COLUMNS].drop_duplicates(_COLUMNS[:3])
    words = {name: fold(name).split() for name in every["name"].unique()}
    kept = {name for name, said in words.items() if said and not _is_anywhere(said)}
    return every[every["name"].isin(kept) & every["name"].str.len().gt(2)]


def _is_anywhere(words: list[str]) -> bool:
    """Tell whether words are a street, or such as any town could have."""
    return words[-1].endswith(STREET_ENDS) or set(words) <= GENERAL | NOISE
