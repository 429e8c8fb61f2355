"""Accounts: handles, nicknames and user names on platforms and in forums."""

import re

from helpers.redact import words
from helpers.redact.draft import Draft

_PUBLIC_HANDLE = re.compile(
    r"@(?:o2\w*|telefonica\w*|telekom\w*|vodafone\w*|eplus\w*|e|home|work|all|alle|google|apple|"
    r"bnetza|netzagentur|heise\w*|base|alice|dsl)(?!\w)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.+/-])@\s?(?=[\w.]*[a-zA-Z])[\w.-]*\w")
_PLATFORM = (
    r"(?:twitter|facebook|fb|skype|icq|msn|aim|jabber|xmpp|xing|linkedin|insta(?:gram)?|snapchat|"
    r"telegram|threema|signal|whats\s?app|"
    r"viber|discord|steam|psn|xbox|youtube|flickr|tumblr|google\s?\+|google\s?plus|studi\s?vz|"
    r"sch(?:ü|ue)ler\s?vz|mein\s?vz|wkw|wer-kennt-wen|"
    r"last\.?fm|mastodon|tiktok|reddit|ebay|identi\.ca|yahoo\s?messenger|messenger|foursquare|"
    r"lokalisten|myspace|forum|o2-forum|ingame)"
)
_NICK = (
    r"(?:nick(?:name)?|[dp][mn]\san|user(?:name)?|benutzer(?:name|kennung)?|screen\s?name|"
    r"account(?:name)?|profil(?:name)?|konto(?:name)?|kanal(?:name)?|alias|"
    r"handle|login(?:name)?|anmeldename|kennung|pseudonym|(?:user|apple|skype|sip|online)-?\s?id|"
    r"name|nutzername|mitgliedsname)"
)
_LINKING = (
    r"(?:\s{0,2}[:=–]\s{0,2}|\s{1,2}(?:ist|lautet|heißt|heisst|heiße|heisse|heiß|bin|ich|mich|"
    r"unter|als|mein|meine|der|dort|da|auch|findet|ihr|erreichbar|"
    r"dem|den|auf|bei|war|kontakt|via|per|an|name|namens|und|zwar|mit|erreicht|folgt|mir|addet|"
    r"einfach|schreibt|adde)(?=\s|:)){1,6}\s{0,2}[:=]?\s{0,2}"
)
_ACCOUNT = re.compile(
    rf"(?<!\w){_PLATFORM}(?:[-\s]?{_NICK})?(?:{_LINKING}|\s)[\"'„“(@]*(?P<value>[^\W_][\w.-]*\w)|"
    rf"(?<!\w)(?:{_PLATFORM}[-\s]?)?(?P<nick>{_NICK})(?:{_LINKING}|\s)(?:(?:bei|auf|im|"
    rf"in)\s{_PLATFORM}\s(?:ist|lautet|:)?\s?)?[\"'„“(@]*(?P<nicked>[^\W_][\w.-]*\w)|"
    rf"(?<!\w)(?:als|unter|nick(?:name)?)\s[\"'„“]?(?P<as>[^\W_][\w.-]*\w)[\"'“]?\s(?:bei|auf|in|"
    rf"im)\s{_PLATFORM}|"
    rf"(?<!\w)(?:bei|auf|in|im|via|per|über)\s{_PLATFORM}\s(?:heiße|heisse|bin|nenne|erreicht|"
    rf"findet|folgt)\s(?:ich|mich|ihr mich|man mich|mir)\s"
    rf"(?:mich\s)?(?:als|unter|auf|mit)?\s?[\"'„“(@]*(?P<called>[^\W_][\w.-]*\w)",
    re.IGNORECASE,
)
_NAMED_HANDLE = re.compile(
    r"(?<![\w@.])[^\W\d_]{3,}(?:[._-]?[^\W\d_]{0,20}\d{1,4}|_[^\W\d_]+|\.[^\W\d_]+_?\d*)(?![\w@])"
)
_STRONG = re.compile(r"name|nick|[:=]|lautet|heiß|heiss|bin|alias", re.IGNORECASE)
_ICQ = re.compile(
    r"(?<!\w)(?:icq|uin)\W{0,3}(?:nummer|nr|uin|number)?\.?(?:\s(?:ist|"
    r"lautet))?\W{0,3}(?P<value>\d[\d\s-]{3,}\d)",
    re.IGNORECASE,
)


def find_handles(draft: Draft) -> None:
    """Take handles (`@anja77`) and ICQ numbers."""
    if "@" in draft.text:
        for match in _HANDLE.finditer(draft.text):
            if not _PUBLIC_HANDLE.match(match[0]):
                draft.take("profile", *match.span())
    draft.take_all("profile", _ICQ.finditer(draft.text), "value")


def find(draft: Draft) -> None:
    """Take names chosen on a platform (`bei Twitter heiße ich …`); to be run after all others."""
    for match in _ACCOUNT.finditer(draft.text):
        group = next(name for name in ("value", "nicked", "as", "called") if match[name])
        before = match[0][: match.start(group) - match.start()]
        strong = group in ("as", "called") or bool(_STRONG.search(before))
        if _is_account(match[group], strong):
            draft.take("profile", *match.span(group))


def find_named(draft: Draft) -> None:
    """Take words made of a given name and a number or a sign (`anja77`, `lutz.k41`, `bernd_m`)."""
    for match in _NAMED_HANDLE.finditer(draft.text):
        first = re.match(r"[^\W\d_]+", match[0])[0]
        if len(first) > 2 and words.loose(first) in words.given():
            draft.take("profile", *match.span())


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
