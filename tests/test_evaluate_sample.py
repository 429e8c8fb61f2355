"""What the evaluation says on the sample campaign, from its raw reports on."""

import json
import shutil
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from notebook_fixtures import execute

from helpers import figures, protect, schema, store, style
from helpers import settings as settings_module
from helpers.evaluate import claims, impute, robustness
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


NAMES = [name for name in schema.TABLES if name.startswith("04_")]


def facts_of(settings) -> dict:
    """Read the facts of stage 04 as they were written, by name."""
    content = json.loads((settings.processed / "04_facts.json").read_text(encoding="utf-8"))
    return {name: SimpleNamespace(**fact) for name, fact in content["facts"].items()}


def evaluated(folder, located):
    """Run stages 03 and 04 on these located reports, in a campaign folder of their own."""
    shutil.copy(HOME / "campaign.yml", folder)
    settings = settings_module.load(folder)
    shutil.copytree(HOME / "data/raw/handmade", settings.handmade, dirs_exist_ok=True)
    store.write_parquet(located, settings.processed / "02_located.parquet")
    for name in ("01_fixed", "02_others"):
        store.writer(settings, name)(schema.empty(name))
    for stage in ("03_count", "04_evaluate"):
        execute(stage, folder)
    return settings


@pytest.fixture(scope="module")
def located(sample):
    return store.read(sample, "02_located")


@pytest.fixture(scope="module")
def facts(sample):
    return facts_of(sample)


def test_the_six_published_counts_are_met(facts):
    for ags8, n in SIX.items():
        assert facts[f"city.{ags8}.n_reports"].value == n
    assert facts["category.data_slow.n_reports"].value == 4_997
    assert facts["category.data_none.n_reports"].value == 4_815
    assert facts["category.calls_out_fail.n_reports"].value == 3_142
    assert facts["category.calls_drop.n_reports"].value == 3_080
    assert facts["day3.n_reports"].value == pytest.approx(700, abs=70)


def test_mannheim_has_the_highest_rate_of_reports_and_no_lowest_is_said(facts):
    """A city whose count is not printed may have the lowest rate."""
    highest = facts["claim.highest_rate"]
    assert "hat Mannheim die höchste Melderate: 9,9 (8,8 bis 11,0)" in highest.de
    assert "Mannheim has the highest rate of reports: 9.9 (8.8 to 11.0)" in highest.en
    assert highest.strength == "suggested"
    assert "claim.lowest_rate" not in facts


def test_berlin_leads_in_count_and_its_rank_in_rate_has_limits(facts):
    claim = facts["claim.leads_in_count"]
    assert "Berlin führt nach der Zahl der Meldungen: 1.224 gegen 1.117 aus Hamburg" in claim.de
    assert "3,6 (3,4 bis 3,8), Rang 5 bis 13 unter" in claim.de


def test_big_cities_are_compared_with_cities_and_the_country_is_described(facts):
    assert "wie aus anderen kreisfreien Städten" in facts["claim.big_city"].de
    assert "8,6-mal so viele wie aus dem übrigen Land" in facts["claim.most_in_big_cities"].de
    assert facts["claim.big_city_trouble"].strength == "cannot be said"


def test_rates_relate_to_the_population_of_2007(sample):
    cities = store.read(sample, "04_cities").set_index("ags8")
    assert cities.loc["08222000", "population"] == 309_795
    assert store.read(sample, "04_kreise")["population_year"].eq(2007).all()


def test_few_stand_out_among_peers_and_many_against_the_national_mean(facts):
    peers, national = facts["hotspots.n"].value, facts["hotspots.n_national"].value
    assert 1 <= peers <= 15
    assert national >= 40
    assert "Mannheim" in facts["claim.hotspots"].de


def test_the_same_hot_spots_and_ratio_come_out_as_from_exact_counts(sample, facts):
    """Exact counts gave these four, and 1.51 with 1.11 to 2.03 (negative binomial)."""
    kreise = store.read(sample, "04_kreise")
    listed = kreise.loc[kreise["is_hotspot"].fillna(False).astype(bool), "kreis"]
    assert set(listed) == {"Hamburg", "München", "Frankfurt am Main", "Mannheim"}
    assert facts["bigcity.rate_ratio"].value == pytest.approx(1.51, abs=0.03)


def test_every_listed_kreis_carries_its_evidence(sample):
    kreise = store.read(sample, "04_kreise")
    listed = kreise[kreise["is_hotspot"].fillna(False).astype(bool)]
    assert listed["evidence_de"].str.len().gt(60).all()
    assert listed["evidence_en"].str.len().gt(60).all()


def test_no_fact_names_a_place_that_is_withheld(sample, facts):
    cities, kreise = (store.read(sample, f"04_{name}") for name in ("cities", "kreise"))
    hidden = {
        *("city." + cities.loc[cities["suppressed"], "ags8"]),
        *("kreis." + kreise.loc[kreise["suppressed"], "ags5"]),
    }
    assert len(hidden) > 30
    assert not hidden & {name.rsplit(".", 1)[0] for name in facts}


@pytest.mark.parametrize("name", ["kreise", "laender", "cities", "districts", "categories"])
def test_no_statistic_stands_beside_a_count_that_is_not_printed_exactly(sample, name):
    table = store.read(sample, f"04_{name}")
    said = set(schema.TABLES[f"04_{name}"].columns) - set(schema.TABLES[f"03_{name}"].columns)
    rows = table.loc[table["suppressed"], sorted(said - {"population"})]
    assert rows.isna().all(axis=None)
    assert table.loc[~table["suppressed"], sorted(said)].notna().any(axis=None)


def test_what_is_evaluated_is_what_is_printed(sample):
    for name in ("laender", "kreise", "cities", "weeks", "days", "hours", "cooccurrence"):
        printed, shown = (store.read(sample, f"{stage}_{name}") for stage in ("03", "04"))
        same = list(printed.columns)
        pd.testing.assert_frame_equal(shown[same], printed, check_like=True)


def test_how_many_have_no_place_is_said_as_it_is_printed(sample, facts):
    printed = store.read(sample, "03_total").set_index("what").loc["unlocated"]
    words = style.count_range(printed["n_least"], printed["n_most"])
    assert facts["total.unlocated"].de == words
    assert figures.totals(sample)["unlocated"]["de"] == words


def test_of_few_reports_without_a_place_no_number_is_said(located, tmp_path):
    lost = located.index[located["ags5"] == ""]
    settings = evaluated(tmp_path, located.drop(index=lost[2:]))
    fact = facts_of(settings)["total.unlocated"]
    assert (fact.de, fact.en, fact.value) == ("unter 5", "fewer than 5", 4)


def test_every_claim_has_strength_caveat_and_both_languages(sample, facts):
    caveats = json.loads((sample.processed / "04_facts.json").read_text("utf-8"))["caveats"]
    claimed = {name: fact for name, fact in facts.items() if name.startswith("claim.")}
    assert len(claimed) >= 10
    for fact in claimed.values():
        assert fact.strength in ("shown", "suggested", "cannot be said")
        assert fact.caveat in caveats
        assert fact.de
        assert fact.en


def test_every_rate_stands_beside_its_interval(facts):
    for name in [name for name in facts if name.endswith(".reports_per_10k")]:
        place = name.removesuffix(".reports_per_10k")
        low, high = (facts[f"{place}.{side}_per_10k"].value for side in ("lower", "upper"))
        assert low <= facts[name].value <= high


def test_the_headlines_are_repeated_under_other_choices_and_can_fail(sample):
    table = store.read(sample, "04_robustness")
    choices = {"base", "withheld_largest", "withheld_smallest", "without_largest", "cities_only",
               "population_2018", "big_city_100000", "big_city_200000", "big_city_300000",
               "big_city_1000000", "without_signals", "without_wave"}  # fmt: skip
    assert set(table["choice"]) == choices
    assert set(table["finding"]) == set(robustness.FINDINGS)
    holds = table.set_index(["choice", "finding"])["holds"]
    assert not holds[("big_city_100000", "big_city")]
    assert not holds[("without_wave", "big_city")]
    assert holds[("without_largest", "big_city")]
    assert table[["de", "en"]].ne("").all(axis=None)


def test_the_robustness_table_lists_the_hot_spots_of_the_report(sample, facts):
    """A Kreis whose count is imputed is no hot spot, here neither."""
    table = store.read(sample, "04_robustness").set_index(["choice", "finding"])
    assert table.loc[("base", "hotspots"), "value"] == facts["hotspots.n"].value


def test_no_finding_hangs_on_what_is_withheld(sample):
    table = store.read(sample, "04_robustness").set_index(["choice", "finding"])
    for choice in ("withheld_largest", "withheld_smallest"):
        assert table.loc[choice, "holds"].all(), choice
    cities = ["highest_rate", "lowest_rate", "leads_in_count"]
    base = table.loc["base"].loc[cities, "value"]
    assert table.loc["withheld_largest"].loc[cities, "value"].equals(base)


def test_that_berlin_leads_cannot_be_worked_out_without_berlin(sample):
    table = store.read(sample, "04_robustness").set_index(["choice", "finding"])
    row = table.loc["without_largest", "leads_in_count"]
    assert "nicht bestimmbar" in row["de"]
    assert pd.isna(row["value"])
    assert table.loc[("without_largest", "highest_rate"), "holds"]


def test_a_denominator_is_another_choice_with_its_source(sample, tmp_path):
    total, laender, printed = store.read_many(sample, "03_total", "03_laender", "03_kreise")
    kreise = printed.assign(n_reports=impute.counts(printed, laender, total), is_hotspot=False)
    people = kreise[["ags5"]].assign(customers=(kreise["population"] * 0.2).round().astype(int))
    people.loc[people["ags5"] == "08222", "customers"] *= 10
    path = tmp_path / "data" / "raw" / "denominators" / "customers.csv"
    path.parent.mkdir(parents=True)
    people.to_csv(path, index=False)
    wanted = Denominator(
        file="data/raw/denominators/customers.csv", column="customers", de="Kunden",
        en="customers", source="Geschäftsbericht",
    )  # fmt: skip
    rules = sample.evaluation.model_copy(update={"denominators": [wanted]})
    other = sample.model_copy(update={"evaluation": rules, "dir": tmp_path})
    compared = claims.compared(store.read(sample, "04_cities"), sample)
    table = robustness.table(kreise, compared, {}, other)
    rows = table[table["choice"] == "denominator:customers"].set_index("finding")
    assert "bezogen auf Kunden (Geschäftsbericht)" in rows.loc["highest_rate", "de"]
    assert not rows.loc["highest_rate", "holds"]  # Mannheim has ten times the customers here
    assert rows.loc["leads_in_count", "holds"]


def test_the_sum_of_the_first_days_is_that_of_the_printed_days(sample, facts):
    days = store.read(sample, "04_days")
    assert facts["day3.n_reports"].value == days["n_cumulative"].iloc[2] == 664


def test_the_sum_of_the_first_days_does_not_tell_a_withheld_one(located, tmp_path):
    third = located["submitted_at"].dt.normalize() == pd.Timestamp("2011-11-14")
    quiet = pd.concat([located[~third], located[third].head(3)])
    settings = evaluated(tmp_path, quiet)
    assert store.read(settings, "04_days")["suppressed"].iloc[2]
    assert "day3.n_reports" not in facts_of(settings)


def test_every_printed_count_holds_the_true_one(sample, located):
    """Ranges and "at least" are promises, too."""
    read = {name: store.read(sample, f"03_{name}") for name in protect.TABLES}
    true = {
        "kreise": read["kreise"]["ags5"].map(located["ags5"].value_counts()).fillna(0),
        "cities": read["cities"]["ags8"].map(located["ags8"].value_counts()),
        "days": read["days"]["day"].map(located["submitted_at"].dt.normalize().value_counts()),
    }
    for name, counts in true.items():
        ends = read[name][["n_least", "n_most"]].astype("Float64")
        assert (ends["n_least"] <= counts.to_numpy()).all(), name
        assert (counts.to_numpy() <= ends["n_most"].fillna(len(located))).all(), name
        exact = read[name]["n_reports"].dropna()
        assert (exact == counts[exact.index]).all(), name


def test_the_number_of_kreise_with_reports_is_that_of_the_printed_table(sample, facts):
    assert facts["total.n_kreise"].value == (store.read(sample, "04_kreise")["n_least"] > 0).sum()


def test_every_table_is_described_in_both_languages():
    assert len(NAMES) >= 15
    for name in NAMES:
        dictionary = schema.dictionary(name)
        assert dictionary["meaning"].ne("").all()
        assert dictionary["bedeutung"].ne("").all()


def test_the_same_reports_give_the_same_bytes(sample, located, tmp_path):
    second = evaluated(tmp_path, located)
    for path in sorted(sample.processed.glob("0[34]_*.parquet")):
        assert path.read_bytes() == (second.processed / path.name).read_bytes(), path.name
    assert facts_of(sample) == facts_of(second)


def test_a_campaign_without_reports_still_gets_its_tables(located, tmp_path):
    facts = facts_of(evaluated(tmp_path, located.head(0)))
    assert facts["hotspots.n"].value == 0
    assert facts["claim.not_isolated"].strength == "cannot be said"
    assert "claim.highest_rate" not in facts
    assert "claim.big_city" not in facts


@pytest.mark.parametrize("n", [3, 60])
def test_a_small_campaign_claims_little(located, tmp_path, n):
    settings = evaluated(tmp_path, located.sample(n, random_state=1))
    facts = facts_of(settings)
    assert facts["claim.not_isolated"].strength == "cannot be said"
    facts_of_places = [name for name in facts if name.startswith(("city.", "kreis."))]
    assert len(facts_of_places) < 40
    assert facts["hotspots.n"].value == 0


def test_the_notebook_has_a_cell_for_every_anchor(facts):
    cells = nbformat.read(HOME / "notebooks" / "04_evaluate.ipynb", as_version=4).cells
    anchors = {fact.anchor for fact in facts.values()} - {""}
    assert anchors <= {cell["id"] for cell in cells}
    assert pd.Series([cell["id"] for cell in cells]).is_unique
