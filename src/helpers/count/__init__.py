"""Count: how many reports by place, time and fault; the only room that sees exact numbers of them.

In: located reports (`02_located`), one row each. Out: exact counts, which stage 03 hands to
`protect` and to nobody else. None of its business: rates, tests, words.
"""

import pandas as pd

from helpers.count import faults, places, times
from helpers.settings import Settings

__all__ = ["everything", "faults", "places", "times"]


def everything(located: pd.DataFrame, settings: Settings) -> dict[str, pd.DataFrame]:
    """Return all exact counts by name, as `protect.tables` takes them.

    located: `ags5, ags8, city, district` ("" where unknown), `submitted_at`, `categories`,
    `categories_not_asked`.
    """
    days = times.per_day(located, settings.first_day, settings.as_of)
    named, asked = faults.named(located, settings), faults.asked(located, settings)
    return {
        "kreise": places.per_kreis(located, places.areas(settings)),
        "cities": places.per_city(located, places.towns(settings)),
        "districts": places.per_district(located),
        "days": days,
        "weeks": times.per_week(days),
        "hours": times.per_hour(located, settings.first_day, settings.as_of),
        "categories": faults.per_category(named, asked, settings),
        "cooccurrence": faults.together(named),
        "place_faults": faults.per_place(located, named, asked),
    }
