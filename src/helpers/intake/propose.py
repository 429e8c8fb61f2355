"""Propose: the `columns` of campaign.yml for a table that nobody mapped yet."""

import json
import re

import pandas as pd

from helpers import gazetteer
from helpers.intake import times
from helpers.intake.cells import tidy
from helpers.intake.formats import SLASHED, Format, position
from helpers.intake.tables import Table
from helpers.settings import guess

MOST = 0.6
"""A column is of a kind when so many of its filled cells are."""
LONG = 25
"""Letters that a description has on average."""
FEW = 15
"""So many different answers at most, each given often, make a choice."""
DATES = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M",
         "%d.%m.%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", *SLASHED,
         *(one.replace("%m/%d", "%d/%m") for one in SLASHED))  # fmt: skip
YES = {"ja", "yes", "y", "j", "true", "1", "oui", "sí", "si", "einverstanden"}
NO = {"nein", "no", "n", "false", "0", "non"}


def block(table: Table, form: Format) -> str:
    """Write the lines `columns:` (and the words of consent) that fit the table.

    What the tool itself heads (`form`) is found without a line. A header stands behind the column
    that its words mean, or that its cells show; what fits none is listed as left over.
    """
    found = columns(table, form)
    lines = ["  columns:"]
    lines += [f"    {ours}: {_quoted(theirs)}" for ours, theirs in found.items()]
    if "consent_operator" in found:
        for key, known in (("consent_yes", YES), ("consent_no", NO)):
            cells = _cells(table, table.header.index(found["consent_operator"]))
            words = [word for word in cells.unique() if _first_word(word) in known]
            lines += [f"  {key}: {json.dumps(words, ensure_ascii=False)}"] if words else []
    return "\n".join(lines)


def columns(table: Table, form: Format) -> dict[str, str]:
    """Return ours → header for what can be told of the table."""
    by_tool = {
        position(table, getattr(form, ours))
        for ours in ("report_id", "submitted_at", "contact_name", "contact_email")
    }
    open_ = [at for at, header in enumerate(table.header) if header and at not in by_tool]
    found: dict[str, str] = {}
    kinds = {at: _kind(_cells(table, at)) for at in open_}
    for at in open_:  # what the cells show for certain
        if kinds[at] in ("submitted_at", "postcode_raw", "city_raw", "contact_email"):
            found.setdefault(kinds[at], table.header[at])
    for at in open_:
        header = table.header[at]
        ours = guess.role(header)
        if not ours or header in found.values() or not _fits(ours, kinds[at]):
            continue
        if ours == "categories" and "[" in header:
            header = header.split("[")[0].strip()  # a column for each option
        elif ours == "categories" and form.options == "slash" and "/" in header:
            header = header.rsplit("/", 1)[0]
        found.setdefault(ours, header)
    for at in open_:
        stem = table.header[at].split("[")[0].strip()
        told = guess.role(table.header[at]) or {table.header[at], stem} & set(found.values())
        if kinds[at] and not told:
            found.setdefault(kinds[at], table.header[at])
    if position(table, form.submitted_at) is not None:
        found.pop("submitted_at", None)
    order = [ours for ours in guess.WORDS if ours in found]
    return {ours: found[ours] for ours in sorted(order, key=_order)}


def looks_like_no_header(table: Table) -> bool:
    """Tell whether the first line holds an answer: a date, a number or an address among its "
    "cells."""
    cells = pd.Series([header for header in table.header if header], dtype="str")
    if cells.empty:
        return False
    times_read, _ = times.parse(cells, list(DATES), "Europe/Berlin")
    said = times_read.notna() | cells.str.fullmatch(r"[\d.,+-]+") | cells.str.contains("@")
    return bool(said.any())


def option_list(table: Table, header: str) -> str:
    """Write `categories:` for the answers of a choice, a line each, to be named by a person."""
    if header not in table.header:
        options = [
            h for h in table.header if h.startswith(f"{header} [") or h.startswith(f"{header}[")
        ]
        answers = [h.split("[", 1)[1].rstrip("]") for h in options]
    else:
        parts = _cells(table, table.header.index(header)).str.split(r"\s*[;|]\s*", regex=True)
        answers = parts.explode().value_counts().head(FEW).index.tolist()
    lines = ["categories:"]
    for number, answer in enumerate([one for one in answers if one], start=1):
        lines += [f"  - id: fault_{number}", f"    de: {_quoted(answer)}",
                  f"    matches: [{_quoted(answer)}]"]  # fmt: skip
    return "\n".join(lines)


def _fits(ours: str, kind: str) -> bool:
    """Tell whether the cells do not deny what the header says."""
    if ours == "contact_name" and kind == "consent_operator":
        return False  # "without your name?" is answered by yes or no
    if ours in ("description", "categories", "thing", "district_raw", "contact_name"):
        return kind not in ("submitted_at", "postcode_raw", "contact_email")
    if ours in ("submitted_at", "consent_operator", "city_raw"):
        return kind in ("", ours) or (
            ours != "submitted_at" and kind in ("categories", "description")
        )
    return True


def _kind(cells: pd.Series) -> str:
    """Tell what a column holds by its cells alone, "" where that is not clear."""
    if cells.empty:
        return ""
    read, _ = times.parse(cells, list(DATES), "Europe/Berlin")
    folded = cells.str.casefold()
    shares = {
        "submitted_at": read.notna(),
        "contact_email": cells.str.contains(r"\S@\S+\.\w", regex=True),
        "consent_operator": cells.map(_first_word).isin((YES | NO) - {"0", "1"}),
        "postcode_raw": cells.str.fullmatch(r"(?:D-?)?\d{5}"),
        "city_raw": folded.isin(_towns()),
    }
    for ours, hits in shares.items():
        if hits.mean() >= MOST:
            return ours
    long = cells.str.len().mean() >= LONG
    if long and cells.str.contains(r"[.!?…]$", regex=True).mean() >= MOST:
        return "description"
    parts = cells.str.split(r"\s*[;|]\s*", regex=True).explode()
    if parts.nunique() <= FEW and len(parts) >= 3 * parts.nunique():
        return "categories"
    return "description" if long else ""


def _first_word(text: str) -> str:
    """Return the word that an answer begins with: "ja" of "Ja, ich stimme zu"."""
    return (re.findall(r"\w+", text.casefold()) or [""])[0]


def _towns() -> set[str]:
    return set(gazetteer.municipalities()["city"].str.casefold())


def _cells(table: Table, at: int) -> pd.Series:
    cells = pd.Series([row[at].strip() for row in table.rows], dtype="str")
    return cells[cells.ne("")].reset_index(drop=True)


def _order(ours: str) -> int:
    usual = ["submitted_at", "city_raw", "district_raw", "postcode_raw", "thing", "categories",
             "description", "consent_operator"]  # fmt: skip
    return usual.index(ours) if ours in usual else len(usual)


def _quoted(text: str) -> str:
    """Write a text so that YAML reads it as it is."""
    plain = re.fullmatch(r"[^\W\d_][\w äöüÄÖÜß?!.,()/-]*", text)
    safe = plain and text.casefold() not in YES | NO | {"on", "off", "null"} and ": " not in text
    return text if safe and tidy(text) == text else json.dumps(text, ensure_ascii=False)
