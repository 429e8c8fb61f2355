"""Settings: campaign.yml, read once and typed; a misspelt key is an error, not a default."""

import functools
import os
import zoneinfo
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from helpers.errors import CampaignError, did_you_mean
from helpers.settings import guess
from helpers.settings.sections import (
    Boundary,
    Buildout,
    Category,
    Cleaning,
    Contact,
    Denominator,
    Evaluation,
    Event,
    Facets,
    Form,
    FormField,
    Legal,
    Letter,
    Maps,
    Operator,
    Option,
    Privacy,
    Reports,
    Section,
    Seeds,
    Things,
    Words,
)

__all__ = [
    "HOME",
    "Boundary",
    "Denominator",
    "Event",
    "FormField",
    "Option",
    "Reports",
    "Settings",
    "load",
]

HOME = Path(__file__).resolve().parents[3]
"""The repository: notebooks, gazetteer and boundaries come from here for every campaign."""


class Settings(Section):
    """campaign.yml as typed values. `dir` is the campaign's folder, `home` the repository."""

    dir: Path
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    synthetic: bool = False
    synthetic_note: dict[str, str] = {}
    language: Literal["de", "en"] = "de"
    scope: list[str] = []
    first_day: date
    as_of: date
    timezone: str = "Europe/Berlin"
    operator: Operator
    words: Words = Words()
    contact: Contact
    legal: Legal = Legal()
    reports: Reports = Reports()
    more_reports: list[Reports] = []
    categories: list[Category] = []
    things: Things = Things()
    buildout: Buildout = Buildout()
    events: list[Event] = []
    boundaries: list[Boundary] = []
    maps: Maps = Maps()
    cleaning: Cleaning = Cleaning()
    evaluation: Evaluation = Evaluation()
    privacy: Privacy = Privacy()
    facets: Facets = Facets()
    letter: Letter = Letter()
    form: Form = Form()
    seeds: Seeds = Seeds()
    engine: Literal["pandas", "dask"] = "pandas"
    scheduler: str = ""

    @model_validator(mode="after")
    def _period_runs_forward(self) -> "Settings":
        if self.as_of < self.first_day:
            raise ValueError(f"as_of ({self.as_of}) lies before first_day ({self.first_day})")
        return self

    @model_validator(mode="after")
    def _ids_are_given_once(self) -> "Settings":
        ids = [category.id for category in self.categories]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"two categories have the id {', '.join(twice)}")
        return self

    @field_validator("scope", mode="before")
    @classmethod
    def _scope_may_be_one_place(cls, places: object) -> object:
        """Take one name for a list of one; a bare number has lost its leading zero."""
        listed = places if isinstance(places, list) else [places]
        if any(isinstance(one, int) for one in listed):
            raise ValueError('expected codes in quotes, e.g. scope: "02000"')
        return [one for one in listed if one]

    @model_validator(mode="after")
    def _touched_faults_are_known(self) -> "Settings":
        touches = self.buildout.follow_up.touches if self.buildout.follow_up else []
        strange = sorted(set(touches) - set(self.category_ids()))
        if strange:
            known = ", ".join(self.category_ids())
            raise ValueError(f"buildout.follow_up.touches: {strange[0]} is none of {known}")
        return self

    @field_validator("timezone")
    @classmethod
    def _timezone_is_known(cls, name: str) -> str:
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("expected an IANA time zone such as Europe/Berlin") from error
        return name

    @property
    def home(self) -> Path:
        """The repository, with notebooks, gazetteer and boundaries."""
        return HOME

    @property
    def raw(self) -> Path:
        """The campaign's own raw data."""
        return self.dir / "data" / "raw"

    @property
    def handmade(self) -> Path:
        """Tables that people edit, with reason and date."""
        return self.raw / "handmade"

    @property
    def processed(self) -> Path:
        """Tables that the pipeline writes."""
        return self.dir / "data" / "processed"

    @property
    def releases(self) -> Path:
        """What was published when; written by `einzelfall release` only."""
        return self.dir / "data" / "releases"

    @property
    def extract(self) -> Path:
        """What the operator gets, and which reports it holds; for nobody else."""
        return self.dir / "data" / "extract"

    @property
    def out(self) -> Path:
        """What readers get."""
        return self.dir / "reports"

    def category_ids(self) -> list[str]:
        """Return the ids of the fault categories, in the order of campaign.yml."""
        return [category.id for category in self.categories]


def load(campaign_dir: str | Path = ".", as_of: str | None = None) -> Settings:
    """Read `campaign_dir`/campaign.yml into typed settings; "." also looks in the folders above.

    `make lab CAMPAIGN=…` names in EINZELFALL_CAMPAIGN what "." means in a notebook.

    as_of: ISO date that replaces the file's last day counted.
    Raises CampaignError naming the file, the key, what was expected and what was got.
    """
    named = os.environ.get("EINZELFALL_CAMPAIGN", "") if str(campaign_dir) == "." else ""
    folder = Path(named or campaign_dir).resolve()
    if str(campaign_dir) == "." and not named:  # in JupyterLab a notebook runs in its own folder
        above = (place for place in (folder, *folder.parents) if (place / "campaign.yml").exists())
        folder = next(above, folder)
    path = folder / "campaign.yml"
    settings = _load(folder, path.stat().st_mtime_ns if path.exists() else 0)
    if not as_of:
        return settings
    try:
        last = date.fromisoformat(as_of)
    except ValueError as error:
        raise CampaignError(f'as_of: expected a day as YYYY-MM-DD, got "{as_of}"') from error
    if last < settings.first_day:
        raise CampaignError(f"as_of ({last}) lies before first_day ({settings.first_day})")
    return settings.model_copy(update={"as_of": last})


@functools.lru_cache(maxsize=8)
def _load(folder: Path, changed: int) -> Settings:  # `changed`: an edited file is read again
    path = folder / "campaign.yml"
    if not path.exists():
        raise CampaignError(
            f"{path}: not found. A campaign is a folder with a campaign.yml; "
            "`einzelfall new DIR` makes one."
        )
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Settings(dir=folder, **content)
    except yaml.YAMLError as error:
        raise CampaignError(f"{path}: not readable as YAML: {error}") from error
    except UnicodeDecodeError as error:
        raise CampaignError(f"{path}: expected UTF-8, got {error}") from error
    except TypeError as error:
        raise CampaignError(f"{path}: expected `key: value` lines at the top: {error}") from error
    except ValidationError as error:
        lines = "\n".join(f"  {_explain(problem)}" for problem in error.errors())
        raise CampaignError(f"{path}:\n{lines}") from error


def _explain(problem: dict) -> str:
    """Say one validation problem in a line: key, expected, got."""
    where = ".".join(str(part) for part in problem["loc"]) or "the file"
    if problem["type"] == "extra_forbidden":
        known = _known_keys(problem["loc"][:-1])
        meant = guess.role(str(problem["loc"][-1]))
        hint = f' Did you mean "{meant}"?' if meant in known else ""
        hint = hint or did_you_mean(str(problem["loc"][-1]), known)
        return f"{where}: unknown key.{hint} Allowed: {', '.join(known)}."
    if problem["type"] == "missing":
        return f"{where}: is missing"
    if problem["type"].startswith("date"):
        return f"{where}: expected a day as YYYY-MM-DD, got {problem['input']!r}"
    said = problem["msg"].removeprefix("Value error, ")
    got = f", got {problem['input']!r}" if problem["loc"] else ""
    if isinstance(problem["input"], dict) and problem["type"] == "string_type":
        return f"{where}: expected a text, got a colon in it: put the text in quotes"
    return f"{where}: {said}{got}"


def _known_keys(place: tuple) -> list[str]:
    """List the keys that campaign.yml may have at `place`."""
    model: type[BaseModel] = Settings
    for part in place:
        if isinstance(part, int):
            continue
        kind = model.model_fields[part].annotation
        kinds = [kind, *getattr(kind, "__args__", ())]
        nested = [k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)]
        if not nested:
            return []
        model = nested[0]
    return list(model.model_fields)
