"""Sums: how counts of places, times, faults and other crossings add up.

A cell is a tuple of (dimension, value), sorted; () is the count of all reports. Each dimension that
is taken away, or coarsened (district, city, Kreis, Land; day, week), leads to a cell that holds it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from helpers.audit.bounds import GROWTH, System
from helpers.audit.places import Places

Cell = tuple[tuple[str, str], ...]
KEYED = frozenset({"place", "day", "week", "month", "weekday", "hour", "fault", "time"})
"""Dimensions by which a small count may lead to a person."""
EITHER = (
    {"odd", "even"}, {"inside", "outside"}, {"true", "false"}, {"yes", "no"}, {"ja", "nein"},
    {"before", "after"}, {"vorher", "nachher"}, {"gerade", "ungerade"}, {"in", "out"}, {"0", "1"},
    {"innerhalb", "außerhalb"}, {"wahr", "falsch"},
)  # fmt: skip
"""Values of which a report has one."""


@dataclass
class Edition:
    """What one release (or the draft) prints: bounds by cell, and where each stands."""

    number: int
    least: dict[Cell, float] = field(default_factory=dict)
    most: dict[Cell, float] = field(default_factory=dict)
    said: dict[Cell, str] = field(default_factory=dict)
    seen: dict[Cell, float] = field(default_factory=dict)
    """The number beside each cell, also where it is one of an earlier release."""
    held: dict[Cell, int] = field(default_factory=dict)
    """The release whose number is printed still."""
    hidden: set[Cell] = field(default_factory=set)
    """Cells that are withheld or printed as a range."""
    rules: list[tuple[dict[Cell, float], float, float, str, bool]] = field(default_factory=list)
    """More rows: terms by cell, bounds, where they stand, whether a reader knows them."""

    def exact(self, cell: Cell) -> float | None:
        """Return the printed number of a cell, None where there is none."""
        low, high = self.least.get(cell), self.most.get(cell)
        return low if low is not None and low == high else None

    @cached_property
    def groups(self) -> dict[tuple[Cell, str], list[Cell]]:
        """Return the parts of each cell that is, or holds, a printed one; by kind of part."""
        found: dict[tuple[Cell, str], set[Cell]] = defaultdict(set)
        named = {cell for terms, *_ in self.rules for cell in terms if is_cell(cell)}
        waiting = list({*self.least, *named, *self.held})
        done = set(waiting)
        weekdays = any(dimension == "weekday" for cell in waiting for dimension, _ in cell)
        months = any(dimension == "month" for cell in waiting for dimension, _ in cell)
        while waiting:
            cell = waiting.pop()
            for parent, kind in holders(cell, weekdays, months):
                found[parent, kind].add(cell)
                if parent not in done:
                    done.add(parent)
                    waiting.append(parent)
        return {key: sorted(cells) for key, cells in found.items()}


def is_cell(name: object) -> bool:
    """Tell a cell from another quantity that a rule names."""
    return isinstance(name, tuple) and all(isinstance(part, tuple) for part in name)


def make(pairs) -> Cell:
    """Return the cell of these (dimension, value)."""
    return tuple(sorted(set(pairs)))


def holders(cell: Cell, weekdays: bool, months: bool) -> list[tuple[Cell, str]]:
    """Return the cells that hold this one whole, and as what kind of part."""
    found = []
    for pair in cell:
        dimension, value = pair
        rest = tuple(other for other in cell if other != pair)
        if dimension == "place":
            above = Places.above(value)
            kind = "total" if above is None else Places.level(value)
            found.append((make([*rest, ("place", above)]) if above else rest, f"place {kind}"))
        elif dimension == "day":
            day = date.fromisoformat(value)
            year, week, weekday = day.isocalendar()
            found.append((make([*rest, ("week", f"{year}-W{week:02d}")]), "day"))
            if weekdays:
                found.append((make([*rest, ("weekday", str(weekday - 1))]), "day"))
            if months:
                found.append((make([*rest, ("month", value[:7])]), "day"))
        else:
            found.append((rest, dimension))
    return found


def say(cell: Cell) -> str:
    """Name a cell as a person would.

    >>> say((("place", "05315"), ("week", "2011-W46")))
    'place 05315, week 2011-W46'
    """
    return ", ".join(f"{dimension} {value}" for dimension, value in cell) or "all reports"


def write(editions: list[Edition], places: Places, growing: bool) -> System:
    """Write down every sum of every edition. growing: assume that no count falls."""
    system = System()
    for edition in editions:
        for cell, low in edition.least.items():
            column = system.column((edition.number, cell))
            system.low[column], system.high[column] = low, edition.most[cell]
        for cell in edition.held:
            system.column((edition.number, cell))
        _sums(system, edition, places)
        for terms, low, high, said, sure in edition.rules:
            system.add({(edition.number, c): f for c, f in terms.items()}, low, high, said, sure)
    if growing:
        _growth(system, editions)
    return system


def _sums(system: System, edition: Edition, places: Places) -> None:
    number = edition.number
    whole = _learned(edition)
    for (parent, kind), parts in edition.groups.items():
        said = f"{edition.said.get(parent) or edition.said.get(parts[0], '')}: sums of {kind}"
        if kind == "fault":
            _faults(system, edition, parent, parts, said)
            continue
        adds_up = whole.get(_kind(parent, kind), False)
        if not (_partition(kind) or adds_up or _either(parts)):
            for part in parts:
                system.add({(number, parent): 1, (number, part): -1}, 0, float("inf"), said)
            continue
        terms = {(number, parent): 1.0} | {(number, part): -1.0 for part in parts}
        sure = _complete(parent, kind, parts, places)
        if sure is None and adds_up:
            sure = False
        if not sure:
            rest = (number, ("rest", parent, kind, hash(tuple(parts))))
            terms[rest] = -1.0
            if sure is False:
                system.add({rest: 1.0}, 0, 0, said, sure=False)
        system.add(terms, 0, 0, said)


def _faults(system: System, edition: Edition, parent: Cell, parts: list[Cell], said: str) -> None:
    """A report may name several faults: each is at most all, and two overlap at least so much."""
    number = edition.number
    for part in parts:
        system.add({(number, parent): 1, (number, part): -1}, 0, float("inf"), said)
        faults = [pair for pair in part if pair[0] == "fault"]
        if len(faults) == 2 and faults[0] not in parent:
            one, other = (tuple(p for p in part if p != fault) for fault in faults)
            base = tuple(pair for pair in part if pair[0] != "fault")
            terms = {(number, part): 1, (number, one): -1, (number, other): -1, (number, base): 1}
            system.add(terms, 0, float("inf"), said)


def _partition(kind: str) -> bool:
    return kind.startswith("place") or kind in ("day", "week", "month", "weekday", "hour")


def _kind(parent: Cell, kind: str) -> tuple:
    """Return which sums are of one kind: the same dimensions, and places of one level."""
    levels = tuple(
        Places.level(value) if dimension == "place" else dimension for dimension, value in parent
    )
    return levels, kind


def _either(parts: list[Cell]) -> bool:
    """Tell whether the parts are the two sides of one question."""
    if len(parts) != 2:
        return False
    values = {value.casefold() for _, value in set(parts[0]) ^ set(parts[1])}
    return values in EITHER


def _learned(edition: Edition) -> dict[tuple, bool]:
    """Learn from sums that are printed whole whether parts of a kind add up.

    One part alone teaches nothing if it fits: a kreisfreie Stadt is its own Kreis.
    """
    found: dict[tuple, bool] = {}
    for (parent, kind), parts in edition.groups.items():
        total = edition.exact(parent)
        numbers = [edition.exact(part) for part in parts]
        if total and None not in numbers and kind != "fault":
            key = _kind(parent, kind)
            fits = sum(numbers) == total
            if not fits or len(parts) > 1:
                found[key] = found.get(key, True) and fits
    return found


def _complete(parent: Cell, kind: str, parts: list[Cell], places: Places) -> bool | None:
    """Tell whether the parts are all there are: True, False (probably), None (unknown)."""
    if kind.startswith("place"):
        return places.complete([dict(part)["place"] for part in parts]) or None
    names = {pair[1] for part in parts for pair in part if pair[0] == kind}
    if kind == "day":
        days = sorted(date.fromisoformat(name) for name in names)
        above = dict(parent)
        if "week" in above or "month" in above:
            return False if len(days) == (days[-1] - days[0]).days + 1 else None
        return False  # all days of a weekday
    if kind == "week":
        first, last = (_monday(name) for name in (min(names), max(names)))
        return False if len(names) == (last - first).days // 7 + 1 else None
    if kind == "hour":
        return False if len(names) == 24 else None
    if kind == "weekday":
        return False if len(names) == 7 else None
    return False if _either(parts) else None


def _monday(week: str) -> date:
    return date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)


def _growth(system: System, editions: list[Edition]) -> None:
    """No count is smaller in a later edition: what a reader assumes while totals do not fall."""
    last: dict[object, int] = {}
    order = {edition.number: at for at, edition in enumerate(editions)}
    total = {edition.number: edition.exact(()) or 0 for edition in editions}
    for number, name in sorted(system.names, key=lambda named: order[named[0]]):
        before = last.get(name)
        if before is not None and total[before] <= total[number]:
            said = f"releases {before} and {number}: {GROWTH}"
            system.add({(number, name): 1, (before, name): -1}, 0, float("inf"), said, False)
        last[name] = number
