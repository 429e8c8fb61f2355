"""Names: persons named in a greeting, a signature, an introduction, a relation, or by given name."""

import re
from collections.abc import Iterator

from helpers.redact import words
from helpers.redact.draft import Draft

_GREET = (
    r"(?:(?:mit\s)?(?:[^\W\d_]+en\s|[^\W\d_]+e\s|[^\W\d_]+er\s|und\s){0,3}(?<![^\W\d_])gr(?:ü|ue|u)(?:ß|ss|s)(?:e|en|le|li)?|mfg|lg|vg|bg|hg|mbg|vlg|glg|m\.?f\.?g\.?|l\.g\.|hochachtungsvoll|hochachtend|"
    r"gez\.?|gezeichnet|unterzeichnet(?:\svon)?|i\.\s?a\.|i\.\s?v\.|grüßle|lieben gruß)"
)
_SIGN = re.compile(rf"(?<![^\W\d_]){_GREET}(?![^\W\d_])", re.IGNORECASE)
_SIGN_SOFT = re.compile(
    r"(?<![^\W\d_])(?:ihre?|eure?|euer|deine?|ciao|tsch(?:ü|ue)(?:ss|ß)i?|servus|bye|cheers|(?:vielen\s|herzlichen\s|besten\s|lieben\s)?danke?(?:\s(?:sehr|schön|im voraus|vorab))?|bis\s(?:bald|dann)|alles gute|sch(?:ö|oe)nen (?:tag|abend)(?:\snoch)?|"
    r"schönes wochenende|in hoffnung|verzweifelt|genervt|euer kunde|ihr kunde|ihre kundin|hoffnungsvoll|es grüßt|es gruesst|es grüßen|hilfe|tschö|adieu|absender|unterschrift|verfasser(?:in)?|eingesandt von|von)(?![^\W\d_])",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?<![^\W\d_])(?P<title>herrn?|hr\.?|hrn\.?|frau|fr\.|fräulein|frl\.?|fam(?:ilie|\.)|mr\.?|mrs\.?|ms\.|dr\.?|prof\.?|dipl\.?-?\s?ing\.?|mag\.|bay|bayan|pan|pani|monsieur|madame|señor(?:a)?)\s{1,2}",
    re.IGNORECASE,
)
_TITLE_MORE = re.compile(
    r"(?:herrn?|frau|dr\.?|prof\.?|med\.|jur\.|phil\.|rer\.|nat\.|dipl\.?-?\s?ing\.?|ing\.|mag\.|h\.c\.|doktor|professor|und|u\.|&)\s{1,2}",
    re.IGNORECASE,
)
_KIN = (
    r"(?:(?:ehe|ex-?|haupt|mit|schwieger|gro(?:ß|ss)|ur|stief|paten|kinds|halb|zwillings|klein)?(?:frau|mann|sohn|tochter|mutter|vater|oma|opa|bruder|schwester|tante|onkel|neffe|nichte|cousine?|enkel(?:in)?|enkelsohn|enkeltochter|kind|mama|papa|mutti|vati|eltern|"
    r"schwager|schw(?:ä|ae)gerin)|freund(?:in)?|lebensgef(?:ä|ae)hrt(?:e|in|en)|lebenspartner(?:in)?|partner(?:in)?|verlobte[rn]?|mitbewohner(?:in)?|nachbar(?:in|n)?|kolleg(?:e|en|in)|arbeitskolleg(?:e|en|in)|kumpel|bekannte[rn]?|chef(?:in)?|"
    r"vermieter(?:in)?|hausmeister(?:in)?|mieter(?:in)?|untermieter(?:in)?|babysitter(?:in)?|trainer(?:in)?|lehrer(?:in)?|arzt|(?:ä|ae)rztin|anwalt|anw(?:ä|ae)ltin|steuerberater(?:in)?|kommiliton(?:e|en|in)|wg-?mitbewohner(?:in)?|"
    r"assistent(?:in)?|sekret(?:ä|ae)rin|azubi|praktikant(?:in)?|kundin|kunde|ehegatt(?:e|in)|gatt(?:e|in)|zimmernachbar(?:in)?|mädchen|junge|baby|jüngste[rn]?|älteste[rn]?|kleine[rn]?|große[rn]?)"
)
_KIN_OF = re.compile(
    rf"(?<![^\W\d_])(?:mein|dein|sein|ihr|unser|euer|eur|ein|der|die|den|dem)(?:e|en|em|er|es)?\s+(?:[^\W\d_]+(?:e|er|en|em)\s+)?(?P<kin>{_KIN}|{_KIN}\sund\s{_KIN})(?:[\s,:(\"„–-]{{1,3}}(?:namens|heißt|heisst|hei(?:ß|ss)en|mit\snamen)(?![^\W\d_]))?[\s,:(\"„–-]{{1,3}}",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"(?<![^\W\d_])(?:(?:hotline|service|kundendienst|shop|o2|support|callcenter|call-center|telefon|hotline|kunden|vertriebs|technik)-?\s?)?(?:mitarbeiter(?:in|n|s)?|sachbearbeiter(?:in|s)?|berater(?:in|s)?|kundenberater(?:in)?|techniker(?:in|s)?|supporter(?:in)?|agent(?:en|in)?|verk(?:ä|ae)ufer(?:in|s)?|"
    r"shopleiter(?:in)?|filialleiter(?:in)?|teamleiter(?:in)?|gruppenleiter(?:in)?|abteilungsleiter(?:in)?|vorgesetzte[rn]?|kundenbetreuer(?:in)?|betreuer(?:in)?|bearbeiter(?:in|s)?|monteur|ansprechpartner(?:in)?|hotliner(?:in)?|kolleg(?:e|en|in)|dame|gesch(?:ä|ae)ftsf(?:ü|ue)hrer(?:in)?|sprecher(?:in)?|pressesprecher(?:in)?|moderator(?:in)?|admin|manager(?:in)?|kraft|call-?center-?agent(?:in)?|disponent(?:in)?|person)"
    r"(?:[\s,:(\"„–-]{1,3}(?:namens|hei(?:ß|ss)t|hie(?:ß|ss)|mit\s(?:dem\s)?namen|nannte\ssich|war|ist|ein\sgewisser|eine\sgewisse|ein|eine|am\stelefon|der\shotline|herrn?|frau)(?![^\W\d_])){0,2}[\s,:(\"„–-]{1,3}",
    re.IGNORECASE,
)
_INTRODUCE = re.compile(
    r"(?<![^\W\d_])(?:(?:mein|dein|sein|ihr|unser|der|deren|meine)(?:e|en|em|er|es)?\s(?:vollständiger\s|voller\s|richtiger\s|werter\s|kompletter\s)?(?:vor|nach|familien|zu|ruf|mädchen|spitz|ehe|vor-\sund\snach)?-?name(?:n)?(?:\s(?:ist|lautet|war|wäre|sei|is))?[\s:=,\"„–-]{1,3}(?:übrigens\s|auch\s|nämlich\s|ja\s)?|"
    r"(?:ich|wir|sie|er|die|der)\s(?:heiße|heisse|heiß|hei(?:ß|ss)en|hei(?:ß|ss)t|hie(?:ß|ss)|nenne mich)\s(?:übrigens\s|auch\s|ja\s)?|(?:heiße|heisse)\s(?:ich\s)?(?:übrigens\s|auch\s)?|"
    r"(?:vor|nach|familien|zu|kunden|vertrags)?-?\s?name(?:\sdes\skunden|\sdes\svertragsinhabers|\sund\sanschrift|\skunde)?\s?[:=]\s?|"
    r"(?:vertrags|konto|anschluss|karten|rechnungs|sim|handy)?-?(?:inhaber|halter|empf(?:ä|ae)nger|nehmer|partner)(?:in|s)?[\s:=,(-]{1,3}(?:ist|lautet|hei(?:ß|ss)t|:|bin\sich|war|frau|herr|meine|mein|mann)?[\s:=,(-]{0,3}|"
    r"(?:ansprechpartner(?:in)?|kontaktperson|absender(?:in)?|unterschrift|einsender(?:in)?|verfasser(?:in)?|z\.?\s?hd\.?|zu\sh(?:ä|ae)nden(?:\svon)?|c/o|kunde|kundin|melder(?:in)?|betroffene[rn]?|teilnehmer(?:in)?|signatur|user|nutzer|gemeldet\svon|i\.?\s?a\.)\s?[:=]?\s|"
    r"(?:namens|mit\snamen|mit\sdem\snamen|unter\s(?:dem|meinem)\snamen|auf\s(?:den|meinen|dem|seinen|ihren)\snamen|auf\sden\snamen\svon|im\snamen\s(?:von|der|des)|im\sauftrag\svon|alias|genannt|ein(?:e|en|er|em)?\sgewisse[rn]?|rufname|geborene[r]?|geb\.)\s?:?\s|"
    r"my\sname\sis\s|i\sam\s|i'm\s|this\sis\s|(?:läuft|laufen|lautet|gemeldet|registriert|angemeldet|eingetragen|geführt|abgeschlossen)\s(?:bei\seuch\s|bei\so2\s|noch\s|immer\snoch\s)?auf\s(?:meine\sfrau\s|meinen\smann\s|herrn\s|frau\s)?)",
    re.IGNORECASE,
)
_INTRODUCE_SOFT = re.compile(
    r"(?<![^\W\d_])(?:ich\sbin(?:['’]?s)?|bin(?:['’]?s)?|hier\s(?:ist|spricht|schreibt|meldet\ssich|grüßt|is)|(?:es|mal|da)\s(?:schreibt|spricht|grüßt|meldet\ssich)|am\sapparat(?:\sist)?|ich,|wir,|wir\ssind|das\s(?:ist|bin|war)|ihr|euer|dein|ich\sals|für|fuer|von|mit|bei|an|laut|durch|gegen|ohne|und|wie|zu|hat|auch)\s(?:noch\s?mal\s|noch\s?einmal\s|mal\s|wieder\s|hier\s|schon\swieder\s)?(?:die\s|der\s|dem\s|den\s|einem\s|einer\s|eine\s|ein\s|s\s|wieder\s)?(?:kleine\s|genervte\s|liebe\s|nette\s|neue\s|alte\s)?",
    re.IGNORECASE,
)
_HELLO = re.compile(
    r"(?<![^\W\d_])(?:hallo|hallöchen|hi|hey|moin(?:\smoin)?|servus|guten\s(?:tag|morgen|abend)|gr(?:ü|ue)(?:ß|ss)\s?(?:gott|dich|euch)|liebe[rs]?|sehr\sgeehrte[rs]?|geehrte[rs]?|werte[rs]?|dear|hello|tach|huhu|na|danke|merhaba|selam|cześć|dzień\sdobry)[\s,!]{1,2}(?:liebe[rs]?\s|du\s|an\s)?",
    re.IGNORECASE,
)
_HOTLINE_AFTER = re.compile(
    r"[\s,(]{1,3}(?:von|vom|aus|bei|in|an|beim|am)\s(?:der\s|dem\s|eurer\s|ihrer\s|euerem\s|o2[-\s]|telefonica\s|der\so2\s)*(?:[^\W\d_]+-)?(?:hotline|support|kundenservice|kundendienst|service|shop|kundenbetreuung|technik|beschwerde\w*|call-?\s?center|chat|telefon|störungsstelle|vertrieb)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_INITIAL = re.compile(r"[A-ZÄÖÜŁŞÇ]\.(?:\s?-?[A-ZÄÖÜ]\.)?")
_CITY_FROM = re.compile(
    r"(?:aus|in|von)\s(?:dem\s|der\s|den\s)?(?:[^\W\d_]+(?:en|er|em|m|n)\s)?[^\W\d_][\w-]+(?:\s(?:am|an der|bei|im)\s[^\W\d_]+)?(?:\s?[,.!:–-]\s?|\s)",
    re.IGNORECASE,
)
_END = re.compile(r"[\s.,!?)\"'“*~:;^_<>|/\\–—-]*(?:$|\n|\ue000|\(|:\)|PS|P\.S\.|😠|[^\w\s])")
_LG_DEVICE = re.compile(
    r"(?:[a-z]{0,3}-?\d|optimus|cookie|prada|viewty|renoir|handy|telefon|smartphone|electronics|gerät|cyon|arena|pop|town|chocolate|swift|nexus|g\d)",
    re.IGNORECASE,
)
_DASH_END = re.compile(r"(?:^|[\s.!?])[-–—~*]{1,3}\s?(?=[^\W\d_])")
_LAST_LINE = re.compile(r"(?:\n|[.!?;]\s{1,3}|[.!?]\s?[-–—]\s?)(?=[^\W\d_][^\n.!?]{1,40}[.!]?\s*$)")


def find(draft: Draft) -> None:
    """Take the names of persons in `draft`; surnames inside streets and places stay."""
    loud = _is_loud(draft.text)
    for match in _SIGN.finditer(draft.text):
        _signature(draft, match, loud)
    for match in _TITLE.finditer(draft.text):
        _titled(draft, match, loud)
    for match in _INTRODUCE.finditer(draft.text):
        _follow(draft, match.end(), loud, trust=True)
    for match in _KIN_OF.finditer(draft.text):
        _follow(draft, match.end(), loud, trust="," not in match[0][-3:])
    for match in _STAFF.finditer(draft.text):
        _follow(draft, match.end(), loud, trust="," not in match[0][-3:])
    for pattern in (_HELLO, _SIGN_SOFT, _INTRODUCE_SOFT):
        for match in pattern.finditer(draft.text):
            _follow(draft, match.end(), loud, trust=False)
    _bare(draft, loud)
    _ends(draft, loud)


def _is_loud(text: str) -> bool:
    """Tell whether a text is written in capitals, where capitals mark no name."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 5 and sum(letter.isupper() for letter in letters) > 0.7 * len(letters)


def _tokens(text: str, place: int) -> Iterator[tuple[int, int, str]]:
    """Yield the words that follow `place` directly, a space or a dot of an initial apart."""
    while match := (_INITIAL.match(text, place) or _TOKEN.match(text, place)):
        yield match.start(), match.end(), match[0]
        gap = re.compile(r"[ \t]{1,2}|(?<=\.)").match(text, match.end())
        if not gap:
            return
        place = gap.end()


def _is_known(word: str) -> bool:
    """Tell whether a word, or each half of a double name, is a given name in any context."""
    return any(words.loose(part) in words.telling() for part in re.split(r"[-'’]", word))


def _is_given(word: str) -> bool:
    """Tell whether a word is a given name and no German word (`Anja`, `Anjas`, `Anna-Lena`)."""
    whole = words.loose(word)
    if whole in words.given() or (
        whole.endswith("s") and len(whole) > 4 and whole[:-1] in words.given()
    ):
        return True
    parts = whole.split("-")
    return len(parts) == 2 and all(part in words.given() for part in parts)


def _is_word(word: str) -> bool:
    """Tell a word of grammar or a noun of such reports from a name."""
    low = word.lower().strip(".")
    if low in words.FUNCTION or low in words.NOUNS:
        return True
    last = low.split("-")[-1]
    return ("-" in low and last in words.NOUNS) or bool(_NOUN_END.search(low))


_NOUN_END = re.compile(
    r"(?:ung|ungen|heit|keit|schaft|ion|ionen|tät|netz|karte|karten|nummer|vertrag|dienst|service|team|center|problem|probleme|verbindung|empfang|störung|ausfall|bahn|bahnhof|straße|strasse|platz|kunde|kunden|"
    r"handy|telefon|nutzer|betreiber|anbieter|minuten|stunden|tage|wochen|monate|jahre|zeit|gerät|geräte|ismus|abbrüche|werte|rate|stelle|stellen|mast|masten|loch|löcher|shop|hotline)$"
)


def _take_names(text: str, place: int, loud: bool, trust: bool, lower: bool = False) -> int:
    """Return where the name that starts at `place` ends, or `place` where there is none.

    trust: the place tells that a name follows, so that an unknown capitalised word is one.
    lower: small letters are no bar (at the very end of a text).
    """
    end, names, unknown = place, 0, 0
    for start, stop, word in _tokens(text, place):
        if names >= 4 or _is_place(text, start, stop, word):
            break
        initial = word.endswith(".")
        particle = (
            word.lower() in words.PARTICLES
            and names + 1 < 4
            and re.match(r"\s(?:[a-z]{2,3}\s)?[A-ZÄÖÜŁŞÇ]", text[stop:])
        )
        capital = word[0].isupper() and not loud
        known = _is_known(word) and (capital or loud or lower or _is_given(word))
        if initial and word[0].isupper():
            names += 1
        elif particle and (names or trust):
            continue
        elif (
            known
            and not (word.lower() in words.FUNCTION and not capital)
            and not (word.lower() in words.NOUNS and not names)
        ):
            names += 1
        elif (
            (capital or lower)
            and not _is_word(word)
            and (trust or names)
            and not (word.isupper() and len(word) <= 4 and not loud)
        ):
            names, unknown = names + 1, unknown + 1
        elif (loud or names) and not _is_word(word) and words.loose(word) in words.surnames():
            names += 1
        elif loud and trust and not _is_word(word) and len(word) > 2 and names < 2:
            names += 1
        else:
            break
        end = stop
    return end


def _is_place(text: str, start: int, stop: int, word: str) -> bool:
    """Tell whether a name is part of a street, station or device (`Karl Marx Allee`, `St. Georg`)."""
    parts = re.split(r"-", word)
    if len(parts) > 1 and words.PLACE_WORD.fullmatch(parts[-1]):
        return True
    before = re.search(r"([^\W\d_]+\.?(?:-[^\W\d_]+)?)\s{1,2}$", text[max(0, start - 24) : start])
    if before and before[1].lower() in words.PLACE_BEFORE:
        return True
    for follower in re.finditer(r"[\s-]([^\W\d_]+\.?)", text[stop : stop + 40]):
        if follower.start() > 0 and not re.fullmatch(
            r"(?:[\s-][A-ZÄÖÜ][^\W\d_]+)*", text[stop : stop + follower.start()]
        ):
            break
        if not follower[1][0].isupper():
            break
        if words.PLACE_WORD.fullmatch(follower[1]) and follower[1].lower() not in (
            "haus",
            "bad",
            "see",
            "berg",
            "burg",
            "feld",
            "au",
        ):
            return True
    return False


def _follow(draft: Draft, place: int, loud: bool, trust: bool) -> None:
    """Take the name that follows a telling word at `place`, if there is one."""
    text = draft.text
    title = _TITLE_MORE.match(text, place)
    if title:
        trust, place = True, title.end()
    end = _take_names(text, place, loud, trust)
    if end == place and trust:
        end = _small_name(text, place)
    if end > place and (trust or _has_given(text[place:end])):
        draft.take("name", place, end)


def _small_name(text: str, place: int) -> int:
    """Return where a name in small letters ends (`mein name ist bernd mertz`)."""
    end = place
    for start, stop, word in _tokens(text, place):
        known = _is_given(word) or (end > place and words.loose(word) in words.surnames())
        if not known or _is_place(text, start, stop, word):
            break
        end = stop
    if (
        end > place
        and (more := re.compile(r"\s([^\W\d_]{3,})(?=[.,!]|\s*$)").match(text, end))
        and not _is_word(more[1])
    ):
        end = more.end()
    return end


def _has_given(text: str) -> bool:
    return any(
        _is_given(word) or word[0].isupper() and _is_known(word) and word.lower() not in words.NOUNS
        for word in _TOKEN.findall(text)
    )


def _signature(draft: Draft, match: re.Match, loud: bool) -> None:
    """Take the name after a closing formula; a device (LG Optimus) is no signature."""
    text = draft.text
    gap = re.compile(r"[\s,;:.!–—~*_|/\-]*").match(text, match.end())
    place = gap.end()
    if (
        match[0].lower() == "lg"
        and not re.search(r"[,\n:;–-]", gap[0])
        and _LG_DEVICE.match(text, place)
    ):
        return
    if city := _CITY_FROM.match(text, place):
        place = city.end()
    link = re.compile(
        r"(?:ihr|ihre|euer|eure|dein|deine|von|vom|die|der|wünscht|sendet|dem|und|danke|dank|vielen|besten|bis bald|ein genervter|eine genervte|eine|ein|kunde|kundin)\s(?:(?:kunde|kundin|familie|fam\.|herr|frau|treuer|treue|genervter|genervte|dr\.|der|die|dank|dem|[^\W\d_]+e[r]?)\s)?",
        re.IGNORECASE,
    )
    linked = link.match(text, place)
    starts = [place] + ([linked.end()] if linked else [])
    for start in starts:
        if start < len(text) and _sign_at(draft, start, loud, soft=start != place):
            return


def _sign_at(draft: Draft, place: int, loud: bool, soft: bool) -> bool:
    text = draft.text
    if re.match(r"[^\W\d_]+", text[place:]) is None:
        return False
    if soft:
        end = _take_names(text, place, loud, trust=True)
        return end > place and draft.take("name", place, end)
    end = _take_names(text, place, loud, trust=True, lower=False)
    if end == place or not _END.match(text, end):
        whole = _take_names(text, place, loud, trust=True, lower=True)
        if whole > place and _END.match(text, whole):
            end = whole
    if end == place:
        end = _small_name(text, place)
    return end > place and draft.take("name", place, end)


def _titled(draft: Draft, match: re.Match, loud: bool) -> None:
    """Take the name after Herr, Frau, Familie, Dr. and the like, also in small letters."""
    place = match.end()
    while more := _TITLE_MORE.match(draft.text, place):
        place = more.end()
    end = _take_names(draft.text, place, loud, trust=True)
    if end == place:
        word = _TOKEN.match(draft.text, place)
        formal = match["title"].lower() in (
            "herr",
            "herrn",
            "hr.",
            "hr",
            "dr.",
            "fr.",
            "familie",
            "fam.",
            "dr",
        )
        if (
            word
            and not _is_word(word[0])
            and (
                words.loose(word[0]) in words.surnames()
                or _is_given(word[0])
                or (formal and len(word[0]) > 3)
            )
        ):
            end = word.end()
    if end > place:
        draft.take("name", place, end)


def _bare(draft: Draft, loud: bool) -> None:
    """Take given names that are no German word, with the surname that follows or precedes."""
    text = draft.text
    for match in _TOKEN.finditer(text):
        word = match[0]
        if (
            not (word[0].isupper() or len(word) > 3)
            or not _is_given(word)
            or _is_place(text, *match.span(), word)
        ):
            continue
        if word[0].islower() and not words.is_common_given(word):
            continue
        end = max(match.end(), _take_names(text, match.start(), loud, trust=False))
        start = match.start()
        reverse = re.search(r"([^\W\d_]{3,}(?:-[^\W\d_]+)?),\s?$", text[:start])
        if reverse and words.loose(reverse[1]) in words.surnames() and not _is_word(reverse[1]):
            start = reverse.start()
        draft.take("name", start, end)
    for match in re.finditer(r"[A-ZÄÖÜŁŞ][^\W\d_]{2,}(?:-[A-ZÄÖÜ][^\W\d_]+)?", draft.text):
        if (
            _HOTLINE_AFTER.match(draft.text, match.end())
            and not _is_word(match[0])
            and words.loose(match[0]) in words.surnames() | words.telling()
        ):
            draft.take("name", *match.span())


def _ends(draft: Draft, loud: bool) -> None:
    """Take a name that stands alone at the end (`… – Bernd Mertz`, a last line `K. Petersen`)."""
    text = draft.text
    for pattern in (_DASH_END, _LAST_LINE):
        for match in pattern.finditer(text):
            found = [(start, stop, word) for start, stop, word in _tokens(text, match.end())]
            if not found or len(found) > 3 or not _END.match(text, found[-1][1]):
                continue
            likely = [w.endswith(".") or (w[0].isupper() and not _is_word(w)) for _, _, w in found]
            sure = [
                words.loose(w) in words.surnames() or _is_known(w) or w.endswith(".")
                for _, _, w in found
            ]
            if (
                all(likely)
                and any(sure)
                and not loud
                and not any(_is_place(text, *t) for t in found)
            ):
                draft.take("name", found[0][0], found[-1][1])
