"""Promises of the outlines: clean topology, right areas, and polygons that a campaign brings."""

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from helpers import boundaries, gazetteer
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.settings import HOME, Settings

SHARED = HOME.parent / "shared" / "boundaries"


def test_outlines_have_the_codes_of_the_gazetteer():
    shapes = boundaries.kreise()
    assert shapes["ags5"].tolist() == gazetteer.kreise()["ags5"].tolist()
    assert shapes["kreis"].tolist() == gazetteer.kreise()["kreis"].tolist()


def test_outlines_leave_neither_gap_nor_overlap():
    shapes = boundaries.kreise()
    assert shapes.is_valid.all()
    assert shapely.coverage_is_valid(shapes.geometry.to_numpy())
    assert shapes.area.sum() == pytest.approx(shapes.union_all().area, rel=1e-9)
    holes = [
        ring
        for part in shapes.union_all().geoms
        for ring in part.interiors
    ]  # fmt: skip
    assert holes == []


def test_outlines_cover_germany():
    shapes = boundaries.kreise()
    assert shapes.crs.to_epsg() == 3035
    assert shapes.area.sum() / 1e6 == pytest.approx(357_000, rel=0.002)


def test_a_large_kreis_has_about_its_official_area():
    official = gazetteer.kreise().set_index("ags5")["area_km2"]
    drawn = boundaries.kreise().set_index("ags5").area / 1e6
    large = official[(official > 1500) & ~official.index.isin(["13071", "13075"])]
    assert (drawn[large.index] / large - 1).abs().max() < 0.15


def test_demmin_makes_its_heir_too_large():
    """Documented: the split Kreis Demmin went to Mecklenburgische Seenplatte whole."""
    drawn = boundaries.kreise().set_index("ags5").area / 1e6
    official = gazetteer.kreise().set_index("ags5")["area_km2"]
    assert drawn["13071"] > official["13071"]
    assert drawn["13075"] < official["13075"]


def test_places_lie_in_the_kreis_that_their_code_says():
    """The borders are coarse: of places with more than 20,000 inhabitants nine in ten must fit."""
    places = gazetteer.places().query("population > 20_000")
    points = gpd.GeoDataFrame(
        places, geometry=gpd.points_from_xy(places["lon"], places["lat"]), crs="EPSG:4326"
    ).to_crs("EPSG:3035")
    joined = points.sjoin(boundaries.kreise()[["ags5", "geometry"]], predicate="within")
    assert joined["ags5_left"].eq(joined["ags5_right"]).mean() > 0.9


def test_laender_are_whole():
    shapes = boundaries.laender()
    assert len(shapes) == 16
    assert shapes.area.sum() == pytest.approx(boundaries.kreise().area.sum())
    saarland = shapes.set_index("land").loc["Saarland", "geometry"]
    assert saarland.area / 1e6 == pytest.approx(2_570, rel=0.05)


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """Make a campaign folder with polygons of two districts."""
    shapes = gpd.GeoDataFrame(
        {"Name": ["Nord", "Süd", "Nord"]},
        geometry=[
            shapely.box(0, 1000, 1000, 2000),
            shapely.box(0, 0, 1000, 1000),
            shapely.box(1000, 1000, 2000, 2000),
        ],
        crs="EPSG:25832",
    )
    (tmp_path / "data/raw/boundaries").mkdir(parents=True)
    shapes.to_file(tmp_path / "data/raw/boundaries/town.gpkg", driver="GPKG")
    shapes.to_file(tmp_path / "data/raw/boundaries/town.geojson", driver="GeoJSON")
    return tmp_path


def settings(folder: Path, file: str, column: str = "Name", ags8: str = "08222000") -> Settings:
    text = (HOME / "campaign.yml").read_text(encoding="utf-8")
    text = (
        text.split("\nboundaries:")[0]
        + "\nboundaries:\n"
        + f"""\
  - file: {file}
    ags8: "{ags8}"
    name_column: {column}
    attribution: Stadt Beispiel
"""
    )
    (folder / "campaign.yml").write_text(text, encoding="utf-8")
    settings_module._load.cache_clear()
    return settings_module.load(str(folder))


@pytest.mark.parametrize("file", ["town.gpkg", "town.geojson"])
def test_polygons_that_a_campaign_brings_are_read(campaign, file):
    shapes = boundaries.city_districts(
        settings(campaign, f"data/raw/boundaries/{file}"), "08222000"
    )
    assert shapes["district"].tolist() == ["Nord", "Süd"]
    assert shapes.crs.to_epsg() == 3035
    assert shapes.area.tolist() == pytest.approx([2e6, 1e6], rel=0.01)
    assert shapes.attrs["attribution"] == "Stadt Beispiel"


def with_water(campaign: Path, shape: object) -> Settings:
    path = "data/raw/boundaries/water.geojson"
    gpd.GeoDataFrame(geometry=[shape], crs="EPSG:25832").to_file(campaign / path, driver="GeoJSON")
    settings(campaign, "data/raw/boundaries/town.gpkg")
    with (campaign / "campaign.yml").open("a", encoding="utf-8") as stream:
        stream.write(f"    water: {path}\n")
    settings_module._load.cache_clear()
    return settings_module.load(str(campaign))


def test_water_that_a_campaign_brings_is_read_for_its_city_only(campaign):
    known = with_water(campaign, shapely.box(0, 900, 2000, 1100))
    assert boundaries.water(known, "08222000").area.sum() == pytest.approx(4e5, rel=0.01)
    assert boundaries.water(known, "11000000") is None


def test_water_may_be_lines_but_no_points(campaign):
    river = with_water(campaign, shapely.LineString([(0, 1000), (2000, 1000)]))
    assert len(boundaries.water(river, "08222000")) == 1
    with pytest.raises(CampaignError, match="expected polygons or lines, got"):
        boundaries.water(with_water(campaign, shapely.Point(0, 0)), "08222000")


def test_a_city_without_polygons_has_none(campaign):
    known = settings(campaign, "data/raw/boundaries/town.gpkg")
    assert boundaries.city_districts(known, "11000000") is None


def test_a_misspelt_name_column_suggests_the_right_one(campaign):
    known = settings(campaign, "data/raw/boundaries/town.gpkg", "Nane")
    with pytest.raises(CampaignError, match='Did you mean "Name"'):
        boundaries.city_districts(known, "08222000")


def test_a_missing_file_is_named(campaign):
    with pytest.raises(CampaignError, match=r"nowhere\.gpkg: named in campaign\.yml"):
        boundaries.city_districts(settings(campaign, "nowhere.gpkg"), "08222000")


def test_points_are_no_districts(campaign):
    point = {"type": "Point", "coordinates": [8, 49]}
    feature = {"type": "Feature", "properties": {"Name": "x"}, "geometry": point}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (campaign / "p.geojson").write_text(content)
    with pytest.raises(CampaignError, match="expected polygons, got"):
        boundaries.city_districts(settings(campaign, "p.geojson"), "08222000")


def test_a_file_that_is_no_map_is_refused(campaign):
    (campaign / "p.geojson").write_text("no map")
    with pytest.raises(CampaignError, match="expected GeoJSON or GeoPackage"):
        boundaries.city_districts(settings(campaign, "p.geojson"), "08222000")


@pytest.mark.parametrize(
    ("file", "ags8"),
    [("berlin_ortsteile.geojson", "11000000"), ("hamburg_stadtteile.geojson", "02000000")],
)
def test_official_polygons_fit_the_districts_we_know(tmp_path, file, ags8):
    if not SHARED.exists():
        pytest.skip("the official polygons are not beside this repository")
    (tmp_path / file).write_bytes((SHARED / file).read_bytes())
    shapes = boundaries.city_districts(settings(tmp_path, file, "name", ags8), ags8)
    known = gazetteer.districts().query("ags8 == @ags8")
    assert shapes["district"].isin(known["district"]).mean() > 0.95
