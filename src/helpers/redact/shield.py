"""Shield: cover the numbers that make a report useful, so that no rule takes them."""

import re

from helpers.redact.words import QUANTITY, UNITS

SHIELD = "\ue001"
"""Covers one character of a useful number: a date, a speed, a price, a cell id, a train."""

MONTH = (
    r"(?:jan(?:uar)?|j(?:ä|ae)nner|feb(?:ruar)?|m(?:ä|ae)rz|mrz|apr(?:il)?|mai|juni?|juli?|"
    r"aug(?:ust)?|"
    r"sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)"
)
_D, _M, _Y = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19[5-9]|20[0-4])\d"


def _compile(*choices: str) -> re.Pattern:
    return re.compile("|".join(choices), re.IGNORECASE)


_FROM_DIGIT = _compile(
    r"(?<!\w)0x[\da-f]+(?!\w)",
    # dates: 12.11.2011, 12.11. - 14.11., 2011-11-12, 12/11/11, 12. November, 2010/2011
    rf"(?<![\d.]){_D}\.\s?{_M}\.(?:\s?[12]\d{{3}}|"
    rf"\s?\d\d(?![\d.]))?(?!\d)(?:\s?[-–]\s?{_D}\.\s?{_M}\.(?:{_Y}|\d\d)?)?",
    rf"(?<![\d/.-]){_M}/{_Y}(?![\d/-])",
    rf"(?<![\d-]){_Y}-{_M}-{_D}(?![\d-])(?:[t ]\d\d:\d\d(?::\d\d)?)?",
    rf"(?<![\d/-]){_D}([/-]){_M}\1(?:{_Y}|\d\d)(?![\d/-])",
    rf"(?<!\d){_D}\.?\s?(?:[-–]\s?{_D}\.\s?)?{MONTH}\.?(?:\s{_Y}|\s'?\d\d)?(?!\w)",
    rf"(?<![\w.,/-]){_Y}(?:\s?(?:[-–/+&,]|und|bis)\s?(?:{_Y}|\d\d))*(?![\w/-]|[.,]\d)(?!\s\d)",
    # times: 10:15, 8-10 Uhr, 17.30 Uhr
    r"(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?!\d)(?:\s?(?:[-–]|"
    r"bis)\s?\d{1,2}:\d\d)?(?:\s?(?:uhr|h))?(?![\w:])",
    r"(?<![\d.])\d{1,2}(?:\.\d\d)?\s?(?:[-–]|bis|und|/)\s?\d{1,2}(?:\.\d\d)?\s?(?:uhr|h)(?!\w)",
    r"(?<![\d.])\d{1,2}\.\d\d\s?(?:uhr|h)(?!\w)",
    # quantities and prices: 2 KB/s, 2-3 min, 29,95
    rf"(?<![\w.,])(?!0\d\d)\d+(?:[.,]\d+)*\+?(?:\s?(?:[-–/x+,]|bis|oder|und|"
    rf"von)\s?\d+(?:[.,]\d+)*){{0,4}}\s?(?:[-–]\s?)?"
    rf"(?:{UNITS})(?:/(?:s|sek|sec|h|min|tag|monat|mb|gb))?(?![^\W_])",
    r"\d+(?:\.\d{3})*,\d\d(?![\d,])(?:\s?(?:/|-|und|oder|statt)\s?\d+,\d\d)*",
    # numbers of services, frequency bands
    r"(?<!\w)(?:0800|0900|0137|0180\s?[1-7]?|0180[1-7])[\s/-]{0,3}\d[\d\s/-]{2,9}\d(?!\d)",
    r"\d{1,2}00(?:\s?[/,+]\s?\d{1,2}00)+",
)

_CELL = _compile(
    r"(?:lte-?|umts-?|gsm-?|funk)?[a-zäöü/]+(?:[-\s]?(?:id|nr\.?|nummer|kennung|"
    r"info))?(?:\s(?:ist|war|lautet|laut\s\w+))?[\s:=#]{0,3}"
    r"-?(?:0x)?[\da-f]*\d[\da-f]*(?:\s?[/,.:-]\s?\d{1,10}){0,4}(?!\w)"
)
_TRAIN = _compile(r"[a-zäöüß]+[\s-]?(?:linie|nr\.?)?\s?\d{1,4}(?:/\d{1,4})*(?![\w-]|\s\d)")
_DEVICE = _compile(
    r"[a-zäöü!]+(?:\s(?:ericsson|box))?[\s-]{0,2}(?:[^\W\d_]+[\s-])?[a-z]{0,3}-?\d{1,5}[a-z]{0,3}"
    r"\d{0,2}(?![\w-])(?!\s?\d{3})"
)
_MODEL = _compile(r"(?<!\w)[a-z]{1,3}-?[a-z]?\d{2,4}[a-z]?(?![\w-])(?!\s?\d{3})")
_VERSION = _compile(r"[a-z]+\.?[\s:.-]{0,2}(?:mod\s)?v?(?!(?!20\d{6}(?!\d))\d{6})\d[\w.-]*")
_ERROR = _compile(
    r"[a-z]+(?:[-\s]?(?:code|nummer|nr\.?))?[\s:#=\"'„(-]{0,3}(?:[a-z]{1,4}[-_]?)?-?(?:0x[\da-f]+|"
    r"\d{1,10}[a-f]{0,2}\d*[a-f]*\d*)(?!\w)"
)
_MEASURED = _compile(
    r"[a-zä]+(?:\szeit)?[\s:=~]{1,3}(?:von\s|bei\s|auf\s|unter\s|über\s|ist\s|war\s|"
    r"ca\.?\s)?-?\d+(?:[.,]\d+)?(?:\s?/\s?\d+(?:[.,]\d+)?)*(?!\d)(?!\s?\d)"
)
_HOTLINE = _compile(
    r"[a-z]+-?(?:nummer)?(?:\s(?:der|von|o2|die|unter|nummer))*\W{1,3}\d{3,5}(?!\d|[\s/-]\d)"
)
_MONEY = _compile(r"(?:€|eur|euro|\$)\s?\d+(?:[.,]\d+)*")
_USSD = _compile(r"[*#]{1,2}\d{2,3}(?:\*\d+)*#")

_STARTS: dict[str, tuple[re.Pattern, ...]] = {}
for _pattern, _first in (
    (_CELL,
        "cell cellid zelle zellen zell funkzelle cid lcid lac tac enb enodeb nodeb node pci psc "
        "mcc mnc bsic bsc rnc ci arfcn "
            "uarfcn earfcn eci cgi kanal sektor sector rssi rscp ec snr rsrp rsrq ber standort "
            "mast basisstation funkmast"),
    (_TRAIN,
        "ice ic ec ire ir rex re rb rj tgv tha mex alx nwb me erb nz cnl s u tram bus linie "
        "straßenbahn strassenbahn gleis zug "
             "bahn flug lh a b l k e"),
    (_DEVICE,
        "nokia samsung htc sony apple iphone ipad ipod galaxy blackberry motorola lg huawei zte "
        "palm siemens xperia lumia optimus desire "
              "nexus sagem acer asus dell hp toshiba medion fritz fritzbox surfstick stick "
              "milestone wildfire sensation modem vodafone bold "
              "curve torch pearl storm legend hero thinkpad option novatel sierra"),
    (_MODEL, "gt sgh mb me p u e n c x"),
    (_VERSION,
        "android ios version ver v firmware fw build symbian windows bada miui kernel baseband "
        "opera cyanogen cyanogenmod rom release update sp "
               "anna belle wp os modem treiber dashboard manager"),
    (_ERROR,
        "fehler fehlercode fehlernummer fehlermeldung error errorcode err errno statuscode "
        "status http code ursache cause exception stop meldung"),
    (_MEASURED,
        "ping pingzeit pingzeiten latenz speed speedtest download upload down up rate signal "
        "wert faktor band score test tests messung signalstärke empfangsstärke downloadrate "
        "uploadrate datenrate"),
    (_HOTLINE,
        "hotline kurzwahl kurznummer ansage service servicenummer kundenservice kundenbetreuung"),
    (_MONEY, "€ eur euro $"),
    (_USSD, "* #"),
):  # fmt: skip
    for _word in _first.split():
        _STARTS[_word] = (*_STARTS.get(_word, ()), _pattern)

_START = re.compile(r"(?<!\d)[^\W\d_]+|\d+|[€$*#]")
_DIGIT = re.compile(r"\d")
_DIGITS, _NUMBER = frozenset("0123456789"), (_FROM_DIGIT,)


def cover(text: str) -> str:
    """Return `text` with useful numbers covered, character by character.

    >>> cover("seit 12.11.2011 nur 2 KB/s, Cell-ID 12345").replace(SHIELD, "~")
    'seit ~~~~~~~~~~ nur ~~~~~~, ~~~~~~~~~~~~~'
    """
    if not _DIGIT.search(text):
        return text
    pieces, done = [], 0
    for start in _START.finditer(text):
        first, place = start[0], start.start()
        patterns = _NUMBER if first[0] in _DIGITS else _STARTS.get(first.lower())
        if not patterns or place < done:
            continue
        for pattern in patterns:
            if match := pattern.match(text, place):
                pieces += [text[done:place], SHIELD * (match.end() - place)]
                done = match.end()
                break
    return "".join([*pieces, text[done:]])


def is_useful(text: str, start: int, end: int) -> bool:
    """Tell whether a number found by its label is a date, a quantity or a year after all."""
    if not text[start].isdigit():
        return False
    covered = cover(text[start : end + 12])
    if covered.startswith(SHIELD) and not re.search(r"\d{5,}", text[start:end]):
        return True
    return bool(QUANTITY.match(text, end)) and sum(map(str.isdigit, text[start:end])) < 5
