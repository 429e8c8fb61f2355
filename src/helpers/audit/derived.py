"""Derived: numbers that were worked out from counts, turned back into what they say of counts.

What a column means is not believed but tried: a formula (rate, limit of its interval, share,
running total, excess over another column) is taken if it gives every printed number of the column
in the rows whose count is printed. Then it is inverted, with its rounding, in the other rows.
"""

import re
from collections import defaultdict

import numpy as np
import pandas as pd

from helpers.audit import numbers
from helpers.audit.formulas import FORMULAS, OF_SHARES, inverse, named, scale_of
from helpers.audit.places import Places
from helpers.audit.program import MOST
from helpers.audit.reading import Read, heading
from helpers.audit.sums import Cell, Edition, holders, say

STATIC = re.compile(
    r"popul|einwohn|inhabit|area|fläche|km2|km²|dens|dichte|\blat|\blon|\bags|year|jahr|plz|\bx\b|\by\b"
    r"|postcode|source|quelle|kind|\bart\b|place|\bort|name|date|datum|release|ausgabe|note|geom|version"
)
RATE = re.compile(r"per \d|je 1|pro 1|per 10k|rate|quote")
SHARE = re.compile(r"share|anteil|pct|%|prozent|percent")
RANK = re.compile(r"rank|rang|platz|position")
WORDS = re.compile(r"evidence|beleg|begründung|reason|sentence|satz")
SCALES = (10_000.0, 100_000.0, 1_000.0, 1_000_000.0, 100.0, 1.0)


class Columns:
    """Turns the derived columns of one table into rules over cells."""

    def __init__(self, read: Read, edition: Edition, places: Places, k: int):
        self.read, self.edition, self.places, self.k = read, edition, places, k
        self.rows = [at for at, cell in enumerate(read.cells) if cell is not None]
        self.cells = [read.cells[at] for at in self.rows]
        self.n = np.array([edition.seen.get(cell, np.nan) for cell in self.cells], dtype=float)
        self.columns = {key: column for at in read.others for key, column in self._numbers(at)}
        self.rules: list[tuple[dict, float, float, str, bool]] = []
        self.findings: list[tuple[str, str, str]] = []
        self.unknown: list[str] = []

    def explain(self) -> None:
        """Try every column; fill `rules`, `findings` (kind, where, said) and `unknown`."""
        self._about_hidden()
        if not self.cells:
            return
        for key, (y, half) in self.columns.items():
            at, name = key[0], self._name(key)
            if np.isnan(y).all() or STATIC.search(name):
                continue
            if RANK.search(name):
                self._ranks(at, y)
            elif not (
                self._running(y, half)
                or self._per_inhabitant(name, y, half)
                or self._share(name, y, half)
                or self._against_column(key, y, half)
            ):
                self.unknown.append(self.read.header[at])
        self._order()

    def _numbers(self, at: int):
        """Yield the numbers of a column, several where each cell has as many: "1,7 bis 3,9"."""
        cells = [self.read.rows[row][at].strip() for row in self.rows]
        if not any(numbers.value(cell, self.read.german) for cell in cells):
            apart = [numbers.several(cell) for cell in cells]
            width = {len(one) for one in apart if one}
            width = width.pop() if len(width) == 1 else 1
        else:
            apart, width = [[cell] for cell in cells], 1
        for part in range(width):
            found = [numbers.value(one[part], self.read.german) if one else None for one in apart]
            yield (
                (at, part),
                tuple(
                    np.array([np.nan if f is None else f[side] for f in found]) for side in (0, 1)
                ),
            )

    def _name(self, key: tuple[int, int]) -> str:
        limits = ["", " lower", " upper"] if (key[0], 2) in self.columns else [" lower", " upper"]
        several = (key[0], 1) in self.columns
        return heading(self.read.header[key[0]]) + (limits[min(key[1], 2)] if several else "")

    def _say(self, row: int, what: str) -> str:
        return f"{self.read.where}: {what}"

    def _about_hidden(self) -> None:
        """Find numbers and statements in rows whose count is withheld."""
        for place, row in enumerate(self.rows):
            cell = self.cells[place]
            if cell not in self.edition.hidden or self.edition.most.get(cell, MOST) >= self.k:
                continue
            for at in self.read.others:
                name, text = heading(self.read.header[at]), self.read.rows[row][at].strip()
                if not name or STATIC.search(name) or numbers.NOTHING.fullmatch(text):
                    continue
                said = numbers.count(text, self.k)
                if said and said == (self.edition.least.get(cell), self.edition.most.get(cell)):
                    continue
                number = not np.isnan(self.columns[at, 0][0][place])
                if number or WORDS.search(name) or text.casefold() in ("true", "wahr"):
                    self.findings.append(("statistic", cell, f"{self.read.header[at]} is printed"))

    def _known(self, y: np.ndarray, *more: np.ndarray) -> np.ndarray:
        """Return the rows in which a formula can be tried."""
        known = ~np.isnan(y) & ~np.isnan(self.n)
        for other in more:
            known &= ~np.isnan(other)
        return known

    def _fits(self, predicted, y, half, known) -> bool:
        if not known.any() or not (self.n[known] > 0).any():
            return False
        if len(set(y[known])) < min(3, len(y)):
            return False  # a column that says the same of all is no formula's
        error = np.abs(predicted[known] - y[known])
        return bool((error <= half[known] * 1.001 + 1e-9 * np.abs(y[known])).all())

    def _populations(self) -> list[np.ndarray]:
        """Return inhabitants by row: as the table prints them, and from public tables."""
        printed = [
            self.columns[at, 0][0] for at in self.read.others
            if re.search("popul|einwohn|inhabit", heading(self.read.header[at]))
            and not re.search("source|year|jahr|quelle", heading(self.read.header[at]))
        ]  # fmt: skip
        known = [self.places.population.get(dict(cell).get("place", ""), []) for cell in self.cells]
        looked_up = [
            np.array([one[version] if len(one) > version else np.nan for one in known])
            for version in range(max(map(len, known), default=0))
        ]
        sizes = [np.where(size > 0, size, np.nan) for size in [*printed, *looked_up]]
        return [size for size in sizes if not np.isnan(size).all()]

    def _per_inhabitant(self, name: str, y: np.ndarray, half: np.ndarray) -> bool:
        for size in self._populations():
            known = self._known(y, size)
            for scale in SCALES:
                for what, formula in FORMULAS.items():
                    if self._fits(formula(self.n, size / scale), y, half, known) or (
                        not known.any() and what == named(name) and RATE.search(name)
                        and scale == scale_of(name)
                    ):  # fmt: skip
                        self._invert(what, formula, size / scale, y, half)
                        return True
        return False

    def _invert(self, what, formula, size, y, half) -> None:
        """Bound each count that is not printed by its rate or limit."""
        places = np.flatnonzero(np.isnan(self.n) & ~np.isnan(y) & ~np.isnan(size))
        spans = {at: inverse(formula, size[at], y[at], half[at]) for at in places}
        self._bound({at: span for at, span in spans.items() if span[0] <= span[1]}, what)

    def _bound(self, spans: dict[int, tuple[float, float]], what: str) -> None:
        """Bound counts, unless every number was worked out from an end of the printed range."""
        for side in (self.edition.least, self.edition.most):
            ends = {at: side.get(self.cells[at], np.nan) for at in spans}
            if len(ends) > 1 and all(low <= ends[at] <= high for at, (low, high) in spans.items()):
                return
        for at, (low, high) in spans.items():
            self.rules.append(({self.cells[at]: 1.0}, low, high, self._say(at, what), True))

    def _share(self, name: str, y: np.ndarray, half: np.ndarray) -> bool:
        """Try shares of each cell that holds this one; then of an unknown whole."""
        wholes = [self._holding(step) for step in range(3)]
        kinds = {(kind, at) for at, held in enumerate(wholes) for one in held for kind in one}
        for kind, at in sorted(kinds):
            whole = [one.get(kind) for one in wholes[at]]
            total = np.array([self.edition.seen.get(one, np.nan) for one in whole], dtype=float)
            total = np.where(total > 0, total, np.nan)
            known = self._known(y, total)
            for scale in (1.0, 100.0):
                for what, formula in OF_SHARES.items():
                    values = scale * formula(np.where(self.n <= total, self.n, np.nan), total)
                    if self._fits(values, y, half, known & ~np.isnan(values)):
                        self._of_whole(what, formula, whole, total, y / scale, half / scale)
                        return True
        return bool(SHARE.search(name)) and self._of_unknown(y, half)

    def _holding(self, step: int) -> list[dict[str, Cell]]:
        """Return for each row the cells that hold its cell, `step` steps further up, by kind."""
        found = []
        for cell in self.cells:
            level: dict[str, Cell] = {"": cell}
            for _ in range(step + 1):
                level = {
                    f"{path}>{kind.split()[0]}": parent
                    for path, one in level.items() for parent, kind in holders(one, True, False)
                }  # fmt: skip
            found.append(level)
        return found

    def _of_whole(self, what, formula, whole, total, y, half) -> None:
        spans: dict[int, tuple[float, float]] = {}
        for place in np.flatnonzero(~np.isnan(y)):
            cell, holder = self.cells[place], whole[place]
            if holder is None or not (np.isnan(self.n[place]) or np.isnan(total[place])):
                continue
            said = self._say(place, what)
            if not np.isnan(total[place]):
                size = total[place]
                spans[place] = inverse(formula, size, y[place], half[place], size)
            elif what == "share":
                least, most = y[place] - half[place], y[place] + half[place]
                self.rules.append(({cell: 1.0, holder: -most}, -np.inf, 1e-6, said, True))
                self.rules.append(({cell: 1.0, holder: -least}, -1e-6, np.inf, said, True))
        self._bound(spans, what)

    def _of_unknown(self, y: np.ndarray, half: np.ndarray) -> bool:
        """Shares of a whole that nobody prints (reports of a city with a district)."""
        for scale in (1.0, 100.0):
            groups: dict[tuple, list[int]] = defaultdict(list)
            for place, cell in enumerate(self.cells):
                for parent, kind in holders(cell, False, False)[:1]:
                    groups[parent, kind].append(place)
            found, tried = {}, 0
            for key, members in groups.items():
                known = [at for at in members if self.n[at] > 0 and y[at] > 0]
                tried = max(tried, len(known))
                if known:
                    n, share = self.n[known], y[known] / scale
                    gap = half[known] / scale + 1e-9 * share
                    low = np.ceil((n / (share + gap)).max() - 1e-6)
                    gaps = share - gap
                    high = np.floor((n[gaps > 0] / gaps[gaps > 0]).min(initial=MOST) + 1e-6)
                    found[key] = (low, high)
            if tried > 1 and all(low <= high for low, high in found.values()):
                self._whole_rules(groups, found, y / scale, half / scale)
                return True
        return False

    def _whole_rules(self, groups, found, y, half) -> None:
        for (parent, kind), (low, high) in found.items():
            said = self._say(0, "share of a whole")
            whole = ("parts", parent, kind)
            self.rules.append(({whole: 1.0}, low, high, said, True))
            parts = {self.cells[at]: -1.0 for at in groups[parent, kind]}
            if kind != "fault":
                self.rules.append(({whole: 1.0, **parts}, 0, np.inf, said, True))
                self.rules.append(({whole: 1.0, **parts}, 0, 0, said, False))
            self.rules.append(({parent: 1.0, whole: -1.0}, 0, np.inf, said, True))
            for at in groups[parent, kind]:
                if np.isnan(self.n[at]) and not np.isnan(y[at]):
                    span = (np.ceil((y[at] - half[at]) * low), np.floor((y[at] + half[at]) * high))
                    self.rules.append(({self.cells[at]: 1.0}, *span, said, True))

    def _running(self, y: np.ndarray, half: np.ndarray) -> bool:
        """Running totals: the difference of two is the sum of what lies between."""
        timed = [bool({"day", "week", "month"} & set(dict(cell))) for cell in self.cells]
        if len(y) < 3 or not all(timed):
            return False
        step = np.diff(y)
        known = ~np.isnan(step) & ~np.isnan(self.n[1:])
        if known.sum() < 2 or not (self.n[1:][known] > 0).any():
            return False
        if (np.abs(step - self.n[1:])[known] > half[1:][known]).any():
            return False
        given = np.flatnonzero(~np.isnan(y))
        from_start = self.n[0] == y[0]
        for before, here in zip([-1, *given[:-1]], given, strict=True):
            base, gap = (y[before], half[before]) if before >= 0 else (0.0, 0.0)
            span = {self.cells[at]: 1.0 for at in range(before + 1, here + 1)}
            if any(np.isnan(self.n[at]) for at in range(before + 1, here + 1)):
                step, gap = y[here] - base, (gap + half[here]) * (half[here] != 0.5)
                sure = before >= 0 or bool(from_start)
                said = self._say(here, "running total")
                self.rules.append((span, step - gap, step + gap, said, sure))
        return True

    def _against_column(self, key: tuple[int, int], y: np.ndarray, half: np.ndarray) -> bool:
        """Excess over, or ratio to, another printed column."""
        for other, (z, gap) in self.columns.items():
            known = self._known(y, z)
            if other == key or known.sum() < 3 or STATIC.search(self._name(other)):
                continue
            for what, predicted, back, width in (
                ("excess", self.n - z, y + z, half + gap),
                ("ratio", self.n / np.where(z == 0, np.nan, z), y * z, half * np.abs(z) + gap * y),
            ):
                wide = half + gap if what == "excess" else half
                if self._fits(predicted, y, wide, known & ~np.isnan(predicted)):
                    places = np.flatnonzero(np.isnan(self.n) & ~np.isnan(back))
                    spans = {at: (back[at] - width[at], back[at] + width[at]) for at in places}
                    self._bound(spans, f"{what} over {self.read.header[other[0]]}")
                    return True
        return False

    def _ranks(self, at: int, rank: np.ndarray) -> None:
        """Ranks that leave one out tell where a withheld count lies; others give an order."""
        given = np.sort(rank[~np.isnan(rank)])
        hidden = [cell for cell in self.cells if cell in self.edition.hidden]
        values, ties = np.unique(given, return_counts=True)
        gaps = values[1:] - values[:-1] - ties[:-1]
        if hidden and len(values) > 2 and (gaps > 0).any() and (gaps >= 0).all():
            left_out = [int(values[i] + ties[i]) for i in np.flatnonzero(gaps > 0)][:3]
            self.findings.append(
                ("rank", (), f"{self.read.header[at]} {', '.join(map(str, left_out))} is left out "
                             "among the printed ones"))  # fmt: skip
        order = [place for place in np.argsort(rank, kind="stable") if not np.isnan(rank[place])]
        self._falling(order, "rank", sure=True)

    def _order(self) -> None:
        """Rows sorted by count or rate tell of a withheld count between which others it lies."""
        if len(self.cells) > 3:
            self._falling(list(range(len(self.cells))), "order of rows", sure=False)

    def _falling(self, order: list[int], what: str, sure: bool) -> None:
        n = self.n[order]
        if np.isnan(n).sum() in (0, len(n)) or len(set(n[~np.isnan(n)])) < 3:
            return
        sizes = [np.ones(len(self.cells)), *self._populations()]
        for size in sizes:
            size = size[order]
            value = pd.Series(n / size).dropna().to_numpy()
            if len(value) > 2 and (np.diff(value) <= 0).all():
                break
        else:
            return
        keys = [say(self.cells[place]) for place in order]
        if not sure and keys == sorted(keys):
            return  # in the order of days or codes: that counts fall, too, tells nothing
        open_row = np.isnan(n)
        run = np.cumsum(~open_row)  # rows without a number that follow each other
        in_order = {one: (where := [keys[at] for at in np.flatnonzero(open_row & (run == one))])
                    == sorted(where) for one in set(run.tolist())}  # fmt: skip
        if not sure and open_row[-open_row.sum() :].all() and in_order[int(run[-1])]:
            return  # all last, by their keys: so stands what has no number, however large it is
        for at in range(len(order) - 1):
            both = open_row[at] and open_row[at + 1]
            if not (open_row[at] or open_row[at + 1]) or np.isnan(size[at : at + 2]).any():
                continue
            if both and not sure and in_order[int(run[at])]:
                continue  # a reader cannot tell this order from that of the keys
            terms = {self.cells[order[at]]: 1.0,
                     self.cells[order[at + 1]]: -float(size[at] / size[at + 1])}  # fmt: skip
            self.rules.append((terms, -1e-6, np.inf, self._say(at, what), sure))
