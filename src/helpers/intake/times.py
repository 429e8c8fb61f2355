"""Times: read time stamps as people's tools write them, as local time of the campaign."""

import pandas as pd

ALWAYS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
"""Read for every file: what a spreadsheet's real times become."""


def parse(texts: pd.Series, formats: list[str], timezone: str) -> tuple[pd.Series, dict[str, int]]:
    """Parse `texts` by the first format that fits each; NaT where none does.

    formats: strptime formats; one with `%z` holds an offset and is turned into local time of
    `timezone` (an IANA name). Returns naive local times and how many texts each format read.

    >>> times, used = parse(pd.Series(["31.02.2011 10:00", "12.11.2011 14:05"]),
    ...                     ["%d.%m.%Y %H:%M"], "Europe/Berlin")
    >>> times.isna().tolist(), used
    ([True, False], {'%d.%m.%Y %H:%M': 1})
    """
    distinct = pd.Series(texts.unique(), dtype="str")
    clean = distinct.str.strip()
    parsed = pd.Series(pd.NaT, index=distinct.index, dtype="datetime64[us]")
    reader = pd.Series("", index=distinct.index, dtype="str")
    for written in dict.fromkeys([*formats, *ALWAYS]):
        open_ = parsed.isna() & clean.ne("")
        if not open_.any():
            break
        found = pd.to_datetime(clean[open_], format=written, errors="coerce", utc="%z" in written)
        if "%z" in written:
            found = found.dt.tz_convert(timezone).dt.tz_localize(None)
        found = found.dropna().astype("datetime64[us]")
        parsed.loc[found.index] = found
        reader.loc[found.index] = written
    times = texts.map(dict(zip(distinct, parsed, strict=True))).astype("datetime64[us]")
    used = texts.map(dict(zip(distinct, reader, strict=True))).value_counts()
    return times, {written: int(used[written]) for written in used.index if written}
