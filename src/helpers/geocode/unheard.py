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

REMEMBERED = 1_000_000
"""So many runs of letters are remembered at most; then the memory starts anew."""

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
        self._shares: tuple[dict[str, float], dict[str, float]] = ({}, {})
        for name in self._names:
            text = f"^{name}$"
            for place in range(1, len(text)):
                for before in range(min(LETTERS - 1, place) + 1):
                    following[text[place - before : place]][text[place]] += 1
        self._known = {
            start: (sum(counts.values()), len(counts), dict(counts))
            for start, counts in following.items()
        }

    def more_than(self, text: str, people: float) -> bool:
        """Tell whether unknown villages of this very name may have more inhabitants than that."""
        least = math.log10(people / self._villagers) if people > 0 else -math.inf
        return self.log10(text, least) > least

    def log10(self, text: str, least: float = -math.inf) -> float:
        """Return the logarithm of the share of all place names that are this text, once more.

        A name that is known tells nothing about itself: it is left out of what was counted.
        Letters make it only less: where it falls below `least`, the others are not looked at.
        """
        whole, known = f"^{text}$", int(text in self._names)
        shares, total = self._shares[known], 0.0
        if len(shares) > REMEMBERED:
            shares.clear()
        for place in range(1, len(whole)):
            run = whole[max(place - LETTERS + 1, 0) : place + 1]
            total += math.log10(shares.get(run) or self._share(run, known))
            if total < least:
                break
        return total

    def _share(self, run: str, known: int) -> float:
        """Return how often the last letter of a run follows, mixed with what shorter runs say.

        known: how often it follows in the name itself, which does not count. Runs come again and
        again: their shares are kept.
        """
        if run in self._shares[known]:
            return self._shares[known][run]
        before, letter = run[:-1], run[-1]
        share = self._share(run[1:], known) if before else 1 / 40
        found = self._known.get(before)
        if found is not None and found[0] > known:
            total, kinds, counts = found
            count = counts.get(letter, 0) - known
            kinds -= known and count == 0
            share = (count + kinds * share) / (total - known + kinds)
        self._shares[known][run] = share
        return share
