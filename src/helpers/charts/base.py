"""Base: what all charts share: two widths, quiet axes, direct labels, the columns' meaning."""

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.evaluate.words import LEAST_AREAS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Draw = Callable[["Figure", bool], None]
"""Draws into an empty figure; the flag says that it is the narrow one for telephones."""


Output = figures.Shown | figures.Undrawn
"""What a chart or map hands to a notebook."""


def bilingual(chart: Callable[..., Output]) -> Callable[..., Output]:
    """Let a chart or map be drawn in the campaign's language and, for pages in it, in the other.

    Its last argument are the settings; it hands its keyword `twin` on to `figures.save`. Where
    there is too little to show, it draws nothing and says so (`figures.Undrawn`).
    """

    @functools.wraps(chart)
    def both(*given: object) -> Output:
        *tables, settings = given
        shown = chart(*tables, settings)
        if isinstance(shown, figures.Shown):
            other = "de" if settings.language == "en" else "en"
            chart(*tables, settings.model_copy(update={"language": other}), twin=True)
        return shown

    return both


def pair(draw: Draw, height: float, small_height: float | None = None) -> tuple["Figure", "Figure"]:
    """Draw the same figure for pages and for telephones; heights in inches."""
    with style.context():
        wide = style.figure(height)
        draw(wide, False)
        small = style.figure(small_height or height, style.SMALL)
        draw(small, True)
    return wide, small


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a published table that may be drawn: those that are not suppressed."""
    if "suppressed" not in frame:
        return frame
    return frame[~frame["suppressed"].astype("boolean").fillna(True).astype(bool)]


def withheld(hidden: int, language: str, what: str) -> str:
    """Say how many rows of a published table are withheld, or nothing if none is.

    what: of what, in the plural ("Städte", "cities").
    """
    if not hidden:
        return ""
    return _WITHHELD[language].format(n=style.number(hidden, language), what=what)


def n_hidden(frame: pd.DataFrame) -> int:
    """Count the suppressed rows of a published table."""
    return len(frame) - len(shown(frame))


def too_few_areas(areas: pd.DataFrame) -> bool:
    """Tell whether reports come from so few areas that "nothing stands out" would claim too much.

    areas: a published table; a suppressed row has reports, too.
    """
    reporting = areas["n_reports"].gt(0) | areas["suppressed"].astype("boolean")
    return int(reporting.sum()) < LEAST_AREAS


def rows(axes: "Axes", labels: Sequence[str]) -> None:
    """Make the y axis a list of names, the first on top, without line or ticks."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)


def no_scale(axes: "Axes") -> None:
    """Take the x axis away where each value is written at its mark."""
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def scale(axes: "Axes", language: str, axis: str = "x") -> None:
    """Write an axis' ticks as its language does, with as many decimals as tell them apart."""
    from matplotlib.ticker import FuncFormatter

    part = axes.xaxis if axis == "x" else axes.yaxis

    def write(value: float, _: object) -> str:
        low, high = sorted(part.get_view_interval())
        digits = 0 if high - low >= 4 else 1 if high - low >= 0.4 else 2
        return style.number(value, language, digits)

    part.set_major_formatter(FuncFormatter(write))
    axes.grid(axis=axis)


def bars(axes: "Axes", values: Sequence[float], texts: Sequence[str], colors: object) -> None:
    """Draw horizontal bars with their text at the end, leaving room for it."""
    import seaborn

    places = [str(place) for place in range(len(values))]
    seaborn.barplot(
        x=list(values), y=places, color=colors, width=0.66, saturation=1, linewidth=0, ax=axes
    )
    axes.set(xlabel="", ylabel="")
    axes.bar_label(axes.containers[0], labels=list(texts), padding=4, color=style.INK, fontsize=8.5)
    axes.axvline(0, color=style.MUTED, linewidth=0.8)


def intervals(
    axes: "Axes",
    frame: pd.DataFrame,
    value: str,
    lower: str,
    upper: str,
    colors: Sequence[str],
    places: Sequence[float] | None = None,
) -> None:
    """Draw an estimate per row as a dot on the line of its interval."""
    y = list(range(len(frame))) if places is None else list(places)
    low, high = frame[lower].astype(float), frame[upper].astype(float)
    axes.hlines(y, low, high, colors=colors, linewidth=2.2, alpha=0.55)
    axes.scatter(frame[value].astype(float), y, c=colors, s=30, zorder=3, linewidths=0)


def ends(frame: pd.DataFrame, value: str, upper: str) -> pd.Series:
    """Return where each row's mark ends: at its interval's limit, or at the dot if it has none."""
    return frame[upper].astype(float).fillna(frame[value].astype(float)).fillna(0.0)


def reach(ends: pd.Series, factor: float, least: float = 1.0) -> float:
    """Return the end of an axis that holds `ends` and room for a text; `least` if there are none.

    >>> reach(pd.Series([2.0, float("nan")]), 1.5), reach(pd.Series([float("nan")]), 1.5)
    (3.0, 1.0)
    """
    most = float(ends.max()) if ends.notna().any() else 0.0
    return most * factor if most > 0 else least


def emphasis(flags: Sequence[bool], plain: str = style.ACCENT) -> list[str]:
    """Colour what the title speaks of, and nothing else."""
    return [style.HIGHLIGHT if flag else plain for flag in flags]


_WITHHELD = {
    "de": "Zum Schutz der Meldenden nicht ausgewiesene {what}: {n}",
    "en": "Withheld to protect people, {what}: {n}",
}
