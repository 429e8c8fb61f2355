"""Targets: official data that `einzelfall geodata fetch` can download, and their publishers."""

from dataclasses import dataclass

from helpers.geodata.sources import CC_BY, DL_DE_BY


@dataclass(frozen=True)
class Target:
    """One download: its address, what comes of it below data/raw/, its terms.

    `columns` are the names that the publisher has given the column with the names, or the codes;
    the first that is there is used. `sha256` pins the content where the publisher never changes it.
    """

    name: str
    title: str
    url: str
    file: str
    licence: str
    attribution: str
    columns: tuple[str, ...] = ()
    ags8: str = ""
    sha256: str | None = None


_WFS = "service=WFS&version=2.0.0&request=GetFeature&typeNames="
_JSON = "&outputFormat=application/json&srsName=EPSG:25832"

TARGETS = {
    target.name: target
    for target in (
        Target(
            name="postcodes",
            title="Postcodes of Germany with their places (GeoNames)",
            url="https://download.geonames.org/export/zip/DE.zip",
            file="gazetteer/postcodes_geonames.csv",
            licence=CC_BY,
            attribution="GeoNames (geonames.org), CC BY 4.0",
        ),
        Target(
            name="places",
            title="All populated places of Germany (GeoNames)",
            url="https://download.geonames.org/export/dump/DE.zip",
            file="gazetteer/places_geonames.csv",
            licence=CC_BY,
            attribution="GeoNames (geonames.org), CC BY 4.0",
        ),
        Target(
            name="berlin",
            title="Ortsteile of Berlin (ALKIS)",
            url="https://gdi.berlin.de/services/wfs/alkis_ortsteile?"
            f"{_WFS}alkis_ortsteile:ortsteile{_JSON}",
            file="boundaries/berlin_ortsteile.geojson",
            licence="Datenlizenz Deutschland – Zero – 2.0 (https://www.govdata.de/dl-de/zero-2-0)",
            attribution="Geoportal Berlin / ALKIS Berlin Ortsteile",
            columns=("nam", "name", "NAM", "OTEIL"),
            ags8="11000000",
        ),
        Target(
            name="hamburg",
            title="Stadtteile of Hamburg",
            url=f"https://geodienste.hamburg.de/HH_WFS_Verwaltungsgrenzen?{_WFS}app:stadtteile"
            "&outputFormat=application/geo%2Bjson&srsName=EPSG:25832",
            file="boundaries/hamburg_stadtteile.geojson",
            licence=DL_DE_BY,
            attribution="Freie und Hansestadt Hamburg, Landesbetrieb Geoinformation und Vermessung",
            columns=("stadtteil_name", "name", "stadtteil", "STADTTEIL"),
            ags8="02000000",
        ),
        Target(
            name="kreise",
            title="Kreise of Germany (VG250)",
            url=f"https://sgx.geodatenzentrum.de/wfs_vg250?{_WFS}vg250:vg250_krs{_JSON}",
            file="boundaries/kreise_fetched.geojson",
            licence=DL_DE_BY,
            attribution="© GeoBasis-DE / BKG (VG250, dl-de/by-2-0), Daten verändert",
            columns=("ags", "AGS"),
        ),
    )
}
