"""Preview: what of a report becomes public, shown before a person sends it."""

import re
from dataclasses import dataclass, field

import pandas as pd
from markupsafe import Markup, escape

from helpers.settings import Settings


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


def public(given: dict, settings: Settings) -> Public:
    """Return how a report with these answers would be counted and handed out.

    Uses the same `geocode.locate` and `redact.redact` as the pipeline, so that what a person sees
    here is what happens later.
    """
    located = locate(entry(given["city"], given["district"], given["postcode"])).iloc[0]
    text = given["description"]
    masked = mask(text, given["contact_name"], given["contact_email"]) if text else ""
    names = [located["city"] or located["kreis"], located["district"]]
    return Public(
        place=", ".join(name for name in names if name) if located["ags5"] else "",
        candidates=[c for c in str(located["locate_candidates"]).split("|") if c][:5],
        description=masked,
    )


def entry(city: str, district: str, postcode: str) -> pd.DataFrame:
    """Return one place as `geocode.locate` wants it."""
    columns = ["report_id", "city_raw", "district_raw", "postcode_raw"]
    return pd.DataFrame([["preview", city, district, postcode]], columns=columns, dtype="str")


def locate(reports: pd.DataFrame) -> pd.DataFrame:
    """Locate reports as stage 02 does."""
    from helpers import geocode

    return geocode.locate(reports)


def mask(text: str, name: str = "", email: str = "") -> str:
    """Mask what leads to a person, as stage 01 does."""
    from helpers import redact

    texts = pd.Series([text], dtype="str")
    names, emails = pd.Series([name], dtype="str"), pd.Series([email], dtype="str")
    return str(redact.redact(texts, names=names, emails=emails).iloc[0])
