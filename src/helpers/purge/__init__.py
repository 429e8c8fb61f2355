"""Purge: remove the contact data of old reports from the raw files, when it is no longer needed.

The reports themselves stay, and keep their ids: the register of ids looks only at columns without
contact data. This is the one place where a raw file is replaced, and a person has to ask for it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import intake
from helpers.intake import formats, tables
from helpers.intake.cells import tidy
from helpers.intake.mapping import CONTACT, PERSONAL
from helpers.purge import rewrite
from helpers.settings import Reports, Settings


@dataclass(frozen=True)
class FilePlan:
    """What a purge would do to one file.

    expected: headers that campaign.yml names. columns: positions of the contact columns.
    cells: (row number, column position) of each filled contact cell of an old report; the header
    is row 1. n_old, n_undated: rows before the day, and rows whose time cannot be read (they are
    purged too: nobody can say that they are still needed). n_rows: all rows.
    """

    path: Path
    expected: tuple[str, ...]
    header: list[str]
    columns: list[int]
    cells: list[tuple[int, int]]
    n_rows: int
    n_old: int
    n_undated: int


@dataclass(frozen=True)
class Plan:
    """What a purge would do: to each file, and to the form's database (number of reports)."""

    before: date
    files: list[FilePlan]
    n_form: int = 0

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to remove."""
        return not any(file.cells for file in self.files) and not self.n_form


def plan(settings: Settings, before: date) -> Plan:
    """Find the contact data of reports that were sent before the day `before`; change nothing.

    Raises CampaignError where a file cannot be read.
    """
    found = [
        _file_plan(path, source, settings, before)
        for path in intake.files(settings)
        if (source := intake.source_of(path, settings)).format != "form"
    ]
    return Plan(before, found, _count_form(settings, before))


def carry_out(settings: Settings, plan: Plan) -> None:
    """Write each file of the plan anew, without the contact data that the plan names.

    A file is replaced whole or not at all, and only after the new one was read back: every other
    cell must be as it was. CSV keeps every other byte.
    Raises CampaignError, with the old file in its place, where that is not so.
    """
    for file in plan.files:
        if file.cells:
            rewrite.without(file.path, set(file.cells), file.expected)
    if plan.n_form:
        _purge_form(settings, plan.before)


def as_text(plan: Plan, settings: Settings) -> str:
    """Say in words what the plan would do."""
    lines = [f"Contact data of reports sent before {plan.before:%Y-%m-%d}:"]
    for file in plan.files:
        where = (
            file.path.relative_to(settings.dir)
            if file.path.is_relative_to(settings.dir)
            else file.path
        )
        names = ", ".join(f'"{file.header[place]}"' for place in file.columns) or "none"
        lines.append(
            f"  {where}: {len(file.cells):,} cells in {len({row for row, _ in file.cells}):,} of "
            f"{file.n_rows:,} rows (contact columns: {names}; {file.n_old:,} rows are older, "
            f"{file.n_undated:,} have no readable time and count as older)"
        )
    if plan.n_form:
        lines.append(f"  database of the form: {plan.n_form:,} reports, and its snapshot")
    if plan.empty:
        lines.append("  nothing to remove")
    return "\n".join(lines)


def _file_plan(path: Path, source: Reports, settings: Settings, before: date) -> FilePlan:
    columns = source.columns
    expected = tuple(columns.model_dump().values()) if columns else ()
    table = tables.read(path, expected)
    contact = _contact_columns(table, source)
    times = _times(path, source, settings)
    sent = pd.to_datetime(pd.Series(table.numbers).map(times))
    old = (sent < pd.Timestamp(before)) | sent.isna()
    cells = [
        (number, place)
        for number, row, is_old in zip(table.numbers, table.rows, old, strict=True)
        for place in contact
        if is_old and row[place]
    ]
    undated = int(sent.isna().sum())
    return FilePlan(
        path, expected, table.header, contact, cells, len(sent), int(old.sum()) - undated, undated
    )


def _contact_columns(table: tables.Table, source: Reports) -> list[int]:
    """Return the positions of the columns that campaign.yml or the tool's format calls personal."""
    form = formats.by_name(source.format, table)
    mapped = source.columns.model_dump() if source.columns else {}
    named = {tidy(mapped[ours]) for ours in CONTACT if mapped.get(ours)}
    personal = PERSONAL.union(form.contact, form.contact_name, form.contact_email)
    return [
        place
        for place, header in enumerate(table.header)
        if header in named or header.casefold() in personal
    ]


def _times(path: Path, source: Reports, settings: Settings) -> pd.Series:
    """Return when each row was sent, by its row number in the file."""
    rows, _ = intake.rows_of(path, source, settings)
    return rows.drop_duplicates("source_row").set_index("source_row")["submitted_at"]


def _count_form(settings: Settings, before: date) -> int:
    """Count the old reports in the form's database that still have contact data."""
    if not any(source.format == "form" for source in intake.sources(settings)):
        return 0
    from helpers.intake.form import purge as form_purge

    return form_purge.contacts(settings, before, keep=True)


def _purge_form(settings: Settings, before: date) -> None:
    """Empty the contact fields in the form's database, and renew the snapshot."""
    from helpers.intake.form import purge as form_purge

    form_purge.contacts(settings, before)
    intake.snapshot(settings)
