"""Serving: run the form under uvicorn, in one process or several."""

import os
import socket
import sys
from pathlib import Path

import uvicorn

from helpers import settings
from helpers.errors import CampaignError
from helpers.form import abuse, app, password, store
from helpers.intake import snapshots
from helpers.settings import Settings

MOST_CONNECTIONS = 2000


def run(campaign: Path, host: str, port: int, workers: int = 1, root_path: str = "") -> None:
    """Serve the form of `campaign` on `host`:`port` until a signal stops it.

    Raises CampaignError when campaign.yml or the database cannot be opened, or nobody may listen
    on that port.
    """
    loaded = settings.load(campaign)
    _check_port(host, port)
    options = {
        "host": host,
        "port": port,
        "root_path": root_path,
        # Who a client is, `abuse` decides by campaign.yml; uvicorn must not rewrite it before.
        "proxy_headers": False,
        "server_header": False,
        # Addresses of people would be in it.
        "access_log": False,
        "backlog": 2048,
        "limit_concurrency": MOST_CONNECTIONS,
        "timeout_keep_alive": 15,
        "timeout_graceful_shutdown": 20,
        "log_level": "warning",
    }
    # The writer waits for a turn after each sync to the disk; 5 ms, Python's default, add up.
    sys.setswitchinterval(0.001)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}{root_path}"
    if workers == 1:
        running = app.create(loaded, apart=True)
        print(welcome(loaded, address), flush=True)
        uvicorn.run(running, **options)
        return
    store.open_store(loaded).dispose()
    abuse.signer(loaded)
    password.check_hash()
    print(welcome(loaded, address), flush=True)
    os.environ["EINZELFALL_CAMPAIGN"] = str(loaded.dir)
    uvicorn.run(f"{app.__name__}:from_environment", factory=True, workers=workers, **options)


def welcome(loaded: Settings, address: str) -> str:
    """Say where the form is, where its reports lie, who moderates, and what is still to be done."""
    url = store.database_url(loaded)
    place = url.database if url.get_backend_name() == "sqlite" else repr(url)
    moderated = f"{address}/moderation" if password.known_hash() else password.HOW
    lines = [
        f"The form of {loaded.name} listens on {address}/ (Ctrl+C stops it)",
        f"  reports:    {place}",
        f"  moderation: {moderated}",
    ]
    return "\n".join(
        [*lines, *([] if snapshots.is_read(loaded) else [f"  to do:      {snapshots.HOW}"])]
    )


def _check_port(host: str, port: int) -> None:
    """Take the port for a moment: uvicorn would say so late, and in its own words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", "") or error
        raise CampaignError(
            f"{host}:{port}: the form cannot listen there: {said}. "
            "Another program may use the port; choose another with --port."
        ) from error
