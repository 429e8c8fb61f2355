"""Houses: house numbers in words, behind bare nouns, further ones, stairs and doors."""

import re

from helpers.redact import places, shield
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser
from helpers.redact.streets import STRONG, WEAK
from helpers.redact.words import FUNCTION, NOUNS, QUANTITY

_REVERSED = re.compile(
    rf"(?<!\w)(?P<value>(?:(?:haus)?nr\.?|(?:haus)?nummer|no\.?)\s?\d{{1,4}}(?:\s?[a-h](?!\w))?),?\s(?:in\s|an\s|im\s|am\s|"
    rf"auf\s)?(?:de[rmn]\s)?"
    rf"(?:[^\W\d_]+[\s-]){{0,2}}?[^\W\d_]*(?:{STRONG}|(?:grund|berg|hof|feld|garten|höhe|heide|hain|anger|markt|siedlung|wiesen?|winkel|rain|au|tal|hang|graben))(?!\w)|"
    rf"(?<=in )\d{{1,3}}[a-h]?\s[A-ZÄÖÜ][^\W\d_]{{2,}}(?:stra(?:ß|ss)e|str|allee|weg|platz)(?!\w)|"
    rf"(?:(?<=at )|(?<=address ))\d{{1,3}}[a-h]?\s[A-ZÄÖÜ][^\W\d_]{{2,}}(?:stra(?:ß|ss)e|str|"
    rf"allee|weg|platz)(?!\w)",
    re.IGNORECASE,
)
"""The number first (`Nr. 12 in der Schillerstraße`, English `in 23 Leopoldstraße`)."""

_NUMBER_ONLY = re.compile(
    r"(?<!\w)(?:haus-?nummer|haus-?nr\.?|hnr\.?)\s?(?:ist|lautet|:)?\s?\d{1,4}\s?[a-z]?(?!\w)",
    re.IGNORECASE,
)
_UNIT_WORD = r"(?:ein|zwei|drei|vier|f(?:ü|ue)nf|sechs|sieben|acht|neun)"
_IN_WORDS = (
    rf"(?:(?:{_UNIT_WORD}und)?(?:zwanzig|drei(?:ß|ss)ig|vierzig|f(?:ü|ue)nfzig|sechzig|siebzig|achtzig|"
    r"neunzig)|(?:drei|vier|f(?:ü|ue)nf|sech|sieb|acht|neun)?zehn|elf|zw(?:ö|oe)lf|"
    rf"(?:ein)?hundert[^\W\d_]{{0,16}}|eins|{_UNIT_WORD})"
)
_WORDED = re.compile(
    rf"(?<![^\W\d_])(?:[^\W\d_]{{2,}}?{STRONG}\.?,?\s(?:haus)?(?:nummer\s|nr\.?\s)?|"
    rf"hausn(?:ummer|r\.?)\s(?:ist\s)?|haus\s(?=[^\W\d_]+\s(?:im|am|in\sder|an\sder)\s))(?P<value>{_IN_WORDS}(?:\s[a-h](?!\w))?)(?!\w)",
    re.IGNORECASE,
)
"""A house number in words (`Lindenstraße siebzehn`)."""

_THE = re.compile(
    rf"(?<![^\W\d_])[^\W\d_]{{2,}}?(?:{STRONG}|{WEAK})[,)]?\s(?:die|der|das|auf\sder|in\sder)\s(?:nr\.?\s|nummer\s)?"
    r"(?P<value>\d{1,3}\s?[a-h]?)(?![\w.,]?\d)(?!\w)",
    re.IGNORECASE,
)
_BARE_NOUN = re.compile(
    r"(?<![\w-])(?P<value>(?:Alte[rn]?\s)?(?:Markt|Anger|Graben|Steig|Stieg|Stiege|Ring|Wall|Damm|Platz|Plan|Hof|Berg|"
    r"B(?:ü|ue)hl|Kamp|Weg|Gasse|Bleiche|Brink|Anlage|Dorfplatz|Kirchplatz|Hofstatt|Au|Rain|Ufer|Hang|Höhe|"
    r"Siedlung|Wiesengrund|[A-ZÄÖÜ][a-zäöüß]+(?:grund|statt|hof|hang|blick|höhe|rain))\s\d{1,3}\s?[a-h]?),?\s"
    r"(?:in\s|OT\s|D?-?\d{4,5}\s)?(?P<town>[A-ZÄÖÜ][a-zäöüß]{2,})"
)
"""A street that is only a noun, before a town (`Markt 14 Jena`)."""

_SMALL_TOWN = re.compile(
    r"(?<![\w-])(?:im|am|in der|an der|auf der)\s(?P<value>[^\W\d_]{2,}\s\d{1,3}\s?[a-h]?)\s(?:in|"
    r"bei)\s(?P<town>[^\W\d_]{3,})",
    re.IGNORECASE,
)
_STAIRS = re.compile(
    r"(?<=\ue000)[\s,/]{1,3}(?P<value>(?:(?:stiege|stg\.?|top|t(?:ü|ue)r|haus|block|eingang|aufgang)\s?\d{1,3}[a-z]?[\s,/]{0,3}){1,3})(?!\w)",
    re.IGNORECASE,
)
"""Stair and door behind an address, as in Austria."""

_AND_MORE = re.compile(
    r"(?<=\ue000)\s?(?:u\.|und|bis|[-–/+&])\s?(?P<value>\d{1,3}\s?[a-h]?)(?![\w%€]|[.,:]\d)(?=\s*(?:$|[.,;!)]|[a-zäöü]))"
)
_NUMBERS_ONLY = re.compile(
    r"(?<!\w)haus-?(?:nummern?|nrn?\.?)\s(?P<value>\d{1,4}\s?[a-h]?(?:\s?(?:u\.|und|bis|[-–/+&,])\s?\d{1,4}\s?[a-h]?(?!\w)){0,4})(?!\w)",
    re.IGNORECASE,
)
_HAUS = re.compile(r"(?<!\w)(?P<value>hs\.?\s\d{1,3}\s?[a-h]?)(?!\w)", re.IGNORECASE)


def _before_town(draft: Draft, match: re.Match) -> bool:
    town = match["town"].lower()
    return town not in NOUNS and town not in FUNCTION and not _is_counted(draft, match)


def _is_counted(draft: Draft, match: re.Match) -> bool:
    end = match.end("value")
    last = match["value"].split()[0].lower()
    counted = QUANTITY.match(draft.text, end) or shield.SHIELD in draft.useful[end - 1 : end]
    return (
        bool(counted)
        or last in NOUNS
        or bool(places.SMALL.match(last))
        or bool(places.LABEL.search(last))
    )


RECOGNISERS = (
    Recogniser(
        "address",
        _REVERSED,
        hits=("«Nr. 12» in der Schillerstraße", "«Nr. 22» im Amselgrund"),
    ),
    Recogniser("address", _NUMBER_ONLY, hits=("«hausnr 40»",)),
    Recogniser(
        "address",
        _WORDED,
        after=QUANTITY,
        hits=(
            "Lindenstraße «siebzehn», 2. Stock",
            "Hausnummer «vierzehn» im Fasanenweg",
            "Haus «elf» im Lerchenweg",
        ),
        misses=("Bahnhofstraße zwei Balken",),
    ),
    Recogniser("address", _THE, after=QUANTITY, hits=("(Ulmenstraße, die «63») GPRS",)),
    Recogniser(
        "address",
        _BARE_NOUN,
        _before_town,
        hits=("«Markt 3» Weimar kein Empfang", "«Stieg 11», Göttingen"),
        misses=("Am Ring 3 Balken, sonst nichts", "Weg 2 Minuten, Netz weg"),
    ),
    Recogniser("address", _SMALL_TOWN, _before_town, hits=("im «ring 15» in bad vilbel",)),
    Recogniser("address", _NUMBERS_ONLY, hits=("hausnummern «12-16» in unserer Straße",)),
    Recogniser("address", _HAUS, hits=("Quellenhof, «Hs 5»",)),
    Recogniser("address", _STAIRS, hits=("Praterstraße «8» «Stiege 2» «Tür 11»",)),
    Recogniser(
        "address", _AND_MORE, after=QUANTITY, hits=("zwischen Heidestr «11» und «15» alles tot",)
    ),
)
