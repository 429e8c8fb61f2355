"""Blank: take the withheld counts, and every statistic that tells them, out of the tables."""

import pandas as pd

KEPT = {
    "laender": {"land", "population", "area_km2"},
    "kreise": {"ags5", "kreis", "kind", "land", "population", "population_2018", "area_km2"},
    "cities": {"ags8", "city", "ags5", "kreis", "land", "population", "kind", "area_km2"},
    "districts": {"ags8", "city", "ags5", "kreis", "land", "district"},
    "weeks": {"week"},
    "days": {"day", "week", "weekday"},
    "hours": {"weekday", "hour"},
    "categories": {"category", "de", "en"},
    "cooccurrence": {"category_a", "category_b"},
}
"""What a suppressed row keeps: names and sizes of the place. Everything else becomes NA."""

RANKS = ("rank",)


def blank(frame: pd.DataFrame, suppressed: pd.Series, table: str) -> pd.DataFrame:
    """Return `frame` with `suppressed`, and NA in every count and statistic of those rows.

    Columns keep their meaning; whole numbers become `Int64` and truth values `boolean`, so that
    NA is no zero and no False. Ranks are given anew among the rows that stay: a gap in the order
    would tell where a withheld rate lies.
    """
    published = frame.reset_index(drop=True).copy()
    flags = pd.Series(suppressed.to_numpy(bool), index=published.index)
    for column in published.columns:
        if column in KEPT[table]:
            continue
        values = _with_na(published[column])
        if column in RANKS:
            values = values.mask(flags).rank(method="min").astype("Int64")
        published[column] = values.mask(flags)
    published["suppressed"] = flags
    return published


def _with_na(values: pd.Series) -> pd.Series:
    """Give a column a type that can say "withheld"."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("boolean")
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.astype("Int64")
    return values
