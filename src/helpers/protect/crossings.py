"""Crossings: counts by place and something else, printed for a place as a whole or not at all.

A crossing has many small cells, and each of them would need others to hide it. So it is printed
only for the few places of which a page really tells something, and only where all its counts, and
what they leave of the place and of the country, are zero or at least k.
"""

import pandas as pd

COUNTS = ["n_reports", "n_asked"]
PLACES = {"place_faults": "ags8", "place_times": "ags5", "follow_up": "ags5", "fixed": "ags5"}
"""Each crossing and its column of places; "" = all reports."""
FREE = ("ags5", "ags8", "city", "as_of_release", "checked")
"""Columns that say of which place a row is, or nothing."""


def protect(crossing: pd.DataFrame, places: pd.DataFrame, k: int) -> pd.DataFrame:
    """Return the rows of the places whose crossing may be printed.

    crossing: first the place (`ags5` or `ags8`, "" = all reports), a key, `n_reports` (in the
    cell), `n_asked` (of the place). Rows with `checked` True follow from other printed numbers:
    they must be safe, too, and are not printed. places: the protected places of that level; a
    crossing is printed only where the place's own count is, and where as good as nobody of the
    place is missing in it. If what the printed places leave of all reports is small, the place
    with fewest inhabitants is left out.
    """
    checked = crossing["checked"] if "checked" in crossing else pd.Series(False, crossing.index)
    shown = crossing[~checked].drop(columns="checked", errors="ignore")
    if crossing.empty:
        return shown
    place = crossing.columns[0]
    exact = places[~places["suppressed"]].set_index(place)
    whole = crossing.groupby(place)["n_asked"].first()
    missing = exact["n_reports"].astype("Int64").reindex(whole.index) - whole
    small = _small(crossing["n_reports"], k) | _small(
        crossing["n_asked"] - crossing["n_reports"], k
    )
    safe = ~small.groupby(crossing[place]).any() & (missing.isna() | ~_small(missing, k))
    kept = [one for one in safe.index[safe] if one == "" or one in exact.index]
    if "" not in kept:
        return shown.iloc[:0]
    by_size = exact["population"].reindex([p for p in kept if p]).astype("Float64").fillna(0)
    for one in by_size.sort_values(kind="stable").index:
        if not _small(_left(crossing[crossing[place].isin(kept)]), k).any():
            break
        kept.remove(one)
    return shown[shown[place].isin(kept)].reset_index(drop=True)


def beside(others: pd.DataFrame, places: pd.DataFrame, k: int) -> pd.DataFrame:
    """Return where the count of reports about other operators may stand beside the own one.

    others: `ags5, n_reports` about others. Printed are Kreise whose own count is, and whose other
    count is zero or at least k; first all of them (`ags5` ""). What they leave of all is no small
    count: else the Kreis with fewest inhabitants is left out.
    """
    everything = int(others["n_reports"].sum())
    exact = places.loc[~places["suppressed"], ["ags5", "population"]]
    shown = others.merge(exact, on="ags5", validate="1:1")
    shown = shown[~_small(shown["n_reports"], k)].sort_values("population", ascending=False)
    if everything < k:
        return others.iloc[:0]
    while 0 < everything - shown["n_reports"].sum() < k:
        shown = shown.iloc[:-1]
    total = pd.DataFrame({"ags5": [""], "n_reports": [everything]})
    rows = pd.concat([total, shown[["ags5", "n_reports"]].sort_values("ags5")], ignore_index=True)
    return rows.astype({"ags5": "str", "n_reports": "int64"})


def settle(
    fresh: pd.DataFrame, before: pd.DataFrame | None, opened: bool, k: int, coming: int
) -> pd.DataFrame:
    """Return what the coming release prints: places keep their old rows until all cells moved by k.

    before: the crossing of the last release, None before the first. A crossing whose keys changed
    (another period) is a new one for a place only where all its old cells come again.
    """
    fresh = fresh.assign(as_of_release=coming)
    if before is None:
        return fresh
    if not opened:
        return before
    place = fresh.columns[0]
    keys = [name for name in fresh.columns if name not in (*COUNTS, "as_of_release", "city")]
    both = before.merge(fresh, on=keys, how="left", suffixes=("_old", ""))
    counts = [name for name in COUNTS if name in fresh]
    steps = [(both[name] - both[f"{name}_old"]).abs() for name in counts]
    moves = pd.concat(steps, axis=1).ge(k).all(axis=1) & both["n_reports"].notna()
    moves = moves.groupby(both[place]).all()
    held = before[~before[place].map(moves).astype(bool)]
    return pd.concat([held, fresh[~fresh[place].isin(held[place])]], ignore_index=True)


def _left(crossing: pd.DataFrame) -> pd.Series:
    """Return what the places leave of all reports, of the cells and of those asked."""
    keys = [name for name in crossing.columns if name not in (*COUNTS, *FREE)]
    everywhere = crossing[crossing.columns[0]] == ""
    all_reports = crossing[everywhere].set_index(keys)[COUNTS]
    places = crossing[~everywhere].groupby(keys)[COUNTS].sum()
    return pd.concat([all_reports[name].sub(places[name], fill_value=0) for name in COUNTS])


def _small(counts: pd.Series, k: int) -> pd.Series:
    return counts.between(1, k - 1)
