"""Stated: the facts of stage 04, functions of the protected tables and of nothing else."""

from dataclasses import dataclass, replace

import pandas as pd

from helpers import facts, scope, style, wording
from helpers.count import places
from helpers.evaluate import (
    bigcity,
    caveats,
    claims,
    details,
    hotspots,
    overview,
    robustness,
    trends,
)
from helpers.facts import Fact
from helpers.settings import Settings


@dataclass(frozen=True)
class Evaluated:
    """What notebook 04 has made, by name: tables, and the comparison of big cities.

    total: protected. areas: all Kreise, withheld counts imputed. kreise, cities, districts, days,
    things, categories, growth, changes, city_faults, pairs: as they are printed. big: None where
    there is nothing to compare. checked: the table of `robustness`. dispersion: as
    `spread.dispersion` returns it. operators: the comparison with other operators. twice: signals
    of the odd days, and whether the even ones confirm them.
    """

    total: pd.DataFrame
    areas: pd.DataFrame
    kreise: pd.DataFrame
    cities: pd.DataFrame
    districts: pd.DataFrame
    days: pd.DataFrame
    things: pd.DataFrame
    categories: pd.DataFrame
    growth: pd.DataFrame
    changes: pd.DataFrame
    city_faults: pd.DataFrame
    big: bigcity.BigCity | None
    pairs: pd.DataFrame
    checked: pd.DataFrame
    dispersion: float
    operators: pd.DataFrame
    twice: pd.DataFrame


def state(found: Evaluated, settings: Settings) -> facts.Book:
    """Open the book of stage 04 and state everything that may be quoted from `found`."""
    inputs = [settings.processed / f"03_{name}.parquet" for name in INPUTS]
    made = facts.book(settings, "04_evaluate", inputs)
    n_reports = int(found.total.set_index("what")["n_least"]["reports"])
    for name, (de, en) in caveats.CAVEATS.items():
        made.caveat(name, wording.fill(de, settings, "de"), wording.fill(en, settings, "en"))
    made.update(_totals(found, n_reports))
    made.update(_cities(found.cities))
    made.update(_places(found, set(made.facts)))
    hot_spots = _hot_spots(found.kreise)
    made.update({name: fact for name, fact in hot_spots.items() if name not in made.facts})
    made.update(_categories(found.categories, n_reports))
    made.update(_claims(found, settings, n_reports))
    for name, fact in made.facts.items():
        words = {lang: wording.fill(getattr(fact, lang), settings, lang) for lang in ("de", "en")}
        made.facts[name] = replace(fact, **words)
    return made


MOST_PLACES = 20
"""So many places of a kind have a fact of their own: letters name the first of them."""
INPUTS = (
    "total", "laender", "kreise", "cities", "districts", "things", "days", "categories",
    "place_faults", "place_times", "place_operators",
)  # fmt: skip
AMONG_AREAS = ("claim.hotspots", "hotspots.", "claim.regional", "claim.big_city", "claim.most_in")
BIG_CITY = (
    "claim.big_city",
    "claim.big_city_peers",
    "claim.big_city_trouble",
    "claim.most_in_big_cities",
)
"""The claims about big cities, in the order in which they are read."""


def _totals(found: Evaluated, n_reports: int) -> dict[str, Fact]:
    """State what concerns all reports."""
    with_reports = int((found.kreise["n_least"] > 0).sum())
    unlocated = found.total.set_index("what").loc["unlocated"]
    most = None if pd.isna(unlocated["n_most"]) else int(unlocated["n_most"])
    words = {
        language: style.count_range(unlocated["n_least"], unlocated["n_most"], language)
        for language in ("de", "en")
    }
    stated = {
        "total.n_kreise": Fact(
            with_reports,
            style.number(with_reports),
            style.number(with_reports, "en"),
            f"Kreise und kreisfreie Städte mit Meldungen, von {len(found.kreise)}",
            f"Kreise with reports, of {len(found.kreise)}",
            unit="Kreise",
            n=n_reports,
            anchor="spread",
        ),
        "total.unlocated": Fact(
            most, words["de"], words["en"], "nicht verortete Meldungen", "unlocated reports",
            unit="reports", n=n_reports, anchor="spread",
        ),
    }  # fmt: skip
    first = found.days["n_cumulative"].iloc[: trends.FIRST_DAYS].tail(1)
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
        for column, (de, en) in _RATES.items():
            stated[f"{name}.{column}"] = _rate(
                getattr(city, column), f"{de} ({city.city})", f"{en} ({city.city})", n
            )
    return stated


def _places(found: Evaluated, known: set[str]) -> dict[str, Fact]:
    """State the printed counts of the Kreise, cities, districts and things with most reports."""
    stated: dict[str, Fact] = {}

    def add(frame: pd.DataFrame, ids: pd.Series, names: pd.Series, anchor: str) -> None:
        shown = frame[~frame["suppressed"].astype(bool) & (frame["n_least"] > 0)]
        shown = shown.sort_values("n_least", ascending=False, kind="stable").head(MOST_PLACES)
        for at in shown.index:
            n, name = int(shown.loc[at, "n_least"]), f"{ids[at]}.n_reports"
            if name not in known:
                de, en = f"Meldungen: {names[at]}", f"reports: {names[at]}"
                stated[name] = _count(n, de, en, n, anchor)

    kreise, cities, districts, things = found.kreise, found.cities, found.districts, found.things
    kreise = kreise[kreise["kind"] != hotspots.CITY]  # a city that is one is told as a city
    add(kreise, "kreis." + kreise["ags5"], kreise["kreis"], "rates")
    add(cities, "city." + cities["ags8"], cities["city"], "rates")
    for _, part in districts.groupby("ags8", sort=True):
        ids = "district." + part["ags8"] + "." + part["district"].map(style.slug)
        add(part, ids, part["district"] + " (" + part["city"] + ")", "rates")
    add(things, "thing." + things["thing"].map(style.slug), things["thing"], "things")
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


def _claims(found: Evaluated, settings: Settings, n_reports: int) -> dict[str, Fact]:
    areas, kreise = found.areas, found.kreise
    located = int(areas["n_reports"].sum())
    n, n_national = (int(kreise[name].sum()) for name in ("is_hotspot", "is_above_national"))
    top = claims.compared(found.cities, settings)
    n_areas = int((areas["n_reports"] > 0).sum())
    size = settings.evaluation.compare_population
    listed = found.operators["is_listed"]
    confirmed = frozenset(found.operators.loc[listed, "ags5"])
    visible = hotspots.visible(areas, settings.evaluation.hotspot_q) if n == 0 else float("nan")
    towns = places.towns(settings)
    large = towns["ags5"].isin(kreise["ags5"]) & (towns["population"] >= size).fillna(False)
    whole = len(top) == int(large.sum())  # a city that is not printed may have the lowest rate
    stated = {
        "claim.not_isolated": _spread(found, settings, n_reports),
        "claim.highest_rate": None if claims.can_be_overtaken(found.cities, top, size)
        else claims.extreme_rate(top, True, size, found.dispersion, confirmed),
        "claim.lowest_rate": claims.extreme_rate(top, False, size, found.dispersion) if whole
        else None,
        "claim.leads_in_count": claims.leads_in_count(
            found.cities, top, size, found.dispersion
        ),
        "claim.hotspots": claims.hot_spots(kreise, n, n_national, located, n_areas, visible),
        "claim.half_sample": claims.half_sample(found.twice, located),
        "claim.comparator": claims.other_operators(found.operators, settings.operator.name),
        "claim.regional": claims.regional(*overview.alike(areas), located),
        "claim.growth": claims.course(found.changes, n_reports, settings.privacy.k),
        "claim.share_affected": claims.share_affected(),
        "hotspots.n": _number(
            n, "Kreise über dem, was ihre Größe und Art erwarten lässt",
            "Kreise above what their size and type let expect", located,
        ),
        "hotspots.n_national": _number(
            n_national, "Kreise über dem Durchschnitt aller (nur Zufall abgezogen)",
            "Kreise above the mean of all (chance alone allowed for)", located,
        ),
        "claim.top_fault": details.top_fault(found.categories, found.pairs, found.dispersion),
        **claims.big_city(found.big),
        **details.events(found.growth, settings.privacy.k),
        **details.districts(found.districts, top, found.dispersion),
        **details.faults_by_city(found.city_faults, top, settings),
    }  # fmt: skip
    if found.big and stated["claim.big_city"].value is not None:
        stated |= _ratios(found.big)
    for finding, share in robustness.failing(found.checked).items():
        stated[f"claim.{finding}"] = claims.graded(stated.get(f"claim.{finding}"), share)
    if len(scope.kreise(settings)) == 1:  # there is one area, and no other to compare it with
        stated = {name: fact for name, fact in stated.items() if not name.startswith(AMONG_AREAS)}
    return {name: fact for name, fact in stated.items() if fact}


def _spread(found: Evaluated, settings: Settings, n_reports: int) -> Fact:
    """State how widespread it is: among the districts of a city, or municipalities, or Kreise."""
    here = scope.of(settings)
    if here.kind == "city":
        own = found.districts[found.districts["ags8"] == here.city]
        named = {"de": f"Stadtteile von {here.names[0]}", "en": f"districts of {here.names[0]}"}
        return claims.not_isolated_among(own, found.days, n_reports, named)
    if len(here.kreise) < claims.LEAST_KREISE:
        named = {"de": "Gemeinden", "en": "municipalities"}
        return claims.not_isolated_among(found.cities, found.days, n_reports, named)
    return claims.not_isolated(found.areas, found.days, n_reports, settings.privacy.k)


def _ratios(found: bigcity.BigCity) -> dict[str, Fact]:
    far = bigcity.bias_needed(found)
    numbers = {
        "bigcity.rate_ratio": (found.ratio, "Meldungen je Einwohner in Großstädten gegenüber "
                               "anderen kreisfreien Städten", "reports per inhabitant in big "
                               "cities against other kreisfreie Städte"),
        "bigcity.rate_ratio.lower": (found.lower, "untere Grenze dieses Verhältnisses (95 %)",
                                     "lower limit of this ratio (95%)"),
        "bigcity.rate_ratio.upper": (found.upper, "obere Grenze dieses Verhältnisses (95 %)",
                                     "upper limit of this ratio (95%)"),
        "bigcity.bias": (far, "so viel größer müsste die Meldebereitschaft in Großstädten sein, "
                         "damit der Unterschied verschwindet", "how much greater the readiness to "
                         "report in big cities would have to be for the difference to vanish"),
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
