"""Shown: does a file print what the published tables withhold, or move by fewer than k?"""

import json
import re
from pathlib import Path

import pandas as pd

from helpers import store
from helpers.attack import haystack
from helpers.settings import Settings
from helpers.suppress.archive import read_all

PLACES = {"kreise": ["ags5", "kreis"], "cities": ["ags8", "city"]}
PAGES = (".html", ".svg", ".md", ".json", ".txt", ".xml")
MARKUP = re.compile(r"<[^<>]*>")
COUNT = re.compile(r"^(n|n_reports|reports|count|meldungen|reports_per_10k|meldungen je .*)$", re.I)


def in_tables(settings: Settings, paths: list[Path]) -> list[str]:
    """Return a sentence for each CSV row that prints a count or rate of a withheld place.

    Looked at are CSV files under reports/ with a column of Kreise (`ags5`, `kreis`), municipalities
    (`ags8`, `city`) or districts, and a column of counts or rates.
    """
    withheld = _withheld(settings)
    leaks = []
    for path in paths:
        if path.suffix != ".csv":
            continue
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, sep=None, engine="python")
        numbers = [name for name in frame.columns if COUNT.match(str(name))]
        for column in frame.columns.intersection(list(withheld)):
            hidden = frame[column].isin(withheld[column])
            if column == "city" and "district" in frame:
                hidden &= frame["district"] == ""
            for name in numbers:
                printed = frame[hidden & (frame[name] != "")]
                leaks += [f"{path}: {name} of {place}" for place in printed[column]]
    return leaks


def in_pages(settings: Settings, paths: list[Path]) -> list[str]:
    """Return a sentence for each page, figure or text that prints "<withheld place> n Meldungen".

    Between the name and the number there may be markup, blanks and punctuation, but no word: a
    list of places must not accuse the wrong one.
    """
    withheld = _withheld(settings)
    names = sorted({re.escape(name) for column in ("kreis", "city") for name in withheld[column]})
    if not names:
        return []
    told = re.compile(
        rf"(?<!\w)({'|'.join(names)})(?!\w)[\s:,;()–·|-]{{0,12}}\d[\d.,]*\s(?:Meldung|report)"
    )
    leaks = []
    for path in paths:
        if path.suffix in PAGES:
            text = MARKUP.sub(" ", haystack.plain(path.read_text(encoding="utf-8")))
            leaks += [f"{path}: a count of {found[1]}" for found in told.finditer(text)]
    return leaks


def in_facts(settings: Settings) -> list[str]:
    """Return a sentence for each fact about a withheld place."""
    path = settings.processed / "facts.json"
    if not path.exists():
        return []
    withheld = _withheld(settings)
    codes = withheld["ags5"] | withheld["ags8"]
    stated = json.loads(path.read_text(encoding="utf-8"))["facts"]
    return [f"{path}: fact {name}" for name in stated if codes & set(name.split("."))]


def moves(settings: Settings, k: int) -> list[str]:
    """Return a sentence for each printed count that moved by 1 to k−1 since the last release."""
    releases = read_all(settings)
    if not releases:
        return []
    old = releases[-1].cells
    new = store.read(settings, "03_published_cells").set_index("cell")
    both = pd.DataFrame({"old": old["value"], "new": new["value"], "fixed": new["fixed"]}).dropna()
    moved = (both["new"] - both["old"]).abs()
    small = both.index[moved.between(1, k - 1) & ~both["fixed"].astype(bool)]
    return [
        f"{name}: moved by fewer than {k} since release {releases[-1].number}" for name in small
    ]


def _withheld(settings: Settings) -> dict[str, set[str]]:
    """Return by column the codes and names of places whose count is withheld.

    A name that a shown place has too is left out: it would accuse the wrong row.
    """
    found: dict[str, set[str]] = {}
    for table, columns in PLACES.items():
        frame = store.read(settings, f"03_published_{table}")
        hidden = frame["suppressed"].astype(bool)
        for column in columns:
            found[column] = set(frame.loc[hidden, column]) - set(frame.loc[~hidden, column])
    return found
