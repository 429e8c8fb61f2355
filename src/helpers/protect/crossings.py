"""Crossings: counts by place and something else, printed for a place as a whole or not at all.

A crossing has many small cells, and each of them would need others to hide it. So it is printed
only for the few places of which a page really tells something, and only where all its counts, and
what they leave of the place and of the country, are zero or at least k.
"""

import pandas as pd

COUNTS = ["n_reports", "n_asked"]


def protect(
    crossing: pd.DataFrame, places: pd.DataFrame, k: int, code: str = "ags8"
) -> pd.DataFrame:
    """Return the rows of the places whose crossing may be printed.

    crossing: the place's `code` ("" = all reports), a key, `n_reports` (in the cell), `n_asked` (of
    the place). places: the protected table of places; a crossing is printed only where the place's
    own count is, and where as good as nobody of the place is missing in it. If what the printed
    places leave of all reports is small, the place with fewest inhabitants is left out.
    """
    if crossing.empty:
        return crossing
    exact = places[~places["suppressed"]].set_index(code)
    by_place = crossing.groupby(code)
    whole = by_place["n_asked"].first()
    missing = exact["n_reports"].astype("Int64").reindex(whole.index) - whole
    small = _small(crossing["n_reports"], k) | _small(
        crossing["n_asked"] - crossing["n_reports"], k
    )
    safe = ~small.groupby(crossing[code]).any() & (missing.isna() | ~_small(missing, k))
    kept = [place for place in safe.index[safe] if place == "" or place in exact.index]
    if "" not in kept:
        return crossing.iloc[:0]
    by_size = exact["population"].reindex([p for p in kept if p]).astype("Float64").fillna(0)
    for place in by_size.sort_values(kind="stable").index:
        if not _small(_left(crossing[crossing[code].isin(kept)], code), k).any():
            break
        kept.remove(place)
    return crossing[crossing[code].isin(kept)].reset_index(drop=True)


def beside(others: pd.DataFrame, places: pd.DataFrame, k: int, code: str) -> pd.DataFrame:
    """Return where the count of reports about other operators may stand beside the own one.

    others: the place's `code`, `n_reports` about others. Printed are places whose own count is, and
    whose other count is zero or at least k; first all of them (`code` ""). What they leave of all
    is no small count: else the place with fewest inhabitants is left out.
    """
    everything = int(others["n_reports"].sum())
    exact = places.loc[~places["suppressed"], [code, "population"]]
    shown = others.merge(exact, on=code, validate="1:1").sort_values("population", ascending=False)
    shown = shown[~_small(shown["n_reports"], k)]
    if everything < k:
        return others.iloc[:0]
    while 0 < everything - shown["n_reports"].sum() < k:
        shown = shown.iloc[:-1]
    total = pd.DataFrame({code: [""], "n_reports": [everything]})
    rows = pd.concat([total, shown[[code, "n_reports"]].sort_values(code)], ignore_index=True)
    return rows.astype({code: "str", "n_reports": "int64"})


def settle(
    fresh: pd.DataFrame,
    before: pd.DataFrame | None,
    opened: bool,
    k: int,
    coming: int,
    code: str = "ags8",
) -> pd.DataFrame:
    """Return what the coming release prints: places keep their old rows until all cells moved by k.

    before: the crossing of the last release, None before the first.
    """
    fresh = fresh.assign(as_of_release=coming)
    if before is None:
        return fresh
    if not opened:
        return before
    keys = [name for name in fresh.columns if name not in (*COUNTS, "as_of_release", "city")]
    both = before.merge(fresh, on=keys, how="left", suffixes=("_old", ""))
    counts = [name for name in COUNTS if name in fresh]
    steps = [(both[name] - both[f"{name}_old"]).abs() for name in counts]
    moves = pd.concat(steps, axis=1).ge(k).all(axis=1) & both["n_reports"].notna()
    moves = moves.groupby(both[code]).all()
    held = before[~before[code].map(moves).astype(bool)]
    return pd.concat([held, fresh[~fresh[code].isin(held[code])]], ignore_index=True)


def _left(crossing: pd.DataFrame, code: str) -> pd.Series:
    """Return what the places leave of all reports, of the cells and of those asked."""
    keys = [name for name in crossing.columns if name not in (*COUNTS, code, "city")]
    everywhere = crossing[code] == ""
    all_reports = crossing[everywhere].set_index(keys)[COUNTS]
    places = crossing[~everywhere].groupby(keys)[COUNTS].sum()
    return pd.concat([all_reports[name].sub(places[name], fill_value=0) for name in COUNTS])


def _small(counts: pd.Series, k: int) -> pd.Series:
    return counts.between(1, k - 1)
