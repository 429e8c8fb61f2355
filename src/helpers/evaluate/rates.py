"""Rates: reports per inhabitants, with the uncertainty that small counts have."""

import numpy as np
import pandas as pd

from helpers.errors import CampaignError, did_you_mean
from helpers.evaluate import intervals
from helpers.settings import Settings

PER = 10_000
POPULATION_YEARS = {2007: "population", 2018: "population_2018"}
"""Year (31 December) → column of `gazetteer.kreise()`."""


def per_kreis(reports: pd.DataFrame, kreise: pd.DataFrame) -> pd.DataFrame:
    """Count located reports per Kreis and relate them to its inhabitants.

    reports: one row per report, `ags5` empty where unlocated. kreise: `ags5, population` and more.
    Returns the rows of `kreise`, also those without reports, with `n_reports`, `reports_per_10k`,
    `lower_per_10k`, `upper_per_10k` (95 %, exact Poisson; Garwood 1936).
    Raises CampaignError for a code that `kreise` does not have.
    """
    counts = _counted(reports, "ags5", kreise)
    return related(kreise.assign(n_reports=counts))


def per_city(reports: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Count located reports per municipality and relate them to its inhabitants.

    reports: `ags8` empty where no municipality is known. municipalities: `ags8, population` and
    more; an unknown population gives no rate.
    Returns the municipalities that have reports, those with most first.
    """
    counts = _counted(reports, "ags8", municipalities)
    cities = related(municipalities.assign(n_reports=counts))
    cities = cities[cities["n_reports"] > 0]
    return cities.sort_values(["n_reports", "ags8"], ascending=[False, True], ignore_index=True)


def related(areas: pd.DataFrame) -> pd.DataFrame:
    """Add `reports_per_10k`, `lower_per_10k`, `upper_per_10k` to `n_reports, population`."""
    population = areas["population"].astype("Float64").to_numpy(float, na_value=np.nan)
    population = np.where(population > 0, population, np.nan)
    lower, upper = intervals.poisson(areas["n_reports"].to_numpy())
    return areas.assign(
        reports_per_10k=areas["n_reports"].to_numpy() / population * PER,
        lower_per_10k=lower / population * PER,
        upper_per_10k=upper / population * PER,
    )


def ranked(areas: pd.DataFrame, min_population: int, min_reports: int) -> pd.DataFrame:
    """Add `rank` by rate, 1 = highest; small areas and small counts get none.

    A rate from few inhabitants or reports swings so much that its rank would be chance.
    """
    large = (areas["population"].fillna(0) >= min_population).astype(bool)
    firm = large & (areas["n_reports"] >= min_reports)
    rank = areas["reports_per_10k"].where(firm).rank(method="min", ascending=False)
    return areas.assign(rank=rank.astype("Int64"))


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


def same_population(municipalities: pd.DataFrame, kreise: pd.DataFrame) -> pd.DataFrame:
    """Give cities that are a Kreis of their own the Kreis's population, so that years agree."""
    own = kreise[kreise["kind"] == "Kreisfreie Stadt"].set_index("ags5")
    matches = municipalities["ags5"].map(own["population"]).astype("Int64")
    years = municipalities["ags5"].map(own["population_year"]).astype("Int64").astype("str")
    kinds = municipalities["ags5"].map(kreise.set_index("ags5")["kind"]).astype("str")
    return municipalities.assign(
        kind=kinds,
        population=matches.fillna(municipalities["population"].astype("Int64")),
        population_source=municipalities["population_source"].mask(
            matches.notna(), "Statistik der Kreise, 31.12." + years
        ),
    )


def denominators(settings: Settings, kreise: pd.DataFrame) -> dict[str, pd.Series]:
    """Read the optional denominators of campaign.yml: column → values in the order of `kreise`.

    Each file is a CSV with `ags5` and the column named, a number above 0 for every Kreis.
    Raises CampaignError naming the file, the row, what was expected and what was got.
    """
    return {
        wanted.column: _denominator(settings, wanted, kreise)
        for wanted in settings.evaluation.denominators
    }


def _denominator(settings: Settings, wanted, kreise: pd.DataFrame) -> pd.Series:
    path = settings.dir / wanted.file
    if not path.exists():
        raise CampaignError(f"{path}: not found; campaign.yml names it (evaluation.denominators).")
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    for column in ("ags5", wanted.column):
        if column not in table:
            raise CampaignError(
                f"{path}: no column {column}; it has {', '.join(table.columns)}."
                f"{did_you_mean(column, table.columns)}"
            )
    values = pd.to_numeric(table[wanted.column], errors="coerce")
    bad = table.index[~(values > 0)]
    if len(bad):
        got = table[wanted.column].loc[bad[0]]
        raise CampaignError(
            f"{path}, row {bad[0] + 2}: {wanted.column}: expected a number above 0, got {got!r}"
        )
    keys = table["ags5"].str.zfill(5)
    if keys.duplicated().any():
        raise CampaignError(f"{path}: ags5 {keys[keys.duplicated()].iloc[0]} is there twice")
    found = kreise["ags5"].map(pd.Series(values.to_numpy(), index=keys))
    if found.isna().any():
        missing = kreise["ags5"][found.isna()].iloc[0]
        raise CampaignError(f"{path}: no value for the Kreis {missing}; expected all of them")
    return found.astype(float).rename(wanted.column)


def _counted(reports: pd.DataFrame, key: str, areas: pd.DataFrame) -> np.ndarray:
    """Count reports per code, in the order of `areas`."""
    counts = reports.loc[reports[key] != "", key].value_counts()
    strange = counts.index.difference(areas[key])
    if len(strange):
        raise CampaignError(
            f"located reports: {key} {', '.join(sorted(strange)[:3])} is not in the gazetteer"
        )
    return areas[key].map(counts).fillna(0).astype("int64").to_numpy()
