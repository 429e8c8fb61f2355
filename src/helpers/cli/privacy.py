"""Commands `purge` and `withdraw`: what a person's right to be forgotten needs."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

CAMPAIGN = typer.Option("--campaign", help="Folder with campaign.yml.")


def register(app: typer.Typer) -> None:
    """Add `purge` and `withdraw` to the command line."""
    app.command()(purge)
    app.command()(withdraw)


def purge(
    before: Annotated[
        datetime,
        typer.Option("--before", formats=["%Y-%m-%d"], help="Purge reports sent before this day."),
    ],
    campaign: Annotated[Path, CAMPAIGN] = Path("."),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be removed.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove personal data of old reports from raw files and form: all that nobody evaluates.

    A column stays only if campaign.yml maps it, or lists it in `reports.not_personal`; in columns
    that stay, names, numbers and addresses are masked. The reports keep their ids. Each file is
    replaced whole or not at all. What stays is listed with its reason.

    Example: einzelfall purge --before 2012-02-01 --dry-run
    """
    from helpers import purge as purging
    from helpers import settings

    loaded = settings.load(campaign)
    plan = purging.plan(loaded, before.date())
    typer.echo(purging.as_text(plan, loaded))
    if dry_run or plan.empty:
        return
    if not yes:
        typer.confirm("Remove this for good?", abort=True)
    for sentence in purging.carry_out(loaded, plan):
        typer.echo(f"LEFT: {sentence}")
    typer.echo("Removed what goes, as listed. Backups, mails and version control are yours.")


def withdraw(
    report_id: Annotated[str, typer.Argument(help="Id of the report, as in ledger.csv.")],
    campaign: Annotated[Path, CAMPAIGN] = Path("."),
) -> None:
    """Take a report out for its sender: its answers are emptied here, and counted no more.

    Emptied are the form's database, its snapshot, the row of each raw file, and what a run made of
    them; a repeat of the report goes with it. Only the id and today's date are kept, in
    data/raw/handmade/withdrawn.csv. It says what it cannot reach: backups, version control.

    Example: einzelfall withdraw R000017
    """
    from helpers import erase, settings

    loaded = settings.load(campaign)
    typer.echo(erase.withdraw_report(loaded, report_id, datetime.now().date()).as_text())
