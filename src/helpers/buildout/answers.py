"""Answers: read what the operator replies on the extract, with the care that reports get."""

from datetime import date

import pandas as pd

from helpers import redact, schema
from helpers.buildout import dates, plans
from helpers.errors import CampaignError
from helpers.extract import COLUMNS, NUMBER
from helpers.settings import Settings

DONE = r"^(?:ja|erledigt|fertig(?:gestellt)?|abgeschlossen|done|yes|x)$"
"""What a cell for the day of completion may hold instead of a day."""


def read(settings: Settings) -> pd.DataFrame:
    """Read the operator's answers, CSV or XLSX (columns of 07_answers); no file named = no row.

    A row names a place as the extract does, or the number of one of the extract's rows (`Nr.`),
    and has a reply, a planned date or the day on which the measure was done. A row that cannot be
    placed, or says nothing, keeps its `problem`. Personal data in replies is masked.
    Raises CampaignError for a missing file or column.
    """
    wanted = settings.buildout.answers
    if not wanted.file:
        return schema.empty("07_answers")
    headers = (wanted.row, wanted.city, wanted.district, wanted.reply, wanted.due, wanted.done)
    written = plans.cells(
        settings.dir / wanted.file, wanted.file, headers, (wanted.reply,), "buildout.answers"
    )
    if not (written[[wanted.row, wanted.city]] != "").any(axis=None):
        raise CampaignError(
            f"{wanted.file}: expected a row number ({wanted.row}) or a place ({wanted.city}) in "
            "each row, got neither in any."
        )
    rows = pd.DataFrame(
        {
            "source_row": written.index,
            "row": written[wanted.row],
            "city_raw": written[wanted.city],
            "district_raw": written[wanted.district],
            "reply": redact.redact(written[wanted.reply]),
            "due_raw": written[wanted.due],
            "done_raw": written[wanted.done],
        }
    ).reset_index(drop=True)
    noted = settings.as_of
    rows = rows.assign(
        due=dates.due(rows["due_raw"], noted),
        done=dates.due(rows["done_raw"], noted),
        **_placed_by_row(rows, settings),
    )
    return judge(plans.place(rows), noted)


def judge(rows: pd.DataFrame, today: date) -> pd.DataFrame:
    """Say of each located answer why not all of it can be used (columns of 07_answers)."""
    unplaced = rows["ags5"].eq("")
    said_done = rows["done_raw"].str.casefold().str.match(DONE)
    future = rows["done"].gt(pd.Timestamp(today))
    where = rows["city_raw"].mask(rows["city_raw"].eq(""), NUMBER + " " + rows["row"])
    silent = rows["reply"].eq("") & rows["due_raw"].eq("") & rows["done_raw"].eq("")
    reasons = [
        (unplaced, "place not found: " + where),
        (rows["due_raw"].ne("") & rows["due"].isna(), "date not readable: " + rows["due_raw"]),
        (said_done, "done, but nobody says when"),
        (
            rows["done_raw"].ne("") & rows["done"].isna() & ~said_done,
            "day of completion not readable: " + rows["done_raw"],
        ),
        (future, "said to be done on a day to come: " + rows["done_raw"]),
        (silent, "neither reply nor date"),
    ]
    problem = pd.Series("", index=rows.index, dtype="str")
    for holds, words in reasons:
        problem = problem.mask(holds, (problem + "; " + words).str.removeprefix("; "))
    rows = rows.assign(problem=problem, done=rows["done"].mask(future))
    return rows.reindex(columns=list(schema.TABLES["07_answers"].columns))


def per_place(rows: pd.DataFrame) -> pd.DataFrame:
    """Join the answers of each Kreis: `ags5, kreis, replies, due, done` (last days named).

    How many rows were answered is not told: it would count the extract's rows of the place.
    """
    placed = rows[rows["ags5"].ne("")].groupby("ags5")
    return pd.DataFrame(
        {
            "kreis": placed["kreis"].first(),
            "replies": placed["reply"].agg(lambda t: " · ".join(dict.fromkeys(x for x in t if x))),
            "due": placed["due"].max(),
            "done": placed["done"].max(),
        }
    ).reset_index()


def form(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the extract's rows as a sheet to fill in: number and place, and empty columns.

    rows: as `extract.for_reading` returns them.
    """
    wanted = settings.buildout.answers
    places = [NUMBER, *(COLUMNS[name] for name in ("kreis", "city", "district"))]
    sheet = rows[places].rename(
        columns={
            NUMBER: wanted.row,
            COLUMNS["city"]: wanted.city,
            COLUMNS["district"]: wanted.district,
        }
    )
    return sheet.assign(**{wanted.reply: "", wanted.due: "", wanted.done: ""})


def _placed_by_row(rows: pd.DataFrame, settings: Settings) -> dict[str, pd.Series]:
    """Take the place of an answer that names only a row from the extract as it was handed out."""
    path = settings.extract / "extract.csv"
    bare = rows["city_raw"].eq("") & rows["row"].ne("")
    if not bare.any() or not path.exists():
        return {"city_raw": rows["city_raw"], "district_raw": rows["district_raw"]}
    handed = pd.read_csv(path, dtype="str", keep_default_na=False).set_index(NUMBER)
    city = handed[COLUMNS["city"]].where(handed[COLUMNS["city"]].ne(""), handed[COLUMNS["kreis"]])
    number = rows["row"].str.strip()
    return {
        "city_raw": rows["city_raw"].mask(bare, number.map(city).fillna("")).astype("str"),
        "district_raw": rows["district_raw"].mask(
            bare, number.map(handed[COLUMNS["district"]]).fillna("")
        ).astype("str"),
    }  # fmt: skip
