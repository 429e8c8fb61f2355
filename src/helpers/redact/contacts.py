"""Contacts: mail addresses and links, also written out or disguised."""

import re

from helpers.redact import words
from helpers.redact.draft import Draft

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
_OPEN, _CLOSE = r"[(\[{<|*_\"'«»]{1,2}", r"[)\]}>|*_\"'«»]{1,2}"
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
_MAIL_HINT = re.compile(
    r"@|&#64;|&commat;|%40|[\W_](?:at|ät|aet|aat|ad|a|ett|et|spider|affe|affen\w+|"
    r"klammer\w*)[\W_]|mail",
    re.IGNORECASE,
)
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
_WORDY_LOCAL = re.compile(
    rf"(?<![\w@]){_LOCAL}(?={_AT}(?:[\w-]{{1,63}}{_DOT}){{0,4}}(?:{_TLD}|{_PROVIDER})(?![\w-]))",
    re.IGNORECASE,
)
_REST = re.compile(
    rf"{_AT}(?:[\w-]{{1,63}}{_DOT}){{0,4}}(?:{_TLD}|{_PROVIDER})(?![\w-])", re.IGNORECASE
)
_JOINED = re.compile(rf"{_JOIN}$", re.IGNORECASE)
_DISGUISED = re.compile(r"[@.(\[{]|at|ät|aet|affe", re.IGNORECASE)
_MAIL_LABEL = re.compile(
    r"\be?-?mail(?:-?\s?adresse|-?addy|-?kontakt|s)?(?:\s(?:ist|lautet|war|an|unter|wäre|bei|gmx|"
    r"web|gmail|t-online|googlemail|yahoo|heißt)){0,3}\s?[:=]?\s"
    r"(?P<value>[\w+-]+(?:[._][\w+-]+)+|[a-z]+\d+[\w.]*)",
    re.IGNORECASE,
)
_LINK_HINT = re.compile(rf"://|www\.|\w\.{_TLD}\b|\w:[\w+]|: ?//", re.IGNORECASE)
_LINK = re.compile(
    rf"(?:(?:h(?:tt|xx)ps?|ftp)\s?:\s?/{{1,2}}|(?:skype|sip|tel|geo|callto|sms):(?=[\w+])|"
    rf"www\.)[^\s<>\"„“()]*[^\s<>\"„“().,;:!?]|"
    rf"(?<![\w@.])(?:[\w-]{{1,63}}\.){{1,6}}{_TLD}(?:/[^\s<>\"„“()]*[^\s<>\"„“().,;:!?]|/)",
    re.IGNORECASE,
)
_BARE_HOST = re.compile(rf"(?<![\w@./-])(?:[\w-]{{1,63}}\.){{1,6}}{_TLD}(?![\w/@-])", re.IGNORECASE)
_PUBLIC_HOST = re.compile(
    r"(?:^|\.)(?:o2online|o2|telefonica|eplus|telekom|vodafone|alice-dsl|speedtest|heise|golem|"
    r"spiegel|wikipedia|bundesnetzagentur|"
    r"kein-einzelfall|wirsindeinzelfall|teltarif|tagesschau|bild|zeit|faz|sueddeutsche|welt|"
    r"computerbild|chip|inside-handy|areamobile|"
    r"netzwelt|wieistmeineip|dslreports|allestörungen|allestoerungen)\.[a-z.]{2,6}$",
    re.IGNORECASE,
)
_PUBLIC_PATH = re.compile(
    r"/?(?:(?:buy|now|index|home|start|forum|hilfe|help|netz|netzabdeckung|netzausbau|support|"
    r"kontakt|service|news|download|mobil|mobile|m|faq|"
    r"test|speedtest|hotline|shop|blog|de|en|suche|search|login|wetter|karte|maps?|handy|tarife?|"
    r"dsl|umts|lte)(?:\.(?:html?|php|aspx?))?/?){0,3}$",
    re.IGNORECASE,
)
_FAMILY_HOST = re.compile(r"(?:^|[.-])(?:fam|familie|praxis|kanzlei|dr)-", re.IGNORECASE)


def find(draft: Draft) -> None:
    """Take mail addresses and links that lead to a person."""
    if _MAIL_HINT.search(draft.text):
        _mails(draft)
    if _LINK_HINT.search(draft.text):
        _links(draft)


def _mails(draft: Draft) -> None:
    draft.take_all("mail", _SPACED_MAIL.finditer(draft.text))
    wordy = [match.span() for match in _WORDY_LOCAL.finditer(draft.text)]
    for match in _MAIL.finditer(draft.text):
        if _PUBLIC_MAIL.fullmatch(match[0]):
            continue
        near = [start for start, _ in wordy if start <= match.start() < start + 60]
        joined = [start for start in near if _JOINED.search(draft.text[start : match.start()])]
        draft.take("mail", min([match.start(), *joined]), match.end())
    for start, end in wordy:
        domain = _REST.match(draft.text, end)
        if domain and len(domain[0].strip()) > 4 and _DISGUISED.search(domain[0]):
            draft.take("mail", start, domain.end())
    draft.take_all("mail", _MAIL_LABEL.finditer(draft.text), "value")


def _links(draft: Draft) -> None:
    for match in _LINK.finditer(draft.text):
        link = match[0]
        host, _, path = re.sub(r"^\w+\s?:\s?/{0,2}", "", link).partition("/")
        plain = not re.search(r"[@?=#~]", link)
        public_path = (
            _PUBLIC_PATH.match(path)
            if not _PUBLIC_HOST.search(host)
            else not re.search(r"\d{3}|user|profil", path, re.IGNORECASE)
        )
        if (
            plain
            and public_path
            and not _personal_host(host)
            and not re.match(r"(?:skype|sip|tel|geo|callto|sms)\s?:", link, re.IGNORECASE)
        ):
            continue
        draft.take("link", *match.span())
    for match in _BARE_HOST.finditer(draft.text):
        if _personal_host(match[0]):
            draft.take("link", *match.span())


def _personal_host(host: str) -> bool:
    """Tell whether a host name holds a person's name (anja-cords.de, familie-mertz.de)."""
    labels = re.split(r"[.\-_]", host.lower().removeprefix("www."))[:-1]
    named = any(words.loose(label) in words.given() and len(label) > 3 for label in labels)
    return bool(named or _FAMILY_HOST.search(host))
