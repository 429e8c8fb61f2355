"""Counts: bound every withheld or ranged cell of every edition, and every change between two."""

import numpy as np
import pandas as pd

from helpers.audit import Report, bounds, sums
from helpers.audit.bounds import Found, Goal
from helpers.audit.editions import Printed
from helpers.audit.places import Places
from helpers.audit.sums import KEYED, Cell, Edition, say

COLUMNS = ["kind", "file", "where", "said"]


def examine(printed: Printed, places: Places, k: int, rules: list) -> Report:
    """Return the report on counts; see `helpers.audit.examine`.

    printed: what was read. rules: declared sums, see there.
    """
    printed.editions[-1].rules += [(*rule, True) for rule in rules]
    findings = [*printed.findings, *_small(printed.editions, k), *_moved(printed.editions, k)]
    cells: dict[tuple[int, Cell], Found] = {}
    cache: dict = {}
    told = set()
    for growing in (False, True) if len(printed.editions) > 1 else (False,):
        system = sums.write(printed.editions, places, growing)
        goals = {
            goal: of
            for goal, of in _goals(printed.editions, system, growing).items()
            if (*of, goal.change) not in told
        }
        found, contradictions = bounds.solve(system, list(goals), k - 1, cache)
        for said in [] if growing else contradictions:
            line = f"what these say cannot all be true: {'; '.join(said[:6])}"
            findings.append(("contradiction", said[0].split(":")[0], "", line))
        for goal, (number, cell) in goals.items():
            answer = found.get(goal)
            if answer is None:
                continue
            if not goal.change:
                known = cells.get((number, cell))
                if known is None or answer.n_values < known.n_values:
                    cells[number, cell] = answer
            said = _verdict(goal, answer, k)
            if said and (number, cell, goal.change) not in told:
                told.add((number, cell, goal.change))
                edition = next(one for one in printed.editions if one.number == number)
                extra = ", if no count falls" if growing else ""
                kind = "change" if goal.change else "narrow"
                where = f"release {number}, {say(cell)}"
                findings.append((kind, edition.said.get(cell, ""), where, said + extra))
    frame = pd.DataFrame(findings, columns=COLUMNS, dtype="str").drop_duplicates()
    rows = [(number, say(cell), *answer) for (number, cell), answer in cells.items()]
    columns = ["release", "cell", "least", "most", "n_values", "settled"]
    return Report(
        frame.reset_index(drop=True),
        pd.DataFrame(rows, columns=columns).sort_values(["n_values", "cell"], ignore_index=True),
        dict(printed.constraints),
        sorted(printed.unknown),
    )


def is_keyed(cell: Cell) -> bool:
    """Tell whether a cell is of a place, a time or a fault."""
    return any(
        dimension in KEYED and value not in ("located", "unlocated") for dimension, value in cell
    )


def _small(printed: list[Edition], k: int) -> list[tuple]:
    """Return the printed counts of 1 to k−1."""
    return [
        ("small", edition.said[cell], f"release {edition.number}, {say(cell)}",
         f"a count below {k} is printed")
        for edition in printed for cell in edition.least
        if is_keyed(cell) and (number := edition.exact(cell)) and 0 < number < k
    ]  # fmt: skip


def _moved(printed: list[Edition], k: int) -> list[tuple]:
    """Return the printed counts that moved by 1 to k−1 since they were printed last."""
    found, last = [], {}
    for edition in printed:
        for cell in edition.least:
            number = edition.exact(cell)
            if number is None or not is_keyed(cell):
                continue
            if cell in last and 0 < abs(number - last[cell][0]) < k:
                said = f"moved by fewer than {k} since release {last[cell][1]}"
                where = f"release {edition.number}, {say(cell)}"
                found.append(("moved", edition.said[cell], where, said))
            last[cell] = number, edition.number
    return found


def _goals(printed: list[Edition], system, growing: bool) -> dict[Goal, tuple[int, Cell]]:
    """List what must stay open: hidden cells, and what changed since a cell was printed last."""
    goals: dict[Goal, tuple[int, Cell]] = {}
    last: dict[Cell, Edition] = {}
    for edition in printed:
        here = {cell for cell in {*edition.least, *edition.held} if is_keyed(cell)}
        for cell in sorted(here):
            column = system.place[edition.number, cell]
            if cell in edition.hidden and cell not in edition.held:
                goals[Goal(column)] = edition.number, cell
            before = last.get(cell)
            old = before.exact(cell) if before else None
            if before and edition.exact(cell) is not None and old is not None:
                continue
            if before and old is not None:
                goals[Goal(column, offset=int(old), change=True)] = edition.number, cell
            elif before and growing:
                minus = system.place[before.number, cell]
                goals[Goal(column, minus, change=True)] = edition.number, cell
        last |= {cell: edition for cell in here if cell in edition.least}
    return goals


def _verdict(goal: Goal, found: Found, k: int) -> str:
    """Say what is wrong with what a goal may be, "" if nothing is."""
    if found.n_values >= k - 1 or not np.isfinite([found.least, found.most]).all():
        return ""
    least, most = int(found.least), int(found.most)
    if goal.change:
        if least <= 0 <= most or least >= k or most <= -k:
            return ""
        return f"its change can be told to lie between {least} and {most}"
    if not found.settled:
        return "whether it can be told could not be settled in time"
    return f"can be told to lie between {least} and {most}"
