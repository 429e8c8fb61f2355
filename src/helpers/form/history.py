"""History: answers to questions that the form asked before and no longer does.

Questions change while reports come in. A person sees all own answers under their words, and a
correction keeps what the form does not ask any more.
"""

import json
from dataclasses import replace

import sqlalchemy as sa

from helpers.form import fields, store
from helpers.form.fields import Question
from helpers.settings import Option, Settings


def questions(connection: sa.Connection, version: str, settings: Settings, language: str) -> list:
    """Return the questions of today, then those that only the form of `version` asked.

    Options that are gone since stay readable: they stand behind those of today.
    """
    today = fields.questions(settings, language)
    table = store.form_versions.c
    asked = sa.select(table.definition).where(table.version == version)
    definition = connection.execute(asked).scalar_one_or_none()
    if definition is None:
        return today
    before = {question.id: question for question in _of(json.loads(definition), language)}
    known = [_with_former_options(question, before.get(question.id)) for question in today]
    ids, once = {q.id for q in today}, {q.kind for q in today} & {"place", "categories"}
    return [*known, *(q for q in before.values() if q.id not in ids and q.kind not in once)]


def kept(given: dict, report: dict, settings: Settings) -> dict:
    """Return corrected answers together with those that today's form does not ask for."""
    names = set()
    for field in fields.asked(settings):
        names |= set(fields.PLACE_NAMES) if field.kind == "place" else {field.id}
        names |= {"categories"} if field.kind == "categories" else set()
    old = {name: report[name] for name in given if name != "extra" and name not in names}
    extra = {name: text for name, text in report["extra"].items() if name not in names}
    return {**given, **old, "extra": {**extra, **given["extra"]}}


def _of(definition: dict, language: str) -> list[Question]:
    """Return the questions of a form's kept definition."""
    return [
        Question(
            id=field["id"],
            kind=field["kind"],
            label=fields.say(field["de"], field["en"], language),
            hint="",
            required=False,
            max_length=field["max_length"],
            options=_options(field, definition, language),
        )
        for field in definition["fields"]
    ]


def _options(field: dict, definition: dict, language: str) -> list[tuple[str, str]]:
    listed = definition["categories"] if field["kind"] == "categories" else field["options"]
    return fields.spoken([Option(**option) for option in listed], language)


def _with_former_options(question: Question, before: Question | None) -> Question:
    gone = [o for o in (before.options if before else []) if o[0] not in dict(question.options)]
    return replace(question, options=[*question.options, *gone])
