"""Small campaigns for the tests of protection, and a reader who tries every number that fits.

The reader shares no code with `helpers.protect`: it walks through all whole numbers.
"""

import pandas as pd

DAY = "2011-11-12"


def kreise(counts: dict[str, int], land: str = "Land {}") -> pd.DataFrame:
    """Make a table of Kreise from code → count; the first two digits are the Land."""
    return pd.DataFrame(
        {
            "ags5": list(counts),
            "kreis": [f"Kreis {code}" for code in counts],
            "kind": "Landkreis",
            "land": [land.format(code[:2]) for code in counts],
            "area_km2": 100.0,
            "population": [50_000 + int(code) for code in counts],
            "population_2018": 50_000,
            "population_year": 2007,
            "n_reports": list(counts.values()),
        }
    )


def cities(counts: dict[str, int]) -> pd.DataFrame:
    """Make a table of cities from the eight-digit code → count."""
    return pd.DataFrame(
        {
            "ags8": pd.Series(list(counts), dtype="str"),
            "city": pd.Series([f"Stadt {code}" for code in counts], dtype="str"),
            "ags5": pd.Series([code[:5] for code in counts], dtype="str"),
            "kreis": pd.Series([""] * len(counts), dtype="str"),
            "land": pd.Series([""] * len(counts), dtype="str"),
            "kind": pd.Series([""] * len(counts), dtype="str"),
            "population": pd.array([10_000] * len(counts), dtype="Int64"),
            "population_source": pd.Series([""] * len(counts), dtype="str"),
            "n_reports": pd.Series(list(counts.values()), dtype="int64"),
        }
    )


def districts(counts: dict[tuple[str, str], int]) -> pd.DataFrame:
    """Make a table of city districts from (code, name) → count."""
    return pd.DataFrame(
        {
            "ags8": pd.Series([code for code, _ in counts], dtype="str"),
            "city": pd.Series([""] * len(counts), dtype="str"),
            "district": pd.Series([name for _, name in counts], dtype="str"),
            "n_reports": pd.Series(list(counts.values()), dtype="int64"),
        }
    )


def counted(
    of_kreise: dict[str, int],
    of_cities: dict[str, int] | None = None,
    of_districts: dict[tuple[str, str], int] | None = None,
    unlocated: int = 0,
    of_days: list[int] | None = None,
) -> tuple[dict[str, pd.DataFrame], int]:
    """Return what `protect.tables` takes: exact tables, and the number of all reports."""
    n_reports = sum(of_kreise.values()) + unlocated
    by_day = of_days or [n_reports]
    days = pd.DataFrame(
        {
            "day": pd.date_range(DAY, periods=len(by_day)).astype("datetime64[us]"),
            "n_reports": by_day,
        }
    )
    calendar = days["day"].dt.isocalendar()
    week = calendar["year"].astype("str") + "-W" + calendar["week"].astype("str").str.zfill(2)
    weeks = days.groupby(week.astype("str").rename("week"))["n_reports"].sum().reset_index()
    kinds = pd.DataFrame(
        {"category": ["slow"], "de": ["langsam"], "en": ["slow"], "n_reports": [n_reports],
         "n_asked": [n_reports]}
    )  # fmt: skip
    tables = {
        "kreise": kreise(of_kreise),
        "cities": cities(of_cities or {}),
        "districts": districts(of_districts or {}),
        "days": days,
        "weeks": weeks,
        "hours": pd.DataFrame({"weekday": [], "hour": [], "n_reports": []}).astype("int64"),
        "categories": kinds,
        "cooccurrence": pd.DataFrame(
            {"category_a": pd.Series(dtype="str"), "category_b": pd.Series(dtype="str"),
             "n_reports": pd.Series(dtype="int64")}
        ),
        "place_faults": pd.DataFrame(
            {name: pd.Series(dtype="str") for name in ("ags8", "city", "category")}
            | {name: pd.Series(dtype="int64") for name in ("n_reports", "n_asked")}
        ),
        "place_times": pd.DataFrame(
            {name: pd.Series(dtype="str") for name in ("ags5", "part")}
            | {name: pd.Series(dtype="int64") for name in ("n_reports", "n_asked")}
        ),
        "place_operators": pd.DataFrame(
            {"ags5": pd.Series(dtype="str"), "n_reports": pd.Series(dtype="int64")}
        ),
    }  # fmt: skip
    return tables, n_reports


def readings(made: dict[str, pd.DataFrame]) -> dict[str, set[int]]:
    """Return for each Kreis every count that a reader of the printed tables must think possible.

    Tried is every number with every sum that the others can have: within the Land, whose own
    number is printed, then with the other Länder and the unlocated against the total.
    """
    totals = made["total"].set_index("what")
    total = int(totals["n_least"]["reports"])

    def span(row) -> set[int]:
        upper = total if pd.isna(row.n_most) else min(int(row.n_most), total)
        return set(range(int(row.n_least), upper + 1))

    def added(sets: list[set[int]]) -> set[int]:
        sums = {0}
        for one in sets:
            sums = {a + b for a in sums for b in one if a + b <= total}
        return sums

    inside: dict[str, dict[str, set[int]]] = {}
    for row in made["kreise"].itertuples():
        inside.setdefault(row.land, {})[row.ags5] = span(row)
    of_land = {row.land: span(row) for row in made["laender"].itertuples()}
    free = {land: added(list(cells.values())) & of_land[land] for land, cells in inside.items()}
    unlocated = span(totals.loc["unlocated"])
    possible = {}
    for land, cells in inside.items():
        elsewhere = added([unlocated, *(free[other] for other in inside if other != land)])
        wholes = {total - other for other in elsewhere} & of_land[land]
        for code, values in cells.items():
            others = added([theirs for other, theirs in cells.items() if other != code])
            possible[code] = {v for v in values if any(whole - v in others for whole in wholes)}
    return possible
