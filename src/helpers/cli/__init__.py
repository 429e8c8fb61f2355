"""The command line `einzelfall`: one sub-command per thing that a person wants done."""

import sys

import typer

from helpers.cli import (
    audit,
    form,
    freeze,
    geodata,
    locate,
    privacy,
    publish,
    release,
    run,
    schedule,
)
from helpers.errors import CampaignError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="From collected reports to maps, charts and an open letter.",
)
for area in (run, schedule, publish, locate, geodata, release, freeze, audit, privacy, form):
    area.register(app)


def main() -> None:
    """Run the command line; say a CampaignError in its own words, without a traceback."""
    try:
        app()
    except CampaignError as error:
        typer.secho(f"Error: {error}", err=True, fg=typer.colors.RED)
        sys.exit(1)
