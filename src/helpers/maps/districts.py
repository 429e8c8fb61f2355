"""Districts: a map of the parts of each city of which the campaign brings polygons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from markupsafe import Markup

from helpers import boundaries, figures, style
from helpers.charts import base
from helpers.maps import classes, interactive, rates, static, words
from helpers.maps.city import COLUMNS, City, largest, located
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NOTHING = figures.Undrawn("no city has three districts with a published number of reports")


@dataclass(frozen=True)
class Gallery:
    """Several saved figures as one output of a notebook, and the cities that have none."""

    figures: list[figures.Shown]
    without: list[str]

    def _repr_html_(self) -> str:
        shown = [figure._repr_html_() for figure in self.figures]
        if self.without:
            shown.append(str(Markup("<p>{}</p>").format(self._excuse())))
        return "\n".join(shown) or NOTHING._repr_html_()

    def _excuse(self) -> str:
        """Say which cities have no map, and what would give them one."""
        return (
            f"No map for {style.listing(self.without, 'en')}: the campaign brings no polygons of "
            "their districts, or of too few of those reported from, and none is invented. Polygons "
            "(campaign.yml, boundaries) give a city its map; the ranking of districts needs none."
        )


def city_districts(districts: pd.DataFrame, settings: Settings) -> Gallery:
    """Draw the districts of the cities with most reports, for print and for interactive pages.

    districts: the published table: `COLUMNS`; a suppressed row has no numbers.
    Polygons that the campaign brings (`boundaries` in campaign.yml) are coloured by reports per
    km². A city without them, or of which less than half of the reports can be put on its map, has
    none: no borders or points are invented. Figures `map_city_<name>`.
    """
    chosen = {rows["city"].iloc[0]: located(rows, settings) for rows in largest(districts)}
    drawn = [draw(city, settings) for city in chosen.values() if city is not None]
    return Gallery(drawn, [name for name, city in chosen.items() if city is None])


@base.bilingual
def draw(city: City, settings: Settings, *, twin: bool = False) -> figures.Shown:
    """Draw and save the map of one city."""
    language = settings.language
    known = city.places[rates.reported(city.places)]
    most = known["n_reports"].max()
    top = sorted(known.loc[known["n_reports"].eq(most), "district"])
    drawing = _areas(city, language)
    data = pd.DataFrame(city.places[COLUMNS])
    total = figures.totals(settings)
    shown = figures.save(
        settings,
        city.name,
        drawing.wide,
        data,
        title=words.city_title(city.city, top, most, language),
        subtitle=f"{words.say('of_city', language, city=city.city)}{_remark(city, language)}",
        footer=figures.footer(
            settings, total["n_reports"], total["unlocated"], _sources(city, language)
        ),
        alt_de=_alt(city, known, "de"),
        alt_en=_alt(city, known, "en"),
        n=int(known["n_reports"].sum()),
        small=drawing.small,
        twin=twin,
    )
    if not twin:
        _interactive(settings, city, drawing)
    return shown


def _interactive(settings: Settings, city: City, drawing: "_Drawing") -> None:
    """Write what the page of the interactive map needs."""
    language = settings.language
    spec = interactive.Spec(
        name=city.name,
        items=[_item(row, city, language) for row in _shown(city).itertuples()],
        key=drawing.key,
        script=drawing.script(),
        attribution=_sources(city, language),
        columns=_headings(language),
        rows=[_cells(row, language) for row in city.places.itertuples()],
        listed="districts",
        missing=city.missing,
    )
    interactive.save(settings, spec)


@dataclass(frozen=True)
class _Drawing:
    """A city's map: still, wide and narrow; and what makes the script of the interactive one."""

    wide: "Figure"
    small: "Figure"
    key: interactive.Key
    script: Callable[[], str]


def _shown(city: City) -> gpd.GeoDataFrame:
    """Return what the map can show: areas whatever their count."""
    return city.places[~city.places.geometry.isna()]


def _areas(city: City, language: str) -> _Drawing:
    """Colour areas by reports per km²."""
    shapes = _shown(city).reset_index(drop=True)
    density = shapes["n_reports"].astype("Float64") / (shapes.area / 1e6)
    limits = classes.breaks(density)
    group = classes.place(density, limits)
    ramp = rates.colors(len(limits))
    fill = [rates.WITHHELD if pd.isna(g) else rates.ZERO if g < 0 else ramp[g] for g in group]
    texts = classes.labels(limits, lambda v, digits: style.number(v, language, digits), language)
    legend = [(text, color, False) for text, color in zip(texts, ramp, strict=True)]
    if group.lt(0).any():
        legend.append((words.say("none", language), rates.ZERO, False))
    if group.isna().any():
        legend.append((words.say("withheld", language), rates.WITHHELD, False))
    plain = pd.Series(False, index=shapes.index)
    heading = words.say("legend_density", language)

    around = _around(city, shapes)
    outline = shapes[["geometry"]].dissolve()

    def paint(axes: "Axes", small: bool) -> None:
        static.ground(axes, around)
        static.choropleth(axes, shapes, fill, plain)
        static.water(axes, city.water)
        static.outlines(axes, outline)
        _names(axes, shapes, small)

    wide, narrow = static.pair(
        shapes,
        paint,
        lambda axes, small: static.swatches(axes, heading, legend),
        0.5 + 0.27 * len(legend),
    )
    key = interactive.Key(heading, swatches=legend)
    spots = shapes[["geometry"]].assign(id=shapes["district"])

    def script() -> str:
        return interactive.areas(city.name, spots, fill, plain, outline, around, city.water)

    return _Drawing(wide, narrow, key, script)


def _around(city: City, shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the Kreise in and around a city, as far as a map may show them."""
    kreise = boundaries.kreise()
    return kreise[kreise.intersects(shapes.union_all().convex_hull.buffer(60_000))]


def _names(axes: "Axes", shapes: gpd.GeoDataFrame, small: bool) -> None:
    """Name the districts with most reports, above their point or below it, none over another."""
    top = shapes[rates.reported(shapes)]
    top = top.assign(order=top["n_reports"].astype(float)).sort_values(
        ["order", "district"], ascending=[False, True]
    )
    at = top.representative_point().to_crs(static.CRS)
    size = 6.5 if small else 7.5
    inches = axes.get_position().width * axes.figure.get_figwidth()
    point = (axes.get_xlim()[1] - axes.get_xlim()[0]) / (72 * inches)  # typographic, in metres
    taken: list[tuple[float, float, float]] = []
    for place, name in zip(at, top["district"], strict=True):
        half = len(name) * size * 0.3 * point
        for below in (False, True):
            y = place.y + (-1 if below else 1) * (static.LABEL_GAP + size / 2) * point
            free = all(
                abs(y - other) > 1.3 * size * point or abs(place.x - x) > half + width
                for x, other, width in taken
            )
            if free and len(taken) < (6 if small else 12):
                taken.append((place.x, y, half))
                static.label(axes, place.x, place.y, name, size, below=below)
                break


def _item(row: object, city: City, language: str) -> interactive.Item:
    """Say what is known of a district: count, density, share of the city's with interval."""
    lines = [words.told(row, language)]
    if not pd.isna(row.n_reports):
        density = style.number(row.n_reports / (row.geometry.area / 1e6), language, 1)
        lines.append(f"{words.say('legend_density', language)}: {density}")
    if not pd.isna(row.share):
        share = style.percent_interval(row.share, row.lower_share, row.upper_share, language)
        of = {"de": "der Meldungen der Stadt", "en": "of the city's reports"}
        lines.append(f"{share} {of[language]}")
    return interactive.Item(row.district, city.city, row.district, lines)


def _headings(language: str) -> list[str]:
    return {
        "de": ["Stadtteil", "Meldungen", "Anteil (95-%-Intervall)"],
        "en": ["District", "Reports", "Share (95% interval)"],
    }[language]


def _cells(row: object, language: str) -> list[str]:
    share = style.DASH
    if not pd.isna(row.share):
        share = style.percent_interval(row.share, row.lower_share, row.upper_share, language)
    return [row.district, words.cell(row, language), share]


def _remark(city: City, language: str) -> str:
    """Say how many districts with reports have no place on the map."""
    if not city.missing:
        return ""
    n = style.number(len(city.missing), language)
    return {
        "de": f"; ohne bekannte Lage und nur in der Tabelle: {n}",
        "en": f"; without a known position and in the table only: {n}",
    }[language]


def _sources(city: City, language: str) -> str:
    """Name where borders and points come from."""
    around = f"{rates.ground(language)}, {words.say('coarse', language)}"
    return f"{words.say('boundaries', language)}: {city.attribution}. {around}"


def _alt(city: City, known: pd.DataFrame, language: str) -> str:
    """Say in sentences what the map shows."""
    top = known.sort_values(["n_reports", "district"], ascending=[False, True]).head(3)
    listed = style.listing(
        [f"{row.district} ({style.number(row.n_reports, language)})" for row in top.itertuples()],
        language,
    )
    how = {
        "de": "Flächen gefärbt nach Meldungen je km²",
        "en": "areas coloured by reports per km²",
    }[language]
    remark = _remark(city, language)
    if language == "en":
        return f"Map of {city.city}, {how}. Most reports: {listed}{remark}."
    return f"Karte von {city.city}, {how}. Die meisten Meldungen: {listed}{remark}."
