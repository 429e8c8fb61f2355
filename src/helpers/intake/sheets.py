"""Sheets: the reports' sheet of an XLSX workbook, as text."""

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import CampaignError
from helpers.intake.cells import tidy, written

if TYPE_CHECKING:
    import openpyxl

Lines = list[list[str]]


def read(path: Path, content: bytes, wanted: set[str]) -> tuple[str, Lines, list[str]]:
    """Return the name and the lines of the sheet with most of the `wanted` headers.

    Names the other sheets that hold something, too. A formula is read as the result that the file
    keeps, else as its own text.
    Raises CampaignError for no workbook, an empty one, and for reports in two sheets.
    """
    sheets = {name: lines for name, lines in _load(path, content).items() if any(map(any, lines))}
    if not sheets:
        raise CampaignError(f"{path}: expected a header and rows, got an empty workbook.")

    def fitness(name: str) -> int:
        return max(len(wanted & set(map(tidy, line))) for line in sheets[name][:5])

    best = max(sheets, key=fitness)
    same = [name for name in sheets if sheets[name][0] == sheets[best][0] and any(sheets[best][0])]
    if len(same) > 1:
        raise CampaignError(
            f"{path}: the sheets {', '.join(same)} have the same header. "
            "Save each as a file of its own, so that the reports of all are counted."
        )
    return best, sheets[best], [name for name in sheets if name != best]


def _load(path: Path, content: bytes) -> dict[str, Lines]:
    import openpyxl

    try:
        _check_archive(path, content)
        sheets = _lines(openpyxl.load_workbook(io.BytesIO(content), read_only=True))
        if any(map(_is_formula, (c for lines in sheets.values() for line in lines for c in line))):
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            results = _lines(book)
            sheets = {name: _with_results(sheets[name], results[name]) for name in sheets}
    except CampaignError:
        raise
    except Exception as error:  # on damaged files openpyxl raises errors of any kind
        raise CampaignError(f"{path}: expected an XLSX workbook, got: {error}") from error
    return sheets


def _check_archive(path: Path, content: bytes) -> None:
    """Stop at a ZIP archive that is something else than a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    if any(name.startswith("xl/") for name in names):
        return
    kinds = {"word/": "a Word document", "ppt/": "a presentation", "content.xml": "OpenDocument"}
    found = (kind for start, kind in kinds.items() if any(n.startswith(start) for n in names))
    raise CampaignError(
        f"{path}: expected CSV or XLSX, got {next(found, 'a ZIP archive')}. Save the table as CSV "
        "or XLSX; `einzelfall import` also takes a ZIP archive that holds one."
    )


def _lines(book: "openpyxl.Workbook") -> dict[str, Lines]:
    sheets = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        sheets[sheet.title] = [
            [written(value) for value in row] for row in sheet.iter_rows(values_only=True)
        ]
    return sheets


def _is_formula(cell: str) -> bool:
    return cell.startswith("=")


def _with_results(lines: Lines, computed: Lines) -> Lines:
    return [
        [
            (result or cell) if _is_formula(cell) else cell
            for cell, result in zip(line, results, strict=True)
        ]
        for line, results in zip(lines, computed, strict=True)
    ]
