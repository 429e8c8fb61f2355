"""Published tables in small, for the tests of the maps: invented counts on the real gazetteer."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import stats

from helpers import gazetteer, store
from helpers import settings as settings_module
from helpers.settings import HOME, Settings

BROUGHT = "\nboundaries:\n" + "".join(
    f"  - file: data/raw/boundaries/{name}.geojson\n"
    f'    ags8: "{code}"\n'
    "    name_column: district\n"
    "    attribution: Erfundene Grenzen\n"
    for code, name in (("11000000", "berlin"), ("02000000", "hamburg"))
)
CITIES = {"11000": 1224, "02000": 1117, "09162": 607, "06412": 434, "08222": 306, "05315": 270}


def campaign(folder: Path, extra: str = "") -> Settings:
    """Make a campaign folder with the facts that a map's footer and page need, and polygons."""
    text = (HOME / "campaign.yml").read_text(encoding="utf-8")
    (folder / "campaign.yml").write_text(text + BROUGHT + extra, encoding="utf-8")
    settings_module._load.cache_clear()
    settings = settings_module.load(str(folder))
    number = {"value": 7691, "de": "7.691", "en": "7,691", "what_de": "Meldungen",
              "what_en": "reports", "unit": "", "n": 7691, "strength": "", "caveat": "",
              "anchor": ""}  # fmt: skip
    vague = {**number, "value": 4, "de": "unter 5", "en": "fewer than 5"}
    facts = {"total.n_reports": number, "total.unlocated": vague}
    content = {"notebook": "01_clean", "inputs": {}, "caveats": {}, "facts": facts}
    store.write_json(content, settings.processed / "01_facts.json")
    store.write_json(content, settings.processed / "facts.json")
    bring_polygons(settings)
    return settings


def kreise(seed: int = 7, k: int = 5) -> pd.DataFrame:
    """Return a published table of Kreise: Poisson counts, the known cities, some suppressed."""
    table = gazetteer.kreise()
    table["n_reports"] = np.random.default_rng(seed).poisson(table["population"] / 22_000)
    known = table["ags5"].map(CITIES)
    table["n_reports"] = known.fillna(table["n_reports"]).astype("Int64")
    table["suppressed"] = table["n_reports"].between(1, k - 1)
    count = table["n_reports"].astype(float)
    per = 10_000 / table["population"]
    numbers = {
        "reports_per_10k": count * per,
        "lower_per_10k": np.nan_to_num(stats.chi2.ppf(0.025, 2 * count) / 2) * per,
        "upper_per_10k": stats.chi2.ppf(0.975, 2 * count + 2) / 2 * per,
    }
    for name, values in numbers.items():
        table[name] = values.astype("Float64").mask(table["suppressed"])
    return _printed(table, k)


def districts(seed: int = 7, k: int = 5) -> pd.DataFrame:
    """Return a published table of city districts for six cities: those with k reports."""
    known = gazetteer.districts().drop_duplicates(["ags8", "district"])
    known = known[known["ags8"].str[:5].isin(CITIES) & known["level"].ne("Bezirk")]
    known = known.sort_values(["ags8", "district"], ignore_index=True)
    total = known["ags8"].str[:5].map(CITIES) * 0.6
    weight = np.random.default_rng(seed).gamma(1.2, size=len(known))
    weight = pd.Series(weight) / pd.Series(weight).groupby(known["ags8"]).transform("sum")
    count = (total * weight).round().astype("Int64")
    table = known[["ags8", "city", "district"]].assign(n_reports=count)
    table["suppressed"] = count.between(1, k - 1)
    sums = count.groupby(known["ags8"]).transform("sum").astype(float)
    share = count.astype(float) / sums
    spread = 1.96 * np.sqrt(share * (1 - share) / sums)
    numbers = {"share": share, "lower_share": share - spread, "upper_share": share + spread}
    for name, values in numbers.items():
        values = values.clip(0, 1).astype("Float64")
        table[name] = values.mask(table["suppressed"])
    table = _printed(table, k)
    return table[~table["suppressed"]].reset_index(drop=True)


def _printed(table: pd.DataFrame, k: int) -> pd.DataFrame:
    """Say each count as protected tables do; a withheld one is 1 to k-1."""
    hidden, counts = table["suppressed"], table["n_reports"]
    ends = {"n_least": counts.mask(hidden, 1), "n_most": counts.mask(hidden, k - 1)}
    return table.assign(n_reports=counts.mask(hidden), **ends)


def bring_polygons(settings: Settings) -> None:
    """Bring polygons of Berlin and Hamburg into a campaign made with `BROUGHT`.

    Each is what lies nearest to a district's point in the gazetteer: no district's real shape. One
    district of Hamburg with reports has none.
    """
    known = gazetteer.districts().dropna(subset=["lat"]).drop_duplicates(["ags8", "district"])
    known = known[known["level"].ne("Bezirk")].drop_duplicates(["lat", "lon"])
    folder = settings.raw / "boundaries"
    folder.mkdir(parents=True, exist_ok=True)
    for code, name in (("11000000", "berlin"), ("02000000", "hamburg")):
        mine = known[known["ags8"].eq(code) & known["district"].ne("Langenhorn")]
        points = gpd.GeoSeries.from_xy(mine["lon"], mine["lat"], crs="EPSG:4326").to_crs(25832)
        cells = gpd.GeoDataFrame(geometry=points.voronoi_polygons(), crs=25832)
        ends = gpd.GeoDataFrame(mine[["district"]], geometry=points.to_numpy(), crs=25832)
        joined = cells.sjoin(ends, predicate="contains").drop(columns="index_right")
        around = points.union_all().convex_hull.buffer(1_500)
        joined.clip(around).to_file(folder / f"{name}.geojson", driver="GeoJSON")
