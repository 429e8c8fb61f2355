"""Places: all reports, Land, Kreis, city, district, and what each leaves, as one system."""

import pandas as pd

from helpers.errors import CampaignError
from helpers.protect.system import System, cells, sums, wrong_sums

ALL, UNLOCATED = "all", "unlocated"
LAND, DISTRICT, CITY, KREIS = range(4)
"""Which level becomes vague first: a range of a Land is missed least, a Kreis most."""


def system(
    kreise: pd.DataFrame, cities: pd.DataFrame, districts: pd.DataFrame, n_reports: int
) -> System:
    """Link the counts of all places.

    kreise: `ags5, land, population, n_reports`; cities: `ags8, ags5, population, n_reports`;
    districts: `ags8, district, n_reports`; n_reports: all reports, located or not, which stays
    printed. The reports of a Kreis without a city and those of a city without a district are
    cells that nobody prints.
    Raises CampaignError when parts count more than their total.
    """
    lands = kreise.groupby("land", sort=True)[["n_reports", "population"]].sum()
    unlocated = n_reports - int(lands["n_reports"].sum())
    rows = [(ALL, n_reports, True, True, KREIS, 0), (UNLOCATED, unlocated, True, False, LAND, 0)]
    rows += _rows("land:" + lands.index.astype("str"), lands, LAND)
    rows += _rows("kreis:" + kreise["ags5"], kreise, KREIS)
    rows += _rows("city:" + cities["ags8"], cities, CITY)
    named = "district:" + districts["ags8"] + ":" + districts["district"]
    rows += _rows(named, districts.assign(population=0), DISTRICT)
    no_city = _rest(kreise, cities, "ags5", "Kreis")
    no_district = _rest(cities, districts, "ags8", "city")
    rows += [(f"no-city:{a}", n, False, False, CITY, 0) for a, n in no_city.items()]
    rows += [(f"no-district:{a}", n, False, False, DISTRICT, 0) for a, n in no_district.items()]
    pairs = [(ALL, UNLOCATED), *((ALL, f"land:{land}") for land in lands.index)]
    pairs += list(zip("land:" + kreise["land"], "kreis:" + kreise["ags5"], strict=True))
    pairs += list(zip("kreis:" + cities["ags5"], "city:" + cities["ags8"], strict=True))
    pairs += [(f"kreis:{a}", f"no-city:{a}") for a in no_city.index]
    pairs += list(zip("city:" + districts["ags8"], named, strict=True))
    pairs += [(f"city:{a}", f"no-district:{a}") for a in no_district.index]
    built = System(cells(rows), sums(pairs))
    if wrong := wrong_sums(built):
        raise CampaignError(f"places: the parts of {wrong[0]} do not add up to it")
    return built


def _rows(names, frame: pd.DataFrame, rank: int) -> list[tuple]:
    sizes = frame["population"].astype("Float64").fillna(0)
    counts = frame["n_reports"]
    return [(n, int(v), True, False, rank, s) for n, v, s in zip(names, counts, sizes, strict=True)]


def _rest(totals: pd.DataFrame, parts: pd.DataFrame, key: str, level: str) -> pd.Series:
    """Return what the parts leave of each total that has parts; city = Kreis leaves no cell."""
    counts = totals.set_index(key)["n_reports"]
    known = parts.groupby(key)["n_reports"].agg(["sum", "size"])
    strange = known.index.difference(counts.index)
    if len(strange):
        raise CampaignError(f"places: the {level} {strange[0]} has parts and no count")
    rest = counts.reindex(known.index) - known["sum"]
    if (rest < 0).any():
        place = rest.index[rest < 0][0]
        raise CampaignError(
            f"places: the parts of {level} {place} count {known.loc[place, 'sum']} reports, "
            f"the {level} itself {counts[place]}"
        )
    if key == "ags8" or parts.empty:
        return rest.astype(int)
    one_city = parts.groupby(key)["ags8"].first().reindex(known.index).str.endswith("000")
    return rest[~((known["size"] == 1) & (rest == 0) & one_city)].astype(int)
