"""Writing: one thread commits what many people send at the same moment, in one transaction.

A synced commit costs some milliseconds whatever it holds. So everything that waits is committed
together, and each person gets the answer only after that commit (group commit). The line of those
who wait is short on purpose: who does not fit is asked at once to try again, instead of waiting
until the browser gives up.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from helpers.form import store


@dataclass(frozen=True)
class Row:
    """A new row, kept unless another with the same `unique` column is there already.

    Rows of one group go to the database in one statement: one exchange for all who wait.
    """

    table: sa.Table
    unique: str
    values: dict


Job = Callable[[sa.Connection], Any] | Row
"""What a person waits for: a new row (the answer: whether it is new), or any change."""

MOST_WAITING = 400
MOST_TOGETHER = 128


class BusyError(Exception):
    """The store cannot take more just now: too many wait, or another process holds the lock."""


class FullError(Exception):
    """The store cannot take anything: the disk is full, not writable, or the database is gone."""


@dataclass
class Waiting:
    """A job in the line, and the promise that its person awaits."""

    job: Job
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future
    answer: Any = None
    error: Exception | None = field(default=None)


class Writer:
    """Commit jobs in groups, on one thread."""

    def __init__(self, opened: sa.Engine) -> None:
        self.opened = opened
        self.line: queue.Queue[Waiting | None] = queue.Queue(MOST_WAITING)
        self.thread = threading.Thread(target=self._work, name="form-writer", daemon=True)
        self.thread.start()

    async def commit(self, job: Job) -> Any:
        """Run `job` in the next group; return what it returned, after the commit.

        Raises BusyError (try again) or FullError (nothing can be kept), both before anything was
        kept; an error of the job itself is raised as it is.
        """
        loop = asyncio.get_running_loop()
        waiting = Waiting(job, loop, loop.create_future())
        try:
            self.line.put_nowait(waiting)
        except queue.Full as error:
            raise BusyError from error
        return await waiting.done

    def close(self) -> None:
        """Commit what waits, then stop."""
        self.line.put(None)
        self.thread.join(timeout=30)

    def _work(self) -> None:
        """Take everything that waits, commit it, tell everyone; until closed."""
        while (first := self.line.get()) is not None:
            group, closing = self._with_the_rest(first)
            try:
                self._commit(group)
            finally:
                _tell(group)
            if closing:
                return

    def _with_the_rest(self, first: Waiting) -> tuple[list[Waiting], bool]:
        """Return `first` and all that came meanwhile; and whether the end of the line was met."""
        group = [first]
        while len(group) < MOST_TOGETHER:
            try:
                following = self.line.get_nowait()
            except queue.Empty:
                break
            if following is None:
                return group, True
            group.append(following)
        return group, False

    def _commit(self, group: list[Waiting]) -> None:
        """Run a group in one transaction; when one job spoils it, run each in its own."""
        try:
            with store.writing(self.opened) as connection:
                _keep(connection, [w for w in group if isinstance(w.job, Row)])
                for waiting in group:
                    if not isinstance(waiting.job, Row):
                        waiting.answer = waiting.job(connection)
        except sa.exc.OperationalError as error:
            _fail(group, _understood(error))
        except Exception as error:  # noqa: BLE001 - handed to the person's own request below
            if len(group) == 1:
                _fail(group, error)
                return
            for waiting in group:
                self._commit([waiting])


def _keep(connection: sa.Connection, group: list[Waiting]) -> None:
    """Insert the rows of a group; answer each with True if it is new, False if known already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    for table, unique in {(w.job.table, w.job.unique): None for w in group}:
        mine = [w for w in group if (w.job.table, w.job.unique) == (table, unique)]
        insert = dialect.insert(table).on_conflict_do_nothing(index_elements=[unique])
        rows = [waiting.job.values for waiting in mine]
        new = set(connection.execute(insert.returning(table.c[unique]), rows).scalars())
        for waiting in mine:
            waiting.answer = waiting.job.values[unique] in new
            # Twice in one group: the first is new, the second is not.
            new.discard(waiting.job.values[unique])


def _fail(group: list[Waiting], error: Exception) -> None:
    """Note for each of the group that nothing was kept."""
    for waiting in group:
        waiting.error = error


def _understood(error: sa.exc.OperationalError) -> Exception:
    """Tell "try again" from "nothing can be kept"."""
    said = str(error.orig).lower()
    if "locked" in said or "busy" in said or "deadlock" in said or "timeout" in said:
        return BusyError(said)
    return FullError(said)


def _tell(group: list[Waiting]) -> None:
    """Wake everyone, once per event loop: each wake-up costs a system call."""
    loops = {id(waiting.loop): waiting.loop for waiting in group}
    for key, loop in loops.items():
        mine = [waiting for waiting in group if id(waiting.loop) == key]
        try:
            loop.call_soon_threadsafe(_resolve, mine)
        except RuntimeError:
            # The loop ended while the commit ran: what was kept stays kept, nobody listens.
            continue


def _resolve(group: list[Waiting]) -> None:
    """Hand out answers and errors, in the event loop's thread."""
    for waiting in group:
        if waiting.done.done():
            continue
        if waiting.error is not None:
            waiting.done.set_exception(waiting.error)
        else:
            waiting.done.set_result(waiting.answer)
