"""Count map: a small map of Germany, drawn on the server as SVG, with the counts that are shown."""

import itertools
from html import escape

from helpers import boundaries, style
from helpers.form.counts import Shown

WIDTH = 360
CLASSES = (20, 50, 100, 250)
"""Lower ends of the colour classes above the first, which starts at k."""
COLOURS = style.SEQUENTIAL[1:]
"""Without the lightest: beside the grey of a Kreis without a count it would not be seen."""


def draw(shown: Shown, k: int, language: str, shapes: list, height: int) -> str:
    """Return the map as an SVG document; Kreise without a shown count stay grey.

    shapes, height: what `outlines` returns.
    """
    edges = classes(k)
    paths = []
    for ags5, name, path in shapes:
        n = shown.kreise.get(ags5, 0)
        colour = COLOURS[_class(n, edges)] if n else style.NO_DATA
        title = f"<title>{escape(name)}: {style.number(n, language)}</title>" if n else ""
        paths.append(f'<path fill="{colour}" d="{path}">{title}</path>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" stroke="#fff" stroke-width="0.4" '
        f'stroke-linejoin="round">{"".join(paths)}</svg>'
    )


def classes(k: int) -> list[int]:
    """Return the lower ends of the colour classes: k, then round numbers above it."""
    return [k, *(edge for edge in CLASSES if edge > k)]


def legend(k: int, language: str) -> list[tuple[str, str]]:
    """Return (colour, words) per class, from low to high."""
    edges = classes(k)
    words = [
        f"{style.number(low, language)}–{style.number(high - 1, language)}"
        for low, high in itertools.pairwise(edges)
    ]
    last = style.number(edges[-1], language)
    words.append(f"{last} und mehr" if language == "de" else f"{last} or more")
    return [(COLOURS[place], text) for place, text in enumerate(words)]


def outlines() -> tuple[list[tuple[str, str, str]], int]:
    """Return each Kreis as (ags5, name, SVG path), and the height of the drawing."""
    kreise = boundaries.kreise()
    west, south, east, north = kreise.total_bounds
    scale = WIDTH / (east - west)
    shapes = []
    for ags5, name, shape in zip(kreise.ags5, kreise.kreis, kreise.geometry, strict=True):
        parts = getattr(shape, "geoms", [shape])
        rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
        path = "".join(
            "M"
            + "L".join(
                f"{(x - west) * scale:.1f} {(north - y) * scale:.1f}" for x, y in ring.coords
            )
            + "Z"
            for ring in rings
        )
        shapes.append((ags5, name, path))
    return shapes, round((north - south) * scale)


def _class(n: int, edges: list[int]) -> int:
    return sum(n >= edge for edge in edges) - 1
