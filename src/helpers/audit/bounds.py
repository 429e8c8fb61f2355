"""Bounds: which integers a count may be, if every row of a linear system holds.

Rows are propagated first (interval arithmetic on integers). Where the rows of a part form a tree
of sums, that is exact. Elsewhere integer points that fulfil every row are sought, many goals at a
time (MILP in HiGHS, the sum of distances to values that nobody has seen yet); what stays is
settled goal by goal. A linear relaxation would call values possible that are not.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

MOST = 10_000_000
"""No count is larger."""
ROUNDS = 200
SLACK = 1e-6
SECONDS = 5.0
"""Time for one program; what is not settled in it counts as not protected."""
TRIES = 12


class Row(NamedTuple):
    """`low` ≤ sum of terms ≤ `high`. sure: a reader knows it; else he may assume it."""

    terms: dict[int, float]
    low: float
    high: float
    said: str
    sure: bool = True


class Goal(NamedTuple):
    """What must stay open: a count (`minus` < 0), or a count less another or less `offset`.

    change: small differences from nought only are protected.
    """

    column: int
    minus: int = -1
    offset: int = 0
    change: bool = False


class Found(NamedTuple):
    """Least and greatest possible value of a goal, values known to be possible, settled or not."""

    least: float
    most: float
    n_values: float
    settled: bool = True


@dataclass
class System:
    """Counts by name with bounds, and rows over them."""

    names: list = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    place: dict = field(default_factory=dict)

    def column(self, name: object) -> int:
        """Return the column of a count, which is added where it is new."""
        if name not in self.place:
            self.place[name] = len(self.names)
            self.names.append(name)
            self.low.append(0.0)
            self.high.append(float(MOST))
        return self.place[name]

    def add(self, terms: dict, low: float, high: float, said: str, sure: bool = True) -> None:
        """Add a row over names."""
        known = {self.column(name): factor for name, factor in terms.items()}
        self.rows.append(Row(known, low, high, said, sure))


def solve(
    system: System, goals: list[Goal], need: int, cache: dict | None = None
) -> tuple[dict[Goal, Found], list[list[str]]]:
    """Find what each goal may be; `need` possible values are enough.

    Returns the finds, and for each contradiction what was said in it; a part that contradicts
    itself is tried again without what is only assumed, then without the rows at fault.
    """
    cache = {} if cache is None else cache
    contradictions: list[list[str]] = []
    rows = system.rows
    matrix, least, most = _matrix(rows, len(system.names))
    kept = np.arange(len(rows))
    while True:
        low, high, broken = _propagate(
            matrix[kept], least[kept], most[kept], system.low, system.high
        )
        if not broken:
            break
        gone = _at_fault([rows[at] for at in kept], broken)
        contradictions += [[rows[kept[at]].said] for at in gone if rows[kept[at]].sure]
        kept = np.delete(kept, gone)
    rows = [rows[at] for at in kept]
    matrix, least, most = matrix[kept], least[kept], most[kept]
    found: dict[Goal, Found] = {}
    parts = _parts(matrix, low, high, goals)
    while parts:
        columns, lines, inside = parts.pop()
        block = _Block(matrix, least, most, low, high, columns, lines)
        key = block.key(inside)
        if key not in cache:
            cache[key] = block.settle(inside, need)
        answer = cache[key]
        if answer is None:
            lines_now = lines
            at_fault = block.fault([rows[line].sure for line in lines_now])
            gone = {int(lines_now[at]) for at in at_fault}
            if any(rows[line].sure for line in gone):
                contradictions.append(sorted({rows[line].said for line in gone}))
            keep = np.array([line for line in lines if line not in gone], dtype=int)
            parts.append((columns, keep, inside))
        else:
            found |= dict(zip(inside, answer, strict=True))
    return found, contradictions


def _at_fault(rows: list[Row], broken: list[int]) -> list[int]:
    """Choose the rows to drop where propagation broke: what is assumed first, the nearest first."""
    assumed = [at for at in broken if not rows[at].sure]
    near = [at for at, row in enumerate(rows) if not row.sure and _touches(rows, broken, row)]
    every = [at for at, row in enumerate(rows) if not row.sure]
    return assumed or near or every or broken


def _touches(rows: list[Row], broken: list[int], row: Row) -> bool:
    return any(row.terms.keys() & rows[at].terms.keys() for at in broken)


def _matrix(rows: list[Row], n_columns: int):
    """Write the rows as a sparse matrix with the bounds of each row."""
    at, column, factor = [], [], []
    for number, row in enumerate(rows):
        at += [number] * len(row.terms)
        column += row.terms.keys()
        factor += row.terms.values()
    matrix = sparse.csr_matrix((factor, (at, column)), shape=(len(rows), n_columns))
    least = np.array([row.low for row in rows], dtype=float)
    return matrix, least, np.array([row.high for row in rows], dtype=float)


def _propagate(matrix, least, most, low, high):
    """Tighten bounds row by row until nothing moves; name the rows that cannot hold."""
    low, high = np.array(low, dtype=float), np.array(high, dtype=float)
    entries = matrix.tocoo()
    row, column, factor = entries.row, entries.col, entries.data
    for _ in range(ROUNDS):
        small = factor * np.where(factor > 0, low[column], high[column])
        large = factor * np.where(factor > 0, high[column], low[column])
        floor = np.bincount(row, small, matrix.shape[0])
        ceiling = np.bincount(row, large, matrix.shape[0])
        scale = SLACK * np.maximum(1, np.abs(np.where(np.isfinite(least), least, most)))
        if (wrong := np.flatnonzero((floor > most + scale) | (ceiling < least - scale))).size:
            return low, high, wrong.tolist()
        over = (most[row] - (floor[row] - small)) / factor
        under = (least[row] - (ceiling[row] - large)) / factor
        new_high = np.floor(np.where(factor > 0, over, under) + SLACK)
        new_low = np.ceil(np.where(factor > 0, under, over) - SLACK)
        tighter_low, tighter_high = low.copy(), high.copy()
        np.maximum.at(tighter_low, column, new_low)
        np.minimum.at(tighter_high, column, new_high)
        if (crossed := np.flatnonzero(tighter_low > tighter_high)).size:
            return low, high, sorted(set(row[np.isin(column, crossed[:1])].tolist()))
        if np.array_equal(tighter_low, low) and np.array_equal(tighter_high, high):
            break
        low, high = tighter_low, tighter_high
    return low, high, []


def _parts(matrix, low, high, goals: list[Goal]):
    """Split what is open into parts that share no open count; goals that join parts join them."""
    is_open = high > low
    entries = matrix.tocoo()
    kept = is_open[entries.col]
    size = sum(matrix.shape)
    first, second = entries.row[kept], matrix.shape[0] + entries.col[kept]
    pairs = [(goal.column, goal.minus) for goal in goals if goal.minus >= 0]
    joined = np.array(pairs, dtype=int).reshape(-1, 2) + matrix.shape[0]
    start, end = np.r_[first, joined[:, 0]], np.r_[second, joined[:, 1]]
    graph = sparse.coo_matrix((np.ones(len(start)), (start, end)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    line_label, column_label = label[: matrix.shape[0]], label[matrix.shape[0] :]
    inside: dict[int, list[Goal]] = {}
    for goal in goals:
        inside.setdefault(int(column_label[goal.column]), []).append(goal)
    wanted = np.array(list(inside), dtype=int)
    lines = _grouped(line_label, wanted)
    columns = _grouped(column_label, wanted)
    return [(columns[part], lines.get(part, np.array([], int)), inside[part]) for part in inside]


def _grouped(label: np.ndarray, wanted: np.ndarray) -> dict[int, np.ndarray]:
    """Return for each wanted label where it stands."""
    at = np.flatnonzero(np.isin(label, wanted))
    at = at[np.argsort(label[at], kind="stable")]
    names, starts = np.unique(label[at], return_index=True)
    return dict(zip(names.tolist(), np.split(at, starts[1:]), strict=False))


class _Block:
    """One part of a system: a small integer program."""

    def __init__(self, matrix, least, most, low, high, columns, lines):
        whole = matrix[lines]
        outside = np.setdiff1d(np.unique(whole.indices), columns)
        known = whole[:, outside] @ low[outside]
        self.columns = columns
        self.matrix = whole[:, columns].tocsr()
        self.least, self.most = least[lines] - known, most[lines] - known
        self.low, self.high = low[columns], high[columns]
        self.at = {int(column): place for place, column in enumerate(columns)}
        self.spread: sparse.csr_matrix | None = None

    def key(self, goals: list[Goal]) -> tuple:
        """Return what makes two parts the same problem."""
        arrays = (self.matrix.indptr, self.matrix.indices, self.matrix.data, self.least, self.most,
                  self.low, self.high)  # fmt: skip
        told = [(self.at[g.column], self.at.get(g.minus, -1), g.offset, g.change) for g in goals]
        return (*(array.tobytes() for array in arrays), tuple(told))

    def settle(self, goals: list[Goal], need: int) -> list[Found] | None:
        """Find what each goal may be; None where the rows contradict each other."""
        if self._is_tree() and all(goal.minus < 0 for goal in goals):
            return [self._interval(goal) for goal in goals]
        seen: list[set[int]] = [set() for _ in goals]
        for spread in (*self._alike(goals), None):
            self.spread = spread
            first = self._point(np.zeros(len(self.columns)))
            if first is not None and first is not False:
                self._note(first, goals, seen)
                self._seek(goals, seen, need)
        if first is None:
            return None
        return [self._one(goal, known, need) for goal, known in zip(goals, seen, strict=True)]

    def _is_tree(self) -> bool:
        """Tell whether open counts and rows form a tree of plain sums."""
        is_open = self.high > self.low
        part = self.matrix[:, is_open]
        unit = np.abs(part.data) == 1
        used = np.count_nonzero(np.diff(part.indptr))
        return bool(unit.all() and part.nnz <= is_open.sum() + used - 1)

    def _alike(self, goals: list[Goal]) -> list[sparse.csr_matrix]:
        """Say which counts may stay as they are from one release to the next.

        Points at which they do are points of the whole, and much sooner found. Returns matrices
        that spread few values over all counts: all that may stay; those that are goals.
        """
        pair = (np.diff(self.matrix.indptr) == 2) & (self.least == 0) & np.isinf(self.most)
        ends = self.matrix.indices[np.flatnonzero(np.repeat(pair, np.diff(self.matrix.indptr)))]
        first, second = ends[::2], ends[1::2]
        same = (self.low[first] == self.low[second]) & (self.high[first] == self.high[second])
        wanted = np.zeros(len(self.columns), dtype=bool)
        wanted[[self.at[goal.column] for goal in goals]] = True
        n, found = len(self.columns), []
        for tied in (same, same & wanted[first] & wanted[second]) if same.any() else ():
            graph = sparse.coo_matrix((np.ones(tied.sum()), (first[tied], second[tied])), (n, n))
            n_groups, label = connected_components(graph, directed=False)
            found.append(sparse.csr_matrix((np.ones(n), (np.arange(n), label)), (n, n_groups)))
        return found

    def _interval(self, goal: Goal) -> Found:
        place = self.at[goal.column]
        low, high = self.low[place] - goal.offset, self.high[place] - goal.offset
        return Found(low, high, high - low + 1)

    def _value(self, point: np.ndarray, goal: Goal) -> int:
        less = point[self.at[goal.minus]] if goal.minus >= 0 else goal.offset
        return round(point[self.at[goal.column]] - less)

    def _note(self, point: np.ndarray, goals: list[Goal], seen: list[set[int]]) -> None:
        """Add the values that a point shows."""
        for goal, known in zip(goals, seen, strict=True):
            known.add(self._value(point, goal))

    def _point(self, cost, extra=None, bounds=None, lines=None) -> np.ndarray | None | bool:
        """Return the integer point of least cost, None where there is none, False: no time left.

        extra: further rows with `bounds`, over the counts and, behind them, distances. lines: the
        rows that hold; without it all do.
        """
        n, more = len(self.columns), len(cost) - len(self.columns)
        matrix, least, most = self.matrix, self.least, self.most
        if lines is not None:
            matrix, least, most = matrix[lines], least[lines], most[lines]
        low, high = self.low, self.high
        wide = sparse.identity(more, format="csr")
        if self.spread is not None:
            first = np.unique(self.spread.indices, return_index=True)[1]
            matrix = (matrix @ self.spread).tocsr()
            matrix.eliminate_zeros()
            low, high = low[first], high[first]
            cost = np.r_[self.spread.T @ cost[:n], cost[n:]]
            if extra is not None:
                extra = (extra @ sparse.block_diag([self.spread, wide])).tocsr()
        rules = []
        if matrix.shape[0]:
            matrix, kept = _distinct(matrix, least, most)
            padded = sparse.hstack([matrix, sparse.csr_matrix((len(kept), more))]).tocsr()
            rules.append(LinearConstraint(padded, least[kept], most[kept]))
        if extra is not None:
            rules.append(LinearConstraint(extra, *bounds))
        limits = Bounds(np.r_[low, np.zeros(more)], np.r_[high, np.full(more, float(MOST))])
        whole = np.r_[np.ones(len(low)), np.zeros(more)]
        options = {"time_limit": SECONDS, "mip_rel_gap": 0.05 if more else 0.0}
        for kind in (0 * whole, whole):  # sums have whole corners: mostly the first is enough
            answer = milp(
                cost, constraints=rules, bounds=limits, integrality=kind, options=options
            )
            if answer.x is None:
                return None if answer.status == 2 else False
            point = np.round(answer.x[: len(low)])
            if np.abs(point - answer.x[: len(low)]).max() < SLACK:
                break
        return point if self.spread is None else self.spread @ point

    def _seek(self, goals: list[Goal], seen: list[set[int]], need: int) -> None:
        """Look for points that show many goals a new value at once."""
        chance = np.random.default_rng(12)
        idle = 0
        todo = [
            at for at, goal in enumerate(goals) if not _decided(*self._span(goal), goal, need)
        ]
        while idle < 2:
            todo = [at for at in todo if not _enough(seen[at], goals[at], need)]
            if not todo:
                return
            aims = [self._aim(goals[at], seen[at], need, chance) for at in todo]
            point = self._near([goals[at] for at in todo], aims)
            if point is None or point is False:
                return
            before = sum(len(seen[at]) for at in todo)
            self._note(point, goals, seen)
            fresh = sum(len(seen[at]) for at in todo) - before
            idle = 0 if fresh > len(todo) / 10 else idle + 1

    def _span(self, goal: Goal) -> tuple[int, int]:
        """Return the least and greatest value of a goal by the bounds of its counts alone."""
        one = self.at[goal.column]
        if goal.minus < 0:
            return int(self.low[one]) - goal.offset, int(self.high[one]) - goal.offset
        other = self.at[goal.minus]
        return int(self.low[one] - self.high[other]), int(self.high[one] - self.low[other])

    def _aim(self, goal: Goal, known: set[int], need: int, chance) -> int:
        """Choose a value that nobody has seen yet: no change, or one near the least."""
        low, high = self._span(goal)
        if goal.change and low <= 0 <= high and chance.random() < 0.5:
            return 0
        low = max(low, min(known, default=low) - need)
        unseen = [one for one in range(low, min(high, low + 2 * need) + 1) if one not in known]
        return int(chance.choice(unseen)) if unseen else low

    def _near(self, goals: list[Goal], aims: list[int]) -> np.ndarray | None | bool:
        """Return the point at which the goals are nearest to their aims."""
        n = len(self.columns)
        group = self.spread.indices if self.spread is not None else np.arange(n)
        terms: dict[tuple[int, int], tuple[int, int, float]] = {}
        for goal, aim in zip(goals, aims, strict=True):
            one, other = self.at[goal.column], self.at[goal.minus] if goal.minus >= 0 else -1
            key = int(group[one]), int(group[other]) if other >= 0 else -1
            terms.setdefault(key, (one, other, aim if other >= 0 else aim + goal.offset))
        m = len(terms)
        ones, others, targets = map(np.array, zip(*terms.values(), strict=True))
        lines = np.flatnonzero(others >= 0)
        signs = np.r_[np.ones(m), -np.ones(len(lines))]
        spots = np.r_[np.arange(m), lines], np.r_[ones, others[lines]]
        picks = sparse.csr_matrix((signs, spots), shape=(m, n))
        away = sparse.identity(m, format="csr")
        extra = sparse.bmat([[picks, -away], [picks, away]]).tocsr()
        bounds = np.r_[np.full(m, -np.inf), targets], np.r_[targets, np.full(m, np.inf)]
        return self._point(np.r_[np.zeros(n), np.ones(m)], extra, bounds)

    def _one(self, goal: Goal, known: set[int], need: int) -> Found:
        """Settle one goal by programs of its own, unless enough is seen."""
        low, high = self._span(goal)
        if _decided(low, high, goal, need):
            return Found(low, high, high - low + 1)
        row = np.zeros((1, len(self.columns)))
        row[0, self.at[goal.column]] = 1
        if goal.minus >= 0:
            row[0, self.at[goal.minus]] -= 1
        ends, settled = [], True
        for sign in (1.0, -1.0):
            if _enough(known, goal, need):
                return Found(min(known), max(known), len(known))
            point = self._point(sign * row[0])
            if point is None or point is False:
                return Found(min(known, default=0), max(known, default=0), len(known), False)
            known.add(self._value(point, goal))
            ends.append(self._value(point, goal))
        aims = [0] if goal.change else []
        aims += range(ends[0] + 1, ends[1])
        for value in [aim for aim in aims if aim not in known][:TRIES]:
            if _enough(known, goal, need):
                break
            wanted = value + (goal.offset if goal.minus < 0 else 0)
            point = self._point(np.zeros(len(self.columns)), row, (wanted, wanted))
            if point is False:
                settled = False
            elif point is not None:
                known.add(value)
        return Found(ends[0], ends[1], len(known), settled)

    def fault(self, sure: list[bool]) -> list[int]:
        """Return rows without which the rest can hold: what is assumed, else a small core."""
        if not all(sure):
            return [at for at, known in enumerate(sure) if not known]
        core = list(range(self.matrix.shape[0]))
        step = max(1, len(core) // 2)
        while step and len(core) > 1:
            for start in range(0, len(core), step):
                fewer = core[:start] + core[start + step :]
                if fewer and self._is_empty(fewer):
                    core = fewer
                    break
            else:
                step //= 2
        return core

    def _is_empty(self, lines: list[int]) -> bool:
        return self._point(np.zeros(len(self.columns)), lines=lines) is None


def _distinct(matrix, least, most):
    """Leave out rows that are empty or said before."""
    seen, kept = set(), []
    for line in range(matrix.shape[0]):
        part = slice(matrix.indptr[line], matrix.indptr[line + 1])
        order = np.argsort(matrix.indices[part])
        key = (matrix.indices[part][order].tobytes(), matrix.data[part][order].tobytes(),
               least[line], most[line])  # fmt: skip
        if key not in seen and (part.stop > part.start or least[line] > 0 or most[line] < 0):
            seen.add(key)
            kept.append(line)
    return matrix[kept], kept


def _decided(low: int, high: int, goal: Goal, need: int) -> bool:
    """Tell whether bounds alone say all: too narrow, or a change that is none or no small one."""
    if goal.change:
        return low > need or high < -need or low == high == 0
    return high - low + 1 < need


def _enough(known: set[int], goal: Goal, need: int) -> bool:
    """Tell whether the values seen leave a goal open: `need` of them, or no change at all."""
    return len(known) >= need or (goal.change and 0 in known)
