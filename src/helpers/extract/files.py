"""Files: the extract as CSV, XLSX, GeoReport Bulk CSV and Frictionless data package."""

import hashlib
import json
from pathlib import Path

import pandas as pd

from helpers import extract, spreadsheets, store, wording
from helpers.settings import Settings

SHEET = {"de": "Auszug", "en": "Extract"}
"""The sheet with the rows."""
WIDTHS = {"number": 7, "categories": 60, "coded": 70, "description": 70}
WORDS = {
    "de": {
        "title": "{name}: Auszug {for_whom}",
        "notes": ("Hinweise", "Angabe", "Inhalt"),
        "about": ("Kampagne", "Stand", "Letzter gezählter Tag", "Kontakt", "Kleinste Klasse",
                  "Lizenz", "Hinweis"),
        "class": "mindestens {k} Zeilen je Ort und Woche",
        "licence": "CC BY 4.0; der Versuch, Personen zu bestimmen, ist nicht gestattet",
        "week": "Kalenderwoche ",
    },
    "en": {
        "title": "{name}: extract {for_whom}",
        "notes": ("Notes", "What", "Content"),
        "about": ("Campaign", "State", "Last day counted", "Contact", "Smallest class",
                  "Licence", "Note"),
        "class": "at least {k} rows for each place and week",
        "licence": "CC BY 4.0; trying to find out who a row belongs to is not permitted",
        "week": "week ",
    },
}  # fmt: skip

MEANING = {
    "number": ("integer", "Running number of the row in this file; it is no id of a report."),
    "categories": ("string", "What the sender ticked, separated by '; '."),
    "coded": (
        "string",
        "What the description says, in fixed words: 'facet: value' separated by '; '; numbers as "
        "bands. Empty: nothing was recognised.",
    ),
    "description": (
        "string",
        "The sender's words after redaction; marks such as [Telefon] stand for what was taken out. "
        "Empty where the text was left out by rule (too long, rare words, long numbers).",
    ),
    "land": ("string", "Federal state (Land). Empty: not known or left out to keep k rows alike."),
    "kreis": ("string", "District authority (Landkreis or kreisfreie Stadt). Empty: as for Land."),
    "city": ("string", "Municipality. Empty: not known or left out to keep k rows alike."),
    "district": ("string", "City district. Empty: not known or left out to keep k rows alike."),
    "week": ("string", "ISO week of the report (2011-W46). Empty: left out as above."),
}
"""Our name of a column → type, and meaning in English."""

GEOREPORT = (
    "service_request_id",
    "requested_datetime",
    "updated_datetime",
    "closed_date",
    "status_description",
    "status_notes",
    "source",
    "service_name",
    "service_subtype",
    "description",
    "agency_responsible",
    "address",
    "lat",
    "long",
)
"""Columns of Open311 GeoReport Bulk, in order."""


def write(settings: Settings, rows: pd.DataFrame, release: str) -> list[Path]:
    """Write the extract under data/extract/ in every form and return the paths.

    rows: `Extract.rows`. release: how this state is called ("Entwurf", "Ausgabe 1 vom …").
    """
    folder = settings.extract
    readable = extract.for_reading(rows, settings)
    store.write_csv(readable, folder / "extract.csv")
    store.write_csv(dictionary(readable), folder / "columns.csv")
    store.write_csv(georeport(rows, settings), folder / "georeport.csv")
    store.write_bytes(xlsx(readable, settings, release), folder / "extract.xlsx")
    package = datapackage(readable, settings, release, folder)
    store.write_text(
        json.dumps(package, ensure_ascii=False, indent=1) + "\n", folder / "datapackage.json"
    )
    names = ("extract.csv", "columns.csv", "georeport.csv", "extract.xlsx", "datapackage.json")
    paths = [folder / name for name in names]
    for path in paths:
        path.chmod(0o600)
    return paths


def dictionary(readable: pd.DataFrame) -> pd.DataFrame:
    """Return the data dictionary of the extract: `column, type, meaning`."""
    rows = [
        {"column": c, "type": MEANING[ours][0], "meaning": MEANING[ours][1]}
        for c in readable.columns
        if (ours := _ours(c))
    ]
    return pd.DataFrame(rows, columns=["column", "type", "meaning"])


def georeport(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the extract in the shape of Open311 GeoReport Bulk.

    A request's time is its ISO week in the status note; `requested_datetime`, coordinates and
    everything that would have to be more exact than the extract stay empty.
    """
    empty = pd.Series("", index=rows.index, dtype="str")
    place = rows[["district", "city", "kreis", "land"]].apply(_address, axis=1)
    place = place if len(rows) else empty
    week = (WORDS[settings.language]["week"] + rows["week"]).where(rows["week"] != "", "")
    described = rows.get("description", empty)
    filled = {
        "service_request_id": pd.Series(range(1, len(rows) + 1), index=rows.index),
        "status_description": empty + "open",
        "status_notes": week,
        "source": empty + settings.name,
        "service_name": rows["categories"],
        "service_subtype": rows.get("coded", empty),
        "description": described,
        "agency_responsible": empty + settings.operator.name,
        "address": place,
    }
    return pd.DataFrame({name: filled.get(name, empty) for name in GEOREPORT})


def xlsx(readable: pd.DataFrame, settings: Settings, release: str) -> bytes:
    """Return an XLSX workbook whose bytes depend on its content alone, with no formula in it."""
    words = WORDS[settings.language]
    notes, *heads = words["notes"]
    about = pd.DataFrame(_about(settings, release), columns=heads)
    sheets = {
        SHEET[settings.language]: store.neutralise(readable),
        "Columns": dictionary(readable),
        notes: store.neutralise(about),
    }
    widths = {header: WIDTHS.get(_ours(header), 24) for header in readable}
    return spreadsheets.workbook(
        sheets, settings.language, _title(settings), settings.contact.name, widths
    )


def datapackage(readable: pd.DataFrame, settings: Settings, release: str, folder: Path) -> dict:
    """Return the Frictionless descriptor of the files in `folder` (Data Package 1.0)."""
    fields = [
        {"name": c, "type": MEANING[ours][0], "description": MEANING[ours][1]}
        for c in readable.columns
        if (ours := _ours(c))
    ]
    number = {"required": True, "unique": True, "minimum": 1}
    fields[0]["constraints"] = number
    schema = {
        "fields": fields,
        "primaryKey": [extract.NUMBER[settings.language]],
        "missingValues": [""],
    }
    shape = {"fields": [{"name": name, "type": "string"} for name in GEOREPORT]}
    return {
        "profile": "data-package",
        "name": f"{settings.id}-extract",
        "title": _title(settings),
        "description": (
            f"Reports whose senders agreed to hand them on, anonymised; {release}. "
            f"Place and week are coarsened until at least {settings.privacy.k} rows are alike. "
            "Trying to find out who a row belongs to is not permitted."
        ),
        "version": release,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "sources": [{"title": f"Reports to the campaign “{settings.name}”", **_path(settings)}],
        "contributors": [{"title": settings.contact.name, "role": "publisher"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                **_resource(folder, "extract", "csv"),
                "schema": schema,
            },
            {
                "profile": "tabular-data-resource",
                **_resource(folder, "georeport", "csv"),
                "description": "The same rows in the columns of Open311 GeoReport Bulk.",
                "schema": shape,
            },
            {
                "profile": "tabular-data-resource",
                **_resource(folder, "extract", "xlsx", name="workbook"),
                "description": "The same rows as a workbook.",
                "dialect": {"excel": {"sheet": SHEET[settings.language]}},
                "schema": schema,
            },
        ],
    }


def _path(settings: Settings) -> dict[str, str]:
    return {"path": settings.contact.url} if settings.contact.url else {}


def _resource(folder: Path, stem: str, ending: str, name: str = "") -> dict:
    """Describe one file: path, format, size and hash."""
    content = (folder / f"{stem}.{ending}").read_bytes()
    media = {
        "csv": "text/csv",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    return {
        "name": name or stem,
        "path": f"{stem}.{ending}",
        "format": ending,
        "mediatype": media[ending],
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
    }


def _address(row: pd.Series) -> str:
    """Write the place as one line, from fine to coarse, saying nothing twice."""
    return ", ".join(dict.fromkeys(part for part in row if part))


def _about(settings: Settings, release: str) -> list[tuple[str, str]]:
    """Say on a sheet of its own what the file is."""
    words = WORDS[settings.language]
    said = (
        settings.name,
        release,
        settings.as_of.isoformat(),
        f"{settings.contact.name}, {settings.contact.email}",
        words["class"].format(k=settings.privacy.k),
        words["licence"],
        settings.synthetic_note.get(settings.language, "") if settings.synthetic else "",
    )
    return [pair for pair in zip(words["about"], said, strict=True) if pair[1]]


def _title(settings: Settings) -> str:
    words = wording.forms(settings, settings.language)
    title = WORDS[settings.language]["title"]
    return title.format(name=settings.name, for_whom=words["for_operator"])


def _ours(header: str) -> str:
    """Return our name of a column by its header, "" for a foreign one."""
    known = {header: ours for words in (extract.COLUMNS, extract.ENGLISH)
             for ours, header in words.items()}  # fmt: skip
    return "number" if header in extract.NUMBER.values() else known.get(header, "")
