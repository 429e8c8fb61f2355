"""Redaction of any text at all: it never fails, never reveals, and is finished after one go."""

import re
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import redact

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import redact as benchmark

PIECES = st.sampled_from(
    [
        *(
            "Gruß",
            "Anja",
            "Cords",
            "Herr",
            "Müller",
            "meine Frau",
            "ich bin",
            "[Name]",
            "[Telefon]",
        ),
        *(
            "0176",
            "12345678",
            "@",
            "(at)",
            "gmx.de",
            "punkt",
            "http://x.de/u/",
            "bernd39",
            "Twitter",
        ),
        *("Hafenstr.", "Straße", "12", "10999 Berlin", "geb.", "05.01.1961", "IMEI", "Kd-Nr."),
        *("DE12 3456", "52.4987", "HH-AB", "Passwort:", "ICE 577", "2 KB/s", "1.2.3.4"),
        *(",", "\n", "–", "/", ":", "ü", "u\u0308", "\u200b", "\u00a0", "\ue000"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(TEXTS, min_size=1, max_size=5),
    st.sampled_from(["", "Anja Cords", "Konto Name", "ı"]),
)
def test_redacting_twice_changes_nothing_more(texts, name):
    series, names = pd.Series(texts, dtype="str"), pd.Series([name] * len(texts), dtype="str")
    once = redact.redact(series, names)
    assert redact.redact(once, names).tolist() == once.tolist()


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.text(max_size=20), st.text(max_size=20))
def test_what_is_found_is_what_is_replaced(text, name, mail):
    series, names, mails = pd.Series([text]), pd.Series([name]), pd.Series([mail])
    found = redact.find(series, names, mails)
    expected = text
    for hit in reversed(list(found.itertuples())):
        assert 0 <= hit.start < hit.end <= len(text)
        expected = expected[: hit.start] + redact.MARKS[hit.kind] + expected[hit.end :]
    assert redact.redact(series, names, mails)[0] == expected


def test_a_lone_surrogate_is_no_reason_to_fail():
    text = "kein Netz \ud83d Gruß Ute"
    assert redact.redact(pd.Series([text], dtype=object))[0] == "kein Netz \ud83d Gruß [Name]"


@settings(max_examples=60, deadline=None)
@given(
    st.integers(150, 179),
    st.text("0123456789", min_size=7, max_size=8),
    st.sampled_from(["", " ", "/", "-", " / ", " - "]),
    st.sampled_from(["0", "+49 ", "+49", "0049", "+49 (0)", "(0"]),
)
def test_no_mobile_number_is_left(prefix, number, sep, start):
    close = ")" if start == "(0" else ""
    text = f"erreichbar {start}{prefix}{close}{sep}{number} abends"
    result = redact.redact(pd.Series([text]))[0]
    assert not re.search(r"\d", result)
    assert result.endswith("abends")


def test_unseen_wordings_stay_within_the_bars():
    frame = benchmark.filled(benchmark.WORDINGS["held_out"], seed=7)
    frame["redacted"] = redact.redact(frame["text"])
    left = [benchmark.left(*row) for row in frame[["redacted", "value", "kind"]].to_numpy()]
    share = pd.Series(left).groupby(frame["kind"]).mean()
    loose = ["name", "address"]
    assert share[loose].max() <= 0.10
    assert share.drop(loose).max() <= 0.02


def test_clean_reports_pass_unchanged():
    texts = benchmark.clean(4_000, seed=7)
    changed = redact.redact(texts) != texts
    assert changed.mean() <= 0.01, texts[changed].tolist()


def test_texts_full_of_traps_pass_unchanged():
    """Towns, streets, models, brands, idioms, dates: what looks like a name and is none."""
    traps = Path(__file__).with_name("test_redact_clean.txt").read_text(encoding="utf-8")
    texts = pd.Series(traps.splitlines())
    changed = redact.redact(texts) != texts
    assert changed.mean() <= 0.01, texts[changed].tolist()


def test_numbers_of_everyday_reports_stay():
    texts = pd.Series(benchmark.WORDINGS["clean_lines"].splitlines())
    assert redact.find(texts).empty


HOSTILE = [
    *("a.", "1 ", "a-", "-", "@ ", "12-", "punkt ", "a@b. ", "A B "),
    *("Gruß ", "null ", "(", "az 1/", "0176 ", "DE89 ", "www punkt ", "x punkt de ", "Nr. 1 "),
    *(
        "Kennzeichen ",
        "a#1",
        "zwölften ",
        "von und zu ",
        "w w w . ",
        "A1B2",
        "Meier, ",
        "geb. ",
        "1.1.",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_keeps_it_busy(piece):
    """Twice the text takes about twice the time: no rule goes over a text again and again."""
    short, long = (pd.Series([piece * (size // len(piece))]) for size in (10_000, 80_000))
    redact.redact(short)
    spent = []
    for texts in (short, long):
        start = time.process_time()
        redact.redact(texts)
        spent.append(time.process_time() - start)
    assert spent[1] < 24 * spent[0] + 0.5


def test_the_rest_of_an_endless_text_is_withheld_and_said_so():
    text = pd.Series(["kein Netz, 0176 12345678. " * 40_000])
    once = redact.redact(text)
    assert once[0].endswith("[gekürzt]")
    assert "0176" not in once[0]
    assert once[0].count("kein Netz") > 1_000
    assert redact.redact(once)[0] == once[0]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_no_mark_is_broken_and_no_text_is_added(text):
    """What is left are pieces of the text in their order, with whole marks between them."""
    result = redact.redact(pd.Series([text], dtype="str"))[0]
    marks = "|".join(re.escape(mark) for mark in redact.MARKS.values())
    place = 0
    for piece in re.split(marks, result):
        place = text.find(piece, place)
        assert place >= 0
        place += len(piece)


PHONES = st.from_regex(r"0(?:15[1279]|16[023]|17[0-9])[ /-]?[1-9][0-9]{6,7}", fullmatch=True)
IBANS = st.integers(0, 10**18 - 1).map(lambda n: f"DE{98 - int(f'{n:018}131400') % 97:02}{n:018}")
BIRTHS = st.dates(date(1925, 1, 1), date(2005, 1, 1)).map("{:%d.%m.%Y}".format)


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["", "kein netz. ", "Hallo, ", "seit 3.11. tot!! "]),
    st.one_of(
        st.tuples(st.just("{}"), PHONES),
        st.tuples(st.sampled_from(["IBAN {}", "konto: {}", "{}", "auf ({})"]), IBANS),
        st.tuples(st.sampled_from(["geb. {}", "Geburtsdatum: {}", "*{}"]), BIRTHS),
    ),
    st.sampled_from(["", " danke", ", bitte melden", ". Gruß", "!"]),
)
def test_no_structured_identifier_is_left_in_any_surroundings(before, slot, after):
    wording, value = slot
    result = redact.redact(pd.Series([before + wording.format(value) + after]))[0]
    assert value not in result
    assert not re.search(r"\d{4}", result)
