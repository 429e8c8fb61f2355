"""Edges: names that no cue precedes: at the hotline, or alone where a text begins or ends."""

import re

from helpers.redact import persons, words
from helpers.redact.draft import Draft
from helpers.redact.folding import BARRIER
from helpers.redact.recognise import Recogniser, Span

_SPOKE_WITH = re.compile(r"(?:mit|laut|durch|lt\.)\s$", re.IGNORECASE)
_BELL = re.compile(
    r"(?<!\w)(?:bei|an)\s(?:(?:familie|fam\.|frau|"
    r"herrn?)\s)?(?P<name>[^\W\d_]{3,}(?:-[^\W\d_]+)?)\s"
    r"(?:(?:bitte|mal|einfach|dann)\s)?(?:klingeln|läuten|schellen|abgeben)|"
    r"klingel(?:schild|n bei)?(?:\s(?:ist|bei))?[\s:„\"]{1,3}(?P<plate>[A-ZÄÖÜ][^\W\d_]{2,})",
    re.IGNORECASE,
)
_FAMILIES = re.compile(
    r"(?<!\w)(?:bei(?:\sden)?|die|mit|von(?:\sden)?)\s(?P<value>[^\W\d_]{3,}s)\s(?:nebenan|"
    r"gegenüber|unten|oben|"
    r"über\suns|aus\sd|im\s|haben|hat|hab|und\swir|auch)",
    re.IGNORECASE,
)
"""Neighbours by their name (`bei Schröders nebenan`)."""

_FROM = re.compile(
    r"(?:[aA]nruf\w*|[Ss][Mm][Ss]|[Mm]ail|[Nn]achricht\w*|[Bb]esuch) (?:von|an|für) "
    r"(?P<value>[A-ZÄÖÜ][a-zäöüß]{2,})(?!\s[A-ZÄÖÜ])"
)
_FAREWELL = re.compile(
    r"(?<!\w)(?:[Tt]sch(?:ü|ue|ö)(?:ß|ss)?i?|[Cc]iao|[Ss]ervus|[Cc]heers|[Tt]hanks|"
    r"[Tt]hx|[Rr]egards|[Ss]incerely)[,.!]?\s{1,2}"
    r"(?P<value>[A-ZÄÖÜ][a-zäöüß]{2,})[.!]?\s*$"
)
_INITIAL_FIRST = re.compile(
    r"(?:^|[.!?]\s{1,2}|\n)(?<![a-z]\.\s)(?P<value>[a-zäöü]\.\s?(?P<sur>[a-zäöüß]{3,}))\W*$"
)
_IS_MINE = re.compile(
    r"(?:^|[.!?\n]\s{0,2})(?P<value>[A-ZÄÖÜŁŞ][^\W\d_]{2,}(?:-[A-ZÄÖÜ][^\W\d_]+)?)\s(?P<how>mein\s"
    r"Name|hier(?=[.,!:]))",
    re.IGNORECASE,
)


_HOTLINE = re.compile(
    r"(?P<value>(?-i:[A-ZÄÖÜŁŞ])[^\W\d_]{2,}(?:-[^\W\d_]+)?)"
    r"[\s,(]{1,3}(?:von|vom|aus|bei|in|an|beim|am)\s(?:der\s|dem\s|eurer\s|ihrer\s|o2[-\s]|"
    r"telefonica\s){0,3}(?:[^\W\d_]+-)?(?:hotline|support|kundenservice|"
    r"kundendienst|service|shop|kundenbetreuung|technik|beschwerde\w*|call-?\s?center|chat|"
    r"telefon|störungsstelle|vertrieb)",
    re.IGNORECASE,
)
"""A name that is placed at the hotline (`Petersen vom Support`)."""

_ALONE = (
    re.compile(r"(?:^|[\s.!?])[-–—~*]{1,3}\s?(?=[^\W\d_])"),
    re.compile(
        r"(?:^|\n|[.!?;]\s{1,3}|[.!?]\s?[-–—]\s?)(?=(?:[A-ZÄÖÜ]\.\s?)?[^\W\d_][^\n.!?]{1,40}[.!]?\s*$)"
    ),
)
_SIGNED = re.compile(
    r"(?<!\w)[A-ZÄÖÜ]\.\s?[A-ZÄÖÜ][^\W\d_]{1,20}[.!]?\s*$|"
    r"(?:^|[\s.!?])[-–—~*]{1,3}\s?[A-ZÄÖÜŁŞÇ][^\s.,]+(?:\s[^\s.,]+){1,2}[.!]?\s*$"
)
"""What stands alone at the end (`… – Bernd Mertz`, a last line `K. Petersen`)."""


def _at_hotline(draft: Draft, match: re.Match) -> bool:
    name = match["value"]
    spoken = _SPOKE_WITH.search(draft.text, max(0, match.start() - 12), match.start())
    listed = spoken or persons.is_surname(name) or persons.is_known(name)
    return bool(listed) and not persons.is_word(name)


def _no_word(group: str):
    def check(draft: Draft, match: re.Match) -> bool:
        return not persons.is_word(match[group])

    return check


def _at_bell(draft: Draft, match: re.Match) -> Span | None:
    group = "name" if match["name"] else "plate"
    return None if persons.is_word(match[group]) else match.span(group)


def _families(draft: Draft, match: re.Match) -> bool:
    name = match["value"]
    return persons.is_surname(name[:-1]) and not persons.is_word(name)


def _known(draft: Draft, match: re.Match) -> bool:
    return persons.is_known(match["value"]) and match["value"].lower() not in words.NOUNS


def _quiet(draft: Draft, match: re.Match) -> bool:
    return not persons.is_loud(draft.text) and not persons.is_word(match["value"])


def _mine(draft: Draft, match: re.Match) -> bool:
    listed = persons.is_surname(match["value"]) or match["how"].lower() != "hier"
    return listed and not persons.is_word(match["value"])


def alone(draft: Draft) -> None:
    """Take one to three capitalised words that close a text, with an initial or a listed name."""
    text = draft.text
    last = text.rstrip(" .!?)\"'\n").rpartition(" ")[2]
    if not last[:1].isupper() and "\n" not in last:
        return
    for start in [match.end() for pattern in _ALONE for match in pattern.finditer(text)]:
        found = list(persons.tokens(text, start))
        if not found or len(found) > 3 or not persons.END.match(text, found[-1][1]):
            continue
        whole = [word for _, _, word in found]
        likely = all(w[-1] == "." or (w[0].isupper() and not persons.is_word(w)) for w in whole)
        sure = (len(whole) == 2 and len(whole[0]) == 2 and whole[0][1] == ".") or (
            len(whole) > 1
            and any(persons.is_known(word) or persons.is_lone_surname(word) for word in whole)
        )
        if likely and sure and not any(persons.is_place(text, *each) for each in found):
            draft.take("name", found[0][0], found[-1][1])


def _signed(draft: Draft, match: re.Match) -> bool:
    if not persons.is_loud(draft.text):
        alone(draft)
    return False


_FIRM = re.compile(
    r"(?<![\w-])(?:(?i:fa\.?|firma|praxis|zahnarztpraxis|kanzlei|elektro|schreinerei|tischlerei|[^\W\d_]*betrieb|"
    r"malermeister|dachdecker[^\W\d_]*|g(?:ä|ae)rtnerei|ingenieurb(?:ü|ue)ro|architekturb(?:ü|ue)ro|"
    r"steuerb(?:ü|ue)ro|hausverwaltung|spedition|sanit(?:ä|ae)r|heizungsbau|buchhandlung|fahrschule|weingut|"
    r"zimmerei|schlosserei|installateur|taxi))\s(?:(?:Dr\.|Prof\.)\s){0,2}"
    r"(?P<value>[A-ZÄÖÜ][a-zäöüß]{3,}(?:-[A-ZÄÖÜ][a-zäöüß]+)?(?:\s[A-ZÄÖÜ][a-zäöüß]{3,})?)"
)
"""A firm that bears its owner's name (`Malerbetrieb Zobelreuter`)."""

_NO_OWNER = words.listed("edges.no_owner")


def _owner(draft: Draft, match: re.Match) -> bool:
    """Tell an owner's name from a word, a brand, a town behind the kind of a firm."""
    parts = match["value"].split()
    sure = any(persons.is_surname(part) or persons.is_given(part) for part in parts)
    rare = not any(persons.is_word(part) or part.lower() in _NO_OWNER for part in parts)
    ends = _AFTER_FIRM.match(draft.text, match.end())
    return rare and (sure or bool(ends)) and not words.PLACE_WORD.fullmatch(parts[-1])


_AFTER_FIRM = re.compile(r"\s*(?:$|[,.:;!)]|(?:GmbH|KG|OHG|GbR|e\.\s?K)|[a-zäöü])")


_BRACKETED = re.compile(
    rf"{BARRIER}\s?\((?P<value>[A-ZÄÖÜŁŞÇ][^\W\d_]{{2,}}(?:-[A-ZÄÖÜ][^\W\d_]+)?)\)"
)
"""A surname in brackets behind a given name (`die Traudl (Obermoser)`)."""


def _named(draft: Draft, match: re.Match) -> bool:
    name = match["value"]
    town = words.loose(name) in words.towns() or words.PLACE_WORD.fullmatch(name)
    return not town and (persons.is_surname(name) or not persons.is_word(name))


RECOGNISERS = (
    Recogniser("name", _BRACKETED, _named, hits=("lg die «Traudl» («Obermoser»)",)),
    Recogniser("name", _HOTLINE, _at_hotline, hits=("«Petersen» vom Support legt auf",)),
    Recogniser("name", _BELL, _at_bell, hits=("bitte bei «Müller» klingeln",)),
    Recogniser("name", _FAMILIES, _families, hits=("bei «schneiders» nebenan gehts",)),
    Recogniser("name", _FROM, _known, hits=("Anruf von «Kai» kam nicht an",)),
    Recogniser("name", _FAREWELL, _quiet, hits=("Cheers, «Siobhan»",)),
    Recogniser("name", _INITIAL_FIRST, _no_word("sur"), hits=("kein Netz! «h. tewes»",)),
    Recogniser("name", _IS_MINE, _mine, hits=("«Schmidt» mein Name. Kein Netz",)),
    Recogniser("name", _SIGNED, _signed, hits=("kein Netz\n«K. Petersen»",)),
    Recogniser(
        "name",
        _FIRM,
        _owner,
        hits=("Malerbetrieb «Zobelreuter», niemand", "Fa. «Ruckdeschel» GmbH ist betroffen"),
        misses=("Firma Siemens auch", "Praxis Team nicht erreichbar"),
    ),
)
