"""Settings: campaign.yml, read once and typed; a misspelt key is an error, not a default."""

import functools
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from helpers.errors import CampaignError, did_you_mean

HOME = Path(__file__).resolve().parents[2]
"""The repository: notebooks, gazetteer and boundaries come from here for every campaign."""


class Section(BaseModel):
    """A part of campaign.yml; keys that it does not know are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Operator(Section):
    """Whom the letter addresses."""

    name: str
    address: list[str] = []
    salutation: dict[str, str] = {
        "de": "Sehr geehrte Damen und Herren,",
        "en": "Dear Sir or Madam,",
    }


class Contact(Section):
    """Whom readers can answer: the campaign's own contact, the only one ever published."""

    name: str
    email: str
    url: str = ""


class Event(Section):
    """A day that may have moved the number of reports (press, TV, a talk)."""

    day: date
    de: str
    en: str = ""
    source: str = ""


class Columns(Section):
    """Which header of the export holds which of our columns; empty = the export has none."""

    report_id: str = ""
    submitted_at: str = ""
    city_raw: str = ""
    district_raw: str = ""
    postcode_raw: str = ""
    categories: str = ""
    description: str = ""
    device: str = ""
    tariff: str = ""
    consent_operator: str = ""
    contact_name: str = ""
    contact_email: str = ""


class Reports(Section):
    """Where the reports of one tool are and how to read them.

    `name` stands before the tool's own ids, so that two tools cannot give the same one.
    `undated_day`: the day on which reports count whose tool removed all dates.
    """

    name: str = Field(default="", pattern=r"^[a-z0-9-]*$")
    files: list[str] = ["data/raw/reports/*.csv", "data/raw/reports/*.xlsx"]
    format: str = "auto"
    columns: Columns | None = None
    time_formats: list[str] = ["%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M"]
    category_separator: str = ""
    consent_yes: list[str] = ["Ja", "ja", "Yes", "yes", "1", "true"]
    consent_no: list[str] = ["Nein", "nein", "No", "no", "0", "false"]
    undated_day: date | None = None


class Category(Section):
    """A kind of fault: a short id, its words, and the texts that mean it in the export."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    de: str
    en: str
    matches: list[str] = []


class Buildout(Section):
    """Where the operator's plan is and which header holds what; no `file` = no plan yet."""

    file: str = ""
    city: str = "Ort"
    district: str = "Stadtteil"
    measure: str = "Maßnahme"
    n_places: int = 20
    due: str = "Geplant bis"
    status: str = "Status"


class Denominator(Section):
    """A number beside population to relate reports to (customers, smartphone owners)."""

    file: str
    column: str
    de: str
    en: str = ""
    source: str


class Evaluation(Section):
    """Thresholds of stage 03."""

    rank_min_population: int = 50_000
    rank_min_reports: int = 10
    big_city_population: int = 500_000
    hotspot_q: float = 0.05
    compare_cities: int = Field(default=6, ge=2)
    denominators: list[Denominator] = []


class Privacy(Section):
    """What may be published and handed out."""

    k: int = Field(default=5, ge=2)
    description: Literal["full", "coded", "none"] = "coded"
    description_max_length: int = Field(default=200, ge=0)


class Cleaning(Section):
    """When two reports are one, and what is no report."""

    repeat_minutes: int = 60


class Boundary(Section):
    """Polygons of a city's districts that the campaign brings (GeoJSON or GeoPackage)."""

    file: str
    ags8: str = Field(pattern=r"^\d{8}$")
    name_column: str
    attribution: str = Field(min_length=1)


class Maps(Section):
    """A tile server for the interactive maps; readers are asked before anything is loaded.

    Empty (the default): maps have no other ground than our own outlines, and ask nobody.
    """

    tiles: str = Field(default="", pattern=r"^(https://[^\s'\";]+)?$")
    tiles_name: str = ""
    tiles_attribution: str = ""

    @model_validator(mode="after")
    def _tiles_are_named(self) -> "Maps":
        if self.tiles and not (self.tiles_name and self.tiles_attribution):
            raise ValueError("tiles needs tiles_name and tiles_attribution, to ask and to credit")
        return self


class Letter(Section):
    """What the letter asks for, and who signs it. Demands may hold no figures of their own."""

    demands: dict[str, list[str]] = {}
    signatories: list[str] = []
    cities: int = 6


class Seeds(Section):
    """Seeds of everything random, so that a run repeats to the byte."""

    evaluate: int = 2011
    figures: int = 2011


class Option(Section):
    """One answer of a choice in the web form."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$")
    de: str
    en: str = ""


Asked = Literal["place", "categories", "date", "name", "email", "consent"]
Written = Literal["text", "long_text", "choice", "multi_choice"]


class FormField(Section):
    """One question of the web form; docs/form.md lists the kinds and the ids with a meaning."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Asked | Written
    de: str
    en: str = ""
    hint_de: str = ""
    hint_en: str = ""
    required: bool = False
    max_length: int = Field(default=200, ge=1, le=10_000)
    options: list[Option] = []


class FormLimits(Section):
    """What one client may do, and what the form refuses."""

    body_kilobytes: int = Field(default=64, ge=4, le=1024)
    min_seconds: float = Field(default=3, ge=0)
    token_hours: float = Field(default=24, gt=0)
    per_minutes: float = Field(default=10, gt=0)
    sends: int = Field(default=30, ge=1)
    previews: int = Field(default=120, ge=1)
    receipts: int = Field(default=30, ge=1)
    logins: int = Field(default=5, ge=1)
    suggestions: int = Field(default=1200, ge=1)
    at_once: int = Field(default=48, ge=1)


class Form(Section):
    """The web form: questions, languages, limits. No `fields` = the usual ones."""

    languages: list[Literal["de", "en"]] = Field(default=["de", "en"], min_length=1)
    closed: bool = False
    fields: list[FormField] = []
    limits: FormLimits = FormLimits()
    trusted_header: str = ""
    trusted_proxies: list[str] = ["127.0.0.1", "::1"]
    counts_minutes: float = Field(default=15, gt=0)


class Settings(Section):
    """campaign.yml as typed values. `dir` is the campaign's folder, `home` the repository."""

    dir: Path
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    synthetic: bool = False
    synthetic_note: dict[str, str] = {}
    language: Literal["de", "en"] = "de"
    first_day: date
    as_of: date
    timezone: str = "Europe/Berlin"
    operator: Operator
    contact: Contact
    reports: Reports = Reports()
    more_reports: list[Reports] = []
    categories: list[Category]
    buildout: Buildout = Buildout()
    events: list[Event] = []
    boundaries: list[Boundary] = []
    maps: Maps = Maps()
    cleaning: Cleaning = Cleaning()
    evaluation: Evaluation = Evaluation()
    privacy: Privacy = Privacy()
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
    def out(self) -> Path:
        """What readers get."""
        return self.dir / "reports"

    def category_ids(self) -> list[str]:
        """Return the ids of the fault categories, in the order of campaign.yml."""
        return [category.id for category in self.categories]


def load(campaign_dir: str | Path = ".", as_of: str | None = None) -> Settings:
    """Read `campaign_dir`/campaign.yml into typed settings; "." also looks in the folders above.

    as_of: ISO date that replaces the file's last day counted.
    Raises CampaignError naming the file, the key, what was expected and what was got.
    """
    folder = Path(campaign_dir).resolve()
    if str(campaign_dir) == ".":  # a notebook opened in JupyterLab runs in its own folder
        above = (place for place in (folder, *folder.parents) if (place / "campaign.yml").exists())
        folder = next(above, folder)
    path = folder / "campaign.yml"
    settings = _load(folder, path.stat().st_mtime_ns if path.exists() else 0)
    if as_of and date.fromisoformat(as_of) != settings.as_of:
        settings = settings.model_copy(update={"as_of": date.fromisoformat(as_of)})
    return settings


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
        return f"{where}: unknown key.{did_you_mean(str(problem['loc'][-1]), known)}"
    if problem["type"] == "missing":
        return f"{where}: is missing"
    return f"{where}: {problem['msg']}, got {problem['input']!r}"


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
