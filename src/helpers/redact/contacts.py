"""Contacts: mail addresses and links, also written out or disguised."""

import re

from helpers.redact import words
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span

_PROVIDER = (
    r"(?:gmx|web|gmail|googlemail|google\s?mail|t-?online|yahoo|hotmail|freenet|aol|arcor|"
    r"o2online|o2mail|outlook|live|"
    r"msn|icloud|me|mac|posteo|mailbox|mail|email|online|1und1|alice|kabelmail|unitybox|vodafone|"
    r"genion|protonmail|"
    r"proton|mailbox|lycos|compuserve|netcologne|ewetel|versanet|kabelbw|gmx-topmail|example)"
)
_TLD = (
    r"(?:de|com|net|org|info|eu|at|ch|biz|name|me|tv|cc|io|co|uk|fr|it|nl|pl|tr|dk|se|ru|cz|us|"
    r"berlin|hamburg|koeln|edu|gov|test|example|"
    r"invalid|online|email|mobi)"
)
_OPEN, _CLOSE = r"[(\[{<|*_/\"'«»]{1,2}", r"[)\]}>|*_/\"'«»]{1,2}"
_AT_WORD = (
    r"(?:@|at|ät|aet|ad|aat|ett|a|affe|klammeraffe|affenschwanz|affenohr|spider|klammer\s?affe|et)"
)
_AT = (
    rf"(?:\s{{0,3}}(?:@|&#64;|&commat;|%40)\s{{0,3}}|"
    rf"\s{{0,2}}{_OPEN}\s?{_AT_WORD}\s?{_CLOSE}\s{{0,2}}|"
    r"\s{1,3}(?:at|ät|ätt|aet|klammeraffe|affenschwanz|affenohr|klammer\s?affe)\s{1,3}|[-_](?:at|"
    r"ät|"
    r"aet)[-_])"
)
_DOT_WORD = r"(?:dot|punkt|pkt\.?|point|d0t|\.)"
_DOT = (
    rf"(?:\s?\.\s?|\s{{0,2}}{_OPEN}\s?{_DOT_WORD}\s?{_CLOSE}\s{{0,2}}|\s{{1,3}}(?:dot|punkt|"
    rf"pkt\.?|point)\s{{1,3}}|[-_](?:dot|punkt)[-_])"
)
_JOIN = (
    rf"(?:\s?\.\s?|\s{{0,2}}{_OPEN}\s?{_DOT_WORD}\s?{_CLOSE}\s{{0,2}}|"
    r"\s{1,3}(?:dot|punkt|pkt\.?|point|unterstrich|underscore|bindestrich|minus|strich)\s{1,3})"
)
_LOCAL = rf"[\w+~-]{{1,40}}(?:{_JOIN}[\w+~-]{{1,40}}){{0,5}}"
_TIGHT_LOCAL = r"[\w.+~%-]{0,63}[\w~%+-]"
_MAIL = re.compile(
    rf"(?<![\w@])(?:mailto:)?{_TIGHT_LOCAL}{_AT}(?:[\w-]{{1,63}}{_DOT}){{1,4}}{_TLD}(?![\w-])|"
    rf"(?<![\w@])(?:mailto:)?{_TIGHT_LOCAL}\s?@\s?\w[\w-]*(?:\.[\w-]+)+|"
    rf"(?<![\w@])(?:mailto:)?{_TIGHT_LOCAL}{_AT}{_PROVIDER}(?![\w-])|"
    rf"(?<![\w@])[\w.+-]{{0,63}}\w@\w[\w-]{{2,}}",
    re.IGNORECASE,
)
_SPACED_MAIL = re.compile(
    r"(?<!\w)(?:[\w.-]\s){2,24}?[\w.-]?\s?(?:@|\(at\)|ät|at)\s?(?:[\w-]\s?){2,20}[.,]\s?(?:d\s?e|"
    r"c\s?o\s?m|n\s?e\s?t|o\s?r\s?g)(?!\w)",
    re.IGNORECASE,
)
_PUBLIC_MAIL = re.compile(
    r"(?:dsl|o2|genion|surf|internet|office|work|alles?)\s?@\s?(?:home|work|office|o2|once|media)",
    re.IGNORECASE,
)
_DISGUISED = re.compile(r"[@.(\[{]|at|ät|aet|affe", re.IGNORECASE)
_MAIL_LABEL = re.compile(
    r"\be?-?mail(?:-?\s?adresse|-?addy|-?kontakt|s)?(?:\s(?:ist|lautet|war|an|unter|wäre|bei|gmx|"
    r"web|gmail|t-online|googlemail|yahoo|heißt)){0,3}\s?[:=]?\s"
    r"(?P<value>[\w+-]+(?:[._][\w+-]+)+|[a-z]+\d+[\w.]*)",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"(?:(?:h(?:tt|xx)ps?|ftp)\s?:\s?/{{1,2}}|(?:skype|sip|tel|geo|callto|sms):(?=[\w+])|"
    rf"www\.)[^\s<>\"„“()]*[^\s<>\"„“().,;:!?]|"
    rf"(?<![\w@.])(?:[\w-]{{1,63}}\.){{0,5}}[\w-]{{1,63}}\.{_TLD}(?:/[^\s<>\"„“()]*[^\s<>\"„“().,;:!?]|/)",
    re.IGNORECASE,
)
_HOST_TLD = (
    r"(?:de|com|net|org|info|eu|ch|tv|io|nl|pl|fr|it|tr|ru|cz|dk|se|biz|berlin|hamburg|koeln)"
)
_BARE_HOST = re.compile(
    rf"(?<![\w@./-])(?:[\w-]{{1,63}}\.){{0,5}}[\w-]{{1,63}}\.(?:{_HOST_TLD}|at|co\.uk|com\.tr|vu|me|ly|"
    rf"cc)(?![\w/@-]|\.\w)"
)
_SPELT_HOST = re.compile(
    rf"(?<![\w@.-])(?:www(?:\s?\.\s?|\s(?:punkt|dot)\s))?[\w-]{{3,63}}(?:\s(?:punkt|dot)\s|"
    rf"(?<=www [\w-])\s\.\s){_HOST_TLD}(?!\w)|"
    rf"(?<!\w)w\s?w\s?w\s?\.\s?[\w-]{{2,63}}\s?\.\s?{_HOST_TLD}(?!\w)|"
    rf"(?<!\w)www(?:\s?\.\s?|\s(?:punkt|dot)\s)[\w-]{{2,63}}(?:\s?\.\s?|\s(?:punkt|"
    rf"dot)\s){_HOST_TLD}(?!\w)",
    re.IGNORECASE,
)
_NEWS = (
    r"o2online|o2|telefonica|eplus|telekom|vodafone|alice-dsl|speedtest|heise|golem|spiegel|"
    r"wikipedia|bundesnetzagentur|kein-einzelfall|wirsindeinzelfall|wir-sind-einzelfall|"
    r"teltarif|tagesschau|bild|"
    r"zeit|faz|sueddeutsche|welt|computerbild|chip|inside-handy|areamobile|netzwelt|"
    r"wieistmeineip|dslreports|allestörungen|allestoerungen"
)
_SUB = (
    r"^(?:(?:www|m|mobile?|de|en|maps|mail|news|forum|hilfe|my|mein|shop|wetter|blog|login|"
    r"email)\.)?"
)
_NEWS_HOST = re.compile(rf"{_SUB}(?:{_NEWS})\.[a-z.]{{2,6}}$", re.IGNORECASE)
_SITES = (
    r"google|youtube|facebook|twitter|amazon|ebay|yahoo|bing|whatsapp|skype|instagram|netflix|"
    r"spotify|apple|microsoft|android|mozilla|web|gmx|t-online|freenet|arcor|1und1|aldi-talk|"
    r"aldi|lidl|rewe|ikea|bahn|db|bvg|hvv|mvv|adac|wetter|kicker|sport1|stern|focus|n24|n-tv|"
    r"ntv|ard|zdf|wdr|ndr|swr|br|mdr|rbb|hr|dlf|rtl|prosieben|sat1|taz|handelsblatt|wiwo|ksta|"
    r"abendblatt|morgenpost|tagesspiegel|rp-online|derwesten|rki|dwd|post|dhl|hermes|dpd|ups|"
    r"paypal|sparkasse|ing-diba|commerzbank|deutsche-bank|postbank|xing|linkedin|dropbox|"
    r"icloud|github|stackoverflow|opensignal|cellmapper|ookla|fast|nperf|breitbandmessung|"
    r"netztest|speedmeter|zdnet|giga|connect|giga|caschys|stadt-bremerhaven|android-hilfe|"
    r"telefon-treff|maps|openstreetmap|immobilienscout24|mobile|autoscout24|check24|verivox|"
    r"clever-tarif|prepaid-wiki|verbraucherzentrale|vz-nrw|test|stiftung-warentest|berlin|"
    r"hamburg|muenchen|koeln|frankfurt|stuttgart|mannheim|bund|bundestag|elster|arbeitsagentur|"
    r"fonic|simyo|blau|congstar|base|klarmobil|mobilcom-debitel|debitel|drillisch|winsim|"
    r"smartmobil|tchibo|netzclub"
)
_PUBLIC_HOST = re.compile(rf"{_SUB}(?:{_NEWS}|{_SITES})\.[a-z.]{{2,6}}$", re.IGNORECASE)
_PUBLIC_PATH = re.compile(
    r"/?(?:(?:buy|now|index|home|start|forum|hilfe|help|netz|netzabdeckung|netzausbau|support|"
    r"kontakt|service|news|download|mobil|mobile|m|faq|"
    r"test|speedtest|hotline|shop|blog|de|en|suche|search|login|wetter|karte|maps?|handy|tarife?|"
    r"dsl|umts|lte)(?:\.(?:html?|php|aspx?))?/?){0,3}$",
    re.IGNORECASE,
)
_OWN_PATH = re.compile(
    r"\d{3}|user|profil|member|mitglied|people|person|nutzer|author|autor|(?:^|/)[u@]/",
    re.IGNORECASE,
)


_DOTS = re.compile(r"\s(?:punkt|dot)\s|\s?\.\s?", re.IGNORECASE)


def _is_public(host: str) -> bool:
    """Tell the site of a company or paper from one that may be a person's own."""
    return bool(_PUBLIC_HOST.search(host.partition(":")[0].lower()))


_WORDY = re.compile(
    rf"(?<![\w@]){_LOCAL}(?P<domain>{_AT}(?:[\w-]{{1,63}}{_DOT}){{0,4}}(?:{_TLD}|{_PROVIDER}))(?![\w-])",
    re.IGNORECASE,
)
_SOME_AT = re.compile(
    rf"@|&#64;|&commat;|%40|{_OPEN}\s?{_AT_WORD}\s?{_CLOSE}|"
    r"\s(?:at|ät|ätt|aet|klammeraffe|affenschwanz|affenohr|klammer\s?affe)\s|[-_](?:at|ät|aet)[-_]",
    re.IGNORECASE,
)
_JOINED = re.compile(rf"(?<![\w@])(?:[\w+~-]{{1,40}}{_JOIN}){{1,5}}$", re.IGNORECASE)


def _mail(draft: Draft, match: re.Match) -> Span | None:
    """Return the address with what is joined before it (`jörg bindestrich mertz@…`)."""
    if _PUBLIC_MAIL.fullmatch(match[0]):
        return None
    joined = _JOINED.search(draft.text, max(0, match.start() - 60), match.start())
    return joined.start() if joined else match.start(), match.end()


def _is_disguised(draft: Draft, match: re.Match) -> bool:
    domain = match["domain"]
    return len(domain.strip()) > 4 and bool(_DISGUISED.search(domain))


def _leads_somewhere(draft: Draft, match: re.Match) -> bool:
    """Tell a link to a page of somebody's own from the front page of a company or paper."""
    host, _, path = re.sub(r"^\w+\s?:\s?/{0,2}", "", match[0]).partition("/")
    public_path = _PUBLIC_PATH.match(path) or (
        _NEWS_HOST.search(host) and not _OWN_PATH.search(path)
    )
    return bool(re.search(r"[@?=#~]", match[0])) or not (public_path and _is_public(host))


def _is_own_host(draft: Draft, match: re.Match) -> bool:
    return not _is_public(_DOTS.sub(".", match[0]))


_GLUED = re.compile(
    rf"(?<![\w@])[\w.+-]{{2,40}}(?-i:AT|ÄT)(?:{_PROVIDER}|[\w-]{{2,40}})(?-i:PUNKT|DOT|PKT|\.){_TLD}(?!\w)",
    re.IGNORECASE,
)
_AT_PROVIDER = re.compile(
    rf"(?<![\w@])(?P<value>[\w+-]{{2,40}}(?:{_JOIN}[\w+-]{{1,40}}){{1,4}}\s(?:bei|auf|von)\s{_PROVIDER}(?:{_DOT}{_TLD})?)(?!\w)|"
    rf"(?<!\w)e?-?mail(?:-?adresse)?\W{{1,3}}(?:(?:ist|lautet|an|geht)\s)?(?P<plain>[\w+.-]{{3,40}}\s(?:bei|auf)\s{_PROVIDER}(?:{_DOT}{_TLD})?)(?!\w)",
    re.IGNORECASE,
)
_PROVIDER_FIRST = re.compile(
    rf"(?<!\w){_PROVIDER}(?:\.{_TLD})?[,:]?\s(?:(?:mit|und|davor|vorne|vorn|dran|dann|heißt|heisst|als|"
    r"name|namen|adresse|dem)\s){1,5}(?P<value>[^\W\d_][\w-]*(?:[._+-]\w+|\d)[\w.]*|[\w.+-]{3,40}(?=\s(?:davor|vorne|dran)))",
    re.IGNORECASE,
)
_SURNAME_PART = re.compile(
    r"(?:vor|nach|familien|zu)name[\s:=]{1,3}(?:ist\s|lautet\s)?(?P<value>[^\W\d_]{3,})(?=\s?[.,@;]|\s(?:bei|at|auf)\s|\s*$)",
    re.IGNORECASE,
)
"""`mail: vorname sabine punkt nachname lohse bei web.de`."""

_SHORT_LINK = re.compile(
    r"(?<![\w@.])(?:maps\.app\.goo\.gl|goo\.gl|g\.co|bit\.ly|tinyurl\.com|t\.co|is\.gd|ow\.ly|w3w\.co|"
    r"osm\.org|maps\.apple\.com|what3words\.com|t1p\.de|rb\.gy|cutt\.ly|youtu\.be|wa\.me|t\.me|m\.me|"
    r"fb\.me|instagr\.am|lnkd\.in|paypal\.me)/[^\s<>\"„“()]*[\w/]",
    re.IGNORECASE,
)


def _provider(draft: Draft, match: re.Match) -> Span:
    return match.span("value" if match["value"] else "plain")


def _is_no_word(draft: Draft, match: re.Match) -> bool:
    low = match["value"].lower()
    return low not in words.FUNCTION and low not in words.NOUNS


RECOGNISERS = (
    Recogniser("mail", _SPACED_MAIL, language="", hits=("«u t e @ g m x . d e»",)),
    Recogniser(
        "mail",
        _MAIL,
        _mail,
        near=_SOME_AT,
        language="",
        hits=(
            "Meldet euch unter «ilse.nowitzki@example.org»",
            "Kontakt: «anja.ahrens (at) example.org»",
            "«anja.cords{ät}web.de» hilft",
            "schreibt «a_cords [AT] firma-nord [DOT] de»!",
        ),
        misses=("dsl@home", "o2@home nervt"),
    ),
    Recogniser(
        "mail",
        _WORDY,
        _is_disguised,
        near=_SOME_AT,
        hits=(
            "mail an «anja punkt cords at gmx punkt de» bitte",
            "«jörg bindestrich mertz klammeraffe gmx punkt net»",
        ),
    ),
    Recogniser("mail", _MAIL_LABEL, hits=("mail: «kathi_w77»",), misses=("mail geht nicht",)),
    Recogniser(
        "link",
        _LINK,
        _leads_somewhere,
        language="",
        hits=("Screenshot: «http://example.org/u/kılıç/351»", "«facebook.com/anja.cords»"),
        misses=("http://www.speedtest.net", "www.o2online.de/netz/"),
    ),
    Recogniser(
        "link",
        _BARE_HOST,
        _is_own_host,
        language="",
        hits=("mein blog ist «ulrike.blogspot.de»",),
        misses=("heise.de lädt, spiegel.de nicht",),
    ),
    Recogniser(
        "link",
        _SPELT_HOST,
        _is_own_host,
        hits=("unsere Seite «www . malerei-nord . de»", "Homepage «malerei-nord punkt de»"),
    ),
    Recogniser("mail", _GLUED, language="", hits=("«lenaATgmxPUNKTnet»",)),
    Recogniser(
        "mail",
        _AT_PROVIDER,
        _provider,
        hits=("mail lautet «jonas punkt meerwald bei gmail»",),
        misses=("Mail geht, gmail auch, nur web.de nicht",),
    ),
    Recogniser("mail", _PROVIDER_FIRST, hits=("gmail mit «tatjana.brunk» davor",)),
    Recogniser("name", _SURNAME_PART, _is_no_word, hits=("mein nachname «ohlberg» .de",)),
    Recogniser(
        "link", _SHORT_LINK, language="", hits=("«maps.app.goo.gl/Ab3dEfGhIj»", "«g.co/kgs/4fTz1»")
    ),
)
