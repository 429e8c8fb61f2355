"""Normalise: bring every spelling of a place name to one key."""

import functools
import html
import re
import unicodedata

UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"}
)
PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})

FILLERS = frozenset([
    "a", "am", "an", "auf", "b", "bei", "beim", "d", "dem", "den", "der", "die", "das", "i", "im",
    "in", "ob", "u", "und", "unter", "v", "vom", "von", "vor", "vorm",
])  # fmt: skip
"""Words between the parts of a name, spelt out or not: they never tell two places apart."""

WORDS = {"st": "sankt", "skt": "sankt", "sct": "sankt", "str": "strasse", "hbf": "hauptbahnhof",
         "bhf": "bahnhof", "lkr": "landkreis", "lk": "landkreis", "kr": "kreis", "krs": "kreis",
         "schwaeb": "schwaebisch", "gr": "gross", "kl": "klein"}  # fmt: skip

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_DIGIT_EDGE = re.compile(r"(?<=[a-z])(?=\d{4,5}\b)|(?<=\d{5})(?=[a-z])")
_APOSTROPHES = re.compile(r"(?<=\w)['’`´](?=s\b)")
_FORMATTING = re.compile(
    r"</?(?:a|b|br|div|em|font|i|li|p|span|strong|td|u)\b[^<>]{0,200}>", re.IGNORECASE
)
_MARKUP = re.compile(r"<[^>]{1,200}>|^\s*[=@]|https?:|www\.", re.IGNORECASE)
_MOJIBAKE = re.compile(r"[ÃÂ][\u0080-\u00bf\u2013-\u203a\u0152-\u017e€™]")


def fold(text: str, dotless: bool = False) -> str:
    """Bring a text to lower-case ASCII words, one space between them; umlauts become ae, oe, ue.

    dotless: umlauts become a, o, u, as those write who leave the dots away ("Munchen").

    >>> fold("Cottbus/Chóśebuz"), fold("ST.PAULI"), fold("MÃ¼nchen")
    ('cottbus chosebuz', 'sankt pauli', 'muenchen')
    >>> fold("Köln", dotless=True)
    'koln'
    """
    return _fold(text, dotless)


def key(words: str | list[str]) -> str:
    """Join folded words without spaces: "bad homburg" and "badhomburg" are one name."""
    return words.replace(" ", "") if isinstance(words, str) else "".join(words)


def skeleton(words: list[str]) -> str:
    """Join folded words without the little words between them ("a.", "am", "an der").

    >>> skeleton("frankfurt am main".split()), skeleton("am mellensee".split())
    ('frankfurtmain', 'ammellensee')
    """
    return "".join(words[:1] + [word for word in words[1:] if word not in FILLERS])


def is_dotless(text: str, name: str) -> bool:
    """Tell whether a key is a name whose umlauts lost their dots.

    >>> is_dotless("stockach", "Stöckach"), is_dotless("stoeckach", "Stöckach")
    (True, False)
    """
    return not name.isascii() and text == key(fold(name, dotless=True)) != key(fold(name))


def without_tags(text: str) -> str:
    """Take tags that only format out of a text; scripts and the like stay, and make it markup.

    >>> without_tags("<b>Berlin</b><br>"), without_tags("<script>x</script>")
    (' Berlin  ', '<script>x</script>')
    """
    return _FORMATTING.sub(" ", text) if "<" in text else text


def is_markup(text: str) -> bool:
    """Tell whether a text is markup, a formula or an address in the net, not a place."""
    return bool(_MARKUP.search(text))


@functools.lru_cache(maxsize=100_000)
def _fold(text: str, dotless: bool) -> str:
    """Do what `fold` promises; most texts come more than once."""
    text = _readable(text).casefold().translate(PLAIN if dotless else UMLAUTS)
    if not text.isascii():
        text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode("ascii")
    text = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text))
    words = _DIGIT_EDGE.sub(" ", text).split()
    return " ".join([_spell_out(word) for word in words])


def _readable(text: str) -> str:
    """Undo entities, text decoded by the wrong table, and letters built from two signs."""
    if "&" in text:
        text = html.unescape(text)
    if _MOJIBAKE.search(text):
        text = _decode_again(text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _decode_again(text: str) -> str:
    """Return UTF-8 that was read as Windows-1252 as it was meant; else the text as it is."""
    for table in ("cp1252", "latin-1"):
        try:
            return text.encode(table).decode("utf-8")
        except UnicodeError:
            continue
    return text


def _spell_out(word: str) -> str:
    """Spell out an abbreviated word ("st", "bahnhofstr")."""
    if word in WORDS:
        return WORDS[word]
    return word[:-3] + "strasse" if len(word) > 6 and word.endswith("str") else word
