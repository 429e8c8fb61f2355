"""Contacts: mail addresses, links, profiles, network addresses and passwords, also disguised."""

import ipaddress
import re

from helpers.redact import words
from helpers.redact.draft import Draft

_PROVIDER = (
    r"(?:gmx|web|gmail|googlemail|google\s?mail|t-?online|yahoo|hotmail|freenet|aol|arcor|o2online|o2mail|outlook|live|"
    r"msn|icloud|me|mac|posteo|mailbox|mail|email|online|1und1|alice|kabelmail|unitybox|vodafone|genion|protonmail|"
    r"proton|mailbox|lycos|compuserve|netcologne|ewetel|versanet|kabelbw|gmx-topmail|example)"
)
_TLD = (
    r"(?:de|com|net|org|info|eu|at|ch|biz|name|me|tv|cc|io|co|uk|fr|it|nl|pl|tr|dk|se|ru|cz|us|berlin|hamburg|koeln|edu|gov|test|example|"
    r"invalid|online|email|mobi)"
)
_OPEN, _CLOSE = r"[(\[{<|*_\"'«»]{1,2}", r"[)\]}>|*_\"'«»]{1,2}"
_AT_WORD = (
    r"(?:@|at|ät|aet|ad|aat|ett|a|affe|klammeraffe|affenschwanz|affenohr|spider|klammer\s?affe|et)"
)
_AT = (
    rf"(?:\s{{0,3}}@\s{{0,3}}|\s{{0,2}}{_OPEN}\s?{_AT_WORD}\s?{_CLOSE}\s{{0,2}}|"
    r"\s{1,3}(?:at|ät|aet|klammeraffe|affenschwanz|affenohr|klammer\s?affe)\s{1,3}|[-_](?:at|ät|aet)[-_])"
)
_DOT_WORD = r"(?:dot|punkt|pkt\.?|point|d0t|\.)"
_DOT = rf"(?:\s?\.\s?|\s{{0,2}}{_OPEN}\s?{_DOT_WORD}\s?{_CLOSE}\s{{0,2}}|\s{{1,3}}(?:dot|punkt|pkt\.?|point)\s{{1,3}}|[-_](?:dot|punkt)[-_])"
_JOIN = (
    rf"(?:{_DOT[3:-1]}|\s{{1,2}}(?:unterstrich|underscore|bindestrich|minus|strich)\s{{1,2}}|[-_+])"
)
_LOCAL = rf"[\w+~-]+(?:(?:\.|{_JOIN})[\w+~-]+){{0,5}}"
_TIGHT_LOCAL = r"[\w.+~%-]*[\w~%+-]"

_MAIL_HINT = re.compile(
    r"@|[\W_](?:at|ät|aet|aat|ad|a|ett|et|spider|affe|affen\w+|klammer\w*)[\W_]|mail", re.IGNORECASE
)
_LINK_HINT = re.compile(rf"://|www\.|\w\.{_TLD}\b|\w:[\w+]|: ?//", re.IGNORECASE)
_MAIL = re.compile(
    rf"(?<![\w@])(?:mailto:)?{_TIGHT_LOCAL}{_AT}(?:[\w-]+{_DOT}){{1,4}}{_TLD}(?![\w-])|"
    rf"(?<![\w@])(?:mailto:)?{_TIGHT_LOCAL}\s?@\s?\w[\w-]*(?:\.[\w-]+)+|"
    rf"(?<![\w@])(?:mailto:)?{_TIGHT_LOCAL}{_AT}{_PROVIDER}(?![\w-])|"
    rf"(?<![\w@])[\w.+-]*\w@\w[\w-]{{2,}}",
    re.IGNORECASE,
)
_PUBLIC_MAIL = re.compile(
    r"(?:dsl|o2|genion|surf|internet|office|work|alles?)\s?@\s?(?:home|work|office|o2|once|media)",
    re.IGNORECASE,
)
_WORDY_LOCAL = re.compile(
    rf"(?<![\w@]){_LOCAL}(?={_AT}(?:[\w-]+{_DOT}){{0,4}}(?:{_TLD}|{_PROVIDER})(?![\w-]))",
    re.IGNORECASE,
)
_MAIL_LABEL = re.compile(
    r"\be?-?mail(?:-?\s?adresse|-?addy|-?kontakt|s)?(?:\s(?:ist|lautet|war|an|unter|wäre|bei|gmx|web|gmail|t-online|googlemail|yahoo|heißt)){0,3}\s?[:=]?\s"
    r"(?P<value>[\w+-]+(?:[._][\w+-]+)+|[a-z]+\d+[\w.]*)",
    re.IGNORECASE,
)

_LINK = re.compile(
    rf"(?:(?:h(?:tt|xx)ps?|ftp)\s?:\s?/{{1,2}}|(?:skype|sip|tel|geo|callto|sms):(?=[\w+])|www\.)[^\s<>\"„“()]*[^\s<>\"„“().,;:!?]|"
    rf"(?<![\w@.])(?:[\w-]+\.)+{_TLD}(?:/[^\s<>\"„“()]*[^\s<>\"„“().,;:!?]|/)",
    re.IGNORECASE,
)
_BARE_HOST = re.compile(rf"(?<![\w@./-])(?:[\w-]+\.)+{_TLD}(?![\w/@-])", re.IGNORECASE)
_PUBLIC_HOST = re.compile(
    r"(?:^|\.)(?:o2online|o2|telefonica|eplus|telekom|vodafone|alice-dsl|speedtest|heise|golem|spiegel|google|wikipedia|bundesnetzagentur|"
    r"kein-einzelfall|wirsindeinzelfall|teltarif|tagesschau|bild|zeit|faz|sueddeutsche|welt|computerbild|chip|inside-handy|areamobile|"
    r"netzwelt|wieistmeineip|dslreports|allestörungen|allestoerungen)\.[a-z.]{2,6}$",
    re.IGNORECASE,
)
_PUBLIC_PATH = re.compile(
    r"/?(?:(?:buy|now|index|home|start|forum|hilfe|help|netz|netzabdeckung|netzausbau|support|kontakt|service|news|download|mobil|mobile|m|faq|"
    r"test|speedtest|hotline|shop|blog|de|en|suche|search|login|wetter|karte|maps?|handy|tarife?|dsl|umts|lte)(?:\.(?:html?|php|aspx?))?/?){0,3}$",
    re.IGNORECASE,
)
_FAMILY_HOST = re.compile(r"(?:^|[.-])(?:fam|familie|praxis|kanzlei|dr)-", re.IGNORECASE)

_PUBLIC_HANDLE = re.compile(
    r"@(?:o2\w*|telefonica\w*|telekom\w*|vodafone\w*|eplus\w*|e|home|work|all|alle|google|apple|bnetza|netzagentur|heise\w*|base|alice|dsl)(?!\w)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.+/-])@\s?(?=[\w.]*[a-zA-Z])[\w.-]*\w")
_PLATFORM = (
    r"(?:twitter|facebook|fb|skype|icq|msn|aim|jabber|xmpp|xing|linkedin|insta(?:gram)?|snapchat|telegram|threema|signal|whats\s?app|"
    r"viber|discord|steam|psn|xbox|youtube|flickr|tumblr|google\s?\+|google\s?plus|studi\s?vz|sch(?:ü|ue)ler\s?vz|mein\s?vz|wkw|wer-kennt-wen|"
    r"last\.?fm|mastodon|tiktok|reddit|ebay|identi\.ca|yahoo\s?messenger|messenger|foursquare|lokalisten|myspace|forum|o2-forum|ingame)"
)
_NICK = (
    r"(?:nick(?:name)?|user(?:name)?|benutzer(?:name|kennung)?|screen\s?name|account(?:name)?|profil(?:name)?|konto(?:name)?|kanal(?:name)?|alias|"
    r"handle|login(?:name)?|anmeldename|kennung|pseudonym|(?:user|apple|skype|sip|online)-?\s?id|name|nutzername|mitgliedsname)"
)
_LINKING = (
    r"(?:\s{0,2}[:=–]\s{0,2}|\s{1,2}(?:ist|lautet|heißt|heisst|heiße|heisse|heiß|bin|ich|mich|unter|als|mein|meine|der|dort|da|auch|findet|ihr|erreichbar|"
    r"dem|den|auf|bei|war|kontakt|via|per|an|name|namens|und|zwar|mit|erreicht|folgt|mir|addet|einfach|schreibt|adde)(?=\s|:)){1,6}\s{0,2}[:=]?\s{0,2}"
)
_ACCOUNT = re.compile(
    rf"(?<!\w){_PLATFORM}(?:[-\s]?{_NICK})?(?:{_LINKING}|\s)[\"'„“(@]*(?P<value>[^\W_][\w.-]*\w)|"
    rf"(?<!\w)(?:{_PLATFORM}[-\s]?)?(?P<nick>{_NICK})(?:{_LINKING}|\s)(?:(?:bei|auf|im|in)\s{_PLATFORM}\s(?:ist|lautet|:)?\s?)?[\"'„“(@]*(?P<nicked>[^\W_][\w.-]*\w)|"
    rf"(?<!\w)(?:als|unter|nick(?:name)?)\s[\"'„“]?(?P<as>[^\W_][\w.-]*\w)[\"'“]?\s(?:bei|auf|in|im)\s{_PLATFORM}|"
    rf"(?<!\w)(?:bei|auf|in|im|via|per|über)\s{_PLATFORM}\s(?:heiße|heisse|bin|nenne|erreicht|findet|folgt)\s(?:ich|mich|ihr mich|man mich|mir)\s"
    rf"(?:mich\s)?(?:als|unter|auf|mit)?\s?[\"'„“(@]*(?P<called>[^\W_][\w.-]*\w)",
    re.IGNORECASE,
)
_NAMED_HANDLE = re.compile(
    r"(?<![\w@.])[^\W\d_]{3,}(?:[._-]?[^\W\d_]{0,20}\d{1,4}|_[^\W\d_]+|\.[^\W\d_]+_?\d*)(?![\w@])"
)
_STRONG = re.compile(r"name|nick|[:=]|lautet|heiß|heiss|bin|alias", re.IGNORECASE)
_ICQ = re.compile(
    r"(?<!\w)(?:icq|uin)\W{0,3}(?:nummer|nr|uin|number)?\.?(?:\s(?:ist|lautet))?\W{0,3}(?P<value>\d[\d\s-]{3,}\d)",
    re.IGNORECASE,
)

_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{2,5})?(?![\w.]*\d)")
_VERSION_BEFORE = re.compile(
    r"(?:version|v|firmware|fw|ios|android|symbian|build|release|update|os|software|kernel|baseband|radio|rom|opera|app)\W{0,3}$",
    re.IGNORECASE,
)
_OPEN_IPS = frozenset(
    "127.0.0.1 0.0.0.0 8.8.8.8 8.8.4.4 1.1.1.1 9.9.9.9 255.255.255.0 255.255.255.255".split()
)
_IPV6 = re.compile(
    r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:/\d{1,3})?(?![\w:])", re.IGNORECASE
)
_MAC = re.compile(
    r"(?<![\w:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}(?![\w:-])|(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])|"
    r"\bmac(?:-?adresse)?\W{0,3}(?:ist|lautet)?\s?[0-9a-f]{12}\b",
    re.IGNORECASE,
)

_SECRET = re.compile(
    r"(?<!\w)(?:(?:kunden|online|service|telefon|wlan|w-lan|email|mail|konto|mein|login|hotline|voice\s?mail|mailbox|router|portal|zugangs)?[-\s]?"
    r"(?:pass?\s?w[oö]r?[td]|passwd|passphrase|kennwort|kenwort|losungswort|codewort|geheimwort|zugangscode|zugangsdaten|zugangsschl(?:ü|ue)ssel|sicherheitscode|pin-?code|"
    r"pwd|pw|kundenkennzahl|kennzahl|pkk|geheimzahl|geheimnummer|wpa2?-?(?:key|schl(?:ü|ue)ssel)|wlan-?schl(?:ü|ue)ssel|netzwerkschl(?:ü|ue)ssel|pin2?|puk2?|i?tan|sicherheitsfrage|sicherheitsantwort))"
    r"(?:[-\s]?(?:nummer|nr\.?|code))?(?!\w)"
    r"(?P<link>(?:\s{0,2}[:=]\s{0,2}|\s(?:ist|war|lautet|lautete|wäre|heißt|heisst|dazu|dafür|zum|für|das|der|die|meine|konto|hotline|im|kundenkonto|mein|o2|portal|jetzt|immer|noch|nämlich|weiterhin|und)(?=[\s:])){0,5}"
    r"\s{0,2}[:=]?\s{0,2})[\"'„“«»(]{0,2}(?P<value>[^\s\"'„“«»\ue000][^\s\"“«»\ue000]*)",
    re.IGNORECASE,
)
_NO_SECRET = frozenset(
    """falsch richtig korrekt ungültig gültig abgelaufen weg nicht auch immer angeblich unbekannt gesperrt vergessen
    verloren neu alt geändert zurückgesetzt kein keine eingeben eingegeben abgefragt funktioniert geht wird wurde
    hat habe stimmt nötig erforderlich leider nur zu sicher leer dreimal mehrfach da okay ok egal geheim bekannt
    anders gleich gespeichert abgelehnt akzeptiert angenommen verlangt gefragt ein so wieder sofort das der die eine einen
    trotz obwohl aber und oder weil wenn bei für per von nach eingabe abfrage schutz änderung vorhanden zufällig""".split()
)


def find(draft: Draft) -> None:
    """Take mail addresses, links, profiles, network addresses and passwords in `draft`."""
    text = draft.text
    if _MAIL_HINT.search(text):
        _mails(draft)
    if _LINK_HINT.search(text):
        _links(draft)
    if re.search(r"[\da-f]", text):
        _networks(draft)
    for match in _SECRET.finditer(draft.text):
        if _is_secret(match):
            draft.take("password", *match.span("value"))
    if "@" in text:
        for match in _HANDLE.finditer(draft.text):
            if not _PUBLIC_HANDLE.match(match[0]):
                draft.take("profile", *match.span())
    draft.take_all("profile", _ICQ.finditer(draft.text), "value")


def _named_handles(draft: Draft) -> None:
    """Take words made of a given name and a number or a sign (`anja77`, `lutz.k41`, `bernd_m`)."""
    for match in _NAMED_HANDLE.finditer(draft.text):
        first = re.match(r"[^\W\d_]+", match[0])[0]
        if len(first) > 2 and words.loose(first) in words.given():
            draft.take("profile", *match.span())


def find_accounts(draft: Draft) -> None:
    """Take names chosen on a platform (`bei Twitter heiße ich …`); to be run after all others."""
    _named_handles(draft)
    for match in _ACCOUNT.finditer(draft.text):
        group = next(name for name in ("value", "nicked", "as", "called") if match[name])
        before = match[0][: match.start(group) - match.start()]
        strong = group in ("as", "called") or bool(_STRONG.search(before))
        if _is_account(match[group], strong):
            draft.take("profile", *match.span(group))


def _mails(draft: Draft) -> None:
    wordy = [match.start() for match in _WORDY_LOCAL.finditer(draft.text)]
    for match in _MAIL.finditer(draft.text):
        begins = [start for start in wordy if start <= match.start() < start + 60]
        if _PUBLIC_MAIL.fullmatch(match[0]):
            continue
        joined = [s for s in begins if _joined(draft.text[s : match.start()])]
        draft.take("mail", min([match.start(), *joined]), match.end())
    for match in _WORDY_LOCAL.finditer(draft.text):
        rest = re.compile(
            rf"{_AT}(?:[\w-]+{_DOT}){{0,4}}(?:{_TLD}|{_PROVIDER})(?![\w-])", re.IGNORECASE
        )
        end = rest.match(draft.text, match.end())
        if end and len(end[0].strip()) > 4 and _disguised(end[0]):
            draft.take("mail", match.start(), end.end())
    draft.take_all("mail", _MAIL_LABEL.finditer(draft.text), "value")


def _joined(before: str) -> bool:
    """Tell whether the text before a mail address belongs to it (`anja punkt ` before `cords@…`)."""
    return bool(re.search(rf"{_JOIN}$", before, re.IGNORECASE))


def _disguised(domain: str) -> bool:
    return bool(re.search(r"[@.(\[{]|at|ät|aet|affe", domain, re.IGNORECASE))


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


def _networks(draft: Draft) -> None:
    draft.take_all("network", _MAC.finditer(draft.text))
    for match in _IPV4.finditer(draft.text):
        address = re.split(r"[/:]", match[0])[0]
        version = _VERSION_BEFORE.search(draft.text, max(0, match.start() - 20), match.start())
        if address not in _OPEN_IPS and not version and _is_address(address):
            draft.take("network", *match.span())
    for match in _IPV6.finditer(draft.text):
        if re.search(r"[0-9a-f]", match[0], re.IGNORECASE) and _is_address(match[0].split("/")[0]):
            draft.take("network", *match.span())


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(
            ".".join(str(int(p)) for p in text.split(".")) if "." in text else text
        )
    except ValueError:
        return False
    return True


def _is_secret(match: re.Match) -> bool:
    """Tell a password from a sentence about one (`Passwort wird nicht angenommen`)."""
    value, link = match["value"].strip(".,;!?)("), match["link"]
    if (
        not value
        or value.lower() in _NO_SECRET
        or value.lower() in words.FUNCTION
        and not re.search(r"[:=]", link)
    ):
        return False
    if re.search(r"[:=]|lautet|heißt|heisst", link):
        return True
    mixed = bool(re.search(r"\d", value)) and not re.fullmatch(r"\d{1,3}[.,x]?[^\W\d]?", value)
    if re.search(r"ist|war|wäre", link):
        return (
            mixed
            or bool(re.search(r"[^\W\d_][A-Z]|[!$%&#_*+]", value))
            or (value[:1].isupper() and value.lower() not in words.NOUNS)
            or len(value) > 3
            and value[0] in "\"'„"
        )
    return mixed and len(value) >= 4


def _is_account(value: str, strong: bool) -> bool:
    """Tell a name chosen for a platform from a word about it (`Facebook lädt nicht`)."""
    word = value.lower().strip("._-")
    if (
        word in words.FUNCTION
        or word in words.NOUNS
        or re.fullmatch(rf"[\d.,]+(?:{words.UNITS})?\+?", word, re.IGNORECASE)
    ):
        return False
    chosen = bool(
        re.search(
            r"[^\W\d_]\d{1,}$|[^\W\d]_|_[^\W\d]|[^\W\d_]\.[^\W\d_]|[a-zäöü][A-Z]|\d[^\W\d_]{2}",
            value,
        )
    ) and not re.fullmatch(
        r"(?i)(?:o2|d1|d2|\d?g|hsdpa|3gs?|4s|wp7|ios\d?|win\d+|e\d+|n\d+|\w+\.(?:de|com|net|org))",
        value,
    )
    known = words.loose(word) in words.given()
    return (
        chosen
        or known
        or (
            strong
            and len(word) > 2
            and not word.endswith(("ung", "en", "t", "heit", "keit", "problem", "probleme"))
        )
    )
