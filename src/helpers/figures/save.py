"""Save: a drawing as SVG, PNG, CSV and metadata, all of them or none."""

import io
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import escape

from helpers import schema, store, style
from helpers.figures import typeface
from helpers.figures.frame import frame
from helpers.figures.show import Shown
from helpers.figures.show import about as known
from helpers.figures.words import source
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PNG_DPI = 200
"""Twice the 100 dots per inch that a figure has on a page."""


@dataclass(frozen=True)
class Column:
    """One column of a figure's CSV: what it holds, and its unit, in German and English."""

    de: str
    en: str
    unit: str = ""
    unit_en: str = ""


def save(
    settings: Settings,
    name: str,
    fig: "Figure",
    data: pd.DataFrame,
    title: str,
    subtitle: str,
    footer: str,
    alt_de: str,
    alt_en: str,
    n: int | None,
    columns: dict[str, Column] | None = None,
    small: "Figure | None" = None,
    twin: bool = False,
) -> "Shown":
    """Write reports/figures/`name`.svg, .png (2×), .csv and .json, all of them or none.

    fig: the drawing alone; title, subtitle and footer are set around it here.
    data: what the figure shows, published tables only. columns: what they mean, as far as the
    registry of tables (`schema`) does not say it or says it otherwise.
    title: the finding. subtitle: what is shown. footer: see `footer`. n: reports behind it.
    alt_de, alt_en: the text alternative, computed from the data.
    small: the same drawing for telephones (about 3.8 inches wide), written as `name`-small.svg.
    twin: the figure is saved already and this is its drawing in `settings.language`, another one:
    written as `name`.en.svg (and `name`.en-small.svg), for pages in that language.
    Returns an object that a notebook displays. Raises ValueError for an undescribed column.
    """
    meanings = _meanings(name, data, columns or {})
    alt = _pick(settings, alt_de, alt_en)
    stem = f"{name}.{settings.language}" if twin else name
    frame(fig, title, subtitle, footer)
    files = {f"{stem}.svg": _svg(fig, title, alt)}
    if small is not None:
        frame(small, title, subtitle, footer)
        files[f"{stem}-small.svg"] = _svg(small, title, alt)
    said = {
        "title": title,
        "subtitle": subtitle,
        "footer": footer,
        "width": round(fig.get_figwidth() * 100),
        "height": round(fig.get_figheight() * 100),
    }
    if twin:
        about = known(settings, name) | {"twin": {"language": settings.language, **said}}
    else:
        files[f"{name}.png"] = _png(fig)
        about = {
            **said,
            "name": name,
            "source": source(settings),
            "alt": {"de": alt_de, "en": alt_en},
            "columns": [{"name": key, **asdict(column)} for key, column in meanings.items()],
            "n": n,
            "small": small is not None,
            "synthetic": settings.synthetic,
        }
    folder = settings.out / "figures"
    (folder / f"{name}.json").unlink(missing_ok=True)  # its presence says: the set is whole
    for file, content in files.items():
        store.write_bytes(content, folder / file)
    if not twin:
        store.write_csv(data, folder / f"{name}.csv")
    store.write_json(about, folder / f"{name}.json")
    return Shown(settings, name)


def _meanings(name: str, data: pd.DataFrame, told: dict[str, Column]) -> dict[str, Column]:
    """Describe each column of a figure's CSV; raise ValueError for one that nobody describes."""
    strange = [key for key in data if key not in told and key not in schema.COLUMNS]
    if strange:
        raise ValueError(f"figure {name}: nothing says what its column {strange[0]} means")
    return {key: told.get(key) or _registered(schema.COLUMNS[key]) for key in data}


def _registered(column: schema.Column) -> Column:
    return Column(column.de, column.en, column.unit_de, column.unit)


def _pick(settings: Settings, german: str, english: str) -> str:
    """Choose the text in the campaign's language."""
    return english if settings.language == "en" else german


def _svg(fig: "Figure", title: str, alt: str) -> bytes:
    """Draw `fig` as an SVG file that names itself to a screen reader and refers to nothing."""
    with style.context():
        stream = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        fig.savefig(stream, format="svg", metadata=nothing)
    text = typeface.embedded(re.sub(r"<!DOCTYPE[^>]*>\s*", "", stream.getvalue()))
    words = f"<title>{escape(title)}</title>\n <desc>{escape(alt)}</desc>\n "
    return (
        re.sub(r"(<svg\b)([^>]*>\s*)", r'\1 role="img"\2', text, count=1)
        .replace("<defs>", words + "<defs>", 1)
        .encode()
    )


def _png(fig: "Figure") -> bytes:
    """Draw `fig` as a PNG at twice its size on a page, without a word on when and by what."""
    with style.context():
        stream = io.BytesIO()
        fig.savefig(stream, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return stream.getvalue()
