"""Archive: read back what was published when, from data/releases/.

data/releases/NNNN/ holds one release: `release.json` (number, date, k, hashes), the published
tables, `cells.csv` and `sums.csv` (the plan: which counts were shown and how they add up),
the extract, and `handed_out.txt` (which reports the extract holds, as digests). A folder is written
once and never changed.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import Settings


@dataclass(frozen=True)
class Release:
    """One release as it was published.

    tables: name → published table. cells: index = cell id, columns as in CELLS. sums: `system,
    name, total, part`. handed_out: digests of the reports in the extract. fingerprint: of the
    published tables; basis: of the reports behind.
    """

    number: int
    date: date
    tables: dict[str, pd.DataFrame]
    cells: pd.DataFrame
    sums: pd.DataFrame
    handed_out: frozenset[str]
    fingerprint: str
    basis: str


def read_all(settings: Settings) -> list[Release]:
    """Return all releases of the campaign, the oldest first.

    Raises CampaignError for a release folder that is damaged or missing in between.
    """
    folders = sorted(p for p in settings.releases.glob("*") if p.is_dir() and p.name.isdigit())
    releases = [read(folder) for folder in folders]
    numbers = [int(folder.name) for folder in folders]
    if not (numbers == [r.number for r in releases] == list(range(1, len(numbers) + 1))):
        raise CampaignError(
            f"{settings.releases}: expected releases numbered 1, 2, 3 …, got {numbers}. "
            "Releases are only ever added; restore the missing one from version control."
        )
    return releases


def read(folder: Path) -> Release:
    """Read one release back, with the types that its tables had."""
    try:
        content = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        tables = {n: _table(folder / f"{n}.csv", t) for n, t in content["types"].items()}
        return Release(
            number=content["number"],
            date=date.fromisoformat(content["date"]),
            tables=tables,
            cells=_table(folder / "cells.csv", CELLS).set_index("cell"),
            sums=pd.read_csv(folder / "sums.csv", dtype="str", keep_default_na=False),
            handed_out=frozenset((folder / "handed_out.txt").read_text(encoding="utf-8").split()),
            fingerprint=content["fingerprint"],
            basis=content["basis"],
        )
    except FileNotFoundError as error:
        raise CampaignError(f"{error.filename}: missing; restore the release folder.") from error
    except (KeyError, ValueError) as error:
        raise CampaignError(f"{folder}: not as it was written ({error}); restore it.") from error


CELLS = {
    "cell": "str",
    "system": "str",
    "value": "Int64",
    "exact": "bool",
    "lower": "float64",
    "listed": "bool",
    "fixed": "bool",
}
"""Columns of the plan: the printed `value` (NA: withheld), and whether it is exact."""


def as_csv(frame: pd.DataFrame) -> str:
    """Write a table as a release keeps it."""
    return frame.to_csv(index=False, lineterminator="\n", na_rep="", date_format="%Y-%m-%d")


def _table(path: Path, types: dict[str, str]) -> pd.DataFrame:
    """Read a table back; an empty text is "" in rows that are shown, NA in suppressed ones."""
    frame = pd.read_csv(path, dtype="str", keep_default_na=False)
    hidden = frame.get("suppressed", pd.Series("False", index=frame.index)) == "True"
    return pd.DataFrame({name: _typed(frame[name], kind, hidden) for name, kind in types.items()})


def _typed(texts: pd.Series, kind: str, suppressed: pd.Series) -> pd.Series:
    """Turn the texts of one column back into its type."""
    if kind in ("str", "object"):
        return texts.mask(suppressed & (texts == ""))
    if kind.startswith("datetime"):
        return pd.to_datetime(texts).astype(kind)
    if kind in ("bool", "boolean"):
        return texts.map({"True": True, "False": False}).astype(kind)
    numbers = pd.to_numeric(texts.mask(texts == ""))
    return numbers.astype("Float64").astype("Int64") if kind == "Int64" else numbers.astype(kind)
