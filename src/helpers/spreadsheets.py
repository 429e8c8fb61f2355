"""Spreadsheets: published tables as people open them: one workbook, and CSV for their Excel.

Headers are words, numbers are rounded as pages round them, codes stay text. German spreadsheets
read semicolons and decimal commas; a mark at the front tells them that the file is UTF-8.
"""

import datetime
import io
import numbers
import re
import zipfile

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from helpers import schema, store

CODES = ("ags5", "ags8")
"""Columns of digits that are no numbers: `AGS` stands before them in a CSV, or the first
spreadsheet eats their zeros."""
DIGITS = {"0 to 1": 3, "reports": 1, "per 10,000 inhabitants": 2}
SEPARATORS = {"de": (";", ","), "en": (",", ".")}
YES = {"de": {True: "ja", False: "nein"}, "en": {True: "yes", False: "no"}}
DATES = {"de": ("%d.%m.%Y", "DD.MM.YYYY"), "en": ("%Y-%m-%d", "YYYY-MM-DD")}


def readable(name: str, frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return published table `name` with headers in words, rounded numbers, yes and no.

    A header is the column's meaning up to its first semicolon; of two alike the second keeps its
    short name as well.
    """
    known = schema.TABLES[name].columns
    frame = store.neutralise(frame).drop(columns=_other(frame, language))
    headers: dict[str, str] = {}
    for key in frame:
        said = (known[key].de if language == "de" else known[key].en) or known[key].en or key
        said = said.split(";")[0]
        headers[key] = f"{said} ({key})" if said in headers.values() else said
    made = {key: _rounded(frame[key], known[key].unit, language) for key in frame}
    return pd.DataFrame(made, index=frame.index).rename(columns=headers)


def csv(name: str, frame: pd.DataFrame, language: str) -> bytes:
    """Return a published table as a CSV that the language's spreadsheets open by double click."""
    codes = {key: frame[key].astype("str") for key in frame if key in CODES}
    marked = {key: ("AGS " + code).where(code.ne(""), "") for key, code in codes.items()}
    separator, decimal = SEPARATORS[language]
    table = readable(name, frame.assign(**marked), language)
    text = table.to_csv(
        index=False, sep=separator, decimal=decimal, date_format=DATES[language][0],
        lineterminator="\r\n",
    )  # fmt: skip
    return text.encode("utf-8-sig")


def workbook(
    sheets: dict[str, pd.DataFrame],
    language: str,
    title: str,
    author: str,
    widths: dict[str, int] | None = None,
) -> bytes:
    """Return an XLSX workbook with a sheet per table; its bytes depend on its content alone.

    sheets: sheet name → table, its formulas neutralised. widths: of columns, in letters.
    """
    book = Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        _fill(book.create_sheet(name[:31]), table, language, widths)
    book.properties.title, book.properties.creator = title, author
    stream = io.BytesIO()
    book.save(stream)
    return _still(stream.getvalue())


def _fill(sheet, table: pd.DataFrame, language: str, widths: dict[str, int] | None) -> None:
    """Write a table into a sheet: bold frozen header, filter, columns wide enough to read."""
    sheet.append([_cell(str(name)) for name in table.columns])
    for row in table.itertuples(index=False):
        sheet.append([_cell(value) for value in row])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    for place, (name, column) in enumerate(table.items(), start=1):
        head = sheet.cell(1, place)
        head.font, head.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
        sheet.column_dimensions[get_column_letter(place)].width = (widths or {}).get(name, 24)
        if pd.api.types.is_datetime64_any_dtype(column):
            for line in range(2, len(table) + 2):
                sheet.cell(line, place).number_format = DATES[language][1]


def _still(content: bytes) -> bytes:
    """Return the same workbook without any time of writing."""
    moment = datetime.datetime(*store.STILL).isoformat() + "Z"
    times = rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in sorted(book.namelist())}
    core = "docProps/core.xml"
    parts[core] = re.sub(times, rb"\g<1>" + moment.encode(), parts[core])
    return store.zipped(list(parts.items()))


def _other(frame: pd.DataFrame, language: str) -> list[str]:
    """List the columns of words in the other language."""
    other = "en" if language == "de" else "de"
    return [key for key in frame if key == other or key.endswith(f"_{other}")]


def _rounded(column: pd.Series, unit: str, language: str) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return column.astype("object").map(YES[language])
    if pd.api.types.is_float_dtype(column):
        return column.round(DIGITS.get(unit, 3))
    return column


def _cell(value: object) -> object:
    """Return what a cell holds: numbers and days as such, else text without control characters."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))
