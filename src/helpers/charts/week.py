"""Week: at which hours of the week people report."""

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
def hours(hours: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show how many reports each hour of a week brings on average, by weekday and hour.

    hours: a published table: `weekday` (0 = Monday), `hour`, `n_reports`. Each weekday's counts are
    divided by the number of such days in the period: three Saturdays would else beat two Fridays.
    Withheld hours are hatched. Figure `hours`; where the hours of most reports are withheld there
    is none.
    """
    language = settings.language
    counts = hours.assign(n=hours["n_reports"].astype("Float64").astype("float64"))
    grid, hidden = _grid(counts)
    days = _days(settings)
    total = figures.totals(settings)
    if 2 * grid.sum() < total["n_reports"] or not grid.any():
        return figures.Undrawn("most reports fall into hours whose counts are withheld")

    def draw(fig: "Figure", small: bool) -> None:
        _week(fig.subplots(), grid / days[:, None], hidden, language, small)

    wide, small = base.pair(draw, 2.6, 2.3)
    data = counts.sort_values(["weekday", "hour"])[
        ["weekday", "hour", "n_reports", "n_least", "n_most"]
    ]
    return figures.save(
        settings,
        "hours",
        wide,
        data,
        title=_hours_title(grid, hidden, language),
        subtitle=_T["hours"][language],
        footer=figures.footer(
            settings,
            total["n_reports"],
            extra=base.withheld(int(hidden.sum()), language, _T["hidden"][language]),
        ),
        alt_de=_hours_alt(grid, hidden, days, "de"),
        alt_en=_hours_alt(grid, hidden, days, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


def _grid(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Lay the hours out as 7 × 24 counts, and say which are withheld; a missing hour is zero."""
    grid, hidden = np.zeros((7, 24)), np.zeros((7, 24), dtype=bool)
    places = counts["weekday"].astype(int).to_numpy(), counts["hour"].astype(int).to_numpy()
    grid[places] = counts["n"].fillna(0).to_numpy()
    hidden[places] = counts["n"].isna().to_numpy()
    return grid, hidden


def _days(settings: Settings) -> np.ndarray:
    """Count the Mondays, Tuesdays, … of the period; at least 1, so that it divides."""
    days = pd.date_range(settings.first_day, settings.as_of).day_of_week
    return np.bincount(days, minlength=7).clip(min=1)


def _week(axes: "Axes", means: np.ndarray, hidden: np.ndarray, language: str, small: bool) -> None:
    """Draw the grid of the week with a narrow colour bar; withheld cells are hatched."""
    import seaborn
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    seaborn.heatmap(
        means, mask=hidden, ax=axes, vmin=0, linewidths=1, linecolor="white",
        cmap=LinearSegmentedColormap.from_list("hours", style.SEQUENTIAL[:5]),
        cbar_kws={"shrink": 0.9, "aspect": 18, "pad": 0.015},
    )  # fmt: skip
    for row, column in np.argwhere(hidden):
        axes.add_patch(
            Rectangle(
                (column, row), 1, 1, facecolor=style.NO_DATA, edgecolor=style.NEUTRAL,
                hatch="/////", linewidth=0,
            )
        )  # fmt: skip
    names = _WEEKDAYS[language]
    axes.set_yticks(np.arange(7) + 0.5, [n[:2] for n in names] if small else names, rotation=0)
    step = 6 if small else 3
    ticks = np.arange(0, 25, step)
    axes.set_xticks(ticks, [_clock(int(hour), language) for hour in ticks], rotation=0)
    axes.tick_params(labelcolor=style.INK, length=0)
    bar = axes.collections[0].colorbar
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0, labelsize=7.5)
    bar.ax.yaxis.set_major_formatter(lambda v, _: style.number(v, language))


def _hours_title(grid: np.ndarray, hidden: np.ndarray, language: str) -> str:
    """Name the hour with most reports over all weekdays, of those shown; of equal ones none."""
    shown = hidden.any()
    sums = grid.sum(axis=0)
    hour, most = int(sums.argmax()), sums.max()
    if (sums == most).sum() > 1:
        return _T["equal_shown" if shown else "hours_equal"][language]
    return _T["hours_shown" if shown else "hours_title"][language].format(
        start=hour, end=_clock(hour + 1, language), n=style.number(most, language)
    )


def _hours_alt(grid: np.ndarray, hidden: np.ndarray, days: np.ndarray, language: str) -> str:
    means = grid.sum(axis=1) / days
    listed = zip(_WEEKDAYS[language], means, hidden.sum(axis=1), strict=True)
    items = ", ".join(_alt_day(name, n, int(gaps), language) for name, n, gaps in listed)
    return _T["hours_alt"][language].format(title=_hours_title(grid, hidden, language), items=items)


def _alt_day(name: str, n: float, gaps: int, language: str) -> str:
    """Say what is shown of a weekday, and how many of its hours are withheld: these are no zero."""
    said = style.number(round(n), language)
    if not gaps:
        return f"{name} {said}"
    key = "gap" if gaps == 1 else "gaps"
    words = _T[key][language].format(n=gaps)
    return f"{name} {said} ({words})" if n else f"{name}: {words}"


def _clock(hour: int, language: str) -> str:
    """Write an hour: „19 Uhr“ or “19:00”."""
    return f"{hour}:00" if language == "en" else f"{hour}{style.SPACE}Uhr"


_WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}

_T = {
    "hours": {
        "de": "Meldungen je Stunde an einem Wochentag, im Mittel aller solchen Tage des Zeitraums",
        "en": "Reports an hour on a weekday, on average over all such days of the period",
    },
    "hours_title": {
        "de": "Die stärkste Stunde liegt zwischen {start} und {end}: {n} Meldungen",
        "en": "The busiest hour lies between {start}:00 and {end}: {n} reports",
    },
    "hours_shown": {
        "de": "Unter den ausgewiesenen Stunden liegt die stärkste zwischen {start} und {end}: "
        "{n} Meldungen",
        "en": "Of the hours shown, the busiest lies between {start}:00 and {end}: {n} reports",
    },
    "equal_shown": {
        "de": "Unter den ausgewiesenen Stunden ragt keine heraus",
        "en": "Of the hours shown, none stands out",
    },
    "hours_equal": {
        "de": "Keine Stunde des Tages ragt heraus",
        "en": "No hour of the day stands out",
    },
    "hours_alt": {
        "de": "Raster aus Wochentagen und Stunden. {title}. Ausgewiesene Meldungen je Tag, im "
        "Mittel: {items}.",
        "en": "Grid of weekdays and hours. {title}. Reports shown a day, on average: {items}.",
    },
    "gap": {"de": "1 Stunde nicht ausgewiesen", "en": "1 hour withheld"},
    "gaps": {"de": "{n} Stunden nicht ausgewiesen", "en": "{n} hours withheld"},
    "hidden": {"de": "Stunden (schraffiert)", "en": "hours (hatched)"},
}
