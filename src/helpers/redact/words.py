"""Words: lists that tell names from words, and quantities from identifiers."""

import functools
import re
import unicodedata
from importlib import resources


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    text = resources.files("helpers.redact").joinpath("lists.txt").read_text(encoding="utf-8")
    parts = [part.partition("]\n") for part in text.split("\n[")[1:]]
    return {name: frozenset(words.split()) for name, _, words in parts}


def listed(name: str) -> frozenset[str]:
    """Return the words of a list in lists.txt as a set."""
    return _lists()[name]


UNITS = (
    r"k?bits?|[km]bps|[kmg]i?b|[kmg]?bytes?|[kmg]bits?|[kmg]hz|hz|v|volt|watt|mah|dbm?|asu|ms|"
    r"msek|sek\w*|s|secs?|seconds?|"
    r"min|mins|minuten?|h|std\w*|stunden?|tagen?|tage|tag|d|wochen?|w|monaten?|monate?|jahren?|"
    r"jahre?|uhr|€|euros?|eur|cents?|ct|"
    r"prozent|%|‰|°c?|grad|km|kilometern?|m|metern?|cm|mm|mal|male|x|fach|fache?n?|balken|"
    r"striche?n?|strich|anrufe?n?|"
    r"anrufversuche?n?|versuche?n?|versuch|sms|mms|mails?|e-?mails?|nachrichten|kunden?|leute|"
    r"leuten|personen|kollegen|nachbarn|"
    r"freunde?n?|handys?|ger(?:ä|ae)te?n?|smartphones?|iphones?|karten|sims?|tickets|seiten|"
    r"bilder|fotos|videos|abbr(?:ü|ue)chen?|"
    r"abbruch|gespr(?:ä|ae)chen?|telefonaten?|telefonate|stationen|haltestellen|st(?:ü|ue)ck|"
    r"etagen|stock|stockwerke?n?|og|eg|ug|"
    r"zimmer|mitarbeitern?|vertr(?:ä|ae)gen?|hotspots?|zellen|masten|sendemasten|g|netz|netze|"
    r"netzen|umts|edge|gprs|hsdpa|lte|gsm|"
    r"3g|2g|mhz|stellen|orten|tests?|messungen|l|kg|t|px|pixel|zoll|punkte?n?|sterne?n?|inch|mp|"
    r"fps|p|bars?|times|days?|weeks?|months?|hours?|calls?|minutes?|dots?"
)
"""What may follow a number that is a quantity."""

QUANTITY = re.compile(rf"\s?(?:[-–/+]\s?)?(?:{UNITS}|(?:von|aus)\s\d+)(?![^\W\d_])", re.IGNORECASE)

FUNCTION = listed("words.function")
"""Words of grammar (lower case) that are never taken for a name."""

NOUNS = listed("words.nouns")
"""Nouns of such reports (lower case) that may follow a telling word and are no name."""

PLACE_WORD = re.compile(
    r"(?:stra(?:ß|ss)en?|str\.?|gasse|allee|platz|weg|ring|damm|ufer|chaussee|steig|stieg|"
    r"promenade|pfad|br(?:ü|ue)cke|tor|"
    r"markt|park|hof|haus|berg|burg|schloss|dom|kirche|kapelle|kloster|friedhof|bahnhof|bhf\.?|hbf|"
    r"haltestelle|station|siedlung|viertel|kiez|quartier|denkmal|museum|theater|halle|arena|"
    r"stadion|"
    r"schule|gymnasium|realschule|gesamtschule|grundschule|universit(?:ä|ae)t|uni|hochschule|"
    r"institut|akademie|"
    r"klinik|klinikum|krankenhaus|hospital|stift|heim|kaserne|zeche|schacht|see|teich|insel|kanal|"
    r"tunnel|turm|center|zentrum|flughafen|airport|"
    r"galerie|passage|forum|kolleg|campus|bad|saal|b(?:ü|ue)cherei|bibliothek|stadt|dorf|feld|"
    r"graben|garten|anlage|twiete|kamp|au)",
    re.IGNORECASE,
)
"""A word that makes the name beside it part of a place (Karl-Marx-Straße, Helios Klinikum)."""

PLACE_BEFORE = listed("words.place_before")
"""A word before a name that makes it a place or a device."""

PARTICLES = listed("words.particles")


def loose(word: str) -> str:
    """Return the one spelling in which names are compared: lower case, ä as ae, accents off.

    >>> loose("Böttcher"), loose("Boettcher"), loose("KILIÇ"), loose("Kılıç"), loose("Łukasz")
    ('boettcher', 'boettcher', 'kilic', 'kilic', 'lukasz')
    """
    if word.isascii():
        return word.lower()
    return _loose(word)


@functools.lru_cache(maxsize=65536)
def _loose(word: str) -> str:
    word = word.replace("İ", "i").lower()
    for letter, plain in LETTERS:
        word = word.replace(letter, plain)
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


LETTERS = (
    ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ı", "i"), ("ø", "oe"), ("å", "aa"),
    ("æ", "ae"), ("ł", "l"), ("đ", "d"), ("œ", "oe"),
)  # fmt: skip
"""Letters that people write in two ways, and the way in which we compare."""


def bare(word: str) -> str:
    """Return the spelling without dots (Muller for Müller), as people without the keys type."""
    return word.translate(_NO_DOTS)


_NO_DOTS = str.maketrans("äöüÄÖÜåøÅØ", "aouAOUaoAO")


def _read(name: str) -> list[str]:
    lines = (
        resources.files("helpers.redact").joinpath(name).read_text(encoding="utf-8").splitlines()
    )
    return [line for line in lines if line and not line.startswith("#")]


@functools.cache
def given() -> frozenset[str]:
    """Given names that are no German word, in loose spelling."""
    names = _read("given_names.txt")
    return frozenset(map(loose, names)) | frozenset(loose(bare(name)) for name in names)


@functools.cache
def telling() -> frozenset[str]:
    """All given names, also those that are words elsewhere, in loose spelling."""
    return given() | {loose(name) for name in _read("given_names_ambiguous.txt")}


@functools.cache
def plain_surnames() -> frozenset[str]:
    """Surnames that are no word, place or brand, in loose spelling."""
    names = _read("surnames.txt")
    return frozenset(map(loose, names)) | frozenset(loose(bare(name)) for name in names)


@functools.cache
def surnames() -> frozenset[str]:
    """All surnames in loose spelling; many are German words."""
    return plain_surnames() | {loose(name) for name in _read("surnames_ambiguous.txt")}


@functools.cache
def sure() -> frozenset[str]:
    """Names that are nothing else: given names and surnames, in loose spelling."""
    return given() | plain_surnames()


@functools.cache
def towns() -> frozenset[str]:
    """Towns and districts that end like a street (Nürnberg, Blankenese), in loose spelling."""
    return frozenset(_read("towns.txt"))


@functools.cache
def spellings() -> frozenset[str]:
    """Sure names as they stand in texts: `Jörg`, `Joerg`, `JÖRG`, `JOERG`, and genitives."""
    shown: set[str] = set()
    for file, least in (("given_names.txt", 4), ("surnames.txt", LEAST_SMALL)):
        for name in _read(file):
            both = {name, loose(name).capitalize()}
            shown |= both | {f"{spelling}s" for spelling in both}
            if len(name) >= least:
                shown |= {spelling.upper() for spelling in both} | {loose(name), name.lower()}
    return frozenset(shown)


LEAST_SMALL = 5
"""Letters that a surname in small letters needs to be read without a cue."""


def is_common_given(word: str) -> bool:
    """Tell whether a name in small letters may stand alone: names of at least four letters."""
    return len(word) > 3 and loose(word) in given()


PARTS = re.compile(r"[-._\d]+")
"""What joins the parts of a compound or a handle."""


@functools.cache
def ambiguous_spellings() -> frozenset[str]:
    """Given names that are also words, capitalised as in texts, without nouns of reports."""
    return frozenset(
        n for n in _read("given_names_ambiguous.txt") if n.lower() not in NOUNS | FUNCTION
    )


@functools.cache
def surname_spellings() -> frozenset[str]:
    """Surnames as they stand in texts, without nouns of reports."""
    every = [*_read("surnames.txt"), *_read("surnames_ambiguous.txt")]
    names = (n for n in every if n.lower() not in NOUNS | FUNCTION)
    return frozenset(spelling for name in names for spelling in (name, loose(name).capitalize()))


@functools.cache
def small_names() -> frozenset[str]:
    """Given names and surnames in small letters, without words of grammar and nouns."""
    names = [
        *_read("given_names.txt"), *_read("surnames.txt"), *_read("surnames_ambiguous.txt")
    ]  # fmt: skip
    return frozenset(
        spelling
        for name in names
        for spelling in (name.lower(), loose(name))
        if len(spelling) > 2 and spelling not in FUNCTION | NOUNS
    )
