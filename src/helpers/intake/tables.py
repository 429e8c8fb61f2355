"""Tables: read any export as text, cell by cell, and say how the file was written."""

import csv
import io
import itertools
import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from helpers.errors import CampaignError
from helpers.intake import sheets
from helpers.intake.cells import tidy, written

DELIMITERS = (";", ",", "\t")
LARGEST_CELL = 1 << 27
"""Characters that one cell may have before the reader gives up (a quote that never closes)."""
SEPARATOR = re.compile(r'"?sep=(.)"?\s*\n')
"""A first line by which Excel is told the delimiter."""
SHOWN = "\x1a"
"""Stands in a cell that was quoted and empty, where a tool means more by it than by no cell."""
QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
WEB_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.I)
JSON_START = re.compile(r'\s*(?:\[\s*\{|\{\s*")')


@dataclass(frozen=True)
class Table:
    """A file as text: `header`, `rows` (each as long as the header) and how it was written.

    numbers: the 1-based row number of each row in the file; `first` is the header's.
    problems: row number → why that row cannot be used. spilt: row number → its cells
    beyond the last header.
    sheet, left_out: of a workbook, the sheet that was read and the others.
    offered, shown: options of the multi-choice question, and those that each row's sender was
    shown (joined like the answers); both empty where the file does not tell.
    """

    path: Path
    kind: str
    encoding: str
    delimiter: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    problems: dict[int, str] = field(default_factory=dict)
    spilt: dict[int, list[str]] = field(default_factory=dict)
    first: int = 1
    sheet: str = ""
    left_out: tuple[str, ...] = ()
    offered: str = ""
    shown: list[str] = field(default_factory=list)


def read(path: Path, expected: tuple[str, ...] = (), mark_shown: bool = False) -> Table:
    """Read the CSV, XLSX or JSON file `path` as text in Unicode's composed form (NFC).

    expected: headers that the file should have; they decide between delimiters and sheets.
    mark_shown: write SHOWN into CSV cells that are quoted and empty.
    Raises CampaignError for a file that is missing, empty, or neither CSV nor XLSX.
    """
    if not path.is_file():
        raise CampaignError(f"{path}: expected a file, found none.")
    content = path.read_bytes()
    if not content.strip():
        raise CampaignError(f"{path}: expected a header and rows, got an empty file.")
    if content.startswith(b"PK\x03\x04"):
        wanted = {tidy(name) for name in expected if name}
        sheet, lines, left_out = sheets.read(path, content, wanted)
        return _table(path, "XLSX", lines, expected, sheet=sheet, left_out=tuple(left_out))
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise CampaignError(
            f"{path}: expected CSV or XLSX, got another kind of file "
            f"(it starts with {content[:4]!r}). Save it as CSV or XLSX first."
        )
    text, encoding = decode(path, content)
    if WEB_PAGE.match(text):
        raise CampaignError(
            f"{path}: expected CSV, got a web page. Was the export opened without logging in? "
            "Download it again from the tool, and look at it in a text editor."
        )
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if path.suffix.lower() == ".json" or JSON_START.match(text):
        return _from_json(path, text, encoding)
    if mark_shown:
        text = QUOTED.sub(lambda cell: f'"{SHOWN}"' if cell[0] == '""' else cell[0], text)
    return _from_csv(path, text, encoding, expected)


def decode(path: Path, content: bytes) -> tuple[str, str]:
    """Decode bytes by their BOM, else as UTF-8, UTF-16 (by its zero bytes) or Windows-1252.

    >>> decode(Path("x"), "Köln".encode("cp1252"))
    ('Köln', 'cp1252')
    >>> decode(Path("x"), "Köln".encode("utf-16"))
    ('Köln', 'utf-16')
    """
    if content.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif content[:2000].count(0) * 5 > len(content[:2000]):
        little = content[1:2000:2].count(0) >= content[0:2000:2].count(0)
        candidates = ["utf-16-le" if little else "utf-16-be", "utf-8"]
    else:
        candidates = ["utf-8", "cp1252"]
    for encoding in candidates:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError as error:
            last = error
        if encoding == "utf-8" and _is_damaged_utf8(content):
            candidates = ["utf-8"]
            break
    line = content[: last.start].count(b"\n") + 1
    raise CampaignError(
        f"{path}: expected text in {' or '.join(candidates)}, got a byte that is none in line "
        f"{line} (position {last.start})."
    )


def _is_damaged_utf8(content: bytes) -> bool:
    """Tell whether a few bad bytes in a UTF-8 file would turn all its umlauts into signs."""
    text = content.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(letter > "\x7f" for letter in text) - bad
    return good > bad


def _from_csv(path: Path, text: str, encoding: str, expected: tuple[str, ...]) -> Table:
    told = SEPARATOR.match(text)
    delimiter = told[1] if told else _delimiter(text, expected)
    lines = _parse(path, text, delimiter)
    return _table(path, "CSV", lines, expected, encoding=encoding, delimiter=delimiter)


def _delimiter(text: str, expected: tuple[str, ...]) -> str:
    """Choose the delimiter that finds most expected headers, then most cells, at the top."""

    def fitness(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        top = [[tidy(cell) for cell in line] for line in itertools.islice(reader, 5)]
        found = max(sum(tidy(name) in line for name in expected if name) for line in [[], *top])
        return found, len(next(filter(any, top), []))

    limit = csv.field_size_limit(LARGEST_CELL)
    try:
        return max(DELIMITERS, key=fitness)
    finally:
        csv.field_size_limit(limit)


def _parse(path: Path, text: str, delimiter: str) -> list[list[str]]:
    limit = csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines, began = [], 1
    try:
        for line in reader:
            lines.append(line)
            began = reader.line_num + 1
    except csv.Error as error:
        raise CampaignError(f"{path}: line {began}: expected CSV cells, got: {error}") from error
    else:
        if _open_quote(text, lines, delimiter):
            raise CampaignError(
                f"{path}: row {len(lines)}: expected a closing quote, got the end of the file."
            )
        return lines
    finally:
        csv.field_size_limit(limit)


def _open_quote(text: str, lines: list[list[str]], delimiter: str) -> bool:
    """Tell whether the last record only ends because the file does."""
    if not lines or not any("\n" in cell for cell in lines[-1]):
        return False
    try:
        list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _from_json(path: Path, text: str, encoding: str) -> Table:
    """Read an array of flat objects; a key that only some have is empty in the others."""
    try:
        objects = json.loads(text)
    except (ValueError, RecursionError) as error:
        page = " a web page" if text.lstrip()[:1] == "<" else ""
        raise CampaignError(f"{path}: expected JSON, got{page}: {error}") from error
    if isinstance(objects, dict):
        objects = next((value for value in objects.values() if isinstance(value, list)), None)
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        raise CampaignError(f"{path}: expected a JSON array of objects.")
    if not objects:
        raise CampaignError(f"{path}: expected reports in the JSON array, got an empty one.")
    header = list(dict.fromkeys(key for one in objects for key in one))
    rows = [[written(one.get(key)) for key in header] for one in objects]
    return _table(path, "JSON", [[*map(written, header)], *rows], encoding=encoding)


def _table(
    path: Path, kind: str, lines: list[list[str]], expected: tuple[str, ...] = (), **about: object
) -> Table:
    """Separate header and rows; rows of another length are padded, or named as a problem."""
    while lines and not any(lines[-1]):
        lines = lines[:-1]
    top = _top(lines, {tidy(name) for name in expected if name})
    header = [tidy(cell) for cell in lines[top]] if lines else []
    while header and not header[-1]:
        header.pop()
    if not header:
        raise CampaignError(f"{path}: row {top + 1}: expected a header, got an empty row.")
    rows, numbers, problems, spilt = [], [], {}, {}
    for number, line in enumerate(lines[top + 1 :], start=top + 2):
        if not any(line):
            if not line:
                continue
            line = [""] * len(header)
        if any(line[len(header) :]):
            spilt[number] = line[len(header) :]
            problems[number] = f"{len(line)} cells where the header has {len(header)}"
        rows.append((line + [""] * len(header))[: len(header)])
        numbers.append(number)
    if not rows:
        raise CampaignError(f"{path}: expected rows under the header, got none.")
    told = {"encoding": "", "delimiter": "", **about}
    return Table(path, kind, header=header, rows=rows, numbers=numbers, problems=problems,
                 spilt=spilt, first=top + 1, **told)  # fmt: skip


def _top(lines: list[list[str]], wanted: set[str]) -> int:
    """Find the header: the first line that is filled, unless a title stands above it.

    A title is a line that has none of the wanted headers, where a line close below has several.
    """
    top = next((n for n, line in enumerate(lines) if any(line) and not _tells_sep(line)), 0)
    found = [len(wanted & set(map(tidy, line))) for line in lines[top : top + 5]]
    if found and not found[0] and max(found) > 1:
        top += found.index(max(found))
    return top


def _tells_sep(line: list[str]) -> bool:
    return line[0].startswith("sep=") and not any(line[1:])
