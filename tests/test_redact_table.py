"""The table of recognisers: its examples are its tests; the first test is wider than all of it."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_redact_properties import TEXTS

from helpers import redact
from helpers.redact import first, table
from helpers.redact.draft import Draft

NAMES = [f"{place:03}-{each.kind}" for place, each in enumerate(table.RECOGNISERS)]
HITS = [
    pytest.param(each, text, id=f"{name}-{text}")
    for name, each in zip(NAMES, table.RECOGNISERS, strict=True)
    for text in each.hits
]
MISSES = [
    pytest.param(each, text, id=f"{name}-{text}")
    for name, each in zip(NAMES, table.RECOGNISERS, strict=True)
    for text in each.misses
]


@pytest.mark.parametrize(("recogniser", "marked"), HITS)
def test_a_recogniser_takes_what_its_examples_show(recogniser, marked):
    """What stands in «» goes, with this kind of mark; nothing else does."""
    text = re.sub("[«»]", "", marked)
    expected = re.sub("«[^»]*»", "~", marked)
    clean = redact.redact(pd.Series([text]))[0]
    assert redact.MARKS[recogniser.kind] in clean
    every = "|".join(map(re.escape, redact.MARKS.values()))
    assert re.sub(every, "~", clean) == expected


@pytest.mark.parametrize(("recogniser", "text"), MISSES)
def test_a_recogniser_leaves_what_its_examples_show(recogniser, text):
    assert recogniser.kind not in set(redact.find(pd.Series([text]))["kind"])


def test_every_recogniser_has_an_example_and_a_known_mark():
    assert not [name for name, r in zip(NAMES, table.RECOGNISERS, strict=True) if not r.hits]
    assert {each.kind for each in table.RECOGNISERS} <= set(redact.MARKS)


EXAMPLES = [re.sub("[«»]", "", text) for r in table.RECOGNISERS for text in (*r.hits, *r.misses)]


def narrow(texts: list[str]) -> list[tuple[str, str]]:
    """List what a recogniser takes from a text though the first test says that it cannot."""
    missed = []
    woken = table.wakes(texts)
    for row, text in enumerate(texts):
        bits = woken.get(row, 0)
        for place, (name, each) in enumerate(zip(NAMES, table.RECOGNISERS, strict=True)):
            if not bits >> place & 1:
                draft = Draft(text)
                each.read(draft)
                missed += [(name, text)] if draft.hits else []
    return missed


def test_the_first_test_is_wider_than_the_recognisers():
    assert narrow(EXAMPLES) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            TEXTS,
            st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=3).map(" ".join),
            st.tuples(st.sampled_from(EXAMPLES), st.text(max_size=4), st.integers(0, 40)).map(
                lambda drawn: drawn[0][: drawn[2]] + drawn[1] + drawn[0][drawn[2] :]
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_the_first_test_is_wider_on_any_text(texts):
    plain = redact._plain(pd.Series(texts, dtype=object))
    working = [redact.fold(text)[0] for text in plain]
    assert narrow([text.replace("\x00", " ") for text in working]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_a_text_is_read_alike_alone_and_among_others(texts):
    texts = [text.replace("\x00", " ") for text in texts]
    alone = [table.wakes([text]).get(0, 0) for text in texts]
    assert [table.wakes(texts).get(row, 0) for row in range(len(texts))] == alone


def test_what_a_set_cannot_look_at_is_left_out():
    odd = re.compile(r"(?i)(?<!ab)x(?=y)(\d)-\1(?!\w)")
    test = first.FirstTest([(odd,)])
    assert dict(test.wakes(["xy1-1", "X5-5!", "kein Netz"])) == {1: 1}


def test_a_campaign_about_health_keeps_its_words():
    texts = pd.Series(["ich bin schwanger, als Muslim ohne Netz"])
    assert redact.redact(texts)[0] == "ich bin [Gesundheit], als [Religion] ohne Netz"
    assert (
        redact.redact(texts, about=["health"])[0] == "ich bin schwanger, als [Religion] ohne Netz"
    )
