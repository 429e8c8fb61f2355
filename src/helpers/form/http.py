"""HTTP: what stands between the network and the pages: headers, sizes, and a full house."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from helpers.form.abuse import from_elsewhere
from helpers.form.fields import Values

POLICY = "; ".join(
    [
        *("default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'"),
        *("connect-src 'self'", "form-action 'self'", "base-uri 'none'"),
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers would then hide the Origin of our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
MOST_FIELDS = 200
BODY_SECONDS = 10
"""How long a body may take: who sends slowly on purpose must not fill the house."""


class Refused(Exception):
    """A request that is not served, with its status and the id of the sentence that says why."""

    def __init__(self, status: int, word: str = "") -> None:
        super().__init__(f"{status} {word}")
        self.status = status
        self.word = word or f"stop_{status}"


log = logging.getLogger("einzelfall.form")


class Gate:
    """Put the strict headers on every answer, and turn senders away while the house is full.

    An error that nobody foresaw is logged and answered in plain words, also with these headers.
    Turning away costs little and comes at once, before the body is read: nobody waits for an
    answer that would not come in time.
    """

    def __init__(
        self,
        app: ASGIApp,
        at_once: int,
        full: ASGIApp,
        failed: Callable[[Request], Awaitable[Response]],
    ) -> None:
        self.app = app
        self.at_once = at_once
        self.full = full
        self.failed = failed
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, or answer 503."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_strict(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._serve(scope, receive, send_strict)
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if started:
                raise
            answer = await self.failed(Request(scope, receive))
            await answer(scope, receive, send_strict)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in; of those who send, only as many as fit."""
        if scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        if self.inside >= self.at_once:
            await self.full(scope, receive, send)
            return
        self.inside += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.inside -= 1


async def read_form(request: Request, most_kilobytes: int) -> Values:
    """Read a form that our own page sent: field name → values.

    Raises Refused: 403 sent from another site, 415 no form, 413 too long, 408 too slow, 400 not
    readable.
    """
    if from_elsewhere(request):
        raise Refused(403)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Refused(415)
    try:
        body = await asyncio.wait_for(_body(request, most_kilobytes * 1024), BODY_SECONDS)
    except TimeoutError as error:
        raise Refused(408, "stop_400") from error
    try:
        pairs = parse_qsl(
            body.decode("latin-1"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Refused(400) from error
    values: Values = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


async def _body(request: Request, most: int) -> bytes:
    """Return the body; stop reading as soon as it is too long."""
    said = request.headers.get("content-length", "0")
    if not (said.isascii() and said.isdigit()):
        raise Refused(400)
    if int(said) > most:
        raise Refused(413)
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > most:
            raise Refused(413)
    return bytes(parts)
