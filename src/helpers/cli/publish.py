"""Commands `diff` and `new`: what changed in public, and a campaign of one's own."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Language(StrEnum):
    """The languages of a correction note."""

    de = "de"
    en = "en"


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""

    @app.command()
    def diff(
        old: Annotated[Path, typer.Argument(help="facts.json of the earlier run, or its folder.")],
        new: Annotated[Path, typer.Argument(help="facts.json of the later run, or its folder.")],
        language: Annotated[Language, typer.Option(help="Language of the note.")] = Language.de,
        quoted: Annotated[
            Path | None,
            typer.Option(
                help="A run's reports/quoted.json: list only numbers that a page quotes, and where."
            ),
        ] = None,
    ) -> None:
        """List the published numbers that changed between two runs, as a draft correction note.

        OLD and NEW are facts.json files, or folders that hold one: a campaign, its data/processed.
        The note is Markdown on standard output. Suppressed numbers were never public and are
        left out.
        """
        import json

        from helpers.errors import CampaignError
        from helpers.publish import diff as changes

        before, after = changes.read(old), changes.read(new)
        found = changes.compare(before, after)
        pages: dict[str, list[str]] = {}
        if quoted is not None:
            if not quoted.is_file():
                raise CampaignError(f"{quoted}: not there. A run writes it to reports/.")
            pages = json.loads(quoted.read_text(encoding="utf-8"))
            found = changes.quoted_only(found, pages)
        typer.echo(changes.note(found, str(language), pages, after.get("caveats", {})), nl=False)

    @app.command()
    def new(
        folder: Annotated[Path, typer.Argument(help="Where: a new or empty folder.")],
        name: Annotated[str, typer.Option(help="Name of the campaign.")] = "",
        operator: Annotated[str, typer.Option(help="Whom the letter addresses.")] = "",
        language: Annotated[
            Language, typer.Option(help="Main language of letter, posts and pages.")
        ] = Language.de,
        subject: Annotated[
            str,
            typer.Option(help='What reports are about, as in "reports about …": broken lifts.'),
        ] = "",
    ) -> None:
        """Make a fresh campaign folder: campaign.yml, data/raw/, letter and post templates.

        Its README.md says what to change; `einzelfall run --campaign DIR` then makes the letter.

        Example: einzelfall new ../lifts --language en --subject "broken lifts in Hamburg"
        """
        from helpers.publish import new as campaigns

        made = campaigns.create(folder, name, operator, str(language), subject)
        for path in made:
            typer.echo(f"  {path.relative_to(folder.resolve())}")
        typer.echo(
            f"Made {folder}. Next: open {folder / 'README.md'} and {folder / 'campaign.yml'}."
        )
