"""A finished evaluation in small: facts, published tables and two figures, for the pages' tests."""

import json
import shutil
from pathlib import Path

import pandas as pd
import yaml

from helpers import figures, schema, settings, store, style

HOME = settings.HOME
CITIES = [
    ("11000000", "Berlin", 1224),
    ("02000000", "Hamburg", 1117),
    ("09162000", "München", 607),
    ("08222000", "Mannheim", 306),
]
CATEGORIES = [("data_slow", 4997, "65,0 %"), ("data_none", 4815, "62,6 %"), ("no_network", 210, "")]


def number(value: int | None, what: str, notebook: str = "04_evaluate", **more: object) -> dict:
    """State one number as `facts.merge` would."""
    return {
        "value": value,
        "de": f"{value or 0:,}".replace(",", "."),
        "en": f"{value or 0:,}",
        "what_de": what,
        "what_en": f"{what} (en)",
        "unit": "",
        "n": 7691,
        "strength": "",
        "caveat": "",
        "anchor": "wie-viele",
        "notebook": notebook,
    } | more


def claim(de: str, en: str, strength: str = "shown", caveat: str = "self_selected") -> dict:
    """State one claim."""
    return number(1, "Aussage") | {"de": de, "en": en, "strength": strength, "caveat": caveat}


def facts() -> dict:
    """Return merged facts of an invented evaluation."""
    known = {
        "total.n_reports": number(7691, "Meldungen", "01_clean"),
        "total.left_out": number(0.04, "nicht gezählte Einsendungen", "01_clean"),
        "total.unlocated": number(
            4, "Meldungen ohne sicheren Ort", de="unter 5", en="fewer than 5"
        ),
        "total.first_day": number(0, "erster Tag", de="12. November 2011", en="12 November 2011"),
        "total.last_day": number(0, "letzter Tag", de="30. November 2011", en="30 November 2011"),
        "day3.n_reports": number(703, "Meldungen der ersten drei Tage", n=703),
        "hotspots.n": number(9, "Kreise mit auffällig vielen Meldungen"),
        "extract.n_rows": number(6210, "Zeilen im Auszug", "06_extract"),
        "buildout.n_entries": number(34, "Einträge des Plans", "07_buildout"),
        "buildout.n_places": number(9, "Schwerpunkte", "07_buildout"),
        "buildout.n_parts": number(0, "Orte: Teile im Plan genannt", "07_buildout"),
        "buildout.absent": number(3, "Orte", "07_buildout", de="Köln, Ulm", en="Köln, Ulm"),
        "buildout.n_dated": number(6, "Orte: im Plan genannt", "07_buildout"),
        "buildout.n_absent": number(3, "Orte: nicht genannt", "07_buildout"),
        "buildout.n_unreadable": number(2, "unlesbare Einträge", "07_buildout"),
        "claim.not_isolated": claim("Aus 371 Kreisen kamen Meldungen.", "371 Kreise reported."),
        "claim.highest_rate": claim(
            "Mannheim hat je 10.000 Einwohner die meisten Meldungen: 9,8 (8,7 bis 11,0).",
            "Mannheim has the highest rate per 10,000 inhabitants: 9.8 (8.7 to 11.0).",
        ),
        "claim.big_city": claim(
            "In Großstädten wird häufiger gemeldet.", "Big cities report more.", "suggested", "bias"
        ),
        "claim.leads_in_count": claim("Berlin führt nach der Zahl.", "Berlin leads in number."),
        "claim.hotspots": claim("Neun Kreise fallen auf.", "Nine Kreise stand out."),
        "claim.share_affected": claim(
            "Wie viele betroffen sind, ist offen.",
            "How many are affected is open.",
            "cannot be said",
        ),
        "city.05315000.n_reports": number(None, "Köln", de="", en=""),
    }
    for ags8, name, n in CITIES:
        known[f"city.{ags8}.n_reports"] = number(n, f"Meldungen aus {name}")
    for key, n, share in CATEGORIES:
        known[f"category.{key}.n_reports"] = number(n, f"Meldungen: {key}")
        if share:
            known[f"category.{key}.share_pct"] = number(
                65, f"Anteil: {key}", de=share, en=share, caveat="named"
            )
    return {
        "facts": known,
        "caveats": {
            "self_selected": {
                "de": "Die Meldungen sind freiwillig und keine Stichprobe.",
                "en": "Reports are voluntary and no sample.",
            },
            "named": {
                "de": "Eine Meldung kann mehrere Störungen nennen.",
                "en": "A report may name several faults.",
            },
            "bias": {
                "de": "Wer in der Großstadt lebt, meldet vielleicht eher.",
                "en": "People in big cities may be more likely to report.",
            },
        },
        "inputs": {},
    }


def campaign(folder: Path, **changes: object) -> settings.Settings:
    """Make a campaign folder with everything that stage 08 reads; return its settings."""
    content = yaml.safe_load((HOME / "campaign.yml").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content | changes, allow_unicode=True)
    (folder / "campaign.yml").write_text(text, encoding="utf-8")
    handmade = folder / "data" / "raw" / "handmade"
    handmade.mkdir(parents=True)
    shutil.copy(HOME / "data/raw/handmade/promises.csv", handmade)
    settings._load.cache_clear()
    loaded = settings.load(folder)
    write_facts(loaded, facts())
    (folder / "data/processed/01_facts.json").write_text(json.dumps(facts()), encoding="utf-8")
    cities = pd.DataFrame(CITIES, columns=["ags8", "city", "n_reports"])
    store.write_parquet(cities, loaded.processed / "04_cities.parquet")
    follow_up = [name for name in schema.TABLES if name.startswith("07_")]
    for name in ("03_quotes", "04_kreise", "04_districts", "04_things", *follow_up):
        store.writer(loaded, name)(schema.empty(name))
    for name, title in (("ranking", "Berlin meldet am häufigsten"), ("map_rates", "Karte")):
        _drawn(loaded, name, title, cities)
    return loaded


def with_posts(
    folder: Path, posts: dict[str, str] | None = None, **changes: object
) -> settings.Settings:
    """Make a campaign with the sample's posts, or with those given by name."""
    loaded = campaign(folder, **changes)
    place = loaded.dir / "templates" / "posts"
    place.mkdir(parents=True)
    if posts is None:
        paths = sorted((HOME / "templates" / "posts").glob("*.md.j2"))
        posts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    for name, text in posts.items():
        (place / name).write_text(text, encoding="utf-8")
    return loaded


def write_facts(loaded: settings.Settings, content: dict) -> None:
    """Write facts.json."""
    store.write_json(content, loaded.processed / "facts.json")


DRAWN: dict[tuple, dict[str, bytes]] = {}
"""Figures that were drawn already, by what their footer says: drawing is slow."""


def _drawn(loaded: settings.Settings, name: str, title: str, cities: pd.DataFrame) -> None:
    said = (name, loaded.name, loaded.operator.name, loaded.language, loaded.as_of)
    folder = loaded.out / "figures"
    if said not in DRAWN:
        _draw(loaded, name, title, cities)
        DRAWN[said] = {path.name: path.read_bytes() for path in folder.glob(f"{name}*")}
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in DRAWN[said].items():
        (folder / file).write_bytes(content)


def _draw(loaded: settings.Settings, name: str, title: str, cities: pd.DataFrame) -> None:
    with style.context():
        drawn = style.figure(2.4)
        drawn.subplots().barh(cities["city"], cities["n_reports"])
        figures.save(
            loaded,
            name,
            drawn,
            cities,
            title,
            "Meldungen",
            figures.footer(loaded, 7691),
            f"Balken: {title}",
            f"Bars: {title}",
            7691,
            {c: figures.Column(de=c, en=c) for c in cities.columns},
        )
