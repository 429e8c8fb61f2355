"""Crossings: a place's counts by fault are printed as a whole or not at all."""

import pandas as pd
import pytest

from helpers.protect import crossings

K = 5
CITIES = pd.DataFrame(
    {
        "ags8": ["11000000", "02000000", "09162000"],
        "n_reports": pd.array([200, 150, 120], dtype="Int64"),
        "population": pd.array([3_000_000, 1_800_000, 1_300_000], dtype="Int64"),
        "suppressed": False,
    }
)


def crossing(**places: tuple[int, int, int]) -> pd.DataFrame:
    """Make a crossing from place → (reports naming a, naming b, all of the place)."""
    rows = [
        {"ags8": code.strip("_"), "city": code, "category": name, "n_reports": n, "n_asked": asked}
        for code, (a, b, asked) in places.items()
        for name, n in (("a", a), ("b", b))
    ]
    return pd.DataFrame(rows)


ALL = {"_": (600, 500, 1_000)}


def test_a_place_whose_counts_are_large_is_printed():
    made = crossings.protect(crossing(**ALL, _11000000=(90, 80, 200)), CITIES, K)
    assert made["ags8"].tolist() == ["", "", "11000000", "11000000"]


@pytest.mark.parametrize("counts", [(3, 80, 200), (197, 80, 200), (90, 80, 198)])
def test_one_small_count_withholds_the_whole_place(counts):
    """Few who name a fault, few who do not, or few who were not asked."""
    made = crossings.protect(crossing(**ALL, _11000000=counts, _02000000=(70, 60, 150)), CITIES, K)
    assert set(made["ags8"]) == {"", "02000000"}


def test_what_the_printed_places_leave_of_a_fault_is_no_small_count():
    left = {"_": (163, 500, 1_000)}  # 90 + 70 of 163 leave three
    made = crossings.protect(
        crossing(**left, _11000000=(90, 80, 200), _02000000=(70, 60, 150)), CITIES, K
    )
    assert set(made["ags8"]) == {"", "11000000"}


def test_a_place_whose_own_count_is_no_longer_exact_has_no_crossing():
    hidden = CITIES.assign(suppressed=[True, False, False])
    made = crossings.protect(crossing(**ALL, _11000000=(90, 80, 200)), hidden, K)
    assert set(made["ags8"]) == {""}


def test_between_releases_a_place_keeps_its_counts_until_all_moved_by_k():
    first = crossings.settle(crossing(**ALL, _11000000=(90, 80, 200)), None, True, K, 1)
    near = crossing(_=(640, 540, 1_080), _11000000=(93, 120, 240))
    second = crossings.settle(near, first, True, K, 2)
    assert second[second["ags8"] == "11000000"]["n_reports"].tolist() == [90, 80]
    assert second[second["ags8"] == ""]["n_reports"].tolist() == [640, 540]
    closed = crossings.settle(near, first, False, K, 2)
    assert closed.equals(first)
