"""Shortened: read names that someone broke off ("Wilhelmsh.") or drew together ("Lu'hafen")."""

import bisect
import re
from collections import defaultdict
from dataclasses import dataclass, field

from helpers.geocode.forms import BARE, FULL, LETTERS
from helpers.geocode.index import Index
from helpers.geocode.normalise import fold, key
from helpers.geocode.places import BIG_CITY, TOWN, Place
from helpers.geocode.reading import Found, Reading, of_part, unique

LONG_ENOUGH = 4
"""Letters before the point: fewer are the beginning of too many names."""

_BROKEN_OFF = re.compile(r"^[^\W\d][\w\s-]*[^\W\d]\.$")
_DRAWN_TOGETHER = re.compile(r"^([^\W\d]{1,3})\s?['’`´]\s?([^\W\d]{4,})$")


@dataclass
class Shortener:
    """Finds the municipalities whose names a shortened text may stand for.

    starts: all names in order. ends: first letter → names. Districts of big cities are rivals.
    """

    index: Index
    starts: list[str] = field(default_factory=list)
    ends: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Put the names in order, so that those with one beginning stand together."""
        names = {
            name
            for name, places in self.index.names.items()
            if name[0] != LETTERS and min(places.values()) <= BARE
        }
        inside = {
            name
            for name, parts in self.index.parts.items()
            if any(part.district and part.place.population >= BIG_CITY for part in parts)
        }
        self.starts = sorted(names | inside)
        for name in self.starts:
            self.ends[name[0]].append(name)

    def read(self, text: str) -> Found | None:
        """Return the places that a shortened text may mean; nothing where no town is among them."""
        together = _DRAWN_TOGETHER.match(text)
        if together:
            first, last = (key(fold(part)) for part in together.groups())
            names = [
                name
                for name in self.ends[first[:1]]
                if name.startswith(first) and name.endswith(last) and len(name) > len(first + last)
            ]
        elif _BROKEN_OFF.match(text):
            start = key(fold(text))
            names = self._beginning(start) if len(start) >= LONG_ENOUGH else []
        else:
            return None
        readings = [reading for name in names for reading in self._readings(name)]
        town = any(reading.place.population >= TOWN for reading in readings)
        return Found(unique(readings)) if town else None

    def _beginning(self, start: str) -> list[str]:
        """Return the longer names that begin so."""
        place = bisect.bisect_right(self.starts, start)
        end = bisect.bisect_left(self.starts, start + "\x7f")
        return self.starts[place:end]

    def _readings(self, name: str) -> list[Reading]:
        ranks: dict[Place, int] = self.index.names.get(name, {})
        towns = [
            Reading(place, "abbreviation", full=rank == FULL)
            for place, rank in ranks.items()
            if rank <= BARE
        ]
        inside = [
            of_part(part, "abbreviation")
            for part in self.index.parts.get(name, ())
            if part.district and part.place.population >= BIG_CITY and part.place not in ranks
        ]
        return towns + inside
