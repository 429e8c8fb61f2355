"""Together: which faults are named in the same report."""

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
    together = _square(base.shown(pairs), ids)
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
        columns={"n_together": _TOGETHER},
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


_TOGETHER = figures.Column(
    "Meldungen, die beides nennen", "reports that name both", "Meldungen", "reports"
)


def _square(pairs: pd.DataFrame, ids: list[str]) -> np.ndarray:
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
    "cooccurrence": {
        "de": "Lesehilfe: So viele der Meldungen mit der Antwort der Zeile geben auch "
        "die der Spalte, in Prozent. Auf der Diagonale die Zahl der Meldungen",
        "en": "How to read: share of the reports giving the row's answer that also give the "
        "column's, in per cent. On the diagonal the number of reports",
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
        "de": "Was zusammen genannt wird",
        "en": "What is named together",
    },
    "together_shown": {
        "de": "Unter den ausgewiesenen Paaren am häufigsten: „{a}“ und „{b}“, in {n} Meldungen",
        "en": "Most frequent of the pairs shown: “{a}” and “{b}”, in {n} reports",
    },
    "pairs": {"de": "Paare", "en": "pairs"},
    "together_alt": {
        "de": "Tabelle der Antworten gegeneinander. Häufigste Paare: {items}.",
        "en": "Table of the answers against each other. Most frequent pairs: {items}.",
    },
}
