"""Scripts: names in Arabic, Cyrillic, Greek and Chinese letters beside a telling word."""

import re

from helpers.redact.draft import Draft
from helpers.redact.folding import fold
from helpers.redact.recognise import Recogniser, Span

_CUES = (
    "меня зовут|моё имя|мое имя|имя|фамилия|с уважением|мене звати|моє ім'я|ім'я|з повагою|"
    "με εκτίμηση|φιλικά|με φιλικούς χαιρετισμούς|искренне ваш|ваш|ваша|تحياتي|此致|敬上|"
    "με λένε|ονομάζομαι|το όνομά μου είναι|όνομα|اسمي|انا|السيد|السيدة|الاسم|مع التحية|نام من|"
    "我叫|我是|我的名字是|姓名|名字|名前は|私は|저는|제 이름은|이름|"
    "gruß|grüße|grüßen|gruss|lg|mfg|name|herr|frau|regards|kunde|kundin|absender"
)
_NOT_LATIN = (
    r"[\u0370-\u058f\u0600-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u1f00-\u1fff"
    r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_WORD = r"[^\W\d_]+"
_CUE = "|".join(
    re.escape(fold(form)[0])
    for cue in _CUES.split("|")
    for form in dict.fromkeys([cue, cue.capitalize()])
)
_RUN = re.compile(
    rf"(?<![^\W\d_])(?:{_CUE})[\s:,.،：]{{0,3}}"
    rf"(?P<value>(?={_WORD}?{_NOT_LATIN}){_WORD}(?:\s(?={_WORD}?{_NOT_LATIN}){_WORD}){{0,2}})",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,4}")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def _name(draft: Draft, match: re.Match) -> Span:
    """Return the words that are one: capitals, or one Arabic word and those with the article."""
    start, end = match.span("value")
    if han := _HAN.match(draft.text, start, end):
        return han.span()
    place = start
    for number, word in enumerate(re.finditer(_WORD, match["value"])):
        arabic = _ARABIC.match(word[0])
        if number and not (word[0].startswith("ال") if arabic else word[0][0].isupper()):
            break
        place = start + word.end()
    return start, place


RECOGNISERS = (
    Recogniser(
        "name",
        _RUN,
        _name,
        near=re.compile(_NOT_LATIN),
        language="",
        hits=(
            "меня зовут «Дмитрий», нет сети",
            "με λένε «Γιώργος Παππάς»",
            "Με εκτίμηση «Ελένη Δούκα», δεν έχω σήμα",
            "السيد «محمد الحسيني» لا شبكة",
            "我叫«李小龙» 没有信号",
        ),
    ),
)
