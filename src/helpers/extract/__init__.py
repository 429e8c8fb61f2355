"""Extract: what the operator gets: fault, place and week, and nothing that finds a person.

Only reports whose senders agreed; place and week coarsened until k reports look alike; the own
words of a sender only as far as `privacy.description` allows. See docs/disclosure.md.
"""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.count.times import week_of
from helpers.extract.coarsen import PLACE_AND_WEEK, until_alike
from helpers.extract.facets import code
from helpers.extract.texts import telling
from helpers.settings import Settings

COLUMNS = {
    "categories": "Gemeldet",
    "coded": "Beschreibung in festen Worten",
    "description": "Beschreibung (geschwärzt)",
    "land": "Land",
    "kreis": "Kreis",
    "city": "Stadt",
    "district": "Stadtteil",
    "week": "Kalenderwoche",
}
"""Our name of each column that may be handed out → its German header."""
ENGLISH = {
    "categories": "What is reported",
    "coded": "Description in fixed words",
    "description": "Description (redacted)",
    "land": "Land",
    "kreis": "Kreis",
    "city": "City",
    "district": "City district",
    "week": "Week",
}
NUMBER = {"de": "Nr.", "en": "No."}
LEVELS = ["land", "kreis", "city", "district"]
"""Places from coarse to fine."""


@dataclass(frozen=True)
class Extract:
    """rows: what is handed out, under our column names, sorted, one row per report.

    log: one row per report with consent: `report_id, batch, coarsened` (columns emptied to reach
    k, joined by "|"), `left_out`, `text_left_out` (why, see `texts.REASONS`); it stays inside.
    n_reports: all kept reports; n_consent: those that may be handed on.
    """

    rows: pd.DataFrame
    log: pd.DataFrame
    n_reports: int
    n_consent: int


def build(
    reports: pd.DataFrame,
    published: dict[int, dict[str, pd.DataFrame]],
    settings: Settings,
    batch: pd.Series | None = None,
) -> Extract:
    """Make the extract from located, redacted reports.

    reports: table `02_located`. published: batch number → the protected tables (`laender`,
    `kreise`, `cities`, `districts`, `weeks`) of its release; a place or week whose count is not
    printed exactly there is not named here either: its rows would tell about the count, and so
    would the numbers of the disclosure report. batch: the release in which each report was first
    handed out, index as `reports` (default: all in the only batch). Each batch is k-anonymous by
    itself, so that the extracts of two releases, held against each other, show no class of fewer
    than k new rows.
    """
    batch = pd.Series(max(published), index=reports.index) if batch is None else batch
    agreed = reports[reports["consent_operator"].astype(bool)]
    rows = _columns(agreed, settings)
    privacy = settings.privacy
    over = [*PLACE_AND_WEEK, "categories"] if privacy.k_over_faults else PLACE_AND_WEEK
    parts = [
        until_alike(_named_places(rows[batch[rows.index] == number], tables), privacy.k, over)
        for number, tables in sorted(published.items())
    ]
    coarse = pd.concat(parts)
    texts = _texts(agreed, reports["description"], settings)
    coarse = coarse.join(texts)
    log = pd.DataFrame(
        {
            "report_id": agreed["report_id"],
            "batch": batch[agreed.index],
            "coarsened": coarse["coarsened"],
            "left_out": coarse["left_out"].astype(bool),
            "text_left_out": coarse["text_left_out"],
        }
    )
    rows = coarse.loc[~coarse["left_out"].astype(bool), _handed_out(settings)]
    rows = rows.sort_values(list(rows.columns), kind="stable").reset_index(drop=True)
    return Extract(rows, log, len(reports), len(agreed))


def for_reading(rows: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the rows under headers of the campaign's language, numbered in their order.

    A campaign that asks for no faults, or codes no descriptions, has no column for them.
    """
    language = settings.language
    numbered = rows[told(rows, settings)].rename(columns=headers(language))
    numbered.insert(0, NUMBER[language], np.arange(1, len(rows) + 1))
    return numbered


def told(rows: pd.DataFrame, settings: Settings) -> list[str]:
    """List the columns of the extract that hold anything in this campaign."""
    empty = {"categories": not settings.categories, "coded": not settings.facets.said}
    return [name for name in rows.columns if not empty.get(name)]


def headers(language: str) -> dict[str, str]:
    """Return the header of each column that may be handed out."""
    return COLUMNS if language == "de" else ENGLISH


def handed_out(made: Extract) -> pd.DataFrame:
    """List which reports the extract holds, for the next release: `report_id, batch`."""
    kept = made.log[~made.log["left_out"]]
    return kept[["report_id", "batch"]].sort_values("report_id").reset_index(drop=True)


def _handed_out(settings: Settings) -> list[str]:
    """List the columns that `privacy.description` lets out."""
    dropped = {"full": set(), "coded": {"description"}, "none": {"description", "coded"}}
    return [name for name in COLUMNS if name not in dropped[settings.privacy.description]]


def _columns(reports: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Take fault, place and week out of the reports; "" = unknown."""
    words = {category.id: getattr(category, settings.language) for category in settings.categories}
    ids = reports["categories"].fillna("").str.split("|")
    named = ids.map(lambda names: "; ".join(words[name] for name in words if name in names))
    week = week_of(reports["submitted_at"]).where(reports["submitted_at"].notna(), "")
    return pd.DataFrame(
        {
            "categories": named.astype("str"),
            "ags5": reports["ags5"].fillna(""),
            "ags8": reports["ags8"].fillna(""),
            "kreis": reports["kreis"].fillna(""),
            "city": reports["city"].fillna(""),
            "district": reports["district"].fillna(""),
            "week": week.astype("str"),
        },
        index=reports.index,
    )


def _named_places(rows: pd.DataFrame, published: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Empty places and weeks whose count is not printed exactly, and add the Land.

    A row from a withheld Kreis names no Land either.
    """
    land = published["kreise"].set_index("ags5")["land"]
    rows = rows.assign(land=rows["ags5"].map(land).fillna("").astype("str"))
    levels = ("laender", "kreise", "cities", "districts", "weeks")
    shown = {name: _shown(published, name) for name in levels}
    district = rows["ags8"] + ":" + rows["district"]
    kreis = rows["kreis"].where(rows["ags5"].isin(shown["kreise"]), "")
    alone = rows["land"].where(rows["land"].isin(shown["laender"]), "")
    return rows.assign(
        land=rows["land"].where(kreis != "", ""),
        land_alone=alone,
        week=rows["week"].where(rows["week"].isin(shown["weeks"]), ""),
        kreis=kreis,
        city=rows["city"].where(rows["ags8"].isin(shown["cities"]), ""),
        district=rows["district"].where(district.isin(shown["districts"]), ""),
    ).pipe(_coarse_to_fine)


def _shown(published: dict[str, pd.DataFrame], name: str) -> set[str]:
    """Return the keys of the places whose count is published."""
    frame = published[name][~published[name]["suppressed"].astype(bool)]
    match name:
        case "laender":
            return set(frame["land"])
        case "kreise":
            return set(frame["ags5"])
        case "cities":
            return set(frame["ags8"])
        case "weeks":
            return set(frame["week"])
    return set(frame["ags8"] + ":" + frame["district"])


def _coarse_to_fine(rows: pd.DataFrame) -> pd.DataFrame:
    """Empty what is finer than an empty level: no district without its city."""
    rows = rows.copy()
    for coarse, fine in itertools.pairwise(LEVELS):
        rows[fine] = rows[fine].where(rows[coarse] != "", "")
    return rows


def _texts(agreed: pd.DataFrame, corpus: pd.Series, settings: Settings) -> pd.DataFrame:
    """Return the coded phrase, the description as far as it is handed out, and why it is not."""
    privacy = settings.privacy
    reason = telling(agreed["description"], corpus, privacy.description_max_length, privacy.k)
    described = agreed["description"].fillna("").astype("str")
    return pd.DataFrame(
        {
            "coded": code(agreed["description"], settings.facets),
            "description": described.where(reason == "", ""),
            "text_left_out": reason,
        }
    )


__all__ = ["COLUMNS", "NUMBER", "PLACE_AND_WEEK", "Extract", "build", "for_reading"]
