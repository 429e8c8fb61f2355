"""Vocabulary: how headings and keys of published tables are called, in German and English."""

import re

COUNT = re.compile(
    r"(n|counts?|anzahl|(n )?(reports|meldungen)|(an)?zahl( der)? meldungen|number of reports"
    r"|n together|fälle|meldungen insgesamt)"
)
ABOUT = re.compile(r"\b(reports|meldungen)\b")
NO_COUNT = re.compile(
    r"\b(per|je|pro|share|anteil|pct|%|rate|cumulative|kumuliert|bis zu|bis dahin|up to"
    r"|least|most|mindestens"
    r"|höchstens|min|max|lower|upper|expect|expected|erwartende|erwartete|above that|darüber|rank"
    r"|rang|days|tage|weeks|wochen|first|last|erste"
    r"|letzte|places|orte|kreise)\b"
)
AROUND = re.compile(r"\b(before|after|davor|danach|vorher|nachher)\b")
"""Headings of numbers about the days around a day, not about itself."""
PLANNED = re.compile(
    r"\b(due|until|by when|done|noted|planned|deadline|termin|fällig|bis wann|erledigt|geplant)\b"
)
"""Headings of days on which nobody reported anything."""
LOCATED = {"located": "located", "unlocated": "unlocated", "verortet": "located",
           "nicht verortet": "unlocated", "ohne ort": "unlocated"}  # fmt: skip
LEAST = re.compile(
    r"(n )?(reports )?(at )?(least|min|mindestens|von|lower bound|untergrenze)"
    r"( so (many|viele))?( (reports|meldungen))?"
)
MOST = re.compile(r"(n )?(reports )?(at )?(most|max|höchstens|bis|upper bound|obergrenze)"
                  r"( so (many|viele))?( (reports|meldungen))?")  # fmt: skip
FLAG = re.compile(r"suppressed|withheld|nicht ausgewiesen|unterdrückt|zurückgehalten|geheim")
OF_RELEASE = re.compile(r"as of release|stand ausgabe|aus ausgabe|of release"
                        r"|release whose count it is|ausgabe, deren zahl das ist")  # fmt: skip
SINGLE = re.compile(r"extract|auszug|georeport", re.I)
"""Files whose rows are single reports."""
UNNAMED = frozenset({"x", "y", "z", "value", "values", "wert", "werte", "size", "text"})
TRUE = frozenset({"true", "1", "ja", "yes", "wahr", "1.0"})
ALL = re.compile(
    r"gesamt|total|alle|insgesamt|deutschland|germany|summe|zusammen|all|overall", re.I
)
HEADINGS = {
    "district": re.compile(r"district|stadtteil|ortsteil|stadtbezirk|bezirk|city district"),
    "city": re.compile(r"city|stadt|gemeinde|ort|municipality|town|großstadt"),
    "kreis": re.compile(r"kreis|landkreis|county"),
    "land": re.compile(r"land|bundesland|state"),
    "place": re.compile(r"place|gebiet|area|region|name|key|wo|where"),
}
CODE = re.compile(r"ags\d?|ars|schlüssel|key\d?|code|id|gemeindeschlüssel|kreisschlüssel|place")
HOUR = re.compile(r"(hour|stunde|uhrzeit)( of the local clock| der ortszeit)?")
WEEKDAYS = """
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    monday tuesday wednesday thursday friday saturday sunday
    mo di mi do fr sa so mon tue wed thu fri sat sun
"""
WEEKDAY = {name: str(at % 7) for at, name in enumerate(WEEKDAYS.split())}
MONTHS = """
    januar februar märz april mai juni juli august september oktober november dezember
    january february march april may june july august september october november december
"""
MONTH = {name: at % 12 + 1 for at, name in enumerate(MONTHS.split())}
DAY = re.compile(r"(?:(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"
                 r"|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}))(?:$|[T ])")  # fmt: skip
WEEK = (re.compile(r"(?P<y>\d{4})-?W(?P<w>\d{1,2})"),
        re.compile(r"(?:kw|week|woche) ?(?P<w>\d{1,2})[ /,]+(?P<y>\d{4})", re.I),
        re.compile(r"(?P<w>\d{1,2})\. ?kw,? (?P<y>\d{4})", re.I))  # fmt: skip
KINDS = """
    city cities kreis kreise land laender category fault place district week day weekday hour count
    counts n_reports
"""
KIND = frozenset(KINDS.split())
"""Parts of a fact's name that say what the other parts are."""
