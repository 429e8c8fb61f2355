"""Prose: counts and rates beside the name of a place, in sentences, figures, pop-ups and pages."""

import re
from functools import lru_cache

from helpers.audit import contents, numbers
from helpers.audit.places import Places
from helpers.audit.sums import Cell, Edition, make, say

TAG = re.compile(r"<script\b.*?>|<style.*?</style>|<[^<>!]*>", re.S | re.I)
UNIT = r"(?:Meldung(?:en)?|reports?)\b"
NUMBER = rf"(?:{numbers.RANGE.pattern}|(?P<one>{numbers.INTEGER}))"
TOLD = re.compile(rf"(?<![\d.,]){NUMBER}\s{UNIT}(?!\s*(?:je|per)\b)")
RATE = re.compile(rf"(?<![\d.,])(?P<rate>\d+[.,]\d+)\s(?:{UNIT}\s)?(?:je|per)\s10[.,]?000"
                  rf"|(?:je|per)\s10[.,]?000[^\d:]{{0,20}}:\s(?P<after>\d+[.,]\d+)")  # fmt: skip
SPOKEN = re.compile(r"\b(?:alt|title|aria-label|content|data-[\w-]+)=\"([^\"<>]*)\"")
END = re.compile(r"[.!?;]\s|[\n<>\"]")
BEFORE = re.compile(r"[\s:,;()–·|\"'\[\]=<>!-]{1,14}$")
OF_PLACE = re.compile(r"\s(?:aus|in|im|für|from|for)\s(?:(?:dem|der|den|the)\s)?")
LONE = re.compile(rf"(?P<name>\D*?\w)[\s:,–-]+{NUMBER}", re.I)
COMMENT = re.compile(r"<!--\s*(?P<text>[^<>]*?)\s*-->(?:(?!<!--).)*?translate\((?P<x>[-\d.]+)[ ,]+"
                     r"(?P<y>[-\d.]+)\)", re.S)  # fmt: skip
TEXT = re.compile(r"<text\b(?P<at>[^>]*)>(?P<text>.*?)</text>", re.S)
NEAR = 6.0
"""Texts of a drawing whose heights differ by less stand in one line."""
WORDS = 6
SPLIT = re.compile(r"[\s\"\[\]{}=<>|,;:]+")
TEXTS = {"html", "htm", "svg", "md", "txt", "pdf", "xml", "json", "geojson", "ipynb", "js", "png"}


def read(edition: Edition, parts: list[contents.Part], places: Places, k: int, printed) -> None:
    """Find numbers beside names; a count of 1 to k−1, or one of a withheld place, is a finding.

    Others are taken as what a reader may assume of the place, since a sentence may mean less.
    """
    names = _names(places)
    for part in parts:
        if part.kind not in TEXTS:
            continue
        found = set()
        lines = _lines(part.text) if part.kind == "svg" or "<svg" in part.text else []
        body = contents.plain(TAG.sub(" ", part.text))
        body = "\n".join([body, *map(contents.plain, SPOKEN.findall(part.text))])
        for text in [body, *lines]:
            found |= _beside(text, names)
        loose = _in_sentences(body, names) - found
        alone = lines if part.kind in ("svg", "html") else body.splitlines()
        for line in alone:
            if (told := LONE.fullmatch(line.strip())) and (cell := names.get(_key(told["name"]))):
                found.add((cell, *_span(told), True))
        for told in sorted(found):
            _judge(edition, part.where, told, places, k, printed)
        for cell, least, most, _ in sorted(loose):
            if cell in edition.hidden and cell not in edition.held:
                rule = ({cell: 1.0}, least, most, f"{part.where}: sentence", False)
                edition.rules.append(rule)


def _judge(edition: Edition, where: str, told: tuple, places: Places, k: int, printed) -> None:
    cell, least, most, is_count = told
    known = edition.least.get(cell), edition.most.get(cell)
    hidden = cell in edition.hidden and known[1] is not None and known[1] < k
    if hidden and (least, most) != known:
        what = "count" if is_count else "rate"
        printed.findings.append(("prose", where, say(cell), f"a {what} stands beside its name"))
    elif is_count and least == most and 0 < most < k:
        printed.findings.append(("small", where, say(cell), f"a count below {k} is printed"))
    if cell in edition.hidden and cell not in edition.held and (least, most) != known:
        if not is_count:
            size = places.population.get(dict(cell)["place"], [])
            if not size:
                return
            least, most = (min(size) * least / 10_000, max(size) * most / 10_000)
        edition.rules.append(({cell: 1.0}, least, most, f"{where}: text", False))
        printed.constraints[where] += 1


def _beside(text: str, names: dict[str, Cell]) -> set[tuple]:
    """Return (cell, least, most, is a count) for each number beside a name."""
    found = set()
    for told in TOLD.finditer(text):
        before = text[max(0, told.start() - 80) : told.start()]
        after = text[told.end() : told.end() + 80]
        link = OF_PLACE.match(after)
        for cell in {
            _ending(before, names),
            _starting(after[link.end() :], names) if link else None,
        }:
            if cell:
                found.add((cell, *_span(told), True))
    for told in RATE.finditer(text):
        written = (told["rate"] or told["after"]).replace(",", ".")
        half = 0.5 * 10.0 ** -len(written.partition(".")[2])
        before = text[max(0, told.start() - 80) : told.start()]
        before = re.sub(rf"[^\w]*{NUMBER}\s{UNIT}\W*$", ": ", before)
        if cell := _ending(before, names):
            found.add((cell, float(written) - half, float(written) + half, False))
    return found


def _in_sentences(text: str, names: dict[str, Cell]) -> set[tuple]:
    """Return the number of a sentence that has one number of reports and names one place."""
    found = set()
    for told in TOLD.finditer(text):
        start = max((one.end() for one in END.finditer(text, max(0, told.start() - 200),
                                                       told.start())), default=0)  # fmt: skip
        end = END.search(text, told.end())
        sentence = text[max(start, told.start() - 200) : end.start() if end else told.end() + 200]
        if len(TOLD.findall(sentence)) > 1:
            continue
        words, cells, at = SPLIT.split(sentence.rstrip(".!?")), set(), 0
        while at < len(words):
            for length in range(WORDS if words[at][:1].isupper() else 0, 0, -1):
                if cell := names.get(" ".join(words[at : at + length]).casefold()):
                    cells.add(cell)
                    at += length - 1
                    break
            at += 1
        if len(cells) == 1:
            found.add((cells.pop(), *_span(told), True))
    return found


def _span(told: re.Match) -> tuple[int, int]:
    if told["one"]:
        return (numbers.integer(told["one"]),) * 2
    return numbers.integer(told["least"]), numbers.integer(told["most"])


def _ending(text: str, names: dict[str, Cell]) -> Cell | None:
    """Return the place whose name ends a text, up to blanks and punctuation."""
    end = BEFORE.search(text)
    words = SPLIT.split(text[: end.start()]) if end else []
    for length in range(min(WORDS, len(words)), 0, -1):
        if cell := names.get(_key(" ".join(words[-length:]))):
            return cell
    return None


def _starting(text: str, names: dict[str, Cell]) -> Cell | None:
    words = text.split()
    for length in range(min(WORDS, len(words)), 0, -1):
        if cell := names.get(_key(" ".join(words[:length]))):
            return cell
    return None


def _key(name: str) -> str:
    return " ".join(re.sub(r"^\W+|[\s:,;.!?\"'“”„»«]+$", "", name.casefold()).split())


@lru_cache(maxsize=2)
def _names(places: Places) -> dict[str, Cell]:
    """Return the place that each name means, where it is one place or a chain of the same."""
    codes: dict[str, set[str]] = {}
    for level in ("land", "kreis", "city"):
        for name, found in places.names[level].items():
            codes.setdefault(name, set()).update(found)
    cells = {}
    for name, named in codes.items():
        # Bremen on a page is the city: the Land of its name holds another one
        wide = {c for c in named if len(c) == 2 and len(places.parts[c]) > 1}
        found = named - wide or named
        shortest = min(found, key=len)
        if all(code.startswith(shortest) for code in found) and len({len(c) for c in found}) == len(
            found
        ):
            cells[name] = make([("place", shortest)])
    return cells


def _lines(text: str) -> list[str]:
    """Put the texts of a drawing together that stand in one line, from left to right."""
    spots = [(float(f["y"]), float(f["x"]), f["text"]) for f in COMMENT.finditer(text)]
    for found in TEXT.finditer(text):
        at = dict(re.findall(r"\b([xy])=[\"']([-\d.]+)", found["at"]))
        moved = re.search(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", found["at"])
        x, y = (moved[1], moved[2]) if moved else (at.get("x", "0"), at.get("y", "0"))
        spots.append((float(y), float(x), re.sub(r"<[^>]*>", "", found["text"])))
    lines: list[list[tuple]] = []
    for spot in sorted(spots):
        if lines and abs(lines[-1][0][0] - spot[0]) < NEAR:
            lines[-1].append(spot)
        else:
            lines.append([spot])
    return [" ".join(text for _, _, text in sorted(line, key=lambda s: s[1])) for line in lines]
