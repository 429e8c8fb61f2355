"""Places: Germany, Land, Kreis, city, district, and what remains at each level, as one system."""

import pandas as pd

from helpers.errors import CampaignError
from helpers.suppress.system import System, cells, check, sums

GERMANY = "de"
LAND_WORTH = 1e-3
"""A Land's total is given up before any Kreis: maps and letter speak of Kreise and cities."""


def system(kreise: pd.DataFrame, cities: pd.DataFrame, districts: pd.DataFrame) -> System:
    """Link the counts of all places.

    kreise: `ags5, land, n_reports`; cities: `ags8, ags5, n_reports`; districts: `ags8, district,
    n_reports`. The total of all located reports stays shown. The reports of a Kreis without a
    city are a cell that nobody prints. The reports of a city without a district count as printed:
    a district's share tells how many have one (`linked` takes the shares out where it may not).
    Raises CampaignError when parts are more than their total.
    """
    rows = [(GERMANY, int(kreise["n_reports"].sum()), True, True)]
    lands = kreise.groupby("land", sort=True)["n_reports"].sum()
    rows += [(f"land:{land}", int(n), True, False) for land, n in lands.items()]
    rows += [(f"kreis:{a}", int(n), True, False) for a, n in _pairs(kreise, "ags5")]
    rows += [(f"city:{a}", int(n), True, False) for a, n in _pairs(cities, "ags8")]
    names = "district:" + districts["ags8"] + ":" + districts["district"]
    rows += [(n, int(v), True, False) for n, v in zip(names, districts["n_reports"], strict=True)]
    without_city = _rest(kreise, cities, "ags5", "Kreis")
    without_district = _rest(cities, districts, "ags8", "city")
    rows += [(f"kreis-rest:{a}", n, False, False) for a, n in without_city.items()]
    rows += [(f"city-rest:{a}", n, True, False) for a, n in without_district.items()]
    pairs = [(GERMANY, f"land:{land}") for land in lands.index]
    pairs += list(zip("land:" + kreise["land"], "kreis:" + kreise["ags5"], strict=True))
    pairs += list(zip("kreis:" + cities["ags5"], "city:" + cities["ags8"], strict=True))
    pairs += [(f"kreis:{a}", f"kreis-rest:{a}") for a in without_city.index]
    pairs += list(zip("city:" + districts["ags8"], names, strict=True))
    pairs += [(f"city:{a}", f"city-rest:{a}") for a in without_district.index]
    built = System(cells(rows), sums(pairs))
    built.cells.loc["land:" + lands.index, "worth"] = LAND_WORTH
    built.cells.loc["city-rest:" + without_district.index, "kept"] = True
    if wrong := check(built):
        raise CampaignError(f"published places: the parts of {wrong[0]} do not add up to it")
    return built


def _pairs(frame: pd.DataFrame, key: str):
    return zip(frame[key], frame["n_reports"], strict=True)


def _rest(totals: pd.DataFrame, parts: pd.DataFrame, key: str, level: str) -> pd.Series:
    """Return what the parts leave of each total that has parts; city = Kreis leaves no cell."""
    counts = totals.set_index(key)["n_reports"]
    known = parts.groupby(key)["n_reports"].agg(["sum", "size"])
    strange = known.index.difference(counts.index)
    if len(strange):
        raise CampaignError(f"published places: the {level} {strange[0]} has parts and no count")
    rest = counts.reindex(known.index) - known["sum"]
    if (rest < 0).any():
        place = rest.index[rest < 0][0]
        raise CampaignError(
            f"published places: the parts of {level} {place} count {known.loc[place, 'sum']} "
            f"reports, the {level} itself {counts[place]}"
        )
    same = (known["size"] == 1) & (rest == 0) & (level == "Kreis") & (_is_whole(parts, key, known))
    return rest[~same].astype(int)


def _is_whole(parts: pd.DataFrame, key: str, known: pd.DataFrame) -> pd.Series:
    """Say which totals are one and the same place as their only part (kreisfreie Städte)."""
    if "ags8" not in parts or key == "ags8":
        return pd.Series(False, index=known.index)
    return parts.groupby(key)["ags8"].first().reindex(known.index).str.endswith("000")
