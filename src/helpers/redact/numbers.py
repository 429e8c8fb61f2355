"""Numbers: of devices, customers, contracts and tickets, and long numbers of unknown purpose."""

import re

from rapidfuzz import fuzz, process

from helpers.redact import banks, births, phones, shield
from helpers.redact.draft import Draft
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
    r"gl(?:ä|ae)ubiger|bearb|incident|request|sr|inc|tt|anwender|identifikations?|id|"
    r"trouble\s?ticket|entst(?:ö|oe)r(?:ungs)?|eskalations?|gutschrift(?:s)?|mahn(?:ungs)?|"
    r"beh(?:ö|oe)rden|patienten|schwerbehinderten|kranken(?:versicherten|kassen)?|matrikel|"
    r"inkasso|techniker)"
)
_NUMBER_WORD = (
    r"(?:nummern?|numer|numme|nummmer|nr|no|num|nmr|number|id|ident|kennung|kennzahl|kennziffer|"
    r"zeichen|code|schl(?:ü|ue)ssel|key|konto|№|#)"
)
_BETWEEN = (
    r"(?:\s{0,2}(?:[:=#(\[\"'„–-]|(?:ist|war|lautet|lautete|hier|die|der|das|meine|mein|unsere|"
    r"und|mit|heißt|heisst|bei|euch|ihnen|o2|unter|als|dazu|dafür|folgende|"
    r"nr|nummer|bekommen|erhalten|angelegt|habe|ich|lauten|zu|er[öo]ffnet|mir|wurde|vergeben|von|"
    r"vom|letzte[rs]?|alte|neue|aktuelle)\b\.?)\s{0,2}){0,5}\s?"
)
_VALUE = (
    r"(?P<value>(?:(?-i:[A-Z]{1,3})[ .]?|(?-i:[A-Z]{1,6})[-/_]?|"
    r"[A-Z]{1,6}[-/_]?)?(?:[A-Z]{1,6}[-/_])?\d[A-Z\d]*(?:[-/._ ]{1,2}(?:[A-Z]{0,3}\d[A-Z\d]+|"
    r"(?<=[-/._])[A-Z\d]+)){0,8})"
)
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
    rf"(?:\s(?:de[rsn]|mein(?:e[sr]?)?)\s[^\W\d_]+)?{_BETWEEN})"
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

_LABEL_END = re.compile(
    r"(?:nummer|nr|kennung|kennziffer|id|ausweis|schein|pass|passport|number|no|hrb|esn|meid|az|"
    r"aktenz\w*)\b\.?[^\d\n]{0,14}\d"
)
_MIXED = re.compile(r"[A-Z]-?\d|\d-?[A-Z]")
_NOT_PERSONAL = re.compile(
    r"(?:ruf|telefon|handy|mobil|fax|festnetz|durchwahl|fehler|error|haus|gleis|zug|linien?|bus|"
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
    rf"(?<![\w.,])(?P<value>[A-Z]{{0,4}}-?\d[\d\-/ ]{{2,30}}\d)\W{{1,3}}(?:(?:ist|war|lautet|so|"
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
_TYPO = listed(
    "kundennummer vertragsnummer ticketnummer vorgangsnummer auftragsnummer rechnungsnummer "
    "referenznummer kontonummer telefonnummer handynummer "
    "rufnummer mobilnummer seriennummer bankleitzahl kundennr vertragsnr bearbeitungsnummer "
    "fallnummer störungsnummer beschwerdenummer"
)
_WORD_NUMBER = re.compile(
    r"(?P<word>[^\W\d_]{6,}(?:[-.][^\W\d_]{2,})?)\.?(?:\s(?:ist|lautet|"
    r"war))?[\s:=#.]{1,4}(?P<value>[A-Z]{0,3}\d[\d \-/]{2,30}\d)(?!\w)"
)
_RUN = re.compile(r"(?<![\w.,+])\d{7,}(?![\w]|[.,]\d)")
_SIX = re.compile(r"(?<![\w.,+])\d{6}(?![\w]|[.,]\d)")
_GROUPS = re.compile(r"(?<![\w.,])\d{2,}(?:[ \-–/.]\d{2,}){1,6}(?![\w]|,\d)")
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
_DIGIT = re.compile(r"\d")
_DEVICE_WORDS = listed(
    "imei imai emei imsi icc meid esn udid sim seri s/n sn gerät geraet karte chip produkt"
)
_DEVICE_HINT = re.compile(r"\d[ \-–/.\d]{12}|[\da-f]{8}-|[\da-f]{40}")


def find(draft: Draft) -> None:
    """Take numbers that lead to a person; numbers that describe the fault stay."""
    if not _DIGIT.search(draft.text):
        for rule in (births.find, phones.find, banks.find):
            rule(draft)
        return
    for rule in (births.find, banks.find, _devices, _customers, phones.find_sure, _uncovered):
        rule(draft)
        if not _DIGIT.search(draft.text):
            return


def _devices(draft: Draft) -> None:
    low = draft.text.lower()
    if not any(word in low for word in _DEVICE_WORDS) and not _DEVICE_HINT.search(low):
        return
    draft.take_all("device", _UUID.finditer(draft.text))
    for match in _DEVICE.finditer(draft.text):
        digits, letters = len(re.sub(r"\D", "", match["value"])), len(match["value"])
        if (digits >= 5 or letters >= 8) and not shield.is_useful(draft.text, *match.span("value")):
            draft.take("device", *match.span("value"))
    for match in _LONG.finditer(draft.text):
        if _CELL_BEFORE.search(draft.text, max(0, match.start() - 16), match.start()):
            continue
        groups = re.findall(r"\d+", match[0])
        if (
            not re.match(r"0[1-9]|00", match[0])
            and not _is_bands(match[0])
            and _is_one_number(groups)
        ):
            draft.take("device", *match.span())


def _customers(draft: Draft) -> None:
    """Take numbers that a word such as Kundennummer stands before or behind."""
    low = draft.text.lower()
    for match in _CODED.finditer(draft.text) if _MIXED.search(draft.text) else ():
        if len(match["value"]) >= 6 and not _MODEL.match(match["value"]):
            draft.take("customer", *match.span("value"))
    draft.take_all("number", _PENSION.finditer(draft.text))
    if "az" in low or "aktenz" in low:
        draft.take_all("customer", _COURT.finditer(draft.text), "value")
    for match in _CUSTOMER.finditer(draft.text):
        _take_value(draft, match, least=3)
    for match in _LABELLED.finditer(draft.text) if _LABEL_END.search(low) else ():
        if not _NOT_PERSONAL.match(match["label"]):
            _take_value(draft, match, least=5)
    for match in _WEAK_CUSTOMER.finditer(draft.text) if _TICKET.search(low) else ():
        if _TICKET.match(match[0]):
            _take_value(draft, match, least=6)
    for match in _AFTER.finditer(draft.text):
        _take_value(draft, match, least=4)


def _uncovered(draft: Draft) -> None:
    """Take what is left when dates, speeds, cell ids and other useful numbers are covered."""
    inner = Draft(shield.cover(draft.text))
    if _DIGIT.search(inner.text):
        phones.find(inner)
        _others(inner)
        for hit in inner.hits:
            draft.take(*hit)


def _is_one_number(groups: list[str]) -> bool:
    """Tell digits in groups of two from a row of dates and times."""
    return max(map(len, groups)) > 2 or any(int(group) > 59 for group in groups)


def _take_value(draft: Draft, match: re.Match, least: int) -> None:
    """Take a labelled number with at least `least` digits, unless it is a date or quantity."""
    value = match["value"]
    digits = len(re.sub(r"\D", "", value))
    counted = _COUNTED.search(draft.text, max(0, match.start() - 24), match.start())
    if counted and _BARE_LABEL.match(match[0]) and digits < 6:
        return
    coded = digits > 1 and len(re.sub(r"[\W_]", "", value)) > 6 and value == value.upper()
    if (digits < least and not coded) or shield.is_useful(draft.text, *match.span("value")):
        return
    draft.take("customer", match.start("value"), goes_on(draft.text, match.end("value")))


def goes_on(text: str, end: int) -> int:
    """Return where a number that was found up to `end` really ends: further groups are its own."""
    while group := _FURTHER_GROUP.match(text, end):
        if QUANTITY.match(text, group.end()):
            break
        end = group.end()
    return end


def _others(draft: Draft) -> None:
    for match in _WEAK_CUSTOMER.finditer(draft.text):
        if "#" in match[0][: match.start("value") - match.start()] or re.match(
            r"nr|nummer|kdnr|knr|az|gz|akten|gesch|id", match[0], re.IGNORECASE
        ):
            _take_value(draft, match, least=4)
        else:
            _take_value(draft, match, least=5)
    for match in _WORD_NUMBER.finditer(draft.text):
        if process.extractOne(match["word"].lower(), _TYPO, scorer=fuzz.ratio, score_cutoff=82):
            _take_value(draft, match, least=4)
    draft.take_all("customer", _FILE_NUMBER.finditer(draft.text), "value")
    draft.take_all("customer", _CODE.finditer(draft.text))
    for match in [*_RUN.finditer(draft.text), *_SIX.finditer(draft.text)]:
        round_number = len(match[0]) == 6 and (
            match[0].endswith("000") or QUANTITY.match(draft.text, match.end())
        )
        if not round_number and not QUANTITY.match(draft.text, match.end()):
            draft.take("number", *match.span())
    for match in _GROUPS.finditer(draft.text):
        if _is_grouped_number(match[0]) and not QUANTITY.match(draft.text, match.end()):
            draft.take("number", *match.span())


def _is_grouped_number(text: str) -> bool:
    """Tell digits in groups that are one number from years, bands, postcodes, times."""
    groups = re.findall(r"\d+", text)
    if sum(map(len, groups)) < 8 or max(map(len, groups)) < 3 or _is_bands(text):
        return False
    years = all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
    return not years and not all(len(group) == 5 for group in groups)


def _is_bands(text: str) -> bool:
    return all(group.endswith("00") for group in re.findall(r"\d+", text))
