"""The linked system: every published count, how counts add up, and what a reader can infer.

A cell is one count (`kreis:09162`). A sum says that a total is made of its parts. A cell is either
`shown` (its number is published), `hidden` (its number is withheld) or never `listed` (nobody
prints it, but it follows when everything around it is printed: the reports of a Kreis without a
city). A reader knows the sums, the shown numbers and that a hidden number is at least one.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

RANDOM_GOALS = 12
"""How many pairs of random goals are tried before each cell gets a program of its own."""
PASSES = 60
"""Rounds of bound propagation; bounds of a tree settle in twice its depth."""


@dataclass
class System:
    """Cells and sums that belong together.

    cells: index = cell id; `value` (true count), `shown` (bool), `listed` (bool: printed
    somewhere), `fixed` (bool: stays shown whatever happens, a published total), `lower`
    (the least a reader can assume while the number is not shown), `printed` (what is printed
    while the number is not shown: NaN = nothing, else an older, smaller number), `worth` (0 to 1:
    how much readers miss the number when it is hidden), `kept` (hidden only after other parts).
    sums: `name`, `total`, `part` (cell ids), one row per part; a total may head several sums.
    """

    cells: pd.DataFrame
    sums: pd.DataFrame
    matrix: sparse.csr_matrix | None = field(default=None, repr=False)
    """One row per sum: 1 at the total, −1 at each part (made from `sums` unless it is given)."""

    def __post_init__(self) -> None:
        if self.matrix is None:
            self.matrix = self._matrix()

    def places(self, names: pd.Index) -> np.ndarray:
        """Return the rows of `cells` that have these ids."""
        return self.cells.index.get_indexer(names)

    def _matrix(self) -> sparse.csr_matrix:
        heads = self.sums.drop_duplicates("name")
        order = {name: row for row, name in enumerate(heads["name"])}
        rows = np.r_[self.sums["name"].map(order), np.arange(len(heads))].astype(int)
        columns = np.r_[self.places(self.sums["part"]), self.places(heads["total"])]
        if (columns < 0).any():
            raise ValueError("a sum names a cell that is not in the table of cells")
        signs = np.r_[-np.ones(len(self.sums)), np.ones(len(heads))]
        shape = (len(heads), len(self.cells))
        return sparse.coo_matrix((signs, (rows, columns.astype(int))), shape=shape).tocsr()


def cells(rows: list[tuple[str, int, bool, bool]]) -> pd.DataFrame:
    """Build the cell table from (id, value, listed, fixed); every listed cell starts as shown."""
    frame = pd.DataFrame(rows, columns=["cell", "value", "listed", "fixed"])
    frame = frame.set_index("cell")
    frame["shown"] = frame["listed"]
    frame["lower"] = np.where(frame["listed"] & (frame["value"] > 0), 1.0, 0.0)
    frame["printed"] = np.nan
    frame["worth"] = 1.0
    frame["kept"] = False
    return frame.astype({"value": float})


def check(system: System) -> list[str]:
    """Return the totals whose parts do not add up (an error of the caller, never published)."""
    value = system.cells["value"]
    parts = system.sums["part"].map(value).groupby(system.sums["name"]).sum()
    totals = system.sums.drop_duplicates("name").set_index("name")["total"].map(value)
    return sorted(parts.index[(parts - totals[parts.index]).abs() > 0.5])


def sums(pairs: list[tuple[str, str]], suffix: str = "") -> pd.DataFrame:
    """Build the table of sums from (total, part); `suffix` tells several sums of a total apart."""
    frame = pd.DataFrame(pairs, columns=["total", "part"], dtype="str")
    return frame.assign(name=frame["total"] + suffix)[["name", "total", "part"]]


def ranges(system: System, wanted: pd.Index, k: int, exact: bool = True) -> pd.DataFrame:
    """Return the least and the greatest value that a reader can give each wanted cell.

    Bounds are propagated through the sums. That is exact where the sums form a tree; where they
    do not (releases compared with each other), linear programs tighten every bound that
    propagation leaves wide (`exact`); a cell that is proven wide enough for `k` is not tightened
    further.
    Returns index = all cell ids; `low`, `high`.
    """
    matrix = system.matrix
    value = system.cells["value"].to_numpy()
    hidden = ~system.cells["shown"].to_numpy()
    low = np.where(hidden, system.cells["lower"].to_numpy(), value)
    high = np.where(hidden, np.inf, value)
    low, high = _propagate(matrix, low, high)
    if exact:
        low, high = _tighten(system, matrix, low, high, wanted, k)
    return pd.DataFrame({"low": low, "high": high}, index=system.cells.index)


def narrow(bounds: pd.DataFrame, k: int) -> pd.Series:
    """Say which bounds leave fewer than k−1 possible values: more than "1 to k−1" says itself."""
    return bounds["high"] - bounds["low"] < k - 2


def _propagate(matrix: sparse.csr_matrix, low: np.ndarray, high: np.ndarray):
    """Tighten bounds sum by sum until nothing moves (interval arithmetic on integers)."""
    entries = matrix.tocoo()
    row, column, sign = entries.row, entries.col, entries.data
    for _ in range(PASSES):
        least = np.where(sign > 0, low[column], -high[column])
        most = np.where(sign > 0, high[column], -low[column])
        sum_least, inf_least = _sums(row, least, matrix.shape[0])
        sum_most, inf_most = _sums(row, most, matrix.shape[0])
        others_least = _without(row, least, sum_least, inf_least)
        others_most = _without(row, most, sum_most, inf_most)
        new_low = np.where(sign > 0, -others_most, others_least)
        new_high = np.where(sign > 0, -others_least, others_most)
        tighter_low, tighter_high = low.copy(), high.copy()
        np.maximum.at(tighter_low, column, new_low)
        np.minimum.at(tighter_high, column, new_high)
        if np.array_equal(tighter_low, low) and np.array_equal(tighter_high, high):
            break
        low, high = tighter_low, tighter_high
    return low, high


def _sums(row: np.ndarray, bound: np.ndarray, n_rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Add the finite bounds of each sum and count the infinite ones."""
    finite = np.isfinite(bound)
    total = np.bincount(row, np.where(finite, bound, 0.0), n_rows)
    return total, np.bincount(row, ~finite, n_rows)


def _without(row, bound, total, infinite) -> np.ndarray:
    """Return for each entry the bound of the other entries of its sum."""
    finite = np.isfinite(bound)
    rest = total[row] - np.where(finite, bound, 0.0)
    others_infinite = infinite[row] - ~finite > 0
    direction = np.sign(np.where(finite, 0, bound))
    worst = np.bincount(row, direction, len(total))[row]
    return np.where(others_infinite, np.where(worst < 0, -np.inf, np.inf), rest)


def _tighten(system, matrix, low, high, wanted, k):
    """Solve linear programs for wanted cells in parts of the system that hold a cycle."""
    low, high = low.copy(), high.copy()
    unknown = np.flatnonzero(high > low)
    part = matrix[:, unknown]
    rows = np.flatnonzero(np.diff(part.indptr))
    part = part[rows]
    if not len(rows):
        return low, high
    graph = sparse.bmat([[None, part], [part.T, None]]).tocsr()
    _, label = connected_components(graph, directed=False)
    row_label, cell_label = label[: len(rows)], label[len(rows) :]
    is_wanted = np.isin(unknown, system.places(wanted))
    for group in np.unique(cell_label[is_wanted]):
        members = np.flatnonzero(cell_label == group)
        equations = np.flatnonzero(row_label == group)
        block = part[equations][:, members]
        if block.nnz <= len(members) + len(equations) - 1:
            continue
        places = unknown[members]
        right = -(matrix[rows[equations]] @ _known(low, high))
        found = _solve(
            block, right, low[places], high[places], np.flatnonzero(is_wanted[members]), k
        )
        low[places], high[places] = found
    return low, high


def _known(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return np.where(low == high, low, 0.0)


def _solve(block, right, low, high, wanted, k):
    """Find the exact range of each wanted cell, unless seen solutions already prove it wide.

    Programs with random goals come first: each solution is a point that readers must think
    possible, and a few of them prove most cells wide.
    """
    seen_low, seen_high = np.full(len(low), np.inf), np.full(len(low), -np.inf)
    exact_low, exact_high = low.copy(), high.copy()
    ceiling = np.where(np.isfinite(high), high, np.abs(right).sum() + low + 10 * k)
    chance = np.random.default_rng(RANDOM_GOALS)

    def solve(goal: np.ndarray) -> float:
        answer = linprog(
            goal, A_eq=block, b_eq=right, bounds=np.column_stack([low, ceiling]), method="highs"
        )
        if answer.status != 0:
            raise ArithmeticError(f"linear program: {answer.message}")
        np.minimum(seen_low, answer.x, out=seen_low)
        np.maximum(seen_high, answer.x, out=seen_high)
        return answer.fun

    def is_wide(cells: np.ndarray) -> np.ndarray:
        return seen_high[cells] - seen_low[cells] >= k - 2

    for _ in range(RANDOM_GOALS if len(wanted) > 2 else 0):
        still = wanted[~is_wide(wanted)]
        if not len(still):
            break
        goal = np.zeros(len(low))
        goal[still] = chance.choice([-1.0, 1.0], len(still))
        solve(goal)
        solve(-goal)
    for cell in wanted:
        for direction in (-1.0, 1.0):
            if is_wide(np.array([cell])).all():
                break
            goal = np.zeros(len(low))
            goal[cell] = direction
            end = solve(goal)
            if direction > 0:
                exact_low[cell] = max(low[cell], np.ceil(end - 1e-6))
            else:
                exact_high[cell] = min(high[cell], np.floor(-end + 1e-6))
    return exact_low, exact_high
