"""Access: network addresses of a person's devices, passwords, PIN and PUK."""

import ipaddress
import re

from helpers.redact import numbers, words
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span

_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{2,5})?(?![\w.]*\d)")
_VERSION_BEFORE = re.compile(
    r"(?:dns(?:-?server)?|version|v|firmware|fw|ios|android|symbian|build|release|update|os|"
    r"software|kernel|"
    r"baseband|radio|rom|opera|app)\W{0,3}$",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(r"(?:\d[\s/|,:–-]{1,3}|\d\)[\s/|,:–-]{0,3})$")
_OPEN_IPS = words.listed("access.open_ips")
_HOME = re.compile(r"10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.")
"""Addresses inside a home or office network, the same everywhere."""
_IPV6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:/\d{1,3})?(?![\w:])", re.IGNORECASE
)
_MAC = re.compile(
    r"(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])|"
    r"(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])|"
    r"\bmac(?:[-\s]?addr?(?:ess)?e?)?\W{0,3}(?:ist|lautet)?\s?[0-9a-f]{12}\b",
    re.IGNORECASE,
)
_SECRET_WORD = (
    r"(?:pass?\s?w[oö]r?[td]|passwd|passphrase|kennwort|kenwort|losungswort|losung|codewort|geheimwort|"
    r"zugangscode|zugangsdaten|zugangsschl(?:ü|ue)ssel|sicherheitscode|pin-?code|"
    r"pwd|pw|kundenkennzahl|kennzahl|pkk|geheimzahl|geheimnummer|wpa2?-?(?:key|schl(?:ü|ue)ssel)|"
    r"w-?lan[-\s]?schl(?:ü|ue)ssel|netzwerkschl(?:ü|ue)ssel|pin2?|puk2?|i?tan|sicherheitsfrage|"
    r"sicherheitsantwort)(?:[-\s]?(?:nummer|nr\.?|code))?(?!\w)"
)
_SOME_SECRET = re.compile(rf"{_SECRET_WORD}", re.IGNORECASE)
_SECRET = re.compile(
    r"(?<!\w)(?:kunden|online|service|telefon|wlan|w-lan|email|mail|konto|mein|login|hotline|"
    r"voice\s?mail|mailbox|router|portal|zugangs|[^\W\d_]{3,14})?[-\s]?"
    rf"{_SECRET_WORD}"
    r"(?P<link>(?:\s{0,2}[:=]\s{0,2}|,\s(?=\d{4})|\s(?:ist|war|lautet|lautete|wäre|heißt|heisst|dazu|dafür|"
    r"dafuer|fuer|zum|"
    r"für|fürs|fuers|bei|euch|ihnen|am|beim|telefon|das|der|die|meine|konto|hotline|im|kundenkonto|mein|o2|portal|jetzt|immer|noch|nämlich|"
    r"weiterhin|und)(?=[\s:])){0,5}"
    r"\s{0,2}[:=]?\s{0,2})[\"'„“«»(]{0,2}(?P<value>[^\s\"'„“«»\ue000][^\s\"“«»\ue000]*)",
    re.IGNORECASE,
)
_NO_SECRET = words.listed("access.no_secret")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(
            ".".join(str(int(p)) for p in text.split(".")) if "." in text else text
        )
    except ValueError:
        return False
    return True


def _is_secret(match: re.Match) -> bool:
    """Tell a password from a sentence about one (`Passwort wird nicht angenommen`)."""
    value, link = match["value"].strip(".,;!?)("), match["link"]
    if re.search(r"[\"„“«]$", match[0][: match.start("value") - match.start()]):
        return value.lower() not in _NO_SECRET
    grammar = value.lower() in words.FUNCTION and not re.search(r"[:=]", link)
    if not value or grammar or value.lower() in _NO_SECRET:
        return False
    if re.search(r"[:=]|lautet|heißt|heisst", link):
        return True
    mixed = bool(re.search(r"\d", value)) and not re.fullmatch(r"\d{1,3}[.,x]?[^\W\d]?", value)
    if re.search(r"ist|war|wäre", link):
        named = value[0].isupper() and value.lower() not in words.NOUNS
        return mixed or named or bool(re.search(r"[^\W\d_][A-Z]|[!$%&#_*+]", value))
    word = re.match(
        r"(?:kunden)?-?(?:kennwort|kenwort)|losungswort|codewort", match[0], re.IGNORECASE
    )
    named = word and value[0].isupper() and value.lower() not in words.NOUNS
    return bool(named) or (mixed and len(value) >= 4)


def _is_own_network(draft: Draft, match: re.Match) -> bool:
    """Tell an address of the open network from a version, a name server, a home network."""
    address = re.split(r"[/:]", match[0])[0]
    return (
        address not in _OPEN_IPS
        and not _NUMBER_BEFORE.search(draft.text, max(0, match.start() - 5), match.start())
        and not _HOME.match(address)
        and _is_address(address)
    )


def _is_ipv6(draft: Draft, match: re.Match) -> bool:
    return bool(re.search(r"[\da-fA-F]", match[0])) and _is_address(match[0].split("/")[0])


def _secret(draft: Draft, match: re.Match) -> Span | None:
    end = numbers.goes_on(draft.text, match.end("value"))
    grouped = re.fullmatch(r"[\d -]{6,}", draft.text[match.start("value") : end])
    return (match.start("value"), end) if grouped or _is_secret(match) else None


RECOGNISERS = (
    Recogniser(
        "network",
        _MAC,
        language="",
        hits=("MAC «00:1A:2B:3C:4D:5E»",),
    ),
    Recogniser(
        "network",
        _IPV4,
        _is_own_network,
        before=_VERSION_BEFORE,
        language="",
        hits=("IP «84.12.33.1»",),
        misses=("tracert stoppt bei 192.168.1.1", "Android 2.3.4, iOS 4.3.5.1", "DNS 8.8.8.8"),
    ),
    Recogniser("network", _IPV6, _is_ipv6, language="", hits=("«2001:db8::ff00:42»",)),
    Recogniser(
        "password",
        _SECRET,
        _secret,
        near=_SOME_SECRET,
        hits=(
            "mein Passwort ist «Sommer2011»",
            "Kundenkennzahl lautet «4711»",
            "PUK: «8765 4321»",
            "puk «20 81 77 34» ging nicht",
        ),
        misses=("Passwort wird nicht angenommen", "PIN falsch eingegeben"),
    ),
)
