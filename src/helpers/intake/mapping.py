"""Mapping: from an export's headers and words to our columns, and what was understood."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError, did_you_mean
from helpers.intake import register, times
from helpers.intake.form import export
from helpers.intake.formats import Format, position
from helpers.intake.prepare import JOINT
from helpers.intake.tables import Table, tidy
from helpers.settings import Reports, Settings

CONTACT = ("contact_name", "contact_email")
TEXT = ("city_raw", "district_raw", "postcode_raw", "description", "device", "tariff", *CONTACT)
SPAM = "marked as spam by a moderator"  # a moderator's own words may name a person


PERSONAL = {
    "ip", "ipaddr", "ip address", "refurl", "token", "email", "e-mail", "mail", "name", "telefon",
    "phone", "network id", "_submitted_by", "contact", "contact id", "user id", "user name",
    "user display name", "username",
}  # fmt: skip
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
    never_two: bool = False
    doubled: tuple[str, ...] = ()

    def as_text(self, examples: bool = True) -> str:
        """Say it in lines; without `examples`, nothing that a person typed is quoted."""
        lines = [f"{self.file}: {self.written}, {self.n_rows:,} rows"]
        for ours, theirs in self.mapped.items():
            lines.append(f"  {ours:<17} ← {theirs} ({self.empty_share[ours]:.1%} empty)")
        if self.unmapped:
            lines.append(f"  not mapped: {', '.join(self.unmapped)}")
        read = ", ".join(f"{f} ({n:,})" for f, n in self.time_formats.items()) or "none"
        lines.append(f"  time formats: {read}; not read: {len(self.times_unread):,}")
        if self.times_unread and examples:
            lines.append(f"    for example: {', '.join(map(repr, self.times_unread[:3]))}")
        for what, words in (
            ("categories not known", self.unknown_categories),
            ("consent answers not known (counted as no)", self.consent_unknown),
        ):
            if words and not examples:
                lines.append(f"  {what}: {len(words):,} texts, {sum(words.values()):,} times")
            elif words:
                listed = ", ".join(f"{word!r} ({n:,})" for word, n in list(words.items())[:10])
                lines.append(f"  {what}: {listed}")
        if self.never_two:
            lines.append(
                "  no answer has two categories: is the separator right "
                "(campaign.yml, reports.category_separator)?"
            )
        if self.doubled:
            lines.append(f"  stands more than once, the first is used: {', '.join(self.doubled)}")
        for number, problem in list(self.problems.items())[:5]:
            lines.append(f"  row {number}: {problem}")
        if len(self.problems) > 5:
            lines.append(f"  … and {len(self.problems) - 5:,} more rows with a problem")
        return "\n".join(lines)


def apply(
    table: Table, source: Reports, form: Format, settings: Settings
) -> tuple[pd.DataFrame, Understanding]:
    """Bring a file's rows into our columns, and say what was understood of it.

    table: as `formats.prepare` returns it. Returns the columns of `intake.read` and a
    `fingerprint`; `report_id` is empty where the file has none.
    Raises CampaignError when campaign.yml maps a column that the file does not have.
    """
    places = _places(table, source, form, settings)
    cells = pd.DataFrame(table.rows, dtype="str")
    empty = pd.Series("", index=cells.index, dtype="str")

    def column(ours: str) -> pd.Series:
        return cells[places[ours]].str.strip() if ours in places else empty

    submitted, read_by = _times(column("submitted_at"), source, form, settings)
    own = (source.category_separator,) if source.category_separator else form.separators
    separators = (JOINT, *own)
    known, unknown = categories(column("categories"), settings, separators)
    consent, consent_unknown = _consent(column("consent_operator"), source)
    file = _relative(table, settings)
    ids = column("report_id")
    rows = pd.DataFrame(
        {
            "source_file": file,
            "source_row": table.numbers,
            "report_id": (source.name + ":" + ids).where(ids.ne("") & bool(source.name), ids),
            "submitted_raw": column("submitted_at"),
            "submitted_at": submitted,
            **{name: column(name) for name in TEXT[:3]},
            "categories": known,
            "categories_unknown": unknown,
            **{name: column(name) for name in TEXT[3:6]},
            "consent_operator": consent,
            **{name: column(name) for name in CONTACT},
            "problem": pd.Series([table.problems.get(n, "") for n in table.numbers], dtype="str"),
            "withdrawn": False,
            "fingerprint": register.fingerprints(_public_cells(table, places)),
        }
    )
    words = unknown[unknown.ne("")].str.split("|").explode().value_counts()
    used = set(places.values())
    both = known.where(unknown.eq(""), known + "|" + unknown)
    understanding = Understanding(
        file=file,
        written=_written(table, form),
        n_rows=len(rows),
        mapped={ours: table.header[place] for ours, place in places.items()},
        unmapped=[h for i, h in enumerate(table.header) if i not in used and h],
        time_formats=read_by,
        times_unread=rows.loc[submitted.isna(), "submitted_raw"].tolist(),
        unknown_categories={str(word): int(n) for word, n in words.items()},
        consent_unknown=consent_unknown,
        empty_share={ours: float(column(ours).eq("").mean()) for ours in places},
        problems=table.problems,
        never_two=bool(
            both.ne("").sum() >= 20 and not both.str.strip("|").str.contains("|", regex=False).any()
        ),
        doubled=tuple(sorted(h for h, n in Counter(table.header).items() if h and n > 1)),
    )
    return rows, understanding


def of_form(
    table: pd.DataFrame, file: Path, settings: Settings
) -> tuple[pd.DataFrame, Understanding]:
    """Bring the online form's own export into our columns; its headers need no mapping."""
    name = file.relative_to(settings.dir).as_posix()
    rows = export.contract(table, name)
    spam = rows["status"].eq("spam")
    rows = rows.assign(
        problem=pd.Series("", index=rows.index, dtype="str").mask(spam, SPAM),
        withdrawn=rows["status"].eq("withdrawn"),
        fingerprint=rows["report_id"],
    ).drop(columns=["status", "status_reason"])
    understanding = Understanding(
        file=name,
        written="the online form",
        n_rows=len(rows),
        mapped={header: header for header in table.columns},
        unmapped=[],
        time_formats={"%Y-%m-%d %H:%M:%S": int(rows["submitted_at"].notna().sum())},
        times_unread=rows.loc[rows["submitted_at"].isna(), "submitted_raw"].tolist(),
        unknown_categories={},
        consent_unknown={},
        empty_share={header: float(table[header].eq("").mean()) for header in table.columns},
        problems=dict(zip(rows["source_row"][spam], rows["problem"][spam], strict=True)),
    )
    return rows, understanding


def categories(
    texts: pd.Series, settings: Settings, separators: tuple[str, ...]
) -> tuple[pd.Series, pd.Series]:
    """Split multi-choice answers into our category ids and the parts that no category knows.

    Known options are taken out first, longest first, since an option may hold the separator.
    Both results are joined by `|`; ids stand in the order of campaign.yml.
    """
    meanings = {
        tidy(match).casefold(): category.id
        for category in settings.categories
        for match in [*category.matches, category.id]
    }
    options = "|".join(re.escape(o) for o in sorted(meanings, key=len, reverse=True))
    cut = "|".join(re.escape(separator.strip() or separator) for separator in separators)
    option = re.compile(rf"(?:^|(?:{cut}))\s*({options})\s*(?=$|(?:{cut}))", re.IGNORECASE)
    order = {name: place for place, name in enumerate(settings.category_ids())}

    def split(text: str) -> tuple[str, str]:
        tidied = JOINT.join(tidy(part) for part in text.split(JOINT))
        found = {meanings[tidy(match[1]).casefold()] for match in option.finditer(tidied)}
        rest = re.split(cut, option.sub("", tidied))
        unknown = dict.fromkeys(part.strip().replace("|", "/") for part in rest if part.strip())
        return "|".join(sorted(found, key=order.__getitem__)), "|".join(unknown)

    answers = {text: split(text) for text in texts.unique()}
    known = texts.map({text: answer[0] for text, answer in answers.items()}).astype("str")
    unknown = texts.map({text: answer[1] for text, answer in answers.items()}).astype("str")
    return known, unknown


def _times(
    texts: pd.Series, source: Reports, form: Format, settings: Settings
) -> tuple[pd.Series, dict[str, int]]:
    """Read the times of sending; a tool's mark for "no date" counts on `undated_day`."""
    formats = [*source.time_formats, *form.time_formats]
    submitted, read_by = times.parse(texts, formats, settings.timezone, form.timezone)
    undated = texts.eq(form.no_date) & bool(form.no_date)
    day = pd.NaT if source.undated_day is None else pd.Timestamp(source.undated_day)
    return submitted.mask(undated, day), read_by


def _public_cells(table: Table, places: dict[str, int]) -> pd.DataFrame:
    """Return the mapped cells under our names, without contact data and the source's own id.

    A column that an editor adds to the sheet, or a header that changes, makes no new report.
    """
    shown = {ours: i for ours, i in places.items() if ours not in (*CONTACT, "report_id")}
    cells = pd.DataFrame(table.rows, dtype="str")
    return pd.DataFrame({ours: cells[place] for ours, place in shown.items()})


def _places(table: Table, source: Reports, form: Format, settings: Settings) -> dict[str, int]:
    """Find the position of each mapped column; stop when one is missing."""
    columns = source.columns
    file = _relative(table, settings)
    listed = ", ".join(h for h in table.header if h)
    if columns is None:
        raise CampaignError(
            f"{settings.dir / 'campaign.yml'}: reports.columns is missing: it says which header "
            f"of {file} holds what.\nThe file has: {listed}."
        )
    places, missing = {}, {}
    for ours, theirs in columns.model_dump().items():
        own = {"report_id": form.report_id, "submitted_at": form.submitted_at}.get(ours, ())
        if theirs and tidy(theirs) not in table.header:
            missing[ours] = theirs
            continue
        place = table.header.index(tidy(theirs)) if theirs else position(table, own)
        if place is not None:
            places[ours] = place
    if missing:
        raise CampaignError(_missing(missing, table, file, _written(table, form)))
    if "submitted_at" not in places:
        raise CampaignError(
            f"{file}: no column says when a report was sent: name it in campaign.yml "
            f"(reports.columns.submitted_at).\nThe file has: {listed}."
        )
    if not {"city_raw", "postcode_raw", "district_raw"} & places.keys():
        raise CampaignError(
            f"{file}: no column says where: name at least one of city_raw, district_raw and "
            f"postcode_raw in campaign.yml (reports.columns).\nThe file has: {listed}."
        )
    return places


def _missing(missing: dict[str, str], table: Table, file: str, written: str) -> str:
    """Say which mapped columns a file does not have, and how its mapping could begin."""
    lines = [
        f'{file}: column "{theirs}" is named in campaign.yml (reports.columns.{ours}) and is not '
        f"in the file.{did_you_mean(theirs, table.header)}"
        for ours, theirs in missing.items()
    ]
    lines.append(f"The file has: {', '.join(h for h in table.header if h)}.")
    lines.append(f"It was read as {written}, with {len(table.rows):,} rows.")
    if len(missing) > 1:
        lines.append("Write into campaign.yml, for the columns that it has:\n  columns:")
        lines += [f'    {ours}: ""' for ours in missing]
    return "\n".join(lines)


def _consent(texts: pd.Series, source: Reports) -> tuple[pd.Series, dict[str, int]]:
    """Read consent as yes, no or unknown; only a clear yes is a yes."""
    folded = texts.str.casefold()
    yes = folded.isin([word.casefold() for word in source.consent_yes])
    no = folded.isin([word.casefold() for word in source.consent_no])
    other = texts[~yes & ~no & texts.ne("")].value_counts()
    answers = pd.Series("", index=texts.index, dtype="str").mask(yes, "yes").mask(no, "no")
    return answers, {str(word): int(n) for word, n in other.items()}


def _written(table: Table, form: Format) -> str:
    """Say how the file is written and by which tool."""
    names = {";": "semicolon", ",": "comma", "\t": "tab"}
    kind = [table.kind, table.encoding, names.get(table.delimiter, "")]
    return f"{form.label}; {', '.join(part for part in kind if part)}"


def _relative(table: Table, settings: Settings) -> str:
    path = table.path.resolve()
    inside = path.is_relative_to(settings.dir)
    return path.relative_to(settings.dir).as_posix() if inside else path.name
