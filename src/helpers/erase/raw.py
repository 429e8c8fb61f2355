"""Raw: empty single rows of the raw files, and let them say that they were withdrawn."""

from pathlib import Path

import pandas as pd

from helpers import clean, intake, withdraw
from helpers.erase import handmade, packed
from helpers.errors import CampaignError
from helpers.intake import formats, rewrite, snapshots, tables
from helpers.intake.cells import tidy
from helpers.intake.tables import Table
from helpers.settings import Reports, Settings

GONE = "[withdrawn]"
"""Stands in the place of what was taken out where no program reads it."""


def with_it(settings: Settings, report_id: str, reports: pd.DataFrame) -> list[str]:
    """Return the ids of further reports that are withdrawn together with one.

    These are the first of its chain and all repeats, and other versions of it in another export,
    as stage 01 sees them. reports: as `intake.read` returns them.
    """
    if report_id not in set(reports["report_id"]):
        return []
    listed = frozenset(withdraw.read(settings)["report_id"])
    before = clean.clean(reports, settings, listed - {report_id}).ledger
    mine = before.loc[before["report_id"].eq(report_id) & before["repeat_of"].ne(""), "repeat_of"]
    first = {report_id, *mine}
    chain = first | set(before.loc[before["repeat_of"].isin(first), "report_id"])
    after = clean.clean(reports, settings, listed | chain).ledger
    gone = after["status"].eq("withdrawn") & before["status"].ne("withdrawn")
    more = sorted(chain | set(reports.loc[gone & reports["report_id"].ne(""), "report_id"]))
    return [name for name in more if name != report_id]


def empty(settings: Settings, rows: pd.DataFrame) -> dict[str, int]:
    """Empty rows in their raw files, but for time and id; return file → number of rows emptied.

    rows: `source_file, source_row, report_id, submitted_at`. One cell of each row then says which
    report it was (`withdraw.mark`); a row that says so already is left. The form's snapshot is
    none of these files.
    """
    done = {}
    for name, mine in rows.groupby("source_file", sort=False):
        path = settings.dir / str(name)
        source = intake.source_of(path, settings)
        if source.format == "form":
            continue
        expected = tuple(source.columns.model_dump().values()) if source.columns else ()
        table = tables.read(path, expected)
        marked = withdraw.marked(table.rows, table.numbers, settings)
        mine = mine[~mine["source_row"].isin(marked)]
        if len(mine):
            rewrite.replace(path, _emptied(table, source, mine), expected)
            done[str(name)] = len(mine)
    return done


def lines(settings: Settings, rows: pd.DataFrame) -> set[tuple[str, ...]]:
    """Return the cells of rows as their files have them, to know them again in a copy."""
    found = set()
    for name, mine in rows.groupby("source_file", sort=False):
        table = tables.read(settings.dir / str(name))
        numbers = set(mine["source_row"])
        found |= {
            tuple(row)
            for number, row in zip(table.numbers, table.rows, strict=True)
            if number in numbers and not any(map(withdraw.MARK.fullmatch, row))
        }
    return found


def empty_copies(settings: Settings, known: set[tuple[str, ...]], ids: list[str]) -> dict[str, int]:
    """Empty the same rows in files that no source reads: an older export, a copy, an archive.

    A row is the same if all its cells are, or if one of its cells is the report's id.
    """
    read = {*intake.found(settings), settings.dir / intake.REGISTER, withdraw.path(settings)}
    read |= {settings.dir / handmade.LOG, snapshots.path(settings)}
    places = (settings.raw / "reports", settings.handmade, settings.dir / "data" / "private")
    done = {}
    for path in (path for place in places for path in sorted(place.rglob("*"))):
        if not path.is_file() or path.is_symlink() or path.resolve() in read:
            continue
        if packed.is_packed(path) and not packed.is_workbook(path):
            with packed.unpacked(path) as inside:
                n = sum(_empty_copy(file, known, ids) for file in inside.values())
        else:
            n = _empty_copy(path, known, ids)
        if n:
            done[path.relative_to(settings.dir).as_posix()] = n
    return done


def _empty_copy(path: Path, known: set[tuple[str, ...]], ids: list[str]) -> int:
    """Empty the rows of one copy; return how many. What is no table is searched later on."""
    changes: rewrite.Changes = {}
    n = 0
    try:
        table = tables.read(path)
        for number, row in zip(table.numbers, table.rows, strict=True):
            if tuple(row) in known or (set(ids) & set(row) and sum(map(bool, row)) > 2):
                filled = [place for place, cell in enumerate(row) if cell and cell not in ids]
                changes |= {(number, place): "" for place in filled}
                changes |= {(number, place): GONE for place in filled[:1]}  # a row stays a row
                n += any(row[place] != GONE for place in filled)
        if n:
            rewrite.replace(path, changes)
    except CampaignError:
        return 0
    return n


def _emptied(table: Table, source: Reports, mine: pd.DataFrame) -> rewrite.Changes:
    """Return the changes that leave a row its id, its time if that is one, and the mark."""
    form = formats.by_name(source.format, table)
    mapped = source.columns.model_dump() if source.columns else {}

    def places(ours: str, own: tuple[str, ...]) -> set[int]:
        found = {n for n, head in enumerate(table.header) if mapped.get(ours)
                 and head == tidy(mapped[ours])}  # fmt: skip
        return found or {n for n in (formats.position(table, own),) if n is not None}

    ids, times = places("report_id", form.report_id), places("submitted_at", form.submitted_at)
    told = [tidy(mapped[ours]) for ours in ("description", "city_raw") if mapped.get(ours)]
    free = [n for n in range(len(table.header)) if n not in ids | times]
    says = next((table.header.index(name) for name in told if name in table.header), free[0])
    changes = {}
    for row in mine.itertuples():
        kept = ids | (set() if pd.isna(row.submitted_at) else times)
        for place in range(len(table.header) + len(table.spilt.get(row.source_row, []))):
            if place not in kept:
                text = withdraw.mark(row.report_id) if place == says else ""
                changes[row.source_row, place] = text
    return changes
