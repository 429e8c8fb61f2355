"""Program: one part of a system as a small integer program, and the goals in it.

Where the rows form a tree of sums, propagated bounds are exact. Elsewhere integer points that
fulfil every row are sought, many goals at a time (HiGHS, the sum of distances to values that
nobody has seen yet); what stays is settled goal by goal. A linear relaxation would call values
possible that are not: its answers are taken only where they are whole.
"""

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

MOST = 10_000_000
"""No count is larger."""
SLACK = 1e-6
SECONDS = 5.0
"""Time for one program; what is not settled in it counts as not protected."""
TRIES = 12


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


class Program:
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

    def _point(self, cost, extra=None, bounds=None, lines=None) -> np.ndarray | bool | None:
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
            answer = milp(cost, constraints=rules, bounds=limits, integrality=kind, options=options)
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
        todo = [at for at, goal in enumerate(goals) if not _decided(*self._span(goal), goal, need)]
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

    def _near(self, goals: list[Goal], aims: list[int]) -> np.ndarray | bool | None:
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
