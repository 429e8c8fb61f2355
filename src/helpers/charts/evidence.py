"""Evidence: all areas against their size, and those that stand out among their peers."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

N_LABELS = 6
N_HOTSPOTS = 15


def funnel(kreise: pd.DataFrame, limits: pd.DataFrame, settings: Settings) -> figures.Shown:
    """Show the rate of each Kreis against its inhabitants, within the limits of chance.

    kreise: a published table: `kreis, population, n_reports, reports_per_10k`; suppressed areas
    have no point.
    limits: `population, centre_per_10k, lower_95, upper_95, lower_998, upper_998` (reports per
    10,000) over all areas, as `evaluate.funnel.limits` computes them. Figure `funnel`.
    """
    language = settings.language
    known = base.shown(kreise)
    known = known.assign(
        rate=known["reports_per_10k"].astype(float), size=known["population"].astype(float)
    )
    line = limits.sort_values("population")
    above = known["rate"] > np.interp(known["size"], line["population"], line["upper_998"])
    below = known["rate"] < np.interp(known["size"], line["population"], line["lower_998"])

    def draw(fig: "Figure", small: bool) -> None:
        _funnel(fig.subplots(), known, line, above, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, len(known), 3.9, 3.4)
    data = known[["ags5", "kreis", "population", "n_reports", "reports_per_10k"]]
    hidden = len(kreise) - len(known)
    return figures.save(
        settings,
        "funnel",
        wide,
        data,
        title=_funnel_title(known, above, language),
        subtitle=_T["funnel"][language],
        footer=figures.footer(
            settings,
            total["n_reports"],
            total["unlocated"],
            _T["hidden"][language].format(n=style.number(hidden, language)) if hidden else "",
        ),
        alt_de=_funnel_alt(known, above, below, "de"),
        alt_en=_funnel_alt(known, above, below, "en"),
        columns=base.columns(data),
        n=total["n_reports"],
        small=small,
    )


def hotspots(kreise: pd.DataFrame, settings: Settings) -> figures.Shown:
    """Show the Kreise that report most in relation to what their size and type let expect.

    kreise: a published table: `kreis, n_reports, expected, lower_per_10k, upper_per_10k,
    reports_per_10k, q_value, is_hotspot`. Hot spots are marked; where there are none, the chart
    says so. Figure `hotspots`.
    """
    language = settings.language
    top = _greatest(base.shown(kreise), settings)
    flags = top["is_hotspot"].astype("boolean").fillna(False).astype(bool)

    def draw(fig: "Figure", small: bool) -> None:
        _excess(fig.subplots(), top, flags, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, len(top), 0.27 * max(len(top), 3) + 0.6)
    data = top[["ags5", "kreis", "population", "n_reports", "expected", "ratio", "lower",
                "upper", "q_value", "is_hotspot"]]  # fmt: skip
    return figures.save(
        settings,
        "hotspots",
        wide,
        data,
        title=_hotspots_title(top, flags, language),
        subtitle=_T["hotspots"][language],
        footer=figures.footer(
            settings,
            total["n_reports"],
            total["unlocated"],
            _T["bh"][language].format(q=style.percent(settings.evaluation.hotspot_q, language)),
        ),
        alt_de=_hotspots_alt(top, flags, "de"),
        alt_en=_hotspots_alt(top, flags, "en"),
        columns=base.columns(data),
        n=total["n_reports"],
        small=small,
    )


def _funnel(
    axes: "Axes",
    known: pd.DataFrame,
    line: pd.DataFrame,
    above: pd.Series,
    language: str,
    small: bool,
) -> None:
    """Draw points, both limits as bands, and the names of the areas furthest out."""
    size = line["population"]
    axes.fill_between(size, line["lower_998"], line["upper_998"], color=style.SEQUENTIAL[0])
    axes.fill_between(size, line["lower_95"], line["upper_95"], color="#cfe3ea")
    axes.plot(size, line["centre_per_10k"], color=style.MUTED, linewidth=1)
    colors = base.emphasis(above)
    axes.scatter(known["size"], known["rate"], c=colors, s=11, alpha=0.75, linewidths=0)
    axes.set_xscale("log")
    base.scale(axes, language)
    base.scale(axes, language, axis="y")
    axes.xaxis.set_minor_formatter(lambda *_: "")
    ticks = [t for t in (50_000, 100_000, 250_000, 500_000, 1_000_000, 2_000_000)]
    low, high = float(size.min()), float(size.max())
    axes.set_xticks([t for t in (ticks[::2] if small else ticks) if low <= t <= high])
    axes.minorticks_off()
    axes.set_xlim(low, high)
    axes.set_ylim(0, known["rate"].max() * 1.12 if len(known) else 1)
    axes.set_xlabel(_T["inhabitants"][language])
    axes.set_title(_T["rate"][language])
    for row in known[above].nlargest(N_LABELS - 2 if small else N_LABELS, "rate").itertuples():
        right = row.size < (low * high) ** 0.5 * 1.5
        axes.annotate(
            row.kreis, (row.size, row.rate), (5 if right else -5, 0), textcoords="offset points",
            ha="left" if right else "right", va="center", fontsize=8, color=style.INK,
        )  # fmt: skip
    end = line.iloc[0]
    for name, level in (("upper_998", 99.8), ("upper_95", 95)):
        if float(end[name]) < axes.get_ylim()[1]:
            axes.annotate(
                _percent_name(level, language), (low, float(end[name])), (4, -3),
                textcoords="offset points", va="top", fontsize=7.5, color=style.MUTED,
            )  # fmt: skip


def _greatest(known: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Take all hot spots, fill up with the highest ratios, and turn the limits into ratios."""
    flags = known["is_hotspot"].astype("boolean").fillna(False).astype(bool)
    enough = known["n_reports"].astype(float) >= settings.evaluation.rank_min_reports
    ratio = known["n_reports"].astype(float) / known["expected"].astype(float)
    factor = ratio / known["reports_per_10k"].astype(float)
    scaled = known.assign(
        ratio=ratio,
        flag=flags,
        lower=factor * known["lower_per_10k"].astype(float),
        upper=factor * known["upper_per_10k"].astype(float),
    )[flags | enough]
    chosen = scaled.sort_values(["flag", "ratio", "ags5"], ascending=[False, False, True])
    n_flags = int(scaled["flag"].sum())
    chosen = chosen.head(max(N_HOTSPOTS, min(n_flags, 2 * N_HOTSPOTS)))
    ordered = chosen.sort_values(["ratio", "ags5"], ascending=[False, True])
    return ordered.drop(columns="flag").reset_index(drop=True)


def _excess(axes: "Axes", top: pd.DataFrame, flags: pd.Series, language: str, small: bool) -> None:
    """Draw the factor over expectation per Kreis, on a scale whose 1 is "as expected"."""
    axes.axvline(1, color=style.MUTED, linewidth=1)
    base.intervals(axes, top, "ratio", "lower", "upper", base.emphasis(flags, style.NEUTRAL))
    names = [name if not small or len(name) < 22 else name[:20] + "…" for name in top["kreis"]]
    base.rows(axes, names)
    for y, row in enumerate(top.itertuples()):
        text = _T["instead"][language].format(
            n=style.number(row.n_reports, language),
            expected=style.number(row.expected, language),
        )
        axes.annotate(
            text if not small else style.number(row.ratio, language, 1),
            (float(row.upper), y), (5, 0), textcoords="offset points", va="center",
            fontsize=8, color=style.INK,
        )  # fmt: skip
    right = float(top["upper"].max()) if len(top) else 2
    axes.set_xlim(0, right * (1.18 if small else 1.35))
    base.scale(axes, language, 1)
    axes.set_title(_T["factor_small" if small else "factor"][language])


def _percent_name(level: float, language: str) -> str:
    text = style.number(level, language, 1 if level % 1 else 0)
    return f"{text}%" if language == "en" else f"{text}{style.SPACE}%"


def _funnel_title(known: pd.DataFrame, above: pd.Series, language: str) -> str:
    if not above.any():
        return _T["funnel_none"][language]
    return _T["funnel_title"][language].format(
        n=style.number(int(above.sum()), language), all=style.number(len(known), language)
    )


def _funnel_alt(known: pd.DataFrame, above: pd.Series, below: pd.Series, language: str) -> str:
    items = "; ".join(
        f"{row.kreis} {style.rate(row.rate, language)}"
        for row in known[above].nlargest(N_LABELS, "rate").itertuples()
    )
    return _T["funnel_alt"][language].format(
        all=style.number(len(known), language),
        above=style.number(int(above.sum()), language),
        below=style.number(int(below.sum()), language),
        items=items or style.DASH,
    )


def _hotspots_title(top: pd.DataFrame, flags: pd.Series, language: str) -> str:
    names = top.loc[flags, "kreis"].tolist()
    if not names:
        return _T["hotspots_none"][language]
    if len(names) > 3:
        return _T["hotspots_many"][language].format(
            n=style.number(len(names), language), first=style.listing(names[:2], language)
        )
    key = "hotspots_one" if len(names) == 1 else "hotspots_title"
    return _T[key][language].format(names=style.listing(names, language))


def _hotspots_alt(top: pd.DataFrame, flags: pd.Series, language: str) -> str:
    items = "; ".join(
        f"{row.kreis} {style.number(row.n_reports, language)} "
        + _T["expected"][language].format(n=style.number(row.expected, language))
        + (f" ({_T['hot'][language]})" if flag else "")
        for row, flag in zip(top.itertuples(), flags, strict=True)
    )
    return _T["hotspots_alt"][language].format(items=items or style.DASH)


_T = {
    "rate": {"de": "Meldungen je 10.000 Einwohner", "en": "Reports per 10,000 inhabitants"},
    "inhabitants": {"de": "Einwohner des Kreises", "en": "Inhabitants of the Kreis"},
    "funnel": {
        "de": "Jeder Punkt ein Kreis; in den Trichtern liegen 95 und 99,8 % der Raten, wenn nur "
        "Zufall und die übliche Streuung zwischen Kreisen wirken",
        "en": "Each dot is a Kreis; the funnels hold 95% and 99.8% of the rates when only chance "
        "and the usual spread between Kreise act",
    },
    "hidden": {
        "de": "{n} Kreise sind zum Schutz der Meldenden nicht ausgewiesen",
        "en": "{n} Kreise are withheld to protect people",
    },
    "funnel_none": {
        "de": "Kein Kreis meldet mehr, als Zufall und übliche Streuung erklären",
        "en": "No Kreis reports more than chance and the usual spread explain",
    },
    "funnel_title": {
        "de": "{n} von {all} Kreisen melden mehr, als Zufall und übliche Streuung erklären",
        "en": "{n} of {all} Kreise report more than chance and the usual spread explain",
    },
    "funnel_alt": {
        "de": "Trichterdiagramm mit {all} Kreisen: {above} liegen über der oberen 99,8-%-Grenze, "
        "{below} unter der unteren. Höchste Raten darüber: {items}.",
        "en": "Funnel plot of {all} Kreise: {above} lie above the upper 99.8% limit, {below} below "
        "the lower one. Highest rates above: {items}.",
    },
    "factor": {
        "de": "Meldungen geteilt durch Erwartung",
        "en": "Reports divided by expectation",
    },
    "factor_small": {"de": "Meldungen / Erwartung", "en": "Reports / expectation"},
    "instead": {"de": "{n} statt {expected}", "en": "{n} instead of {expected}"},
    "expected": {"de": "statt {n} erwarteter", "en": "instead of {n} expected"},
    "hot": {"de": "Brennpunkt", "en": "hot spot"},
    "hotspots": {
        "de": "Meldungen im Verhältnis zu dem, was Größe und Art des Kreises erwarten lassen, mit "
        "95-%-Intervall; Brennpunkte farbig",
        "en": "Reports in relation to what size and type of the Kreis let expect, with 95% "
        "interval; hot spots in colour",
    },
    "bh": {
        "de": "Brennpunkt: über der natürlichen Streuung der Kreise, höchstens {q} falsche "
        "Einträge im Mittel (Benjamini-Hochberg)",
        "en": "Hot spot: beyond the areas' own heterogeneity, at most {q} false entries on "
        "average (Benjamini-Hochberg)",
    },
    "hotspots_none": {
        "de": "Kein Kreis fällt gegenüber Kreisen gleicher Größe und Art sicher auf",
        "en": "No Kreis surely stands out against its peers of size and type",
    },
    "hotspots_one": {
        "de": "{names} fällt auch unter seinesgleichen auf",
        "en": "{names} stands out among its peers too",
    },
    "hotspots_title": {
        "de": "{names} fallen auch unter ihresgleichen auf",
        "en": "{names} stand out among their peers too",
    },
    "hotspots_many": {
        "de": "{n} Kreise fallen auch unter ihresgleichen auf, am stärksten {first}",
        "en": "{n} Kreise stand out among their peers too, {first} most",
    },
    "hotspots_alt": {
        "de": "Punkte mit Intervallen je Kreis, nach diesem Verhältnis geordnet: {items}.",
        "en": "Dots with intervals by Kreis, ordered by this ratio: {items}.",
    },
}
