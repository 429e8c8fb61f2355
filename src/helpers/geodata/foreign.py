"""Foreign: towns abroad that people may name, so that none is taken for a German one."""

import csv
from pathlib import Path

import pandas as pd

from helpers.geodata.places import GEONAMES_COLUMNS

AROUND = {
    **dict.fromkeys(["AT", "CH", "LI", "LU"], 5_000),
    **dict.fromkeys(["BE", "CZ", "DK", "FR", "NL", "PL"], 50_000),
}
"""Country → inhabitants from which a town is listed: small ones where German is spoken."""

ELSEWHERE = 100_000
"""The same for all other countries."""


def towns(path: Path) -> pd.DataFrame:
    """Read the towns abroad of a GeoNames dump (cities500.txt), sorted by `geonameid`.

    Returns `geonameid, name, country (ISO 3166), population`.
    """
    world = pd.read_csv(
        path,
        sep="\t",
        names=GEONAMES_COLUMNS,
        dtype=str,
        quoting=csv.QUOTE_NONE,
        keep_default_na=False,
    ).astype({"geonameid": int, "population": int})
    least = world["country"].map(AROUND).fillna(ELSEWHERE)
    kept = world["country"].ne("DE") & world["feature"].ne("PPLX") & (world["population"] >= least)
    columns = ["geonameid", "name", "country", "population"]
    return world.loc[kept, columns].sort_values("geonameid", ignore_index=True)
