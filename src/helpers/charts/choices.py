"""Choices: whether the findings hold when the evaluation is made another way."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def robustness(table: pd.DataFrame, settings: Settings) -> figures.Shown:
    """Show each headline finding under other choices, with intervals.

    table: `finding, choice, value, lower, upper, holds, de, en`: one row per finding and choice,
    the choice made in the evaluation first. Figure `robustness`.
    """
    language = settings.language
    groups = list(table.groupby("finding", sort=False))

    def draw(fig: "Figure", small: bool) -> None:
        heights = [len(part) + 1.2 for _, part in groups]
        grid = fig.subplots(len(groups), 1, squeeze=False, height_ratios=heights).flat
        for axes, (_, part) in zip(grid, groups, strict=True):
            _finding(axes, part, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, len(table), 0.24 * len(table) + 0.5 * len(groups) + 0.1)
    failed = int((~table["holds"].astype("boolean").fillna(False)).sum())
    return figures.save(
        settings,
        "robustness",
        wide,
        table,
        title=_robust_title(len(groups), failed, language),
        subtitle=_T["robustness"][language],
        footer=figures.footer(settings, total["n_reports"]),
        alt_de=_robust_alt(table, "de"),
        alt_en=_robust_alt(table, "en"),
        columns=base.columns(table),
        n=total["n_reports"],
        small=small,
    )


def _finding(axes: "Axes", part: pd.DataFrame, language: str, small: bool) -> None:
    """Draw one finding: a dot with interval per choice, the first one marked as ours."""
    holds = part["holds"].astype("boolean").fillna(False).astype(bool)
    first = float(part["value"].iloc[0])
    axes.axvline(first, color=style.RULE, linewidth=1)
    colors = [style.ACCENT if held else style.HIGHLIGHT for held in holds]
    base.intervals(axes, part, "value", "lower", "upper", colors)
    base.rows(axes, part["choice"].tolist())
    digits = 2 if abs(first) < 10 else 0
    for y, row in enumerate(part.itertuples()):
        axes.annotate(
            style.number(row.value, language, digits), (float(row.upper), y), (5, 0),
            textcoords="offset points", va="center", fontsize=8, color=style.INK,
        )  # fmt: skip
    low, high = float(part["lower"].min()), float(part["upper"].max())
    room = (high - low) or abs(high) or 1
    axes.set_xlim(low - 0.05 * room, high + (0.3 if small else 0.15) * room)
    axes.set_title(str(part[language].iloc[0]), wrap=True)
    base.no_scale(axes)


def _robust_title(findings: int, failed: int, language: str) -> str:
    key = "robust_all" if not failed else "robust_some"
    return _T[key][language].format(
        n=style.number(findings, language), failed=style.number(failed, language)
    )


def _robust_alt(table: pd.DataFrame, language: str) -> str:
    items = "; ".join(
        f"{part[language].iloc[0]}: {style.number(part['value'].min(), language, 2)} "
        f"– {style.number(part['value'].max(), language, 2)}"
        for _, part in table.groupby("finding", sort=False)
    )
    return _T["robust_alt"][language].format(items=items)


_T = {
    "robustness": {
        "de": "Jeder Befund so, wie berichtet (oberste Zeile), und unter anderen Annahmen, mit "
        "95-%-Intervall; farbig abgesetzt, wo er nicht hält",
        "en": "Each finding as reported (first row) and under other assumptions, with 95% "
        "interval; set off in colour where it does not hold",
    },
    "robust_all": {
        "de": "Alle {n} Befunde halten unter anderen Annahmen",
        "en": "All {n} findings hold under other assumptions",
    },
    "robust_some": {
        "de": "{n} Befunde unter anderen Annahmen: {failed} Rechnungen stützen sie nicht",
        "en": "{n} findings under other assumptions: {failed} calculations do not support them",
    },
    "robust_alt": {
        "de": "Punkte mit Intervallen je Befund und Annahme. Spannen: {items}.",
        "en": "Dots with intervals by finding and assumption. Ranges: {items}.",
    },
}
