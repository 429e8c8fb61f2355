"""Imports: take an export into a campaign, and say what it brought."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import intake, store
from helpers.errors import CampaignError
from helpers.intake import mapping
from helpers.settings import Settings


@dataclass(frozen=True)
class Imported:
    """What one import brought: rows read, new, known already, and unusable with reasons."""

    said: mapping.Understanding
    path: Path
    replaced: bool
    n_added: int
    n_known: int
    rejected: dict[str, int]

    def as_text(self) -> str:
        """Say it in lines, after what was understood of the file."""
        lines = [
            self.said.as_text(),
            f"  read {self.said.n_rows:,} rows: {self.n_added:,} added, "
            f"{self.n_known:,} known already, {sum(self.rejected.values()):,} rejected",
            *(f"    {reason}: {n:,}" for reason, n in self.rejected.items()),
            f"  kept as {self.path}"
            + (" (in place of the older export: it holds all its rows)" if self.replaced else ""),
        ]
        return "\n".join(lines)


def bring(file: Path, settings: Settings, form: str = "") -> Imported:
    """Copy the export `file` into the campaign's data/raw/reports and assign ids to new reports.

    form: name of the tool's format; "" = as campaign.yml says. An export that holds all rows of
    the older file of its name takes that file's place; else both stay, and equal rows count once.
    Raises CampaignError for a file that cannot be read or mapped; then nothing is changed.
    """
    if not file.is_file():
        raise CampaignError(f"{file}: expected a file, found none.")
    source = intake.source_of(settings.raw / "reports" / file.name, settings)
    if form and form != source.format:
        source = source.model_copy(update={"format": form})
    rows, said = intake.rows_of(file, source, settings)
    target, replaced = _target(file, rows, source, settings)
    before = _known(settings)
    older = target.read_bytes() if replaced else None
    store.write_bytes(file.read_bytes(), target)
    try:
        if target.resolve() not in intake.files(settings):
            raise CampaignError(
                f"{target.name}: no pattern of campaign.yml (reports.files) finds it: "
                f"{', '.join(settings.reports.files)}. Add one for {target.suffix} files."
            )
        after = intake.read(settings)
    except CampaignError:
        if older is None:
            target.unlink()
        else:
            store.write_bytes(older, target)
        raise
    here = after[after["source_file"] == target.relative_to(settings.dir).as_posix()]
    known = here["report_id"].isin(before) | here["problem"].eq(intake.KNOWN)
    bad = here["problem"].ne("") & here["problem"].ne(intake.KNOWN)
    return Imported(
        said=said,
        path=target,
        replaced=replaced,
        n_added=int((~known & ~bad).sum()),
        n_known=int((known & ~bad).sum()),
        rejected={str(reason): int(n) for reason, n in here["problem"][bad].value_counts().items()},
    )


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
    """Tell whether each row of `older` stands in `newer`, as often."""
    counts = newer["fingerprint"].value_counts()
    needed = older["fingerprint"].value_counts()
    return bool(counts.reindex(needed.index, fill_value=0).ge(needed).all())


def _known(settings: Settings) -> set[str]:
    """List the ids of reports that the campaign has already."""
    try:
        intake.files(settings)
    except CampaignError:
        return set()
    return set(intake.read(settings)["report_id"])
