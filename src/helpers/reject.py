"""Reject: say of each raw row why it is no report: a test, an advert, program code, no time."""

import re

import pandas as pd

from helpers.settings import Settings

SENT = ("city_raw", "district_raw", "postcode_raw", "description", "device", "tariff", "thing")
"""What a person typed."""
EARLY, LATE = "sent before the form opened", "sent after the last day counted"

TESTING = re.compile(
    r"(?:test(?:e|en|ing|s)?\d*|asdf\w*|asd|qwert[zy]?\w*|yxcv\w*|foo|bar|blah?|lorem|ipsum)",
    re.IGNORECASE,
)
"""A word that people type to try a form out."""

FILLING = re.compile(r"(?:hallo|abc|xxx*|dolor|\W+|\d{1,5})", re.IGNORECASE)
"""A word that says nothing beside one of TESTING, and something without."""

CODE = re.compile(
    r"<\s*/?\s*(?:script|img|iframe|svg|object|embed|body|style|link|meta)\b|javascript:|"
    r"\bon(?:error|load|click|mouseover)\s*=|^\s*=\s*(?:cmd\||[a-z.]+\s*\()|"
    r"^\s*[+@-](?:cmd\||(?:sum|hyperlink|webservice|importxml|dde)\s*\()|"
    r"\bunion\s+(?:all\s+)?select\b|\bdrop\s+table\b|\{\{.*\}\}|\$\{.*\}",
    re.IGNORECASE,
)
"""Program text instead of a report: HTML that acts, spreadsheet formulas, SQL, templates."""

LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|ru|top|shop)\b",
    re.IGNORECASE,
)
ADVERT = re.compile(
    r"\b(?:cheap|pills?|viagra|cialis|casino|porn|sex|loans?|bitcoin|crypto\w*|buy now|"
    r"click here|jetzt kaufen|gewinnspiel\w*|seo|backlinks?|replica)\b",
    re.IGNORECASE,
)


def reject(raw: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Say of each row why it is no report: `status` ("rejected" or ""), `reason`, `repeat_of`.

    The first reason that holds is given; words that a person understands.
    """
    day = raw["submitted_at"].dt.normalize()
    first, last = pd.Timestamp(settings.first_day), pd.Timestamp(settings.as_of)
    said = ["city_raw", "district_raw", "postcode_raw", "description"]
    nothing = raw[[*said, "categories", "categories_unknown"]].eq("").all(axis=1)
    links = raw["description"].str.count(LINK)
    words = raw["description"].str.count(ADVERT)
    advert = (words.ge(1) & links.ge(1)) | words.ge(2)
    # The ledger names file and row; it repeats nothing that a person wrote.
    reasons = [
        (raw["problem"].ne(""), raw["problem"]),
        (nothing, "empty: no place, no fault, no description"),
        (_any(raw, CODE), "program code instead of a report"),
        (_only_a_test(raw), "a test of the form"),
        (advert, "advertising"),
        (_unknown_operator(raw, settings), "names an operator that campaign.yml does not know"),
        (day.isna(), "time of sending is not readable"),
        (day < first, EARLY),
        (day > last, LATE),
    ]
    reason = pd.Series("", index=raw.index, dtype="str")
    for holds, words in reasons:
        reason = reason.mask(holds & reason.eq(""), words)
    status = pd.Series("rejected", index=raw.index, dtype="str").mask(reason.eq(""), "")
    return pd.DataFrame({"status": status, "reason": reason, "repeat_of": ""}, dtype="str")


def about_others(raw: pd.DataFrame, settings: Settings) -> pd.Series:
    """Tell the rows that are about another operator (campaign.yml, operator.others)."""
    return _answers(raw).isin([word.casefold() for word in settings.operator.others])


def _unknown_operator(raw: pd.DataFrame, settings: Settings) -> pd.Series:
    """Tell the rows whose operator is neither this one nor a known other; no answer is this one."""
    operator = settings.operator
    known = ["", operator.name, *operator.answers, *operator.others]
    return ~_answers(raw).isin([word.casefold() for word in known])


def _answers(raw: pd.DataFrame) -> pd.Series:
    if "operator" not in raw:
        return pd.Series("", index=raw.index, dtype="str")
    return raw["operator"].fillna("").str.strip().str.casefold()


def _any(raw: pd.DataFrame, pattern: re.Pattern) -> pd.Series:
    """Tell the rows in which any sent text holds `pattern`."""
    found = pd.Series(False, index=raw.index)
    for name in SENT:
        found |= raw[name].str.contains(pattern)
    return found


def _only_a_test(raw: pd.DataFrame) -> pd.Series:
    """Tell the rows without postcode whose place and description only try the form out."""
    texts = raw["city_raw"] + " " + raw["district_raw"] + " " + raw["description"]

    def is_test(text: str) -> bool:
        words = [word.strip(".,!?") or word for word in text.split()]
        testing = [bool(TESTING.fullmatch(word)) for word in words]
        empty = [bool(FILLING.fullmatch(word)) for word in words]
        return any(testing) and all(t or e for t, e in zip(testing, empty, strict=True))

    likely = texts.str.contains(TESTING) & raw["postcode_raw"].eq("")
    answers = {text: is_test(text) for text in texts[likely].unique()}
    return likely & texts.map(answers).eq(True)
