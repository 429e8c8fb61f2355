"""Draft: one text while it is redacted; what is found is covered and not found twice."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from helpers.redact.folding import BARRIER

Hit = tuple[str, int, int]
"""Kind, start and end (exclusive) of something found."""

_EDGE = " \t\n,;:.!?"


@dataclass
class Draft:
    """A text (folded) and what was found in it so far, each covered with barriers."""

    text: str
    hits: list[Hit] = field(default_factory=list)

    def take(self, kind: str, start: int, end: int) -> bool:
        """Note text[start:end] as `kind` and cover it; spaces and closing punctuation stay.

        A piece that was covered before splits the rest into pieces of their own.
        Returns whether anything new was covered.
        """
        took = False
        place = start
        for piece in self.text[start:end].split(BARRIER):
            left = place + len(piece) - len(piece.lstrip(_EDGE))
            right = place + len(piece.rstrip(_EDGE))
            if any(letter.isalnum() for letter in self.text[left:right]):
                self.hits.append((kind, left, right))
                took = True
            place += len(piece) + 1
        if took:
            cover = BARRIER * (end - start)
            self.text = self.text[:start] + cover + self.text[end:]
        return took

    def take_all(self, kind: str, matches: Iterable[re.Match], group: int | str = 0) -> None:
        """Take the same group of each match."""
        for match in matches:
            self.take(kind, *match.span(group))
