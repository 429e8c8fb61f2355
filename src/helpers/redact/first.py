"""First test: which recognisers a text can wake, derived from their patterns in one scan.

Nothing is said twice: from each pattern follow the words of which one must stand in a text (the way
of RE2's FilteredRE2), or, where they would be too short, a wider form of it without what looks
around, and how many digits it needs. All of them become Hyperscan sets that read bytes: small
letters, Latin-1 as it is, every other letter as one byte, every other sign as another. So the first
test is wider than the recognisers by construction; a test tries it on random texts.

Whole patterns, as Hyperscan's own prefilter takes them, would need half a minute to compile.
"""

import codecs
import functools
import re
from re import _constants as op
from re import _parser as parser

import hyperscan

LETTER, SIGN = 0xFF, 0xFE
"""Bytes that stand for any letter, any sign beyond Latin-1."""

_LOWER = str.maketrans({"ı": "i", "İ": "i", "ſ": "s", "\u212a": "k", "þ": "\u0142", "ÿ": "\u0142"})
"""Letters that `re` takes for others when it ignores case, or whose bytes are taken."""

_SPACES = bytes.maketrans(b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0", b" " * 11)
_START, _END = "\x00", "\x01"
"""In a word: no letter stands before, behind it."""

_EDGES = {
    _START: rb"(?:^|[^a-z\xdf-\xff])",
    _END: rb"(?:[^a-z\xdf-\xff]|$)",
}
_STEPS = (0, 1, 6)
"""Digits from which a set is read at all; three small sets compile faster than one."""

_MOST_WORDS, _MOST_LETTERS, _COUNTED, _SHORT = 150, 7, 4, 400
"""Spellings and letters beyond which a run is cut, repetitions beyond which nothing is counted,
letters of a pattern beyond which its wider form costs too much."""


class FirstTest:
    """Tells for a text which of `patterns` may match it, as a sum of bits (1 << place)."""

    def __init__(self, patterns: list[re.Pattern]) -> None:
        bits: list[dict[bytes, int]] = [{} for _ in _STEPS]
        least = []
        for place, pattern in enumerate(patterns):
            tree = parser.parse(pattern.pattern, pattern.flags)
            least.append(digits(tree))
            words, wide = _shapes(tree, len(pattern.pattern) < _SHORT)
            step = sum(least[-1] >= number for number in _STEPS[1:]) if wide else 0
            for shape in wide or words:
                bits[step][shape] = bits[step].get(shape, 0) | 1 << place
        self._enough = [
            sum(1 << place for place, need in enumerate(least) if need <= count)
            for count in range(max(least, default=0) + 1)
        ]
        self._sets = [(step, _compiled(list(b)), list(b.values())) for step, b in zip(_STEPS, bits) if b]

    def wakes(self, text: str) -> int:
        """Return the bits of the patterns that may match `text`."""
        read, count = encode(text), len(_DIGIT.findall(text))
        woken = 0
        for least, compiled, masks in self._sets:
            if count < least:
                break
            found: list[int] = []
            compiled.scan(read, match_event_handler=_note, context=found)
            for place in found:
                woken |= masks[place]
        return woken & self._enough[min(count, len(self._enough) - 1)]


def _compiled(shapes: list[bytes]) -> hyperscan.Database:
    database = hyperscan.Database()
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL
    database.compile(
        expressions=shapes,
        ids=list(range(len(shapes))),
        elements=len(shapes),
        flags=[flags] * len(shapes),
    )
    return database


_DIGIT = re.compile(r"\d")


def _note(place: int, start: int, end: int, flags: int, found: list[int]) -> None:
    found.append(place)


def encode(text: str) -> bytes:
    """Return a text as the set reads it: one byte a character, in small letters.

    >>> encode("Größe –\tŁÓDŹ")
    b'gr\\xf6\\xdfe \\xfe \\xff\\xf3d\\xff'
    """
    if text.isascii():
        return text.lower().encode().translate(_SPACES)
    return text.translate(_LOWER).lower().encode("latin-1", "wide").translate(_SPACES)


def _replace(error: UnicodeEncodeError) -> tuple[bytes, int]:
    piece = error.object[error.start : error.end]
    return bytes(LETTER if letter.isalnum() else SIGN for letter in piece), error.end


codecs.register_error("wide", _replace)


def _shapes(tree, short: bool) -> tuple[set[bytes], set[bytes]]:
    """Return words for the set of which one stands wherever `tree` matches, or its wider form."""
    needed = words(tree)
    if not needed or (short and _telling(needed) < 2):
        return set(), {_wide(tree, True, True, {})}
    return set(map(_word, needed)), set()


def _word(word: str) -> bytes:
    """Return the expression for a word; for short words its edges count."""
    bare = word.replace(_START, "").replace(_END, "")
    if len(bare) > 2:
        return re.escape(encode(bare))
    before = _EDGES[_START] if word[0] == _START else b""
    return before + re.escape(encode(bare)) + (_EDGES[_END] if word[-1] == _END else b"")


def words(tree) -> frozenset[str] | None:
    """Return words (small letters) of which each text that matches holds one; None: no such words.

    >>> sorted(words(parser.parse(r"(?i)(?:Kto|Konto)\s?\d+")))
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
    if code is op.ASSERT_NOT and len(value[1]) == 1 and value[1][0][0] is op.IN:
        if any(all(item in value[1][0][1] for item in letters) for letters in _LETTER_CLASSES):
            return frozenset([_START if value[0] < 0 else _END]), None
    if code in (op.ASSERT, op.ASSERT_NOT, op.AT):
        return frozenset([""]), (_words(value[1])[1] if code is op.ASSERT else None)
    return None, None


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
    return sum(_node_digits(*item) for item in tree)


def _node_digits(code, value) -> int:
    if code is op.LITERAL:
        return chr(value).isdecimal()
    if code is op.IN:
        return all(
            item == (op.CATEGORY, op.CATEGORY_DIGIT)
            or (item[0] is op.LITERAL and chr(item[1]).isdecimal())
            or (item[0] is op.RANGE and 48 <= item[1][0] and item[1][1] <= 57)
            for item in value
        )
    if code is op.BRANCH:
        return min(map(digits, value[1]))
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
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, most, inner = value
        limit = b"" if most is op.MAXREPEAT or most > _COUNTED else b"%d" % most
        return b"(?:%s){%d,%s}" % (_wide(inner, False, False, groups), least, limit)
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
    return b"[%s]" % b"".join(b"\\x%02x" % byte for byte in sorted(set(found)))


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
