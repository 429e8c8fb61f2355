"""Unheard: how likely a text is the name of a German village that the gazetteer lacks.

Names of villages are made of a few hundred beginnings and ends ("Wolfs" + "hagen"). A language
model of letters, learnt from the names that are known, tells those that could be one ("Maschen")
from those that hardly could ("Mnchen"): interpolated n-grams after Witten and Bell (1991).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

LETTERS = 6
"""The longest run of letters that the model remembers, the one that it expects included."""


class Unheard:
    """A model of the letters of place names; keys are made by `normalise.key`."""

    def __init__(self, names: Iterable[str]) -> None:
        """Count which letter follows which letters before it, at most LETTERS - 1 of them."""
        following: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            text = f"^{name}$"
            for place in range(1, len(text)):
                for before in range(min(LETTERS - 1, place) + 1):
                    following[text[place - before : place]][text[place]] += 1
        self._known = {
            start: (sum(counts.values()), len(counts), dict(counts))
            for start, counts in following.items()
        }

    def log10(self, text: str) -> float:
        """Return the logarithm of the share of all place names that are this very text."""
        whole, total = f"^{text}$", 0.0
        for place in range(1, len(whole)):
            total += math.log10(self._share(whole[max(place - LETTERS + 1, 0) : place], whole[place]))
        return total

    def _share(self, before: str, letter: str) -> float:
        """Return how often a letter follows, mixed with what shorter beginnings say."""
        share = 1 / 40
        for start in range(len(before), -1, -1):
            if known := self._known.get(before[start:]):
                count, kinds, counts = known
                share = (counts.get(letter, 0) + kinds * share) / (count + kinds)
        return share
