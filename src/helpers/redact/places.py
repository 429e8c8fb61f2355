"""Places: street addresses with a house number; streets and stations without one stay."""

import re

from helpers.redact import shield, streets
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span
from helpers.redact.streets import CAPITAL, GAP, NUMBER, STRONG, WEAK, WORD
from helpers.redact.words import FUNCTION, NOUNS, QUANTITY, listed, loose, towns

_STREET = re.compile(rf"(?<![^\W\d_])(?P<last>[^\W\d_]++)\.?{GAP}{NUMBER}", re.IGNORECASE)
_NUMBERED_STREET = re.compile(
    rf"(?:{STRONG}|{WEAK})\.?{GAP}(?:(?:haus-?)?(?:nummer|nr|no|hnr|hs|haus|#)[\s.:]{{0,3}})?\d",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r",?\s?(?:(?:eg|og|ug|dg|hh|vh)(?!\w)|\d\.\s?(?:og|stock|etage))", re.IGNORECASE
)
"""A floor behind a house number (`Hafenstr. 5 EG`)."""

_ALONE = re.compile(r"\s*(?:$|[,.;:!?)\n=\ue000]|[a-zäöü])")
_LEFT = re.compile(
    r"(?:(?:[A-ZÄÖÜ][^\W\d_]*\.?|von|van|der|den|dem|zur|zum|alten?)[ -]){0,3}(?:[^\W\d_]+\.?-)*$"
)
_ADJECTIVE = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,}(?:er|e|en))\s$")
_MID_SENTENCE = re.compile(
    rf"(?:^|(?<=[\w:,(.!?]\s))(?P<street>(?:Am|Im|An|In|Auf|Zum|Zur|Unter|Hinter|Hinterm|Überm|"
    rf"Unterm|Vorm|Vor|"
    rf"Bei|Beim)(?:\s(?:de[rmn]|alten?|[A-ZÄÖÜ][a-zäöüß]+e[nmr]))?\s{CAPITAL}){GAP}{NUMBER}"
)
_OF = re.compile(
    rf"(?<!\w)(?:straße|strasse|str\.|platz|allee|weg|ufer|siedlung)\s(?:de[srm]|am|zum|zur|"
    rf"an)\s(?:\d{{1,2}}\.\s)?{WORD}(?:\s{WORD})?{GAP}{NUMBER}",
    re.IGNORECASE,
)
_FAMOUS = re.compile(
    rf"(?<!\w)(?P<street>unter den linden|gro(?:ß|ss)e bleichen|hohe bleichen|lange reihe|neuer "
    rf"wall|alter wall|kurf(?:ü|ue)rstendamm|ku['’]?-?damm|reeperbahn|zeil|planken|schulterblatt|"
    rf"graben|alter? markt|neumarkt|jungfernstieg|kö|stachus|tal){GAP}{NUMBER}",
    re.IGNORECASE,
)
_LIVING = re.compile(
    r"(?<![^\W\d_])(?:wohn(?:e|en|t|haft|ort|sitz|ung|h(?:aft|aus))?|(?:mein|unser)e?\s(?:haus|"
    r"wohnung|b(?:ü|ue)ro|laden|firma|anschluss)|adresse|adr\.?|anschrift|zu\s?hause|daheim|"
    r"gemeldet|ans(?:ä|ae)ssig|sitz|standort|"
    r"lieferadresse|rechnungsadresse|postanschrift|stra(?:ß|ss)e|komme aus|lebe|leben|strasse|"
    r"hier|bei\smir|bei\suns|techniker|besuch|vorbei|treffpunkt|firmensitz)\b"
    r"(?:[\s:=,(–-]{1,3}(?:ich|wir|ist|lautet|war|in|im|an|am|auf|bei|unter|der|dem|den|die|mein|"
    r"meine|seit|jahren|jetzt|also|direkt|genau|hier|und|zwar|aktuell|kommen|nach|zur|zum|da|"
    r"nämlich|noch)(?![^\W\d_])){0,4}[\s:=,(„\"–-]{0,4}(?=[^\n]{3,90}?\d)",
    re.IGNORECASE,
)
_ANY_STREET = re.compile(
    rf"(?P<street>(?:(?:Am|An|Im|In|Auf|Zum|Zur|Unter|Hinter|Vor|Beim|Bei|Alte|Alter|Neue|der|den|"
    rf"dem|des|de|von|am|im|an|auf|zur|zum)\s){{0,2}}{CAPITAL}(?:\s(?:{CAPITAL}|der|den|dem|des|"
    rf"und|von)){{0,3}}?){GAP}{NUMBER}"
)
_ANY_STREET_LOWER = re.compile(
    rf"(?P<street>(?:(?:am|an|im|in|auf|zum|zur|unter|hinter|vor|"
    rf"beim)\s(?:de[rmn]\s)?)?[^\W\d_]{{3,}}(?:\s[^\W\d_]{{3,}})?)\s{NUMBER}(?=\W*$|\s*[,.;!]|"
    rf"\s(?:in|und|bei)\s)"
)
_WITH_POSTCODE = re.compile(
    rf"(?<![\w.])(?P<street>{CAPITAL}(?:\s(?:{CAPITAL}|der|den|dem|des|am|im|an|und|zur|"
    rf"zum)){{0,3}}){GAP}{NUMBER}(?=\s*[,;/|–-]?\s*(?:in\s)?(?:D[- ])?\d{{5}}\s+[A-ZÄÖÜ])"
)
_POSTCODE_BEFORE = re.compile(
    rf"(?<!\d)\d{{5}}\s{CAPITAL}(?:[\s/-](?:{CAPITAL}|am|an|der|"
    rf"im)){{0,3}}?\s?[,;:(–-]\s?(?P<whole>(?:(?:Am|An|Im|In|Auf|Zum|Zur|Unter|Alte|"
    rf"Alter)\s)?(?:de[rmn]\s)?{CAPITAL}(?:\s{CAPITAL})?{GAP}{NUMBER})"
)
_TOWNISH = re.compile(
    rf"(?<![\w-])(?P<street>[A-ZÄÖÜ][a-zäöüß]{{2,}}er\s[A-ZÄÖÜ][a-zäöüß]{{2,}}){GAP}{NUMBER}(?=\s*(?:$|[,.;:!)\n]|[a-zäöü]))"
)
"""A street named after a town, with any noun (`Eppendorfer Baum 11`)."""

_ROMANCE = re.compile(
    rf"(?<!\w)(?i:Rue|Avenue|Via|Viale|Calle|Ulica|ul\.|Cours|Quai|os\.|al\.|pl\.|plac|aleja|"
    rf"rua|boulevard|bd|place|piazza|corso|plaza|avda\.?)\s(?:[^\W\d_]+['’\s]){{0,3}}?"
    rf"[A-ZÄÖÜÉŁŚ][^\W\d_]+\s?,?\s?{NUMBER}"
)
_HOUSE = re.compile(
    r"(?<!\w)(?:(?:haus|hof|anwesen|gehöft)\s(?:nr|nummer)\.?|hs\.?\s?-?(?:nr|nummer)\.?|"
    r"parzelle(?:\snr\.?)?)"
    r"\s?\d{1,4}\s?[a-h]?(?![\w.,]?\d)(?!\w)",
    re.IGNORECASE,
)
"""A house without a street, as villages and allotments number them."""

_NUMBERED = re.compile(
    rf"(?<![^\W\d_])(?P<street>(?:(?:am|an|im|in|auf|zum|zur|unter|hinter|vor|beim|"
    rf"bei)\s(?:de[rmn]\s)?[^\W\d_]{{3,}}|{CAPITAL}(?:\s(?:de|des|der|und|"
    rf"{CAPITAL})){{0,2}})),?\s"
    r"(?:haus-?)?(?:nummer|nr)\.?\s?\d{1,3}\s?[a-h]?(?![\w.,]?\d)(?!\w)",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"(?:kunde|kunden|vertrag|ticket|vorgang|linie|bus|gleis|telefon|handy|ruf|konto|rechnung|"
    r"auftrag|fehler|zelle|karte|haus|bahnsteig|tram|fall|störung|code|problem|versuch|anruf|"
    r"grund|punkt|ab?fahrt|ausfahrt|einzelfall|parkplatz|block|turm|gebäude|halle|platz|rang|"
    r"regel)\w*$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_SQUARE = re.compile(
    r"(?<![\w-])[A-U]\s?(?:1[0-5]|[1-9])(?:\s?,\s?|\s)\d{1,2}\s?[a-f]?(?![\w%°]|[.,:]\d)",
    re.IGNORECASE,
)
_SQUARE_NEAR = re.compile(r"wohn|mannheim|adresse|quadrat|zu\s?hause|anschrift", re.IGNORECASE)
_BOX = re.compile(
    r"(?<!\w)(?:postfach|packstation|pf)\W{0,3}(?:nr\.?\s?)?\d[\d ]{1,8}\d(?!\d)", re.IGNORECASE
)
SMALL = re.compile(
    r"^\s*(?:seit|ab|im|vor|nach|um|für|fuer|bis|ca|etwa|nur|von|mit|ohne|über|unter|rund|gegen|"
    r"noch|schon|mehr|max|max\.|min|jahr|tag|tage|woche|mal|stand|teil|stufe|januar|februar|märz|"
    r"april|mai|juni|juli|august|september|oktober|november|dezember|herbst|sommer|winter|"
    r"frühjahr|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|edge|umts|gprs|hsdpa|lte|3g|"
    r"gleis|linie|bus|tram|stock|etage|og|raum|zimmer|kanal|terminal|halle|ausgang|block)$",
    re.IGNORECASE,
)
_LIVES_BEFORE = re.compile(
    r"wohn|adresse|anschrift|zu\s?hause|daheim|gemeldet|nachbar|hausnummer|bei mir|bei uns|\d{5}\s",
    re.IGNORECASE,
)


def _street_start(text: str, match: re.Match) -> int:
    """Return where the street before a number begins, or -1 for no street (`Hauptbahnhof 3`)."""
    last = match["last"]
    ending = streets.ending(last)
    if not ending:
        return -1
    left = _LEFT.search(text, max(0, match.start() - 50), match.start())
    before = text[left.start() : match.start()] if left else ""
    joined = before.rpartition(" ")[2] + last
    alone = not before.strip() or not streets.WHOLE_STRONG.fullmatch(joined)
    if alone and streets.is_no_street(joined):
        return -1
    start = match.start() - len(before) + _lead(before)
    if ending == "strong":
        if streets.WHOLE_STRONG.fullmatch(joined):
            named = start < match.start() and not last.islower()
            return start if named else _small_street(text, match)
        return -1 if streets.NOT_UNCAPPED.fullmatch(joined) else start
    compound = joined[0].isupper() and not streets.WHOLE_WEAK.fullmatch(joined)
    if compound and loose(joined) not in towns() and _ALONE.match(text, match.end()):
        return start
    if len(joined) > 6 and streets.NO_TOWN.search(joined) and _ALONE.match(text, match.end()):
        return start
    if joined.islower():
        return -1
    near = text[max(0, match.start() - 40) : match.start()]
    named = len(joined) > 5 and re.search(r"nr|nummer|haus|\d\s?[a-h]$", match["nr"], re.IGNORECASE)
    postcode = re.match(r"\W{0,3}(?:in\s)?\d{5}\s", text[match.end() :])
    return start if named or postcode or _LIVES_BEFORE.search(near) else -1


def _small_street(text: str, match: re.Match) -> int:
    """Return where a street in small letters begins (`eppendorfer weg 64`), or -1."""
    before = _ADJECTIVE.search(text, max(0, match.start() - 30), match.start())
    return before.start() if before and before[1].lower() not in FUNCTION | NOUNS else -1


_SENTENCE = listed("places.sentence")


def _lead(street: str) -> int:
    """Return how many letters before the street's name belong to the sentence."""
    place = 0
    for word in re.split(r"(?<=\s)", street)[:-1]:
        if word.strip().lower() not in _SENTENCE:
            break
        place += len(word)
    return place


def _is_house(draft: Draft, match: re.Match) -> bool:
    """Tell a house number from a quantity, a year, a time."""
    start, end = match.span("nr")
    doors = match["nr"].count("/") and streets.ending(match[0].split()[0].strip(".,")) == "strong"
    marked = doors or re.search(r"nr|nummer|haus|#", match["nr"], re.IGNORECASE)
    if shield.SHIELD in draft.useful[start:end] and not marked:
        return False
    return not QUANTITY.match(draft.text, end) and not re.match(r"(?:19|20)\d\d$", match["nr"])


def _last_word(match: re.Match) -> str:
    return match["street"].split()[-1]


def _townish(draft: Draft, match: re.Match) -> bool:
    noun = _last_word(match)
    return _is_house(draft, match) and not (
        noun.lower() in NOUNS
        or streets.is_no_street(noun)
        or SMALL.match(noun)
        or LABEL.search(noun)
    )


def _known(draft: Draft, match: re.Match) -> Span | None:
    """Return streets that a postcode, a preposition or a famous name gives away."""
    last = _last_word(match).lower()
    if not _is_house(draft, match) or last in NOUNS or SMALL.match(last):
        return None
    return _house(draft, match, match.start(), last)


def _house(draft: Draft, match: re.Match, start: int, last: str) -> Span:
    """Return the number alone, since a street tells where the fault is; all where somebody lives.

    Without the word for a street (`Am Anger 3`) the number and the name go together.
    """
    lives = _LIVES_BEFORE.search(draft.text, max(0, start - 40), start)
    named = streets.ending(last.strip(".")) == "strong" and not lives
    return match.start("nr") if named else start, match.end()


def _behind_postcode(draft: Draft, match: re.Match) -> Span | None:
    return match.span("whole") if _is_house(draft, match) else None


def _square(draft: Draft, match: re.Match) -> bool:
    near = draft.text[max(0, match.start() - 40) : match.end() + 30]
    return bool(_SQUARE_NEAR.search(near))


def _street(draft: Draft, match: re.Match) -> Span | None:
    start = _street_start(draft.text, match)
    floor = _FLOOR.match(draft.text, match.end()) and streets.ending(match["last"]) == "strong"
    if start < 0 or not (floor or _is_house(draft, match)):
        return None
    return _house(draft, match, start, match["last"])


def _living(draft: Draft, cue: re.Match) -> Span | None:
    """Return any name with a number after `wohne`, `Adresse` and the like."""
    for pattern in (_ANY_STREET, _ANY_STREET_LOWER):
        match = pattern.match(draft.text, cue.end())
        if match and _is_house(draft, match):
            last = _last_word(match)
            if not SMALL.match(last) and not LABEL.search(last):
                return match.span()
    return None


def _numbered(draft: Draft, match: re.Match) -> bool:
    last = _last_word(match).lower().strip(".-")
    return last not in NOUNS | FUNCTION and not SMALL.match(last) and not LABEL.search(last)


RECOGNISERS = (
    Recogniser("address", _BOX, hits=("«Postfach 12 34»",)),
    Recogniser("address", _OF, after=QUANTITY, hits=("«Straße des 17. Juni 135»",)),
    Recogniser("address", _HOUSE, hits=("«Haus Nr. 7» in Ober",)),
    Recogniser("address", _ROMANCE, _is_house, language="", hits=("«Via Roma 17», Bozen",)),
    Recogniser("address", _TOWNISH, _townish, hits=("«Eppendorfer Baum 11»",)),
    Recogniser("address", _FAMOUS, _known, hits=("«Unter den Linden 12»",)),
    Recogniser(
        "address",
        _MID_SENTENCE,
        _known,
        hits=("10999 Berlin, «Am Urban 12»",),
        misses=("Am Montag 3 Versuche",),
    ),
    Recogniser(
        "address",
        _WITH_POSTCODE,
        _known,
        hits=("Nordring «5», 10999 Berlin",),
    ),
    Recogniser(
        "address",
        _POSTCODE_BEFORE,
        _behind_postcode,
        hits=("10999 Berlin, «Urban 12»",),
    ),
    Recogniser(
        "address", _SQUARE, _square, after=QUANTITY, hits=("in Mannheim «Q7, 24» kein Netz",)
    ),
    Recogniser(
        "address",
        _STREET,
        _street,
        near=_NUMBERED_STREET,
        hits=(
            "Ich wohne «Hafenstraße 107»",
            "wohne in der «hafenstr. 12a», 20359 hamburg",
            "«Lerchenhügel 6» ohne Empfang",
            "Goethestr. «5a» 3. OG links",
        ),
        misses=("Rosenheimer Platz 2 Balken, Hauptbahnhof 3 mal probiert", "Nürnberg 2 von 5"),
    ),
    Recogniser("address", _LIVING, _living, hits=("ich wohne «Krumme Lanke 5»",)),
    Recogniser("address", _NUMBERED, _numbered, hits=("«im Anger nr 5»",)),
)
