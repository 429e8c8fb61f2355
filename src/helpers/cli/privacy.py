"""Commands `purge`, `withdraw`, `show-person`, `backup`, `restore`: what people's rights need."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

CAMPAIGN = typer.Option("--campaign", help="Folder with campaign.yml.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (purge, withdraw, backup, restore):
        app.command()(command)
    app.command("show-person")(show_person)


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


def show_person(
    key: Annotated[str, typer.Argument(help="Receipt code, mail address, or id of a report.")],
    campaign: Annotated[Path, CAMPAIGN] = Path("."),
    out: Annotated[
        Path | None, typer.Option(help="File to write; default data/private/person-ID.json.")
    ] = None,
) -> None:
    """Write all that the campaign holds about one sender into a file, for a request for access.

    Make sure first that who asks is the sender: a receipt code proves it, an id does not.

    Example: einzelfall show-person erika@example.org
    """
    from helpers import person, settings

    loaded = settings.load(campaign)
    gathered = person.collect(loaded, key, datetime.now().date())
    path = person.write(loaded, gathered, out)
    names = ", ".join(one["report_id"] for one in gathered["reports"])
    typer.echo(f"{path}: {names}. Send it encrypted, and delete it afterwards.")


def backup(
    out: Annotated[Path, typer.Argument(help="File to write, outside of the campaign's folder.")],
    campaign: Annotated[Path, CAMPAIGN] = Path("."),
) -> None:
    """Save form database, keys, handmade files and register in one file, while the form runs.

    Raw exports are not in it: they come from their tools. It holds contact data and is not
    encrypted: keep it on an encrypted disk, and delete it when its time is over.

    Example: einzelfall backup /media/stick/kampagne-2011-11-30.einzelfall-backup
    """
    from helpers import backup as backups
    from helpers import settings

    path = backups.write(settings.load(campaign), out)
    typer.echo(f"{path}: {path.stat().st_size:,} bytes, checked")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `einzelfall backup` wrote.")],
    campaign: Annotated[Path, typer.Option("--campaign", help="Folder to restore into.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over files that differ from the backup.")
    ] = False,
) -> None:
    """Bring back what `einzelfall backup` saved, but not what was withdrawn since. Stop the form.

    Example: einzelfall restore kampagne-2011-11-30.einzelfall-backup --campaign ../kampagne
    """
    from helpers import restore as restoring

    done = restoring.restore(file, campaign, replace)
    typer.echo(
        f"{done['files']} files are back in {campaign}; {done['withdrawn']} reports that were "
        "withdrawn since are empty again."
    )
