"""Plans: read what the operator plans, version by version, and locate each entry."""

import re
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import gazetteer, geocode, schema
from helpers.buildout import dates
from helpers.errors import CampaignError
from helpers.intake import tables
from helpers.settings import Settings

STATES = ("dated", "undated", "unclear", "unreadable")
"""What an entry says of its place: with a date, without one, not plainly, or nothing readable."""
SEVERAL = re.compile(r"\s*(?:[,;/+&]|\bund\b)\s*")
"""What stands between several districts in one cell."""
CANDIDATE = re.compile(r"(?P<code>\d{8}|\d{5}) (?P<name>.+?) (?P<share>[01]\.\d\d)$")


def read_all(settings: Settings) -> pd.DataFrame:
    """Read all versions of the plan, the oldest first (columns of 07_plan); none named = no row."""
    parts = [read(settings, *version) for version in versions(settings)]
    return pd.concat(parts, ignore_index=True) if parts else schema.empty("07_plan")


def versions(settings: Settings) -> list[tuple[int, str, date | None]]:
    """List the plan's versions, the oldest first: number, file, and the day it was noted."""
    wanted = settings.buildout
    listed = [(one.file, one.noted) for one in wanted.earlier]
    listed.sort(key=lambda one: one[1])
    listed += [(wanted.file, wanted.noted)] if wanted.file else []
    return [(number, file, noted) for number, (file, noted) in enumerate(listed, 1)]


def files(settings: Settings) -> list[Path]:
    """List the files of the plan's versions; [] when campaign.yml names none."""
    return [settings.dir / file for _, file, _ in versions(settings)]


def newest(plan: pd.DataFrame) -> pd.DataFrame:
    """Keep the entries of the newest version."""
    return plan[plan["version"].eq(plan["version"].max())].reset_index(drop=True)


def read(settings: Settings, version: int, file: str, noted: date | None) -> pd.DataFrame:
    """Read one version of the plan, CSV or XLSX, and locate its entries (columns of 07_plan).

    noted: the day of the plan; "Jahresende" is the end of its year. A cell that names several
    districts or towns is several parts of one entry. An entry that cannot be read, or not plainly,
    keeps its row with a `problem`; `state` is one of STATES.
    Raises CampaignError for a missing file or column.
    """
    wanted = settings.buildout
    headers = (wanted.city, wanted.district, wanted.measure, wanted.due, wanted.status)
    written = cells(settings.dir / file, file, headers, (wanted.city, wanted.due), "buildout")
    entries = pd.DataFrame(
        {
            "version": version,
            "source_row": written.index,
            "city_raw": written[wanted.city],
            "district_raw": written[wanted.district],
            "measure": written[wanted.measure],
            "due": dates.due(written[wanted.due], noted),
            "due_raw": written[wanted.due],
            "status": written[wanted.status],
        }
    )
    return judge(place(entries.reset_index(drop=True)))


def cells(
    path: Path, name: str, headers: tuple[str, ...], needed: tuple[str, ...], section: str
) -> pd.DataFrame:
    """Read a table that the operator sent as text, one column per header; index = row of the file.

    A header that the file does not have is an empty column. Raises CampaignError naming the file
    for one of `needed` that is missing, and for one that stands there twice.
    """
    table = tables.read(path, headers)
    missing = [header for header in needed if header not in table.header]
    if missing:
        raise CampaignError(
            f"{name}: expected the columns {', '.join(missing)} (campaign.yml, {section}), "
            f"got {', '.join(table.header)}."
        )
    twice = [header for header in headers if header and table.header.count(header) > 1]
    if twice:
        raise CampaignError(
            f"{name}: the column {twice[0]} stands more than once. Give each its own name."
        )
    rows = pd.DataFrame(table.rows, columns=table.header, index=table.numbers, dtype="str")
    filled = rows[rows.ne("").any(axis=1)]
    found = {
        header: filled[header].str.strip() if header in table.header else "" for header in headers
    }
    return pd.DataFrame(found, index=filled.index, dtype="str")


def place(entries: pd.DataFrame) -> pd.DataFrame:
    """Locate entries, one row per place that an entry names; adds `part` and the geocoder's words.

    entries: `city_raw`, `district_raw` as written. Several districts, and towns that the geocoder
    finds together ("Köln/Bonn"), become a row each.
    """
    several = entries["district_raw"].str.split(SEVERAL)
    rows = entries.assign(district_part=several).explode("district_part")
    rows = rows[rows["district_part"].ne("") | rows["district_raw"].eq("")]
    asked = pd.DataFrame(
        {
            "report_id": [f"P{number}" for number in range(len(rows))],
            "city_raw": rows["city_raw"].to_numpy(),
            "district_raw": rows["district_part"].fillna("").to_numpy(),
            "postcode_raw": "",
        }
    ).astype("str")
    found = geocode.locate(asked).drop(columns=["report_id", "city_raw", "postcode_raw"])
    located = pd.concat(
        [
            rows.drop(columns="district_part").reset_index(drop=True),
            found.rename(columns={"district_raw": "district_part"}).reset_index(drop=True),
        ],
        axis=1,
    )
    parts = pd.concat([_each_town(row) for _, row in located.iterrows()], ignore_index=True)
    keys = [name for name in ("version", "source_row") if name in parts]
    parts = parts.astype(located.dtypes.to_dict())
    names = gazetteer.kreise().set_index("ags5")["kreis"]
    return parts.assign(
        kreis=parts["ags5"].map(names).fillna("").astype("str"),
        part=parts.groupby(keys).cumcount() + 1,
    )


def _each_town(row: pd.Series) -> pd.DataFrame:
    """Return a row per town where the entry names several, else the row as it is."""
    if row["locate_reason"] != "two_places":
        return row.to_frame().T
    towns = [
        row.where(~row.index.isin(["ags5", "kreis", "ags8", "city"])).fillna(
            {
                "ags5": code[:5],
                "ags8": code if len(code) == 8 else "",
                "kreis": "",
                "city": name if len(code) == 8 else "",
            }
        )
        for code, name in candidates(row["locate_candidates"])
    ]
    return pd.DataFrame(towns) if towns else row.to_frame().T


def candidates(said: str) -> list[tuple[str, str]]:
    """Return code and name of the places that an unclear entry may mean.

    >>> candidates("05315000 Köln 0.76; 05314000 Bonn 0.24")
    [('05315000', 'Köln'), ('05314000', 'Bonn')]
    """
    found = [CANDIDATE.fullmatch(one) for one in said.split("; ")]
    return [(one["code"], one["name"]) for one in found if one]


def judge(entries: pd.DataFrame) -> pd.DataFrame:
    """Say of each located entry what can be read of it, and why not all of it.

    Returns the columns of 07_plan. unclear: it may mean a place, but does not plainly say so.
    """
    unplaced = entries["ags5"].eq("")
    undated = entries["due"].isna()
    unclear = unplaced & entries["locate_candidates"].ne("")
    lost = entries["district_part"].ne("") & entries["district"].eq("") & ~unplaced
    reasons = [
        (unclear, "place not clear: " + entries["city_raw"]),
        (unplaced & ~unclear, "place not found: " + entries["city_raw"].replace("", "none given")),
        (lost, "district not found: " + entries["district_part"]),
        (undated, "date not readable: " + entries["due_raw"].replace("", "none given")),
    ]
    problem = pd.Series("", index=entries.index, dtype="str")
    for holds, words in reasons:
        problem = problem.mask(holds, (problem + "; " + words).str.removeprefix("; "))
    state = pd.Series("dated", index=entries.index, dtype="str").mask(undated, "undated")
    state = state.mask(lost | unclear, "unclear").mask(unplaced & ~unclear, "unreadable")
    columns = list(schema.TABLES["07_plan"].columns)
    return entries.assign(problem=problem, state=state).reindex(columns=columns)
