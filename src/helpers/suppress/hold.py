"""Hold: between two releases a printed count moves by nothing or by at least k.

Who has two releases sees their difference. A count that grew by fewer than k stays as it was
printed; the rest waits for the next batch. A count that fell (a report was withdrawn) is printed
lower by at least k, so that nobody who left is still counted. What was withheld stays withheld
unless the old and the new release together still protect every small count.
"""

from dataclasses import replace

import pandas as pd

from helpers.suppress.archive import Release
from helpers.suppress.protect import protect
from helpers.suppress.system import System, narrow, ranges

MARK = "\x1f"
"""Stands between the number of a release and the id of its cell."""


def against(system: System, name: str, earlier: list[Release], k: int) -> System:
    """Decide what `system` prints after the `earlier` releases.

    name: of the system in their plans. Returns the system with `shown` (exact), and `printed` for
    cells that are not exact (NaN: withheld). All releases are looked at as one linked system, in
    which counts do not fall.
    """
    present = _start(system, _printed(earlier[-1], name), k)
    past = [_past(release, name, k) for release in earlier]
    try:
        joined = protect(_join(present, past, linked=True), k)
    except ArithmeticError:  # reports were withdrawn: counts did fall, nothing follows from order
        joined = protect(_join(present, past, linked=False), k)
    return replace(system, cells=joined.cells.loc[system.cells.index])


def _printed(release: Release, name: str) -> pd.DataFrame:
    return release.cells[release.cells["system"] == name]


def _start(system: System, last: pd.DataFrame, k: int) -> System:
    """Set the state that the last release allows, before anything is protected."""
    cells = system.cells.copy()
    value = cells["value"]
    old = last["value"].astype("float64").reindex(cells.index)
    was_listed = last["listed"].reindex(cells.index).fillna(False).astype(bool)
    free = cells["listed"] & ~cells["fixed"]
    grown = free & (old > 0) & (value >= old)
    held = grown & (value < old + k)
    lowered = free & (old > 0) & (value < old) & (value > 0)
    floor = pd.concat([value, old - k], axis=1).min(axis=1)
    lowered_to = floor.where(floor >= k)
    withheld = free & was_listed & old.isna()
    cells.loc[grown, ["lower", "printed"]] = pd.concat([old, old], axis=1)[grown].to_numpy()
    cells.loc[lowered, "printed"] = lowered_to[lowered]
    cells.loc[lowered, "lower"] = lowered_to.fillna(1)[lowered]
    cells.loc[held | withheld | (lowered & (value != lowered_to)), "shown"] = False
    cells.loc[withheld & (value == 0), "lower"] = 0.0
    moved = value - cells["printed"]
    cells["small"] = (held | lowered) & moved.between(1, k - 1)
    return replace(system, cells=cells)


def _past(release: Release, name: str, k: int) -> System:
    """Return what a reader knew from one release; `small`: every count it kept from them."""
    known = _printed(release, name)
    cells = pd.DataFrame(
        {
            "value": known["value"].astype("float64").fillna(0.0),
            "listed": False,
            "fixed": True,
            "shown": known["exact"],
            "lower": known["lower"],
            "printed": float("nan"),
            "worth": 0.0,
            "kept": True,
        },
        index=known.index,
    )
    sums = release.sums[release.sums["system"] == name][["name", "total", "part"]]
    past = System(cells, sums)
    bounds = ranges(past, cells.index, k)
    past.cells["small"] = ~cells["shown"] & ~narrow(bounds, k)
    prefix = f"{release.number}{MARK}"
    return System(past.cells.rename(prefix.__add__), sums.map(prefix.__add__))


def _join(present: System, past: list[System], linked: bool) -> System:
    """Put all releases into one system; `linked`: no count is less than it was before."""
    cells = [system.cells for system in past]
    sums = [system.sums for system in past]
    later_ones = [*past[1:], present]
    for older, newer in zip(past, later_ones, strict=True) if linked else ():
        more, ties = _growth(older, newer)
        cells.append(more)
        sums.append(ties)
    return System(
        pd.concat([present.cells, *cells]), pd.concat([present.sums, *sums], ignore_index=True)
    )


def _growth(older: System, newer: System) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tie each count to the same count before: it is that one and what came since."""
    old = pd.Series(older.cells.index, index=older.cells.index.str.split(MARK, n=1).str[-1])
    new = pd.Series(newer.cells.index, index=newer.cells.index.str.split(MARK, n=1).str[-1])
    both = pd.DataFrame({"old": old, "new": new}).dropna()
    least = older.cells["value"].where(older.cells["shown"], older.cells["lower"])
    most = newer.cells["value"].where(newer.cells["shown"] | newer.cells["listed"])
    possible = both["old"].map(least) <= both["new"].map(most).fillna(float("inf"))
    both = both[possible]
    growth = "since " + both["old"]
    cells = pd.DataFrame(
        {
            "value": 0.0,
            "listed": False,
            "fixed": True,
            "shown": False,
            "lower": 0.0,
            "printed": float("nan"),
            "worth": 0.0,
            "kept": True,
            "small": False,
        },
        index=growth.to_numpy(),
    )
    ties = pd.concat([both["old"], growth]).sort_index(kind="stable")
    totals = both["new"].reindex(ties.index)
    names = "growth of " + both["old"]
    return cells, pd.DataFrame(
        {
            "name": names.reindex(ties.index).to_numpy(),
            "total": totals.to_numpy(),
            "part": ties.to_numpy(),
        }
    )
