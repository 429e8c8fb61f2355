"""Formats: what the exports of form tools have in common, and each one's traps, as data."""

import re
from dataclasses import dataclass

from helpers.errors import CampaignError, did_you_mean
from helpers.intake.tables import Table

NAMES = (
    "user name", "user display name", "anzeigename", "submittername", "your name", "ihr name",
    "dein name", "vor- und nachname", "name",
)  # fmt: skip
EMAILS = (
    "email", "e-mail", "email address", "e-mail address", "e-mail-adresse", "user email", "mail",
    "username", "nutzername", "contact",
)  # fmt: skip
"""Headers of the sender's name and address, taken as such where campaign.yml maps none."""


@dataclass(frozen=True)
class Format:
    """How one tool writes its export. Headers are compared tidied and case-folded.

    signature: sets of headers; a file that has all of one set is of this format.
    timezone: of times without an offset; "" = the campaign's own.
    separators: between the options of a multi-choice answer in one cell, tried along the options;
    none where a report has one category by nature.
    options: how a question with a column per option heads them: `bracket` (`Q[option]`),
    `slash` (`Q/option`), `label` (the option alone), or "" (one cell).
    contact: headers of other data about the sender; contact_name, contact_email: of these.
    unfinished: header that is empty while an answer is not finished.
    tells_shown: how an option not shown to a person differs from one not ticked: it has no
    `quotes`, or it is not `filled`, or it holds the `words` N/A; "" = it does not.
    second_header: row 2 may hold tags or machine names instead of an answer.
    """

    name: str
    label: str
    signature: tuple[frozenset[str], ...] = ()
    report_id: tuple[str, ...] = ()
    submitted_at: tuple[str, ...] = ()
    time_formats: tuple[str, ...] = ()
    timezone: str = ""
    separators: tuple[str, ...] = (";",)
    options: str = ""
    unfinished: tuple[str, ...] = ()
    tells_shown: str = ""
    second_header: bool = False
    contact: tuple[str, ...] = ()
    contact_name: tuple[str, ...] = NAMES
    contact_email: tuple[str, ...] = EMAILS
    no_date: str = ""


SLASHED = tuple(
    f"%m/%d/{year}{clock}"
    for year in ("%Y", "%y")
    for clock in (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
)
"""Dates with slashes, month first; `times.day_first` looks whether a file has the day first."""


def _sets(*texts: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(text.split("|")) for text in texts)


LIMESURVEY = Format(
    "limesurvey",
    "LimeSurvey",
    _sets(
        "id|submitdate|lastpage|startlanguage",
        "antwort id|datum abgeschickt|letzte seite|start-sprache",
        "response id|date submitted|last page|start language",
    ),
    report_id=("id", "antwort id", "response id"),
    submitted_at=("submitdate", "datum abgeschickt", "date submitted"),
    time_formats=("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"),
    options="bracket",
    unfinished=("submitdate", "datum abgeschickt", "date submitted"),
    tells_shown="quotes",
    contact=(
        "ipaddr",
        "ip-adresse",
        "ip address",
        "refurl",
        "referrer url",
        "token",
        "zugangscode",
    ),
    no_date="1980-01-01 00:00:00",
)
KOBO = Format(
    "kobo",
    "KoboToolbox or ODK",
    _sets("_id|_uuid|_submission_time", "_uuid|_submission_time|_index", "submissiondate|key"),
    report_id=("_id", "_uuid", "key"),  # an edited answer gets a new _uuid and keeps its _id
    submitted_at=("_submission_time", "submissiondate", "end", "start"),
    time_formats=("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f"),
    timezone="UTC",
    separators=(" ",),
    options="slash",
    tells_shown="filled",
    second_header=True,
    contact=("_submitted_by", "submitterid", "submittername", "deviceid", "phonenumber",
             "username", "email"),
)  # fmt: skip
USHAHIDI = Format(
    "ushahidi",
    "Ushahidi",
    _sets("post id|survey|post status", "post id|created (utc)|contact id"),
    report_id=("post id",),
    submitted_at=("post date (utc)", "created (utc)"),
    time_formats=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"),
    timezone="UTC",
    separators=(",",),
    second_header=True,
    contact=("contact id", "contact"),
)
USHAHIDI_2 = Format(
    "ushahidi2",
    "Ushahidi 2 or Crowdmap",
    _sets("#|incident title|incident date"),
    report_id=("#",),
    submitted_at=("incident date",),
    time_formats=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"),
    separators=(",",),
    contact=("first name", "last name", "email"),
)
MICROSOFT = Format(
    "msforms",
    "Microsoft Forms",
    _sets("id|start time|completion time", "id|startzeit|fertigstellungszeit"),
    report_id=("id",),
    submitted_at=("completion time", "fertigstellungszeit"),
    time_formats=("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", *SLASHED),
    contact=("email", "e-mail", "name", "email2", "name2"),
)  # fmt: skip
TYPEFORM = Format(
    "typeform",
    "Typeform",
    _sets("#|network id", "#|submit date (utc)", "#|start date (utc)"),
    report_id=("#",),
    submitted_at=("submit date (utc)",),
    time_formats=("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y %H:%M"),
    timezone="UTC",
    options="label",
    unfinished=("submit date (utc)",),
    contact=("network id",),
)
NEXTCLOUD = Format(
    "nextcloud",
    "Nextcloud Forms",
    _sets("submission id|user id|timestamp", "einreichungs-id|benutzer-id|zeitstempel",
          "user display name|timestamp", "anzeigename|zeitstempel"),
    report_id=("submission id", "einreichungs-id"),
    submitted_at=("timestamp", "zeitstempel"),
    separators=(";",),
    second_header=True,
    contact=("user id", "user display name", "benutzer-id", "anzeigename"),
)  # fmt: skip
OPEN311 = Format(
    "open311",
    "Open311 GeoReport v2",
    _sets("service_request_id|requested_datetime", "service_request_id|service_name"),
    report_id=("service_request_id",),
    submitted_at=("requested_datetime",),
    separators=(),
    contact=("address_id", "email", "first_name", "last_name", "phone", "account_id", "device_id"),
)
FIXMYSTREET = Format(
    "fixmystreet",
    "FixMyStreet",
    _sets("report id|title|detail|category|created"),
    report_id=("report id",),
    submitted_at=("created", "confirmed"),
    separators=(),
    contact=("user name", "user email", "user phone"),
)
GOOGLE_FORMS = Format(
    "googleforms",
    "Google Forms (direct download)",
    submitted_at=("timestamp", "zeitstempel"),
    separators=(";",),
    contact=("username", "nutzername", "email address", "e-mail-adresse"),
)
GOOGLE_SHEET = Format(
    "googlesheet",
    "Google Sheet of a form",
    submitted_at=("timestamp", "zeitstempel"),
    time_formats=("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", *SLASHED),
    separators=(",",),
    contact=("username", "nutzername", "email address", "e-mail-adresse"),
)
PLAIN = Format(
    "plain",
    "plain CSV or XLSX, mapped by campaign.yml",
    time_formats=(
        "%d.%m.%Y", "%d.%m.%y %H:%M:%S", "%d.%m.%y %H:%M", "%d.%m.%y", "%Y-%m-%d %H:%M", "%Y-%m-%d",
        *SLASHED,
    ),
)  # fmt: skip

ALL = (
    LIMESURVEY, KOBO, USHAHIDI, USHAHIDI_2, MICROSOFT, TYPEFORM, NEXTCLOUD, OPEN311, FIXMYSTREET,
    GOOGLE_FORMS, GOOGLE_SHEET, PLAIN,
)  # fmt: skip
BY_NAME = {form.name: form for form in ALL}

FORMS_TIME = re.compile(r"^\d{4}/\d{2}/\d{2} \d{1,2}:\d{2}:\d{2} (?:[AP]M|vorm\.|nachm\.) ")
SHEET_TIME = re.compile(
    r"^(?:\d{1,2}[./]\d{1,2}[./]\d{2}(?:\d{2})?,?|\d{4}-\d{2}-\d{2}) "
    r"\d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?$"
)
"""As the sheet writes it, as Excel writes it anew, and as a real time of a workbook is read."""


def detect(table: Table) -> Format:
    """Tell by headers, and for Google by the way times are written, which tool made `table`."""
    headers = {header.casefold() for header in table.header}
    for form in ALL:
        if any(signature <= headers for signature in form.signature):
            return form
    place = position(table, GOOGLE_SHEET.submitted_at)
    if place is not None:
        times = [text for row in table.rows[:100] if (text := row[place].strip())]
        for form, written in ((GOOGLE_FORMS, FORMS_TIME), (GOOGLE_SHEET, SHEET_TIME)):
            if 2 * sum(bool(written.match(text)) for text in times) > len(times):
                return form
    return PLAIN


def by_name(name: str, table: Table) -> Format:
    """Return the format that campaign.yml or --format names; `auto` looks at the file.

    Raises CampaignError for a name that is none.
    """
    if name in ("", "auto"):
        return detect(table)
    if name not in BY_NAME:
        raise CampaignError(
            f'format "{name}" is unknown.{did_you_mean(name, BY_NAME)} '
            f"Known: auto, {', '.join(BY_NAME)}."
        )
    return BY_NAME[name]


def position(table: Table, headers: tuple[str, ...]) -> int | None:
    """Find the first of `headers` (case-folded) in the table's own order of preference."""
    folded = [header.casefold() for header in table.header]
    return next((folded.index(header) for header in headers if header in folded), None)
