"""Peers: the areas that report more than others of their size and type."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

N_HOTSPOTS = 15


@base.bilingual
def hotspots(kreise: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show the Kreise that report most in relation to what their size and type let expect.

    kreise: a published table: `kreis, n_reports, expected, lower_per_10k, upper_per_10k,
    reports_per_10k, q_value, is_hotspot`. Hot spots are marked; where there are none, the chart
    says so. Figure `hotspots`; where none can stand out, as reports come from too few, there is
    none.
    """
    language = settings.language
    top = _greatest(base.shown(kreise), settings)
    flags = top["is_hotspot"].astype("boolean").fillna(False).astype(bool)
    if not flags.any() and (len(top) < 2 or base.too_few_areas(kreise)):
        return figures.Undrawn("reports come from too few Kreise to tell what is usual")

    def draw(fig: "Figure", small: bool) -> None:
        _excess(fig.subplots(), top, flags, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 0.27 * max(len(top), 3) + 0.6)
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
        columns={"ratio": _RATIO},
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


_RATIO = figures.Column(
    "Meldungen geteilt durch Erwartung", "reports divided by expectation", "Faktor", "factor"
)


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
    scaled = scaled[scaled["ratio"].notna()]  # printed lower than it is: nothing to compare
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
    ends = base.ends(top, "ratio", "upper")
    for y, row in enumerate(top.itertuples()):
        text = _T["instead"][language].format(
            n=style.number(row.n_reports, language),
            expected=_expected(row.expected, language),
        )
        axes.annotate(
            text if not small else style.number(row.ratio, language, 1),
            (ends[row.Index], y), (5, 0), textcoords="offset points", va="center",
            fontsize=8, color=style.INK,
        )  # fmt: skip
    axes.set_xlim(0, base.reach(ends, 1.18 if small else 1.35, 2))
    base.scale(axes, language)
    axes.set_title(_T["factor_small" if small else "factor"][language])


def _hotspots_title(top: pd.DataFrame, flags: pd.Series, language: str) -> str:
    names = top.loc[flags, "kreis"].tolist()
    if not names:
        return _T["hotspots_none"][language]
    if len(names) > 3:
        return _T["hotspots_many"][language].format(
            n=style.word(len(names), language).capitalize(),
            first=style.listing(names[:2], language),
        )
    key = "hotspots_one" if len(names) == 1 else "hotspots_title"
    return _T[key][language].format(names=style.listing(names, language))


def _expected(value: object, language: str) -> str:
    """Write an expectation; a small one with a decimal, or as below it, so that none reads 0."""
    if 0 < float(value) < 0.05:
        return "< " + style.number(0.1, language, 1)
    return style.number(value, language, 0 if float(value) >= 10 else 1)


def _hotspots_alt(top: pd.DataFrame, flags: pd.Series, language: str) -> str:
    items = "; ".join(
        f"{row.kreis} {style.number(row.n_reports, language)} "
        + _T["expected"][language].format(n=_expected(row.expected, language))
        + (f" ({_T['hot'][language]})" if flag else "")
        for row, flag in zip(top.itertuples(), flags, strict=True)
    )
    return _T["hotspots_alt"][language].format(items=items)


_T = {
    "factor": {
        "de": "Meldungen geteilt durch Erwartung",
        "en": "Reports divided by expectation",
    },
    "factor_small": {"de": "Meldungen / Erwartung", "en": "Reports / expectation"},
    "instead": {"de": "{n} statt {expected}", "en": "{n} instead of {expected}"},
    "expected": {"de": "statt {n} erwarteter", "en": "instead of {n} expected"},
    "hot": {"de": "Signal", "en": "signal"},
    "hotspots": {
        "de": "Meldungen im Verhältnis zu dem, was Größe und Art des Kreises erwarten lassen, mit "
        "95-%-Intervall; Signale farbig",
        "en": "Reports in relation to what size and type of the Kreis let expect, with 95% "
        "interval; signals in colour",
    },
    "bh": {
        "de": "Signal: über der natürlichen Streuung der Kreise, höchstens {q} falsche "
        "Einträge im Mittel (Benjamini-Hochberg)",
        "en": "Signal: beyond the areas' own heterogeneity, at most {q} false entries on "
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
