"""Faults: how often each kind is named, and which kinds are named together."""

import textwrap
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
        columns=base.columns(data),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


@base.bilingual
def cooccurrence(
    pairs: pd.DataFrame, categories: pd.DataFrame, settings: Settings, *, twin: bool = False
) -> base.Output:
    """Show as a matrix how often reports with one fault name another one as well.

    pairs: a published table: `category_a, category_b, n_reports` (reports that name both).
    categories: a published table: `category, de, en, n_reports`. A cell is the share of the row's
    reports that also name the column's fault; the diagonal gives the row's count.
    Figure `cooccurrence`; without a published pair there is none.
    """
    language = settings.language
    known = base.shown(categories).assign(order=lambda t: t["n_reports"].astype(float))
    known = known.sort_values(["order", "category"], ascending=[False, True])
    ids, counts = known["category"].tolist(), known["order"].to_numpy()
    together = _together(base.shown(pairs), ids)
    if not np.nansum(together):
        return figures.Undrawn("no two faults are named together, as far as counts are published")
    with np.errstate(divide="ignore", invalid="ignore"):
        share = together / counts[:, None]
    names = known[language].tolist()

    def draw(fig: "Figure", small: bool) -> None:
        _matrix(fig.subplots(), share, counts, names, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 0.45 * len(ids) + 0.4, 0.4 * len(ids) + 0.4)
    data = base.shown(pairs)[["category_a", "category_b", "n_reports"]].rename(
        columns={"n_reports": "n_together"}
    )
    return figures.save(
        settings,
        "cooccurrence",
        wide,
        data,
        title=_together_title(together, names, language, base.n_hidden(pairs) > 0),
        subtitle=_T["cooccurrence"][language],
        footer=figures.footer(
            settings,
            total["n_reports"],
            extra=base.withheld(base.n_hidden(pairs), language, _T["pairs"][language]),
        ),
        alt_de=_together_alt(together, known["de"].tolist(), "de"),
        alt_en=_together_alt(together, known["en"].tolist(), "en"),
        columns=base.columns(data),
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


def _together(pairs: pd.DataFrame, ids: list[str]) -> np.ndarray:
    """Lay the pairs out as a square table in the order of `ids`; unknown = NaN."""
    both = pd.concat(
        [pairs, pairs.rename(columns={"category_a": "category_b", "category_b": "category_a"})]
    )
    both = both[both["category_a"] != both["category_b"]]
    table = both.assign(n=both["n_reports"].astype(float)).drop_duplicates(
        ["category_a", "category_b"]
    )
    table = table.pivot_table(index="category_a", columns="category_b", values="n", aggfunc="first")
    return table.reindex(index=ids, columns=ids).to_numpy(dtype=float)


def _matrix(
    axes: "Axes",
    share: np.ndarray,
    counts: np.ndarray,
    names: list[str],
    language: str,
    small: bool,
) -> None:
    """Draw the shares as a heat map with a number in each cell and the counts on the diagonal."""
    import seaborn
    from matplotlib.colors import LinearSegmentedColormap

    colors = LinearSegmentedColormap.from_list("share", style.SEQUENTIAL[:5])
    size = len(counts)
    own = np.eye(size, dtype=bool)
    cells = np.where(own, np.nan, share)
    most = np.nanmax(cells, initial=0.01)
    seaborn.heatmap(
        cells, ax=axes, cmap=colors, vmin=0, vmax=most, cbar=False, linewidths=2,
        linecolor=style.PAPER, mask=np.zeros_like(own),
    )  # fmt: skip
    for row, column in np.ndindex(size, size):
        on_diagonal = row == column
        value = counts[row] if on_diagonal else share[row, column] * 100
        plain = on_diagonal or small or np.isnan(value)
        unit = "" if plain else "%" if language == "en" else f"{style.SPACE}%"
        dark = not on_diagonal and share[row, column] > 0.55 * most
        axes.text(
            column + 0.5, row + 0.5, style.number(value, language) + unit,
            ha="center", va="center", fontsize=7 if small else 8,
            color=style.PAPER if dark else style.MUTED if on_diagonal else style.INK,
            fontweight="bold" if on_diagonal else "normal",
        )  # fmt: skip
    rows = [
        f"{textwrap.fill(name, 17) if small else name}  {place + 1}"
        for place, name in enumerate(names)
    ]
    axes.set_yticks(np.arange(size) + 0.5, rows, rotation=0)
    if small:
        axes.tick_params(axis="y", labelsize=7)
    axes.set_xticks(np.arange(size) + 0.5, [str(place + 1) for place in range(size)])
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelcolor=style.INK)


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


def _strongest(together: np.ndarray, names: list[str], top: int) -> list[tuple[str, str, float]]:
    """List the pairs named together most often."""
    above = np.argwhere(np.triu(np.ones_like(together, dtype=bool), 1) & ~np.isnan(together))
    found = [(names[a], names[b], float(together[a, b])) for a, b in above]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))[:top]


def _together_title(
    together: np.ndarray, names: list[str], language: str, some_hidden: bool
) -> str:
    (a, b, n), *others = _strongest(together, names, 2)
    if others and others[0][2] == n:
        return _T["together_equal"][language]
    key = "together_shown" if some_hidden else "together_title" if others else "together_only"
    return _T[key][language].format(a=a, b=b, n=style.number(n, language))


def _together_alt(together: np.ndarray, names: list[str], language: str) -> str:
    items = "; ".join(
        f"{a} + {b}: {style.number(n, language)}" for a, b, n in _strongest(together, names, 5)
    )
    return _T["together_alt"][language].format(items=items)


_T = {
    "categories": {
        "de": "Anteil der Meldungen, die den Fehler nennen, mit 95-%-Intervall",
        "en": "Share of the reports that name the fault, with 95% interval",
    },
    "counts": {
        "de": "Zahl der Meldungen, die den Fehler nennen",
        "en": "Number of reports that name the fault",
    },
    "several": {
        "de": "Eine Meldung kann mehrere Fehler nennen",
        "en": "A report can name several faults",
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
        "de": "Welche Fehler die Meldungen nennen",
        "en": "Which faults the reports name",
    },
    "title_most": {
        "de": "Mehr als die Hälfte der Meldungen ({share}) nennt „{name}“",
        "en": "More than half of the reports ({share}) name “{name}”",
    },
    "categories_alt": {
        "de": "Balken je Fehlerart: {items}.",
        "en": "Bars by kind of fault: {items}.",
    },
    "cooccurrence": {
        "de": "Lesehilfe: So viele der Meldungen mit dem Fehler der Zeile nennen auch den Fehler "
        "der Spalte, in Prozent. Auf der Diagonale die Zahl der Meldungen",
        "en": "How to read: share of the reports with the row's fault that also name the "
        "column's fault, in per cent. On the diagonal the number of reports",
    },
    "together_title": {
        "de": "Am häufigsten gemeinsam genannt: „{a}“ und „{b}“, in {n} Meldungen",
        "en": "Named together most often: “{a}” and “{b}”, in {n} reports",
    },
    "together_only": {
        "de": "„{a}“ und „{b}“ werden in {n} Meldungen zusammen genannt",
        "en": "“{a}” and “{b}” are named together in {n} reports",
    },
    "together_equal": {
        "de": "Welche Fehler zusammen genannt werden",
        "en": "Which faults are named together",
    },
    "together_shown": {
        "de": "Unter den ausgewiesenen Paaren am häufigsten: „{a}“ und „{b}“, in {n} Meldungen",
        "en": "Most frequent of the pairs shown: “{a}” and “{b}”, in {n} reports",
    },
    "kinds": {"de": "Fehlerarten", "en": "kinds of fault"},
    "pairs": {"de": "Paare", "en": "pairs"},
    "together_alt": {
        "de": "Tabelle der Fehlerarten gegeneinander. Häufigste Paare: {items}.",
        "en": "Table of the kinds of fault against each other. Most frequent pairs: {items}.",
    },
}
