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
SECONDS = 10.0
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


class _View(NamedTuple):
    """Rows and bounds of a program, or of a smaller one whose points spread over it."""

    matrix: sparse.csr_matrix
    least: np.ndarray
    most: np.ndarray
    low: np.ndarray
    high: np.ndarray
    group: np.ndarray
    """For each count of the program the value that it takes."""


class Program:
    """One part of a system: a small integer program."""

    def __init__(self, matrix, least, most, low, high, columns: np.ndarray):
        self.columns, self.late = columns, False
        self.whole = _View(matrix, least, most, low, high, np.arange(len(columns)))

    def key(self, goals: list[Goal]) -> tuple:
        """Return what makes two parts the same problem."""
        view = self.whole
        arrays = view.matrix.indptr, view.matrix.indices, view.matrix.data, *view[1:5]
        return *(array.tobytes() for array in arrays), *(x.tobytes() for x in self._of(goals))

    def _of(self, goals: list[Goal]) -> tuple[np.ndarray, ...]:
        """Return for each goal its count, the count less which it is (or −1), offset, change."""
        place = {int(column): at for at, column in enumerate(self.columns)}
        told = [(place[g.column], place.get(g.minus, -1), g.offset, g.change) for g in goals]
        return tuple(np.array(told, dtype=int).reshape(-1, 4).T.copy())

    def settle(self, goals: list[Goal], need: int) -> list[Found] | None:
        """Find what each goal may be; None where the rows contradict each other."""
        self.one, self.other, self.offset, change = self._of(goals)
        self.change, self.need = change.astype(bool), need
        low, high = self.whole.low, self.whole.high
        alone = self.other < 0
        self.least = low[self.one] - np.where(alone, self.offset, high[self.other])
        self.most = high[self.one] - np.where(alone, self.offset, low[self.other])
        if self._is_tree() and alone.all():
            return [
                Found(*span, span[1] - span[0] + 1)
                for span in zip(self.least, self.most, strict=True)
            ]
        self.seen: list[set[int]] = [set() for _ in goals]
        is_possible = False
        for view in (*self._alike(), self.whole):
            first = self._point(view, np.zeros(len(view.low)))
            if first is not None:
                is_possible = True
                self._note(first, range(len(goals)))
                if not self._seek(view):
                    break
            elif view is self.whole and not is_possible and not self.late:
                return None
        return [self._one(at) for at in range(len(goals))]

    def _is_tree(self) -> bool:
        """Tell whether open counts and rows form a tree of plain sums."""
        part = self.whole.matrix[:, self.whole.high > self.whole.low]
        graph = sparse.bmat([[None, part], [part.T, None]])
        n_groups, _ = connected_components(graph, directed=False)
        unit = np.abs(part.data) == 1
        return bool(unit.all() and part.nnz == sum(part.shape) - n_groups)

    def _alike(self) -> list[_View]:
        """Return smaller programs: what may stay from one release to the next stays.

        Their points are points of the whole, and much sooner found: all that may stay does; then
        only what is a goal.
        """
        matrix, least, most, low, high, _ = self.whole
        pair = (np.diff(matrix.indptr) == 2) & (least == 0) & np.isinf(most)
        ends = matrix.indices[np.repeat(pair, np.diff(matrix.indptr))]
        first, second = ends[::2], ends[1::2]
        same = (low[first] == low[second]) & (high[first] == high[second])
        wanted = np.zeros(len(low), dtype=bool)
        wanted[self.one] = True
        n, found = len(low), []
        for tied in (same, same & wanted[first] & wanted[second]) if same.any() else ():
            graph = sparse.coo_matrix((np.ones(tied.sum()), (first[tied], second[tied])), (n, n))
            n_groups, group = connected_components(graph, directed=False)
            spread = sparse.csr_matrix((np.ones(n), (np.arange(n), group)), (n, n_groups))
            at = np.unique(group, return_index=True)[1]
            rows, kept = _distinct((matrix @ spread).tocsr(), least, most)
            found.append(_View(rows, least[kept], most[kept], low[at], high[at], group))
        return found

    def _values(self, point: np.ndarray) -> np.ndarray:
        less = np.where(self.other < 0, self.offset, point[self.other])
        return np.round(point[self.one] - less).astype(int)

    def _note(self, point: np.ndarray, todo) -> int:
        """Add the values that a point shows; return how many are new."""
        values, fresh = self._values(point), 0
        for at in todo:
            fresh += int(values[at]) not in self.seen[at]
            self.seen[at].add(int(values[at]))
        return fresh

    def _point(self, view: _View, cost, extra=None, bounds=None) -> np.ndarray | None:
        """Return the integer point of least cost over all counts, None where none was found.

        extra: further rows with `bounds`, over the values of the view and, behind them,
        distances. Afterwards `late` tells whether time ran out.
        """
        n, more = len(view.low), len(cost) - len(view.low)
        rules = []
        if view.matrix.shape[0]:
            padding = sparse.csr_matrix((view.matrix.shape[0], more))
            padded = sparse.hstack([view.matrix, padding]).tocsr()
            rules.append(LinearConstraint(padded, view.least, view.most))
        if extra is not None:
            rules.append(LinearConstraint(extra, *bounds))
        limits = Bounds(np.r_[view.low, np.zeros(more)], np.r_[view.high, np.full(more, MOST)])
        whole = np.r_[np.ones(n), np.zeros(more)]
        options = {"time_limit": SECONDS, "mip_rel_gap": 0.05 if more else 0.0}
        for kind in (0 * whole, whole):  # sums have whole corners: mostly the first is enough
            answer = milp(cost, constraints=rules, bounds=limits, integrality=kind, options=options)
            self.late = answer.x is None and answer.status != 2
            if answer.x is None:
                return None
            point = np.round(answer.x[:n])
            if np.abs(point - answer.x[:n]).max() < SLACK:
                break
        return point[view.group]

    def _open(self, at: int) -> bool:
        """Tell whether it is not known yet if a goal is protected."""
        return not (self._decided(at) or self._enough(at))

    def _decided(self, at: int) -> bool:
        """Tell whether bounds alone say all: too narrow, or a change of nought or of many."""
        low, high = self.least[at], self.most[at]
        if self.change[at]:
            return low > self.need or high < -self.need or low == high == 0
        return high - low + 1 < self.need

    def _enough(self, at: int) -> bool:
        """Tell whether the values seen leave a goal open: enough of them, or no change at all."""
        return len(self.seen[at]) >= self.need or (self.change[at] and 0 in self.seen[at])

    def _seek(self, view: _View) -> list[int]:
        """Look for points that show many goals a new value at once; return what stays open."""
        chance = np.random.default_rng(12)
        idle = 0
        todo = [at for at in range(len(self.seen)) if self._open(at)]
        while todo and idle < 2:
            point = self._near(view, todo, [self._aim(at, chance) for at in todo])
            if point is None:
                break
            fresh = self._note(point, todo)
            idle = 0 if fresh > len(todo) / 10 else idle + 1
            todo = [at for at in todo if self._open(at)]
        return todo

    def _aim(self, at: int, chance) -> int:
        """Choose a value that nobody has seen yet: no change, or one near the least."""
        low, high, known = int(self.least[at]), int(self.most[at]), self.seen[at]
        if self.change[at] and low <= 0 <= high and chance.random() < 0.5:
            return 0
        low = max(low, min(known, default=low) - self.need)
        unseen = [one for one in range(low, min(high, low + 2 * self.need) + 1) if one not in known]
        return unseen[int(chance.random() * len(unseen))] if unseen else low

    def _near(self, view: _View, todo: list[int], aims: list[int]) -> np.ndarray | None:
        """Return the point at which the goals are nearest to their aims."""
        ones, others = view.group[self.one[todo]], view.group[self.other[todo]]
        others = np.where(self.other[todo] < 0, -1, others)
        targets = np.array(aims) + np.where(others < 0, self.offset[todo], 0)
        kept = np.unique(np.column_stack([ones, others]), axis=0, return_index=True)[1]
        ones, others, targets = ones[kept], others[kept], targets[kept]
        n, m = len(view.low), len(kept)
        lines = np.flatnonzero(others >= 0)
        signs = np.r_[np.ones(m), -np.ones(len(lines))]
        spots = np.r_[np.arange(m), lines], np.r_[ones, others[lines]]
        picks = sparse.csr_matrix((signs, spots), shape=(m, n))
        away = sparse.identity(m, format="csr")
        extra = sparse.bmat([[picks, -away], [picks, away]]).tocsr()
        bounds = np.r_[np.full(m, -np.inf), targets], np.r_[targets, np.full(m, np.inf)]
        return self._point(view, np.r_[np.zeros(n), np.ones(m)], extra, bounds)

    def _one(self, at: int) -> Found:
        """Settle one goal by programs of its own, unless enough is seen."""
        low, high, known = self.least[at], self.most[at], self.seen[at]
        if self._decided(at):
            return Found(low, high, high - low + 1)
        row = np.zeros((1, len(self.columns)))
        row[0, self.one[at]] = 1
        if self.other[at] >= 0:
            row[0, self.other[at]] -= 1
        ends, settled = [], True
        for sign in (1.0, -1.0):
            if self._enough(at):
                return Found(min(known), max(known), len(known))
            point = self._point(self.whole, sign * row[0])
            if point is None:
                return Found(min(known, default=0), max(known, default=0), len(known), False)
            ends.append(int(self._values(point)[at]))
            known.add(ends[-1])
        aims = [0] if self.change[at] else []
        aims += range(ends[0] + 1, ends[1])
        for value in [aim for aim in aims if aim not in known][:TRIES]:
            if self._enough(at):
                break
            wanted = value + (self.offset[at] if self.other[at] < 0 else 0)
            point = self._point(self.whole, np.zeros(len(self.columns)), row, (wanted, wanted))
            settled &= not self.late
            if point is not None:
                known.add(value)
        return Found(ends[0], ends[1], len(known), settled)

    def violated(self, assumed: list[int], weight: list[float]) -> list[int]:
        """Return assumed rows without which the rest holds: those of the least weight, if any."""
        matrix, least, most, *rest = self.whole
        others = np.setdiff1d(np.arange(matrix.shape[0]), assumed)
        view = _View(matrix[others], least[others], most[others], *rest)
        some = matrix[assumed]
        give = sparse.identity(len(assumed), format="csr")
        extra = sparse.hstack([some, give, -give]).tocsr()
        cost = np.r_[np.zeros(len(self.columns)), weight, weight]
        point = self._point(view, cost, extra, (least[assumed], most[assumed]))
        if point is None:
            return []
        said = some @ point
        wrong = (said < least[assumed] - SLACK) | (said > most[assumed] + SLACK)
        return [assumed[at] for at in np.flatnonzero(wrong)]

    def core(self) -> list[int]:
        """Return few rows without which the rest can hold."""
        core = list(range(self.whole.matrix.shape[0]))
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
        matrix, least, most, *rest = self.whole
        view = _View(matrix[lines], least[lines], most[lines], *rest)
        return self._point(view, np.zeros(len(self.columns))) is None and not self.late


def _distinct(matrix, least, most):
    """Leave out rows that are empty or said before."""
    matrix.eliminate_zeros()
    matrix.sort_indices()
    seen, kept = set(), []
    for line in range(matrix.shape[0]):
        part = slice(matrix.indptr[line], matrix.indptr[line + 1])
        key = (matrix.indices[part].tobytes(), matrix.data[part].tobytes(), least[line], most[line])
        if key not in seen and (part.stop > part.start or least[line] > 0 or most[line] < 0):
            seen.add(key)
            kept.append(line)
    return matrix[kept], kept
