"""Counts: the map of the number of reports by Kreis, as circles."""

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from helpers import boundaries, figures, style
from helpers.charts import base
from helpers.evaluate import ahead
from helpers.maps import interactive, rates, static, symbols, words
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "map_counts"
LARGEST = 30.0
"""Radius of the largest circle: points in print, pixels on the page."""


@base.bilingual
def kreise_counts(kreise: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Draw the number of reports by Kreis as circles, for print and for the interactive page.

    kreise: the published table, one row per Kreis (columns as for `kreise_rates`). A circle's area
    is the count; a suppressed Kreis has none. Figure `map_counts`; of fewer than
    `rates.LEAST_KREISE` with a published number of reports there is none.
    """
    if rates.reported(kreise).sum() < rates.LEAST_KREISE:
        return rates.TOO_FEW
    language = settings.language
    known = kreise[rates.COLUMNS].sort_values("ags5", ignore_index=True)
    shapes = boundaries.kreise()[["ags5", "geometry"]].merge(known, on="ags5")
    points = static.points_of(shapes)
    drawn = rates.reported(shapes)
    most = float(shapes["n_reports"].max())
    sizes = symbols.radius(shapes.loc[drawn, "n_reports"], most, LARGEST)
    hidden = int(shapes["n_reports"].isna().sum())

    def draw(axes: "Axes", small: bool) -> None:
        static.background(axes)
        static.circles(axes, points[drawn], sizes * (0.72 if small else 1))
        static.cities(axes, small)

    def key(axes: "Axes", small: bool) -> None:
        scale = 0.72 if small else 1
        circles = [(text, size * scale) for text, size in _steps(most, language)]
        heading = words.say("legend_counts", language)
        static.circle_key(axes, heading, circles, words.hidden(hidden, language))

    wide, small = static.pair(shapes, draw, key, 2.4)
    total = figures.totals(settings)
    largest = ahead.surely(known).sort_values(["n_reports", "ags5"], ascending=[False, True])
    largest = largest.head(3)
    share = float(largest["n_reports"].sum()) / max(total["n_reports"], 1)
    names = largest["kreis"].tolist()
    shown = figures.save(
        settings,
        NAME,
        wide,
        known,
        title=words.counts_title(names, share, language),
        subtitle=words.say("counts_sub", language),
        footer=figures.footer(
            settings, total["n_reports"], total["unlocated"], rates.ground(language)
        ),
        alt_de=alt(largest, hidden, "de"),
        alt_en=alt(largest, hidden, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )
    if not twin:
        _interactive(settings, shapes, points[drawn], sizes, hidden)
    return shown


def _interactive(
    settings: Settings,
    shapes: gpd.GeoDataFrame,
    points: gpd.GeoSeries,
    sizes: pd.Series,
    hidden: int,
) -> None:
    """Write what the page of the interactive map needs; a circle for each of `points`."""
    language = settings.language
    drawn = shapes.loc[points.index]
    order = sizes.sort_values(ascending=False, kind="stable").index
    at = gpd.GeoDataFrame({"id": drawn["ags5"]}, geometry=points, crs=shapes.crs)
    spec = interactive.Spec(
        name=NAME,
        items=[rates.item(row, False, language) for row in drawn.itertuples()],
        key=interactive.Key(
            words.say("legend_counts", language),
            circles=_steps(float(shapes["n_reports"].max()), language),
            note=words.hidden(hidden, language),
        ),
        script=interactive.circles(
            "counts", at.loc[order], sizes.loc[order], boundaries.kreise(), shapes
        ),
        attribution=boundaries.attribution(),
        columns=rates.headings(language),
        rows=[rates.cells(row, language) for row in shapes.itertuples()],
        listed="kreise",
    )
    interactive.save(settings, spec)


def alt(largest: pd.DataFrame, hidden: int, language: str) -> str:
    """Say in sentences what the map shows."""
    listed = style.listing(
        [f"{row.kreis} ({style.number(row.n_reports, language)})" for row in largest.itertuples()],
        language,
    )
    sentences = {
        "de": "Karte mit einer Scheibe je Landkreis oder Stadt; ihre Fläche ist die Zahl der "
        "Meldungen.",
        "en": "Map with a circle on each Kreis, its area the number of reports.",
    }
    most = {"de": f" Die meisten: {listed}.", "en": f" Most: {listed}."}[language] if listed else ""
    remark = words.hidden(hidden, language)
    return sentences[language] + most + (f" {remark}." if remark else "")


def _steps(most: float, language: str) -> list[tuple[str, float]]:
    """Choose the circles of the legend: words and radius."""
    numbers = pd.Series(symbols.steps(most))
    sizes = symbols.radius(numbers, most, LARGEST).round(1)
    return [(style.number(n, language), float(r)) for n, r in zip(numbers, sizes, strict=True)]
