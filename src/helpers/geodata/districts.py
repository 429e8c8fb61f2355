"""Districts: official parts of cities, with coordinates where GeoNames knows the place."""

from pathlib import Path

import pandas as pd

from helpers.geodata import names

COLUMNS = ["ags8", "city", "district", "parent", "official_no", "level", "status", "source"]


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the collected official names: rows under free terms, and rows under ODbL.

    folder: has city_districts.csv and city_districts_odbl.csv (columns: `COLUMNS`).
    """
    return tuple(
        pd.read_csv(folder / name, dtype=str, keep_default_na=False)[COLUMNS]
        for name in ("city_districts.csv", "city_districts_odbl.csv")
    )


def split(collected: pd.DataFrame, sources: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part collected rows into those under free terms and those under ODbL.

    ODbL are rows whose source says so, and rows whose parent is named by such a source alone.
    """
    odbl = set(sources.loc[sources["licence"].str.contains("ODbL"), "source"])
    direct = collected["source"].isin(odbl)
    parents = set(
        zip(collected.loc[direct, "ags8"], collected.loc[direct, "district"], strict=True)
    )
    by_parent = pd.Series(
        [pair in parents for pair in zip(collected["ags8"], collected["parent"], strict=True)],
        index=collected.index,
    )
    return collected[~(direct | by_parent)], collected[direct | by_parent]


def rename(rows: pd.DataFrame, municipalities: pd.DataFrame) -> pd.DataFrame:
    """Call each city as `municipalities` does ("Freiburg" → "Freiburg im Breisgau")."""
    city = municipalities.set_index("ags8")["city"]
    return rows.assign(city=rows["ags8"].map(city))


def locate(rows: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Add `lat, lon` of the GeoNames place of the same name in the same city, else NaN.

    "Hamburg-Altstadt" in the one matches "Altstadt" in the other. The part of a city (PPLX) goes
    before a populated place of the same name.
    """
    points = places[places["ags8"].isin(rows["ags8"])].copy()
    points["key"] = names.key(points["name"])
    points = points.assign(part=points["feature"].ne("PPLX")).sort_values(
        ["ags8", "key", "part", "population"], ascending=[True, True, True, False]
    )
    points = points.drop_duplicates(["ags8", "key"])[["ags8", "key", "lat", "lon"]]
    plain = rows.assign(key=names.key(rows["district"])).merge(
        points, on=["ags8", "key"], how="left"
    )
    city = rows["city"].str.cat(rows["district"], sep="-")
    longer = rows.assign(key=names.key(city)).merge(points, on=["ags8", "key"], how="left")
    plain[["lat", "lon"]] = plain[["lat", "lon"]].fillna(longer[["lat", "lon"]])
    return plain.drop(columns="key")


def from_geonames(
    places: pd.DataFrame, municipalities: pd.DataFrame, known: pd.DataFrame
) -> pd.DataFrame:
    """List GeoNames' parts of cities (PPLX) that the official lists do not have.

    known: rows of the official lists (`ags8, district`). `level` is "Ortslage", `status`
    "geonames": of mixed levels and incomplete, as the source is.
    """
    parts = places[places["feature"].eq("PPLX") & places["ags8"].ne("")].merge(
        municipalities[["ags8", "city"]], on="ags8"
    )
    short = [
        name.removeprefix(f"{city}-").removeprefix(f"{city} ")
        for name, city in zip(parts["name"], parts["city"], strict=True)
    ]
    parts["district"] = pd.Series(short, index=parts.index, dtype="str")
    pairs = set(zip(known["ags8"], names.key(known["district"]), strict=True)) | set(
        zip(known["ags8"], names.key(known["city"] + known["district"]), strict=True)
    )
    new = [
        (code, key) not in pairs and (code, full) not in pairs
        for code, key, full in zip(
            parts["ags8"], names.key(parts["district"]), names.key(parts["name"]), strict=True
        )
    ]
    rows = parts[new].drop_duplicates(["ags8", "district"])
    rows = rows.assign(parent="", official_no="", level="Ortslage", status="geonames")
    return rows.assign(source="GeoNames")[[*COLUMNS, "lat", "lon"]]
