"""Search: is any needle in the haystack?"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from helpers.attack import haystack
from helpers.attack.needles import TOKEN, Needle, words
from helpers.settings import Settings

GAP = r"[\W_]{0,4}"
"""What may stand between two words of a needle: "lutz.jessen (at) example" has up to four."""
DIGITS = re.compile(r"(?<![\d.,])\+?\d[\d /().-]{4,24}\d(?![\d.,]\d)")


def find(settings: Settings, needles: list[Needle], paths: Iterable[Path]) -> list[str]:
    """Return a sentence for each needle that stands in one of the files: file, place, kind, row.

    The piece itself is not repeated. What the campaign's own words hold (campaign.yml, templates,
    the operator's plan) is no leak.
    """
    needles = _not_ours(settings, needles)
    common = Counter(word for needle in needles for word in set(needle.words))
    anchors: dict[str, list[Needle]] = {}
    for needle in needles:
        rarest = min(needle.words, key=lambda word: (common[word], -len(word)))
        anchors.setdefault(rarest, []).append(needle)
    numbers = {_number("".join(n.words)): n for n in needles if n.kind in ("phone", "device")}
    leaks, seen = [], set()
    for path in paths:
        for place, text in haystack.texts(path, seen):
            for needle in _in_text(text, anchors, numbers):
                inside = f" ({place})" if place else ""
                leaks.append(f"{path}{inside}: {needle.kind} of {needle.source}")
    return leaks


def _in_text(text: str, anchors: dict, numbers: dict[str, Needle]) -> list[Needle]:
    """Return the needles that a text holds: first by their rarest word, then word by word."""
    folded = text.casefold()
    present = set(TOKEN.findall(folded))
    candidates = [n for word in anchors.keys() & present for n in anchors[word]]
    likely = [needle for needle in candidates if present.issuperset(needle.words)]
    found = [needle for needle in likely if _pattern(needle).search(folded)]
    if numbers:
        written = {_number(piece) for piece in set(DIGITS.findall(text))}
        found += [numbers[number] for number in numbers.keys() & written]
    return sorted(set(found), key=lambda needle: needle.words)


def _pattern(needle: Needle) -> re.Pattern[str]:
    body = GAP.join(map(re.escape, needle.words))
    return re.compile(rf"(?<!\w){body}(?!\w)")


def _number(written: str) -> str:
    """Reduce a number to the digits that every way of writing it has in common.

    >>> _number("+49 (0)176 98142365") == _number("0176-98142365") == "17698142365"
    True
    """
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    return re.sub(r"^(?:0049|49(?=1)|0)", "", digits)


def _not_ours(settings: Settings, needles: list[Needle]) -> list[Needle]:
    """Drop needles that the campaign's own words hold, such as its contact."""
    places = [settings.dir / "campaign.yml", settings.raw / settings.buildout.file]
    if settings.buildout.file:
        places.append(settings.dir / settings.buildout.file)
    folders = [settings.home / "templates", settings.dir / "templates"]
    own = [path for path in places if path.is_file()] + haystack.files(*folders)
    known = (
        " " + " ".join(" ".join(words(t)) for path in own for _, t in haystack.texts(path)) + " "
    )
    return [needle for needle in needles if f" {' '.join(needle.words)} " not in known]
