"""Freeze: write down what will be evaluated, and how, before anything is known.

Whoever chooses claims, areas or limits after seeing the reports finds something. `einzelfall
freeze` keeps what decides them, with a checksum that every page prints: the settings of the
evaluation, the area, the faults asked for, and the code of stage 04.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

from helpers import store, style
from helpers.errors import CampaignError
from helpers.settings import HOME, Settings

FILE = "handmade/frozen.json"
DECIDES = ("id", "first_day", "scope", "operator", "categories", "cleaning", "evaluation", "seeds")
"""The parts of campaign.yml that decide what is claimed, of where, and by which limits."""


def freeze(settings: Settings, today: date, late: bool = False) -> str:
    """Keep the plan of the evaluation; return its checksum.

    today: the day that is written down. late: also from the first day of the campaign on, which
    the pages then say.
    Raises CampaignError where a plan is kept already, or where reports may be known already.
    """
    path = _path(settings)
    if path.exists():
        raise CampaignError(
            f"{path}: the evaluation was frozen on {_kept(path)['day']}. A plan is kept once; to "
            "plan anew, remove the file (version control keeps the old one)."
        )
    if today >= settings.first_day and not late:
        raise CampaignError(
            f"the campaign began on {settings.first_day}, today is {today}: the plan would not be "
            "older than the reports. --late keeps it all the same, and the pages say so."
        )
    checksum = _checksum(settings)
    store.write_json({"day": today.isoformat(), "hash": checksum, "plan": _plan(settings)}, path)
    return checksum


def say(settings: Settings, language: str) -> str:
    """Say for a page's foot whether the evaluation was frozen, when, and whether it still is."""
    words, path = _WORDS[language], _path(settings)
    if not path.exists():
        return words["never"]
    kept = _kept(path)
    before = date.fromisoformat(kept["day"]) < settings.first_day
    said = words["before" if before else "late"].format(
        day=style.day(kept["day"], language), hash=kept["hash"]
    )
    return said if kept["hash"] == _checksum(settings) else said + words["changed"]


def _plan(settings: Settings) -> dict:
    """Return what decides the claims: parts of campaign.yml, and the code of the evaluation."""
    chosen = settings.model_dump(mode="json", include=set(DECIDES))
    rooms = sorted((HOME / "src" / "helpers" / "evaluate").glob("*.py"))
    code = [*rooms, HOME / "notebooks" / "04_evaluate.ipynb"]
    own = settings.dir / "notebooks" / "04_evaluate.ipynb"
    code[-1] = own if own.exists() else code[-1]
    return chosen | {"code": {path.name: store.sha256(path) for path in code}}


def _checksum(settings: Settings) -> str:
    text = json.dumps(_plan(settings), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _kept(path: Path) -> dict:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        date.fromisoformat(kept["day"])
        return {"day": kept["day"], "hash": str(kept["hash"])}
    except (ValueError, KeyError, TypeError) as error:
        raise CampaignError(f"{path}: not as `einzelfall freeze` wrote it ({error}).") from error


def _path(settings: Settings) -> Path:
    return settings.raw / FILE


_WORDS = {
    "de": {
        "before": "Auswertung vor dem ersten Tag festgelegt ({day}, Prüfsumme {hash})",
        "late": "Auswertung erst nach dem ersten Tag festgelegt ({day}, Prüfsumme {hash})",
        "changed": "; seitdem geändert",
        "never": "Auswertung nicht vorab festgelegt",
    },
    "en": {
        "before": "evaluation frozen before the first day ({day}, checksum {hash})",
        "late": "evaluation frozen after the first day only ({day}, checksum {hash})",
        "changed": "; changed since",
        "never": "evaluation not frozen beforehand",
    },
}
