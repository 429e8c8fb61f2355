"""Columns: which columns of an export are personal, which stay, and why.

A column stays only where the evaluation reads it, or campaign.yml says that it is not personal.
Everything else goes: a column that nobody mapped is personal. What stays is looked at too: pieces
of personal data in its cells are masked, as stage 01 masks them.
"""

from dataclasses import dataclass

import pandas as pd

from helpers import redact
from helpers.intake import formats, mapping, options, prepare
from helpers.intake.cells import tidy
from helpers.intake.formats import Format
from helpers.intake.tables import Table
from helpers.purge import headers
from helpers.redact import persons
from helpers.settings import Reports, Settings

GONE, MASKED, FIXED = "gone", "masked", "fixed"
"""What happens to a column: emptied; kept with personal pieces masked; kept as it is (ids)."""
NAMES_SHARE = 0.2
"""A column of which so many cells are names is one of names, whatever campaign.yml says."""
ROLES = {
    "report_id": "the number of the report, by which it is known again",
    "submitted_at": "when it was sent",
    "city_raw": "the place",
    "district_raw": "the place",
    "postcode_raw": "the place",
    "categories": "the faults",
    "description": "what happened",
    "device": "the device",
    "tariff": "the tariff",
    "operator": "which operator it is about",
    "thing": "what is concerned",
    "consent_operator": "whether the operator may have it",
    "consent_quote": "whether the report may be quoted",
    "fixed": "whether the fault is fixed",
    "fixed_on": "when that was answered",
}


@dataclass(frozen=True)
class Column:
    """A column of an export: its position and header, its `fate`, and the reason in words."""

    place: int
    header: str
    fate: str
    reason: str
    ours: str = ""


def judge(table: Table, source: Reports, form: Format, settings: Settings) -> list[Column]:
    """Say of each column of a raw table what a purge does with it, and why."""
    roles = _roles(table, source, form, settings)
    kept = {tidy(header) for header in source.not_personal}
    judged = []
    for place, header in enumerate(table.header):
        if place in roles and roles[place] not in mapping.CONTACT:
            judged.append(_needed(place, header, roles[place], table))
            continue
        cells = _cells(table, place)
        if header in kept:
            judged.append(_told(place, header, cells))
            continue
        judged.append(Column(place, header, GONE, _why_gone(header, place in roles, cells)))
    return judged


def looks_like(cells: pd.Series) -> str:
    """Say in words what kind of personal data a column holds by its content, "" if none is seen.

    >>> looks_like(pd.Series(["0176 12345678", "", "030 1234567"]))
    'Telefon in 100 % of its cells'
    """
    filled = cells[cells.str.strip().ne("")]
    if filled.empty:
        return ""
    found = redact.find(filled)
    if len(found):
        rows = found.groupby("kind")["row"].nunique()
        kind, share = rows.idxmax(), rows.max() / len(filled)
        return f"{redact.MARKS[kind].strip('[]')} in {share:.0%} of its cells".replace("%", " %")
    if (share := names_share(filled)) >= NAMES_SHARE:
        return f"names in {share:.0%} of its cells".replace("%", " %")
    if filled.str.split().str.len().mean() >= 4:
        return "free text"
    return ""


def names_share(cells: pd.Series) -> float:
    """Return the share of filled cells that are given names, surnames, or both, and no more."""
    filled = cells[cells.str.strip().ne("")].str.strip()
    if filled.empty:
        return 0.0
    parts = filled.str.findall(r"[^\W\d_]+")
    return float(parts.map(lambda p: len(p) <= 4 and any(map(_is_name, p))).mean())


def _is_name(word: str) -> bool:
    """Tell whether a word alone is a name, in capital or small letters."""
    word = word.capitalize()
    return len(word) > 2 and (persons.is_given(word) or persons.is_lone_surname(word))


def _roles(table: Table, source: Reports, form: Format, settings: Settings) -> dict[int, str]:
    """Return for each position that the evaluation reads what it reads there."""
    mapped = source.columns.model_dump() if source.columns else {}
    question = mapped.get("categories", "")
    texts = [match for category in settings.categories for match in category.matches]
    prepared = prepare.prepare(table, form, question, texts)
    whole = source
    if form.options == "label" and source.columns and not question:
        columns = source.columns.model_copy(update={"categories": "options"})
        whole = source.model_copy(update={"columns": columns})
    places = mapping.find_places(prepared, whole, form, settings)
    read = {prepared.header[place]: ours for ours, place in places.items()}
    roles = {}
    for place, header in enumerate(table.header):
        # Columns of one header are read as one (versions of a question), or only the first is.
        joined = prepared.header.count(header) < table.header.count(header)
        if header in read and (joined or place == table.header.index(header)):
            roles[place] = read[header]
    for column in options.find_columns(table, form, tidy(question), texts):
        roles[column.place] = "categories"
    for header in form.unfinished:
        place = formats.position(table, (header,))
        if place is not None:
            roles.setdefault(place, "submitted_at")
    return roles


def _cells(table: Table, place: int) -> pd.Series:
    return pd.Series([row[place] for row in table.rows], dtype="str")


def _needed(place: int, header: str, ours: str, table: Table) -> Column:
    """Keep a column that the evaluation reads; say so where it looks like something else."""
    said = headers.kind(header) if ours in _PLAIN else ""
    doubt = f"; its header speaks of {said}: is it mapped right?" if said else ""
    if ours == "report_id" and (seen := looks_like(_cells(table, place).head(2000))):
        doubt += f"; BUT it holds {seen}, and ids cannot be masked: map another column, or none"
    fate = FIXED if ours in ("report_id", "submitted_at") else MASKED
    return Column(place, header, fate, f"the evaluation reads it: {ROLES[ours]}{doubt}", ours)


def _told(place: int, header: str, cells: pd.Series) -> Column:
    """Keep a column that campaign.yml calls not personal, unless its content says otherwise."""
    share = names_share(cells)
    if share >= NAMES_SHARE:
        reason = f"campaign.yml calls it not personal, but {share:.0%} of its cells are names"
        return Column(place, header, GONE, reason.replace("%", " %"))
    return Column(place, header, MASKED, "campaign.yml: not personal (reports.not_personal)")


def _why_gone(header: str, mapped: bool, cells: pd.Series) -> str:
    if mapped:
        return "campaign.yml or the tool: contact data"
    if said := headers.kind(header):
        return f"its header speaks of {said}"
    if seen := looks_like(cells.head(2000)):
        return f"its content: {seen}"
    return "nobody mapped it"


_PLAIN = (
    *("report_id", "device", "tariff", "thing", "consent_operator", "consent_quote"),
    *("fixed", "fixed_on"),
)
