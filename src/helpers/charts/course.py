"""Course: how the reports grew from day to day."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.evaluate.trends import FIRST_DAYS
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@base.bilingual
def growth(days: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show all reports so far by day above the reports of each day, with the known events.

    days: a published table: `day, n_reports, n_cumulative`; a withheld day leaves a gap.
    Events come from campaign.yml. Figure `growth`; where hardly a day is published, or there is one
    only, there is none.
    """
    language = settings.language
    known = days.assign(day=pd.to_datetime(days["day"])).sort_values("day").reset_index(drop=True)
    known["n_reports"] = known["n_reports"].astype("Float64").astype("float64")
    known["n_cumulative"] = known["n_cumulative"].astype("Float64").astype("float64")

    n_known = len(known.dropna(subset=["n_reports", "n_cumulative"]))
    if n_known < max(2, len(known) / 3):
        return figures.Undrawn("the counts of most days are withheld")

    def draw(fig: "Figure", small: bool) -> None:
        top, low = fig.subplots(2, 1, sharex=True, height_ratios=[2.2, 1])
        _curve(top, known, settings, small)
        low.bar(known["day"], known["n_reports"], width=0.8, color=style.ACCENT_LIGHT)
        low.set_title(_T["daily"][language])
        base.scale(low, language, axis="y")
        _dates(low, known["day"], language, 5 if small else 8)
        for axes in (top, low):
            axes.spines["left"].set_visible(False)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 4.1, 3.6)
    data = known[["day", "n_reports", "n_least", "n_most", "n_cumulative"]].astype(
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
        footer=figures.footer(
            settings, total["n_reports"], extra=_growth_notes(known, settings, language)
        ),
        alt_de=_growth_alt(known, settings, "de"),
        alt_en=_growth_alt(known, settings, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


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
    axes.set_ylim(0, max(known["n_cumulative"].max(), 1) * 1.3)
    for place, event in enumerate(_events(known, settings), start=1):
        axes.axvline(
            pd.Timestamp(event.day), color=style.MUTED, linewidth=0.9, linestyle=(0, (3, 2))
        )
        axes.annotate(
            str(place), (pd.Timestamp(event.day), 1), (3, -1), xycoords=("data", "axes fraction"),
            textcoords="offset points", va="top", fontsize=8, fontweight="bold",
            color=style.INK,
        )  # fmt: skip
    axes.set_title(_T["cumulative"][language])
    base.scale(axes, language, axis="y")


def _events(known: pd.DataFrame, settings: Settings) -> list:
    """List the events of campaign.yml that lie in the days drawn, by day."""
    first, last = known["day"].min(), known["day"].max()
    inside = [event for event in settings.events if first <= pd.Timestamp(event.day) <= last]
    return sorted(inside, key=lambda event: event.day)


def _growth_notes(known: pd.DataFrame, settings: Settings, language: str) -> str:
    """Name the numbered events, say how many days are withheld, and warn about media."""
    notes = []
    events = [
        f"{place} {event.en or event.de if language == 'en' else event.de} "
        f"({style.day_short(event.day, language)})"
        for place, event in enumerate(_events(known, settings), start=1)
    ]
    if events:
        notes.append(_T["events"][language].format(items="; ".join(events)))
    hidden = int(known["n_reports"].isna().sum())
    if hidden:
        notes.append(base.withheld(hidden, language, _T["days"][language]))
    return ". ".join([*notes, _T["media"][language]])


def _named(known: pd.DataFrame) -> pd.DataFrame:
    """Take the days whose running total is written out: after the first days, and the last."""
    certain = known[known["n_cumulative"].notna()]
    places = [place for place in (FIRST_DAYS - 1,) if place in certain.index]
    return certain.loc[sorted({*places, *certain.index[-1:]})]


def _dates(axes: "Axes", days: pd.Series, language: str, most: int) -> None:
    """Write at most `most` days on the x axis, evenly, beginning with the first."""
    ticks = days.iloc[:: max(-(-len(days) // most), 1)]
    axes.set_xticks(ticks, [style.day_short(day, language) for day in ticks])


def _growth_title(known: pd.DataFrame, settings: Settings, language: str) -> str:
    named = _named(known)
    last = named.iloc[-1]
    span = int((last["day"] - pd.Timestamp(settings.first_day)).days) + 1
    if len(named) == 1:
        return _T["growth_one"][language].format(
            days=style.word(span, language), n=style.number(last["n_cumulative"], language)
        )
    return _T["growth_title"][language].format(
        first=style.word(FIRST_DAYS, language),
        n_first=style.number(named.iloc[0]["n_cumulative"], language),
        days=style.word(span, language),
        n=style.number(last["n_cumulative"], language),
    )


def _growth_alt(known: pd.DataFrame, settings: Settings, language: str) -> str:
    certain = known[known["n_reports"].notna()]
    peak = certain.loc[certain["n_reports"].idxmax()]
    return _T["growth_alt"][language].format(
        title=_growth_title(known, settings, language),
        day=style.day(peak["day"], language),
        n=style.number(peak["n_reports"], language),
    )


_T = {
    "daily": {"de": "Meldungen je Tag", "en": "Reports per day"},
    "cumulative": {"de": "Meldungen insgesamt", "en": "Reports so far"},
    "growth": {
        "de": "Meldungen insgesamt bis zu jedem Tag und Meldungen je Tag",
        "en": "Reports up to each day, and reports of each day",
    },
    "media": {
        "de": "Berichte in Medien bringen Meldungen; ein Anstieg heißt nicht, dass die "
        "Probleme zugenommen haben",
        "en": "Media coverage brings reports; a rise does not mean that problems have grown",
    },
    "events": {"de": "Ereignisse: {items}", "en": "Events: {items}"},
    "days": {"de": "Tage", "en": "days"},
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
}
