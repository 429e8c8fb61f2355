"""Errors that a person can act on: which file, what was expected, what was got."""

import difflib
from collections.abc import Iterable


class CampaignError(Exception):
    """Stop a run with a message for the person who started it (no traceback is shown)."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, as a sentence, or nothing.

    >>> did_you_mean("Stadteil", ["Stadt", "Stadtteil"])
    ' Did you mean "Stadtteil"?'
    >>> did_you_mean("xyz", ["Stadt"])
    ''
    """
    near = difflib.get_close_matches(word, list(known), n=1)
    return f' Did you mean "{near[0]}"?' if near else ""
