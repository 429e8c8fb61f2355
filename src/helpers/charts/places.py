"""Places: cities by count beside rate, and the districts within the cities with most reports."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

N_CITIES = 12
N_PANELS = 6
N_DISTRICTS = 8
MIN_DISTRICTS = 3
"""A city with fewer published districts has no panel: there is nothing to compare."""


@base.bilingual
def ranking(cities: pd.DataFrame, settings: Settings, *, twin: bool = False) -> figures.Shown:
    """Show the cities with most reports: count on the left, rate with its interval on the right.

    cities: a published table, one row per municipality: `city, population, n_reports,
    reports_per_10k, lower_per_10k, upper_per_10k` (suppressed rows are left out, as are places
    under `evaluation.rank_min_population`). Figure `ranking`.
    """
    top = _largest(cities, settings)
    language = settings.language
    leads = top["reports_per_10k"].astype(float)
    highest = top.index == (leads.idxmax() if len(top) else -1)

    def draw(fig: "Figure", small: bool) -> None:
        left, right = fig.subplots(1, 2, sharey=True, width_ratios=[1, 1.25])
        counts = [style.number(n, language) for n in top["n_reports"]]
        base.bars(left, top["n_reports"].astype(float), counts, style.ACCENT)
        left.margins(x=0.28 if small else 0.18)
        base.rows(left, [_short(name) if small else name for name in top["city"]])
        base.no_scale(left)
        left.set_title(_T["count"][language])
        colors = base.emphasis(highest)
        columns = ("reports_per_10k", "lower_per_10k", "upper_per_10k")
        base.intervals(right, top, *columns, colors)
        for y, row in enumerate(top.itertuples()):
            text = style.rate(row.reports_per_10k, language)
            right.annotate(
                text, (float(row.upper_per_10k), y), (5, 0), textcoords="offset points",
                va="center", fontsize=8.5, color=style.INK,
            )  # fmt: skip
        right.set_xlim(0, float(top["upper_per_10k"].max()) * (1.25 if small else 1.12))
        right.spines["left"].set_visible(False)
        right.tick_params(axis="y", length=0)
        base.scale(right, language)
        right.set_title(_T["rate_small" if small else "rate"][language])

    total = figures.totals(settings)
    wide, small = base.pair(draw, len(top), 0.3 * len(top) + 0.8)
    data = top[
        ["ags8", "city", "population", "n_reports", "reports_per_10k", "lower_per_10k",
         "upper_per_10k"]
    ]  # fmt: skip
    return figures.save(
        settings,
        "ranking",
        wide,
        data,
        title=ranking_title(top, language),
        subtitle=_T["ranking"][language].format(n=style.word(len(top), language)),
        footer=figures.footer(
            settings, total["n_reports"], total["unlocated"], _T["exact"][language]
        ),
        alt_de=_ranking_alt(top, "de"),
        alt_en=_ranking_alt(top, "en"),
        columns=base.columns(data),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


def ranking_title(top: pd.DataFrame, language: str) -> str:
    """Say which city leads in count and which in rate, and whether the lead in rate is certain.

    The lead is called certain when its interval lies above the interval of every other city.
    """
    if len(top) < 2:
        return _T["few"][language]
    by_rate = top.assign(rate=top["reports_per_10k"].astype(float)).sort_values(
        "rate", ascending=False
    )
    most, first = top["city"].iloc[0], by_rate["city"].iloc[0]
    others = by_rate["upper_per_10k"].astype(float).iloc[1:]
    sure = float(by_rate["lower_per_10k"].iloc[0]) > others.max()
    rival = by_rate.loc[others.idxmax(), "city"]
    key = ("same" if most == first else "differ") + ("_sure" if sure else "_unsure")
    return _T[key][language].format(most=most, first=first, rival=rival)


@base.bilingual
def districts(districts: pd.DataFrame, settings: Settings, *, twin: bool = False) -> figures.Shown:
    """Show how the reports of each large city fall on its districts, with intervals.

    districts: a published table: `ags8, city, district, n_reports, share, lower_share,
    upper_share`. One panel for each of the six cities with most located districts, the eight
    districts with most reports in each. Figure `districts`.
    """
    known = base.shown(districts)
    known = known[known["n_reports"].astype(float) > 0]
    known = known[known.groupby("ags8")["ags8"].transform("size") >= MIN_DISTRICTS]
    sums = known.groupby(["ags8", "city"], sort=True)["n_reports"].sum().astype(float)
    chosen = sums.sort_values(ascending=False, kind="stable").index[:N_PANELS]
    top = (
        known.assign(order=known["n_reports"].astype(float))
        .sort_values(["ags8", "order", "district"], ascending=[True, False, True])
        .groupby("ags8", sort=False)
        .head(N_DISTRICTS)
        .drop(columns="order")
    )
    panels = [(city, top[top["ags8"] == ags8]) for ags8, city in chosen]
    rows = max((len(part) for _, part in panels), default=1)
    language = settings.language

    def draw(fig: "Figure", small: bool) -> None:
        across = 1 if small else 2
        down = -(-max(len(panels), 1) // across)
        grid = fig.subplots(down, across, squeeze=False).flat
        limit = max((float(part["upper_share"].max()) for _, part in panels), default=1) * 118
        for axes, (city, part) in zip(grid, panels, strict=False):
            percent = part.assign(
                **{c: part[c].astype(float) * 100 for c in ("share", "lower_share", "upper_share")}
            )
            base.intervals(
                axes, percent, "share", "lower_share", "upper_share",
                base.emphasis([place == 0 for place in range(len(part))]),
            )  # fmt: skip
            base.rows(axes, part["district"].tolist())
            axes.set_ylim(rows - 0.4, -0.6)
            axes.set_xlim(0, limit)
            for y, row in enumerate(percent.itertuples()):
                axes.annotate(
                    style.number(row.n_reports, language), (row.upper_share, y), (5, 0),
                    textcoords="offset points", va="center", fontsize=8, color=style.INK,
                )  # fmt: skip
            base.scale(axes, language)
            axes.set_title(city)
        for axes in list(grid):
            axes.set_visible(False)

    each = 0.23 * rows + 0.6
    wide, small = base.pair(
        draw, len(panels), max(-(-len(panels) // 2), 1) * each, max(len(panels), 1) * each
    )
    located = int(sums.sum())
    data = pd.concat([part for _, part in panels]) if panels else top
    data = data[["ags8", "city", "district", "n_reports", "share", "lower_share", "upper_share"]]
    return figures.save(
        settings,
        "districts",
        wide,
        data,
        title=_districts_title(panels, language),
        subtitle=_T["districts"][language],
        footer=figures.footer(settings, located, extra=_T["districts_note"][language]),
        alt_de=_districts_alt(panels, "de"),
        alt_en=_districts_alt(panels, "en"),
        columns=base.columns(data),
        n=located,
        small=small,
        twin=twin,
    )


def _largest(cities: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Take the cities with most reports among those that are large enough for a rank."""
    known = base.shown(cities)
    known = known[
        (known["population"].astype(float) >= settings.evaluation.rank_min_population)
        & (known["n_reports"].astype(float) >= settings.evaluation.rank_min_reports)
    ]
    ordered = known.assign(order=known["n_reports"].astype(float)).sort_values(
        ["order", "ags8"], ascending=[False, True]
    )
    return ordered.head(N_CITIES).drop(columns="order").reset_index(drop=True)


def _short(name: str) -> str:
    """Shorten a city's name for a narrow figure.

    >>> _short("Frankfurt am Main"), _short("Köln")
    ('Frankfurt', 'Köln')
    """
    return name.split(" ")[0].split("(")[0] if len(name) > 13 else name


def _ranking_alt(top: pd.DataFrame, language: str) -> str:
    items = [
        _T["alt_item"][language].format(
            city=row.city,
            n=style.number(row.n_reports, language),
            rate=style.interval(
                row.reports_per_10k, row.lower_per_10k, row.upper_per_10k, language
            ),
        )
        for row in top.itertuples()
    ]
    return _T["ranking_alt"][language].format(items="; ".join(items))


def _districts_title(panels: list, language: str) -> str:
    if not panels:
        return _T["few"][language]
    city, part = panels[0]
    top = part.iloc[0]
    return _T["districts_title"][language].format(
        city=city, district=top["district"], share=style.percent(top["share"], language)
    )


def _districts_alt(panels: list, language: str) -> str:
    items = [
        f"{city}: "
        + ", ".join(
            f"{row.district} {style.number(row.n_reports, language)}"
            for row in part.head(3).itertuples()
        )
        for city, part in panels
    ]
    return _T["districts_alt"][language].format(items="; ".join(items))


_T = {
    "count": {"de": "Meldungen", "en": "Reports"},
    "rate": {
        "de": "Meldungen je 10.000 Einwohner",
        "en": "Reports per 10,000 inhabitants",
    },
    "rate_small": {"de": "je 10.000 Einw.", "en": "per 10,000 inh."},
    "ranking": {
        "de": "Die {n} Städte mit den meisten Meldungen; rechts die Rate mit 95-%-Intervall",
        "en": "The {n} cities with most reports; on the right the rate with its 95% interval",
    },
    "exact": {
        "de": "Intervalle exakt nach Poisson",
        "en": "Exact Poisson intervals",
    },
    "few": {
        "de": "Für einen Vergleich sind es zu wenige Meldungen",
        "en": "There are too few reports for a comparison",
    },
    "differ_sure": {
        "de": "{most} meldet am meisten, {first} am meisten je Einwohner",
        "en": "{most} reports most, {first} most per inhabitant",
    },
    "differ_unsure": {
        "de": "{most} meldet am meisten; je Einwohner liegt {first} vorn, "
        "aber nicht sicher vor {rival}",
        "en": "{most} reports most; per inhabitant {first} leads, but not surely before {rival}",
    },
    "same_sure": {
        "de": "{most} meldet am meisten, auch je Einwohner",
        "en": "{most} reports most, per inhabitant too",
    },
    "same_unsure": {
        "de": "{most} meldet am meisten; je Einwohner ist der Vorsprung vor {rival} nicht sicher",
        "en": "{most} reports most; per inhabitant its lead over {rival} is not certain",
    },
    "alt_item": {
        "de": "{city} {n} Meldungen, {rate} je 10.000 Einwohner",
        "en": "{city} {n} reports, {rate} per 10,000 inhabitants",
    },
    "ranking_alt": {
        "de": "Balken und Punkte je Stadt, nach Zahl der Meldungen geordnet: {items}.",
        "en": "Bars and dots by city, ordered by number of reports: {items}.",
    },
    "districts": {
        "de": "Anteil an den Meldungen mit Stadtteil in der Stadt in Prozent, mit 95-%-Intervall; "
        "am Rand die Zahl der Meldungen",
        "en": "Share of the city's reports with a district, in per cent, with 95% interval; "
        "at the end the number of reports",
    },
    "districts_note": {
        "de": "Nur Meldungen mit sicherem Stadtteil; nicht auf Einwohner bezogen, "
        "große Stadtteile stehen darum eher oben",
        "en": "Only reports with a certain district; not related to inhabitants, "
        "so large districts tend to lead",
    },
    "districts_title": {
        "de": "{city}: {share} der Meldungen mit Stadtteil kommen aus {district}",
        "en": "{city}: {share} of the reports with a district come from {district}",
    },
    "districts_alt": {
        "de": "Punkte mit Intervallen je Stadtteil; die häufigsten je Stadt: {items}.",
        "en": "Dots with intervals by district; the most frequent of each city: {items}.",
    },
}
