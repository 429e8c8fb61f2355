"""Mapping: from an export's headers and words to our columns, and what was understood."""

from dataclasses import dataclass

import pandas as pd

from helpers.errors import CampaignError, did_you_mean
from helpers.intake import times
from helpers.intake.tables import Table, tidy
from helpers.settings import Settings

CONTACT = ("contact_name", "contact_email")
TEXT = (
    "city_raw",
    "district_raw",
    "postcode_raw",
    "description",
    "device",
    "tariff",
    *CONTACT,
)
PERSONAL_HEADERS = (
    "ipaddr", "ip address", "refurl", "token", "email", "e-mail", "name", "network id",
    "_submitted_by", "contact", "contact id", "user id", "user display name", "user name",
)  # fmt: skip
"""Headers that hold contact data even where campaign.yml does not map them."""


@dataclass(frozen=True)
class Understanding:
    """What was understood of one file, for a person to read before anything is computed."""

    file: str
    written: str
    n_rows: int
    mapped: dict[str, str]
    unmapped: list[str]
    time_formats: dict[str, int]
    times_unread: list[str]
    unknown_categories: dict[str, int]
    consent_unknown: dict[str, int]
    empty_share: dict[str, float]
    problems: dict[int, str]

    def as_text(self) -> str:
        """Say it in lines."""
        lines = [f"{self.file}: {self.written}, {self.n_rows:,} rows"]
        for ours, theirs in self.mapped.items():
            lines.append(f"  {ours:<17} ← {theirs} ({self.empty_share[ours]:.1%} empty)")
        if self.unmapped:
            lines.append(f"  not mapped: {', '.join(self.unmapped)}")
        read = ", ".join(f"{f} ({n:,})" for f, n in self.time_formats.items()) or "none"
        lines.append(f"  time formats: {read}; not read: {len(self.times_unread):,}")
        if self.times_unread:
            lines.append(f"    for example: {', '.join(map(repr, self.times_unread[:3]))}")
        for what, words in (
            ("categories not known", self.unknown_categories),
            ("consent answers not known (counted as no)", self.consent_unknown),
        ):
            if words:
                listed = ", ".join(f"{word!r} ({n:,})" for word, n in list(words.items())[:10])
                lines.append(f"  {what}: {listed}")
        for number, problem in list(self.problems.items())[:5]:
            lines.append(f"  row {number}: {problem}")
        if len(self.problems) > 5:
            lines.append(f"  … and {len(self.problems) - 5:,} more rows with a problem")
        return "\n".join(lines)


def apply(table: Table, settings: Settings) -> tuple[pd.DataFrame, Understanding]:
    """Bring a file's rows into our columns, and say what was understood of it.

    Returns the columns of `intake.read` without `report_id` where the file has no id of its own,
    and the raw cells' fingerprint columns are left to `raw_cells`.
    Raises CampaignError when campaign.yml maps no columns, or one that the file does not have.
    """
    places = _places(table, settings)
    cells = pd.DataFrame(table.rows, dtype="str")
    empty = pd.Series("", index=cells.index, dtype="str")

    def column(ours: str) -> pd.Series:
        return cells[places[ours]].str.strip() if ours in places else empty

    submitted, formats = times.parse(
        column("submitted_at"), settings.reports.time_formats, settings.timezone
    )
    known, unknown = categories(column("categories"), settings)
    consent, consent_unknown = _consent(column("consent_operator"), settings)
    rows = pd.DataFrame(
        {
            "source_file": _relative(table, settings),
            "source_row": table.numbers,
            "report_id": column("report_id"),
            "submitted_raw": column("submitted_at"),
            "submitted_at": submitted,
            **{name: column(name) for name in TEXT[:3]},
            "categories": known,
            "categories_unknown": unknown,
            **{name: column(name) for name in TEXT[3:6]},
            "consent_operator": consent,
            **{name: column(name) for name in CONTACT},
            "problem": pd.Series([table.problems.get(n, "") for n in table.numbers], dtype="str"),
        }
    )
    words = unknown[unknown.ne("")].str.split("|").explode().value_counts()
    understanding = Understanding(
        file=_relative(table, settings),
        written=_written(table),
        n_rows=len(rows),
        mapped={ours: table.header[place] for ours, place in places.items()},
        unmapped=[h for i, h in enumerate(table.header) if i not in places.values() and h],
        time_formats=formats,
        times_unread=rows.loc[submitted.isna(), "submitted_raw"].tolist(),
        unknown_categories={str(word): int(n) for word, n in words.items()},
        consent_unknown=consent_unknown,
        empty_share={ours: float(column(ours).eq("").mean()) for ours in places},
        problems=table.problems,
    )
    return rows, understanding


def categories(texts: pd.Series, settings: Settings) -> tuple[pd.Series, pd.Series]:
    """Split multi-choice answers into our category ids and the parts that no category knows.

    Known options are taken out first, longest first, since an option may hold the separator.
    Both results are joined by `|`; ids stand in the order of campaign.yml.
    """
    meanings = {
        tidy(match).casefold(): category.id
        for category in settings.categories
        for match in [*category.matches, category.id]
    }
    options = sorted(meanings, key=len, reverse=True)
    order = {name: place for place, name in enumerate(settings.category_ids())}
    separator = settings.reports.category_separator

    def split(text: str) -> tuple[str, str]:
        left, found = separator + tidy(text).casefold() + separator, set()
        plain = left
        for option in options:
            for end in (separator, " " + separator):
                for start in (separator, separator + " "):
                    wanted = start + option + end
                    while wanted in left:
                        left = left.replace(wanted, separator, 1)
                        found.add(meanings[option])
        rest = [part.strip() for part in left.split(separator) if part.strip()]
        original = {p.strip().casefold(): p.strip() for p in tidy(text).split(separator)}
        unknown = [original.get(part, part) for part in rest] if plain != left or rest else []
        return "|".join(sorted(found, key=order.__getitem__)), "|".join(unknown)

    answers = {text: split(text) for text in texts.unique()}
    known = texts.map({text: answer[0] for text, answer in answers.items()}).astype("str")
    unknown = texts.map({text: answer[1] for text, answer in answers.items()}).astype("str")
    return known, unknown


def raw_cells(table: Table, settings: Settings) -> pd.DataFrame:
    """Return the file's cells under their headers, without those that hold contact data."""
    places = _places(table, settings)
    hidden = {places[name] for name in CONTACT if name in places}
    hidden |= {i for i, h in enumerate(table.header) if h.casefold() in PERSONAL_HEADERS}
    cells = pd.DataFrame(table.rows, dtype="str")
    cells = cells[[i for i in range(len(table.header)) if i not in hidden]]
    return cells.set_axis([f"{table.header[i]}\x1d{_nth(table.header, i)}" for i in cells], axis=1)


def _nth(header: list[str], place: int) -> int:
    """Tell columns of the same header apart by their order."""
    return header[:place].count(header[place])


def _places(table: Table, settings: Settings) -> dict[str, int]:
    """Find the position of each mapped column; stop when one is missing."""
    columns = settings.reports.columns
    if columns is None:
        raise CampaignError(
            f"{settings.dir / 'campaign.yml'}: reports.columns is missing: it says which header "
            f"of {table.path.name} holds what. The file has: {', '.join(table.header)}."
        )
    places = {}
    for ours, theirs in columns.model_dump().items():
        if not theirs:
            continue
        if tidy(theirs) not in table.header:
            raise CampaignError(
                f'{_relative(table, settings)}: column "{theirs}" is named in campaign.yml '
                f"(reports.columns.{ours}) and is not in the file.\n"
                f"The file has: {', '.join(h for h in table.header if h)}."
                f"{did_you_mean(theirs, table.header)}"
            )
        places[ours] = table.header.index(tidy(theirs))
    return places


def _consent(texts: pd.Series, settings: Settings) -> tuple[pd.Series, dict[str, int]]:
    """Read consent as yes, no or unknown; only a clear yes is a yes."""
    folded = texts.str.casefold()
    yes = folded.isin([word.casefold() for word in settings.reports.consent_yes])
    no = folded.isin([word.casefold() for word in settings.reports.consent_no])
    other = texts[~yes & ~no & texts.ne("")].value_counts()
    answers = pd.Series("", index=texts.index, dtype="str").mask(yes, "yes").mask(no, "no")
    return answers, {str(word): int(n) for word, n in other.items()}


def _written(table: Table) -> str:
    if table.kind == "XLSX":
        return "XLSX"
    names = {";": "semicolon", ",": "comma", "\t": "tab"}
    return f"{table.kind}, {table.encoding}, {names[table.delimiter]}"


def _relative(table: Table, settings: Settings) -> str:
    path = table.path.resolve()
    inside = path.is_relative_to(settings.dir)
    return path.relative_to(settings.dir).as_posix() if inside else path.name
