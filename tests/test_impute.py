"""What stands in the place of a withheld count: worked out from printed numbers, within them."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from protect_cases import counted

from helpers import protect
from helpers.evaluate import impute

counts = st.one_of(st.just(0), st.integers(1, 4), st.integers(5, 60))
lands = st.lists(st.lists(counts, min_size=1, max_size=5), min_size=1, max_size=4)


def protected(of: list[list[int]], unlocated: int = 0) -> dict[str, pd.DataFrame]:
    codes = {
        f"{land:02d}{place:03d}": n
        for land, places in enumerate(of, start=1)
        for place, n in enumerate(places, start=1)
    }
    tables, total = counted(codes, unlocated=unlocated)
    return protect.tables(tables, total, 5, [])


@settings(max_examples=80, deadline=None)
@given(lands, st.integers(0, 6))
def test_imputed_counts_fit_everything_that_is_printed(of, unlocated):
    made = protected(of, unlocated)
    kreise, laender, total = made["kreise"], made["laender"], made["total"]
    for filled in (
        impute.counts(kreise, laender, total),
        *impute.extremes(kreise, laender, total).values(),
    ):
        assert filled.ge(kreise["n_least"]).all()
        assert (kreise["n_most"].isna() | filled.le(kreise["n_most"])).all()
        exact = kreise["n_reports"].notna()
        assert filled[exact].eq(kreise["n_reports"][exact]).all()
    filled = impute.counts(kreise, laender, total)
    sums = filled.groupby(kreise["land"]).sum()
    printed = laender.set_index("land")
    assert sums.le(printed["n_most"].fillna(10_000)).all()


def test_the_rest_is_shared_out_by_inhabitants():
    kreise = pd.DataFrame(
        {
            "land": "A",
            "population": [10_000, 20_000, 30_000, 50_000],
            "n_reports": pd.array([pd.NA, pd.NA, pd.NA, 70], dtype="Int64"),
            "n_least": [1, 1, 1, 70],
            "n_most": pd.array([4, 4, 4, 70], dtype="Int64"),
        }
    )
    laender = pd.DataFrame({"land": ["A"], "n_least": [70], "n_most": pd.array([79], "Int64")})
    total = pd.DataFrame(
        {
            "what": ["reports", "unlocated"],
            "n_least": [76, 0],
            "n_most": pd.array([76, 0], "Int64"),
        }
    )
    assert impute.counts(kreise, laender, total).tolist() == [1, 2, 3, 70]


def test_other_numbers_behind_the_withheld_ones_give_the_same_imputed_counts():
    one = protected([[3, 1, 50], [2, 2, 90]])
    two = protected([[1, 3, 50], [1, 3, 90]])
    filled = [impute.counts(m["kreise"], m["laender"], m["total"]) for m in (one, two)]
    assert np.array_equal(*filled)
