"""Intake: raw exports in, one table in our columns out, each row with its file and number."""

import dataclasses
from pathlib import Path

import pandas as pd

from helpers import withdraw
from helpers.errors import CampaignError
from helpers.intake import formats, mapping, prepare, register, snapshots, tables
from helpers.intake.understanding import Understanding
from helpers.settings import Reports, Settings

KNOWN = "imported already"
"""Why a row does not count that another export brings as well."""
TWICE = "its id stands in an earlier row, with other answers"
REGISTER = "data/raw/reports/register.csv"
FORMATS = "data/raw/reports/formats.csv"
"""Which file was imported as which tool's export, where `--format` said so."""


def read(settings: Settings) -> pd.DataFrame:
    """Read all reports of a campaign: one row per raw row of its files.

    Columns: `source_file, source_row, report_id, submitted_raw, submitted_at` (naive local time,
    NaT where unreadable), `city_raw, district_raw, postcode_raw, categories` (our ids, joined by
    `|`), `categories_unknown, categories_not_asked` (ids that the sender was not shown,
    where the tool tells), `description, device, tariff, thing, consent_operator, consent_quote`
    (yes | no | ""), `fixed` (yes | partly | no | "" | ? = another word), `fixed_on` (day of that
    answer), `lat, lon` (WGS 84, rounded to about 100 m, NaN = none),
    `contact_name, contact_email, problem`
    (why the row cannot be used, else ""), `withdrawn` (the source says that its sender
    took it back).
    A row's id is the source's own, or is kept in data/raw/reports/register.csv.
    Raises CampaignError naming file, expected and got.
    """
    rows, _ = collect(settings)
    return rows.drop(columns=["fingerprint", "content", "tool"])


def understand(settings: Settings, file: Path | None = None, form: str = "") -> list[Understanding]:
    """Say what is understood of the campaign's files (or of one `file`); write nothing.

    form: name of the tool's format; "" = as campaign.yml says.
    """
    if file is not None:
        inside = file.resolve().is_relative_to(settings.dir)
        place = file if inside else settings.raw / "reports" / file.name
        source = source_of(place, settings, form)
        return [rows_of(file, source, settings)[1]]
    return collect(settings, keep_ids=False)[1]


def for_publication(said: Understanding) -> str:
    """Say what was understood of a file without quoting what a person typed."""
    return said.as_text(examples=False)


def files(settings: Settings) -> list[Path]:
    """List the campaign's report files, sorted; the register is none of them.

    Raises CampaignError when no file matches.
    """
    listed = found(settings)
    if not listed:
        patterns = [pattern for source in sources(settings) for pattern in source.files]
        raise CampaignError(
            f"{settings.dir}: expected report files matching {', '.join(patterns)} "
            "(campaign.yml, reports.files), found none."
        )
    return listed


def found(settings: Settings) -> list[Path]:
    """List the campaign's report files, sorted; [] where there are none yet."""
    return sorted({file for source in sources(settings) for file in _files(source, settings)})


def sources(settings: Settings) -> list[Reports]:
    """List the campaign's sources of reports: each tool has its own mapping."""
    return [settings.reports, *settings.more_reports]


def belongs(path: Path, settings: Settings) -> bool:
    """Tell whether a file at `path` holds reports: a pattern finds it, and it is none of ours."""
    own = {(settings.dir / name).resolve() for name in (REGISTER, FORMATS)}
    place = path.resolve()
    return (
        place not in own | {snapshots.path(settings).resolve()}
        and not path.name.startswith((".", "~$"))
        and any(_fits(place, source, settings) for source in sources(settings))
    )


def _fits(place: Path, source: Reports, settings: Settings) -> bool:
    inside = place.relative_to(settings.dir) if place.is_relative_to(settings.dir) else place
    return source.format != "form" and any(inside.match(pattern) for pattern in source.files)


def _files(source: Reports, settings: Settings) -> list[Path]:
    if source.format == "form":
        return [path for path in [snapshots.path(settings).resolve()] if path.exists()]
    found = {path.resolve() for pattern in source.files for path in settings.dir.glob(pattern)}
    return sorted(path for path in found if path.is_file() and belongs(path, settings))


def source_of(file: Path, settings: Settings, form: str = "") -> Reports:
    """Find the source whose patterns fit a file's place; the first where none does.

    form: name of the tool's format; "" = the one named when the file was imported, if any.
    """
    place = file.resolve()
    if place == snapshots.path(settings).resolve():
        return next((s for s in sources(settings) if s.format == "form"), settings.reports)
    fitting = [source for source in sources(settings) if _fits(place, source, settings)]
    source = fitting[-1] if fitting else settings.reports
    if not form and fitting:
        form = register.read_formats(settings.dir / FORMATS).get(file.name, "")
    return source.model_copy(update={"format": form}) if form else source


def collect(settings: Settings, keep_ids: bool = True) -> tuple[pd.DataFrame, list[Understanding]]:
    """Read all files as `read` does, and what was understood.

    Rows also have `tool`, `fingerprint` (of what makes a row known again), `content` (of all
    answers). keep_ids: give ids to rows without one, and say which rows are known already.
    """
    # A file belongs to the last source that names it: `more_reports` is the more special one.
    read = [rows_of(file, source_of(file, settings), settings) for file in files(settings)]
    reports = pd.concat([rows for rows, _ in read], ignore_index=True)
    if keep_ids:
        _check_ids(reports)
        _check_surveys(reports)
        reports["report_id"] = _ids(reports, settings)
        reports["problem"] = reports["problem"].mask(
            reports["problem"].eq(""), _seen_elsewhere(reports)
        )
    return reports, [said for _, said in read]


def rows_of(file: Path, source: Reports, settings: Settings) -> tuple[pd.DataFrame, Understanding]:
    """Read one file by its tool's format and the campaign's mapping."""
    if source.format == "form":
        return mapping.of_form(snapshots.read(file), file, settings)
    columns = source.columns
    expected = tuple(columns.model_dump().values()) if columns else ()
    table = tables.read(file, expected)
    form = formats.by_name(source.format, table)
    if form.tells_shown == "quotes" and table.kind == "CSV":
        table = tables.read(file, expected, mark_shown=True)
    if form.tells_shown == "quotes" and not any(tables.SHOWN in row for row in table.rows):
        form = dataclasses.replace(form, tells_shown="words")  # written anew, the quotes are lost
    question = columns.categories if columns else ""
    options = [match for category in settings.categories for match in category.matches]
    prepared = prepare.prepare(table, form, question, options)
    if not prepared.rows:
        raise CampaignError(f"{file}: expected answers under the header, got none.")
    if form.options == "label" and columns and not question and "options" in prepared.header:
        source = source.model_copy(
            update={"columns": columns.model_copy(update={"categories": "options"})}
        )
    rows, said = mapping.apply(prepared, source, form, settings)
    return mapping.without_erased(rows, withdraw.marked(table.rows, table.numbers, settings)), said


def _check_ids(reports: pd.DataFrame) -> None:
    """Stop when two tools gave the same id to two answers: one of them would be lost."""
    own = reports[reports["report_id"].ne("") & ~reports["withdrawn"]]
    first = own.drop_duplicates("report_id").set_index("report_id")
    other = own[own["tool"].ne(own["report_id"].map(first["tool"]))]
    if len(other):
        row = other.iloc[0]
        known = first.loc[row["report_id"]]
        raise CampaignError(
            f"{row['source_file']}: row {row['source_row']} ({row['tool']}) has the id "
            f"{row['report_id']}, which row {known['source_row']} of {known['source_file']} "
            f"({known['tool']}) has, too. Make each tool a source of its own in campaign.yml "
            "(reports, more_reports), with its own `files` and a `name` that goes before its ids."
        )


def _check_surveys(reports: pd.DataFrame) -> None:
    """Stop when two surveys of one tool number their answers alike.

    An edited answer keeps its time or its place: two answers with neither are two.
    """
    own = reports[reports["report_id"].ne("") & ~reports["withdrawn"]]
    first = own.drop_duplicates("report_id").set_index("report_id")
    later = own[own["source_file"].ne(own["report_id"].map(first["source_file"]))]
    if later.empty:
        return
    names = ("submitted_at", "city_raw", "district_raw", "postcode_raw")
    differs = pd.DataFrame({n: later[n].ne(later["report_id"].map(first[n])) for n in names})
    other = later[differs["submitted_at"] & differs.drop(columns="submitted_at").any(axis=1)]
    if 2 * len(other) > len(later):
        row = other.iloc[0]
        known = first.loc[row["report_id"]]
        raise CampaignError(
            f"{row['source_file']}: row {row['source_row']} has the id {row['report_id']} and is "
            f"another answer than row {known['source_row']} of {known['source_file']}, and so for "
            f"{len(other):,} of {len(later):,} ids: these are two surveys. Make each a source of "
            "its own in campaign.yml (reports, more_reports), with its own `files` and `name`."
        )


def _ids(reports: pd.DataFrame, settings: Settings) -> pd.Series:
    """Take the source's own id, else the register's.

    Raises CampaignError when a source's own id is one that the register gave.
    """
    own = reports["report_id"].ne("")
    # An emptied row still counts among the rows that were equal to it.
    was = reports["report_id"].map(register.fingerprints_of(settings.dir / REGISTER))
    own &= ~(reports["withdrawn"] & was.notna())
    if own.all():
        return reports["report_id"]
    fingerprint = reports["fingerprint"].where(own | was.isna(), was)
    ids = register.assign(
        reports.assign(fingerprint=fingerprint).loc[~own], settings.dir / REGISTER
    )
    both = reports.loc[own & reports["report_id"].isin(ids)]
    if len(both):
        row = both.iloc[0]
        raise CampaignError(
            f"{row['source_file']}: row {row['source_row']}: the id {row['report_id']} is one "
            f"that {REGISTER} gave to another row. Give the source a `name` in campaign.yml."
        )
    return reports["report_id"].where(own, ids.reindex(reports.index))


def _seen_elsewhere(reports: pd.DataFrame) -> pd.Series:
    """Say of each row whose id stands in another usable row that it is known, else "".

    A grown export beside the older one brings the same rows again: they count once, as the newest
    export has them (the one with the latest report; of two, the one with more). An answer that was
    not finished in one counts as the other has it.
    """
    usable = reports[reports["problem"].eq("")]
    by_file = usable.groupby("source_file")["submitted_at"].agg(["max", "size"])
    newest = by_file.sort_values(["max", "size"], na_position="first", kind="stable")
    rank = pd.Series(range(len(newest)), index=newest.index)
    ordered = usable.assign(rank=usable["source_file"].map(rank)).sort_values(
        "rank", ascending=False, kind="stable"
    )
    again = ordered["report_id"].duplicated()
    counted = ordered[~again].set_index("report_id")
    same_file = ordered["source_file"].eq(ordered["report_id"].map(counted["source_file"]))
    other = ordered["content"].ne(ordered["report_id"].map(counted["content"]))
    words = pd.Series("", index=ordered.index, dtype="str").mask(again, KNOWN)
    return words.mask(again & same_file & other, TWICE).reindex(reports.index, fill_value="")
