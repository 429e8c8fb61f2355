"""Small invented campaigns for the tests of disclosure control: reports, and their tables."""

from datetime import date

import numpy as np
import pandas as pd
from helpers.suppress.archive import Release
from helpers.suppress.times import week_of

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


def tables(reports: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Count reports as stage 03 does, with only the columns that suppression needs."""
    ags5 = [f"{1 + k // 8:02d}{k % 8:03d}" for k in range(N_KREISE)]
    kreise = pd.DataFrame({"ags5": ags5, "kreis": [f"Kreis {a}" for a in ags5]})
    kreise["land"] = "Land " + kreise["ags5"].str[:2]
    kreise["population"] = 100_000
    count = reports.groupby("ags5").size()
    kreise["n_reports"] = kreise["ags5"].map(count).fillna(0).astype(int)
    kreise["reports_per_10k"] = kreise["n_reports"] / 10
    kreise["rank"] = kreise["n_reports"].rank(ascending=False, method="min").astype("Int64")
    kreise["is_hotspot"] = kreise["n_reports"] > 50
    day = reports["submitted_at"].dt.normalize()
    days = pd.DataFrame({"day": pd.date_range("2011-11-12", day.max())})
    days["n_reports"] = days["day"].map(day.value_counts()).fillna(0).astype(int)
    days["n_cumulative"] = days["n_reports"].cumsum()
    weeks = days.groupby(week_of(days["day"]))["n_reports"].sum().rename_axis("week").reset_index()
    every = pd.MultiIndex.from_product([range(7), range(24)], names=["weekday", "hour"])
    when = [reports["submitted_at"].dt.day_of_week, reports["submitted_at"].dt.hour]
    hours = reports.groupby(when).size().rename_axis(["weekday", "hour"])
    hours = hours.reindex(every, fill_value=0).rename("n_reports").reset_index()
    return {
        "kreise": kreise,
        "cities": _count(reports[reports["ags8"] != ""], ["ags8", "city", "ags5"]),
        "districts": _count(reports[reports["district"] != ""], ["ags8", "city", "district"]),
        "days": days,
        "weeks": weeks,
        "hours": hours,
        **_kinds(reports),
    }


def release(number: int, published: dict[str, pd.DataFrame]) -> Release:
    """Make a release of published tables, as if it had been written and read back."""
    shown = {name: frame for name, frame in published.items() if name not in ("cells", "sums")}
    cells = published["cells"].set_index("cell")
    return Release(number, date(2011, 11, 30), shown, cells, published["sums"], frozenset(), "", "")


def _count(reports: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return reports.groupby(keys).size().rename("n_reports").reset_index()


def _kinds(reports: pd.DataFrame) -> dict[str, pd.DataFrame]:
    named = np.column_stack([reports["categories"].str.contains(c) for c in CATEGORIES]).astype(int)
    both = named.T @ named
    first, second = np.triu_indices(len(CATEGORIES), 1)
    names = np.array(CATEGORIES)
    pairs = {"category_a": names[first], "category_b": names[second]}
    return {
        "categories": pd.DataFrame({"category": names, "n_reports": both.diagonal()}),
        "cooccurrence": pd.DataFrame({**pairs, "n_reports": both[first, second]}),
    }
