"""Fetch: download newer or finer official data, with checksum, retry and a clear message."""

import contextlib
import csv
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pooch
import shapely
import yaml

from helpers import boundaries, gazetteer, store
from helpers.errors import CampaignError
from helpers.geodata import kreise, places, postcodes
from helpers.geodata.geojson import write_geojson
from helpers.geodata.targets import TARGETS, Target

TRIES = 3
MOST_PLACES = 12_000
"""The repository's own table has nearly so many; a list of all places has several times more."""

SIMPLIFY_M = 100
"""Fetched Kreis borders are simplified by this much: enough for maps of Germany."""


def fetch(
    name: str, raw: Path, url: str = "", sha256: str = "", accept_new: bool = False
) -> tuple[Path, str]:
    """Download the target `name`, check it, and write what we use of it below `raw`.

    raw: a data/raw/ folder. url: another address for the same content (a mirror, a test).
    sha256: what the download must have; without it the checksum of the first download, which is
    remembered in raw/fetched.yml, must come again, unless `accept_new` says that a newer state is
    welcome. Returns the path and the download's checksum.
    Raises CampaignError when there is no network, the server says no, the checksum differs or the
    content is not what it should be; what was there before stays.
    """
    if name not in TARGETS:
        raise CampaignError(f"{name}: unknown; there are: {', '.join(TARGETS)}")
    target = TARGETS[name]
    recorded = _record(raw).get(name, {}).get("sha256")
    expected = sha256 or target.sha256 or (None if accept_new else recorded)
    with tempfile.TemporaryDirectory() as folder:
        got = _download(target, url or target.url, expected, Path(folder))
        checksum = store.sha256(got)
        path = raw / target.file
        _PREPARE.get(name, _prepare_districts)(target, got, path)
    record = {"url": url or target.url, "sha256": checksum, "file": target.file}
    record |= {"licence": target.licence, "attribution": target.attribution}
    _remember(raw, name, record)
    return path, checksum


def campaign_lines(target: Target) -> str:
    """Return the lines for campaign.yml that put fetched district polygons to use."""
    entry = {
        "file": f"data/raw/{target.file}",
        "ags8": target.ags8,
        "name_column": "district",
        "attribution": target.attribution,
    }
    return yaml.safe_dump({"boundaries": [entry]}, allow_unicode=True, sort_keys=False, width=96)


def _download(target: Target, url: str, expected: str | None, folder: Path) -> Path:
    """Download `url` into `folder` by pooch, trying again when the line breaks."""
    file = f"{target.name}.download"
    cache = pooch.create(
        path=folder,
        base_url="",
        registry={file: expected},
        urls={file: url},
        retry_if_failed=TRIES - 1,
    )
    progress = sys.stderr.isatty()
    try:
        return Path(
            cache.fetch(file, downloader=pooch.HTTPDownloader(progressbar=progress, timeout=30))
        )
    except ValueError as error:  # pooch says so when the checksum differs
        raise CampaignError(
            f"{target.title}: the checksum differs from the one expected ({expected}).\n"
            f"From: {url}\nEither the download is damaged, or the publisher has a newer state: "
            "then look at it and use --accept-new."
        ) from error
    except OSError as error:  # what requests raises is an OSError too
        if getattr(error, "response", None) is not None:
            raise CampaignError(
                f"{target.title}: the server said no: {error}\nFrom: {url}"
            ) from error
        raise CampaignError(
            f"{target.title}: no connection after {TRIES} tries ({type(error).__name__}).\n"
            f"From: {url}\nIs this machine online? Nothing needs this download: without it the "
            "compiled data of the repository is used."
        ) from error


def _prepare_postcodes(target: Target, got: Path, path: Path) -> None:
    """Turn GeoNames' DE.zip (or its DE.txt) into our table of postcodes."""
    columns = ["country", "postcode", "place", "land", "land_code", "admin2", "admin2_code"]
    columns += ["kreis", "ags5", "lat", "lon", "accuracy"]
    with _inside(target, got) as source:
        listed = pd.read_csv(
            source,
            sep="\t",
            names=columns,
            dtype=str,
            quoting=csv.QUOTE_NONE,
            keep_default_na=False,
        )
    listed = listed[listed["postcode"].str.fullmatch(r"\d{5}")]
    if len(listed) < 1000 or set(listed["country"]) != {"DE"}:
        raise CampaignError(f"{target.title}: expected Germany's postcodes, got {len(listed)} rows")
    rows = listed[["postcode", "place"]].drop_duplicates(ignore_index=True)
    towns, gone = gazetteer.municipalities(), gazetteer.former_municipalities()
    table = postcodes.by_name(rows, towns, gone)
    stated = listed.assign(ags5=listed["ags5"].replace(kreise.MERGED))
    stated = stated[stated["ags5"].isin(towns["ags5"])].drop_duplicates(["postcode", "place"])
    joined = table.merge(
        stated[["postcode", "place", "ags5"]], how="left", on=["postcode", "place"]
    )
    known = joined["ags5_y"].fillna("")
    contradicts = known.ne("") & joined["ags5_x"].ne(known)
    table["ags8"] = table["ags8"].mask(contradicts, "")
    table["ags5"] = table["ags5"].mask(contradicts, known)
    table["how"] = table["how"].mask(contradicts, "stated")
    with store.replacing(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def _prepare_places(target: Target, got: Path, path: Path) -> None:
    """Turn GeoNames' DE.zip (or its DE.txt) into our table of places: all that people live in."""
    codes = gazetteer.municipalities()["ags8"]
    with _inside(target, got) as source:
        table = places.geonames(source, boundaries.kreise(), codes)
    table = table[table["ags5"].isin(gazetteer.kreise()["ags5"])]
    if len(table) < MOST_PLACES:
        raise CampaignError(
            f"{target.title}: expected more than {MOST_PLACES:,} places, got {len(table):,}"
        )
    with store.replacing(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


@contextlib.contextmanager
def _inside(target: Target, got: Path) -> Iterator[object]:
    """Open DE.txt in a ZIP, or the file itself; say so when it is neither."""
    try:
        with contextlib.ExitStack() as stack:
            source: object = got
            if zipfile.is_zipfile(got):
                archive = stack.enter_context(zipfile.ZipFile(got))
                source = stack.enter_context(archive.open("DE.txt"))
            yield source
    except (KeyError, ValueError, UnicodeDecodeError) as error:
        raise CampaignError(f"{target.title}: expected DE.txt in a ZIP, got {error}") from error


def _prepare_districts(target: Target, got: Path, path: Path) -> None:
    """Turn a city's district polygons into GeoJSON with one column, `district`."""
    shapes = _read_polygons(target, got)
    if len(shapes) < 5:
        raise CampaignError(f"{target.title}: expected a city's districts, got {len(shapes)}")
    shapes = shapes.rename(columns={"name": "district"}).sort_values("district")
    write_geojson(shapes.to_crs("EPSG:25832"), path, "districts")


def _prepare_kreise(target: Target, got: Path, path: Path) -> None:
    """Turn VG250's Kreise into the 400 outlines that maps use, simplified without gaps."""
    shapes = _read_polygons(target, got).rename(columns={"name": "ags5"}).to_crs("EPSG:3035")
    shapes["ags5"] = shapes["ags5"].str[:5].replace(kreise.MERGED)
    shapes = shapes.dissolve("ags5").sort_index().reset_index()
    if len(shapes) != 400 or set(shapes["ags5"]) != set(gazetteer.kreise()["ags5"]):
        raise CampaignError(f"{target.title}: expected the 400 Kreise, got {len(shapes)}")
    simple = shapely.coverage_simplify(shapes.geometry.to_numpy(), SIMPLIFY_M)
    write_geojson(shapes.set_geometry(simple, crs=shapes.crs), path, "kreise")


_PREPARE = {"postcodes": _prepare_postcodes, "places": _prepare_places, "kreise": _prepare_kreise}


def _read_polygons(target: Target, got: Path) -> gpd.GeoDataFrame:
    """Read polygons in any format that GDAL knows: `name, geometry`, valid, one row per name."""
    try:
        shapes = gpd.read_file(got)
    except (RuntimeError, ValueError) as error:
        raise CampaignError(f"{target.title}: expected polygons, got {error}") from error
    column = next((column for column in target.columns if column in shapes.columns), None)
    if column is None:
        raise CampaignError(
            f"{target.title}: expected a column {' or '.join(target.columns)}, "
            f"got {', '.join(map(str, shapes.columns))}"
        )
    shapes = shapes.rename(columns={column: "name"})[["name", "geometry"]]
    shapes = shapes[shapes["name"].notna() & shapes.geom_type.isin(["Polygon", "MultiPolygon"])]
    shapes["name"] = shapes["name"].astype("str").str.strip()
    shapes["geometry"] = shapes.geometry.make_valid()
    return shapes.dissolve("name").reset_index()


def _record(raw: Path) -> dict[str, dict[str, str]]:
    """Read what was fetched before: target → address and checksum."""
    path = raw / "fetched.yml"
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}


def _remember(raw: Path, name: str, record: dict[str, str]) -> None:
    """Note a download in raw/fetched.yml, so that the next one can be compared."""
    all_records = dict(sorted((_record(raw) | {name: record}).items()))
    text = "# Downloads of `einzelfall geodata fetch`: address, checksum, terms.\n"
    text += yaml.safe_dump(all_records, allow_unicode=True, sort_keys=False, width=96)
    store.write_text(text, raw / "fetched.yml")
