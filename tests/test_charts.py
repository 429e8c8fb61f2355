"""Charts: what a figure says, what it must not show, and what lies beside it."""

import base64
import html
import io
import json
import re
import shutil
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpers import charts, figures, store, style
from helpers import settings as settings_module
from helpers.charts.faults import _categories_title
from helpers.charts.places import ranking_title
from helpers.errors import CampaignError
from helpers.evaluate import claims, intervals
from helpers.settings import HOME

CITIES = [
    ("11000000", "Berlin", 3_416_255, 1224),
    ("02000000", "Hamburg", 1_770_629, 1117),
    ("09162000", "München", 1_311_573, 607),
    ("06412000", "Frankfurt am Main", 659_021, 434),
    ("08222000", "Mannheim", 309_795, 306),
    ("05315000", "Köln", 995_397, 270),
]
N = 7691


def with_rates(areas: pd.DataFrame) -> pd.DataFrame:
    lower, upper = intervals.poisson(areas["n_reports"].to_numpy())
    per = 10_000 / areas["population"]
    return areas.assign(
        reports_per_10k=areas["n_reports"] * per,
        lower_per_10k=lower * per,
        upper_per_10k=upper * per,
        n_most=4,
        suppressed=False,
    )


def with_shares(rows: pd.DataFrame, total: int) -> pd.DataFrame:
    share = rows["n_reports"] / total
    spread = 1.96 * np.sqrt(share * (1 - share) / total)
    return rows.assign(
        share=share, lower_share=share - spread, upper_share=share + spread, suppressed=False
    )


def exact(table: pd.DataFrame) -> pd.DataFrame:
    """Say of each row that its count is printed exactly, as protected tables do."""
    ends = {"n_least": table["n_reports"], "n_most": table["n_reports"]}
    kinds = dict.fromkeys(["n_reports", "n_least", "n_most"], "Int64")
    return table.assign(**ends, suppressed=False).astype(kinds)


def tables(campaign: settings_module.Settings) -> dict[str, pd.DataFrame]:
    """Published tables of a small, plain campaign, as stage 04 writes them."""
    random = np.random.default_rng(1)
    cities = with_rates(pd.DataFrame(CITIES, columns=["ags8", "city", "population", "n_reports"]))
    kreise = cities.rename(columns={"ags8": "ags5", "city": "kreis"})
    kreise = kreise.assign(
        ags5=kreise["ags5"].str[:5],
        kind="Kreisfreie Stadt",
        expected=[1300.0, 700, 520, 260, 120, 390],
        excess=0.0,
        q_value=[0.9, 0.2, 0.5, 0.3, 0.001, 0.99],
        is_hotspot=[False, False, False, False, True, False],
    )
    ids = campaign.category_ids()
    counts = [4997, 4815, 3142, 3080, 1500, 900, 420]
    words = {"de": [c.de for c in campaign.categories], "en": [c.en for c in campaign.categories]}
    categories = pd.DataFrame({"category": ids, **words, "n_reports": counts})
    pairs = [(a, b, 100 + len(a) * len(b)) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    days = pd.DataFrame({"day": pd.date_range("2011-11-12", "2011-11-30")})
    days["n_reports"] = random.integers(100, 900, len(days))
    hours = pd.DataFrame(
        {"weekday": np.repeat(range(7), 24), "hour": np.tile(range(24), 7), "n_reports": 40}
    )
    hours.loc[hours["hour"] == 19, "n_reports"] = 90
    districts = pd.DataFrame(
        [(ags8, city, f"Stadtteil {i}", 60 - 5 * i) for ags8, city, *_ in CITIES for i in range(9)],
        columns=["ags8", "city", "district", "n_reports"],
    )
    size = np.geomspace(30_000, 4_000_000, 30)
    limits = pd.DataFrame({"population": size, "centre_per_10k": 2.0, "lower_95": 1.0})
    limits = limits.assign(upper_95=3.0, lower_998=0.5, upper_998=4.0)
    findings = [
        ("big_city", "base", 3.1, 2.6, 3.7, True, "ratio", "wie im Bericht: 3,1", "base: 3.1"),
        ("big_city", "consent", 2.9, 2.2, 3.9, True, "ratio", "mit Einwilligung: 2,9", "c: 2.9"),
    ]
    robustness = pd.DataFrame(
        findings,
        columns=["finding", "choice", "value", "lower", "upper", "holds", "unit", "de", "en"],
    )
    return {
        "cities": cities,
        "kreise": kreise,
        "categories": with_shares(categories, N),
        "cooccurrence": pd.DataFrame(
            pairs, columns=["category_a", "category_b", "n_reports"]
        ).assign(suppressed=False),
        "days": exact(days).assign(n_cumulative=days["n_reports"].cumsum().astype("Int64")),
        "hours": exact(hours),
        "districts": with_shares(districts, 360),
        "limits": limits,
        "robustness": robustness,
    }


plain = SimpleNamespace(**{name: getattr(charts, name).__wrapped__ for name in charts.__all__})
"""The charts in one language only: what most tests need."""


def draw_all(data: dict[str, pd.DataFrame], campaign: settings_module.Settings, of=charts) -> None:
    of.ranking(data["cities"], campaign)
    of.funnel(data["kreise"], data["limits"], campaign)
    of.hotspots(data["kreise"], campaign)
    of.categories(data["categories"], campaign)
    of.cooccurrence(data["cooccurrence"], data["categories"], campaign)
    of.growth(data["days"], campaign)
    of.hours(data["hours"], campaign)
    of.districts(data["districts"], campaign)
    of.robustness(data["robustness"], campaign)


def a_campaign(folder, language: str = "de") -> settings_module.Settings:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(HOME / "campaign.yml", folder)
    campaign = settings_module.load(folder).model_copy(update={"language": language})
    unlocated = {"value": 4, "de": "unter 5", "en": "fewer than 5"}
    stated = {"total.n_reports": {"value": N}, "total.unlocated": unlocated}
    store.write_json({"facts": stated}, campaign.processed / "04_facts.json")
    return campaign


@pytest.fixture
def campaign(tmp_path):
    return a_campaign(tmp_path)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """All charts of the small campaign, drawn once; tests must not change them."""
    campaign = a_campaign(tmp_path_factory.mktemp("charts"))
    draw_all(tables(campaign), campaign)
    return campaign


def files(campaign: settings_module.Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (campaign.out / "figures").iterdir()}


def test_a_lead_in_rate_is_called_certain_only_when_it_is_more_than_chance(campaign):
    cities = tables(campaign)["cities"]
    assert (
        ranking_title(cities, "de") == "Berlin meldet am meisten, Mannheim am meisten je Einwohner"
    )
    cities.loc[cities["city"] == "Hamburg", "n_reports"] = 1650
    cities = with_rates(cities)
    unsure = ranking_title(cities, "de")
    assert "nicht sicher vor Hamburg" in unsure
    assert "surely before Hamburg" in ranking_title(cities, "en")


@given(lower=st.floats(0.01, 0.99))
def test_more_than_half_is_said_only_where_the_interval_excludes_one_half(lower):
    row = {"de": "X", "en": "X", "n_reports": 9, "share": min(lower + 0.05, 1.0)}
    row |= {"lower_share": lower}
    title = _categories_title(pd.DataFrame([row]), "de")
    assert ("Mehr als die Hälfte" in title) == (lower > 0.5)


def test_no_figure_shows_a_withheld_area(campaign):
    data = tables(campaign)
    hidden = {"cities": "city", "kreise": "kreis", "districts": "city"}
    numbers = ["n_reports", "reports_per_10k", "lower_per_10k", "upper_per_10k", "share",
               "lower_share", "upper_share", "expected", "q_value"]  # fmt: skip
    for name, key in hidden.items():
        table = data[name].convert_dtypes()
        rows = table[key] == "Köln"
        table.loc[rows, [c for c in numbers if c in table]] = pd.NA
        table.loc[rows, "suppressed"] = True
        data[name] = table
    plain.ranking(data["cities"], campaign)
    plain.funnel(data["kreise"], data["limits"], campaign)
    plain.hotspots(data["kreise"], campaign)
    plain.districts(data["districts"], campaign)
    text = b"".join(v for name, v in files(campaign).items() if name.endswith((".csv", ".json")))
    assert b"Mannheim" in text
    assert "Köln".encode() not in text


def test_the_same_data_give_the_same_bytes(drawn, tmp_path):
    again = a_campaign(tmp_path)
    data = tables(again)
    charts.ranking(data["cities"], again)
    charts.hours(data["hours"], again)
    charts.funnel(data["kreise"], data["limits"], again)
    ours, others = files(again), files(drawn)
    assert len(ours) == 3 * 7
    assert [name for name in ours if ours[name] != others[name]] == []


def test_a_picture_refers_to_nothing_outside_itself(drawn):
    for path in (drawn.out / "figures").glob("*.svg"):
        text = re.sub(r'xmlns(:\w+)?="[^"]*"', "", path.read_text(encoding="utf-8"))
        assert "http" not in text, path
        assert "DOCTYPE" not in text, path
        assert not re.search(r'href="(?!#|data:image/png;)', text), path
        assert not re.search(r"url\((?!#|data:font/woff;base64,)", text), path


def test_a_pictures_words_are_text_and_it_brings_their_letters(drawn):
    for name in figures.names(drawn):
        text = (drawn.out / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        first = figures.about(drawn, name)["title"].split()[0]
        words = "".join(html.unescape(one) for one in re.findall(r"<text[^>]*>([^<]*)<", text))
        assert first in words, name
        fonts = re.findall(r"font/woff;base64,([^)]*)\)", text)
        known = {
            chr(code)
            for font in fonts
            for code in TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap()
        }
        assert set(words) <= known, name


def test_a_picture_names_itself_to_a_screen_reader(drawn):
    for name in figures.names(drawn):
        text = (drawn.out / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        about = figures.about(drawn, name)
        assert 'role="img"' in text[:400]
        assert f"<title>{about['title'].replace('&', '&amp;')}</title>" in text
        assert len(about["alt"]["de"]) > 60
        assert len(about["alt"]["en"]) > 60


def test_the_png_is_twice_the_size_on_the_page_and_names_no_software(drawn):
    for name in figures.names(drawn):
        about = figures.about(drawn, name)
        with Image.open(drawn.out / "figures" / f"{name}.png") as picture:
            assert picture.width == 2 * about["width"]
            assert abs(picture.height - 2 * about["height"]) <= 2
            assert not set(picture.info) - {"dpi"}


def test_each_column_beside_a_figure_has_a_meaning_in_both_languages(drawn):
    for name in figures.names(drawn):
        columns = figures.about(drawn, name)["columns"]
        head = (drawn.out / "figures" / f"{name}.csv").read_text(encoding="utf-8").split("\n")[0]
        assert [column["name"] for column in columns] == head.split(",")
        assert all(column["de"] and column["en"] for column in columns)
        assert all(bool(column["unit"]) == bool(column["unit_en"]) for column in columns)


def test_alt_texts_hold_the_numbers_as_each_language_writes_them(drawn):
    alt = figures.about(drawn, "ranking")["alt"]
    assert "Mannheim 306 Meldungen, 9,9 (8,8 bis 11,0) je 10.000 Einwohner" in alt["de"]
    assert "Mannheim 306 reports, 9.9 (8.8 to 11.0) per 10,000 inhabitants" in alt["en"]


def test_the_footer_says_source_period_n_unlocated_and_that_a_sample_is_synthetic(drawn):
    footer = figures.about(drawn, "ranking")["footer"].replace(style.SPACE, " ")
    for part in (
        "Kein Einzelfall",
        "O2",
        "12. bis 30. November 2011",
        "n = 7.691",
        "davon unter 5 ohne",
    ):
        assert part in footer
    assert "künstlichen Meldungen" in footer
    twin = figures.about(drawn, "ranking")["twin"]["footer"]
    assert "fewer than 5 of them without a certain place" in twin


def test_an_english_campaign_gets_english_titles(tmp_path):
    campaign = a_campaign(tmp_path, "en")
    plain.growth(tables(campaign)["days"], campaign)
    about = figures.about(campaign, "growth")
    assert about["title"].startswith("After three days")
    assert about["footer"].startswith("Source: ")


def test_pages_in_the_other_language_get_the_figure_in_it(drawn):
    german = str(figures.block(drawn, "growth"))
    english = str(figures.block(drawn, "growth", root="../", language="en"))
    assert 'src="figures/growth.svg"' in german
    assert 'src="../figures/growth.en.svg"' in english
    assert 'href="../figures/growth.csv"' in english
    assert "Download SVG: After three days" in english
    assert figures.picture(drawn, "growth", "de") == "growth.svg"
    drawing = drawn.out / "figures" / figures.picture(drawn, "growth", "en")
    assert "<title>After three days" in drawing.read_text(encoding="utf-8")


def test_a_withheld_day_leaves_a_gap_and_no_number(campaign):
    days = tables(campaign)["days"]
    days.loc[2, ["n_reports", "n_least", "n_most", "n_cumulative"]] = [pd.NA, 1, 4, pd.NA]
    days.loc[2, "suppressed"] = True
    plain.growth(days, campaign)
    lines = (campaign.out / "figures" / "growth.csv").read_text(encoding="utf-8").split("\n")
    assert lines[0] == "day,n_reports,n_least,n_most,n_cumulative"
    assert lines[3] == "2011-11-14,,1,4,"
    assert figures.about(campaign, "growth")["title"].startswith("Nach 19 Tagen")


def test_a_course_is_not_drawn_from_a_few_days(campaign):
    days = tables(campaign)["days"]
    days.loc[5:, ["n_reports", "n_cumulative"]] = pd.NA
    assert isinstance(plain.growth(days, campaign), figures.Undrawn)
    assert isinstance(plain.growth(days.head(9), campaign), figures.Shown)


def test_faults_that_nobody_names_together_are_no_pair(campaign):
    data = tables(campaign)
    pairs = data["cooccurrence"].assign(n_reports=0)
    assert isinstance(plain.cooccurrence(pairs, data["categories"], campaign), figures.Undrawn)


def test_of_equal_faults_none_is_called_the_most_frequent(campaign):
    data = tables(campaign)
    plain.categories(data["categories"].assign(n_reports=31), campaign)
    assert figures.about(campaign, "categories")["title"] == "Was die Meldungen nennen"
    plain.cooccurrence(data["cooccurrence"].assign(n_reports=9), data["categories"], campaign)
    assert figures.about(campaign, "cooccurrence")["title"].startswith("Was zusammen")
    nobody = data["categories"].assign(n_reports=0)
    assert isinstance(plain.categories(nobody, campaign), figures.Undrawn)


def test_what_cannot_be_worked_out_is_not_said_to_fail(campaign):
    findings = tables(campaign)["robustness"]
    findings.loc[1, ["value", "holds"]] = [np.nan, False]
    plain.robustness(findings, campaign)
    about = figures.about(campaign, "robustness")
    assert about["title"].startswith("Der Befund hält unter")
    assert "hält in 1 von 1 Rechnungen" in about["alt"]["de"]


def test_of_equal_districts_none_is_called_the_first(campaign):
    districts = tables(campaign)["districts"].assign(n_reports=40)
    plain.districts(districts, campaign)
    assert figures.about(campaign, "districts")["title"].startswith("Aus welchen Stadtteilen")


def test_events_are_numbered_in_the_picture_and_named_under_it(campaign):
    told = (
        {"day": "2011-11-17", "de": "Bericht im Fernsehen"},
        {"day": "2012-01-01", "de": "zu spät"},
    )
    events = [settings_module.Event(**event) for event in told]
    plain.growth(tables(campaign)["days"], campaign.model_copy(update={"events": events}))
    footer = figures.about(campaign, "growth")["footer"]
    assert "Ereignisse: 1 Bericht im Fernsehen (17.11.)" in footer
    assert "zu spät" not in footer
    assert "Berichte in Medien bringen Meldungen" in footer


def test_a_hot_spot_is_named_and_its_absence_is_said(campaign):
    kreise = tables(campaign)["kreise"]
    plain.hotspots(kreise, campaign)
    assert figures.about(campaign, "hotspots")["title"].startswith("Mannheim fällt")
    none = kreise.assign(is_hotspot=False)
    assert isinstance(plain.hotspots(none, campaign), figures.Undrawn), "six Kreise tell too little"
    many = pd.concat([none.assign(ags5=none["ags5"].str[:4] + str(n)) for n in range(4)])
    plain.hotspots(many.reset_index(drop=True), campaign)
    assert figures.about(campaign, "hotspots")["title"].startswith("Kein Kreis fällt")


def test_no_most_is_claimed_over_pairs_that_are_withheld(campaign):
    data = tables(campaign)
    pairs = data["cooccurrence"].astype({"n_reports": "Int64"})
    plain.cooccurrence(pairs, data["categories"], campaign)
    assert figures.about(campaign, "cooccurrence")["title"].startswith("Am häufigsten gemeinsam")
    pairs.loc[3, ["n_reports", "suppressed"]] = [pd.NA, True]
    plain.cooccurrence(pairs, data["categories"], campaign)
    about = figures.about(campaign, "cooccurrence")
    assert about["title"].startswith("Unter den ausgewiesenen Paaren")
    assert "nicht ausgewiesene Paare: 1" in about["footer"]


def test_a_finding_that_falls_under_another_choice_is_not_said_to_hold(campaign):
    findings = tables(campaign)["robustness"]
    plain.robustness(findings, campaign)
    assert figures.about(campaign, "robustness")["title"].startswith("Der Befund hält unter")
    plain.robustness(findings.assign(holds=[True, False]), campaign)
    assert figures.about(campaign, "robustness")["title"].startswith("Der Befund hält nicht")


def test_a_figure_that_would_be_empty_is_not_drawn_and_the_notebook_says_why(campaign):
    data = {name: table.iloc[:0] for name, table in tables(campaign).items()}
    columns = ["kreis", "coverage", "next_due", "n_reports", "scope", "due", "thing", "suppressed"]
    nothing = pd.DataFrame(columns=columns)
    for name in charts.__all__:
        both = (data["kreise"], tables(campaign)["limits"])
        two = {"funnel": both, "cooccurrence": (data["cooccurrence"], data["categories"])}
        source = {"ranking": "cities", "hotspots": "kreise", "growth": "days"}.get(name, name)
        given = two[name] if name in two else (data.get(source, nothing),)
        undrawn = getattr(charts, name)(*given, campaign)
        assert re.fullmatch(r"<p>No figure: [a-z].{20,}\.</p>", undrawn._repr_html_()), name
    assert figures.names(campaign) == []


def test_a_funnel_needs_three_areas_with_reports(campaign):
    data = tables(campaign)
    kreise = data["kreise"].convert_dtypes()
    numbers = ["n_reports", "reports_per_10k", "lower_per_10k", "upper_per_10k"]
    kreise.loc[kreise.index >= 2, numbers] = 0
    assert isinstance(plain.funnel(kreise, data["limits"], campaign), figures.Undrawn)
    kreise.loc[2, numbers] = 9.0
    assert isinstance(plain.funnel(kreise, data["limits"], campaign), figures.Shown)


def test_the_busiest_hour_is_named_only_among_the_hours_shown(campaign):
    hours = tables(campaign)["hours"]
    plain.hours(hours, campaign)
    assert figures.about(campaign, "hours")["title"].startswith("Die stärkste Stunde")
    hours.loc[5, ["n_reports", "suppressed"]] = [pd.NA, True]
    charts.hours(hours, campaign)
    about = figures.about(campaign, "hours")
    assert about["title"].startswith("Unter den ausgewiesenen Stunden liegt die stärkste zwischen")
    assert about["twin"]["title"].startswith("Of the hours shown")
    plain.hours(hours.assign(n_reports=40), campaign)
    assert figures.about(campaign, "hours")["title"] == "Keine Stunde des Tages ragt heraus"


@pytest.mark.parametrize("n", [2, 5, 6])
@pytest.mark.parametrize("second", [1450, 1600, 1690, 1740])
def test_title_and_claim_agree_whether_a_lead_is_certain(campaign, n, second):
    data = tables(campaign)["cities"].head(n)
    data.loc[data["city"] == "Berlin", "population"] = 1_770_629
    data.loc[data["city"] == "Berlin", "n_reports"] = 1800
    data.loc[data["city"] == "Hamburg", "n_reports"] = second
    data.loc[data["city"] == "Mannheim", "n_reports"] = 100
    data = with_rates(data).assign(ags5=data["ags8"].str[:5])
    fact = claims.extreme_rate(claims.compared(data, campaign), highest=True, size=200_000)
    title = ranking_title(data, "de", n - 1)
    assert ("nicht sicher" in title) == (fact.strength == "cannot be said"), title


def test_charts_stand_a_count_without_interval(campaign):
    """A count without inhabitants, or of an unknown total, has no limits."""
    numbers = ["lower_per_10k", "upper_per_10k", "share", "lower_share", "upper_share", "expected",
               "excess", "q_value", "n_cumulative"]  # fmt: skip
    data = {
        name: table.assign(**{c: np.nan for c in numbers if c in table})
        for name, table in tables(campaign).items()
    }
    draw_all(data, campaign, plain)
    for name in figures.names(campaign):
        about = figures.about(campaign, name)
        assert "–" not in about["title"] + about["alt"]["de"] + about["alt"]["en"], name
    about = figures.about(campaign, "ranking")
    assert about["title"] == "Berlin meldet am meisten"
    one = tables(campaign)["cities"]
    one.loc[0, ["lower_per_10k", "upper_per_10k"]] = np.nan
    plain.ranking(one, campaign)
    assert "Mannheim am meisten je Einwohner" in figures.about(campaign, "ranking")["title"]


@pytest.mark.parametrize("column", ["n_reports", "reports_per_10k"])
def test_charts_stand_tables_without_a_number(campaign, column):
    data = {
        name: table.assign(**{column: pd.array([pd.NA] * len(table), "Float64")})
        if column in table and "suppressed" in table
        else table
        for name, table in tables(campaign).items()
    }
    draw_all(data, campaign, plain)


def test_withheld_hours_are_no_zero_in_the_text_alternative(campaign):
    hours = tables(campaign)["hours"]
    hidden = (hours["weekday"] == 6) | ((hours["weekday"] == 5) & (hours["hour"] == 3))
    hours.loc[hidden, "n_reports"] = pd.NA
    hours.loc[hidden, "suppressed"] = True
    plain.hours(hours, campaign)
    alt = figures.about(campaign, "hours")["alt"]
    assert "Samstag 323 (1 Stunde nicht ausgewiesen), Sonntag: 24 Stunden nicht" in alt["de"]
    assert "Sunday: 24 hours withheld" in alt["en"]


def test_a_text_alternative_has_no_empty_list_and_no_expectation_of_zero(campaign):
    data = tables(campaign)
    data["limits"] = data["limits"].assign(upper_998=99.0)
    data["kreise"].loc[0, "expected"] = 0.3
    draw_all(data, campaign, plain)
    for name in figures.names(campaign):
        for text in figures.about(campaign, name)["alt"].values():
            assert not re.search(r": ?[.–]|statt 0 |instead of 0 ", text), text


def test_a_figure_is_whole_or_not_there(campaign, monkeypatch):
    days = tables(campaign)["days"]
    plain.growth(days, campaign)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write_csv", full_disk)
    with pytest.raises(OSError, match="No space"):
        plain.growth(days, campaign)
    with pytest.raises(CampaignError, match="not there yet"):
        figures.about(campaign, "growth")


def test_a_column_without_a_meaning_is_refused(campaign):
    with style.context():
        fig = style.figure(1)
    with pytest.raises(ValueError, match="column a means"):
        figures.save(
            campaign, "x", fig, pd.DataFrame({"a": [1]}), title="", subtitle="", footer="",
            alt_de="", alt_en="", n=1,
        )  # fmt: skip


def test_a_formula_in_a_name_does_not_run_in_a_spreadsheet(campaign):
    districts = tables(campaign)["districts"]
    districts["district"] = districts["district"].mask(districts.index == 0, '=HYPERLINK("x")')
    plain.districts(districts, campaign)
    text = (campaign.out / "figures" / "districts.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


def test_markup_and_formulas_in_names_stay_text(campaign):
    cities = tables(campaign)["cities"]
    cities["city"] = cities["city"].replace("Köln", "<script>$x$</script>")
    plain.ranking(cities, campaign)
    page = str(figures.block(campaign, "ranking"))
    assert "<script>" not in page
    assert "&lt;script&gt;$x$" in page
    assert "<script" not in (campaign.out / "figures" / "ranking.svg").read_text(encoding="utf-8")


def test_figures_of_an_earlier_run_do_not_stay(campaign):
    plain.growth(tables(campaign)["days"], campaign)
    figures.begin(campaign)
    assert figures.names(campaign) == []
    assert list((campaign.out / "figures").iterdir()) == []


def test_the_metadata_are_plain_json(drawn):
    for path in (drawn.out / "figures").glob("*.json"):
        about = json.loads(path.read_text(encoding="utf-8"))
        assert about["synthetic"] is True
        assert about["n"] > 0
