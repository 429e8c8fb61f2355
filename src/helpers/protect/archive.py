"""Archive: read back what was published when, from data/releases/.

data/releases/NNNN/ holds one release: `release.json` (number, date, k, who read it), the protected
tables, and `cells.csv` (what was printed of each count, and the release whose count it is). A
folder is written once and never changed; it holds printed numbers only.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import schema
from helpers.errors import CampaignError
from helpers.settings import Settings

TABLES = tuple(
    name.removeprefix("03_")
    for name, table in schema.TABLES.items()
    if name.startswith("03_") and table.of not in ("count", "quote")
)
"""The protected tables `03_<name>`: the only counts that later stages and readers get."""


@dataclass(frozen=True)
class Release:
    """One release as it was published.

    tables: name → protected table. cells: index = cell id, `low, high, as_of`. k: of that day.
    fingerprint: of the tables. opened: the release in which counts moved last; n_opened: all
    reports at that time.
    """

    number: int
    date: date
    k: int
    tables: dict[str, pd.DataFrame]
    cells: pd.DataFrame
    fingerprint: str
    opened: int
    n_opened: int


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
        return Release(
            number=content["number"],
            date=date.fromisoformat(content["date"]),
            k=content["k"],
            tables={name: _table(folder, name) for name in content["tables"]},
            cells=_table(folder, "cells").set_index("cell"),
            fingerprint=content["fingerprint"],
            opened=content["opened"],
            n_opened=content["n_opened"],
        )
    except FileNotFoundError as error:
        raise CampaignError(f"{error.filename}: missing; restore the release folder.") from error
    except (KeyError, ValueError) as error:
        raise CampaignError(f"{folder}: not as it was written ({error}); restore it.") from error


def as_csv(frame: pd.DataFrame) -> str:
    """Write a table as a release keeps it."""
    return frame.to_csv(index=False, lineterminator="\n", na_rep="", date_format="%Y-%m-%d")


def _table(folder: Path, name: str) -> pd.DataFrame:
    """Read a table back in the types of `helpers.schema`."""
    frame = pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False)
    kinds = {column: known.dtype for column, known in schema.TABLES[f"03_{name}"].columns.items()}
    if list(frame.columns) != list(kinds):
        raise ValueError(f"{name}.csv has the columns {', '.join(frame.columns)}")
    return pd.DataFrame({column: _typed(frame[column], kind) for column, kind in kinds.items()})


def _typed(texts: pd.Series, kind: str) -> pd.Series:
    """Turn the texts of one column back into its type."""
    if kind == "str":
        return texts
    if kind.startswith("datetime"):
        return pd.to_datetime(texts).astype(kind)
    if kind == "bool":
        return texts.map({"True": True, "False": False}).astype(kind)
    return pd.to_numeric(texts.mask(texts == "")).astype("Float64").astype(kind)
