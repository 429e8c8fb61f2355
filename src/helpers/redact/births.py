"""Births: dates of birth; dates of incidents stay."""

import re

from helpers.redact.draft import Draft

_MONTHS = (
    r"(?:jan\w*|j(?:ä|ae)nner|feb\w*|m(?:ä|ae)r\w*|mrz|apr\w*|mai|jun\w*|jul\w*|aug\w*|sep\w*|"
    r"okt\w*|nov\w*|dez\w*)"
)
_DATE = (
    rf"(?:[^\W\d_]{{3,18}}ten\s{_MONTHS}(?:\s\d{{4}})?|"
    rf"\d{{1,2}}\s?[.,/\-–]\s?\d{{1,2}}\s?[.,/\-–]\s?(?:\d{{4}}|\d{{2}})|"
    rf"\d{{1,2}}\.?\s?{_MONTHS}\.?\s?'?\d{{2,4}}|(?:19|20)\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}|"
    rf"\d{{1,2}}\s\d{{1,2}}\s(?:19|20)?\d\d|"
    rf"\d{{8}}|\d{{6}}|\d{{1,2}}\.?\s?{_MONTHS}|\d{{1,2}}\.\d{{1,2}}\.?|(?:19|20)\d\d|'\d\d)(?!\d)"
)
_BIRTH = re.compile(
    rf"(?<![^\W\d_])(?:geb(?:\.|oren|\b)|geburts\s?-?(?:datum|tag|jahr|dat\.?)|"
    rf"geb\.?-?\s?dat(?:um|\.)?|gebdat|geboren|birthday|dob|date of birth|jahrgang|jg\.?|\*)"
    rf"(?:[\s:=(,]{{0,3}}(?:ist|am|der|den|bin|ich|lautet|war|im|in|mein|meiner|vom|frau|mann|"
    rf"jahr|jahre|\w+\sam|zur|zu|identifikation|legitimation|laut|ausweis|kunden?|des|"
    rf"lt\.?)(?![^\W\d_])){{0,5}}[\s:=(,]{{0,4}}(?P<value>{_DATE})",
    re.IGNORECASE,
)
_BORN_AFTER = re.compile(
    rf"(?<!\w)(?P<value>{_DATE})\W{{1,3}}(?:in\s\w+\s)?(?:geb(?:oren|\.|\b)|\(?(?:mein\s)?geburts)",
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
_HINT = re.compile(r"geb|birth|jahrg|jg|\*|dob|19[2-9]\d", re.IGNORECASE)


def find(draft: Draft) -> None:
    """Take dates after or before a word of birth, and full dates from 1920 to 1999."""
    if not _HINT.search(draft.text):
        return
    draft.take_all("birth", _BIRTH.finditer(draft.text), "value")
    draft.take_all("birth", _BORN_AFTER.finditer(draft.text), "value")
    for match in _OLD_DATE.finditer(draft.text):
        if not _CONTRACT_BEFORE.search(draft.text, max(0, match.start() - 16), match.start()):
            draft.take("birth", *match.span())
