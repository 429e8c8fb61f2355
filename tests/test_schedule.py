"""Schedule: a campaign that runs by itself, once at a time, and not for ever."""

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers import lock, schedule, summary
from helpers import settings as settings_module
from helpers.cli import app
from helpers.errors import CampaignError
from helpers.settings import HOME

KABEL = HOME / "tests/campaigns/kabel-2024"


@pytest.fixture
def campaign(tmp_path):
    folder = tmp_path / "Kabel 100% (2024)"  # what a shell, cron and systemd each read differently
    folder.mkdir()
    shutil.copy(KABEL / "campaign.yml", folder)
    return folder


@pytest.fixture
def plan(campaign):
    return schedule.Plan("einzelfall-kabel", campaign, Path("/bin/true"))


@pytest.fixture
def crontab(tmp_path, monkeypatch):
    """A stand-in for Debian's crontab: -l prints the table, - takes a new one."""
    table, program = tmp_path / "table", tmp_path / "bin/crontab"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\n[ "$1" = -u ] && shift 2\ncase "$1" in\n'
        f"-l) [ -f {table} ] && cat {table} || {{ echo 'no crontab for x' >&2; exit 1; }} ;;\n"
        f"-) cat > {table} ;;\nesac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    return table


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
@pytest.mark.parametrize("every", schedule.CALENDAR)
def test_systemd_reads_the_units(plan, tmp_path, every):
    made = replace(plan, every=every, user="daemon", secrets=tmp_path / "run.env")
    files = schedule.write(schedule.units(made), tmp_path / "units")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert plan.name not in said.stderr, said.stderr
    assert said.returncode == 0, said.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_a_time_means_to_systemd_what_it_says(plan):
    (line,) = [one for one in schedule.units(plan)["einzelfall-kabel.timer"].splitlines()
               if one.startswith("OnCalendar=")]  # fmt: skip
    said = subprocess.run(
        ["systemd-analyze", "calendar", line.removeprefix("OnCalendar=")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "03:30:00" in said.stdout


def test_the_units_bring_time_niceness_and_limit(plan):
    service, timer = schedule.units(replace(plan, limit=90, nice=15, every="week")).values()
    assert "Nice=15\n" in service
    assert "TimeoutStartSec=90min\n" in service
    assert "OnCalendar=Mon *-*-* 03:30:00\n" in timer
    assert 'Kabel 100%% (2024)" "--wait" "30" "--keep" "5"\n' in service


def test_what_cron_hands_to_the_shell_runs_the_campaign_nicely(plan, tmp_path):
    program = tmp_path / "einzelfall"
    program.write_text('#!/bin/sh\necho "$(nice) [$2] [$3] [$NOTICE]"\n')
    program.chmod(0o755)
    secrets = tmp_path / "run.env"
    secrets.write_text("NOTICE='where to'\n")
    line = schedule.cron_line(replace(plan, program=program, secrets=secrets))
    minute, hour, *_, command = line.rstrip("\n").split(" ", 5)
    assert (minute, hour) == ("30", "3")
    assert "%" not in command.replace("\\%", "")
    subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], check=True, cwd="/")
    log = plan.campaign / summary.LOG
    assert (
        log.read_text() == f"{min(19, os.nice(0) + 10)} [--campaign] [{plan.campaign}] [where to]\n"
    )
    assert log.stat().st_mode & 0o077 == 0


def test_a_crontab_keeps_its_other_lines_and_gets_ours_once(plan, crontab):
    crontab.write_text("MAILTO=x\n0 1 * * * other")
    schedule.install_cron(plan)
    line = schedule.install_cron(replace(plan, every="hour"))
    assert crontab.read_text() == f"MAILTO=x\n0 1 * * * other\n{line}"


def test_two_campaigns_share_a_crontab(plan, crontab):
    lines = [
        schedule.install_cron(replace(plan, name=name)) for name in ("einzelfall-a", "einzelfall-b")
    ]
    assert crontab.read_text() == "".join(lines)


def test_a_machine_without_the_program_is_told_what_else_to_try(plan, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(CampaignError, match=r"crontab: not found.*Try --for systemd"):
        schedule.install_cron(plan)
    with pytest.raises(CampaignError, match="systemctl: not found"):
        schedule.install_units(plan)


def test_the_command_says_how_to_see_the_last_run(campaign, tmp_path):
    said = CliRunner().invoke(
        app,
        ["schedule", "--campaign", str(campaign), "--for", "systemd", "--at", "04:05",
         "--to", str(tmp_path / "units")],
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    assert "See the last run" in said.output
    assert "list-timers" in said.output
    (timer,) = (tmp_path / "units").glob("*.timer")
    assert "OnCalendar=*-*-* 04:05:00" in timer.read_text()


def test_a_second_run_waits_for_the_first(campaign):
    settings = settings_module.load(campaign)
    held, ended = threading.Event(), []

    def first():
        with lock.alone(settings):
            held.set()
            time.sleep(1)
            ended.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    held.wait()
    with lock.alone(settings, wait=1):
        assert ended == ["first"]
    thread.join()


def test_a_second_run_that_waited_in_vain_ends_with_a_clear_line(campaign):
    with lock.alone(settings_module.load(campaign)):
        refused = subprocess.run(
            [Path(sys.executable).with_name("einzelfall"), "run", "--campaign", campaign,
             "--wait", "0.01"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert refused.returncode == 1
    assert refused.stderr.strip().endswith(
        "another run is at work here, for 0.01 minutes and more."
    )
    assert "Traceback" not in refused.stderr
