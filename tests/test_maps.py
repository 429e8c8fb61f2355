"""Promises of the maps, read from the files that they write."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import geopandas as gpd
import maps_fixtures as fixtures
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from helpers import boundaries, figures, maps, style
from helpers.errors import CampaignError
from helpers.maps import classes, rates, static, symbols
from helpers.publish import maps as pages
from helpers.settings import Settings


def draw_all(settings: Settings) -> dict[str, Path]:
    """Draw every map of the invented evaluation and write the pages."""
    maps.kreise_rates(fixtures.kreise(), settings)
    maps.kreise_counts(fixtures.kreise(), settings)
    maps.city_districts(fixtures.districts(), settings)
    return {path.stem: path for path in pages.pages(settings)}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, dict[str, Path]]:
    settings = fixtures.campaign(tmp_path_factory.mktemp("maps"))
    return settings, draw_all(settings)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return fixtures.campaign(tmp_path)


def about(settings: Settings, name: str) -> dict:
    return json.loads((settings.out / "figures" / f"{name}.json").read_text(encoding="utf-8"))


# ---- the files


def test_each_map_has_a_static_twin_with_data(drawn):
    settings, written = drawn
    assert {"map_rates", "map_counts", "map_city_berlin", "map_city_hamburg"} <= set(written)
    for name in written:
        for kind in ("svg", "png", "csv", "json", "html"):
            assert (settings.out / "figures" / f"{name}.{kind}").stat().st_size > 0


def test_the_same_tables_give_the_same_bytes(drawn, tmp_path):
    settings, _ = drawn
    again = fixtures.campaign(tmp_path)
    draw_all(again)
    first = {p.name: p.read_bytes() for p in (settings.out / "figures").iterdir()}
    second = {p.name: p.read_bytes() for p in (again.out / "figures").iterdir()}
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_every_map_names_the_source_of_its_borders(drawn):
    settings, written = drawn
    for name, path in written.items():
        assert "GeoBasis-DE / BKG 2009" in about(settings, name)["footer"]
        assert "GeoBasis-DE / BKG 2009" in path.read_text(encoding="utf-8")


def test_no_withheld_number_is_in_any_file(drawn):
    settings, _ = drawn
    hidden = fixtures.kreise().query("suppressed")
    assert len(hidden) > 50
    table = pd.read_csv(settings.out / "figures" / "map_rates.csv", dtype={"ags5": str})
    rows = table[table["ags5"].isin(hidden["ags5"])]
    assert (
        rows[["n_reports", "reports_per_10k", "lower_per_10k", "upper_per_10k"]]
        .isna()
        .to_numpy()
        .all()
    )
    for name in ("map_rates", "map_counts"):
        spec = json.loads((settings.processed / f"05_map_{name}.json").read_text())
        said = {item["id"]: " ".join(item["lines"]) for item in spec["items"]}
        for code in hidden["ags5"]:
            assert "je 10.000" not in said.get(code, "")
            assert not re.search(r"\d Meldung", said.get(code, ""))


# ---- the pages


class Reader(HTMLParser):
    """Collects what a page refers to, its inline scripts and styles, headings and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.refers: list[str] = []
        self.inline: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.found: list[tuple[str, dict]] = []
        self._inside = ""

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.found.append((tag, named))
        self.refers += [named[key] for key in ("src", "srcset") if named.get(key)]
        if tag == "link":
            self.refers.append(named["href"])
        if tag in ("script", "style") and named.get("type") != "application/json":
            self._inside = tag
            self.inline.append((tag, ""))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data):
        if self._inside:
            tag, text = self.inline[-1]
            self.inline[-1] = (tag, text + data)


@pytest.fixture(scope="module")
def read(drawn) -> dict[str, Reader]:
    readers = {}
    for name, path in drawn[1].items():
        readers[name] = Reader()
        readers[name].feed(path.read_text(encoding="utf-8"))
    return readers


def test_a_page_refers_to_nothing_elsewhere(drawn, read):
    for name, reader in read.items():
        assert set(reader.refers) <= {"data:,", f"{name}.svg"}
        text = drawn[1][name].read_text(encoding="utf-8")
        for elsewhere in ("cdn.", "jquery", "bootstrap", "unpkg", "awesome", "googleapis"):
            assert elsewhere not in text.lower()


def test_only_hashed_scripts_and_styles_may_act(read):
    for reader in read.values():
        [policy] = [
            a["content"] for tag, a in reader.found
            if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        ]  # fmt: skip
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
        for _, text in reader.inline:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
        assert not any("style" in a or "onclick" in a for _, a in reader.found)


def test_a_page_has_language_title_description_and_ordered_headings(read):
    for reader in read.values():
        assert ("html", {"lang": "de"}) in reader.found
        assert any(tag == "meta" and a.get("name") == "description" for tag, a in reader.found)
        assert reader.headings[0] == 1
        assert reader.headings.count(1) == 1
        steps = np.diff(reader.headings)
        assert (steps <= 1).all()


def test_the_table_holds_every_kreis(drawn):
    text = drawn[1]["map_rates"].read_text(encoding="utf-8")
    assert text.count('<th scope="row">') == 400
    assert "306</td>" in text


def test_english_campaigns_get_english_maps(tmp_path):
    settings = fixtures.campaign(tmp_path).model_copy(update={"language": "en"})
    maps.kreise_rates(fixtures.kreise(), settings)
    [path] = pages.pages(settings)
    text = path.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "per 10,000 inhabitants: 9.9 (8.8 to 11.0)" in text
    assert "Meldungen je" not in text


def test_every_map_is_drawn_in_english_too_for_english_pages(drawn):
    settings, written = drawn
    for name in written:
        known = about(settings, name)
        assert known["twin"]["language"] == "en"
        for size in ("", "-small"):
            drawing = (settings.out / "figures" / f"{name}.en{size}.svg").read_text("utf-8")
            assert f"<title>{known['twin']['title']}</title>" in drawing
            assert f"<desc>{known['alt']['en']}</desc>" in drawing
        block = figures.block(settings, name, language="en")
        assert f'src="figures/{name}.en.svg"' in block
        assert f"figures/{name}.en-small.svg" in block
        assert f'alt="{known["alt"]["en"]}"' in block
        assert "Meldung" not in str(known["twin"]) + known["alt"]["en"]


def test_the_english_drawing_leaves_the_map_page_in_the_campaigns_language(drawn):
    settings, written = drawn
    for name, path in written.items():
        assert '<html lang="de">' in path.read_text(encoding="utf-8")
        spec = (settings.processed / f"05_map_{name}.json").read_text(encoding="utf-8")
        assert '"heading": "Meldungen' in spec
        assert about(settings, name)["title"] != about(settings, name)["twin"]["title"]


def test_a_printed_map_page_shows_the_still_twin(drawn, read):
    for name, reader in read.items():
        still = [a for tag, a in reader.found if tag == "img" and a.get("class") == "still"]
        assert [a["src"] for a in still] == [f"{name}.svg"]
        assert len(still[0]["alt"]) > 60
    sheet = pages.template("map.css")
    assert ".map .still { display: block;" in sheet.partition("@media print")[2]


def test_tiles_without_name_or_credit_are_refused(tmp_path):
    with pytest.raises(CampaignError, match="tiles needs tiles_name"):
        fixtures.campaign(tmp_path, "\nmaps:\n  tiles: https://t.example/{z}/{x}/{y}.png\n")


def test_a_missing_leaflet_is_said_in_words(monkeypatch):
    monkeypatch.setattr(pages, "PACKAGE", "no-such-package")
    pages._leaflet.cache_clear()
    with pytest.raises(CampaignError, match="which carries Leaflet, is not installed"):
        pages.leaflet("leaflet.js")


def test_a_map_of_an_earlier_run_gets_no_page(settings):
    maps.kreise_rates(fixtures.kreise(), settings)
    maps.kreise_counts(fixtures.kreise(), settings)
    (settings.out / "figures" / "map_counts.json").unlink()
    assert [path.stem for path in pages.pages(settings)] == ["map_rates"]


# ---- what the maps say


def test_the_title_names_the_leader_only_when_it_is_certain(settings):
    table = fixtures.kreise()
    assert rates.leading(table, settings) == ["Mannheim"]
    near = table["ags5"].eq("06412")
    table["upper_per_10k"] = table["upper_per_10k"].mask(near, 9.0)
    assert set(rates.leading(table, settings)) == {"Mannheim", "Frankfurt am Main"}


def test_small_kreise_do_not_lead(settings):
    table = fixtures.kreise()
    small = table["population"].idxmin()
    for column in ("reports_per_10k", "lower_per_10k", "upper_per_10k"):
        table.loc[small, column] = 99.0
    table.loc[small, ["n_reports", "suppressed"]] = [9, False]
    assert table.loc[small, "kreis"] not in rates.leading(table, settings)


@pytest.mark.parametrize(
    ("case", "n"), [("nobody", 0), ("all withheld", 0), ("two", 0), ("three", 2)]
)
def test_a_map_of_the_country_needs_three_places(settings, case, n):
    table = fixtures.kreise()
    numbers = ["reports_per_10k", "lower_per_10k", "upper_per_10k"]
    table[["n_reports", *numbers]] = 0.0
    table["suppressed"] = False
    if case == "all withheld":
        table["suppressed"] = True
        table[["n_reports", *numbers]] = pd.NA
    if case in ("two", "three"):
        table.loc[: 1 if case == "two" else 2, ["n_reports", *numbers]] = [12, 1.4, 0.7, 2.4]
    table["n_reports"] = table["n_reports"].astype("Int64")
    table[numbers] = table[numbers].astype("Float64")
    shown = maps.kreise_rates(table, settings), maps.kreise_counts(table, settings)
    assert len(pages.pages(settings)) == n
    assert n or all("No figure: fewer than three" in one._repr_html_() for one in shown)


def test_one_withheld_kreis_is_said_in_the_singular_and_none_not_at_all(settings):
    table = fixtures.kreise().assign(suppressed=False)
    table["n_reports"] = table["n_reports"].fillna(6)
    maps.kreise_counts(table, settings)
    assert "ohne Zahl" not in about(settings, "map_counts")["alt"]["de"]
    table.loc[0, "n_reports"] = pd.NA
    maps.kreise_counts(table, settings)
    assert "1 Kreis ohne Zahl" in about(settings, "map_counts")["alt"]["de"]
    assert about(settings, "map_counts")["title"].startswith("Vorn liegen Berlin, Hamburg und")


def test_a_city_without_polygons_gets_no_invented_map(settings):
    table = fixtures.districts()
    gallery = maps.city_districts(table[table["city"].eq("München")], settings)
    assert gallery.figures == []
    assert gallery.without == ["München"]
    assert "No map for München" in gallery._repr_html_()


def test_two_districts_are_no_map_of_a_city_and_equal_ones_share_the_title(settings):
    table = fixtures.districts()
    berlin = table[table["city"].eq("Berlin") & table["n_reports"].gt(0).fillna(False)]
    none = maps.city_districts(berlin.head(2), settings)
    assert (none.figures, none.without) == ([], [])
    assert "No figure: no city has three districts" in none._repr_html_()
    maps.city_districts(berlin.head(3).assign(n_reports=6), settings)
    assert "(je 6\N{NO-BREAK SPACE}Meldungen)" in about(settings, "map_city_berlin")["title"]


def test_districts_without_a_polygon_are_named(drawn):
    settings, written = drawn
    spec = json.loads((settings.processed / "05_map_map_city_hamburg.json").read_text())
    assert [one.split(" (")[0] for one in spec["missing"]].count("Langenhorn") == 1
    assert "Langenhorn" in written["map_city_hamburg"].read_text(encoding="utf-8")


def test_polygons_that_a_campaign_brings_are_coloured_by_density(drawn):
    settings, written = drawn
    known = about(settings, "map_city_berlin")
    assert "Erfundene Grenzen" in known["footer"]
    assert "BKG" in known["footer"], "what lies around the city comes from there"
    spec = json.loads((settings.processed / "05_map_map_city_berlin.json").read_text())
    assert spec["key"]["heading"] == "Meldungen je km²"
    assert len(spec["items"]) > 50
    assert "Erfundene Grenzen" in written["map_city_berlin"].read_text(encoding="utf-8")


def test_water_that_a_campaign_brings_lies_over_the_areas(tmp_path):
    settings = fixtures.campaign(tmp_path, "    water: data/raw/boundaries/elbe.geojson\n")
    elbe = shapely.LineString([(9.7, 53.56), (9.95, 53.54), (10.2, 53.4)])
    shape = gpd.GeoDataFrame(geometry=[elbe], crs="EPSG:4326")
    shape.to_file(settings.raw / "boundaries/elbe.geojson", driver="GeoJSON")
    maps.city_districts(fixtures.districts(), settings)
    drawing = (settings.out / "figures/map_city_hamburg.svg").read_text(encoding="utf-8")
    assert style.WATER in drawing
    assert style.WATER not in (settings.out / "figures/map_city_berlin.svg").read_text("utf-8")
    [page] = [path for path in pages.pages(settings) if "hamburg" in path.stem]
    assert style.WATER in page.read_text(encoding="utf-8")


# ---- the parts


def test_circles_have_areas_in_proportion():
    sizes = symbols.radius(pd.Series([100, 400]), 400, 30)
    assert sizes.iloc[1] ** 2 / sizes.iloc[0] ** 2 == pytest.approx(4)


@given(st.lists(st.just(0.0) | st.floats(1e-6, 1e4), min_size=1, max_size=60), st.integers(1, 6))
def test_classes_hold_every_value(values, k):
    known = pd.Series(values)
    limits = classes.breaks(known, k)
    assert len(limits) <= k
    assert limits == sorted(set(limits))
    if known.gt(0).any():
        assert limits[-1] >= known.max() * (1 - 1e-9)
    placed = classes.place(known, limits)
    assert placed[known.gt(0)].between(0, max(len(limits) - 1, 0)).all()
    assert placed[known.eq(0)].eq(-1).all()


def test_class_colours_differ_for_every_kind_of_colour_vision():
    """Lightness (CIE L*) must fall by at least 8 from class to class: it is the same for all."""

    def lightness(color: str) -> float:
        rgb = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
        y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        return 116 * np.cbrt(y) - 16

    for n in range(2, 6):
        ramp = [lightness(color) for color in rates.colors(n)]
        assert (np.diff(ramp) <= -8).all()


def test_a_wide_interval_is_unsure_and_a_narrow_one_is_not():
    limits = [1.0, 2.0, 3.0]
    low, high = pd.Series([0.5, 0.5, None]), pd.Series([0.9, 2.5, None])
    assert classes.unsure(low, high, limits).tolist() == [False, True, False]


def test_a_city_kreis_stands_at_its_city():
    shapes = boundaries.kreise()
    points = gpd.GeoSeries(static.points_of(shapes), crs=shapes.crs).to_crs("EPSG:4326")
    mannheim = points[shapes["ags5"].eq("08222")].iloc[0]
    assert (mannheim.x, mannheim.y) == pytest.approx((8.467, 49.489), abs=0.01)
    assert not points.is_empty.any()


def test_legend_labels_leave_no_gap():
    texts = classes.labels([0.5, 1.25], lambda v, digits: style.number(v, "de", digits))
    assert texts == ["bis 0,50", "über 0,50 bis 1,25"]
