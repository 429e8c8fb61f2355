"""Show: a saved figure as HTML, on pages and in notebooks."""

import base64
import json
from dataclasses import dataclass

from markupsafe import Markup

from helpers.errors import CampaignError
from helpers.settings import Settings


def about(settings: Settings, name: str) -> dict:
    """Return what `save` noted of a figure: title, subtitle, footer, alt, columns, n, size.

    Raises CampaignError when the figure is not there or not whole.
    """
    path = settings.out / "figures" / f"{name}.json"
    if not path.exists():
        raise CampaignError(f"{path}: not there yet. Notebook 05_figures draws it.")
    return json.loads(path.read_text(encoding="utf-8"))


def names(settings: Settings) -> list[str]:
    """List the figures that are saved and whole, by name."""
    return sorted(path.stem for path in (settings.out / "figures").glob("*.json"))


@dataclass(frozen=True)
class Shown:
    """A saved figure as a notebook's output: seen in JupyterLab, and on the exported page."""

    settings: Settings
    name: str

    def _repr_html_(self) -> str:
        return str(block(self.settings, self.name, root="../", language="en", inline=True))


@dataclass(frozen=True)
class Undrawn:
    """What a notebook shows in place of a figure that would say nothing: the reason, in words."""

    reason: str

    def _repr_html_(self) -> str:
        return str(Markup("<p>No figure: {}.</p>").format(self.reason))


def picture(settings: Settings, name: str, language: str) -> str:
    """Name a figure's SVG file in `language`; where there is none, in the campaign's."""
    twin = about(settings, name).get("twin", {})
    return f"{name}.{language}.svg" if twin.get("language") == language else f"{name}.svg"


def block(
    settings: Settings,
    name: str,
    root: str = "",
    language: str | None = None,
    level: int | None = None,
    inline: bool = False,
) -> Markup:
    """Return a figure as HTML: picture with text alternative, description, download buttons.

    root: how the page reaches reports/ ("" for index.html, "../" for a page in a folder).
    language: of the figure, where it is drawn in it, and of the words around it; the campaign's
    by default.
    level: show the title as a heading of this level as well (no heading by default).
    inline: hold the picture itself, for a notebook that is opened anywhere; `data-src` says where
    the file lies for a page of ours (`publish.cleaned` puts it in).
    """
    known = about(settings, name)
    language = language or settings.language
    words = _WORDS[language]
    base = f"{root}figures/{name}"
    files = {kind: f"{base}.{kind}" for kind in ("svg", "png", "csv")}
    if known.get("twin", {}).get("language") == language:
        known |= known["twin"]
        base += f".{language}"
        files = {"svg": f"{base}.svg", "csv": files["csv"]}
    heading = Markup("<h{0}>{1}</h{0}>\n").format(level, known["title"]) if level else Markup("")
    small = (
        Markup('<source media="(max-width: 36rem)" {}="{}-small.svg">').format(
            "data-srcset" if inline else "srcset", base
        )
        if known["small"]
        else Markup("")
    )
    buttons = [_download(kind.upper(), address, known["title"], words)
               for kind, address in files.items()]  # fmt: skip
    if (settings.processed / f"05_map_{name}.json").exists():  # helpers.publish.maps makes a page
        label = words["map" if language == settings.language else "map_other"]
        address = f"{root}figures/{name}.html"
        buttons.insert(0, Markup('<a class="button" href="{}">{}</a>').format(address, label))
    return Markup(_BLOCK).format(
        name=name,
        heading=heading,
        small=small,
        src=Markup('src="{}" data-src="{}.svg"').format(_data(settings, name), base)
        if inline
        else Markup('src="{}.svg"').format(base),
        width=known["width"],
        height=known["height"],
        alt=known["alt"][language],
        buttons=Markup("\n").join(buttons),
        rows=Markup("\n").join(_row(column, language) for column in known["columns"]),
        **{key: words[key] for key in ("about", "columns", "column", "meaning", "unit")},
    )


def _download(kind: str, address: str, title: str, words: dict[str, str]) -> Markup:
    """Return the button that downloads one file of a figure."""
    return Markup('<a class="button" href="{}" download aria-label="{}">{}</a>').format(
        address, words["get"].format(kind=kind, title=title), kind
    )


def _row(column: dict[str, str], language: str) -> Markup:
    """Return a line of the table that says what the columns of the CSV mean."""
    return Markup('<tr><th scope="row"><code>{}</code></th><td>{}</td><td>{}</td></tr>').format(
        column["name"], column[language], column["unit_en" if language == "en" else "unit"]
    )


def _data(settings: Settings, name: str) -> str:
    """Return a figure's PNG as a data: address."""
    content = (settings.out / "figures" / f"{name}.png").read_bytes()
    return f"data:image/png;base64,{base64.b64encode(content).decode()}"


_BLOCK = """\
<figure class="figure" id="figure-{name}">
{heading}<picture>{small}<img {src} width="{width}" height="{height}" alt="{alt}"></picture>
<figcaption>
<details><summary>{about}</summary>
<p>{alt}</p>
<div class="scroll" role="region" aria-label="{columns}" tabindex="0"><table>
<caption>{columns}</caption>
<thead><tr><th scope="col">{column}</th><th scope="col">{meaning}</th>
<th scope="col">{unit}</th></tr></thead>
<tbody>
{rows}
</tbody></table></div></details>
<p class="buttons">{buttons}</p>
</figcaption>
</figure>"""

_WORDS = {
    "de": {
        "about": "Beschreibung und Daten",
        "columns": "Spalten der CSV-Datei",
        "column": "Spalte",
        "meaning": "Bedeutung",
        "unit": "Einheit",
        "map": "Interaktive Karte",
        "map_other": "Interaktive Karte (auf Englisch)",
        "get": "{kind} herunterladen: {title}",
    },
    "en": {
        "about": "Description and data",
        "columns": "Columns of the CSV file",
        "column": "Column",
        "meaning": "Meaning",
        "unit": "Unit",
        "map": "Interactive map",
        "map_other": "Interactive map (in German)",
        "get": "Download {kind}: {title}",
    },
}
