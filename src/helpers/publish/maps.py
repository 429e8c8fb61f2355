"""Maps: one page for each interactive map, with all that it needs inside."""

import base64
import functools
import importlib.metadata
import itertools
import json
import re
from pathlib import Path

from helpers import figures
from helpers.errors import CampaignError
from helpers.publish import page
from helpers.settings import HOME, Settings

PACKAGE = "xstatic-leaflet"
"""The installed package that carries Leaflet (BSD 2-Clause) with its styles and images."""
ASSETS = "xstatic/pkg/leaflet/data"


def pages(settings: Settings) -> list[Path]:
    """Write reports/figures/NAME.html for each map that stage 05 has drawn; return the paths.

    A map of an earlier run, whose still twin is gone, is left out. Each page opens from disk
    without a network: Leaflet, styles, outlines and texts are inside.
    """
    drawn = set(figures.names(settings))
    specs = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(settings.processed.glob("05_map_*.json"))
    ]
    return [_write(settings, spec) for spec in specs if spec["name"] in drawn]


def _write(settings: Settings, spec: dict) -> Path:
    """Write one page."""
    about = figures.about(settings, spec["name"])
    language = settings.language
    say = _words(settings, about, spec)
    colors = {color: f"c-{color.lstrip('#')}" for _, color, _ in spec["key"]["swatches"]}
    hatches = {color: f"hatch-{color.lstrip('#')}" for color in colors}
    swatches = [
        (words, hatches[color] if hatched else colors[color])
        for words, color, hatched in spec["key"]["swatches"]
    ]
    looks = [f".{look} {{ fill: {color}; }}" for color, look in colors.items()]
    looks += [f".{look} {{ fill: url(#{look}); }}" for look in hatches.values()]
    html = page.render(
        settings,
        "map.html",
        title=about["title"],
        description=f"{say['kind']}: {about['subtitle']}",
        root="../",
        here=f"figures/{spec['name']}.html",
        styles=[leaflet("leaflet.css"), template("map.css"), "\n".join(looks)],
        scripts=[leaflet("leaflet.js"), template("map.js"), spec["script"]],
        about=about,
        name=spec["name"],
        map_id=_map_id(spec),
        say=say,
        groups=_groups(spec["items"]),
        key=spec["key"],
        swatches=swatches,
        hatches=[(look, color) for color, look in hatches.items()],
        width=max((2 * radius for _, radius in spec["key"]["circles"]), default=0) + 2,
        tiles=settings.maps.tiles,
        missing=", ".join(spec["missing"]),
        columns=spec["columns"],
        rows=spec["rows"],
    )
    html = _with_data(html, _data(settings, spec, language))
    return page.write(settings, f"figures/{spec['name']}.html", _allow_tiles(settings, html))


def leaflet(file: str) -> str:
    """Return Leaflet's script or style from the installed package, its images inside.

    Raises CampaignError when the package is missing.
    """
    return _leaflet(file)


@functools.lru_cache(maxsize=2)
def _leaflet(file: str) -> str:
    try:
        package = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        raise CampaignError(
            f"the Python package {PACKAGE}, which carries Leaflet, is not installed; "
            "run `make report`, which installs what is needed"
        ) from error
    folder = Path(str(package.locate_file(ASSETS)))
    text = (folder / file).read_text(encoding="utf-8")
    text = re.sub(r"\n?//# sourceMappingURL=\S+", "", text)
    return re.sub(r"url\((images/[\w.-]+)\)", lambda found: _inside(folder / found[1]), text)


def _inside(image: Path) -> str:
    """Return a CSS address that holds the image itself."""
    content = base64.b64encode(image.read_bytes()).decode()
    return f"url(data:image/png;base64,{content})"


@functools.lru_cache(maxsize=4)
def template(file: str) -> str:
    """Return a style or script of ours."""
    return (HOME / "templates" / file).read_text(encoding="utf-8")


def _map_id(spec: dict) -> str:
    """Find the id that folium has given the map's element."""
    return re.search(r'L\.map\(\s*"([\w-]+)"', spec["script"])[1]


def _groups(items: list[dict]) -> list[tuple[str, list[dict]]]:
    """Sort a map's places for the list: by group, then by name."""
    ordered = sorted(items, key=lambda item: (_plain(item["group"]), _plain(item["name"])))
    return [
        (group, list(members))
        for group, members in itertools.groupby(ordered, key=lambda item: item["group"])
    ]


def _plain(name: str) -> str:
    """Sort umlauts as their letters (DIN 5007-1)."""
    return name.lower().translate(str.maketrans("äöüß", "aous"))


def _data(settings: Settings, spec: dict, language: str) -> dict:
    """Return what the page's script reads: texts of each place, words, the tile server."""
    maps = settings.maps
    tiles = {"url": maps.tiles, "attribution": maps.tiles_attribution} if maps.tiles else None
    return {
        "places": {item["id"]: [item["name"], *item["lines"]] for item in spec["items"]},
        "attribution": spec["attribution"],
        "zoom": 9 if spec["listed"] == "kreise" else 13,
        "words": _WORDS[language]["controls"],
        "tiles": tiles,
    }


def _with_data(html: str, data: dict) -> str:
    """Put the data before the first script, as text that no parser takes for markup or code."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    block = f'<script type="application/json" id="map-data">{text}</script>\n'
    before, script, after = html.partition("</footer>\n")
    return before + script + block + after


def _allow_tiles(settings: Settings, html: str) -> str:
    """Let images come from the campaign's tile server, and from nowhere else."""
    if not settings.maps.tiles:
        return html
    origin = re.match(r"https://[^/]+", settings.maps.tiles)[0].replace("{s}", "*")
    return html.replace("img-src 'self' data:", f"img-src 'self' data: {origin}", 1)


def _words(settings: Settings, about: dict, spec: dict) -> dict[str, str]:
    """Return the page's words in the campaign's language."""
    words = {key: said for key, said in _WORDS[settings.language].items() if isinstance(said, str)}
    words["pick"] = words[spec["listed"]]
    words["map"] = f"{words['kind']}: {about['title']}"
    for key in ("tiles", "tiles_note"):
        words[key] = words[key].format(name=settings.maps.tiles_name)
    return words


_WORDS = {
    "de": {
        "kind": "Interaktive Karte",
        "kreise": "Kreis oder Stadt:",
        "districts": "Stadtteil:",
        "choose": "bitte wählen",
        "whole": "Ganze Karte",
        "key": "Legende",
        "hint": "Ort in der Liste wählen, antippen oder mit der Maus zeigen.",
        "noscript": "Ohne Skripte zeigt diese Seite die Karte als Bild.",
        "table": "Alle Werte als Tabelle",
        "download": "Karte und Daten herunterladen:",
        "missing": "Ohne bekannte Lage, darum nicht auf der Karte:",
        "tiles": "Hintergrundkarte von {name} laden",
        "tiles_note": (
            "Dabei erfährt {name} Ihre IP-Adresse und den Kartenausschnitt. Vorher wird nichts "
            "geladen."
        ),
        "controls": {"nearer": "Vergrößern", "farther": "Verkleinern"},
    },
    "en": {
        "kind": "Interactive map",
        "kreise": "Kreis or city:",
        "districts": "District:",
        "choose": "please choose",
        "whole": "Whole map",
        "key": "Legend",
        "hint": "Choose a place in the list, tap it, or point at it.",
        "noscript": "Without scripts this page shows the map as a picture.",
        "table": "All values as a table",
        "download": "Download map and data:",
        "missing": "Without a known position and so not on the map:",
        "tiles": "Load background map from {name}",
        "tiles_note": (
            "This tells {name} your IP address and the part of the map. Nothing is loaded before."
        ),
        "controls": {"nearer": "Zoom in", "farther": "Zoom out"},
    },
}
