"""All: what the figures are made of, and which there are."""

from pathlib import Path

import pandas as pd

from helpers import facts, store
from helpers.figures.show import about, names
from helpers.settings import Settings

PUBLISHED = "04_"


def inputs(settings: Settings) -> list[Path]:
    """List the files that figures are drawn from: published tables, curves over all areas."""
    return sorted(settings.processed.glob(f"{PUBLISHED}*.parquet"))


def published(settings: Settings) -> dict[str, pd.DataFrame]:
    """Read all published tables, by name without `04_`."""
    paths = sorted(settings.processed.glob(f"{PUBLISHED}*.parquet"))
    return {path.stem.removeprefix(PUBLISHED): store.read(settings, path.stem) for path in paths}


def begin(settings: Settings) -> Path:
    """Remove the figures of an earlier run, so that none outlives its data; return their folder."""
    folder = settings.out / "figures"
    for path in folder.glob("*"):
        if path.is_file():
            path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def counted(settings: Settings) -> dict[str, facts.Fact]:
    """State how many figures there are: `figures.n`."""
    n = len(names(settings))
    what_de, what_en = "Zahl der Abbildungen", "number of figures"
    return {"figures.n": facts.Fact(n, str(n), str(n), what_de, what_en, unit="figures")}


def listing(settings: Settings) -> pd.DataFrame:
    """List the figures: `figure`, `n` (reports behind it), `csv_columns` (number of columns)."""
    known = [about(settings, name) for name in names(settings)]
    return pd.DataFrame(
        {
            "figure": [one["name"] for one in known],
            "n": pd.array([one["n"] for one in known], dtype="Int64"),
            "csv_columns": [len(one["columns"]) for one in known],
        }
    ).set_index("figure")
