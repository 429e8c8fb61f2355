"""Streets: how the names of streets end, and words that only end like one."""

import functools
import re

STRONG = (
    r"(?:stra(?:ß|ss|s)e|stra(?:ß|ss)en|stra(?:ß|ss)|str|gasse|g(?:ä|ae)(?:ß|ss)chen|gassl|gässle|"
    r"allee|platz|weg|ring|damm|ufer|chaussee|steig|stieg|stiege|promenade|pfad|twiete|"
    r"kamp|wall|deich|redder|zeile|kai)"
)
WEAK = (
    r"(?:markt|hof|park|berg|berge|feld|tor|br(?:ü|ue)cke|graben|garten|gärten|h(?:ö|oe)he|"
    r"wiesen?|winkel|bogen|anger|aue?|grund|heide|hain|halde|horst|koppel|leite|reihe|rain|"
    r"siedlung|trift|"
    r"terrassen?|tal|busch|brink|bruch|born|eck|esch|hang|holz|hagen|kai|rondell|bahn|kehre|"
    r"schanze|gut|steg|stade|weide|linden|bleichen|see|dorf|hafen|"
    r"mark|m(?:ü|ue)hle|acker|kuhle|warft|siel|fleet|stadt|hügel|huegel|bach|anlage|loh|lohe|furt|"
    r"bühl|buehl|ried|schlag|stein|wald|werder|zeil|planken|rücken|blatt|blick|frieden|kloster|"
    r"colonnaden|kolonnaden)"
)
_NO_STREET = re.compile(
    r"^(?:bundes|landes|kreis|schnell|daten|verkehrs|einkaufs|fern|um|vor)stra(?:ß|ss)en?$|"
    r"^(?:sitz|stell|park|arbeits|spiel|sport|listen|camping|flug|fest|speicher|bahn|heim|hin|"
    r"r(?:ü|ue)ck|um|feld|rad|schul|fu(?:ß|ss)|fern|lager|liege|tank|rast|reit|wander|dienst|golf|"
    r"tennis|fußball|schritt|tabellen|ausbildungs|start|vor|welt|messe|stadt|tier|wild)"
    r"(?:platz|weg|steig|wegs|park|feld)$|"
    r"(?:bahnhof|hbf|vertrag|auftrag|beitrag|freitag|samstag|montag|netz|hering|umfeld|vorfeld|"
    r"friedhof|flughafen|innenstadt|altstadt|neustadt|haltestelle|bahn|hauptstadt|heimatstadt|"
    r"kleinstadt|großstadt|anruf|monat|internet)$|^spring|^(?:anlage|stadt|dorf|deck|fleck|zweck)$|"
    # words that only end like a street: Sektor, Portal, Abbruch, Ausbau, Anhang, Vorschlag
    r"(?:fak|sek|mo|direk|moni|reak|edi|ven|trak|au)tor$|(?:por|digi|quar|kapi|hospi|to|men)tal$|"
    r"(?:ab|ein|auf|aus|um)bruch$|(?:bau|stau|frau|schau|niveau)$|(?:zusammen|an|über)hang$|"
    r"(?:vor|an|rück|rat|auf|be)schlag$|hintergrund$|(?:grund|bau|meilen)stein$|"
    r"(?:unter|durch|über|hin|her|frei|schlicht|voll|rund|halb|immer)weg(?:s)?$|"
    r"^(?:ein|be|ver|er)?ring(?:t|en)?$",
    re.IGNORECASE,
)
NUMBER = (
    r"(?P<nr>(?:(?:haus-?nummer|haus-?nr|nummer|nr|no|hnr|hs\.?\s?nr|haus|"
    r"#)\.?\s?:?\s?)?\d{1,4}(?:(?:\s?[a-hA-H]|[a-zA-Z])(?!\w|"
    r"\.\w))?(?:\s?[-–/+&]\s?\d{1,4}(?:\s?[a-h](?!\w))?){0,2})"
    r"(?![\w%°€]|[.,:]\d(?!\.?\s?(?:og|stock|etage))|\s?:\s?\d\d)"
)
GAP = r"[\s,]{0,3}"
WORD = r"[^\W\d_][^\W\d_'’.-]*(?:-[^\W\d_]+)*"
CAPITAL = r"[A-ZÄÖÜÉŁŠŻ][^\W\d_'’]*(?:[-.][^\W\d_]+)*\.?"

_ENDS_STRONG = re.compile(rf"[^\W\d_]*{STRONG}", re.IGNORECASE)
_ENDS_WEAK = re.compile(rf"[^\W\d_]*{WEAK}", re.IGNORECASE)
WHOLE_WEAK = re.compile(WEAK, re.IGNORECASE)
WHOLE_STRONG = re.compile(STRONG, re.IGNORECASE)
NO_TOWN = re.compile(
    r"(?:markt|[a-z]{3,}hof|graben|koppel|hain|winkel|siedlung|terrassen?|garten|gärten|wiesen?|"
    r"tor|h(?:ö|oe)he|anger|leite|reihe|rain|trift|brink|kehre|schanze|steg|bleichen|planken|"
    r"blick|frieden|"
    r"kuhle|kloster|m(?:ü|ue)hle|hang|acker|colonnaden|kolonnaden)$",
    re.IGNORECASE,
)

NOT_UNCAPPED = re.compile(
    r"[^\W\d_]{0,3}weg|(?:anh|v)?erstr|(?:unter|durch|über|hin|her|frei|des|halb|schlicht|voll|"
    r"rund)weg|hering|sommer|vorring|erdring|spring|bring|dring\w*|gering|ziemlich\w*"
)


@functools.lru_cache(maxsize=16384)
def ending(word: str) -> str:
    """Tell whether a word ends like a street: strong (Hafenstraße), weak (Weidenhof), or ""."""
    if _ENDS_STRONG.fullmatch(word):
        return "strong"
    return "weak" if _ENDS_WEAK.fullmatch(word) else ""


@functools.lru_cache(maxsize=16384)
def is_no_street(word: str) -> bool:
    return bool(_NO_STREET.search(word))
