"""Districts: how the reports of a city fall on its districts."""

import numpy as np
import pandas as pd

from helpers.errors import CampaignError
from helpers.evaluate import intervals, rates, spread
from helpers.evaluate.hotspots import benjamini_hochberg
from helpers.settings import Settings

POPULATION_FILE = "denominators/city_districts.csv"
"""Optional table under data/raw: `ags8, district, population`, brought by the campaign."""


def compared(
    districts: pd.DataFrame,
    cities: pd.DataFrame,
    population: pd.DataFrame,
    dispersion: float = spread.HOUSEHOLDS,
) -> pd.DataFrame:
    """Set the reports of each city district against its city where that is possible.

    districts: protected, `ags8, city, district, n_reports`; cities: protected, `ags8, n_reports`;
    population: `ags8, district, population`, may be empty.
    Returns the rows with `share, lower_share, upper_share` (share of the city's reports; Wilson)
    and, where inhabitants are known, `population, reports_per_10k, ratio_to_city, lower_ratio,
    upper_ratio, q_value`: the district's rate by the rate of the city's other listed districts with
    known inhabitants (exact limits at the given dispersion of counts; the p-value asks whether it
    differs more than the city's districts do among themselves, `spread.outlying`; corrected over
    all districts).
    Without inhabitants a count shows where reports come from, not where trouble is more frequent
    than one would expect.
    """
    total = districts["ags8"].map(cities.set_index("ags8")["n_reports"]).astype("Float64")
    total = total.to_numpy(float, na_value=np.nan)
    counts = districts["n_reports"].astype("Float64").to_numpy(float, na_value=np.nan)
    lower, upper = intervals.share(counts, total)
    shares = districts.assign(share=counts / total, lower_share=lower, upper_share=upper)
    shares = shares.merge(population, on=["ags8", "district"], how="left", validate="1:1")
    shares["population"] = shares["population"].astype("Int64")
    return _against_city(shares, dispersion)


def population(settings: Settings) -> pd.DataFrame:
    """Read the inhabitants of city districts, if the campaign brings them; else no rows.

    Raises CampaignError naming the file, the row, what was expected and what was got.
    """
    path = settings.raw / POPULATION_FILE
    columns = ["ags8", "district", "population"]
    if not path.exists():
        empty = pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
        return empty.astype({"population": "Int64"})
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    missing = [name for name in columns if name not in table]
    if missing:
        raise CampaignError(
            f"{path}: no column {', '.join(missing)}; it has {', '.join(table.columns)}"
        )
    numbers = pd.to_numeric(table["population"], errors="coerce")
    bad = table.index[~(numbers > 0) | (numbers % 1 != 0)]
    if len(bad):
        got = table["population"].loc[bad[0]]
        raise CampaignError(
            f"{path}, row {bad[0] + 2}: population: expected a whole number above 0, got {got!r}"
        )
    twice = table.duplicated(["ags8", "district"])
    if twice.any():
        row = table.index[twice][0]
        raise CampaignError(
            f"{path}, row {row + 2}: district {table['district'].loc[row]} is there twice"
        )
    return table.assign(population=numbers.astype("Int64"))[columns]


def _against_city(counts: pd.DataFrame, dispersion: float) -> pd.DataFrame:
    """Add rate, ratio to the rest of the city, its limits and q-value; NaN where unknown."""
    n_reports = counts["n_reports"].astype("Float64").to_numpy(float, na_value=np.nan)
    size = counts["population"].astype("Float64").to_numpy(float, na_value=np.nan)
    known = ~np.isnan(size) & ~np.isnan(n_reports)
    own, people = np.where(known, n_reports, 0), np.where(known, size, 0)
    city_reports = pd.Series(own).groupby(counts["ags8"]).transform("sum").to_numpy()
    city_size = pd.Series(people).groupby(counts["ags8"]).transform("sum").to_numpy()
    result = np.full((len(counts), 4), np.nan)
    effects, variances = np.full(len(counts), np.nan), np.full(len(counts), np.nan)
    for row in np.flatnonzero(known & (city_size > people)):
        n, others = int(own[row]), int(city_reports[row] - own[row])
        rest = city_size[row] - size[row]
        own_worth, others_worth = n / dispersion, others / dispersion
        result[row, :3] = intervals.rate_ratio(own_worth, size[row], others_worth, rest)
        effects[row] = np.log((n + 0.5) / size[row])
        variances[row] = dispersion / (n + 0.5)
    for rows in counts.groupby("ags8").indices.values():
        unknown = np.isnan(effects[rows])
        result[rows, 3] = np.where(unknown, np.nan, spread.outlying(effects[rows], variances[rows]))
    tested = ~np.isnan(result[:, 3])
    result[tested, 3] = benjamini_hochberg(result[tested, 3])
    return counts.assign(
        reports_per_10k=n_reports / size * rates.PER,
        ratio_to_city=result[:, 0],
        lower_ratio=result[:, 1],
        upper_ratio=result[:, 2],
        q_value=result[:, 3],
    )
