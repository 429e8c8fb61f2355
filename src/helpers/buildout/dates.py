"""Dates: read until when something is planned, as operators write it."""

import re
from collections.abc import Callable
from datetime import date

import pandas as pd

MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
SEASONS = {"frühjahr": (5, 0), "frühling": (5, 0), "sommer": (8, 0), "herbst": (11, 0),
           "winter": (2, 1)}  # fmt: skip
"""Season → last month, and how many years later than the one it begins in."""
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ORDINALS = {"erste": 1, "zweite": 2, "dritte": 3, "vierte": 4}

BEFORE = re.compile(
    r"^(?:(?:bis|zum|spätestens|voraussichtlich|vsl|vorauss|geplant|plan|ca|circa|etwa|im|in|der|"
    r"des|laufe|verlauf|fertig|fertigstellung|termin|am)\b[.:]?\s*)+"
)
"""Words before a date that leave it the last day. "Ab", "frühestens", "nach" begin something."""

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_QUARTER_YEAR = r"(?P<year>(?:19|20)?\d\d)"
_MONTH_OR_QUARTER = re.compile(rf"[1-4][/ -]{_YEAR}")
_MONTH_FOR_SURE = re.compile(rf"(?:[5-9]|0\d|1[0-2])[/ -]{_YEAR}")
_NUMBER = r"(?P<number>[1-4]|i{1,3}|iv|erste[sn]?|zweite[sn]?|dritte[sn]?|vierte[sn]?)\.?"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|mrz|maer)[a-zä]*\.?"
_JOIN = r"\s*[/ .-]*\s*"


def due(texts: pd.Series, noted: date | None = None) -> pd.Series:
    """Read planned dates: the last day of what is named; NaT where none is plainly named.

    texts: "31.12.2011", "Q1/2012", "1. Halbjahr 2012", "Ende März 2012", "bis Jahresende", cells of
    a spreadsheet. noted: day of the plan, which says what year "Jahresende" is in; None = unknown.
    A beginning ("ab Q3 2012", "frühestens") is no date until when; "1/2012" may be January or the
    first quarter, and is read only where another of the texts counts months in this way ("7/2012").

    >>> texts = ["31.12.2011", "Q2/2012", "03/2012", "bis Jahresende", "ab Q3/2012", "irgendwann"]
    >>> due(pd.Series(texts), date(2011, 12, 1)).astype("str").tolist()
    ['2011-12-31', '2012-06-30', '2012-03-31', '2011-12-31', nan, nan]
    """
    said = {text: _bare(text) for text in texts.unique()}
    counts_months = any(_MONTH_FOR_SURE.fullmatch(bare) for bare in said.values())
    known = {
        text: _last_day(bare, noted)
        for text, bare in said.items()
        if counts_months or not _MONTH_OR_QUARTER.fullmatch(bare)
    }
    return texts.map(known).astype("datetime64[us]")


def _bare(text: str) -> str:
    """Return a text in small letters without the words that may stand before a last day."""
    said = " ".join(text.casefold().replace("–", "-").replace("—", "-").split())
    return BEFORE.sub("", said).strip(" .")


def _last_day(said: str, noted: date | None) -> pd.Timestamp:
    for pattern, read in _KINDS:
        if found := pattern.fullmatch(said):
            year = _year(found.groupdict(), noted)
            try:
                day = read(found, year) if year else pd.NaT
            except ValueError:  # the 31st of a month that has 30
                return pd.NaT
            return day if day is not pd.NaT and 1990 <= day.year < 2100 else pd.NaT
    return pd.NaT


def _year(found: dict[str, str | None], noted: date | None) -> int:
    """Return the year that is named or, where none is, that of the plan; 0 = unknown."""
    if found.get("year"):
        return int(str(found["year"])) + (2000 if len(str(found["year"])) == 2 else 0)
    if noted is None:
        return 0
    return noted.year + (1 if found.get("next") else 0)


def _end(year: int, month: int) -> pd.Timestamp:
    return pd.Timestamp(year=year, month=month, day=1) + pd.offsets.MonthEnd(0)


def _number(text: str) -> int:
    text = text.rstrip(".")
    return ROMAN.get(text) or ORDINALS.get(text.rstrip("sn")) or int(text)


def _month(text: str) -> int:
    return 3 if text in ("mrz", "maer") else MONTHS.index(text) + 1


def _quarter(found: re.Match, year: int) -> pd.Timestamp:
    last = found.groupdict().get("last") or found["number"]
    return _end(year, 3 * _number(last))


def _half(found: re.Match, year: int) -> pd.Timestamp:
    return _end(year, 6 * _number(found["number"])) if _number(found["number"]) < 3 else pd.NaT


def _season(found: re.Match, year: int) -> pd.Timestamp:
    month, later = SEASONS[found["season"]]
    return _end(year + later, month)


def _week(found: re.Match, year: int) -> pd.Timestamp:
    return pd.Timestamp(date.fromisocalendar(year, int(found["week"]), 7))


def _day(found: re.Match, year: int) -> pd.Timestamp:
    return pd.Timestamp(year=year, month=int(found["m"]), day=int(found["d"]))


def _named_month(found: re.Match, year: int) -> pd.Timestamp:
    if found["part"] in ("anfang", "mitte"):
        return pd.Timestamp(year=year, month=_month(found["month"]), day=15)
    return _end(year, _month(found["month"]))


def _part_of_year(found: re.Match, year: int) -> pd.Timestamp:
    return _end(year, {"anfang": 3, "mitte": 6}.get(found["part"] or "", 12))


_THIS = r"(?P<next>kommenden|nächsten)?\s*(?:(?:dieses|des|diesen|laufenden)\s*)?"
_KINDS: list[tuple[re.Pattern, Callable[[re.Match, int], pd.Timestamp]]] = [
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?:\d{1,2}\.\d{1,2}\.?\s*-\s*)?(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<year>\d{4}|\d\d)",
         _day),
        (rf"{_YEAR}-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?: 00:00(?::00)?)?", _day),
        (rf"(?P<m>0?[1-9]|1[0-2])[./ -]{_YEAR}", lambda f, year: _end(year, int(f["m"]))),
        (rf"{_YEAR}[-/](?P<m>0[1-9]|1[0-2])", lambda f, year: _end(year, int(f["m"]))),
        (rf"(?:(?P<part>anfang|mitte|ende)\s+)?(?:(?:{'|'.join(MONTHS)})[a-zä]*\.?\s*[-/]\s*)?{_MONTH}"
         rf"{_JOIN}{_YEAR}", _named_month),
        (rf"(?:q|quartal)\s*{_NUMBER}(?:\s*(?:/|-|und|bis)\s*q\s*(?P<last>[1-4]))?{_JOIN}"
         rf"{_QUARTER_YEAR}", _quarter),
        (rf"{_NUMBER}\s*(?:q|quartal|qu\.?)s?{_JOIN}{_QUARTER_YEAR}", _quarter),
        (r"(?P<number>[1-4]|i{1,3}|iv)/(?P<year>20\d\d)", _quarter),
        (rf"{_YEAR}{_JOIN}q\s*(?P<number>[1-4])", _quarter),
        (rf"(?:h|hj|halbjahr)\s*{_NUMBER}{_JOIN}{_QUARTER_YEAR}", _half),
        (rf"{_NUMBER}\s*(?:hj|halbjahr|jahreshälfte)(?:es|s)?{_JOIN}{_QUARTER_YEAR}", _half),
        (rf"(?P<season>{'|'.join(SEASONS)}){_JOIN}{_YEAR}(?:/\d\d(?:\d\d)?)?", _season),
        (rf"kw\s*(?P<week>\d\d?){_JOIN}{_YEAR}", _week),
        (rf"(?:(?P<part>anfang|mitte|ende)\s+)?(?:(?:des\s+)?jahres?\s+)?{_YEAR}", _part_of_year),
        (rf"jahresende{_JOIN}(?:{_YEAR})?", lambda f, year: _end(year, 12)),
        (rf"(?P<part>anfang|mitte|ende)\s+{_THIS}jahres", _part_of_year),
    )
]  # fmt: skip
