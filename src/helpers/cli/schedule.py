"""Command `schedule`: let a campaign run by itself."""

import os
import shlex
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from helpers.cli.run import Approved, Campaign, Keep


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""

    @app.command("schedule")
    def schedule_command(
        campaign: Campaign = Path("."),
        kind: Annotated[
            Literal["systemd", "cron"] | None,
            typer.Option("--for", help="Default: systemd where the machine runs it, else cron."),
        ] = None,
        every: Annotated[Literal["hour", "day", "week"], typer.Option(help="How often.")] = "day",
        at: Annotated[
            datetime,
            typer.Option(formats=["%H:%M"], help="Time of day, HH:MM; hourly: its minutes count."),
        ] = "03:30",
        nice: Annotated[
            int, typer.Option(min=0, max=19, help="How far others go before; 19 = last.")
        ] = 10,
        limit: Annotated[
            int, typer.Option(min=1, help="Minutes after which a run is ended with its stages.")
        ] = 360,
        wait: Annotated[
            int, typer.Option(min=0, help="Minutes that a run waits for another one to end.")
        ] = 30,
        user: Annotated[
            str, typer.Option(help="Whom runs belong to. Default for root: the folder's owner.")
        ] = "",
        secrets: Annotated[
            Path | None, typer.Option(help="File of lines NAME=value: where notices go.")
        ] = None,
        approved_by: Approved = None,
        keep: Keep = 5,
        to: Annotated[Path | None, typer.Option(help="Folder to write the files to.")] = None,
        install: Annotated[bool, typer.Option("--install", help="Set it up at once.")] = False,
    ) -> None:
        """Write a systemd timer or a cron line that runs the campaign by itself.

        Prints it, writes it to a folder (--to), or sets it up (--install). A run that starts while
        another is at work waits for it, then ends with a line that says so.
        """
        from helpers import schedule, settings

        loaded = settings.load(campaign)
        kind = kind or ("systemd" if Path("/run/systemd/system").exists() else "cron")
        root = os.getuid() == 0
        plan = schedule.Plan(
            name=f"einzelfall-{loaded.id}",
            campaign=loaded.dir,
            program=Path(sys.argv[0]).resolve(),
            at=at.time(),
            every=every,
            nice=nice,
            limit=limit,
            wait=wait,
            user=user or (loaded.dir.owner() if root else ""),
            secrets=secrets and secrets.resolve(),
            approved=tuple(approved_by or []),
            keep=keep,
        )
        line = schedule.cron_line(plan)
        files = schedule.units(plan) if kind == "systemd" else {f"{plan.name}.cron": line}
        if to:
            typer.echo("\n".join(f"Written: {path}" for path in schedule.write(files, to)))
        if install and kind == "systemd":
            made = schedule.install_units(plan)
            typer.echo("\n".join(f"Set up: {path}" for path in made))
        elif install:
            typer.echo(f"Set up: {schedule.install_cron(plan)}", nl=False)
        elif not to:
            typer.echo("\n".join(f"# {name}\n{text}" for name, text in files.items()), nl=False)
        typer.echo(f"\nSee the last run:\n{_look(plan, kind, root)}")


def _look(plan, kind: str, root: bool) -> str:
    """Say how to see the last run, and how to end all this."""
    from helpers import summary

    ours = "" if root else " --user"
    if kind == "cron":
        return f"  tail {shlex.quote(str(plan.campaign / summary.LOG))}\nEnd it: crontab -e"
    lingering = "" if root else "\nTo run without you being logged in: loginctl enable-linger"
    return (
        f"  journalctl{ours} -u {plan.name} -n 50\n"
        f"  systemctl{ours} list-timers {plan.name}.timer\n"
        f"End it: systemctl{ours} disable --now {plan.name}.timer{lingering}"
    )
