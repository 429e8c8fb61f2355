"""Numbers: telephone, bank account, device, customer and other numbers that lead to a person."""

import re

import phonenumbers
from rapidfuzz import fuzz, process
from stdnum import iban, luhn

from helpers.redact import shield
from helpers.redact.draft import Draft
from helpers.redact.words import QUANTITY

_SEP = r"[ \t\-–/.()_|~*•·,]"

# ---- bank -------------------------------------------------------------------------------------
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\s?\d\s?\d(?:[ \t.\-–_/]{0,2}[A-Z0-9]){8,32}(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_IBAN_GERMAN = re.compile(r"(?<![A-Za-z0-9])DE(?:[ \t.\-–_/:]{0,2}\d){10,22}", re.IGNORECASE)
_IBAN_LABEL = re.compile(
    r"\biban\b[\s:=.-]{0,4}(?:(?:ist|lautet|nummer|nr)\W{1,3}){0,2}(?P<value>[A-Z]{0,2}(?:[ \t.\-–]{0,2}[0-9*x]){5,30}\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<!\w)(?:konto(?:verbindung)?|kto|bank(?:verbindung|konto)?|girokonto|sparkonto|blz|bankleitzahl|kreditkarten?|visa|mastercard|ec-karten?|depot|giro|bic|swift)"
    r"[-.\s]{0,2}(?:nummer|numer|nr|no|num|karte)?\.?\s?(?:[:=#(]|ist|lautet|war|die|meine|lautete|von|unser|mein|hier|bei der \w+|[a-zß]+bank)?[\s:=#.(]{0,4}"
    r"(?P<value>\d(?:[ \t\-–/.]{0,2}\d){3,18})(?![\d])",
    re.IGNORECASE,
)
_BIC = re.compile(
    r"\b(?:bic|swift)(?:-?code)?[\s:=]{0,3}(?:ist\s|lautet\s)?(?P<value>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<!\d)[3-6]\d{3}([ \-.]?)\d{4}\1\d{4}\1\d{4}(?!\d)")

# ---- devices ----------------------------------------------------------------------------------
_DEVICE = re.compile(
    r"(?<!\w)(?:imeisv|imei|emei|imai|imsi|iccid|icc-?id|icc|meid|esn|udid|uuid|sim|serien|serial|s/n|sn|ger(?:ä|ae)te|karten|simkarten|sim-karten|usim|chip|produkt)"
    r"[-.\s]{0,2}(?:karten?)?[-.\s]{0,2}(?:nummer|numer|number|nr|no|id|kennung|code)?\.?\s?"
    r"(?:[:=#(]|ist|lautet|war|die|meine|vom|des|handy|ger(?:ä|ae)ts?|iphones?|hier|mein|von|nr|auf|dem)?(?:\s(?:ist|lautet|handy|ger(?:ä|ae)te?s?|war))?[\s:=#.(„\"]{0,4}"
    r"(?P<value>(?=(?:[A-Z \-/.]*\d){3})[A-Z0-9]+(?:[ \-/.]{1,3}[A-Z0-9]*\d[A-Z0-9]*){0,12})(?!\w)",
    re.IGNORECASE,
)
_UUID = re.compile(
    r"(?<!\w)(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{40})(?!\w)", re.IGNORECASE
)
_LONG = re.compile(r"(?<![\w.,])\d(?:[ \-–/.]{0,3}\d){13,21}(?!\d)")

# ---- customer, contract and ticket numbers ----------------------------------------------------
_THING = (
    r"(?:kunden?|kundn|kd|kdn|kudn?en?|customer|client|vertrags?|vetrags?|vtr|vertr|contract|auftrags?|order|ticket|tiket|tickets|vorgangs?|vorg|st(?:ö|oe)rungs?|beschwerde|rechnungs?|"
    r"rg|bestell(?:ungs?)?|referenz|ref|fall|case|reklamations?|bearbeitungs?|anfrage|anliegen|service|anschluss|meldungs?|mitglieds?|account|kundenkonto|personal|"
    r"ausweis|perso|personalausweis|reisepass|pass|steuer(?:identifikations)?|sozialversicherungs?|versicherten|versicherungs?|rentenversicherungs?|f(?:ü|ue)hrerschein|post|paket|"
    r"sendungs?|tracking|retouren?|rma|buchungs?|akten|gesch(?:ä|ae)fts|melde|portierungs?|k(?:ü|ue)ndigungs?|teilnehmer|debitor(?:en)?|abo|police|mandats?|"
    r"gl(?:ä|ae)ubiger|bearb|incident|request|sr|inc|tt|mobilfunk|anwender|identifikations?|id|trouble\s?ticket|entst(?:ö|oe)r(?:ungs)?|eskalations?|gutschrift(?:s)?|mahn(?:ungs)?|inkasso|techniker)"
)
_NUMBER_WORD = r"(?:nummern?|numer|numme|nummmer|nr|no|num|nmr|number|id|ident|kennung|kennzahl|kennziffer|zeichen|code|schl(?:ü|ue)ssel|key|konto|№|#)"
_BETWEEN = (
    r"(?:\s{0,2}(?:[:=#(\[\"'„–-]|(?:ist|war|lautet|lautete|lt\.?|laut|hier|die|der|das|meine|mein|unsere|und|mit|heißt|heisst|bei|euch|ihnen|o2|unter|als|dazu|dafür|folgende|"
    r"nr|nummer|bekommen|erhalten|angelegt|habe|ich|lauten|zu|er[öo]ffnet|mir|wurde|vergeben|von|vom|letzte[rs]?|alte|neue|aktuelle)\b\.?)\s{0,2}){0,5}\s?"
)
_VALUE = r"(?P<value>[A-Z]{0,6}[-/_ .]?(?:[A-Z]{1,6}[-/_])?\d[A-Z\d]*(?:[-/._ ]{1,2}(?:[A-Z]{0,3}\d[A-Z\d]+|(?<=[-/._])[A-Z\d]+))*)"
_CUSTOMER = re.compile(
    rf"(?<![^\W\d_]){_THING}[-\s./_]{{0,2}}{_NUMBER_WORD}(?![^\W\d_])\.?{_BETWEEN}{_VALUE}(?!\w)",
    re.IGNORECASE,
)
_WEAK_CUSTOMER = re.compile(
    rf"(?<![^\W\d_])(?:{_THING}|gz|az|aktenzeichen|gesch(?:ä|ae)ftszeichen|zeichen|kdnr|knr|vnr|tnr|rnr|anr|nummer|nr|id|kundin|stammkunde|identnummer)(?![^\W\d_])\.?{_BETWEEN}{_VALUE}(?!\w)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<![\w.,])(?P<value>[A-Z]{{0,4}}-?\d[\d\-/ ]{{2,}}\d)\W{{1,3}}(?:(?:ist|war|lautet|so|als|=)\s)?(?:(?:meine|die|unsere|mein|der|das)\s)?(?:{_THING}[-\s./]{{0,2}}{_NUMBER_WORD}|kdnr|(?:telefon|handy|mobil|ruf|konto)(?:nummer|nr))",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?<![\w-])(?:[A-Z]{1,5}[-_/#]?\d{6,}(?:[-/]\d+)*|#\s?\d{5,}|(?:[A-Z]{2,5}-)+\d{4,}(?:-\d{3,})*|(?:[A-Z]{2,4}-)?20\d\d-\d{4,})(?![\w])"
)
_TYPO = (
    "kundennummer vertragsnummer ticketnummer vorgangsnummer auftragsnummer rechnungsnummer referenznummer kontonummer telefonnummer handynummer "
    "rufnummer mobilnummer seriennummer bankleitzahl kundennr vertragsnr bearbeitungsnummer fallnummer störungsnummer beschwerdenummer"
).split()
_WORD_NUMBER = re.compile(
    r"(?P<word>[^\W\d_]{6,}(?:[-.][^\W\d_]{2,})?)\.?(?:\s(?:ist|lautet|war))?[\s:=#.]{1,4}(?P<value>[A-Z]{0,3}\d[\d \-/]{2,}\d)(?!\w)"
)

# ---- telephone --------------------------------------------------------------------------------
_DIGITS = rf"(?:{_SEP}{{0,3}}\d)"
_PHONE = re.compile(
    rf"(?<![\w+])(?:\(?\+{{1,2}}\s?\(?[1-9]|\(?00[ \-/.]?\(?[1-9]|\(?[0Oo]\)?[ \-/.()]{{0,3}}[1-9]){_DIGITS}{{5,14}}(?!\d)"
)
_PHONE_BARE = re.compile(rf"(?<![\w.,+])(?:49[ \-/.]?)?\(?1[5-7]\d\)?{_DIGITS}{{7,9}}(?!\d)")
_PHONE_LABEL = re.compile(
    r"(?<![^\W\d_])(?P<label>tel(?:efon)?(?:isch|nummer|-?nr)?|fon|phone|handy(?:nummer|-?nr)?|mobil(?:e|nummer|-?nr|telefon|funknummer)?|fax|telefax|festnetz(?:nummer|-?nr)?|ruf(?:nummer|-?nr)|"
    r"durchwahl|dw|r(?:ü|ue)ckruf(?:nummer)?|(?:zur(?:ü|ue)ck|an)(?:zu)?rufen|(?:ruft|rufen|ruf|rufe)(?:\ssie)?(?:\s(?:bitte|mal|doch))?\smich(?:\s\w+)?|erreichbar|erreichen|erreicht|whats\s?app|sms\san|kontakt|"
    r"nummer|mobilfunknummer|handynr|anschluss|melden|melde[tn]?|unter\sder)"
    r"\.?(?:[\s:=#.,(-]{1,3}(?:ist|lautet|unter|der|die|auf|an|nr|nummer|meine|mein|am|besten|zu|bin|bitte|ich|gerne|tags(?:ü|ue)ber|abends|privat|dienstlich|gesch(?:ä|ae)ftlich|mobil|festnetz|"
    r"handy|oder|und|zwar|folgender|folgende|mir|sie|mich|immer|noch|heute|auch|via|über|lautete|war|euch|uns|zuhause|zu|hause|erreichbar|betroffen|betroffene|lauten|von|mir|meiner|frau|o2|neue|alte|fon|tel|telefon)(?![^\W\d_])\.?){0,7}"
    r"[\s:=#.,(/-]{0,4}(?P<value>[+(]?\d(?:[ \-–/.()]{0,3}\d){3,14})(?!\d)",
    re.IGNORECASE,
)
_DIGIT_WORD = r"(?:null|eins|ein|zwei|zwo|drei|vier|f(?:ü|ue)nf|sechs|sieben|acht|neun|doppel(?:null|zwei|drei|vier|fünf|sechs|sieben|acht|neun)|\d{1,3})"
_SPOKEN = re.compile(
    rf"(?<!\w)(?:plus\s)?(?:null|eins|zwei|zwo|drei|vier|f(?:ü|ue)nf|sechs|sieben|acht|neun)(?:[\s,\-/.]{{1,3}}{_DIGIT_WORD}){{5,16}}(?!\w)",
    re.IGNORECASE,
)
_SERVICE = re.compile(r"^(?:0800|0180|0900|0137|110$|112$|115$|116)")

# ---- anything else ----------------------------------------------------------------------------
_RUN = re.compile(r"(?<![\w.,+])\d{7,}(?![\w]|[.,]\d)")
_SIX = re.compile(r"(?<![\w.,+])\d{6}(?![\w]|[.,]\d)")
_GROUPS = re.compile(r"(?<![\w.,])\d{2,}(?:[ \-–/.]\d{2,}){1,6}(?![\w]|,\d)")

# ---- birth ------------------------------------------------------------------------------------
_MONTHS = r"(?:jan\w*|j(?:ä|ae)nner|feb\w*|m(?:ä|ae)rz|mrz|apr\w*|mai|jun\w*|jul\w*|aug\w*|sep\w*|okt\w*|nov\w*|dez\w*)"
_DATE = (
    rf"(?:\d{{1,2}}\s?[.,/\-–]\s?\d{{1,2}}\s?[.,/\-–]\s?(?:\d{{4}}|\d{{2}})|\d{{1,2}}\.?\s?{_MONTHS}\.?\s?'?\d{{2,4}}|(?:19|20)\d\d[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,2}}\s\d{{1,2}}\s(?:19|20)?\d\d|"
    rf"\d{{8}}|\d{{6}}|\d{{1,2}}\.?\s?{_MONTHS}|\d{{1,2}}\.\d{{1,2}}\.?|(?:19|20)\d\d|'\d\d)(?!\d)"
)
_BIRTH = re.compile(
    rf"(?<![^\W\d_])(?:geb(?:\.|oren|\b)|geburts\s?-?(?:datum|tag|jahr|dat\.?)|geb\.?-?\s?dat(?:um|\.)?|gebdat|geboren|birthday|dob|date of birth|jahrgang|jg\.?|\*)"
    rf"(?:[\s:=(,]{{0,3}}(?:ist|am|der|den|bin|ich|lautet|war|im|in|mein|meiner|vom|frau|mann|jahr|jahre|\w+\sam)(?![^\W\d_])){{0,4}}[\s:=(,]{{0,4}}(?P<value>{_DATE})",
    re.IGNORECASE,
)
_BORN_AFTER = re.compile(
    rf"(?<!\w)(?P<value>{_DATE})\W{{1,3}}(?:in\s\w+\s)?(?:geb(?:oren|\.|\b)|\(?(?:mein\s)?geburts)",
    re.IGNORECASE,
)
_OLD_DATE = re.compile(
    rf"(?<![\d.])(?:\d{{1,2}}[./-]\s?\d{{1,2}}[./-]\s?19[2-9]\d|\d{{1,2}}\.?\s{_MONTHS}\.?\s19[2-9]\d|19[2-9]\d-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
_CONTRACT_BEFORE = re.compile(
    r"(?:seit|ab|vom|von|kunde|vertrag|am|bis)\W*(?:dem\s)?$", re.IGNORECASE
)


def find(draft: Draft) -> None:
    """Take numbers that lead to a person; numbers that describe the fault stay."""
    _births(draft)
    _banks(draft)
    _devices(draft)
    for match in _CUSTOMER.finditer(draft.text):
        _take_value(draft, match, least=3)
    for match in _AFTER.finditer(draft.text):
        _take_value(draft, match, least=4)
    _phones(draft, strong_only=True)
    useful = shield.cover(draft.text)
    _covered(draft, useful, _phones)
    _covered(draft, useful, _others)


def _covered(draft: Draft, useful: str, rule) -> None:
    """Run `rule` on the text without useful numbers, then note what it took in `draft`."""
    masked = "".join(
        mark if mark == shield.SHIELD else letter
        for letter, mark in zip(draft.text, useful, strict=True)
    )
    inner = Draft(masked)
    rule(inner)
    for hit in inner.hits:
        draft.take(*hit)


def _births(draft: Draft) -> None:
    draft.take_all("birth", _BIRTH.finditer(draft.text), "value")
    draft.take_all("birth", _BORN_AFTER.finditer(draft.text), "value")
    for match in _OLD_DATE.finditer(draft.text):
        if not _CONTRACT_BEFORE.search(draft.text, max(0, match.start() - 16), match.start()):
            draft.take("birth", *match.span())


def _banks(draft: Draft) -> None:
    draft.take_all("iban", _IBAN_GERMAN.finditer(draft.text))
    draft.take_all("iban", _IBAN_LABEL.finditer(draft.text), "value")
    for match in _IBAN.finditer(draft.text):
        for end in _iban_ends(match[0]):
            draft.take("iban", match.start(), match.start() + end)
    draft.take_all("account", _BIC.finditer(draft.text), "value")
    for match in _CARD.finditer(draft.text):
        if match[1] or luhn.is_valid(re.sub(r"\D", "", match[0])):
            draft.take("account", *match.span())
    for match in _ACCOUNT.finditer(draft.text):
        if not _is_useful(draft.text, match, "value"):
            draft.take("account", *match.span("value"))


def _iban_ends(text: str) -> list[int]:
    """Return where a valid IBAN at the start of `text` ends (its words may run on), or nothing."""
    ends = [
        place
        for place in range(15, len(text) + 1)
        if place == len(text) or not text[place].isalnum()
    ]
    return [end for end in ends if iban.is_valid(text[:end])][:1]


def _devices(draft: Draft) -> None:
    draft.take_all("device", _UUID.finditer(draft.text))
    for match in _DEVICE.finditer(draft.text):
        digits, letters = len(re.sub(r"\D", "", match["value"])), len(match["value"])
        if (digits >= 5 or letters >= 8) and not _is_useful(draft.text, match, "value"):
            draft.take("device", *match.span("value"))
    for match in _LONG.finditer(draft.text):
        groups = re.findall(r"\d+", match[0])
        if (
            not re.match(r"0[1-9]|00", match[0])
            and not _is_bands(match[0])
            and max(map(len, groups)) > 2
        ):
            draft.take("device", *match.span())


def _take_value(draft: Draft, match: re.Match, least: int) -> None:
    """Take a labelled number with at least `least` digits, unless it is a date or quantity."""
    value = match["value"]
    if len(re.sub(r"\D", "", value)) < least or _is_useful(draft.text, match, "value"):
        return
    draft.take("customer", *match.span("value"))


def _is_useful(text: str, match: re.Match, group: str) -> bool:
    """Tell whether the number is a date, a quantity, a year: what a report is about."""
    start, end = match.span(group)
    covered = shield.cover(text[start : end + 12])
    if covered.startswith(shield.SHIELD) and not re.search(r"[A-Za-z]?\d{5,}", text[start:end]):
        return True
    return bool(QUANTITY.match(text, end)) and len(re.sub(r"\D", "", text[start:end])) < 5


def _phones(draft: Draft, strong_only: bool = False) -> None:
    place = 0
    while match := _PHONE.search(draft.text, place):
        place = match.start() + 1
        if _is_phone(match[0], strong_only):
            draft.take("phone", *match.span())
            place = match.end()
        elif shorter := _shorter_phone(match[0], strong_only):
            draft.take("phone", match.start(), match.start() + shorter)
            place = match.start() + shorter
    if strong_only:
        return
    draft.take_all("phone", _SPOKEN.finditer(draft.text))
    draft.take_all("phone", _PHONE_BARE.finditer(draft.text))
    for match in _PHONE_LABEL.finditer(draft.text):
        digits = re.sub(r"\D", "", match["value"])
        exact = re.match(
            r"tel|fon|phone|handyn|mobiln|fax|festnetz|ruf|durchwahl|dw|rückruf|nummer|mobilf",
            match["label"],
            re.IGNORECASE,
        )
        if (
            len(digits) >= (4 if exact else 6)
            and not _SERVICE.match(digits)
            and not QUANTITY.match(draft.text, match.end("value"))
        ):
            if not (
                exact
                and len(digits) == 5
                and re.match(r"\s[A-ZÄÖÜ]", draft.text[match.end("value") :])
            ):
                draft.take("phone", *match.span("value"))


def _shorter_phone(text: str, strong_only: bool) -> int:
    """Return where a number ends that runs on into another one, or 0."""
    for end in range(len(text) - 1, 8, -1):
        if (
            text[end - 1].isdigit()
            and not text[end].isdigit()
            and _is_phone(text[:end], strong_only)
        ):
            return end
    return 0


def _is_phone(text: str, strong_only: bool) -> bool:
    """Tell a telephone number from a date, a postcode or a measurement, by form and by numbering plan."""
    digits = re.sub(r"\D", "", re.sub(r"^(\(?)[Oo]", r"\g<1>0", text))
    if text.lstrip("( ").startswith("+") or digits.startswith("00"):
        number = digits.removeprefix("00") if digits.startswith("00") else digits
        return 7 <= len(number.replace("490", "49", 1)) <= 15 and _is_possible("+" + number)
    if re.match(r"\(?0?\d[./-]\d{1,2}[./-](?:\d\d|\d{4})\b", text) or not 7 <= len(digits) <= 14:
        return False
    if _SERVICE.match(digits):
        return False
    mobile = bool(re.match(r"01[5-7]", digits)) and len(digits) >= 8
    if strong_only:
        return mobile and not re.match(r"\d{5}[ /]\d{5}\b", text)
    return mobile or (digits[1] not in "01" or len(digits) > 8) and _is_possible("+49" + digits[1:])


def _is_possible(number: str) -> bool:
    """Ask phonenumbers whether the numbering plan has numbers of this length; mistyped ones count."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    return reason != phonenumbers.ValidationResult.INVALID_COUNTRY_CODE


def _others(draft: Draft) -> None:
    for match in _WEAK_CUSTOMER.finditer(draft.text):
        digits = re.sub(r"\D", "", match["value"])
        if "#" in match[0][: match.start("value") - match.start()] or re.match(
            r"nr|nummer|kdnr|knr|az|gz|akten|gesch|id", match[0], re.IGNORECASE
        ):
            _take_value(draft, match, least=4)
        elif len(digits) >= 5:
            _take_value(draft, match, least=5)
    for match in _WORD_NUMBER.finditer(draft.text):
        if process.extractOne(match["word"].lower(), _TYPO, scorer=fuzz.ratio, score_cutoff=82):
            _take_value(draft, match, least=4)
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
