"""Protect: hide the small counts, and as many others as it takes that nobody can work them out."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from helpers.suppress.system import System, narrow, ranges

SWAPS = 12
"""For how many of the largest hidden numbers smaller ones are looked for in their place."""
CHEAP = 0.01
"""Numbers of no more worth are hidden first."""
TRIES = 80
"""How often showing numbers again is tried; each try looks at the whole system."""


def protect(system: System, k: int) -> System:
    """Hide cells until no count of 1 to k−1 can be told, not even roughly.

    Primary: every listed cell of 1 to k−1 that is not `fixed`. Complementary: where the sums let a
    reader give such a cell fewer than k−1 possible values, another number of the tightest sum is
    hidden as well, the smallest that is enough; then everything is looked at again. At last the
    largest numbers that turned out not to be needed are shown again. Cells that are not listed
    count as small cells too: they must not follow from what is shown.
    Cells that come with `small` (counts of an earlier release) are protected like small counts.
    Where no hiding protects a cell (a total of three, all from one place), every part around it is
    hidden, zeros too, so that the total is all that is told.
    Returns the system with `shown` and `lower` changed, `small` and `hopeless` added.
    """
    cells = system.cells.copy()
    cells["hopeless"] = False
    small = cells["value"].between(1, k - 1) & ~cells["fixed"]
    cells["small"] = small | cells.get("small", False)
    cells.loc[small, "shown"] = False
    hidden = replace(system, cells=cells)
    _hide_more(hidden, k, exact=False)
    _swap(hidden, k)
    _show_again(hidden, k)
    _hide_more(hidden, k, exact=True)
    _give_up(hidden)
    return hidden


def _hide_more(system: System, k: int, exact: bool, only_if_possible: bool = False) -> None:
    """Hide number after number in `system.cells` until no small cell is open.

    Hiding a number never makes a reader know more: a cell once proven wide is not looked at again.
    only_if_possible: stop at the first cell that nothing protects.
    """
    cells, web = system.cells, Web(system)
    targets = _targets(cells)
    while len(targets):
        bounds = ranges(system, targets, k, exact)
        targets = targets[narrow(bounds, k)[targets] & ~cells.loc[targets, "hopeless"]]
        open_cells = cells.index.get_indexer(targets)
        for cell in web.one_per_component(open_cells, cells) if len(targets) else ():
            chosen = web.choose(cell, cells, bounds, k)
            if chosen is None:
                cells.iloc[cell, cells.columns.get_loc("hopeless")] = True
                if only_if_possible:
                    return
            else:
                cells.iloc[chosen, cells.columns.get_loc("shown")] = False


def _give_up(system: System) -> None:
    """Hide all parts, zeros too, around each hopeless cell: there, only totals are published."""
    cells, web = system.cells, Web(system)
    for cell in np.flatnonzero(cells["hopeless"]):
        around = web.around(int(cell), cells["shown"].to_numpy())
        parts = cells.index[around][~cells["fixed"].to_numpy()[around]]
        cells.loc[parts, "shown"] = False
        cells.loc[parts, "lower"] = 0.0


def _swap(system: System, k: int) -> None:
    """Show the largest complementary numbers again where smaller ones protect as well."""
    for cell in _extra(system).index[:SWAPS]:
        tried = replace(system, cells=system.cells.copy())
        tried.cells.loc[cell, ["shown", "fixed"]] = True
        _hide_more(tried, k, exact=False, only_if_possible=True)
        tried.cells["fixed"] = system.cells["fixed"]
        no_worse = tried.cells["hopeless"].sum() <= system.cells["hopeless"].sum()
        if no_worse and _safe(tried, k) and _loss(tried) < _loss(system):
            system.cells = tried.cells


def _show_again(system: System, k: int) -> None:
    """Show again what need not be hidden: all at once if that is safe, else half by half."""
    waiting = [_extra(system).index]
    for _ in range(TRIES):
        if not waiting or not len(waiting[0]):
            return
        some = waiting.pop(0)
        system.cells.loc[some, "shown"] = True
        if _safe(system, k):
            continue
        system.cells.loc[some, "shown"] = False
        if len(some) > 1:
            half = (len(some) + 1) // 2
            waiting = [some[:half], some[half:], *waiting]


def _extra(system: System) -> pd.Series:
    """Return the numbers hidden for the sake of others, the largest first."""
    cells = system.cells
    extra = cells[cells["listed"] & ~cells["shown"] & ~cells["small"] & ~cells["fixed"]]
    extra = extra.loc[extra["printed"].isna() & (extra["value"] > 0), "value"]
    return extra.sort_values(ascending=False, kind="stable")


def _safe(system: System, k: int) -> bool:
    """Say whether propagated bounds leave every small cell wide."""
    targets = _targets(system.cells)
    return not narrow(ranges(system, targets, k, exact=False), k)[targets].any()


def _loss(system: System) -> float:
    """Say how many reports the printed numbers leave out."""
    hidden = system.cells[~system.cells["shown"] & system.cells["listed"]]
    return ((hidden["value"] - hidden["printed"].fillna(0)) * hidden["worth"]).sum()


def _targets(cells: pd.DataFrame) -> pd.Index:
    return cells.index[cells["small"] & ~cells["hopeless"]]


class Web:
    """Which cells are in which sums, by place, for quick walks from cell to cell."""

    def __init__(self, system: System) -> None:
        self.matrix = system.matrix
        self.columns = self.matrix.tocsc()

    def one_per_component(self, open_cells: np.ndarray, cells: pd.DataFrame) -> np.ndarray:
        """Take one open cell in ten per group of hidden cells: what protects it may protect all."""
        hidden = np.flatnonzero(~cells["shown"].to_numpy())
        part = self.matrix[:, hidden]
        graph = sparse.bmat([[None, part], [part.T, None]]).tocsr()
        _, label = connected_components(graph, directed=False)
        group = label[self.matrix.shape[0] + np.searchsorted(hidden, open_cells)]
        order = pd.Series(group).groupby(group).cumcount().to_numpy()
        return open_cells[order % 10 == 0]

    def choose(self, cell: int, cells: pd.DataFrame, bounds: pd.DataFrame, k: int) -> int | None:
        """Choose the number to hide for `cell`: in the tightest sum, the smallest that is enough.

        Numbers that nobody misses are preferred, then parts to totals. A sum that has no number
        left to hide passes the question on to the sums of its hidden cells. None if no sum around
        has one.
        """
        value, shown = cells["value"].to_numpy(), cells["shown"].to_numpy()
        free = shown & ~cells["fixed"].to_numpy() & (value > 0)
        worth, kept = cells["worth"].to_numpy(), cells["kept"].to_numpy()
        width = (bounds["high"] - bounds["low"]).to_numpy()
        for row in self._tightest(cell, shown, width):
            members = self._members(row)
            options = members[free[members]]
            if not len(options):
                continue
            is_total = self.matrix[row, options].toarray().ravel() > 0
            enough = value[options] >= k - 1
            rank = np.where(enough, value[options], 1e9 - value[options])
            dear = np.select([worth[options] <= CHEAP, is_total, kept[options]], [0, 3, 2], 1)
            return int(options[np.lexsort((options, rank, dear))[0]])
        return None

    def around(self, cell: int, shown: np.ndarray) -> np.ndarray:
        """Return all members of the sums that hidden cells tie to `cell`."""
        rows = self._tightest(cell, shown, np.zeros(len(shown)))
        return np.unique(np.concatenate([self._members(row) for row in rows]))

    def _members(self, row: int) -> np.ndarray:
        return self.matrix.indices[self.matrix.indptr[row] : self.matrix.indptr[row + 1]]

    def _rows(self, cell: int) -> np.ndarray:
        return self.columns.indices[self.columns.indptr[cell] : self.columns.indptr[cell + 1]]

    def _tightest(self, cell: int, shown: np.ndarray, width: np.ndarray):
        """Yield the sums that hidden cells tie to `cell`: nearest first, of those the tightest."""
        seen_rows: set[int] = set()
        seen_cells, queue = {cell}, [cell]
        while queue:
            place = queue.pop(0)
            rows = [row for row in self._rows(place) if row not in seen_rows]
            leeway = {row: self._leeway(row, place, width) for row in rows}
            for row in sorted(rows, key=leeway.__getitem__):
                seen_rows.add(row)
                yield row
                for member in self._members(row):
                    if member not in seen_cells and not shown[member]:
                        seen_cells.add(int(member))
                        queue.append(int(member))

    def _leeway(self, row: int, cell: int, width: np.ndarray) -> float:
        """Say how far the other cells of a sum let `cell` move."""
        members = self._members(row)
        return float(width[members[members != cell]].sum())
