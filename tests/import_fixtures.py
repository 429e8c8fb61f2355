"""A campaign that takes exports: two kinds of fault, March 2024."""

import yaml

from helpers import settings
from helpers.settings import HOME

EXPORTS = HOME / "tests/exports"


def campaign(folder, columns, **reports):
    """Make a campaign folder whose reports are mapped by `columns`."""
    content = yaml.safe_load((HOME / "campaign.yml").read_text())
    content |= {
        "id": "imported",
        "synthetic": False,
        "first_day": "2024-03-01",
        "as_of": "2024-03-31",
        "buildout": {},
        "categories": [
            {
                "id": "outage",
                "de": "Ausfall",
                "en": "Outage",
                "matches": ["Ausfall, nachts", "SQ001"],
            },
            {"id": "noise", "de": "Lärm", "en": "Noise", "matches": ["Lärm", "SQ002"]},
        ],
        "reports": {
            "files": ["data/raw/reports/*"],
            "columns": columns,
            "consent_yes": ["Ja", "yes", "Y", "1"],
            "consent_no": ["Nein", "no", "N", "0"],
            **reports,
        },
    }
    (folder / "data/raw/reports").mkdir(parents=True, exist_ok=True)
    (folder / "campaign.yml").write_text(yaml.safe_dump(content, allow_unicode=True))
    return settings.load(folder)
