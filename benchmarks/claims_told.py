"""What stage 04 says of a simulated campaign: its functions on tables like those of stage 03."""

from types import SimpleNamespace

import numpy as np
import pandas as pd

from helpers import settings as settings_module
from helpers.evaluate import (
    bigcity,
    claims,
    comparator,
    details,
    faults,
    hotspots,
    impute,
    overview,
    rates,
    spread,
    trends,
)
from helpers.evaluate import districts as within
from helpers.settings import HOME

CLAIMS = (
    "signals",
    "compared",
    "big_city",
    "regional",
    "rates",
    "count",
    "time",
    "top_fault",
    "faults",
    "districts",
)
CAMPAIGN = settings_module.load(HOME)


def told(tables: dict, wanted: set[str], seed: int) -> list[tuple]:
    """Return per claim: name, told as shown, said (suggested or shown), share of the planted found.

    For the list of signals, shown and said mean that it has an entry that is false.
    """
    rules, rows = CAMPAIGN.evaluation, []
    kreise, total = tables["kreise"], tables["total"]
    counts = impute.counts(kreise, tables["laender"], total)
    areas = kreise.assign(n_reports=counts)
    n, dispersion = int(counts.sum()), spread.dispersion(tables["halves"])

    def add(name, fact, found=np.nan):
        strength = fact.strength if fact else ""
        rows.append((name, strength == "shown", strength in ("shown", "suggested"), found))

    planted = tables["planted"]
    if wanted & {"signals", "regional"}:
        areas = hotspots.listed(areas, rules.hotspot_q)
        listed = areas["is_hotspot"].to_numpy() & ~kreise["suppressed"].to_numpy(bool)
        if "signals" in wanted:
            rows.append(_list("signals", listed, planted))
            visible = hotspots.visible(areas, rules.hotspot_q) if not listed.any() else np.nan
            if not listed.any():
                reporting = int((counts > 0).sum())
                none = claims.hot_spots(areas.assign(is_hotspot=False), 0, 0, n, reporting, visible)
                add("no_signal", none)
    if "others" in tables and "compared" in wanted:
        both = comparator.compared(tables["operators"])
        found = both.set_index("ags5")["is_listed"].reindex(kreise["ags5"]).eq(True).to_numpy()
        rows.append(_list("comparator", found, planted))
    if "regional" in wanted:
        add("regional", claims.regional(*overview.alike(areas), n))
    if "big_city" in wanted:
        made = claims.big_city(bigcity.compare(areas, rules.big_city_population))
        for name in ("big_city", "big_city_peers", "big_city_trouble"):
            add(name, made.get(f"claim.{name}"))
    if wanted & {"rates", "count"}:
        cities = rates.related(tables["cities"])
        top = claims.compared(cities, CAMPAIGN)
        size = rules.compare_population
        if "rates" in wanted:
            add("highest_rate", claims.extreme_rate(top, True, size, dispersion))
            add("lowest_rate", claims.extreme_rate(top, False, size, dispersion))
        if "count" in wanted:
            known = claims.printed(cities)
            add("leads_in_count", claims.leads_in_count(known, top, size, dispersion))
    if "time" in wanted:
        place = len(tables["days"]) // 2 + (0 if tables["step"] > 1 else 3)
        event = SimpleNamespace(day=tables["days"]["day"].iloc[place].date(), de="e", en="e")
        daily = trends.filled(tables["days"])
        add("growth", claims.course(trends.change_points(daily, [], seed), n, 5))
        moved = [(row.lower > 1) or (row.upper < 1)
                 for row in trends.growth(daily, [event]).itertuples()]  # fmt: skip
        rows.append(("event", False, any(moved), np.nan))
    if "top_fault" in wanted:
        shares = faults.shares(tables["categories"])
        add("top_fault", details.top_fault(shares, tables["cooccurrence"], dispersion))
    if "faults" in wanted:
        table = faults.by_city(tables["place_faults"], dispersion)
        own = (table["ags8"] == "11000000") & (table["category"] == "g") & table["differs"]
        rows.append(("fault_by_city", bool((table["differs"] & ~own).any()),
                     bool(table["differs"].any()), float(own.any())))  # fmt: skip
    if "districts" in wanted:
        sizes = pd.DataFrame(
            {"ags8": "11000000", "district": [f"Bezirk {i}" for i in range(1, 13)]}
        )
        sizes = sizes.assign(population=pd.array([283_000] * 12, "Int64"))
        compared = within.compared(tables["districts"], tables["cities"], sizes, dispersion)
        made = details.districts(compared, tables["cities"], dispersion)
        add("district", next(iter(made.values()), None))
    return rows


def _list(name: str, listed: np.ndarray, planted: np.ndarray) -> tuple:
    false = bool((listed & ~planted).any())
    return name, false, false, listed[planted].mean() if planted.any() else np.nan
