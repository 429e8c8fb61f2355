"""Prepare: undo what a form tool did to the cells of its export."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from helpers.intake import options
from helpers.intake.cells import tidy
from helpers.intake.formats import NEXTCLOUD, Format, position
from helpers.intake.options import JOINT
from helpers.intake.tables import SHOWN, Table


def prepare(table: Table, form: Format, question: str, known: list[str]) -> Table:
    """Undo what the tool did to the cells, and gather multi-choice answers into one cell.

    question: header (or its stem) of the multi-choice question, "" for none. known: the texts
    that the campaign knows as answers. Gathered options are joined by options.JOINT.
    """
    table = _without_second_header(table, form)
    table = _changed(table, _unescaped)
    if form.options != "label":  # there, labels of two questions may be the same
        table = _one_column_each(table)
    table = _without_unfinished(table, form)
    table = options.gather(table, form, question, known)
    if tidy(question) in table.header:
        place = table.header.index(tidy(question))
        rows = [[*row[:place], _listed(row[place]), *row[place + 1 :]] for row in table.rows]
        table = replace(table, rows=rows)
    if form.tells_shown == "quotes":
        table = _changed(table, lambda cell: "" if cell == SHOWN else cell)
    return table


def _one_column_each(table: Table) -> Table:
    """Join columns of the same header of which no row fills two: versions of one question."""
    places = defaultdict(list)
    for place, header in enumerate(table.header):
        if header:
            places[header].append(place)
    gone: set[int] = set()
    rows = table.rows
    for same in (same for same in places.values() if len(same) > 1):
        first, *others = same
        filled = [[row[place] for place in same if row[place].strip(f" {SHOWN}")] for row in rows]
        if all(len(cells) <= 1 for cells in filled):
            gone.update(others)
            rows = [
                [*row[:first], *(cells or [row[first]]), *row[first + 1 :]]
                for row, cells in zip(rows, filled, strict=True)
            ]
    if not gone:
        return table
    kept = [place for place in range(len(table.header)) if place not in gone]
    header = [table.header[place] for place in kept]
    return replace(table, header=header, rows=[[row[place] for place in kept] for row in rows])


def _listed(cell: str) -> str:
    """Turn a JSON array of options into options joined by JOINT; leave other cells.

    >>> _listed('["A, b","C"]').split(JOINT), _listed("A;B;")
    (['A, b', 'C'], 'A;B;')
    """
    if not cell.startswith("["):
        return cell
    try:
        listed = json.loads(cell)
    except json.JSONDecodeError:
        return cell
    return JOINT.join(map(str, listed)) if isinstance(listed, list) else cell


def _unescaped(cell: str) -> str:
    """Strip the apostrophe that tools put before a cell that a spreadsheet would compute.

    >>> _unescaped("'+49 30 1"), _unescaped("'s ist still")
    ('+49 30 1', "'s ist still")
    """
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@0123456789" else cell


def _changed(table: Table, change: Callable[[str], str]) -> Table:
    return replace(table, rows=[[change(cell) for cell in row] for row in table.rows])


def _without_second_header(table: Table, form: Format) -> Table:
    """Drop row 2 where it holds HXL tags (`#date`) or machine names instead of an answer."""
    if not table.rows or not form.second_header:
        return table
    filled = [cell for cell in table.rows[0] if cell]
    tags = sum(cell.startswith("#") for cell in filled)
    place = position(table, form.submitted_at)
    machine = (
        place is not None
        and form is NEXTCLOUD
        and not any(letter.isdigit() for letter in table.rows[0][place])
    )
    own = position(table, form.report_id)
    numbered = own is not None and any(c.isdigit() for c in table.rows[0][own])
    if filled and (numbered or (not machine and tags * 2 < len(filled))):
        return table
    return replace(table, rows=table.rows[1:], numbers=table.numbers[1:])


def _without_unfinished(table: Table, form: Format) -> Table:
    """Name the rows whose answer was not finished as a problem."""
    place = position(table, form.unfinished)
    if place is None:
        return table
    open_ = {
        number: "the form was not finished"
        for number, row in zip(table.numbers, table.rows, strict=True)
        if not row[place].strip(f" {SHOWN}")
    }
    return replace(table, problems={**table.problems, **open_})
