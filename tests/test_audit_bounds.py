"""Bounds of the audit against the plainest oracle: every table of integers that fits is listed."""

import itertools

import pandas as pd
from audit_fixtures import Campaign
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.audit import bounds
from helpers.audit.bounds import Goal, System

NEED = 4


def every_point(low, high, rows):
    """List the integer points within bounds that fulfil every row."""
    spans = [range(a, b + 1) for a, b in zip(low, high, strict=True)]
    return [
        point
        for point in itertools.product(*spans)
        if all(
            least <= sum(f * point[c] for c, f in terms.items()) <= most
            for terms, least, most in rows
        )
    ]


@st.composite
def systems(draw):
    """A small system that some point fulfils: 5 counts, sums, ranges, rounded shares, orders."""
    point = draw(st.lists(st.integers(0, 7), min_size=5, max_size=5))
    low, high = [], []
    for value in point:
        low.append(draw(st.integers(max(0, value - 4), value)))
        high.append(draw(st.integers(value, value + 4)))
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        columns = draw(st.lists(st.integers(0, 4), min_size=2, max_size=4, unique=True))
        factors = draw(st.lists(st.sampled_from([1, 1, 1, -1, 2, -0.5]), min_size=4, max_size=4))
        terms = dict(zip(columns, factors, strict=False))
        here = sum(factor * point[column] for column, factor in terms.items())
        rows.append(
            (
                terms,
                here - draw(st.sampled_from([0, 0, 1, 99])),
                here + draw(st.sampled_from([0, 0, 2, 99])),
            )
        )
    return low, high, rows


def solved(low, high, rows, goals):
    system = System()
    for at in range(len(low)):
        system.column(at)
        system.low[at], system.high[at] = low[at], high[at]
    for terms, least, most in rows:
        system.add(terms, least, most, "row")
    return bounds.solve(system, goals, NEED)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(systems())
def test_a_count_has_as_many_values_as_the_list_of_all_tables_says(system):
    low, high, rows = system
    points = every_point(low, high, rows)
    found, contradictions = solved(low, high, rows, [Goal(at) for at in range(5)])
    assert contradictions == []
    for at in range(5):
        values = {point[at] for point in points}
        answer = found[Goal(at)]
        assert (answer.n_values >= NEED) == (len(values) >= NEED)
        if len(values) < NEED:
            assert answer.least <= min(values)
            assert max(values) <= answer.most


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(systems())
def test_a_change_that_may_be_none_is_open_and_no_other(system):
    low, high, rows = system
    points = every_point(low, high, rows)
    goal = Goal(0, minus=1, change=True)
    answer = solved(low, high, rows, [goal])[0][goal]
    values = {point[0] - point[1] for point in points}
    if 0 not in values and len(values) < NEED and any(abs(value) <= NEED for value in values):
        assert answer.n_values < NEED
    elif 0 in values:
        assert answer.least <= 0 <= answer.most


def test_whole_numbers_are_tighter_than_a_relaxation():
    """x + 2 y = 7 and y ≤ 3: x is 1, 3 or 5; a relaxation has all from 1 to 5."""
    found, _ = solved([1, 0], [5, 3], [({0: 1, 1: 2}, 7, 7)], [Goal(0)])
    assert (found[Goal(0)].least, found[Goal(0)].most, found[Goal(0)].n_values) == (1, 5, 3)


def test_values_between_the_bounds_that_cannot_be_are_not_counted():
    """x = 3 y: 3, 6, 9 within 1 to 9."""
    found, _ = solved([1, 1], [9, 9], [({0: 1, 1: -3}, 0, 0)], [Goal(0)])
    assert found[Goal(0)].n_values == 3


def test_rows_that_contradict_each_other_are_named_and_the_rest_is_bounded():
    system = System()
    for name, (low, high) in {"a": (1, 4), "b": (1, 4), "c": (1, 4), "d": (1, 4)}.items():
        column = system.column(name)
        system.low[column], system.high[column] = low, high
    system.add({"a": 1, "b": 1}, 2, 3, "one table")
    system.add({"a": 1, "b": 1, "c": 1}, 9, 12, "another table")
    system.add({"d": 1}, 2, 2, "a third")
    goals = [Goal(system.place[name]) for name in "ad"]
    found, contradictions = bounds.solve(system, goals, NEED)
    assert contradictions
    assert {said for one in contradictions for said in one} <= {"one table", "another table"}
    assert found[goals[1]].n_values == 1


def test_what_is_assumed_gives_way_where_it_contradicts():
    system = System()
    column = system.column("a")
    system.low[column], system.high[column] = 1, 4
    system.add({"a": 1}, 7, 7, "an assumption", sure=False)
    found, contradictions = bounds.solve(system, [Goal(column)], NEED)
    assert contradictions == []
    assert found[Goal(column)].n_values == 4


def test_only_the_assumption_at_fault_gives_way():
    system = System()
    for name in "abc":
        column = system.column(name)
        system.low[column], system.high[column] = 1, 4
    system.add({"a": 1, "b": 1, "c": 1}, 6, 6, "a sum")
    system.add({"a": 1, "b": -1}, 1, 1, "an order", sure=False)
    system.add({"c": 1, "b": 1}, 9, 9, "an error", sure=False)
    found, contradictions = bounds.solve(system, [Goal(system.place["a"])], NEED)
    assert contradictions == []
    answer = found[Goal(system.place["a"])]
    assert answer.n_values < NEED  # 2 + 1 + 3 and 3 + 2 + 1; without the order 1 to 4


@st.composite
def crossings(draw):
    """Weeks of two places, some withheld, with what is printed of the margins."""
    cells = [draw(st.integers(0, 9)) for _ in range(6)]
    return cells, draw(st.sampled_from(["exact", "range", "none"]))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(crossing=crossings())
def test_a_published_crossing_is_bounded_as_its_list_of_tables_says(crossing, tmp_path_factory):
    """From the files to the verdict: two Kreise by three weeks with margins, all fits listed."""
    cells, margin = crossing
    places, weeks = ("09162", "05315"), ("2011-W45", "2011-W46", "2011-W47")
    frame = pd.DataFrame(itertools.product(places, weeks), columns=["ags5", "week"])
    frame["n"] = cells
    small = frame["n"].between(1, 4)
    made = Campaign(tmp_path_factory.mktemp("crossing"))
    printed = frame.assign(n_reports=frame["n"].astype("Int64").mask(small), suppressed=small)
    made.put("crossing.csv", printed.drop(columns="n"))
    totals = frame.groupby("ags5")["n"].sum()
    spans = {
        ags5: (n, n) if margin == "exact" else (n // 10 * 10, n // 10 * 10 + 9)
        for ags5, n in totals.items()
    }
    if margin != "none":
        made.put(
            "kreise.csv",
            pd.DataFrame(
                {
                    "ags5": list(spans),
                    "n_reports": [a if a == b else None for a, b in spans.values()],
                    "n_least": [a for a, _ in spans.values()],
                    "n_most": [b for _, b in spans.values()],
                }
            ),
        )
    found = set(made.found("narrow"))
    for ags5 in places:
        here = frame[frame["ags5"] == ags5]
        spans_here = [(1, 4) if 1 <= n <= 4 else (n, n) for n in here["n"]]
        low, high = spans.get(ags5, (0, 99)) if margin != "none" else (0, 99)
        fits = [
            p
            for p in itertools.product(*(range(a, b + 1) for a, b in spans_here))
            if low <= sum(p) <= high
        ]
        for at, week in enumerate(weeks):
            if 1 <= here["n"].iloc[at] <= 4:
                few = len({point[at] for point in fits}) < NEED
                assert (f"narrow: release 1, place {ags5}, week {week}" in found) == few
