"""Cues: words after which a person's name stands, and what may stand between the two."""

import functools
import re

from helpers.redact.words import FUNCTION, NOUNS

_CLOSING = (
    "gruß gruss grus grüße grüsse gruesse gruße grusse grüßen grüssen gruessen gruessen grüßle "
    "grüßli mfg lg vg bg hg mbg "
    "vlg glg hochachtungsvoll hochachtend gez gezeichnet unterzeichnet unterzeichner"
)
_TITLE = (
    "herr herrn hr hrn frau fr fräulein fraeulein frl fam familie mr mrs dr prof professor doktor "
    "dipl mag bay bayan pan pani "
    "monsieur madame señor señora eheleute frhr freiherr freifrau baron baronin graf gräfin prinz "
    "prinzessin"
)
_HELLO = (
    "hallo hallöchen hi hey moin servus tag morgen abend liebe lieber liebes geehrte geehrter "
    "geehrtes werte werter dear hello "
    "tach huhu merhaba selam cześć"
)
_FAREWELL = (
    "ihr ihre euer eure dein deine ciao tschüss tschüß tschuess tschüssi servus bye cheers danke "
    "dank bald dann gute noch "
    "wochenende hoffnung verzweifelt genervt grüßt gruesst absender bis tschö kunde kundin"
)
_KIN = re.compile(
    r"(?:(?:ehe|ex-?|mit|schwieger|gro(?:ß|ss)|ur|stief|paten|halb|zwillings|zimmer|arbeits|wg-?|"
    r"lebens|haus|brief|schul|studien)*"
    r"(?:frau|mann|sohn|söhne|tochter|töchter|mutter|vater|oma|opa|bruder|schwester|tante|onkel|"
    r"neffe|nichte|cousine?|enkel|enkelin|kind|"
    r"mama|papa|mutti|vati|eltern|schwager|schw(?:ä|ae)gerin|freund|freundin|gef(?:ä|ae)hrt(?:e|"
    r"in|en)|partner|partnerin|bewohner|"
    r"bewohnerin|nachbar|nachbarin|nachbarn|kolleg(?:e|en|in)|gatte|gattin|meister|meisterin|arzt|"
    r"ärztin))|verlobte[rn]?|kumpel|kumpels|"
    r"bekannte[rn]?|chef|chefin|(?:unter|ver|nach|vor)?mieter(?:in)?|babysitter(?:in)?|"
    r"trainer(?:in)?|lehrer(?:in)?|anwalt|anw(?:ä|ae)ltin|"
    r"steuerberater(?:in)?|kommiliton(?:e|en|in)|assistent(?:in)?|sekret(?:ä|ae)rin|azubi|"
    r"praktikant(?:in)?|jüngste[rn]?|älteste[rn]?|"
    r"kleine[rn]?|große[rn]?|baby|sohnemann|töchterchen|schatz|dad|mum|babo|abla|abi|anne|baba"
)
_STAFF = re.compile(
    r"[a-zäöüß0-9-]*(?:mitarbeiter(?:in|n|s)?|bearbeiter(?:in|s)?|berater(?:in|s)?|"
    r"techniker(?:in|s)?|supporter(?:in)?|agent(?:en|in)?|"
    r"verk(?:ä|ae)ufer(?:in|s)?|leiter(?:in)?|vorgesetzte[rn]?|betreuer(?:in)?|monteur(?:s|in)?|"
    r"ansprechpartner(?:in)?|hotliner(?:in)?|"
    r"f(?:ü|ue)hrer(?:in)?|sprecher(?:in)?|moderator(?:in)?|manager(?:in)?|disponent(?:in)?|"
    r"kollegin|kollege|kollegen|hotlinerin|hausmeister(?:in)?)|dame|admin|person|kraft"
)
_NAMED = re.compile(
    r"(?:vor|nach|familien|zu|ruf|mädchen|spitz|ehe|kunden|vertrags|geburts)?-?name(?:ns?)?|heiße|"
    r"heisse|heißen|heissen|heißt|heisst|hieß|hiess|"
    r"(?:vertrags|konto|anschluss|karten|rechnungs|sim|handy|haupt)?-?(?:inhaber|halter|empf(?:ä|"
    r"ae)nger|nehmer|partner)(?:in|s)?|"
    r"ansprechpartner(?:in)?|kontaktperson|absender(?:in)?|unterschrift|einsender(?:in)?|"
    r"verfasser(?:in)?|zust(?:ä|ae)ndig(?:e[rn]?)?|verantwortlich(?:e[rn]?)?|händen|haenden|hd|c/o|melder(?:in)?|"
    r"signatur|alias|genannt|gewisse[rn]?|gewissen|geborene[r]?|geb|namens"
)
_BETWEEN = {
    "closing": r"[\s,;:.!–—~*_|/\-]*",
    "title": (
        r"\.?(?:\s{1,2}v\.(?:\s?d\.)?)?\s{1,2}(?:(?:herrn?|frau|dr\.?|prof\.?|med\.|jur\.|phil\.|rer\.|nat\.|"
        r"dipl\.?-?\s?ing\.?|-?ing\.|mag\.|h\.c\.|doktor|professor|und|u\.|&)\s{1,2}){0,4}"
    ),
    "hello": r"[\s,!]{1,2}(?:(?:liebe[rs]?|du|an|herr|frau|herrn|dr\.|der|die)\s)?",
    "farewell": (
        r"[\s,!.;:–-]{1,3}(?:(?:und|noch|sehr|schön|im voraus|vorab|euer|eure|ihr|ihre|kunde|"
        r"kundin|von|vom|[^\W\d_]+e[rs]?)\s){0,2}"
    ),
    "kin": (
        r"(?:[\s,:(\"„–-]{1,3}(?:namens|heißt|heisst|hei(?:ß|ss)en|mit\snamen|"
        r"und))?[\s,:(\"„–-]{1,3}"
    ),
    "staff": (
        r"(?:[\s,:(\"„–-]{1,3}(?:namens|hei(?:ß|ss)t|hie(?:ß|ss)|mit\s(?:dem\s)?namen|"
        r"nannte\ssich|war|ist|ein\sgewisser|eine\sgewisse|ein|eine|am\stelefon|"
        r"der\shotline|von\sder\shotline|im\sshop|herrn?|frau))*[\s,:(\"„–-]{1,3}"
    ),
    "named": (
        r"(?:\s(?:des\s(?:kunden|inhabers|vertragsinhabers)|lautet|ist|war|wäre|is|ich|zwar|übrigens|"
        r"auch|nämlich|ja|von|frau|herr|herrn|bin|meine\sfrau|mein\smann|den|dem|eine|"
        r"einem))*\.?[\s:=,(\"„–-]{1,3}"
    ),
}
BETWEEN = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _BETWEEN.items()}
"""Kind of cue → what may stand between it and the name."""

ON_NAME = re.compile(
    r"(?<!\w)(?:(?:auf|unter|im)\s(?:den|dem|meinen|meinem|seinen|ihren|ihrem)?\s?namen(?:\s(?:von|der|"
    r"des))?[\s:„\"]{1,2}|mit\s(?:dem\s)?namen\s|"
    r"auf\s(?:meine\sfrau\s|meinen\smann\s|herrn\s|frau\s))",
    re.IGNORECASE,
)
"""`auf den Namen …`, `auf meine Frau …`."""

ON_PERSON = re.compile(
    r"(?<!\w)auf\s(?P<name>[A-ZÄÖÜŁŞÇ][^\W\d_]+(?:\s[A-ZÄÖÜŁŞÇ][^\W\d_]+)?)\s(?:registriert|angemeldet|"
    r"gemeldet|eingetragen|zugelassen|abgeschlossen)"
)
"""`auf Anja Cords angemeldet`."""

RUNS_ON = re.compile(
    r"(?<!\w)(?:läuft|laufen|lief|lautet|gemeldet|registriert|angemeldet|eingetragen|geführt|"
    r"abgeschlossen|zugelassen|gebucht)\s(?:\w+\s){0,2}?auf\s"
    r"(?:(?:den|meinen|herrn|frau|meine|unsere|namen|mann)\s){0,2}",
    re.IGNORECASE,
)
"""`Vertrag läuft auf …`."""

I_AM = re.compile(
    r"(?<!\w)(?:ich\s(?:bin|bin's)|i\sbin|ick\sbin|bin|hier\s(?:ist|spricht|schreibt|meldet\ssich|"
    r"grüßt|is|noch\smal|"
    r"nochmal|wieder)|(?:es|mal|da|jetzt)\s(?:schreibt|spricht|grüßt|meldet\ssich)|"
    r"am\sapparat(?:\sist)?|ich,|wir,|wir\ssind|das\s(?:ist|bin|war)|ich\sals|i\sam|i'm|"
    r"my\sname\sis|this\sis)"
    r"\s?(?:noch\s?mal\s|noch\s?einmal\s|mal\s|wieder\s|hier\s|schon\swieder\s|übrigens\s|auch\s|"
    r"die\s|der\s|da\s|de\s|d'|s\s|kleine\s|genervte\s|neue\s|alte\s){0,3}",
    re.IGNORECASE,
)
"""`ich bin die …`, `hier spricht …`."""

DOTTED = re.compile(
    r"(?<!\w)(?:m\.\s?f\.\s?g\.?|l\.\s?g\.|i\.\s?a\.|i\.\s?v\.|z\.\s?hd\.|c/o)(?!\w)", re.IGNORECASE
)
"""Abbreviations with dots that a name follows."""

IDIOM = re.compile(
    r"(?<!\w)(?:dr\.? oetker|tante[ -]emma|hans im glück|otto normal\w*|hinz und kunz|hein blöd|"
    r"frank und frei|frau holle|herr im himmel|herr ober|vater staat|mutter natur|dr\.? martens|"
    r"hans ?wurst|hans dampf|jesus maria|peter pan|robin hood|lady gaga|onkel tom|frau antje|"
    r"deutscher michel|otto ?motor|(?:max|erika) mustermann|lieschen müller|oma krause|"
    r"herr gesangsverein|herr der (?:ringe|lage|fliegen)|(?:mein )?name ist hase)(?!\w)",
    re.IGNORECASE,
)
"""Fixed expressions with a name that mean nobody."""

_DOES = re.compile(
    r"\s(?:hat|hatte|sagte?|meinte?|war|ist|k[oa]nnte?|kann|kam|wollte|will|wusste|versprach|"
    r"versicherte|erklärte|legte|gesprochen|telefoniert|geredet|gechattet|"
    r"vo[nm]\s(?:der\s)?(?:o2|hotline|support|kunden\w+|service|shop|technik)|"
    r"aus\sdem|am\stelefon|(?:bei|in|an)\sder\shotline)(?!\w)",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r".*(?:lich|ig|isch|end|weise|ens|mals|t|te|ung)|eben|nebenan|drüben|oben|unten|hinten|vorn|"
    r"vorhin|allein|zusammen|daheim|sofort|selbst|laden|bitte|lange|gerne|leider",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}(?:-[^\W\d_]+)?")


def subject(text: str, place: int) -> int:
    """Return where the word at `place` ends if it stands where only a name can, else `place`.

    Between `frau` and `hat gesagt` there is room for a name, and for adverbs, which end alike.
    """
    word = _WORD.match(text, place)
    if not word or not _DOES.match(text, word.end()) or _NO_SUBJECT.fullmatch(word[0]):
        return place
    low = word[0].lower()
    return place if low in FUNCTION or low in NOUNS or kind(low) else word.end()


_WORDS = (
    dict.fromkeys(_FAREWELL.split(), "farewell")
    | dict.fromkeys(_HELLO.split(), "hello")
    | dict.fromkeys(_CLOSING.split(), "closing")
    | dict.fromkeys(_TITLE.split(), "title")
)


@functools.lru_cache(maxsize=16384)
def kind(word: str) -> str:
    """Return which kind of cue a word (lower case) is, or ""."""
    if word in _WORDS:
        return _WORDS[word]
    if _STAFF.fullmatch(word):
        return "staff"
    if _KIN.fullmatch(word):
        return "kin"
    return "named" if _NAMED.fullmatch(word) else ""


READ = ("closing", "title", "hello", "farewell", "kin", "staff", "named")
"""Kinds of cue that a name may follow."""
