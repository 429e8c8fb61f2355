"""Draft: one text while it is redacted; what is found is covered and not found twice."""

from dataclasses import dataclass, field

from helpers.redact import shield
from helpers.redact.folding import BARRIER

Hit = tuple[str, int, int]
"""Kind, start and end (exclusive) of something found."""

_EDGE = " \t\n,;:.!?"


@dataclass
class Draft:
    """A text (folded) and what was found in it so far, each covered with barriers."""

    text: str
    hits: list[Hit] = field(default_factory=list)
    _useful: str = ""

    @property
    def useful(self) -> str:
        """The text with the numbers covered that make a report useful."""
        if not self._useful:
            self._useful = shield.cover(self.text)
        return self._useful

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
            self.text = _covered(self.text, start, end)
            if self._useful:
                self._useful = _covered(self._useful, start, end)
        return took


def _covered(text: str, start: int, end: int) -> str:
    return text[:start] + BARRIER * (end - start) + text[end:]
