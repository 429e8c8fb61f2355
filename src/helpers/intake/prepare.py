"""Prepare: undo what a form tool did to the cells of its export."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

from helpers.intake.formats import NEXTCLOUD, Format, position
from helpers.intake.tables import Table, tidy

JOINT = "\x1f"
"""Joins the options of one answer after they were told apart; no person types it."""

TICKED = {"y", "yes", "ja", "1", "true", "x", "checked", "angekreuzt"}
NOT_TICKED = {"", "n", "no", "nein", "0", "false", "n/a", "unchecked", "nicht ausgewählt"}
OTHER = {"other", "sonstiges", "andere", "sonstige", "-oth-"}


def prepare(table: Table, form: Format, question: str, options: list[str]) -> Table:
    """Undo what the tool did to the cells, and gather multi-choice answers into one cell.

    question: header (or its stem) of the multi-choice question, "" for none. options: the texts
    that the campaign knows as answers. Gathered options are joined by JOINT.
    """
    table = _without_second_header(table, form)
    table = _changed(table, _unescaped)
    table = _without_unfinished(table, form)
    columns = option_columns(table, form, question, options)
    if columns:
        return _gathered(table, question, columns)
    place = table.header.index(tidy(question)) if tidy(question) in table.header else None
    if place is None:
        return table
    rows = [[*row[:place], _listed(row[place]), *row[place + 1 :]] for row in table.rows]
    return replace(table, rows=rows)


def option_columns(table: Table, form: Format, question: str, options: list[str]) -> dict[int, str]:
    """Find the columns that each stand for one option of `question`: position → option."""
    stem = tidy(question)
    if form.options == "label":
        known = {tidy(option).casefold() for option in options}
        found = {i: h for i, h in enumerate(table.header) if h.casefold() in known}
        return found if len(found) > 1 else {}
    patterns = {
        "bracket": rf"{re.escape(stem)} ?(?:\[(?P<a>.+)\]|_(?P<b>[A-Za-z0-9]+))",
        "slash": rf"(?:.*/)?{re.escape(stem)}/(?P<a>.+)(?P<b>)",
    }
    if not stem or form.options not in patterns:
        return {}
    pattern = re.compile(patterns[form.options])
    matches = {i: pattern.fullmatch(header) for i, header in enumerate(table.header)}
    return {i: (m["a"] or m["b"]) for i, m in matches.items() if m}


def _gathered(table: Table, question: str, columns: dict[int, str]) -> Table:
    """Join the ticked options of each row under the question's own header."""

    def answer(row: list[str]) -> str:
        ticked = []
        for place, option in columns.items():
            cell = row[place].strip()
            if cell.casefold() in NOT_TICKED:
                continue
            free = option.casefold() in OTHER and cell.casefold() not in TICKED
            ticked.append(cell if free else option)
        return JOINT.join(ticked)

    stem = tidy(question) or "options"
    answers = [answer(row) for row in table.rows]
    kept = [i for i, h in enumerate(table.header) if i not in columns and h != stem]
    header = [*(table.header[i] for i in kept), stem]
    rows = [[*(row[i] for i in kept), text] for row, text in zip(table.rows, answers, strict=True)]
    return replace(table, header=header, rows=rows)


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
        if not row[place].strip()
    }
    return replace(table, problems={**table.problems, **open_})
