"""Buildout: hold the operator to its word: plans, promises, answers, before and after.

In: what the operator sent (plan versions, answers) and said (promises), and protected tables. Out:
what the plan says of each place of trouble, what became of promises, and whether reports fell where
a measure is done. None of its business: exact counts (`count`, `protect`), pages (`publish`).
"""

from helpers.buildout import (
    answers,
    changes,
    dates,
    design,
    effect,
    match,
    plans,
    promises,
    reach,
    state,
)

__all__ = [
    "answers",
    "changes",
    "dates",
    "design",
    "effect",
    "match",
    "plans",
    "promises",
    "reach",
    "state",
]
