"""Places: reports per Kreis, municipality and city district."""

import numpy as np
import pandas as pd

from helpers import gazetteer, scope
from helpers.errors import CampaignError
from helpers.settings import Settings

POPULATION_YEARS = {2007: "population", 2018: "population_2018"}
"""Year (31 December) → column of `gazetteer.kreise()`."""


def areas(settings: Settings) -> pd.DataFrame:
    """Return the Kreise of the campaign's scope, with the population nearest its first day.

    `ags5, kreis, kind, land, area_km2, population, population_year, population_2018`. One city
    that is no Kreis by itself stands under the code of its Kreis, with its own name and
    inhabitants.
    """
    columns = ["ags5", "kreis", "kind", "land", "area_km2", "population", "population_2018"]
    here = scope.of(settings)
    known = gazetteer.kreise()[columns]
    known = known[known["ags5"].isin(here.kreise)].reset_index(drop=True)
    if here.within_kreis:
        town = gazetteer.municipalities().set_index("ags8").loc[here.city]
        people = int(town["population"]) if pd.notna(town["population"]) else 0
        known = known.assign(kreis=town["city"], population=people, population_2018=people)
    return population_of(known, settings.first_day.year)


def inside(located: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Empty the places of reports from outside of the campaign's scope: they count without one."""
    here = scope.of(settings).holds(located["ags5"], located["ags8"])
    places = [name for name in ("ags5", "kreis", "ags8", "city", "district") if name in located]
    return located.assign(**{name: located[name].where(here, "") for name in places})


def towns(settings: Settings) -> pd.DataFrame:
    """Return the municipalities, with the Kreis's population where they are a Kreis of their own.

    `ags8, city, ags5, kreis, land, kind, population (Int64), population_source`.
    """
    kreise, towns = areas(settings), gazetteer.municipalities()
    towns = towns[scope.of(settings).holds(towns["ags5"], towns["ags8"])].reset_index(drop=True)
    own = kreise[kreise["kind"] == "Kreisfreie Stadt"].set_index("ags5")
    matches = towns["ags5"].map(own["population"]).astype("Int64")
    years = towns["ags5"].map(own["population_year"]).astype("Int64").astype("str")
    kinds = towns["ags5"].map(kreise.set_index("ags5")["kind"]).astype("str")
    return towns.assign(
        kind=kinds,
        population=matches.fillna(towns["population"].astype("Int64")),
        population_source=towns["population_source"].mask(
            matches.notna(), "Statistik der Kreise, 31.12." + years
        ),
    )[["ags8", "city", "ags5", "kreis", "land", "kind", "population", "population_source"]]


def population_of(kreise: pd.DataFrame, year: int) -> pd.DataFrame:
    """Set `population` to the count nearest `year`, and say in `population_year` which it is.

    >>> kreise = pd.DataFrame({"population": [100], "population_2018": [120]})
    >>> population_of(kreise, 2011)[["population", "population_year"]].values.tolist()
    [[100, 2007]]
    >>> population_of(kreise, 2016)[["population", "population_year"]].values.tolist()
    [[120, 2018]]
    """
    known = [known for known, column in POPULATION_YEARS.items() if column in kreise]
    nearest = min(known, key=lambda known: (abs(known - year), known))
    return kreise.assign(population=kreise[POPULATION_YEARS[nearest]], population_year=nearest)


def per_kreis(located: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Count reports per Kreis, also of those without any; add `n_reports` to `areas`.

    Raises CampaignError for a code that `areas` does not have.
    """
    return areas.assign(n_reports=_counted(located["ags5"], areas["ags5"]))


def per_city(located: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """Count reports per municipality; return those that have any, most first."""
    counted = towns.assign(n_reports=_counted(located["ags8"], towns["ags8"]))
    counted = counted[counted["n_reports"] > 0]
    return counted.sort_values(["n_reports", "ags8"], ascending=[False, True], ignore_index=True)


def per_district(located: pd.DataFrame) -> pd.DataFrame:
    """Count reports per city district: `ags8, city, district, n_reports`, most of a city first."""
    known = located[(located["ags8"] != "") & (located["district"] != "")]
    counts = known.groupby(["ags8", "city", "district"]).size().rename("n_reports").reset_index()
    order = ["ags8", "n_reports", "district"]
    counts = counts.astype({"n_reports": "int64"})
    return counts.sort_values(order, ascending=[True, False, True], ignore_index=True)


def _counted(codes: pd.Series, known: pd.Series) -> np.ndarray:
    """Count reports per code, in the order of `known`."""
    counts = codes[codes != ""].value_counts()
    strange = counts.index.difference(known)
    if len(strange):
        raise CampaignError(
            f"located reports: {codes.name} {', '.join(sorted(strange)[:3])} is not in the "
            "gazetteer"
        )
    return known.map(counts).fillna(0).astype("int64").to_numpy()
