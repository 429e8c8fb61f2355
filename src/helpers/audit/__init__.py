"""Audit: what can a reader work out from everything that is published? Shares nothing with it.

In: the files of `reports/`, the release archive `data/releases/NNNN/` and, if given, what else
somebody may read (the operator's extract); public tables of places and inhabitants; campaign.yml;
the raw reports, for the search for identifiers. Out: findings. None of its business: how counts
were protected, and how texts were redacted; nothing is imported from there.

A reader is taken to know:

- A count of 1 to k−1 reports (`privacy.k`) is never printed; zeros are. A printed count is exact as
  of its release. A withheld count is 1 to k−1. A range holds the true count.
- A number that is still one of an earlier release (`as_of_release`) is the truth of that release,
  and tells nothing of the present count.
- Places nest: district, city, Kreis, Land, all located reports. A Kreis may have reports without a
  city, a city such without a district. Days make weeks and weekdays, hours make weekdays, weeks
  make all. A report may name several faults. The parts of any other crossing add up where those
  that are printed whole do.
- Rates, limits of intervals, shares, running totals, ranks, the order of rows, and numbers in
  sentences follow from counts, with their rounding.
- Perhaps reports only ever come in: no count falls from one release to the next. The audit is made
  with this assumption and without it.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import Settings

SHOWN = 12
"""How many findings the message names."""


@dataclass
class Report:
    """What the audit looked at, and what it found."""

    findings: pd.DataFrame
    """`kind`, `file`, `where`, `said`."""
    cells: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Each withheld or ranged cell: `release, cell, least, most, n_values, settled`."""
    constraints: dict[str, int] = field(default_factory=dict)
    """Printed numbers that bound a count, by file."""
    unknown: list[str] = field(default_factory=list)
    """Columns of numbers that no formula of the audit explains."""


def audit(settings: Settings, folders: list[Path] | None = None, **more) -> pd.DataFrame:
    """Return the findings of `examine`: `kind`, `file`, `where`, `said`."""
    return examine(settings, folders, **more).findings


def examine(
    settings: Settings,
    folders: list[Path] | None = None,
    extra: list[Path] | None = None,
    rules: list[tuple[dict, float, float, str]] | None = None,
    identifiers: bool = True,
) -> Report:
    """Look at all that is published, jointly over tables and releases.

    folders: what is published now; without it reports/ and facts.json. extra: folders that this
    reader has besides. rules: further sums that somebody declares of the draft, as (terms by cell,
    least, most, said); they can only narrow. identifiers: search for personal data, too.
    """
    from helpers.audit import counts, editions, identifying, places

    if folders is None:
        folders = [settings.out, settings.processed / "facts.json"]
    known = places.read(settings.home / "data" / "raw")
    printed = editions.read(settings, [*map(Path, folders), *(extra or [])], known)
    report = counts.examine(printed, known, settings.privacy.k, rules or [])
    if identifiers:
        found = identifying.search(settings, printed.parts, known)
        report.findings = pd.concat([report.findings, found], ignore_index=True)
    return report


def gate(settings: Settings) -> None:
    """Stop publication if anything that was written leads to a person or to a small count.

    Raises CampaignError naming file, place in it, kind and raw row (never the piece itself), or
    the count that can be told.
    """
    findings = audit(settings)
    unclear = findings["kind"] == "contradiction"
    # Read wrongly here, or written so: no leak by itself.
    for row in findings[unclear].itertuples():
        print(f"Audit: {row.file}: {row.where}: {row.said}")
    findings = findings[~unclear]
    if len(findings):
        lines = [f"  {row.file}: {row.where}: {row.said}" for row in findings[:SHOWN].itertuples()]
        more = f"\n  … and {len(findings) - SHOWN} more" if len(findings) > SHOWN else ""
        raise CampaignError(
            f"The audit found {len(findings)} leak(s); nothing may be published:\n"
            + "\n".join(lines) + more
        )  # fmt: skip
