"""Within: how the reports of the large cities fall on their districts."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

N_PANELS = 6
N_DISTRICTS = 8
N_ALONE = 20
"""Districts of a city that stands alone."""
MIN_DISTRICTS = 3
"""A city with fewer published districts has no panel: there is nothing to compare."""


@base.bilingual
def districts(districts: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show how the reports of each large city fall on its districts, with intervals.

    districts: a published table: `ags8, city, district, n_reports, share, lower_share,
    upper_share`. One panel for each of the six cities with most located districts, the eight
    districts with most reports in each, or twenty where there is one city. Figure `districts`;
    without such a city there is none.
    """
    known = base.shown(districts)
    known = known[(known["n_reports"].astype(float) > 0) & known["share"].notna()]
    known = known[known.groupby("ags8")["ags8"].transform("size") >= MIN_DISTRICTS]
    sums = known.groupby(["ags8", "city"], sort=True)["n_reports"].sum().astype(float)
    chosen = sums.sort_values(ascending=False, kind="stable").index[:N_PANELS]
    top = (
        known.assign(order=known["n_reports"].astype(float))
        .sort_values(["ags8", "order", "district"], ascending=[True, False, True])
        .groupby("ags8", sort=False)
        .head(N_ALONE if len(chosen) == 1 else N_DISTRICTS)
        .drop(columns="order")
    )
    panels = [(city, top[top["ags8"] == ags8]) for ags8, city in chosen]
    if not panels:
        return figures.Undrawn(
            f"no city has {style.word(MIN_DISTRICTS, 'en')} districts with a published count"
        )
    rows = max(len(part) for _, part in panels)
    language = settings.language

    def draw(fig: "Figure", small: bool) -> None:
        across = 1 if small or len(panels) == 1 else 2
        down = -(-len(panels) // across)
        grid = fig.subplots(down, across, squeeze=False).flat
        ends = [base.ends(part, "share", "upper_share") for _, part in panels]
        limit = base.reach(pd.concat(ends), 118, 100)
        for axes, (city, part) in zip(grid, panels, strict=False):
            percent = part.assign(
                **{c: part[c].astype(float) * 100 for c in ("share", "lower_share", "upper_share")}
            )
            base.intervals(
                axes, percent, "share", "lower_share", "upper_share",
                base.emphasis([place == 0 and _leads(part) for place in range(len(part))]),
            )  # fmt: skip
            base.rows(axes, part["district"].tolist())
            axes.set_ylim(rows - 0.4, -0.6)
            axes.set_xlim(0, limit)
            at = base.ends(percent, "share", "upper_share")
            for y, row in enumerate(percent.itertuples()):
                axes.annotate(
                    style.number(row.n_reports, language), (at[row.Index], y), (5, 0),
                    textcoords="offset points", va="center", fontsize=8, color=style.INK,
                )  # fmt: skip
            base.scale(axes, language)
            axes.set_title(city)
        for axes in list(grid):
            axes.set_visible(False)

    each = 0.23 * rows + 0.6
    wide, small = base.pair(draw, -(-len(panels) // 2) * each, len(panels) * each)
    located = int(sums.sum())
    data = pd.concat([part for _, part in panels])
    data = data[["ags8", "city", "district", "n_reports", "share", "lower_share", "upper_share"]]
    return figures.save(
        settings,
        "districts",
        wide,
        data,
        title=_districts_title(panels, language),
        subtitle=_T["districts"][language],
        footer=figures.footer(settings, located, extra=_T["districts_note"][language]),
        alt_de=_districts_alt(panels, "de"),
        alt_en=_districts_alt(panels, "en"),
        n=located,
        small=small,
        twin=twin,
    )


def _districts_title(panels: list, language: str) -> str:
    city, part = panels[0]
    top = part.iloc[0]
    if not _leads(part):
        return _T["districts_of" if len(panels) == 1 else "districts_equal"][language].format(
            city=city
        )
    return _T["districts_title"][language].format(
        city=city, district=top["district"], share=style.percent(top["share"], language)
    )


def _leads(part: pd.DataFrame) -> bool:
    """Tell whether the first district lies above all others: no interval reaches into its own."""
    lower = float(part["lower_share"].iloc[0])
    return bool((part["upper_share"].iloc[1:].astype(float) < lower).all())


def _districts_alt(panels: list, language: str) -> str:
    items = [
        f"{city}: "
        + ", ".join(
            f"{row.district} {style.number(row.n_reports, language)}"
            for row in part.head(3).itertuples()
        )
        for city, part in panels
    ]
    return _T["districts_alt"][language].format(items="; ".join(items))


_T = {
    "districts": {
        "de": "Anteil an allen Meldungen der Stadt in Prozent, mit 95-%-Intervall; "
        "am Rand die Zahl der Meldungen",
        "en": "Share of all reports of the city, in per cent, with 95% interval; "
        "at the end the number of reports",
    },
    "districts_note": {
        "de": "Nur Meldungen mit sicherem Stadtteil; nicht auf Einwohner bezogen, "
        "große Stadtteile stehen darum eher oben",
        "en": "Only reports with a certain district; not related to inhabitants, "
        "so large districts tend to lead",
    },
    "districts_title": {
        "de": "{city}: {share} der Meldungen kommen aus {district}",
        "en": "{city}: {share} of the reports come from {district}",
    },
    "districts_of": {
        "de": "{city}: aus welchen Stadtteilen die Meldungen kommen",
        "en": "{city}: from which districts the reports come",
    },
    "districts_equal": {
        "de": "Aus welchen Stadtteilen der Städte die Meldungen kommen",
        "en": "From which districts of the cities the reports come",
    },
    "districts_alt": {
        "de": "Punkte mit Intervallen je Stadtteil; die häufigsten je Stadt: {items}.",
        "en": "Dots with intervals by district; the most frequent of each city: {items}.",
    },
}
