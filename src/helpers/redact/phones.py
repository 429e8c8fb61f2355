"""Phones: telephone numbers in the forms that people type, also in words and with typing errors."""

import re

import phonenumbers

from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span
from helpers.redact.words import QUANTITY

_SEP = r"[ \t\-–/.()_|~*•·,:]"
_DIGITS = rf"(?:{_SEP}{{0,4}}\d)"
_PHONE = re.compile(
    rf"(?<![\w+])(?<!\d[-/.])(?:\(?\+{{1,2}}\s?\(?[1-9]|\(?00[ \-/.]?\(?[1-9]|\(?[0Oo]\)?[ "
    rf"\-/.()]{{0,4}}[1-9]){_DIGITS}{{5,14}}(?!\d)"
)
_PHONE_BARE = re.compile(rf"(?<![\w.,+])(?:49[ \-/.]?)?\(?1[5-7]\d\)?{_DIGITS}{{7,9}}(?!\d)")
_PHONE_LABEL = re.compile(
    r"(?<![^\W\d_])(?P<label>tel(?:efon)?(?:isch|nummer|-?nr)?|fon|phone|handy(?:nummer|-?nr)?|"
    r"mobil(?:e|nummer|-?nr|telefon|funknummer)?|fax|telefax|festnetz(?:nummer|-?nr)?|"
    r"ruf(?:nummer|-?nr)|"
    r"durchwahl|dw|r(?:ü|ue)ckruf(?:nummer)?|(?:zur(?:ü|ue)ck|an)(?:zu)?rufen|(?:ruft|rufen|ruf|"
    r"rufe)(?:\ssie)?(?:\s(?:bitte|mal|doch))?\smich(?:\s\w+)?|erreichbar|erreichen|erreicht|"
    r"whats\s?app|sms\san|kontakt|"
    r"nummer|mobilfunknummer|handynr|anschluss|melden|melde[tn]?|unter\sder)"
    r"\.?(?:[\s:=#.,(-]{1,3}(?:ist|lautet|unter|der|die|auf|an|nr|nummer|meine|mein|am|besten|zu|"
    r"bin|bitte|ich|gerne|tags(?:ü|ue)ber|abends|privat|dienstlich|gesch(?:ä|ae)ftlich|mobil|"
    r"festnetz|"
    r"handy|oder|und|zwar|folgender|folgende|mir|sie|mich|immer|noch|heute|auch|via|über|lautete|"
    r"endet|"
    r"war|euch|uns|zuhause|zu|hause|erreichbar|betroffen|betroffene|lauten|von|mir|meiner|frau|o2|"
    r"neue|alte|fon|tel|telefon)(?![^\W\d_])\.?){0,7}"
    r"[\s:=#.,(/-]{0,4}(?P<value>[+(]?\d(?:[ \-–/.()]{0,3}\d){3,14})(?!\d)",
    re.IGNORECASE,
)
_DIGIT_WORD = (
    r"(?:null|eins|ein|zwei|zwo|drei|vier|f(?:ü|ue)nf|sechs|sieben|acht|neun|doppel(?:null|zwei|"
    r"drei|vier|fünf|sechs|sieben|acht|neun)|\d{1,3})"
)
_SPOKEN = re.compile(
    rf"(?<!\w)(?:plus\s)?(?:null|eins|zwei|zwo|drei|vier|f(?:ü|ue)nf|sechs|sieben|acht|"
    rf"neun)(?:[\s,\-/.]{{1,3}}{_DIGIT_WORD}){{5,16}}(?!\w)",
    re.IGNORECASE,
)
_SERVICE = re.compile(r"^(?:0800|0180|0900|0137|110$|112$|115$|116)")
_DATE = re.compile(r"\(?0?\d[./-]\s?\d{1,2}[./-]\s?(?:\d\d|\d{4})\b")
_TIME = re.compile(r"0?\d[.:]\d\d\s?[-–]")
_CLOCK = re.compile(r"\(?\d{1,2}:\d\d(?!\d)")
_EXACT = re.compile(
    r"tel|fon|phone|handyn|mobiln|fax|festnetz|ruf|durchwahl|dw|rückruf|nummer|mobilf",
    re.IGNORECASE,
)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", re.sub(r"^(\(?)[Oo]", r"\g<1>0", text))


def _is_international(text: str, digits: str) -> bool:
    if not (text.lstrip("( ").startswith("+") or digits.startswith("00")):
        return False
    number = digits.removeprefix("00").replace("490", "49", 1)
    return 7 <= len(number) <= 15 and _parsed("+" + number) is not None


def _is_sure(text: str) -> bool:
    digits = _digits(text)
    if _is_international(text, digits):
        return True
    if not _is_plain(text, digits) or re.match(r"\d{5}[ /,]\d{5}\b", text):
        return False
    if re.match(r"01[5-7]", digits):
        return len(digits) >= 8
    number = _parsed("+49" + digits[1:])
    return len(digits) >= 8 and number is not None and phonenumbers.is_valid_number(number)


def _is_likely(text: str) -> bool:
    """Tell a telephone number by its form and country; mistyped ones count."""
    digits = _digits(text)
    if _is_international(text, digits):
        return True
    if not _is_plain(text, digits):
        return False
    return (digits[1] not in "01" or len(digits) > 8) and _parsed("+49" + digits[1:]) is not None


def _is_plain(text: str, digits: str) -> bool:
    """Tell whether digits may be a national number at all: no date, no time, no service number."""
    if not 7 <= len(digits) <= 14 or _DATE.match(text) or _TIME.match(text) or _CLOCK.match(text):
        return False
    return digits[:2] != "00" and not _SERVICE.match(digits)


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    """Return the number as phonenumbers reads it, or None where no country has such a code."""
    try:
        return phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None


def _first_number(is_phone):
    """Make a check for the longest piece that is a number: it may run on into another one."""

    def check(draft: Draft, match: re.Match) -> Span | None:
        text = match[0]
        ends = [len(text)] + [
            end
            for end in range(len(text) - 1, 8, -1)
            if text[end - 1].isdigit() and not text[end].isdigit()
        ]
        end = next((end for end in ends if is_phone(text[:end])), 0)
        return (match.start(), match.start() + end) if end else None

    return check


def _labelled(draft: Draft, match: re.Match) -> bool:
    """Tell a number behind a word such as Telefon from a quantity, a service, a postcode."""
    digits = re.sub(r"\D", "", match["value"])
    exact = bool(_EXACT.match(match["label"]))
    postcode = (
        exact and len(digits) == 5 and re.match(r"\s[A-ZÄÖÜ]", draft.text[match.end("value") :])
    )
    counted = (
        match["label"].lower() == "nummer"
        and len(digits) < 6
        and "fall " in draft.text[max(0, match.start() - 5) : match.start()].lower()
    )
    short = len(digits) < (4 if exact else 6)
    return not (counted or short or _SERVICE.match(digits) or postcode)


SURE = (
    Recogniser(
        "phone",
        _PHONE,
        _first_number(_is_sure),
        language="",
        hits=(
            "Bitte zurückrufen: «+49 15910092691»",
            "«0176 / 12 34 56 78» anrufen",
            "«+49 (0) 30 / 123 45 67-89»",
            "«O176 1234567» mit O statt 0",
        ),
        misses=("Hotline 0800 5522255 nach 30 min aufgelegt",),
    ),
)
_LOOSE_DIGIT = r"[\dOoIlSB]"
_LETTER_BESIDE = re.compile(r"(?<![^\W\d_])[OoIlSB]{1,2}\d|\d[OoIlSB]{1,2}(?![^\W\d_])")
_LETTERED = re.compile(
    rf"(?<![\w.])(?=(?:[^\d\n]{{0,4}}\d){{5}})[\dOoIl](?:[ \-/.]{{0,3}}{_LOOSE_DIGIT}){{6,}}(?!\w)"
)
"""Letters for digits, as a tired thumb types them (`O15I-2O33 44I`)."""

_MIXED_WORDS = re.compile(
    rf"(?<!\w)(?:{_DIGIT_WORD}[\s,\-/.]{{1,3}}(?:(?:und\s)?(?:dann|danach|weiter)\s)?){{6,18}}{_DIGIT_WORD}(?!\w)",
    re.IGNORECASE,
)
"""Digits, some of them as words (`017 sechs 4 4 drei 1 2 0 9`)."""


def _lettered(draft: Draft, match: re.Match) -> bool:
    pieces = re.split(r"[ \-/.]+", match[0])
    letters = re.search(r"[OoIlSB]", match[0])
    whole = all(re.search(r"\d", piece) or piece.lower() == "oo" for piece in pieces)
    return bool(letters) and whole and 7 <= sum(map(len, pieces)) <= 15


def _worded(draft: Draft, match: re.Match) -> bool:
    words = re.findall(r"[^\W\d]{3,}", match[0])
    return len(words) >= 2 and bool(re.search(r"\d", match[0]))


LIKELY = (
    Recogniser(
        "phone",
        _PHONE,
        _first_number(_is_likely),
        covered=True,
        language="",
        hits=("«0711 12345»",),
    ),
    Recogniser("phone", _PHONE_BARE, covered=True, language="", hits=("«176 12345678»",)),
    Recogniser(
        "phone",
        _PHONE_LABEL,
        _labelled,
        after=QUANTITY,
        covered=True,
        hits=("Durchwahl «4711»",),
    ),
    Recogniser(
        "phone",
        _MIXED_WORDS,
        _worded,
        hits=("«017 sechs 4 4 drei 1 2 0 9»", "«null eins sieben sechs dann 4 4 8 1»"),
    ),
    Recogniser(
        "phone",
        _SPOKEN,
        hits=("«null eins sieben sechs eins zwei drei vier fünf»",),
    ),
    Recogniser(
        "phone",
        _LETTERED,
        _lettered,
        near=_LETTER_BESIDE,
        language="",
        hits=("handy «O15l 55 O9 7I 3»",),
    ),
)
