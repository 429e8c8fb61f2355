"""First test: which recognisers a text can wake, derived from their patterns in one scan.

Nothing is said twice: from each pattern follow the words of which one must stand in a text (the way
of RE2's FilteredRE2), or, where they would be too short, a wider form of it without what looks
around, and how many digits it needs. All of them become Hyperscan sets that read bytes: small
letters, Latin-1 as it is, every other letter as one byte, every other sign as another. So the first
test is wider than the recognisers by construction; a test tries it on random texts.

Whole patterns, as Hyperscan's own prefilter takes them, would need half a minute to compile.
"""

import contextlib
import functools
import hashlib
import os
import platform
import re
import zipfile
from pathlib import Path
from re import _constants as op
from re import _parser as parser

import hyperscan
import numpy as np

LETTER, SIGN = 0xFF, 0xFE
"""Bytes that stand for any letter, any sign beyond Latin-1."""

_LOWER = str.maketrans({"ı": "i", "İ": "i", "ſ": "s", "\u212a": "k", "þ": "ł", "ÿ": "ł"})
"""Letters that `re` takes for others when it ignores case, or whose bytes are taken."""

_START, _END = "\x00", "\x01"
"""In a word: no letter stands before, behind it."""

_EDGES = {_START: rb"(?:^|[^\na-z\xdf-\xff])", _END: rb"(?:[^\na-z\xdf-\xff]|$)"}
_WORDS, _STEPS, _AT_ONCE = -1, (0, 1, 6), 8
"""Sets: of words, and of wider forms that need so many digits, a few forms in each."""

_MOST_WORDS, _MOST_LETTERS, _COUNTED, _MOST_BYTES = 150, 7, 4, 4500
"""Spellings and letters beyond which a run is cut, repetitions beyond which nothing is counted,
bytes beyond which a wider form takes too long to compile."""


_SETTINGS = (_STEPS, _AT_ONCE, _MOST_WORDS, _MOST_LETTERS, _COUNTED, _MOST_BYTES)


class FirstTest:
    """Tells for a text which of `patterns` may match it, as a sum of bits (1 << place).

    patterns: for each recogniser its pattern, and what must stand anywhere in the text (or None).
    """

    def __init__(self, patterns: list[tuple[re.Pattern, re.Pattern | None]]) -> None:
        every = [[p and (p.pattern, p.flags) for p in pair] for pair in patterns]
        text = repr((hyperscan.__version__, platform.machine(), _SETTINGS, every))
        name = f"redact-{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}.bin"
        made = _kept(_CACHE / name) or _keep(_make(patterns), _CACHE / name)
        enough, self._sets = made
        self._enough = np.array([_halves(mask) for mask in enough])

    def wakes(self, texts: list[str]) -> list[int]:
        """Return for each text the bits of the patterns that may match it; all are read at once."""
        column = encode("\x00".join(texts))
        starts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
        letters = np.frombuffer(column + b"\n", np.uint8)
        counts = np.add.reduceat((letters >= ord("0")) & (letters <= ord("9")), starts, dtype=int)
        woken = np.zeros((len(texts), 2), np.uint64)
        for least, compiled, masks in self._sets:
            if counts.max() < least:
                continue
            found: list[int] = []
            compiled.scan(column, match_event_handler=_note, context=found)
            hits = np.unique(np.array(found, np.int64))
            rows = np.searchsorted(starts, (hits & _PLACE) - 1, side="right") - 1
            np.bitwise_or.at(woken, rows, masks[hits >> _SHIFT])
        woken &= self._enough[np.minimum(counts, len(self._enough) - 1)]
        return [low | high << 64 for low, high in woken.tolist()]


_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "einzelfall"
"""Where compiled sets are kept: compiling takes seconds, reading them a blink."""

Made = tuple[list[int], list[tuple[int, hyperscan.Database, np.ndarray]]]
"""Bits of the patterns that so many digits are enough for; least digits, set, masks."""


def _make(patterns: list[tuple[re.Pattern, re.Pattern | None]]) -> Made:
    bits: dict[int, dict[bytes, int]] = {step: {} for step in (_WORDS, *_STEPS)}
    least = []
    for place, (pattern, near) in enumerate(patterns):
        trees = [parser.parse(each.pattern, each.flags) for each in (pattern, near) if each]
        least.append(max(map(digits, trees)))
        shapes, is_word = _shapes(trees[-1], bool(near))
        step = _WORDS if is_word else max(step for step in _STEPS if step <= least[-1])
        for shape in shapes:
            bits[step][shape] = bits[step].get(shape, 0) | 1 << place
    enough = [
        sum(1 << place for place, need in enumerate(least) if need <= count)
        for count in range(max(least, default=0) + 1)
    ]
    sets = [
        (step, _compiled(shapes), np.array([_halves(found[shape]) for shape in shapes]))
        for step, found in bits.items()
        for shapes in _parted(list(found))
    ]
    return enough, sets


def _keep(made: Made, path: Path) -> Made:
    """Keep the sets for the next start, whole or not at all; no matter if that cannot be."""
    stored = {"enough": np.array([_halves(mask) for mask in made[0]])}
    for number, (step, database, masks) in enumerate(made[1]):
        stored[f"{number}:{step}:masks"] = masks
        stored[f"{number}:{step}:set"] = np.frombuffer(hyperscan.dumpb(database), np.uint8)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(part, **stored)
        part.replace(path)
    return made


def _kept(path: Path) -> Made | None:
    """Return the sets as they were kept, or None where there are none for this machine."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            enough = [low | high << 64 for low, high in stored["enough"].tolist()]
            names = [name.rpartition(":")[0] for name in stored.files if name.endswith(":set")]
            sets = [
                (
                    int(name.partition(":")[2]),
                    _loaded(stored[f"{name}:set"]),
                    stored[f"{name}:masks"],
                )
                for name in names
            ]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, hyperscan.HyperscanError):
        return None
    return enough, sets


def _loaded(content: np.ndarray) -> hyperscan.Database:
    database = hyperscan.loadb(content.tobytes(), hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return database


_SHIFT, _PLACE = 40, (1 << 40) - 1


def _halves(mask: int) -> np.ndarray:
    """Split a mask of at most 128 bits."""
    return np.array([mask & (1 << 64) - 1, mask >> 64], np.uint64)


def _parted(shapes: list[bytes]) -> list[list[bytes]]:
    """Part shapes into sets that compile quickly; words all go into one."""
    if any(b"{" in shape for shape in shapes):
        return [
            shapes[start :: -(-len(shapes) // _AT_ONCE)]
            for start in range(-(-len(shapes) // _AT_ONCE))
        ]
    return [shapes] if shapes else []


def _compiled(shapes: list[bytes]) -> hyperscan.Database:
    database = hyperscan.Database()
    flags = hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_DOTALL
    database.compile(
        expressions=shapes,
        ids=list(range(len(shapes))),
        elements=len(shapes),
        flags=[flags] * len(shapes),
    )
    return database


def _note(place: int, start: int, end: int, flags: int, found: list[int]) -> None:
    found.append(place << _SHIFT | end)


def encode(text: str) -> bytes:
    r"""Return a text as the sets read it: one byte a character, in small letters.

    Texts are joined by NUL, which becomes the only line break.

    >>> encode("Größe –\tŁÓDŹ")
    b'gr\xf6\xdfe \xfe \xff\xf3d\xff'
    """
    numbers = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    table = _bytes()
    if numbers.size and numbers.max() >= len(table):
        far = [ord(letter) for letter in set(text) if ord(letter) >= len(table)]
        letters = np.isin(numbers, [number for number in far if chr(number).isalnum()])
        signs = np.isin(numbers, far) & ~letters
        numbers = np.where(letters, ord(_OTHERS[0]), np.where(signs, ord(_OTHERS[1]), numbers))
    return table[numbers].tobytes()


@functools.cache
def _bytes() -> np.ndarray:
    """Return the byte of each character of the basic plane."""
    return np.array([_byte(chr(number)) for number in range(0x10000)], np.uint8)


def _byte(letter: str) -> int:
    if letter == "\x00":
        return ord("\n")
    if letter.isspace():
        return ord(" ")
    low = _lower(letter)
    if low < "\xfe" and len(low) == 1:
        return ord(low)
    return LETTER if letter.isalnum() else SIGN


def _shapes(tree, whole: bool = False) -> tuple[set[bytes], bool]:
    """Return expressions of which one matches wherever `tree` does, and whether they are words."""
    needed = None if whole else words(tree)
    if needed and _telling(needed) >= 6:
        return set(map(_word, needed)), True
    wide = _wide(tree, True, True, {})
    if needed and len(wide) > _MOST_BYTES:
        return set(map(_word, needed)), True
    return {wide}, False


def _word(word: str) -> bytes:
    """Return the expression for a word; for short words its edges count."""
    bare = word.replace(_START, "").replace(_END, "")
    if len(bare) > 2:
        return re.escape(encode(bare))
    before = _EDGES[_START] if word[0] == _START else b""
    return before + re.escape(encode(bare)) + (_EDGES[_END] if word[-1] == _END else b"")


def words(tree) -> frozenset[str] | None:
    r"""Return words (small letters) of which each text that matches holds one; None: none.

    >>> sorted(words(parser.parse(r"(?i)(?:Kto|Konto)\d+")))
    ['konto', 'kto']
    """
    return _better(*_words(tree))


def _words(tree) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    """Return all spellings of what `tree` matches (None: too many), and words that it needs."""
    run, need, whole = frozenset([""]), None, True
    for code, value in tree:
        spellings, inner = _node_words(code, value)
        need = _better(need, inner)
        long = spellings and max(map(len, run)) + max(map(len, spellings)) > _MOST_LETTERS
        if spellings is None or long or len(run) * len(spellings) > _MOST_WORDS:
            need, whole = _better(need, run), False
            run = spellings or frozenset([""])
        else:
            run = frozenset(left + right for left in run for right in spellings)
            if code in _REPEATS and value[1] > 1:  # what repeats stands at the start of a new run
                need, whole, run = _better(need, run), False, spellings
    return run if whole else None, _better(need, run)


_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_LETTER_CLASSES = (
    [(op.CATEGORY, op.CATEGORY_WORD)],
    [(op.NEGATE, None), (op.CATEGORY, op.CATEGORY_NOT_WORD), (op.CATEGORY, op.CATEGORY_DIGIT),
     (op.LITERAL, ord("_"))],
)  # fmt: skip


def _node_words(code, value) -> tuple[frozenset[str] | None, frozenset[str] | None]:
    if code is op.LITERAL:
        return frozenset([_lower(chr(value))]), None
    if code is op.IN:
        return _few(value), None
    if code is op.BRANCH:
        sides = [_words(side) for side in value[1]]
        needs = [_better(*side) for side in sides]
        spellings = [side[0] for side in sides]
        every = None if None in spellings else frozenset().union(*spellings)
        return (
            every if every is None or len(every) <= _MOST_WORDS else None,
            None if None in needs else frozenset().union(*needs),
        )
    if code in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return _words(value[-1] if code is op.SUBPATTERN else value)
    if code in _REPEATS:
        least, most, tree = value
        spellings, need = _words(tree)
        if least:
            return (spellings if least == 1 else None), need
        return (spellings | {""} if most == 1 and spellings is not None else None), None
    if code is op.ASSERT_NOT and _denies_letters(value[1]):
        return frozenset([_START if value[0] < 0 else _END]), None
    if code in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return frozenset([""]), (_words(value[1])[1] if code is op.ASSERT else None)
    return None, None


def _denies_letters(tree) -> bool:
    """Tell whether what must not stand beside is a class that holds all letters."""
    if len(tree) != 1 or tree[0][0] is not op.IN:
        return False
    return any(all(item in tree[0][1] for item in letters) for letters in _LETTER_CLASSES)


def _few(items) -> frozenset[str] | None:
    """Return the members of a small class, in small letters."""
    if len(items) > 6:
        return None
    spaces = (op.CATEGORY, op.CATEGORY_SPACE)
    if not all(item == spaces or item[0] is op.LITERAL for item in items):
        return None
    return frozenset(" " if item == spaces else _lower(chr(item[1])) for item in items)


def _lower(letter: str) -> str:
    return " " if letter.isspace() else letter.translate(_LOWER).lower()


def _telling(needed: frozenset[str]) -> int:
    """Return how telling the weakest word is: rare signs count as three letters, an edge as one."""
    return min(sum(_WEIGHT.get(letter, 1) for letter in set(word)) for word in needed)


_WEIGHT = dict.fromkeys("@#°*+$€", 3)


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Return the set of words that wakes less often: longer words, then fewer."""
    usable = [s for s in (one, other) if s and all(w.strip(_START + _END) for w in s)]
    usable = [s for s in usable if "\ue000" not in "".join(s)]
    return max(usable, key=lambda s: (min(5, _telling(s)), -len(s), sorted(s)), default=None)


def digits(tree) -> int:
    """Return how many digits each text has at least that `tree` matches."""
    ahead = [digits(value[1]) for code, value in tree if code is op.ASSERT]
    return max([sum(_node_digits(*item) for item in tree), *ahead])


def _node_digits(code, value) -> int:
    if code is op.LITERAL:
        return chr(value).isdecimal()
    if code is op.IN:
        return all(
            item == (op.CATEGORY, op.CATEGORY_DIGIT)
            or (item[0] is op.LITERAL and chr(item[1]).isdecimal())
            or (item[0] is op.RANGE and item[1][0] >= 48 and item[1][1] <= 57)
            for item in value
        )
    if code is op.BRANCH:
        return min(map(digits, value[1]))
    if code is op.ASSERT:
        return 0
    if code in (op.SUBPATTERN, op.ATOMIC_GROUP):
        return digits(value[-1] if code is op.SUBPATTERN else value)
    return value[0] * digits(value[2]) if code in _REPEATS else 0


def _wide(tree, first: bool, last: bool, groups: dict[int, bytes]) -> bytes:
    """Return a form of `tree` for the set that matches wherever `tree` does.

    first, last: nothing of the pattern stands before or behind it; there what looks around becomes
    the character that it asks for, elsewhere it is left out.
    """
    items = list(tree)
    return b"".join(
        _wide_node(*item, first and not place, last and place == len(items) - 1, groups)
        for place, item in enumerate(items)
    )


def _wide_node(code, value, first: bool, last: bool, groups: dict[int, bytes]) -> bytes:
    if code in (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY):
        return _letters(code, value)
    if code is op.BRANCH:
        return b"(?:%s)" % b"|".join(_wide(side, first, last, groups) for side in value[1])
    if code in (op.SUBPATTERN, op.ATOMIC_GROUP):
        inner = value[-1] if code is op.SUBPATTERN else value
        if code is op.SUBPATTERN and value[0] is not None:
            groups[value[0]] = b"(?:%s)" % _wide(inner, False, False, groups)
        return b"(?:%s)" % _wide(inner, first, last, groups)
    if code in _REPEATS:
        least, most, inner = value
        body = b"(?:%s)" % _wide(inner, False, False, groups)
        if first or last:  # at an edge no more than the least is needed
            return body * least if least < 3 else b"%s{%d}" % (body, least)
        limit = b"" if most is op.MAXREPEAT or most > _COUNTED else b"%d" % most
        return b"%s{%d,%s}" % (body, least, limit)
    if code is op.GROUPREF:
        return groups[value]
    if code is op.AT:
        start = value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING)
        end = value in (op.AT_END, op.AT_END_STRING)
        return b"^" if start else b"$" if end else b""
    if code in (op.ASSERT, op.ASSERT_NOT):
        ahead, inner = value
        if not (last if ahead > 0 else first):
            return b""
        if code is op.ASSERT:
            return b"(?:%s)" % _wide(inner, False, False, groups)
        if len(inner) == 1 and inner[0][0] in (op.LITERAL, op.IN):
            return b"(?:%s|%s)" % (_letters(*inner[0], but=True), b"$" if ahead > 0 else b"^")
        return b""
    raise ValueError(f"{code} has no wider form")


_OTHERS = ("\u0142", "\u2026")
"""Stand for all letters and signs beyond Latin-1."""

_LATIN = [chr(number) for number in range(SIGN)]
_CLASSES = {
    op.CATEGORY_DIGIT: re.compile(r"\d"),
    op.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    op.CATEGORY_SPACE: re.compile(r"\s"),
    op.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    op.CATEGORY_WORD: re.compile(r"\w"),
    op.CATEGORY_NOT_WORD: re.compile(r"\W"),
}


def _letters(code, value, but: bool = False) -> bytes:
    """Return the class of bytes that a character may be. but: any that does not match."""
    return _class(tuple(value) if code is op.IN else ((code, value),), but)


@functools.lru_cache(maxsize=4096)
def _class(items: tuple, but: bool) -> bytes:
    found = bytearray()
    for letter in [*_LATIN, *_OTHERS]:
        forms = {letter, letter.lower(), letter.upper()}
        inside = any(_is_in(*item, form) for item in items for form in forms)
        plain = {form for form in forms if any(_is_in(*item, form) for item in items)}
        negated = items[0][0] in (op.NEGATE, op.NOT_LITERAL)
        matches = plain != forms if negated != but else inside
        if matches or (letter > "\xfe" and not negated and _is_beyond(items)):
            found += encode(letter)
    return _ranges(sorted(set(found) - {ord("\n")}))


def _ranges(found: list[int]) -> bytes:
    """Return a class of bytes, neighbours joined."""
    if len(found) == 1:
        return re.escape(bytes(found)) if found[0] > 32 else b"\\x%02x" % found[0]
    pieces, start = [], 0
    for place, byte in enumerate(found):
        if place + 1 == len(found) or found[place + 1] != byte + 1:
            first = b"\\x%02x" % found[start]
            pieces.append(first if place == start else first + b"-\\x%02x" % byte)
            start = place + 1
    return b"[%s]" % b"".join(pieces)


def _is_in(code, value, letter: str) -> bool:
    if code in (op.LITERAL, op.NOT_LITERAL):
        return ord(letter[0]) == value
    if code is op.RANGE:
        return value[0] <= ord(letter[0]) <= value[1]
    if code is op.ANY:
        return letter != "\n"
    return code is op.CATEGORY and bool(_CLASSES[value].match(letter))


def _is_beyond(items) -> bool:
    """Tell whether a class names characters beyond Latin-1."""
    return any(
        (code is op.LITERAL and value > 0xFD) or (code is op.RANGE and value[1] > 0xFD)
        for code, value in items
    )
