"""Purge: remove personal data of old reports from raw files and form, when it is not needed.

Comes in: a day. Goes out: the same reports with the same ids, of which those sent before that day
hold only what the evaluation reads, masked as stage 01 masks it. What a column holds decides, not
whether somebody thought of it: one that nobody mapped goes. This and `helpers.erase` are the only
places where a raw file is replaced, and a person has to ask for either.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from helpers import correct, intake, store
from helpers.erase import traces
from helpers.form import erasing
from helpers.form import purge as form_purge
from helpers.form.purge import FormPlan
from helpers.intake import register, rewrite, snapshots
from helpers.purge import files
from helpers.purge.columns import GONE
from helpers.purge.files import FilePlan
from helpers.settings import Settings


@dataclass(frozen=True)
class Plan:
    """What a purge would do: to each file, and to the form's database.

    unread: files beside the reports that no source reads: they stay, and a person looks.
    """

    before: date
    files: list[FilePlan]
    form: FormPlan | None = None
    unread: list[Path] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to remove."""
        return all(file.empty for file in self.files) and not (self.form and self.form.n_reports)


def plan(settings: Settings, before: date) -> Plan:
    """Find the personal data of reports that were sent before the day `before`; change nothing.

    Raises CampaignError where a file cannot be read.
    """
    rows = _rows(settings)
    found = [
        files.plan(mine, settings.dir / str(name), settings, pd.Timestamp(before))
        for name, mine in rows.groupby("source_file", sort=False)
        if intake.source_of(settings.dir / str(name), settings).format != "form"
    ]
    form = form_purge.plan(settings, before) if erasing.is_here(settings) else None
    return Plan(before, found, form, _unread(settings))


def carry_out(settings: Settings, plan: Plan) -> list[str]:
    """Write each file of the plan anew, without the personal data that the plan names.

    A file is replaced whole or not at all, and only after the new one was read back: every other
    cell must be as it was. CSV keeps every other byte. Reports keep their ids.
    Returns a sentence for each thing that stays and should be looked at.
    Raises CampaignError, with the old file in its place, where a file would lose more.
    """
    changing = [file for file in plan.files if not file.empty]
    rows = _rows(settings) if changing else pd.DataFrame()
    mails = _mails(rows, changing)
    changing, stays = _with_ids(changing, rows, settings)
    for file in changing:
        rewrite.replace(file.path, file.changes, file.expected, bool(file.beside))
    if changing:
        _correct_corrections(settings, rows)
    if plan.form and plan.form.n_reports:
        mails |= form_purge.carry_out(settings, plan.form)
    return stays + [
        f"{traces.inside(path, settings)} still holds {n:,} of the removed mail addresses"
        for path, n in traces.mails_in(settings, mails - _mails_left(settings)).items()
    ]


def as_text(plan: Plan, settings: Settings) -> str:
    """Say in words what the plan would do, and why what stays may stay."""
    lines = [f"Personal data of reports sent before {plan.before:%Y-%m-%d}:"]
    for file in plan.files:
        lines += _file_lines(file, settings)
    if plan.form:
        lines += plan.form.as_lines()
    lines += [
        f"  {traces.inside(path, settings)}: stays as it is, nobody reads it: look into it, and "
        "delete it"
        for path in plan.unread
    ]
    if plan.empty:
        lines.append("  nothing to remove")
    return "\n".join(lines)


def _file_lines(file: FilePlan, settings: Settings) -> list[str]:
    rows = {number for number, _ in file.changes}
    lines = [
        f"  {traces.inside(file.path, settings)}: {len(file.changes):,} cells in {len(rows):,} of "
        f"{file.n_rows:,} rows, {file.masked:,} of them masked ({file.n_old:,} rows are older, "
        f"{file.n_undated:,} have no readable time and count as older)"
    ]
    for column in sorted(file.columns, key=lambda one: one.fate != GONE):
        name = f'"{column.header}"' if column.header else f"column {column.place + 1}, no header"
        lines.append(f"    {'goes' if column.fate == GONE else 'STAYS'}: {name} ({column.reason})")
    lines += [f"    goes: {name} (beside the reports, nobody reads it)" for name in file.beside]
    return lines + [
        f"    STAYS: {name} (beside the reports; it goes once every report is older)"
        for name in file.beside_still
    ]


def _rows(settings: Settings) -> pd.DataFrame:
    """Read all rows with ids; none where the campaign has no file yet."""
    if not intake.found(settings):
        return pd.DataFrame(columns=["source_file"])
    return intake.collect(settings)[0]


def _with_ids(
    changing: list[FilePlan], rows: pd.DataFrame, settings: Settings
) -> tuple[list[FilePlan], list[str]]:
    """Let the register know the masked rows under their ids; leave texts where it cannot."""
    if not changing:
        return [], []
    after, plans = [], {traces.inside(file.path, settings): file for file in changing}
    for name, mine in rows.groupby("source_file", sort=False):
        if name in plans:
            source = intake.source_of(plans[name].path, settings)
            read = files.read_again(plans[name], source, settings)
            mine = mine.assign(fingerprint=read["fingerprint"].to_numpy())
        after.append(mine)
    every = pd.concat(after)
    every = every[~every["withdrawn"]]
    keeps = register.rename(every, settings.dir / intake.REGISTER)
    stays = []
    for name, lost in every[~keeps].groupby("source_file"):
        numbers = set(lost["source_row"])
        plans[name] = files.without_texts(plans[name], numbers)
        listed = ", ".join(map(str, sorted(numbers)))
        stays.append(f"{name}: the texts of row {listed} stay: masked, they would be one report")
    return list(plans.values()), stays


def _correct_corrections(settings: Settings, before: pd.DataFrame) -> None:
    """Let corrections.csv expect what stands in the files now, and quote nothing that is gone."""
    path = correct.path(settings)
    if not path.exists():
        return
    table = store.read_handmade(path, correct.COLUMNS)
    now = _rows(settings).drop_duplicates("report_id").set_index("report_id")
    was = before.drop_duplicates("report_id").set_index("report_id")
    lines = table.to_dict("records")
    for line in lines:
        report_id, column = line["report_id"], line["column"]
        if report_id not in was.index or column not in was.columns:
            continue
        sent = was.loc[report_id]
        if line["expect"] == sent[column]:
            line["expect"] = now.loc[report_id, column]
            if line["expect"] != sent[column]:
                line["value"] = form_purge.masked(
                    line["value"], sent["contact_name"], sent["contact_email"]
                )
    table = pd.DataFrame(lines, columns=correct.COLUMNS)
    with store.replacing(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def _mails(rows: pd.DataFrame, changing: list[FilePlan]) -> set[str]:
    """Return the mail addresses that the plan removes from the raw files."""
    if rows.empty:
        return set()
    found: set[str] = set()
    for file in changing:
        found |= traces.mails_of(file.path.read_bytes())
    return found


def _mails_left(settings: Settings) -> set[str]:
    """Return the addresses that rows have which are not old, and the campaign's own."""
    rows = _rows(settings)
    left = set(rows["contact_email"]) if len(rows) else set()
    left |= {one["contact_email"] for one in erasing.reports(settings)}
    own = {settings.contact.email}
    for path in intake.found(settings):
        own |= traces.mails_of(path.read_bytes())
    return {mail.casefold() for mail in left | own}


def _unread(settings: Settings) -> list[Path]:
    """List files beside the reports that no source reads, hidden ones and lists of ours aside."""
    folder = settings.raw / "reports"
    if not folder.is_dir():
        return []
    own = {settings.dir / intake.REGISTER, settings.dir / intake.FORMATS}
    own |= {snapshots.path(settings), folder / "README.txt"}
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path not in own]
    return [path for path in found if not intake.belongs(path, settings)]
