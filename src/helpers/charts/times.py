"""Times: how the reports grew, and at which hours of the week people report."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FIRST_DAYS = 3
"""After how many days the growth curve names its height: the first evaluation's day."""


def growth(days: pd.DataFrame, settings: Settings) -> figures.Shown:
    """Show all reports so far by day above the reports of each day, with the known events.

    days: a published table: `day, n_reports, n_cumulative`; a withheld day leaves a gap.
    Events come from campaign.yml. Figure `growth`.
    """
    language = settings.language
    known = days.assign(day=pd.to_datetime(days["day"])).sort_values("day").reset_index(drop=True)
    known["n_reports"] = known["n_reports"].astype("Float64").astype("float64")
    known["n_cumulative"] = known["n_cumulative"].astype("Float64").astype("float64")

    def draw(fig: "Figure", small: bool) -> None:
        top, low = fig.subplots(2, 1, sharex=True, height_ratios=[2.2, 1])
        _curve(top, known, settings, small)
        low.bar(known["day"], known["n_reports"], width=0.8, color=style.ACCENT_LIGHT)
        low.set_title(_T["daily"][language])
        base.scale(low, language, axis="y")
        _dates(low, known["day"], language, 7 if small or len(known) > 25 else 3)
        for axes in (top, low):
            axes.spines["left"].set_visible(False)

    total = figures.totals(settings)
    wide, small = base.pair(draw, len(known), 4.1, 3.6)
    data = known[["day", "n_reports", "n_cumulative"]].astype(
        {"n_reports": "Int64", "n_cumulative": "Int64"}
    )
    data["day"] = data["day"].dt.strftime("%Y-%m-%d")
    return figures.save(
        settings,
        "growth",
        wide,
        data,
        title=_growth_title(known, settings, language),
        subtitle=_T["growth"][language],
        footer=figures.footer(settings, total["n_reports"], extra=_T["media"][language]),
        alt_de=_growth_alt(known, settings, "de"),
        alt_en=_growth_alt(known, settings, "en"),
        columns=base.columns(data),
        n=total["n_reports"],
        small=small,
    )


def hours(hours: pd.DataFrame, settings: Settings) -> figures.Shown:
    """Show how many reports each hour of the week brought, as a grid of weekdays and hours.

    hours: a published table: `weekday` (0 = Monday), `hour`, `n_reports`. Withheld hours are
    hatched. Figure `hours`.
    """
    language = settings.language
    counts = hours.assign(n=hours["n_reports"].astype("Float64").astype("float64"))
    grid, hidden = _grid(counts)

    def draw(fig: "Figure", small: bool) -> None:
        _week(fig, fig.subplots(), grid, hidden, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, len(hours), 2.6, 2.3)
    data = counts.sort_values(["weekday", "hour"])[["weekday", "hour", "n_reports"]]
    return figures.save(
        settings,
        "hours",
        wide,
        data,
        title=_hours_title(grid, hidden, language),
        subtitle=_T["hours"][language],
        footer=figures.footer(settings, total["n_reports"], extra=_hidden_note(hidden, language)),
        alt_de=_hours_alt(grid, hidden, "de"),
        alt_en=_hours_alt(grid, hidden, "en"),
        columns=base.columns(data),
        n=total["n_reports"],
        small=small,
    )


def _grid(counts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Lay the hours out as 7 × 24 counts, and say which are withheld; a missing hour is zero."""
    grid, hidden = np.zeros((7, 24)), np.zeros((7, 24), dtype=bool)
    places = counts["weekday"].astype(int).to_numpy(), counts["hour"].astype(int).to_numpy()
    grid[places] = counts["n"].fillna(0).to_numpy()
    hidden[places] = counts["n"].isna().to_numpy()
    return grid, hidden


def _curve(axes: "Axes", known: pd.DataFrame, settings: Settings, small: bool) -> None:
    """Draw the running total with its height after the first days and at the end, and events."""
    language = settings.language
    axes.fill_between(known["day"], known["n_cumulative"], color=style.SEQUENTIAL[0])
    axes.plot(known["day"], known["n_cumulative"], color=style.ACCENT)
    for row in _named(known).itertuples():
        axes.scatter([row.day], [row.n_cumulative], color=style.HIGHLIGHT, s=28, zorder=3)
        axes.annotate(
            style.number(row.n_cumulative, language), (row.day, row.n_cumulative), (-4, 7),
            textcoords="offset points", ha="right" if row.Index > 2 else "center", va="bottom",
            fontweight="bold", color=style.HIGHLIGHT,
        )  # fmt: skip
    top = known["n_cumulative"].max() if known["n_cumulative"].notna().any() else 1
    axes.set_ylim(0, top * 1.18)
    inside = [e for e in settings.events if known["day"].min() <= pd.Timestamp(e.day)]
    for place, event in enumerate(e for e in inside if pd.Timestamp(e.day) <= known["day"].max()):
        when = pd.Timestamp(event.day)
        axes.axvline(when, color=style.MUTED, linewidth=0.9, linestyle=(0, (3, 2)))
        axes.annotate(
            (event.en if language == "en" and event.en else event.de) if not small
            else str(place + 1),
            (when, top * (1.15 - 0.09 * (place % 4))), (4, 0), textcoords="offset points",
            va="top", fontsize=8, color=style.INK,
        )  # fmt: skip
    axes.set_title(_T["cumulative"][language])
    base.scale(axes, language, axis="y")


def _named(known: pd.DataFrame) -> pd.DataFrame:
    """Take the days whose running total is written out: after the first days, and the last."""
    certain = known[known["n_cumulative"].notna()]
    places = [place for place in (FIRST_DAYS - 1,) if place in certain.index]
    return certain.loc[sorted({*places, *certain.index[-1:]})]


def _dates(axes: "Axes", days: pd.Series, language: str, step: int) -> None:
    """Write every `step`-th day on the x axis, beginning with the first."""
    ticks = days.iloc[::step]
    axes.set_xticks(ticks, [style.day_short(day, language) for day in ticks])


def _week(
    fig: "Figure", axes: "Axes", grid: np.ndarray, hidden: np.ndarray, language: str, small: bool
) -> None:
    """Draw the grid of the week with a narrow colour bar; withheld cells are hatched."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    colors = LinearSegmentedColormap.from_list("hours", style.SEQUENTIAL[:5])
    known = np.ma.masked_array(grid, hidden)
    drawn = axes.pcolormesh(
        np.arange(25), np.arange(8), known, cmap=colors, vmin=0, edgecolor="white", linewidth=1
    )
    for row, column in np.argwhere(hidden):
        axes.add_patch(
            Rectangle(
                (column, row), 1, 1, facecolor=style.NO_DATA, edgecolor=style.NEUTRAL,
                hatch="/////", linewidth=0,
            )
        )  # fmt: skip
    axes.set_ylim(7, 0)
    names = _WEEKDAYS[language]
    axes.set_yticks(np.arange(7) + 0.5, [n[:2] for n in names] if small else names)
    step = 6 if small else 3
    ticks = np.arange(0, 25, step)
    axes.set_xticks(ticks, [_clock(int(hour), language) for hour in ticks])
    axes.tick_params(labelcolor=style.INK)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    bar = fig.colorbar(drawn, ax=axes, shrink=0.9, aspect=18, pad=0.015)
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=0, labelsize=7.5)
    bar.ax.yaxis.set_major_formatter(lambda v, _: style.number(v, language))


def _growth_title(known: pd.DataFrame, settings: Settings, language: str) -> str:
    named = _named(known)
    if named.empty:
        return _T["withheld"][language]
    last = named.iloc[-1]
    span = int((last["day"] - pd.Timestamp(settings.first_day)).days) + 1
    if len(named) == 1:
        return _T["growth_one"][language].format(
            days=style.number(span, language), n=style.number(last["n_cumulative"], language)
        )
    return _T["growth_title"][language].format(
        first=_SMALL_NUMBERS[language][FIRST_DAYS],
        n_first=style.number(named.iloc[0]["n_cumulative"], language),
        days=style.number(span, language),
        n=style.number(last["n_cumulative"], language),
    )


def _growth_alt(known: pd.DataFrame, settings: Settings, language: str) -> str:
    certain = known[known["n_reports"].notna()]
    if certain.empty:
        return _T["withheld"][language] + "."
    peak = certain.loc[certain["n_reports"].idxmax()]
    return _T["growth_alt"][language].format(
        title=_growth_title(known, settings, language),
        day=style.day(peak["day"], language),
        n=style.number(peak["n_reports"], language),
    )


def _strongest_hour(grid: np.ndarray, hidden: np.ndarray) -> tuple[int, float, float] | None:
    """Return hour, its reports over all weekdays, and its share of the shown reports."""
    sums = np.where(hidden, 0, grid).sum(axis=0)
    if not sums.sum():
        return None
    hour = int(sums.argmax())
    return hour, float(sums[hour]), float(sums[hour] / sums.sum())


def _hours_title(grid: np.ndarray, hidden: np.ndarray, language: str) -> str:
    strongest = _strongest_hour(grid, hidden)
    if strongest is None:
        return _T["withheld"][language]
    hour, n, _ = strongest
    return _T["hours_title"][language].format(
        start=hour, end=_clock(hour + 1, language), n=style.number(n, language)
    )


def _hours_alt(grid: np.ndarray, hidden: np.ndarray, language: str) -> str:
    strongest = _strongest_hour(grid, hidden)
    if strongest is None:
        return _T["withheld"][language] + "."
    by_day = np.where(hidden, 0, grid).sum(axis=1)
    items = ", ".join(
        f"{name} {style.number(n, language)}"
        for name, n in zip(_WEEKDAYS[language], by_day, strict=True)
    )
    return _T["hours_alt"][language].format(title=_hours_title(grid, hidden, language), items=items)


def _hidden_note(hidden: np.ndarray, language: str) -> str:
    if not hidden.any():
        return ""
    return _T["hidden"][language].format(n=style.number(int(hidden.sum()), language))


def _clock(hour: int, language: str) -> str:
    """Write an hour: „19 Uhr“ or “19:00”."""
    return f"{hour}:00" if language == "en" else f"{hour}{style.SPACE}Uhr"


_SMALL_NUMBERS = {"de": {3: "drei"}, "en": {3: "three"}}

_WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}

_T = {
    "daily": {"de": "Meldungen je Tag", "en": "Reports per day"},
    "cumulative": {"de": "Meldungen insgesamt", "en": "Reports so far"},
    "growth": {
        "de": "Meldungen insgesamt bis zu jedem Tag und Meldungen je Tag",
        "en": "Reports up to each day, and reports of each day",
    },
    "media": {
        "de": "Berichte in Medien bringen Meldungen; ein Anstieg heißt nicht, dass das Netz "
        "schlechter wurde",
        "en": "Media coverage brings reports; a rise does not mean that the network got worse",
    },
    "growth_title": {
        "de": "Nach {first} Tagen {n_first} Meldungen, nach {days} Tagen {n}",
        "en": "After {first} days {n_first} reports, after {days} days {n}",
    },
    "growth_one": {
        "de": "Nach {days} Tagen {n} Meldungen",
        "en": "After {days} days {n} reports",
    },
    "growth_alt": {
        "de": "Kurve aller Meldungen und Balken je Tag. {title}. Die meisten an einem Tag: {n} "
        "am {day}.",
        "en": "Curve of all reports and bars by day. {title}. Most on one day: {n} on {day}.",
    },
    "hours": {
        "de": "Meldungen nach Wochentag und Stunde, in der sie eingingen",
        "en": "Reports by weekday and hour in which they came in",
    },
    "hours_title": {
        "de": "Die stärkste Stunde liegt zwischen {start} und {end}: {n} Meldungen",
        "en": "The busiest hour lies between {start}:00 and {end}: {n} reports",
    },
    "hours_alt": {
        "de": "Raster aus Wochentagen und Stunden. {title}. Ausgewiesene Meldungen: {items}.",
        "en": "Grid of weekdays and hours. {title}. Reports shown by day: {items}.",
    },
    "hidden": {
        "de": "{n} Stunden sind zum Schutz der Meldenden nicht ausgewiesen (schraffiert)",
        "en": "{n} hours are withheld to protect people (hatched)",
    },
    "withheld": {
        "de": "Zu wenige Meldungen, um einen Verlauf auszuweisen",
        "en": "Too few reports to show a course",
    },
}
