"""Handmade tables: abbreviations, other names, car plates, regions, colloquial district names.

They lie in data/raw/gazetteer/handmade_*.csv; each row says from where it is (`source`) and
whether anyone checked it (`status`: verified | unverified).
"""

from typing import NamedTuple

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import HOME

COLUMNS = {
    "names": ["name", "ags", "kind"],
    "kreise": ["name", "ags5"],
    "plates": ["plate", "ags5"],
    "no_places": ["name", "kind", "laender"],
    "districts": ["ags8", "city", "name", "district"],
}
"""Table → its columns before `source` and `status`."""

KINDS = {"abbreviation", "former", "language", "spoken"}
"""Kinds of other names; `language` is a name in another language ("Munich")."""
NO_PLACE_KINDS = {"region", "foreign", "road", "train", "everywhere", "nowhere", "airport", "word"}


class NoPlace(NamedTuple):
    """Something that is no municipality: its kind and, for a region, the Länder it lies in.

    population: inhabitants of a town abroad; those that people noted themselves are well known.
    """

    name: str
    kind: str
    laender: frozenset[str] = frozenset()
    population: int = 1_000_000


def table(name: str) -> pd.DataFrame:
    """Read data/raw/gazetteer/handmade_`name`.csv: all text, "" where empty.

    Raises CampaignError when the file or one of its columns is missing.
    """
    path = HOME / "data" / "raw" / "gazetteer" / f"handmade_{name}.csv"
    if not path.exists():
        raise CampaignError(f"{path}: not found. It belongs to the repository; restore it with git")
    rows = pd.read_csv(path, dtype="str", keep_default_na=False)
    wanted = [*COLUMNS[name], "source", "status"]
    if list(rows.columns) != wanted:
        raise CampaignError(f"{path}: expected the columns {wanted}, got {list(rows.columns)}")
    return rows


def known(code: str, places: dict, name: str) -> object:
    """Return the place of `code`; stop when the gazetteer has no such code."""
    if code not in places:
        raise CampaignError(
            f"data/raw/gazetteer/handmade_*.csv: {name}: expected a code of today, got {code!r}"
        )
    return places[code]
