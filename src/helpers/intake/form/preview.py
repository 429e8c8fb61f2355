"""Preview: what of a report becomes public, shown before a person sends it."""

import re
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup, escape


@dataclass(frozen=True)
class Public:
    """The coarsened form of one report."""

    place: str = ""
    candidates: list[str] = field(default_factory=list)
    description: str = ""

    @property
    def marked(self) -> Markup:
        """The masked text as HTML: escaped, with each mark (`[Telefon]`) made to be seen."""
        safe = str(escape(self.description))
        return Markup(re.sub(r"\[[A-ZÄÖÜ][\w/ -]{1,30}\]", r"<mark>\g<0></mark>", safe))


def public(given: list[dict]) -> list[Public]:
    """Return, per report with these answers, how it would be counted and handed out.

    Uses the same `geocode.locate` and `redact.redact` as the pipeline, so that what a person sees
    here is what happens later.
    """
    located = locate(_entries(given))
    names = located["city"].where(located["city"] != "", located["kreis"])
    masked = mask(given)
    return [
        Public(
            place=", ".join(part for part in (name, row.district) if part) if row.ags5 else "",
            candidates=[c for c in str(row.locate_candidates).split("|") if c][:5],
            description=text,
        )
        for name, row, text in zip(names, located.itertuples(), masked, strict=True)
    ]


def locate(reports: pd.DataFrame) -> pd.DataFrame:
    """Locate reports as stage 02 does."""
    from helpers import geocode

    return geocode.locate(reports)


def mask(given: list[dict]) -> list[str]:
    """Mask what leads to a person in each description, as stage 01 does."""
    from helpers import redact

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
