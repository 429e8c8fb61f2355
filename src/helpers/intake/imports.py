"""Imports: take an export into a campaign, and say what it brought."""

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import clean, intake, store
from helpers.errors import CampaignError
from helpers.intake import register
from helpers.intake.understanding import Understanding
from helpers.settings import Settings


@dataclass(frozen=True)
class Imported:
    """What one import brought: rows read, new, known already, and unusable with reasons."""

    said: Understanding
    path: Path
    replaced: bool
    n_added: int
    n_known: int
    n_changed: int
    rejected: dict[str, int]

    def as_text(self) -> str:
        """Say it in lines, after what was understood of the file."""
        changed = f" ({self.n_changed:,} of them changed since)" if self.n_changed else ""
        lines = [
            self.said.as_text(),
            f"  read {self.said.n_rows:,} rows: {self.n_added:,} added, "
            f"{self.n_known:,} known already{changed}, {sum(self.rejected.values()):,} rejected",
            *(f"    {reason}: {n:,}" for reason, n in self.rejected.items()),
            f"  kept as {self.path}"
            + (" (in place of the older export: it holds all its rows)" if self.replaced else ""),
        ]
        return "\n".join(lines)


def bring(file: Path, settings: Settings, form: str = "") -> Imported:
    """Copy the export `file` into the campaign's data/raw/reports and assign ids to new reports.

    form: name of the tool's format, remembered for this file; "" = as campaign.yml says. An export
    that holds all answers of the older file of its name takes that file's place; else both stay,
    and an answer counts once, as the newer export has it.
    Raises CampaignError for a file that cannot be read or mapped; then nothing is changed.
    """
    if not file.is_file():
        raise CampaignError(f"{file}: expected a file, found none.")
    if member := _only_table(file):
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file) as archive:
            unpacked = Path(folder) / Path(member).name
            unpacked.write_bytes(archive.read(member))
            return bring(unpacked, settings, form)
    source = intake.source_of(settings.raw / "reports" / file.name, settings)
    if form:
        source = source.model_copy(update={"format": form})
    rows, said = intake.rows_of(file, source, settings)
    target, replaced = _target(file, rows, source, settings)
    before = _known(settings)
    with _undone_on_error(target, settings.dir / intake.FORMATS):
        if target.resolve() != file.resolve():
            store.write_bytes(file.read_bytes(), target)
        if form:
            _remember(target.name, form, settings)
        if target.resolve() not in intake.files(settings):
            raise CampaignError(
                f"{target.name}: no pattern of campaign.yml (reports.files) finds it: "
                f"{', '.join(settings.reports.files)}. Add one for {target.suffix} files."
            )
        after, _ = intake.collect(settings)
    here = after[after["source_file"] == target.relative_to(settings.dir).as_posix()]
    known = here["report_id"].isin(before.index)
    changed = known & here["report_id"].map(before).ne(here["fingerprint"])
    reason = clean.reject(here, settings)["reason"]
    twice = reason.eq(intake.KNOWN)
    bad = reason.ne("") & ~twice
    return Imported(
        said=said,
        path=target,
        replaced=replaced,
        n_added=int((~known & ~twice & ~bad).sum()),
        n_known=int(((known | twice) & ~bad).sum()),
        n_changed=int((changed & ~bad).sum()),
        rejected={str(words): int(n) for words, n in reason[bad].value_counts().items()},
    )


def _only_table(file: Path) -> str | None:
    """Name the one table in a ZIP archive, as Google Forms sends it; None for other files.

    Raises CampaignError for an archive with no table, or more than one.
    """
    if not zipfile.is_zipfile(file):
        return None
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    if "[Content_Types].xml" in names:  # an XLSX workbook
        return None
    found = [name for name in names if name.lower().endswith((".csv", ".xlsx", ".json"))]
    if len(found) != 1:
        raise CampaignError(
            f"{file}: expected a ZIP archive with one CSV, XLSX or JSON file, got "
            f"{', '.join(found) or 'none'}. Unpack it and import the files one by one."
        )
    return found[0]


@contextlib.contextmanager
def _undone_on_error(*paths: Path) -> Iterator[None]:
    """Give each file its old content back when the block raises a CampaignError."""
    older = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except CampaignError:
        for path, content in older.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif content != path.read_bytes():
                store.write_bytes(content, path)
        raise


def _remember(name: str, form: str, settings: Settings) -> None:
    """Note the format of one file for later runs."""
    path = settings.dir / intake.FORMATS
    register.write_formats({**register.read_formats(path), name: form}, path)


def _target(
    file: Path, rows: pd.DataFrame, source: object, settings: Settings
) -> tuple[Path, bool]:
    """Choose where the export goes: over its older self if that lost nothing, else beside it."""
    folder = settings.raw / "reports"
    wanted, number = folder / file.name, 1
    while wanted.exists() and wanted.resolve() != file.resolve():
        older, _ = intake.rows_of(wanted, source, settings)
        if _holds(rows, older):
            return wanted, True
        number += 1
        wanted = folder / f"{file.stem}-{number}{file.suffix}"
    return wanted, False


def _holds(newer: pd.DataFrame, older: pd.DataFrame) -> bool:
    """Tell whether each answer of `older` stands in `newer`, as often; an edited one does."""
    counts, needed = (
        rows["report_id"].mask(rows["report_id"].eq(""), rows["fingerprint"]).value_counts()
        for rows in (newer, older)
    )
    return bool(counts.reindex(needed.index, fill_value=0).ge(needed).all())


def _known(settings: Settings) -> pd.Series:
    """Return the reports that the campaign has already: `report_id` → fingerprint."""
    try:
        intake.files(settings)
    except CampaignError:
        return pd.Series(dtype="str")
    rows, _ = intake.collect(settings)
    counted = rows[rows["problem"].ne(intake.KNOWN)].drop_duplicates("report_id")
    return counted.set_index("report_id")["fingerprint"]
