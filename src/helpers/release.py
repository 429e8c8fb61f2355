"""Release: publish the draft, and say of the present tables which release they are.

What a release folder holds is described in `helpers.protect.archive`; it is written once, whole or
not at all, and never changed. What a later release may show is decided in `helpers.protect.hold`.
"""

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import protect, store, style
from helpers.errors import CampaignError
from helpers.protect import archive
from helpers.protect.archive import TABLES, Release
from helpers.settings import Settings

HANDED_OUT = "handed_out.csv"
"""Which reports a released extract held; beside the extract, for nobody outside."""


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

    They are the last release if its protected tables equal the present ones.
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


def last(settings: Settings) -> Release | None:
    """Return the newest release, None before the first."""
    releases = protect.read_all(settings)
    return releases[-1] if releases else None


def publish(settings: Settings, day: date, approved: list[str], ready: str) -> Release:
    """Add the present draft to data/releases/ as the next release, whole or not at all.

    approved: who read it and says yes. ready: the mark that `pipeline.state` gives the present
    inputs and pages; the draft must have been made and audited with just that.
    Raises CampaignError if nothing changed since the last release, if `day` lies before it, if too
    few people approved, or if the report is not the finished, audited one of these inputs.
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
    people = require_approvals(settings, approved)
    _require_finished(settings, ready)
    folder = settings.releases / f"{present.number:04d}"
    settings.releases.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".release.", dir=settings.releases))
    try:
        _write(settings, building, present.number, day, people, before)
        building.chmod(0o755)
        _hand_out(settings, present.number)
        building.rename(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return archive.read(folder)


def require_approvals(settings: Settings, approved: list[str]) -> list[str]:
    """Return the different people of `approved`; stop if campaign.yml asks for more."""
    named = [" ".join(name.split()) for name in approved if name.strip()]
    people = list({name.casefold(): name for name in reversed(named)}.values())[::-1]
    if len(people) < settings.privacy.approvals:
        raise CampaignError(
            f"release {status(settings).number}: expected {settings.privacy.approvals} people who "
            f"read and approved it (campaign.yml, privacy.approvals), got {len(people)}: "
            "--approved-by NAME."
        )
    return people


def batches(settings: Settings, reports: pd.DataFrame) -> pd.Series:
    """Return for each report the release whose extract first held it, else the coming one.

    reports: needs `report_id`. Returns an integer Series with the index of `reports`.
    """
    known = _handed_out(settings).set_index("report_id")["batch"]
    released = last(settings)
    known = known[known <= (released.number if released else 0)]
    return reports["report_id"].map(known).fillna(status(settings).number).astype("int64")


def protected(settings: Settings) -> dict[int, dict[str, pd.DataFrame]]:
    """Return for each batch of the extract the protected tables that decided on its places."""
    known = {release.number: release.tables for release in protect.read_all(settings)}
    coming = status(settings).number
    return {**known, coming: _present(settings)} if coming not in known else known


def fingerprint(settings: Settings) -> str:
    """Return a hash of what a release fixes: the protected tables and what of texts is let out."""
    tables = _present(settings)
    parts = [settings.privacy.description, str(settings.privacy.description_max_length)]
    for name in sorted(tables):
        # The coming release's own number is no difference to the last one.
        known = tables[name].drop(columns="as_of_release")
        parts.append(f"{name}\n{archive.as_csv(known)}")
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
    """Read the protected tables that stage 03 wrote."""
    return {name: store.read(settings, f"03_{name}") for name in TABLES}


def _has_tables(settings: Settings) -> bool:
    return (settings.processed / "03_kreise.parquet").exists()


def _require_finished(settings: Settings, ready: str) -> None:
    """Stop unless the draft was made, audited and not touched since, from just these inputs."""
    path = settings.processed / "published.json"
    if not path.exists():
        raise CampaignError(f"{path}: not there yet. Make the report first, then release it.")
    if json.loads(path.read_text(encoding="utf-8"))["ready"] != ready:
        raise CampaignError(
            "The report was made from other reports, settings or releases than those that are "
            "there now, or its pages were changed since. Make it again, read it, then release it."
        )


def _handed_out(settings: Settings) -> pd.DataFrame:
    path = settings.extract / HANDED_OUT
    known = store.read_handmade(path, ["report_id", "batch"])
    return known.astype({"batch": "int64"})


def _hand_out(settings: Settings, number: int) -> None:
    """Keep which reports the extract of this release holds, for the next one."""
    known = _handed_out(settings)
    rows = store.read(settings, "06_handed_out")
    both = pd.concat([known[known["batch"] < number], rows]).drop_duplicates("report_id")
    store.write_csv(both, settings.extract / HANDED_OUT)
    (settings.extract / HANDED_OUT).chmod(0o600)


def _write(settings: Settings, folder: Path, number: int, day: date, people: list[str], before):
    """Write one release into `folder`."""
    tables = _present(settings)
    cells = store.read(settings, "03_cells")
    for name, frame in {**tables, "cells": cells}.items():
        store.write_text(archive.as_csv(frame), folder / f"{name}.csv")
    n_reports = int(tables["total"].set_index("what")["n_least"]["reports"])
    said = (cells["cell"] != "all") & np.isfinite(cells["high"])
    moved = bool((said & (cells["as_of"] == number)).any())
    content = {
        "number": number,
        "date": day.isoformat(),
        "as_of": settings.as_of.isoformat(),
        "approved": [{"name": name, "day": day.isoformat()} for name in people],
        "k": settings.privacy.k,
        "description": settings.privacy.description,
        "tables": sorted(tables),
        "fingerprint": fingerprint(settings),
        "opened": number if moved or before is None else before.opened,
        "n_opened": n_reports if moved or before is None else before.n_opened,
    }
    store.write_json(content, folder / "release.json")
