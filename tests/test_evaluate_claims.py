"""Claims: each is as strong as its interval allows, and stands beside its caveat."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

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
    """Published cities of 200,000 inhabitants each, whose rates are per 20."""
    n = np.array(list(counts.values()), float)
    low, high = claims.intervals.poisson(n)
    return pd.DataFrame(
        {
            "ags8": [f"0{i}000000" for i in range(len(n))],
            "ags5": [f"0{i}000" for i in range(len(n))],
            "city": list(counts),
            "population": 200_000.0,
            "n_reports": n,
            "reports_per_10k": n / 20,
            "lower_per_10k": low / 20,
            "upper_per_10k": high / 20,
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
         "n_asked": 1000, "share": [n / 1000, 0.1], "lower_share": [float(low), 0.1],
         "upper_share": [float(high), 0.1], "suppressed": False}
    )  # fmt: skip
    pairs = pd.DataFrame({"category_a": ["a"], "category_b": ["b"], "n_reports": [50]})
    fact = details.top_fault(published, pairs, dispersion=1.0)
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


def highest(campaign, size=200_000, **counts):
    return claims.extreme_rate(claims.compared(cities(**counts), campaign), True, size, 1.0)


def test_a_clear_lead_is_suggested_and_of_a_narrow_one_nothing_can_be_said(campaign):
    """Readiness to report makes a highest rate, too: reports alone never show more."""
    clear = highest(campaign, A=300, B=150, C=140)
    narrow = highest(campaign, A=155, B=150, C=140)
    assert (clear.strength, narrow.strength) == ("suggested", "cannot be said")
    assert "Zufall erklärt" in clear.de
    assert "kann Zufall sein" in narrow.de
    assert "may be chance" in narrow.en


def test_the_highest_rate_is_shown_where_other_operators_reports_confirm_it(campaign):
    top = claims.compared(cities(A=300, B=150, C=140), campaign)
    made = claims.extreme_rate(top, True, 200_000, 1.0, frozenset([top["ags5"].iloc[0]]))
    other = claims.extreme_rate(top, True, 200_000, 1.0, frozenset([top["ags5"].iloc[1]]))
    assert (made.strength, other.strength) == ("shown", "suggested")


def test_the_lead_is_tested_against_every_other_city(campaign):
    """Two cities share the top: neither leads, however far the others are."""
    assert highest(campaign, A=300, B=295, C=20).strength == "cannot be said"


def test_more_comparisons_need_a_clearer_lead(campaign):
    base = {f"X{i}": 100 for i in range(5)}
    assert highest(campaign, A=128, B=100).strength == "cannot be said"
    assert highest(campaign, A=136, **base).strength == "cannot be said"
    assert highest(campaign, A=136, B=100).strength == "suggested"


def test_reports_in_pairs_make_no_lead(campaign):
    """136 against 100 is a lead of single senders, and none of 68 against 50 households."""
    top = claims.compared(cities(A=136, B=100), campaign)
    assert claims.extreme_rate(top, True, 200_000, dispersion=2.0).strength == "cannot be said"


def test_the_lowest_rate_names_its_neighbour_above(campaign):
    top = claims.compared(cities(A=300, B=150, C=50), campaign)
    fact = claims.extreme_rate(top, False, 200_000, 1.0)
    assert "hat C die niedrigste Melderate: 2,5 (1,9 bis 3,3)" in fact.de
    assert "(B, 7,5)" in fact.de
    assert fact.strength == "suggested"


def test_cities_are_compared_by_inhabitants_and_never_by_their_count(campaign):
    table = cities(A=5, B=300, C=280)
    table.loc[1, "population"] = 199_999.0
    assert claims.compared(table, campaign)["city"].tolist() == ["A", "C"]


def test_a_suppressed_city_is_never_named(campaign):
    table = cities(A=300, B=150, C=50)
    table.loc[0, "suppressed"] = True
    table.loc[0, ["n_reports", "reports_per_10k", "lower_per_10k", "upper_per_10k"]] = np.nan
    top = claims.compared(table, campaign)
    assert top["city"].tolist() == ["B", "C"]


def test_one_city_has_no_highest_rate(campaign):
    top = claims.compared(cities(A=300), campaign)
    assert claims.extreme_rate(top, True, 200_000) is None
    assert claims.leads_in_count(top, top, 200_000) is None


@pytest.mark.parametrize(("second", "strength"), [(300, "shown"), (390, "suggested")])
def test_a_lead_in_count_is_the_exact_ratio_of_the_two_counts(campaign, second, strength):
    top = claims.compared(cities(A=400, B=second, C=20), campaign)
    fact = claims.leads_in_count(top, top, 200_000, dispersion=1.0)
    assert fact.strength == strength
    assert (stats.binomtest(400, 400 + second).pvalue <= 0.05) == (strength == "shown")
    assert f"400 gegen {second} aus B" in fact.de or f"A (400) und B ({second})" in fact.de


def test_a_rank_has_limits_and_is_not_said_where_they_span_half_the_list(campaign):
    clear = claims.compared(cities(A=400, B=300, C=100, D=50, E=20), campaign)
    fact = claims.leads_in_count(clear, clear, 200_000, dispersion=1.0)
    assert "Rang 1 unter 5 Städten ab 200.000 Einwohnern" in fact.de
    close = claims.compared(cities(A=60, B=55, C=50, D=50, E=45), campaign)
    assert "Rang" not in claims.leads_in_count(close, close, 200_000, dispersion=1.0).de


def spread_over(n_kreise, each=6):
    return pd.DataFrame({"n_reports": [each] * n_kreise + [0] * (400 - n_kreise)})


def test_no_isolated_case_needs_many_places():
    days = pd.DataFrame({"n_least": [1, 2, 0], "n_most": [1, 2, 0]})
    many = claims.not_isolated(spread_over(50), days, 300, k=5)
    few = claims.not_isolated(spread_over(4), days, 24, k=5)
    assert (many.strength, few.strength) == ("shown", "cannot be said")
    assert "50 der 400" in many.de
    assert "2 von 3 Tagen" in many.de
    assert "aus 50 davon mindestens 5, und die Hälfte kommt aus 25" in many.de
    assert "kein Einzelfall" not in few.de


def test_one_place_with_half_of_all_reports_may_be_an_isolated_case():
    table = spread_over(20)
    table.loc[0, "n_reports"] = 200
    fact = claims.not_isolated(table, pd.DataFrame({"n_least": [1], "n_most": [1]}), 314, k=5)
    assert fact.strength == "cannot be said"


def test_what_the_reports_cannot_show_is_stated_as_such():
    assert claims.share_affected().strength == "cannot be said"


def test_a_rise_and_a_fall_are_told_alike_and_never_more_than_suggested():
    changes = pd.DataFrame(
        {"day": pd.to_datetime(["2011-11-17"]), "n_before": [1000], "n_after": [4500],
         "mean_before": [200.0], "mean_after": [900.0], "ratio": [4.5], "near_event": [True]}
    )  # fmt: skip
    rise = claims.course(changes, 7691, k=5)
    assert (rise.strength, rise.caveat) == ("suggested", "media")
    assert "900 statt 200" in rise.de
    fall = claims.course(changes.assign(mean_before=900.0, mean_after=200.0, ratio=0.2), 7691, 5)
    assert (fall.strength, "200 statt 900" in fall.de) == ("suggested", True)
    assert claims.course(changes.assign(n_before=4), 7691, k=5) is None


# -- big cities ------------------------------------------------------------------------------


def test_the_ratio_is_that_of_statsmodels_negative_binomial(kreise):
    """Like with like: Landkreise, which report a twentieth, take no part."""
    rng = np.random.default_rng(2)
    city = (kreise["kind"] == hotspots.CITY).to_numpy()
    mean = kreise["population"] * 1e-4 * rng.gamma(8, 1 / 8, len(kreise)) * np.where(city, 1, 0.05)
    areas = kreise.assign(n_reports=rng.poisson(mean))
    found = bigcity.compare(areas, 500_000)
    own = areas[city]
    design = sm.add_constant(pd.DataFrame({"big": bigcity.is_big(own, 500_000).astype(float)}))
    offset = np.log(own["population"].to_numpy(float))
    theirs = sm.NegativeBinomial(own["n_reports"].to_numpy(), design.to_numpy(), offset=offset)
    assert found.ratio == pytest.approx(np.exp(theirs.fit(disp=0).params[1]), rel=0.01)
    assert found.country > 4
    assert found.lower < 1 < found.upper


def test_limits_hold_whatever_stands_behind_withheld_counts(kreise):
    rng = np.random.default_rng(2)
    counts = rng.poisson(kreise["population"] * 2e-5)
    hidden = (counts > 0) & (counts < 5)
    printed = kreise.assign(
        n_reports=counts,
        n_least=np.where(hidden, 1, counts),
        n_most=pd.array(np.where(hidden, 4, counts), "Int64"),
    )
    big = bigcity.is_big(kreise, 500_000)
    exact = bigcity.ratio(kreise.assign(n_reports=counts), big)
    careful = bigcity.ratio(printed, big)
    assert careful[0] == pytest.approx(exact[0])
    assert careful[1] < exact[1] < exact[2] < careful[2]


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
    for _ in range(40):
        mean = kreise["population"] * 1e-4 * np.exp(rng.normal(0, 0.3, len(kreise)))
        _, low, high = bigcity.ratio(kreise.assign(n_reports=rng.poisson(mean)), big)
        covered.append(low <= 1 <= high)
    assert np.mean(covered) >= 0.9


def test_the_bias_that_explains_an_effect_away_is_the_estimate_and_no_limit(kreise):
    found = big_cities(kreise, 0.6)
    assert bigcity.bias_needed(found) == found.ratio
    assert bigcity.bias_needed(replace(found, ratio=0.5)) == 2.0


@pytest.mark.parametrize(
    ("ratio", "lower", "gap", "said"),
    [(2.0, 1.26, 1.1, "suggested"), (2.0, 1.25, 1.1, "cannot be said"),
     (2.0, 1.26, 2.0, "cannot be said"), (0.5, 0.4, 1.1, "cannot be said")],
)  # fmt: skip
def test_what_a_usual_readiness_would_explain_is_not_said_of_trouble(
    kreise, ratio, lower, gap, said
):
    """READINESS is 1.25; nor is it said where the others have a reporting gap of that size."""
    found = replace(big_cities(kreise, 0.6), ratio=ratio, lower=lower, upper=3 * lower, gap=gap)
    assert claims.READINESS == 1.25
    assert claims.big_city(found)["claim.big_city_trouble"].strength == said


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
    fact = claims.hot_spots(published, n=2, n_national=80, n_reports=500, n_areas=90, visible=2.0)
    assert "Aus zwei Kreisen" in fact.de
    assert "Signale für mehr <faults> oder für mehr Aufmerksamkeit" in fact.de
    assert "(A)" in fact.de
    assert "Über dem Durchschnitt aller Kreise lägen 80" in fact.de
    none = claims.hot_spots(
        published.head(0), n=0, n_national=80, n_reports=500, n_areas=90, visible=3.0
    )
    assert "gibt kein Kreis ein Signal" in none.de
    assert "das 3-Fache" in none.de
    assert none.strength == "suggested"


def test_that_nothing_stands_out_is_not_said_of_reports_from_a_few_places():
    nowhere = pd.DataFrame({"kreis": [], "ags5": [], "is_hotspot": [], "excess": []})
    fact = claims.hot_spots(nowhere, n=0, n_national=3, n_reports=400, n_areas=12, visible=3.0)
    assert (fact.value, fact.strength) == (None, "cannot be said")
    assert "aus zu wenigen Orten" in fact.de


@pytest.mark.parametrize(
    ("n", "national", "de", "en"),
    [(0, 0, "gibt kein Kreis ein Signal", "no Kreis gives a signal"),
     (1, 1, "erwarten lassen (A): ein Signal für mehr <faults> oder für mehr Aufmerksamkeit.",
      "let expect (A): a signal of more <faults> or of more attention."),
     (1, 5, " lägen 5, zöge man nur den Zufall ab", "5 would lie")],
)  # fmt: skip
def test_one_hot_spot_is_said_in_the_singular(n, national, de, en):
    published = pd.DataFrame(
        {"kreis": ["A"], "ags5": ["1"], "is_hotspot": [True], "excess": [5.0]}
    ).head(n)
    fact = claims.hot_spots(published, n, national, 500, 90, 2.0)
    assert de in fact.de
    assert en in fact.en


def test_a_ratio_from_few_areas_or_with_a_wide_interval_is_not_stated(kreise):
    found = big_cities(kreise, 0.6)
    for vague in (replace(found, lower=np.nan), replace(found, lower=2.1, upper=121.3)):
        made = claims.big_city(vague)
        assert made["claim.big_city"].strength == "cannot be said"
        assert made["claim.big_city"].value is None
        assert "zu wenige Meldungen oder Orte" in made["claim.big_city"].de
        assert "wie er üblich ist" not in made["claim.big_city_trouble"].de
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
        "a": highest(campaign, A=300, B=150),
        "b": claims.share_affected(),
        "c": claims.regional(0.3, 0.001, 10),
        "d": claims.not_isolated(
            spread_over(50), pd.DataFrame({"n_least": [1], "n_most": [1]}), 300, 5
        ),
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
