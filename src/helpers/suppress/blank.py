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
FLAGS = ("is_hotspot",)


def blank(frame: pd.DataFrame, plan: pd.DataFrame, table: str, old: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` as it is printed, with `suppressed`.

    plan: one row per row of `frame`: `value` (printed count, NA = withheld), `exact`.
    old: the same table of the last release, with a column `_cell` as in `plan` (may be empty).

    A withheld row keeps its names and has NA in every count and statistic. A row whose count
    stays as it was printed is the old row. A row that is printed lower than it is has the printed
    count and no statistic made from the true one. Whole numbers become `Int64` and truth values
    `boolean`, so that NA is no zero and no False. Ranks are given anew among the rows that stay:
    a gap in the order would tell where a withheld rate lies.
    """
    published = frame.reset_index(drop=True).copy()
    plan = plan.reset_index(drop=True)
    withheld = plan["value"].isna()
    inexact = ~plan["exact"] & ~withheld
    for column in published.columns:
        if column not in KEPT[table]:
            keeps = column in FLAGS + RANKS
            published[column] = _with_na(published[column]).mask(
                withheld if keeps else withheld | inexact
            )
    published["n_reports"] = published["n_reports"].mask(inexact, plan["value"])
    if "reports_per_10k" in published and "population" in published:
        lower = published["n_reports"] / published["population"] * 10_000
        published["reports_per_10k"] = published["reports_per_10k"].mask(inexact, lower)
    published = _as_before(published, plan, inexact, old)
    for column in set(RANKS) & set(published.columns):
        published[column] = published[column].mask(withheld).rank(method="min").astype("Int64")
    published["suppressed"] = withheld.astype(bool)
    return published


def _as_before(published, plan, inexact, old) -> pd.DataFrame:
    """Put the old row where the printed count is the old one."""
    if old.empty:
        return published
    before = old.set_index("_cell")
    counts = plan["cell"].map(before["n_reports"])
    same = inexact & (counts == plan["value"]).fillna(False).astype(bool)
    rows = before.reindex(plan.loc[same, "cell"])
    for column in published.columns.intersection(before.columns):
        values = rows[column].astype(published[column].dtype).to_numpy()
        published.loc[same, column] = values
    return published


def _with_na(values: pd.Series) -> pd.Series:
    """Give a column a type that can say "withheld"."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("boolean")
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.astype("Int64")
    return values
