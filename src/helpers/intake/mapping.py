"""Mapping: from an export's headers and words to our columns."""

from collections import Counter
from pathlib import Path

import pandas as pd

from helpers.errors import CampaignError, did_you_mean
from helpers.intake import categories, propose, register, snapshots, times
from helpers.intake.cells import tidy
from helpers.intake.formats import PLAIN, Format, position
from helpers.intake.options import JOINT
from helpers.intake.tables import Table
from helpers.intake.understanding import Understanding, listed
from helpers.settings import Reports, Settings

CONTACT = ("contact_name", "contact_email")
OPTIONAL = ("district_raw", "postcode_raw", "thing", "device", "tariff", "consent_quote", "lat",
            "lon")  # fmt: skip
BY_FORMAT = ("report_id", "submitted_at", *CONTACT)
"""Columns that are found by the tool's own headers where campaign.yml maps none."""
NOBODY = {"anonymous", "(anonymous)", "anonym", "(anonym)", "anonymous user"}
TEXT = (
    "city_raw", "district_raw", "postcode_raw", "description", "device", "tariff", "thing",
    *CONTACT,
)  # fmt: skip
CORE = ("submitted_at", "city_raw", "categories", "description")
"""By these a row is known again that has no id of its own. They are mapped from the start: neither
a column that is mapped later, nor a changed e-mail or header, makes a new report."""
PUBLIC = (
    *CORE, "district_raw", "postcode_raw", "device", "tariff", "thing", "consent_operator",
)  # fmt: skip
FIXED = {
    "yes": ("yes", "ja", "behoben", "fixed", "gelöst", "erledigt"),
    "partly": ("partly", "teilweise", "zum teil", "teils", "besser"),
    "no": ("no", "nein", "nicht behoben", "not fixed", "unverändert"),
}
"""Our word for an answer to "is it fixed?" → how tools and people write it."""
DECIMALS = 3
"""Places of coordinates that are kept: about 100 m, enough for a district and not for a door."""

SPAM = "marked as spam by a moderator"  # a moderator's own words may name a person


def apply(
    table: Table, source: Reports, form: Format, settings: Settings
) -> tuple[pd.DataFrame, Understanding]:
    """Bring a file's rows into our columns, and say what was understood of it.

    table: as `formats.prepare` returns it. Returns the columns of `intake.read` and a
    `fingerprint`; `report_id` is empty where the file has none.
    Raises CampaignError when campaign.yml maps a column that the file does not have.
    """
    places = find_places(table, source, form, settings)
    cells = pd.DataFrame(table.rows, dtype="str")
    empty = pd.Series("", index=cells.index, dtype="str")

    def column(ours: str) -> pd.Series:
        return cells[places[ours]].str.strip() if ours in places else empty

    def contact(ours: str) -> pd.Series:
        return column(ours).where(~column(ours).str.casefold().isin(NOBODY), "")

    submitted, read_by, times_note = _times(
        column("submitted_at"), table.header[places["submitted_at"]], source, form, settings
    )
    separators = (JOINT, *_separators(source, form))
    known, unknown = categories.split(column("categories"), settings, separators)
    not_asked = categories.not_asked(table, settings)
    consent, consent_unknown = _consent(column("consent_operator"), source)
    may_quote, quote_unknown = _consent(column("consent_quote"), source)
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
            "categories_not_asked": not_asked,
            **{name: column(name) for name in TEXT[3:7]},
            "consent_operator": consent,
            "consent_quote": may_quote,
            "operator": column("operator"),
            **fixes(column("fixed"), column("fixed_on"), submitted),
            **{name: contact(name) for name in CONTACT},
            **coordinates(column("lat"), column("lon")),
            "problem": pd.Series([table.problems.get(n, "") for n in table.numbers], dtype="str"),
            "withdrawn": False,
            "tool": f"{source.name}: {form.label}".removeprefix(": "),
            "fingerprint": register.fingerprints(
                _core(_public_cells(cells, places, CORE), submitted)
            ),
            "content": register.fingerprints(_public_cells(cells, places, PUBLIC)),
        }
    )
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
        times_note=times_note,
        unknown_categories=categories.counted(unknown),
        not_asked=categories.counted(not_asked),
        consent_unknown=consent_unknown | quote_unknown,
        empty_share={ours: float(column(ours).eq("").mean()) for ours in places},
        problems=table.problems,
        never_two=len(separators) > 1 and categories.never_two(both),
        left_out=table.left_out,
        doubled=tuple(sorted(h for h, n in Counter(table.header).items() if h and n > 1)),
    )
    return rows, understanding


def without_erased(rows: pd.DataFrame, erased: dict[int, str]) -> pd.DataFrame:
    """Give rows that were emptied when their sender took the report back their id, and no answer.

    rows: as `apply` returns them. erased: row number → id (`withdraw.marked`).
    """
    gone = rows["source_row"].isin(erased)
    if not gone.any():
        return rows
    answers = ["categories", "categories_unknown", "categories_not_asked", "problem", *TEXT]
    rows = rows.assign(withdrawn=gone)
    rows.loc[gone, [*answers, "consent_operator", "consent_quote", "fixed"]] = ""
    ids = rows["source_row"].map(erased)
    for name in ("report_id", "fingerprint", "content"):
        rows[name] = rows[name].mask(gone, ids).astype("str")
    return rows


def of_form(
    table: pd.DataFrame, file: Path, settings: Settings
) -> tuple[pd.DataFrame, Understanding]:
    """Bring the online form's own export into our columns; its headers need no mapping."""
    name = file.relative_to(settings.dir).as_posix()
    rows = snapshots.contract(table, name)
    spam = rows["status"].eq("spam")
    rows = rows.assign(
        problem=pd.Series("", index=rows.index, dtype="str").mask(spam, SPAM),
        withdrawn=rows["status"].eq("withdrawn"),
        categories_not_asked="",
        thing="",
        consent_quote="",
        lat=float("nan"),
        lon=float("nan"),
        tool="the online form",
        fingerprint=rows["report_id"],
        content=rows["report_id"],
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


def fixes(said: pd.Series, day: pd.Series, submitted: pd.Series) -> dict[str, pd.Series]:
    """Read answers to "is it fixed?" (`fixed`: yes, partly, no, "") and their day (`fixed_on`).

    A word that is none of FIXED is "?": it is counted and says nothing. An answer without a day is
    as old as its report.

    >>> read = fixes(pd.Series(["Ja", "egal", ""]), pd.Series(["2012-09-01", "", ""]),
    ...              pd.Series(pd.to_datetime(["2011-11-12"] * 3)))
    >>> read["fixed"].tolist(), read["fixed_on"].dt.year.tolist()
    (['yes', '?', ''], [2012, 2011, 2011])
    """
    known = {word: ours for ours, words in FIXED.items() for word in words}
    words = said.str.casefold().str.strip(" .!")
    days = pd.Series(pd.NaT, index=day.index, dtype="datetime64[us]")
    for written in ("%Y-%m-%d", "%d.%m.%Y"):
        read = pd.to_datetime(day.str.strip(), format=written, errors="coerce")
        days = days.fillna(read.astype("datetime64[us]"))
    fixed = words.map(known).fillna("?").mask(words.eq(""), "").astype("str")
    return {"fixed": fixed, "fixed_on": days.fillna(submitted.astype("datetime64[us]"))}


def coordinates(lat: pd.Series, lon: pd.Series) -> dict[str, pd.Series]:
    """Read coordinates (WGS 84), coarsened at once; NaN where there are none within Germany.

    >>> read = coordinates(pd.Series(["50,940664", "0"]), pd.Series(["6.959912", "0"]))
    >>> read["lat"].tolist(), read["lon"].tolist()
    ([50.941, nan], [6.96, nan])
    """
    north, east = (
        pd.to_numeric(texts.str.replace(",", "."), errors="coerce").round(DECIMALS)
        for texts in (lat, lon)
    )
    inside = north.between(47.2, 55.1) & east.between(5.8, 15.1)
    return {"lat": north.where(inside), "lon": east.where(inside)}


def _separators(source: Reports, form: Format) -> tuple[str, ...]:
    """Return what stands between options: the tool's own habit, and what campaign.yml says."""
    told = (source.category_separator,) if source.category_separator else ()
    return told if told and form is PLAIN else (*told, *form.separators)


def _times(
    texts: pd.Series, header: str, source: Reports, form: Format, settings: Settings
) -> tuple[pd.Series, dict[str, int], str]:
    """Read the times of sending; a tool's mark for "no date" counts on `undated_day`.

    Returns the times, how many texts each format read, and what a person should look at.
    """
    # The campaign's own question ("When?") is answered in local time, whatever the tool writes.
    zone = form.timezone if header.casefold() in form.submitted_at else ""
    formats, note = _formats(texts, source, form)
    submitted, read_by = times.parse(texts, formats, settings.timezone, zone)
    undated = texts.eq(form.no_date) & bool(form.no_date)
    day = pd.NaT if source.undated_day is None else pd.Timestamp(source.undated_day)
    if undated.any() and source.undated_day is None:
        note = (
            f"{undated.sum():,} answers have the date {form.no_date}, which the tool writes when "
            "it keeps no dates: name the day they count on in campaign.yml (reports.undated_day)"
        )
    return submitted.mask(undated, day), read_by, note


def _formats(texts: pd.Series, source: Reports, form: Format) -> tuple[list[str], str]:
    """List the time formats to try, slashed dates in the one reading that fits the file."""
    own, tools = source.time_formats, form.time_formats
    slashed = [written for written in tools if "/" in written]
    if not slashed or any("/" in written for written in own):
        return [*own, *tools], ""
    others = [written for written in tools if written not in slashed]
    say = "campaign.yml (reports.time_formats) can say how they are meant"
    try:
        is_day_first = times.day_first(texts)
    except ValueError as error:
        return [*own, *others], f"dates with slashes are not read: {error}; {say}"
    if is_day_first is not None:
        wrong, right = ("%m/%d", "%d/%m") if is_day_first else ("%d/%m", "%m/%d")
        slashed = [written.replace(wrong, right) for written in slashed]
    unsure = is_day_first is None and texts.str.count(times.SLASHED).any()
    note = f"dates with slashes could name the day or the month first; {say}" if unsure else ""
    return [*own, *others, *slashed], note


def _public_cells(
    cells: pd.DataFrame, places: dict[str, int], names: tuple[str, ...]
) -> pd.DataFrame:
    """Return the mapped cells of `names` under our names, none of them contact data."""
    return pd.DataFrame({ours: cells[places[ours]] for ours in names if ours in places})


def _core(cells: pd.DataFrame, submitted: pd.Series) -> pd.DataFrame:
    """Return cells that any kind of file has alike: the time as read, the options in order."""
    times_read = submitted.astype("str").where(submitted.notna(), cells["submitted_at"])
    cells = cells.assign(submitted_at=times_read)
    if "categories" in cells:
        parts = cells["categories"].str.split(rf"[;,{JOINT}]", regex=True)
        ordered = [";".join(sorted(p for part in one if (p := part.strip()))) for one in parts]
        cells = cells.assign(categories=pd.Series(ordered, index=cells.index, dtype="str"))
    return cells


def find_places(table: Table, source: Reports, form: Format, settings: Settings) -> dict[str, int]:
    """Find the position of each mapped column; stop when one is missing."""
    columns = source.columns
    filled = [theirs for theirs in columns.model_dump().values() if theirs] if columns else []
    file = _relative(table, settings)
    has = listed(table.header)
    if columns is None:
        raise CampaignError(
            f"{settings.dir / 'campaign.yml'}: reports.columns is missing: it says which header "
            f"of {file} holds what.\nThe file has: {has}."
        )
    places, missing = {}, {}
    by_tool = [ours for ours in BY_FORMAT if not getattr(columns, ours)]
    named = {table.header.index(t) for t in map(tidy, filled) if t in table.header}
    for ours, theirs in columns.model_dump().items():
        own = getattr(form, ours, ()) if ours in BY_FORMAT else ()
        if theirs and tidy(theirs) not in table.header:
            missing[ours] = theirs
            continue
        place = table.header.index(tidy(theirs)) if theirs else position(table, own)
        taken = ours in CONTACT and not theirs and place in named
        if place is not None and not taken:
            places[ours] = place
    if missing:
        raise CampaignError(_missing(missing, table, file, form, len(places) - len(by_tool)))
    if "submitted_at" not in places:
        raise CampaignError(
            f"{file}: no column says when a report was sent: name it in campaign.yml "
            f"(reports.columns.submitted_at).\nThe file has: {has}."
        )
    if not {"city_raw", "postcode_raw", "district_raw", "lat"} & places.keys():
        raise CampaignError(
            f"{file}: no column says where: name at least one of city_raw, district_raw and "
            f"postcode_raw in campaign.yml (reports.columns).\nThe file has: {has}."
        )
    return places


def _missing(missing: dict[str, str], table: Table, file: str, form: Format, n_found: int) -> str:
    """Say which mapped columns a file does not have, and what to do about it."""
    written = _written(table, form)
    if propose.looks_like_no_header(table):
        return (
            f"{file}: expected a header in its first line, got an answer: {listed(table.header)}. "
            "Write a line above it that names each column."
        )
    if hint := _separator(missing, table, form):
        return f"{file}: {hint}"
    if len(missing) > n_found:
        return _unmapped(table, file, form, written, missing)
    lines = [
        f'{file}: column "{theirs}" is named in campaign.yml (reports.columns.{ours}) and is not '
        f"in the file.{did_you_mean(theirs, table.header)}"
        for ours, theirs in missing.items()
    ]
    lines.append(f"The file has: {listed(table.header)}.")
    lines.append(f"It was read as {written}, with {len(table.rows):,} rows.")
    if len(missing) > 1:
        lines.append(
            "Did another tool write it than the campaign's first export? Then make it a source of "
            "its own in campaign.yml, with its own columns:\n"
            f"more_reports:\n  - name: b\n    files: [{file}]\n    columns:"
        )
        lines += [f'      {ours}: ""' for ours in missing]
    return "\n".join(lines)


def _unmapped(table: Table, file: str, form: Format, written: str, missing: dict[str, str]) -> str:
    """Propose the whole mapping of a file of which campaign.yml knows little yet."""
    found = propose.columns(table, form)
    used = {*found.values(), *form.report_id, *form.submitted_at, *form.contact}
    left = [h for h in table.header if h and not {h, h.split("[")[0].strip(), h.casefold()} & used]
    says = [
        f"{file}: campaign.yml does not fit this file yet. It was read as {written}, with "
        f"{len(table.rows):,} rows. It lacks what `columns:` names: {listed([*missing.values()])}.",
        "Put this in the place of `columns:` and `consent_…` under `reports:`, and look at "
        "each line:",
        propose.block(table, form),
    ]
    if "categories" in found:
        says += ["and, for the answers to that question:",
                 propose.option_list(table, found["categories"])]  # fmt: skip
    else:
        says.append("No question on faults was found: write `categories: []`.")
    more = [name for name in OPTIONAL if name not in found]
    says += [
        f"Not used: {listed(left) or 'nothing'}. "
        f"Columns that there may be, too: {', '.join(more)}.",
        "Does another export fit what stands there already? Then leave that, and put the lines "
        f"into a source of its own: `more_reports:`, `- name: b`, `files: [{file}]`.",
    ]
    return "\n".join(says)


def _separator(missing: dict[str, str], table: Table, form: Format) -> str:
    """Say that a tool was told another separator between a group, its question and options."""
    if form.options != "slash":
        return ""
    for ours, theirs in missing.items():
        for sign in (".", ":", "__", "-", "|"):
            if any(head.startswith(theirs.replace("/", sign) + sign) for head in table.header) or (
                "/" in theirs and theirs.replace("/", sign) in table.header
            ):
                return (
                    f'column "{theirs}" (reports.columns.{ours}) is there with "{sign}" between '
                    'group, question and option. Export again with "/" as group separator.'
                )
    return ""


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
    top = f"header in row {table.first}" if table.first > 1 else ""
    sheet = f"sheet {table.sheet}" if table.left_out else ""
    kind = [table.kind, table.encoding, names.get(table.delimiter, ""), sheet, top]
    return f"{form.label}; {', '.join(part for part in kind if part)}"


def _relative(table: Table, settings: Settings) -> str:
    path = table.path.resolve()
    inside = path.is_relative_to(settings.dir)
    return path.relative_to(settings.dir).as_posix() if inside else path.name
