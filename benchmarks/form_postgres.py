"""Start a throw-away PostgreSQL from Debian's package, on a loopback port, and stop it again."""

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of the newest installed PostgreSQL's programs, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(found, key=lambda path: int(path.parts[-3]))
    return newest[-1].parent if newest else None


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Yield the URL of an empty database; the server and its files are gone afterwards.

    PostgreSQL refuses to run as root: root starts it as the package's user `postgres`.
    """
    where = programs()
    if where is None:
        raise FileNotFoundError("no PostgreSQL below /usr/lib/postgresql")
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="form-postgres-"))
    as_user: list[str] = []
    user = getpass.getuser()
    if os.geteuid() == 0:
        user = "postgres"
        shutil.chown(folder, user, user)
        as_user = ["runuser", "-u", user, "--"]
    data = folder / "data"
    quiet = {"check": True, "capture_output": True, "cwd": folder}
    try:
        initdb = [where / "initdb", "-D", data, "-A", "trust", "-U", "form", "-E", "UTF8"]
        subprocess.run([*as_user, *initdb, "--no-instructions", "--locale=C.UTF-8"], **quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        start = [where / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w"]
        subprocess.run([*as_user, *start, "start"], **quiet)
        try:
            yield f"postgresql://form@127.0.0.1:{port}/postgres"
        finally:
            stop = [where / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"]
            subprocess.run([*as_user, *stop], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a loopback port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
