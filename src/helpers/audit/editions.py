"""Editions: what each release and the present draft print, cell by cell."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from helpers.audit import contents, prose
from helpers.audit.derived import Columns
from helpers.audit.places import Places
from helpers.audit.reading import Read, Reader
from helpers.audit.sums import Edition, holders, say
from helpers.settings import Settings


@dataclass
class Printed:
    """All editions, and what was noticed on reading them: (kind, file, where, said)."""

    editions: list[Edition] = field(default_factory=list)
    findings: list[tuple[str, str, str, str]] = field(default_factory=list)
    constraints: Counter = field(default_factory=Counter)
    unknown: Counter = field(default_factory=Counter)
    """Columns of numbers that no formula explains, by name."""
    parts: list[contents.Part] = field(default_factory=list)
    """Everything that was read."""


def read(settings: Settings, folders: list[Path], places: Places) -> Printed:
    """Read the kept releases, and the draft in `folders`.

    A draft whose cells say what the last release says is that release.
    """
    printed = Printed()
    reader = Reader(settings, places)
    releases = sorted(path for path in settings.releases.glob("[0-9]*") if path.is_dir())
    sources = [(_number(path), [path]) for path in releases]
    sources.append((max((number for number, _ in sources), default=0) + 1, folders))
    everything: list[tuple[Edition, list[Read], list[contents.Part]]] = []
    for number, paths in sources:
        edition, reads, texts = Edition(number), [], []
        seen: set[bytes] = set()
        for path in contents.files(*paths):
            said = str(
                path.relative_to(settings.dir) if path.is_relative_to(settings.dir) else path
            )
            for part in contents.parts(path, said, seen):
                reads += [found for table in part.tables if (found := reader.read(table))]
                texts.append(part)
                printed.parts.append(part)
        everything.append((edition, reads, texts))
    known = {edition.number: edition for edition, *_ in everything}
    for edition, reads, _ in everything:
        _hold(edition, reads, known)
    for edition, reads, _ in everything:
        for table in sorted(reads, key=lambda one: one.is_list):
            _take(edition, table, known, printed)
    for edition, reads, texts in everything:
        for table in reads:
            _derive(edition, table, places, settings.privacy.k, printed)
        prose.read(edition, texts, places, settings.privacy.k, printed)
    printed.editions = sorted(known.values(), key=lambda edition: edition.number)
    _merge_draft(printed.editions)
    return printed


def _number(folder: Path) -> int:
    """Return the number of a release: as release.json says, else as the folder is called."""
    try:
        content = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        return int(content["number"])
    except (OSError, ValueError, KeyError, TypeError):
        return int("".join(c for c in folder.name if c.isdigit()) or 0)


def _hold(edition: Edition, reads: list[Read], known: dict[int, Edition]) -> None:
    """Note the cells whose number is one of an earlier release, which may be kept no more."""
    for table in reads:
        for row, release in table.of_release.items():
            if release < edition.number:
                known.setdefault(release, Edition(release))
                for cell, *_, number, _ in table.said:
                    if number == row:
                        edition.held[cell] = release


def _take(edition: Edition, table: Read, known: dict[int, Edition], printed: Printed) -> None:
    """Take over what a table says of its cells, each for the release that it is true of."""
    if table.is_list:
        _count_rows(edition, table, printed)
    for cell, number in table.loose:
        edition.rules.append(({cell: 1.0}, number, number, f"{table.where}: perhaps", False))
    for cell, least, most, _, is_open in table.said:
        of = known[edition.held.get(cell, edition.number)]
        _put(of, cell, least, most, table.where, is_open, printed)
        if least == most:
            edition.seen[cell] = least
        if is_open:
            edition.hidden.add(cell)
        printed.constraints[table.where] += 1


def _put(edition, cell, least, most, where, is_open, printed) -> None:
    """Add a bound; two that exclude each other are a finding, and the narrower one stays."""
    low, high = edition.least.get(cell, 0), edition.most.get(cell, float("inf"))
    if max(low, least) > min(high, most):
        said = f"release {edition.number}: contradicts {edition.said[cell]}"
        printed.findings.append(("contradiction", where, say(cell), said))
        if high - low <= most - least:
            return
        low, high = 0, float("inf")
    edition.least[cell], edition.most[cell] = max(low, least), min(high, most)
    edition.said.setdefault(cell, where)
    if is_open:
        edition.hidden.add(cell)


def _count_rows(edition: Edition, table: Read, printed: Printed) -> None:
    """Single rows that name a place are a least for its count, and for all that hold it."""
    rows = Counter(cell for cell in table.cells if cell)
    least: Counter = Counter()
    for cell, n in rows.items():
        above, waiting = {cell}, [cell]
        while waiting:
            new = {parent for parent, _ in holders(waiting.pop(), False, False)} - above
            above |= new
            waiting += new
        for one in above:
            least[one] += n
    for cell, n in least.items():
        if cell not in edition.least:
            continue
        edition.rules.append(({cell: 1.0}, n, float("inf"), f"{table.where}: rows", True))
    printed.constraints[table.where] += len(least)


def _derive(edition: Edition, table: Read, places: Places, k: int, printed: Printed) -> None:
    """Turn the other columns of a table into rules, and note what stands beside hidden cells."""
    if table.is_list:
        return
    columns = Columns(table, edition, places, k)
    columns.explain()
    rules = [rule for rule in columns.rules if not rule[0].keys() & edition.held.keys()]
    edition.rules += rules
    printed.constraints[table.where] += len(rules)
    printed.unknown.update(columns.unknown)
    for kind, cell, said in columns.findings:
        printed.findings.append((kind, table.where, say(cell) if cell else "", said))


def _merge_draft(editions: list[Edition]) -> None:
    """Put draft and last release together where they say the same of every cell of both."""
    if len(editions) < 2:
        return
    last, draft = editions[-2:]
    both = last.least.keys() & draft.least.keys()
    same = all((last.least[c], last.most[c]) == (draft.least[c], draft.most[c]) for c in both)
    if not both or not same or len(both) < len(last.least):
        return
    editions.pop()
    for mine, more in ((last.least, draft.least), (last.most, draft.most), (last.said, draft.said),
                       (last.seen, draft.seen)):  # fmt: skip
        mine |= {cell: value for cell, value in more.items() if cell not in mine}
    last.hidden |= draft.hidden
    last.rules += draft.rules
