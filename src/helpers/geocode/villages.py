"""Villages: names that stations, stops and postcodes tell of places that no other table has."""

import re

import pandas as pd

from helpers.geocode.address import STREET_ENDS
from helpers.geocode.normalise import fold
from helpers.geocode.words import GENERAL, NOISE

_BRACKETS = re.compile(r"\s*\([^)]*\)?")
_STATION = re.compile(r"\s+(?:Hbf|Bahnhof|Bf|Hp)\.?$")


def of(stations: pd.DataFrame, postcodes: pd.DataFrame) -> pd.DataFrame:
    """List the villages: `name, ags5, ags8 ("" = only the Kreis is sure), lat, lon`.

    stations: `name, ags5, ags8, lat, lon`; each by its whole name and by that without qualifier
    ("Herten (Baden)", "Herten") and that within its town ("Bremen-Vegesack", "Vegesack"). postcodes: `place, ags5, ags8`. Streets and words that any town
    could have ("Nord", "Stadtmitte") are none.
    """
    names = stations["name"].str.replace(_BRACKETS, "", regex=True)
    bare = stations.assign(name=names.str.replace(_STATION, "", regex=True).str.strip())
    places = postcodes[postcodes["ags5"].ne("")].rename(columns={"place": "name"})
    columns = ["name", "ags5", "ags8", "lat", "lon"]
    town = bare["town"].str.replace(_BRACKETS, "", regex=True)
    inner = [
        name.removeprefix(town).lstrip(" -") if town and name.startswith((f"{town}-", f"{town} ")) else ""
        for name, town in zip(bare["name"], town, strict=True)
    ]
    every = pd.concat([stations, bare, bare.assign(name=inner), places])[columns].drop_duplicates(columns[:3])
    words = {name: fold(name).split() for name in every["name"].unique()}
    kept = {name for name, said in words.items() if said and not _is_anywhere(said)}
    return every[every["name"].isin(kept) & every["name"].str.len().gt(2)]


def _is_anywhere(words: list[str]) -> bool:
    """Tell whether words are a street, or such as any town could have."""
    return words[-1].endswith(STREET_ENDS) or set(words) <= GENERAL | NOISE
