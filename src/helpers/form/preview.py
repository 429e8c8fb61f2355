"""Preview: what of a report becomes public, shown before a person sends it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from helpers import geocode, redact, settings


@dataclass(frozen=True)
class Public:
    """The coarsened form of one report."""

    place: str = ""
    candidates: list[str] = field(default_factory=list)
    why: str = ""
    """Why no place was found: `contradiction`, `abroad`, or "" for anything else."""
    description: str = ""

    @property
    def marked(self) -> Markup:
        """The masked text as HTML: escaped, with each mark (`[Telefon]`) made to be seen."""
        safe = str(escape(self.description))
        return Markup(re.sub(r"\[[A-ZÄÖÜ][\w/ -]{1,30}\]", r"<mark>\g<0></mark>", safe))


def public(given: list[dict], campaign: Path) -> list[Public]:
    """Return, per report with these answers, how it would be counted and handed out.

    campaign: the campaign's folder. Uses the same `geocode.locate` and `redact.redact` as the
    pipeline, so that what a person sees here is what happens later.
    """
    located = locate(_entries(given), campaign)
    return [
        Public(
            place=_place(row),
            candidates=_candidates(row.locate_candidates),
            why=_WHY.get(row.locate_reason, ""),
            description=text,
        )
        for row, text in zip(located.itertuples(), mask(given), strict=True)
    ]


def locate(reports: pd.DataFrame, campaign: Path) -> pd.DataFrame:
    """Locate reports as stage 02 does, with the campaign's reviewed place names."""
    return geocode.locate(reports, geocode.aliases(settings.load(campaign)))


def mask(given: list[dict]) -> list[str]:
    """Mask what leads to a person in each description, as stage 01 does."""
    texts, names, emails = (
        pd.Series([one[column] for one in given], dtype="str")
        for column in ("description", "contact_name", "contact_email")
    )
    return redact.redact(texts, names=names, emails=emails).tolist()


def _entries(given: list[dict]) -> pd.DataFrame:
    """Return places as `geocode.locate` wants them."""
    columns = ["report_id", "city_raw", "district_raw", "postcode_raw"]
    rows = [
        [str(number), one["city"], one["district"], one["postcode"]]
        for number, one in enumerate(given)
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _place(row: Any) -> str:
    """Say where a report counts: town and district, and the Kreis where it has another name."""
    if not row.ags5:
        return ""
    town = ", ".join(part for part in (row.city, row.district) if part)
    if not town:
        return row.kreis
    return town if row.city == row.kreis else f"{town} ({row.kreis})"


def _candidates(text: str) -> list[str]:
    """Return the likelier names from "06412000 Frankfurt am Main 0.91; …".

    >>> _candidates("06412000 Frankfurt am Main 0.91; 12053000 Frankfurt (Oder) 0.01")
    ['Frankfurt am Main']
    """
    found = re.findall(r"(?:^|; )\d+ ([^;]+) (\d\.\d+)(?=;|$)", text)
    return [name for name, share in found if float(share) >= 0.05][:4]


_WHY = {"contradiction": "contradiction", "two_places": "contradiction", "foreign": "abroad"}
