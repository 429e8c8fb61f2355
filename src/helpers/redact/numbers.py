"""Numbers: of devices, customers, contracts and tickets, and long numbers of unknown purpose."""

import re

from rapidfuzz import fuzz, process

from helpers.redact import shield
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span
from helpers.redact.words import QUANTITY, listed

_DEVICE = re.compile(
    r"(?<!\w)(?:imeisv|imei|emei|imai|imsi|iccid|icc-?id|icc|meid|esn|udid|uuid|sim|serien|serial|"
    r"s/n|sn|ger(?:ä|ae)te|karten|simkarten|sim-karten|usim|chip|produkt)"
    r"[-.\s]{0,2}(?:karten?)?[-.\s]{0,2}(?:nummer|numer|number|nr|no|id|kennung|code)?\.?\s?"
    r"(?:[:=#(]|ist|lautet|war|die|meine|vom|des|handy|ger(?:ä|ae)ts?|iphones?|hier|mein|von|nr|"
    r"auf|dem)?(?:\s(?:ist|lautet|handy|ger(?:ä|ae)te?s?|war))?[\s:=#.(„\"]{0,4}"
    r"(?P<value>(?=(?:[A-Z \-/.]*\d){3})[A-Z0-9]+(?:[ \-/.]{1,3}[A-Z0-9]*\d[A-Z0-9]*){0,12})(?!\w)",
    re.IGNORECASE,
)
_UUID = re.compile(
    r"(?<!\w)(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{40})(?!\w)", re.IGNORECASE
)
_LONG = re.compile(r"(?<![\w.,])\d(?:[ \-–/.]{0,3}\d){13,21}(?!\d)")

_THING = (
    r"(?:kunden?|kundn|kd|kdn|kudn?en?|customer|client|vertrags?|vetrags?|vtr|vertr|contract|"
    r"auftrags?|order|ticket|tiket|tickets|vorgangs?|vorg|st(?:ö|oe)rungs?|beschwerde|rechnungs?|"
    r"rg|bestell(?:ungs?)?|referenz|reference|ref|fall|case|reklamations?|bearbeitungs?|anfrage|"
    r"anliegen|"
    r"service|anschluss|meldungs?|mitglieds?|account|kundenkonto|personal|"
    r"ausweis|perso|personalausweis|reisepass|pass|steuer(?:identifikations)?|"
    r"sozialversicherungs?|versicherten|versicherungs?|rentenversicherungs?|f(?:ü|ue)hrerschein|"
    r"post|paket|"
    r"sendungs?|tracking|retouren?|rma|buchungs?|akten|gesch(?:ä|ae)fts|melde|portierungs?|k(?:ü|"
    r"ue)ndigungs?|teilnehmer|debitor(?:en)?|abo|police|mandats?|"
    r"gl(?:ä|ae)ubiger|bearb|incident|request|sr|inc|tt|anwender|identifikations?|"
    r"trouble\s?ticket|entst(?:ö|oe)r(?:ungs)?|eskalations?|gutschrift(?:s)?|mahn(?:ungs)?|"
    r"beh(?:ö|oe)rden|patienten|schwerbehinderten|kranken(?:versicherten|kassen)?|matrikel|"
    r"inkasso|techniker)"
)
_NUMBER_WORD = (
    r"(?:nummern?|numer|numme|nummmer|nr|no|num|nmr|number|id|ident|kennung|kennzahl|kennziffer|"
    r"zeichen|code|schl(?:ü|ue)ssel|key|konto|#)"
)
_BETWEEN = (
    r"(?:\s{0,2}(?:[:=#(\[\"'„–-]|(?:ist|war|wäre|lautet|lautete|hier|die|der|das|meine|mein|unsere|"
    r"und|mit|heißt|heisst|bei|euch|ihnen|o2|unter|als|dazu|dafür|folgende|"
    r"nr|nummer|bekommen|erhalten|angelegt|habe|ich|lauten|zu|er[öo]ffnet|mir|wurde|vergeben|von|"
    r"vom|letzte[rs]?|alte|neue|aktuelle)\b\.?)\s{0,2}){0,5}\s?"
)
_VALUE = (
    r"(?P<value>(?=(?:[^\d\n]{0,9}\d){2})(?:(?-i:[A-Z]{1,3})[ .]?|(?-i:[A-Z]{1,6})[-/_]?|"
    r"[A-Z]{1,6}[-/_]?)?(?:[A-Z]{1,6}[-/_])?\d[A-Z\d]*(?:[-/._ ]{1,2}(?:[A-Z]{0,3}\d[A-Z\d]+|"
    r"(?<=[-/._])[A-Z\d]+)){0,8})"
)
_SOME_THING = re.compile(
    rf"(?:(?<![^\W\d_])(?:{_THING}(?:[-\s./_]{{0,2}}{_NUMBER_WORD})?|gz|az|aktenzeichen|"
    r"gesch(?:ä|ae)ftszeichen|zeichen|kdnr|knr|vnr|tnr|rnr|anr|nummer|nr|kundin|stammkunde|"
    r"identnummer|(?:serien|ger(?:ä|ae)te|serial|modell?)[-\s]?\w+|s/n|sn|esn|meid|eid|passport|"
    r"\w+code)|(?<![\w-])id)(?![^\W\d_])"
    rf"(?=\.?(?:\s(?:de[rsn]|vo[mn]|mein(?:e[sr]?)?)\s[^\W\d_]+)?{_BETWEEN}"
    r"(?:[A-Z]{1,6}[-/_. ]{0,2}){0,2}"
    r"[A-Z\d-]*\d)",
    re.IGNORECASE,
)
"""A label and the start of a value behind it: what all numbers of customers have."""

_CUSTOMER = re.compile(
    rf"(?<![^\W\d_]){_THING}[-\s./_]{{0,2}}{_NUMBER_WORD}(?![^\W\d_])\.?{_BETWEEN}{_VALUE}(?!\w)",
    re.IGNORECASE,
)
_WEAK_CUSTOMER = re.compile(
    rf"(?<![^\W\d_])(?:{_THING}|gz|az|aktenzeichen|gesch(?:ä|ae)ftszeichen|zeichen|kdnr|knr|vnr|"
    rf"tnr|rnr|anr|nummer|nr|id|kundin|stammkunde|"
    rf"identnummer)(?![^\W\d_])\.?{_BETWEEN}{_VALUE}(?!\w)",
    re.IGNORECASE,
)
_CODED = re.compile(
    rf"(?i:(?<![^\W\d_])(?:{_THING}(?:[-\s./_]{{0,2}}{_NUMBER_WORD})?|(?:serien|ger(?:ä|ae)te|"
    rf"serial|"
    rf"modell?)[-\s]?{_NUMBER_WORD}|s/n|sn|esn|meid|eid|passport(?:\sno)?|(?:referenz|kunden|"
    rf"sicherheits)code)(?![^\W\d_])\.?"
    rf"(?:\s(?:de[rsn]|vo[mn]|mein(?:e[sr]?)?)\s[^\W\d_]+)?{_BETWEEN})"
    r"(?P<value>(?=[A-Z\d-]*\d)(?=[A-Z\d-]*[A-Z])[A-Z\d]{2,}(?:-[A-Z\d]{2,}){0,4})(?!\w)"
)
"""A label, then letters and digits mixed (`Reisepass C01X00T47`)."""

_LABELLED = re.compile(
    r"(?<![^\W\d_])(?P<label>[^\W\d_]{2,25}[-.\s]{0,2}(?:nummer|nr|kennung|kennziffer|id)|[^\W\d_]*"
    r"(?:ausweis|schein|pass|passport(?:\sn(?:o|umber))?)|hrb|esn|meid|az|aktenz\w*)(?![^\W\d_])\.?"
    r"(?:\s(?:ist|lautet|war|is|bnetza))?[\s:=#.(]{1,4}"
    r"(?P<value>(?:[A-Z]{1,6}[-/ ]?)?\d[A-Z\d]*"
    r"(?:[-/. ]{1,2}(?:[A-Z]{1,2}\s)?[A-Z]{0,4}\d[A-Z\d]*){0,6})(?!\w)",
    re.IGNORECASE,
)
"""Any word that ends like the name of a number (`Händlernummer HN-2233`)."""

_NOT_PERSONAL = re.compile(
    r"(?:ruf|android|telefon|handy|mobil|fax|festnetz|durchwahl|fehler|error|haus|gleis|zug|linien?|bus|"
    r"zell\w*|cell\w*|lac|modell?|typ|artikel|port|versions?|kanal|"
    r"service|hotline|notruf|kurz|strecken|flug|wagen|platz|tür|zimmer|raum|beleg|standort|sektor|"
    r"ausnahme|kilometer|seiten|los|start|spiel|band|code|strassen|straßen|heft|wohn|gültig)",
    re.IGNORECASE,
)
_PENSION = re.compile(
    r"(?<!\w)\d{2}\s?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d\s?[A-Z]\s?\d{3}(?!\w)",
    re.IGNORECASE,
)
"""A pension insurance number: area, date of birth, letter, serial number."""

_COURT = re.compile(
    r"(?<!\w)(?:az|aktenz\w*)\.?:?\s(?P<value>[A-Z\d][A-Z\d -]{0,12}/\d{2,4})(?!\w)", re.IGNORECASE
)
_AFTER = re.compile(
    rf"(?<![\w.,])(?P<value>[A-Z]{{0,4}}-?\d(?=[\-/ ]{{0,3}}\d)[\d\-/ ]{{2,30}}\d)"
    rf"\W{{1,3}}(?:(?:ist|war|lautet|so|"
    rf"als|=)\s)?(?:(?:meine|die|unsere|mein|der|das)\s)?(?:{_THING}[-\s./]{{0,2}}{_NUMBER_WORD}|"
    rf"kdnr|(?:telefon|handy|mobil|ruf|konto)(?:nummer|nr))",
    re.IGNORECASE,
)
_FILE_NUMBER = re.compile(
    r"(?<!\w)(?:az|aktenzeichen|gesch(?:ä|ae)ftszeichen)\.?\W{1,3}(?:(?:ist|"
    r"lautet)\W{1,2})?(?P<value>\d{1,4}\s?[A-Z]{1,3}\s?\d{1,6}/\d\d)",
    re.IGNORECASE,
)
_TICKET = re.compile(
    r"ti[ck]|vorg|vertr|kund|kd|auftr|ref|case|fall|beschw|st(?:ö|oe)r|rekl|bearb", re.IGNORECASE
)
_CODE = re.compile(
    r"(?<![\w-])(?:[a-z]{1,3}\d{7,}|[A-Z]{1,5}[-_/#]?\d{6,}(?:[-/]\d+)*|#\s?\d{5,}|"
    r"(?:[A-Z]{2,5}-)+\d{4,}(?:-\d{3,})*|(?:[A-Z]{2,4}-)?20\d\d-\d{4,})(?![\w])"
)
_TYPO = listed("numbers.typo")
_WORD_NUMBER = re.compile(
    r"(?P<word>[^\W\d_]{6,}(?:[-.][^\W\d_]{2,})?)\.?(?:\s(?:ist|lautet|"
    r"war))?[\s:=#.]{1,4}(?P<value>[A-Z]{0,3}\d[\d \-/]{2,30}\d)(?!\w)"
)
_CELL_BEFORE = re.compile(r"(?:cell|zelle|cgi|cid|eci|lac)\W{0,3}(?:id|nr)?\W{0,3}$", re.IGNORECASE)
_BARE_LABEL = re.compile(r"(?:nummer|nr|no)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:einzelfall|ab?fahrt|ausfahrt|platz|rang|versuch|anruf|problem|fall|regel|punkt|grund|"
    r"ausfall|"
    r"beschwerde|meldung|kunde|störung|mail|brief|gleis|linie|kanal|tag|woche|abbruch|opfer)\s?$",
    re.IGNORECASE,
)
"""What people count: `Einzelfall Nr. 4711` is nobody's number."""

_FURTHER_GROUP = re.compile(r"[)]?[ /.-]{0,2}(?:(?<=[ -])[A-Z] )?\d{2,}(?![\w%€]|[.,:]\d)")
_MODEL = re.compile(
    r"(?:GT|SGH|LG|HTC|WP)-?[A-Z]?\d{3,4}$|\d{1,4}(?:MB|GB|KB|MHZ|KBIT)$|(?:UMTS|LTE|GSM)\d+$"
)


def goes_on(text: str, end: int) -> int:
    """Return where a number that was found up to `end` really ends: further groups are its own."""
    while group := _FURTHER_GROUP.match(text, end):
        if QUANTITY.match(text, group.end()):
            break
        end = group.end()
    return end


def is_bands(text: str) -> bool:
    """Tell frequency bands (`900/1800`)."""
    return all(group.endswith("00") for group in re.findall(r"\d+", text))


def _device(draft: Draft, match: re.Match) -> bool:
    value = match["value"]
    long = len(re.sub(r"\D", "", value)) >= 5 or len(value) >= 8
    return long and not shield.is_useful(draft.text, *match.span("value"))


def _long(draft: Draft, match: re.Match) -> bool:
    """Tell one long number from a telephone number, bands, and a row of dates and times."""
    groups = re.findall(r"\d+", match[0])
    one = max(map(len, groups)) > 2 or any(int(group) > 59 for group in groups)
    return one and not re.match(r"0[1-9]|00", match[0]) and not is_bands(match[0])


def _coded(draft: Draft, match: re.Match) -> bool:
    return len(match["value"]) >= 6 and not _MODEL.match(match["value"])


def _value(least: int):
    """Make a check for labelled numbers with at least `least` digits that are no quantity."""

    def check(draft: Draft, match: re.Match) -> Span | None:
        value = match["value"]
        count = len(re.sub(r"\D", "", value))
        counted = _COUNTED.search(draft.text, max(0, match.start() - 24), match.start())
        if counted and _BARE_LABEL.match(match[0]) and count < 6:
            return None
        coded = count > 1 and len(re.sub(r"[\W_]", "", value)) > 6 and value == value.upper()
        if (count < least and not coded) or shield.is_useful(draft.text, *match.span("value")):
            return None
        return match.start("value"), goes_on(draft.text, match.end("value"))

    return check


def _labelled(draft: Draft, match: re.Match) -> Span | None:
    return None if _NOT_PERSONAL.match(match["label"]) else _value(5)(draft, match)


_ODD = re.compile(
    rf"(?:{_THING}(?:[-\s./_]{{0,2}}{_NUMBER_WORD})?|kdnr|vnr)(?![^\W\d_])\.?{_BETWEEN}"
    r"(?P<value>(?=(?:\S{0,5}\d){4})(?!\d{1,2}\.\d{1,2}\.)[A-Z\d][A-Z\d#*/._:–-]{4,24}[A-Z\d])(?!\w)",
    re.IGNORECASE,
)
"""A value with signs or letters inside (`V/77-2031*09`, `88#2931.4`)."""


def _odd(draft: Draft, match: re.Match) -> bool:
    mixed = re.search(r"[#*_:]|\d[OoIl]|[OoIl]\d|/.*[-*]|-.*/", match["value"])
    return bool(mixed) and not shield.is_useful(draft.text, *match.span("value"))


def _customer(draft: Draft, label: re.Match) -> Span | None:
    """Return the number behind a label: coded, with a word for numbers, or of a ticket."""
    text, place = draft.useful, label.start()
    if (match := _ODD.match(text, place)) and _odd(draft, match):
        return match.span("value")
    if (match := _CODED.match(text, place)) and _coded(draft, match):
        return match.span("value")
    if (match := _CUSTOMER.match(text, place)) and (found := _value(3)(draft, match)):
        return found
    match = _TICKET.match(label[0]) and _WEAK_CUSTOMER.match(text, place)
    return _value(6)(draft, match) if match else None


def _weak(draft: Draft, label: re.Match) -> Span | None:
    match = _WEAK_CUSTOMER.match(draft.useful, label.start())
    if not match:
        return None
    plain = "#" in match[0][: match.start("value") - match.start()] or _PLAIN_LABEL.match(match[0])
    return _value(4 if plain else 5)(draft, match)


_PLAIN_LABEL = re.compile(r"nr|nummer|kdnr|knr|az|gz|akten|gesch|id", re.IGNORECASE)


def _misspelt(draft: Draft, match: re.Match) -> Span | None:
    known = process.extractOne(match["word"].lower(), _TYPO, scorer=fuzz.ratio, score_cutoff=82)
    return _value(4)(draft, match) if known else None


LABELLED = (
    Recogniser("device", _UUID, language="", hits=("«12345678-1234-1234-1234-123456789abc»",)),
    Recogniser(
        "device",
        _DEVICE,
        _device,
        hits=("IMEI: «35-209900-176148-1»", "Seriennummer «C8QH6T96DPNG»"),
    ),
    Recogniser(
        "device",
        _LONG,
        _long,
        before=_CELL_BEFORE,
        language="",
        hits=("«352099001761482» mit falscher Prüfziffer",),
    ),
    Recogniser("number", _PENSION, hits=("Rentenversicherung «65 170839 J 003»",)),
    Recogniser("customer", _COURT, hits=("Az. «12 C 345/11»",)),
    Recogniser(
        "customer",
        _SOME_THING,
        _customer,
        covered=True,
        hits=(
            "Reisepass «C01X00T47»",
            "Kundennummer «1220376256»",
            "Vertragsnr. ist «4711»",
            "Ticket#«12345» offen",
            "Vorgang «2011-4711-88»",
            "vertrag nr. «V/77-2031*09» gekündigt",
            "meine vorgangsnr wäre die «88#2931.4»",
        ),
        misses=("Kunde seit 2005, Vertrag seit 12.11.2010", "Einzelfall Nr. 4711"),
    ),
    Recogniser("customer", _LABELLED, _labelled, hits=("Händlernummer «HN-22334»",)),
    Recogniser("customer", _AFTER, _value(4), hits=("«4711123» ist meine Kundennummer",)),
)
UNLABELLED = (
    Recogniser("customer", _SOME_THING, _weak, covered=True, hits=("id «47112»",)),
    Recogniser("customer", _WORD_NUMBER, _misspelt, covered=True, hits=("Kudennumer «4711 12»",)),
    Recogniser("customer", _FILE_NUMBER, covered=True, hits=("Az «4 C 12/11»",)),
    Recogniser("customer", _CODE, covered=True, language="", hits=("«KX-2011-004711» seit Mai",)),
)
