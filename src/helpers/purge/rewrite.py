"""Rewrite: write a file anew without some of its cells, and prove that nothing else changed."""

import codecs
import io
import json
import os
import tempfile
from pathlib import Path

from helpers import store
from helpers.errors import CampaignError
from helpers.intake import tables
from helpers.intake.tables import Table

Cells = set[tuple[int, int]]
"""(row number, column position); the header is row 1, the first column 0."""


def without(path: Path, cells: Cells, expected: tuple[str, ...] = ()) -> None:
    """Replace the CSV, XLSX or JSON file `path` by one in which `cells` are empty.

    The new content is read back before it takes the old one's place. The file keeps its
    permissions. expected: headers that the file should have, as for `tables.read`.
    Raises CampaignError, and leaves the old file, when any other cell would change.
    """
    before = tables.read(path, expected)
    content = _WRITERS[before.kind](path, before, cells)
    _prove(path, content, before, cells, expected)
    mode = path.stat().st_mode & 0o777
    store.write_bytes(content, path)
    os.chmod(path, mode)


def _prove(
    path: Path, content: bytes, before: Table, cells: Cells, expected: tuple[str, ...]
) -> None:
    """Stop when the new content differs from the old file in more than the emptied cells."""
    with tempfile.TemporaryDirectory(prefix=".purge-", dir=path.parent) as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(content)
        after = tables.read(copy, expected)
    was = {
        number: ["" if (number, place) in cells else cell for place, cell in enumerate(row)]
        for number, row in zip(before.numbers, before.rows, strict=True)
    }
    was = {number: row for number, row in was.items() if any(row)}
    now = {n: row for n, row in zip(after.numbers, after.rows, strict=True) if any(row)}
    if after.header != before.header or now != was:
        row = next((number for number in was if now.get(number) != was[number]), 1)
        raise CampaignError(
            f"{path}: not changed. Without contact data the file would differ in row {row} "
            "in more than the contact columns."
        )


def _csv(path: Path, table: Table, cells: Cells) -> bytes:
    """Cut the cells out of the text; every other character stays."""
    content = path.read_bytes()
    text, encoding = tables.decode(path, content)
    spans = cell_spans(text, table.delimiter)
    pieces, done = [], 0
    for number, place in sorted(cells):
        start, end = spans[number - 1][place]
        pieces.append(text[done:start])
        done = end
    return _encode("".join([*pieces, text[done:]]), encoding, content)


def cell_spans(text: str, delimiter: str) -> list[list[tuple[int, int]]]:
    r"""Return for each record of a CSV text where its cells start and end, quotes included.

    Records are told apart as `csv.reader` does: `\n`, `\r\n` or `\r` outside of quotes.

    >>> cell_spans('a;"b;""x"\r\nc;\n', ";")
    [[(0, 1), (2, 9)], [(11, 12), (13, 13)]]
    """
    records: list[list[tuple[int, int]]] = []
    record: list[tuple[int, int]] = []
    start = place = 0
    while place < len(text):
        letter = text[place]
        if letter == '"' and place == start:
            place = _behind_quotes(text, place + 1)
        elif letter == delimiter:
            record.append((start, place))
            place = start = place + 1
        elif letter in "\r\n":
            record.append((start, place))
            records.append(record)
            record = []
            place += 2 if text[place : place + 2] == "\r\n" else 1
            start = place
        else:
            place += 1
    if start < len(text) or record:
        records.append([*record, (start, len(text))])
    return records


def _behind_quotes(text: str, place: int) -> int:
    """Return the place behind the quote that closes a quoted cell; a doubled one does not."""
    while place < len(text):
        place = text.find('"', place)
        if place < 0:
            return len(text)
        if text[place : place + 2] != '""':
            return place + 1
        place += 2
    return len(text)


def _encode(text: str, encoding: str, old: bytes) -> bytes:
    """Encode as the old file was, with the same byte order mark."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if encoding == "utf-16" and old.startswith(mark):
            return mark + text.encode(name)
    return text.encode(encoding)


def _xlsx(path: Path, table: Table, cells: Cells) -> bytes:
    """Empty the cells in the sheet that holds the table; openpyxl writes the rest as it was."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book[table.sheet]
    for number, place in cells:
        cell = sheet.cell(row=number, column=place + 1)
        cell.value, cell.hyperlink, cell.comment = None, None, None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _json(path: Path, table: Table, cells: Cells) -> bytes:
    """Empty the values in the objects of the array."""
    content = path.read_bytes()
    text, encoding = tables.decode(path, content)
    whole = json.loads(text)
    objects = whole
    if isinstance(whole, dict):
        objects = next(value for value in whole.values() if isinstance(value, list))
    for number, place in cells:
        objects[number - 2][table.header[place]] = ""
    indent = 1 if "\n" in text.strip() else None
    return _encode(json.dumps(whole, ensure_ascii=False, indent=indent) + "\n", encoding, content)


_WRITERS = {"CSV": _csv, "XLSX": _xlsx, "JSON": _json}
