"""Hints: the cheap first test, on whole columns at once, that lets most texts pass unread.

Each pattern (RE2, run by Arrow) is wider than the rules behind it: a text that it does not match
holds nothing that those rules would take. Dates, speeds and other quantities are struck out first,
so that they wake no rule.
"""

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.redact import words

_QUANTITIES = (
    r"(?i)(^|[^\w.,/-])(?:\d{1,2}\.\s?\d{1,2}\.(?:20\d\d|\d\d)?|20\d\d-\d\d-\d\d|"
    r"\d{1,2}:\d\d(?::\d\d)?|20[01]\d|seit\s(?:19|20)\d\d|0x[0-9a-f]+|(?:0800|0180\s?\d?|"
    r"0180\d)[\s/-]\d[\d\s/-]{3,9}\d|"
    r"(?:cell-?\s?id|lac|cid)[\s:=]{0,3}\d{1,10}|(?:nokia|htc|galaxy|iphone|lumia|samsung|lg|"
    r"ericsson|blackberry|wave|wp|nexus)\s[a-z]{0,3}-?\d{1,4}[a-z]{0,2}|"
    r"\d{1,5}(?:[.,]\d{1,4})?(?:\s?[-–]\s?\d{1,5}(?:[.,]\d{1,2})?)?\s?"
    r"(?:[km]?bit(?:/s)?|[km]bps|[km]b(?:/s)?|gb|ms|sek\w*|min(?:uten?)?|std|stunden?|tagen?|tage|"
    r"wochen?|monaten?|monate|jahren?|jahre|uhr|€|euro|ct|cent|%|"
    r"km|m|mal|x|balken|striche?n?|anrufen?|anrufe|versuche?n?|dbm|mhz))([^\w.,/-]|[.,!?]\s|"
    r"[.,!?]?$)"
)

_LETTER = "A-ZÄÖÜŁŞÇİŚŻÅØÉ"
_NAME_NEXT = rf"[\s,:(\"„–-]{{1,3}}(?-i:[{_LETTER}])"
_PLATFORM = (
    r"(?:twitter|facebook|\bfb|skype|\bicq|\bmsn|\baim|github|jabber|xing|linkedin|insta|snapchat|"
    r"telegram|threema|signal|whats\s?app|viber|discord|steam|psn|xbox|youtube|flickr|\bsnap\b|"
    r"twitch|\bkik\b|\big\b|gamertag|bluesky|\bwire\b|teamspeak|mumble|"
    r"tumblr|google\s?\+|vz|\bwkw|last\.?fm|mastodon|tiktok|reddit|ebay|messenger|foursquare|"
    r"lokalisten|myspace|forum|xmpp|wer-kennt-wen|ingame)"
)

CONTACT = (
    r"(?i)@|&#64;|&commat;|%40|[(\[{<|*_\"' -](?:at|ät|ätt|aet|a|ad|affe|klammeraffe|affenschwanz|"
    r"affenohr)[)\]}>|*_\"' "
    r"-]|klammer|h(?:tt|xx)ps?\s?:|www\.|://|mailto|\b(?:skype|sip|tel|geo|sms):\w|"
    r"\w\.(?:de|com|net|org|info|eu|at|ch|me|tv|io|co|fr|nl|pl|tr|vu|name)(?:[/\W]|$)|"
    r"\bu/\w|linkedin\sin/|\w#\d{4}|\s(?:punkt|dot)\s(?:de|com|net|org|info|eu)\b|\bw ?w ?w\b|"
    r"\d\.\d{1,3}\.\d{1,3}\.\d|[0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]|"
    r"[0-9a-f]{4}\.[0-9a-f]{4}\.|::[0-9a-f]|"
    r"[0-9a-f]:[0-9a-f]+:[0-9a-f]+:[0-9a-f]|\bmac\b|"
    r"(?:pass?\s?w|passp|kennw|kenw|losung|codewort|geheim|zugangs|sicherheits|\bpwd?\b|kennzahl|"
    r"\bpkk\b|pin2?\b|pin-?(?:code|nummer|nr)|puk2?\b|tan\b|schl(?:ü|ue)ssel|wpa|key\b)|"
    r"mail(?:s|adresse|addy|-?kontakt|-?adresse)?:?\s(?:\w+\s){0,3}[\w+-]+(?:[._]\w|\d)"
)
ACCOUNT = (
    rf"(?i){_PLATFORM}[^\n]{{0,14}}(?:[:=(@„\"]|\b(?:als|unter|hei(?:ß|ss)e?|bin|ist|lautet|mich|"
    rf"mir|ihr|[a-z-]*name|nick\w*|findet|kontakt|per|via|id)\b)|"
    rf"{_PLATFORM}(?:-?[a-z]+)?\s[a-z]+[._-]?[a-z]*[._\d]|"
    rf"{_PLATFORM}\s\S+\s*$|\b(?:tg|dc)\s\S+\s*$|{_PLATFORM}[\s-]?id\b|"
    rf"{_PLATFORM}\W[^\n]{{0,20}}\b(?:unterwegs|aktiv|registriert|angemeldet|bekannt)|"
    r"nick|\buser\b|\b[dp][mn]\s|user\sname|username|benutzer|screen\s?name|account|profil|"
    r"alias|handle|"
    r"login|kennung|pseudonym|(?:user|apple|skype|sip|online)-?\s?id\b|name\b|uin\b|"
    r"\bals\s\S+\s(?:bei|auf|in|im)\s|kanal"
)
NUMBER = (
    r"(?i)19[2-9]\d|(?:\d[ \-–/.()_|~*•·,]{0,4}){5}\d|"
    r"(?:nummer|numer|nummmer|nr|\bno|\bid|-id|imei|kd|kto|blz|\btel|fon|phone|mobil|#|\baz|\bgz|"
    r"zeichen|durchwahl|\bdw|fax|serien|serial|s/n|\bsn|iban|kenn|konto|unter|erreich|kundin|zahl|"
    r"code|melde)[^0-9]*(?:\d[ \-–/.]?){3}\d|"
    r"(?:ticket|tiket|vorg|vertrag|kunde|auftrag|ref|fall|case|incident|sim|karte|anschluss|"
    r"rechnung|anruf|ruf|handy|beschwerde|störung|bank)[^0-9]*(?:\d[ \-–/.]?){4}\d|"
    r"[a-zäöü]{6}\.?[\s:=#.]{1,4}[a-z]{0,3}\d[\d /-]{2,}\d|"
    r"(?:nummer|nr)\.?[^0-9]{0,12}\d{3}|\d{4,}[ )\-]{1,3}(?:ist|war|lautet|so|als|meine|die|kd|"
    r"kunden|vertrag|ticket)|"
    r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{40}|serien|serial|s/n|\bsn\b|pass|ausweis|perso|ref|"
    r"\beid|\besn|\bhrb|schein|"
    r"(?:nummer|nr|kennung)\b\.?[^\n]{0,10}\d{2}|(?-i:\b[A-Z0-9]*(?:[A-Z]\d+[A-Z]+\d|"
    r"\d[A-Z]+\d+[A-Z]))|"
    r"\b\d{2}\s?\d{6}\s?[a-z]\s?\d{3}\b|aktenz|gesch(?:ä|ae)ftsz|"
    r"\baz\b[^\n]{0,16}\d|ticket[:#\s]{1,3}[\w]{0,3}-?[\w]*\d"
)
SPOKEN = (
    r"(?i)(?:null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|"
    r"neun)(?:[\s,\-/.]{1,3}(?:null|eins?|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|"
    r"doppel\w+|\d{1,3})){5}|\b(?:bic|swift)|"
    r"\bgeb(?:\.|or|oh|dat|\b)|\bg\.\s?d\.|geburt|birth|\bborn\b|\bb-?day|jahrg|\bjg|\bbj\b|"
    r"\bd\.?o\.?b\b|\*\s?\d|"
    r"\bw[eiu]rde?\s(?:\w+\s)?am\s\d"
)
_SUFFIX = (
    r"(?:stra(?:ß|ss|s)|str\b|str\.|gass|gäss|allee|platz|weg|ring|damm|ufer|chaussee|steig|stieg|"
    r"promenade|pfad|twiete|kamp|wall|deich|redder|zeile|"
    r"markt|hof|park|berg|feld|tor|brücke|bruecke|graben|garten|höhe|hoehe|wiese|winkel|bogen|"
    r"anger|aue?|grund|heide|hain|halde|horst|koppel|leite|reihe|rain|siedlung|trift|"
    r"terrasse|tal|busch|brink|bruch|born|eck|esch|hang|holz|hagen|kai|rondell|bahn|kehre|schanze|"
    r"kuhle|gut|schaft|warft|siel|fleet|hügel|anlage|loh|furt|bühl|ried|schlag|werder|"
    r"steg|stade|weide|linden|bleichen|see|dorf|hafen|mark|mühle|muehle|acker|zeil|planken|"
    r"schulterblatt|stachus|kö|bach|wald|stein|werder|blatt|blick|frieden|kloster|nn?aden)"
)
STREET = (
    rf"(?i){_SUFFIX}\w{{0,2}}\.?[\s,]{{0,3}}(?:(?:haus-?)?(?:nummer|nr|no|hnr|haus|"
    rf"#)\.?\s?:?\s?)?\d"
)
PLACE = (
    r"(?i)(?:wohn|adresse|anschrift|zu\s?hause|daheim|gemeldet|ansässig|sitz|lebe|hausn|bei mir|"
    r"bei "
    r"uns|postfach|packstation|adr\b|treffpunkt|techniker|besuch|vorbei|hier|büro|komme aus|laden|"
    r"firma|betroffen|liegt)[^\n.!?]*(?:[\s,.#]|nr\.?\s?)\d|\bhs\.?\s?-?nr|parzelle|"
    r"\b(?:rue|avenue|via|viale|calle|ulica|ul\.|cours|quai)\s[^\n]*\d|\bnr\.?\s\d+\w?\s(?:in\s|"
    r"an\s)?(?:de[rm]\s)?\w*"
    r"(?:str|weg|platz|allee|gasse)|\b(?:in|at|address)\s\d{1,3}\w?\s\w+(?:str|weg|platz|allee)|"
    r"ku.damm|"
    r"(?:straße|strasse|str\.|platz|allee|weg|ufer|siedlung)\s(?:de[srm]|am|zu[rm]|"
    r"an)\s[^\n.!?]*\d|\d[a-z]?\s?[,;/|-]?\s?(?:in\s)?(?:d[- ])?\d{5}\s[a-z]|"
    r"\d{5}\s[^\W\d][^\n]*\d|"
    r"(?-i:(?:^|[\w:,(.!?]\s)(?:Am|Im|An|In|Auf|Zum|Zur|Unter|Hinter|Vor|"
    r"Bei|Beim|Hinterm|Unterm|Überm|Vorm)\s[^\W\d])[^\n.!?]*\s(?:nr\.\s?)?\d|"
    r"(?-i:er\s[A-ZÄÖÜ])\S+\s\d|"
    r"[a-u]\s?\d{1,2}\s?,\s?\d|(?:wohn|mannheim)[^\n]*\b[a-u]\s?\d{1,2}\b|°|(?:^|"
    r"[^\d.,])\d{1,2}[.,]\d{3}|koordinat|\bgps|\blat|\blon|\blng|breiten|längen|"
    r"[2-9cfghjmpqrvwx]{4}\+|(?:wgs84|position|standort|geo)\W|"
    r"kennz|nummernschild|kfz|plakette|(?:auto|wagen|pkw|lkw|bmw|vw|golf|audi|opel|kombi|"
    r"transporter|mercedes|fahr|laster|motorrad)[^\n]*\d|haus-?nr|hnr|"
    r"\bj[no]\d\d[a-x]{2}|\d{6}[\s,]{1,2}\d{7}"
)
NAME = (
    r"(?i)gr(?:ü|ue|u)(?:ß|ss|s)|\bmfg|\blg\W+[^\W\d_]{2,}|\bvg\b|\bbg\b|\bhg\b|\bmbg|\bvlg|\bglg|"
    r"m\.\s?f\.\s?g|l\.\s?g\.|hochacht|\bgez|unterz|\bi\.\s?[av]\.|"
    rf"(?:^|[.!?\n]\s)\pL\.\s?\pL+\W*$|(?:anruf\w*|sms|mail|nachricht\w*|besuch)\s(?:von|an|"
    rf"für)\s(?-i:[{_LETTER}])|"
    rf"\b(?:tsch\w+|ciao|servus|cheers|thanks|thx|regards|sincerely)\W{{1,3}}(?-i:[{_LETTER}])\S+\s*$|"
    rf"(?:\bfrau|\bmann|sohn|tochter|\boma|\bopa|tante|onkel|bruder|schwester|kolleg\w+|\bchef\w*|nachbar\w*|techniker|mitarbeiter\w*)\s\S+\s(?:gespr|telef|"
    rf"gered|kam\b|hat|sagt|mein|war|ist|k[oa]nn|woll|wuss|vers|erkl|legt|vo[nm]|aus|am|bei|"
    rf"in\s)|"
    rf"\b(?:bei|bei\sden|die|mit|von|von\sden)\s\S+s\s(?:nebenan|gegen|unten|oben|über|aus|im|"
    rf"hab|ha[tb]|und|auch)|"
    rf"\b(?:bi|bin)\s(?:d[iae]|s)\s(?-i:[{_LETTER}])|\bund\szu\s|"
    rf"\bklingeln|\bklingel|\bherr|\bhrn?\b|(?-i:frau\s)|\bfrau\s(?:dr\.\s)?(?-i:[{_LETTER}])|"
    rf"(?-i:\bFr\.|\bFam\.|"
    rf"\bPan[i]?\s|\bBay)|\bfam\b|fräulein|\bfrl|\bfamilie(?:\s(?:von|van|zu|de|"
    rf"der))?{_NAME_NEXT}|\bmrs?\b|\bdr\b|\bprof\b|dipl|\bmag\.|monsieur|madame|señor|eheleute|"
    rf"\b(?:hallo|hallöchen|hi|hey|moin|servus|liebe[rs]?|geehrte[rs]?|werte[rs]?|dear|tag|morgen|"
    rf"abend)[\s,!]{{1,2}}(?:liebe[rs]?\s|an\s)?(?-i:[{_LETTER}])[^\W\d_]{{2,}}|"
    rf"\b(?:ihre?|eure?|euer|deine?|danke?|ciao|tschüss|absender|bald|"
    rf"voraus)[\s,!.;:–-]{{1,3}}(?-i:[{_LETTER}])[^\s]+(?:\s[^\s]+)?\W*$|"
    rf"\b(?:das ist|wir)[\s,]{{1,2}}(?:(?:die|der|hier|noch|mal|auch)\s){{0,2}}"
    rf"(?-i:[{_LETTER}])\S+\s(?-i:[{_LETTER}])|"
    rf"\b(?:ich bin|hier|hier ist|bin's|spricht|schreibt|sich|grüßt)[\s,]{{1,2}}"
    rf"(?:(?:die|der|hier|noch|mal|auch)\s){{0,2}}(?-i:[{_LETTER}])[^\W\d_]+|"
    r"name|\bhei(?:ß|ss)|\bhieß|inhaber|halter|empfänger|ansprechp|kontaktp|absender|unterschrift|"
    r"verfasser|einsender|z\.?\s?hd|händen|c/o|alias|genannt|gewisse|geborene|\bgeb\.|\bmy\b|\bi "
    r"am\b|i'm|this is|signatur|melder|"
    r"signatur"
)
PERSON = (
    r"(?i)(?:läuft|laufen|lief|lautet|gemeldet|registriert|angemeldet|eingetragen|geführt|"
    r"abgeschlossen|zugelassen|gebucht)\s[^\n]*auf\s|auf meine|"
    r"(?:frau|mann|sohn|söhne|tochter|töchter|mutter|vater|oma|opa|bruder|schwester|tante|onkel|"
    r"neffe|nichte|cousine?|enkel(?:in)?|kind|mama|papa|mutti|vati|eltern|schwager|schw(?:ä|"
    r"ae)gerin|freund(?:in)?|gef(?:ä|ae)hrt(?:e|in|en)|partner(?:in)?|"
    r"verlobte[rn]?|bewohner(?:in)?|nachbar(?:in|n)?|kolleg(?:e|en|in)|kumpel|bekannte[rn]?|"
    r"chef(?:in)?|mieter(?:in)?|meister(?:in)?|babysitter(?:in)?|trainer(?:in)?|lehrer(?:in)?|"
    r"(?:ä|a)rzt(?:in)?|anw(?:a|ä)lt(?:in)?|kommilitonin?|"
    r"kommilitonen|assistent(?:in)?|sekretärin|azubi|praktikant(?:in)?|gatt(?:e|in)|jüngste[rn]?|"
    r"älteste[rn]?|kleine[rn]?|große[rn]?|baby|"
    r"mitarbeiter(?:in|n|s)?|bearbeiter(?:in|s)?|berater(?:in|s)?|techniker(?:in|s)?|"
    r"supporter(?:in)?|agent(?:en|in)?|verk(?:ä|ae)ufer(?:in|s)?|leiter(?:in)?|vorgesetzte[rn]?|"
    r"betreuer(?:in)?|monteur(?:s|in)?|hotliner(?:in)?|dame|"
    rf"f(?:ü|ue)hrer(?:in)?|sprecher(?:in)?|moderator(?:in)?|admin|manager(?:in)?|"
    rf"disponent(?:in)?|person|kraft)(?:[\s,:(\"„–-]{{1,3}}(?:namens|hei\w+|hie\w+|mit|namen|war|"
    rf"ist|und|ein|eine|am|telefon|der|von|hotline|im|shop|nannte|sich|van|zu|de|"
    rf"den)){{0,4}}{_NAME_NEXT}|"
    rf"auf\s(?-i:[{_LETTER}])[^\s]+(?:\s[^\s]+)?\s(?:registriert|angemeldet|gemeldet|eingetragen|"
    rf"zugelassen|abgeschlossen)|"
    rf"(?:^|[.!?\n]\s{{0,2}})(?-i:[{_LETTER}])[^\s.,]+\s(?:hier[.,!:]|mein\sName)|"
    rf"\b(?:kunde|kundin|betroffene|teilnehmer|nutzer|user)[rn]?:?\s(?-i:[{_LETTER}])|"
    rf"(?:^|[\s.!?])[-–—~*]{{1,3}}\s?(?-i:[{_LETTER}])[^\s.,]+(?:\s[^\s.,]+){{1,2}}[.!]?\s*$|"
    rf"(?-i:\b[{_LETTER}])\.\s?(?-i:[{_LETTER}])[^\s.!?]{{2,20}}[.!]?\s*$|"
    rf"(?-i:[{_LETTER}])[^\W\d_]{{2,}}\s\(?(?:von|vom|aus|bei|beim)\s(?:der\s|dem\s|eurer\s|"
    rf"o2[-\s])*(?:\w+-)?(?:hotline|support|kunden|service|shop|technik|beschwerde|call|chat|stör)"
)
PLATE = (
    r"(?:^|[^\w-])[A-ZÄÖÜ]{1,3}\s?[-:– ]\s?[A-ZÄÖÜ]{1,2}[\s-]?-?\d|(?:^|"
    r"[^\w-])[a-zäöü]{1,3}\s?[-:]\s?[a-z]{1,2}[ -]?\d{3}|(?i:kennz|schild|kfz|plate|\bkz\b|"
    r"versicherungsk|registration|plaque)|"
    r"(?i:polnisch|französisch|niederl|holländ|belgisch|österreich|schweizer|dänisch|tschech|"
    r"italien)\S*\s(?i:auto|wagen|pkw)|"
    r"\b(?:[A-Z]{2}-\d{2,3}-|\d{2}-[A-Z]{2,3}-|THW-|Y[- ]\d|BP[- ]\d)|"
    r"\b[NS]\s?\d{1,2}\s\d{1,2}[.,]\d|"
    r"[A-ZÄÖÜ]\.[A-Z]{1,2}\.\d|///"
)
_ANYWHERE = (
    ("contact", CONTACT),
    ("account", ACCOUNT),
    ("number", SPOKEN),
    ("place", PLATE),
    ("name", NAME),
    ("name", PERSON),
)
_WITH_DIGITS = (("number", NUMBER), ("place", STREET), ("place", PLACE))

BITS = {
    group: 1 << place
    for place, group in enumerate(("contact", "account", "number", "place", "name"))
}
"""Group of rules → its bit in what `groups` returns."""

_SMALL_CUES = sorted(
    words.listed(
        """frau mann herr herrn sohn tochter mutter vater oma opa bruder schwester tante onkel
        freund freundin nachbar nachbarin kollege kollegin kollegen chef chefin familie mitarbeiter
        mitarbeiterin berater beraterin techniker sachbearbeiter sachbearbeiterin supporter dr
        hotline-mitarbeiter shopleiter teamleiter hier name bin ist heiße heisse namen"""
    )
)

_EDGES = ".,;:!?()[]{}<>\"'„“”‚‘’»«*_~+|\\…="


def groups(texts: list[str]) -> list[int]:
    """Tell for each text which groups of rules must read it, as a sum of BITS; mostly 0."""
    column = pa.array(texts, pa.large_string())
    wanted = np.zeros(len(texts), dtype=np.int64)
    for group, pattern in _ANYWHERE:
        wanted |= _matches(column, pattern) * BITS[group]
    struck = pc.replace_substring_regex(column, _QUANTITIES, r"\1~\2")
    rows = np.flatnonzero(_matches(struck, r"\d"))
    struck = struck.take(rows)
    for group, pattern in _WITH_DIGITS:
        wanted[rows] |= _matches(struck, pattern) * BITS[group]
    wanted[_with_given_names(column)] |= BITS["name"] | BITS["account"]
    return wanted.tolist()


def _matches(column: pa.Array, pattern: str) -> np.ndarray:
    return pc.match_substring_regex(column, pattern).to_numpy(zero_copy_only=False)


def _with_given_names(column: pa.Array) -> np.ndarray:
    """Return the positions of texts that hold a given name as a word, in any usual spelling."""
    for before in ("Sankt ", "St. "):
        column = pc.replace_substring(column, before, f"{before[:-1]}-")
    for sign in "/–(\n\ue000":
        column = pc.replace_substring(column, sign, " ")
    lists = pc.ascii_split_whitespace(column)
    bare = pc.ascii_trim(pc.list_flatten(lists), _EDGES)
    known = pc.is_in(bare, value_set=_spellings()).to_numpy(zero_copy_only=False)
    joined = np.flatnonzero(_matches(bare, r"^\pL{3,}[-._\d]"))
    known[joined] = [_has_given(word) for word in bare.take(joined).to_pylist()]
    known[:-1] |= _after_cues(bare)
    known[:-1] |= _pairs(bare, pc.list_parent_indices(lists).to_numpy())
    return pc.list_parent_indices(lists).to_numpy()[known]


def _pairs(bare: pa.Array, rows: np.ndarray) -> np.ndarray:
    """Tell where a name that is also a word (Kai, Max) stands right before a surname."""
    first = pc.is_in(bare, value_set=_ambiguous()).to_numpy(zero_copy_only=False)
    second = np.zeros(len(bare), dtype=bool)
    after = np.flatnonzero(first[:-1]) + 1
    second[after] = pc.is_in(bare.take(after), value_set=_surnames()).to_numpy(zero_copy_only=False)
    return first[:-1] & second[1:] & (rows[:-1] == rows[1:])


def _after_cues(bare: pa.Array) -> np.ndarray:
    """Tell where a cue (frau, techniker) stands before a listed name in small letters."""
    cue = pc.is_in(bare, value_set=pa.array(_SMALL_CUES, pa.large_string()))
    cues_at = np.flatnonzero(cue.to_numpy(zero_copy_only=False)[:-1])
    found = np.zeros(max(len(bare) - 1, 0), dtype=bool)
    following = bare.take(cues_at + 1)
    found[cues_at] = pc.is_in(following, value_set=_small_names()).to_numpy(zero_copy_only=False)
    return found


@functools.cache
def _small_names() -> pa.Array:
    return pa.array(sorted(words.small_names()), pa.large_string())


@functools.cache
def _spellings() -> pa.Array:
    return pa.array(sorted(words.spellings()), pa.large_string())


@functools.cache
def _ambiguous() -> pa.Array:
    return pa.array(sorted(words.ambiguous_spellings()), pa.large_string())


@functools.cache
def _surnames() -> pa.Array:
    return pa.array(sorted(words.surname_spellings()), pa.large_string())


@functools.lru_cache(maxsize=65536)
def _has_given(word: str) -> bool:
    """Tell whether a compound holds a given name and is no place (`Anna-Lena`, `anja77`)."""
    parts = [part for part in words.PARTS.split(word) if part]
    if len(parts) > 1 and (
        words.PLACE_WORD.fullmatch(parts[-1]) or parts[0].lower() in words.PLACE_BEFORE
    ):
        return False
    return any(words.loose(part) in words.sure() for part in parts if len(part) > 2)


def loosen(texts: list[str]) -> list[str]:
    """Return texts in the loose spelling of `words.loose`, all at once, accents apart."""
    column = pc.utf8_lower(pa.array(texts, pa.large_string()))
    for letter, plain in words.LETTERS:
        column = pc.replace_substring(column, letter, plain)
    return column.to_pylist()
