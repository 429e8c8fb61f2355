"""Aliases: what people decided about single entries; their answers win over everything.

data/raw/handmade/place_aliases.csv: `entry, ags, district, who, date, reason`. `entry` is written
as in data/processed/02_review.csv: the fields city | district | postcode, without empty ones at the
end; a city alone holds for every report with this city. `ags` is a municipality (8 digits), a Kreis
(5 digits), or `-`: looked at, and no place.
"""

from typing import NamedTuple

import pandas as pd

from helpers import store
from helpers.errors import CampaignError
from helpers.geocode.index import Index, load
from helpers.geocode.normalise import fold
from helpers.geocode.places import Place
from helpers.settings import Settings

COLUMNS = ["entry", "ags", "district", "who", "date", "reason"]
FIELDS = ["city_raw", "district_raw", "postcode_raw"]
NO_PLACE = "-"


class Answer(NamedTuple):
    """A person's answer: a place (None = no place) and perhaps a district."""

    place: Place | None
    district: str


def read(settings: Settings) -> pd.DataFrame:
    """Read the campaign's place_aliases.csv; no file means no aliases.

    Returns the columns above, all text; a zero that a spreadsheet took from a code's beginning is
    there again. Raises CampaignError naming the file and its columns, or the row without entry,
    code, name, date or reason, or whose code is no place of today.
    """
    path = settings.handmade / "place_aliases.csv"
    rows = store.read_handmade(path, COLUMNS)
    needed = [column for column in COLUMNS if column != "district"]
    for number, row in enumerate(rows[needed].to_dict("records"), start=2):
        empty = [column for column, value in row.items() if not value.strip()]
        if empty:
            raise CampaignError(f"{path}: row {number}: {', '.join(empty)} is empty")
    rows["ags"] = [_with_zero(code.strip()) for code in rows["ags"]]
    index = load() if len(rows) else None
    wrong = [
        f'row {number} ("{row.entry}"): {row.ags!r}'
        for number, row in enumerate(rows.itertuples(), start=2)
        if row.ags != NO_PLACE and _place(row.ags, index) is None
    ]
    if wrong:
        raise CampaignError(
            f"{path}: column ags: expected a municipality of today (8 digits), a Kreis (5 digits) "
            f"or - (no place), got in {'; '.join(wrong)}. "
            "`einzelfall locate NAME` shows a place's code."
        )
    return rows


def _with_zero(code: str) -> str:
    """Give a code back the zero that a spreadsheet took: 9276148, 9276.

    >>> _with_zero("9276148"), _with_zero("9276"), _with_zero("11000")
    ('09276148', '09276', '11000')
    """
    return "0" + code if code.isdigit() and len(code) in (4, 7) else code


def answers(aliases: pd.DataFrame, index: Index) -> dict[tuple[str, ...], Answer]:
    """Return the answers by folded entry; those with an unknown code are left out."""
    known: dict[tuple[str, ...], Answer] = {}
    for row in aliases.itertuples(index=False):
        code = row.ags.strip()
        if code == NO_PLACE:
            known[folded(row.entry)] = Answer(None, "")
        elif place := _place(code, index):
            known[folded(row.entry)] = Answer(place, row.district.strip())
    return known


def folded(entry: str) -> tuple[str, ...]:
    """Bring an entry ("Neustadt | Nord") to a form in which spelling does not matter.

    >>> folded("Neustadt | Süd"), folded("  NEUSTADT ")
    (('neustadt', 'sued'), ('neustadt',))
    """
    fields = [fold(part) for part in entry.split("|")]
    while len(fields) > 1 and not fields[-1]:
        fields.pop()
    return tuple(fields)


def entry(row: pd.DataFrame) -> pd.Series:
    """Write the fields of each report as one entry, as aliases and review name it."""
    fields = [row[field].str.strip() for field in FIELDS]
    text = fields[0].str.cat(fields[1:], sep=" | ")
    return text.str.replace(r"(?: \| ?)+$", "", regex=True).str.strip()


def problems(aliases: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """List aliases that do nothing: `entry, problem`; empty when all is well.

    reports: with the fields as written. An alias without a report may have been repaired in the
    source; an unknown code is left out of the run.
    """
    index = load()
    written = {folded(text) for text in entry(reports).unique()}
    cities = {text[:1] for text in written}
    found = []
    for row in aliases.itertuples(index=False):
        code, text = row.ags.strip(), folded(row.entry)
        if code != NO_PLACE and _place(code, index) is None:
            found.append((row.entry, f"unknown code {code!r}: not used"))
        if text not in written and not (len(text) == 1 and text in cities):
            found.append((row.entry, "matches no report"))
    for text in aliases["entry"][aliases["entry"].map(folded).duplicated()]:
        found.append((text, "given twice: the last one counts"))
    return pd.DataFrame(found, columns=["entry", "problem"], dtype="str")


def _place(code: str, index: Index) -> Place | None:
    return index.places.get(code) or index.kreise.get(code)
