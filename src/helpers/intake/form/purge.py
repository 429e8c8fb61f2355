"""Purge: delete contacts from the form's database when they are no longer needed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from helpers.intake.form import store
from helpers.settings import Settings


def contacts(settings: Settings, before: date, keep: bool = False) -> int:
    """Empty name and e-mail of reports sent before the day `before`; return of how many.

    before: a day in the campaign's time zone. keep: only count them. The reports themselves stay,
    their receipts go on working, and the audit log gets one line.
    """
    zone = ZoneInfo(settings.timezone)
    start = datetime.combine(before, time(), zone).astimezone(UTC).replace(tzinfo=None)
    table = store.reports
    theirs = (table.c.submitted_at < start) & (
        (table.c.contact_name != "") | (table.c.contact_email != "")
    )
    opened = store.open_store(settings)
    if keep:
        with store.reading(opened) as connection:
            counted = sa.select(sa.func.count()).select_from(table).where(theirs)
            found = connection.execute(counted).scalar_one()
        opened.dispose()
        return found
    with store.writing(opened) as connection:
        emptied = {"contact_name": "", "contact_email": "", "updated_at": store.now()}
        done = connection.execute(sa.update(table).where(theirs).values(emptied)).rowcount
        store.note(connection, "editor", "purged contacts", "", f"{done} reports before {before}")
    store.empty_log(opened)
    opened.dispose()
    return done
