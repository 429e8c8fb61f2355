"""Geocode: turn what people write as their place into Kreis, municipality and city district.

`locate` does it (its docstring tells how), `review` lists what a person should look at, `aliases`
reads the answers, `problems` finds answers that do nothing, `explain` says it all in words.
"""

from helpers.geocode.answers import problems
from helpers.geocode.answers import read as aliases
from helpers.geocode.explaining import explain
from helpers.geocode.locating import count, locate, locator
from helpers.geocode.points import areas
from helpers.geocode.reviewing import review
from helpers.geocode.summary import book, outcome, say

__all__ = [
    "aliases",
    "areas",
    "book",
    "count",
    "explain",
    "locate",
    "locator",
    "outcome",
    "problems",
    "review",
    "say",
]
