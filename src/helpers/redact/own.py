"""Own: the sender's own name and mail address, wherever they stand as words in the text."""

import re

from helpers.redact import words
from helpers.redact.draft import Draft

_WORD = re.compile(r"[^\W\d_]+")
_SEPARATOR = re.compile(r"[\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:['’\-._][^\W_]+)*")
_PLACEHOLDERS = words.listed("own.placeholders")
_PLACE_GOES_ON = re.compile(
    r"\s(?:am|an der|an|ob der|im|bei|in der|vor der|unter)\s(?:Main|Rhein|Neckar|Oder|Saale|Ruhr|"
    r"Elbe|Donau|Isar|Lahn|Weser|Spree|Havel|See|Inn|Mosel|Aller|Leine)\b"
)


def parts(name: str, mail: str) -> frozenset[str]:
    """Return the words of a sender's name and mail address, in loose spelling.

    Placeholders (`test`, `keine Angabe`) and parts of less than three letters are left out.

    >>> sorted(parts("Ute Mertz", "u.mertz77@example.net"))
    ['mertz', 'mertz77', 'u.mertz77', 'ute']
    """
    named = _WORD.findall(name)
    found = set(map(words.loose, named))
    if not name.isascii():
        found |= {words.loose(words.bare(word)) for word in named}
    local = words.loose(mail.partition("@")[0].strip())
    found.update(_SEPARATOR.split(local))
    if any(map(str.isdigit, local)):
        found.update(_WORD.findall(local))
    if len(local) > 3 and "@" in mail:
        found.add(local)
    return frozenset(
        part for part in found if len(part) > 2 and part not in _PLACEHOLDERS and not part.isdigit()
    )


def find(draft: Draft, mine: frozenset[str]) -> None:
    """Take the sender's own words in `draft`; inside street and place names they stay."""
    for match in _COMPOUND.finditer(draft.text):
        whole = words.loose(match[0])
        if whole in mine or (whole[-1:] == "s" and whole[:-1] in mine):
            if not _is_place(draft.text, match) and not _is_plain_word(match[0]):
                draft.take("name", *match.span())
        elif "-" in whole or "." in whole or "_" in whole or "'" in whole or "’" in whole:
            _inside(draft, match, mine)


def _inside(draft: Draft, match: re.Match, mine: frozenset[str]) -> None:
    """Take own words inside a compound (`Cords-Anschluss`), unless it is a place."""
    pieces = list(re.finditer(r"[^\W_]+", match[0]))
    if any(
        words.PLACE_WORD.fullmatch(piece[0]) and words.loose(piece[0]) not in mine
        for piece in pieces
    ):
        return
    own = [
        words.loose(piece[0]) in mine or words.loose(piece[0]).removesuffix("s") in mine
        for piece in pieces
    ]
    last_is_place = words.PLACE_WORD.fullmatch(pieces[-1][0]) and not all(own)
    if last_is_place:
        return
    for piece, is_own in zip(pieces, own, strict=True):
        if is_own and not _is_plain_word(piece[0]):
            draft.take("name", match.start() + piece.start(), match.start() + piece.end())


def _is_place(text: str, match: re.Match) -> bool:
    after = re.match(
        r"(?:[\s-](?:[A-ZÄÖÜ][^\W\d_]+|[A-Z]\.))?[\s-]([^\W\d_]+\.?)",
        text[match.end() : match.end() + 40],
    )
    follows = after and after[1][0].isupper() and words.PLACE_WORD.fullmatch(after[1])
    return bool(follows or _PLACE_GOES_ON.match(text, match.end()))


def _is_plain_word(word: str) -> bool:
    """Tell a word of grammar in small letters (`lange`, `klein`) from a name."""
    return word.islower() and (word in words.FUNCTION or word in _PLAIN)


_PLAIN = words.listed("own.plain")
