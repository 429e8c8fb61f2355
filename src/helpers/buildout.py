"""Buildout: hold the operator's plan against the places where trouble is reported."""

import functools
import re
from pathlib import Path

import pandas as pd

from helpers import facts, geocode, schema, store
from helpers.errors import CampaignError
from helpers.facts import Fact
from helpers.intake import tables
from helpers.settings import Settings

COVERAGE = ("covered", "partly", "missed")

DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%m/%Y", "%m.%Y")
QUARTER = re.compile(
    r"^(?:Q\s*|Quartal\s+|(?=[1-4]\.?\s*(?:Q|Quartal|/)))([1-4])\.?\s*(?:Q|Quartal)?[ /]+(\d{4})$",
    re.IGNORECASE,
)


def read_plan(settings: Settings) -> pd.DataFrame:
    """Read the operator's plan and locate its entries (columns of 07_plan).

    An entry whose place or date cannot be read keeps its row with a `problem`.
    Raises CampaignError for a missing file or column.
    """
    wanted = settings.buildout
    headers = (wanted.city, wanted.district, wanted.measure, wanted.due, wanted.status)
    table = tables.read(settings.dir / wanted.file, headers)
    missing = [name for name in (wanted.city, wanted.due) if name not in table.header]
    if missing:
        raise CampaignError(
            f"{wanted.file}: expected the columns {', '.join(missing)} (campaign.yml, buildout), "
            f"got {', '.join(table.header)}."
        )
    twice = [name for name in headers if name and table.header.count(name) > 1]
    if twice:
        raise CampaignError(
            f"{wanted.file}: the column {twice[0]} stands more than once. Give each its own name."
        )
    cells = pd.DataFrame(table.rows, columns=table.header, dtype="str")

    def column(header: str) -> pd.Series:
        empty = pd.Series("", index=cells.index, dtype="str")
        return cells[header].str.strip() if header in table.header else empty

    entries = pd.DataFrame(
        {
            "report_id": [f"P{number}" for number in table.numbers],
            "source_row": table.numbers,
            "city_raw": column(wanted.city),
            "district_raw": column(wanted.district),
            "postcode_raw": "",
            "measure": column(wanted.measure),
            "due": due(column(wanted.due)),
            "due_raw": column(wanted.due),
            "status": column(wanted.status),
        }
    ).astype({"postcode_raw": "str"})
    return judge(geocode.locate(entries))


def judge(entries: pd.DataFrame) -> pd.DataFrame:
    """Say of each located entry why it cannot be used, if so; keep the columns of 07_plan."""
    unplaced = entries["ags5"].eq("")
    undated = entries["due"].isna()
    lost = entries["district_raw"].ne("") & entries["district"].eq("") & ~unplaced
    reasons = [
        (unplaced, "place not found: " + entries["city_raw"]),
        (lost, "district not found: " + entries["district_raw"]),
        (undated, "date not readable: " + entries["due_raw"].replace("", "none given")),
    ]
    problem = pd.Series("", index=entries.index, dtype="str")
    for holds, words in reasons:
        problem = problem.mask(holds, (problem + "; " + words).str.removeprefix("; "))
    return entries.assign(problem=problem).reindex(columns=list(schema.TABLES["07_plan"].columns))


def due(texts: pd.Series) -> pd.Series:
    """Read planned dates; a month or quarter means its last day; NaT where there is none.

    >>> due(pd.Series(["31.12.2011", "Q2/2012", "03/2012", "irgendwann"])).astype("str").tolist()
    ['2011-12-31', '2012-06-30', '2012-03-31', nan]
    """
    parsed = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")
    for written in DATE_FORMATS:
        found = pd.to_datetime(texts, format=written, errors="coerce")
        if "%d" not in written:
            found = found + pd.offsets.MonthEnd(0)
        parsed = parsed.fillna(found.astype("datetime64[us]"))
    quarters = texts.str.extract(QUARTER.pattern, flags=re.IGNORECASE)
    months = pd.to_numeric(quarters[0]).mul(3)
    ends = pd.to_datetime(
        pd.DataFrame({"year": pd.to_numeric(quarters[1]), "month": months, "day": 1}),
        errors="coerce",
    ) + pd.offsets.MonthEnd(0)
    return parsed.fillna(ends.astype("datetime64[us]"))


def trouble(kreise: pd.DataFrame, n_most: int) -> pd.DataFrame:
    """List the places that a plan should cover: hot spots, and those with the most reports.

    kreise: the published table; a suppressed Kreis is not listed. n_most: how many by count.
    Returns `ags5, kreis, n_reports, why` (hot_spot | most_reports), most reports first.
    """
    shown = kreise[kreise["n_reports"].gt(0).fillna(False)]
    ranked = shown.sort_values(["n_reports", "ags5"], ascending=[False, True], ignore_index=True)
    hot = ranked["is_hotspot"].eq(True).fillna(False).astype(bool)
    why = pd.Series("most_reports", index=ranked.index, dtype="str").mask(hot, "hot_spot")
    listed = ranked.assign(why=why)[hot | (ranked.index < n_most)]
    return listed[["ags5", "kreis", "n_reports", "why"]].reset_index(drop=True)


def compare(places: pd.DataFrame, plan: pd.DataFrame) -> pd.DataFrame:
    """Say for each place of trouble what the plan holds for it.

    places: as `trouble` lists them. plan: as `read_plan` returns it; an entry with a problem
    counts for nothing. Returns the table `07_buildout`. `covered` = an entry is for the whole
    kreisfreie Stadt; `partly` = only for districts or for single municipalities of a Landkreis.
    """
    usable = plan[plan["problem"].eq("")]
    whole = usable["district"].eq("") & usable["ags8"].str.endswith("000")
    part = usable["district"].where(usable["district"].ne(""), usable["city"])
    usable = usable.assign(whole=whole, part=part.mask(whole, ""))
    entries = usable.groupby("ags5")
    found = pd.DataFrame(
        {
            "n_entries": entries.size(),
            "whole": entries["whole"].any(),
            "parts_planned": entries["part"].agg(_joined),
            "measures": entries["measure"].agg(_joined),
            "next_due": entries["due"].min(),
        }
    ).reset_index()
    rows = places.merge(found, on="ags5", how="left")
    rows["n_reports"] = rows["n_reports"].astype("Int64")
    rows["n_entries"] = rows["n_entries"].fillna(0).astype("int64")
    rows["next_due"] = rows["next_due"].astype("datetime64[us]")
    for name in ("parts_planned", "measures"):
        rows[name] = rows[name].fillna("").astype("str")
    coverage = pd.Series("missed", index=rows.index, dtype="str")
    coverage = coverage.mask(rows["n_entries"].gt(0), "partly")
    return rows.assign(coverage=coverage.mask(rows["whole"].eq(True), "covered")).drop(
        columns="whole"
    )


def totals(coverage: pd.DataFrame, plan: pd.DataFrame) -> dict[str, Fact]:
    """State how the plan and the places of trouble meet."""
    counts = coverage["coverage"].value_counts()
    unreadable = int(plan["problem"].ne("").sum())
    n = len(coverage)
    words = {
        "covered": ("Schwerpunkte, die der Ausbauplan ganz abdeckt", "places that the plan covers"),
        "partly": (
            "Schwerpunkte, die der Ausbauplan nur in Teilen abdeckt",
            "places that the plan covers in parts only",
        ),
        "missed": ("Schwerpunkte, die im Ausbauplan fehlen", "places that the plan misses"),
    }
    count = functools.partial(facts.count, anchor="coverage")
    stated = {
        "buildout.n_places": count(
            n, "Schwerpunkte, die der Plan abdecken sollte", "places that a plan should cover", n
        ),
        "buildout.n_entries": count(
            len(plan), "Einträge im Ausbauplan", "entries of the plan", len(plan)
        ),
        "buildout.n_unreadable": count(
            unreadable,
            "Einträge im Ausbauplan ohne brauchbaren Ort oder Termin",
            "entries of the plan without a usable place or date",
            len(plan),
        ),
    }
    for state in COVERAGE if len(plan) else ():  # without a plan, none misses anything
        de, en = words[state]
        stated[f"buildout.n_{state}"] = count(int(counts.get(state, 0)), de, en, n)
        places = ", ".join(coverage.loc[coverage["coverage"].eq(state), "kreis"])
        if places:
            stated[f"buildout.{state}"] = Fact(
                places, places, places, de, en, "places", n, anchor="coverage"
            )
    return stated


def _joined(texts: pd.Series) -> str:
    """Join distinct filled texts in alphabetical order."""
    return "; ".join(sorted({text for text in texts if text}))


def read_or_none(settings: Settings) -> pd.DataFrame:
    """Read the plan, or return an empty one when campaign.yml names no file."""
    if settings.buildout.file:
        return read_plan(settings)
    return schema.empty("07_plan")


def files(settings: Settings) -> list[Path]:
    """List the plan's file; [] when campaign.yml names none."""
    return [settings.dir / settings.buildout.file] if settings.buildout.file else []


def for_reading(plan: pd.DataFrame) -> pd.DataFrame:
    """Show the plan as written beside what was understood of it."""
    return plan[["city_raw", "district_raw", "kreis", "district", "measure", "due", "problem"]]


def say(coverage: pd.DataFrame, plan: pd.DataFrame) -> str:
    """Say in a sentence how much of the trouble the plan reaches."""
    if plan.empty:
        return "There is no plan to compare with (campaign.yml, buildout.file)."
    counts = coverage["coverage"].value_counts()
    covered, partly, missed = (int(counts.get(state, 0)) for state in COVERAGE)
    unusable = int(plan["problem"].ne("").sum())
    return (
        f"Of the places ({len(coverage)}), the plan covers {covered}, covers {partly} in parts and "
        f"misses {missed}. {unusable} of its {len(plan)} entries could not be used."
    )


def write(settings: Settings, plan: pd.DataFrame, coverage: pd.DataFrame) -> None:
    """Write the tables 07_plan and 07_buildout."""
    store.writer(settings, "07_plan")(plan)
    store.writer(settings, "07_buildout")(coverage)
