"""Cells: headers and values of any kind of file as plain text."""

import json
import re
import unicodedata
from datetime import date, datetime, time

HALF_LETTER = re.compile("[\ud800-\udfff]")
"""Half of a letter beyond 16 bits, which JSON can hold and no file can."""
SHEET_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}


def tidy(header: str) -> str:
    """Collapse blanks, line breaks and no-break spaces of a header; drop what nobody sees.

    >>> tidy("  Ort\\xa0 oder\\nStadt\\u200b ")
    'Ort oder Stadt'
    """
    seen = (c for c in header if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    return " ".join("".join(seen).split())


def written(value: object) -> str:
    """Write a value as text: times in ISO form, whole numbers without a point, NFC letters.

    >>> written(12.0), written(datetime(2024, 3, 1, 8)), written(None), written("#N/A")
    ('12', '2024-03-01 08:00:00', '', '')
    """
    if value is None or (isinstance(value, str) and value in SHEET_ERRORS):
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    value = getattr(value, "text", value)  # of an array formula
    return unicodedata.normalize("NFC", HALF_LETTER.sub("\ufffd", str(value)))
