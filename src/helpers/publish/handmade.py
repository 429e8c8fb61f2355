"""Handmade: small tables that people of the campaign edit by hand."""

import pandas as pd

from helpers.errors import CampaignError
from helpers.settings import Settings


def rows(settings: Settings, file: str, columns: list[str]) -> list[dict[str, str]]:
    """Read data/raw/handmade/`file`; a campaign without the file has no rows.

    An empty cell is "". Raises CampaignError naming the file and the first of `columns` that it
    lacks.
    """
    path = settings.handmade / file
    if not path.exists():
        return []
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    missing = [column for column in columns if column not in table]
    if missing:
        raise CampaignError(f"{path}: expected the column {missing[0]}, got {list(table.columns)}")
    return table.to_dict("records")
