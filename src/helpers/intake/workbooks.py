"""Workbooks: change cells of an XLSX file, and leave out what lies beside its table."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from helpers.intake import tables
from helpers.intake.tables import Table

Changes = dict[tuple[int, int], str]
SURROUNDINGS = "what surrounds the values: comments, filters, formats, names, properties"
CORE = "docProps/core.xml"
DAYS = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def beside_of(path: Path, table: Table) -> list[str]:
    """Name what a workbook holds beside the cells of its table."""
    book = openpyxl.load_workbook(path)
    sheet = book[table.sheet]
    found = [
        f'the sheet "{name}"' for name in table.left_out or book.sheetnames if name != table.sheet
    ]
    above = sheet.iter_rows(max_row=table.first - 1) if table.first > 1 else ()
    if any(cell.value is not None for row in above for cell in row):
        found.append("the lines above the header")
    if not found and not _is_plain(book, sheet, table):
        found.append(SURROUNDINGS)
    return found


def write(path: Path, table: Table, changes: Changes, beside: bool) -> bytes:
    """Return the workbook with the cells changed; with `beside`, its table alone, as plain values.

    A formula becomes the result that the file kept: openpyxl would write it without one. Caches of
    pivot tables, which hold copies of the cells, are left out, and so are the comments of a changed
    row.
    """
    book = openpyxl.load_workbook(path)
    results = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        sheet._pivots = []
        _keep_results(sheet, results[sheet.title])
    sheet = book[table.sheet]
    rows = {number for number, _ in changes}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.row in rows and hasattr(cell, "comment"):
                cell.comment = None
    for (number, place), new in changes.items():
        cell = sheet.cell(row=number, column=place + 1)
        if hasattr(cell, "hyperlink"):  # a cell below a merged one has neither value nor link
            cell.value, cell.hyperlink = new or None, None
    out = io.BytesIO()
    (_alone(sheet, table) if beside else book).save(out)
    return out.getvalue()


def without_pieces(path: Path, pieces: list[str], mark: str, beside_only: bool) -> bytes:
    """Return a workbook in whose cells and comments pieces of text are replaced by `mark`.

    beside_only: the sheet of the table keeps its cells; its comments are looked at all the same.
    """
    book = openpyxl.load_workbook(path)
    table = tables.read(path).sheet if beside_only else ""
    for sheet in book.worksheets:
        sheet._pivots = []
        for row in sheet.iter_rows():
            for cell in row:
                noted = getattr(cell, "comment", None)
                if noted and any(piece in noted.text for piece in pieces):
                    cell.comment = None
                if sheet.title != table and isinstance(cell.value, str):
                    for piece in pieces:
                        cell.value = cell.value.replace(piece, mark)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _keep_results(sheet: Worksheet, results: Worksheet) -> None:
    """Put the kept results in the place of formulas."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" and (kept := results[cell.coordinate].value) is not None:
                cell.value = kept


def _alone(sheet: Worksheet, table: Table) -> openpyxl.Workbook:
    """Copy the values of the table, and how they are written, to a new workbook."""
    book = openpyxl.Workbook()
    copy = book.active
    copy.title = sheet.title
    for row in sheet.iter_rows(min_row=table.first):
        for cell in row:
            if cell.value is not None:
                new = copy.cell(row=cell.row, column=cell.column, value=cell.value)
                new.number_format = cell.number_format
    return book


def _is_plain(book: openpyxl.Workbook, sheet: Worksheet, table: Table) -> bool:
    """Tell whether the workbook holds what `_alone` would write, and nothing more.

    Whatever else a workbook may hold (filters, rules, properties, …) is found without a list.
    """
    return _parts(book) == _parts(_alone(sheet, table))


def _parts(book: openpyxl.Workbook) -> dict[str, bytes]:
    """Return the parts of a workbook as it would be saved, without the days of saving."""
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[CORE] = DAYS.sub(b"", parts[CORE])
    return parts
