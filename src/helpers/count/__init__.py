"""Count: how many reports by place, time and fault; the only room that sees exact numbers of them.

In: located reports (`02_located`), one row each. Out: exact counts, which stage 03 hands to
`protect` and to nobody else. None of its business: rates, tests, words.
"""

from helpers.count import faults, follow_up, places, things, times

__all__ = ["faults", "follow_up", "places", "things", "times"]
