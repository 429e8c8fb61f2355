"""Command line of the web form: serve, export, hash-password."""

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
    from helpers.form.serving import run

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
    from helpers.form import export as exports
    from helpers.intake import snapshots

    loaded = settings.load(campaign)
    path = out or snapshots.path(loaded)
    digest = exports.snapshot(loaded, path)
    typer.echo(f"{path}: {len(snapshots.read(path))} reports, SHA-256 {digest}")
    if not snapshots.is_read(loaded):
        typer.echo(f"Note: {snapshots.HOW}.")
    if fixes is not None:
        store.write_csv(exports.fixes(loaded), fixes)
        typer.echo(f"{fixes}: answers to whether the fault is fixed")


@form.command("hash-password")
def hash_password(
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for."),
    ],
) -> None:
    """Ask for the moderators' password and print what belongs into EINZELFALL_MODERATOR_HASH."""
    from helpers.errors import CampaignError
    from helpers.form.password import hash_password as hashed

    if len(password) < 12:
        raise CampaignError("the password has fewer than 12 characters; a sentence is easy to keep")
    typer.echo(hashed(password))
