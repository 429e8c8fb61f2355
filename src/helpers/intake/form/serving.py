"""Serving: run the form under uvicorn, in one process or several."""

import os
import sys
from pathlib import Path

import uvicorn

from helpers import settings
from helpers.intake.form import abuse, app, store

MOST_CONNECTIONS = 2000


def run(campaign: Path, host: str, port: int, workers: int = 1, root_path: str = "") -> None:
    """Serve the form of `campaign` on `host`:`port` until a signal stops it.

    Raises CampaignError when campaign.yml or the database cannot be opened.
    """
    loaded = settings.load(campaign)
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
    print(f"The form of {loaded.name} listens on http://{host}:{port}{root_path}/", flush=True)
    if workers == 1:
        uvicorn.run(app.create(loaded, apart=True), **options)
        return
    store.open_store(loaded).dispose()
    abuse.signer(loaded)
    os.environ["EINZELFALL_CAMPAIGN"] = str(loaded.dir)
    uvicorn.run(f"{app.__name__}:from_environment", factory=True, workers=workers, **options)
