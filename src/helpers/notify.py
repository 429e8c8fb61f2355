"""Notify: tell by mail or webhook how a run ended; without any count and any word of a row.

Where to is said by the environment, so that no password lies in the campaign's folder:
EINZELFALL_MAIL_TO, EINZELFALL_MAIL_FROM, EINZELFALL_SMTP_URL (`smtp://name:password@host:587`,
`smtps://…:465`), EINZELFALL_WEBHOOK_URL.
"""

import contextlib
import json
import os
import smtplib
import ssl
import sys
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from helpers import summary

TO, FROM, SMTP, WEBHOOK = (
    f"EINZELFALL_{name}" for name in ("MAIL_TO", "MAIL_FROM", "SMTP_URL", "WEBHOOK_URL")
)
SECONDS = 20
HERE = ("localhost", "127.0.0.1", "::1")


@contextlib.contextmanager
def told(campaign: Path) -> Iterator[None]:
    """Tell how the run inside the block ended; one that found nothing to do tells nobody.

    A notice that cannot be sent is said on the screen, and changes nothing of the run.
    """
    failed = True
    try:
        yield
        failed = False
    finally:
        said = summary.read(campaign)
        if said.get("pid") != os.getpid():  # stopped before it came so far, or another one's
            said = {"campaign": campaign.name, "status": "failed"} if failed else {}
        if said and said["status"] != "nothing to do":
            for lost in send(outward(said)):
                print(f"Warning: {lost}", file=sys.stderr, flush=True)


def outward(said: dict) -> dict:
    """Keep of a summary what may travel: how it ended, where, how long; no number of rows."""
    where = f" in {said['stopped_in']}" if said.get("stopped_in") else ""
    after = f" after {said['seconds']} s" if "seconds" in said else ""
    pages = said.get("since", {}).get("pages", {})
    changed = sum(len(files) for files in pages.values())
    n = len(said.get("warnings", []))
    done = f"Run done{after}: {changed} published files changed, {n} warnings."
    text = done if said["status"] == "done" else f"Run {said['status']}{where}{after}."
    return {
        "campaign": said["campaign"],
        "status": said["status"],
        "started": said.get("started"),
        "seconds": said.get("seconds"),
        "stages": said.get("stages", []),
        "stopped_in": said.get("stopped_in", ""),
        "text": f"{said['campaign']}: {text} `einzelfall last` says more.",
    }


def send(notice: dict) -> list[str]:
    """Send `notice` wherever the environment says; return a sentence for each that was lost."""
    lost = []
    for name, way in ((SMTP, _mail), (WEBHOOK, _post)):
        if url := os.environ.get(name, ""):
            place = urlsplit(url)
            try:
                way(place, notice)
            except (OSError, ValueError, smtplib.SMTPException) as error:
                # The address may hold a password: its host alone is named.
                lost.append(f"{name}: {place.hostname} did not take the notice: {error}")
    return lost


def _mail(place: SplitResult, notice: dict) -> None:
    """Send by SMTP, encrypted unless the server is this machine."""
    if place.scheme not in ("smtp", "smtps") or not place.hostname:
        raise ValueError("expected smtp://host:port or smtps://host:port")
    if not os.environ.get(TO):
        raise ValueError(f"{TO} is not set: to whom?")
    message = EmailMessage()
    message["To"] = os.environ[TO]
    message["From"] = os.environ.get(FROM) or os.environ[TO].split(",")[0]
    message["Subject"] = f"{notice['campaign']}: {notice['status']}"
    message.set_content(notice["text"] + "\n")
    trusted = ssl.create_default_context()
    if place.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            place.hostname, place.port or 465, timeout=SECONDS, context=trusted
        )
    else:
        server = smtplib.SMTP(place.hostname, place.port or 587, timeout=SECONDS)
    with server:
        if place.scheme == "smtp" and place.hostname not in HERE:
            server.starttls(context=trusted)
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(message)


def _post(place: SplitResult, notice: dict) -> None:
    """Post JSON, whose `text` chat servers show; only to https, unless it is this machine."""
    if place.scheme != "https" and not (place.scheme == "http" and place.hostname in HERE):
        raise ValueError("expected https://…")
    asked = urllib.request.Request(
        place.geturl(),
        json.dumps(notice, ensure_ascii=False).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
        answer.read(1)
