"""Words: what stands beside a place's name and says where in it, around it, or through it."""

import re

from helpers.geocode.forms import DESIGNATIONS
from helpers.geocode.places import TOWN

NOISE = frozenset([
    "hauptbahnhof", "bahnhof", "innenstadt", "zentrum", "stadtzentrum", "zentral", "city", "stadt",
    "stadtmitte", "stadtgebiet", "deutschland", "germany", "de", "brd", "d", "gemeinde", "markt",
    "ort", "ortsteil", "stadtteil", "bezirk", "ot", "nord", "sued", "ost", "west", "nordost",
    "nordwest", "suedost", "suedwest", "naehe", "nahe", "ca", "etwa", "und", "auch", "der", "die",
    "das", "in", "im", "am", "an", "bei", "beim", "hier", "gesamt", "ganz", "ueberall", "mitte",
    "raum", "umgebung", "land",
])  # fmt: skip
"""Words that say where within a place, or nothing; they leave the place as it is."""

DIRECTIONS = frozenset(["nord", "sued", "ost", "west", "mitte", "nordost", "nordwest", "suedost",
                        "suedwest"])  # fmt: skip
"""Words of NOISE that tell two districts of one city apart."""

PART_OF = frozenset(["ot", "ortsteil", "stadtteil", "gemeindeteil", "ortschaft"])
"""Words between a place and its part."""

INSIDE = PART_OF | {"strasse", "platz", "weg", "allee", "ring", "dorf", "kernstadt", "neben"}
INSIDE_ENDS = ("strasse", "platz", "weg", "allee", "gasse", "ring", "damm", "ufer", "siedlung")
"""Words, and ends of words, that name something inside a place."""

COMMON_ENDS = (*INSIDE_ENDS, "viertel", "friedhof", "hafen", "haefen", "park", "markt", "bahnhof",
               "halle", "kliniken", "tor", "innenstadt")  # fmt: skip
COMMON_STARTS = ("altstadt", "neustadt", "vorstadt", "innenstadt", "westend", "nordend", "ostend")
"""Ends and beginnings of districts' names that many cities could have."""

TITLES = frozenset(word for title in DESIGNATIONS for word in title.split())
"""Titles of municipalities, word by word ("Freie und Hansestadt Hamburg")."""

AROUND = frozenset([
    "raum", "grossraum", "umgebung", "umland", "umkreis", "noerdlich", "suedlich", "oestlich",
    "westlich", "zwischen", "richtung", "rund", "um", "ausserhalb", "vorort", "kreis", "landkreis",
    "region", "zw", "gegend",
    "noerdl", "suedl", "oestl", "westl", "nordl", "sudl", "ostl", "speckguertel", "einzugsgebiet",
    "km", "kilometer", "minuten", "entfernt", "nachbarort", "nachbardorf", "nachbarstadt",
])  # fmt: skip
"""Words that mean somewhere around a place, which may be another Kreis."""

BEFORE = frozenset(["bei", "naehe", "nahe", "kurz", "vor", "hinter"])
"""Words that mean near a place when they stand before its name."""

BELONGING = frozenset(["gross", "klein", "alt", "alten", "neu", "neuen", "nieder", "ober", "unter",
                       "hohen", "mittel", "bad", "sankt", "wendisch", "deutsch"])  # fmt: skip
"""Words that belong to the name after them: "Groß Schönebeck" is not Schönebeck."""

GENERAL = frozenset([
    *DIRECTIONS, "siedlung", "zentrum", "stadtzentrum", "altstadt", "innenstadt", "neustadt",
    "stadtmitte", "ortsmitte", "ortskern", "kernstadt", "dorf", "dorfmitte", "bahnhof",
    "hauptbahnhof", "bahnhofsviertel", "industriegebiet", "gewerbegebiet", "gewerbepark", "city",
    "nordstadt", "suedstadt", "oststadt", "weststadt", "vorstadt", "stadt", "ort", "markt",
    "marktplatz", "campus", "hafen", "stadtgebiet", "umgebung", "umland", "land", "rathaus",
    "krankenhaus", "klinikum", "neubaugebiet", "unterstadt", "oberstadt", "park", "stadtpark",
    "messe", "zoo", "stadion", "flughafen", "universitaet", "uni", "schloss", "suedbahnhof",
    "ostbahnhof", "nordbahnhof", "westbahnhof", "hauptfriedhof", "friedhof", "theater", "museum",
    "saline",
])  # fmt: skip
"""Districts that any town could have: they never decide against the town that is written."""

ON_THE_WAY = re.compile(
    r"^(?:(?:a|b|bab|re|rb) ?\d{1,3}|autobahn|bab|bundesstrasse|ice|ic|ec|zug|intercity|bahnstrecke"
    r"|zugstrecke)\b"
)
"""How texts about a road or a train begin."""


def is_common(key: str, people: int = 0) -> bool:
    """Tell whether a district's name, as a key, could be in any city ("Trierer Straße").

    people: a well-known district of that name (20,000) makes it its own: "Märkisches Viertel".

    >>> is_common("triererstrasse"), is_common("nordviertel"), is_common("kreuzberg")
    (True, True, False)
    """
    common = key in GENERAL or key.endswith(COMMON_ENDS)
    return key.startswith(COMMON_STARTS) or (people < TOWN and common)
