"""Purge: empty what is personal in old reports of the form's database."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from helpers import clean, redact
from helpers.form import erasing, fields, store
from helpers.settings import Settings

TEXTS = ("city", "district", "postcode", "description", "device", "tariff")
CONTACT = ("contact_name", "contact_email")
CLOSED = ("choice", "multi_choice", "consent", "date")
"""Kinds of questions that are answered by a choice among given answers."""


@dataclass(frozen=True)
class FormPlan:
    """What a purge would do to the form's database.

    changes: report id → column → new value. gone, stays: further questions with the reason.
    """

    before: date
    changes: dict[str, dict] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)

    @property
    def n_reports(self) -> int:
        """Count the reports that would change."""
        return len(self.changes)

    def as_lines(self) -> list[str]:
        """Say it in lines."""
        gone = {"contact_name, contact_email": "contact data", "reason": "a moderator's words"}
        stays = {", ".join(TEXTS): "the report; personal data in it is masked",
                 "categories, noticed_on, consent_operator": "fixed answers"}  # fmt: skip
        return [
            f"  database of the form: {self.n_reports:,} reports, and its snapshot",
            *(f"    goes: {name} ({why})" for name, why in (gone | self.gone).items()),
            *(f"    STAYS: {name} ({why})" for name, why in (stays | self.stays).items()),
        ]


def plan(settings: Settings, before: date) -> FormPlan:
    """Find what is personal in reports sent before the day `before` (the campaign's time zone)."""
    zone = ZoneInfo(settings.timezone)
    start = datetime.combine(before, time(), zone).astimezone(UTC).replace(tzinfo=None)
    old = [
        one
        for one in erasing.reports(settings)
        if one["submitted_at"] < start and one["status"] != "withdrawn"
    ]
    if not old:
        return FormPlan(before)
    gone, stays = _questions(settings, {name for one in old for name in one["extra"]})
    table = pd.DataFrame(old)
    after = _mask(table)
    changes = {}
    for place, one in enumerate(old):
        new = {name: after[name].iloc[place] for name in TEXTS}
        new |= dict.fromkeys((*CONTACT, "reason"), "")
        new["extra"] = {name: text for name, text in one["extra"].items() if name not in gone}
        changed = {name: value for name, value in new.items() if value != one[name]}
        if changed:
            changes[one["report_id"]] = changed
    return FormPlan(before, changes, gone, stays)


def carry_out(settings: Settings, plan: FormPlan) -> set[str]:
    """Empty and mask what the plan names, in the database and in its snapshot.

    The reports themselves stay, their receipts go on working, and the audit log gets one line.
    Returns the mail addresses that were removed.
    """
    table = store.reports
    opened = store.open_store(settings)
    try:
        with store.writing(opened) as connection:
            mails = set()
            for report_id, change in plan.changes.items():
                mine = table.c.report_id == report_id
                mails.add(connection.execute(sa.select(table.c.contact_email).where(mine)).scalar())
                values = {**change, "updated_at": store.now()}
                if "extra" in change:
                    values["extra"] = json.dumps(
                        change["extra"], ensure_ascii=False, sort_keys=True
                    )
                connection.execute(sa.update(table).where(mine).values(values))
                about = (store.audit.c.report_id == report_id) & store.audit.c.action.like(
                    "marked%"
                )
                connection.execute(sa.update(store.audit).where(about).values(detail=""))
            said = f"{len(plan.changes)} reports before {plan.before}"
            store.note(connection, "editor", "purged contacts", "", said)
        store.compact(opened)
    finally:
        opened.dispose()
    erasing.renew_snapshot(settings)
    return {mail.casefold() for mail in mails if mail}


def masked(text: str, name: str, mail: str) -> str:
    """Return one text with personal data masked, the sender's own words included."""
    return redact.redact(pd.Series([text]), pd.Series([name]), pd.Series([mail])).iloc[0]


def _mask(table: pd.DataFrame) -> pd.DataFrame:
    ours = {name: f"{name}_raw" for name in TEXTS[:3]}
    texts = table[list(TEXTS)].rename(columns=ours)
    after = clean.mask_texts(texts, table["contact_name"], table["contact_email"])
    return after.rename(columns={theirs: name for name, theirs in ours.items()})


def _questions(settings: Settings, ids: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Tell which further questions go and which stay, each with its reason."""
    told = {header for source in (settings.reports, *settings.more_reports)
            for header in source.not_personal}  # fmt: skip
    kinds = {question.id: question.kind for question in fields.asked(settings)}
    gone, stays = {}, {}
    for name in sorted(ids):
        if f"extra_{name}" in told or name in told:
            stays[name] = "campaign.yml: not personal (reports.not_personal)"
        elif kinds.get(name) in CLOSED:
            stays[name] = "a choice among given answers"
        else:
            gone[name] = "an own question, answered in own words"
    return gone, stays
