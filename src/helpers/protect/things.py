"""Things: all reports are those of each thing, and those that name another or none."""

import pandas as pd

from helpers.protect.system import System, cells, sums

ALL, OTHER = "all", "no-thing"


def system(things: pd.DataFrame, n_reports: int) -> System:
    """Link the counts of listed things with all reports; what is left is printed nowhere.

    things: `thing, n_reports`. A thing is told apart from its place: no table crosses the two.
    """
    names = "thing:" + things["thing"]
    counts = things["n_reports"].astype(int)
    rows = [(ALL, n_reports, True, True, 1, 0)]
    rows += [(name, int(n), True, False, 0, 0) for name, n in zip(names, counts, strict=True)]
    rows += [(OTHER, n_reports - int(counts.sum()), False, False, 0, 0)]
    return System(cells(rows), sums([(ALL, name) for name in [*names, OTHER]]))
