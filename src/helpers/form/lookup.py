"""Lookup: find places and mask texts beside the web server, not inside it.

Geocoder and redaction are made for tables: one row costs almost as much as five hundred, and the
first call reads the gazetteer for seconds. So they live in a process of their own, and what
several people ask at the same moment is answered together. Who sends meanwhile does not wait.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from helpers.form import preview
from helpers.form.writing import BusyError

MOST_WAITING = 300
MOST_TOGETHER = 100
MOST_ENDED = 2

log = logging.getLogger("einzelfall.form")


class Lookup:
    """Run lookups elsewhere: in another process (`apart`), or in a thread (for tests)."""

    def __init__(self, campaign: Path, apart: bool) -> None:
        self.campaign = campaign
        self.apart = apart
        self.executor: Executor | None = None
        self.ended = 0
        self.waiting: list[tuple[dict, asyncio.Future]] = []
        self.asking: asyncio.Task | None = None

    async def run(self, function: Callable, *arguments: object) -> Any:
        """Return `function(*arguments)`, computed elsewhere.

        Raises BusyError when that process ended; the next call starts another. When that ends
        too, a thread does the work from then on: slower for all, but nobody is turned away.
        """
        if self.executor is None:
            apart = self.apart and self.ended < MOST_ENDED
            self.executor = _process() if apart else ThreadPoolExecutor(1)
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.executor, function, *arguments)
        except BrokenProcessPool as error:
            self.executor = None
            self.ended += 1
            log.error("the lookup process ended (%d of %d)", self.ended, MOST_ENDED)
            raise BusyError("the lookup process ended") from error

    async def public(self, given: dict) -> preview.Public:
        """Return what becomes public of these answers.

        Raises BusyError when too many wait for theirs already.
        """
        if len(self.waiting) >= MOST_WAITING:
            raise BusyError("too many previews wait")
        mine = asyncio.get_running_loop().create_future()
        self.waiting.append((given, mine))
        if self.asking is None or self.asking.done():
            self.asking = asyncio.create_task(self._ask())
        return await mine

    def close(self) -> None:
        """End the other process."""
        if self.executor is not None:
            self.executor.shutdown(wait=True, cancel_futures=True)
            self.executor = None

    async def _ask(self) -> None:
        """Ask for all that wait, then for those who came meanwhile, until nobody waits."""
        while self.waiting:
            group, self.waiting = self.waiting[:MOST_TOGETHER], self.waiting[MOST_TOGETHER:]
            try:
                given = [given for given, _ in group]
                answers = await self.run(preview.public, given, self.campaign)
            except Exception as error:  # noqa: BLE001 - handed to each person's own request
                answers = [error] * len(group)
            for (_, mine), answer in zip(group, answers, strict=True):
                if mine.done():
                    continue
                if isinstance(answer, Exception):
                    mine.set_exception(answer)
                else:
                    mine.set_result(answer)


def warm_up(campaign: Path) -> None:
    """Read gazetteer and word lists, so that the first person need not wait for them."""
    given = {"city": "Berlin", "district": "Kreuzberg", "postcode": "10999"}
    text = "Mein Netz ist weg. Mit freundlichen Grüßen, Erika Muster"
    given = {**given, "description": text, "contact_name": "", "contact_email": ""}
    preview.public([given], campaign)


def _process() -> ProcessPoolExecutor:
    """Start one process that does nothing but look up."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=(os.getpid(),))


def _begin(server: int) -> None:
    """Step back behind the web server, and end when it ends, even by SIGKILL."""
    if hasattr(os, "nice"):
        os.nice(5)
    # Ctrl+C goes to both; the web server ends this process when it is done itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        # Compared with what the server said: it may have ended before we could look.
        while os.getppid() == server:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
