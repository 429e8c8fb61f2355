"""Numbers: read counts, ranges and rounded values as German and English readers write them."""

import re

SPACES = "\u00a0\u202f\u2009"
INTEGER = rf"\d{{1,3}}(?:[.,'{SPACES} ]\d{{3}})+(?!\d)|\d+"
TO = r"\s*(?:bis|to|–|—|-|…|\.\.)\s*"
RANGE = re.compile(rf"(?P<least>{INTEGER}){TO}(?P<most>{INTEGER})")
BELOW = re.compile(r"(?:<|unter|weniger als|fewer than|less than|below|under)\s*(\d+)", re.I)
AT_LEAST = re.compile(rf"(?:mindestens|at least|≥|>=|mehr als|more than|über)\s*({INTEGER})", re.I)
NOTHING = re.compile(
    r"|withheld|unterdrückt|zurückgehalten|geheim|suppressed|not shown|nicht (gezeigt|ausgewiesen)"
    r"|[-–—·.x*]|k\. ?a\.|n/?a|nan|none|null|<na>",
    re.I,
)
INFINITE = float("inf")


def integer(text: str) -> int:
    """Read a whole number with or without separators of thousands.

    >>> integer("1.564"), integer("1,564"), integer("12")
    (1564, 1564, 12)
    """
    return int(re.sub(r"\D", "", text))


def count(text: str, k: int) -> tuple[float, float] | None:
    """Read what a cell says of a count: the least and the most it may be; None = no count.

    >>> count("1.560 bis 1.569", 5), count("< 5", 5), count("", 5), count("23.0", 5)
    ((1560, 1569), (1, 4), (1, 4), (23, 23))
    """
    text = text.strip()
    if NOTHING.fullmatch(text):
        return 1, k - 1
    plain = re.sub(r"(?<=\d)[.,]0$", "", text)
    if re.fullmatch(INTEGER, plain):
        return (integer(plain),) * 2
    if found := RANGE.fullmatch(plain):
        return integer(found["least"]), integer(found["most"])
    if found := BELOW.fullmatch(plain):
        return 1, int(found[1]) - 1
    if found := AT_LEAST.fullmatch(plain):
        return integer(found[1]), INFINITE
    return None


def is_vague(text: str) -> bool:
    """Tell whether a text is a range or a limit and no number.

    >>> is_vague("5 bis 99"), is_vague("fewer than 5"), is_vague("7,691")
    (True, True, False)
    """
    return any(kind.fullmatch(text.strip()) for kind in (RANGE, BELOW, AT_LEAST))


def is_german(cells) -> bool:
    """Tell whether numbers in these cells have a decimal comma."""
    return any(re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d+", c) and not re.fullmatch(r"\d{1,3},\d{3}", c)
               for c in cells)  # fmt: skip


def value(text: str, german: bool) -> tuple[float, float] | None:
    """Read a number and half a unit of its last digit; None = no number.

    >>> value("2,6", True), value("0.5 %", False), value("1.234,5", True)
    ((2.6, 0.05), (0.5, 0.05), (1234.5, 0.05))
    """
    text = text.strip().rstrip("%").strip().replace("−", "-")
    text = re.sub(rf"[{SPACES} ]", "", text)
    if german:
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text):
        return None
    number = float(text)
    mantissa, _, exponent = text.lower().partition("e")
    digits = len(mantissa.partition(".")[2]) - int(exponent or 0)
    half = max(0.5 * 10.0**-digits, abs(number) * 1e-12)
    return number, half if digits > 0 or exponent else 0.5


def several(text: str) -> list[str]:
    """Return the numbers of a cell that holds nothing else, such as an interval.

    >>> several("2,6 (1,7 bis 3,9)"), several("Köln 3 bis 4")
    (['2,6', '1,7', '3,9'], [])
    """
    rest = re.sub(r"bis|to|von|from", " ", text)
    if not re.fullmatch(r"[-−\d.,;%()\[\]–— \u00a0\u202f]+", rest):
        return []
    return re.findall(r"[-−]?\d[\d.,]*\d|\d", re.sub(r"[–—]", " ", rest))
