"""The linked system: all counts, how they add up, and what a reader can infer from what is printed.

A cell is one count (`kreis:09162`). A sum says that a total is made of its parts. What is printed
of a cell is an interval `low` to `high`: one number, a range on the grid (`grid`), "withheld"
(1 to k−1), or nothing (0 to infinity). Cells that no table lists (the reports of a Kreis without a
city) take part because they follow when everything around them is printed.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

RANDOM_GOALS = 16
"""How many pairs of random goals are tried before each cell gets a program of its own."""
POINTS = 400
"""So many points are kept."""
PASSES = 60
"""Rounds of bound propagation; bounds of a tree settle in twice its depth."""


@dataclass
class System:
    """Cells and sums that belong together.

    cells: index = cell id; `value` (true count, int), `listed` (bool: a table has a row for it),
    `fixed` (bool: printed exactly whatever happens), `rank` (int: cells of a lower rank are made
    vague first), `size` (what is known of the cell's size anyway: inhabitants; small ones first).
    sums: `name`, `total`, `part` (cell ids), one row per part; a total may head several sums.
    """

    cells: pd.DataFrame
    sums: pd.DataFrame
    matrix: sparse.csr_matrix = field(default=None, repr=False)
    """One row per sum: 1 at the total, −1 at each part."""

    is_sum: np.ndarray = field(default=None, repr=False)
    """Which cells are totals of several parts that become vague before these (a Land)."""

    points: list[np.ndarray] = field(default_factory=list, repr=False)
    """Counts that hold all sums, met on the way: as long as they fit, they prove cells wide."""

    def __post_init__(self) -> None:
        if self.matrix is None:
            self.matrix = _matrix(self.cells.index, self.sums)
        if self.is_sum is None:
            self.is_sum = _sums_first(self.cells, self.sums)


def cells(rows: list[tuple]) -> pd.DataFrame:
    """Build the table of cells from (id, value, listed, fixed, rank, size)."""
    names = ["cell", "value", "listed", "fixed", "rank", "size"]
    frame = pd.DataFrame(rows, columns=names).astype({"cell": "str"}).set_index("cell")
    kinds = {"value": "int64", "listed": bool, "fixed": bool, "rank": "int64", "size": float}
    return frame.astype(kinds)


def sums(pairs: list[tuple[str, str]], suffix: str = "") -> pd.DataFrame:
    """Build the table of sums from (total, part); `suffix` tells several sums of a total apart."""
    frame = pd.DataFrame(pairs, columns=["total", "part"], dtype="str")
    return frame.assign(name=frame["total"] + suffix)[["name", "total", "part"]]


def wrong_sums(system: System) -> list[str]:
    """Return the totals whose parts do not add up (an error of the caller)."""
    off = system.matrix @ system.cells["value"].to_numpy(float)
    heads = system.sums.drop_duplicates("name")["total"].to_numpy()
    return sorted(heads[np.abs(off) > 0.5])


def bounds(
    system: System, low: np.ndarray, high: np.ndarray, wanted: np.ndarray, width: float
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the least and greatest whole number that a reader can give each cell.

    low, high: what is printed, by cell. wanted: places of the cells that must be known to be wide:
    where sums form no tree, integer programs (HiGHS) tighten these, until one is proven to have
    room for `width`. Where sums form a tree, propagating bounds is exact.
    Returns None when the printed intervals contradict the sums.
    """
    low, high = _propagate(system.matrix, low.astype(float), high.astype(float))
    if (low > high).any():
        return None
    return _tighten(system, low, high, wanted, width)


def _matrix(index: pd.Index, table: pd.DataFrame) -> sparse.csr_matrix:
    heads = table.drop_duplicates("name")
    order = {name: row for row, name in enumerate(heads["name"])}
    rows = np.r_[table["name"].map(order), np.arange(len(heads))].astype(int)
    columns = np.r_[index.get_indexer(table["part"]), index.get_indexer(heads["total"])]
    if (columns < 0).any():
        raise ValueError("a sum names a cell that is not in the table of cells")
    signs = np.r_[-np.ones(len(table)), np.ones(len(heads))]
    shape = (len(heads), len(index))
    return sparse.coo_matrix((signs, (rows, columns.astype(int))), shape=shape).tocsr()


def _sums_first(table: pd.DataFrame, sums: pd.DataFrame) -> np.ndarray:
    """Tell which cells are printed totals of a lower rank than each of their several parts."""
    rank = table["rank"]
    if sums.empty:
        return np.zeros(len(table), bool)
    parts = sums.assign(rank=sums["part"].map(rank)).groupby("total")["rank"].agg(["min", "size"])
    heads = parts.index[(parts["size"] > 1) & (parts["min"] > rank.reindex(parts.index))]
    free = table["listed"] & ~table["fixed"]
    return (table.index.isin(heads) & free).to_numpy(bool)


def _propagate(matrix: sparse.csr_matrix, low: np.ndarray, high: np.ndarray):
    """Tighten bounds sum by sum until nothing moves (interval arithmetic on whole numbers)."""
    entries = matrix.tocoo()
    row, column, sign = entries.row, entries.col, entries.data
    for _ in range(PASSES):
        least = np.where(sign > 0, low[column], -high[column])
        most = np.where(sign > 0, high[column], -low[column])
        others_least = _without(row, least, matrix.shape[0])
        others_most = _without(row, most, matrix.shape[0])
        tighter_low, tighter_high = low.copy(), high.copy()
        np.maximum.at(tighter_low, column, np.where(sign > 0, -others_most, others_least))
        np.minimum.at(tighter_high, column, np.where(sign > 0, -others_least, others_most))
        if np.array_equal(tighter_low, low) and np.array_equal(tighter_high, high):
            break
        low, high = tighter_low, tighter_high
        if (low > high).any():
            break
    return low, high


def _without(row: np.ndarray, bound: np.ndarray, n_rows: int) -> np.ndarray:
    """Return for each entry of a sum the bound of the sum's other entries."""
    finite = np.isfinite(bound)
    total = np.bincount(row, np.where(finite, bound, 0.0), n_rows)
    infinite = np.bincount(row, ~finite, n_rows)
    rest = total[row] - np.where(finite, bound, 0.0)
    worst = np.bincount(row, np.sign(np.where(finite, 0, bound)), n_rows)[row]
    return np.where(infinite[row] - ~finite > 0, np.where(worst < 0, -np.inf, np.inf), rest)


def _tighten(system: System, low: np.ndarray, high: np.ndarray, wanted: np.ndarray, width: float):
    """Solve integer programs for wanted cells in the parts of the system that hold a cycle."""
    low, high, matrix = low.copy(), high.copy(), system.matrix
    true = system.cells["value"].to_numpy(float)
    unknown = np.flatnonzero(high > low)
    rows = np.flatnonzero(np.diff(matrix[:, unknown].indptr))
    part = matrix[rows][:, unknown]
    if not len(rows):
        return low, high
    _, label = connected_components(sparse.bmat([[None, part], [part.T, None]]), directed=False)
    row_label, cell_label = label[: len(rows)], label[len(rows) :]
    is_wanted = np.isin(unknown, wanted)
    known = -(matrix[rows] @ np.where(low == high, low, 0.0))
    for group in np.unique(cell_label[is_wanted]):
        members, equations = np.flatnonzero(cell_label == group), row_label == group
        block = part[equations][:, members]
        if block.nnz <= len(members) + block.shape[0] - 1:
            continue  # a tree: propagation was exact
        places = unknown[members]
        goals = np.flatnonzero(is_wanted[members])
        met = _fitting(system.points, places, block, known[equations], low[places], high[places])
        found, points = _solve(
            block, known[equations], low[places], high[places], goals, width, met
        )
        for point in points:
            whole = true.copy()
            whole[places] = point
            system.points.append(whole)
        del system.points[:-POINTS]
        if found is None:
            return None
        low[places], high[places] = found
    return low, high


def _fitting(points: list[np.ndarray], places, block, right, low, high) -> np.ndarray:
    """Return the points met before that fit what is printed now, cut to `places`."""
    if not points:
        return np.empty((0, len(places)))
    cut = np.array([point[places] for point in points])
    fits = ((cut >= low) & (cut <= high)).all(axis=1)
    return cut[fits & (np.abs(block @ cut.T - right[:, None]) < 0.5).all(axis=0)]


def _solve(block, right, low, high, goals: np.ndarray, width: float, met: np.ndarray):
    """Find the range of each goal, unless points that were seen already prove it wide.

    met: points known to fit. Programs with random goals come first: each solution is a point that a
    reader must think possible, and a few of them prove most cells wide. Returns the ranges (None
    where nothing fits) and the points that are new.
    """
    seen_low = met.min(axis=0, initial=np.inf)
    seen_high = met.max(axis=0, initial=-np.inf)
    new: list[np.ndarray] = []
    exact_low, exact_high = low.copy(), high.copy()
    ceiling = np.where(np.isfinite(high), high, np.abs(right).sum() + low + 100)
    chance = np.random.default_rng(RANDOM_GOALS)
    sums_hold = LinearConstraint(block, right, right)

    def solve(goal: np.ndarray) -> float | None:
        answer = milp(
            goal,
            integrality=np.ones(len(low)),
            bounds=Bounds(low, ceiling),
            constraints=sums_hold,
        )
        if answer.x is None:
            return None
        point = np.round(answer.x)
        new.append(point)
        np.minimum(seen_low, point, out=seen_low)
        np.maximum(seen_high, point, out=seen_high)
        return float(goal @ point)

    def narrow(cells: np.ndarray) -> np.ndarray:
        return cells[seen_high[cells] - seen_low[cells] < width]

    for _ in range(RANDOM_GOALS):
        open_cells = narrow(goals)
        if not len(open_cells):
            break
        goal = np.zeros(len(low))
        goal[open_cells] = chance.choice([-1.0, 1.0], len(open_cells))
        if solve(goal) is None or solve(-goal) is None:
            return None, new
    for cell in goals:
        for direction in (-1.0, 1.0):
            if not len(narrow(np.array([cell]))):
                break
            goal = np.zeros(len(low))
            goal[cell] = direction
            end = solve(goal)
            if end is None:
                return None, new
            if direction > 0:
                exact_low[cell] = max(low[cell], end)
            else:
                exact_high[cell] = min(high[cell], -end)
    return (exact_low, exact_high), new
