"""Spelt: which words of a text may be names or cues; words are looked up, no pattern is run."""

import functools
import operator

from helpers.redact import cues, persons, words

NAME, CUE, MILD, KNOWN, SURNAME = 1, 2, 4, 8, 16
"""A name anywhere; a cue; a cue that needs a given name behind it; a given name that is also a
word; a surname that is also a word."""


class _Flags(dict):
    """What a word may be for the readers of names; `pieces` between spaces are the sum of words."""

    def __missing__(self, piece: str) -> int:
        if len(self) > 200_000:
            self.clear()
        found = persons.TOKEN.findall(piece)
        flags = self[piece] = (
            _flags(piece)
            if found == [piece]
            else functools.reduce(operator.or_, (self[word] for word in found), 0)
        )
        return flags


def _flags(word: str) -> int:
    kind = cues.kind(word.lower())
    flags = (MILD if kind in ("hello", "farewell") else CUE) if kind in cues.READ else 0
    if word in words.spellings() or _has_given(word):
        return flags | NAME
    known = word in words.ambiguous_spellings()
    return flags | known * KNOWN | (word in words.surname_spellings()) * SURNAME


def _has_given(word: str) -> bool:
    """Tell whether a compound holds a given name and is no place (`Anna-Lena`)."""
    parts = word.split("-")
    if len(parts) < 2 or len(parts[0]) < 3 or words.PLACE_WORD.fullmatch(parts[-1]):
        return False
    return parts[0].lower() not in words.PLACE_BEFORE and any(
        words.loose(part) in words.sure() for part in parts if len(part) > 2
    )


FLAGS = _Flags()


_QUIET: set[str] = set()
"""Pieces between spaces that say nothing of names; most texts hold no other."""


def wakes(texts: list[str]) -> dict[int, int]:
    """Return what the words of each text that may hold a name may be, by its place; words are
    looked up, no pattern is run."""
    if len(_QUIET) > 200_000:
        _QUIET.clear()
    woken = {}
    for place, text in enumerate(texts):
        pieces = text.split()
        if _QUIET.issuperset(pieces):
            continue
        seen = 0
        for piece in pieces:
            flags = FLAGS[piece]
            seen |= flags
            if not flags:
                _QUIET.add(piece)
        if seen & (NAME | CUE) or (seen & KNOWN and seen & (MILD | SURNAME)):
            woken[place] = seen
    return woken
