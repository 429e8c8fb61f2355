"""Files: what a purge changes in one raw file, cell by cell."""

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from helpers import clean, intake, private, redact, reject, store
from helpers.errors import CampaignError
from helpers.intake import formats, rewrite, tables
from helpers.intake.mapping import CONTACT
from helpers.purge import columns
from helpers.purge.columns import FIXED, GONE, MASKED, Column
from helpers.settings import Reports, Settings

SPILT = "[removed]"
"""Stands in the last cell of a row that has too many, so that it stays rejected for that."""


@dataclass(frozen=True)
class FilePlan:
    """What a purge would do to one file.

    expected: headers that campaign.yml names. columns: each column with its fate and reason.
    changes: the new text of each cell that changes; `masked` of them are not emptied.
    n_old, n_undated: rows before the day, and rows whose time cannot be read (they are purged too:
    nobody can say that they are still needed). beside, beside_still: what lies beside the table
    and goes, or goes once no row of the file is newer.
    """

    path: Path
    expected: tuple[str, ...]
    columns: list[Column]
    changes: rewrite.Changes
    n_rows: int
    n_old: int
    n_undated: int
    beside: list[str] = field(default_factory=list)
    beside_still: list[str] = field(default_factory=list)

    @property
    def masked(self) -> int:
        """Count the cells that are masked, not emptied."""
        return sum(bool(text) for text in self.changes.values())

    @property
    def empty(self) -> bool:
        """Tell whether nothing would change."""
        return not self.changes and not self.beside


def plan(rows: pd.DataFrame, path: Path, settings: Settings, before: pd.Timestamp) -> FilePlan:
    """Find what is personal in the old rows of one file; change nothing.

    rows: the file's rows of `intake.collect`.
    """
    source = intake.source_of(path, settings)
    expected = tuple(source.columns.model_dump().values()) if source.columns else ()
    table = tables.read(path, expected)
    form = formats.by_name(source.format, table)
    judged = columns.judge(table, source, form, settings)
    sent = rows["submitted_at"]
    old = rows[((sent < before) | sent.isna()) & ~rows["withdrawn"]]
    undated = int(old["submitted_at"].isna().sum())
    made = FilePlan(
        path, expected, judged, _changes(table, judged, old), len(rows), len(old) - undated, undated
    )
    return _with_beside(_without_needed(made, rows, source, settings), old, rows)


def content(plan: FilePlan) -> bytes:
    """Return the bytes of the file after the purge."""
    return rewrite.changed(plan.path, plan.changes, plan.expected, bool(plan.beside))


def read_again(plan: FilePlan, source: Reports, settings: Settings) -> pd.DataFrame:
    """Read the file as it would be after the purge, with `fingerprint`."""
    return _read(content(plan), plan.path.name, source, settings)


def _read(after: bytes, name: str, source: Reports, settings: Settings) -> pd.DataFrame:
    with tempfile.TemporaryDirectory(prefix="einzelfall-") as folder:
        copy = Path(folder) / name
        with store.replacing(copy, private.OURS) as temporary:
            temporary.write_bytes(after)
        return intake.rows_of(copy, source, settings)[0]


def without_texts(plan: FilePlan, numbers: set[int]) -> FilePlan:
    """Return the plan without masking in the rows `numbers`."""
    kept = {at: text for at, text in plan.changes.items() if not (text and at[0] in numbers)}
    return replace(plan, changes=kept)


def _changes(table: tables.Table, judged: list[Column], old: pd.DataFrame) -> rewrite.Changes:
    """Return the changes in the old rows: personal columns emptied, others masked."""
    lines = {n: row for n, row in zip(table.numbers, table.rows, strict=True)}
    lines = {n: lines[n] for n in old["source_row"] if n in lines}
    changes: rewrite.Changes = {}
    for column in judged:
        cells = {n: row[column.place] for n, row in lines.items() if row[column.place]}
        if column.fate == GONE:
            changes |= {(n, column.place): "" for n in cells}
        elif column.fate == MASKED or column.ours == "submitted_at":
            changes |= {(n, column.place): text for n, text in _masked(cells, column, old).items()}
    for number, beyond in table.spilt.items():
        if number in lines:  # its cells have slipped: nothing in it stands under its header
            names = {column.place for column in judged if column.ours == "report_id"}
            wanted = ["" if n not in names else cell for n, cell in enumerate(lines[number])]
            wanted += [""] * (len(beyond) - 1) + [SPILT]
            cells = zip([*lines[number], *beyond], wanted, strict=True)
            changes = {at: text for at, text in changes.items() if at[0] != number}
            changes |= {(number, n): new for n, (was, new) in enumerate(cells) if was != new}
    return changes


def _masked(cells: dict[int, str], column: Column, old: pd.DataFrame) -> dict[int, str]:
    """Mask personal data in the cells of a column that stays; return those that change."""
    if not cells:
        return {}
    rows = old.drop_duplicates("source_row").set_index("source_row").loc[list(cells)]
    texts = pd.Series(cells, dtype="str")
    if column.ours in reject.SENT:
        stripped = texts.str.strip()
        after = clean.mask_texts(
            pd.DataFrame({column.ours: stripped}), rows["contact_name"], rows["contact_email"]
        )[column.ours]
        changed = after.ne(stripped)
    else:
        if column.ours == "submitted_at":
            texts = texts[rows["submitted_at"].isna()]
        elif column.ours:  # an answer that many give is no person's own words
            texts = texts[~texts.duplicated(keep=False)]
        mine = rows.loc[texts.index]
        after = redact.redact(texts, mine["contact_name"], mine["contact_email"])
        changed = after.ne(texts)
    return after[changed].to_dict()


def _without_needed(
    plan: FilePlan, rows: pd.DataFrame, source: Reports, settings: Settings
) -> FilePlan:
    """Keep a column after all if the reports would read otherwise without it; say so."""
    if _reads_alike(plan, rows, source, settings):
        return plan
    kept = list(plan.columns)
    for place, column in enumerate(plan.columns):
        if column.fate == GONE:
            alone = {at: text for at, text in plan.changes.items() if at[1] == column.place}
            if not _reads_alike(replace(plan, changes=alone), rows, source, settings):
                kept[place] = replace(
                    column, fate=FIXED, reason="the reports read otherwise without"
                )
    gone = {column.place for column in kept if column.fate == FIXED}
    changes = {at: text for at, text in plan.changes.items() if at[1] not in gone}
    made = replace(plan, columns=kept, changes=changes)
    if not _reads_alike(made, rows, source, settings):
        raise CampaignError(
            f"{plan.path}: not changed: without personal data its reports would read otherwise."
        )
    return made


def _reads_alike(plan: FilePlan, rows: pd.DataFrame, source: Reports, settings: Settings) -> bool:
    """Tell whether the file still gives the same reports, but for what is masked."""
    if not plan.changes:
        return True
    masked = [*reject.SENT, "submitted_raw", "categories_unknown"]
    other = [*CONTACT, "source_file", "fingerprint", "content", "problem", "report_id", "tool"]
    was = rows.drop(columns=[*masked, *other]).reset_index(drop=True)
    spilt = {number for (number, _), text in plan.changes.items() if text == SPILT}
    after = content(plan)
    try:
        now = _read(after, plan.path.name, source, settings)
    except CampaignError:
        return False
    now = now[was.columns].reset_index(drop=True)
    if len(now) != len(was):
        return False
    same = ~was["source_row"].isin(spilt)
    return now[same].equals(was[same])


def _with_beside(plan: FilePlan, old: pd.DataFrame, rows: pd.DataFrame) -> FilePlan:
    """Name what lies beside the table and is read by nobody; it goes once every row is old."""
    found = rewrite.beside_of(plan.path, plan.expected)
    if len(old) == int((~rows["withdrawn"]).sum()):
        return replace(plan, beside=found)
    return replace(plan, beside_still=found)
