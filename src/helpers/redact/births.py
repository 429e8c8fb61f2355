"""Births: dates of birth; dates of incidents stay."""

import re

from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser

_MONTHS = (
    r"(?:jan\w*|j(?:ä|ae)nn?er|feb\w*|m(?:ä|ae)r\w*|mar(?:ch)?|mrz|apr\w*|mai|may|jun\w*|jul\w*|"
    r"aug\w*|sep\w*|o[kc]t\w*|nov\w*|de[zc]\w*|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|"
    r"wrze(?:ś|s)nia|pa(?:ź|z)dziernika|listopada|grudnia)"
)
_ORDINAL = r"[^\W\d_]{2,18}(?:ter|ten|te)"
_SEP = r"\s?[.,/\-–]\s?"
_DATE = (
    # siebter März 1960, zwölften fünften 48
    rf"(?:{_ORDINAL}\s(?:{_MONTHS}|{_ORDINAL})(?:\s(?:\d{{2,4}}(?!\d)|(?:neunzehn\w*|"
    rf"[^\W\d_]+(?:zig|ßig))(?!\w)))?|"
    # 12.03.1975, 17.O5.1966 (a letter for a zero), 6.IX.1955
    rf"[\dOo]{{1,2}}{_SEP}[\dOo]{{1,2}}{_SEP}'?(?:\d{{4}}|\d{{2}})(?!\d)|"
    rf"\d{{1,2}}\.\s?[IVX]{{1,4}}\.\s?\d{{2,4}}(?!\d)|"
    # 24ten dezember 1956, 7th of April 1979, March 4th, 1971, 12. fünfter 1948, Mai 1949
    rf"\d{{1,2}}[-/](?:{_MONTHS})[-/]\d{{2,4}}(?!\d)|"
    rf"\d{{1,2}}(?:\.|ten|ter|st|nd|rd|th)?\s?(?:of\s)?(?:{_MONTHS}|{_ORDINAL})"
    rf"\.?,?(?:\s?'?\d{{2,4}}(?!\d))?|"
    rf"{_MONTHS}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?(?!\d)|{_MONTHS}\.?\s(?:19|"
    rf"20)?\d\d(?!\d)|"
    r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)|\d{1,2}\s\d{1,2}\s(?:19|20)?\d\d(?!\d)|"
    r"\d{1,2}[./-](?:19|20)\d\d(?!\d)|\d{8}(?!\d)|\d{6}(?!\d)|\d{1,2}\.\s?\d{1,2}\.?(?!\d)|"
    r"(?:19|20)\d\d(?!\d)|'\d\d(?!\d)|(?:ostern|weihnachten|pfingsten|silvester|neujahr)\s\d{2,4}(?!\d))"
)
_WORD = (
    r"(?:geb(?:\.|oh?ren\w?|oh?rn|\b)|geb\.?\s?-?(?:tag|datum|dat\b\.?|jahr)|"
    r"geburts?\s?-?(?:datum|daten|tage?|jahr|dat\b\.?|tagskind)|(?<!\w)g\.\s?d\.|gebdat|"
    r"geburtst\.?|"
    r"birth\s?(?:day|date)|date of birth|born|b-?day|d\.?o\.?b\b\.?|(?:jahrgang|jg\.?|"
    r"bj\.?)(?!\w)|data\surodzenia|urodz(?:ony|ona|eni)|(?<!\w)ur\.|do(?:ğ|g)um\s?tarih\w*|(?<!\w)n[ée]e?\sle|nat[oa]\sil|"
    r"nacid[oa]\sel|(?:auf|in)\sder\swelt\sseit|zur\swelt\s(?:ge)?kommen|"
    r"(?:bin|mein|ein|selbst|ich)\s(?:baujahr|bj\.?)|\*)"
)
_BETWEEN = (
    r"(?:[\s:=(,.-]{0,3}(?:ist|is|was|am|der|den|dem|the|bin|ich|lautet|war|im|in|on|mein|meiner|vom|"
    r"anno|sohn|tochter|kind|kunden?|mutter|vater|frau|mann|jahr|jahre|\w+\sam|zur|zu|"
    r"identifikation|legitimation|laut|ausweis|kunden?|des|"
    r"vertragsinhabers|inhabers|lt\.?)(?![^\W\d_])){0,5}[\s:=(,.-]{0,4}"
)
_BIRTH = re.compile(rf"(?<![^\W\d_]){_WORD}{_BETWEEN}(?P<value>{_DATE})", re.IGNORECASE)
_MODEL = re.compile(
    r"(?<!\w)(?:bin|ich|als|selbst|ein)\s(?:\w+\s)?(?P<value>\d\der)(?=\s(?:baujahr|jahrgang|bj\b|jg\b))",
    re.IGNORECASE,
)
"""The year as a word (`bin 62er Baujahr`)."""

_YEAR = re.compile(
    r"(?<![^\W\d_])(?:geb\.?|geboren|jahrgang|jg\.?|bj\.?)\s'?(?P<value>\d\d)(?=\s*(?:$|[,;)!]|"
    r"\.\s)|\s(?:und|bin|hab|aber|also|da|mit|oder|brauch))",
    re.IGNORECASE,
)
"""Two digits that are a year of birth (`Jahrgang 51`)."""

_BORN_AFTER = re.compile(
    rf"(?<!\w)(?P<value>{_DATE})\W{{1,3}}(?:in\s\w+\s)?(?:(?:ist|hab(?:e)?|hat|war|feiert?e?)\s"
    r"(?:ich\s|er\s|sie\s)?)?(?:mein\w?\s)?(?:geb(?:oren|\.|\b)|\(?(?:mein\s)?geburts)",
    re.IGNORECASE,
)
_TURNS = re.compile(
    rf"(?<!\w)(?:werde|wird|wurde)\s(?:ich\s|er\s|sie\s)?am\s(?P<value>{_DATE})\s"
    r"(?:schon\s|endlich\s)?(?:drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|"
    r"[^\W\d_]+(?:zehn|zig|ßig)|\d{1,3})(?!\d|[.,:]\d)(?!\s?(?:uhr|h|min|mal|x|%|€|euro)\b)",
    re.IGNORECASE,
)
_OLD_DATE = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?19[2-9]\d|"
    rf"\d{{1,2}}\.?\s{_MONTHS}\.?\s19[2-9]\d|19[2-9]\d-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
_CONTRACT_BEFORE = re.compile(
    r"(?:seit|ab|vom|von|kunde|vertrag|am|bis)\W*(?:dem\s)?$", re.IGNORECASE
)
_FURTHER = re.compile(
    rf"[\s,;/]{{1,3}}(?:und\s)?(?:frau|mann|partner\w*|kind|sohn|tochter|[A-ZÄÖÜ\ue000][^\W\d_]*)"
    rf"\W{{1,3}}(?P<value>{_DATE})",
    re.IGNORECASE,
)


def _full(draft: Draft, match: re.Match) -> bool:
    """Take the date of a further person behind one of birth, then the date itself."""
    if further := _FURTHER.match(draft.text, match.end()):
        draft.take("birth", *further.span("value"))
    return True


RECOGNISERS = (
    Recogniser(
        "birth",
        _BIRTH,
        _full,
        hits=(
            "geb. «05.01.1961»",
            "geboren am «5. Januar 1961» in Kiel",
            "born on «March 4, 1971»",
            "geboren am «zwölften Mai 1955»",
            "geburtsdatum «17.O5.1966»",
            "auf der welt seit dem «3. juni 1949»",
            "urodzony «15 sierpnia 1985»",
            "bin baujahr «1962», hab",
        ),
    ),
    Recogniser(
        "birth",
        _YEAR,
        hits=("Jahrgang «51», Rentner", "bin jahrgang «47» und allein"),
        misses=("Jahrgangsstufe 7",),
    ),
    Recogniser("birth", _MODEL, hits=("bin «62er» Baujahr",), misses=("der 70er Bus",)),
    Recogniser("birth", _BORN_AFTER, hits=("am «16.7». hab ich geburtstag",)),
    Recogniser("birth", _TURNS, hits=("werde am «3.4». schon 70",)),
    Recogniser(
        "birth",
        _OLD_DATE,
        before=_CONTRACT_BEFORE,
        hits=("hier «3.4.1951»",),
        misses=("Vertrag vom 3.4.1999",),
    ),
)
