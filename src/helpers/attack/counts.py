"""Counts: can a withheld small count be worked out, or does a file print it?"""

import pandas as pd

from helpers import store
from helpers.attack import haystack, shown, subtract
from helpers.settings import Settings
from helpers.suppress import cell_ids


def leaked(settings: Settings) -> list[str]:
    """Try to work out every withheld small count; one sentence per count that can be told."""
    k = settings.privacy.k
    cells = store.read(settings, "03_published_cells").set_index("cell")
    tables = {
        name: with_least(store.read(settings, f"03_published_{name}"), name, cells)
        for name in ("laender", "kreise", "cities", "districts", "weeks", "days", "hours")
    }
    true = {name: store.read(settings, f"03_{name}") for name in tables if name != "laender"}
    for group in (("kreise", "cities", "districts", "laender"), ("weeks", "days", "hours")):
        # Where zeros are withheld too, a reader cannot know that a withheld count is at least one.
        if any(_hides_zeros(tables[name], true[name], name) for name in group if name in true):
            for name in group:
                tables[name] = tables[name].fillna({"least": 0.0})
    of_places = {name: tables[name] for name in ("laender", "kreise", "cities", "districts")}
    of_times = {name: tables[name] for name in ("weeks", "days", "hours")}
    located, timed = (int(true[name]["n_reports"].sum()) for name in ("kreise", "days"))
    complete = timed == int(true["hours"]["n_reports"].sum())
    systems = (
        (subtract.places(of_places, located), ("kreise", "cities", "districts")),
        (subtract.times(of_times, timed, complete), ("weeks", "days", "hours")),
    )
    leaks = []
    for known, names in systems:
        small = {}
        for name in names:
            few = true[name][true[name]["n_reports"].between(1, k - 1)]
            small |= dict(zip(subtract.keys(name, few), few["n_reports"], strict=True))
        leaks += subtract.recovered(known, small, k)
    paths = haystack.files(settings.out)
    printed = [
        *shown.in_tables(settings, paths),
        *shown.in_pages(settings, paths),
        *shown.in_facts(settings),
    ]
    return (
        leaks
        + [leak.replace(f"{settings.dir}/", "") for leak in printed]
        + shown.moves(settings, k)
    )


def with_least(frame: pd.DataFrame, name: str, cells: pd.DataFrame) -> pd.DataFrame:
    """Add `least`: the printed number where it is an older one and not exact, else NaN."""
    exact = cell_ids(name, frame).map(cells["exact"]).fillna(True).to_numpy(bool)
    number = frame["n_reports"].astype("float64")
    return frame.assign(least=number.where(~exact))


def _hides_zeros(published: pd.DataFrame, true: pd.DataFrame, name: str) -> bool:
    """Tell whether a count of nought is among those that the published table withholds."""
    counts = pd.Series(true["n_reports"].to_numpy(), index=subtract.keys(name, true).to_numpy())
    hidden = subtract.keys(name, published)[published["n_reports"].isna().to_numpy()]
    return bool(counts.reindex(hidden).eq(0).any())
