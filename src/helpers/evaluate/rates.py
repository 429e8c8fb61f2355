"""Rates: reports per inhabitants, with the uncertainty that small counts have."""

import numpy as np
import pandas as pd

from helpers.errors import CampaignError, did_you_mean
from helpers.evaluate import ahead, intervals
from helpers.settings import Settings

PER = ahead.PER


def related(areas: pd.DataFrame) -> pd.DataFrame:
    """Relate counts to inhabitants: `reports_per_10k`, with 95 % limits `lower_…`, `upper_…`.

    areas: `n_reports, population`; NA gives NaN. Limits: exact Poisson (Garwood 1936).
    """
    population = areas["population"].astype("Float64").to_numpy(float, na_value=np.nan)
    population = np.where(population > 0, population, np.nan)
    counts = areas["n_reports"].astype("Float64").to_numpy(float, na_value=np.nan)
    lower, upper = intervals.poisson(counts)
    return areas.assign(
        reports_per_10k=counts / population * PER,
        lower_per_10k=lower / population * PER,
        upper_per_10k=upper / population * PER,
    )


def ranked(areas: pd.DataFrame, min_population: int, min_reports: int) -> pd.DataFrame:
    """Add `rank` by rate, 1 = highest; small areas and small counts get none.

    A rate from few inhabitants or reports swings so much that its rank would be chance.
    """
    large = (areas["population"].fillna(0) >= min_population).astype(bool)
    firm = large & areas["n_reports"].ge(min_reports).fillna(False).astype(bool)
    if "n_most" in areas:  # a range may hold more reports: what it may overtake has no rank
        rest = ahead.ceiling_of_ranked(areas, min_population, min_reports)
        firm &= areas["reports_per_10k"].ge(rest).fillna(False).astype(bool)
    rank = areas["reports_per_10k"].where(firm).rank(method="min", ascending=False)
    return areas.assign(rank=rank.astype("Int64"))


def rank_limits(areas: pd.DataFrame, dispersion: float = 1.0) -> pd.DataFrame:
    """Return between which ranks by rate each area lies, all together at 95 %.

    areas: `n_reports, population`. Returns `lower_rank, upper_rank` (1 = highest): an area is ahead
    of another when its interval lies above; exact Poisson limits, Bonferroni over the areas (Klein,
    Wright and Wieczorek 2020). dispersion: of counts, by which a count is worth so much less.
    """
    counts = areas["n_reports"].to_numpy(float) / dispersion
    size = areas["population"].to_numpy(float)
    low, high = intervals.poisson(counts, 1 - 0.05 / max(len(areas), 1))
    low, high = low / size, high / size
    ahead = (low[None, :] > high[:, None]).sum(axis=1)
    behind = (high[None, :] < low[:, None]).sum(axis=1)
    limits = {"lower_rank": ahead + 1, "upper_rank": len(areas) - behind}
    return pd.DataFrame(limits, index=areas.index)


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
