"""Faults: how often each kind is named."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@base.bilingual
def categories(categories: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show which share of the reports names each kind of fault, with 95 % intervals.

    categories: a published table: `category, de, en, n_reports, share, lower_share,
    upper_share`. A report may name several. Figure `categories`; of a single one there is
    none.
    """
    language = settings.language
    known = base.shown(categories)
    known = known.assign(order=known["n_reports"].astype(float))
    known = known.sort_values(["order", "category"], ascending=[False, True]).drop(columns="order")
    if known["n_reports"].gt(0).fillna(False).sum() < 2:
        return figures.Undrawn("fewer than two kinds of fault have a published count")

    def draw(fig: "Figure", small: bool) -> None:
        axes = fig.subplots()
        _bars_below_names(axes, known, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 0.52 * len(known) + 0.1, 0.54 * len(known) + 0.1)
    data = known[["category", "de", "en", "n_reports", "share", "lower_share", "upper_share"]]
    return figures.save(
        settings,
        "categories",
        wide,
        data,
        title=_categories_title(known, language),
        subtitle=_T["counts" if known["share"].isna().any() else "categories"][language],
        footer=figures.footer(
            settings,
            total["n_reports"],
            extra=". ".join(
                note
                for note in (
                    _T["several"][language],
                    base.withheld(base.n_hidden(categories), language, _T["kinds"][language]),
                )
                if note
            ),
        ),
        alt_de=_categories_alt(known, "de"),
        alt_en=_categories_alt(known, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


def _bars_below_names(axes: "Axes", known: pd.DataFrame, language: str, small: bool) -> None:
    """Draw a bar per fault with its name above, its share at the end and its interval as a line."""
    if known["share"].isna().any():  # counts printed lower than they are: no share to show
        counts = known["n_reports"].astype(float).fillna(0.0)
        part = counts / max(float(counts.max()), 1.0)
        known = known.assign(share=np.nan, lower_share=np.nan, upper_share=np.nan)
    else:
        part = known["share"].astype(float)
    share = part.to_numpy()
    ends = base.ends(known.assign(share=part), "share", "upper_share").to_numpy()
    low, high = (known[c].astype(float).to_numpy() for c in ("lower_share", "upper_share"))
    y = np.arange(len(known))
    axes.barh(y, share, height=0.36, color=style.ACCENT)
    axes.hlines(y, low, high, color=style.INK, linewidth=1.4)
    for place, row in enumerate(known.itertuples()):
        axes.text(0, place - 0.26, getattr(row, language), va="bottom", color=style.INK, fontsize=9)
        n = style.number(row.n_reports, language)
        count = f"{n} {_T['reports'][language]}"
        text = _share(row, language) or (count if small else "")
        if not small:
            text = f"{text}   {count}".strip()
        axes.annotate(
            text, (ends[place], place), (6, 0), textcoords="offset points", va="center",
            color=style.INK, fontsize=8.5 if not small else 8,
        )  # fmt: skip
    axes.axvline(0, color=style.MUTED, linewidth=0.8)
    axes.set_xlim(0, max(ends.max(initial=0.1) * (2.05 if small else 1.75), 0.1))
    axes.set_ylim(len(known) - 0.7, -0.8)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    base.no_scale(axes)


def _categories_title(known: pd.DataFrame, language: str) -> str:
    first = known.iloc[0]
    if known["n_reports"].eq(first["n_reports"]).sum() > 1:
        return _T["title_equal"][language]
    if pd.isna(first["share"]):
        return _T["title_count"][language].format(
            name=first[language], n=style.number(first["n_reports"], language)
        )
    key = "title_most" if float(first["lower_share"]) > 0.5 else "title"
    return _T[key][language].format(
        name=first[language], share=style.percent(first["share"], language)
    )


def _categories_alt(known: pd.DataFrame, language: str) -> str:
    items = "; ".join(
        f"{getattr(row, language)} {style.number(row.n_reports, language)}"
        + (f" = {_share(row, language)}" if pd.notna(row.share) else "")
        for row in known.itertuples()
    )
    return _T["categories_alt"][language].format(items=items)


def _share(row, language: str) -> str:
    """Write a share with its interval, or what is known of it: "" if nothing is."""
    if pd.isna(row.share):
        return ""
    if pd.isna(row.lower_share):
        return style.percent(row.share, language, 1)
    return style.percent_interval(row.share, row.lower_share, row.upper_share, language)


_T = {
    "categories": {
        "de": "Anteil der Meldungen, die es nennen, mit 95-%-Intervall",
        "en": "Share of the reports that name it, with 95% interval",
    },
    "counts": {
        "de": "Zahl der Meldungen, die es nennen",
        "en": "Number of reports that name it",
    },
    "several": {
        "de": "Eine Meldung kann mehreres nennen",
        "en": "A report can name several things",
    },
    "reports": {"de": "Meldungen", "en": "reports"},
    "title": {
        "de": "Am häufigsten genannt: „{name}“, in {share} der Meldungen",
        "en": "Named most often: “{name}”, in {share} of the reports",
    },
    "title_count": {
        "de": "Am häufigsten genannt: „{name}“, in {n} Meldungen",
        "en": "Named most often: “{name}”, in {n} reports",
    },
    "title_equal": {
        "de": "Was die Meldungen nennen",
        "en": "What the reports name",
    },
    "title_most": {
        "de": "Mehr als die Hälfte der Meldungen ({share}) nennt „{name}“",
        "en": "More than half of the reports ({share}) name “{name}”",
    },
    "categories_alt": {
        "de": "Balken, einer je Antwort: {items}.",
        "en": "Bars, one for each answer: {items}.",
    },
    "kinds": {"de": "Antworten", "en": "answers"},
}
