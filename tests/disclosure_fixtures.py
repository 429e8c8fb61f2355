"""Small invented campaigns for the tests of disclosure control: reports, and their tables."""

import numpy as np
import pandas as pd

from helpers import protect
from helpers.count import faults, places, times

N_KREISE = 60
CATEGORIES = ["data_slow", "data_none", "calls_drop", "no_network"]


def reports(n: int, seed: int = 1, n_days: int = 19) -> pd.DataFrame:
    """Invent `n` located reports: few places with many, many with few; every level has gaps."""
    chance = np.random.default_rng(seed)
    weight = chance.pareto(0.9, N_KREISE) + 0.01
    kreis = chance.choice(N_KREISE, n, p=weight / weight.sum())
    frame = pd.DataFrame({"report_id": [f"R{i:06d}" for i in range(n)]})
    frame["ags5"] = [f"{1 + k // 8:02d}{k % 8:03d}" for k in kreis]
    whole = kreis % 3 == 0
    town = pd.Series(chance.geometric(0.45, n)).astype("str").str.zfill(3)
    frame["ags8"] = frame["ags5"] + pd.Series("000", index=frame.index).where(whole, town)
    frame["ags8"] = frame["ags8"].mask(~whole & (chance.random(n) < 0.1), "")
    district = "Viertel " + pd.Series(chance.geometric(0.2, n)).astype("str")
    named = (chance.random(n) < 0.5) & (frame["ags8"] != "")
    frame["district"] = district.where(named, "")
    frame["kreis"] = "Kreis " + frame["ags5"]
    frame["city"] = ("Stadt " + frame["ags8"]).where(frame["ags8"] != "", "")
    day = np.minimum(chance.exponential(n_days / 4, n).astype(int), n_days - 1)
    hour = chance.integers(0, 24, n)
    start = pd.Timestamp("2011-11-12")
    frame["submitted_at"] = start + pd.to_timedelta(day * 24 + hour, unit="h")
    ticked = chance.random((n, len(CATEGORIES))) < (0.7, 0.5, 0.2, 0.02)
    frame["categories"] = ["|".join(np.array(CATEGORIES)[row]) for row in ticked]
    frame["consent_operator"] = chance.random(n) < 0.8
    words = ["max. 2 KB/s statt 7,2 MBit/s", "Anrufe brechen nach 2 min ab", "abends geht nichts"]
    frame["description"] = pd.Series(words)[chance.integers(0, 3, n)].to_numpy()
    return frame


def protected(reports: pd.DataFrame, k: int) -> dict[str, pd.DataFrame]:
    """Count the reports and return the protected tables, as stage 03 writes them."""
    ags5 = [f"{1 + k // 8:02d}{k % 8:03d}" for k in range(N_KREISE)]
    kreise = pd.DataFrame({"ags5": ags5, "kreis": [f"Kreis {a}" for a in ags5]})
    kreise["land"] = "Land " + kreise["ags5"].str[:2]
    kreise["population"] = 100_000
    kreise["n_reports"] = kreise["ags5"].map(reports["ags5"].value_counts()).fillna(0).astype(int)
    first, last = reports["submitted_at"].min().date(), reports["submitted_at"].max().date()
    days = times.per_day(reports, first, last)
    counted = {
        "kreise": kreise,
        "cities": _count(reports[reports["ags8"] != ""], ["ags8", "city", "ags5"]),
        "districts": places.per_district(reports),
        "days": days,
        "weeks": times.per_week(days),
        "hours": times.per_hour(reports, first, last),
        **_kinds(reports),
    }
    counted["cities"]["population"] = 10_000
    return protect.tables(counted, len(reports), k, [])


def _count(reports: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return reports.groupby(keys).size().rename("n_reports").reset_index()


def _kinds(reports: pd.DataFrame) -> dict[str, pd.DataFrame]:
    named = pd.DataFrame({c: reports["categories"].str.contains(c) for c in CATEGORIES})
    nobody = ["ags8", "city", "category", "n_reports", "n_asked"]
    n_named = named.sum().to_numpy("int64")
    return {
        "categories": pd.DataFrame(
            {"category": CATEGORIES, "n_reports": n_named, "n_asked": len(reports)}
        ),
        "cooccurrence": faults.together(named),
        "place_faults": pd.DataFrame({name: pd.Series(dtype="str") for name in nobody}),
        "place_times": pd.DataFrame({name: [] for name in ("ags5", "part", *nobody[3:])}),
        "place_operators": pd.DataFrame({"ags5": [], "n_reports": []}),
    }
