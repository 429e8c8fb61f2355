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

VILLAGERS = 1.5e9
"""Inhabitants that unknown villages would have if their names were as rare as their letters say.

Set by what becomes of places taken out of the gazetteer (benchmarks/geocode.py --leave-out) and of
real stations: names repeat more than letters do, so it is more than Germany has."""

WITHOUT_STATIONS = 4
"""So many times as many where no list of stations tells of those villages that people know best."""


class Unheard:
    """A model of the letters of place names; keys are made by `normalise.key`."""

    def __init__(self, names: Iterable[str], stations: bool = True) -> None:
        """Count which letter follows which letters before it, at most LETTERS - 1 of them.

        stations: the names include those of stations.
        """
        self._villagers = VILLAGERS * (1 if stations else WITHOUT_STATIONS)
        following: dict[str, Counter[str]] = defaultdict(Counter)
        self._names = set(names)
        for name in self._names:
            text = f"^{name}$"
            for place in range(1, len(text)):
                for before in range(min(LETTERS - 1, place) + 1):
                    following[text[place - before : place]][text[place]] += 1
        self._known = {
            start: (sum(counts.values()), len(counts), dict(counts))
            for start, counts in following.items()
        }

    def people(self, text: str) -> float:
        """Return how many inhabitants unknown villages of this very name may have."""
        return self._villagers * 10 ** self.log10(text)

    def log10(self, text: str) -> float:
        """Return the logarithm of the share of all place names that are this text, once more.

        A name that is known tells nothing about itself: it is left out of what was counted.
        """
        whole, total = f"^{text}$", 0.0
        known = 1 if text in self._names else 0
        for place in range(1, len(whole)):
            before = whole[max(place - LETTERS + 1, 0) : place]
            total += math.log10(self._share(before, whole[place], known))
        return total

    def _share(self, before: str, letter: str, known: int) -> float:
        """Return how often a letter follows, mixed with what shorter beginnings say.

        known: how often it follows in the name itself, which does not count.
        """
        share = 1 / 40
        for start in range(len(before), -1, -1):
            found = self._known.get(before[start:])
            if found is None or found[0] <= known:
                return share
            total, kinds, counts = found
            count = counts.get(letter, 0) - known
            kinds -= known and count == 0
            share = (count + kinds * share) / (total - known + kinds)
        return share
