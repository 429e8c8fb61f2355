"""Stated: the facts of stage 03, from published tables and from models over all areas."""

from dataclasses import replace

import pandas as pd

from helpers import facts, store, style
from helpers.evaluate import bigcity, caveats, claims, details, overview, trends
from helpers.facts import Book, Fact
from helpers.settings import Settings


def book(
    settings: Settings, published: dict[str, pd.DataFrame], found: bigcity.BigCity | None
) -> Book:
    """Open the book of stage 03 and state everything that may be quoted from it.

    published: the published tables by name (as `suppress.publish_tables` returns them), from which
    everything is taken that names a place or a category. found: the big-city comparison.
    """
    inputs = [settings.processed / f"{name}.parquet" for name in INPUTS]
    made = facts.book(settings, "03_evaluate", inputs)
    exact = {name: store.read(settings, f"03_{name}") for name in EXACT}
    n_reports = len(store.read(settings, "02_located"))
    for name, (de, en) in caveats.CAVEATS.items():
        made.caveat(name, de, en)
    made.update(_totals(exact["kreise"], published["days"], n_reports))
    made.update(_cities(published["cities"]))
    made.update(_hot_spots(published["kreise"]))
    made.update(_categories(published["categories"], n_reports))
    made.update(_claims(settings, published, exact, found, n_reports))
    return made


EXACT = ("kreise", "days", "growth", "city_faults")
"""Tables over all areas that models and totals are made from."""
INPUTS = ("02_located", "02_repeats_located")
BIG_CITY = (
    "claim.big_city",
    "claim.big_city_peers",
    "claim.big_city_trouble",
    "claim.most_in_big_cities",
)
"""The claims about big cities, in the order in which they are read."""


def _totals(kreise: pd.DataFrame, days: pd.DataFrame, n_reports: int) -> dict[str, Fact]:
    """State what concerns all reports; days: published, since their sum may tell a withheld one."""
    with_reports = int((kreise["n_reports"] > 0).sum())
    stated = {
        "total.n_kreise": Fact(
            with_reports,
            style.number(with_reports),
            style.number(with_reports, "en"),
            f"Kreise und kreisfreie Städte mit Meldungen, von {len(kreise)}",
            f"Kreise with reports, of {len(kreise)}",
            unit="Kreise",
            n=n_reports,
            anchor="spread",
        ),
    }
    first = days["n_cumulative"].iloc[: trends.FIRST_DAYS].tail(1)
    if first.notna().any():
        n = int(first.iloc[0])
        stated["day3.n_reports"] = _count(
            n,
            "Meldungen an den ersten drei Tagen (Kalendertage, der erste eingeschlossen)",
            "reports on the first three days (calendar days, the first included)",
            n,
            "time",
        )
    return stated


def _cities(cities: pd.DataFrame) -> dict[str, Fact]:
    """State count and rate of each published city that is large enough for a rank."""
    stated = {}
    for city in cities[cities["rank"].notna() & ~cities["suppressed"].astype(bool)].itertuples():
        n, name = int(city.n_reports), f"city.{city.ags8}"
        stated[f"{name}.n_reports"] = _count(
            n, f"Meldungen aus {city.city}", f"reports from {city.city}", n, "rates"
        )
        # a count that is printed lower than it is has no interval, and so no rate to quote
        for column, (de, en) in _RATES.items() if pd.notna(city.lower_per_10k) else ():
            stated[f"{name}.{column}"] = _rate(
                getattr(city, column), f"{de} ({city.city})", f"{en} ({city.city})", n
            )
    return stated


def _hot_spots(kreise: pd.DataFrame) -> dict[str, Fact]:
    listed = kreise[kreise["is_hotspot"].fillna(False).astype(bool)]
    stated = {}
    for area in listed.itertuples():
        n, name = int(area.n_reports), f"kreis.{area.ags5}"
        stated[f"{name}.n_reports"] = _count(
            n, f"Meldungen aus {area.kreis}", f"reports from {area.kreis}", n, "hot-spots"
        )
        if pd.isna(area.expected):
            continue
        digits = 0 if area.expected >= 10 else 1
        stated[f"{name}.expected"] = Fact(
            float(area.expected),
            style.number(area.expected, "de", digits),
            style.number(area.expected, "en", digits),
            f"nach Größe und Art zu erwartende Meldungen ({area.kreis})",
            f"reports that size and type let expect ({area.kreis})",
            unit="reports",
            n=n,
            caveat="list",
            anchor="hot-spots",
        )
    return stated


def _categories(categories: pd.DataFrame, n_reports: int) -> dict[str, Fact]:
    stated = {}
    for row in categories[~categories["suppressed"].astype(bool)].itertuples():
        n, name = int(row.n_reports), f"category.{row.category}"
        de, en = f"Meldungen, die „{row.de}“ nennen", f"reports that name “{row.en}”"
        some = ("", "")
        if pd.notna(row.n_asked) and row.n_asked < n_reports:
            some = (", von denen, die danach gefragt wurden", ", of those that were asked")
        stated[f"{name}.n_reports"] = _count(n, de, en, n_reports, "faults")
        for part in ("share", "lower_share", "upper_share") if pd.notna(row.share) else ():
            value = float(getattr(row, part))
            limit = {"share": ("", ""), "lower_share": (", unten", ", lower limit"),
                     "upper_share": (", oben", ", upper limit")}[part]  # fmt: skip
            stated[f"{name}.{part}_pct"] = Fact(
                round(100 * value, 2),
                style.percent(value),
                style.percent(value, "en"),
                f"Anteil der Meldungen, die „{row.de}“ nennen{some[0]}{limit[0]}",
                f"share of the reports that name “{row.en}”{some[1]}{limit[1]}",
                unit="%",
                n=int(row.n_asked),
                caveat="named",
                anchor="faults",
            )
    return stated


def _claims(settings, published, exact, found, n_reports: int) -> dict[str, Fact]:
    kreise = exact["kreise"]
    located = int(kreise["n_reports"].sum())
    n, n_national = int(kreise["is_hotspot"].sum()), int(kreise["is_above_national"].sum())
    top = claims.compared(published["cities"], settings)
    changes = trends.change_points(exact["days"], settings.events)
    stated = {
        "claim.not_isolated": claims.not_isolated(
            kreise, exact["days"], n_reports, settings.privacy.k
        ),
        "claim.highest_rate": claims.extreme_rate(top, highest=True),
        "claim.lowest_rate": claims.extreme_rate(top, highest=False),
        "claim.leads_in_count": claims.leads_in_count(top),
        "claim.hotspots": claims.hot_spots(
            published["kreise"], n, n_national, located, int((kreise["n_reports"] > 0).sum())
        ),
        "claim.regional": claims.regional(*overview.alike(kreise), located),
        "claim.growth": claims.surge(changes, n_reports, settings.privacy.k),
        "claim.share_affected": claims.share_affected(),
        "hotspots.n": _number(
            n, "Kreise über dem, was ihre Größe und Art erwarten lässt",
            "Kreise above what their size and type let expect", located,
        ),
        "hotspots.n_national": _number(
            n_national, "Kreise über dem Bundesdurchschnitt (nur Zufall abgezogen)",
            "Kreise above the national mean (chance alone allowed for)", located,
        ),
        "claim.top_fault": details.top_fault(published["categories"]),
        **claims.big_city(found),
        **details.events(exact["growth"], settings.privacy.k),
        **details.districts(published["districts"], top),
        **details.faults_by_city(exact["city_faults"], top, settings),
    }  # fmt: skip
    if found and stated["claim.big_city"].value is not None:
        stated |= _ratios(found)
    return {name: fact for name, fact in stated.items() if fact}


def _ratios(found: bigcity.BigCity) -> dict[str, Fact]:
    far, near = bigcity.bias_needed(found)
    numbers = {
        "bigcity.rate_ratio": (found.ratio, "Meldungen je Einwohner in Großstädten gegenüber dem "
                               "übrigen Land",
                               "reports per inhabitant in big cities against the rest"),
        "bigcity.rate_ratio.lower": (found.lower, "untere Grenze dieses Verhältnisses (95 %)",
                                     "lower limit of this ratio (95%)"),
        "bigcity.rate_ratio.upper": (found.upper, "obere Grenze dieses Verhältnisses (95 %)",
                                     "upper limit of this ratio (95%)"),
        "bigcity.bias": (far, "so viel größer müsste die Meldebereitschaft in Großstädten sein, "
                         "damit der Unterschied verschwindet", "how much greater the readiness to "
                         "report in big cities would have to be for the difference to vanish"),
        "bigcity.bias.least": (near, "dasselbe, bis der Unterschied Zufall sein könnte",
                               "the same, until the difference could be chance"),
    }  # fmt: skip
    return {
        name: Fact(
            round(value, 3), style.number(value, "de", 1), style.number(value, "en", 1), de, en,
            unit="ratio", n=found.n_reports, caveat="readiness", anchor="big-cities",
        )
        for name, (value, de, en) in numbers.items()
    }  # fmt: skip


def _count(value: int, de: str, en: str, n: int, anchor: str) -> Fact:
    return replace(facts.count(value, de, en, n), anchor=anchor)


def _rate(value, de: str, en: str, n: int) -> Fact:
    return Fact(
        round(float(value), 3), style.rate(value), style.rate(value, "en"), de, en,
        unit="per 10,000", n=n, caveat="inhabitants", anchor="rates",
    )  # fmt: skip


def _number(value: int, de: str, en: str, n: int) -> Fact:
    return Fact(
        value, style.number(value), style.number(value, "en"), de, en, unit="Kreise", n=n,
        caveat="list", anchor="hot-spots",
    )  # fmt: skip


_RATES = {
    "reports_per_10k": ("Meldungen je 10.000 Einwohner", "reports per 10,000 inhabitants"),
    "lower_per_10k": ("untere Grenze dieser Rate (95 %)", "lower limit of this rate (95%)"),
    "upper_per_10k": ("obere Grenze dieser Rate (95 %)", "upper limit of this rate (95%)"),
}
