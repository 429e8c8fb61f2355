"""Load: offer the web form more than it can take, kill it, and count what it acknowledged.

    python benchmarks/form_load.py                       # SQLite, 30 s at 500/s and at 100/s
    python benchmarks/form_load.py --database postgresql # the same on Debian's PostgreSQL
    python benchmarks/form_load.py --kills 5 --seconds 4 # kill -9 under load

Everything happens on 127.0.0.1: server, driver and database share the machine's cores, so that
the numbers are a lower bound. A submission is the POST that sends a report; its token was got
from the form before. Latency counts from the moment a submission was due, not from the moment
the driver got to it.
"""

import argparse
import asyncio
import collections
import contextlib
import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa

from helpers import settings
from helpers.form import store

sys.path.insert(0, str(Path(__file__).parent))
import form_postgres

TIMEOUT_SECONDS = 10
CAMPAIGN = """
id: load
name: Load
first_day: 2011-11-12
as_of: 2011-11-30
operator: {name: O2}
contact: {name: Redaktion, email: redaktion@einzelfall.example}
categories:
  - {id: data_slow, de: langsam, en: slow}
  - {id: no_network, de: kein Netz, en: no network}
form:
  trusted_header: X-Real-IP
  limits: {min_seconds: 0.5}
"""
PLACES = ["Berlin", "Hamburg", "München", "Köln", "Mannheim", "Frankfurt am Main", "Leipzig"]


@dataclass
class Outcome:
    """What came back: status → how often, latencies in seconds, and the receipts handed out."""

    statuses: collections.Counter = field(default_factory=collections.Counter)
    seconds: list[float] = field(default_factory=list)
    accepted_at: list[float] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)

    def p99(self) -> float:
        """Return the 99th percentile of all latencies, in milliseconds."""
        return 1000 * sorted(self.seconds)[int(len(self.seconds) * 0.99)] if self.seconds else 0.0

    def slowest_second(self) -> int:
        """Return how many were accepted in the poorest whole second of the run."""
        per_second = collections.Counter(int(at) for at in self.accepted_at)
        whole = range(int(max(self.accepted_at, default=0)))
        return min((per_second[second] for second in whole), default=0)


class Connections:
    """Keep connections open between requests, as browsers behind a proxy would."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send one request and read the whole answer."""
        # The server closes what was idle for long; whoever keeps connections looks first.
        while self.idle and (self.idle[-1][0].at_eof() or self.idle[-1][1].is_closing()):
            self.idle.pop()[1].close()
        reader, writer = (
            self.idle.pop() if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
        )
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"content-length: (\d+)", head.lower())[1])
            body = await reader.readexactly(length)
        except BaseException:
            writer.close()
            raise
        if b"connection: close" in head.lower():
            writer.close()
        else:
            self.idle.append((reader, writer))
        return int(head[9:12]), body

    def close(self) -> None:
        """Close what is idle."""
        for _, writer in self.idle:
            writer.close()


async def tokens(port: int, how_many: int) -> list[tuple[str, str]]:
    """Get a form for each submission: (token, form version)."""
    connections = Connections(port)
    found: list[tuple[str, str]] = []

    async def get() -> None:
        while len(found) < how_many:
            _, body = await connections.ask(b"GET / HTTP/1.1\r\nHost: form\r\n\r\n")
            page = body.decode()
            token = re.search(r'name="token" value="([^"]+)"', page)[1]
            found.append((token, re.search(r'name="form_version" value="([^"]+)"', page)[1]))

    await asyncio.gather(*(get() for _ in range(8)))
    connections.close()
    return found[:how_many]


async def offer(port: int, forms: list[tuple[str, str]], per_second: float) -> Outcome:
    """Send one report per form, `per_second` of them, whatever becomes of the earlier ones."""
    outcome = Outcome()
    connections = Connections(port)
    start = time.monotonic()

    async def send(number: int, due: float) -> None:
        try:
            request = submission(number, *forms[number])
            status, body = await asyncio.wait_for(connections.ask(request), TIMEOUT_SECONDS)
        except TimeoutError:
            outcome.statuses["timeout"] += 1
            return
        except (OSError, asyncio.IncompleteReadError):
            outcome.statuses["broken"] += 1
            return
        moment = time.monotonic()
        outcome.statuses[status] += 1
        outcome.seconds.append(moment - due)
        if status in (200, 201):
            outcome.accepted_at.append(moment - start)
            outcome.receipts.append(
                re.search(rb"<strong>([0-9A-Z-]{19})</strong>", body)[1].decode()
            )

    running = set()
    for number in range(len(forms)):
        due = start + number / per_second
        await asyncio.sleep(max(0, due - time.monotonic()))
        task = asyncio.create_task(send(number, due))
        running.add(task)
        task.add_done_callback(running.discard)
    await asyncio.gather(*running)
    connections.close()
    return outcome


def submission(number: int, token: str, version: str) -> bytes:
    """Return the request that sends one report, from a client of its own."""
    chance = random.Random(number)
    answers = {
        "token": token,
        "form_version": version,
        "lang": "de",
        "city": chance.choice(PLACES),
        "categories": chance.choice(["data_slow", "no_network"]),
        "description": f"Seiten laden minutenlang, seit {chance.randint(1, 30)} Tagen. " * 3,
        "device": "Nokia E72",
        "consent_public": "yes",
        "consent_operator": "yes",
    }
    body = urlencode(answers).encode()
    client = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = (
        f"POST /send HTTP/1.1\r\nHost: form\r\nX-Real-IP: {client}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@contextlib.contextmanager
def serving(
    campaign: Path, port: int, database: str = "", before: str = ""
) -> Iterator[subprocess.Popen]:
    """Run the form in a process of its own until it answers; stop it afterwards.

    before: Python that the process runs first, to limit itself.
    """
    code = before + (
        "import sys; from pathlib import Path; from helpers.form.serving import run; "
        "run(Path(sys.argv[1]), '127.0.0.1', int(sys.argv[2]))"
    )
    surroundings = {**os.environ, "EINZELFALL_DATABASE_URL": database}
    command = [sys.executable, "-c", code, campaign, str(port)]
    server = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)
    try:
        asyncio.run(_until_it_answers(server, port))
        yield server
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait(timeout=40)


async def _until_it_answers(server: subprocess.Popen, port: int) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"the form ended with {server.returncode} instead of serving")
        with contextlib.suppress(OSError):
            status, _ = await Connections(port).ask(b"GET /health HTTP/1.1\r\nHost: form\r\n\r\n")
            if status == 200:
                return
        await asyncio.sleep(0.1)
    raise RuntimeError("the form did not answer within 30 s")


def lost(campaign: Path, receipts: list[str], database: str = "") -> list[str]:
    """Return the receipts that were handed out and have no report in the store."""
    url = database.replace("postgresql://", "postgresql+psycopg://")
    opened = store.engine(url) if url else store.open_store(settings.load(campaign))
    with store.reading(opened) as connection:
        kept = set(connection.execute(sa.select(store.reports.c.receipt_hash)).scalars())
    opened.dispose()
    return [r for r in receipts if hashlib.sha256(r.encode()).hexdigest() not in kept]


def make_campaign(folder: Path) -> Path:
    """Write a small campaign to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "campaign.yml").write_text(CAMPAIGN, encoding="utf-8")
    return folder


def run_load(campaign: Path, database: str, per_second: float, seconds: float) -> Outcome:
    """Serve, offer `per_second` for `seconds`, and return what came of it."""
    port = form_postgres.free_port()
    with serving(campaign, port, database):
        forms = asyncio.run(tokens(port, int(per_second * seconds)))
        time.sleep(1)
        return asyncio.run(offer(port, forms, per_second))


def run_kill(campaign: Path, database: str, per_second: float, seconds: float) -> Outcome:
    """Serve under load and kill the server (SIGKILL) at a random moment."""
    port = form_postgres.free_port()
    with serving(campaign, port, database) as server:
        forms = asyncio.run(tokens(port, int(per_second * seconds)))
        time.sleep(1)

        async def kill_meanwhile() -> Outcome:
            async def kill() -> None:
                await asyncio.sleep(random.uniform(0.3, 0.9) * seconds)
                os.kill(server.pid, signal.SIGKILL)

            outcome, _ = await asyncio.gather(offer(port, forms, per_second), kill())
            return outcome

        return asyncio.run(kill_meanwhile())


def main() -> None:
    """Run what the arguments ask for, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--kills", type=int, default=0, help="kill -9 so often instead")
    chosen = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="form-load-"))
        campaign = make_campaign(Path(folder) / "campaign")
        database = ""
        if chosen.database == "postgresql":
            database = stack.enter_context(form_postgres.running())
        receipts: list[str] = []
        if chosen.kills:
            for round_ in range(1, chosen.kills + 1):
                outcome = run_kill(campaign, database, 150, min(chosen.seconds, 10))
                receipts += outcome.receipts
                print(f"kill {round_}: {_said(outcome)}")
        else:
            for per_second in (100, 500):
                outcome = run_load(campaign, database, per_second, chosen.seconds)
                receipts += outcome.receipts
                print(f"{per_second}/s offered for {chosen.seconds:g} s: {_said(outcome)}")
                accepted = len(outcome.receipts) / chosen.seconds
                print(
                    f"  accepted {accepted:.0f}/s on average, {outcome.slowest_second()} in the "
                    f"poorest second; p99 of all answers {outcome.p99():.0f} ms"
                )
        missing = lost(campaign, receipts, database)
        print(f"{chosen.database}: {len(receipts)} acknowledged, {len(missing)} of them lost")
        sys.exit(bool(missing))


def _said(outcome: Outcome) -> str:
    return ", ".join(f"{status}: {n}" for status, n in sorted(outcome.statuses.items(), key=str))


if __name__ == "__main__":
    main()
