"""Spots: coordinates and car plates."""

import re

from helpers.redact import persons
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span
from helpers.redact.words import QUANTITY

_HEMISPHERE = (
    r"(?:n(?:ord)?|s(?:üd)?|e|o(?:st)?|w(?:est)?|lat(?:itude)?|lon(?:gitude)?|lng|breite|l(?:ä|"
    r"ae)nge|breitengrad|l(?:ä|ae)ngengrad|north|east)"
)
_DEGREES = (
    rf"(?:{_HEMISPHERE}[\s.:=]{{0,3}})?-?\d{{1,3}}\s?°\s?\d{{1,2}}(?:[.,]\d+)?\s?['′’m]?\s?(?:\d{{"
    rf"1,2}}(?:[.,]\d+)?\s?(?:''|[\"″”s])?)?\s?(?:{_HEMISPHERE}\b)?"
)
_COORDINATES = re.compile(
    r"(?<!\w)[NS]\s?\d{1,2}\s\d{1,2}[.,]\d+'?[\s,;/]{1,3}[EOW]\s?\d{1,3}\s\d{1,2}[.,]\d+|"
    rf"{_DEGREES}[\s,;/und]{{0,5}}{_DEGREES}|"
    rf"(?:{_HEMISPHERE}[\s.:=]{{0,3}})?-?\d{{1,3}}[.,]\d{{3,}}\s?°?\s?(?:{_HEMISPHERE}\b)?[\s,;/|"
    rf"x]{{1,4}}(?:und\s)?(?:{_HEMISPHERE}[\s.:=]{{0,3}})?-?\d{{1,3}}[.,]\d{{3,}}\s?°?(?:\s?"
    rf"{_HEMISPHERE}\b)?(?!\d)|"
    rf"(?<!\w)(?:lat(?:itude)?|breite|breitengrad)[\s.:=]{{1,3}}-?\d{{1,2}}[.,]\d+[\s,;/|"
    rf"]{{1,4}}(?:lon(?:gitude)?|lng|l(?:ä|ae)nge|l(?:ä|"
    rf"ae)ngengrad)[\s.:=]{{1,3}}-?\d{{1,3}}[.,]\d+|"
    rf"(?<!\w)(?:{_HEMISPHERE})[\s.:=°]{{1,3}}-?\d{{1,3}}[.,]\d{{2,}}°?(?:[\s,;/|"
    rf"]{{1,4}}(?:und\s)?{_HEMISPHERE}[\s.:=°]{{1,3}}-?\d{{1,3}}[.,]\d{{2,}}°?)?|"
    r"(?:gps|koordinaten?|geo|position|standort|wgs84)(?:-?(?:daten|position|"
    r"koordinaten))?\W{1,4}(?:(?:sind|ist|lauten|lautet)\W{1,3})?-?\d{1,3}[.,]\d+°?[\s,;/|"
    r"]{1,4}(?:und\s)?-?\d{1,3}[.,]\d+°?|"
    r"\d{1,3}[.,]\d{3,}\s?°\s?[NSEOW]?|"
    r"(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)|"
    r"///[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+|"
    r"(?<!\w)3[23]\s?U\s?\d{6}[\s,]{1,2}\d{7}|(?<!\w)J[NO]\d\d[a-x]{2}(?:\d\d)?(?!\w)",
    re.IGNORECASE,
)


_COORDINATES_NEAR = re.compile(
    r"°|\d[.,]\d{3,}[^\n]{1,14}\d[.,]\d{3}|\d['’]|[a-z\d]\+[a-z\d]|///|\d{6}[\s,]{1,2}\d{7}|(?<!\w)J[NO]\d|"
    r"(?<!\w)(?:gps|koord|lat|lon|lng|wgs|geo|breite|länge|laenge|position|standort|länge)[^\n]{0,16}?\d[.,]\d|(?<!\w)[NSEOW][\s.:=°]{0,3}-?\d{1,3}(?:\s?°|[.,]\d{2}|\s\d{1,2}[.,]\d)",
    re.IGNORECASE,
)

_PLATE = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜ]{1,3}\s?[-:–]\s?[A-ZÄÖÜ]{1,2}[\s-]?\d{1,4}|[A-ZÄÖÜ]{1,3} [A-Z]{1,2} "
    r"?-?\d{2,4}|[A-ZÄÖÜ]{1,3} [A-Z]{1,2} \d)\s?[EH]?(?![\w-])(?!,\d|\.\d)"
)
_PLATE_SMALL = re.compile(
    r"(?<![\w-])(?!gt-|id-|ip-|os-|mt-|ct-)[a-zäöü]{1,3}\s?[-:]\s?(?!ab|ca|in|um|an|am|zu|so|da|"
    r"wo|es|er|ob|im|je|bf)[a-z]{1,2}[ -]?\d{3,4}(?![\w-])"
)
_PLATE_GLUED = re.compile(
    r"(?<!\w)[A-ZÄÖÜ]{2,5}\d{1,4}(?=\W{1,3}(?:ist|lautet|=)?\s?(?:mein|unser|"
    r"das)?\s?(?:kfz-?)?kennzeichen)|(?<=kennzeichen )[A-ZÄÖÜ]{2,5}\d{1,4}(?!\w)",
    re.IGNORECASE,
)
_PLATE_LABEL = re.compile(
    r"(?:kennzeichen|nummernschild|kfz(?:-?\s?(?:kz|nr|kennzeichen))?|autonummer|plakette|"
    r"kennz\.?|(?<![^\W\d_])(?:[a-zäöü]+)?(?:auto|wagen|pkw|lkw|bmw|vw|golf|audi|opel|kombi|"
    r"transporter|mercedes|fahrzeug|ich fahre|laster|motorrad))"
    r"(?:[\s:=,(]{1,3}(?:ist|lautet|mit|dem|kennzeichen|war|das|nummernschild|hat|amtliches|"
    r"amtlichen)(?![^\W\d_])){0,4}[\s:=,(]{1,4}(?P<value>[A-ZÄÖÜ]{1,3}[\s:–-]{0,3}[A-Z]{1,2}[\s:-]"
    r"{0,2}\d{1,4}\s?[EH]?)(?!\w)",
    re.IGNORECASE,
)
_PLATE_ANY = re.compile(
    r"(?<![^\W\d_])(?i:(?:[^\W\d_]{2,30}-?)?(?:kennzeichen|nummernschild)|kfz-?(?:kz|nr|kennz)\.?|"
    r"kennz\.|licen[sc]e\s(?:plate|number)|(?:car|number)\s?plate)(?i:\s(?:no|nr|nummer)\.?)?"
    r"(?:[\s:=,(]{1,3}(?i:ist|lautet|vo[nm]|is|de[rsm]|mein\w*|auto|wagen|"
    r"nl)(?![^\W\d_])){0,4}[\s:=,(]{1,3}"
    r"(?P<value>(?=[A-ZÄÖÜ\d .-]*\d)[A-ZÄÖÜ\d]{1,8}(?:[ .-]{1,2}[A-ZÄÖÜ\d]{1,6}){0,3})(?!\w)"
)
"""A label, then any capitals and digits: foreign, insurance and mistyped plates."""

_FOREIGN = re.compile(
    r"(?<![\w-])(?:[1-9]-[A-Z]{3}-\d{3}|[A-Z]{2}-\d{3}-[A-Z]{2}|\d{2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-\d\d-[A-Z]{2}|"
    r"THW-\d{4,5}|"
    r"(?:Y|BP)[- ]\d{1,3}[- ]\d{3}|BP \d\d[- ]\d{2,3})(?![\w-])"
)
"""Plates of other countries and of authorities, which nothing else looks like."""

_NEAR_PLATE = re.compile(
    r"kennz|schild|versicherungsk|registration|plaque|plate|(?<!\w)kz(?!\w)|"
    r"(?:polnisch|französisch|niederl|holländ|belgisch|österreich|schweizer|dänisch|tschech|"
    r"italien)"
    r"[^\W\d_]*\.?\s(?:auto|wagen|pkw|kennz)",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"(?<![\w-])(?P<value>[A-Z]{1,3}\s(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z\d]{4,5}|[A-Z]{1,2}\s\d-[A-Z]{2}\s\d\d|"
    r"[A-Z]{1,2}[ -]\d{1,5} ?[A-Z]{1,3})(?![\w-])"
)
_SWISS = re.compile(
    r"(?<![\w-])(?:AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH)"
    r"\s?\d{1,3}['’ .]?\d{3}(?!\w)"
)
_SWISS_NEAR = re.compile(r"schweiz|kennz|auto|wagen|pkw|schild|kanton", re.IGNORECASE)
_CAR = re.compile(
    r"auto|wagen|pkw|lkw|steh\w*\smit|fahr\w*\smit|rastplatz|parkplatz|kennz|schild|polen|polnisch|tschech|slowak|ungar|rum(?:ä|ae)n|bulgar|kroat",
    re.IGNORECASE,
)
_ANY_PLATE = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜ]{1,3}[ -]?\d{1,6}(?:[ -]?[A-Z\d]{1,3})?|\d{2,3}[ -]?[A-Z]{3}|"
    r"[A-Z]{2}\d\d\s[A-Z]{3})"
    r"(?![\w-]|[.,]\d|\s?(?i:uhr|kbit|mbit|min|std|km)\b)"
)
_KZ_SMALL = re.compile(
    r"(?<!\w)(?:kz|kennz\.?|kennzeichen)\W{1,3}"
    r"(?P<value>[a-zäöü]{1,3}[ -][a-z]{1,2}[ -]?\d{1,4})(?!\w)",
    re.IGNORECASE,
)
_PLATE_DOTS = re.compile(r"(?<![\w.-])[A-ZÄÖÜ]{1,3}\.[A-Z]{1,2}\.\d{1,4}(?![\w.-])")
_SURE_PLATE = re.compile(r"[-:–]|\s[A-Z]{2}\s?\d{3}")
_NO_PLATE = re.compile(
    r"^(?:GT-[A-Z]\d{4}|(?:LG|SE|HTC|HP|ICE|RE|RB|IC|U|S|ZTE|SGH|HD|DSL|ID|IP|PC|SD|PS|TV|WP|OS|"
    r"MS|SP|GPS|USB|SIM|SMS|MMS|LTE|GSM|E|O) [A-Z]{1,2} ?-?\d{1,3}|[A-Z]-(?:Netz|Plus).*|D-\w+ "
    r"\d{5})$"
)


def _is_plate(draft: Draft, match: re.Match) -> bool:
    loud = persons.is_loud(draft.text) and not _SURE_PLATE.search(match[0])
    return not loud and not _NO_PLATE.match(match[0])


def _is_mixed(draft: Draft, match: re.Match) -> bool:
    return bool(re.search(r"[A-ZÄÖÜ].*\d|\d.*[A-ZÄÖÜ]", match["value"]))


def _beside(draft: Draft, match: re.Match) -> Span | None:
    """Return what looks like any plate within forty letters behind a word such as Kennzeichen."""
    plate = _ANY_PLATE.search(draft.text, match.end(), match.end() + 40)
    return plate.span() if plate else None


RECOGNISERS = (
    Recogniser(
        "coordinates",
        _COORDINATES,
        near=_COORDINATES_NEAR,
        hits=("Funkloch bei «52.4987, 13.4234»", "«N 52° 29.922' E 13° 25.404'»"),
    ),
    Recogniser(
        "plate", _FOREIGN, language="", hits=("Auto «AB-123-CD» aus Lyon", "fahre mit «1-ABC-234»")
    ),
    Recogniser("plate", _PLATE_LABEL, hits=("mein Golf «HH AB 123»",)),
    Recogniser("plate", _PLATE_ANY, _is_mixed, hits=("Kennzeichen «W-12345 A»",)),
    Recogniser("plate", _KZ_SMALL, hits=("kz «hh ab 123»",)),
    Recogniser("plate", _PLATE_DOTS, hits=("«HH.AB.123»",)),
    Recogniser("plate", _PLATE_SMALL, hits=("stehe mit «hh-kt 4471»",)),
    Recogniser("plate", _PLATE_GLUED, hits=("kennzeichen «HHAB123»",)),
    Recogniser(
        "plate",
        _PLATE,
        _is_plate,
        after=QUANTITY,
        hits=("im Auto («HH-LD 2715»)",),
        misses=("Samsung GT-I9100", "HD TV 40"),
    ),
    Recogniser("plate", _SWISS, near=_SWISS_NEAR, hits=("«ZH 482 117» mit schweizer nummer",)),
    Recogniser(
        "plate",
        _ABROAD,
        near=_CAR,
        hits=("ein Auto, «WPI 4471K», steht da", "steh mit dem «GU-482 KX» da"),
    ),
    Recogniser("plate", _NEAR_PLATE, _beside, hits=("Schild mit «WPI 4471»",)),
)
