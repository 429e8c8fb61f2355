"""Options: gather a multi-choice question that stands in a column per option into one cell.

What a tool tells beside the ticks is kept: an option that a person was not shown is not an option
that the person left unticked.
"""

import re
from dataclasses import dataclass, replace

from helpers.intake.cells import tidy
from helpers.intake.formats import Format
from helpers.intake.tables import SHOWN, Table

JOINT = "\x1f"
"""Joins the options of one answer after they were told apart; no person types it."""

TICKED = {
    "y", "yes", "ja", "1", "1.0", "true", "wahr", "x", "checked", "angekreuzt", "ausgewählt",
}  # fmt: skip
NOT_TICKED = {
    "n", "no", "nein", "0", "0.0", "false", "falsch", "unchecked", "nicht ausgewählt", SHOWN,
}  # fmt: skip
NOT_SHOWN = {"quotes": {"", "n/a"}, "filled": {""}, "words": {"n/a"}}
"""Cells of an option that a person was not shown, by `Format.tells_shown`."""
NOTHING = {"", "n/a"}
OTHER = {"other", "sonstiges", "andere", "sonstige", "anderes", "-oth-"}
COMMENT = re.compile(r"\w+comment$|\]\s*\[")
"""Heads the column of remarks beside an option: `[SQ001comment]`, `[Option][Kommentar]`."""


@dataclass(frozen=True)
class Column:
    """One option's column: its position in the table, and the option's text."""

    place: int
    option: str

    def is_other(self) -> bool:
        """Tell whether a person writes an own answer here."""
        return self.option.casefold() in OTHER


def gather(table: Table, form: Format, question: str, options: list[str]) -> Table:
    """Join the ticked options of each row, by JOINT, under the question's own header.

    question: header (or its stem) of the multi-choice question, "" for none. options: the texts
    that the campaign knows as answers. Where the tool tells what a person was shown, the result
    has `offered` and `shown`. A question that stands in one column stays as it is.
    """
    stem = tidy(question)
    columns = find_columns(table, form, stem, options)
    if stem in table.header and (form.options != "slash" or not columns):
        return _of_one_column(table, form, stem, columns, options)
    if not columns:
        return table
    answers = [JOINT.join(_ticked(row, columns)) for row in table.rows]
    offered, shown = "", []
    if form.tells_shown:
        offered = JOINT.join(column.option for column in columns)
        shown = [JOINT.join(_shown(row, columns, form)) for row in table.rows]
    gone = {column.place for column in columns}
    kept = [n for n, header in enumerate(table.header) if n not in gone and header != stem]
    header = [*(table.header[place] for place in kept), stem or "options"]
    rows = [
        [*(row[place] for place in kept), answer]
        for row, answer in zip(table.rows, answers, strict=True)
    ]
    return replace(table, header=header, rows=rows, offered=offered, shown=shown)


def _of_one_column(
    table: Table, form: Format, stem: str, beside: list[Column], options: list[str]
) -> Table:
    """Read a question in one cell; an own answer may stand in a column `[other]` beside it."""
    place = table.header.index(stem)
    other = next((column.place for column in beside if column.is_other()), None)
    rows = table.rows
    if other is not None:
        rows = [
            [*row[:place], row[other], *row[place + 1 :]]
            if row[place].casefold() in OTHER and row[other].strip(f" {SHOWN}")
            else row
            for row in rows
        ]
    if not form.tells_shown:
        return replace(table, rows=rows)
    offered = JOINT.join(options)
    hidden = NOT_SHOWN[form.tells_shown]
    shown = ["" if row[place].casefold() in hidden else offered for row in rows]
    return replace(table, rows=rows, offered=offered, shown=shown)


def find_columns(table: Table, form: Format, stem: str, options: list[str]) -> list[Column]:
    """Find the columns that each stand for one option of the question, by the tool's habit."""
    if form.options == "label":
        return [] if stem in table.header else _labelled(table, options)
    patterns = {
        "bracket": rf"{re.escape(stem)} ?(?:\[(?P<a>.+)\]|_(?P<b>[A-Za-z0-9]+))",
        "slash": rf"(?:.*/)?{re.escape(stem)}/(?P<a>[^/].*)(?P<b>)",
    }
    if not stem or form.options not in patterns:
        return []
    pattern = re.compile(patterns[form.options])
    found = [
        Column(place, match["a"] or match["b"])
        for place, header in enumerate(table.header)
        if (match := pattern.fullmatch(header))
    ]
    if form.options == "slash":  # `question/option`, but also `group/question`
        found = [column for column in found if _is_tick_column(table, column.place)]
    return _one_question([column for column in found if not COMMENT.search(column.option)])


def _is_tick_column(table: Table, place: int) -> bool:
    """Tell whether all cells say ticked, not ticked or nothing."""
    words = TICKED | NOT_TICKED | NOTHING
    return all(row[place].strip().casefold() in words for row in table.rows)


def _one_question(columns: list[Column]) -> list[Column]:
    """End where an option comes again: there begins another question of the same name."""
    seen: set[str] = set()
    for number, column in enumerate(columns):
        if column.option in seen:
            return columns[:number]
        seen.add(column.option)
    return columns


def _labelled(table: Table, options: list[str]) -> list[Column]:
    """Find the columns headed by an option's label alone, whose cells repeat the label.

    Labels of two questions may collide: of the runs of neighbouring columns, the one with most of
    the known options is taken, the first of equals.
    """
    known = {tidy(option).casefold() for option in options}
    runs: list[list[Column]] = [[]]
    for place, header in enumerate(table.header):
        label = header.casefold()
        filled = {cell for row in table.rows if (cell := row[place].strip().casefold())}
        ticks = filled <= {label, *TICKED}
        column = Column(place, header)
        taken = label in {one.option.casefold() for one in runs[-1]}
        if taken:
            runs.append([])
        if (ticks and (filled or label in known)) or (column.is_other() and runs[-1]):
            runs[-1].append(column)
        elif runs[-1]:
            runs.append([])
    best = max(runs, key=lambda run: len({c.option.casefold() for c in run} & known))
    return best if any(column.option.casefold() in known for column in best) else []


def _ticked(row: list[str], columns: list[Column]) -> list[str]:
    """List the options that a row ticks, an own answer in its own words."""
    ticked = []
    for column in columns:
        cell = row[column.place].strip()
        if cell.casefold() in NOT_TICKED | NOTHING:
            continue
        own = column.is_other() and cell.casefold() not in TICKED
        ticked.append(cell if own else column.option)
    return ticked


def _shown(row: list[str], columns: list[Column], form: Format) -> list[str]:
    """List the options that a row's sender was shown."""
    hidden = NOT_SHOWN[form.tells_shown]
    return [c.option for c in columns if row[c.place].strip().casefold() not in hidden]
