"""Claims: each is as strong as its interval allows, and stands beside its caveat."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from helpers import facts, gazetteer
from helpers import settings as settings_module
from helpers.evaluate import (
    bigcity,
    caveats,
    claims,
    detail_sentences,
    details,
    evidence,
    hotspots,
    reading,
    sentences,
    words,
)
from helpers.settings import HOME

TEXT = ["ags8", "city", "ags5"]


@pytest.fixture(scope="module")
def campaign():
    return settings_module.load(HOME)


@pytest.fixture(scope="module")
def kreise():
    return gazetteer.kreise()


def cities(**counts):
    """Published cities of 100,000 inhabitants each."""
    n = np.array(list(counts.values()), float)
    low, high = claims.intervals.poisson(n)
    return pd.DataFrame(
        {
            "ags8": [f"0{i}000000" for i in range(len(n))],
            "city": list(counts),
            "population": 100_000.0,
            "n_reports": n,
            "reports_per_10k": n / 10,
            "lower_per_10k": low / 10,
            "upper_per_10k": high / 10,
            "suppressed": False,
        }
    )


# -- the word "most" -------------------------------------------------------------------------


def test_most_needs_an_interval_above_one_half():
    assert claims.most_allowed(0.501)
    assert not claims.most_allowed(0.5)
    assert not claims.most_allowed(0.49)
    assert not claims.most_allowed(float("nan"))


def test_the_word_for_a_share_follows_its_interval():
    assert words.amount(0.51, 0.6) == "most"
    assert words.amount(0.49, 0.6) == "half"
    assert words.amount(0.3, 0.49) == "minority"


@pytest.mark.parametrize(("n", "said"), [(560, True), (505, False), (300, False)])
def test_the_top_fault_is_named_by_most_only_where_the_interval_allows_it(n, said):
    low, high = claims.intervals.share(n, 1000)
    published = pd.DataFrame(
        {"category": ["a", "b"], "de": ["A", "B"], "en": ["A", "B"], "n_reports": [n, 100],
         "share": [n / 1000, 0.1], "lower_share": [float(low), 0.1],
         "upper_share": [float(high), 0.1], "suppressed": False}
    )  # fmt: skip
    fact = details.top_fault(published)
    assert fact.value == "a"
    assert fact.de.startswith("Die meisten Meldungen") == said
    assert fact.en.startswith("Most reports") == said


def big_cities(kreise, share):
    """A campaign in which big cities send about this share of 2,000 reports."""
    big = bigcity.is_big(kreise, 500_000)
    population = kreise["population"].to_numpy(float)
    weights = np.where(big, share / population[big].sum(), (1 - share) / population[~big].sum())
    rng = np.random.default_rng(1)
    counts = rng.multinomial(2_000, weights * population)
    return bigcity.compare(kreise.assign(n_reports=counts), 500_000)


@pytest.mark.parametrize(("share", "allowed"), [(0.6, True), (0.5, False), (0.3, False)])
def test_most_is_written_only_where_the_interval_allows_it(kreise, share, allowed):
    found = big_cities(kreise, share)
    fact = claims.big_city(found)["claim.most_in_big_cities"]
    assert (found.lower_share > 0.5) == allowed
    assert bool(re.search(r"\b[Mm]eisten\b", fact.de)) == allowed
    assert bool(re.search(r"\b[Mm]ost\b", fact.en)) == allowed
    assert (fact.strength == "shown") == allowed


def test_no_other_sentence_says_most_of_the_reports():
    """Only the sentence that checks the interval may say it."""
    guarded = {sentences.BIG[language]["most", True] for language in ("de", "en")}
    guarded |= {detail_sentences.TOP_FAULT[language]["most"] for language in ("de", "en")}
    texts = [text for text in all_sentences() if text not in guarded]
    for text in texts:
        assert not re.search(r"[Dd]ie meisten (\w+ )?Meldungen (kommen|stammen|nennen)", text)
        assert not re.search(r"\b[Mm]ost (of the|reports (come|name))", text)


def all_sentences():
    known = vars(sentences) | vars(detail_sentences)
    tables = [value for name, value in known.items() if name.isupper()]
    by_language = [part for table in tables for part in table.values()]
    return [
        text
        for part in by_language
        for text in (part.values() if isinstance(part, dict) else [part])
    ]


# -- strength --------------------------------------------------------------------------------


def test_a_clear_lead_is_shown_and_a_narrow_one_suggested(campaign):
    clear = claims.extreme_rate(claims.compared(cities(A=300, B=150, C=140), campaign), True)
    narrow = claims.extreme_rate(claims.compared(cities(A=155, B=150, C=140), campaign), True)
    assert (clear.strength, narrow.strength) == ("shown", "suggested")
    assert "Zufall erklärt" in clear.de
    assert "kann Zufall sein" in narrow.de
    assert "may be chance" in narrow.en


def test_the_lead_is_tested_against_every_other_city(campaign):
    """Two cities share the top: neither leads, however far the others are."""
    fact = claims.extreme_rate(claims.compared(cities(A=300, B=295, C=20), campaign), True)
    assert fact.strength == "suggested"


def test_more_comparisons_need_a_clearer_lead(campaign):
    few = claims.extreme_rate(claims.compared(cities(A=128, B=100), campaign), True)
    base = {f"X{i}": 100 for i in range(5)}
    many = claims.extreme_rate(claims.compared(cities(A=136, **base), campaign), True)
    again = claims.extreme_rate(claims.compared(cities(A=136, B=100), campaign), True)
    assert few.strength == "suggested"
    assert (many.strength, again.strength) == ("suggested", "shown")


def test_the_lowest_rate_names_its_neighbour_above(campaign):
    fact = claims.extreme_rate(claims.compared(cities(A=300, B=150, C=50), campaign), False)
    assert "hat C die niedrigste Rate: 5,0 (3,7 bis 6,6)" in fact.de
    assert "(B, 15,0)" in fact.de
    assert fact.strength == "shown"


def test_a_suppressed_city_is_never_named(campaign):
    table = cities(A=300, B=150, C=50)
    table.loc[0, "suppressed"] = True
    table.loc[0, ["n_reports", "reports_per_10k", "lower_per_10k", "upper_per_10k"]] = np.nan
    top = claims.compared(table, campaign)
    assert top["city"].tolist() == ["B", "C"]


def test_one_city_has_no_highest_rate(campaign):
    top = claims.compared(cities(A=300), campaign)
    assert claims.extreme_rate(top, True) is None
    assert claims.leads_in_count(top) is None


def test_leading_in_count_is_not_leading_in_rate(campaign):
    table = cities(A=400, B=300)
    table.loc[0, "population"] = 1_000_000.0
    table.loc[0, ["reports_per_10k", "lower_per_10k", "upper_per_10k"]] /= 10
    fact = claims.leads_in_count(claims.compared(table, campaign))
    assert "A führt nach der Zahl der Meldungen (400), nicht nach der Rate" in fact.de
    assert "Rang 2 von 2; vorn liegt B" in fact.de


def spread_over(n_kreise, each=6):
    return pd.DataFrame({"n_reports": [each] * n_kreise + [0] * (400 - n_kreise)})


def test_no_isolated_case_needs_many_places():
    days = pd.DataFrame({"n_least": [1, 2, 0]})
    many = claims.not_isolated(spread_over(50), days, 300, k=5)
    few = claims.not_isolated(spread_over(4), days, 24, k=5)
    assert (many.strength, few.strength) == ("shown", "cannot be said")
    assert "50 der 400" in many.de
    assert "2 von 3 Tagen" in many.de
    assert "kein Einzelfall" not in few.de


def test_one_place_with_half_of_all_reports_may_be_an_isolated_case():
    table = spread_over(20)
    table.loc[0, "n_reports"] = 200
    fact = claims.not_isolated(table, pd.DataFrame({"n_least": [1]}), 314, k=5)
    assert fact.strength == "cannot be said"


def test_what_the_reports_cannot_show_is_stated_as_such():
    assert claims.share_affected().strength == "cannot be said"


def test_a_rise_is_never_more_than_suggested():
    changes = pd.DataFrame(
        {"day": pd.to_datetime(["2011-11-17"]), "n_before": [1000], "n_after": [4500],
         "mean_before": [200.0], "mean_after": [900.0], "ratio": [4.5], "near_event": [True]}
    )  # fmt: skip
    fact = claims.surge(changes, 7691, k=5)
    assert (fact.strength, fact.caveat) == ("suggested", "media")
    assert "900 statt 200" in fact.de
    assert claims.surge(changes.assign(ratio=0.5), 7691, k=5) is None
    assert claims.surge(changes.assign(n_before=4), 7691, k=5) is None


# -- big cities ------------------------------------------------------------------------------


def test_the_poisson_ratio_is_that_of_statsmodels(kreise):
    rng = np.random.default_rng(2)
    areas = kreise.assign(n_reports=rng.poisson(kreise["population"] * 1e-4))
    found = bigcity.compare(areas, 500_000)
    big = bigcity.is_big(areas, 500_000).astype(float)
    model = sm.GLM(
        areas["n_reports"],
        sm.add_constant(pd.DataFrame({"big": big})),
        family=sm.families.Poisson(),
        offset=np.log(areas["population"]),
    ).fit()
    assert found.ratio == pytest.approx(np.exp(model.params["big"]))
    plain = areas.groupby(big == 1)[["n_reports", "population"]].sum()
    rate = plain["n_reports"] / plain["population"]
    assert found.ratio == pytest.approx(rate[True] / rate[False])


def test_alpha_is_that_of_statsmodels_maximum_likelihood():
    rng = np.random.default_rng(3)
    x = rng.normal(0, 1, 600)
    mean = np.exp(2 + 0.4 * x)
    counts = rng.poisson(mean * rng.gamma(2.0, 0.5, 600))
    design = sm.add_constant(pd.DataFrame({"x": x}))
    theirs = sm.NegativeBinomial(counts, design).fit(disp=0).params["alpha"]
    ours, low, high = bigcity._alpha(counts, design, np.zeros(600))
    assert ours == pytest.approx(theirs, rel=0.03)
    assert low < theirs < high


def test_the_dispersion_test_tells_chance_from_heterogeneity(kreise):
    rng = np.random.default_rng(4)
    terms = bigcity._terms(kreise)
    mean = kreise["population"].to_numpy() * 1e-4
    offset = np.log(kreise["population"].to_numpy(float))
    calm = bigcity.overdispersion(rng.poisson(mean).astype(float), terms, offset)
    wild_mean = mean * np.exp(rng.normal(0, 0.5, len(mean)))
    wild = bigcity.overdispersion(rng.poisson(wild_mean).astype(float), terms, offset)
    assert calm[0] == pytest.approx(1, abs=0.25)
    assert calm[1] > 0.01
    assert wild[0] > 1.5
    assert wild[1] < 0.01
    table = bigcity.compare(kreise.assign(n_reports=rng.poisson(wild_mean)), 500_000).table
    row = table[table["term"] == "dispersion"].iloc[0]
    assert row["rate_ratio"] > 1.5
    assert row["p_value"] < 0.01


def test_the_interval_of_the_ratio_allows_for_heterogeneity(kreise):
    """Areas differ, big cities do not: the interval covers 1 nearly as often as it says."""
    rng = np.random.default_rng(5)
    big = bigcity.is_big(kreise, 500_000)
    covered = []
    for _ in range(60):
        mean = kreise["population"] * 1e-4 * np.exp(rng.normal(0, 0.3, len(kreise)))
        _, low, high = bigcity.ratio(kreise.assign(n_reports=rng.poisson(mean)), big)
        covered.append(low <= 1 <= high)
    assert np.mean(covered) >= 0.85


def test_the_bias_that_explains_an_effect_away_is_the_effect_itself(kreise):
    found = big_cities(kreise, 0.6)
    far, near = bigcity.bias_needed(found)
    assert far == pytest.approx(found.ratio)
    assert near == pytest.approx(found.lower)
    assert 1 < near < far


def test_trouble_in_big_cities_is_suggested_at_most(kreise):
    strong = claims.big_city(big_cities(kreise, 0.6))
    none = claims.big_city(big_cities(kreise, 0.15))
    assert strong["claim.big_city"].strength == "shown"
    assert strong["claim.big_city_trouble"].strength == "suggested"
    assert none["claim.big_city"].strength == "cannot be said"
    assert none["claim.big_city_trouble"].strength == "cannot be said"
    assert "lässt sich nicht sagen" in none["claim.big_city"].de


def test_fewer_reports_from_big_cities_are_said_too(kreise):
    fact = claims.big_city(big_cities(kreise, 0.05))["claim.big_city"]
    assert fact.strength == "shown"
    assert "weniger Meldungen" in fact.de


def test_without_big_cities_nothing_is_claimed_of_them(kreise):
    small = kreise[kreise["population"] < 100_000].assign(n_reports=3)
    assert bigcity.compare(small, 500_000) is None
    assert claims.big_city(None) == {}
    assert bigcity.terms(None).empty


def test_a_region_is_no_big_city(kreise):
    large = kreise[bigcity.is_big(kreise, 500_000)]
    assert "Region Hannover" not in large["kreis"].tolist()
    assert {"Berlin", "Köln"} <= set(large["kreis"])


# -- evidence and caveats --------------------------------------------------------------------


@pytest.fixture(scope="module")
def listed(kreise):
    rng = np.random.default_rng(6)
    weights = kreise["population"].to_numpy(float, copy=True)
    weights[[15, 196]] *= [3, 5]
    areas = kreise.assign(n_reports=rng.multinomial(7691, weights / weights.sum()))
    areas = hotspots.above_national(hotspots.find(areas))
    return areas.assign(
        scan_cluster=pd.Series(pd.NA, index=areas.index, dtype="Int64"),
        scan_p=np.nan,
        scan_beyond=False,
        gi_star=0.0,
        gi_star_p=0.5,
        local_moran_kind="",
    )


def test_each_hot_spot_carries_its_evidence_and_no_other_area_does(listed):
    told = evidence.told(listed, 0.05)
    entries = told[told["is_hotspot"]]
    assert set(entries["kreis"]) >= {"Hamburg", "Mannheim"}
    for row in entries.itertuples():
        assert row.evidence_de.startswith(f"{row.kreis}: ")
        assert "Durchschnitt aller Kreise" in row.evidence_de
        assert "mean of all Kreise" in row.evidence_en
        assert "Umgebung fällt nicht auf" in row.evidence_de
    assert (told.loc[~told["is_hotspot"], ["evidence_de", "evidence_en"]] == "").all(axis=None)


def test_a_circle_around_a_single_hot_spot_is_no_regional_evidence(listed):
    circle = listed.assign(
        scan_cluster=pd.Series(1, index=listed.index, dtype="Int64"), scan_p=0.001
    )
    alone = evidence.told(circle, 0.05).loc[15, "evidence_de"]
    region = evidence.told(circle.assign(scan_beyond=True), 0.05).loc[15, "evidence_de"]
    assert "Scan" not in alone
    assert "Schwerpunkts aus 400 Kreisen (räumlicher Scan, p = 0,001)" in region


def test_both_expectations_are_told_apart():
    published = pd.DataFrame(
        {"kreis": ["A", "B"], "ags5": ["1", "2"], "is_hotspot": pd.array([True, pd.NA], "boolean"),
         "excess": [5.0, np.nan]}
    )  # fmt: skip
    fact = claims.hot_spots(published, n=2, n_national=80, n_reports=500, n_areas=90)
    assert "heben sich zwei Kreise" in fact.de
    assert "(A)" in fact.de
    assert "Über dem Durchschnitt aller Kreise lägen 80" in fact.de
    none = claims.hot_spots(published.head(0), n=0, n_national=80, n_reports=500, n_areas=90)
    assert "hebt sich kein Kreis ab" in none.de


def test_that_nothing_stands_out_is_not_said_of_reports_from_a_few_places():
    nowhere = pd.DataFrame({"kreis": [], "ags5": [], "is_hotspot": [], "excess": []})
    fact = claims.hot_spots(nowhere, n=0, n_national=3, n_reports=400, n_areas=12)
    assert (fact.value, fact.strength) == (None, "cannot be said")
    assert "aus zu wenigen Orten" in fact.de


@pytest.mark.parametrize(
    ("n", "national", "de", "en"),
    [(0, 0, "hebt sich kein Kreis ab. Auch", "no Kreis stands out. Nor does any"),
     (1, 1, "hebt sich ein Kreis oder eine kreisfreie Stadt ab (A). Über dem Durchschnitt aller "
      "Kreise läge ein Gebiet", "one Kreis stands out (A). One area would"),
     (1, 5, "ab (A). Über dem Durchschnitt aller Kreise lägen 5", "(A). 5 would lie")],
)  # fmt: skip
def test_one_hot_spot_is_said_in_the_singular(n, national, de, en):
    published = pd.DataFrame(
        {"kreis": ["A"], "ags5": ["1"], "is_hotspot": [True], "excess": [5.0]}
    ).head(n)
    fact = claims.hot_spots(published, n, national, 500, 90)
    assert de in fact.de
    assert en in fact.en


def test_a_ratio_from_few_areas_or_with_a_wide_interval_is_not_stated(kreise):
    found = big_cities(kreise, 0.6)
    for vague in (replace(found, n_with_reports=19), replace(found, lower=2.1, upper=121.3)):
        made = claims.big_city(vague)
        assert made["claim.big_city"].strength == "cannot be said"
        assert made["claim.big_city"].value is None
        assert "zu wenige Meldungen oder Orte" in made["claim.big_city"].de
        assert "kleiner Unterschied" not in made["claim.big_city_trouble"].de
    wide = replace(found, doubling=(61.18, 7.67, 488.28))
    peers = claims.big_city(wide)["claim.big_city_peers"]
    assert peers.strength == "cannot be said"
    assert "61" not in peers.de + peers.en


def test_an_estimate_stands_before_its_suffix_and_the_interval_after_it(kreise):
    found = replace(big_cities(kreise, 0.6), doubling=(1.163, 1.082, 1.249))
    peers = claims.big_city(found)["claim.big_city_peers"]
    assert "das 1,16-Fache (1,08 bis 1,25) an Meldungen" in peers.de
    assert "1.16 times (1.08 to 1.25) the reports" in peers.en


def test_every_claim_has_a_caveat_with_words(campaign, kreise):
    made = {
        **claims.big_city(big_cities(kreise, 0.6)),
        "a": claims.extreme_rate(claims.compared(cities(A=300, B=150), campaign), True),
        "b": claims.share_affected(),
        "c": claims.regional(0.3, 0.001, 10),
        "d": claims.not_isolated(spread_over(50), pd.DataFrame({"n_least": [1]}), 300, 5),
    }
    for fact in made.values():
        assert fact.strength in ("shown", "suggested", "cannot be said")
        german, english = caveats.CAVEATS[fact.caveat]
        assert german
        assert english


def test_a_claim_is_read_with_its_strength_and_caveat():
    book = facts.Book("04_evaluate")
    book.caveat("self_selected", *caveats.CAVEATS["self_selected"])
    book.add("claim.share_affected", claims.share_affected())
    text = reading.say(book, "claim.share_affected", "claim.absent").data
    assert "cannot be said" in text
    assert caveats.CAVEATS["self_selected"][0] in text
    assert "nothing to compare" in reading.say(book, "claim.absent").data
