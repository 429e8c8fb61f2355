"""Kinds of fault: one report may name several, so a pair tells about its two kinds."""

import pandas as pd

from helpers.protect.system import System, cells, sums

ALL = "all"
PAIR, CATEGORY = range(2)


def system(categories: pd.DataFrame, pairs: pd.DataFrame, n_reports: int) -> System:
    """Link the counts of categories and of pairs named together.

    categories: `category, n_reports, n_asked` (whose sender was shown it); pairs: `category_a,
    category_b, n_reports`. Nobody prints who named one kind of a pair without the other, or
    neither, or was not asked; but these follow, and are counts, too.
    """
    named = categories.set_index("category")[["n_reports", "n_asked"]].astype(int)
    own = named["n_reports"]
    rows = [(ALL, n_reports, True, True, CATEGORY, 0)]
    ties: list[tuple[str, str, str]] = []
    for name, n, asked in named.itertuples():
        rows += [
            (f"asked:{name}", asked, True, False, PAIR, 0),
            (f"category:{name}", n, True, False, CATEGORY, 0),
            (f"not-asked:{name}", n_reports - asked, False, False, PAIR, 0),
            (f"not:{name}", asked - n, False, False, PAIR, 0),
        ]
        ties += [(ALL, f"{kind}:{name}", name) for kind in ("asked", "not-asked")]
        ties += [(f"asked:{name}", f"{kind}:{name}", "asked") for kind in ("category", "not")]
    everyone = set(named.index[named["n_asked"] == n_reports])
    for a, b, n in pairs[["category_a", "category_b", "n_reports"]].itertuples(index=False):
        cell = pair_cell(a, b)
        rows.append((cell, int(n), True, False, PAIR, 0))
        for one, other in ((a, b), (b, a)):
            only = f"only:{one}-{other}"
            rows.append((only, int(own[one] - n), False, False, PAIR, 0))
            ties += [(f"category:{one}", part, other) for part in (cell, only)]
        if {a, b} <= everyone:
            neither = f"neither:{a}+{b}"
            rows.append((neither, n_reports - int(own[a] + own[b] - n), False, False, PAIR, 0))
            for one, other in ((a, b), (b, a)):
                ties += [(f"not:{other}", part, one) for part in (f"only:{one}-{other}", neither)]
    table = pd.DataFrame(ties, columns=["total", "part", "other"], dtype="str")
    table["name"] = table["total"] + " with " + table["other"]
    return System(cells(rows), table[["name", "total", "part"]] if ties else sums([]))


def pair_cell(a: str, b: str) -> str:
    """Return the cell id of a pair, whichever way round it is written."""
    return "pair:" + "+".join(sorted([a, b]))
