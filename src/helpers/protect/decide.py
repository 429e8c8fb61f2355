"""Decide: say less of some counts until no small count can be told, not even roughly.

Which count becomes vague is chosen by what is known without the reports: its level (a Land before
a district, a district before a city, a city before a Kreis) and its inhabitants.
"""

import itertools

import numpy as np
import pandas as pd

from helpers.protect import grid
from helpers.protect.system import System, bounds

MANY = 8
"""From so many narrow cells on none is tried: each gets what stands first for it."""
TRIES = 60
"""How many cells are tried for one, and how many are printed again."""


def levels(system: System, k: int) -> pd.Series:
    """Return for each cell how vaguely it is printed (see `grid.interval`), 0 = exactly.

    Protected are all counts of 1 to k−1, listed or not, and every count that is not printed
    exactly: whoever knows the sums and all printed numbers must be left with k−1 values for it.
    A Land becomes a range as soon as a part of it must be hidden; other totals stay exact only
    where every number of their range would leave their parts wide: neither tells by its choice
    (see `_telling_sums`).
    Where nothing protects a cell (three reports, all from one place), every cell around it says
    nothing.
    """
    level = np.where(system.cells["listed"] & ~system.cells["fixed"], 0, grid.OPEN)
    level = np.where(system.cells["fixed"], grid.ALWAYS, level)
    web = _Web(system, k)
    hopeless = np.zeros(len(level), bool)
    while True:
        rows, narrow, found = _told(system, web, level, hopeless, k)
        chosen = web.choose_for_rows(rows, level, _exact(system, level, k))
        if not chosen:
            if not len(narrow):
                break
            chosen = _helping(system, web, narrow, level, found, k)
        for cell in chosen:
            level[web.same[cell]] += 1
        if not chosen:
            hopeless[narrow] = True
            level[web.around(narrow, found)] = grid.OPEN
    if hopeless.any():  # what is wide now that nothing around it is said has to stay so
        _, narrow, _ = _told(system, web, level, np.zeros(len(level), bool), k)
        hopeless &= np.isin(np.arange(len(level)), narrow)
    return pd.Series(_shown_again(system, web, level, hopeless, k), index=system.cells.index)


def printed(system: System, level: pd.Series, k: int) -> pd.DataFrame:
    """Return `low`, `high` of each cell at its level."""
    value = system.cells["value"].to_numpy()
    low, high = grid.interval(value, level.to_numpy(), k, system.is_sum)
    return pd.DataFrame({"low": low, "high": high}, index=system.cells.index)


def _state(system: System, level: np.ndarray, k: int):
    """Return what is printed, and which cells must stay wide."""
    value = system.cells["value"].to_numpy()
    low, high = grid.interval(value, level, k, system.is_sum)
    small = (value > 0) & (value < k) & ~system.cells["fixed"].to_numpy()
    vague = (high > low) & system.cells["listed"].to_numpy()
    return low, high, small | vague


def _exact(system: System, level: np.ndarray, k: int) -> np.ndarray:
    low, high = grid.interval(system.cells["value"].to_numpy(), level, k, system.is_sum)
    return low == high


def _told(system: System, web: "_Web", level: np.ndarray, hopeless: np.ndarray, k: int):
    """Return the sums whose total tells too much; else the cells too narrow, and bounds."""
    low, high, targets = _state(system, level, k)
    targets &= ~hopeless
    found = bounds(system, low, high, np.flatnonzero(targets), k - 2)
    if found is None:
        raise ArithmeticError("the counts contradict their sums")
    rows = _telling_sums(web, low, high, level, targets, found, k)
    narrow = targets & (found[1] - found[0] < k - 2)
    known = _by_the_rules(web, low, high, level, targets, k)
    if known is not None:
        least, most, few = known
        told = bounds(system, least, most, np.flatnonzero(targets), k - 2)
        # A campaign of its own rules may leave nothing: then nobody can follow them so far.
        narrow |= few if told is None else few | (targets & (told[1] - told[0] < k - 2))
    return rows, np.flatnonzero(narrow), found


def _helping(system, web, narrow: np.ndarray, level: np.ndarray, found, k: int) -> set[int]:
    """Choose for the first narrow cell the next one whose vagueness gives it room.

    Where none does by itself, the first one in order: it may do so together with others. Where many
    are narrow, take for each what stands first, and try nothing.
    """
    if len(narrow) > MANY:
        firsts = [web.options(cell, level, found)[:1] for cell in narrow]
        return {option for first in firsts for option in first}
    for cell in narrow:
        options = web.options(cell, level, found)
        for option in options[:TRIES]:
            tried = level.copy()
            tried[web.same[option]] += 1
            low, high, _ = _state(system, tried, k)
            wider = bounds(system, low, high, np.array([cell]), k - 2)
            if wider[1][cell] - wider[0][cell] > found[1][cell] - found[0][cell]:
                return {option}
        if options:
            return {options[0]}
    return set()


def _shown_again(system, web, level: np.ndarray, hopeless: np.ndarray, k: int) -> np.ndarray:
    """Print exactly again what turned out not to be needed, the most missed first."""
    vague = np.flatnonzero((level > 0) & web.large)
    for cell in vague[np.argsort(-web.order[vague])][:TRIES]:
        tried = level.copy()
        tried[web.same[cell]] = 0
        rows, narrow, _ = _told(system, web, tried, hopeless, k)
        if not rows and not len(narrow):
            level = tried
    return level


def _telling_sums(web: "_Web", low, high, level, targets, found, k: int) -> list[int]:
    """List the sums that would tell a part by some value of their total or of a part.

    Looked at is every number that a reader must think possible, not only the true one, so that
    neither staying exact nor becoming a range tells more than the range does: of an exact total
    and of the part that would become vague next, all numbers of their range; of a total that is a
    range, the ranges of the least and the greatest sum of its parts. A total that is missed less
    than its parts (a Land) is a range as soon as one of them must be hidden, whatever they sum to.
    """
    telling, pinned = [], web.pinned(low == high)
    ends_low, ends_high = grid.interval(low, np.where(low == high, 1, 0), k)
    for row, (total, parts) in enumerate(web.members):
        if not targets[parts].any():
            continue
        if low[total] < high[total]:
            ends = _possible_ranges(
                low[parts].sum(), high[parts].sum(), level[total], k, web.is_sum[total]
            )
            if any(_tells(low[parts], high[parts], *end, targets[parts], k) for end in ends):
                telling.append(row)
            continue
        free = web.free[total]
        if web.yields[row]:
            telling.append(row)
            continue
        totals = [ends_low[total], ends_high[total]] if free else [found[0][total]]
        best = web.best(np.r_[total, parts], np.where(level > 0, grid.OPEN, level), pinned)
        place = np.flatnonzero(parts == best)
        values = [ends_low[best], ends_high[best]] if len(place) else [None]
        for end, value in itertools.product(totals, values):
            least, most = low[parts].copy(), high[parts].copy()
            if value is not None and not free:
                room = (end - _others(most)[place[0]], end - _others(least)[place[0]])
                value = np.clip(value, *room)
            if value is not None:
                least[place], most[place] = value, value
            end = np.clip(end, least.sum(), most.sum())
            if _tells(least, most, end, end, targets[parts], k):
                telling.append(row)
                break
    return telling


def _by_the_rules(web: "_Web", low, high, level, targets, k: int):
    """Return what the choice itself tells: bounds of all cells, and those left with few numbers.

    A Kreis becomes a range because its Land's range would have told a part of it. Whoever knows the
    rules tries each number of the Kreis's range: only those stay for which it would have been so.
    Followed where one part of a sum became a range; None where the rules tell nothing.
    """
    least, most, few = low.copy(), high.copy(), np.zeros(len(low), bool)
    for total, parts in web.members:
        made = np.flatnonzero((high[parts] > low[parts]) & web.large[parts])
        if low[total] == high[total] or len(made) != 1:
            continue
        place, cell = made[0], parts[made[0]]
        others = targets[parts] & (np.arange(len(parts)) != place)
        first = max(low[cell], low[total] - _others(high[parts])[place])
        last = min(high[cell], high[total] - _others(low[parts])[place])
        if not np.isfinite(last) or not others.any():
            continue
        stay = [
            value
            for value in np.arange(first, last + 1)
            if _would_tell(web, total, parts, place, value, low, high, level, others, k)
        ]
        if stay:
            same = web.same[cell]
            least[same], most[same] = stay[0], stay[-1]
            few[cell] = len(stay) < k - 1
    same = np.array_equal(least, low) and np.array_equal(most, high) and not few.any()
    return None if same else (least, most, few)


def _would_tell(web, total, parts, place, value, low, high, level, others, k: int) -> bool:
    """Say whether a sum would tell a part, were the part at `place` printed as `value`."""
    least, most = low[parts].copy(), high[parts].copy()
    least[place] = most[place] = value
    ends = _possible_ranges(least.sum(), most.sum(), level[total], k, web.is_sum[total])
    return any(_tells(least, most, *end, others, k) for end in ends)


def _possible_ranges(least: float, most: float, level: int, k: int, is_sum: bool) -> list[tuple]:
    """Return the range at this level that holds the least sum, and the one that holds the most."""
    ends = np.array([end for end in (least, most) if np.isfinite(end)])
    return list(zip(*grid.interval(ends, np.full(len(ends), level), k, is_sum), strict=True))


def _tells(least, most, low: float, high: float, targets: np.ndarray, k: int) -> bool:
    """Say whether a total of `low` to `high` leaves one of its parts fewer than k−1 values."""
    room = np.minimum(most, high - _others(least)) - np.maximum(least, low - _others(most))
    return bool((targets & (room < k - 2)).any())


def _others(values: np.ndarray) -> np.ndarray:
    """Return for each value the sum of the others, which may be infinite."""
    endless = np.isinf(values)
    finite = np.where(endless, 0.0, values)
    return np.where(endless.sum() - endless > 0, np.inf, finite.sum() - finite)


class _Web:
    """Which cells are in which sums, for walks from cell to cell."""

    def __init__(self, system: System, k: int) -> None:
        self.matrix, self.columns = system.matrix, system.matrix.tocsc()
        self.members = [self._split(row) for row in range(self.matrix.shape[0])]
        cells = system.cells
        self.free = (cells["listed"] & ~cells["fixed"]).to_numpy()
        self.large = self.free & (cells["value"] >= k).to_numpy()
        rank = cells["rank"].to_numpy()
        self.yields = [
            bool(self.free[total]) and rank[total] < rank[parts].min()
            for total, parts in self.members
        ]
        self.same = {cell: [cell] for cell in range(len(cells))}
        for total, parts in self.members:
            if len(parts) == 1 and self.free[[total, *parts]].all():  # a city that is its Kreis
                pair = [*self.same[total], *self.same[parts[0]]]
                self.same |= dict.fromkeys(pair, pair)
        value = cells["value"].to_numpy()
        # A sum of few reports may itself be small: it needs a wider range to hide its parts.
        self.is_sum = system.is_sum
        self.large |= self.is_sum & (value > 0)
        missed = np.array([rank[self.same[cell]].max() for cell in range(len(cells))])
        self.helpful = grid.helpful(value, k)
        # Few reports say more by their Kreise than by the sums and parts of these.
        self.helpful[grid.is_few(value, k) & (missed < rank.max())] = grid.OPEN - 1
        first_range = cells["value"].between(k, 2 * k - 1)  # it holds k values, the others ten
        by = cells.index.to_numpy(str), cells["size"], first_range, missed
        self.order = np.lexsort(by).argsort()

    def choose_for_rows(self, rows: list[int], level: np.ndarray, exact: np.ndarray) -> set[int]:
        """Choose for each sum the cell that becomes vaguer, a narrow range before a wide one."""
        pinned = self.pinned(exact)
        chosen = [self.best(np.r_[self.members[row]], level, pinned) for row in rows]
        return {cell for cell in chosen if cell is not None}

    def pinned(self, exact: np.ndarray) -> np.ndarray:
        """Say which totals follow from their parts, so that to make them vague hides nothing."""
        pinned = np.zeros(len(exact), bool)
        for total, parts in self.members:
            pinned[total] |= len(parts) > 1 and bool(exact[parts].all())
        return pinned

    def options(self, cell: int, level: np.ndarray, found) -> list[int]:
        """List the cells that could become vaguer for `cell`: nearest sum first, then in order."""
        width = found[1] - found[0]
        listed: list[int] = []
        for row in self._near(cell, width):
            total, parts = self.members[row]
            near = self._can(np.r_[total, parts[parts != cell]], level)
            listed += [
                int(one) for one in near[np.lexsort((self.order[near], self._wide(near, level)))]
            ]
        return list(dict.fromkeys(listed))

    def around(self, cells: np.ndarray, found) -> np.ndarray:
        """Return all cells that may be made vague in the sums tied to `cells`."""
        width = found[1] - found[0]
        rows = {row for cell in cells for row in self._near(cell, width)}
        near = np.unique(np.concatenate([np.r_[self.members[row]] for row in rows] or [[]]))
        near = near.astype(int)
        return near[self.free[near]]

    def best(self, options: np.ndarray, level: np.ndarray, pinned: np.ndarray) -> int | None:
        options = self._can(options, level)
        options = options[~pinned[options]]
        if not len(options):
            return None
        return int(options[np.lexsort((self.order[options], self._wide(options, level)))[0]])

    def _wide(self, options: np.ndarray, level: np.ndarray) -> np.ndarray:
        """Say of which cells the next range is wider than ten reports and than 5 %."""
        return level[options] >= self.helpful[options]

    def _can(self, options: np.ndarray, level: np.ndarray) -> np.ndarray:
        return options[self.large[options] & (level[options] < grid.OPEN)]

    def _near(self, cell: int, width: np.ndarray):
        """Yield the sums tied to `cell` by vague cells: nearest first, of those the tightest."""
        seen_rows: set[int] = set()
        seen, queue = {int(cell)}, [int(cell)]
        while queue:
            place = queue.pop(0)
            span = slice(self.columns.indptr[place], self.columns.indptr[place + 1])
            rows = [int(row) for row in self.columns.indices[span] if row not in seen_rows]
            rows.sort(key=lambda row, place=place: self._leeway(row, place, width))
            for row in rows:
                seen_rows.add(row)
                yield row
                for member in np.r_[self.members[row]]:
                    if member not in seen and width[member] > 0:
                        seen.add(int(member))
                        queue.append(int(member))

    def _leeway(self, row: int, cell: int, width: np.ndarray) -> float:
        members = np.r_[self.members[row]]
        return float(width[members[members != cell]].sum())

    def _split(self, row: int) -> tuple[int, np.ndarray]:
        span = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
        columns, signs = self.matrix.indices[span], self.matrix.data[span]
        return int(columns[signs > 0][0]), columns[signs < 0]
