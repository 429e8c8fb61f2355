"""Banks: IBAN of any country, account and bank code, BIC and card numbers, also mistyped."""

import re

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError

from helpers.redact import shield
from helpers.redact.draft import Draft
from helpers.redact.words import listed

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\s?\d\s?\d(?:[ \t.\-–_/]{0,2}[A-Z0-9]){8,32}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_IBAN_GERMAN = re.compile(r"(?<![A-Za-z0-9])D ?E(?:[ \t.\-–_/:]{0,2}\d){10,22}", re.IGNORECASE)
_IBAN_LABEL = re.compile(
    r"\biban(?=\b|de\d|[\d_])[\s:=._-]{0,4}(?:(?:ist|lautet|nummer|"
    r"nr)\W{1,3}){0,2}(?P<value>[A-Z]{0,2}(?:[ "
    r"\t.\-–]{0,2}[0-9*x]){5,30}\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<!\w)(?:konto(?:verbindung)?|kto|kt|bank(?:verbindung|konto)?|girokonto|sparkonto|blz|"
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
_WORDS = listed("iban konto kto kt bank blz giro depot karte visa master bic swift")
_HINT = re.compile(r"[A-Za-z]{2}[\s.-]?\d\s?\d|\d{4}[ .-]?\d{4}[ .-]?\d{4}")


def find(draft: Draft) -> None:
    """Take bank accounts and cards."""
    low = draft.text.lower()
    if not any(word in low for word in _WORDS) and not _HINT.search(low):
        return
    draft.take_all("iban", _IBAN_GERMAN.finditer(draft.text))
    draft.take_all("iban", _IBAN_LABEL.finditer(draft.text), "value")
    for match in _IBAN.finditer(draft.text):
        for end in _valid_ends(match[0]):
            draft.take("iban", match.start(), match.start() + end)
    draft.take_all("iban", _IBAN_SHAPE.finditer(draft.text))
    draft.take_all("account", _BIC.finditer(draft.text), "value")
    for match in _CARD.finditer(draft.text):
        if match[1] or luhn.is_valid(re.sub(r"\D", "", match[0])):
            draft.take("account", match.start(), _card_end(draft.text, match.end()))
    for match in _ACCOUNT.finditer(draft.text):
        if not shield.is_useful(draft.text, *match.span("value")):
            draft.take("account", *match.span("value"))


def _valid_ends(text: str) -> list[int]:
    """Return where a valid IBAN at the start of `text` ends (words may follow it), or nothing."""
    ends = [end for end in range(15, len(text) + 1) if end == len(text) or not text[end].isalnum()]
    return [end for end in ends if _is_iban(text[:end])][:1]


def _is_iban(text: str) -> bool:
    """Tell whether the check digits fit; rules that a single country has on top do not count."""
    try:
        iban.validate(text, check_country=False)
    except ValidationError:
        return False
    return True


def _card_end(text: str, end: int) -> int:
    """Return where a card number ends: some have three digits more."""
    more = re.compile(r"[ -]?\d{3}(?!\d)").match(text, end)
    return more.end() if more else end
