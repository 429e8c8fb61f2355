"""Redact: replace personal data in German free text by typed marks such as `[Telefon]`.

One table of recognisers (kind, pattern, what confirms or denies it, mark, examples). The first
test, derived from it, reads whole columns at once (Hyperscan) and tells which recognisers a text
can wake; only these read it, then the names, which are looked up, and the sender's own words. What
makes a report useful stays: streets (where nobody says that they live there only the number goes),
speeds, durations, dates of incidents, devices, tariffs, cell ids, trains, prices, error texts.

Taken from libraries: phonenumbers (numbering plans), python-stdnum (check digits of IBAN and
cards), RapidFuzz (misspelt labels), Hyperscan (first test); given names from Faker and Mimesis.
No model is needed.
"""

import itertools
from collections.abc import Collection, Sequence

import pandas as pd
import pyarrow as pa

from helpers.redact import own, spelt, table
from helpers.redact.draft import Draft
from helpers.redact.folding import BARRIER, MARKS, fold, unusual

__all__ = ["MARKS", "find", "redact"]


def redact(
    texts: pd.Series,
    names: pd.Series | None = None,
    emails: pd.Series | None = None,
    about: Collection[str] = (),
) -> pd.Series:
    """Return `texts` with each piece of personal data replaced by its typed mark.

    texts: free text, one per report; missing stays missing.
    names, emails: the sender's own contact fields, row by row; their words are covered wherever
    they stand as words of their own in the sender's text. about: special categories (`health`,
    `religion`, `union`, `politics`, `sexuality`) that the campaign is about; they stay.
    Redacting twice changes nothing more.

    >>> texts = pd.Series(["Edge statt UMTS. Gruß, Ilse Mertz", "2 KB/s am Paul-Lincke-Ufer"])
    >>> redact(texts).tolist()
    ['Edge statt UMTS. Gruß, [Name]', '2 KB/s am Paul-Lincke-Ufer']
    """
    clean, plain = texts.tolist(), _plain(texts)
    found = _found(plain, _senders(plain, names, emails), about)
    for row, hits in itertools.groupby(found, key=lambda hit: hit[0]):
        pieces, place = [], 0
        for _, kind, start, end in hits:
            pieces += [clean[row][place:start], MARKS[kind]]
            place = end
        clean[row] = "".join([*pieces, clean[row][place:]])
    return pd.Series(clean, index=texts.index, name=texts.name, dtype=texts.dtype)


def find(
    texts: pd.Series,
    names: pd.Series | None = None,
    emails: pd.Series | None = None,
    about: Collection[str] = (),
) -> pd.DataFrame:
    """List what `redact` replaces: `row` (position, from 0), `kind` (key of MARKS), `start`, `end`.

    Rows are sorted by text and place; `texts.iloc[row][start:end]` is the piece found.

    >>> find(pd.Series(["ruft 0176-12345678 an"])).to_dict("records")
    [{'row': 0, 'kind': 'phone', 'start': 5, 'end': 18}]
    """
    plain = _plain(texts)
    hits = _found(plain, _senders(plain, names, emails), about)
    return pd.DataFrame(hits, columns=["row", "kind", "start", "end"])


def _plain(texts: pd.Series) -> list[str]:
    """Return texts that Arrow takes: missing as "", lone surrogates as "?" (same length)."""
    plain = [text if isinstance(text, str) else "" for text in texts.tolist()]
    try:
        "".join(plain).encode()
    except UnicodeEncodeError:
        plain = [text.encode("utf-8", "replace").decode() for text in plain]
    return plain


def _senders(
    texts: list[str], names: pd.Series | None, emails: pd.Series | None
) -> dict[int, frozenset[str]]:
    """Return, for each row whose text may name its sender, the sender's own words."""
    nothing = [""] * len(texts)
    fields = zip(
        nothing if names is None else _plain(names),
        nothing if emails is None else _plain(emails),
        strict=True,
    )
    mine = {row: own.parts(*field) for row, field in enumerate(fields) if any(field) and texts[row]}
    rows = [row for row, parts in mine.items() if parts]
    return {
        row: mine[row]
        for row in rows
        if not texts[row].isascii() or any(part in texts[row].lower() for part in mine[row])
    }


_LONGEST = 40_000
"""Letters of a text that are read; the rest, which no person types, is withheld."""

_WINDOW, _OVERLAP = 1200, 200
"""Letters of a long text that are read at once, and those that two windows share."""


def _found(
    texts: list[str], mine: dict[int, frozenset[str]], about: Collection[str]
) -> list[tuple[int, str, int, int]]:
    """Return (row, kind, start, end) in order; long texts are read in windows, so that time grows
    with length alone, and what several texts or windows say alike is read once."""
    places: dict[tuple[str, frozenset[str]], list[tuple[int, int]]] = {}
    withheld = []
    for row, text in enumerate(texts):
        parts = mine.get(row, frozenset())
        if len(text) > _LONGEST:
            starts = fold(text[: 2 * _LONGEST])[1]  # marks count as one letter: twice cuts alike
            end = starts[min(_LONGEST, len(starts) - 1)]
            if end < len(text):
                withheld.append((row, end, len(text), "rest"))
                text = text[:end]
        if len(text) <= 2 * _WINDOW:
            places.setdefault((text, parts), []).append((row, 0))
            continue
        for start in range(0, len(text), _WINDOW - _OVERLAP):
            piece = text[start : start + _WINDOW]
            places.setdefault((piece, parts), []).append((row, start))
    origins = list(places.values())
    hits = sorted(
        (row, offset + start, offset + end, kind)
        for piece, kind, start, end in _rounds(list(places), about)
        for row, offset in origins[piece]
    )
    hits = sorted(hits + withheld) if withheld else hits
    found: list[tuple[int, str, int, int]] = []
    for row, start, end, kind in hits:
        if found and found[-1][0] == row and start < found[-1][3]:
            _, first_kind, first, last = found.pop()
            found.append((row, first_kind, first, max(last, end)))
        else:
            found.append((row, kind, start, end))
    return found


def _rounds(
    pieces: list[tuple[str, frozenset[str]]], about: Collection[str]
) -> list[tuple[int, str, int, int]]:
    """Read texts, each with its sender's own words, until nothing more is found; return (place,
    kind, start, end).

    What was found becomes one BARRIER in the working text, and so do marks that were there
    before: redacting a redacted text starts where the first time ended.
    """
    working = [text for text, _ in pieces]
    starts: dict[int, list[int]] = {}
    for row, strange in enumerate(unusual(pa.array(working, pa.large_string())).to_pylist()):
        if strange:
            working[row], starts[row] = fold(working[row])
    found: list[tuple[int, str, int, int]] = []
    wanted = table.without(about)
    pending: Sequence[int] = range(len(working))
    while pending:
        again = []
        texts = [working[row] for row in pending]
        woken, seen = table.wakes(texts), spelt.wakes(texts)
        senders = (place for place, row in enumerate(pending) if pieces[row][1])
        for place in sorted({*woken, *seen, *senders}):
            row = pending[place]
            draft = table.read(texts[place], woken.get(place, 0) & wanted, seen.get(place, 0))
            if pieces[row][1]:
                own.find(draft, pieces[row][1])
            if draft.hits:
                origin = starts.get(row) or list(range(len(working[row]) + 1))
                found += [(row, kind, *_span(origin, a, b)) for kind, a, b in draft.hits]
                working[row], starts[row] = _covered(working[row], origin, draft)
                again.append(row)
        pending = again
    return found


def _span(starts: list[int], start: int, end: int) -> tuple[int, int]:
    """Return where a piece of the folded text lies in the original."""
    while starts[end] == starts[end - 1] and end + 1 < len(starts):
        end += 1
    return starts[start], starts[end]


def _covered(text: str, starts: list[int], draft: Draft) -> tuple[str, list[int]]:
    """Replace each hit by one BARRIER, in the text and in its map to the original."""
    pieces, places_, last = [], [], 0
    for _, start, end in sorted(draft.hits, key=lambda hit: hit[1]):
        pieces += [text[last:start], BARRIER]
        places_ += [*starts[last:start], starts[start]]
        last = end
    return "".join([*pieces, text[last:]]), [*places_, *starts[last:]]
