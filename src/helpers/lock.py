"""Lock: one run at a time in a campaign's folder; its stages end when it ends."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import IO

import psutil

from helpers.errors import CampaignError
from helpers.settings import Settings

RUNNER = "EINZELFALL_RUNNER"
"""Environment of a run's stages: the process that holds the lock."""


def at_work(settings: Settings) -> bool:
    """Tell whether a run holds the campaign's lock."""
    try:
        with (settings.processed / ".lock").open() as lock:
            return not _locked(lock)
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def alone(settings: Settings, wait: float = 0) -> Iterator[None]:
    """Hold the campaign's lock; the system frees it when a run is killed.

    wait: minutes for which another run may still be at work; CampaignError after that.
    """
    settings.processed.mkdir(parents=True, exist_ok=True)
    with (settings.processed / ".lock").open("w") as lock:
        deadline = time.monotonic() + wait * 60
        while not _locked(lock):
            if time.monotonic() >= deadline:
                waited = f", for {wait:g} minutes and more" if wait else ""
                raise CampaignError(f"{settings.dir}: another run is at work here{waited}.")
            time.sleep(0.2)
        for half in [*settings.processed.rglob(".*.part*"), *settings.out.rglob(".*.part*")]:
            half.unlink(missing_ok=True)
        os.environ[RUNNER] = str(os.getpid())
        try:
            yield
        finally:
            del os.environ[RUNNER]


def end_with_runner() -> None:
    """Let this stage, and the kernel that it started, end as soon as its run is gone.

    A killed run frees the lock: a stage that went on would write into the files of the next run.
    """
    if runner := os.environ.get(RUNNER):
        threading.Thread(target=_end_after, args=(int(runner),), daemon=True).start()


def _end_after(runner: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(runner).wait()
    this = psutil.Process()
    for one in [*this.children(recursive=True), this]:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGKILL)  # what it wrote is whole, or a part that nobody reads


def _locked(lock: IO) -> bool:
    import fcntl  # not on Windows

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
