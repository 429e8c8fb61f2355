"""The audit finds what published numbers give away, and nothing where they give nothing away."""

import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest
from audit_fixtures import INHABITANTS, NAME, TRUE, Campaign, clean, kreise, laender

from helpers.audit import contents
from helpers.audit.formulas import lower_limit, upper_limit

BAYERN, WITHHELD = "09", "09184"


@pytest.fixture
def campaign(tmp_path) -> Campaign:
    return clean(tmp_path / "campaign")


def narrow(place: str, release: int = 1) -> str:
    return f"narrow: release {release}, place {place}"


def test_pages_that_give_nothing_away_pass(campaign):
    report = campaign.examine()
    assert report.findings.empty
    assert len(report.cells) == 6
    assert (report.cells["n_values"] >= 4).all()


def test_exact_totals_of_other_laender_give_the_last_one_away(campaign):
    campaign.places(TRUE, ranged=(BAYERN,))
    assert narrow(WITHHELD) in campaign.found()


def test_three_exact_totals_safe_alone_narrow_a_fourth(tmp_path):
    made = Campaign(tmp_path / "c")
    true = {**TRUE, "05358": 1, "06532": 2}  # two withheld in each, five reports together
    made.places(true)
    assert made.found() == []
    made.places({a: n for a, n in true.items() if a[:2] != BAYERN}, ranged=())
    assert made.found() == []
    made.places(true, ranged=(BAYERN,))
    assert made.found() == [narrow(BAYERN), narrow(WITHHELD)]


def test_a_range_whose_edge_cuts_a_cell_is_found(tmp_path):
    made = Campaign(tmp_path / "c")
    made.places({**TRUE, "09564": 46})  # 107 and the withheld one: 108 to 109 of "100 to 109"
    assert narrow(WITHHELD) in made.found()


@pytest.mark.parametrize("digits", [1, 2, 4])
def test_a_rate_with_decimals_gives_a_total_away(campaign, digits):
    size = sum(int(INHABITANTS[a]) for a in INHABITANTS.index if a.startswith(BAYERN))
    frame = laender(TRUE).assign(
        inhabitants=[
            sum(int(INHABITANTS[a]) for a in INHABITANTS.index if a.startswith(land))
            for land in laender(TRUE)["ags2"]
        ]
    )
    true = frame["n_reports"].fillna(0).mask(frame["ags2"] == BAYERN, 104)
    frame["rate_per_100k"] = (true / frame["inhabitants"] * 100_000).map(
        lambda rate: f"{rate:.{digits}f}"
    )
    frame = frame[~frame["ags2"].isin(["05", "06"])]
    campaign.put("rates.csv", frame.drop(columns=["n_reports", "n_least", "n_most", "suppressed"]))
    gives_away = 10.0**-digits * size / 100_000 < 4
    assert (narrow(WITHHELD) in campaign.found()) == gives_away


@pytest.mark.parametrize("limit", [lower_limit, upper_limit])
def test_a_limit_of_an_interval_gives_a_total_away(campaign, limit):
    frame = laender(TRUE)
    true = frame["n_reports"].fillna(0).mask(frame["ags2"] == BAYERN, 104).astype(int)
    size = np.arange(len(frame)) * 10_000.0 + 50_000
    frame = frame[["land"]].assign(population=size.astype(int))
    frame["grenze"] = (limit(true.to_numpy()) / size * 10_000).round(4)
    campaign.put("limits.csv", frame[~frame["land"].isin(["Hessen", "Nordrhein-Westfalen"])])
    assert narrow(WITHHELD) in campaign.found()


def test_our_limits_are_those_of_garwood():
    """Values of Garwood (1936) as in Ulm (1990), Am J Epidemiol 131: n = 10: 4.795 to 18.39."""
    assert lower_limit(np.array([10]))[0] == pytest.approx(4.795, abs=1e-3)
    assert upper_limit(np.array([10]))[0] == pytest.approx(18.39, abs=5e-3)
    assert upper_limit(np.array([0]))[0] == pytest.approx(3.689, abs=1e-3)


def test_a_share_of_the_total_gives_a_count_away(campaign):
    frame = kreise(TRUE)
    true = frame["ags5"].map(TRUE).fillna(0)
    total = sum(TRUE.values())
    share = (100 * true / total).map(lambda s: f"{s:.2f}".replace(".", ","))
    page = pd.DataFrame({"Kreis": frame["kreis"], "Anteil (%)": share})
    campaign.put("anteile.csv", page[page["Anteil (%)"] != "0,00"].to_csv(index=False, sep=";"))
    found = campaign.found()
    assert narrow(WITHHELD) in found
    assert "statistic: place 09184" in found


def test_a_number_of_a_withheld_place_is_found(campaign):
    frame = kreise(TRUE)
    frame["z_score"] = np.where(frame["ags5"] == WITHHELD, 1.25, np.nan)
    campaign.put("kreise.csv", frame)
    assert campaign.found() == [f"statistic: place {WITHHELD}"]


def test_a_gap_in_ranks_is_found(campaign):
    frame = kreise(TRUE)
    shown = frame["n_reports"].fillna(0) > 0
    rank = frame["n_reports"].where(shown).rank(ascending=False, method="min")
    frame["rank"] = rank.map(lambda r: "" if pd.isna(r) else int(r))
    campaign.put("kreise.csv", frame)
    assert campaign.found() == []
    frame["rank"] = rank.map(lambda r: "" if pd.isna(r) else int(r + (r > 5)))
    campaign.put("kreise.csv", frame)
    assert [one for one in campaign.found() if one.startswith("rank")]


def sorted_laender(true: dict[str, int]) -> pd.DataFrame:
    frame = laender(true)
    n = frame["ags2"].map(pd.Series(true).groupby(lambda ags5: ags5[:2]).sum()).fillna(0)
    return frame.iloc[np.argsort(-n.to_numpy(), kind="stable")]


def test_rows_in_the_order_of_a_hidden_count_are_found(campaign):
    campaign.put("laender.csv", sorted_laender(TRUE))
    assert campaign.found() == []  # Nordrhein-Westfalen, Hessen, Bayern: also the order of keys
    turned = {**TRUE, "09184": 4, "05334": 2}
    campaign.places(turned)
    assert campaign.found() == []
    campaign.put("laender.csv", sorted_laender(turned))  # Bayern before Nordrhein-Westfalen
    assert narrow("05") in campaign.found()


def test_rows_without_a_number_that_all_stand_last_tell_nothing(tmp_path):
    """A range that is larger than the last number printed must not be read as smaller."""
    made = Campaign(tmp_path / "c")
    counts = {"13075005": 9, "13071110": 8, "13073009": 7, "13072043": 5, "13071029": (5, 99)}
    ends = [n if isinstance(n, tuple) else (n, n) for n in counts.values()]
    least, most = (pd.Series(end, dtype="Int64") for end in zip(*ends, strict=True))
    exact = least.eq(most)
    frame = pd.DataFrame({"ags8": list(counts), "n_reports": least.where(exact)})
    frame = frame.assign(n_least=least, n_most=most, suppressed=~exact)
    made.put("cities.csv", frame)
    assert made.found() == []
    made.put("cities.csv", frame.iloc[[0, 1, 4, 2, 3]])  # between 8 and 7
    assert made.found() == ["narrow: release 1, place 13071029"]


def test_weeks_of_a_campaign_that_fades_stand_in_their_own_order(tmp_path):
    made = Campaign(tmp_path / "c")
    weeks = [f"2024-W{number}" for number in range(11, 16)]
    n = pd.Series([pd.NA, 90, 52, 19, pd.NA], dtype="Int64")
    frame = pd.DataFrame({"week": weeks, "n_reports": n, "n_least": n.fillna(0), "n_most": n})
    made.put("weeks.csv", frame.assign(suppressed=n.isna()))
    total = {"total.n_reports": {"value": 253, "de": "253", "en": "253"}}
    made.put("facts.json", json.dumps({"facts": total}))
    assert made.found() == []


def test_the_day_by_which_a_place_is_planned_is_no_day_of_its_reports(campaign):
    frame = laender(TRUE).assign(next_due="2012-12-31")
    campaign.put("plan.csv", frame)
    assert campaign.found() == []
    assert "contradiction" not in set(campaign.examine().findings["kind"])


def test_a_row_between_two_printed_ones_is_found(campaign):
    beside = {**TRUE, "13003": 105}
    campaign.places(beside)
    assert campaign.found() == []
    campaign.put("laender.csv", sorted_laender(beside))  # 106, 105, 105, 104
    assert {narrow("06"), narrow(BAYERN)} <= set(campaign.found())


def days(n: list[int], first: str = "2011-11-14") -> pd.DataFrame:
    day = pd.date_range(first, periods=len(n)).strftime("%Y-%m-%d")
    n = pd.Series(n)
    small = n.between(1, 4)
    return pd.DataFrame(
        {"day": day, "n_reports": n.astype("Int64").mask(small), "suppressed": small}
    )


DAYS = [20, 3, 2, 15, 30, 9, 11]  # Monday to Sunday of 2011-W46
NEXT = [20, 2, 3, 15, 30, 9, 11]


def test_two_withheld_days_of_a_week_pass_and_one_does_not(tmp_path):
    made = Campaign(tmp_path / "c")
    made.put("days.csv", days(DAYS))
    made.put("weeks.csv", pd.DataFrame({"week": ["2011-W46"], "n_reports": [sum(DAYS)]}))
    assert made.found() == []
    made.put("days.csv", days([20, 3, 6, 15, 30, 9, 11]))
    made.put("weeks.csv", pd.DataFrame({"week": ["2011-W46"], "n_reports": [sum(DAYS) + 4]}))
    assert made.found() == ["narrow: release 1, day 2011-11-15"]


def test_a_level_that_begins_on_a_withheld_day_tells_nothing_of_it(tmp_path):
    made = Campaign(tmp_path / "c")
    made.put("days.csv", days(DAYS))
    level = {"day": ["2011-11-15"], "n_before": [20], "n_after": [73], "ratio": ["3,65"]}
    made.put("levels.csv", pd.DataFrame(level))
    assert made.found() == []


def test_a_running_total_gives_a_day_away(tmp_path):
    made = Campaign(tmp_path / "c")
    frame = days(DAYS)
    frame["n_cumulative"] = np.cumsum(DAYS)
    made.put("days.csv", frame.astype({"n_cumulative": "Int64"}))
    assert [one for one in made.found("narrow")] == [
        "narrow: release 1, day 2011-11-15",
        "narrow: release 1, day 2011-11-16",
    ]


def test_hours_against_days_give_a_day_away(tmp_path):
    made = Campaign(tmp_path / "c")
    made.put("days.csv", days([*DAYS, *NEXT]))
    hours = pd.DataFrame(
        [(w, h, 0) for w in range(7) for h in range(24)], columns=["weekday", "hour", "n_reports"]
    )
    hours.loc[hours["hour"] == 12, "n_reports"] = [a + b for a, b in zip(DAYS, NEXT, strict=True)]
    made.put("hours.csv", hours)
    assert made.found() == []  # two Tuesdays with five together
    made.put("days.csv", days([*DAYS, 20, 8, 3, 15, 30, 9, 11]))
    hours.loc[(hours["hour"] == 12) & (hours["weekday"] == 1), "n_reports"] = 11
    made.put("hours.csv", hours)
    assert "narrow: release 1, day 2011-11-15" in made.found()


def test_a_pair_of_faults_is_bounded_by_its_faults(tmp_path):
    made = Campaign(tmp_path / "c")
    made.put("total.csv", pd.DataFrame({"n_reports": [100]}))
    both = pd.DataFrame(
        {
            "category_a": ["no_network"],
            "category_b": ["sms_late"],
            "n_reports": [""],
            "suppressed": [True],
        }
    )
    made.put("cooccurrence.csv", both)
    made.put(
        "categories.csv",
        pd.DataFrame({"category": ["no_network", "sms_late"], "n_reports": [60, 40]}),
    )
    assert made.found() == []
    made.put(
        "categories.csv",
        pd.DataFrame(
            {"Fehlerart": ["Kein Netz", "SMS verspätet oder gar nicht"], "Meldungen": [60, 43]}
        ),
    )
    assert made.found() == ["narrow: release 1, fault no_network, fault sms_late"]


def test_a_crossing_against_its_margin_gives_a_week_away(campaign):
    crossing = pd.DataFrame(
        {
            "ags5": ["09162"] * 3,
            "week": ["2011-W45", "2011-W46", "2011-W47"],
            "n_reports": ["20", "", "38"],
            "suppressed": [False, True, False],
        }
    )
    campaign.put("kreis_week.csv", crossing)
    assert campaign.found() == ["narrow: release 1, place 09162, week 2011-W46"]
    crossing["n_reports"] = ["", "", "55"]
    crossing["suppressed"] = [True, True, False]
    campaign.put("kreis_week.csv", crossing)
    assert campaign.found() == [
        "narrow: release 1, place 09162, week 2011-W45",
        "narrow: release 1, place 09162, week 2011-W46",
    ]


def test_the_two_sides_of_a_question_add_up(campaign):
    sides = pd.DataFrame(
        {
            "ags5": ["09162", "09162"],
            "days": ["odd", "even"],
            "n_reports": ["58", ""],
            "suppressed": [False, True],
        }
    )
    campaign.put("odd_even.csv", sides)
    assert campaign.found() == ["narrow: release 1, days even, place 09162"]


def test_a_whole_number_bound_is_tighter_than_a_linear_one(tmp_path):
    """2 x = 3 y + … : here shares of two tables leave integers that a relaxation does not see."""
    made = Campaign(tmp_path / "c")
    made.put("total.csv", pd.DataFrame({"n_reports": [40]}))
    frame = pd.DataFrame(
        {
            "category": ["no_network", "sms_late", "calls_drop", "data_slow"],
            "n_reports": ["20", "10", "30", ""],
            "share": [0.5, 0.25, 0.75, 0.05],
            "suppressed": [False, False, False, True],
        }
    )
    made.put("categories.csv", frame)
    assert "narrow: release 1, fault data_slow" in made.found()


def test_a_small_count_that_is_printed_is_found(campaign):
    frame = kreise(TRUE)
    frame.loc[frame["ags5"] == WITHHELD, ["n_reports", "n_least", "n_most"]] = 2
    frame["suppressed"] = False
    campaign.put("other.csv", frame)
    assert f"small: release 1, place {WITHHELD}" in campaign.found()


def test_numbers_that_contradict_each_other_are_named_not_a_crash(campaign):
    campaign.put("total.csv", pd.DataFrame({"n_reports": [100]}))
    findings = campaign.examine().findings
    assert set(findings["kind"]) == {"contradiction"}
    frame = kreise(TRUE)
    frame.loc[frame["ags5"] == "11000", ["n_reports", "n_least", "n_most"]] = 99
    campaign.put("pages/other.csv", frame)
    said = campaign.examine().findings
    assert any("kreise.csv" in row.said and "other.csv" in row.file for row in said.itertuples())


def test_what_somebody_declares_only_adds(campaign):
    cell = (("place", WITHHELD),)
    rule = ({cell: 1.0}, 2, 2, "declared")
    assert narrow(WITHHELD) in campaign.found(rules=[rule])


# The same exact number of Bayern (104), in every kind of file


def _xlsx(campaign):
    stream = io.BytesIO()
    pd.DataFrame({"Land": ["Bayern", "Berlin", "Bremen"], "Meldungen": [104, 124, 0]}).to_excel(
        stream, index=False
    )
    campaign.put("kit/tabellen.xlsx", stream.getvalue())


def _zip(campaign):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a/laender.csv", "Land;Meldungen\nBayern;104\nBerlin;124\nBremen;0\n")
    campaign.put("kit.zip", stream.getvalue())


def _pdf(campaign):
    import typst

    source = campaign.put("brief.typ", "Aus ganz Deutschland. Bayern: 104 Meldungen.")
    content = typst.compile(str(source))
    source.unlink()
    campaign.put("brief.pdf", content)


def _svg(campaign):
    texts = '<text x="5" y="40">Bayern</text><text x="5" y="60">Berlin</text>'
    texts += '<text x="90" y="41">104</text><text x="90" y="61">124</text>'
    campaign.put("figures/a.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{texts}</svg>')


def _outlined_svg(campaign):
    drawn = "".join(
        f'<g id="t"><!-- {text} --><g transform="translate({x} {y}) scale(0.1 -0.1)"></g></g>'
        for text, x, y in (("Bayern", 5, 40), ("Berlin", 5, 60), ("104 Meldungen", 90, 42))
    )
    campaign.put("figures/b.svg", f"<svg>{drawn}</svg>")


def _html(campaign):
    campaign.put("index.html", "<p>Die meisten kamen aus <b>Bayern</b> (104&nbsp;Meldungen).</p>")


def _sentence(campaign):
    campaign.put("post.md", "We counted 104 reports from Bayern, more than ever.")


def _far_sentence(campaign):
    campaign.put("post.txt", "Viele schreiben uns. In Bayern gab es bis heute 104 Meldungen.")


def _alternative(campaign):
    campaign.put(
        "a.html", '<img src="a.png" alt="Karte: Bayern 104 Meldungen, Berlin 124 Meldungen">'
    )


def _unnamed_json(campaign):
    data = {"data": [{"x": ["Bayern", "Berlin", "Bremen"], "y": [104, 124, 0]}]}
    campaign.put("plot.json", json.dumps(data))


def _table(campaign):
    rows = "".join(
        f"<tr><th>{a}</th><td>{n}</td></tr>"
        for a, n in (("Bayern", 104), ("Berlin", 124), ("Bremen", 0))
    )
    page = f"<table><tr><th>Land</th><th>Meldungen</th></tr>{rows}</table>"
    campaign.put("table.html", page)


def _json(campaign):
    data = {
        "figure": {
            "data": [
                {"land": "Bayern", "n_reports": 104},
                {"land": "Berlin", "n_reports": 124},
                {"land": "Bremen", "n_reports": 0},
            ]
        }
    }
    campaign.put("figures/data.json", json.dumps(data))


def _facts(campaign):
    facts = {"facts": {"land.09.n_reports": {"value": 104, "de": "104"}}}
    campaign.put("facts.json", json.dumps(facts))


@pytest.mark.parametrize(("said", "value"), [("unter 5", 4), ("5 bis 99", 99)])
def test_the_limit_of_a_vague_fact_is_not_taken_for_its_number(campaign, tmp_path, said, value):
    """Three reports were lost; the fact says "fewer than 5", and its value is the limit, 4."""
    laender = {"land.09.n_reports": {"value": 104, "de": "104", "en": "104"}}
    lost = {"total.unlocated": {"value": value, "de": said, "en": said}}
    campaign.put("facts.json", json.dumps({"facts": laender | lost}))
    table = next(
        one
        for part in contents.parts(next(tmp_path.rglob("facts.json")), "facts.json")
        for one in part.tables
    )
    assert said in table.rows[1]


def _notebook(campaign):
    table = "<table><tr><th></th><th>land</th><th>n_reports</th></tr>" + "".join(
        f"<tr><th>{i}</th><td>{a}</td><td>{n}</td></tr>"
        for i, (a, n) in enumerate((("Bayern", 104), ("Berlin", 124), ("Bremen", 0)))
    )
    cell = {
        "cell_type": "code",
        "outputs": [
            {"data": {"text/html": f"{table}</table>".replace("<tr>", "\n<tr>").splitlines(True)}}
        ],
    }
    campaign.put("run.ipynb", json.dumps({"cells": [cell]}))


def _png(campaign):
    from PIL import Image, PngImagePlugin

    properties = PngImagePlugin.PngInfo()
    properties.add_text("Description", "Bayern: 104 Meldungen")
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, "PNG", pnginfo=properties)
    campaign.put("figure.png", stream.getvalue())


PLANTS = [
    _xlsx,
    _zip,
    _pdf,
    _svg,
    _outlined_svg,
    _html,
    _sentence,
    _far_sentence,
    _alternative,
    _unnamed_json,
    _table,
    _json,
    _facts,
    _notebook,
    _png,
]


@pytest.mark.parametrize("plant", PLANTS)
def test_an_exact_number_of_a_range_is_found_in_every_kind_of_file(campaign, plant):
    plant(campaign)
    assert narrow(BAYERN) in campaign.found()


@pytest.mark.parametrize(
    "said",
    [
        "Landkreis München: 2 Meldungen",
        "Landkreis München, 2,1 je 10.000",
        "2 Meldungen aus dem Landkreis München",
    ],
)
def test_a_number_beside_the_name_of_a_withheld_place_is_found(campaign, said):
    campaign.put("post.txt", f"Im Süden: {said}.")
    assert f"prose: place {WITHHELD}" in campaign.found()


def test_the_printed_range_in_a_sentence_is_no_leak(campaign):
    campaign.put("post.txt", "Bayern: 100 bis 109 Meldungen. Berlin: 124 Meldungen. Zusammen 635.")
    campaign.put("post.en.txt", "Bayern: 100 to 109 reports, 1 to 4 of them from elsewhere.")
    assert campaign.found() == []


def test_a_german_press_kit_says_the_same(campaign):
    frame = kreise(TRUE)
    said = frame["n_reports"].astype("str").mask(frame["suppressed"], "1 bis 4")
    rate = (frame["n_reports"].astype("Float64") / frame["population"] * 10_000).map(
        lambda r: "" if pd.isna(r) else f"{r:.1f}".replace(".", ",")
    )
    kit = pd.DataFrame(
        {
            "Schlüssel": frame["ags5"],
            "Kreis": frame["kreis"],
            "Meldungen": said,
            "Meldungen je 10.000 Einwohner": rate,
        }
    )
    campaign.put("kit/kreise.csv", kit.to_csv(index=False, sep=";"))
    report = campaign.examine()
    assert report.findings.empty
    assert report.constraints["reports/kit/kreise.csv"] >= 400


def test_the_operators_rows_are_a_least_for_a_withheld_place(campaign, tmp_path):
    rows = pd.DataFrame(
        {"kreis": [NAME[WITHHELD]] * 2 + [NAME["09162"]] * 30, "week": ["2011-W46"] * 32}
    )
    (tmp_path / "extract").mkdir()
    rows.to_csv(tmp_path / "extract" / "extract.csv", index=False)
    assert campaign.found() == []
    assert narrow(WITHHELD) in campaign.found(extra=[tmp_path / "extract"])


def test_rates_of_the_ends_of_a_range_tell_no_more_than_the_range(campaign):
    frame = laender(TRUE).assign(population=10_000_000)
    for side, limit in (("least", lower_limit), ("most", upper_limit)):
        n = frame[f"n_{side}"]
        frame[f"per_10k_{side}"] = n / frame["population"] * 10_000
        frame[f"limit_{side}"] = limit(n.to_numpy()) / frame["population"] * 10_000
    campaign.put("laender.csv", frame)
    assert campaign.found() == []
    true = frame["n_most"].mask(frame["ags2"] == BAYERN, 104).mask(frame["ags2"] == "05", 106)
    frame["per_10k_most"] = true / frame["population"] * 10_000
    campaign.put("laender.csv", frame)
    assert narrow(BAYERN) in campaign.found()


def test_a_list_of_places_that_are_no_reports_bounds_nothing(campaign):
    plan = pd.DataFrame({"kreis": [NAME[WITHHELD]] * 40, "measure": ["mast"] * 40})
    campaign.put("plan.csv", plan)
    assert campaign.found() == []


def test_what_lies_above_an_expectation_is_no_count():
    from helpers.audit.vocabulary import NO_COUNT

    for heading in ("meldungen darüber", "reports above that", "zu erwartende meldungen"):
        assert NO_COUNT.search(heading)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_headings_in_words_of_the_press_kit_are_understood(language):
    from helpers import schema
    from helpers.audit import vocabulary

    columns = schema.TABLES["04_days"].columns
    understood = {
        "n_reports": vocabulary.COUNT.fullmatch,
        "n_least": vocabulary.LEAST.fullmatch,
        "n_most": vocabulary.MOST.fullmatch,
        "suppressed": vocabulary.FLAG.fullmatch,
        "as_of_release": vocabulary.OF_RELEASE.fullmatch,
        "n_cumulative": vocabulary.NO_COUNT.search,
    }
    for name, reads in understood.items():
        heading = getattr(columns[name], language).split(";")[0].casefold()
        assert reads(heading), heading


def test_a_withheld_day_under_english_headings_tells_nothing(campaign):
    days = pd.DataFrame(
        {
            "day": [f"2025-01-0{day}" for day in range(6, 10)],
            "reports": ["", "", 7, 9],
            "at least so many reports": [1, 1, 7, 9],
            "at most so many": [4, 4, 7, 9],
            "withheld": ["yes", "yes", "no", "no"],
            "release whose count it is": [1] * 4,
            "reports up to then": ["", "", 12, 21],
        }
    )
    campaign.put("days.csv", days)
    assert campaign.found() == []


def test_that_a_kreisfreie_stadt_is_its_own_kreis_does_not_tell_that_cities_are_all(campaign):
    """A range beside one of its cities: the places around it may have reported, too."""
    true = {**TRUE, "05562": 8}
    campaign.places(true)
    areas = kreise(true)
    ranged = areas["ags5"] == "05562"
    areas.loc[ranged, ["n_reports", "n_least", "n_most", "suppressed"]] = [pd.NA, 5, 9, True]
    campaign.put("kreise.csv", areas)
    codes = ["05315000", "05111000", "05562032"]
    towns = pd.DataFrame({"ags8": codes, "n_reports": [TRUE["05315"], TRUE["05111"], 6]})
    campaign.put("cities.csv", towns)
    assert not [one for one in campaign.found() if "05562" in one]
