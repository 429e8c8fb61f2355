"""Tables: read any export as text, cell by cell, and say how the file was written."""

import csv
import io
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import CampaignError

if TYPE_CHECKING:
    import openpyxl

DELIMITERS = (";", ",", "\t")
LARGEST_CELL = 1 << 27
"""Characters that one cell may have before the reader gives up (a quote that never closes)."""
SHOWN = "\x1a"
"""Stands in a cell that was quoted and empty, where a tool means more by it than by no cell."""
QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
JSON_START = re.compile(r'\s*(?:\[\s*\{|\{\s*")')
NO_LETTER = re.compile("[\ud800-\udfff]")
"""Halves of a letter, which JSON can hold and no file can."""


@dataclass(frozen=True)
class Table:
    """A file as text: `header`, `rows` (each as long as the header) and how it was written.

    numbers: the 1-based row number of each row in the file; the header is row 1.
    problems: row number → why that row cannot be used.
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
        return _from_xlsx(path, content, expected)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")):
        raise CampaignError(
            f"{path}: expected CSV or XLSX, got another kind of file "
            f"(it starts with {content[:4]!r}). Save it as CSV or XLSX first."
        )
    text, encoding = decode(path, content)
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
        candidates = ["utf-8", "cp1252"] if _no_damaged_utf8(content) else ["utf-8"]
    for encoding in candidates:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError as error:
            last = error
    row = content[: last.start].count(b"\n") + 1
    raise CampaignError(
        f"{path}: expected text in {' or '.join(candidates)}, got a byte that is neither "
        f"in row {row} (position {last.start})."
    )


def _no_damaged_utf8(content: bytes) -> bool:
    """Tell whether a few bad bytes in a UTF-8 file would turn all its umlauts into signs."""
    text = content.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(letter > "\x7f" for letter in text) - bad
    return good <= bad


def tidy(header: str) -> str:
    """Collapse blanks, line breaks and no-break spaces of a header.

    >>> tidy("  Ort\\xa0 oder\\nStadt ")
    'Ort oder Stadt'
    """
    return " ".join(header.replace("\ufeff", "").split())


def _from_csv(path: Path, text: str, encoding: str, expected: tuple[str, ...]) -> Table:
    delimiter = _delimiter(text, expected)
    lines = _parse(path, text, delimiter)
    return _table(path, "CSV", encoding, delimiter, lines)


def _delimiter(text: str, expected: tuple[str, ...]) -> str:
    """Choose the delimiter whose first record holds most expected headers, then most cells."""

    def fitness(delimiter: str) -> tuple[int, int]:
        first = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        headers = [tidy(cell) for cell in first]
        return sum(tidy(name) in headers for name in expected if name), len(headers)

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
    rows = [[_cell(one.get(key)) for key in header] for one in objects]
    return _table(path, "JSON", encoding, "", [header, *rows])


def _from_xlsx(path: Path, content: bytes, expected: tuple[str, ...]) -> Table:
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    if _is_other_archive(content):
        raise CampaignError(
            f"{path}: expected CSV or XLSX, got a ZIP archive. Unpack it, or take it into the "
            "campaign by `einzelfall import`."
        )
    broken = (
        InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, EOFError, SyntaxError,
    )  # fmt: skip
    try:
        sheets = _sheets(openpyxl.load_workbook(io.BytesIO(content), read_only=True))
        if any(_is_formula(cell) for lines in sheets for line in lines for cell in line):
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = _with_results(sheets, _sheets(book))
    except broken as error:
        raise CampaignError(f"{path}: expected an XLSX workbook, got: {error}") from error
    filled = [lines for lines in sheets if any(any(line) for line in lines)]
    if not filled:
        raise CampaignError(f"{path}: expected a header and rows, got an empty workbook.")
    wanted = {tidy(name) for name in expected if name}

    def fitness(lines: list[list[str]]) -> int:
        return len(wanted & {tidy(cell) for cell in lines[0]})

    return _table(path, "XLSX", "", "", max(filled, key=fitness))


def _is_other_archive(content: bytes) -> bool:
    """Tell whether a ZIP archive is sound and no XLSX workbook."""
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def _sheets(book: "openpyxl.Workbook") -> list[list[list[str]]]:
    return [
        [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    ]


def _is_formula(cell: str) -> bool:
    return cell.startswith("=")


def _with_results(written: list, computed: list) -> list[list[list[str]]]:
    """Put a formula's result in its place; its own text stays where the file keeps no result."""
    return [
        [
            [
                (result or cell) if _is_formula(cell) else cell
                for cell, result in zip(line, results, strict=True)
            ]
            for line, results in zip(lines, lines_computed, strict=True)
        ]
        for lines, lines_computed in zip(written, computed, strict=True)
    ]


def _cell(value: object) -> str:
    """Write a spreadsheet's value as text: times in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", NO_LETTER.sub("\ufffd", str(value)))


def _table(path: Path, kind: str, encoding: str, delimiter: str, lines: list[list[str]]) -> Table:
    """Separate header and rows; rows of another length are padded, or named as a problem."""
    header = [tidy(cell) for cell in lines[0]] if lines else []
    while header and not header[-1]:
        header.pop()
    if not header:
        raise CampaignError(f"{path}: row 1: expected a header, got an empty row.")
    while lines and not any(lines[-1]):
        lines = lines[:-1]
    rows, numbers, problems = [], [], {}
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            if not line:
                continue
            line = [""] * len(header)
        if any(line[len(header) :]):
            problems[number] = f"{len(line)} cells where the header has {len(header)}"
        rows.append((line + [""] * len(header))[: len(header)])
        numbers.append(number)
    if not rows:
        raise CampaignError(f"{path}: expected rows under the header, got none.")
    return Table(path, kind, encoding, delimiter, header, rows, numbers, problems)
