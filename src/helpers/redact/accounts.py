"""Accounts: handles, nicknames and user names on platforms and in forums."""

import re

from helpers.redact import words
from helpers.redact.draft import Draft
from helpers.redact.recognise import Recogniser, Span

_PUBLIC_HANDLE = re.compile(
    r"@(?:(?:o2|telefonica|telekom|vodafone|eplus)_?(?:de|hilft|service|team|online|business|"
    r"deutschland|"
    r"germany|info|presse|news|community|cando)?|deutschetelekom|e|home|work|all|alle|google|apple|"
    r"bnetza|netzagentur|heise\w*|base|alice|dsl)(?!\w)",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?<![\w@.+/-])@\s?(?=[\w.]*[a-zA-Z])[\w.-]*\w|"
    r"(?<![\w/])/?u/[\w-]{3,}|(?<=linkedin\s)in/[\w-]+|(?<!\w)[^\W\d_][\w.-]{1,30}#\d{4}(?!\d)",
    re.IGNORECASE,
)
_PLATFORM = (
    r"(?:twitter|facebook|fb|skype|icq|msn|aim|jabber|xmpp|xing|linkedin|insta(?:gram)?|snapchat|"
    r"telegram|threema|signal|whats\s?app|snap|twitch|kik|ig|bluesky|wire|teamspeak|mumble|"
    r"viber|discord|steam|psn|xbox|youtube|flickr|tumblr|google\s?\+|google\s?plus|studi\s?vz|"
    r"sch(?:ü|ue)ler\s?vz|mein\s?vz|wkw|wer-kennt-wen|"
    r"last\.?fm|mastodon|tiktok|reddit|ebay|identi\.ca|yahoo\s?messenger|messenger|foursquare|"
    r"github|lokalisten|myspace|stayfriends|forum|o2-forum|ingame|xbox\slive)"
)
_NICK = (
    r"(?:nick(?:name)?|[dp][mn]\san(?:\suser)?|user(?:\s?name)?|gamer\s?tag|for(?:um|"
    r"en)s?-?name|benutzer(?:name|kennung)?|screen\s?name|"
    r"account(?:name)?|profil(?:name)?|konto(?:name)?|kanal(?:name)?|alias|"
    r"handle|login(?:name)?|anmeldename|kennung|pseudonym|(?:user|apple|skype|sip|online)-?\s?id|"
    r"name|nutzername|mitgliedsname)"
)
_LINKING = (
    r"(?:\s{0,2}[:=–]\s{0,2}|\s{1,2}(?:ist|is|lautet|heißt|heisst|heiße|heisse|heiß|bin|ich|mich|"
    r"unter|als|mein|meine|der|dort|da|auch|findet|ihr|erreichbar|"
    r"dem|den|auf|bei|war|kontakt|via|per|an|name|namens|und|zwar|mit|erreicht|folgt|mir|addet|bekannt|heiss|"
    r"einfach|schreibt|adde)(?=\s|:)){1,6}\s{0,2}[:=]?\s{0,2}"
)
_ACCOUNT = re.compile(
    rf"(?<!\w){_PLATFORM}\s(?:bin\sich\s)?(?:als|unter)\s(?P<known>[^\W_][\w.-]*\w)\s(?:unterwegs|"
    rf"aktiv|registriert|angemeldet|bekannt)|"
    rf"(?<!\w){_PLATFORM}(?:[-\s]?(?:{_NICK}|id))?(?:{_LINKING}|"
    rf"\s)[\"'„“(@]*(?P<plain>[^\W_][\w.-]*\w)|"
    rf"(?<!\w)(?:{_PLATFORM}[-\s]?)?(?P<nick>{_NICK})(?:{_LINKING}|\s)(?:(?:bei|auf|im|"
    rf"in)\s{_PLATFORM}\s(?:ist|lautet|:)?\s?)?[\"'„“(@]*(?P<nicked>[^\W_][\w.-]*\w)|"
    rf"(?<!\w)(?:als|unter|nick(?:name)?)\s[\"'„“]?(?P<as>[^\W_][\w.-]*\w)[\"'“]?\s(?:bei|auf|in|"
    rf"im)\s(?:o2[-\s])?{_PLATFORM}|"
    rf"(?<!\w)(?:bei|auf|in|im|via|per|über)\s{_PLATFORM}\s(?:heiße|heisse|bin|nenne|erreicht|"
    rf"findet|folgt)\s(?:ich|mich|ihr mich|man mich|mir)\s"
    rf"(?:mich\s)?(?:als|unter|auf|mit)?\s?[\"'„“(@]*(?P<called>[^\W_][\w.-]*\w)",
    re.IGNORECASE,
)
_LINKED = (
    r"(?:\s{0,2}[:=–]|\s(?:ist|is|lautet|hei(?:ß|ss)e?|hei(?:ß|ss)t|bin|ich|mich|unter|als|mein|meine|der|dort|da|"
    r"auch|findet|ihr|erreichbar|dem|den|auf|bei|war|kontakt|via|per|an|name|namens|und|zwar|mit|"
    r"erreicht|folgt|mir|addet|bekannt|einfach|schreibt|adde)[\s:]|\s[\"'„“(@]*(?:[^\W_][\w-]*)?[\d._])"
)
_SOME_ACCOUNT = re.compile(
    rf"(?<!\w)(?:{_PLATFORM}(?:[-\s]?(?:{_NICK}|id))?|{_NICK}){_LINKED}|"
    rf"(?:als|unter|nick(?:name)?)\s[^\s]+\s(?:bei|auf|in|im)\s(?:o2[-\s])?{_PLATFORM}|"
    rf"(?<!\w)(?:{_PLATFORM}[-\s]?(?:{_NICK}|id)|{_NICK})\s",
    re.IGNORECASE,
)
_NAMED_HANDLE = re.compile(
    r"(?<![\w@.])[^\W\d_]{3,}(?:[._-]?[^\W\d_]{0,20}\d{1,4}|_[^\W\d_]+|\.[^\W\d_]+_?\d*)(?![\w@])"
)
_MORE_NAMES = re.compile(r"(?:\s[A-ZÄÖÜ][^\W\d_]+){1,2}(?=\W*$|[,.;!)])")
_LAST_WORD = re.compile(
    rf"(?<!\w){_PLATFORM}:\s(?P<colon>[^\W\d_][\w.-]{{3,}})(?=\s*$)|"
    r"(?<!\w)(?:myspace|lokalisten|wkw|studivz|meinvz|kik|threema|psn|twitch|msn\smessenger|"
    r"steam|insta|ig|"
    r"snap|tg|dc|jabber|xmpp|flickr|tumblr|tiktok)\s(?P<last>[^\W\d_][\w.-]{3,})(?=\s*(?:$|"
    r"[,.;!)]))",
    re.IGNORECASE,
)
"""Networks that reports are seldom about: a last word behind them is a name."""

_NO_NICK = re.compile(
    r"(?i).*(?:lich|ig|isch|los|bar|sam|weg|tot|lahm|down|offline|kaputt|nix|leer|mies)"
)
_PLAIN_END = re.compile(
    r"(?:ung|heit|keit|problem|probleme|nummer|daten|vergessen|gesperrt|gelöscht|geändert)$"
)
_NO_ACCOUNT = words.listed("accounts.no_account")
_GROUPS = ("plain", "nicked", "known", "as", "called")
_LABEL = re.compile(
    r"name|nick|[dp][mn]\san|gamer|pseudonym|login|kennung|handle|profil|\bid\b|-id\b|kanal",
    re.IGNORECASE,
)
_STRONG = re.compile(r"[:=]|lautet|heiß|heiss|bin|alias", re.IGNORECASE)
_ICQ = re.compile(
    r"(?<!\w)(?:icq|uin)\W{0,3}(?:nummer|nr|uin|number)?\.?(?:\s(?:ist|"
    r"lautet))?\W{0,3}(?P<value>\d[\d\s-]{3,}\d)",
    re.IGNORECASE,
)


def _is_account(value: str, strong: bool, labelled: bool) -> bool:
    """Tell a name chosen for a platform from a word about it (`Facebook lädt nicht`).

    strong: something says that a name follows; labelled: a word such as Nickname says so.
    """
    word = value.lower().strip("._-")
    if re.fullmatch(_PLATFORM, word):
        return False
    if (
        word in words.FUNCTION
        or word in words.NOUNS
        or word in _NO_ACCOUNT
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
            and len(word) > (1 if labelled else 2)
            and (
                (labelled and not _PLAIN_END.search(word))
                or not word.endswith(("ung", "en", "t", "heit", "keit", "problem", "probleme"))
            )
        )
    )


def _is_own_handle(draft: Draft, match: re.Match) -> bool:
    return not _PUBLIC_HANDLE.match(match[0])


def _named(draft: Draft, match: re.Match) -> bool:
    """Tell words made of a given name and a number or a sign (`anja77`, `lutz.k41`, `bernd_m`)."""
    return words.loose(re.match(r"[^\W\d_]+", match[0])[0]) in words.sure()


def _chosen(draft: Draft, match: re.Match) -> Span | None:
    """Return the name chosen on a platform (`bei Twitter heiße ich …`)."""
    group = next(name for name in _GROUPS if match[name])
    before = match[0][: match.start(group) - match.start()]
    labelled = group in ("as", "called") or bool(_LABEL.search(before))
    strong = labelled or bool(_STRONG.search(before))
    if group != "known" and not _is_account(match[group], strong, labelled):
        return None
    end = match.end(group)
    more = _MORE_NAMES.match(draft.text, end) if labelled and match[group].istitle() else None
    return match.start(group), more.end() if more else end


def _last(draft: Draft, match: re.Match) -> Span | None:
    group = "colon" if match["colon"] else "last"
    if _NO_NICK.fullmatch(match[group]) or not _is_account(match[group], True, group == "colon"):
        return None
    return match.span(group)


HANDLES = (
    Recogniser(
        "profile",
        _HANDLE,
        _is_own_handle,
        language="",
        hits=("siehe Twitter «@bernd24»", "discord «nachtigall#0815»", "reddit «u/kein_netz»"),
        misses=("@o2de hilft nicht",),
    ),
    Recogniser("profile", _ICQ, language="", hits=("icq «123-456-789»",)),
)
NAMED = (Recogniser("profile", _NAMED_HANDLE, _named, language="", hits=("ich, «anja77», warte",)),)
CHOSEN = (
    Recogniser(
        "profile",
        _ACCOUNT,
        _chosen,
        near=_SOME_ACCOUNT,
        hits=(
            "bei Twitter heiße ich «bernd39»",
            "mein Skype-Name ist «anja.cords77»",
            "im o2 forum als «moppelchen» unterwegs",
            "skype id «frankyboy»",
            "threema id «ECHOECHO»",
        ),
        misses=("Facebook lädt nicht", "skype geht auch nicht"),
    ),
    Recogniser("profile", _LAST_WORD, _last, hits=("threema «knuffi»",)),
)
