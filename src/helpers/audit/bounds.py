"""Bounds: which integers a count may be, if every row of a linear system holds.

Rows are propagated first (interval arithmetic on integers), then each part of what is open is a
program of its own; see `helpers.audit.program`.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from helpers.audit.program import MOST, SLACK, Found, Goal, Program

ROUNDS = 200
GROWTH = "no count falls"


class Row(NamedTuple):
    """`low` ≤ sum of terms ≤ `high`. sure: a reader knows it; else he may assume it."""

    terms: dict[int, float]
    low: float
    high: float
    said: str
    sure: bool = True


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
    sure = np.array([row.sure for row in rows], dtype=bool)
    matrix, least, most = _matrix(rows, len(system.names))
    known = np.flatnonzero(sure)
    while True:
        parts = matrix[known], least[known], most[known]
        low, high, broken = _propagate(*parts, system.low, system.high)
        if not broken:
            break
        contradictions += [[rows[known[at]].said] for at in broken]
        known = np.delete(known, broken)
    kept = np.union1d(known, np.flatnonzero(~sure))
    found: dict[Goal, Found] = {}
    waiting = _parts(matrix, kept, low, high, goals)
    while waiting:
        columns, lines, inside = waiting.pop()
        whole = matrix[lines]
        outside = np.setdiff1d(np.unique(whole.indices), columns)
        given = whole[:, outside] @ low[outside]
        part = whole[:, columns].tocsr(), least[lines] - given, most[lines] - given
        inner_low, inner_high, broken = _propagate(*part, low[columns], high[columns])
        answer = None
        if not broken:
            program = Program(*part, inner_low, inner_high, columns)
            key = program.key(inside)
            if key not in cache:
                cache[key] = program.settle(inside, need)
            answer = cache[key]
        if answer is None:
            gone = _at_fault(Program(*part, low[columns], high[columns], columns), rows, lines)
            if sure[lines[gone]].any():
                contradictions.append(sorted({rows[line].said for line in lines[gone]}))
            waiting.append((columns, np.delete(lines, gone), inside))
        else:
            found |= dict(zip(inside, answer, strict=True))
    return found, contradictions


def _at_fault(program: Program, rows: list[Row], lines: np.ndarray) -> list[int]:
    """Choose the rows of a contradiction: as little of what is assumed as can be, else a core.

    One row of an assumption about two releases takes all of them along.
    """
    assumed = [at for at, line in enumerate(lines) if not rows[line].sure]
    if not assumed:
        return program.core()
    # What a sentence seems to say gives way before sums do.
    weight = [0.1 if len(rows[lines[at]].terms) == 1 and rows[lines[at]].low else 1.0
              for at in assumed]  # fmt: skip
    violated = program.violated(assumed, weight)
    growth = {rows[lines[at]].said for at in violated if GROWTH in rows[lines[at]].said}
    return [at for at in assumed if at in violated or rows[lines[at]].said in growth] or assumed


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
        with np.errstate(invalid="ignore"):  # of an endless sum nothing is known of its parts
            over = (most[row] - (floor[row] - small)) / factor
            under = (least[row] - (ceiling[row] - large)) / factor
        new_high = np.floor(np.where(factor > 0, over, under) + SLACK)
        new_low = np.ceil(np.where(factor > 0, under, over) - SLACK)
        new_high = np.where(np.isnan(new_high), np.inf, new_high)
        new_low = np.where(np.isnan(new_low), -np.inf, new_low)
        tighter_low, tighter_high = low.copy(), high.copy()
        np.maximum.at(tighter_low, column, new_low)
        np.minimum.at(tighter_high, column, new_high)
        if (crossed := np.flatnonzero(tighter_low > tighter_high)).size:
            return low, high, sorted(set(row[np.isin(column, crossed[:1])].tolist()))
        if np.array_equal(tighter_low, low) and np.array_equal(tighter_high, high):
            break
        low, high = tighter_low, tighter_high
    return low, high, []


def _parts(matrix, kept: np.ndarray, low, high, goals: list[Goal]):
    """Split what is open into parts that share no open count; goals that join parts join them."""
    is_open = high > low
    entries = matrix[kept].tocoo()
    used = is_open[entries.col]
    size = len(kept) + matrix.shape[1]
    first, second = entries.row[used], len(kept) + entries.col[used]
    pairs = [(goal.column, goal.minus) for goal in goals if goal.minus >= 0]
    joined = np.array(pairs, dtype=int).reshape(-1, 2) + len(kept)
    start, end = np.r_[first, joined[:, 0]], np.r_[second, joined[:, 1]]
    graph = sparse.coo_matrix((np.ones(len(start)), (start, end)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    line_label, column_label = label[: len(kept)], label[len(kept) :]
    inside: dict[int, list[Goal]] = {}
    for goal in goals:
        inside.setdefault(int(column_label[goal.column]), []).append(goal)
    wanted = np.array(list(inside), dtype=int)
    lines, columns = _grouped(line_label, wanted), _grouped(column_label, wanted)
    none = np.array([], dtype=int)
    return [(columns[part], kept[lines.get(part, none)], inside[part]) for part in inside]


def _grouped(label: np.ndarray, wanted: np.ndarray) -> dict[int, np.ndarray]:
    """Return for each wanted label where it stands."""
    at = np.flatnonzero(np.isin(label, wanted))
    at = at[np.argsort(label[at], kind="stable")]
    names, starts = np.unique(label[at], return_index=True)
    return dict(zip(names.tolist(), np.split(at, starts[1:]), strict=False))
