"""Raw: empty single rows of the raw files, and let them say that they were withdrawn."""

import pandas as pd

from helpers import intake, withdraw
from helpers.errors import CampaignError
from helpers.intake import formats, tables
from helpers.intake.cells import tidy
from helpers.intake.tables import Table
from helpers.purge import rewrite
from helpers.settings import Reports, Settings


def with_it(settings: Settings, report_id: str, reports: pd.DataFrame) -> list[str]:
    """Return the ids of further reports that are withdrawn together with one.

    These are the first of its chain and all repeats, and other versions of it in another export,
    as stage 01 sees them. reports: as `intake.read` returns them.
    """
    if report_id not in set(reports["report_id"]):
        return []
    from helpers import clean

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

    rows: `source_file, source_row, report_id`. One cell of each row then says which report it was
    (`withdraw.mark`). A row that says so already is left. The form's snapshot is none of these.
    """
    done = {}
    for name, mine in rows.groupby("source_file", sort=False):
        path = settings.dir / str(name)
        source = intake.source_of(path, settings)
        if source.format == "form":
            continue
        expected = tuple(source.columns.model_dump().values()) if source.columns else ()
        table = tables.read(path, expected)
        ids = dict(zip(mine["source_row"], mine["report_id"], strict=True))
        for number in withdraw.marked(table.rows, table.numbers, settings):
            ids.pop(number, None)
        if ids:
            rewrite.replace(path, _emptied(table, source, ids), expected)
            done[str(name)] = len(ids)
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
    """Empty the same rows in files that no source reads: an older export, a copy of an editor.

    A row is the same if all its cells are, or if one of its cells is the report's id.
    """
    read = {*intake.found(settings), settings.dir / intake.REGISTER, withdraw.path(settings)}
    places = (settings.raw / "reports", settings.handmade, settings.dir / "data" / "private")
    done = {}
    for path in (path for place in places for path in sorted(place.rglob("*"))):
        if not path.is_file() or path.is_symlink() or path.resolve() in read:
            continue
        try:
            table = tables.read(path)
        except CampaignError:  # no table: searched as text later on
            continue
        same = {
            number
            for number, row in zip(table.numbers, table.rows, strict=True)
            if tuple(row) in known or (set(ids) & set(row) and sum(map(bool, row)) > 2)
        }
        cells = zip(table.numbers, table.rows, strict=True)
        changes = {
            (number, place): ""
            for number, row in cells
            if number in same
            for place, cell in enumerate(row)
            if cell and cell not in ids
        }
        if changes:
            rewrite.replace(path, changes)
            done[path.relative_to(settings.dir).as_posix()] = len(same)
    return done


def _emptied(table: Table, source: Reports, ids: dict[int, str]) -> rewrite.Changes:
    """Return the changes that leave a row its time, its id and the mark."""
    form = formats.by_name(source.format, table)
    mapped = source.columns.model_dump() if source.columns else {}
    kept = {
        *(tidy(mapped[ours]) for ours in ("submitted_at", "report_id") if mapped.get(ours)),
        *(table.header[p] for p in (formats.position(table, form.submitted_at),) if p is not None),
        *(table.header[p] for p in (formats.position(table, form.report_id),) if p is not None),
    }
    free = [place for place, header in enumerate(table.header) if header not in kept]
    told = [tidy(mapped[ours]) for ours in ("description", "city_raw") if mapped.get(ours)]
    says = next((table.header.index(name) for name in told if name in table.header), free[0])
    longest = {number: table.widths.get(number, len(table.header)) for number in ids}
    return {
        (number, place): withdraw.mark(name) if place == says else ""
        for number, name in ids.items()
        for place in [*free, *range(len(table.header), longest[number])]
    }
