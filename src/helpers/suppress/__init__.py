"""Suppress: publish counts of places, times and kinds so that no small count can be worked out.

The rule: a count of 1 to k−1 reports is withheld (primary suppression), and so many other counts
with it that sums, bounds and linked tables give no reader fewer than k possible values for it
(complementary suppression). Zeros are published: where nobody reported, nobody is found out.
See docs/disclosure.md.
"""

import hashlib

import pandas as pd
from scipy import sparse

from helpers import store
from helpers.settings import Settings
from helpers.suppress import hold, kinds, linked, places, times
from helpers.suppress.archive import Release, read_all
from helpers.suppress.blank import blank
from helpers.suppress.protect import protect
from helpers.suppress.system import System

TABLES = (
    "kreise",
    "cities",
    "districts",
    "weeks",
    "days",
    "hours",
    "categories",
    "cooccurrence",
)
"""The internal tables `03_<name>` that have a published twin `03_published_<name>`."""


def publish(
    tables: dict[str, pd.DataFrame],
    k: int,
    earlier: list[Release] | None = None,
    unchanged: bool = False,
    touching: sparse.spmatrix | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the published twins of the evaluated tables, `laender`, and the plan behind them.

    tables: name (see TABLES; some may be missing) → frame with `n_reports` and its keys.
    k: the smallest count that is published. earlier: what was released before, oldest first.
    unchanged: the reports are those of the last release, which then decides everything.
    touching: which Kreise touch, in the order of their table; without it no statistic of a
    neighbourhood is published.
    Returns the same rows and columns, `suppressed` added; a suppressed row keeps its names and
    has NA in every count and statistic. Totals over all rows are not part of the tables.
    `cells` and `sums` are the plan (see `archive.CELLS`); they hold printed numbers only.
    Raises CampaignError when parts count more than their total.
    """
    earlier = earlier or []
    tables = {**_empty(), **tables}
    tables["laender"] = _laender(tables["kreise"])
    cells, sums = (earlier[-1].cells, earlier[-1].sums) if unchanged else _plan(tables, k, earlier)
    published = {"cells": cells.rename_axis("cell").reset_index(), "sums": sums}
    for name, frame in tables.items():
        cell = cell_ids(name, frame).reset_index(drop=True)
        plan = cells[["value", "exact"]].reindex(cell).reset_index(drop=True).assign(cell=cell)
        plan["exact"] = plan["exact"].fillna(False).astype(bool)
        old = earlier[-1].tables.get(name, pd.DataFrame()) if earlier else pd.DataFrame()
        if len(old):
            old = old.assign(_cell=cell_ids(name, old))
        published[name] = blank(_without_curve(frame, name, cells["exact"]), plan, name, old)
    published["districts"] = linked.without_shares(published["districts"], cells)
    published["kreise"] = linked.without_neighbours(published["kreise"], cells, touching)
    return published


def publish_tables(settings: Settings) -> dict[str, pd.DataFrame]:
    """Read the tables `03_*`, write their published twins `03_published_*`, and return them."""
    from helpers.suppress import tables as described  # noqa: F401 (they are checked on writing)

    tables = {
        name: store.read(settings, f"03_{name}")
        for name in TABLES
        if (settings.processed / f"03_{name}.parquet").exists()
    }
    earlier = read_all(settings)
    unchanged = bool(earlier) and earlier[-1].basis == basis(settings)
    touching = linked.touching(tables["kreise"])
    published = publish(tables, settings.privacy.k, earlier, unchanged, touching)
    for name, frame in published.items():
        if name in tables or name in ("laender", "cells", "sums"):
            store.writer(settings, f"03_published_{name}")(frame)
    return published


def basis(settings: Settings) -> str:
    """Return a hash of the reports behind the counts, and of k: equal means nothing changed."""
    located = settings.processed / "02_located.parquet"
    behind = store.sha256(located) if located.exists() else ""
    return hashlib.sha256(f"{behind} k={settings.privacy.k}".encode()).hexdigest()


def systems(tables: dict[str, pd.DataFrame]) -> dict[str, System]:
    """Return the linked systems of the tables, with nothing hidden yet."""
    tables = {**_empty(), **tables}
    built = {"kinds": kinds.system(tables["categories"], tables["cooccurrence"])}
    if len(tables["kreise"]):
        built["places"] = places.system(tables["kreise"], tables["cities"], tables["districts"])
    if len(tables["days"]):
        built["times"] = times.system(tables["days"], tables["hours"])
    return built


def _plan(
    tables: dict[str, pd.DataFrame], k: int, earlier: list[Release]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Decide for every cell what is printed, and how the cells add up."""
    all_cells, all_sums = [], []
    for name, system in systems(tables).items():
        known = bool(earlier) and (earlier[-1].cells["system"] == name).any()
        decided = hold.against(system, name, earlier, k) if known else protect(system, k)
        cells = decided.cells
        cells["printed"] = cells["printed"].mask(cells["hopeless"])
        printed = cells["value"].where(cells["shown"] & cells["listed"], cells["printed"])
        plan = pd.DataFrame(
            {
                "system": name,
                "value": printed.astype("Int64"),
                "exact": cells["shown"].astype(bool),
                "lower": cells["lower"].where(~cells["shown"], 0.0),
                "listed": cells["listed"].astype(bool),
                "fixed": cells["fixed"].astype(bool),
            }
        )
        all_cells.append(plan)
        all_sums.append(system.sums.assign(system=name))
    sums = pd.concat(all_sums, ignore_index=True)[["system", "name", "total", "part"]]
    return pd.concat(all_cells), sums


def _without_curve(frame: pd.DataFrame, name: str, exact: pd.Series) -> pd.DataFrame:
    """Withhold the running total where it would tell a withheld day."""
    if name != "days" or "n_cumulative" not in frame:
        return frame
    curve = frame["n_cumulative"].astype("Int64")
    return frame.assign(n_cumulative=curve.where(times.curve_known(frame, exact.to_dict())))


def cell_ids(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the id of the cell that each row of a table prints."""
    match name:
        case "laender":
            return "land:" + frame["land"]
        case "kreise":
            return "kreis:" + frame["ags5"]
        case "cities":
            return "city:" + frame["ags8"]
        case "districts":
            return "district:" + frame["ags8"] + ":" + frame["district"]
        case "weeks":
            return "week:" + frame["week"].astype("str")
        case "days":
            return "day:" + _stamp(frame)
        case "hours":
            weekday, hour = frame["weekday"].astype("str"), frame["hour"].astype("str")
            return "hour:" + weekday + ":" + hour
        case "categories":
            return "category:" + frame["category"]
        case "cooccurrence":
            return kinds.pair_cell(frame["category_a"], frame["category_b"])
    raise ValueError(f"no published twin is known for table {name}")


def _stamp(days: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(days["day"]).dt.strftime("%Y-%m-%d").astype("str")


def _laender(kreise: pd.DataFrame) -> pd.DataFrame:
    """Add the Kreise up to Länder: `land, population, n_reports, reports_per_10k`."""
    columns = ["n_reports", *({"population"} & set(kreise.columns))]
    laender = kreise.groupby("land", as_index=False, sort=True)[columns].sum()
    if "population" in columns:
        laender["reports_per_10k"] = laender["n_reports"] / laender["population"] * 10_000
    return laender


def _empty() -> dict[str, pd.DataFrame]:
    """Return an empty frame for each table that may be missing."""
    keys = {
        "kreise": ["ags5", "land"],
        "cities": ["ags8", "ags5"],
        "districts": ["ags8", "district"],
        "weeks": ["week"],
        "days": ["day"],
        "hours": ["weekday", "hour"],
        "categories": ["category"],
        "cooccurrence": ["category_a", "category_b"],
    }
    count = {"n_reports": pd.Series(dtype=int)}
    return {
        name: pd.DataFrame({**{column: pd.Series(dtype="str") for column in columns}, **count})
        for name, columns in keys.items()
    }
