"""Interactive: maps by folium that ask nobody for anything, and are the same bytes each time.

What folium makes here is the script alone. The page around it (`helpers.publish.maps`) brings
Leaflet from an installed package, the styles, and the policy that lets nothing else act.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
from jinja2 import Template

from helpers import boundaries, store, style
from helpers.settings import Settings

BORDER = {"color": style.PAPER, "weight": 0.6, "fillOpacity": 1}
HOVER = {"color": style.INK, "weight": 2.5}
GROUND = {"color": style.RULE, "weight": 0.6, "fillColor": "#f1f3f5", "fillOpacity": 1}
WATER = {"color": style.WATER, "weight": 1, "fillColor": style.WATER, "fillOpacity": 1}
LINES = {"color": style.MUTED, "weight": 0.9, "fill": False}


@dataclass(frozen=True)
class Item:
    """One place of a map: its id, the group it is listed in, its name, what is known of it."""

    id: str
    group: str
    name: str
    lines: list[str]


@dataclass(frozen=True)
class Key:
    """A map's legend: colours (words, colour, hatched) or circles (words, radius in pixels)."""

    heading: str
    swatches: list[tuple[str, str, bool]] = field(default_factory=list)
    circles: list[tuple[str, float]] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Spec:
    """All that the page of one interactive map needs, beside what the static twin has noted."""

    name: str
    items: list[Item]
    key: Key
    script: str
    attribution: str
    columns: list[str]
    rows: list[list[str]]
    listed: str
    missing: list[str] = field(default_factory=list)


def save(settings: Settings, spec: Spec) -> None:
    """Write data/processed/05_map_NAME.json, from which stage 08 makes the page."""
    store.write_json(asdict(spec), settings.processed / f"05_map_{spec.name}.json")


def load(path: Path) -> dict:
    """Read what `save` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))


def areas(
    name: str,
    shapes: gpd.GeoDataFrame,
    colors: Sequence[str],
    hatched: pd.Series,
    over: gpd.GeoDataFrame | None = None,
    ground: gpd.GeoDataFrame | None = None,
    water: gpd.GeoDataFrame | None = None,
) -> str:
    """Return the script of a map whose areas are coloured; `shapes` has `id` and geometry.

    over: larger areas whose outlines are drawn over the map, of the same precision. ground: what
    lies around it. water: rivers and lakes upon it.
    """
    looks = {
        key: BORDER
        | {"fillColor": color}
        | ({"color": style.NEUTRAL} if color == style.PAPER else {})
        | ({"className": f"hatch-{color.lstrip('#')}"} if dashed else {})
        for key, color, dashed in zip(shapes["id"], colors, hatched, strict=True)
    }
    chart = _map(name)
    if ground is not None:
        _ground(chart, ground, GROUND)
    layer = _layer(chart, shapes, looks)
    if water is not None:
        _ground(chart, water, WATER)
    if over is not None:
        _ground(chart, over, LINES)
    return _script(chart, layer, shapes)


def circles(
    name: str,
    points: gpd.GeoDataFrame,
    radii: Iterable[float],
    ground: gpd.GeoDataFrame,
    extent: gpd.GeoDataFrame,
) -> str:
    """Return the script of a map of circles over plain ground; `points` has `id` and geometry.

    radii: pixels, aligned with `points`. extent: what the map shows at first.
    """
    import folium

    look = {"color": style.PAPER, "weight": 0.8, "fill": True, "fillColor": style.ACCENT}
    look["fillOpacity"] = 0.8
    looks = {
        key: look | {"radius": round(float(size), 1)}
        for key, size in zip(points["id"], radii, strict=True)
    }
    chart = _map(name)
    _ground(chart, ground, GROUND)
    _ground(chart, boundaries.laender(), LINES)
    layer = _layer(chart, points, looks, marker=folium.CircleMarker(location=(0, 0)))
    return _script(chart, layer, extent)


def _map(name: str) -> object:
    """Make an empty folium map without tiles, controls of ours, or anything from elsewhere."""
    import folium

    chart = folium.Map(
        location=(51.2, 10.4),
        zoom_start=6,
        tiles=None,
        zoom_control=False,
        scroll_wheel_zoom=False,
        zoom_snap=0.25,
        zoom_delta=0.5,
    )
    chart._id = f"{name}_map"
    return chart


def _layer(
    chart: object, shapes: gpd.GeoDataFrame, looks: dict[str, dict], marker: object = None
) -> object:
    """Add the layer that readers can ask about; each feature is known by its `id`."""
    import folium

    layer = folium.GeoJson(
        _features(shapes),
        style_function=lambda feature: looks[feature["id"]],
        highlight_function=lambda feature: HOVER,
        marker=marker,
        smooth_factor=0.5,
    )
    layer._id = "places"
    return layer.add_to(chart)


def _ground(chart: object, shapes: gpd.GeoDataFrame, look: dict) -> None:
    """Add a layer that only helps to find one's way; it is deaf to the mouse."""
    import folium

    layer = folium.GeoJson(
        _features(shapes.assign(id=[f"ground{n}" for n in range(len(shapes))])),
        style_function=lambda feature: look,
        interactive=False,
        smooth_factor=0.5,
    )
    layer._id = f"ground{len(chart._children)}"
    layer.add_to(chart)


def _features(shapes: gpd.GeoDataFrame) -> dict:
    """Return GeoJSON in WGS 84 with four decimals (about 10 m) and no properties."""
    import shapely

    drawn = shapes.to_crs("EPSG:4326")
    features = [
        {
            "type": "Feature",
            "id": key,
            "properties": {},
            "geometry": _rounded(shapely.geometry.mapping(shape)),
        }
        for key, shape in zip(drawn["id"], drawn.geometry, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _rounded(value: object) -> object:
    """Round all coordinates of a GeoJSON geometry."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return value


def _script(chart: object, layer: object, extent: gpd.GeoDataFrame) -> str:
    """Render folium's script and hand map, layer and extent to the page's own script."""
    west, south, east, north = extent.to_crs("EPSG:4326").total_bounds.round(4).tolist()
    figure = chart.get_root()
    figure._id = "page"
    figure.render()
    made = figure.script.render()
    start = Template("\neinzelfallMap.start({{ map }}, {{ layer }}, {{ bounds | tojson }});\n")
    return made + start.render(
        map=chart.get_name(),
        layer=layer.get_name(),
        bounds=[[south, west], [north, east]],
    )
