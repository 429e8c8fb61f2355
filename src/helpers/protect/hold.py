"""Hold: what a release may print after an earlier one, so that their difference names nobody.

Who keeps two releases sees what moved between them. So counts move only in an opened release, one
before which the number of all reports changed by 2k or more since counts moved last; any other
repeats the printed counts and changes the total alone. In an opened release a printed count moves
by at least k or stays as it was printed; it moves only if old and new release together, also read
by somebody who knows that no report was taken back, leave every count that is not printed as wide
as one release does. What may not move stays: that is always possible, so no sequence of changes
ends without a release.
"""

import numpy as np
import pandas as pd

from helpers.protect.system import System, bounds, sums


def is_open(n_reports: int, n_at_last_opening: int, k: int) -> bool:
    """Tell whether so many reports came or went that counts may move."""
    return abs(n_reports - n_at_last_opening) >= 2 * k


def settle(
    system: System, fresh: pd.DataFrame, before: pd.DataFrame, opened: bool, k: int, coming: int
) -> pd.DataFrame:
    """Return what each cell prints in the coming release: `low, high, as_of`.

    fresh: `low, high` as one release alone would print them. before: `low, high, as_of` (the
    release whose count it is), of the cells that the last release knew; empty before the first.
    A cell that it did not know and that may not move prints nothing.
    """
    if before.empty:
        return fresh.assign(as_of=coming)
    cells = system.cells
    old = before.reindex(cells.index)
    unknown = old["low"].isna()
    nothing = (0.0, np.inf)
    old.loc[unknown & cells["listed"], ["low", "high"]] = 0.0
    old.loc[unknown & ~cells["listed"], ["low", "high"]] = nothing
    fixed = cells["fixed"].to_numpy()
    moved = fixed | (opened & (_far(old, fresh, k) | (unknown & (fresh["high"] == 0))).to_numpy())
    if opened:
        moved = _until_safe(system, fresh, old, moved, fixed, k)
    printed = old.assign(low=np.where(unknown, 0.0, old["low"]),
                         high=np.where(unknown, np.inf, old["high"]))  # fmt: skip
    printed["as_of"] = printed["as_of"].fillna(coming)
    printed.loc[moved, ["low", "high"]] = fresh.loc[moved]
    same = (old[["low", "high"]] == fresh[["low", "high"]]).all(axis=1).to_numpy()
    printed.loc[moved & ~same, "as_of"] = coming
    return printed.astype({"as_of": "int64"})


def _far(old: pd.DataFrame, fresh: pd.DataFrame, k: int) -> pd.Series:
    """Say which new intervals lie at least k from every number that the old one admits."""
    return (fresh["low"] - old["high"] >= k) | (old["low"] - fresh["high"] >= k)


def _until_safe(system: System, fresh, old, moved: np.ndarray, fixed: np.ndarray, k: int):
    """Hold more counts until nothing that is withheld, or changed unseen, can be told."""
    value = system.cells["value"].to_numpy(float)
    listed = system.cells["listed"].to_numpy()
    small = (value > 0) & (value < k)
    moved = moved.copy()
    while (moved & ~fixed).any():
        now = _model(fresh, old, moved, value, k)
        vague = fresh["high"].gt(fresh["low"]).to_numpy() & moved
        changed = ((value < old["low"]) | (value > old["high"])).to_numpy() & ~moved
        told = _told(system, now, old, ((small | changed) & listed) | (vague & listed), k)
        if not told.any():
            break
        rows = abs(system.matrix)
        near = (rows.T @ (rows @ told.astype(float)) > 0) & moved & ~fixed
        moved &= ~near if near.any() else fixed
    return moved


def _model(fresh, old, moved: np.ndarray, value: np.ndarray, k: int) -> pd.DataFrame:
    """Return what a reader can think of each count now: printed, or not far from the old print."""
    low = np.maximum(old["low"].to_numpy() - (k - 1), 0.0)
    high = old["high"].to_numpy() + (k - 1)
    beyond = (value < low) | (value > high)
    low, high = np.where(beyond, 0.0, low), np.where(beyond, np.inf, high)
    return pd.DataFrame(
        {"low": np.where(moved, fresh["low"], low), "high": np.where(moved, fresh["high"], high)},
        index=fresh.index,
    )


def _told(system: System, now, old, targets: np.ndarray, k: int) -> np.ndarray:
    """Say which cells a reader of the new release, or of both, can tell too well."""
    found = bounds(system, *_arrays(now), np.flatnonzero(targets), k - 2)
    told = np.zeros(len(targets), bool)
    if found is not None:
        told |= targets & (found[1] - found[0] < k - 2)
    both, n = _joined(system), len(targets)
    then = _widened(old, k)
    grown = np.full((n, 2), (0.0, np.inf))
    ends = np.concatenate([np.column_stack(_arrays(then)), np.column_stack(_arrays(now)), grown])
    hidden = (then["high"] > then["low"]).to_numpy() & system.cells["listed"].to_numpy()
    wanted = np.r_[hidden, targets, np.zeros(n, bool)]
    found = bounds(both, ends[:, 0], ends[:, 1], np.flatnonzero(wanted), k - 2)
    if found is not None:  # else reports were taken back: nothing follows from their order
        narrow = wanted & (found[1] - found[0] < k - 2)
        told |= narrow[:n] | narrow[n : 2 * n]
    return told


def _widened(old: pd.DataFrame, k: int) -> pd.DataFrame:
    """Return what a reader knew when counts moved last; held ones had not moved much."""
    stale = old["as_of"] < old["as_of"].max()
    low = old["low"].mask(stale, np.maximum(old["low"] - (k - 1), 0.0))
    return pd.DataFrame({"low": low, "high": old["high"].mask(stale, old["high"] + (k - 1))})


def _arrays(printed: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return printed["low"].to_numpy(float), printed["high"].to_numpy(float)


def _joined(system: System) -> System:
    """Join a system before and after: each count now is the one before and what came."""
    parts = [
        system.cells.set_axis(mark + " " + system.cells.index) for mark in ("old", "now", "new")
    ]
    tables = [
        system.sums.assign(
            name=f"{mark} " + system.sums["name"],
            total=f"{mark} " + system.sums["total"],
            part=f"{mark} " + system.sums["part"],
        )
        for mark in ("old", "now")
    ]
    names = system.cells.index
    pairs = [(f"now {name}", f"{mark} {name}") for name in names for mark in ("old", "new")]
    return System(pd.concat(parts), pd.concat([*tables, sums(pairs, " grown")], ignore_index=True))
