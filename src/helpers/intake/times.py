"""Times: read time stamps as people's tools write them, as local time of the campaign."""

import re

import pandas as pd

ALWAYS = ("%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S")
"""Read for every file: what a spreadsheet's real times become."""


OFFSETS = {"MEZ": "+0100", "CET": "+0100", "MESZ": "+0200", "CEST": "+0200", "UTC": "+0000",
           "GMT": "+0000", "Z": "+0000"}  # fmt: skip
ZONE = re.compile(r"\s*(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?$|\s*(MEZ|MESZ|CET|CEST|UTC|GMT|Z)$")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("januar january jan jän", "februar february feb", "märz march mär mar mrz",
         "april apr", "mai may", "juni june jun", "juli july jul", "august aug",
         "september sep sept", "oktober october okt oct", "november nov",
         "dezember december dez dec"), start=1)
    for name in names.split()
}  # fmt: skip
WORDY = re.compile(
    r"(?:[^\W\d]+,?\s+)?(\d{1,2})\.?\s+([^\W\d]+)\.?,?\s+(\d{4}),?(?:\s+(?:um|at))?\s+"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?(.*)"
)
"""A time in words: `Montag, 1. Mai 2023 um 10:22:33 GMT+2`."""
WORDY_US = re.compile(
    r"(?:[^\W\d]+,?\s+)?([^\W\d]+)\s+(\d{1,2}),?\s+(\d{4}),?(?:\s+at)?\s+"
    r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP]M))?(.*)"
)
"""The same in American order: `October 26, 2025 at 02:30:00 PM GMT+2`."""
SERIAL = re.compile(r"[34567]\d{4}(?:\.\d+)?")
"""Excel's number of a day, from 1982 to 2119; its fraction is the time of day."""
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
ISO = re.compile(
    r"(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"(?: ([AP]M|vorm\.|nachm\.))?"
)


def plain(text: str) -> str:
    """Bring a time with a zone or in words into ISO form; leave other texts as they are.

    >>> plain("2022/11/30 10:39:41 PM GMT+1"), plain("Montag, 1. Mai 2023 um 10:22:33 MESZ")
    ('2022-11-30 22:39:41+0100', '2023-05-01 10:22:33+0200')
    >>> plain("Sunday, October 26, 2025 at 02:30:00 PM GMT+1")
    '2025-10-26 14:30:00+0100'
    >>> plain("2022/11/30 10:39:41 nachm. MEZ"), plain("45352.75")
    ('2022-11-30 22:39:41+0100', '2024-03-01 18:00:00')
    >>> plain("2023-05-01T10:22:33+02:00"), plain("2011-11-12T13:05:15.250Z"), plain("gestern")
    ('2023-05-01 10:22:33+0200', '2011-11-12 13:05:15+0000', 'gestern')
    """
    text = " ".join(text.split())
    if SERIAL.fullmatch(text):
        day = pd.Timestamp("1899-12-30") + pd.Timedelta(days=float(text))
        return day.round("s").strftime("%Y-%m-%d %H:%M:%S")
    offset = ""
    if re.match(r"\d{4}[-/]", text) or WORDY.fullmatch(text) or WORDY_US.fullmatch(text):
        zone = ZONE.search(text) if ":" in text else None
        if zone and text.index(":") < zone.start():
            sign, hours, minutes, name = zone.groups()
            offset = OFFSETS[name] if name else f"{sign}{int(hours):02d}{minutes or '00'}"
            text = text[: zone.start()]
    half = None
    if words := WORDY.fullmatch(text):
        day, month, year, hour, minute, second, _ = words.groups()
    elif words := WORDY_US.fullmatch(text):
        month, day, year, hour, minute, second, half, _ = words.groups()
    if words and month.casefold() in MONTHS:
        date = f"{year}-{MONTHS[month.casefold()]:02d}-{int(day):02d}"
        return f"{date} {_hours(hour, half):02d}:{minute}:{second or '00'}{offset}"
    if not (iso := ISO.fullmatch(text)):
        return text + offset
    year, month, day, hour, minute, second, half = iso.groups()
    return f"{year}-{month}-{day} {_hours(hour, half):02d}:{minute}:{second or '00'}{offset}"


def _hours(hour: str, half: str | None) -> int:
    """Return the hour of 24; half: AM, PM, their German words, or None for a 24-hour clock."""
    return int(hour) % 12 + 12 * (half in ("PM", "nachm.")) if half else int(hour)


def day_first(texts: pd.Series) -> bool | None:
    """Tell whether dates such as `02/04/2026` name the day first; None where nothing tells.

    texts: in the file's order. A number over 12 decides, else the order of time: exports list
    answers as they came, or the newest first. A file that has both kinds has no one reading:
    ValueError.

    >>> day_first(pd.Series(["02/04/2026 17:30", "26/04/2026 08:00"]))
    True
    >>> in_order = pd.Series(["04/12/2026", "05/02/2026", "05/11/2026"])
    >>> day_first(in_order), day_first(pd.Series(["1/1/2026"]))
    (False, None)
    """
    numbers = texts.str.extract(SLASHED).dropna().astype(int)
    first_over, second_over = (numbers[0] > 12).any(), (numbers[1] > 12).any()
    if first_over and second_over:
        raise ValueError("some dates name the day first, some the month")
    if first_over or second_over:
        return bool(first_over)
    back = {}
    for is_day_first, (day, month) in {True: (0, 1), False: (1, 0)}.items():
        order = numbers[2] * 10_000 + numbers[month] * 100 + numbers[day]
        steps = order.diff()  # the newest may stand first
        back[is_day_first] = int(min((steps < 0).sum(), (steps > 0).sum()))
    return None if back[True] == back[False] else back[True] < back[False]


def parse(
    texts: pd.Series, formats: list[str], timezone: str, written_in: str = ""
) -> tuple[pd.Series, dict[str, int]]:
    """Parse `texts` by the first format that fits each; NaT where none does.

    formats: strptime formats; one with `%z` holds an offset. All are turned into local time of
    `timezone` (an IANA name); written_in: the zone of times without an offset, where it is
    another. Returns naive local times and how many texts each format read.

    >>> times, used = parse(pd.Series(["31.02.2011 10:00", "12.11.2011 14:05"]),
    ...                     ["%d.%m.%Y %H:%M"], "Europe/Berlin")
    >>> times.isna().tolist(), used
    ([True, False], {'%d.%m.%Y %H:%M': 1})
    """
    distinct = pd.Series(texts.unique(), dtype="str")
    clean = distinct.map(plain).astype("str")
    parsed = pd.Series(pd.NaT, index=distinct.index, dtype="datetime64[us]")
    reader = pd.Series("", index=distinct.index, dtype="str")
    for written in dict.fromkeys([*formats, *ALWAYS]):
        open_ = parsed.isna() & clean.ne("")
        if not open_.any():
            break
        found = pd.to_datetime(clean[open_], format=written, errors="coerce", utc="%z" in written)
        if "%z" in written:
            found = found.dt.tz_convert(timezone).dt.tz_localize(None)
        elif written_in and written_in != timezone:
            aware = found.dt.tz_localize(written_in, ambiguous="NaT", nonexistent="NaT")
            found = aware.dt.tz_convert(timezone).dt.tz_localize(None)
        found = found.dropna().astype("datetime64[us]")
        parsed.loc[found.index] = found
        reader.loc[found.index] = written
    times = texts.map(dict(zip(distinct, parsed, strict=True))).astype("datetime64[us]")
    used = texts.map(dict(zip(distinct, reader, strict=True))).value_counts()
    return times, {written: int(used[written]) for written in used.index if written}
