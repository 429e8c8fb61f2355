"""Summary: how many reports were located, how, and why the others were not."""

import pandas as pd

from helpers import facts, style
from helpers.geocode.index import load
from helpers.settings import Settings


def outcome(located: pd.DataFrame) -> pd.DataFrame:
    """Say which share of the reports was located how, or why not: whole per cent, most first.

    Returns `locate_status, how_or_why, share`; what is under one per cent says so, because the
    page is public and a small number can lead to a person.
    """
    how = located["locate_how"].where(located["locate_how"] != "", located["locate_reason"])
    counted = located.assign(how_or_why=how).groupby(["locate_status", "how_or_why"]).size()
    counted = counted.rename("n").reset_index()
    counted = counted.sort_values(
        ["n", "locate_status", "how_or_why"], ascending=[False, True, True], ignore_index=True
    )
    return counted.assign(share=style.per_cent(counted["n"], len(located))).drop(columns="n")


def say(located: pd.DataFrame) -> str:
    """Say which share of the reports is located, and whose postcodes were used."""
    found = pd.Series([int(located["locate_status"].eq("located").sum())])
    return (
        f"{style.per_cent(found, len(located)).iloc[0]} of the reports are located; the "
        f"others stay unlocated rather than guessed. Places: {load().places_source}. "
        f"Postcodes: {load().postcode_source}."
    )


def book(settings: Settings) -> facts.Book:
    """Collect the facts of stage 02. How many reports have no place is stated once protected."""
    found = facts.book(settings, "02_geocode", [])
    source = load().postcode_source
    found.add(
        "locate.postcode_source",
        facts.Fact(source, source, source, "Quelle der Postleitzahlen", "source of the postcodes"),
    )
    return found
