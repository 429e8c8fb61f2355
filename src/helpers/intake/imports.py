"""Imports: take an export into a campaign, and say what it brought."""

import contextlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import intake, reject, store
from helpers.errors import CampaignError
from helpers.intake import register
from helpers.intake.understanding import Understanding
from helpers.settings import Reports, Settings

NOT_READABLE = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError,
    zlib.error,
)  # fmt: skip
"""What a damaged or locked archive raises."""


@dataclass(frozen=True)
class Imported:
    """What one import brought: rows read, new, known already, and unusable with reasons."""

    said: Understanding
    path: Path
    replaced: bool
    n_added: int
    n_known: int
    n_changed: int
    n_missing: int
    rejected: dict[str, int]

    def as_text(self) -> str:
        """Say it in lines, after what was understood of the file."""
        changed = f" ({self.n_changed:,} of them changed since)" if self.n_changed else ""
        place = ""
        if self.replaced:
            lost = (
                f"{self.n_missing:,} of its rows are" if self.n_missing else "none of its rows is"
            )
            place = f" (in place of the older export: {lost} missing)"
        lines = [
            self.said.as_text(),
            f"  read {self.said.n_rows:,} rows: {self.n_added:,} added, "
            f"{self.n_known:,} known already{changed}, {sum(self.rejected.values()):,} rejected",
            *(f"    {reason}: {n:,}" for reason, n in self.rejected.items()),
            f"  kept as {self.path}{place}",
        ]
        if self.n_missing and not self.replaced:
            lines.append(
                f"  the older export has {self.n_missing:,} rows that this one lacks (deleted, or "
                "edited in a tool without ids): they go on counting. --replace leaves them out."
            )
        return "\n".join(lines)


def bring(file: Path, settings: Settings, form: str = "", replace: bool = False) -> Imported:
    """Copy the export `file` into the campaign's data/raw/reports and assign ids to new reports.

    form: name of the tool's format, remembered for this file; "" = as campaign.yml says.
    replace: take the place of the older export of this name even if that had more rows; else both
    stay then. An answer counts once, as the newest export has it.
    Raises CampaignError for a file that cannot be read or mapped; then nothing is changed.
    """
    if not file.is_file():
        raise CampaignError(f"{file}: expected a file, found none.")
    if member := _only_table(file):
        with tempfile.TemporaryDirectory() as folder:
            return bring(_unpacked(file, member, Path(folder)), settings, form, replace)
    wanted = _place(file, settings)
    source = intake.source_of(wanted, settings, form)
    rows, said = intake.rows_of(file, source, settings)
    target, replaced, n_missing = _target(file, wanted, rows, source, settings, replace)
    before = _known(settings, without=target if target.resolve() == file.resolve() else None)
    lists = (settings.dir / intake.FORMATS, settings.dir / intake.REGISTER)
    with _undone_on_error(target, *lists):
        if target.resolve() != file.resolve():
            store.write_bytes(file.read_bytes(), target)
        named = form or register.read_formats(lists[0]).get(wanted.name, "")
        if named:
            _remember(target.name, named, settings)
        after, _ = intake.collect(settings)
    here = after[after["source_file"] == target.relative_to(settings.dir).as_posix()]
    known = here["report_id"].isin(before.index)
    changed = known & here["report_id"].map(before).ne(here["content"])
    reason = reject.reject(here, settings)["reason"]
    twice = reason.eq(intake.KNOWN)
    bad = reason.ne("") & ~twice
    return Imported(
        said=said,
        path=target,
        replaced=replaced,
        n_added=int((~known & ~twice & ~bad).sum()),
        n_known=int(((known | twice) & ~bad).sum()),
        n_changed=int((changed & ~bad).sum()),
        n_missing=n_missing,
        rejected={str(words): int(n) for words, n in reason[bad].value_counts().items()},
    )


def _place(file: Path, settings: Settings) -> Path:
    """Return where the file belongs; its ending is written small, as patterns have it.

    Raises CampaignError for a name that is ours, or that no pattern of campaign.yml finds.
    """
    inside = file.resolve().is_relative_to(settings.dir / "data/raw/reports")
    place = file.resolve() if inside else settings.raw / "reports" / file.name
    if not inside:
        place = place.with_suffix(file.suffix.lower())
    if not intake.belongs(place, settings):
        patterns = [pattern for one in intake.sources(settings) for pattern in one.files]
        raise CampaignError(
            f"{file.name}: not taken: campaign.yml (reports.files) finds {', '.join(patterns)}, "
            "but no hidden file and none of the campaign's own lists. Add a pattern, or give the "
            "file another name."
        )
    return place


def _only_table(file: Path) -> str | None:
    """Name the one table in a ZIP archive, as Google Forms sends it; None for other files.

    Raises CampaignError for an archive with no table, or more than one.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except NOT_READABLE:  # whatever it is, the reader of tables says it better
        return None
    if "[Content_Types].xml" in names or "content.xml" in names:  # an office document
        return None
    names = [name for name in names if not Path(name).name.startswith("._")]  # macOS adds them
    found = [name for name in names if name.lower().endswith((".csv", ".xlsx", ".json"))]
    if len(found) != 1:
        raise CampaignError(
            f"{file}: expected a ZIP archive with one CSV, XLSX or JSON file, got "
            f"{', '.join(found) or 'none'}. Unpack it and import the files one by one."
        )
    return found[0]


def _unpacked(file: Path, member: str, folder: Path) -> Path:
    """Write the archive's `member` to `folder`. Raises CampaignError where it cannot be read."""
    path = folder / Path(member).name
    try:
        with zipfile.ZipFile(file) as archive:
            path.write_bytes(archive.read(member))
    except NOT_READABLE as error:
        raise CampaignError(f"{file}: {member} cannot be unpacked: {error}") from error
    return path


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
    file: Path, wanted: Path, rows: pd.DataFrame, source: Reports, settings: Settings, replace: bool
) -> tuple[Path, bool, int]:
    """Choose where the export goes: over its older self if that lost nothing, else beside it.

    Returns the path, whether a file there is replaced, and how many rows of that file are missing
    in the new one.
    """
    path, number, n_missing = wanted, 1, 0
    while path.exists() and path.resolve() != file.resolve():
        older, _ = intake.rows_of(path, source, settings)
        n_missing = _n_missing(rows, older)
        if replace or not n_missing:
            return path, True, n_missing
        number += 1
        path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    if intake.source_of(path, settings).columns != source.columns or not intake.belongs(
        path, settings
    ):
        raise CampaignError(
            f"{wanted.name}: the older export has {n_missing:,} rows that this one lacks, so both "
            f"would stay; but campaign.yml (reports.files) does not read {path.name} like "
            f"{wanted.name}. Widen the pattern, or use --replace."
        )
    return path, False, n_missing


def _n_missing(newer: pd.DataFrame, older: pd.DataFrame) -> int:
    """Count the answers of `older` that `newer` has not, or less often; an edited one it has.

    What was taken back and emptied since is not missed.
    """
    older = older[~older["withdrawn"]]
    counts, needed = (
        rows["report_id"].mask(rows["report_id"].eq(""), rows["fingerprint"]).value_counts()
        for rows in (newer, older)
    )
    return int((needed - counts.reindex(needed.index, fill_value=0)).clip(lower=0).sum())


def _known(settings: Settings, without: Path | None) -> pd.Series:
    """Return the usable reports that the campaign has already: `report_id` → content."""
    try:
        intake.files(settings)
    except CampaignError:
        return pd.Series(dtype="str")
    rows, _ = intake.collect(settings)
    if without is not None:
        rows = rows[rows["source_file"].ne(without.relative_to(settings.dir).as_posix())]
    return rows[rows["problem"].eq("")].set_index("report_id")["content"]
