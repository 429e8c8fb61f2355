"""Outside: measurements that nobody of the campaign made, at signals and at matched other places.

Speed tests or drive tests ask no one's readiness to report. Where the campaign brings a table of
them, each area on the list is held against the areas most like it that are not.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.errors import CampaignError
from helpers.settings import Settings

FILE = "measurements/kreise.csv"
"""Optional table under data/raw, brought by the campaign: `ags5, value` (higher is better)."""
MATCHES = 3
"""So many unlisted areas stand beside each listed one: of its kind, nearest by inhabitants."""
LEAST_LISTED = 3


def measured(settings: Settings) -> pd.DataFrame:
    """Read the measurements, if the campaign brings any: `ags5, value`; else no rows.

    Raises CampaignError naming the file, the row, what was expected and what was got.
    """
    path = settings.raw / FILE
    if not path.exists():
        return pd.DataFrame({"ags5": pd.Series(dtype="str"), "value": pd.Series(dtype="float64")})
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if not {"ags5", "value"} <= set(table.columns):
        raise CampaignError(
            f"{path}: expected the columns ags5, value; it has {', '.join(table.columns)}"
        )
    values = pd.to_numeric(table["value"], errors="coerce")
    codes = table["ags5"].str.zfill(5)
    for bad, words in ((values.isna(), "a number"), (codes.duplicated(), "each ags5 once")):
        if bad.any():
            row = table.index[bad][0]
            got = table.loc[row, ["ags5", "value"]].tolist()
            raise CampaignError(f"{path}, row {row + 2}: expected {words}, got {got}")
    return pd.DataFrame({"ags5": codes, "value": values.astype("float64")})


def matched(kreise: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """Return each measured area on the list beside measured areas like it that are not.

    kreise: `ags5, kreis, kind, population, is_hotspot` (NA = withheld, no match); values: as
    `measured` returns them. Returns `kreis, value, value_matched` (mean of MATCHES areas of the
    same kind, nearest by inhabitants) and `difference`.
    """
    known = kreise[["ags5", "kreis", "kind", "population", "is_hotspot"]].merge(values, on="ags5")
    listed = known["is_hotspot"].eq(True).fillna(False).astype(bool)
    others = known[known["is_hotspot"].eq(False).fillna(False).astype(bool)]
    rows = []
    for area in known[listed].itertuples():
        like = others[others["kind"] == area.kind]
        apart = np.abs(np.log(like["population"].astype(float) / area.population))
        nearest = like.loc[apart.nsmallest(MATCHES).index, "value"]
        if len(nearest) == MATCHES:
            rows.append((area.kreis, area.value, nearest.mean(), area.value - nearest.mean()))
    return pd.DataFrame(rows, columns=["kreis", "value", "value_matched", "difference"])


def p_value(pairs: pd.DataFrame) -> float:
    """Return the p-value that listed areas measure no worse (Wilcoxon's signed ranks, one-sided).

    NaN under LEAST_LISTED pairs.
    """
    if len(pairs) < LEAST_LISTED:
        return np.nan
    return float(stats.wilcoxon(pairs["difference"], alternative="less").pvalue)
