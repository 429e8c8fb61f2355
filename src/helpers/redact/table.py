"""Table: every recogniser in the order of reading, what is surest first, and the first test."""

import functools

from helpers.redact import (
    access,
    accounts,
    banks,
    births,
    contacts,
    edges,
    names,
    numbers,
    phones,
    places,
    spots,
)
from helpers.redact.draft import Draft
from helpers.redact.first import FirstTest

_NUMBERS = (births, banks)
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
    *spots.RECOGNISERS,
    *places.RECOGNISERS,
    *accounts.NAMED,
)
BEHIND_NAMES = (*names.PHRASES, *edges.RECOGNISERS, *accounts.CHOSEN)
RECOGNISERS = BEFORE_NAMES + BEHIND_NAMES
_FIRST_BEHIND = 1 << len(BEFORE_NAMES)


@functools.cache
def first_test() -> FirstTest:
    """Return the first test over all patterns; made when the first text is read."""
    return FirstTest([recogniser.pattern for recogniser in RECOGNISERS])


def read(text: str) -> Draft:
    """Read one text with the recognisers that it wakes, and for names."""
    draft = Draft(text)
    woken = first_test().wakes(text)
    _read(draft, woken & (_FIRST_BEHIND - 1))
    names.find(draft)
    _read(draft, woken & -_FIRST_BEHIND)
    return draft


def _read(draft: Draft, woken: int) -> None:
    while woken:
        lowest = woken & -woken
        RECOGNISERS[lowest.bit_length() - 1].read(draft)
        woken ^= lowest
