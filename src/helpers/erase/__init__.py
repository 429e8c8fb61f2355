"""Erase: what is emptied when a person takes a report back, and what is left then.

Comes in: the id of a report. Goes out: the same campaign with that report empty in the form's
database, its snapshot, the raw files and the handmade tables, without the tables and pages that
were made of it, and a list of what is beyond reach (backups, version control). Which reports are
withdrawn is kept by `helpers.withdraw`; contact data that grew old is the business of
`helpers.purge`.
"""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from helpers import backup, intake, lock, withdraw
from helpers.erase import handmade, pieces, raw, traces
from helpers.errors import CampaignError, did_you_mean
from helpers.form import erasing
from helpers.intake import snapshots
from helpers.settings import Settings


@dataclass(frozen=True)
class Erased:
    """What a withdrawal did.

    ids: the report and what went with it (a double click, another version). first: it was not
    withdrawn before. emptied: file → number of rows. removed: what is made again by a run.
    left: what still holds something of it, a sentence each.
    """

    ids: list[str]
    first: bool
    emptied: dict[str, int] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        """Say it in lines."""
        name, *more = self.ids
        with_it = f" (with {', '.join(more)}, which repeat it)" if more else ""
        lines = [
            f"{name} is withdrawn{with_it}." if self.first else f"{name} was withdrawn before."
        ]
        lines += [f"  emptied: {place} ({n:,})" for place, n in self.emptied.items()]
        lines += [f"  removed, the next run makes it again: {place}" for place in self.removed]
        lines += [f"  LEFT: {sentence}" for sentence in self.left]
        lines.append(
            "Run `einzelfall run` and `einzelfall release` next: until then the report is still "
            "counted in what was published."
        )
        return "\n".join(lines)


def withdraw_report(settings: Settings, report_id: str, on: date) -> Erased:
    """Take one report back and empty it wherever this campaign's folder and database hold it.

    Doing it twice is doing it once; a withdrawal that was killed is finished by the second.
    Raises CampaignError when no report has that id, or a file cannot be emptied.
    """
    with lock.alone(settings):
        raw_rows = reports(settings)
        ids = _belonging(settings, report_id.strip(), raw_rows)
        new = withdraw.add(settings, ids, on)
        emptied, removed, left = _empty(settings, ids, raw_rows)
        left += [one.as_sentence() for one in backup.known(settings, on)]
        backup.tell(settings, withdraw.read(settings))
        handmade.note(settings, ids, on, emptied, removed)
    return Erased(ids, report_id.strip() in new, emptied, removed, left)


def again(settings: Settings, wait: float = 0) -> Erased | None:
    """Empty all reports of the list once more, as after an import or a restore brought them back.

    What people withdrew by receipt since the last time comes into the list first. wait: minutes for
    which a run may still be at work.
    Returns None where nothing was to do.
    """
    by_receipt(settings)
    ids = withdraw.read(settings)["report_id"].tolist()
    if not ids:
        return None
    with lock.alone(settings, wait):
        emptied, removed, left = _empty(settings, ids, reports(settings))
        handmade.note(settings, ids, date.today(), emptied, removed)
    return Erased(ids, False, emptied, removed, left) if emptied else None


def by_receipt(settings: Settings) -> list[str]:
    """List as withdrawn what the form's database knows as withdrawn; return what is new.

    Backups learn of it, too: by the list beside each that can be reached.
    """
    new = withdraw.add(settings, backup.withdrawn_in_form(settings), date.today())
    if new:
        backup.tell(settings, withdraw.read(settings))
    return new


def _empty(
    settings: Settings, ids: list[str], every: pd.DataFrame
) -> tuple[dict[str, int], list[str], list[str]]:
    """Empty the reports `ids` everywhere; return what was emptied, removed, and is left."""
    rows = every[every["report_id"].isin(ids)]
    in_form = erasing.reports(settings)
    kept = [one for one in in_form if one["report_id"] in ids]
    said = {one["description"] for one in in_form if one["report_id"] not in ids}
    said |= set(every.drop(index=rows.index)["description"])
    open_rows = rows[~rows["withdrawn"].astype(bool)]
    open_ = [one for one in kept if one["status"] != "withdrawn"]
    wanted = pieces.of(settings, open_rows, open_, said, handmade.said_of(settings, ids))
    people = _people(every, in_form)
    shared = pieces.of_others(wanted, people[~people["report_id"].isin(ids)])
    wanted = {text: kind for text, kind in wanted.items() if text not in shared}
    # What else tells of them goes first: a withdrawal that is killed finds it again by the rows.
    made = traces.remove_made(settings) if len(open_rows) or open_ else []
    row_files, others = traces.files(settings)
    emptied = raw.empty_copies(settings, raw.lines(settings, rows), ids)
    taken, removed, left = traces.sweep(settings, others, wanted, ids)
    emptied |= taken | handmade.drop(settings, ids) | raw.empty(settings, rows)
    emptied_in_form, left_in_form = _empty_form(settings, ids, kept)
    emptied |= emptied_in_form
    taken, gone, still = traces.sweep(settings, row_files, wanted, ids)
    emptied, removed, left = emptied | taken, made + removed + gone, left_in_form + left + still
    names = [text for text, kind in wanted.items() if kind == "name"]
    left += traces.perhaps(settings, others, names)
    if shared:
        names = sorted({name for names in shared.values() for name in names})
        left.append(
            f"{', '.join(names[:20])} {'has' if len(names) == 1 else 'have'} the same name or "
            "mail address and still count: withdraw them, too, if their sender asks for it"
        )
    return emptied, removed, left + traces.committed(settings)


def _empty_form(
    settings: Settings, ids: list[str], kept: list[dict]
) -> tuple[dict[str, int], list[str]]:
    """Empty reports in the form's database and snapshot; return what was emptied, what is left."""
    left = []
    open_ = [one["report_id"] for one in kept if one["status"] != "withdrawn"]
    if kept:
        if not erasing.withdraw(settings, [one["report_id"] for one in kept]):
            left.append(
                "the form's database: someone reads it just now; the running form overwrites the "
                "old text within a minute (PostgreSQL: with its next VACUUM)"
            )
        erasing.renew_snapshot(settings)
        return ({"the form's database": len(open_)} if open_ else {}), left
    if not erasing.withdraw_in_snapshot(settings, ids):
        return {}, left
    left.append("the form's database, which is not on this machine: withdraw the report there, too")
    return {traces.inside(snapshots.path(settings), settings): 1}, left


def reports(settings: Settings) -> pd.DataFrame:
    """Read the campaign's raw rows as `intake.read` does; no rows where it has no file yet."""
    if not intake.found(settings):
        names = ("source_file", "report_id", "contact_name", "contact_email", "description")
        return pd.DataFrame(columns=[*names, "source_row", "withdrawn"])
    return intake.read(settings)


def _people(every: pd.DataFrame, in_form: list[dict]) -> pd.DataFrame:
    """Return who sent which report, by raw files and by the form's database."""
    names = ["report_id", "contact_name", "contact_email", "withdrawn"]
    kept = [{**one, "withdrawn": one["status"] == "withdrawn"} for one in in_form]
    both = pd.concat([every[names], pd.DataFrame(kept, columns=names)])
    return both.drop_duplicates("report_id")


def _belonging(settings: Settings, report_id: str, every: pd.DataFrame) -> list[str]:
    """Return the id and those of the rows that are withdrawn with it. Stop at an unknown id."""
    in_form = {one["report_id"] for one in erasing.reports(settings)}
    known = {*every["report_id"], *in_form} - {""}
    if report_id not in known:
        raise CampaignError(
            f'No report has the id "{report_id}".{did_you_mean(report_id, known)} '
            "Ids stand in data/processed/ledger.csv, beside the row of the raw file."
        )
    return [report_id, *raw.with_it(settings, report_id, every)]
