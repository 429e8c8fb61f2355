"""Schedule: a systemd timer or a cron line that takes a campaign through its stages by itself.

The lock is the run's own (`helpers.lock.alone`); timer and line bring time, niceness, a limit
and a place for what the run says.
"""

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from helpers import store, summary
from helpers.errors import CampaignError

CALENDAR = {"hour": "*-*-* *:{m:02}:00", "day": "*-*-* {h:02}:{m:02}:00",
            "week": "Mon *-*-* {h:02}:{m:02}:00"}  # fmt: skip
CRON = {"hour": "{m} * * * *", "day": "{m} {h} * * *", "week": "{m} {h} * * 1"}


@dataclass(frozen=True)
class Plan:
    """When and how a campaign runs by itself.

    program: the command `einzelfall`. at: time of day of this machine; of an hourly run the minutes
    count. nice: 0 to 19. limit, wait: minutes after which a run is ended, and that it waits for
    another one. user: whom the run belongs to ("" = whoever installs it). secrets: a file of lines
    `NAME=value` with settings for notices. approved: who agrees that drafts are released unread.
    keep: editions that stay.
    """

    name: str
    campaign: Path
    program: Path
    at: time = time(3, 30)
    every: str = "day"
    nice: int = 10
    limit: int = 360
    wait: int = 30
    user: str = ""
    secrets: Path | None = None
    approved: tuple[str, ...] = ()
    keep: int = 5

    def words(self) -> list[str]:
        """Return the command of one run."""
        named = [word for name in self.approved for word in ("--approved-by", name)]
        return [str(self.program), "run", "--campaign", str(self.campaign),
                "--wait", str(self.wait), "--keep", str(self.keep), *named]  # fmt: skip


def units(plan: Plan) -> dict[str, str]:
    """Return the systemd units of `plan`: file name → text.

    A run that the machine slept through is made up for. Stop and time limit end all its stages.
    """
    service = [
        "[Unit]",
        f"Description=Run of the evidence campaign {plan.name}",
        "After=network-online.target",
        "Wants=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        *([f"User={plan.user}"] if plan.user else []),
        *([f"EnvironmentFile=-{_specifiers(str(plan.secrets))}"] if plan.secrets else []),
        f"ExecStart={' '.join(map(_quoted, plan.words()))}",
        f"Nice={plan.nice}",
        "IOSchedulingClass=idle",
        f"TimeoutStartSec={plan.limit}min",
        "TimeoutStopSec=60",
        "UMask=0077",
        "NoNewPrivileges=yes",
        "PrivateTmp=yes",
        "ProtectSystem=full",
    ]
    timer = [
        "[Unit]",
        f"Description=Time of the evidence campaign {plan.name}",
        "",
        "[Timer]",
        f"OnCalendar={CALENDAR[plan.every].format(h=plan.at.hour, m=plan.at.minute)}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return {
        f"{plan.name}.service": "\n".join(service) + "\n",
        f"{plan.name}.timer": "\n".join(timer) + "\n",
    }


def cron_line(plan: Plan) -> str:
    """Return the line of a crontab that does the same; its end says whose it is."""
    log = plan.campaign / summary.LOG
    secrets = f"set -a; . {shlex.quote(str(plan.secrets))}; set +a; " if plan.secrets else ""
    command = (
        f"umask 077; {secrets}mkdir -p {shlex.quote(str(log.parent))} && "
        f"nice -n {plan.nice} timeout --kill-after=60 {plan.limit}m {shlex.join(plan.words())} "
        f">> {shlex.quote(str(log))} 2>&1 {_mark(plan)}"
    )
    # cron makes a line break of a bare percent sign.
    when = CRON[plan.every].format(h=plan.at.hour, m=plan.at.minute)
    return f"{when} {command.replace('%', chr(92) + '%')}\n"


def install_units(plan: Plan) -> list[Path]:
    """Set up the timer: for the machine where root asks, else for the user; return its files.

    Raises CampaignError when systemd refuses, and then leaves no file.
    """
    systemctl = _program("systemctl", "--for cron")
    ours = os.getuid() != 0
    folder = Path.home() / ".config/systemd/user" if ours else Path("/etc/systemd/system")
    words = [systemctl, *(["--user"] if ours else [])]
    made = write(units(plan), folder)
    try:
        _call([*words, "daemon-reload"])
        _call([*words, "enable", "--now", f"{plan.name}.timer"])
    except CampaignError:
        for path in made:
            path.unlink()
        raise
    return made


def install_cron(plan: Plan) -> str:
    """Put the line into the crontab, in place of this campaign's older one; return the line."""
    words = [_program("crontab", "--for systemd"), *(["-u", plan.user] if plan.user else [])]
    there = subprocess.run([*words, "-l"], capture_output=True, text=True, check=False)
    if there.returncode and "no crontab" not in there.stderr:
        raise CampaignError(f"{shlex.join([*words, '-l'])}: {there.stderr.strip()}")
    others = [
        one for one in there.stdout.splitlines(True) if not one.rstrip().endswith(_mark(plan))
    ]
    if others and not others[-1].endswith("\n"):
        others[-1] += "\n"
    line = cron_line(plan)
    _call([*words, "-"], "".join(others) + line)
    return line


def write(files: dict[str, str], folder: Path) -> list[Path]:
    """Write `files` (name → text) into `folder`, each whole or not at all."""
    for name, text in files.items():
        store.write_text(text, folder / name)
    return [folder / name for name in files]


def _mark(plan: Plan) -> str:
    return f"# einzelfall {plan.name}"


def _quoted(word: str) -> str:
    """Quote one word of ExecStart (systemd.service, "Command lines")."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{_specifiers(escaped)}"'


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")


def _program(name: str, instead: str) -> str:
    found = shutil.which(name)
    if not found:
        raise CampaignError(f"{name}: not found on this machine. Try {instead}.")
    return found


def _call(words: list[str], said: str = "") -> None:
    done = subprocess.run(words, input=said, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CampaignError(f"{shlex.join(words)}: {(done.stderr or done.stdout).strip()}")
