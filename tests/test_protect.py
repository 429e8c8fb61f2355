"""What may be printed: no small count can be told, totals help, nothing looks at the withheld."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protect_cases import DAY, counted, readings

from helpers import protect, schema
from helpers.count import times
from helpers.protect import decide, grid
from helpers.protect.system import System, bounds, cells, sums

K = 5


def printed(*args, k: int = K, **more) -> dict[str, pd.DataFrame]:
    tables, n_reports = counted(*args, **more)
    return protect.tables(tables, n_reports, k, [])


def shown(made: dict[str, pd.DataFrame], name: str, key: str) -> dict[str, tuple]:
    frame = made[name].set_index(key)
    most = frame["n_most"].astype("Float64").fillna(np.inf)
    return {code: (int(frame["n_least"][code]), float(most[code])) for code in frame.index}


def test_a_small_count_is_withheld_and_zero_is_printed():
    made = printed({"01001": 3, "01002": 0, "01003": 40, "01004": 2, "02001": 60, "02002": 4})
    of = shown(made, "kreise", "ags5")
    assert of["01001"] == of["01004"] == of["02002"] == (1, 4)
    assert of["01002"] == (0, 0)
    assert of["01003"] == (40, 40)


def test_a_land_with_a_withheld_kreis_is_a_range_of_tens():
    made = printed({"01001": 3, "01002": 500, "02001": 3, "02002": 700, "03001": 2, "03002": 81})
    assert shown(made, "laender", "land") == {
        "Land 01": (500, 509),
        "Land 02": (700, 709),
        "Land 03": (80, 89),
    }


def test_a_land_whose_kreise_are_all_printed_is_exact():
    made = printed({"01001": 12, "01002": 0, "02001": 30, "02002": 4, "03001": 9, "03002": 3})
    assert shown(made, "laender", "land")["Land 01"] == (12, 12)


def test_few_reports_from_all_over_name_the_places_with_enough():
    """Two reports from two Kreise of a Land would tell each other: the Land says 0 to 19."""
    small = {f"{land:02d}00{n}": 3 for land in range(2, 12) for n in (1, 2)}
    made = printed({"01001": 22, "01002": 12, "01003": 2, **small})
    kreise = shown(made, "kreise", "ags5")
    assert (kreise["01001"], kreise["01002"]) == ((22, 22), (12, 12))
    assert all(kreise[one] == (1, 4) for one in small)
    laender = made["laender"]
    assert laender["n_most"].notna().all()


def test_a_total_stays_exact_only_where_every_total_in_its_range_would_be_safe():
    """Nine withheld Kreise that sum to 20 tell nothing; but a sum of 9 would tell them all."""
    small = {f"010{n:02d}": 2 for n in range(1, 10)}
    of = shown(printed({**small, "02001": 3, "02002": 100, "03001": 50, "03002": 1}), "laender",
               "land")  # fmt: skip
    assert of["Land 01"] == (0, 19)  # 18; a range of tens would tell where it is 9 or 10 to 12


def test_cities_are_listed_from_k_reports_on():
    made = printed(
        {"01001": 60, "01002": 3, "02001": 40},
        {"01001001": 30, "01001002": 4, "01002001": 3, "02001001": 40},
    )
    assert set(made["cities"]["ags8"]) == {"01001001", "02001001"}


def test_what_a_kreis_leaves_of_its_cities_is_a_count_too():
    """60 reports, 57 of them from two listed cities: the other three must not follow."""
    made = printed({"01001": 60, "02001": 40}, {"01001001": 30, "01001002": 27})
    of = shown(made, "cities", "ags8")
    kreis = shown(made, "kreise", "ags5")["01001"]
    left = kreis[1] - sum(low for low, _ in of.values())
    least = kreis[0] - sum(high for _, high in of.values())
    assert left - max(least, 0) >= K - 2


def test_of_a_whole_campaign_of_three_reports_no_place_can_be_told():
    made = printed({"01001": 3, "01002": 0, "02001": 0})
    assert made["total"]["n_reports"].tolist()[0] == 3
    assert readings(made)["01001"] == {0, 1, 2, 3}


def test_the_only_small_kreis_is_hidden_by_the_total_of_another_land():
    made = printed({"01001": 3, "01002": 40, "02001": 60, "02002": 70})
    assert len(readings(made)["01001"]) >= K - 1


def test_the_choice_does_not_look_at_withheld_counts():
    """Other counts behind the withheld ones, with the same printed totals: the same tables."""
    one = printed({"01001": 3, "01002": 1, "01003": 50, "02001": 2, "02002": 2, "02003": 90})
    two = printed({"01001": 1, "01002": 3, "01003": 50, "02001": 1, "02002": 3, "02003": 90})
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, two[name])


@pytest.mark.parametrize("k", [2, 3, 5, 10, 12])
def test_every_range_of_the_grid_holds_at_least_k_numbers(k):
    values = np.arange(k, 400)
    for level in range(1, len(grid.FACTORS) + 1):
        low, high = grid.interval(values, np.full(len(values), level), k)
        assert (low <= values).all()
        assert (values <= high).all()
        assert (high - low + 1 >= k).all()


def test_tables_are_as_described():
    for name, table in printed({"01001": 3, "01002": 40, "02001": 60, "02002": 2}).items():
        schema.check(f"03_{name}", table)


counts = st.one_of(st.just(0), st.integers(1, 4), st.integers(0, 25), st.integers(90, 120))
some_kreise = st.lists(st.lists(counts, min_size=1, max_size=4), min_size=1, max_size=3)


def coded(lands: list[list[int]]) -> dict[str, int]:
    return {
        f"{land:02d}{place:03d}": n
        for land, places in enumerate(lands, start=1)
        for place, n in enumerate(places, start=1)
    }


@settings(max_examples=150, deadline=None)
@given(some_kreise, st.integers(0, 8))
def test_no_reader_can_tell_a_small_count(lands, unlocated):
    of = coded(lands)
    tables, total = counted(of, unlocated=unlocated)
    if total < K:
        return
    made = protect.tables(tables, total, K, [])
    possible = readings(made)
    vague = made["kreise"].set_index("ags5")["suppressed"]
    for code, n in of.items():
        assert n in possible[code]
        if 0 < n < K:
            assert vague[code]
        if vague[code]:
            assert len(possible[code]) >= min(K - 1, total)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=2, max_size=5), st.data())
def test_bounds_are_those_that_trying_all_numbers_gives(values, data):
    """A sum of hidden cells against a second sum that crosses it, by enumeration."""
    n = len(values)
    rows = [("all", sum(values), True, True, 0, 0)]
    rows += [(f"c{i}", v, True, False, 0, 0) for i, v in enumerate(values)]
    half = values[: n // 2 + 1]
    rows.append(("half", sum(half), True, True, 0, 0))
    table = pd.concat(
        [
            sums([("all", f"c{i}") for i in range(n)]),
            sums([("half", f"c{i}") for i in range(len(half))]),
        ]
    )
    system = System(cells(rows), table)
    low = system.cells["value"].to_numpy(float).copy()
    high = low.copy()
    for i in data.draw(st.sets(st.integers(0, n - 1), min_size=1)):
        low[i + 1], high[i + 1] = 0, 40
    found = bounds(system, low, high, np.arange(len(low)), 1000)
    spans = [
        range(int(a), int(b) + 1) for a, b in zip(low[1 : n + 1], high[1 : n + 1], strict=True)
    ]
    fits = [[], *[[] for _ in range(n - 1)]]
    free = [i for i in range(n) if low[i + 1] < high[i + 1]]
    if len(free) > 3:
        return
    for chosen in itertools.product(*(spans[i] for i in free)):
        trial = list(values)
        for i, v in zip(free, chosen, strict=True):
            trial[i] = v
        if sum(trial) == sum(values) and sum(trial[: len(half)]) == sum(half):
            for i in range(n):
                fits[i].append(trial[i])
    for i in range(n):
        assert (found[0][i + 1], found[1][i + 1]) == (min(fits[i]), max(fits[i]))


def test_levels_are_whole_numbers_per_cell():
    tables, total = counted({"01001": 3, "01002": 40})
    from helpers.protect import places

    system = places.system(tables["kreise"].assign(), tables["cities"], tables["districts"], total)
    assert set(decide.levels(system, K).index) == set(system.cells.index)


SCHLESWIG_HOLSTEIN = {
    "01001": 23, "01002": 49, "01003": 38, "01004": 11, "01053": 2, "01054": 2, "01056": 1,
    "01057": 1, "01058": 1, "01060": 1,
}  # fmt: skip
"""The sample's Kreise: six withheld, one that became a range only for some of its last digits."""


def test_the_choice_itself_leaves_each_small_count_four_values():
    """Whoever knows the rules protects every table that fits, and keeps those that look alike."""
    others = {f"{land:02d}{n:03d}": 3 for land in range(2, 8) for n in range(4)}

    def look(of_land: dict[str, int]) -> tuple:
        made = printed({**of_land, **others, "09001": 2_000 - sum(of_land.values())})
        kreise, laender = shown(made, "kreise", "ags5"), shown(made, "laender", "land")
        return [kreise[code] for code in of_land], laender["Land 01"]

    true, (first, *rest) = look(SCHLESWIG_HOLSTEIN), list(SCHLESWIG_HOLSTEIN)[4:]
    seen = {
        n
        for n, large, flensburg in itertools.product(range(1, 5), (10, 11, 12), (20, 23))
        if look(
            SCHLESWIG_HOLSTEIN
            | dict.fromkeys(rest, 1)
            | {first: n, "01004": large, "01001": flensburg}
        )
        == true
    }
    assert seen == {1, 2, 3, 4}


def test_few_reports_give_no_table_of_hours_and_take_no_time_over_it():
    """253 reports on 35 days and 168 hours once took a quarter of an hour."""
    chance = np.random.default_rng(5)
    days = pd.DataFrame({"day": pd.date_range(DAY, periods=35), "n_reports": 0})
    hours = pd.DataFrame(
        itertools.product(range(7), range(24)), columns=["weekday", "hour"]
    ).assign(n_reports=0)
    for _ in range(253):
        day, hour = chance.integers(0, 35), int(chance.normal(15, 4)) % 24
        days.loc[day, "n_reports"] += 1
        weekday = days["day"].dt.day_of_week[day]
        hours.loc[hours["weekday"].eq(weekday) & hours["hour"].eq(hour), "n_reports"] += 1
    tables, n_reports = counted({"01001": 173, "01002": 80})
    tables |= {"days": days, "hours": hours, "weeks": times.per_week(days)}
    made = protect.tables(tables, n_reports, K, [])
    assert made["hours"].empty
    assert made["days"]["n_most"].notna().any()


def test_a_thin_last_week_is_not_told_by_the_weeks_before():
    """Three days of a week with one report or two, and everything before in exact weeks."""
    of_days = [1, 1, 5, 12, 6, 12, 11, 3, 4, 18, 14, 13, 15, 6, 1, 0, 1, 0, 0, 0, 2]
    days = pd.DataFrame({"day": pd.date_range("2024-03-11", periods=21), "n_reports": of_days})
    tables, n_reports = counted({"01001": sum(of_days)})
    tables |= {"days": days, "weeks": times.per_week(days)}
    weeks = protect.tables(tables, n_reports, K, [])["weeks"]
    assert weeks["n_reports"].isna().sum() >= 2, "one range alone is all less the others"
