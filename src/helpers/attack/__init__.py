"""Attack: try what an attacker would try on everything that is published; find nothing, or stop.

The gate runs after every changed report: search of all contact data and identifiers of the senders
in every file that was written, and subtraction of the printed tables. A leak stops publication.
"""

import pandas as pd

from helpers import redact, store
from helpers.attack import haystack, needles, search, shown, subtract
from helpers.errors import CampaignError
from helpers.settings import Settings

SHOWN = 12
"""How many leaks the message names."""
WORKSHOP = ("withheld", "runs.old")
"""Folders under data/processed/ that hold what was stopped before."""


def gate(settings: Settings) -> None:
    """Stop publication if anything that was written leads to a person or to a small count.

    Raises CampaignError naming file, place in it, kind and raw row (never the piece itself), or
    the count that can be told.
    """
    leaks = [*leaked_pieces(settings), *leaked_counts(settings)]
    if leaks:
        more = f"\n  … and {len(leaks) - SHOWN} more" if len(leaks) > SHOWN else ""
        lines = "\n".join(f"  {leak}" for leak in leaks[:SHOWN])
        raise CampaignError(
            f"The attack test found {len(leaks)} leak(s); nothing may be published:\n{lines}{more}"
        )


def leaked_pieces(settings: Settings) -> list[str]:
    """Search every written file for contact data and identifiers; one sentence per find."""
    wanted, raw = needles.collect(settings)
    paths = haystack.files(settings.processed, settings.out)
    paths = [path for path in paths if not set(WORKSHOP) & set(path.parts)]
    found = search.find(settings, wanted, paths)
    return [_relative(leak, settings) for leak in found] + _left_in_texts(settings, raw)


def leaked_counts(settings: Settings) -> list[str]:
    """Try to work out every withheld small count; one sentence per count that can be told."""
    k = settings.privacy.k
    cells = store.read(settings, "03_published_cells").set_index("cell")
    tables = {
        name: _with_least(store.read(settings, f"03_published_{name}"), name, cells)
        for name in ("laender", "kreise", "cities", "districts", "weeks", "days", "hours")
    }
    true = {name: store.read(settings, f"03_{name}") for name in tables if name != "laender"}
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
    csv = haystack.files(settings.out)
    printed = [*shown.in_tables(settings, csv), *shown.in_facts(settings)]
    return leaks + [_relative(leak, settings) for leak in printed] + shown.moves(settings, k)


def _with_least(frame: pd.DataFrame, name: str, cells: pd.DataFrame) -> pd.DataFrame:
    """Add `least`: the printed number where it is an older one and not exact, else NaN."""
    from helpers.suppress import cell_ids

    exact = cell_ids(name, frame).map(cells["exact"]).fillna(True).to_numpy(bool)
    number = frame["n_reports"].astype("float64")
    return frame.assign(least=number.where(~exact))


def _left_in_texts(settings: Settings, raw: pd.DataFrame) -> list[str]:
    """Look for identifiers in the redacted texts, knowing each sender's name and address."""
    kept = store.read(settings, "01_reports")[["report_id", "description"]]
    senders = raw.set_index("report_id")[["contact_name", "contact_email"]]
    own = senders[~senders.index.duplicated()].reindex(kept["report_id"])
    found = redact.find(
        kept["description"],
        own["contact_name"].fillna("").reset_index(drop=True),
        own["contact_email"].fillna("").reset_index(drop=True),
    )
    ids = kept["report_id"].to_numpy()
    rows = zip(found["row"], found["kind"], strict=True)
    return [f"01_reports, report {ids[row]}: {kind} is still readable" for row, kind in rows]


def _relative(leak: str, settings: Settings) -> str:
    return leak.replace(f"{settings.dir}/", "")
