"""The command `einzelfall locate`: say how an entry is placed, and what else it could be."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add `locate` to the command line."""
    app.command()(locate)


def locate(
    city: Annotated[
        str, typer.Argument(help='What was written as city: "Ffm", "Berlin-Kreuzberg".')
    ],
    district: Annotated[str, typer.Option(help="What was written as city district.")] = "",
    postcode: Annotated[str, typer.Option(help="What was written as postcode.")] = "",
    campaign: Annotated[
        Path, typer.Option(help="Campaign folder, for its place_aliases.csv.")
    ] = Path("."),
) -> None:
    """Explain in words how an entry is placed, or why it stays unlocated.

    Example: einzelfall locate "Neustadt" --postcode 67433
    """
    from helpers import geocode, scope, settings

    mine, here = None, None
    if (campaign / "campaign.yml").exists():
        loaded = settings.load(campaign)
        mine, here = geocode.aliases(loaded), scope.of(loaded)
    typer.echo(geocode.explain(city, district, postcode, mine, here))
