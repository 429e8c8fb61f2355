"""Sections: the parts of campaign.yml, each with its defaults."""

import itertools
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Section(BaseModel):
    """A part of campaign.yml; keys that it does not know are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Operator(Section):
    """Whom the letter addresses.

    answers, others: what the form's answers to "which operator?" mean this one, and other ones.
    article: German, so that sentences come out right: "die" makes "bei der Hamburger Hochbahn".
    accusative, dative: where the name itself changes: "der Deutschen Bahn", article included.
    name_en: how English pages name it, with its article: "the ministry of health".
    """

    name: str
    article: Literal["", "der", "die", "das", "plural"] = ""
    accusative: str = ""
    dative: str = ""
    name_en: str = ""
    answers: list[str] = []
    others: list[str] = []
    address: list[str] = []
    salutation: dict[str, str] = {
        "de": "Sehr geehrte Damen und Herren,",
        "en": "Dear Sir or Madam,",
    }


class GermanWords(Section):
    """What German pages call the subject.

    subject: what reports are about, as it stands behind "über"; empty: faults and operator.
    fault, faults: one and many, with the article of one. affected: plural, as it stands behind
    "der Anteil der": Fahrgäste, Patientinnen und Patienten.
    """

    subject: str = ""
    fault: str = "Problem"
    faults: str = "Probleme"
    article: Literal["der", "die", "das"] = "das"
    affected: str = ""


class EnglishWords(Section):
    """What English pages call the subject: the same, behind "about" and "which share of"."""

    subject: str = ""
    fault: str = "problem"
    faults: str = "problems"
    affected: str = ""


class Words(Section):
    """The words of the subject, by language; without them pages speak of problems."""

    de: GermanWords = GermanWords()
    en: EnglishWords = EnglishWords()


class Contact(Section):
    """Whom readers can answer: the campaign's own contact, the only one ever published."""

    name: str
    email: str
    url: str = ""


class Legal(Section):
    """Who answers for the campaign in law, for imprint and privacy notice (docs/privacy.md)."""

    name: str = ""
    address: list[str] = []
    represented_by: str = ""
    email: str = ""
    phone: str = ""
    registered: str = ""
    vat_id: str = ""
    supervisory: str = ""
    responsible: str = ""
    responsible_address: list[str] = []
    data_protection_officer: str = ""
    hosts: list[str] = []
    outside_eu: str = ""
    authority: str = ""
    contact_months: int = Field(default=6, ge=0, le=120)
    backup_days: int = Field(default=30, ge=0, le=3650)


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
    thing: str = ""
    consent_operator: str = ""
    consent_quote: str = ""
    contact_name: str = ""
    contact_email: str = ""
    operator: str = ""
    lat: str = ""
    lon: str = ""
    fixed: str = ""
    fixed_on: str = ""


class Reports(Section):
    """Where the reports of one tool are and how to read them.

    `name` stands before the tool's own ids, so that two tools cannot give the same one.
    `undated_day`: the day on which reports count whose tool removed all dates. `not_personal`:
    headers of columns that nothing else maps and that `einzelfall purge` shall keep.
    """

    name: str = Field(default="", pattern=r"^[a-z0-9-]*$")
    files: list[str] = [f"data/raw/reports/*.{kind}" for kind in ("csv", "xlsx", "json")]
    format: str = "auto"
    columns: Columns | None = None
    time_formats: list[str] = ["%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M"]
    category_separator: str = ""
    consent_yes: list[str] = ["Ja", "ja", "Yes", "yes", "1", "true"]
    consent_no: list[str] = ["Nein", "nein", "No", "no", "0", "false"]
    undated_day: date | None = None
    not_personal: list[str] = []

    @field_validator("consent_yes", "consent_no", mode="before")
    @classmethod
    def _yes_is_a_word(cls, words: object) -> object:
        """Read `[yes]` as the word: YAML takes it, without quotes, for true."""
        listed = words if isinstance(words, list) else [words]
        spelt = {True: ["yes", "true", "on"], False: ["no", "false", "off"]}
        return [
            word for one in listed for word in (spelt[one] if isinstance(one, bool) else [str(one)])
        ]

    @field_validator("files")
    @classmethod
    def _files_are_inside(cls, patterns: list[str]) -> list[str]:
        outside = [one for one in patterns if Path(one).is_absolute() or ".." in Path(one).parts]
        if outside:
            raise ValueError(f"expected patterns inside the campaign's folder, got {outside[0]}")
        if any("**" in one for one in patterns):
            raise ValueError('"**" is not read: name each folder, e.g. "data/raw/reports/*/*.csv"')
        return patterns

    @field_validator("time_formats")
    @classmethod
    def _formats_read_what_they_write(cls, formats: list[str]) -> list[str]:
        moment = datetime(2024, 11, 23, 15, 4, 5, tzinfo=UTC)
        for written in formats:
            try:
                read = datetime.strptime(moment.strftime(written), written)
            except ValueError as error:
                raise ValueError(f'"{written}" is no time format: {error}') from error
            if read.date() != moment.date():
                raise ValueError(f'"{written}" tells no day: expected e.g. "%d.%m.%Y %H:%M"')
        return formats


class Category(Section):
    """A kind of fault: a short id, its words, and the texts that mean it in the export."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    de: str = ""
    en: str = ""
    matches: list[str] = []

    @field_validator("id")
    @classmethod
    def _id_is_no_sign_for_nothing(cls, name: str) -> str:
        if name in ("none", "nan", "null", "na", "true", "false", "all", "total"):
            raise ValueError(f'"{name}" means nothing or everything in tables: e.g. "no_{name}"')
        return name

    @model_validator(mode="before")
    @classmethod
    def _words_stand_in_for_each_other(cls, given: object) -> object:
        """Let a campaign in one language name its faults in that language alone."""
        if not isinstance(given, dict):
            return given
        named = given.get("de") or given.get("en")
        if not named:
            raise ValueError("expected `de` or `en`: how pages call it")
        return {**given, "de": given.get("de") or named, "en": given.get("en") or named}


class Things(Section):
    """What is reported beside the place (`reports.columns.thing`): how pages head it, and a list.

    file: a CSV of the campaign with the columns `name`, `lat`, `lon` (WGS 84); may be left out.
    """

    de: str = "Woran es liegt"
    en: str = "What is concerned"
    file: str = ""
    name: str = "name"
    lat: str = "lat"
    lon: str = "lon"


class PlanVersion(Section):
    """An earlier version of the operator's plan, with the day that it is of."""

    file: str
    noted: date


class Answers(Section):
    """Where the operator's answers on the extract are, and which header holds what."""

    file: str = ""
    row: str = "Nr."
    city: str = "Stadt"
    district: str = "Stadtteil"
    reply: str = "Antwort"
    due: str = "Geplant bis"
    done: str = "Erledigt am"


class FollowUp(Section):
    """Which reports are compared before and after the measures (docs/follow_up.md).

    chosen_until: last day of the reports by which places were chosen; before, after: first and
    last day, with a gap after what comes first; touches: faults that the measures can touch.
    """

    chosen_until: date
    before: tuple[date, date]
    after: tuple[date, date]
    touches: list[str] = []

    @model_validator(mode="after")
    def _days_run_forward(self) -> "FollowUp":
        days = [self.chosen_until, *self.before, *self.after]
        if any(later <= earlier for earlier, later in itertools.pairwise(days)):
            raise ValueError("expected chosen_until < before (first, last) < after (first, last)")
        return self


class Buildout(Section):
    """Where the operator's plan is and which header holds what; no `file` = no plan yet.

    noted: the day of the plan; earlier: what it was before.
    """

    file: str = ""
    noted: date | None = None
    earlier: list[PlanVersion] = []
    city: str = "Ort"
    district: str = "Stadtteil"
    measure: str = "Maßnahme"
    n_places: int = 20
    due: str = "Geplant bis"
    status: str = "Status"
    answers: Answers = Answers()
    follow_up: FollowUp | None = None


class Denominator(Section):
    """A number beside population to relate reports to (customers, smartphone owners)."""

    file: str
    column: str
    de: str
    en: str = ""
    source: str


class Evaluation(Section):
    """Thresholds of stage 04."""

    rank_min_population: int = 50_000
    rank_min_reports: int = 10
    big_city_population: int = 500_000
    hotspot_q: float = 0.05
    compare_population: int = Field(default=200_000, ge=1)
    wave: list[date] = Field(default=[], max_length=2)
    denominators: list[Denominator] = []


class Privacy(Section):
    """What may be published and handed out."""

    k: int = Field(default=5, ge=2)
    description: Literal["full", "coded", "none"] = "coded"
    description_max_length: int = Field(default=200, ge=0)
    k_over_faults: bool = False
    approvals: int = Field(default=1, ge=0)
    about: list[Literal["health", "religion", "union", "politics", "sexuality"]] = []
    """Special categories (GDPR Art. 9) that the campaign is about; elsewhere they are masked."""


class Facet(Section):
    """One value that a description may state, with the examples that test it.

    says: what one clause must hold (regular expression, small letters); with `bands` it has the
    groups `number` and `unit`. unless: what the clause must not hold. negated: a negation beside it
    does not matter. elsewhere: it is about others, `never` does not count. single: only the first
    value of the facet is stated. bands: upper limit → value; units: unit → factor; beyond: above
    the last limit; largest: the largest number counts, else the smallest.
    """

    facet: str
    value: str = ""
    says: str
    unless: str = ""
    negated: bool = False
    elsewhere: bool = False
    single: bool = False
    bands: dict[float, str] = {}
    units: dict[str, float] = {}
    beyond: str = ""
    largest: bool = False
    hits: list[str] = []
    misses: list[str] = []

    @field_validator("says", "unless")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from None
        return pattern

    @model_validator(mode="after")
    def _says_something(self) -> "Facet":
        if not self.value and not self.bands:
            raise ValueError(f"facet {self.facet!r} needs a value or bands")
        if self.bands and not {"number", "unit"} <= set(re.compile(self.says).groupindex):
            raise ValueError(f"facet {self.facet!r}: says needs the groups number and unit")
        return self


class Facets(Section):
    """What descriptions are coded as for the operator; none by default.

    never: what makes a clause one about something else (another network, another service).
    """

    never: str = ""
    said: list[Facet] = []


class Cleaning(Section):
    """When two reports are one, and what is no report."""

    repeat_minutes: int = 60


class Boundary(Section):
    """Polygons of a city's districts that the campaign brings (GeoJSON or GeoPackage).

    water: rivers, lakes and harbours of the city, as areas or lines, to find one's way by.
    """

    file: str
    ags8: str = Field(pattern=r"^\d{8}$")
    name_column: str
    water: str = ""
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
    """What the letter asks for, from where and when it is written, and who signs it.

    Demands may hold no figures of their own. place, day: of the letter, above its text. answer_by:
    day by which an answer is expected. who: a sentence about those who write, by language.
    """

    demands: dict[str, list[str]] = {}
    signatories: list[str] = []
    cities: int = 6
    place: str = ""
    day: date | None = None
    answer_by: date | None = None
    who: dict[str, str] = {}

    @model_validator(mode="after")
    def _answer_comes_later(self) -> "Letter":
        if self.day and self.answer_by and self.answer_by <= self.day:
            raise ValueError(f"answer_by: expected a day after {self.day}, got {self.answer_by}")
        return self


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
    at_once: int = Field(default=96, ge=1)


class Form(Section):
    """The web form: questions, languages, limits. No `fields` = the usual ones."""

    languages: list[Literal["de", "en"]] = Field(default=["de", "en"], min_length=1)
    closed: bool = False
    imprint_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    privacy_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    fields: list[FormField] = []
    limits: FormLimits = FormLimits()
    trusted_header: str = ""
    trusted_proxies: list[str] = ["127.0.0.1", "::1"]
    counts_minutes: float = Field(default=15, gt=0)
