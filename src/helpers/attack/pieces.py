"""Pieces: is anybody's contact data, or an identifier from a text, in what was written?"""

import pandas as pd

from helpers import redact, store
from helpers.attack import haystack, needles, search
from helpers.settings import Settings

STOPPED = "withheld"
"""The folder under data/processed/ with the pages that were stopped before."""


def leaked(settings: Settings) -> list[str]:
    """Search every written file for contact data and identifiers; one sentence per find."""
    wanted, raw = needles.collect(settings)
    paths = haystack.files(settings.processed, settings.out)
    paths = [path for path in paths if not path.is_relative_to(settings.processed / STOPPED)]
    found = search.find(settings, wanted, paths)
    return [leak.replace(f"{settings.dir}/", "") for leak in found] + _left_in_texts(settings, raw)


def _left_in_texts(settings: Settings, raw: pd.DataFrame) -> list[str]:
    """Look for identifiers in the redacted texts, knowing each sender's name and address."""
    kept = store.read(settings, "01_reports")[["report_id", "description"]]
    senders = raw.set_index("report_id")[["contact_name", "contact_email"]]
    own = senders[~senders.index.duplicated()].reindex(kept["report_id"])
    found = redact.find(
        kept["description"],
        own["contact_name"].fillna("").reset_index(drop=True),
        own["contact_email"].fillna("").reset_index(drop=True),
    )
    ids = kept["report_id"].to_numpy()
    rows = zip(found["row"], found["kind"], strict=True)
    return [f"01_reports, report {ids[row]}: {kind} is still readable" for row, kind in rows]
