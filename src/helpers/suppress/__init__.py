"""Suppress: publish counts of places, times and kinds so that no small count can be worked out.

The rule: a count of 1 to k−1 reports is withheld (primary suppression), and so many other counts
with it that sums, bounds and linked tables give no reader fewer than k possible values for it
(complementary suppression). Zeros are published: where nobody reported, nobody is found out.
See docs/disclosure.md.
"""

import pandas as pd

from helpers import store
from helpers.settings import Settings
from helpers.suppress import kinds, places, times
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


def publish(tables: dict[str, pd.DataFrame], k: int) -> dict[str, pd.DataFrame]:
    """Return the published twins of the evaluated tables, and `laender`.

    tables: name (see TABLES; some may be missing) → frame with `n_reports` and its keys.
    k: the smallest count that is published.
    Returns the same rows and columns, `suppressed` added; a suppressed row keeps its names and
    has NA in every count and statistic. Totals over all rows are not part of the tables.
    Raises CampaignError when parts count more than their total.
    """
    tables = {**_empty(), **tables}
    shown = _shown(tables, k)
    published = {}
    for name, frame in (tables | {"laender": _laender(tables["kreise"])}).items():
        cell = _cell_ids(name, frame)
        hidden = ~cell.map(shown).fillna(True).astype(bool)
        published[name] = blank(frame, hidden, name)
    if "n_cumulative" in published["days"]:
        published["days"] = _blank_curve(published["days"], tables["days"]["n_cumulative"], shown)
    return published


def publish_tables(settings: Settings) -> dict[str, pd.DataFrame]:
    """Read the tables `03_*`, write their published twins `03_published_*`, and return them."""
    tables = {
        name: store.read(settings, f"03_{name}")
        for name in TABLES
        if (settings.processed / f"03_{name}.parquet").exists()
    }
    published = publish(tables, settings.privacy.k)
    for name, frame in published.items():
        if name in tables or name == "laender":
            store.writer(settings, f"03_published_{name}")(frame)
    return published


def systems(tables: dict[str, pd.DataFrame]) -> dict[str, System]:
    """Return the linked systems of the tables, with nothing hidden yet."""
    tables = {**_empty(), **tables}
    built = {"kinds": kinds.system(tables["categories"], tables["cooccurrence"])}
    if len(tables["kreise"]):
        built["places"] = places.system(tables["kreise"], tables["cities"], tables["districts"])
    if len(tables["days"]):
        built["times"] = times.system(tables["days"], tables["hours"])
    return built


def _shown(tables: dict[str, pd.DataFrame], k: int) -> dict[str, bool]:
    """Decide for every cell whether its number is printed."""
    shown: dict[str, bool] = {}
    for system in systems(tables).values():
        cells = protect(system, k).cells
        if cells["hopeless"].any():
            cells["shown"] &= cells["fixed"]
        shown |= cells["shown"].to_dict()
    return shown


def _cell_ids(name: str, frame: pd.DataFrame) -> pd.Series:
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


def _blank_curve(days: pd.DataFrame, curve: pd.Series, shown: dict[str, bool]) -> pd.DataFrame:
    """Withhold the running total where it would tell a withheld day."""
    known = times.curve_known(days, shown)
    return days.assign(n_cumulative=curve.astype("Int64").where(known))


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
