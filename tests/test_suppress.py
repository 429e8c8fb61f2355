"""Promises of the published counts: no small count is printed, or can be worked out."""

import numpy as np
import pandas as pd
import pytest
from disclosure_fixtures import release, reports, tables

from helpers import suppress
from helpers.attack import subtract
from helpers.attack.counts import with_least
from helpers.errors import CampaignError
from helpers.suppress import archive

K = 5
PLACES = ("laender", "kreise", "cities", "districts")
TIMES = ("weeks", "days", "hours")


def attacked(true: dict, published: dict, k: int = K) -> list[str]:
    """Let somebody who has all published tables and the exact totals work out small counts."""
    cells = published["cells"].set_index("cell")
    seen = {name: with_least(published[name], name, cells) for name in PLACES + TIMES}
    known = (
        subtract.places({n: seen[n] for n in PLACES}, int(true["kreise"]["n_reports"].sum())),
        subtract.times({n: seen[n] for n in TIMES}, int(true["days"]["n_reports"].sum()), True),
    )
    leaks = []
    for equations, names in zip(known, (PLACES[1:], TIMES), strict=True):
        small = {}
        for name in names:
            few = true[name][true[name]["n_reports"].between(1, k - 1)]
            small |= dict(zip(subtract.keys(name, few), few["n_reports"], strict=True))
        leaks += subtract.recovered(equations, small, k)
    return leaks


@pytest.fixture(scope="module", params=[(60, 1), (700, 2), (2500, 3)], ids=str)
def campaign(request):
    true = tables(reports(*request.param))
    return true, suppress.publish(true, K)


def test_no_table_prints_a_count_of_one_to_four(campaign):
    _, published = campaign
    for name in suppress.TABLES:
        assert not published[name]["n_reports"].between(1, K - 1).any(), name


def test_a_printed_count_is_the_true_one(campaign):
    true, published = campaign
    for name in suppress.TABLES:
        shown = ~published[name]["suppressed"]
        assert (published[name]["n_reports"][shown] == true[name]["n_reports"][shown]).all(), name


def test_zeros_are_printed_where_sums_allow(campaign):
    true, published = campaign
    nobody = true["kreise"]["n_reports"] == 0
    assert (published["kreise"].loc[nobody, "n_reports"] == 0).all()


def test_no_small_count_can_be_worked_out(campaign):
    assert attacked(*campaign) == []


def test_a_suppressed_row_keeps_its_name_and_no_statistic(campaign):
    _, published = campaign
    hidden = published["kreise"][published["kreise"]["suppressed"]]
    assert len(hidden)
    assert hidden["kreis"].str.startswith("Kreis").all()
    assert hidden[["n_reports", "reports_per_10k", "rank", "is_hotspot"]].isna().all(axis=None)


def test_ranks_leave_no_gap_for_a_withheld_place(campaign):
    _, published = campaign
    ranks = published["kreise"]["rank"].dropna().astype(int)
    assert ranks.min() == 1
    assert (ranks <= len(ranks)).all()


def test_large_counts_stay():
    true = tables(reports(4000, 3))
    large = true["kreise"]["n_reports"] >= 50
    assert large.sum() > 5
    assert not suppress.publish(true, K)["kreise"]["suppressed"][large].any()


def test_without_secondary_suppression_the_attack_succeeds():
    """The attack is no decoration: primary suppression alone is broken."""
    true = tables(reports(700, 2))
    published = suppress.publish(true, K)
    for name in suppress.TABLES:
        small = true[name]["n_reports"].between(1, K - 1)
        published[name]["n_reports"] = true[name]["n_reports"].astype("Int64").mask(small)
    laender = true["kreise"].groupby("land", as_index=False)["n_reports"].sum()
    published["laender"]["n_reports"] = laender["n_reports"].astype("Int64")
    published["cells"]["exact"] = True
    assert any("can be told" in leak for leak in attacked(true, published))


def test_three_reports_from_one_place_are_not_told_apart():
    one = reports(700, 2).head(3).assign(ags5="01001", ags8="01001001", district="Mitte", city="A")
    true = tables(one)
    published = suppress.publish(true, K)
    assert published["cities"]["n_reports"].isna().all()
    assert published["kreise"]["n_reports"].isna().all(), "zeros would leave one place only"


def test_a_total_smaller_than_its_parts_is_an_error():
    true = tables(reports(60, 1))
    true["cities"].loc[0, "n_reports"] += 1000
    with pytest.raises(CampaignError, match=r"parts of Kreis .* count"):
        suppress.publish(true, K)


def test_a_neighbourhood_statistic_stays_only_among_printed_neighbours():
    true = tables(reports(700, 2))
    true["kreise"]["gi_star"] = 1.0
    n = len(true["kreise"])
    ring = np.eye(n, k=1) + np.eye(n, k=-1)
    published = suppress.publish(true, K, touching=ring)["kreise"]
    hidden = published["suppressed"].to_numpy()
    beside = np.r_[hidden[1:], False] | np.r_[False, hidden[:-1]]
    assert (published["gi_star"].isna() == (hidden | beside)).all()
    assert suppress.publish(true, K)["kreise"]["gi_star"].isna().all(), "neighbours unknown"


def test_a_districts_share_goes_when_it_tells_a_withheld_remainder():
    true = tables(reports(700, 2))
    true["districts"]["share"] = 0.5
    published = suppress.publish(true, K)
    cells = published["cells"].set_index("cell")
    rest = ("city-rest:" + published["districts"]["ags8"]).map(cells["exact"])
    city = ("city:" + published["districts"]["ags8"]).map(cells["exact"])
    withheld = ~(rest.astype(bool) & city.astype(bool))
    assert withheld.any()
    assert published["districts"].loc[withheld, "share"].isna().all()


def test_the_running_total_tells_no_withheld_day():
    late = reports(60, 1, n_days=19)
    true = tables(late)
    published = suppress.publish(true, K)["days"]
    step = published["n_cumulative"].astype("float64").diff()
    told = step.notna() & published["suppressed"]
    assert not told.any()


@pytest.mark.parametrize("before", [400, 590])
def test_between_releases_a_count_moves_by_nothing_or_by_k(before):
    every = reports(600, 2)
    old = suppress.publish(tables(every[:before]), K)
    true = tables(every)
    new = suppress.publish(true, K, [release(1, old)])
    for name in suppress.TABLES:
        keys = [c for c in archive_keys(name) if c in new[name]]
        both = old[name].merge(new[name], on=keys, suffixes=("_old", "_new"))
        moved = (both["n_reports_new"] - both["n_reports_old"]).abs().dropna()
        assert not moved.between(1, K - 1).any(), name
        assert not new[name]["n_reports"].between(1, K - 1).any(), name
    assert attacked(true, new) == []


def archive_keys(name: str) -> list[str]:
    return {
        "kreise": ["ags5"],
        "cities": ["ags8"],
        "districts": ["ags8", "district"],
        "weeks": ["week"],
        "days": ["day"],
        "hours": ["weekday", "hour"],
        "categories": ["category"],
        "cooccurrence": ["category_a", "category_b"],
    }[name]


def test_an_unchanged_campaign_prints_the_release_again():
    true = tables(reports(700, 2))
    old = suppress.publish(true, K)
    again = suppress.publish(true, K, [release(1, old)], unchanged=True)
    for name in suppress.TABLES:
        pd.testing.assert_frame_equal(again[name], old[name])


def test_a_withdrawn_report_is_in_no_printed_count():
    every = reports(600, 2)
    old = suppress.publish(tables(every), K)
    biggest = old["kreise"].dropna(subset="n_reports").sort_values("n_reports").iloc[-1]
    gone = every[every["ags5"] == biggest["ags5"]].index[0]
    true = tables(every.drop(index=gone))
    new = suppress.publish(true, K, [release(1, old)])
    for name in ("kreise", "cities", "districts"):
        printed = new[name]["n_reports"].dropna()
        assert (printed <= true[name]["n_reports"][printed.index]).all(), name
    moved = new["kreise"].set_index("ags5").loc[biggest["ags5"], "n_reports"]
    assert moved <= biggest["n_reports"] - K


def test_a_release_reads_back_as_it_was_written(tmp_path):
    published = suppress.publish(tables(reports(700, 2)), K)
    for name in (*suppress.TABLES, "laender"):
        frame = published[name]
        path = tmp_path / f"{name}.csv"
        path.write_text(archive.as_csv(frame), encoding="utf-8")
        types = {column: str(dtype) for column, dtype in frame.dtypes.items()}
        pd.testing.assert_frame_equal(archive._table(path, types), frame, check_dtype=True)


def test_a_campaign_without_reports_is_published_as_zeros():
    nobody = tables(reports(60, 1))
    nobody["kreise"]["n_reports"] = 0
    empty = {name: frame.iloc[:0] for name, frame in nobody.items() if name != "kreise"}
    published = suppress.publish({"kreise": nobody["kreise"], **empty}, K)
    assert (published["kreise"]["n_reports"] == 0).all()
    assert not published["kreise"]["suppressed"].any()
