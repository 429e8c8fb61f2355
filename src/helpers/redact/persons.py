"""Persons: how far a name reaches in a text, and what only looks like one."""

import functools
import re
from collections.abc import Iterator

from helpers.redact import words

TOKEN = re.compile(r"(?<![\w@])[^\W\d_]+(?:['’\-][^\W\d_]+)*(?![\d_])")
"""A word, with its hyphens."""

END = re.compile(r"[\s.,!?)\"'“*~:;^_<>|/\\–—-]*(?:$|\n|\ue000|\(|:\)|PS|P\.S\.|[^\w\s])")
"""What stands behind the last word of a text or line."""

_NEXT = re.compile(
    r"(?P<initial>[A-ZÄÖÜŁŞÇ]\.(?:\s?-?[A-ZÄÖÜ]\.)?)|(?P<word>[^\W\d_]+(?:['’\-][^\W\d_]+)*)"
)
_GAP = re.compile(r"[ \t]{1,2}|(?<=\.)")
_SURNAME_NEXT = re.compile(r"\s(?:[A-ZÄÖÜ]\.|[A-ZÄÖÜŁŞÇ][^\W\d_]{2,}(?!\s[A-ZÄÖÜ])|\ue000)")
"""Behind `Ernst` or `August`: what makes the word a name."""

_ARTICLES = ("der", "den", "dem", "da", "do", "af")
_PARTICLE_GOES_ON = re.compile(r"\s(?:[a-z]{2,3}\s){0,2}[A-ZÄÖÜŁŞÇ]")
_NOUN_END = re.compile(
    r"(?:ung|ungen|heit|keit|schaft|ion|ionen|tät|netz|karte|karten|nummer|vertrag|dienst|service|"
    r"team|center|problem|probleme|verbindung|"
    r"empfang|störung|ausfall|bahn|bahnhof|straße|strasse|platz|kunde|kunden|handy|telefon|nutzer|"
    r"betreiber|anbieter|minuten|stunden|tage|"
    r"wochen|monate|jahre|zeit|gerät|geräte|ismus|abbrüche|werte|rate|stelle|stellen|mast|masten|"
    r"loch|löcher|shop|hotline|mitarbeiter|mitarbeitern|"
    r"mitarbeiterin|berater|techniker|leute)$"
)
_SURNAME_END = re.compile(
    r"(?!(?:fach|haupt|kauf|land[s]?|feuerwehr|ehe|see|berg|bau|ober|edel|stroh|neben|nebel|vorder|"
    r"hinter|milch|amt|seel|steuer|tor|weih?nachts|kamera|obermei?|haus|schnee|ge|ver|her|be|er|"
    r"tisch|sports?|schutz|staats|gentle|je|nie)mann)"
    r"[^\W\d_]{2,}(?:mann|meier|meyer|maier|mayer|mair|huber|hofer|m(?:ü|ue)ller|schmidt?|schulze?|"
    r"bauer|kamp|hoff|brink|horst|sen|sens|ski|sky|ska|cki|cka|czyk|wicz|witz|oğlu|oglu|escu|enko|"
    r"opoulos|idis|dottir|sson|yan|ov|ova|eva|ow|owa|ewa|off|ić|vic|ijć|ingh)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"([^\W\d_]+\.?(?:-[^\W\d_]+)?)\s{1,2}$")
_BEFORE_CAPITALS = re.compile(r"(?<![^\W\d_])([^\W\d_]+)\s(?:[A-ZÄÖÜ][^\W\d_]+\s)*$")
_PREPOSITION = words.listed("persons.preposition")
_ONLY_PLACE = words.listed("persons.only_place")
_CAPITALS_AFTER = re.compile(r"(?:[\s-][A-ZÄÖÜ][^\W\d_]*\.?){1,3}")


def is_loud(text: str) -> bool:
    """Tell whether a text is written in capitals, where a capital marks no name."""
    upper = sum(map(str.isupper, text))
    return upper > 5 and upper > 2 * sum(map(str.islower, text))


@functools.lru_cache(maxsize=16384)
def is_known(word: str) -> bool:
    """Tell whether a word, or a half of a double name, is a given name in any context."""
    return any(words.loose(part) in words.telling() for part in re.split(r"[-'’]", word))


@functools.lru_cache(maxsize=16384)
def is_given(word: str) -> bool:
    """Tell whether a word is a given name and no German word (`Anja`, `Anjas`, `Jean-Luc`)."""
    whole = words.loose(word)
    if whole in words.given() or (
        whole[-1:] == "s" and len(whole) > 4 and whole[:-1] in words.given()
    ):
        return True
    parts = whole.split("-")
    return (
        len(parts) == 2
        and all(p in words.telling() for p in parts)
        and any(p in words.given() for p in parts)
    )


@functools.lru_cache(maxsize=16384)
def is_surname(word: str) -> bool:
    """Tell whether a word, or a half of a double name, is listed or built as a surname."""
    return any(
        words.loose(part) in words.surnames() or _is_built(part)
        for part in re.split(r"[-'’]", word)
    )


def _is_built(word: str) -> bool:
    """Tell a word that ends like a surname (`Stuckmann`, `Dabrowska`) and is no known word."""
    return bool(_SURNAME_END.fullmatch(word)) and not is_word(word)


@functools.lru_cache(maxsize=16384)
def is_lone_surname(word: str) -> bool:
    """Tell whether a word is a surname wherever it stands (`Hinrichsen`, `Yılmaz-Kaya`)."""
    whole = words.loose(word)
    if word[0].islower() and len(word) < words.LEAST_SMALL:
        return False
    if whole in words.plain_surnames() or whole.removesuffix("s") in words.plain_surnames():
        return True
    parts = whole.split("-")
    return (
        len(parts) == 2
        and all(p in words.surnames() for p in parts)
        and (any(p in words.plain_surnames() for p in parts))
    )


@functools.lru_cache(maxsize=16384)
def is_word(word: str) -> bool:
    """Tell a word of grammar, or a noun of such reports, from a name."""
    low = word.lower().strip(".")
    if low in words.FUNCTION or low in words.NOUNS:
        return True
    return ("-" in low and low.rpartition("-")[2] in words.NOUNS) or bool(_NOUN_END.search(low))


@functools.lru_cache(maxsize=16384)
def is_telling(word: str) -> bool:
    """Tell whether a word may be a name where no cue stands before it."""
    return is_known(word) or is_given(word) or is_lone_surname(word)


def tokens(text: str, place: int) -> Iterator[tuple[int, int, str]]:
    """Yield the words and initials that follow `place` directly, one space apart."""
    while match := _NEXT.match(text, place):
        yield match.start(), match.end(), match[0]
        gap = _GAP.match(text, match.end())
        if not gap:
            return
        place = gap.end()


def reach(text: str, place: int, loud: bool, trust: bool, lower: bool = False) -> int:
    """Return where the name that begins at `place` ends, or `place` where none begins.

    trust: the place tells that a name follows, so an unknown capitalised word is one.
    lower: small letters are no bar (for the very end of a text).
    """
    end, names, joined = place, 0, False
    for start, stop, word in tokens(text, place):
        if names >= 4 or is_place(text, start, stop, word, trust):
            break
        if joined and word == "und":
            continue  # von und zu
        if word in _ARTICLES and not names and not joined:
            break
        if word[-1] == ".":
            names += 1
        elif (
            word.lower() in words.PARTICLES
            and (names or trust)
            and _PARTICLE_GOES_ON.match(text, stop)
        ):
            joined = True
            continue
        elif joined and is_word(word):
            break
        elif _is_part(word, names, loud, trust, lower) or (
            trust and not names and is_known(word) and _SURNAME_NEXT.match(text, stop)
        ):
            names += 1
        else:
            break
        end = stop
    return end


def _is_part(word: str, names: int, loud: bool, trust: bool, lower: bool) -> bool:
    """Tell whether a word is the next part of a name that has `names` parts so far."""
    capital = word[0].isupper() and not loud
    low = word.lower()
    if is_known(word) and (capital or ((loud or lower) and is_given(word)) or is_given(word)):
        return not (low in words.FUNCTION and not capital) and not (
            low in words.NOUNS and not names
        )
    if capital and names and is_surname(word):
        return True  # Lange, Weiß: a word, but not behind a given name
    if is_word(word):
        return capital and trust and low in words.FUNCTION and is_surname(word)
    if capital or lower:
        return (trust or names > 0) and not (word.isupper() and len(word) <= 4 and not lower)
    if (loud or names) and is_surname(word):
        return True
    return loud and trust and len(word) > 2 and names < 2


def small(text: str, place: int, surname: bool = False) -> int:
    """Return where a name in small letters ends (`mein name ist bernd mertz`), or `place`.

    surname: a listed surname may come first (`techniker jessen`).
    """
    end = place
    for start, stop, word in tokens(text, place):
        listed = (end > place or surname) and is_surname(word) and not is_word(word)
        if not (is_given(word) or listed) or is_place(text, start, stop, word):
            break
        end = stop
    more = _SMALL_GOES_ON.match(text, end) if end > place else None
    return more.end() if more and not is_word(more[1] or more[2]) else end


_SMALL_GOES_ON = re.compile(
    r"(?:\s(?:von|van|vom|zu|zur|de|der|den|dem)){1,3}\s([^\W\d_]{3,})|\s([^\W\d_]{3,})(?=[.,!]|\s*$)"
)
"""What follows a given name in small letters: `moritz von der heyde`, `ute quast.`"""


def is_place(text: str, start: int, stop: int, word: str, trust: bool = False) -> bool:
    """Tell whether a name is part of a street, station or device (`Karl Marx Allee`, `St. Georg`).

    A surname such as Ufer or Berg behind one given name is a name, unless an article or a
    preposition stands before it (`an der Anna Brücke`).
    """
    if "-" in word and words.PLACE_WORD.fullmatch(word.rpartition("-")[2]):
        return True
    before = _BEFORE.search(text, max(0, start - 24), start)
    if before and before[1].lower() in words.PLACE_BEFORE:
        return True
    after = _CAPITALS_AFTER.match(text, stop)
    if not after:
        return False
    followers = [part.lower().strip(".") for part in re.split(r"[\s-]", after[0])[1:]]
    found = [place for place, part in enumerate(followers) if words.PLACE_WORD.fullmatch(part)]
    if not found:
        return False
    if trust or (found[0] == 0 and followers[0] not in _ONLY_PLACE):
        article = _BEFORE_CAPITALS.search(text, max(0, start - 40), start)
        return not trust and bool(article and article[1].lower() in _PREPOSITION)
    return True
