"""Review: the entries that a person should look at, the most frequent first."""

import pandas as pd

from helpers.geocode.answers import entry

NOTHING_TO_DECIDE = ("empty", "junk", "nowhere", "everywhere", "word", "reviewed")
"""Reasons that leave a person nothing to decide."""

UNSURE = 0.8
"""A misspelt entry that was located with a lower score is shown too."""


def review(located: pd.DataFrame) -> pd.DataFrame:
    """List the entries that stayed unlocated though a person might know, and unsure guesses.

    So are districts that stand alone and are not known.

    located: as `geocode.locate` returns it, with the fields as written.
    Returns `entry` (city | district | postcode), `count` (reports), `status`, `reason`,
    `candidates` (code, name and score of each), the most frequent first. A person's answer belongs
    into data/raw/handmade/place_aliases.csv.
    """
    unlocated = located["locate_status"] != "located"
    open_ones = unlocated & ~located["locate_reason"].isin(NOTHING_TO_DECIDE)
    guesses = located["locate_how"].eq("fuzzy") & (located["locate_score"] < UNSURE)
    # Who names a district and no city may mean one that we call otherwise.
    alone = located["city_raw"].eq("") & located["district_raw"].ne("") & ~unlocated
    lost = alone & located["district"].eq("") & located["locate_how"].ne("reviewed")
    shown = located[open_ones | guesses | lost]
    table = pd.DataFrame(
        {
            "entry": entry(shown),
            "status": shown["locate_status"],
            "reason": shown["locate_reason"]
            .where(unlocated[shown.index], "unsure guess")
            .mask(lost[shown.index], "district not known"),
            "candidates": shown["locate_candidates"],
        }
    )
    counted = table.groupby(list(table), as_index=False, sort=False).size()
    counted = counted.rename(columns={"size": "count"})
    ordered = counted.sort_values(["count", "entry"], ascending=[False, True], ignore_index=True)
    return ordered[["entry", "count", "status", "reason", "candidates"]]
