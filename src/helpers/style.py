"""Style: colours, type and figure frame of all charts and maps, and how numbers read in text."""

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#1b2430"
"""Text and axes: 15:1 on white."""
MUTED = "#566070"
"""Secondary text: 6:1 on white."""
RULE = "#d5dae1"
"""Hairlines and grids."""
PAPER = "#ffffff"
ACCENT = "#0a5c7d"
WATER = "#c3dbe8"
"""Rivers and lakes: bluer than withheld areas, paler than any class."""
"""The colour of data when there is one kind of it."""
ACCENT_LIGHT = "#9cc3d3"
HIGHLIGHT = "#c2410c"
"""The one thing that a chart's title speaks of; told from ACCENT by every kind of colour vision."""
NEUTRAL = "#b4bcc7"
"""Data that is only background."""
NO_DATA = "#e9ecf0"
"""Areas without a figure: suppressed or too small (maps add a hatch)."""
SEQUENTIAL = ("#e3eff3", "#a9d0dc", "#62a6bd", "#20799a", "#0a4a66", "#062b40")
"""Low to high, one hue, lightness falling evenly: reads in grey and with colour blindness."""

FONT = "DejaVu Sans"
"""Ships inside matplotlib, so that a figure looks the same on every machine."""
WIDTH = 7.2
"""Width of a figure in inches; 720 CSS pixels on a page."""
SMALL = 3.8
"""Width of the same figure drawn for telephones."""
DASH = "–"
"""What stands for an unknown or suppressed number."""
SPACE = "\N{NO-BREAK SPACE}"


@contextlib.contextmanager
def context() -> Iterator[None]:
    """Set matplotlib's look for the block: font, sizes, colours, and SVG ids that repeat."""
    import matplotlib

    with matplotlib.rc_context(_RC):
        yield


def figure(height: float, width: float = WIDTH) -> "Figure":
    """Return an empty figure of `width` × `height` inches for the drawing alone.

    `figures.save` adds room for title, subtitle and footer around it. The figure belongs to no
    pyplot state, so nothing has to be closed. Call it inside `context()`.
    """
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def number(value: object, language: str = "de", digits: int = 0) -> str:
    """Write a number with its language's separators; an unknown one is a dash.

    >>> number(1224), number(1224, "en"), number(-3.5, digits=1), number(None)
    ('1.224', '1,224', '−3,5', '–')
    """
    if value is None or pd.isna(value):
        return DASH
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(round(float(value), digits) + 0.0, format=pattern, locale=language)
    return text.replace("-", "−")


def word(value: int, language: str = "de") -> str:
    """Write a count as a sentence does: two to twelve in words, others in digits.

    >>> word(4), word(4, "en"), word(40), word(1)
    ('vier', 'four', '40', '1')
    """
    words = _NUMBER_WORDS[language]
    return words[value - 2] if 2 <= value < 2 + len(words) else number(value, language)


def rate(value: object, language: str = "de") -> str:
    """Write reports per 10,000 inhabitants with one decimal, and with two where they are below one.

    >>> rate(9.84), rate(9.84, "en"), rate(0.164), rate(0)
    ('9,8', '9.8', '0,16', '0')
    """
    return number(value, language, rate_digits(value))


def rate_interval(value: object, lower: object, upper: object, language: str = "de") -> str:
    """Write a rate with its interval, all with as many decimals as the rate has.

    >>> rate_interval(9.84, 8.71, 11.0), rate_interval(0.164, 0.092, 0.27, "en")
    ('9,8 (8,7 bis 11,0)', '0.16 (0.09 to 0.27)')
    """
    return interval(value, lower, upper, language, rate_digits(value) or 1)


def rate_digits(value: object) -> int:
    """Choose a rate's decimals, so that a small one is not rounded to nothing."""
    if value is None or pd.isna(value) or value == 0:
        return 0
    return 2 if float(value) < 1 else 1


def percent(share: object, language: str = "de", digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage, spaced as its language does.

    >>> percent(0.6497).replace(SPACE, " "), percent(0.6497, "en", digits=1)
    ('65 %', '65.0%')
    """
    if share is None or pd.isna(share):
        return DASH
    return number(float(share) * 100, language, digits) + ("%" if language == "en" else f"{SPACE}%")


def interval(
    value: object, lower: object, upper: object, language: str = "de", digits: int = 1
) -> str:
    """Write an estimate with its interval.

    >>> interval(9.84, 8.71, 11.0), interval(9.84, 8.71, 11.0, "en")
    ('9,8 (8,7 bis 11,0)', '9.8 (8.7 to 11.0)')
    """
    estimate, low, high = (number(part, language, digits) for part in (value, lower, upper))
    return f"{estimate} ({low} {_TO[language]} {high})"


def percent_interval(share: object, lower: object, upper: object, language: str = "de") -> str:
    """Write a share with its interval in per cent.

    >>> percent_interval(0.65, 0.639, 0.661).replace(SPACE, " ")
    '65,0 % (63,9 bis 66,1 %)'
    """
    low = number(None if pd.isna(lower) else float(lower) * 100, language, 1)
    return f"{percent(share, language, 1)} ({low} {_TO[language]} {percent(upper, language, 1)})"


def day(value: object, language: str = "de") -> str:
    """Write a day with the month's name.

    >>> day("2011-11-30"), day("2011-11-30", "en")
    ('30. November 2011', '30 November 2011')
    """
    when = pd.Timestamp(value).date()
    pattern = "d MMMM y" if language == "en" else "d. MMMM y"
    return format_date(when, format=pattern, locale=_locale(language))


def day_short(value: object, language: str = "de") -> str:
    """Write a day for an axis.

    >>> day_short("2011-11-03"), day_short("2011-11-03", "en")
    ('3.11.', '3 Nov')
    """
    when = pd.Timestamp(value).date()
    pattern = "d MMM" if language == "en" else "d.M."
    return format_date(when, format=pattern, locale=_locale(language))


def period(first: object, last: object, language: str = "de") -> str:
    """Write a period, repeating no month or year that both ends share.

    >>> period("2011-11-12", "2011-11-30"), period("2011-11-12", "2011-12-02", "en")
    ('12. bis 30. November 2011', '12 November to 2 December 2011')
    """
    begin, end = pd.Timestamp(first).date(), pd.Timestamp(last).date()
    if begin == end:
        return day(end, language)
    dot = "" if language == "en" else "."
    if (begin.year, begin.month) == (end.year, end.month):
        start = f"{begin.day}{dot}"
    elif begin.year == end.year:
        start = format_date(begin, format=f"d{dot} MMMM", locale=_locale(language))
    else:
        start = day(begin, language)
    return f"{start} {_TO[language]} {day(end, language)}"


def count_range(least: object, most: object, language: str = "de") -> str:
    """Write a count as it is printed: exactly, as a range, or as nothing known.

    least, most: whole numbers; `most` NA = nothing is said.

    >>> count_range(1224, 1224), count_range(1560, 1569), count_range(1, 4, "en")
    ('1.224', '1.560 bis 1.569', 'fewer than 5')
    >>> count_range(0, pd.NA)
    'keine Angabe'
    """
    if pd.isna(most):
        return {"de": "keine Angabe", "en": "not stated"}[language]
    if least == most:
        return number(least, language)
    if least <= 1:
        return {"de": "unter", "en": "fewer than"}[language] + f" {number(most + 1, language)}"
    return f"{number(least, language)} {_TO[language]} {number(most, language)}"


def per_cent(counts: pd.Series, total: int) -> pd.Series:
    """Write shares in whole per cent (English), so that they tell no small count.

    >>> per_cent(pd.Series([7689, 300, 2, 0]), 7991).tolist()
    ['96%', '4%', 'under 1%', '0%']
    """
    per_cent = 100 * counts / max(total, 1)
    words = per_cent.round().clip(upper=99).astype(int).astype("str") + "%"
    words = words.where(per_cent <= 99, "over 99%").where(counts < total, "100%")
    return words.where((per_cent >= 1) | (counts == 0), "under 1%")


def listing(words: list[str], language: str = "de") -> str:
    """Join words as a sentence does.

    >>> listing(["Berlin", "Hamburg", "Köln"]), listing(["Berlin", "Köln"], "en")
    ('Berlin, Hamburg und Köln', 'Berlin and Köln')
    """
    joint = " and " if language == "en" else " und "
    return joint.join([*([", ".join(words[:-1])] if len(words) > 1 else []), *words[-1:]])


def slug(text: str) -> str:
    """Make a part of an id of any name: a–z, 0–9 and hyphens.

    >>> slug("Öffi-Ausfälle Köln 2024!"), slug("…")
    ('oeffi-ausfaelle-koeln-2024', '')
    """
    spelt = text.casefold().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")


def _locale(language: str) -> str:
    """Choose the locale: English dates are written day first."""
    return "en_GB" if language == "en" else language


_NUMBER_WORDS = {
    language: words.split()
    for language, words in {
        "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "en": "two three four five six seven eight nine ten eleven twelve",
    }.items()
}

_TO = {"de": "bis", "en": "to"}

_RC = {
    "font.family": "sans-serif",
    "font.sans-serif": [FONT],
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 8.5,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": RULE,
    "grid.linewidth": 0.7,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "patch.linewidth": 0,
    "hatch.linewidth": 0.6,
    "figure.facecolor": PAPER,
    "figure.dpi": 100,
    "savefig.facecolor": PAPER,
    "svg.hashsalt": "einzelfall",
    "svg.fonttype": "none",
}
