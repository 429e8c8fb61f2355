"""GeoJSON: polygons as text, one feature a line, whole metres, the same bytes each time."""

import json
from pathlib import Path

import geopandas as gpd
import shapely

from helpers import store


def write_geojson(shapes: gpd.GeoDataFrame, path: Path, name: str) -> None:
    """Write `shapes` (a projected CRS in metres) to `path`, in whole metres.

    The CRS is named in the file, as GDAL writes and reads it. Columns beside the geometry become
    properties. Corners that areas share stay shared.
    """
    columns = [column for column in shapes.columns if column != shapes.geometry.name]
    rounded = shapely.set_precision(shapes.geometry.to_numpy(), 1, mode="pointwise")
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": dict(zip(columns, values, strict=True)),
                "geometry": _whole(shapely.geometry.mapping(shape)),
            },
            separators=(",", ":"),
            ensure_ascii=False,
        )
        for values, shape in zip(
            shapes[columns].itertuples(index=False, name=None), rounded, strict=True
        )
    ]
    head = (
        f'{{"type":"FeatureCollection","name":"{name}","crs":{{"type":"name","properties":'
        f'{{"name":"urn:ogc:def:crs:EPSG::{shapes.crs.to_epsg()}"}}}},"features":[\n'
    )
    store.write_text(head + ",\n".join(lines) + "\n]}\n", path)


def _whole(value: object) -> object:
    """Turn the coordinates of a GeoJSON geometry into integers."""
    if isinstance(value, float):
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(inner) for inner in value]
    return value
