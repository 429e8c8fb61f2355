"""Kinds of fault: one report may name several, so a pair tells about its two kinds."""

import pandas as pd

from helpers.suppress.system import System, cells, sums


def system(categories: pd.DataFrame, pairs: pd.DataFrame) -> System:
    """Link the counts of categories and of pairs named together.

    categories: `category, n_reports`; pairs: `category_a, category_b, n_reports` (a row for the
    category with itself is the category's own count). A category's count is its pair count and
    those that named it without the other; nobody prints the latter, and it is a small cell too.
    """
    own = categories.set_index("category")["n_reports"].astype(int)
    rows = [(f"category:{name}", int(n), True, False) for name, n in own.items()]
    ties = []
    for a, b, n in _pairs(pairs, own):
        cell = f"pair:{a}+{b}"
        rows.append((cell, n, True, False))
        for one, other in ((a, b), (b, a)):
            without = f"only:{one}-{other}"
            rows.append((without, int(own[one]) - n, False, False))
            ties += [(f"category:{one}", cell, other), (f"category:{one}", without, other)]
    table = pd.DataFrame(ties, columns=["total", "part", "other"], dtype="str")
    table["name"] = table["total"] + " with " + table["other"]
    return System(cells(rows), table[["name", "total", "part"]] if ties else sums([]))


def pair_cell(a: pd.Series, b: pd.Series) -> pd.Series:
    """Return the cell id of each pair, whichever way round it is written."""
    first, second = a.where(a <= b, b), b.where(a <= b, a)
    return ("pair:" + first + "+" + second).where(a != b, "category:" + a)


def _pairs(pairs: pd.DataFrame, own: pd.Series) -> list[tuple[str, str, int]]:
    """List each unordered pair of different, known categories once."""
    if pairs.empty:
        return []
    known = pairs[pairs["category_a"].isin(own.index) & pairs["category_b"].isin(own.index)]
    known = known[known["category_a"] != known["category_b"]]
    known = known.assign(cell=pair_cell(known["category_a"], known["category_b"]))
    known = known.drop_duplicates("cell")
    first = known[["category_a", "category_b"]].min(axis=1)
    second = known[["category_a", "category_b"]].max(axis=1)
    return list(zip(first, second, known["n_reports"].astype(int), strict=True))
