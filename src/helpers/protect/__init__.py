"""Protect: decide what may be printed of the counts, so that no small count can be told.

In: exact counts by place, time and fault (room `count`), and the earlier releases. Out: protected
tables, which could stand in a newspaper. Everything after stage 03 reads these and nothing else, so
that every published number is a function of them. None of its business: rates, models, words.

The rule: a count of 1 to k−1 is withheld, zero is printed, and other counts become ranges (the
Länder first) until no reader of all tables has fewer than k−1 values for a withheld one. See
docs/disclosure.md.
"""

import pandas as pd

from helpers import schema
from helpers.protect import crossings, decide, hold, kinds, places, things, times
from helpers.protect.archive import TABLES, Release, read_all

__all__ = ["TABLES", "Release", "overview", "read_all", "say_waiting", "tables"]

PRINTED = ["n_reports", "n_least", "n_most", "suppressed", "as_of_release"]
"""How each protected table says a count: exactly, or `n_least` to `n_most` and suppressed."""


OPERATORS = "place_operators"
"""Reports about other operators: other people's, tied to no sum of the campaign's own."""
SORTED = {"cities": [], "districts": ["ags8"], "categories": [], "things": []}
"""Tables whose rows stand by count, most first, within these columns."""


LISTED = {"cities": ["ags8"], "districts": ["ags8", "district"], "things": ["thing"]}
"""Tables that list what has k reports, and their keys."""


def tables(counted: dict[str, pd.DataFrame], n_reports: int, k: int, earlier: list[Release]):
    """Return the protected tables by name, and `cells`: what is printed of each count.

    counted: exact tables `kreise, cities, districts, things, weeks, days, hours, categories,
    cooccurrence` and, as far as there are any, the crossings `place_faults, place_times, follow_up,
    fixed` and `place_operators` (reports about others), each with its keys and `n_reports`.
    n_reports: all reports, which is printed. k: the smallest count that is published. earlier: the
    releases so far, the oldest first.
    Cities, districts and things are listed from k reports on: that a smaller one is on a list would
    tell that somebody reported from there. Hours are a table only from k reports an hour on the
    average: of fewer, hardly one could be printed.
    """
    before = earlier[-1] if earlier else None
    nothing = schema.empty("03_things")[["thing", "n_reports"]]
    counted = {"things": nothing, **counted, "laender": _laender(counted["kreise"])}
    for name, key in LISTED.items():
        old = before.tables.get(name) if before else None
        counted[name] = _listed(counted[name], old, key, k)
    had_hours = before is not None and len(before.tables.get("hours", ())) > 0
    if n_reports < k * len(counted["hours"]) and not had_hours:
        counted["hours"] = counted["hours"].iloc[:0]
    city = counted["districts"]["ags8"].isin(counted["cities"]["ags8"])
    counted["districts"] = counted["districts"][city].reset_index(drop=True)
    opened = before is None or hold.is_open(n_reports, before.n_opened, k)
    coming = before.number + 1 if before else 1
    systems = {
        "places": places.system(
            counted["kreise"], counted["cities"], counted["districts"], n_reports
        ),
        "times": times.system(counted["days"], counted["hours"], n_reports),
        "kinds": kinds.system(counted["categories"], counted["cooccurrence"], n_reports),
        "things": things.system(counted["things"], n_reports),
    }
    cells = []
    for name, system in systems.items():
        fresh = decide.printed(system, decide.levels(system, k), k)
        old = before.cells if before else pd.DataFrame(columns=["system", "low", "high", "as_of"])
        old = old.loc[old["system"] == name, ["low", "high", "as_of"]]
        decided = hold.settle(system, fresh, old, opened, k, coming)
        cells.append(decided[system.cells["listed"]].assign(system=name))
    cells = pd.concat(cells)
    unique = cells[~cells.index.duplicated()]
    made = {
        name: _printed(name, counted, unique, n_reports)
        for name in TABLES
        if name not in (*crossings.PLACES, OPERATORS)
    }
    for name, place in crossings.PLACES.items():
        if name not in counted:
            made[name] = schema.empty(f"03_{name}")
            continue
        fresh = crossings.protect(counted[name], made["cities" if place == "ags8" else "kreise"], k)
        old = before.tables.get(name) if before else None
        made[name] = crossings.settle(fresh, old, opened, k, coming)
    made[OPERATORS] = schema.empty(f"03_{OPERATORS}")
    if OPERATORS in counted:
        fresh = crossings.beside(counted[OPERATORS], made["kreise"], k)
        old = before.tables.get(OPERATORS) if before else None
        made[OPERATORS] = crossings.settle(fresh, old, opened, k, coming)
    made["cells"] = cells.rename_axis("cell").reset_index()
    return made


def overview(made: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Say of each protected table how many rows are exact, ranges, withheld or not told.

    Printed numbers only: whoever has the tables can count the same.
    """
    rows = []
    for name, table in made.items():
        if "suppressed" not in table:
            continue
        hidden = table[table["suppressed"]]
        open_rows = hidden["n_most"].isna()
        small = hidden["n_least"].le(1) & ~open_rows
        rows.append(
            {
                "table": name,
                "rows": len(table),
                "exact": int((~table["suppressed"]).sum()),
                "withheld": int(small.sum()),
                "ranges": int((~small & ~open_rows).sum()),
                "not told": int(open_rows.sum()),
            }
        )
    return pd.DataFrame(rows).set_index("table")


def say_waiting(made: dict[str, pd.DataFrame], earlier: list[Release], k: int) -> str:
    """Say what the coming release repeats from an earlier one, and when it will move."""
    if not earlier:
        return "Nothing: there is no earlier release to compare with."
    before = earlier[-1]
    n_reports = int(made["total"].set_index("what")["n_least"]["reports"])
    came = n_reports - before.n_opened
    if not hold.is_open(n_reports, before.n_opened, k):
        return (
            f"All counts but the total stay as release {before.opened} printed them: "
            f"{came:+d} reports since then; they move from {2 * k} on, so that the difference of "
            "two releases names nobody."
        )
    cells = made["cells"]
    held = int((cells["as_of"] <= before.number).sum())
    return (
        f"{len(cells) - held} of {len(cells)} counts are new; {held} stay as an earlier release "
        f"printed them, since they changed by fewer than {k} or would tell about others."
    )


def cell_ids(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the id of the cell that each row of a table prints."""
    match name:
        case "total":
            return frame["what"].replace("reports", places.ALL)
        case "laender":
            return "land:" + frame["land"]
        case "kreise":
            return "kreis:" + frame["ags5"]
        case "cities":
            return "city:" + frame["ags8"]
        case "districts":
            return "district:" + frame["ags8"] + ":" + frame["district"]
        case "things":
            return "thing:" + frame["thing"]
        case "weeks":
            return "week:" + frame["week"]
        case "days":
            return "day:" + frame["day"].dt.strftime("%Y-%m-%d").astype("str")
        case "hours":
            return "hour:" + frame["weekday"].astype("str") + ":" + frame["hour"].astype("str")
        case "categories":
            return "category:" + frame["category"]
        case "cooccurrence":
            pairs = zip(frame["category_a"], frame["category_b"], strict=True)
            return pd.Series([kinds.pair_cell(*pair) for pair in pairs], dtype="str")
    raise ValueError(f"no cells are known for table {name}")


def _printed(name: str, counted: dict, cells: pd.DataFrame, n_reports: int) -> pd.DataFrame:
    """Put what is printed beside the keys of a table; rows of which nothing is known fall out."""
    if name == "total":
        frame = pd.DataFrame({"what": ["reports", "unlocated"]}, dtype="str")
    else:
        frame = counted[name].reset_index(drop=True).drop(columns="n_reports")
    frame = frame.assign(**_words(cells, cell_ids(name, frame)))
    if name == "categories":
        asked = _words(cells, "asked:" + frame["category"])
        frame["n_asked"] = asked["n_reports"]
    if name in LISTED:
        frame = frame[(frame["n_least"] > 0) | frame["n_most"].notna()]
    if name in SORTED:  # ranges stand last, by name: their place among numbers would tell them
        frame = frame.assign(exact=frame["n_reports"].fillna(-1))
        keys = [*SORTED[name], "exact"]
        ascending = [True] * len(SORTED[name]) + [False]
        code = next(column for column in frame.columns if column not in PRINTED)
        last = ["district"] if name == "districts" else [code]
        frame = frame.sort_values([*keys, *last], ascending=[*ascending, True], kind="stable")
        frame = frame.drop(columns="exact")
    return frame.reset_index(drop=True)


def _words(cells: pd.DataFrame, ids: pd.Series) -> dict[str, pd.Series]:
    """Return the columns PRINTED for these cells."""
    here = cells.reindex(ids.to_numpy()).reset_index(drop=True)
    exact = here["low"] == here["high"]
    most = here["high"].where(here["high"] < float("inf"))
    return {
        "n_reports": here["low"].where(exact).astype("Int64"),
        "n_least": here["low"].astype("Int64"),
        "n_most": most.astype("Int64"),
        "suppressed": ~exact,
        "as_of_release": here["as_of"].astype("int64"),
    }


def _listed(counts: pd.DataFrame, old: pd.DataFrame | None, key: list[str], k: int):
    """Keep what has k reports, and what an earlier release listed, with its present count."""
    large = counts[counts["n_reports"] >= k]
    if old is None or old.empty:
        return large.reset_index(drop=True)
    known = counts.merge(old[key], on=key, how="right", validate="1:1")
    own = old.set_index(key).drop(columns=PRINTED, errors="ignore")
    for column in own.columns.intersection(known.columns):
        known[column] = known[column].where(known["n_reports"].notna(), own[column].to_numpy())
    known["n_reports"] = known["n_reports"].fillna(0)
    both = pd.concat([large, known[counts.columns]]).astype(counts.dtypes.to_dict())
    return both.drop_duplicates(key).reset_index(drop=True)


def _laender(kreise: pd.DataFrame) -> pd.DataFrame:
    """Add the Kreise up to Länder: `land, population, area_km2, n_reports`."""
    sums = ["n_reports", *(c for c in ("population", "area_km2") if c in kreise)]
    return kreise.groupby("land", as_index=False, sort=True)[sums].sum()
