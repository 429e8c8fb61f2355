"""Command line of the web form: serve, export, backup, hash-password."""

from pathlib import Path
from typing import Annotated

import typer

Campaign = Annotated[Path, typer.Option("--campaign", help="The campaign's folder.")]

form = typer.Typer(no_args_is_help=True, help="The web form that takes reports.")


def register(app: typer.Typer) -> None:
    """Add `einzelfall form …`."""
    app.add_typer(form, name="form")


@form.command()
def serve(
    campaign: Campaign = Path("."),
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on; behind nginx the default.")] = (
        "127.0.0.1"
    ),
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that serve.")] = 1,
    root_path: Annotated[str, typer.Option(help="Path below which a proxy shows the form.")] = "",
) -> None:
    """Serve the form until it is stopped (Ctrl+C). Reports go to data/form/form.sqlite, or to
    EINZELFALL_DATABASE_URL.

    Example: einzelfall form serve --campaign ../kampagne --port 8000
    """
    from helpers.intake.form.serving import run

    run(campaign, host, port, workers, root_path)


@form.command()
def export(
    campaign: Campaign = Path("."),
    out: Annotated[
        Path | None,
        typer.Option(help="CSV to write; default data/raw/reports/form_snapshot.csv."),
    ] = None,
    fixes: Annotated[
        Path | None,
        typer.Option(help='Write every answer to "is it fixed?" to this CSV too.'),
    ] = None,
) -> None:
    """Write all reports as the CSV that notebook 01 reads, in one consistent state.

    The file holds contact data: it belongs on the editors' machines only.
    """
    from helpers import settings, store
    from helpers.intake.form import export as exports

    loaded = settings.load(campaign)
    path = out or exports.snapshot_path(loaded)
    digest = exports.snapshot(loaded, path)
    typer.echo(f"{path}: {len(exports.read(path))} reports, SHA-256 {digest}")
    if not exports.is_read(loaded):
        typer.echo(f"Note: {exports.HOW}.")
    if fixes is not None:
        store.write_csv(exports.fixes(loaded), fixes)
        typer.echo(f"{fixes}: answers to whether the fault is fixed")


@form.command()
def backup(
    out: Annotated[Path, typer.Argument(help="File to write; must not exist yet.")],
    campaign: Campaign = Path("."),
) -> None:
    """Copy the form's database while it runs, and check the copy (docs/deploy.md: restoring).

    Example: einzelfall form backup /var/backups/form.sqlite --campaign ../kampagne
    """
    from helpers import settings
    from helpers.intake.form import backup as backups

    path = backups.write(settings.load(campaign), out)
    typer.echo(f"{path}: {path.stat().st_size:,} bytes, checked")


@form.command()
def purge(
    before: Annotated[str, typer.Option(help="ISO date; contacts of earlier reports go.")],
    campaign: Campaign = Path("."),
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete names and e-mail addresses of reports sent before a day; the reports stay."""
    from datetime import date

    from helpers import settings
    from helpers.errors import CampaignError
    from helpers.intake.form import purge as purges

    try:
        day = date.fromisoformat(before)
    except ValueError as error:
        raise CampaignError(f"--before: expected a date as 2011-12-31, got {before!r}") from error
    loaded = settings.load(campaign)
    found = purges.contacts(loaded, day, keep=True)
    typer.echo(f"{found} reports sent before {day} have a name or an e-mail address.")
    if dry_run or not found:
        return
    if not yes:
        typer.confirm("Delete these for good? Backups keep them until they are deleted", abort=True)
    typer.echo(f"Deleted from {purges.contacts(loaded, day)} reports.")


@form.command("hash-password")
def hash_password(
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for."),
    ],
) -> None:
    """Ask for the moderators' password and print what belongs into EINZELFALL_MODERATOR_HASH."""
    from helpers.errors import CampaignError
    from helpers.intake.form.password import hash_password as hashed

    if len(password) < 12:
        raise CampaignError("the password has fewer than 12 characters; a sentence is easy to keep")
    typer.echo(hashed(password))
