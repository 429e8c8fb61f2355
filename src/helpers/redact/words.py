"""Words: lists that tell names from words, and quantities from identifiers."""

import functools
import re
import unicodedata
from importlib import resources


def listed(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


UNITS = (
    r"k?bits?|[km]bps|[kmg]i?b|[kmg]?bytes?|[kmg]bits?|[kmg]hz|hz|v|volt|watt|mah|dbm?|asu|ms|"
    r"msek|sek\w*|s|secs?|seconds?|"
    r"min|mins|minuten?|h|std\w*|stunden?|tagen?|tage|tag|d|wochen?|w|monaten?|monate?|jahren?|"
    r"jahre?|uhr|€|euros?|eur|cents?|ct|"
    r"prozent|%|‰|°c?|grad|km|kilometern?|m|metern?|cm|mm|mal|male|x|fach|fache?n?|balken|"
    r"striche?n?|strich|anrufe?n?|"
    r"anrufversuche?n?|versuche?n?|versuch|sms|mms|mails?|e-?mails?|nachrichten|kunden?|leute|"
    r"leuten|personen|kollegen|nachbarn|"
    r"freunde?n?|handys?|ger(?:ä|ae)te?n?|smartphones?|iphones?|karten|sims?|tickets|seiten|"
    r"bilder|fotos|videos|abbr(?:ü|ue)chen?|"
    r"abbruch|gespr(?:ä|ae)chen?|telefonaten?|telefonate|stationen|haltestellen|st(?:ü|ue)ck|"
    r"etagen|stock|stockwerke?n?|og|eg|ug|"
    r"zimmer|mitarbeitern?|vertr(?:ä|ae)gen?|hotspots?|zellen|masten|sendemasten|g|netz|netze|"
    r"netzen|umts|edge|gprs|hsdpa|lte|gsm|"
    r"3g|2g|mhz|stellen|orten|tests?|messungen|l|kg|t|px|pixel|zoll|punkte?n?|sterne?n?|inch|mp|"
    r"fps|p|bars?|times|days?|weeks?|months?|hours?|calls?|minutes?|dots?"
)
"""What may follow a number that is a quantity."""

QUANTITY = re.compile(rf"\s?(?:[-–/+]\s?)?(?:{UNITS}|(?:von|aus)\s\d+)(?![^\W\d_])", re.IGNORECASE)

FUNCTION = listed(
    """ab aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes
    auch auf aus außer außerdem bei beide beim bereits bis bitte bloß da dabei dadurch dafür
    dagegen daher dahin damals damit danach daneben dann daran darauf daraus darf darin
    darüber darum darunter das dass dasselbe davon davor dazu dein deine dem demnächst den
    denen denn dennoch der deren derselbe des deshalb dessen deswegen dich die dies diese
    diesem diesen dieser dieses dir doch dort drei du durch dürfen egal ein eine einem einen
    einer eines einfach einige einmal endlich er erst erstmal es etwa etwas euch euer eure
    eurem euren eurer extra fast frei früher fünf für ganz gar gegen genau gerade gern gerne
    gestern gut hab habe haben hat hatte hatten heute hier hin hinter ich ihm ihn ihnen ihr
    ihre ihrem ihren ihrer immer in ins irgendwie ist ja jede jedem jeden jeder jedes jedoch
    jemand jetzt kann kannst kaum kein keine keinem keinen keiner können könnte lange langsam
    laut leider los mal man manchmal mehr mein meine meinem meinen meiner mich mir mit
    mittlerweile momentan morgen muss müssen nach nachdem nachts nämlich neben nein neu nicht
    nichts nie niemand noch nun nur ob obwohl oder oft oftmals ohne paar per plus pro rund
    schon sehr sei seid sein seine seinem seinen seiner seit seitdem selber selbst sich sie
    siehe sind so sobald sofort sogar solche soll sollen sonst sowie statt ständig super
    tagsüber teilweise trotz trotzdem über überall überhaupt um und uns unser unsere unserem
    unseren unserer unter viel viele vielen vielleicht vier voll vom von vor vorher während
    wann war waren warum was weder weg wegen weil weiter weiterhin welche welcher wenig wenn
    wer werde werden weshalb wie wieder wieso will wir wird wo wobei wohl wollen worden wurde
    wurden würde zehn zu zum zumal zur zurück zwar zwei zwischen zwo eins the and for is of to
    from with bekommt bekommen bleibt bricht braucht erreicht erreichbar funktioniert geht
    gehen gibt hört kommt kommen läuft lädt macht meint meinte sagt sagte schreibt steht
    telefoniert verliert versteht wartet wohnt nutzt nervt hängt fällt sieht weiß findet
    bemerkt ruft rief klagt surft arbeitet wollte konnte musste durfte sollte geschrieben
    bekannt unbekannt falsch richtig unwichtig anonym geheim programm hase"""
)
"""Words of grammar (lower case) that are never taken for a name."""

NOUNS = listed(
    """abbruch abbrüche abend adresse akku aktion aldi alice alles amt anbieter anfrage angebot
    anrede anruf anrufe anschluss antwort antworten app apps arbeit arbeitgeber arzt ausbau
    ausfall ausland auskunft aussage auto autobahn bahn bahnhof balken base basis bekannte
    bekannten bereich berlin bericht beschwerde besserung bescheid betreff betreiber bild
    bitte blackberry bus büro callcenter cell chat chef city community computer congstar dame
    damen dank danke daten datenrate datenverbindung dauer defekt desire deutschland dienst
    dienstag donnerstag dorf dsl edge ehefrau eigentlich einzelfall einzelfälle ecke email
    emails empfang ende entschuldigung entstörung eplus erfahrung erfahrungen essen euro fall
    familie fehler fehlermeldung ferien fernsehen festnetz feierabend filiale firma flat
    flatrate flugmodus foto frage fragen frankfurt frau frauen freitag freund freunde freundin
    freundlichen frust funk funkloch funklöcher funkmast funkstille funkzelle galaxy garten
    gedanken gebäude gegend geld genion gerät geräte gespräch gespräche geschäft
    geschäftsführung gestern glück google gott grund grüße gruß großeltern gsm gutschrift
    hamburg handy handys hannover haus haltestelle hauptbahnhof hausverbot heimat herr herren
    herrn hilfe himmel hinweis hotline hsdpa htc huawei ice innenstadt internet iphone jahr
    jahre januar februar märz april mai juni juli august september oktober november dezember
    job kabel karte keller kollege kollegen kollegin kommentar kontakt konto kosten kopf kunde
    kunden kundendienst kundenberater kundenbetreuung kundenservice kundin kündigung kette
    köln laden land laptop lebensgefährtin leipzig leute leser leitung lösung loch luft lumia
    mail mailbox mails mal mama mann mast mensch menschen meinung meldung meldungen messung
    minute minuten mitarbeiter mitarbeiterin mittag mitte mittwoch mobilfunk mobilfunkanbieter
    mobilfunknetz modem moment monat monate montag morgen motorola mutter münchen nachbar
    nachbarn nachbarschaft nacht nachmittag nachricht nachrichten name netz netzausbau
    netzbetreiber netze netzes netzproblem netzprobleme netzteam neukunde neustart niemand
    nokia notfall ernst wille fehler irrtum recht service-team nummer nürnberg nutzer ort papa
    partner pause penny person personen ping platz post prepaid premium preis problem probleme
    provider qualität quatsch radio rechnung redaktion reparatur roaming router rufnummer
    rückmeldung rückruf ruhe samsung samstag schade schatz schluss schule sekunde sekunden
    sendemast server service shop siemens signal sim simkarte skype smartphone smartphones sms
    sommer sonderkündigung sonntag sony spaß speed stadt stadtteil standort stelle stick
    straße stress strom störung störungen stunde stunden student studentin stuttgart support
    supporter surfen surfstick süden norden osten westen tag tage tarif team technik techniker
    telefon telefonate telefonica telefónica telekom termin test tethering ticket tickets
    tochter tod twitter uhr umgebung umts umzug uni universität unding unterstützung urlaub
    vater verbindung verbindungen versuch versuche vertrag verständnis viertel vodafone
    voicemail vorgesetzte vorgesetzter wechsel weihnachten welt werbung wlan woche wochen
    wochenende wohnung wohnzimmer wut zeit zeitraum zelle zentrum zentrale ziel zimmer zug
    zuhause zukunft zustand o2 d1 d2 e-plus lg xperia optimus windows android ios aushilfe
    azubi bürger bewohner vermieter mieter anwohner pendler berufspendler rentner rentnerin
    schüler schülerin selbständiger selbstständiger freiberufler unternehmer geschäftskunde
    geschäftskundin privatkunde stammkunde bestandskunde neukundin genossen berliner hamburger
    münchner kölner frankfurter dresdner leipziger mannheimer stuttgarter deutsche deutscher
    kinder kind sohn bruder schwester oma opa enkel mitbewohner mitbewohnerin hund katze hunde
    karlsruhe mannheim dresden bremen bonn düsseldorf dortmund duisburg bochum wuppertal
    augsburg wiesbaden mainz kassel kiel lübeck erfurt rostock potsdam halle magdeburg
    freiburg heidelberg ulm regensburg würzburg aachen krefeld bielefeld münster braunschweig
    chemnitz gelsenkirchen oberhausen zusammen miteinander forum admin moderator moderatoren
    blogger mädels jungs volk kerl typ gerücht sprecher pressesprecher vorstand"""
)
"""Nouns of such reports (lower case) that may follow a telling word and are no name."""

PLACE_WORD = re.compile(
    r"(?:stra(?:ß|ss)en?|str\.?|gasse|allee|platz|weg|ring|damm|ufer|chaussee|steig|stieg|"
    r"promenade|pfad|br(?:ü|ue)cke|tor|"
    r"markt|park|hof|haus|berg|burg|schloss|dom|kirche|kapelle|kloster|friedhof|bahnhof|bhf\.?|hbf|"
    r"haltestelle|station|siedlung|viertel|kiez|quartier|denkmal|museum|theater|halle|arena|"
    r"stadion|"
    r"schule|gymnasium|realschule|gesamtschule|grundschule|universit(?:ä|ae)t|uni|hochschule|"
    r"institut|akademie|"
    r"klinik|klinikum|krankenhaus|hospital|stift|heim|kaserne|zeche|schacht|see|teich|insel|kanal|"
    r"tunnel|turm|center|zentrum|flughafen|airport|"
    r"galerie|passage|forum|kolleg|campus|bad|saal|b(?:ü|ue)cherei|bibliothek|stadt|dorf|feld|"
    r"graben|garten|anlage|twiete|kamp|au)",
    re.IGNORECASE,
)
"""A word that makes the name beside it part of a place (Karl-Marx-Straße, Helios Klinikum)."""

PLACE_BEFORE = listed(
    """st st. sankt haltestelle station bahnhof bhf u-bhf s-bhf u-bahnhof s-bahnhof kirche schule
    klinik klinikum platz straße schloss siedlung krankenhaus stadion halle arena kita zeche
    stadtteil ortsteil bezirk pizzeria bäckerei fleischerei metzgerei apotheke autohaus firma
    café cafe restaurant hotel gasthof kneipe htc nokia samsung sony alice ericsson motorola
    palm medion"""
)
"""A word before a name that makes it a place or a device."""

PARTICLES = listed("von van vom de der den zu zum zur el al di da la le bin ben ten ter dos do af")


def loose(word: str) -> str:
    """Return the one spelling in which names are compared: lower case, ä as ae, accents off.

    >>> loose("Böttcher"), loose("Boettcher"), loose("KILIÇ"), loose("Kılıç"), loose("Łukasz")
    ('boettcher', 'boettcher', 'kilic', 'kilic', 'lukasz')
    """
    if word.isascii():
        return word.lower()
    return _loose(word)


@functools.lru_cache(maxsize=65536)
def _loose(word: str) -> str:
    word = word.replace("İ", "i").lower()
    for letter, plain in LETTERS:
        word = word.replace(letter, plain)
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


LETTERS = (
    ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ı", "i"), ("ø", "oe"), ("å", "aa"),
    ("æ", "ae"), ("ł", "l"), ("đ", "d"), ("œ", "oe"),
)  # fmt: skip
"""Letters that people write in two ways, and the way in which we compare."""


def bare(word: str) -> str:
    """Return the spelling without dots (Muller for Müller), as people without the keys type."""
    return word.translate(_NO_DOTS)


_NO_DOTS = str.maketrans("äöüÄÖÜåøÅØ", "aouAOUaoAO")


def _read(name: str) -> list[str]:
    lines = (
        resources.files("helpers.redact").joinpath(name).read_text(encoding="utf-8").splitlines()
    )
    return [line for line in lines if line and not line.startswith("#")]


@functools.cache
def given() -> frozenset[str]:
    """Given names that are no German word, in loose spelling."""
    names = _read("given_names.txt")
    return frozenset(map(loose, names)) | frozenset(loose(bare(name)) for name in names)


@functools.cache
def telling() -> frozenset[str]:
    """All given names, also those that are words elsewhere, in loose spelling."""
    return given() | {loose(name) for name in _read("given_names_ambiguous.txt")}


@functools.cache
def plain_surnames() -> frozenset[str]:
    """Surnames that are no word, place or brand, in loose spelling."""
    names = _read("surnames.txt")
    return frozenset(map(loose, names)) | frozenset(loose(bare(name)) for name in names)


@functools.cache
def surnames() -> frozenset[str]:
    """All surnames in loose spelling; many are German words."""
    return plain_surnames() | {loose(name) for name in _read("surnames_ambiguous.txt")}


@functools.cache
def sure() -> frozenset[str]:
    """Names that are nothing else: given names and surnames, in loose spelling."""
    return given() | plain_surnames()


@functools.cache
def towns() -> frozenset[str]:
    """Towns and districts that end like a street (Nürnberg, Blankenese), in loose spelling."""
    return frozenset(_read("towns.txt"))


@functools.cache
def spellings() -> frozenset[str]:
    """Sure names as they stand in texts: `Jörg`, `Joerg`, `JÖRG`, `JOERG`, and genitives."""
    shown: set[str] = set()
    for file, least in (("given_names.txt", 4), ("surnames.txt", LEAST_SMALL)):
        for name in _read(file):
            both = {name, loose(name).capitalize()}
            shown |= both | {f"{spelling}s" for spelling in both}
            if len(name) >= least:
                shown |= {spelling.upper() for spelling in both} | {loose(name), name.lower()}
    return frozenset(shown)


LEAST_SMALL = 5
"""Letters that a surname in small letters needs to be read without a cue."""


def is_common_given(word: str) -> bool:
    """Tell whether a name in small letters may stand alone: names of at least four letters."""
    return len(word) > 3 and loose(word) in given()


PARTS = re.compile(r"[-._\d]+")
"""What joins the parts of a compound or a handle."""


@functools.cache
def ambiguous_spellings() -> frozenset[str]:
    """Given names that are also words, capitalised as in texts, without nouns of reports."""
    return frozenset(
        n for n in _read("given_names_ambiguous.txt") if n.lower() not in NOUNS | FUNCTION
    )


@functools.cache
def surname_spellings() -> frozenset[str]:
    """Surnames as they stand in texts, without nouns of reports."""
    every = [*_read("surnames.txt"), *_read("surnames_ambiguous.txt")]
    names = (n for n in every if n.lower() not in NOUNS | FUNCTION)
    return frozenset(spelling for name in names for spelling in (name, loose(name).capitalize()))


@functools.cache
def small_names() -> frozenset[str]:
    """Given names and surnames in small letters, without words of grammar and nouns."""
    names = [
        *_read("given_names.txt"), *_read("surnames.txt"), *_read("surnames_ambiguous.txt")
    ]  # fmt: skip
    return frozenset(
        spelling
        for name in names
        for spelling in (name.lower(), loose(name))
        if len(spelling) > 2 and spelling not in FUNCTION | NOUNS
    )
