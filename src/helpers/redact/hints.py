"""Hints: the cheap first test, on whole columns at once, that lets most texts pass unread."""

import functools

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from helpers.redact import words

_SUFFIX = (
    r"(?:stra(?:ß|ss|s)|str\b|str\.|gass|gäss|allee|platz|weg|ring|damm|ufer|chaussee|steig|stieg|promenade|pfad|twiete|kamp|wall|deich|redder|zeile|"
    r"markt|hof|park|berg|feld|tor|brücke|bruecke|graben|garten|höhe|hoehe|wiese|winkel|bogen|anger|aue?|grund|heide|hain|halde|horst|koppel|leite|reihe|rain|siedlung|trift|"
    r"terrasse|tal|busch|brink|bruch|born|eck|esch|hang|holz|hagen|kai|rondell|bahn|kehre|schanze|steg|stade|weide|linden|bleichen|see|dorf|hafen|mark|mühle|muehle|acker|zeil|planken|schulterblatt|stachus|kö|bach|wald|stein|werder|blatt)"
)

CONTACT = (
    r"(?i)@|[(\[{<|*_\"' -](?:at|ät|aet|a|ad|affe|klammeraffe|affenschwanz|affenohr)[)\]}>|*_\"' -]|klammer|h(?:tt|xx)p|www\.|://|mailto|\b(?:skype|sip|tel|geo|sms):|"
    r"\.(?:de|com|net|org|info|eu|at|ch|me|tv|io|co|fr|nl|pl|tr|name)\b|\d\.\d{1,3}\.\d{1,3}\.\d|[0-9a-f]{2}[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]|[0-9a-f]{4}\.[0-9a-f]{4}\.|::[0-9a-f]|[0-9a-f]:[0-9a-f]+:[0-9a-f]+:[0-9a-f]|\bmac\b|"
    r"pass?\s?w|passp|kennw|kenw|losung|codewort|geheim|zugangs|sicherheits|\bpwd?\b|kennzahl|\bpkk\b|pin2?\b|pin-?(?:code|nummer|nr)|puk2?\b|tan\b|schl(?:ü|ue)ssel|wpa|key\b|"
    r"mail(?:s|adresse|addy|-?kontakt|-?adresse)?:?\s(?:\w+\s){0,3}[\w+-]+(?:[._]\w|\d)"
)
ACCOUNT = (
    r"(?i)twitter|facebook|\bfb\b|skype|\bicq|\bmsn|\baim\b|jabber|xing|linkedin|insta|snapchat|telegram|threema|signal|whats|viber|discord|steam|psn|xbox|youtube|flickr|tumblr|google\s?\+|vz\b|\bwkw|"
    r"last\.?fm|mastodon|tiktok|reddit|ebay|messenger|foursquare|lokalisten|myspace|forum|nick|user|benutzer|screen|account|profil|konto|kanal|alias|handle|login|kennung|pseudonym|\bid\b|name|uin\b|xmpp|wer-kennt|ingame"
)
NUMBER = (
    r"(?i)(?:\d[ \-–/.()_|~*•·,]{0,3}){5}\d|"
    r"(?:nummer|numer|nummmer|\bnr|\bno\b|nr\b|\bid\b|-id|imei|kd|konto|kto|blz|bank|ticket|tiket|vorg|vertrag|kunde|kundin|auftrag|\btel|fon|phone|handy|mobil|ref|fall|case|#|\baz\b|\bgz\b|zeichen|durchwahl|\bdw\b|fax|"
    r"incident|sr\b|serien|serial|s/n|\bsn\b|sim|karte|anschluss|rechnung|anruf|ruf|erreich|nnr|iban|kenn|code)[^0-9]{0,30}\d[ \-–/.]?\d[ \-–/.]?\d|"
    r"\d{4,}[ )\-]{1,3}(?:ist|war|lautet|so|als|meine|die|kd|kunden|vertrag|ticket)|"
    r"geb|jahrgang|\bjg\b|\bdob\b|birth|\*\s?\d|19[2-9]\d|"
    r"(?:null|eins|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun)[\s,\-/.]{1,3}(?:null|eins?|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|doppel)[\s,\-/.]{1,3}(?:null|eins?|zwei|zwo|drei|vier|fünf|fuenf|sechs|sieben|acht|neun|doppel)|"
    r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{40}|(?:bic|swift)|seriennummer|serial"
)
PLACE = (
    rf"(?i){_SUFFIX}\w{{0,2}}\.?[\s,]{{0,3}}(?:(?:haus-?)?(?:nummer|nr|no|hnr|haus|#)\.?\s?:?\s?)?\d|(?:wohn|adresse|anschrift|zu\s?hause|daheim|gemeldet|ansässig|sitz|lebe|hausn|bei mir|bei uns|postfach|packstation|adr\b|treffpunkt|techniker|besuch|vorbei|hier)[^\n.!?]{{0,50}}(?:[\s,.#]|nr\.?)\d|"
    r"(?:straße|strasse|str\.|platz|allee|weg|ufer|siedlung)\s(?:de[srm]|am|zu[rm]|an)\s[^\n.!?]{0,30}\s\d|\d[a-z]?\s?[,;/|-]?\s?(?:in\s)?(?:d[- ])?\d{5}\s[a-z]|\d{5}\s[^\W\d][^\n]{0,50}\d|"
    r"°|\d[.,]\d{3}|koordinat|\bgps|\blat|\blon|\blng|breiten|längen|[2-9cfghjmpqrvwx]{4}\+|///|(?:wgs84|position|standort|geo)\W|"
    r"(?-i:(?:^|[^\w-])[A-ZÄÖÜ]{1,3}\s?[-:– ]\s?[A-Z]{1,2}[\s-]?-?\d)|kennz|nummernschild|kfz|plakette|(?:auto|wagen|pkw|lkw|bmw|vw|golf|audi|opel|kombi|transporter)[^\n]{0,40}\d|haus-?nr|hnr|\bj[no]\d\d[a-x]{2}|\d{6}[\s,]{1,2}\d{7}"
)
NAME = (
    r"(?i)gr(?:ü|ue|u)(?:ß|ss|s)|\bmfg|\blg\b|\bvg\b|\bbg\b|\bhg\b|\bmbg|\bvlg|\bglg|m\.f\.g|l\.g\.|hochacht|\bgez|unterz|\bi\.\s?[av]\.|"
    r"\bherr|\bhrn?\b|\bfrau\s|\bfr\.|fräulein|\bfrl|\bfam(?:\.|ilie)|\bmrs?\b|\bms\.|\bdr\b|\bprof\b|dipl|\bmag\.|\bbay\b|\bbayan|\bpani?\b|monsieur|madame|señor|"
    r"name|hei(?:ß|ss)|\bhieß|inhaber|ansprechp|kontaktp|absender|unterschrift|verfasser|einsender|z\.?\s?hd|händen|c/o|alias|genannt|gewisse|geborene|\bgeb\.|\bmy\b|\bi am\b|i'm|this is|signatur|melder|"
    r"(?:läuft|laufen|lautet|gemeldet|registriert|angemeldet|eingetragen|geführt|abgeschlossen)\s[^\n]{0,20}auf\s|"
    r"(?:mein|dein|sein|ihr|unser|euer|eur|ein|der|die|den|dem)(?:e|en|em|er|es)?\s(?:[a-zäöüß]+(?:e|er|en|em)\s)?(?:ehe|ex-?|haupt|mit|schwieger|gro(?:ß|ss)|ur|stief|paten)?(?:frau|mann|sohn|tochter|mutter|vater|oma|opa|bruder|schwester|tante|onkel|neffe|nichte|cousin|enkel|kind|mama|papa|mutti|vati|"
    r"schwag|schwäg|freund|lebens|partner|verlobt|bewohner|nachbar|kolleg|arbeitskolleg|kumpel|bekannte|chef|vermieter|hausmeister|mieter|untermieter|babysitter|trainer|lehrer|arzt|ärztin|anwalt|anwält|steuerb|kommilit|wg-|assist|sekret|azubi|praktik|kund|ehegatt|gatt|zimmer|mädchen|junge|baby|jüngste|älteste|kleine|große|eltern)|"
    r"mitarbeiter|sachbearb|berater|techniker|supporter|\bagent|verkäufer|verkaeufer|shopleit|filialleit|leiter|vorgesetz|betreuer|bearbeiter|monteur|hotliner|\bdame\b|geschäftsf|sprecher|moderator|\badmin|manager|\bkraft\b|dispon|\bperson\b|kolleg|"
    r"(?:kunde|kundin|betroffene|teilnehmer|nutzer|user)[rn]?:?\s(?-i:[A-ZÄÖÜ])|"
    r"(?:^|[\s.!?])[-–—~*]{1,3}\s?(?-i:[A-ZÄÖÜŁŞÇ])[^\s.,]+(?:\s[^\s.,]+){0,2}[.!]?\s*$|(?-i:[A-ZÄÖÜŁŞÇ])\.\s?(?-i:[A-ZÄÖÜŁŞÇ])[^\s.!?]{2,20}[.!]?\s*$|"
    r"(?-i:[A-ZÄÖÜŁŞÇ])[^\W\d_]{2,}\s\(?(?:von|vom|aus|bei|beim)\s(?:der\s|dem\s|eurer\s|o2[-\s])*(?:\w+-)?(?:hotline|support|kunden|service|shop|technik|beschwerde|call|chat|stör)"
)
GROUPS = {"contact": CONTACT, "account": ACCOUNT, "number": NUMBER, "place": PLACE, "name": NAME}
"""Group of rules → the pattern (RE2) that a text must match before the rules read it."""

_EDGES = ".,;:!?()[]{}<>\"'„“”‚‘’»«*_~+|\\…="

BITS = {group: 1 << place for place, group in enumerate(GROUPS)}
"""Group of rules → its bit in what `groups` returns."""


def groups(texts: list[str]) -> list[int]:
    """Tell for each text which groups of rules must read it, as a sum of BITS; mostly 0."""
    column = pa.array(texts, pa.large_string())
    wanted = np.zeros(len(texts), dtype=np.int64)
    for group, pattern in GROUPS.items():
        matched = pc.match_substring_regex(column, pattern).to_numpy(zero_copy_only=False)
        wanted |= matched * BITS[group]
    wanted[_with_given_names(column)] |= BITS["name"]
    return wanted.tolist()


def _with_given_names(column: pa.Array) -> np.ndarray:
    """Return the positions of texts that hold a given name as a word, in any usual spelling."""
    for sign in "/\u2013(\n\ue000":
        column = pc.replace_substring(column, sign, " ")
    lists = pc.ascii_split_whitespace(column)
    bare = pc.ascii_trim(pc.list_flatten(lists), _EDGES)
    known = pc.is_in(bare, value_set=_spellings()).to_numpy(zero_copy_only=False)
    joined = np.flatnonzero(pc.match_substring(bare, "-").to_numpy(zero_copy_only=False))
    known[joined] = [_has_given(word) for word in bare.take(joined).to_pylist()]
    return pc.list_parent_indices(lists).to_numpy()[known]


@functools.lru_cache(maxsize=65536)
def _has_given(word: str) -> bool:
    """Tell whether a word with hyphens holds a given name and is no place (Paul-Lincke-Ufer)."""
    parts = word.split("-")
    if len(parts) > 1 and words.PLACE_WORD.fullmatch(parts[-1]):
        return False
    return not words.spellings().isdisjoint(parts)


@functools.cache
def _spellings() -> pa.Array:
    return pa.array(sorted(words.spellings()), pa.large_string())


def loosen(texts: list[str]) -> list[str]:
    """Return texts in the loose spelling of `words.loose`, all at once, accents apart."""
    column = pc.utf8_lower(pa.array(texts, pa.large_string()))
    for letter, plain in words.LETTERS:
        column = pc.replace_substring(column, letter, plain)
    return column.to_pylist()
