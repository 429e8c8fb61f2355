"""Plan: what the operator plans for the places of trouble, how far it reaches, and what came of it.

The three charts are drawn by stage 07, from its tables.
"""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.buildout.state import REACHED, WORDS
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MARKS = {"dated": "o", "parts": "D"}
"""How a date is marked: of the whole place, of a part."""


@base.bilingual
def plan_places(coverage: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show for each place of trouble until when the plan names it, and which it does not date.

    coverage: `kreis, n_reports, coverage, next_due` (as 07_buildout), most reports first. Figure
    `plan_places`; without a dated entry there is none.
    """
    dated = coverage["coverage"].isin(list(MARKS))
    if not dated.any():
        return figures.Undrawn("the plan names no place of trouble with a date")
    language = settings.language
    top = coverage.reset_index(drop=True)

    def draw(fig: "Figure", small: bool) -> None:
        axes = fig.subplots()
        base.rows(axes, top["kreis"].tolist())
        first = min(top["next_due"].min(), pd.Timestamp(settings.as_of))
        for row in top.itertuples():
            if row.coverage in MARKS:
                axes.plot(row.next_due, row.Index, MARKS[row.coverage], color=style.ACCENT, ms=6)
            else:
                axes.text(first, row.Index, WORDS[row.coverage][language == "en"], va="center",
                          fontsize=6.5 if small else 7.5, color=style.MUTED)  # fmt: skip
        _today(axes, settings)
        _days(axes, language)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 0.24 * len(top) + 0.8)
    data = top[["kreis", "n_reports", "coverage", "next_due"]]
    n = int(dated.sum())
    items = {
        lang: "; ".join(
            f"{row.kreis}: {WORDS[row.coverage][lang == 'en']}"
            + (f", {style.day(row.next_due, lang)}" if row.coverage in MARKS else "")
            for row in top.itertuples()
        )
        for lang in ("de", "en")
    }
    return figures.save(
        settings, "plan_places", wide, data,
        title=_T["places"][language].format(n=style.number(n, language), all=len(top)),
        subtitle=_T["places_sub"][language],
        footer=figures.footer(settings, total["n_reports"]),
        alt_de=_T["alt"]["de"].format(items=items["de"]),
        alt_en=_T["alt"]["en"].format(items=items["en"]),
        n=total["n_reports"], small=small, twin=twin,
    )  # fmt: skip


@base.bilingual
def plan_reach(steps: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show as steps what share of reports, hot spots and inhabitants the plan reaches by when.

    steps: 07_reach; drawn are whole places. Figure `plan_reach`; without a date there is none.
    """
    here = steps[steps["scope"].eq("whole")].sort_values("due")
    if here.empty:
        return figures.Undrawn("the plan names no whole place with a date")
    language = settings.language
    start = min(here["due"].min(), pd.Timestamp(settings.as_of)) - pd.Timedelta(days=14)
    end = max(here["due"].max(), pd.Timestamp(settings.as_of)) + pd.Timedelta(days=45)
    shown = [name for name in REACHED if here[name].notna().all()]
    colors = dict(zip(REACHED, (style.HIGHLIGHT, style.INK, style.ACCENT), strict=True))

    def draw(fig: "Figure", small: bool) -> None:
        axes = fig.subplots()
        days = [start, *here["due"], end]
        for name in shown:
            values = [0.0, *here[name].astype(float)]
            axes.step(days, [*values, values[-1]], where="post", color=colors[name], linewidth=2)
        heights = _apart({name: float(here[name].iloc[-1]) for name in shown})
        for name, height in heights.items():
            said = f"{REACHED[name][language == 'en']}: " + style.percent(
                here[name].iloc[-1], language
            )
            axes.text(end, height, said, ha="right", va="bottom", fontsize=7 if small else 8,
                      color=colors[name])  # fmt: skip
        axes.set_ylim(0, max([*heights.values(), 0.1]) * 1.25)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        _today(axes, settings)
        _days(axes, language)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 2.6)
    last = here.iloc[-1]
    said = {
        lang: "; ".join(
            f"{REACHED[name][lang == 'en']}: {style.percent(last[name], lang)}" for name in shown
        )
        for lang in ("de", "en")
    }
    return figures.save(
        settings, "plan_reach", wide, here,
        title=_T["reach"][language].format(
            share=style.percent(last["share_reports"], language),
            day=style.day(last["due"], language),
        ),
        subtitle=_T["reach_sub"][language],
        footer=figures.footer(settings, total["n_reports"]),
        alt_de=_T["reach_alt"]["de"].format(items=said["de"]),
        alt_en=_T["reach_alt"]["en"].format(items=said["en"]),
        n=total["n_reports"], small=small, twin=twin,
    )  # fmt: skip


@base.bilingual
def follow_up(events: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show how places with a measure differ from those without, window by window.

    events: 07_events. Figure `follow_up`; without a comparison there is none.
    """
    if events.empty:
        return figures.Undrawn("too few places to compare before and after")
    language = settings.language

    def draw(fig: "Figure", small: bool) -> None:
        axes = fig.subplots()
        base.rows(axes, [_T[name][language] for name in events["window"]])
        base.intervals(axes, events, "ratio", "lower", "upper", [style.ACCENT] * len(events))
        axes.axvline(1, color=style.MUTED, linewidth=0.8)
        base.scale(axes, language)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 1.6)
    said = {
        lang: "; ".join(
            f"{_T[row.window][lang]}: {style.interval(row.ratio, row.lower, row.upper, lang, 2)}"
            for row in events.itertuples()
        )
        for lang in ("de", "en")
    }
    return figures.save(
        settings, "follow_up", wide, events,
        title=_T["events"][language],
        subtitle=_T["events_sub"][language],
        footer=figures.footer(settings, total["n_reports"]),
        alt_de=f"{_T['events']['de']}. {said['de']}.",
        alt_en=f"{_T['events']['en']}. {said['en']}.",
        n=total["n_reports"], small=small, twin=twin,
    )  # fmt: skip


def _apart(heights: dict[str, float], least: float = 0.05) -> dict[str, float]:
    """Move labels up until none lies on another."""
    placed: dict[str, float] = {}
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        placed[name] = max([height, *(below + least for below in placed.values())])
    return placed


def _today(axes: "Axes", settings: Settings) -> None:
    day = pd.Timestamp(settings.as_of)
    axes.axvline(day, color=style.HIGHLIGHT, linewidth=1)
    axes.annotate(
        _T["today"][settings.language], (day, 1), (3, 2), xycoords=("data", "axes fraction"),
        textcoords="offset points", fontsize=7, color=style.HIGHLIGHT,
    )  # fmt: skip


def _days(axes: "Axes", language: str) -> None:
    from matplotlib.dates import AutoDateLocator, num2date
    from matplotlib.ticker import FuncFormatter

    def write(value: float, _: object) -> str:
        day = num2date(value)
        return f"{day.month}/{day.year}"

    axes.xaxis.set_major_locator(AutoDateLocator(maxticks=6))
    axes.xaxis.set_major_formatter(FuncFormatter(write))
    axes.grid(axis="x")


_T = {
    "today": {"de": "letzter gezählter Tag", "en": "last day counted"},
    "places": {
        "de": "Der Plan nennt {n} von {all} Orten oder Teile davon mit Termin",
        "en": "The plan names {n} of {all} places, or parts of them, with a date",
    },
    "places_sub": {
        "de": "Orte mit den meisten Meldungen und Brennpunkte, die mit den meisten oben. Punkt: "
        "Termin des Ortes, Raute: eines Teils",
        "en": "Places with most reports, and hot spots, most reports on top. Dot: date of the "
        "place, diamond: of a part",
    },
    "alt": {
        "de": "Orte und Termine des Ausbauplans. {items}.",
        "en": "Places and dates of the plan. {items}.",
    },
    "reach": {
        "de": "Bis zum {day} erreicht der Plan Orte mit mindestens {share} der Meldungen",
        "en": "By {day} the plan reaches places with at least {share} of the reports",
    },
    "reach_sub": {
        "de": "Anteil an allen Meldungen, Brennpunkten und Einwohnern in Orten, die der Plan als "
        "Ganze mit Termin nennt",
        "en": "Share of all reports, hot spots and inhabitants in places that the plan names as "
        "a whole with a date",
    },
    "reach_alt": {
        "de": "Treppenkurve der erreichten Anteile. Am Ende: {items}.",
        "en": "Step curve of the shares reached. In the end: {items}.",
    },
    "events": {
        "de": "Orte mit Maßnahme im Vergleich zu anderen, vorher und nachher",
        "en": "Places with a measure against others, before and after",
    },
    "events_sub": {
        "de": "Verhältnis zur zweiten Hälfte der Zeit davor (dort eins), mit 95-%-Intervall, nach "
        "Orten gruppiert. Ob ein Unterschied Zufall ist, entscheidet eine andere Rechnung",
        "en": "Ratio to the second half of the time before (one there), with 95% interval, "
        "clustered by place. Whether a difference is chance another calculation decides",
    },
    "before_1": {"de": "vorher, erste Hälfte", "en": "before, first half"},
    "before_2": {"de": "vorher, zweite Hälfte", "en": "before, second half"},
    "after": {"de": "nachher", "en": "after"},
}
