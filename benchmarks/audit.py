"""Audit: seconds that it takes when ten releases are kept, and how many cells it bounds.

The releases are made here, without the project's own protection: reports drawn by inhabitants,
every count of 1 to 4 withheld, Länder as ranges of ten, a printed count kept where it moved by
fewer than five. That protects badly; here only time counts (and many narrow cells take more of it).
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import settings
from helpers.audit import examine
from helpers.settings import HOME

N_RELEASES = 10
N_REPORTS = 7_700
GROWTH = 120
K = 5
LARGE = 60
"""Reports from which on cities, and crossings of a Kreis, are printed."""
WIDE = ("laender", "kreise", "cities")
FAULTS = ("data_slow", "data_none", "calls_out_fail", "calls_drop")


def reports(seed: int = 7) -> pd.DataFrame:
    """Draw reports: municipality by inhabitants, day, hour, one or two faults."""
    chance = np.random.default_rng(seed)
    cities = pd.read_csv(HOME / "data/raw/gazetteer/municipalities.csv", dtype={"ags8": "str"})
    cities = cities[cities["population"].fillna(0) > 20_000]
    weight = cities["population"] ** 1.5
    n = N_REPORTS + GROWTH * N_RELEASES
    ags8 = chance.choice(cities["ags8"], n, p=weight / weight.sum())
    districts = pd.read_csv(HOME / "data/raw/gazetteer/districts.csv", dtype="str")
    within = districts.groupby("ags8")["district"].apply(list).to_dict()
    district = [
        chance.choice(within[a]) if a in within and chance.random() < 0.7 else "" for a in ags8
    ]
    day = pd.Timestamp("2011-11-12") + pd.to_timedelta(chance.integers(0, 19, n), unit="D")
    frame = pd.DataFrame({"ags8": ags8, "district": district, "day": day.strftime("%Y-%m-%d")})
    frame["ags5"], frame["land"] = frame["ags8"].str[:5], frame["ags8"].str[:2]
    parts = pd.to_datetime(frame["day"]).dt.isocalendar()
    frame["week"] = parts["year"].astype(str) + "-W" + parts["week"].astype(str).str.zfill(2)
    frame["weekday"] = pd.to_datetime(frame["day"]).dt.day_of_week
    frame["hour"] = chance.integers(7, 23, n)
    frame["category"] = chance.choice(FAULTS, n)
    frame["category_b"] = chance.choice(FAULTS, n)
    return frame


def tables(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Count as the pipeline does: places, times, faults, and crossings of the larger places."""
    large = rows[rows.groupby("ags5")["ags5"].transform("size") >= LARGE]
    keys = {
        "laender": ["land"],
        "kreise": ["ags5"],
        "weeks": ["week"],
        "days": ["day"],
        "hours": ["weekday", "hour"],
        "categories": ["category"],
    }
    counted = {name: rows.groupby(columns).size() for name, columns in keys.items()}
    counted["cities"] = large.groupby("ags8").size()
    counted["districts"] = rows[rows["district"] != ""].groupby(["ags8", "district"]).size()
    counted["kreis_week"] = large.groupby(["ags5", "week"]).size()
    counted["kreis_fault"] = large.groupby(["ags5", "category"]).size()
    frames = {name: n.rename("n").reset_index() for name, n in counted.items()}
    every = pd.read_csv(HOME / "data/raw/gazetteer/kreise.csv", dtype="str")[["ags5"]]
    frames["kreise"] = every.merge(frames["kreise"], how="left").fillna({"n": 0})
    return frames


def protect(frame: pd.DataFrame, name: str, number: int, last: dict) -> pd.DataFrame:
    """Withhold small counts, print ranges around them, keep what moved by fewer than K."""
    keys = [column for column in frame.columns if column != "n"]
    holder = {"kreise": "land", "cities": "ags5", "districts": "ags8"}.get(name, keys[0])
    if name in ("kreise", "cities"):
        frame = frame.assign(**{holder: frame[keys[0]].str[: 2 if name == "kreise" else 5]})
    small = frame["n"].between(1, K - 1)
    beside = small.groupby(frame[holder]).transform("any") if len(keys) > 1 else small & False
    printed = []
    for row, is_beside in zip(frame.itertuples(index=False), beside, strict=True):
        key, n = (name, *(getattr(row, column) for column in keys)), int(row.n)
        low = high = n
        of = number
        if 0 < n < K:
            low, high = 1, K - 1
        elif n and (is_beside or name in WIDE):
            low, high = max(n // 20 * 20, K), n // 20 * 20 + 19
        if key in last and 0 < abs(last[key][0] - n) < K:
            _, low, high, of = last[key]
        else:
            last[key] = n, low, high, number
        printed.append((low if low == high else None, low, high, 0 < low < high < K, of))
    columns = ["n_reports", "n_least", "n_most", "suppressed", "as_of_release"]
    return pd.concat([frame[keys], pd.DataFrame(printed, columns=columns)], axis=1)


def main() -> None:
    """Make the releases, audit them, print a table."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "campaign.yml").write_bytes((HOME / "campaign.yml").read_bytes())
        rows = reports()
        last: dict = {}
        for number in range(1, N_RELEASES + 2):
            here = rows.head(N_REPORTS + GROWTH * (number - 1))
            base = place / "data/releases" / f"{number:04d}"
            base = place / "reports" if number > N_RELEASES else base
            base.mkdir(parents=True)
            for name, frame in tables(here).items():
                protect(frame, name, number, last).to_csv(base / f"{name}.csv", index=False)
            pd.DataFrame({"n_reports": [len(here)]}).to_csv(base / "total.csv", index=False)
            (base / "release.json").write_text(json.dumps({"number": number, "k": K}))
        loaded = settings.load(place)
        started, spent = time.perf_counter(), time.process_time()
        report = examine(loaded, identifiers=False)
        seconds, spent = time.perf_counter() - started, time.process_time() - spent
    print(
        f"{N_RELEASES} releases and a draft: {seconds:.1f} s, of which {spent:.1f} s of this "
        f"process; {len(report.cells)} open cells, {sum(report.constraints.values())} constraints"
    )
    print(report.findings["kind"].value_counts().to_string())


if __name__ == "__main__":
    sys.exit(main())
