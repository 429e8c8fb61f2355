"""Release: publish the draft, and say of the present tables which release they are.

What a release folder holds is described in `helpers.suppress.archive`; it is written once and
never changed. What a later release may show is decided in `helpers.suppress.hold`.
"""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import store, style, suppress
from helpers.errors import CampaignError
from helpers.settings import Settings
from helpers.suppress import archive
from helpers.suppress.archive import Release

TABLES = ("laender", *suppress.TABLES)
"""The published tables that a release keeps."""


@dataclass(frozen=True)
class Status:
    """Whether pages show a draft or a release; `de`, `en`: how a page says so."""

    draft: bool
    number: int
    date: date | None
    de: str
    en: str


def status(settings: Settings) -> Status:
    """Say what pages made from the present tables are: a draft, or release so and so.

    They are the last release if its published tables equal the present ones.
    """
    released = last(settings)
    if released is None:
        return _draft(1)
    if not _has_tables(settings) or fingerprint(settings) != released.fingerprint:
        return _draft(released.number + 1)
    day = {language: style.day(released.date, language) for language in ("de", "en")}
    return Status(
        draft=False,
        number=released.number,
        date=released.date,
        de=f"Ausgabe {released.number}, veröffentlicht am {day['de']}",
        en=f"Release {released.number}, published on {day['en']}",
    )


def published_state(settings: Settings) -> list[Release]:
    """Return all releases of the campaign, the oldest first.

    Raises CampaignError for a release folder that is damaged or missing in between.
    """
    return archive.read_all(settings)


def last(settings: Settings) -> Release | None:
    """Return the newest release, None before the first."""
    releases = published_state(settings)
    return releases[-1] if releases else None


def publish(settings: Settings, day: date) -> Release:
    """Add the present draft to data/releases/ as the next release, whole or not at all.

    Raises CampaignError if nothing changed since the last release, if `day` lies before it, or if
    the report is not made, or was stopped by the attack test.
    """
    before = last(settings)
    present = status(settings)
    if not present.draft:
        raise CampaignError(f"{settings.releases}: nothing changed since release {present.number}.")
    if before is not None and day < before.date:
        raise CampaignError(
            f"release {present.number}: expected a date from {before.date} (release "
            f"{before.number}) on, got {day}."
        )
    _require_report(settings)
    folder = settings.releases / f"{present.number:04d}"
    settings.releases.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".release.", dir=settings.releases))
    try:
        _write(settings, building, present.number, day)
        building.chmod(0o755)
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return archive.read(folder)


def digest(settings: Settings, report_ids: pd.Series) -> pd.Series:
    """Return a digest per report id, which tells a report again and tells nothing else."""
    return report_ids.map(
        lambda name: hashlib.sha256(f"{settings.id}\n{name}".encode()).hexdigest()[:24]
    ).astype("str")


def batches(settings: Settings, reports: pd.DataFrame) -> pd.Series:
    """Return for each report the release whose extract first held it, else the coming one.

    reports: needs `report_id`. Returns an integer Series with the index of `reports`.
    """
    releases = published_state(settings)
    current = status(settings)
    coming = current.number
    names = digest(settings, reports["report_id"])
    batch = pd.Series(coming, index=reports.index, dtype="int64")
    for release in reversed(releases):
        batch = batch.mask(names.isin(release.handed_out), release.number)
    return batch


def tables_by_batch(settings: Settings) -> dict[int, dict[str, pd.DataFrame]]:
    """Return for each batch of the extract the published tables that decided on its places."""
    known = {release.number: release.tables for release in published_state(settings)}
    coming = status(settings).number
    return {**known, coming: _present(settings)} if coming not in known else known


def inputs(settings: Settings) -> list[Path]:
    """List the files that decide on places and batches: published tables and releases."""
    tables = [settings.processed / f"03_published_{name}.parquet" for name in TABLES]
    released = sorted(settings.releases.glob("*/release.json"))
    return [path for path in tables if path.exists()] + released


def fingerprint(settings: Settings) -> str:
    """Return a hash of what a release fixes: the published tables and what of texts is let out."""
    tables = _present(settings)
    parts = [settings.privacy.description, str(settings.privacy.description_max_length)]
    parts += [f"{name}\n{archive.as_csv(tables[name])}" for name in sorted(tables)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _draft(number: int) -> Status:
    return Status(
        draft=True,
        number=number,
        date=None,
        de="Entwurf, noch nicht veröffentlicht",
        en="Draft, not yet published",
    )


def _present(settings: Settings) -> dict[str, pd.DataFrame]:
    """Read the published tables that stage 03 wrote."""
    return {
        name: store.read(settings, f"03_published_{name}")
        for name in TABLES
        if (settings.processed / f"03_published_{name}.parquet").exists()
    }


def _has_tables(settings: Settings) -> bool:
    return (settings.processed / "03_published_kreise.parquet").exists()


def _require_report(settings: Settings) -> None:
    """Stop unless the report is made and the attack test has let it pass."""
    needed = [
        settings.processed / "03_published_cells.parquet",
        settings.processed / "05_handed_out.parquet",
        settings.out / "extract" / "extract.csv",
        settings.processed / "published.json",  # written once the attack test found nothing
    ]
    for path in needed:
        if not path.exists():
            raise CampaignError(f"{path}: not there yet. Make the report first, then release it.")


def _write(settings: Settings, folder: Path, number: int, day: date) -> None:
    """Write one release into `folder`."""
    tables = _present(settings)
    for name, frame in tables.items():
        store.write_text(archive.as_csv(frame), folder / f"{name}.csv")
    for name in ("cells", "sums"):
        plan = store.read(settings, f"03_published_{name}")
        store.write_text(archive.as_csv(plan), folder / f"{name}.csv")
    shutil.copyfile(settings.out / "extract" / "extract.csv", folder / "extract.csv")
    handed_out = store.read(settings, "05_handed_out")["report_id"]
    digests = sorted(digest(settings, handed_out))
    store.write_text("".join(f"{line}\n" for line in digests), folder / "handed_out.txt")
    content = {
        "number": number,
        "date": day.isoformat(),
        "as_of": settings.as_of.isoformat(),
        "k": settings.privacy.k,
        "description": settings.privacy.description,
        "types": {n: {c: str(t) for c, t in f.dtypes.items()} for n, f in tables.items()},
        "fingerprint": fingerprint(settings),
        "basis": suppress.basis(settings),
    }
    store.write_json(content, folder / "release.json")
