"""Command `freeze`: write down what will be evaluated before the first report."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command `freeze` to `app`."""

    @app.command("freeze")
    def freeze_command(
        campaign: Annotated[
            Path, typer.Option("--campaign", help="Folder with campaign.yml.")
        ] = Path("."),
        late: Annotated[
            bool, typer.Option("--late", help="Also after the first day; the pages say so.")
        ] = False,
    ) -> None:
        """Freeze claims, area and limits before the first day; every page prints the checksum.

        Kept in data/raw/handmade/frozen.json: put it under version control, or send the checksum
        to somebody, so that its day can be proven.
        """
        from helpers import freeze, settings

        loaded = settings.load(campaign)
        made = freeze.freeze(loaded, datetime.now().date(), late)
        typer.echo(f"Frozen: checksum {made}, in {loaded.raw / freeze.FILE}.")
