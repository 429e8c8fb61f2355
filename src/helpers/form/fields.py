"""Fields: the questions of the form, and the check of what people answer."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from helpers import wording
from helpers.settings import FormField, Option, Settings

Values = dict[str, list[str]]
"""What a browser sent: field name → values."""

USUAL = [
    FormField(
        id="place",
        kind="place",
        required=True,
        max_length=120,
        de="Wo gibt es <a_fault>?",
        en="Where is the trouble?",
        hint_de="Ein Ort genügt; Stadtteil oder Postleitzahl machen die Karte genauer.",
        hint_en="A town is enough; a district or postcode makes the map more exact.",
    ),
    FormField(
        id="categories",
        kind="categories",
        required=True,
        de="Welche Probleme treten auf?",
        en="What goes wrong?",
        hint_de="Mehreres darf zutreffen.",
        hint_en="Tick all that apply.",
    ),
    FormField(
        id="description",
        kind="long_text",
        max_length=2000,
        de="Beschreibung",
        en="Description",
        hint_de="Was passiert, wann und wie oft? Bitte keine Namen, Nummern oder Adressen.",
        hint_en="What happens, when and how often? Please no names, numbers or addresses.",
    ),
    FormField(
        id="noticed_on",
        kind="date",
        de="Seit wann?",
        en="Since when?",
        hint_de="Ein ungefährer Tag genügt.",
        hint_en="A rough day is enough.",
    ),
    FormField(id="device", kind="text", max_length=80, de="Gerät", en="Device"),
    FormField(id="tariff", kind="text", max_length=80, de="Tarif", en="Tariff"),
    FormField(id="contact_name", kind="name", max_length=120, de="Name", en="Name"),
    FormField(id="contact_email", kind="email", max_length=200, de="E-Mail", en="E-mail"),
    FormField(
        id="consent_operator",
        kind="consent",
        de="Was ich melde, darf ohne Namen und Kontakt <to_operator> gehen.",
        en="What I report may be passed <to_operator>, without name and contact.",
    ),
    FormField(
        id="consent_public",
        kind="consent",
        required=True,
        de="Meine Meldung darf gezählt und vergröbert veröffentlicht werden.",
        en="My report may be counted and published in coarsened form.",
    ),
]
"""The questions asked when campaign.yml names none."""

COLUMNS = {
    *("description", "device", "tariff", "noticed_on"),
    *("contact_name", "contact_email", "consent_operator"),
}
"""Field ids that have a column of their own; answers to any other field go to `extra`."""

PLACE_NAMES = {"city": 120, "district": 120, "postcode": 10}


@dataclass(frozen=True)
class Question:
    """A field in one language, ready for a template."""

    id: str
    kind: str
    label: str
    hint: str
    required: bool
    max_length: int
    options: list[tuple[str, str]]


def asked(settings: Settings) -> list[FormField]:
    """Return the questions of this campaign, in order.

    `{operator}` in its own questions is the operator's name; the usual ones hold its words.
    """
    if not settings.form.fields:
        return [_said(field, lambda text, lang: wording.fill(text, settings, lang))
                for field in USUAL]  # fmt: skip
    name = settings.operator.name
    return [
        _said(field, lambda text, _: text.replace("{operator}", name))
        for field in settings.form.fields
    ]


def questions(settings: Settings, language: str) -> list[Question]:
    """Return the questions in `language`; English falls back to German."""
    return [
        Question(
            id=field.id,
            kind=field.kind,
            label=say(field.de, field.en, language),
            hint=say(field.hint_de, field.hint_en, language),
            required=field.required,
            max_length=field.max_length,
            options=spoken(_options(field, settings), language),
        )
        for field in asked(settings)
    ]


def version(settings: Settings) -> tuple[str, str]:
    """Return the form's version (12 hex digits of its definition's hash) and that definition."""
    definition = json.dumps(
        {
            "fields": [field.model_dump() for field in asked(settings)],
            "categories": [{"id": c.id, "de": c.de, "en": c.en} for c in settings.categories],
            "languages": settings.form.languages,
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(definition.encode()).hexdigest()[:12], definition


def answers(sent: Values, settings: Settings, today: date | None = None) -> tuple[dict, dict]:
    """Check what was sent; return the answers and, per field name, the id of what is wrong.

    Answers: `city, district, postcode, categories` (ids joined by `|`), `description, device,
    tariff, noticed_on` (ISO), `contact_name, contact_email, consent_operator` (yes, no), and
    `extra` (id → text). Whatever was not asked is "". Problems: name → word id (`required`,
    `too_long`, `unknown_option`, `bad_date`, `bad_email`, `bad_postcode`, `not_agreed`).
    """
    given: dict = dict.fromkeys([*PLACE_NAMES, "categories", *sorted(COLUMNS)], "")
    given["extra"] = {}
    problems: dict[str, str] = {}
    for field in asked(settings):
        if field.kind == "place":
            _place(field, sent, given, problems)
            continue
        value, problem = _answer(field, sent.get(field.id, []), settings, today)
        if problem:
            problems[field.id] = problem
        if field.kind == "categories":
            given["categories"] = value
        elif field.id in COLUMNS:
            given[field.id] = value
        elif value:
            given["extra"][field.id] = value
    return given, problems


def say(german: str, english: str, language: str) -> str:
    """Return the words in `language`; English falls back to German."""
    return english if language == "en" and english else german


def spoken(options: list[Option], language: str) -> list[tuple[str, str]]:
    """Return options as (id, words) in `language`."""
    return [(option.id, say(option.de, option.en, language)) for option in options]


def clean(text: str, lines: bool = False) -> str:
    """Return text in NFC; blanks collapsed, line ends kept on request.

    Without control characters, halves of surrogate pairs, and marks that turn the direction of
    what follows, which would garble the pages that show it.

    >>> clean("  Ko\\u0308ln\\x00 \\t Deutz\\ud800 ")
    'Köln Deutz'
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        c
        for c in text
        if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _DIRECTION)
    )
    if not lines:
        return " ".join(kept.split())
    rows = [" ".join(row.split()) for row in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def _place(field: FormField, sent: Values, given: dict, problems: dict) -> None:
    """Read town, district and postcode; any one of them answers a required place."""
    for name, longest in PLACE_NAMES.items():
        given[name] = clean(_first(sent.get(name, [])))
        if len(given[name]) > min(longest, field.max_length):
            problems[name] = "too_long"
    if given["postcode"] and not re.fullmatch(r"[0-9]{5}", given["postcode"]):
        problems.setdefault("postcode", "bad_postcode")
    if field.required and not (given["city"] or given["postcode"]):
        problems.setdefault("city", "required")


def _answer(
    field: FormField, values: list[str], settings: Settings, today: date | None
) -> tuple[str, str]:
    """Return one answer as text, and what is wrong with it ("" = nothing)."""
    if field.kind == "consent":
        agreed = _first(values) in ("yes", "on", "1")
        return ("yes" if agreed else "no"), ("not_agreed" if field.required and not agreed else "")
    if field.kind in ("categories", "multi_choice", "choice"):
        return _chosen(field, values, settings)
    text = clean(_first(values), lines=field.kind == "long_text")
    if not text:
        return "", "required" if field.required else ""
    if len(text) > field.max_length:
        return text, "too_long"
    if field.kind == "date":
        return _day(text, settings, today)
    if field.kind == "email" and not _is_email(text):
        return text, "bad_email"
    return text, ""


def _chosen(field: FormField, values: list[str], settings: Settings) -> tuple[str, str]:
    """Return the ticked ids in the form's order, joined by `|`."""
    known = [option.id for option in _options(field, settings)]
    ticked = {value for value in values if value}
    if ticked - set(known) or (field.kind == "choice" and len(ticked) > 1):
        return "|".join(i for i in known if i in ticked), "unknown_option"
    if field.required and not ticked:
        return "", "required"
    return "|".join(i for i in known if i in ticked), ""


def _day(text: str, settings: Settings, today: date | None) -> tuple[str, str]:
    """Read an ISO or German date that is not in the future."""
    today = today or datetime.now(ZoneInfo(settings.timezone)).date()
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            day = datetime.strptime(text, pattern).date()
        except ValueError:
            continue
        return (day.isoformat(), "") if date(1990, 1, 1) <= day <= today else (text, "bad_date")
    return text, "bad_date"


def _options(field: FormField, settings: Settings) -> list[Option]:
    if field.kind == "categories":
        return [Option(id=c.id, de=c.de, en=c.en) for c in settings.categories]
    return field.options


def _is_email(text: str) -> bool:
    """Say whether text looks like one address; only an answer to it would prove it."""
    name, address = parseaddr(text)
    return not name and bool(re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]{2,}", address))


def _said(field: FormField, fill: Callable[[str, str], str]) -> FormField:
    return field.model_copy(update={"de": fill(field.de, "de"), "en": fill(field.en, "en")})


def _first(values: list[str]) -> str:
    return values[0] if values else ""


_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
