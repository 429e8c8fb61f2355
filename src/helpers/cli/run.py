"""Commands `run`, `last`, `inspect`: take a campaign through its stages, look at exports."""

import json
from pathlib import Path
from typing import Annotated

import typer

Campaign = Annotated[
    Path, typer.Option(help="Folder of the campaign, with its campaign.yml.", show_default=True)
]

Format = Annotated[
    str,
    typer.Option(
        "--format", help="Tool that wrote it. Default: as campaign.yml says, or detected."
    ),
]

Approved = Annotated[
    list[str] | None,
    typer.Option(
        "--approved-by",
        help="Release what the run makes, unread, in this name; once for each person.",
    ),
]

Keep = Annotated[int, typer.Option(min=1, help="Editions of the pages that are kept.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""

    @app.command()
    def run(
        campaign: Campaign = Path("."),
        as_of: Annotated[
            str, typer.Option(help="Last day counted, YYYY-MM-DD. Default: as campaign.yml says.")
        ] = "",
        cores: Annotated[int, typer.Option(help="Stages that may run at the same time.")] = 2,
        verbose: Annotated[bool, typer.Option(help="Show all that Snakemake says.")] = False,
        wait: Annotated[
            float, typer.Option(min=0, help="Minutes to wait for another run to end.")
        ] = 0,
        approved_by: Approved = None,
        keep: Keep = 5,
    ) -> None:
        """Take a campaign from raw reports to letter, posts, maps and extract.

        Only what changed since the last run is run again. A killed run continues. Before anything
        is computed, the run says what it understood of each file of reports. Pages of a release
        become the next edition for readers (data/editions/latest); a draft does not.
        """
        from helpers import erase, intake, notify, pipeline, private, settings

        with notify.told(campaign.resolve()):
            loaded = settings.load(campaign, as_of or None)
            if erase.by_receipt(loaded) and (erased := erase.again(loaded, wait)):
                typer.echo(f"Withdrawn by receipt, and emptied: {', '.join(erased.emptied)}")
            try:
                pipeline.run(loaded, as_of, cores, verbose, wait, approved_by, keep)
            finally:
                private.close(loaded.dir, *intake.found(loaded))

    @app.command()
    def last(
        campaign: Campaign = Path("."),
        as_json: Annotated[bool, typer.Option("--json", help="Print run.json as it is.")] = False,
    ) -> None:
        """Say what the last run did: how it ended, its stages, what changed, warnings.

        Ends with 1 where that run failed, was stopped or was killed.
        """
        from helpers import lock, settings, summary

        loaded = settings.load(campaign)
        said = summary.read(loaded.dir)
        if as_json:
            typer.echo(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            typer.echo(summary.text(said))
        killed = said.get("status") == "running" and not lock.at_work(loaded)
        if killed:
            typer.echo("It was killed: nothing runs now. The next run goes on.", err=True)
        if killed or said.get("status") in ("failed", "stopped"):
            raise typer.Exit(1)

    @app.command()
    def inspect(
        file: Annotated[Path, typer.Argument(help="An export: CSV, XLSX or JSON.")],
        campaign: Campaign = Path("."),
        format_: Format = "",
    ) -> None:
        """Say what the campaign understands of an export, without importing it.

        Shows which columns campaign.yml maps and which it does not, how times are written, which
        fault categories it does not know and how often, and how much of each column is empty.
        """
        from helpers import intake, settings

        for said in intake.understand(settings.load(campaign), file, format_):
            typer.echo(said.as_text())

    @app.command()
    def tables() -> None:
        """Print the columns of each table that the stages hand on (docs/tables.md)."""
        from helpers import schema

        typer.echo(schema.markdown(), nl=False)

    @app.command(name="import")
    def import_(
        files: Annotated[list[Path], typer.Argument(help="Exports: CSV, XLSX or JSON.")],
        campaign: Campaign = Path("."),
        format_: Format = "",
        replace: Annotated[
            bool,
            typer.Option(
                "--replace", help="Take the older export's place, even if that has more rows."
            ),
        ] = False,
    ) -> None:
        """Take exports of form tools into the campaign, and say what they brought.

        Knows LimeSurvey, KoboToolbox and ODK, Ushahidi, Google Forms and Sheets, Microsoft Forms,
        Typeform, Nextcloud Forms, Open311 and FixMyStreet; anything else is a plain table mapped
        by campaign.yml. A grown export adds only what is new.
        """
        from helpers import erase, private, settings
        from helpers.intake import imports

        loaded = settings.load(campaign)
        for file in files:
            typer.echo(imports.bring(file, loaded, format_, replace).as_text())
        private.close(loaded.dir)
        if erased := erase.again(loaded):
            places = ", ".join(erased.emptied)
            typer.echo(f"  withdrawn before, and emptied again: {places}")
