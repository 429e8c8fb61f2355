"""Rates: counts related to inhabitants, with intervals, ranks, funnel and denominators."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.evaluate import districts, funnel, intervals, neighbours, rates
from helpers.settings import HOME, Denominator


@pytest.fixture
def kreise():
    return pd.DataFrame(
        {
            "ags5": ["01001", "01002", "01003"],
            "kreis": ["A", "B", "C"],
            "kind": ["Kreisfreie Stadt", "Landkreis", "Landkreis"],
            "population": [100_000, 20_000, 50_000],
            "population_2018": [120_000, 20_000, 50_000],
        }
    )


@pytest.fixture
def campaign(tmp_path):
    base = settings_module.load(HOME)
    (tmp_path / "data").mkdir()
    return base.model_copy(update={"dir": tmp_path})


# -- counts and intervals --------------------------------------------------------------------


def counts(*values):
    return pd.array(values, dtype="Int64")


def test_a_count_of_zero_has_a_rate_and_an_upper_limit(kreise):
    table = rates.related(kreise.assign(n_reports=counts(2, 0, 1)))
    assert table["reports_per_10k"].tolist() == pytest.approx([0.2, 0.0, 0.2])
    assert table["lower_per_10k"].iloc[1] == 0
    assert table["upper_per_10k"].iloc[1] == pytest.approx(3.689 / 2, abs=1e-3)


def test_a_withheld_count_has_neither_rate_nor_limits_nor_rank(kreise):
    table = rates.ranked(rates.related(kreise.assign(n_reports=counts(2, None, 1))), 0, 0)
    named = ["reports_per_10k", "lower_per_10k", "upper_per_10k", "rank"]
    assert table.loc[1, named].isna().all()
    assert table.loc[[0, 2], named].notna().all(axis=None)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    # Garwood's exact limits as tabulated (e.g. Ulm 1990, Am. J. Epidemiol. 131)
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (20, 12.217, 30.888),
     (100, 81.364, 121.627)],
)  # fmt: skip
def test_poisson_limits_are_the_tabulated_ones(count, lower, upper):
    ours = intervals.poisson(np.array([count]))
    assert [float(side[0]) for side in ours] == pytest.approx([lower, upper], abs=2e-3)


def test_share_limits_equal_those_of_statsmodels():
    for hits, total in [(0, 20), (1, 3), (4997, 7691), (20, 20)]:
        ours = [float(side) for side in intervals.share(hits, total)]
        theirs = proportion_confint(hits, total, method="wilson")
        assert ours == pytest.approx(theirs, abs=1e-9)


def test_a_share_of_nothing_is_unknown():
    assert np.isnan(intervals.share(0, 0)).all()


def test_difference_limits_equal_those_of_statsmodels():
    ours = intervals.difference(56, 70, 48, 80)
    theirs = confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff")
    assert ours == pytest.approx(theirs, abs=1e-6)


def test_a_rate_ratio_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(1)
    pairs = rng.poisson([12.0, 24.0], (2000, 2))
    limits = [intervals.rate_ratio(a, 1.0, b, 2.0)[1:] for a, b in pairs]
    covered = np.mean([low <= 1.0 <= high for low, high in limits])
    assert 0.945 <= covered <= 1.0


def test_a_ratio_to_nothing_has_no_upper_end():
    ratio, lower, upper = intervals.rate_ratio(5, 1.0, 0, 1.0)
    assert np.isinf(ratio)
    assert np.isinf(upper)
    assert lower > 0


# -- ranks and denominators ------------------------------------------------------------------


def test_small_areas_and_small_counts_get_no_rank():
    areas = pd.DataFrame(
        {
            "population": [60_000, 60_000, 900, 60_000],
            "n_reports": [30, 20, 50, 3],
            "reports_per_10k": [5.0, 3.3, 555.0, 0.5],
        }
    )
    ranks = rates.ranked(areas, min_population=50_000, min_reports=10)["rank"]
    assert ranks.tolist()[:2] == [1, 2]
    assert ranks.isna().tolist() == [False, False, True, True]


def test_equal_rates_share_a_rank():
    areas = pd.DataFrame({"population": [1, 1, 1], "n_reports": 1, "reports_per_10k": [2, 2, 1.0]})
    assert rates.ranked(areas, 0, 0)["rank"].tolist() == [1, 1, 3]


def test_a_municipality_of_unknown_size_has_a_count_and_no_rate():
    areas = pd.DataFrame({"n_reports": [3], "population": pd.array([pd.NA], dtype="Int64")})
    related = rates.related(areas)
    assert related["n_reports"].iloc[0] == 3
    assert related["reports_per_10k"].isna().iloc[0]


def with_denominator(campaign, text):
    (campaign.dir / "data" / "customers.csv").write_text(text, encoding="utf-8")
    wanted = Denominator(file="data/customers.csv", column="customers", de="Kunden", source="O2")
    evaluation = campaign.evaluation.model_copy(update={"denominators": [wanted]})
    return campaign.model_copy(update={"evaluation": evaluation})


def test_a_denominator_is_read_in_the_order_of_the_kreise(campaign, kreise):
    ready = with_denominator(campaign, "ags5,customers\n01003,5\n1001,7\n01002,6\n")
    assert rates.denominators(ready, kreise)["customers"].tolist() == [7.0, 6.0, 5.0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ags5,customer\n01001,1\n", 'no column customers; .* Did you mean "customer"'),
        ("ags5,customers\n01001,1\n01002,x\n01003,1\n", "row 3: customers: .*above 0, got 'x'"),
        ("ags5,customers\n01001,1\n01002,0\n01003,1\n", "row 3: customers: .*above 0, got '0'"),
        ("ags5,customers\n01001,1\n01002,1\n", "no value for the Kreis 01003"),
        ("ags5,customers\n01001,1\n01001,1\n01002,1\n01003,1\n", "ags5 01001 is there twice"),
    ],
)
def test_a_faulty_denominator_is_named(campaign, kreise, text, message):
    with pytest.raises(CampaignError, match=message):
        rates.denominators(with_denominator(campaign, text), kreise)


def test_a_missing_denominator_file_is_named(campaign, kreise):
    ready = with_denominator(campaign, "")
    (campaign.dir / "data" / "customers.csv").unlink()
    with pytest.raises(CampaignError, match=r"customers\.csv: not found; campaign\.yml names it"):
        rates.denominators(ready, kreise)


# -- funnel ----------------------------------------------------------------------------------


def chance(seed, sd):
    rng = np.random.default_rng(seed)
    population = rng.lognormal(11.9, 0.6, 400).astype(int)
    counts = rng.poisson(population * 1e-4 * np.exp(rng.normal(-(sd**2) / 2, sd, 400)))
    return pd.DataFrame({"n_reports": counts, "population": population})


@pytest.mark.parametrize("sd", [0.0, 0.3])
def test_few_areas_lie_outside_the_funnel_by_chance_and_heterogeneity(sd):
    marked = funnel.outside(chance(1, sd))
    assert marked["outside_95"].mean() < 0.08
    assert marked["outside_998"].mean() < 0.01


def test_an_outlier_lies_outside_and_does_not_widen_the_funnel():
    areas = chance(2, 0.1)
    before = funnel.limits(areas)
    areas.loc[[5, 9], "n_reports"] = areas.loc[[5, 9], "n_reports"] * 8 + 40
    assert funnel.outside(areas).loc[[5, 9], "outside_998"].all()
    assert funnel.limits(areas)["upper_998"].iloc[30] < before["upper_998"].iloc[30] * 1.15


def test_the_funnel_narrows_with_size_and_nests():
    curves = funnel.limits(chance(3, 0.0))
    assert curves["upper_95"].iloc[0] > 2 * curves["upper_95"].iloc[-1]
    assert (curves["upper_998"] >= curves["upper_95"]).all()
    assert (curves["lower_998"] <= curves["lower_95"]).all()


def test_a_campaign_without_reports_has_a_flat_funnel():
    areas = chance(4, 0.0).assign(n_reports=0)
    assert (funnel.limits(areas).drop(columns="population") == 0).all(axis=None)


# -- neighbours and districts ----------------------------------------------------------------


def test_an_island_gets_its_nearest_neighbour():
    shapes = [box(0, 0, 1, 1), box(1, 0, 2, 1), box(9, 0, 10, 1)]
    areas = gpd.GeoDataFrame(geometry=shapes, crs="EPSG:3035")
    matrix = neighbours.contiguity(areas).toarray()
    assert matrix.tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]


def test_equal_values_have_no_local_statistic():
    shapes = [box(i, 0, i + 1, 1) for i in range(5)]
    matrix = neighbours.contiguity(gpd.GeoDataFrame(geometry=shapes, crs="EPSG:3035"))
    table = neighbours.local(np.ones(5), matrix, seed=1)
    assert table["gi_star"].isna().all()
    assert (table["local_moran_kind"] == "").all()


def in_districts(**of):
    """Protected districts of city 1, and the city; None = not printed."""
    rows = pd.DataFrame(
        {"ags8": "1", "city": "Stadt", "district": list(of), "n_reports": list(of.values())}
    )
    return rows.astype({"ags8": "str", "district": "str", "n_reports": "Int64"})


def city(n):
    return pd.DataFrame({"ags8": ["1"], "n_reports": counts(n)}).astype({"ags8": "str"})


def sizes(**of):
    known = pd.DataFrame({"ags8": "1", "district": list(of), "population": list(of.values())})
    return known.astype({"ags8": "str", "district": "str", "population": "Int64"})


def test_a_district_has_its_share_of_all_reports_of_the_city():
    table = districts.compared(in_districts(Nord=30, Süd=10, Ost=None), city(100), sizes())
    assert table["share"].tolist()[:2] == pytest.approx([0.3, 0.1])
    assert table.loc[2, ["share", "lower_share", "upper_share"]].isna().all()
    assert table["ratio_to_city"].isna().all()


def test_a_district_of_a_city_that_is_a_range_has_no_share():
    table = districts.compared(in_districts(Nord=30), city(None), sizes())
    assert table[["share", "lower_share", "upper_share"]].isna().all(axis=None)


def test_a_district_is_set_against_the_rest_of_its_city_where_sizes_are_known():
    table = districts.compared(
        in_districts(Nord=80, Süd=20, Ost=40, West=21, Mitte=19),
        city(500),
        sizes(Nord=10_000, Süd=10_000, Ost=20_000, West=10_000, Mitte=10_000),
    ).set_index("district")
    assert table.loc["Nord", "ratio_to_city"] == pytest.approx((80 / 1) / (100 / 5))
    assert table.loc["Nord", "lower_ratio"] > 1
    assert table.loc["Nord", "q_value"] < 0.05
    assert table.loc["Süd", "reports_per_10k"] == pytest.approx(20)


def test_a_withheld_district_is_no_rest_of_its_city():
    known = sizes(Nord=10_000, Süd=10_000, Ost=20_000)
    table = districts.compared(in_districts(Nord=80, Süd=20, Ost=None), city(500), known)
    assert table["ratio_to_city"].tolist()[:2] == pytest.approx([4.0, 0.25])
    assert table.loc[2, ["ratio_to_city", "reports_per_10k", "q_value"]].isna().all()


def test_a_faulty_district_population_is_named(campaign):
    path = campaign.raw / districts.POPULATION_FILE
    path.parent.mkdir(parents=True)
    path.write_text("ags8,district,population\n11000000,Mitte,viele\n", encoding="utf-8")
    with pytest.raises(CampaignError, match=r"city_districts.csv, row 2: population: .*'viele'"):
        districts.population(campaign)


def test_without_a_file_no_district_population_is_known(campaign):
    assert districts.population(campaign).empty
