"""Quotes: sentences of senders who agreed, chosen by an editor, for letter, posts and page.

data/raw/handmade/quotes.csv: `report_id, sentence, level, consent_quote, invented, who, date`.
`sentence` stands word by word in the redacted text; `level` is how near its place may be told
(`none`, `kreis`, `city`); `consent_quote` is `yes` if the sender agreed to be quoted, and no answer
in the export (`columns.consent_quote`) may say otherwise; `invented` is `yes` in a sample. A text
that nobody checked (see proofread) is never quoted.
"""

import pandas as pd

from helpers import proofread, store
from helpers.errors import CampaignError
from helpers.redact import MARKS
from helpers.settings import Settings

COLUMNS = ["report_id", "sentence", "level", "consent_quote", "invented", "who", "date"]
LEVELS = ("none", "kreis", "city")
FILE = "quotes.csv"

REASONS = {
    "consent": "the sender did not agree to be quoted (consent_quote is no, here or in the export)",
    "report": "no kept report has this id",
    "unchecked": "nobody found the report's text fine as it stands now (checked_texts.csv)",
    "words": "the sentence does not stand in the redacted text word by word",
    "mark": "the sentence holds what redaction masked",
}
"""Why a sentence is not quoted → what is said about it."""


def read(settings: Settings) -> pd.DataFrame:
    """Read the campaign's quotes.csv; no file means no quotes.

    Raises CampaignError naming the file and the row that lacks something or holds another word.
    """
    path = settings.handmade / FILE
    rows = store.read_handmade(path, COLUMNS)
    expected = {"level": LEVELS, "consent_quote": ("yes", "no"), "invented": ("yes", "no")}
    for number, row in enumerate(rows.to_dict("records"), start=2):
        empty = [column for column in COLUMNS if not row[column].strip()]
        if empty:
            raise CampaignError(f"{path}: row {number}: {', '.join(empty)} is empty")
        for column, values in expected.items():
            if row[column] not in values:
                raise CampaignError(
                    f"{path}: row {number}: {column} is {row[column]!r}; "
                    f"expected one of {', '.join(values)}"
                )
    return rows


def check(quotes: pd.DataFrame, reports: pd.DataFrame, checked: pd.DataFrame) -> pd.Series:
    """Say for each quote why it must not stand anywhere (a key of REASONS), "" = it may.

    reports: `report_id`, `description` (redacted) and `consent_quote` (as the export has it), kept
    reports only. checked: see proofread.read.
    """
    refused = set(reports.loc[reports["consent_quote"].eq("no"), "report_id"])
    texts = reports.set_index("report_id")["description"].fillna("")
    fine = set(reports.loc[proofread.is_fine(reports, checked), "report_id"])
    return pd.Series(
        [_why_not(row, texts, fine, refused) for row in quotes.itertuples()],
        index=quotes.index,
        dtype="str",
    )


def _why_not(row, texts: pd.Series, fine: set[str], refused: set[str]) -> str:
    if row.consent_quote != "yes" or row.report_id in refused:
        return "consent"
    if row.report_id not in texts.index:
        return "report"
    if row.report_id not in fine:
        return "unchecked"
    if any(mark in row.sentence for mark in MARKS.values()):
        return "mark"
    return "" if row.sentence in texts[row.report_id] else "words"


def published(
    quotes: pd.DataFrame,
    located: pd.DataFrame,
    checked: pd.DataFrame,
    kreise: set[str],
    cities: set[str],
) -> pd.DataFrame:
    """Return what may be printed: `number, sentence, kreis, city, invented`, in the editor's order.

    located: `report_id, description, consent_quote, ags5, kreis, ags8, city`. kreise, cities:
    codes (`ags5`, `ags8`) of the places whose count is printed: only there k allows the place.
    A city that is not printed falls back to its Kreis, a Kreis that is not to no place. No id
    goes along.
    """
    allowed = quotes[check(quotes, located, checked) == ""]
    rows = allowed.merge(
        located.drop(columns=["description", "consent_quote"]), on="report_id", how="left"
    )
    kreis = rows["level"].isin(["kreis", "city"]) & rows["ags5"].isin(kreise)
    city = rows["level"].eq("city") & rows["ags8"].isin(cities) & kreis
    return pd.DataFrame(
        {
            "number": range(1, len(rows) + 1),
            "sentence": rows["sentence"].astype("str"),
            "kreis": rows["kreis"].fillna("").where(kreis, "").astype("str"),
            "city": rows["city"].fillna("").where(city, "").astype("str"),
            "invented": rows["invented"].eq("yes").astype(bool),
        }
    ).reset_index(drop=True)


def say(quotes: pd.DataFrame, why_not: pd.Series) -> str:
    """Say in a sentence how many quotes may stand, and why the others may not."""
    left_out = why_not[why_not != ""]
    said = f"{len(quotes) - len(left_out)} of {len(quotes)} quotes may be printed."
    for reason, number in left_out.value_counts().items():
        said += f" {number}: {REASONS[reason]}."
    return said
