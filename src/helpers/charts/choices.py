"""Choices: whether the findings hold when the evaluation is made another way."""

import textwrap
from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HOLDS, FAILS = "#e3eff3", "#f9e0d3"
"""Grounds of a cell whose finding holds, and of one whose finding does not."""


@base.bilingual
def robustness(table: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show each headline finding under each other choice as a grid: its value, and if it holds.

    table: `finding, choice, value, lower, upper, holds, unit, de, en` (`04_robustness`); the words
    say the choice, a colon, and what comes out. The first choice is the one that the report makes.
    Figure `robustness`; without a finding there is none.
    """
    if table.empty:
        return figures.Undrawn("there are too few reports to test findings")
    language = settings.language
    cells = _cells(table, language)

    def draw(fig: "Figure", small: bool) -> None:
        _grid(fig.subplots(), cells, language, small)

    total = figures.totals(settings)
    n_rows = cells["label"].nunique()
    wide, small = base.pair(draw, 0.52 * n_rows + 0.6, 0.5 * n_rows + 0.7)
    return figures.save(
        settings,
        "robustness",
        wide,
        table,
        title=_title(table, language),
        subtitle=_T["subtitle"][language],
        footer=figures.footer(settings, total["n_reports"], extra=_T["intervals"][language]),
        alt_de=_alt(table, "de"),
        alt_en=_alt(table, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


def _cells(table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Split the words into what was chosen (`label`) and what came out (`text`)."""
    words = table[language].astype("str").str.partition(": ")
    return table.assign(
        label=words[0],
        text=words[2],
        held=table["holds"].astype("boolean").fillna(False),
        known=table["value"].notna(),
    )


def _grid(axes: "Axes", cells: pd.DataFrame, language: str, small: bool) -> None:
    """Draw choices as rows and findings as columns."""
    from matplotlib.patches import Rectangle

    choices = cells.drop_duplicates("choice").reset_index(drop=True)
    findings = cells["finding"].drop_duplicates().tolist()
    rows = {choice: place for place, choice in enumerate(choices["choice"])}
    for cell in cells.itertuples():
        x, y = findings.index(cell.finding), rows[cell.choice]
        ground, color = (HOLDS, style.INK) if cell.held else (FAILS, style.HIGHLIGHT)
        if not cell.known:
            ground, color = style.NO_DATA, style.MUTED
        axes.add_patch(Rectangle((x + 0.02, y + 0.04), 0.96, 0.92, facecolor=ground))
        axes.text(
            x + 0.5, y + 0.5, _cell_text(cell, language, small), ha="center", va="center",
            fontsize=6.6 if not small else 7, linespacing=1.25,
            color=color,
            fontweight="bold" if y == 0 else "normal",
        )  # fmt: skip
    axes.set_xlim(0, len(findings))
    axes.set_ylim(len(choices), 0)
    width = 10 if small else 15
    heads = [
        textwrap.fill(_FINDINGS.get(f, {}).get(language, f), width, break_long_words=False)
        for f in findings
    ]
    axes.set_xticks([x + 0.5 for x in range(len(findings))], heads)
    axes.xaxis.tick_top()
    labels = [textwrap.fill(label, 15 if small else 20) for label in choices["label"]]
    axes.set_yticks([y + 0.5 for y in range(len(choices))], labels)
    axes.tick_params(length=0, labelcolor=style.INK, labelsize=5.6 if small else 7.5)
    axes.tick_params(axis="y", labelsize=6.5 if small else 8)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)


def _cell_text(cell: object, language: str, small: bool) -> str:
    """Write what came out; on a telephone only the value, with a mark."""
    if not cell.known:
        return style.DASH if small else textwrap.fill(cell.text, 19)
    if small:
        value = style.number(cell.value, language, 0 if cell.unit in ("rank", "n") else 1)
        rank = f"{_T['rank'][language]}\n" if cell.unit == "rank" else ""
        return f"{rank}{value} {'✓' if cell.held else '✗'}"
    parts = cell.text.replace("; ", ": ").split(": ")
    if not cell.held:
        parts[0] = f"✗ {parts[0]}"
    lines = [textwrap.fill(part, 19) for part in parts]
    return "\n".join(lines)


def _title(table: pd.DataFrame, language: str) -> str:
    known = table[table["value"].notna()]
    held = known["holds"].astype("boolean").fillna(False).groupby(known["finding"]).all()
    n_held = int(held.sum())
    if len(held) == 1:
        return _T["only" if n_held else "only_not"][language]
    key = "all" if held.all() else {0: "no", 1: "one"}.get(n_held, "some")
    return _T[key][language].format(
        n=style.word(len(held), language), held=style.word(n_held, language).capitalize()
    )


def _alt(table: pd.DataFrame, language: str) -> str:
    items = "; ".join(
        f"{_FINDINGS.get(finding, {}).get(language, finding)}: "
        + _T["held"][language].format(n=int(part["holds"].sum()), all=len(part))
        for finding, part in table[table["value"].notna()].groupby("finding", sort=False)
    )
    return _T["alt"][language].format(items=items)


_FINDINGS = {
    "highest_rate": {"de": "Höchste Rate", "en": "Highest rate"},
    "lowest_rate": {"de": "Niedrigste Rate", "en": "Lowest rate"},
    "leads_in_count": {"de": "Meiste Meldungen", "en": "Most reports"},
    "big_city": {"de": "Großstadt gegen andere", "en": "Big city against others"},
    "hotspots": {"de": "Signale", "en": "Signals"},
}

_T = {
    "subtitle": {
        "de": "Jeder Befund so, wie berichtet (oberste Zeile), und unter anderen Annahmen; "
        "✗ und rötlich, wo er nicht hält, grau, wo er nicht bestimmbar ist",
        "en": "Each finding as reported (first row) and under other assumptions; ✗ and reddish "
        "where it does not hold, grey where it cannot be worked out",
    },
    "intervals": {
        "de": "In Klammern 95-%-Intervalle. Raten: Meldungen je 10.000 Einwohner; Großstadt: "
        "Verhältnis der Raten",
        "en": "In brackets 95% intervals. Rates: reports per 10,000 inhabitants; big city: ratio "
        "of rates",
    },
    "all": {
        "de": "Alle {n} Befunde halten unter jeder anderen Annahme",
        "en": "All {n} findings hold under every other assumption",
    },
    "only": {
        "de": "Der Befund hält unter jeder anderen Annahme",
        "en": "The finding holds under every other assumption",
    },
    "only_not": {
        "de": "Der Befund hält nicht unter jeder anderen Annahme",
        "en": "The finding does not hold under every other assumption",
    },
    "no": {
        "de": "Keiner von {n} Befunden hält unter jeder anderen Annahme",
        "en": "None of {n} findings holds under every other assumption",
    },
    "one": {
        "de": "Einer von {n} Befunden hält unter jeder anderen Annahme",
        "en": "One of {n} findings holds under every other assumption",
    },
    "some": {
        "de": "{held} von {n} Befunden halten unter jeder anderen Annahme",
        "en": "{held} of {n} findings hold under every other assumption",
    },
    "rank": {"de": "Rang", "en": "rank"},
    "held": {"de": "hält in {n} von {all} Rechnungen", "en": "holds in {n} of {all} calculations"},
    "alt": {
        "de": "Raster aus Befunden und Annahmen. {items}.",
        "en": "Grid of findings and assumptions. {items}.",
    },
}
