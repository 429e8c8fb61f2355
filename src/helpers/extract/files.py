"""Files: the extract as CSV, XLSX, GeoReport Bulk CSV and Frictionless data package."""

import hashlib
import json
from pathlib import Path

import pandas as pd

from helpers import extract, spreadsheets, store
from helpers.settings import Settings

SHEET = "Auszug"
"""The sheet with the rows."""
WIDTHS = {
    "Nr.": 7,
    "Störungen": 60,
    "Störung in festen Worten": 70,
    "Beschreibung (geschwärzt)": 70,
}

MEANING = {
    "Nr.": ("integer", "Running number of the row in this file; it is no id of a report."),
    "Störungen": ("string", "Kinds of fault that the sender ticked, separated by '; '."),
    "Störung in festen Worten": (
        "string",
        "What the description says (speed, delay, duration, time of day, kind of place, display, "
        "symptom, attempts, answer of the hotline) in fixed words, 'facet: value' separated by "
        "'; '; numbers as bands. Empty: nothing was recognised.",
    ),
    "Beschreibung (geschwärzt)": (
        "string",
        "The sender's words after redaction; marks such as [Telefon] stand for what was taken out. "
        "Empty where the text was left out by rule (too long, rare words, long numbers).",
    ),
    "Land": ("string", "Federal state (Land). Empty: not known or left out to keep k rows alike."),
    "Kreis": ("string", "District authority (Landkreis or kreisfreie Stadt). Empty: as for Land."),
    "Stadt": ("string", "Municipality. Empty: not known or left out to keep k rows alike."),
    "Stadtteil": ("string", "City district. Empty: not known or left out to keep k rows alike."),
    "Kalenderwoche": ("string", "ISO week of the report (2011-W46). Empty: left out as above."),
}
"""German header → type, and meaning in English."""

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
    readable = extract.for_reading(rows)
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
        {"column": c, "type": MEANING[c][0], "meaning": MEANING[c][1]} for c in readable.columns
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
    week = ("Kalenderwoche " + rows["week"]).where(rows["week"] != "", "")
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
    about = pd.DataFrame(_about(settings, release), columns=["Angabe", "Inhalt"])
    sheets = {
        SHEET: store.neutralise(readable),
        "Columns": dictionary(readable),
        "Hinweise": store.neutralise(about),
    }
    title = f"{settings.name}: Auszug für {settings.operator.name}"
    return spreadsheets.workbook(sheets, "de", title, settings.contact.name, WIDTHS)


def datapackage(readable: pd.DataFrame, settings: Settings, release: str, folder: Path) -> dict:
    """Return the Frictionless descriptor of the files in `folder` (Data Package 1.0)."""
    fields = [
        {"name": c, "type": MEANING[c][0], "description": MEANING[c][1]} for c in readable.columns
    ]
    number = {"required": True, "unique": True, "minimum": 1}
    fields[0]["constraints"] = number
    schema = {"fields": fields, "primaryKey": [extract.NUMBER], "missingValues": [""]}
    shape = {"fields": [{"name": name, "type": "string"} for name in GEOREPORT]}
    return {
        "profile": "data-package",
        "name": f"{settings.id}-extract",
        "title": f"{settings.name}: Auszug für {settings.operator.name}",
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
                "dialect": {"excel": {"sheet": SHEET}},
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
    return [
        ("Kampagne", settings.name),
        ("Stand", release),
        ("Letzter gezählter Tag", settings.as_of.isoformat()),
        ("Kontakt", f"{settings.contact.name}, {settings.contact.email}"),
        ("Kleinste Klasse", f"mindestens {settings.privacy.k} Zeilen je Ort und Woche"),
        ("Lizenz", "CC BY 4.0; der Versuch, Personen zu bestimmen, ist nicht gestattet"),
        *([("Hinweis", settings.synthetic_note.get("de", ""))] if settings.synthetic else []),
    ]
