"""Contents: read every kind of file that is handed out as text, and as tables of text cells."""

import csv
import hashlib
import html
import io
import json
import re
import urllib.parse
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.audit import numbers

ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
DATA_URI = re.compile(r"(?:data:[\w/+.-]*;base64,|\"image/png\": ?\")[A-Za-z0-9+/=\\n]+")
TABLE = re.compile(r"<table\b.*?</table>", re.S | re.I)
JSON = re.compile(r"<script[^>]*json[^>]*>(.*?)</script>", re.S | re.I)
ROWS = 200_000
PATH = re.compile(rb"(?<![\w)>.-])(?:-?[\d.]+\s){2,6}(?:m|l|c|v|y|re)\b\s*")
ALT = re.compile(rb"/Alt\s*<FEFF([0-9A-F]+)>", re.I)
LONG = 50_000
"""Bytes of a PDF page from which on its outlines are left out before its text is read."""
ABSENT = "\0"
"""A record does not have this key: other than an empty value, it tells nothing."""


@dataclass
class Table:
    """A table as it is printed: a header and rows of text, "" where a cell is empty."""

    where: str
    header: list[str]
    rows: list[list[str]]


class Part(NamedTuple):
    """A file or a part of one: its place, the kind of content, its text, its tables."""

    where: str
    kind: str
    text: str
    tables: list[Table]


def files(*folders: Path) -> list[Path]:
    """List every file below the folders (or the file itself), hidden ones too, in order."""
    found: set[Path] = set()
    for folder in folders:
        found.update(path for path in [folder, *folder.rglob("*")] if path.is_file())
    return sorted(found)


def parts(
    path: Path, said: str, seen: set[bytes] | None = None, tables: bool = True
) -> Iterator[Part]:
    """Yield what a file holds, part by part.

    said: how the file is named in what we say. seen: digests of what was read before, changed
    here; the same bytes are read once. tables: read tables as well as text.
    """
    seen = set() if seen is None else seen
    yield from _parts(said, path.name, path.read_bytes(), seen, tables)


def _parts(where: str, name: str, content: bytes, seen: set[bytes], tables: bool) -> Iterator[Part]:
    digest = hashlib.sha256(content).digest()
    if digest in seen:
        return
    seen.add(digest)
    kind = name.rsplit(".", 1)[-1].lower()
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = archive.namelist()
            for part in inside:
                yield from _parts(f"{where} ({part})", part, archive.read(part), seen, tables)
        if tables and "xl/workbook.xml" in inside:
            yield Part(where, "xlsx", "", _sheets(where, content))
    elif content[:4] == b"PAR1":
        yield _parquet(where, content)
    elif content[:4] == b"%PDF":
        yield from _pdf(where, content)
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        from PIL import Image

        with Image.open(io.BytesIO(content)) as picture:
            text = "\n".join(f"{key}: {value}" for key, value in picture.info.items())
        yield Part(f"{where} (properties)", "png", text, [])
    else:
        text = DATA_URI.sub(" ", content.decode("utf-8-sig", errors="replace"))
        yield Part(where, kind, text, _tables(where, kind, text) if tables else [])


def plain(text: str) -> str:
    """Undo what HTML, JSON and URLs do to letters, and leave embedded pictures out.

    >>> plain("M&uuml;ller M\\\\u00fcller M%C3%BCller")
    'Müller Müller Müller'
    """
    text = DATA_URI.sub(" ", text)
    if "\\u" in text:
        text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "&" in text:
        text = html.unescape(text)
    return urllib.parse.unquote(text) if "%" in text else text


def _tables(where: str, kind: str, text: str) -> list[Table]:
    """Find the tables in a text file."""
    if kind in ("csv", "tsv"):
        return [_separated(where, text)] if text.strip() else []
    if kind in ("json", "geojson", "ipynb"):
        try:
            return list(_in_json(where, json.loads(text)))
        except ValueError:
            return []
    if kind in ("html", "htm", "xml", "svg", "md") and "<t" in text.lower():
        return _in_html(where, text)
    return []


def _separated(where: str, text: str) -> Table:
    """Read a CSV with whatever separator its first line has most."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t|", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[:ROWS]
    header, *body = rows
    return Table(where, [cell.strip() for cell in header], [row for row in body if any(row)])


def _in_html(where: str, text: str) -> list[Table]:
    from bs4 import BeautifulSoup

    found = []
    for script in JSON.findall(text):
        found += _tables(where, "json", script)
    for table in TABLE.findall(text):  # a page's drawings are long, and hold no table
        rows = [
            [cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])]
            for row in BeautifulSoup(table, "html.parser").find_all("tr")
        ]
        rows = [row for row in rows if row]
        if len(rows) > 1:
            found.append(Table(where, rows[0], rows[1:]))
    return found


def _sheets(where: str, content: bytes) -> list[Table]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    found = []
    for sheet in book:
        rows = [
            ["" if cell is None else _written(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        rows = [row for row in rows if any(row)]
        start = next((at for at, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
        if len(rows) > start + 1:
            found.append(Table(f"{where} (sheet {sheet.title})", rows[start], rows[start + 1 :]))
    return found


def _written(value: object) -> str:
    """Write a value as a file of text would."""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _in_json(where: str, value: object, path: tuple[str, ...] = ()) -> Iterator[Table]:
    """Find records, columns of one length, and numbers by key, wherever they are nested."""
    if isinstance(value, str):
        if "<table" in value:
            yield from _in_html(where, value)
    elif isinstance(value, list):
        records = [_flat(one) for one in value if isinstance(one, dict)]
        if len(records) > 0:
            yield _of_records(where, records)
        elif value and all(isinstance(one, list) for one in value) and len(value) > 1:
            rows = [[_written(cell) for cell in row if _is_plain(cell)] for row in value]
            yield Table(where, rows[0], rows[1:])
        if value and all(isinstance(one, str) for one in value):
            value = ["".join(value)]  # a notebook keeps its texts line by line
        for one in value:
            yield from _in_json(where, one, path)
    elif isinstance(value, dict):
        lists = {key: one for key, one in value.items() if isinstance(one, list) and one}
        if len(lists) > 1 and len({len(one) for one in lists.values()}) == 1:
            columns = [[_written(c) if _is_plain(c) else "" for c in one] for one in lists.values()]
            yield Table(where, list(lists), [list(row) for row in zip(*columns, strict=True)])
        inner = {key: _flat(one) for key, one in value.items() if isinstance(one, dict)}
        if any(isinstance(one, dict) and "value" in one for one in value.values()):
            yield _of_facts(where, inner)
            return
        if len(inner) > 1:
            yield _of_records(where, [{"key": key, **one} for key, one in inner.items()])
        numbers = {key: one for key, one in value.items() if _is_plain(one)}
        if numbers:
            name = path[-1] if path else "value"
            yield Table(where, list(numbers), [[_written(one) for one in numbers.values()]])
            yield Table(where, ["key", name], [[k, _written(v)] for k, v in numbers.items()])
        for key, one in value.items():
            yield from _in_json(where, one, (*path, str(key)))


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _flat(record: dict) -> dict[str, str]:
    """Return the plain values of a record, and those of what it nests one step deep."""
    inner = [one for one in record.values() if isinstance(one, dict)]
    every = {k: v for one in [*inner, record] for k, v in one.items() if _is_plain(v)}
    return {str(key): _written(value) for key, value in every.items()}


def _of_records(where: str, records: list[dict[str, str]]) -> Table:
    header = list(dict.fromkeys(key for record in records for key in record))
    return Table(where, header, [[record.get(key, ABSENT) for key in header] for record in records])


def _of_facts(where: str, facts: dict[str, dict[str, str]]) -> Table:
    """Turn facts ("city.05315000.n_reports": value) into a row per thing, a column per measure."""
    rows: dict[str, dict[str, str]] = {}
    for name, fact in facts.items():
        thing, _, measure = name.rpartition(".")
        row = rows.setdefault(thing, {f"fact{at}": key for at, key in enumerate(thing.split("."))})
        # "fewer than 5" and "5 to 99" have a limit as their value: what is said counts.
        says = next((w for w in ("de", "en") if numbers.is_vague(fact.get(w, ""))), "value")
        row[measure or "value"] = fact.get(says, "")
    return _of_records(where, list(rows.values()))


def _parquet(where: str, content: bytes) -> Part:
    """Read the distinct texts of each column."""
    frame = pd.read_parquet(io.BytesIO(content))
    lines = [" ".join(map(str, frame.columns))]
    for column in frame.select_dtypes(["str", "object", "category"]):
        lines += frame[column].dropna().astype("str").unique().tolist()
    return Part(where, "parquet", "\n".join(lines), [])


def _pdf(where: str, content: bytes) -> Iterator[Part]:
    from pypdf import PdfReader
    from pypdf.generic import NameObject

    reader = PdfReader(io.BytesIO(content))
    properties = json.dumps(dict(reader.metadata or {}), default=str, ensure_ascii=False)
    yield Part(f"{where} (properties)", "pdf", properties, [])
    for number, page in enumerate(reader.pages, start=1):
        drawn = page.get_contents()
        data = drawn.get_data() if drawn is not None else b""
        if len(data) > LONG:
            drawn.set_data(PATH.sub(b"", data))
            page[NameObject("/Contents")] = drawn
        told = [bytes.fromhex(alt.decode()).decode("utf-16-be") for alt in ALT.findall(data)]
        text = "\n".join([page.extract_text(), *told])
        yield Part(f"{where} (page {number})", "pdf", text, [])
