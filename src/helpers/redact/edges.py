"""Edges: names that no cue precedes: at the hotline, or alone where a text begins or ends."""

import re

from helpers.redact import persons, words
from helpers.redact.draft import Draft

_HOTLINE_AFTER = re.compile(
    r"[\s,(]{1,3}(?:von|vom|aus|bei|in|an|beim|am)\s(?:der\s|dem\s|eurer\s|ihrer\s|o2[-\s]|"
    r"telefonica\s)*(?:[^\W\d_]+-)?(?:hotline|support|kundenservice|"
    r"kundendienst|service|shop|kundenbetreuung|technik|beschwerde\w*|call-?\s?center|chat|"
    r"telefon|störungsstelle|vertrieb)",
    re.IGNORECASE,
)
_DASH_END = re.compile(r"(?:^|[\s.!?])[-–—~*]{1,3}\s?(?=[^\W\d_])")
_LAST_LINE = re.compile(
    r"(?:^|\n|[.!?;]\s{1,3}|[.!?]\s?[-–—]\s?)(?=(?:[A-ZÄÖÜ]\.\s?)?[^\W\d_][^\n.!?]{1,40}[.!]?\s*$)"
)
_HOTLINE_HINT = re.compile(
    r"hotline|support|dienst|service|shop|betreu|techn|beschwer|call|chat|telefon|störungsst|"
    r"vertrieb",
    re.IGNORECASE,
)
_SPOKE_WITH = re.compile(r"(?:mit|laut|durch|lt\.)\s$", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-ZÄÖÜŁŞ][^\W\d_]{2,}(?:-[A-ZÄÖÜ][^\W\d_]+)?")
_BELL = re.compile(
    r"(?<!\w)(?:bei|an)\s(?:(?:familie|fam\.|frau|"
    r"herrn?)\s)?(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)\s"
    r"(?:(?:bitte|mal|einfach|dann)\s)?(?:klingeln|läuten|schellen|abgeben)|"
    r"klingel(?:schild|n bei)?(?:\s(?:ist|bei))?[\s:„\"]{1,3}(?P<plate>[A-ZÄÖÜ][^\W\d_]{2,})",
    re.IGNORECASE,
)
_BELL_HINT = re.compile(r"klingel|läute|schelle|abgeben", re.IGNORECASE)
_FAMILIES = re.compile(
    r"(?<!\w)(?:bei(?:\sden)?|die|mit|von(?:\sden)?)\s(?P<name>[^\W\d_]{3,}s)\s(?:nebenan|"
    r"gegenüber|unten|oben|"
    r"über\suns|aus\sd|im\s|haben|hat|hab|und\swir|auch)",
    re.IGNORECASE,
)
"""Neighbours by their name (`bei Schröders nebenan`)."""

_FROM = re.compile(
    r"(?:[aA]nruf\w*|[Ss][Mm][Ss]|[Mm]ail|[Nn]achricht\w*|[Bb]esuch) (?:von|an|für) "
    r"(?P<name>[A-ZÄÖÜ][a-zäöüß]{2,})(?!\s[A-ZÄÖÜ])"
)
_FAREWELL = re.compile(
    r"(?<!\w)(?:[Tt]sch(?:ü|ue|ö)(?:ß|ss)?i?|[Cc]iao|[Ss]ervus|[Cc]heers|[Tt]hanks|"
    r"[Tt]hx|[Rr]egards|[Ss]incerely)[,.!]?\s{1,2}"
    r"(?P<name>[A-ZÄÖÜ][a-zäöüß]{2,})[.!]?\s*$"
)
_INITIAL_FIRST = re.compile(
    r"(?:^|[.!?]\s{1,2}|\n)(?<![a-z]\.\s)(?P<name>[a-zäöü]\.\s?(?P<sur>[a-zäöüß]{3,}))\W*$"
)
_SMALL_INITIAL = re.compile(r"(?:^|\W)(?P<name>[a-zäöüß]{3,})\s(?P<initial>[a-z])\.?\s*$")
_IS_MINE = re.compile(
    r"(?:^|[.!?\n]\s{0,2})(?P<name>[A-ZÄÖÜŁŞ][^\W\d_]{2,}(?:-[A-ZÄÖÜ][^\W\d_]+)?)\s(?P<how>mein\s"
    r"Name|hier(?=[.,!:]))",
    re.IGNORECASE,
)


def find(draft: Draft, loud: bool) -> None:
    """Take names at the edges of `draft`. loud: the text is written in capitals."""
    if _HOTLINE_HINT.search(draft.text):
        _with_hotline(draft)
    for match in _BELL.finditer(draft.text) if _BELL_HINT.search(draft.text) else ():
        group = "name" if match["name"] else "plate"
        if not persons.is_word(match[group]):
            draft.take("name", *match.span(group))
    for match in _FAMILIES.finditer(draft.text):
        if persons.is_surname(match["name"][:-1]) and not persons.is_word(match["name"]):
            draft.take("name", *match.span("name"))
    for match in _FROM.finditer(draft.text):
        if persons.is_known(match["name"]) and match["name"].lower() not in words.NOUNS:
            draft.take("name", *match.span("name"))
    farewell = _FAREWELL.search(draft.text)
    if farewell and not loud and not persons.is_word(farewell["name"]):
        draft.take("name", *farewell.span("name"))
    initial = _INITIAL_FIRST.search(draft.text)
    if initial and not persons.is_word(initial["sur"]):
        draft.take("name", *initial.span("name"))
    small = _SMALL_INITIAL.search(draft.text)
    if small and persons.is_given(small["name"]) and not persons.is_word(small["name"]):
        draft.take("name", small.start("name"), small.end("initial"))
    _first(draft)
    _ends(draft, loud)


def _with_hotline(draft: Draft) -> None:
    """Take a listed name that is placed at the hotline (`Petersen vom Support`)."""
    for match in _CAPITAL.finditer(draft.text):
        if _HOTLINE_AFTER.match(draft.text, match.end()) and not persons.is_word(match[0]):
            spoken = _SPOKE_WITH.search(draft.text, max(0, match.start() - 12), match.start())
            if spoken or persons.is_surname(match[0]) or persons.is_known(match[0]):
                draft.take("name", *match.span())


def _first(draft: Draft) -> None:
    """Take a name that opens a text (`Schmidt mein Name`, `Petersen hier. …`)."""
    for match in _IS_MINE.finditer(draft.text):
        listed = persons.is_surname(match["name"]) or match["how"].lower() != "hier"
        if listed and not persons.is_word(match["name"]):
            draft.take("name", *match.span("name"))


def _ends(draft: Draft, loud: bool) -> None:
    """Take a name that stands alone at the end (`… – Bernd Mertz`, a last line `K. Petersen`)."""
    text = draft.text
    for pattern in (_DASH_END, _LAST_LINE):
        for match in pattern.finditer(text):
            found = list(persons.tokens(text, match.end()))
            if not found or len(found) > 3 or not persons.END.match(text, found[-1][1]):
                continue
            whole = [word for _, _, word in found]
            likely = all(
                word[-1] == "." or (word[0].isupper() and not persons.is_word(word))
                for word in whole
            )
            initial = len(whole) == 2 and len(whole[0]) == 2 and whole[0][1] == "."
            sure = initial or (
                len(whole) > 1
                and any(persons.is_known(word) or persons.is_lone_surname(word) for word in whole)
            )
            if (
                likely
                and sure
                and not loud
                and not any(persons.is_place(text, *each) for each in found)
            ):
                draft.take("name", found[0][0], found[-1][1])
