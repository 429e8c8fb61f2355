"""Command `release`: publish the draft, once it has been read."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command `release` to `app`."""

    @app.command("release")
    def release_command(
        campaign: Annotated[
            Path, typer.Option("--campaign", help="Folder with campaign.yml.")
        ] = Path("."),
        date: Annotated[
            datetime | None,
            typer.Option(
                "--date",
                formats=["%Y-%m-%d"],
                help="Day of publication, ISO date; without it: today.",
            ),
        ] = None,
        approved_by: Annotated[
            list[str] | None,
            typer.Option(
                "--approved-by", help="Who read the draft and approves it; once for each person."
            ),
        ] = None,
    ) -> None:
        """Publish the draft: keep it in data/releases/ as the next release.

        Run `einzelfall run` (or `make report`) before, to make the draft, and after, so that the
        pages carry the release's number and date. What a later release shows is compared with
        what this one showed: counts move by at least k, once enough reports came in between.
        """
        from helpers import pipeline, release, settings
        from helpers.publish import legal

        loaded = settings.load(campaign)
        day = date.date() if date else datetime.now().date()
        made = release.publish(loaded, day, approved_by or [], pipeline.state(loaded))
        typer.echo(
            f"Release {made.number} of {made.date} is in "
            f"{loaded.releases / f'{made.number:04d}'}.\n"
            "Keep it under version control, and make the report again: "
            "its pages then carry this number and date."
        )
        if lacking := legal.missing(loaded):
            typer.secho(
                "Imprint or privacy notice are not complete: the pages say so, and must not be "
                f"published like this. campaign.yml lacks {', '.join(lacking)}.",
                fg=typer.colors.RED,
                err=True,
            )
