"""Access: network addresses of a person's devices, passwords, PIN and PUK."""

import ipaddress
import re

from helpers.redact import numbers, words
from helpers.redact.draft import Draft

_NETWORK_HINT = re.compile(
    r"\d\.\d{1,3}\.\d|[\da-f]{1,2}[:-][\da-f]{1,4}[:-]|::|mac|[\da-f]{4}\.", re.IGNORECASE
)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{2,5})?(?![\w.]*\d)")
_VERSION_BEFORE = re.compile(
    r"(?:dns(?:-?server)?|version|v|firmware|fw|ios|android|symbian|build|release|update|os|"
    r"software|kernel|"
    r"baseband|radio|rom|opera|app)\W{0,3}$",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(r"(?:\d[\s/|,:–-]{1,3}|\d\)[\s/|,:–-]{0,3})$")
_OPEN_IPS = words.listed(
    "127.0.0.1 0.0.0.0 8.8.8.8 8.8.4.4 1.1.1.1 9.9.9.9 255.255.255.0 255.255.255.255"
)
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
_SECRET_WORDS = words.listed(
    "pas pw kenn losung codew geheim zugang sicherheits pin pkk puk tan wpa schl"
)
_SECRET = re.compile(
    r"(?<!\w)(?:(?:kunden|online|service|telefon|wlan|w-lan|email|mail|konto|mein|login|hotline|"
    r"voice\s?mail|mailbox|router|portal|zugangs)?[-\s]?"
    r"(?:pass?\s?w[oö]r?[td]|passwd|passphrase|kennwort|kenwort|losungswort|codewort|geheimwort|"
    r"zugangscode|zugangsdaten|zugangsschl(?:ü|ue)ssel|sicherheitscode|pin-?code|"
    r"pwd|pw|kundenkennzahl|kennzahl|pkk|geheimzahl|geheimnummer|wpa2?-?(?:key|schl(?:ü|ue)ssel)|"
    r"w-?lan[-\s]?schl(?:ü|ue)ssel|netzwerkschl(?:ü|ue)ssel|pin2?|puk2?|i?tan|sicherheitsfrage|"
    r"sicherheitsantwort))"
    r"(?:[-\s]?(?:nummer|nr\.?|code))?(?!\w)"
    r"(?P<link>(?:\s{0,2}[:=]\s{0,2}|\s(?:ist|war|lautet|lautete|wäre|heißt|heisst|dazu|dafür|"
    r"dafuer|fuer|zum|"
    r"für|das|der|die|meine|konto|hotline|im|kundenkonto|mein|o2|portal|jetzt|immer|noch|nämlich|"
    r"weiterhin|und)(?=[\s:])){0,5}"
    r"\s{0,2}[:=]?\s{0,2})[\"'„“«»(]{0,2}(?P<value>[^\s\"'„“«»\ue000][^\s\"“«»\ue000]*)",
    re.IGNORECASE,
)
_NO_SECRET = words.listed(
    """falsch richtig korrekt ungültig gültig abgelaufen weg nicht auch immer angeblich unbekannt
    gesperrt vergessen verloren neu alt geändert zurückgesetzt kein keine eingeben eingegeben
    abgefragt funktioniert geht wird wurde hat habe stimmt nötig erforderlich leider nur zu
    sicher leer dreimal mehrfach da okay ok egal geheim bekannt anders gleich gespeichert
    abgelehnt akzeptiert angenommen verlangt gefragt ein so wieder sofort das der die eine
    einen trotz obwohl aber und oder weil wenn bei für per von nach eingabe abfrage schutz
    änderung vorhanden zufällig"""
)


def find(draft: Draft) -> None:
    """Take network addresses and secrets; sentences about a password stay."""
    if _NETWORK_HINT.search(draft.text):
        _networks(draft)
    low = draft.text.lower()
    if any(word in low for word in _SECRET_WORDS):
        for match in _SECRET.finditer(draft.text):
            if _is_secret(match):
                end = numbers.goes_on(draft.text, match.end("value"))
                draft.take("password", match.start("value"), end)


def _networks(draft: Draft) -> None:
    draft.take_all("network", _MAC.finditer(draft.text))
    for match in _IPV4.finditer(draft.text):
        address = re.split(r"[/:]", match[0])[0]
        if _NUMBER_BEFORE.search(draft.text, max(0, match.start() - 5), match.start()):
            continue  # the end of a telephone number with dots
        version = _VERSION_BEFORE.search(draft.text, max(0, match.start() - 20), match.start())
        if (
            address not in _OPEN_IPS
            and not version
            and not _HOME.match(address)
            and _is_address(address)
        ):
            draft.take("network", *match.span())
    for match in _IPV6.finditer(draft.text):
        if re.search(r"[0-9a-f]", match[0], re.IGNORECASE) and _is_address(match[0].split("/")[0]):
            draft.take("network", *match.span())


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
