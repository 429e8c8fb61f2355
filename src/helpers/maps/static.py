"""Static: the twins of the interactive maps, for print and for readers without scripts."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from helpers import boundaries, gazetteer, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CRS = "EPSG:25832"
"""ETRS89 / UTM 32N: what official German maps are drawn in."""
HATCH = "//////"
MAP_WIDTH = 4.9
"""Inches that the map has of a wide figure; the legend has the rest."""

LABEL_GAP = 3
"""Points between a place and its name."""

Swatch = tuple[str, str, bool]
"""One line of a legend: words, colour, hatched."""


def pair(
    shapes: gpd.GeoDataFrame,
    draw: Callable[["Axes", bool], None],
    legend: Callable[["Axes", bool], None],
    legend_height: float,
) -> tuple["Figure", "Figure"]:
    """Draw a map with its legend, beside it for pages and below it for telephones.

    shapes: give the extent (any CRS). draw: draws the map into axes in `CRS`.
    legend: draws into axes of inches, 0,0 = lower left. legend_height: inches of the narrow one.
    """
    minx, miny, maxx, maxy = shapes.to_crs(CRS).total_bounds
    ratio = (maxy - miny) / (maxx - minx)
    with style.context():
        figures = []
        for small in (False, True):
            width = style.SMALL if small else style.WIDTH
            across = width - 0.24 if small else MAP_WIDTH
            map_height = min(across * ratio, 7.0)
            below = legend_height + 0.1 if small else 0
            height = map_height + below
            fig = style.figure(height, width)
            fig.set_layout_engine(None)
            left = 0.12 / width
            area = fig.add_axes(
                [left, below / height, across / width, map_height / height], label="map"
            )
            pad = (maxx - minx) * 0.01
            area.set_xlim(minx - pad, maxx + pad)
            area.set_ylim(miny - pad, maxy + pad)
            area.set_aspect("equal", anchor="W")
            area.set_axis_off()
            draw(area, small)
            place = (
                [left, 0, across / width, legend_height / height]
                if small
                else [(across + 0.3) / width, 0, (width - across - 0.42) / width, 1]
            )
            key = fig.add_axes(place, label="legend")
            size = (across, legend_height) if small else (width - across - 0.42, height)
            key.set_xlim(0, size[0])
            key.set_ylim(0, size[1])
            key.set_axis_off()
            legend(key, small)
            figures.append(fig)
    return figures[0], figures[1]


AROUND = "#f1eee6"
"""What lies around the campaign's area: neither white (no report) nor grey (withheld)."""


def choropleth(
    axes: "Axes", shapes: gpd.GeoDataFrame, colors: Sequence[str], hatched: pd.Series
) -> None:
    """Fill each shape with its colour and hatch those that are `hatched`."""
    drawn = shapes.to_crs(CRS)
    white = [color == style.PAPER for color in colors]
    drawn.plot(ax=axes, color=list(colors), edgecolor=style.PAPER, linewidth=0.25)
    if any(white):
        drawn[white].boundary.plot(ax=axes, color=style.NEUTRAL, linewidth=0.3)
    if hatched.any():
        drawn[hatched.to_numpy()].plot(
            ax=axes, facecolor="none", edgecolor=style.PAPER, hatch=HATCH, linewidth=0
        )


def ground(axes: "Axes", kreise: gpd.GeoDataFrame) -> None:
    """Draw Kreise in a pale colour, with their borders, under a map of a city."""
    kreise.to_crs(CRS).plot(
        ax=axes, color=AROUND, edgecolor=style.RULE, linewidth=0.5, autolim=False
    )


def surroundings(axes: "Axes", inside: gpd.GeoDataFrame) -> None:
    """Draw what lies around the campaign's area in a pale colour, which no class is."""
    others = boundaries.kreise()
    others = others[~others["ags5"].isin(inside["ags5"])]
    if len(others):
        others.to_crs(CRS).plot(
            ax=axes, color=AROUND, edgecolor=AROUND, linewidth=0.3, autolim=False
        )


def water(axes: "Axes", shapes: gpd.GeoDataFrame | None) -> None:
    """Draw rivers and lakes over a map's areas, where the campaign brings any."""
    if shapes is not None and len(shapes):
        shapes.to_crs(CRS).plot(ax=axes, color=style.WATER, linewidth=0.8, autolim=False)


def outlines(axes: "Axes", shapes: gpd.GeoDataFrame, color: str = style.MUTED) -> None:
    """Draw the outlines of larger areas over a map."""
    shapes.to_crs(CRS).boundary.plot(ax=axes, color=color, linewidth=0.5)


def circles(axes: "Axes", points: gpd.GeoSeries, sizes: pd.Series) -> None:
    """Draw circles of the given radii (typographic points), the small over the large."""
    order = sizes.sort_values(ascending=False, kind="stable").index
    drawn = points.to_crs(CRS).loc[order]
    axes.scatter(
        drawn.x,
        drawn.y,
        s=(2 * sizes.loc[order]) ** 2,
        facecolor=style.ACCENT,
        edgecolor=style.PAPER,
        linewidth=0.5,
        alpha=0.8,
        zorder=3,
    )


def cities(
    axes: "Axes",
    small: bool,
    first: gpd.GeoDataFrame | None = None,
    how_many: int = 10,
    apart_km: float = 65,
) -> None:
    """Name the Kreise of `first`, then large cities for orientation, none within `apart_km`."""
    taken: list = []
    if first is not None and len(first):
        taken = list(points_of(first).to_crs(CRS))
        for point, name in zip(taken, first["kreis"], strict=True):
            axes.plot(point.x, point.y, "o", markersize=2.2, color=style.INK, zorder=5)
            label(axes, point.x, point.y, name, 7 if small else 8.5, "bold")
    towns = gazetteer.municipalities().dropna(subset=["population", "lat"])
    towns = towns.sort_values("population", ascending=False).head(40)
    points = gpd.GeoSeries.from_xy(towns["lon"], towns["lat"], crs="EPSG:4326").to_crs(CRS)
    chosen: list[int] = []
    for place, point in enumerate(points):
        free = all(point.distance(other) > apart_km * 1000 for other in taken)
        if len(chosen) < how_many and free:
            chosen.append(place)
            taken.append(point)
    for place in chosen:
        x, y = points.iloc[place].x, points.iloc[place].y
        axes.plot(x, y, "o", markersize=2.2, color=style.INK, zorder=5)
        label(axes, x, y, towns["city"].iloc[place].split(" am ")[0], 6.5 if small else 7.5)


def label(
    axes: "Axes",
    x: float,
    y: float,
    text: str,
    size: float,
    weight: str = "normal",
    below: bool = False,
) -> None:
    """Write a name above (or below) a point, readable on any colour."""
    from matplotlib import patheffects

    axes.annotate(
        text,
        (x, y),
        (0, -LABEL_GAP if below else LABEL_GAP),
        textcoords="offset points",
        ha="center",
        va="top" if below else "baseline",
        fontsize=size,
        fontweight=weight,
        color=style.INK,
        zorder=6,
        path_effects=[patheffects.withStroke(linewidth=1.8, foreground=style.PAPER)],
    )


def swatches(axes: "Axes", heading: str, lines: Sequence[Swatch]) -> None:
    """Draw a legend of colours from the top of `axes` (in inches) down."""
    from matplotlib.patches import Rectangle

    top = axes.get_ylim()[1] - 0.15
    width = axes.get_xlim()[1]
    axes.text(0, top, heading, fontsize=8.5, fontweight="bold", va="top")
    y = top - 0.3
    for words, color, hatched in lines:
        wrapped = _wrap(words, int((width - 0.42) * 15.5))
        edge = style.PAPER if hatched else style.RULE
        axes.add_patch(
            Rectangle(
                (0, y - 0.17),
                0.3,
                0.17,
                facecolor=color,
                edgecolor=edge,
                hatch=HATCH if hatched else None,
                linewidth=0 if hatched else 0.5,
            )
        )
        axes.text(0.4, y, wrapped, fontsize=8, va="top", linespacing=1.15)
        y -= 0.24 + 0.145 * wrapped.count("\n")


def circle_key(
    axes: "Axes", heading: str, numbers: Sequence[tuple[str, float]], remark: str = ""
) -> None:
    """Draw a legend of circles: words and radius (typographic points), the largest first."""
    top = axes.get_ylim()[1] - 0.15
    axes.text(0, top, heading, fontsize=8.5, fontweight="bold", va="top")
    middle = max((radius for _, radius in numbers), default=1) / 72
    y = top - 0.35
    for words, size in numbers:
        inch = size / 72
        y -= inch
        axes.scatter(
            [middle], [y], s=[(2 * size) ** 2], facecolor=style.ACCENT, alpha=0.8, linewidth=0
        )
        axes.text(2 * middle + 0.12, y, words, fontsize=8, va="center")
        y -= inch + 0.08
    axes.text(
        0,
        y - 0.1,
        _wrap(remark, int(axes.get_xlim()[1] * 15.5)),
        fontsize=7.5,
        color=style.MUTED,
        va="top",
        linespacing=1.2,
    )


def points_of(shapes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Return a point for each Kreis: the city's own for a city, else one inside the outline."""
    towns = gazetteer.municipalities().dropna(subset=["population", "lat"])
    towns = towns.sort_values("population", ascending=False).drop_duplicates("ags5")
    at = gpd.GeoSeries.from_xy(towns["lon"], towns["lat"], crs="EPSG:4326").to_crs(shapes.crs)
    seat = at.set_axis(towns["ags5"]).reindex(shapes["ags5"]).set_axis(shapes.index)
    seat = gpd.GeoSeries(seat, crs=shapes.crs)
    urban = gazetteer.kreise().set_index("ags5")["kind"].eq("Kreisfreie Stadt")
    use = shapes["ags5"].map(urban).to_numpy() & seat.notna().to_numpy()
    middle = shapes.representative_point()
    return gpd.GeoSeries(np.where(use, seat, middle), index=shapes.index, crs=shapes.crs)


def background(axes: "Axes") -> None:
    """Draw the Kreise as plain ground, and the Länder's outlines."""
    boundaries.kreise().to_crs(CRS).plot(
        ax=axes, color="#f1f3f5", edgecolor=style.RULE, linewidth=0.3
    )
    outlines(axes, boundaries.laender(), style.NEUTRAL)


def _wrap(text: str, width: int) -> str:
    """Break a legend's words into lines."""
    import textwrap

    return "\n".join(textwrap.wrap(text, max(width, 12)))
