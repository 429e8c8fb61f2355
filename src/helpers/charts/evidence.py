"""Evidence: every area against its size, within the limits of chance."""

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
MIN_AREAS = 3
"""With fewer areas that have reports, the funnel has nothing to set apart."""
TICKS = (50_000, 100_000, 250_000, 500_000, 1_000_000, 2_000_000)


@base.bilingual
def funnel(
    kreise: pd.DataFrame, limits: pd.DataFrame, settings: Settings, *, twin: bool = False
) -> base.Output:
    """Show the rate of each Kreis against its inhabitants, within the limits of chance.

    kreise: a published table: `kreis, population, n_reports, reports_per_10k`; suppressed areas
    have no point.
    limits: `population, centre_per_10k, lower_95, upper_95, lower_998, upper_998` (reports per
    10,000) over all areas, as `evaluate.funnel.limits` computes them. Figure `funnel`; of
    fewer than `MIN_AREAS` areas with published reports there is none.
    """
    language = settings.language
    known = base.shown(kreise)
    known = known[known["reports_per_10k"].notna()]
    known = known.assign(
        rate=known["reports_per_10k"].astype(float), size=known["population"].astype(float)
    )
    if (known["rate"] > 0).sum() < MIN_AREAS:
        return figures.Undrawn(
            f"fewer than {style.word(MIN_AREAS, 'en')} Kreise have a published number of reports"
        )
    line = limits.sort_values("population")
    above = known["rate"] > np.interp(known["size"], line["population"], line["upper_998"])
    below = known["rate"] < np.interp(known["size"], line["population"], line["lower_998"])

    if not above.any() and base.too_few_areas(kreise):
        return figures.Undrawn("reports come from too few Kreise to tell what is usual")

    def draw(fig: "Figure", small: bool) -> None:
        _funnel(fig.subplots(), known, line, above, language, small)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 3.9, 3.4)
    data = known[["ags5", "kreis", "population", "n_reports", "reports_per_10k"]]
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
            _funnel_notes(known, line, base.n_hidden(kreise), language),
        ),
        alt_de=_funnel_alt(known, above, below, "de"),
        alt_en=_funnel_alt(known, above, below, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
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
    axes.scatter(
        known["size"], known["rate"], c=colors, s=11, alpha=0.75, linewidths=0, clip_on=False
    )
    axes.set_xscale("log")
    base.scale(axes, language)
    base.scale(axes, language, axis="y")
    low, high = float(size.min()), float(size.max())
    ticks = TICKS[::2] if small else TICKS
    axes.set_xticks([tick for tick in ticks if low <= tick <= high])
    axes.minorticks_off()
    axes.set_xlim(low, high)
    axes.set_ylim(0, base.reach(known["rate"], 1.12))
    axes.set_xlabel(_T["inhabitants"][language])
    axes.set_title(_T["rate"][language])
    for row in _apart(known, N_LABELS - 2 if small else N_LABELS).itertuples():
        right = row.size < (low * high) ** 0.5 * 1.5
        axes.annotate(
            row.kreis, (row.size, row.rate), (5 if right else -5, 0), textcoords="offset points",
            ha="left" if right else "right", va="center", fontsize=8, color=style.INK,
        )  # fmt: skip


def _apart(known: pd.DataFrame, most: int) -> pd.DataFrame:
    """Take the highest rates whose names do not run into one already taken."""
    taken: list[int] = []
    high = known["rate"].max()
    for row in known[known["rate"] > 0].nlargest(3 * most, "rate").itertuples():
        others = known.loc[taken]
        near = (abs(others["rate"] - row.rate) < 0.05 * high) & (
            abs(np.log(others["size"] / row.size)) < np.log(2.5)
        )
        if not near.any() and len(taken) < most:
            taken.append(row.Index)
    return known.loc[taken]


def _funnel_title(known: pd.DataFrame, above: pd.Series, language: str) -> str:
    if not above.any():
        return _T["funnel_none"][language]
    return _T["funnel_title"][language].format(
        n=style.number(int(above.sum()), language), all=style.number(len(known), language)
    )


def _funnel_notes(known: pd.DataFrame, line: pd.DataFrame, hidden: int, language: str) -> str:
    """Say how many areas are withheld, and where a limit lies that is not in the picture."""
    notes = [base.withheld(hidden, language, "Kreise")] if hidden else []
    lowest = float(line["upper_998"].min())
    if lowest > known["rate"].max() * 1.12:
        notes.append(_T["outside"][language].format(n=style.rate(lowest, language)))
    return ". ".join(notes)


def _funnel_alt(known: pd.DataFrame, above: pd.Series, below: pd.Series, language: str) -> str:
    items = "; ".join(
        f"{row.kreis} {style.rate(row.rate, language)}"
        for row in known[above].nlargest(N_LABELS, "rate").itertuples()
    )
    return _T["funnel_alt"][language].format(
        all=style.number(len(known), language),
        above=style.number(int(above.sum()), language),
        below=style.number(int(below.sum()), language),
    ) + (_T["funnel_highest"][language].format(items=items) if items else "")


_T = {
    "rate": {"de": "Meldungen je 10.000 Einwohner", "en": "Reports per 10,000 inhabitants"},
    "inhabitants": {"de": "Einwohner des Kreises", "en": "Inhabitants of the Kreis"},
    "funnel": {
        "de": "Jeder Punkt ein Kreis. Wirkten nur Zufall und die Streuung zwischen Kreisen "
        "gleicher Größe und Art, lägen 95 % im dunklen und 99,8 % im hellen Trichter um den "
        "Durchschnitt aller Kreise",
        "en": "Each dot is a Kreis. If only chance and the spread among Kreise of the same size "
        "and type acted, 95% would lie in the dark and 99.8% in the light funnel around the "
        "rate of all Kreise",
    },
    "outside": {
        "de": "Die obere 99,8-%-Grenze liegt über dem Bild, bei mindestens {n}",
        "en": "The upper 99.8% limit lies above the picture, at {n} or more",
    },
    "funnel_none": {
        "de": "Kein Kreis liegt weiter über dem Durchschnitt aller Kreise, als Zufall und übliche "
        "Streuung erklären",
        "en": "No Kreis lies further above the rate of all Kreise than chance and the usual spread "
        "explain",
    },
    "funnel_title": {
        "de": "Weiter über dem Durchschnitt aller Kreise, als Zufall und übliche Streuung "
        "erklären: {n} "
        "von {all} Kreisen",
        "en": "Above the rate of all Kreise by more than chance and the usual spread explain: "
        "{n} of "
        "{all} Kreise",
    },
    "funnel_alt": {
        "de": "Trichterdiagramm der Kreise (n = {all}): {above} über der oberen 99,8-%-Grenze, "
        "{below} unter der unteren.",
        "en": "Funnel plot of the Kreise (n = {all}): {above} above the upper 99.8% limit, {below} "
        "below the lower one.",
    },
    "funnel_highest": {
        "de": " Höchste Raten darüber: {items}.",
        "en": " Highest rates above: {items}.",
    },
}
