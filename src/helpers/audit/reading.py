"""Reading: what a table counts by (places, times, faults), and what it says of each cell.

Columns are told by their headings, and by their values where these are keys or names that
everybody can look up. A table that declares itself otherwise is read all the same.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from helpers.audit import numbers
from helpers.audit.contents import ABSENT, Table
from helpers.audit.places import UNLOCATED, Places
from helpers.audit.sums import Cell, make
from helpers.audit.vocabulary import (
    ABOUT,
    ALL,
    AROUND,
    CODE,
    COUNT,
    DAY,
    FLAG,
    HEADINGS,
    HOUR,
    KIND,
    LEAST,
    LOCATED,
    MONTH,
    MOST,
    NO_COUNT,
    OF_RELEASE,
    PLANNED,
    SINGLE,
    TRUE,
    UNNAMED,
    WEEK,
    WEEKDAY,
)  # fmt: skip
from helpers.settings import Settings


@dataclass
class Read:
    """A table that is understood: a cell per row (None = not understood), and other columns."""

    where: str
    header: list[str]
    rows: list[list[str]]
    cells: list[Cell | None]
    others: list[int] = field(default_factory=list)
    """Columns that are neither key nor count."""
    said: list[tuple[Cell, float, float, int, bool]] = field(default_factory=list)
    """Cell, least, most, row, withheld or a range."""
    of_release: dict[int, int] = field(default_factory=dict)
    german: bool = False
    loose: list[tuple[Cell, int]] = field(default_factory=list)
    """Whole numbers in columns without a telling name: perhaps counts."""
    is_list: bool = False
    """Rows are single reports: each cell has at least as many as there are rows."""


def heading(text: str) -> str:
    """Return a heading without unit, case and underscores.

    >>> heading("n_reports [Meldungen]")
    'n reports'
    """
    text = re.sub(r"[(\[].*?[)\]]", " ", text.casefold())
    return " ".join(re.sub(r"[_*:]", " ", text).split())


class Reader:
    """Reads tables of one campaign."""

    def __init__(self, settings: Settings, places: Places):
        self.places = places
        self.k = settings.privacy.k
        self.year = settings.first_day.year
        self.faults = {
            name.casefold(): one.id
            for one in settings.categories
            for name in (one.id, one.de, one.en, *one.matches)
            if name
        }

    def read(self, table: Table) -> Read | None:
        """Read a table; None where it counts nothing by place, time or fault."""
        table = self._melted(table)
        width = len(table.header)
        rows = [[*row, *[""] * (width - len(row))][:width] for row in table.rows]
        names = [heading(name) for name in table.header]
        counts = [at for at, name in enumerate(names) if self._is_count(name)]
        columns = [[row[at].strip() for row in rows] for at in range(width)]
        keys = {at: kind for at in range(width) if at not in counts
                and (kind := self._kind(names[at], columns[at]))}  # fmt: skip
        if "fact0" in names:  # the name of a fact is its key
            keys = {at: kind for at, kind in keys.items() if names[at].startswith("fact")}
        if any(AROUND.search(name) for name in names):
            keys = {at: kind for at, kind in keys.items() if kind != "day"}
        if not keys and not (len(rows) == 1 and counts and self._is_total(names, columns)):
            return None
        cells = [self._cell(keys, names, row) for row in rows]
        special = {at for at, name in enumerate(names)
                   if any(p.fullmatch(name) for p in (LEAST, MOST, FLAG, OF_RELEASE))}  # fmt: skip
        read = Read(table.where, table.header, rows, cells)
        read.german = numbers.is_german({cell for column in columns for cell in column})
        free = [at for at in range(width) if at not in keys and at not in counts]
        bounds = [at for at in free if LEAST.fullmatch(names[at]) or MOST.fullmatch(names[at])]
        if not self._tell_apart(read, [at for at in free if at not in special], columns, names):
            read.is_list = not counts and bool(SINGLE.search(table.where))
            return read if read.is_list else None
        read.others = [at for at in free if at not in special]
        for at in [at for at in read.others if names[at] in UNNAMED]:
            if all(re.fullmatch(r"\d*", value) for value in columns[at]):
                pairs = zip(cells, columns[at], strict=True)
                read.loose += [(cell, int(text)) for cell, text in pairs if cell and text]
        if counts or bounds:
            self._said(read, names, counts)
        return read

    def _is_count(self, name: str) -> bool:
        whole = COUNT.fullmatch(name)
        return bool(whole or name in LOCATED or (ABOUT.search(name) and not NO_COUNT.search(name)))

    def _is_total(self, names: list[str], columns: list[list[str]]) -> bool:
        """Tell whether a single row without keys is about all reports."""
        words = [column[0] for name, column in zip(names, columns, strict=True)
                 if not self._is_count(name)]  # fmt: skip
        texts = [word for word in words if word and numbers.value(word, False) is None]
        exact = any(name in ("n reports", "meldungen", "reports") for name in names)
        return exact and all(ALL.fullmatch(text) for text in texts)

    def _kind(self, name: str, column: list[str]) -> str:
        """Tell what a column is a key of, "" for none."""
        values = {one for one in column if one and one != ABSENT and not ALL.fullmatch(one)}
        if re.fullmatch(r"fact\d", name):
            return "token"
        values -= {value for value in values if UNLOCATED.fullmatch(value)}
        if not values or "plz" in name or "postcode" in name or "postleit" in name:
            return ""
        sample = sorted(values)[:400]

        def most(test) -> bool:
            return sum(map(bool, map(test, sample))) >= 0.9 * len(sample)

        if most(lambda v: re.fullmatch(r"\d{1,8}", v)):
            if name in ("weekday", "wochentag"):
                return "weekday"
            if HOUR.fullmatch(name):
                return "hour"
            if name in ("week", "kw", "woche", "kalenderwoche"):
                return "week"
            is_code = CODE.fullmatch(name) or all(len(v) in (5, 8) for v in sample)
            return "code" if is_code and most(self._code) else ""
        for kind in () if PLANNED.search(name) else ("day", "week", "month"):
            if most(lambda v, kind=kind: self.time(v)[0] == kind):
                return kind if len(values) > 1 or len(column) == 1 or kind in name else ""
        if name in ("weekday", "wochentag", "tag", "") and most(lambda v: v.casefold() in WEEKDAY):
            return "weekday"
        if HOUR.fullmatch(name) and most(lambda v: re.match(r"\d{1,2}\b", v)):
            return "hour"
        if most(lambda v: v.casefold() in self.faults):
            return "fault"
        return self._place_kind(name, sample, most)

    def _place_kind(self, name: str, sample: list[str], most) -> str:
        if name in ("thing", "ding"):  # a station may be called like a city
            return ""
        named = next((kind for kind, cue in HEADINGS.items() if cue.fullmatch(name)), "")
        if named == "district":
            return "district"
        for kind in [named] if named in ("city", "kreis", "land") else ["land", "kreis", "city"]:
            names = self.places.names[kind]
            if (named or len(sample) > 2) and most(lambda v, n=names: v.casefold() in n):
                return kind
        return "fault list" if "categor" in name and named == "" else ""

    def _code(self, text: str) -> str:
        """Return a key with the noughts that a spreadsheet took, "" where it is none."""
        for length in (2, 5, 8):
            if length - 1 <= len(text) <= length and text.zfill(length) in self.places.codes:
                return text.zfill(length)
        return ""

    def time(self, text: str) -> tuple[str, str]:
        """Return the dimension and the value of a day, week or month, ("", "") of anything else."""
        if found := DAY.match(text):
            year, month, day = (found["y"] or found["year"], found["m"] or found["month"],
                                found["d"] or found["day"])  # fmt: skip
            try:
                return "day", date(int(year), int(month), int(day)).isoformat()
            except ValueError:
                return "", ""
        for pattern in WEEK:
            if found := pattern.fullmatch(text):
                return "week", f"{found['y']}-W{int(found['w']):02d}"
        found = re.fullmatch(r"(\d{1,2})\.? (\w+) (\d{4})", text)
        if found and (month := MONTH.get(found[2].casefold())):
            return "day", f"{found[3]}-{month:02d}-{int(found[1]):02d}"
        return ("month", text) if re.fullmatch(r"(19|20)\d\d-[01]\d", text) else ("", "")

    def _cell(self, keys: dict[int, str], names: list[str], row: list[str]) -> Cell | None:
        """Return the cell that a row is about, None where that is not clear."""
        pairs: list[tuple[str, str]] = []
        where: dict[str, str] = {}
        for at, kind in keys.items():
            text = row[at].strip(f" {ABSENT}")
            if ALL.fullmatch(text):
                continue
            if UNLOCATED.fullmatch(text):
                where["code"] = "unlocated"
            elif kind in ("code", "district", "city", "kreis", "land"):
                if kind == "code" and len(self._code(text)) < len(where.get("code", "")):
                    continue
                where[kind] = self._code(text) if kind == "code" else text
            elif kind in ("day", "week", "month"):
                dimension, value = self.time(text)
                if kind == "week" and text.isdigit():
                    dimension, value = "week", f"{self.year}-W{int(text):02d}"
                if not value:
                    return None
                pairs.append((dimension, value))
            elif kind in ("weekday", "hour"):
                value = WEEKDAY.get(text.casefold()) or text.split(":")[0]
                if not (digits := re.match(r"\d+", value)):
                    return None
                pairs.append((kind, str(int(digits[0]))))
            elif kind == "fault":
                if text.casefold() not in self.faults:
                    return None
                pairs.append(("fault", self.faults[text.casefold()]))
            elif kind == "token" and text and not ALL.fullmatch(text) and text not in KIND:
                pair = self._token(text)
                if pair is None:
                    return None
                pairs.append(pair)
        if where:
            place = self._place(where)
            if not place:
                return None
            pairs.append(("place", place))
        return make(pairs)

    def _token(self, text: str) -> tuple[str, str] | None:
        """Return the dimension and value of a part of a fact's name."""
        if code := (self._code(text) if len(text) in (2, 5, 8) else ""):
            return "place", code
        if text.casefold() in self.faults:
            return "fault", self.faults[text.casefold()]
        dimension, value = self.time(text)
        return (dimension, value) if value else None

    def _place(self, where: dict[str, str]) -> str:
        """Return the deepest place that a row names, "" where none or several can be meant."""
        code = where.get("code", "")
        if code == "unlocated":
            return code
        land = self.places.find(where["land"], "land") if where.get("land") else ""
        kreis = code[:5] if len(code) >= 5 else ""
        if where.get("kreis") and not kreis:
            kreis = self.places.find(where["kreis"], "kreis", land)
        city = code if len(code) == 8 else ""
        if where.get("city") and not city:
            city = self.places.find(where["city"], "city", kreis or land)
        if "district" in where:
            if where["district"] and city:
                return f"{city}/{where['district']}"
            return ""
        if "city" in where:
            return city
        if "kreis" in where and len(code) != 8:
            return kreis
        return code or land

    def _tell_apart(self, read: Read, free, columns, names) -> bool:
        """Add columns of words to the keys until no two rows are of one cell; False if none do."""

        def clear() -> bool:
            known = [cell for cell in read.cells if cell is not None]
            return len(set(known)) == len(known)

        for at in free:
            if clear():
                return True
            values = set(columns[at])
            wordy = not any(numbers.value(value, False) for value in values if value)
            whole = all(re.fullmatch(r"\d{1,2}", value) for value in values)
            if 1 < len(values) <= max(40, len(read.rows) // 2) and (wordy or whole):
                read.cells = [
                    cell if cell is None or not text or ALL.fullmatch(text)
                    else make([*cell, (names[at], text)])
                    for cell, text in zip(read.cells, columns[at], strict=True)
                ]  # fmt: skip
        return clear()

    def _said(self, read: Read, names: list[str], counts: list[int]) -> None:
        """Write down what each row says of its cell."""

        def column(pattern: re.Pattern) -> int | None:
            return next((at for at, name in enumerate(names) if pattern.fullmatch(name)), None)

        least, most, flag, of = map(column, (LEAST, MOST, FLAG, OF_RELEASE))
        main = next((at for at in counts if COUNT.fullmatch(names[at])), None)
        for number, (row, cell) in enumerate(zip(read.rows, read.cells, strict=True)):
            if cell is None:
                continue
            if of is not None and row[of].strip():
                read.of_release[number] = int(float(row[of]))
            hidden = flag is not None and row[flag].strip().casefold() in TRUE
            for at in counts or [-1]:
                said = numbers.count(row[at], self.k) if at >= 0 else (0, numbers.INFINITE)
                blank = at < 0 or bool(numbers.NOTHING.fullmatch(row[at].strip()))
                its = cell
                if at >= 0 and names[at] in LOCATED:
                    its = make([*cell, ("place", LOCATED[names[at]])])
                elif at >= 0 and at != main and (extra := self._measure(names[at])):
                    its = make([*cell, ("measure", extra)])
                elif blank and least is not None and most is not None and row[least].strip():
                    bounds = [numbers.count(row[side], self.k) for side in (least, most)]
                    if numbers.NOTHING.fullmatch(row[most].strip()):  # nothing is told of it
                        said = (bounds[0] or (0, 0))[0], numbers.INFINITE
                    elif None not in bounds:
                        said = bounds[0][0], bounds[1][1]
                elif blank and (flag is not None or least is not None) and not hidden:
                    continue
                if said is not None:
                    is_open = said[0] != said[1]
                    read.said.append((its, *said, number, is_open))

    def _measure(self, name: str) -> str:
        """Return what a count counts beside reports: "n reports night" → "night"."""
        if COUNT.fullmatch(name):
            return ""
        return " ".join(
            re.sub(r"\b(n|reports|meldungen|number|of|der|zahl|count)\b", " ", name).split()
        )

    def _melted(self, table: Table) -> Table:
        """Turn a table with a column per time, fault or hour into one row per cell."""
        keys: dict[int, str] = {}
        names = [name.strip() for name in table.header]
        hours = [at for at, name in enumerate(names) if re.fullmatch(r"\d{1,2}( ?Uhr|:00)?", name)]
        if len(hours) >= 12:
            keys = dict.fromkeys(hours, "hour")
        else:
            found = defaultdict(list)
            for at, name in enumerate(names):
                kind = self.time(name)[0] or ("fault" if name.casefold() in self.faults else "")
                found[kind or ("weekday" if name.casefold() in WEEKDAY else "")].append(at)
            kind = max((k for k in found if k), key=lambda k: len(found[k]), default="")
            if kind and len(found[kind]) >= 2:
                keys = dict.fromkeys(found[kind], kind)
        if not keys:
            return table
        kept = [at for at in range(len(names)) if at not in keys]
        header = [*(table.header[at] for at in kept), next(iter(keys.values())), "n_reports"]
        rows = [
            [*(row[at] for at in kept if at < len(row)), names[at], row[at]]
            for row in table.rows for at in keys if at < len(row)
        ]  # fmt: skip
        return Table(table.where, header, rows)
