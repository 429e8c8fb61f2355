"""Command `audit`: try everything that is published as a reader with patience would."""

from pathlib import Path
from typing import Annotated

import typer

NARROWEST = 12


def register(app: typer.Typer) -> None:
    """Add the command `audit` to `app`."""

    @app.command("audit")
    def audit_command(
        campaign: Annotated[
            Path, typer.Option("--campaign", help="Folder with campaign.yml.")
        ] = Path("."),
        extra: Annotated[
            list[Path] | None,
            typer.Option(help="A folder that this reader has besides: the operator's extract."),
        ] = None,
    ) -> None:
        """Bound every withheld count by all that is printed; search for personal data.

        Counts are judged by reports/, facts.json and data/releases/ as they lie there; personal
        data is searched in data/processed, too. Says which cells were audited, what bounds them,
        the narrowest cells, and what was found; ends with 1 if anything was.
        """
        from helpers import settings
        from helpers.audit import examine

        report = examine(settings.load(campaign), extra=extra)
        counted = sum(report.constraints.values())
        typer.echo(f"{len(report.cells)} withheld or ranged cells, {counted} printed numbers in "
                   f"{len(report.constraints)} tables and texts:")  # fmt: skip
        for file, number in sorted(report.constraints.items(), key=lambda item: -item[1]):
            typer.echo(f"  {number:6d}  {file}")
        if report.unknown:
            typer.echo("Not traced back to counts: " + ", ".join(report.unknown))
        if len(report.cells):
            typer.echo("The narrowest cells:")
        for row in report.cells.head(NARROWEST).itertuples():
            typer.echo(f"  release {row.release}, {row.cell}: at least {row.n_values:.0f} values "
                       f"between {row.least:.0f} and {row.most:.0f}")  # fmt: skip
        typer.echo(f"{len(report.findings)} findings")
        for row in report.findings.itertuples():
            typer.echo(f"  {row.kind}: {row.file}: {row.where}: {row.said}")
        if len(report.findings):
            raise typer.Exit(1)
