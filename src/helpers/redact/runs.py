"""Runs: long digits that no label explains, and that are no quantity, band, year or postcode."""

import re

from helpers.redact.draft import Draft
from helpers.redact.numbers import is_bands
from helpers.redact.recognise import Recogniser
from helpers.redact.words import QUANTITY

_RUN = re.compile(r"(?<![\w.,+])\d{7,}(?![\w]|[.,]\d)")
_SIX = re.compile(r"(?<![\w.,+])\d{6}(?![\w]|[.,]\d)")
_GROUPS = re.compile(r"(?<![\w.,])\d{2,}+(?:[ \-–/.]\d{2,}+){1,6}(?![\w]|,\d)")


def _run(draft: Draft, match: re.Match) -> bool:
    return not (len(match[0]) == 6 and match[0].endswith("000"))


def _grouped(draft: Draft, match: re.Match) -> bool:
    """Tell digits in groups that are one number from years, bands, postcodes, times."""
    groups = re.findall(r"\d+", match[0])
    if sum(map(len, groups)) < 8 or max(map(len, groups)) < 3 or is_bands(match[0]):
        return False
    years = all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
    return not years and not all(len(group) == 5 for group in groups)


RECOGNISERS = (
    Recogniser("number", _RUN, after=QUANTITY, covered=True, language="", hits=("«4711234»",)),
    Recogniser("number", _SIX, _run, after=QUANTITY, covered=True, language="", hits=("«471123»",)),
    Recogniser(
        "number",
        _GROUPS,
        _grouped,
        after=QUANTITY,
        covered=True,
        language="",
        hits=("«4711 2345 12»",),
        misses=("2009/2010/2011",),
    ),
)
