"""Folding: read look-alike characters as plain ones, and keep the way back to the original."""

import functools
import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc

BARRIER = "\ue000"
"""Stands for one typed mark (`[Telefon]`) in a working text; no rule reads across it."""

MARKS = {
    "mail": "[E-Mail]",
    "phone": "[Telefon]",
    "iban": "[IBAN]",
    "account": "[Konto]",
    "device": "[Gerätenummer]",
    "customer": "[Kundennummer]",
    "number": "[Nummer]",
    "address": "[Adresse]",
    "coordinates": "[Koordinaten]",
    "plate": "[Kennzeichen]",
    "profile": "[Profil]",
    "link": "[Link]",
    "birth": "[Geburtsdatum]",
    "network": "[IP-Adresse]",
    "password": "[Passwort]",
    "name": "[Name]",
    "health": "[Gesundheit]",
    "religion": "[Religion]",
    "union": "[Gewerkschaft]",
    "politics": "[Politik]",
    "sexuality": "[Sexualität]",
    "rest": "[gekürzt]",
}
"""Kind → the mark that replaces it."""

_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS.values()))

# What differs from plain German text: control and format characters, typographic and wide spaces,
# rare dashes, combining accents, and every script other than Latin.
_UNUSUAL_LETTERS = (
    r"\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u00ad\u00b2\u00b3\u00b9\u0180-\u2012\u2015-\u2017"
    r"\u2020-\u2025\u2027-\u20ab\u20ad-\u218f\u2212\u2460-\u24ff\u2c00-\ud7ff\ue000-\ufdff"
    r"\ufe20-\uffff\U00010000-\U0001f2ff\U00020000-\U0010ffff"
)
_UNUSUAL_LETTER = re.compile(f"[{_UNUSUAL_LETTERS}]")
_UNUSUAL = (
    r"\[(?:E-Mail|Telefon|IBAN|Konto|Ger|Kunden|Nummer|Adresse|Koord|Kennz|Profil|Link|Geburts|IP-|"
    r"Passw|Name|Gesundheit|Religion|Gewerk|Politik|Sexual|gek)|["
    + re.sub(r"\\[uU]([0-9a-f]+)", r"\\x{\1}", _UNUSUAL_LETTERS)
    + "]"
)

# Letters of other scripts that look Latin, for words written to slip past a filter.
_LOOK_ALIKE = dict(
    zip(
        "АВЕКМНОРСТУХаеорсухіјѕԁɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABEKMHOPCTYXaeopcyxijsdgABEZHIKMNOPTYXo",
        strict=True,
    )
) | dict(zip("‐‑‒―−⁃﹣∕⁄・•․。﹫﹒ꓸʼ", "-------//....@..'", strict=True))


def unusual(texts: pa.Array) -> pa.Array:
    """Tell which texts need `fold`: marks, look-alikes, zero-width or combining characters."""
    return pc.match_substring_regex(texts, _UNUSUAL)


def fold(text: str) -> tuple[str, list[int]]:
    """Return `text` as rules read it, and for each character where it began in `text`.

    Marks become one BARRIER, wide and mathematical letters and digits their plain form,
    zero-width characters vanish. The list has one more entry than the folded text: its end.

    >>> fold("０１７６\u200b 12")[0]
    '0176 12'
    >>> fold("an [E-Mail] hier")[0] == f"an {BARRIER} hier"
    True
    """
    letters: list[str] = []
    starts: list[int] = []
    place = 0
    for mark in [*_MARK.finditer(text), None]:
        stop = mark.start() if mark else len(text)
        _fold_plain(text, place, stop, letters, starts)
        if mark:
            letters.append(BARRIER)
            starts.append(mark.start())
            place = mark.end()
    starts.append(len(text))
    return "".join(letters), starts


def _fold_plain(text: str, place: int, stop: int, letters: list[str], starts: list[int]) -> None:
    """Append the folded characters of text[place:stop], which holds no mark."""
    while place < stop:
        end = place + 1
        while end < stop and unicodedata.combining(text[end]):
            end += 1
        for letter in _plain(text[place:end]):
            letters.append(letter)
            starts.append(place)
        place = end


@functools.lru_cache(maxsize=4096)
def _plain(cluster: str) -> str:
    """Return what one character with its accents reads as; "" for what is not seen."""
    if not _UNUSUAL_LETTER.search(cluster):
        return cluster  # texts without unusual letters are never folded: both must read the same
    if cluster in _LOOK_ALIKE:
        return _LOOK_ALIKE[cluster]
    if unicodedata.category(cluster[0]) in ("Cf", "Mn", "Me", "Cs"):
        return ""
    composed = unicodedata.normalize("NFC", cluster)
    plain = "".join(_plain_letter(letter) for letter in composed)
    return plain or " "


def _plain_letter(letter: str) -> str:
    """Return the compatible plain form of a letter, digit or space."""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if letter in _LOOK_ALIKE:
        return _LOOK_ALIKE[letter]
    kind = unicodedata.category(letter)
    if kind in ("Zs", "Cc", "Zl", "Zp"):
        return "\n" if kind in ("Zl", "Zp") else " "
    return unicodedata.normalize("NFKC", letter)
