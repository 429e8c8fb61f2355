"""Locating: the geocoder's entrance; every distinct entry is decided once."""

import functools
from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd

from helpers.errors import CampaignError, did_you_mean
from helpers.geocode import answers as handmade
from helpers.geocode import at_home, points
from helpers.geocode.answers import FIELDS, Answer
from helpers.geocode.decide import Decision
from helpers.geocode.fuzzy import Speller
from helpers.geocode.index import load
from helpers.geocode.normalise import fold
from helpers.geocode.points import Areas
from helpers.geocode.texts import Reader
from helpers.scope import Scope

SEVERAL = 3
"""From so many reports on may a spelling be a place's own."""

UNLOCATED = {
    **dict.fromkeys(("ags5", "kreis", "ags8", "city", "district", "locate_how"), ""),
    "locate_status": "ambiguous",
    "locate_reason": "own_name",
}


def locate(
    reports: pd.DataFrame,
    aliases: pd.DataFrame | None = None,
    areas: Areas | None = None,
    spellings: Counter[str] | None = None,
    here: Scope | None = None,
) -> pd.DataFrame:
    """Locate each report in its Kreis, municipality and city district, or leave it unlocated.

    reports: with `city_raw, district_raw, postcode_raw` (text, "" = not given).
    aliases: answers of people about single entries (`geocode.aliases`); they win over everything.
    spellings: how often each city is written (`geocode.count`) in all reports, of which these may
    be a part; without it, in these.
    here: where the campaign takes place; it decides homonyms (`at_home`).
    areas: polygons (`geocode.areas`) that tell where a point lies (`lat, lon` of reports).
    Returns the same rows in the same order with `ags5, kreis, ags8, city, district` ("" = unknown),
    `locate_status` (located | ambiguous | abroad | no_place), `locate_how` (exact | alias |
    abbreviation | compound | postcode | fuzzy | reviewed | point; "" when unlocated),
    `locate_score` (0 to 1), `locate_candidates` ("06412000 Frankfurt am Main 0.91; …") and
    `locate_reason` ("" when located). `lat, lon` are left out.
    Raises CampaignError when a column is missing.

    How it works, for each distinct entry once:

    1. Spelling is evened out: case, umlauts (ü, ue, u), accents, "St." and "Sankt", "a.M." and "am
       Main". What remains is compared with official names, their short forms, abbreviations and
       other names. Regions, roads, trains and foreign places are known as such.
    2. A text that is no name is read as a city and a district ("Köln-Kalk", "Kalk (Köln)"), then as
       a slip of the pen: one letter missing, doubled, wrong or swapped; two in long names of towns.
    3. The fields are compared: a district or a postcode picks the right one of several homonyms;
       fields that contradict each other leave the entry ambiguous.
    4. If several places remain, the likeliest is taken only when it outweighs all others together:
       a town of 20,000 or more with at least 85 % of their inhabitants, also after weighing
       slips of the pen (each 1 : 40). Else the entry is ambiguous: a wrong place in a
       public accusation is worse than none.
    """
    _check(reports)
    fields = [reports[field].astype("str").fillna("") for field in FIELDS]
    entry_of_row, entries = _distinct(fields)
    decisions = _decide_all(entries, aliases, here)
    decisions = doubt_frequent(decisions, entries, spellings or count(reports))
    known = pd.DataFrame(decisions, columns=list(Decision._fields))
    text = [column for column in known if column != "locate_score"]
    known = known.astype({**dict.fromkeys(text, "str"), "locate_score": "float64"})
    rows = known.take(entry_of_row).set_index(reports.index)
    if areas is not None and "lat" in reports and reports["lat"].notna().any():
        rows = points.settle(rows, reports[["lat", "lon"]], areas)
    kept = reports.drop(columns=[*rows, "lat", "lon"], errors="ignore")
    return pd.concat([kept, rows], axis=1)


def count(reports: pd.DataFrame) -> Counter[str]:
    """Count how often each city is written, whatever its spelling (`city_raw`)."""
    written = reports["city_raw"].astype("str").fillna("").value_counts()
    found: Counter[str] = Counter()
    for text, times in written.items():
        found[fold(text)] += int(times)
    return found


def doubt_frequent(
    decisions: list[Decision], entries: list[tuple[str, str, str]], spellings: Counter[str]
) -> list[Decision]:
    """Doubt a misspelt name that comes too often for a slip: it is a place that we do not know.

    SEVERAL reports write so, and more than write the place rightly.
    """

    def too_often(city: str, decision: Decision) -> bool:
        times = spellings[fold(city)]
        return times >= SEVERAL and times > spellings[fold(decision.city)]

    return [
        decision._replace(**UNLOCATED)
        if decision.locate_how == "fuzzy" and too_often(entry[0], decision)
        else decision
        for decision, entry in zip(decisions, entries, strict=True)
    ]


def locator(
    aliases: pd.DataFrame | None = None,
    areas: Areas | None = None,
    spellings: Counter[str] | None = None,
    here: Scope | None = None,
) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Return `locate` with these answers, as a function of the reports alone (for `engine`)."""
    return functools.partial(locate, aliases=aliases, areas=areas, spellings=spellings, here=here)


@functools.lru_cache(maxsize=1)
def reader() -> Reader:
    """Return the reader of the repository's gazetteer, made once a process."""
    index = load()
    return Reader(index, Speller(index))


def _check(reports: pd.DataFrame) -> None:
    missing = [field for field in FIELDS if field not in reports]
    if missing:
        hint = did_you_mean(missing[0], map(str, reports.columns))
        raise CampaignError(f"reports: column {missing[0]!r} is missing.{hint}")


def _distinct(fields: list[pd.Series]) -> tuple[np.ndarray, list[tuple[str, str, str]]]:
    """Return for each row the number of its entry, and the distinct entries."""
    combined = np.zeros(len(fields[0]), dtype=np.int64)
    values = []
    for field in fields:
        codes, texts = pd.factorize(field)
        values.append(texts)
        combined = combined * max(len(texts), 1) + codes
    entry_of_row, numbers = pd.factorize(combined)
    columns = []
    for texts in reversed(values):
        numbers, place = np.divmod(numbers, max(len(texts), 1))
        columns.append(texts.take(place).tolist() if len(texts) else [])
    return entry_of_row, list(zip(*reversed(columns), strict=True))


def _decide_all(
    entries: list[tuple[str, str, str]], aliases: pd.DataFrame | None, here: Scope | None
) -> list[Decision]:
    """Decide each distinct entry, the answers of people first."""
    mine = reader()
    if aliases is None or aliases.empty:
        return [at_home.entry(*entry, mine, here) for entry in entries]
    answers = handmade.answers(aliases, mine.index)
    return [
        _answered(entry, answers, mine) or at_home.entry(*entry, mine, here) for entry in entries
    ]


def _answered(
    entry: tuple[str, str, str], answers: dict[tuple[str, ...], Answer], mine: Reader
) -> Decision | None:
    """Return the decision of a person about this entry, if there is one."""
    folded = handmade.folded(" | ".join(entry))
    answer = answers.get(folded) or answers.get(folded[:1])
    if answer is None:
        return None
    if answer.place is None:
        return Decision(locate_reason="reviewed")
    district = answer.district or mine.district(answer.place, fold(entry[1]).split())[0]
    place = answer.place
    label = f"{place.ags8 or place.ags5} {place.label} 1.00"
    return Decision(
        place.ags5, place.kreis, place.ags8, place.city, district, "located", "reviewed", 1.0, label
    )
