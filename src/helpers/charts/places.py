"""Places: the cities with most reports, by count beside rate."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.evaluate import ahead, claims, leads
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

N_CITIES = 12


@base.bilingual
def ranking(cities: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show the cities with most reports: count on the left, rate with its interval on the right.

    cities: a published table, one row per municipality: `city, population, n_reports,
    reports_per_10k, lower_per_10k, upper_per_10k` (suppressed rows are left out, as are places
    under `evaluation.rank_min_population`). Figure `ranking`; of a single city there is none.
    """
    top = _largest(cities, settings)
    if len(top) < 2:
        return figures.Undrawn("fewer than two cities are large enough and published")
    language = settings.language
    rates = top["reports_per_10k"].astype(float)
    highest = top.index == (rates.idxmax() if rates.notna().any() else -1)

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
        ends = base.ends(top, "reports_per_10k", "upper_per_10k")
        for y, row in enumerate(top.itertuples()):
            text = style.rate(row.reports_per_10k, language)
            right.annotate(
                text, (ends[row.Index], y), (5, 0), textcoords="offset points",
                va="center", fontsize=8.5, color=style.INK,
            )  # fmt: skip
        right.set_xlim(0, base.reach(ends, 1.25 if small else 1.12))
        right.spines["left"].set_visible(False)
        right.tick_params(axis="y", length=0)
        base.scale(right, language)
        right.set_title(_T["rate_small" if small else "rate"][language])

    total = figures.totals(settings)
    wide, small = base.pair(draw, 0.3 * len(top) + 0.8)
    data = top[
        ["ags8", "city", "population", "n_reports", "reports_per_10k", "lower_per_10k",
         "upper_per_10k"]
    ]  # fmt: skip
    return figures.save(
        settings,
        "ranking",
        wide,
        data,
        title=ranking_title(
            top, language, len(claims.compared(cities, settings)) - 1, ahead.ceiling(cities)
        ),
        subtitle=_T["ranking"][language].format(n=style.word(len(top), language)),
        footer=figures.footer(
            settings, total["n_reports"], total["unlocated"], _ranking_notes(cities, settings)
        ),
        alt_de=_ranking_alt(top, "de"),
        alt_en=_ranking_alt(top, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


def ranking_title(
    top: pd.DataFrame, language: str, comparisons: int | None = None, rest: float = 0.0
) -> str:
    """Say which city leads in count and which in rate, and whether the lead in rate is certain.

    The lead is certain when it passes the test that the claim of the highest rate has to pass
    (`evaluate.leads`); comparisons: the number that the claim allows for. A city without an
    interval, printed lower than it is until the next release, is not compared. rest: what a city
    whose count is a range may have at most; where that is more, nobody is said to lead.
    """
    most = top["city"].iloc[0]
    if top["n_reports"].astype(float).iloc[0] < rest:
        return _T["some"][language]
    lead = leads.extreme(top[top["lower_per_10k"].notna()], comparisons=comparisons)
    if lead is None:
        return _T["no_rates"][language].format(most=most)
    first = top.loc[lead.place, "city"]
    rival = top.loc[lead.near[0], "city"] if lead.near else ""
    key = ("same" if most == first else "differ") + ("_unsure" if lead.near else "_sure")
    return _T[key][language].format(most=most, first=first, rival=rival)


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


def _ranking_notes(cities: pd.DataFrame, settings: Settings) -> str:
    """Say how the intervals are made, and that a large city may be withheld."""
    language = settings.language
    large = cities[cities["population"].astype(float) >= settings.evaluation.rank_min_population]
    hidden = base.withheld(base.n_hidden(large), language, _T["cities"][language])
    return ". ".join(note for note in (_T["exact"][language], hidden) if note)


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
            rate=style.rate(row.reports_per_10k, language)
            if pd.isna(row.lower_per_10k)
            else style.rate_interval(
                row.reports_per_10k, row.lower_per_10k, row.upper_per_10k, language
            ),
        )
        for row in top.itertuples()
    ]
    return _T["ranking_alt"][language].format(items="; ".join(items))


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
    "cities": {"de": "Städte dieser Größe", "en": "cities of this size"},
    "exact": {
        "de": "Intervalle exakt nach Poisson",
        "en": "Exact Poisson intervals",
    },
    "some": {
        "de": "Meldungen und Melderaten der Städte",
        "en": "Reports and rates of the cities",
    },
    "no_rates": {
        "de": "{most} meldet am meisten",
        "en": "{most} reports most",
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
}
