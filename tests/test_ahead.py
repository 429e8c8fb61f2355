"""Who is said to be ahead: nobody whom a count printed as a range may exceed."""

import pandas as pd
import pytest

from helpers.evaluate import ahead, rates

NA = pd.NA


def places(**more) -> pd.DataFrame:
    """Four Kreise as an unseen campaign had them: 37, "20 to 29", 10, withheld."""
    table = pd.DataFrame(
        {
            "ags5": ["13071", "13073", "13076", "13003"],
            "n_reports": pd.array([37, NA, 10, NA], dtype="Int64"),
            "n_least": pd.array([37, 20, 10, 1], dtype="Int64"),
            "n_most": pd.array([37, 29, 10, 4], dtype="Int64"),
            "population": [250_000, 220_000, 210_000, 200_000],
        }
    )
    return table.assign(**more)


def test_a_list_of_most_reports_ends_where_a_range_may_exceed():
    assert ahead.surely(places())["ags5"].tolist() == ["13071"]


def test_of_a_count_of_which_nothing_is_known_nobody_is_ahead():
    nothing = places(n_most=pd.array([37, NA, 10, 4], dtype="Int64"))
    assert ahead.surely(nothing).empty


def test_small_withheld_counts_take_no_place_from_others():
    small = places().iloc[[0, 2, 3]]
    assert ahead.surely(small)["ags5"].tolist() == ["13071", "13076"]


def test_a_rank_by_rate_is_given_down_to_what_a_range_may_reach():
    ranked = rates.ranked(rates.related(places()), 100_000, 10)
    assert ranked["rank"].tolist() == [1, NA, NA, NA]


@pytest.mark.parametrize(("most", "leads"), [(29, True), (99, False)])
def test_a_city_leads_in_count_only_if_no_range_may_be_larger(most, leads):
    from helpers.evaluate import claims

    counts = pd.array([37, NA, 31, NA], dtype="Int64")
    cities = places(n_reports=counts, n_most=pd.array([37, most, 31, 4], dtype="Int64"))
    cities = rates.related(
        cities.assign(
            ags8=cities["ags5"] + "000", city=cities["ags5"], suppressed=cities["n_reports"].isna()
        )
    ).iloc[:3]
    told = claims.leads_in_count(cities, claims.printed(cities), 100_000)
    assert (told is not None) == leads
