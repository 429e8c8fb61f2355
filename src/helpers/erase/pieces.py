"""Pieces: the names, addresses, numbers and sentences that tell of a withdrawn report."""

import re

import pandas as pd

from helpers import intake
from helpers.intake import tables
from helpers.intake.cells import tidy
from helpers.intake.mapping import CONTACT
from helpers.settings import Reports, Settings

TELLING = 25
"""Letters from which on a line of text is one person's own."""
TYPED = ("city", "district", "description", "device", "tariff", "contact_name", "contact_email",
         "reason")  # fmt: skip
"""Columns of the form's database that hold what a person or a moderator typed."""
SENTENCE = re.compile(r"(?<=[.!?…])\s+")


def of(
    settings: Settings,
    rows: pd.DataFrame,
    kept: list[dict],
    others_said: set[str],
    quoted: set[str],
) -> dict[str, str]:
    """Return the pieces of text that tell of the withdrawn `rows`, and of what kind each is.

    rows: withdrawn ones of `intake.read`. kept: of the form. others_said: texts of other reports.
    quoted: what handmade tables quote of them. A name, a mail address, a number, each line and each
    sentence of a longer text; a text that another report or row of the same file has as well is
    nobody's own, but for a sender's name and address (see `of_others`).
    """
    cells = quoted | {one[name] for one in kept for name in TYPED}
    cells |= {text for one in kept for text in one["extra"].values() if isinstance(text, str)}
    contacts = {*rows["contact_name"], *rows["contact_email"]}
    contacts |= {one[name] for one in kept for name in ("contact_name", "contact_email")}
    public = {settings.contact.email, settings.contact.name}
    # An id tells of nobody and stays, in the list of withdrawn ones and in the form's database.
    public |= {*rows["report_id"], *(one["report_id"] for one in kept)}
    common, perhaps = set(others_said), set()
    for name, mine in rows.groupby("source_file"):
        path = settings.dir / str(name)
        table = tables.read(path)
        numbers = set(mine["source_row"])
        own = _of_their_own(table.header, intake.source_of(path, settings))
        perhaps |= {
            row[place].strip()
            for number, row in zip(table.numbers, table.rows, strict=True)
            for place in own
            if number in numbers
        }
        for number, row in zip(table.numbers, table.rows, strict=True):
            (cells if number in numbers else common).update(cell.strip() for cell in row)
    others_say = "\n".join(common)
    found = {}
    for cell in cells | contacts | perhaps:
        for line in _pieces(cell):
            said, is_theirs = line in others_say, line in contacts or "@" in line
            if line in public or (said and not is_theirs):
                continue
            is_contact = line in contacts or line in perhaps
            if kind := _kind(line, is_contact, is_contact and not said, cell in quoted):
                found[line] = kind
    return found


def _pieces(cell: str) -> set[str]:
    """Return the lines of a text and their sentences: either may be quoted alone."""
    lines = {line.strip() for line in cell.splitlines()}
    return lines | {part.strip() for line in lines for part in SENTENCE.split(line)}


def _of_their_own(header: list[str], source: Reports) -> list[int]:
    """Return the positions of columns that are neither place, fault, device nor the like."""
    if source.format == "form":
        return [place for place, head in enumerate(header) if head.startswith("extra_")]
    mapped = source.columns.model_dump() if source.columns else {}
    common = {tidy(theirs) for ours, theirs in mapped.items() if theirs and ours not in CONTACT}
    return [place for place, head in enumerate(header) if head not in common]


def of_others(wanted: dict[str, str], reports: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each name or address that other reports, which stay, have too: their ids.

    reports: `report_id, contact_name, contact_email, withdrawn`.
    """
    staying = reports[~reports["withdrawn"].astype(bool)]
    pairs = [
        (text, row.report_id)
        for row in staying.itertuples()
        for text in (row.contact_name, row.contact_email)
        if text in wanted
    ]
    found: dict[str, list[str]] = {}
    for text, report_id in pairs:
        found.setdefault(text, []).append(report_id)
    return found


def _kind(line: str, is_contact: bool, is_rare: bool, is_quoted: bool) -> str:
    """Say what a piece of text is; "" for one that could be anybody's.

    is_rare: a contact that nobody else's answers hold: there, one word or few letters tell enough.
    """
    if "@" in line and len(line) > 5:
        return "mail address"
    letters, digits = sum(map(str.isalpha, line)), sum(map(str.isdigit, line))
    if digits >= 6 and letters < digits and ":" not in line:
        return "number"
    words = len(line.split())
    if is_contact and words > 1 and (letters > 5 or (is_rare and letters > 3)):
        return "name"
    if is_rare and letters > 5 and letters == len(line):
        return "name"
    if is_quoted and words > 1 and letters > 9:
        return "quote"
    return "text" if len(line) >= TELLING and words > 1 else ""
