"""Table: every recogniser in the order of reading, what is surest first, and the first test."""

import functools
from collections.abc import Collection

from helpers.redact import (
    access,
    accounts,
    banks,
    births,
    contacts,
    edges,
    houses,
    names,
    numbers,
    phones,
    phrases,
    places,
    runs,
    scripts,
    special,
    spots,
)
from helpers.redact.draft import Draft
from helpers.redact.first import FirstTest

BEFORE_NAMES = (
    *contacts.RECOGNISERS,
    *access.RECOGNISERS,
    *accounts.HANDLES,
    *births.RECOGNISERS,
    *banks.RECOGNISERS,
    *numbers.LABELLED,
    *phones.SURE,
    *phones.LIKELY,
    *numbers.UNLABELLED,
    *runs.RECOGNISERS,
    *spots.RECOGNISERS,
    *places.RECOGNISERS,
    *houses.RECOGNISERS,
    *accounts.NAMED,
    *special.RECOGNISERS,
)
BEHIND_NAMES = (*scripts.RECOGNISERS, *phrases.RECOGNISERS, *edges.RECOGNISERS, *accounts.CHOSEN)
RECOGNISERS = BEFORE_NAMES + BEHIND_NAMES
_AT_ONCE = 4096
_FIRST_BEHIND = 1 << len(BEFORE_NAMES)


@functools.cache
def first_test() -> FirstTest:
    """Return the first test over all patterns; made when the first text is read."""
    return FirstTest([each.signs for each in RECOGNISERS])


def wakes(texts: list[str]) -> dict[int, int]:
    """Return, by the place of each text that a recogniser must read, the bits of those."""
    return {
        start + row: bits
        for start in range(0, len(texts), _AT_ONCE)
        for row, bits in first_test().wakes(texts[start : start + _AT_ONCE]).items()
    }


def without(kinds: Collection[str]) -> int:
    """Return the bits of all recognisers but those of `kinds`."""
    return sum(1 << place for place, each in enumerate(RECOGNISERS) if each.kind not in kinds)


def read(text: str, woken: int, seen: int) -> Draft:
    """Read one text with the recognisers that it wakes, and for names if words are seen."""
    draft = Draft(text)
    _read(draft, woken & (_FIRST_BEHIND - 1))
    if seen:
        names.find(draft, seen)
    _read(draft, woken & -_FIRST_BEHIND)
    return draft


def _read(draft: Draft, woken: int) -> None:
    while woken:
        lowest = woken & -woken
        RECOGNISERS[lowest.bit_length() - 1].read(draft)
        woken ^= lowest
