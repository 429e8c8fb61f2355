"""First test: which recognisers a text can wake, derived from their patterns in one scan.

Nothing is said twice: from each pattern follows a wider one for Hyperscan: without what looks
around or back, with long optional parts as a gap, and at its ends no longer than needed. Texts are
read as bytes: Latin-1 as it is, every other letter as one byte, every other sign as another. So
the first test is wider than the recognisers by construction; a test tries it on random texts.
"""

import codecs
import contextlib
import functools
import hashlib
import os
import platform
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import hyperscan
import numpy as np

_TOKEN = re.compile(
    r"""(?P<flag>\(\?[a-z]+\))|(?P<look>\(\?<?[=!])|(?P<open>\((?:\?(?:P<\w+>|[a-z]*(?:-[a-z]+)?:|>))?)|(?P<close>\))
    |(?P<sign>\[\^?\]?(?:\\.|[^\]\\])*\]|\.|\\u\w{4}|\\x\w\w|\\[^1-9bB]|[^\\|^$*+?{}()]|\{(?!\d*,?\d*\}))
    |(?P<repeat>(?:[*+?]|\{\d*,?\d*\})[?+]?)|(?P<side>\|)|(?P<back>\\[1-9])|(?P<at>[$^]|\\[bB])""",
    re.VERBOSE | re.DOTALL,
)
"""Pieces of a pattern in the syntax of `re`: groups, signs (a class is one), repeats, places."""

_LETTER, _SIGN = 0xFF, 0xFE
_EDGE = b"\\x00"
_STAND_FOR = {_LETTER: "ł\u0416", _SIGN: "…"}
"""Bytes for all letters and signs beyond Latin-1, and some of these; texts stand between zeros."""

_GAP, _LONG, _COUNTED, _AT_ONCE = b"[^\\x00]*", 5000, 5, 30
"""What a part becomes that is optional, or longer than so many bytes (it would take long to
compile); repetitions beyond which nothing is counted; patterns in one set."""


class _Part(NamedTuple):
    kind: str
    text: str
    flags: int
    sides: list[list["_Part"]]
    least: int = 1
    most: float = 1


class FirstTest:
    """Tells which recognisers a text can wake, as a sum of bits (1 << place).

    patterns: for each recogniser those that a text must match, each somewhere.
    """

    def __init__(self, patterns: Iterable[tuple[re.Pattern, ...]]) -> None:
        bits: dict[bytes, int] = defaultdict(int)
        for place, (pattern, *further) in enumerate(patterns):
            bits[widen(pattern)] |= 1 << place
            for other in further or [pattern]:
                bits[widen(other)] |= 1 << place + _HALF
        shapes = list(bits)
        sets = [shapes[first : first + _AT_ONCE] for first in range(0, len(shapes), _AT_ONCE)]
        self._sets = [(_compiled(some), [bits[shape] for shape in some]) for some in sets]

    def wakes(self, texts: list[str]) -> dict[int, int]:
        """Return bits by the place of each text that any pattern may match."""
        column = encode(texts)
        starts = np.cumsum([0, *(len(text) + 1 for text in texts)])
        seen: dict[int, int] = defaultdict(int)
        for compiled, bits in self._sets:
            found: list[int] = []
            compiled.scan(column, match_event_handler=_note, context=found)
            ends = np.array(found, np.int64)
            rows = np.searchsorted(starts, (ends >> 8) - 2, side="right") - 1
            for hit in set(((rows << 8) + (ends & 255)).tolist()):
                seen[hit >> 8] |= bits[hit & 255]
        return {row: both for row, each in seen.items() if (both := each & each >> _HALF)}


_HALF = 128
"""Bits below say that a first pattern was seen, bits above that a second one was."""


def _note(place: int, start: int, end: int, flags: int, found: list[int]) -> None:
    found.append(end << 8 | place)


def _compiled(shapes: list[bytes]) -> hyperscan.Database:
    """Compile a set, or read it as it was kept: compiling takes seconds, reading it a blink."""
    what = repr((hyperscan.__version__, platform.machine(), shapes)).encode()
    kept = _CACHE / f"redact-{hashlib.blake2b(what, digest_size=12).hexdigest()}.set"
    with contextlib.suppress(OSError, hyperscan.HyperscanError):
        database = hyperscan.loadb(kept.read_bytes(), hyperscan.HS_MODE_BLOCK)
        database.scratch = hyperscan.Scratch(database)
        return database
    database = hyperscan.Database()
    every = [hyperscan.HS_FLAG_DOTALL] * len(shapes)
    database.compile(
        expressions=shapes, ids=list(range(len(shapes))), elements=len(shapes), flags=every
    )
    with contextlib.suppress(OSError):  # no matter if it cannot be kept
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(hyperscan.dumpb(database))
        part.replace(kept)  # whole or not at all
    return database


_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "einzelfall"


def encode(texts: list[str]) -> bytes:
    r"""Return texts as the sets read them: one byte a character, zeros around each text.

    >>> encode(["Größe –", "\u0141\u0130"])
    b'\x00Gr\xf6\xdfe \xfe\x00\xffI\x00'
    """
    return "\x00".join(["", *texts, ""]).encode("latin-1", "redact-beyond")


def _beyond(error: UnicodeEncodeError) -> tuple[bytes, int]:
    letters = error.object[error.start : error.end]
    return bytes(map(_byte, letters)), error.end


def _byte(letter: str) -> int:
    """Return the byte for a letter; some are others to `re` where it ignores case."""
    return _ALIKE.get(letter) or (_LETTER if letter.isalnum() else _SIGN)


_ALIKE = {"ı": ord("i"), "İ": ord("I"), "ſ": ord("s"), "\u212a": ord("k")}
codecs.register_error("redact-beyond", _beyond)


def widen(pattern: re.Pattern) -> bytes:
    r"""Return an expression for Hyperscan that matches in each text in which `pattern` does.

    >>> widen(re.compile(r"(?<!\d)ab(?=c)(?:x{2,9}y)?z+(?!\d)"))
    b'(?:[\\x00-\\x2f\\x3a-\\xff]ab(?:xx+y)?z+[\\x00-\\x2f\\x3a-\\xff])'
    """
    flags = pattern.flags & re.I
    sides = _parts(_TOKEN.finditer(pattern.pattern), flags)
    return _wide(sides, True, True, b"(?i:" if flags else b"(?:")


def _parts(tokens: Iterator[re.Match], flags: int) -> list[list[_Part]]:
    """Read a pattern, or a group up to its end: alternatives, each a list of parts."""
    sides: list[list[_Part]] = [[]]
    for token in tokens:
        kind, text = token.lastgroup, token[0]
        if kind == "close":
            break
        if kind == "side":
            sides.append([])
        elif kind == "repeat":
            least, most = _counts(text)
            sides[-1][-1] = sides[-1][-1]._replace(least=least, most=most)
        elif kind in ("open", "look"):
            on, _, off = text.partition("-") if text.endswith(":") else ("", "", "")
            inner = (flags | re.I if "i" in on else flags) & ~(re.I if "i" in off else 0)
            sides[-1].append(_Part(kind, text, flags, _parts(tokens, inner)))
        elif kind != "flag":  # those of the whole pattern are its own
            sides[-1].append(_Part(kind, text, flags, []))
    return sides


def _counts(text: str) -> tuple[int, float]:
    if text[0] != "{":
        return int(text[0] == "+"), 1 if text[0] == "?" else float("inf")
    least, comma, most = text.rstrip("?+").strip("{}").partition(",")
    return int(least or 0), float(most or "inf") if comma else int(least)


def _wide(sides: list[list[_Part]], first: bool, last: bool, opens: bytes = b"(?:") -> bytes:
    """Return a wider form of `sides`. first, last: nothing of the pattern stands before, behind."""
    return b"%s%s)" % (opens, b"|".join(_run(side, first, last) for side in sides))


def _run(parts: list[_Part], first: bool, last: bool) -> bytes:
    made: list[bytes] = []
    length = max((n for n, part in enumerate(parts, 1) if part.kind != "look"), default=0)
    behind = [part for part in parts[length:] if last]
    for place, part in enumerate(parts[:length]):
        begins = first and not place
        if part.kind == "look":
            fixed = place + 1 < length and parts[place + 1].least == parts[place + 1].most == 1
            made += [_beside(part)] if begins and fixed else []
            continue
        ends = last and place + 1 == length and not behind
        made += _repeated(part, begins, ends, first and not any(made))
        if made and len(made[-1]) > _LONG and len(parts) > 1:
            made[-1] = _GAP
    while made and made[0] == _GAP and first:
        made.pop(0)
    asked = [part for part in behind if part.text == "(?="] or behind
    return b"".join([*made, *map(_beside, asked[:1])])


def _beside(look: _Part) -> bytes:
    """Return what must stand at an edge, as far as it can be said."""
    negated = look.text.endswith("!")
    inner = look.sides[0]
    if len(look.sides) == len(inner) == 1 and inner[0].kind == "sign" and inner[0].most == 1:
        return _members(inner[0].text, inner[0].flags, negated)
    return b"" if negated else _wide(look.sides, "<" in look.text, "<" not in look.text)


def _repeated(part: _Part, begins: bool, ends: bool, leads: bool) -> list[bytes]:
    """Return a part as often as needed; at the ends of the pattern no more than the least."""
    once = part.most <= 1
    body = _body(part, begins and once, ends and once)
    if part.least == part.most == 1 or not body:
        return [body]
    if part.least == 0 and (leads or ends):
        return []
    if part.least == 0 and part.kind == "open" and len(body) > (1000 if once else 150):
        return [_GAP]
    if leads or ends:
        return [body * part.least]
    if part.most == 1:
        return [body + b"?"]
    if part.most <= _COUNTED:
        return [b"%s{%d,%d}" % (body, part.least, part.most)]
    return [body * (part.least - 1) + body + (b"+" if part.least else b"*")]


def _body(part: _Part, first: bool, last: bool) -> bytes:
    if part.kind == "open":
        opens = re.match(r"\(\?[a-z]*(?:-[a-z]+)?:|", part.text)[0] or "(?:"
        return _wide(part.sides, first, last, opens.encode())
    if part.kind == "sign":
        return _members(part.text, part.flags, False)
    if part.kind == "back":
        return _GAP
    if part.text == "^":
        return _EDGE
    return b"\\x0a?" + _EDGE if part.text == "$" else b""


@functools.cache
def _members(sign: str, flags: int, negated: bool) -> bytes:
    """Return the class of bytes that a sign or class of the pattern may be (negated: may not)."""
    pattern = re.compile(sign, flags)
    named = not sign.isascii() or "\\u" in sign
    found = [0] if negated else []
    for byte in range(1, 256):
        letters = _STAND_FOR.get(byte, chr(byte)) + chr(byte)
        fits = [bool(pattern.fullmatch(letter)) != negated for letter in letters]
        if any(fits) or (byte in _STAND_FOR and named):
            found.append(byte)
    if len(found) == 1 or (flags and len(sign) == 1 and sign.isascii() and sign.isalpha()):
        return _escaped(found[-1])  # the set ignores case where the pattern does
    starts = [b for b in found if b - 1 not in found]
    ends = [b for b in found if b + 1 not in found]
    pairs = zip(starts, ends, strict=True)
    return b"[%s]" % b"".join(
        _escaped(a) + (b"-" + _escaped(b) if b > a + 1 else _escaped(b) if b > a else b"")
        for a, b in pairs
    )


def _escaped(byte: int) -> bytes:
    return bytes([byte]) if bytes([byte]).isalnum() else b"\\x%02x" % byte
