"""Facets: what a description says about the fault, in fixed words instead of the sender's own.

Each facet answers one question (how fast, since when, at what time of day …) with one of a few
values, so that the phrase helps to find a fault and hardly tells whose it is. Numbers become
bands. German descriptions are read; what no pattern knows is left out, never guessed.
"""

import numpy as np
import pandas as pd

SEPARATOR = "; "

PATTERNS: list[tuple[str, str, str]] = [
    ("Tageszeit", "nachts", r"\bnachts?\b|\bnacht(?:stunden|zeit)\b|nach mitternacht"),
    ("Tageszeit", "morgens", r"\bmorgens\b|\bfrühmorgens\b|\bvormittags?\b|am morgen\b"),
    ("Tageszeit", "tagsüber", r"\btagsüber\b|\bmittags?\b|\bnachmittags?\b|den ganzen tag"),
    ("Tageszeit", "abends", r"\babends?\b|am abend\b|feierabend"),
    (
        "Tageszeit",
        "zu Stoßzeiten",
        r"stoßzeit|stosszeit|hauptverkehrszeit|berufsverkehr|rush ?hour",
    ),
    (
        "Tageszeit",
        "rund um die Uhr",
        r"rund um die uhr|tag und nacht|24 ?h\b|24 stunden|zu jeder zeit",
    ),
    (
        "Ort",
        "in Gebäuden",
        r"\bzu ?hause\b|\bdaheim\b|im büro|in der wohnung|im haus\b|im gebäude|indoor",
    ),
    ("Ort", "im Freien", r"\bim freien\b|auf der straße|vor der tür|\bdraußen\b|outdoor"),
    (
        "Ort",
        "unterwegs",
        r"\bunterwegs\b|weg zur arbeit|\b[us]-?bahn\b|straßenbahn|\bim (?:auto|bus|zug)\b|"
        r"in der bahn|\bautobahn\b|\bice\b|regionalbahn",
    ),
    ("Ort", "an einem Bahnhof", r"bahnhof|\bhbf\b"),
    ("Netzart", "nur GPRS/EDGE", r"\bedge\b|\bgprs\b|\b2g\b"),
    ("Netzart", "UMTS/HSPA", r"\bumts\b|\bhs[dup]*pa\b|\b3g\b"),
    (
        "Anzeige",
        "voller Empfang angezeigt",
        r"voll\w* (?:balken|empfang|ausschlag)|obwohl empfang|trotz (?:voll\w* )?empfang",
    ),
    (
        "Anzeige",
        "kein Empfang angezeigt",
        r"kein(?:en|erlei)? (?:empfang|netz)\b|null balken|netzsuche",
    ),
    (
        "Fehlerbild",
        "Seiten laden langsam",
        r"seiten? (?:laden|lädt|braucht|brauchen)|ladezeit|minutenlang",
    ),
    (
        "Fehlerbild",
        "kein Datenverkehr",
        r"kein\w* datenverkehr|gar nichts|keine daten|timeout|zeitüberschreitung",
    ),
    (
        "Fehlerbild",
        "E-Mail gestört",
        r"e-?mails? (?:ab|senden|klapp|geh|komm)|\bmails? (?:ab|klapp|geh|komm)",
    ),
    (
        "Fehlerbild",
        "Anrufe brechen ab",
        r"(?:anruf|gespräch|telefonat)\w*\b.{0,20}\b(?:brech|abgebroch|abbruch|reiß)|abbrüche",
    ),
    (
        "Fehlerbild",
        "nicht erreichbar",
        r"nicht erreichbar|direkt (?:auf )?(?:die )?mailbox|mailbox springt",
    ),
    ("Fehlerbild", "SMS verspätet", r"\bsms\b.{0,30}\b(?:spät|später|verspätet|stunden|nicht an)"),
    ("Fehlerbild", "Einwahl scheitert", r"einwahl|verbindungsaufbau|keine verbindung"),
    ("Versucht", "Neustart", r"neustart|neu ?gestartet|reboot"),
    ("Versucht", "Flugmodus", r"flugmodus|flugzeugmodus"),
    (
        "Versucht",
        "anderes Gerät oder andere Karte",
        r"ander\w* (?:gerät|handy|telefon|sim|karte)|sim-?karte? (?:ge)?tausch",
    ),
    (
        "Vergleich",
        "anderes Netz am selben Ort gut",
        r"\b(?:d1|d2|e-?plus|telekom|t-mobile|vodafone)\b.{0,40}\b(?:geht|klappt|läuft|funktioniert|problemlos)",
    ),
    ("Antwort der Hotline", "Einzelfall", r"einzelfall"),
    ("Antwort der Hotline", "ohne Lösung geschlossen", r"ohne lösung|ticket\b.{0,30}geschlossen"),
    (
        "Antwort der Hotline",
        "keine Störung bekannt",
        r"keine störung|keine probleme? bekannt|alles in ordnung",
    ),
]
"""Facet, value, pattern (case does not matter). A description may have several values."""

SINCE: list[tuple[str, str]] = [
    ("seit Jahren", r"\bseit (?:\w+ )?(?:\d+ )?jahr"),
    ("seit Monaten", r"\bseit (?:\w+ )?(?:\d+ )?monat|\bmonatelang"),
    ("seit Wochen", r"\bseit (?:\w+ )?(?:\d+ )?woche|\bwochenlang"),
    ("seit Tagen", r"\bseit (?:\w+ )?(?:\d+ )?tag|\btagelang|\bseit gestern|\bseit heute"),
]
LASTS: list[tuple[str, str]] = [
    ("Stunden", r"\bstundenlang|\bstunden später|\bmehrere stunden|\d\s*(?:h|std|stunden?)\b"),
    ("Minuten", r"\bminutenlang|\bminuten später|\bmehrere minuten|\d\s*(?:min|minuten?)\b"),
    ("Sekunden", r"\bsekundenlang|\d\s*(?:s|sek|sekunden?)\b"),
]

SPEED = (
    r"(?<!statt )(?<!anstatt )(?<!von )(?<!versprochene )(?<!versprochenen )(?<![\d,.])"
    r"(?P<number>\d{1,6}(?:[.,]\d+)?)\s*(?P<unit>[km]?(?:bit|byte|b))(?:/|\s?p(?:ro)?\s?)s(?:ek|ec)?\b"
)
"""A measured speed; what was promised ("statt 7,2 MBit/s") is none."""
KBIT = {"bit": 1e-3, "b": 8e-3, "byte": 8e-3}
SPEED_BANDS = [(64, "bis 64 kbit/s"), (384, "bis 384 kbit/s"), (2000, "bis 2 Mbit/s")]
PING = r"(?:ping|latenz|antwortzeit)\D{0,20}(?P<number>\d{1,6})\s*(?P<unit>ms|s)\b"
PING_BANDS = [(200, "bis 200 ms"), (1000, "bis 1 s")]


def code(texts: pd.Series) -> pd.Series:
    """Return the coded phrase of each description, "" where nothing is recognised.

    >>> code(pd.Series(["max. 2 KB/s statt 7,2 MBit/s im Büro. Seit Monaten.", "Danke!"])).tolist()
    ['Geschwindigkeit: bis 64 kbit/s; Seit: seit Monaten; Ort: in Gebäuden', '']
    """
    distinct = pd.Series(texts.fillna("").astype("str").unique(), dtype="str")
    folded = distinct.str.lower().astype(object)  # Python's patterns: umlauts are letters
    columns = [
        _band("Geschwindigkeit", _speed(folded), SPEED_BANDS, "über 2 Mbit/s"),
        _band("Laufzeit", _ping(folded), PING_BANDS, "über 1 s"),
        _first("Dauer", folded, LASTS),
        _first("Seit", folded, SINCE),
    ]
    columns += [_all(facet, folded) for facet in dict.fromkeys(p[0] for p in PATTERNS)]
    phrases = [SEPARATOR.join(filter(None, row)) for row in zip(*columns, strict=True)]
    coded = pd.Series(phrases, index=distinct, dtype="str")
    return texts.fillna("").map(coded).astype("str")


def _all(facet: str, folded: pd.Series) -> pd.Series:
    """Name every value of a facet that a text shows."""
    found = pd.Series("", index=folded.index, dtype="str")
    for _, value, pattern in (p for p in PATTERNS if p[0] == facet):
        hit = folded.str.contains(pattern, regex=True).to_numpy(bool)
        joined = np.where(found == "", facet + ": " + value, found + " + " + value)
        found = found.mask(hit, pd.Series(joined, index=folded.index))
    return found


def _first(facet: str, folded: pd.Series, values: list[tuple[str, str]]) -> pd.Series:
    """Name the first (longest) value of a facet that a text shows."""
    found = pd.Series("", index=folded.index, dtype="str")
    for value, pattern in reversed(values):
        hit = folded.str.contains(pattern, regex=True).to_numpy(bool)
        found = found.mask(hit, f"{facet}: {value}")
    return found


def _band(facet: str, numbers: pd.Series, bands: list[tuple[float, str]], beyond: str) -> pd.Series:
    """Turn numbers into the name of their band, "" where there is none."""
    limits = [limit for limit, _ in bands]
    names = np.array([name for _, name in bands] + [beyond])
    place = np.searchsorted(limits, numbers.fillna(0).to_numpy(float), side="left")
    named = pd.Series(f"{facet}: ", index=numbers.index, dtype="str") + names[place]
    return named.where(numbers.notna(), "")


def _speed(folded: pd.Series) -> pd.Series:
    """Read the slowest measured speed of each text, in kbit/s."""
    found = folded.str.extractall(SPEED)
    number = found["number"].str.replace(",", ".").astype(float)
    factor = found["unit"].str.replace(r"^[km](?=b)", "", regex=True).map(KBIT).astype(float)
    prefix = found["unit"].str[:1].map({"k": 1e3, "m": 1e6}).astype(float).fillna(1.0)
    slowest = (number * factor * prefix).groupby(level=0).min()
    return slowest.reindex(folded.index)


def _ping(folded: pd.Series) -> pd.Series:
    """Read the longest stated round trip of each text, in milliseconds."""
    found = folded.str.extractall(PING)
    factor = found["unit"].map({"ms": 1.0, "s": 1000.0}).astype(float)
    number = found["number"].astype(float) * factor
    return number.groupby(level=0).max().reindex(folded.index)
