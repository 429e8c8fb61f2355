"""Names: persons in a greeting, signature, introduction or relation, or by given name."""

import re

from helpers.redact import cues, edges, persons, spelt, words
from helpers.redact.draft import Draft

_PLACE_FROM = re.compile(
    r"(?:aus|in|us|uss|ut|from)\s(?P<place>[^,.!;:\n]*)(?:[,.!;:\n]\s{0,2}|$)", re.IGNORECASE
)
_SENDER = re.compile(
    r"(?:(?:ihr|ihre|euer|eure|dein|deine|von|vom|die|der|wünscht|sendet|dem|und|danke|dank|"
    r"vielen|besten|bis|bald|ein|eine|kunde|kundin|familie|fam\.|"
    r"herr|frau|dr\.|treuer|treue|noch|auch|im|voraus|schon|mal|trotzdem|[^\W\d_]+(?:ter|te|ler|"
    r"ger))\s){1,4}",
    re.IGNORECASE,
)
_LG_DEVICE = re.compile(
    r"(?:[a-z]{0,3}-?\d|optimus|cookie|prada|viewty|renoir|handy|telefon|smartphone|electronics|"
    r"gerät|cyon|arena|pop|town|chocolate|swift|nexus|g\d)",
    re.IGNORECASE,
)
_DETERMINER = re.compile(
    r"(?<![^\W\d_])(?:mein|dein|sein|ihr|unser|euer|eur|ein|der|die|den|dem|meiner|deren|dessen|"
    r"als|von|und)(?:e|en|em|er|es)?\s(?:[^\W\d_]+(?:e|er|en|em|ste|-)\s)?$",
    re.IGNORECASE,
)
_NO_NAME_AFTER = re.compile(
    r"(?:am|im|zum|vom|beim|\d\.?|mein|dein|euer|anfang|ende|mitte|seit)\s$", re.IGNORECASE
)
_CAPITAL_BEFORE = re.compile(
    r"(?<![\w-])([A-ZÄÖÜŁŞÇ][^\W\d_]{2,}(?:-[A-ZÄÖÜ][^\W\d_]+)?|[A-ZÄÖÜ]\.)\s$"
)
_PLACE_BEFORE = re.compile(r"(?<![^\W\d_])(?:in|aus|nach|raum|ort|stadt)\s$", re.IGNORECASE)
_SURNAME_FIRST = re.compile(r"([^\W\d_]{3,}(?:-[^\W\d_]+)?),\s?$")
_CLOSE = words.listed("names.close")
_APPOSITION = re.compile(r"[A-ZÄÖÜŁŞÇ][^\W\d_]+(?:\s[A-ZÄÖÜŁŞÇ][^\W\d_]+)?\s?[,)]")
_STRICT_TITLES = words.listed("names.strict_titles")


def take_after(draft: Draft, place: int, loud: bool, trust: bool, surname: bool = False) -> bool:
    """Take the name that begins at `place`; without trust it must hold a given name.

    surname: a listed surname will do, also in small letters or in a text in capitals.
    """
    if loud and surname:
        trust = False
    first = persons.TOKEN.match(draft.text, place)
    if (
        first
        and cues.kind(first[0].lower()) in ("kin", "title", "staff")
        and (not persons.is_known(first[0]) and not persons.is_surname(first[0]))
    ):
        return False  # `Tante und Onkel`: another cue, which is read by itself
    end = persons.reach(draft.text, place, loud, trust)
    if trust or surname:
        end = max(end, persons.small(draft.text, place, surname))
        trust = True
    if end > place and (trust or _holds_given(draft.text[place:end])):
        return draft.take("name", place, end)
    return False


def _holds_given(text: str) -> bool:
    return any(
        persons.is_given(word)
        or persons.is_lone_surname(word)
        or (word[0].isupper() and persons.is_known(word) and word.lower() not in words.NOUNS)
        for word in persons.TOKEN.findall(text)
    )


def _after(kind: str, trust: bool):
    """Make a reader for cues of `kind` that a name follows directly."""

    def read(draft: Draft, token: re.Match, loud: bool) -> None:
        if gap := cues.BETWEEN[kind].match(draft.text, token.end()):
            take_after(draft, gap.end(), loud, trust)

    return read


def _title(draft: Draft, token: re.Match, loud: bool) -> None:
    """Take the name after Herr, Frau, Familie, Dr. and the like, also in small letters."""
    text, title = draft.text, token[0].lower()
    if token[0][0].islower() and title in ("pan", "bay", "mag", "dipl", "graf"):
        return
    gap = cues.BETWEEN["title"].match(text, token.end())
    day = title == "fr" and gap and re.search(r"\b(?:und|u\.|&)|^\s+\S|^\s+$", gap[0])
    if not gap or (day and " v." not in gap[0]) or (title == "dipl" and gap[0][0] not in ".-"):
        if title == "frau":
            _kin(draft, token, loud)
        return
    place = gap.end()
    end = persons.reach(text, place, loud, trust=True)
    if title == "mr" or title == "mrs":
        end = max(end, persons.small(text, place, surname=True))
    word = persons.TOKEN.match(text, place)
    if end == place and word and not persons.is_word(word[0]):
        listed = persons.is_surname(word[0]) or persons.is_given(word[0])
        if listed or (title in _STRICT_TITLES and len(word[0]) > 3):
            end = word.end()
        end = max(end, cues.subject(text, place))
    if end > place:
        draft.take("name", place, end)


def _kin(draft: Draft, token: re.Match, loud: bool) -> None:
    """Take the name after a relation (`meine Frau Ilse`, `meine Tochter, Fenja, …`).

    Where nothing such as `meine` stands before, only close relatives let us trust a rare name.
    """
    gap = cues.BETWEEN["kin"].match(draft.text, token.end())
    if not gap:
        return
    owned = _DETERMINER.search(draft.text, max(0, token.start() - 30), token.start())
    trust = bool(owned) or token[0].lower() in _CLOSE
    if "," in gap[0]:
        trust = trust and bool(_APPOSITION.match(draft.text, gap.end()))
    if not take_after(draft, gap.end(), loud, trust, bool(owned) and "," not in gap[0]):
        _subject(draft, gap.end())


def _staff(draft: Draft, token: re.Match, loud: bool) -> None:
    if gap := cues.BETWEEN["staff"].match(draft.text, token.end()):
        straight = "," not in gap[0]
        if not take_after(draft, gap.end(), loud, trust=straight, surname=straight):
            _subject(draft, gap.end())


def _subject(draft: Draft, place: int) -> None:
    """Take a rare name in small letters that a verb follows (`kollege tewes hat auch nichts`)."""
    end = cues.subject(draft.text, place)
    if end > place and not persons.is_word(draft.text[place:end]):
        draft.take("name", place, end)


def _named(draft: Draft, token: re.Match, loud: bool) -> None:
    """Take the name after `mein Name ist`, `heiße`, `Inhaber`, `alias`."""
    word = token[0].lower()
    gap = cues.BETWEEN["named"].match(draft.text, token.end())
    if not gap or (word in ("geb", "hd")) != gap[0].startswith("."):
        return
    own_part = word.startswith(("vor", "nach", "familien", "ruf", "zu"))
    asked = own_part or re.search(r"[:=]|ist|lautet|war|is\b|frau|herr", gap[0], re.IGNORECASE)
    if (
        "name" in word
        and not asked
        and not re.search(
            r"(?:mein|sein|ihr|unser|der)\w*\s$|^$",
            draft.text[max(0, token.start() - 9) : token.start()],
            re.IGNORECASE,
        )
    ):
        return
    take_after(draft, gap.end(), loud, trust=True)


def _closing(draft: Draft, token: re.Match, loud: bool) -> None:
    """Take the name after a closing formula; a device (LG Optimus) is no signature."""
    text = draft.text
    gap = cues.BETWEEN["closing"].match(text, token.end())
    place = gap.end()
    if (
        token[0].lower() == "lg"
        and not re.search(r"[,\n:;–-]", gap[0])
        and _LG_DEVICE.match(text, place)
    ):
        return
    if origin := _PLACE_FROM.match(text, place):
        place = origin.end()  # `Grüße aus Bingen am Rhein, Anja`: the name stands behind the comma
    if place >= len(text):
        return
    sender = _SENDER.match(text, place)
    if sender and sender[0].lower().startswith(("vom ", "von ")) and not _holds_given(text[place:]):
        return
    if not _sign(draft, place, loud, lower=not sender) and sender:
        _sign(draft, sender.end(), loud, lower=False)


def _sign(draft: Draft, place: int, loud: bool, lower: bool) -> bool:
    """Take a signature at `place`: capitals anywhere, small letters only up to the end."""
    text = draft.text
    end = persons.reach(text, place, loud, trust=True)
    if lower and (end == place or not persons.END.match(text, end)):
        whole = persons.reach(text, place, loud, trust=True, lower=True)
        first = persons.TOKEN.match(text, place)
        if first and len(first[0]) > 1 and persons.END.match(text, whole):
            end = max(end, whole)
    if end == place:
        end = persons.small(text, place)
    return end > place and draft.take("name", place, end)


def _bare(draft: Draft, token: re.Match, loud: bool) -> None:
    """Take a name that is no German word, or any given name before a surname."""
    text, word = draft.text, token[0]
    if _CALLED.match(text, token.end()):
        return  # `Christian heißt das Problem nicht`
    if persons.is_place(text, *token.span(), word) or (word[0].islower() and len(word) < 4):
        return
    if word in ("Kai", "Jan", "Horst", "Nick", "Alex") and (
        _NO_NAME_AFTER.search(text, max(0, token.start() - 8), token.start())
        or re.match(r"\.?\s?\d|\.\s?[a-zäöü-]", text[token.end() :])
    ):
        return
    end = max(token.end(), persons.reach(text, token.start(), loud, trust=False))
    if word[0].islower():
        end = max(end, persons.small(text, token.start()))
    if end == token.end() and _PLACE_BEFORE.search(text, max(0, token.start() - 9), token.start()):
        return  # `in Achim`: a town
    start = _with_first(text, token.start()) if persons.is_lone_surname(word) else token.start()
    if not persons.is_given(word) and not persons.is_lone_surname(word):
        rest = persons.TOKEN.findall(text[token.end() : end])
        if (
            loud
            or word[0].islower()
            or persons.is_word(word)
            or not rest
            or not persons.is_surname(rest[0])
            or rest[0].lower() in words.NOUNS
        ):
            return
    before = _SURNAME_FIRST.search(text, max(0, token.start() - 40), token.start())
    first = before and persons.is_surname(before[1]) and not persons.is_word(before[1])
    draft.take("name", before.start() if first else start, end)


_CALLED = re.compile(r"\s(?:heißt|heisst|ist)\s(?:das|dieses|der|die|ein)\s[A-ZÄÖÜ]")


def _with_first(text: str, place: int) -> int:
    """Return where the name of the surname at `place` begins: a rare first name may precede it."""
    before = _CAPITAL_BEFORE.search(text, max(0, place - 24), place)
    if not before or persons.is_word(before[1]) or cues.kind(before[1].lower()):
        return place
    return place if words.PLACE_WORD.fullmatch(before[1]) else before.start()


_READERS = {
    "closing": _closing,
    "title": _title,
    "hello": _after("hello", trust=False),
    "farewell": _after("farewell", trust=False),
    "kin": _kin,
    "staff": _staff,
    "named": _named,
}
"""Kind of cue → the function that reads what follows it."""


def find(draft: Draft, seen: int) -> None:
    """Take the names of persons in `draft`; surnames inside streets and places stay.

    seen: what the words of the text may be, as `wakes` tells.
    """
    text = draft.text
    loud = persons.is_loud(text)
    idiom = 0
    for token in persons.TOKEN.finditer(text):
        word = token[0]
        flags = spelt.FLAGS[word]
        if not flags or token.start() < idiom or _inside(text, token):
            continue
        if match := cues.IDIOM.match(text, token.start()):
            idiom = match.end()
            continue
        if flags & spelt.CUE | flags & spelt.MILD:
            _READERS[cues.kind(word.lower())](draft, token, loud)
        if flags & (spelt.NAME | spelt.KNOWN):
            _bare(draft, token, loud)
    if not loud and seen & (spelt.NAME | spelt.CUE | spelt.MILD):
        edges.alone(draft)


def _inside(text: str, token: re.Match) -> bool:
    """Tell a word in small letters behind a dot or a sign: part of a handle (`jb.boettcher`)."""
    start = token.start()
    return (
        start > 1 and text[start - 1] in "._" and token[0].islower() and text[start - 2].isalnum()
    )
