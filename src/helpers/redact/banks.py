"""Banks: IBAN of any country, account and bank code, BIC and card numbers, also mistyped."""

import re

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError

from helpers.redact import shield
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Z]{2}(?:[^\d\n]{0,6}\d){10})"
    r"[A-Z]{2}\s?\d\s?\d(?:[ \t.\-–_/]{0,2}[A-Z0-9]){8,32}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_IBAN_BEGUN = re.compile(r"[A-Z]{2}\s?\d\s?\d(?:[^\d\n]{0,6}\d){8}", re.IGNORECASE)
_IBAN_GERMAN = re.compile(
    r"(?<![A-Za-z0-9])D ?E(?=(?:[^\d\n]{0,4}\d){10})(?:[ \t.\-–_/:]{0,2}[\dOI]){10,22}",
    re.IGNORECASE,
)
_IBAN_LABEL = re.compile(
    r"\biban(?=\b|de\d|[\d_])[\s:=._-]{0,4}(?:(?:ist|lautet|nummer|"
    r"nr)\W{1,3}){0,2}(?P<value>[A-Z]{0,2}(?:[ "
    r"\t.\-–]{0,2}[0-9*x]){5,30}\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![\w-])(?:konto(?:verbindung)?|kto|kt|bank(?:verbindung|konto)?|girokonto|sparkonto|blz|"
    r"bankleitzahl|kreditkarten?|visa|mastercard|ec-karten?|depot|giro|bic|swift)"
    r"[-.\s]{0,2}(?:nummer|numer|nr|no|num|karte)?\.?\s?(?:[:=#(]|ist|lautet|war|die|meine|"
    r"lautete|von|unser|mein|hier|bei der \w+|[a-zß]+bank)?[\s:=#.(]{0,4}"
    r"(?P<value>\d(?:[ \t\-–/.]{0,2}\d){3,18})(?![\d])",
    re.IGNORECASE,
)
_IBAN_SHAPE = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d\d(?: [A-Z\d]{4}){3,7}(?: [A-Z\d]{1,3})?(?!\w)"
)
"""Groups of four as an IBAN is printed, also with a wrong check digit."""

_BIC = re.compile(
    r"\b(?:bic|swift)(?:-?code)?[\s:=]{0,3}(?:ist\s|"
    r"lautet\s)?(?P<value>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<!\d)[3-6]\d{3}([ \-.]?)\d{4}\1\d{4}\1\d{4}(?!\d)")


def _is_iban(text: str) -> bool:
    """Tell whether the check digits fit; rules that a single country has on top do not count."""
    try:
        iban.validate(text, check_country=False)
    except ValidationError:
        return False
    return True


def _to_check_digits(draft: Draft, match: re.Match) -> Span | None:
    """Return a valid IBAN at the start of a match; words may follow it."""
    text = match[0]
    for end in range(15, len(text) + 1):
        if (end == len(text) or not text[end].isalnum()) and _is_iban(text[:end]):
            return match.start(), match.start() + end
    return None


def _card(draft: Draft, match: re.Match) -> Span | None:
    """Return a card number with its check digit or in groups, and the three digits behind it."""
    if not match[1] and not luhn.is_valid(match[0]):
        return None
    return match.start(), _CARD_CODE.match(draft.text, match.end()).end()


_CARD_CODE = re.compile(r"(?:[ -]?\d{3}(?!\d))?")


def _is_account(draft: Draft, match: re.Match) -> bool:
    return not shield.is_useful(draft.text, *match.span("value"))


RECOGNISERS = (
    Recogniser(
        "iban",
        _IBAN_GERMAN,
        hits=("Konto «DE04661399741450677994» belastet", "IBAN: «de04 6613 9974 1450 6779 9»"),
    ),
    Recogniser("iban", _IBAN_LABEL, hits=("iban ist «1234 5678 90»",)),
    Recogniser(
        "iban",
        _IBAN,
        _to_check_digits,
        near=_IBAN_BEGUN,
        language="",
        hits=("meine iban «GB29 NWBK 6016 1331 9268 19» bitte", "«BE68 5390 0754 7034»"),
    ),
    Recogniser("iban", _IBAN_SHAPE, language="", hits=("«FR76 1234 5678 9012 3456 789»",)),
    Recogniser("account", _BIC, language="", hits=("BIC «COBADEFFXXX»",)),
    Recogniser("account", _CARD, _card, language="", hits=("«4111 1111 1111 1111 123»",)),
    Recogniser(
        "account",
        _ACCOUNT,
        _is_account,
        hits=("Kto. «123 456 789», BLZ «200 505 50»", "konto: «77 31 204», sparkasse"),
        misses=("Konto seit 2005 gesperrt",),
    ),
)
