"""Rewrite: write a file anew with some of its cells changed, and prove that nothing else is."""

import codecs
import csv
import io
import json
import os
import tempfile
from pathlib import Path

from helpers import store
from helpers.errors import CampaignError
from helpers.intake import tables, workbooks
from helpers.intake.cells import written
from helpers.intake.tables import Table

Changes = dict[tuple[int, int], str]
"""(row number, column position) → new text; the header is row 1, the first column 0."""


def changed(
    path: Path, changes: Changes, expected: tuple[str, ...] = (), beside: bool = False
) -> bytes:
    """Return the bytes of the CSV, XLSX or JSON file `path` with `changes` made.

    beside: empty, too, what lies beside the table and no one reads: lines above the header, other
    sheets, values around the list of objects.
    expected: headers that the file should have, as for `tables.read`.
    Raises CampaignError when any other cell of the table would change.
    """
    before = tables.read(path, expected)
    content = _WRITERS[before.kind](path, before, changes, beside)
    _prove(path, content, before, changes, expected)
    return content


def beside_of(path: Path, expected: tuple[str, ...] = ()) -> list[str]:
    """Name what a file holds beside its table: other sheets, lines above the header."""
    table = tables.read(path, expected)
    found = workbooks.beside_of(path, table) if table.kind == "XLSX" else []
    if table.kind == "JSON":
        whole = json.loads(tables.decode(path, path.read_bytes())[0])
        if isinstance(whole, dict):
            lists = [name for name, value in whole.items() if isinstance(value, list)]
            found += [f'"{n}"' for n, value in whole.items() if n not in lists[:1] and value != ""]
    elif table.kind == "CSV" and table.first > 1 and _filled_above(path, table):
        found.append("the lines above the header")
    return found


def replace(
    path: Path, changes: Changes, expected: tuple[str, ...] = (), beside: bool = False
) -> None:
    """Write `path` anew as `changed` returns it. The file keeps its permissions."""
    content = changed(path, changes, expected, beside)
    mode = path.stat().st_mode & 0o777
    with store.replacing(path, mode) as temporary:
        temporary.write_bytes(content)


def _filled_above(path: Path, table: Table) -> bool:
    """Tell whether a line above the header says something, but for Excel's `sep=`."""
    text, _ = tables.decode(path, path.read_bytes())
    spans = cell_spans(text, table.delimiter)[: table.first - 1]
    lines = [[text[a:b].strip('" ') for a, b in record] for record in spans]
    return any(any(line) and not line[0].startswith("sep=") for line in lines)


def _prove(
    path: Path, content: bytes, before: Table, changes: Changes, expected: tuple[str, ...]
) -> None:
    """Stop when the new content differs from the old file in more than the changed cells."""
    with tempfile.TemporaryDirectory(prefix=".purge-", dir=path.parent) as folder:
        copy = Path(folder) / path.name
        descriptor = os.open(copy, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        after = tables.read(copy, expected)
    was = {
        number: [changes.get((number, place), cell) for place, cell in enumerate(row)]
        for number, row in zip(before.numbers, before.rows, strict=True)
    }
    was = {number: row for number, row in was.items() if any(row)}
    now = {n: row for n, row in zip(after.numbers, after.rows, strict=True) if any(row)}
    if after.header != before.header or now != was:
        row = next((number for number in was if now.get(number) != was[number]), 1)
        raise CampaignError(
            f"{path}: not changed. Without personal data the file would differ in row {row} "
            "in more than the cells that hold it."
        )


def _csv(path: Path, table: Table, changes: Changes, beside: bool) -> bytes:
    """Exchange the cells in the text; every other character stays."""
    content = path.read_bytes()
    text, encoding = tables.decode(path, content)
    spans = cell_spans(text, table.delimiter)
    if beside:
        above = range(1, table.first)
        untold = [n for n in above if not text[spans[n - 1][0][0] :].startswith(("sep=", '"sep='))]
        emptied = {(n, place): "" for n in untold for place in range(len(spans[n - 1]))}
        changes = {**changes, **emptied}
    pieces, done = [], 0
    for (number, place), new in sorted(changes.items()):
        start, end = spans[number - 1][place]
        pieces += [text[done:start], _cell(new, table.delimiter)]
        done = end
    return _encode("".join([*pieces, text[done:]]), encoding, content)


def _cell(text: str, delimiter: str) -> str:
    """Write one cell of a CSV, quoted where it must be."""
    if not text:
        return ""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow([text])
    return out.getvalue()


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


def _json(path: Path, table: Table, changes: Changes, beside: bool) -> bytes:
    """Change the values in the objects of the array."""
    content = path.read_bytes()
    text, encoding = tables.decode(path, content)
    whole = json.loads(text)
    objects = whole
    if isinstance(whole, dict):
        name = next(name for name, value in whole.items() if isinstance(value, list))
        objects = whole[name]
        if beside:
            whole = {key: value if key == name else "" for key, value in whole.items()}
    keys = list(dict.fromkeys(key for one in objects for key in one))
    for (number, place), new in changes.items():
        one = objects[number - 2]
        if written(one.get(keys[place])) or new:
            one[keys[place]] = new
    indent = 1 if "\n" in text.strip() else None
    return _encode(json.dumps(whole, ensure_ascii=False, indent=indent) + "\n", encoding, content)


_WRITERS = {"CSV": _csv, "XLSX": workbooks.write, "JSON": _json}
