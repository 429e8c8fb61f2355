"""Identifying: contact data and identifiers of the senders, wherever they were written.

What to look for comes from the raw reports alone: whole contact fields, and what patterns of this
module find in the other cells, whatever redaction made of them. What the campaign's own words hold
(campaign.yml, templates, words, the operator's plan) is no leak, nor is a placeholder.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.audit import contents
from helpers.audit.places import Places
from helpers.settings import Settings

TYPED = """
    test tester testname name vorname nachname anonym anonymous unbekannt niemand keine kein keiner
    egal asdf asdfasdf qwertz xxx max mustermann erika musterfrau john doe foo bar na nan none null
    com de org net example mail email herr frau
"""
PLACEHOLDERS = frozenset(TYPED.split())
"""Words that people type to fill a field; a field of nothing else is nobody's."""
CONTACT = re.compile(
    r"\b(name|vorname|nachname|familienname|e-?mail\w*|mail(adresse)?|telefon\w*|tel|handy\w*"
    r"|phone|mobil\w*|rufnummer|contact|kontakt|anschrift)\b", re.I
)  # fmt: skip
MAIL = (
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\]|\sat\s|&#64;)\s?[\w-]+(?:\s?(?:\.|\(dot\)|\(punkt\))\s?[\w-]+)+"
)
PATTERNS = {
    "mail": re.compile(MAIL, re.I),
    "iban": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    "phone": re.compile(
        r"(?<![\w.,/-])(?:\+|00)?(?:49|0)[ /().-]{0,3}\d(?:[ /().-]{0,2}\d){6,13}(?!\d)"
    ),
    "plate": re.compile(r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?\b(?![.,]\d)"),
    "address": re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b(?!\.)"),
    "number": re.compile(r"(?<![\d.,])\d{8,}(?![\d.,]\d)"),
    "customer": re.compile(
        r"\b(?:kunden?|kd|vertrags?|rufnummern?|customer|contract|ticket|vorgangs?)[\w.-]*"
        r"[ .:#-]*(?:nr|nummer|no|number|id)?[ .:#-]*(?P<is>\d[\d /.-]{3,}\d)", re.I
    ),
    "link": re.compile(r"\b(?:https?://|www\.)[\w.-]+/[^\s<>\"')]{2,}", re.I),
    "profile": re.compile(r"(?<![\w.@])@[A-Za-z_][\w.]{2,}\w"),
}  # fmt: skip
DAY = re.compile(r"\d{1,4}[.-]\d{1,2}[.-]\d{1,4}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
TOKEN = re.compile(r"\w+")
GAP = r"(?:[\W_]{0,4}|[\W_]{1,2}(?:at|ät|dot|punkt)[\W_]{1,2})"
"""What may stand between two words, as in "lutz.jessen (at) example"."""
SPELT = frozenset({"at", "ät", "dot", "punkt"})
DIGITS = re.compile(r"(?<![\d.,])\+?\d[\d /().-]{4,24}\d(?![.,]?\d)")
OUTLINE = re.compile(r"\b(?:d|points)=\"[^\"]*\"")
JOINED = frozenset({"phone", "number", "customer", "iban"})
"""Kinds that are found however their digits are grouped."""
LEAST_DIGITS = 5
OWN_FILES = ("register.csv", "formats.csv")


class Needle(NamedTuple):
    """One piece of personal data: its words in order, what it is, and the row it stands in."""

    words: tuple[str, ...]
    kind: str
    source: str


def search(settings: Settings, parts: Iterable[contents.Part], places: Places) -> pd.DataFrame:
    """Return `kind` ("identifier"), `file`, `where`, `said` for each piece that was written.

    parts: the files that were read. Searched too is what the pipeline keeps in data/processed. The
    piece itself is not repeated.
    """
    wanted = _not_ours(settings, list(_needles(settings, places)))
    common = Counter(word for needle in wanted for word in set(needle.words))
    anchors: dict[str, list[Needle]] = {}
    for needle in wanted:
        rarest = min(needle.words, key=lambda word: (common[word], -len(word)))
        anchors.setdefault(rarest, []).append(needle)
    numbers = {_joined("".join(n.words)): n for n in wanted if n.kind in JOINED}
    rows = []
    for part in [*parts, *_kept(settings)]:
        text = contents.plain(OUTLINE.sub(" ", part.text))
        for needle in _in_text(text, anchors, numbers):
            said = f"{needle.kind} of {needle.source}"
            rows.append(("identifier", part.where, "", said))
    return pd.DataFrame(rows, columns=["kind", "file", "where", "said"], dtype="str")


def words(text: str) -> tuple[str, ...]:
    """Split a text into the words by which it is searched.

    >>> words("Lutz.Jessen@example.net")
    ('lutz', 'jessen', 'example', 'net')
    """
    return tuple(TOKEN.findall(text.casefold()))


def _kept(settings: Settings) -> Iterator[contents.Part]:
    """Read what the pipeline wrote for itself, but not the pages that were stopped before."""
    seen: set[bytes] = set()
    for path in contents.files(settings.processed):
        if not path.is_relative_to(settings.processed / "withheld"):
            yield from contents.parts(path, str(path.relative_to(settings.dir)), seen, tables=False)


def _needles(settings: Settings, places: Places) -> Iterator[Needle]:
    """Yield what stands in the raw reports and may stand nowhere else."""
    sources = [settings.reports, *settings.more_reports]
    columns = [one.columns for one in sources if one.columns]
    contact = {name for one in columns for name in (one.contact_name, one.contact_email) if name}
    ours = {name for one in columns for name in one.model_dump().values() if name} - contact
    free = {one.description for one in columns if one.description}
    ids = _ids(settings)
    seen: set[tuple[str, ...]] = set()
    for where, header, row in _raw_rows(settings, contact | ours):
        for name, cell in zip(header, row, strict=False):
            bare = cell.strip()
            if not bare or bare in ids or DAY.fullmatch(bare):
                continue
            if name in contact or (name not in ours and CONTACT.search(name)):
                found = [(cell, "contact_name" if "@" not in cell else "contact_email")]
            elif name in ours and name not in free:
                continue
            else:
                found = _hits(cell)
            for text, kind in found:
                spoken = words(re.sub(r"^(https?://)?(www\.)?", "", text))
                if kind in ("mail", "contact_email"):
                    spoken = tuple(word for word in spoken if word not in SPELT)
                needle = Needle(spoken, kind, where)
                key = (_joined(text),) if kind in JOINED else spoken
                if key not in seen and _means_somebody(needle, text, places):
                    seen.add(key)
                    yield needle


def _ids(settings: Settings) -> frozenset[str]:
    """Read the ids of reports: a tool's own id may hold eight digits in a row, and is nobody's."""
    ledger = settings.processed / "ledger.csv"
    if not ledger.exists():
        return frozenset()
    with ledger.open(encoding="utf-8-sig", newline="") as stream:
        return frozenset(row.get("report_id") or "" for row in csv.DictReader(stream))


def _hits(text: str) -> list[tuple[str, str]]:
    """Return (piece, kind) for what the patterns find; the first kind that finds a place has it."""
    found: list[tuple[int, int, str, str]] = []
    for kind, pattern in PATTERNS.items():
        for hit in pattern.finditer(text):
            group = "is" if "is" in pattern.groupindex else 0
            start, end = hit.span(group)
            if not any(start < there and here < end for here, there, *_ in found):
                found.append((start, end, hit[group], kind))
    return [(piece, kind) for *_, piece, kind in found]


def _raw_rows(settings: Settings, known: set[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield (file and row, header, cells) of every raw report, the form's snapshot too."""
    patterns = {p for one in (settings.reports, *settings.more_reports) for p in one.files}
    found = {path for pattern in patterns for path in settings.dir.glob(pattern)}
    found |= set(contents.files(settings.raw / "reports"))
    for path in sorted(path for path in found if path.is_file() and path.name not in OWN_FILES):
        name = str(path.relative_to(settings.dir))
        for table in _raw_tables(path, name):
            rows = [table.header, *table.rows]
            at = next((n for n, row in enumerate(rows[:10]) if known & set(row)), 0)
            for number, row in enumerate(rows[at + 1 :], start=at + 2):
                yield f"{name}, row {number}", rows[at], row


def _raw_tables(path: Path, name: str) -> Iterator[contents.Table]:
    content = path.read_bytes()
    if content[:4] == b"PK\x03\x04" or path.suffix.lower() in (".json", ".ndjson"):
        for part in contents.parts(path, name):
            yield from part.tables
        return
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    separator = max(",;\t|", key=text[:20_000].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if rows:
        yield contents.Table(name, rows[0], rows[1:])


def _means_somebody(needle: Needle, text: str, places: Places) -> bool:
    """Tell a whole address, number or full name from a word that could be anything."""
    if not needle.words or all(word in PLACEHOLDERS for word in needle.words):
        return False
    digits = sum(character.isdigit() for character in text)
    if needle.kind == "contact_name":
        whole = [word for word in needle.words if len(word) > 1]
        if digits >= LEAST_DIGITS:
            return True
        return len(whole) > 1 and needle.words not in places.spoken
    if needle.kind in ("phone", "number", "customer"):
        return digits >= LEAST_DIGITS and not DAY.fullmatch(text.strip())
    return len(needle.words) > 1 or digits >= LEAST_DIGITS or needle.kind == "profile"


def _in_text(text: str, anchors: dict, numbers: dict[str, Needle]) -> list[Needle]:
    """Return the needles that a text holds: first by their rarest word, then word by word."""
    folded = text.casefold()
    present = set(TOKEN.findall(folded))
    candidates = [needle for word in anchors.keys() & present for needle in anchors[word]]
    likely = [needle for needle in candidates if present.issuperset(needle.words)]
    found = [needle for needle in likely if _pattern(needle).search(folded)]
    if numbers:
        written = set(DIGITS.findall(text))
        written.update(hit[0] for hit in PATTERNS["iban"].finditer(text))
        found += [numbers[number] for number in numbers.keys() & set(map(_joined, written))]
    return sorted(set(found))


def _pattern(needle: Needle) -> re.Pattern[str]:
    body = GAP.join(map(re.escape, needle.words))
    sign = "@" if needle.kind == "profile" else ""
    return re.compile(rf"(?<!\w){sign}{body}(?!\w)")


def _joined(written: str) -> str:
    """Reduce a number to what every way of writing it has in common.

    >>> _joined("+49 (0)176 98142365") == _joined("0176-98142365") == "17698142365"
    True
    """
    joined = re.sub(r"[\W_]", "", written.replace("(0)", "")).upper()
    return re.sub(r"^(?:0049|49(?=1)|0)", "", joined)


def _not_ours(settings: Settings, wanted: list[Needle]) -> list[Needle]:
    """Drop what the campaign's own words hold, such as its contact."""
    places = [settings.dir / "campaign.yml"]
    plan = settings.buildout
    for file in filter(None, [plan.file, *(one.file for one in plan.earlier), plan.answers.file]):
        places += [settings.dir / file, settings.raw / file]
    for base in {settings.home, settings.dir}:
        places += contents.files(base / "templates", base / "words")
    own = [path for path in places if path.is_file()]
    texts = [part.text for path in own for part in contents.parts(path, path.name, tables=False)]
    known = f" {' '.join(' '.join(words(contents.plain(text))) for text in texts)} "
    return [needle for needle in wanted if f" {' '.join(needle.words)} " not in known]
