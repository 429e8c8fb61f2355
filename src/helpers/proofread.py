"""Proofread: which redacted texts a person should look at, and what people answered.

data/raw/handmade/checked_texts.csv: `report_id, text, answer, who, date`. `text` is copied from
data/processed/02_texts_to_check.csv; `answer` is `fine` or `hide`. An answer holds for this very
text only: when redaction or the sender changes it, it has to be looked at again.
"""

import re

import pandas as pd

from helpers import store
from helpers.errors import CampaignError
from helpers.redact import MARKS, shield, words
from helpers.redact.persons import TOKEN
from helpers.settings import Settings

COLUMNS = ["report_id", "text", "answer", "who", "date"]
FINE, HIDE = "fine", "hide"
FILE = "checked_texts.csv"

DOUBTS = (
    ("a number of four digits and more", 3, re.compile(r"(?<![\d.,])\d{4,}")),
    ("letters and digits mixed", 2, re.compile(r"\b(?=\w*\d\w*\d)(?=\w*[^\W\d_])\w{6,}\b")),
    ("a word that a name follows", 2, re.compile(
        r"(?i)\b(?:herr|frau|hr|fr|dr|familie|name|heiße|bin (?:der|die)|mein(?:e|em)? (?:sohn|"
        r"tochter|mann|"
        r"frau|nachbar\w*|chef\w*|kolleg\w*))\b(?![^.!?]{0,6}\[)\s\w+"
    )),
    ("a word that an address follows", 2, re.compile(
        r"(?i)\b(?:wohn\w*|adresse|anschrift|hausnummer|gegenüber|nebenan|hinter (?:dem|der))\b"
    )),
    ("another script", 2, re.compile(r"[\u0370-\u1fff\u3040-\ud7ff]")),
    ("a sign of mail or profile", 2, re.compile(
        r"(?i)[@#]|\b(?:mail|forum|twitter|facebook|skype)\b"
    )),
    ("somebody's life", 1, re.compile(
        r"(?i)\b(?:arzt|klinik|schule|kind(?:er)?|arbeite|firma|verein|rentner\w*|student\w*|allein)\b"
    )),
)  # fmt: skip
"""What makes a redacted text doubtful, how much it counts, and how it looks."""

_MARK = re.compile("|".join(map(re.escape, MARKS.values())))


def doubt(texts: pd.Series) -> pd.DataFrame:
    """Say how doubtful each redacted text is: `doubt` (0 = nothing seen), `reasons`.

    >>> doubt(pd.Series(["kein Netz", "Gruß [Name], Zimmer 47112"])).to_dict("list")
    {'doubt': [0, 4], 'reasons': ['', 'a number of four digits and more | masked before']}
    """
    return pd.DataFrame(
        [_doubt(text) for text in texts.fillna("")], index=texts.index, columns=["doubt", "reasons"]
    )


def _doubt(text: str) -> tuple[int, str]:
    bare = _MARK.sub("[]", text)
    covered = shield.cover(bare)  # dates, speeds and the like raise no doubt
    found = {reason: weight for reason, weight, pattern in DOUBTS if pattern.search(covered)}
    if bare != text:
        found["masked before"] = 1  # who told one thing about themselves may have told another
    if _unknown(bare):
        found["a capitalised word that no list knows"] = 1
    if any(word in words.ambiguous_spellings() for word in TOKEN.findall(bare)):
        found["a word that is also a name"] = 1
    return sum(found.values()), " | ".join(found)


def _unknown(text: str) -> bool:
    """Tell whether two capitalised words in a row are in no list of words."""
    pairs = re.findall(r"(?<=[^\W\d_.!?] )([A-ZÄÖÜ][a-zäöüß]{2,}) ([A-ZÄÖÜ][a-zäöüß]{2,})", text)
    known = words.NOUNS | words.FUNCTION
    return any(not {one.lower(), two.lower()} & known for one, two in pairs)


def to_check(reports: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """List the texts that a person should look at, most doubtful first.

    reports: `report_id`, `description` (redacted). checked: as `read` returns it.
    Returns `report_id, doubt, reasons, text`; what was checked as it stands is not listed.
    """
    texts = reports.loc[reports["description"].fillna("") != "", ["report_id", "description"]]
    texts = texts.rename(columns={"description": "text"})
    known = set(zip(checked["report_id"], checked["text"], strict=True))
    open_ = [pair not in known for pair in zip(texts["report_id"], texts["text"], strict=True)]
    table = texts[open_].join(doubt(texts.loc[open_, "text"]))
    table = table[table["doubt"] > 0].sort_values(
        ["doubt", "report_id"], ascending=[False, True], ignore_index=True
    )
    return table[["report_id", "doubt", "reasons", "text"]]


def read(settings: Settings) -> pd.DataFrame:
    """Read the campaign's checked_texts.csv; no file means that nobody checked anything.

    Raises CampaignError naming the file and the row that lacks something or answers otherwise.
    """
    path = settings.handmade / FILE
    rows = store.read_handmade(path, COLUMNS)
    for number, row in enumerate(rows.to_dict("records"), start=2):
        empty = [column for column in COLUMNS if not row[column].strip()]
        if empty:
            raise CampaignError(f"{path}: row {number}: {', '.join(empty)} is empty")
        if row["answer"] not in (FINE, HIDE):
            raise CampaignError(
                f"{path}: row {number}: answer is {row['answer']!r}; expected {FINE} or {HIDE}"
            )
    return rows


def is_fine(reports: pd.DataFrame, checked: pd.DataFrame) -> pd.Series:
    """Tell for each report whether a person found its text fine as it stands now."""
    fine = checked[checked["answer"] == FINE]
    known = set(zip(fine["report_id"], fine["text"], strict=True))
    pairs = zip(reports["report_id"], reports["description"].fillna(""), strict=True)
    return pd.Series([pair in known for pair in pairs], index=reports.index, dtype=bool)
