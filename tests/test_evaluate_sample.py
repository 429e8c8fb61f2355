"""What the evaluation says on the sample campaign, from its raw reports on."""

import dataclasses
import inspect
import json
import re

import nbformat
import pandas as pd
import pytest

from helpers import clean, geocode, intake, schema, store
from helpers import settings as settings_module
from helpers.evaluate import overview, questions, robustness, stated, tables
from helpers.settings import HOME, Denominator

SIX = {
    "11000000": 1_224,
    "02000000": 1_117,
    "09162000": 607,
    "06412000": 434,
    "08222000": 306,
    "05315000": 270,
}
"""Berlin, Hamburg, München, Frankfurt, Mannheim, Köln: counts published in November 2011."""


@pytest.fixture(scope="module")
def located():
    sample = settings_module.load(HOME)
    cleaned = clean.clean(intake.read(sample), sample, frozenset())
    return geocode.locate(cleaned.reports), geocode.locate(cleaned.repeats)


def evaluated(folder, located):
    """Run stage 03 into `folder`."""
    sample = settings_module.load(HOME).model_copy(update={"dir": folder})
    for name, table in zip(stated.INPUTS, located, strict=True):
        store.write_parquet(table, sample.processed / f"{name}.parquet")
    answers = questions.all_of_them(sample)
    return sample, answers.book, answers.published


@pytest.fixture(scope="module")
def sample(tmp_path_factory, located):
    return evaluated(tmp_path_factory.mktemp("campaign"), located)


def test_the_six_published_counts_are_met(sample):
    _, book, _ = sample
    for ags8, n in SIX.items():
        assert book.facts[f"city.{ags8}.n_reports"].value == n
    assert book.facts["category.data_slow.n_reports"].value == 4_997
    assert book.facts["category.data_none.n_reports"].value == 4_815
    assert book.facts["category.calls_out_fail.n_reports"].value == 3_142
    assert book.facts["category.calls_drop.n_reports"].value == 3_080
    assert book.facts["day3.n_reports"].value == pytest.approx(700, abs=70)


def test_mannheim_has_the_highest_rate_and_koeln_the_lowest(sample):
    _, book, _ = sample
    highest, lowest = (book.facts[f"claim.{which}_rate"] for which in ("highest", "lowest"))
    assert "sechs Städten" in highest.de
    assert "hat Mannheim die höchste Rate: 9,9 (8,8 bis 11,0)" in highest.de
    assert "hat Köln die niedrigste Rate: 2,7 (2,4 bis 3,1)" in lowest.de
    assert "Mannheim has the highest rate: 9.9 (8.8 to 11.0)" in highest.en
    assert (highest.strength, lowest.strength) == ("shown", "shown")


def test_berlin_leads_in_count_and_not_in_rate(sample):
    _, book, _ = sample
    claim = book.facts["claim.leads_in_count"]
    assert "Berlin führt nach der Zahl der Meldungen (1.224), nicht nach der Rate" in claim.de
    assert "3,6 (3,4 bis 3,8)" in claim.de


def test_rates_relate_to_the_population_of_2007(sample):
    settings, _, _ = sample
    cities = store.read(settings, "03_cities").set_index("ags8")
    assert cities.loc["08222000", "population"] == 309_795
    assert store.read(settings, "03_kreise")["population_year"].eq(2007).all()


def test_few_stand_out_among_peers_and_many_against_the_national_mean(sample):
    _, book, _ = sample
    peers, national = book.facts["hotspots.n"].value, book.facts["hotspots.n_national"].value
    assert 1 <= peers <= 15
    assert national >= 40
    assert "Mannheim" in book.facts["claim.hotspots"].de


def test_every_listed_kreis_carries_its_evidence(sample):
    settings, _, _ = sample
    kreise = store.read(settings, "03_kreise")
    listed = kreise[kreise["is_hotspot"]]
    assert listed["evidence_de"].str.len().gt(60).all()
    assert listed["evidence_en"].str.len().gt(60).all()


def test_no_fact_names_a_place_that_is_withheld(sample):
    _, book, published = sample
    hidden = {
        *("city." + published["cities"].loc[published["cities"]["suppressed"], "ags8"]),
        *("kreis." + published["kreise"].loc[published["kreise"]["suppressed"], "ags5"]),
    }
    assert hidden
    stated_places = {name.rsplit(".", 1)[0] for name in book.facts}
    assert not hidden & stated_places


def test_every_claim_has_strength_caveat_and_both_languages(sample):
    _, book, _ = sample
    claimed = {name: fact for name, fact in book.facts.items() if name.startswith("claim.")}
    assert len(claimed) >= 10
    for fact in claimed.values():
        assert fact.strength in ("shown", "suggested", "cannot be said")
        assert fact.caveat in book.caveats
        assert fact.de
        assert fact.en


def test_every_rate_stands_beside_its_interval(sample):
    _, book, _ = sample
    for name in [name for name in book.facts if name.endswith(".reports_per_10k")]:
        place = name.removesuffix(".reports_per_10k")
        low, high = (book.facts[f"{place}.{side}_per_10k"].value for side in ("lower", "upper"))
        assert low <= book.facts[name].value <= high


def test_the_headlines_hold_under_the_other_choices(sample):
    settings, _, _ = sample
    table = store.read(settings, "04_robustness")
    choices = {"base", "with_repeats", "unlocated_spread", "consent_only", "population_2018"}
    assert set(table["choice"]) == choices
    assert set(table["finding"]) == set(robustness.FINDINGS)
    city_findings = table["finding"].isin(["highest_rate", "lowest_rate", "leads_in_count"])
    assert table.loc[city_findings, "holds"].all()
    assert table[["de", "en"]].ne("").all(axis=None)


def test_a_denominator_is_another_choice_with_its_source(sample, located):
    settings, _, published = sample
    kreise = overview.areas_of(settings)
    people = kreise[["ags5"]].assign(customers=(kreise["population"] * 0.2).round().astype(int))
    people.loc[people["ags5"] == "08222", "customers"] *= 10
    path = settings.dir / "data" / "raw" / "denominators" / "customers.csv"
    path.parent.mkdir(parents=True)
    people.to_csv(path, index=False)
    wanted = Denominator(
        file="data/raw/denominators/customers.csv", column="customers", de="Kunden",
        en="customers", source="Geschäftsbericht",
    )  # fmt: skip
    rules = settings.evaluation.model_copy(update={"denominators": [wanted]})
    other = settings.model_copy(update={"evaluation": rules})
    table = robustness.table(*located, published["cities"], other)
    rows = table[table["choice"] == "denominator:customers"].set_index("finding")
    assert "bezogen auf Kunden (Geschäftsbericht)" in rows.loc["highest_rate", "de"]
    assert not rows.loc["highest_rate", "holds"]  # Mannheim has ten times the customers here
    assert rows.loc["leads_in_count", "holds"]


def test_a_count_printed_lower_than_it_is_gets_no_rate(sample):
    settings, _, published = sample
    cities = published["cities"].copy()
    held = cities["ags8"] == "08222000"
    cities.loc[held, ["lower_per_10k", "upper_per_10k"]] = float("nan")
    book = stated.book(settings, {**published, "cities": cities}, None)
    assert "city.08222000.n_reports" in book.facts
    assert "city.08222000.reports_per_10k" not in book.facts
    assert "Mannheim" not in book.facts["claim.highest_rate"].de


def test_the_sum_of_the_first_days_does_not_tell_a_withheld_one(sample):
    settings, book, published = sample
    days = published["days"].astype({"n_reports": "Int64", "n_cumulative": "Int64"})
    assert book.facts["day3.n_reports"].value == days["n_cumulative"].iloc[2]
    days.loc[2, ["n_reports", "n_cumulative"]] = pd.NA
    withheld = stated.book(settings, {**published, "days": days}, None)
    assert "day3.n_reports" not in withheld.facts


def test_counts_add_up_between_the_tables(sample):
    settings, book, _ = sample
    read = {name: store.read(settings, name) for name in tables.NAMES}
    located = store.read(settings, "02_located")
    assert read["03_kreise"]["n_reports"].sum() == (located["ags5"] != "").sum()
    assert read["03_cities"]["n_reports"].sum() == (located["ags8"] != "").sum()
    assert read["03_weeks"]["n_reports"].sum() == read["03_days"]["n_reports"].sum()
    assert read["03_hours"]["n_reports"].sum() == read["03_days"]["n_reports"].sum()
    with_district = ((located["ags8"] != "") & (located["district"] != "")).sum()
    assert read["03_districts"]["n_reports"].sum() == with_district
    assert book.facts["total.n_kreise"].value == (read["03_kreise"]["n_reports"] > 0).sum()


def test_every_table_is_described_in_both_languages():
    for name in tables.NAMES:
        dictionary = schema.dictionary(name)
        assert dictionary["meaning"].ne("").all()
        assert dictionary["bedeutung"].ne("").all()


def test_the_same_reports_give_the_same_bytes(sample, located, tmp_path):
    first, _, _ = sample
    second, _, _ = evaluated(tmp_path, located)
    for name in [*(f"{table}.parquet" for table in tables.NAMES), "04_facts.json"]:
        one, two = ((s.processed / name).read_bytes() for s in (first, second))
        assert one == two, name


def test_a_campaign_without_reports_still_gets_its_tables(located, tmp_path):
    nothing = tuple(table.head(0) for table in located)
    _, book, _ = evaluated(tmp_path, nothing)
    assert book.facts["hotspots.n"].value == 0
    assert book.facts["claim.not_isolated"].strength == "cannot be said"
    assert "claim.highest_rate" not in book.facts
    assert "claim.big_city" not in book.facts


def test_a_small_campaign_claims_little(located, tmp_path):
    few = located[0].sample(60, random_state=1)
    _, book, _ = evaluated(tmp_path, (few, located[1].head(0)))
    assert book.facts["claim.not_isolated"].strength == "cannot be said"
    facts_of_places = [name for name in book.facts if name.startswith(("city.", "kreis."))]
    assert len(facts_of_places) < 40


def test_the_facts_are_plain_json(sample):
    settings, book, _ = sample
    written = json.loads((settings.processed / "04_facts.json").read_text(encoding="utf-8"))
    assert set(written["facts"]) == set(book.facts)
    assert written["facts"]["hotspots.n"] == dataclasses.asdict(book.facts["hotspots.n"])


def test_the_notebook_asks_all_questions_in_their_order():
    cells = nbformat.read(HOME / "notebooks" / "04_evaluate.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    asked = re.findall(r"questions\.(\w+)\(", code)
    at_once = re.findall(r"(\w+)\(", inspect.getsource(questions.all_of_them))
    public = inspect.getmembers(questions, inspect.isfunction)
    own = {name for name, it in public if it.__module__ == questions.__name__} - {"all_of_them"}
    assert asked == [name for name in at_once if name in own]
    assert set(asked) == own


def test_the_notebook_has_a_cell_for_every_anchor(sample):
    _, book, _ = sample
    cells = nbformat.read(HOME / "notebooks" / "04_evaluate.ipynb", as_version=4).cells
    anchors = {fact.anchor for fact in book.facts.values()} - {""}
    assert anchors <= {cell["id"] for cell in cells}
    assert pd.Series([cell["id"] for cell in cells]).is_unique
