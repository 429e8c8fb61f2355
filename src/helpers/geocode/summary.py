"""Summary: how many reports were located, how, and why the others were not."""

from pathlib import Path

import pandas as pd

from helpers import facts
from helpers.geocode.index import load
from helpers.settings import Settings

WORDS = {
    "exact": ("Ortsname", "name of a place"),
    "alias": ("anderer Name", "another name"),
    "abbreviation": ("Abkürzung", "abbreviation"),
    "compound": ("Stadt mit Zusatz", "city with an addition"),
    "postcode": ("Postleitzahl", "postcode"),
    "fuzzy": ("verschrieben", "misspelt"),
    "point": ("Koordinaten", "coordinates"),
    "reviewed": ("von Menschen entschieden", "decided by a person"),
    "ambiguous": ("mehrdeutig", "ambiguous"),
    "abroad": ("im Ausland", "abroad"),
    "no_place": ("kein Ort", "no place"),
}
"""How a report was located, or why not → German and English words."""


def outcome(located: pd.DataFrame) -> pd.DataFrame:
    """Count the reports by how they were located, or why not.

    Returns `locate_status, how_or_why, n_reports, share_pct`, the most frequent first.
    """
    how = located["locate_how"].where(located["locate_how"] != "", located["locate_reason"])
    counted = (
        located.assign(how_or_why=how)
        .groupby(["locate_status", "how_or_why"], as_index=False)
        .size()
        .rename(columns={"size": "n_reports"})
    )
    counted["share_pct"] = (100 * counted["n_reports"] / max(len(located), 1)).round(1)
    return counted.sort_values(
        ["n_reports", "locate_status", "how_or_why"],
        ascending=[False, True, True],
        ignore_index=True,
    )


def say(located: pd.DataFrame) -> str:
    """Say how many reports are located, and whose postcodes were used."""
    count = int(located["locate_status"].eq("located").sum())
    share = 100 * count / max(len(located), 1)
    digits = 2 if 99.9 < share < 100 else 1
    return (
        f"{count:,} of {len(located):,} reports ({share:.{digits}f} %) are located; "
        f"{len(located) - count:,} stay unlocated rather than guessed. "
        f"Places: {load().places_source}. Postcodes: {load().postcode_source}."
    )


def book(settings: Settings, located: pd.DataFrame, inputs: list[Path]) -> facts.Book:
    """Collect the facts of stage 02: located and unlocated reports, by how and why."""
    found = facts.book(settings, "02_geocode", inputs)
    rows = len(located)
    unlocated = int(located["locate_status"].ne("located").sum())
    _count(
        found, "total.located", rows - unlocated, rows, ("verortete Meldungen", "located reports")
    )
    _count(found, "total.unlocated", unlocated, rows,
           ("nicht verortete Meldungen", "unlocated reports"))  # fmt: skip
    share = round(100 * unlocated / max(rows, 1), 1 if unlocated * 1000 >= rows else 2)
    found.add(
        "total.unlocated_pct",
        facts.Fact(
            share, f"{share} %".replace(".", ","), f"{share} %",
            "Anteil der nicht verorteten Meldungen", "share of unlocated reports", "%", rows,
        ),
    )  # fmt: skip
    for status, how in (("located", "locate_how"), ("unlocated", "locate_status")):
        chosen = located[located["locate_status"].eq("located") == (status == "located")]
        for name, count in chosen[how].value_counts().sort_index().items():
            _count(found, f"{status}.{name}", int(count), rows, WORDS[name])
    source = load().postcode_source
    found.add(
        "locate.postcode_source",
        facts.Fact(source, source, source, "Quelle der Postleitzahlen", "source of the postcodes"),
    )
    return found


def _count(found: facts.Book, name: str, count: int, rows: int, words: tuple[str, str]) -> None:
    german, english = f"{count:,}".replace(",", "."), f"{count:,}"
    found.add(name, facts.Fact(count, german, english, *words, "reports", rows))
