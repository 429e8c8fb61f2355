"""Special: what Art. 9 GDPR protects most: health, religion, union, politics, love.

Said of a person, not of a place: `Dialysezentrum`, `an der Kirche` and `Krankenhaus` stay.
"""

import re

from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser

SPECIAL = ("health", "religion", "union", "politics", "sexuality")
"""Kinds that a campaign may be about (`privacy.about` in campaign.yml); then they stay."""

_PLACE_AFTER = re.compile(
    r"(?:zentr|station|klinik|praxis|stra(?:ß|ss)e|str\.|platz|weg|gasse|allee|haus|heim|viertel|"
    r"abteilung|ring|park|gemeinde|schule|[\s-](?:gemeinde|friedhof|museum|schule|krankenhaus|stra(?:ß|ss)e|platz|weg|allee|ring|klinik|zentrum))",
    re.IGNORECASE,
)
_HEALTH = re.compile(
    r"(?<![^\W\d_])(?P<value>dialyse(?:patient(?:in)?|pflichtig)?|hiv(?:[-\s]?(?:positiv|infiziert|infektion))?|aids|"
    r"(?:[^\W\d_]+)?krebs(?:patient(?:in)?|kranke?[rn]?|erkrankung|diagnose|therapie)?(?!\w)|chemo(?:therapie)?|leuk(?:ä|ae)mie|tumor(?:en|patient(?:in)?)?|"
    r"metastasen|hoch?schwanger(?:e|en|schaft)?|schwanger(?:e|en|schaft)?|fehlgeburt|abtreibung|wehen|entbindung|"
    r"epilep(?:sie|tiker(?:in)?|tisch\w*)|diabet(?:es|iker(?:in)?|isch\w*)|zuckerkrank\w*|insulin(?:pumpe)?|asthma(?:tiker(?:in)?)?|copd|"
    r"herz(?:krank\w*|infarkt|schrittmacher|fehler|patient(?:in)?|operation|op|insuffizienz)|schrittmacher|schlaganfall|"
    r"depress(?:ion|ionen|iv|ive|iven|iver)|burn-?out|psych(?:ose|isch krank|iatrie|iatrisch\w*|"
    r"otherapie)|"
    r"suizid\w*|selbstmord\w*|magers(?:ucht|üchtig\w*)|bulimie|schizophren\w*|bipolar\w*|borderline\w*|adhs|autis(?:mus|t|tin|tisch\w*)|"
    r"demen(?:z|t|te|ten|zkrank\w*)|alzheimer\w*|parkinson\w*|multiple sklerose|ms-krank\w*|"
    r"als-krank\w*|"
    r"(?:schwer)?behindert(?:e[rn]?|enausweis)?|(?:schwer)?behinderung|rollstuhlfahrer(?:in)?|querschnitts?gel(?:ä|ae)hmt\w*|geh(?:ö|oe)rlos\w*|"
    r"(?:pflege|palliativ|hospiz|bettl(?:ä|ae)ger)(?:bed(?:ü|ue)rftig\w*|grad|stufe|patient(?:in)?|ig)|(?:alkohol|drogen|spiel)(?:s(?:ü|ue)chtig\w*|abh(?:ä|ae)ngig\w*|krank\w*|sucht)|"
    r"hepatitis|tuberkulose|covid|corona-?infi\w*|long-covid|rheuma|migr(?:ä|ae)ne|organspende|transplant(?:iert|ation)\w*|"
    r"bluter(?:in)?|mukoviszidose|endometriose|h(?:ä|ae)modialyse|reha|notop|beatmet|beatmungsger(?:ä|ae)t|sauerstoffger(?:ä|ae)t|pregnant|dialysis|cancer|diabetic|epileptic|depressed)(?!\w)",
    re.IGNORECASE,
)
_RELIGION = re.compile(
    r"(?<![^\W\d_])(?P<value>musli[mn]\w*|moslem\w*|islamisch\w*|moschee|koran(?:kurs|schule)?|ramadan|jude[n]?|j(?:ü|ue)din(?:nen)?|j(?:ü|ue)disch\w*|synagoge|sabbat|"
    r"katholi(?:k|kin|ken|sch\w*)|evangelisch\w*|protestant(?:in|en|isch\w*)?|orthodox\w*|"
    r"zeuge[n]? jehovas|zeugin jehovas|freikirch\w*|"
    r"buddhist(?:in|en|isch\w*)?|hindu(?:s|istisch\w*)?|atheist(?:in|en)?|baptist(?:in|en)?|mormon(?:e|en|in)|gottesdienst|konfirmand(?:in|en)?|ministrant(?:in|en)?)(?!\w)",
    re.IGNORECASE,
)
_UNION = re.compile(
    r"(?<!\w)(?P<value>(?i:gewerkschaft(?:s?mitglied|er|erin|ler|lerin|lich\w*|s)?|betriebsrat|betriebsr(?:ä|ae)tin|personalrat|vertrauensmann|streikposten|streikleitung)|"
    r"IG[ -]?(?:Metall|BCE|BAU)|ver\.di|Ver\.di|GEW|DGB|GDL|EVG|NGG|Marburger Bund)(?!\w)"
)
_POLITICS = re.compile(
    r"(?<!\w)(?P<value>(?:CDU|CSU|SPD|FDP|AfD|NPD|PDS|Linken?|Gr(?:ü|ue)nen?|Piraten?(?:partei)?|BSW)-?\s?(?:Mitglied|W(?:ä|ae)hler(?:in)?|Anh(?:ä|ae)nger(?:in)?|Ortsverein|Kandidat(?:in)?|Stadtrat|Kreisverband|Fraktion)|"
    r"(?i:parteimitglied|genosse[n]? der (?:spd|linken)|(?:mitglied|kandidat(?:in)?|aktiv) (?:der|"
    r"bei den|bei der|in der|f(?:ü|ue)r die) (?:cdu|csu|spd|fdp|afd|npd|linken?|gr(?:ü|ue)nen?|"
    r"piraten)))(?!\w)"
)
_SEXUALITY = re.compile(
    r"(?<![^\W\d_])(?P<value>schwul(?:er|e|en)?|lesb(?:e|en|isch\w*)|homosexuell\w*|bisexuell\w*|trans(?:sexuell\w*|gender|frau|mann|ident\w*)|intersexuell\w*|queer\w*|gay|lesbian)(?!\w)",
    re.IGNORECASE,
)


def _of_a_person(draft: Draft, match: re.Match) -> bool:
    """Tell what is said of a person from the name of a place (`Moschee` is told, a street not)."""
    return not _PLACE_AFTER.match(draft.text, match.end("value"))


RECOGNISERS = (
    Recogniser(
        "health",
        _HEALTH,
        _of_a_person,
        hits=(
            "bin «dialysepatient» und allein",
            "meine Frau ist «schwanger»",
            "wegen «HIV-positiv»",
        ),
        misses=("Dialysezentrum Nord: kein Netz", "Am Krankenhaus ist der Empfang gut"),
    ),
    Recogniser(
        "religion",
        _RELIGION,
        _of_a_person,
        hits=("als «Muslim» brauche ich sie",),
        misses=("an der Kirche kein Netz", "Jüdische Gemeinde"),
    ),
    Recogniser("union", _UNION, _of_a_person, hits=("«Betriebsrat» der «IG Metall»",)),
    Recogniser(
        "politics", _POLITICS, hits=("bin «SPD-Mitglied»",), misses=("die SPD im Wahlkampf",)
    ),
    Recogniser("sexuality", _SEXUALITY, _of_a_person, hits=("ich bin «schwul»",)),
)
