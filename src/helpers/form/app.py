"""App: the web form put together, ready for uvicorn."""

import asyncio
import contextlib
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from helpers import settings as campaign
from helpers.form import (
    abuse,
    counts,
    desk,
    erasing,
    fields,
    moderation,
    pages,
    password,
    preview,
    public,
    receipts,
    store,
    suggest,
)
from helpers.form.http import Gate, Refused
from helpers.form.lookup import Lookup, warm_up
from helpers.form.writing import BusyError, FullError, Writer
from helpers.settings import Settings

log = logging.getLogger("einzelfall.form")


def create(settings: Settings, opened: sa.Engine | None = None, apart: bool = False) -> Starlette:
    """Return the form of a campaign as an ASGI app; the store is opened and migrated now.

    apart: look up places in a process of their own, as a served form should.
    Raises CampaignError when the database cannot be opened, or the moderators' hash is none.
    """
    password.check_hash()
    opened = opened or store.open_store(settings)
    version, definition = fields.version(settings)
    _remember_version(opened, version, definition)
    signer = abuse.signer(settings)
    here = desk.Desk(settings, opened, Writer(opened), signer, version, Lookup(settings.dir, apart))
    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(Gate, at_once=settings.form.limits.at_once, full=_Full(), failed=_failed),
        ],
        exception_handlers={
            Refused: _refused,
            HTTPException: _refused_by_routing,
            BusyError: _busy,
            FullError: _full,
            sa.exc.SQLAlchemyError: _full,
        },
        lifespan=_lifespan,
    )
    app.state.desk = here
    return app


def from_environment() -> Starlette:
    """Return the form of the campaign in EINZELFALL_CAMPAIGN, for several worker processes."""
    return create(campaign.load(os.environ.get("EINZELFALL_CAMPAIGN", ".")), apart=True)


def _routes() -> list:
    """Return every address of the form."""
    return [
        Route("/", pages.form),
        Route("/preview", pages.show_preview, methods=["POST"]),
        Route("/send", pages.send, methods=["POST"]),
        Route("/receipt", receipts.ask, methods=["GET"]),
        Route("/receipt", receipts.show, methods=["POST"]),
        Route("/receipt/edit", receipts.edit, methods=["POST"]),
        Route("/receipt/preview", receipts.preview, methods=["POST"]),
        Route("/receipt/save", receipts.save, methods=["POST"]),
        Route("/receipt/withdraw", receipts.ask_withdraw, methods=["POST"]),
        Route("/receipt/withdrawn", receipts.withdraw, methods=["POST"]),
        Route("/receipt/fixed", receipts.fixed, methods=["POST"]),
        Route("/counts", public.counts_page),
        Route("/counts.json", public.counts_json),
        Route("/map.svg", public.map_image),
        Route("/suggest", public.suggestions),
        Route("/privacy", public.privacy),
        Route("/imprint", public.imprint),
        Route("/health", public.health),
        Route("/moderation", moderation.home),
        Route("/moderation/login", moderation.login, methods=["POST"]),
        Route("/moderation/logout", moderation.logout, methods=["POST"]),
        Route("/moderation/mark", moderation.mark, methods=["POST"]),
        Route("/moderation/audit", moderation.log),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


@contextlib.asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Keep the counts moving while the form runs; commit what waits before it stops."""
    here: desk.Desk = app.state.desk
    await run_in_threadpool(suggest.index)
    moving = asyncio.create_task(_move_counts(here))
    try:
        yield
    finally:
        moving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await moving
        await run_in_threadpool(here.writer.close)
        await run_in_threadpool(here.lookup.close)
        here.engine.dispose()


async def _move_counts(here: desk.Desk) -> None:
    """Warm up, then look up new places and move the shown counts whenever their time comes."""
    first = True
    while True:
        try:
            if first:
                await here.lookup.run(warm_up, here.settings.dir)
                first = False
            await tick(here)
        except (BusyError, FullError) as error:
            log.warning("the counts could not be moved, next try in a minute: %s", error)
        except Exception:
            # The form takes reports without a counter too; nobody else would hear of this.
            log.exception("the counts could not be moved, next try in a minute")
        await asyncio.sleep(min(60, here.settings.form.counts_minutes * 60))


async def tick(here: desk.Desk) -> None:
    """Look up the Kreis of new reports, move the shown counts in time, forget what is withdrawn."""
    settings = here.settings

    def waiting() -> object:
        with store.reading(here.engine) as connection:
            return counts.unplaced(connection)

    while len(new := await run_in_threadpool(waiting)):
        located = await here.lookup.run(preview.locate, new, settings.dir)
        await here.writer.commit(lambda c, located=located: counts.place(c, located))
        await asyncio.sleep(0.05)

    def move(connection: sa.Connection) -> tuple:
        counts.update(connection, settings.privacy.k, settings.form.counts_minutes)
        return counts.load(connection)

    here.show(*await here.writer.commit(move))
    await run_in_threadpool(_forget_withdrawn, here)


def _forget_withdrawn(here: desk.Desk) -> None:
    """Overwrite what people withdrew since the last time: in database, log and snapshot."""
    table = store.reports.c
    with store.reading(here.engine) as connection:
        newest = sa.select(sa.func.max(table.updated_at)).where(table.status == "withdrawn")
        last = connection.execute(newest).scalar_one()
    if last == here.forgotten or here.engine.dialect.name != "sqlite":
        store.empty_log(here.engine)
        return
    erasing.renew_snapshot(here.settings)
    if store.compact(here.engine):
        here.forgotten = last


def _remember_version(opened: sa.Engine, version: str, definition: str) -> None:
    """Keep the form's definition under its version, once."""
    with store.writing(opened) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(20111114)"))
        table = store.form_versions
        known = sa.select(table.c.version).where(table.c.version == version)
        if connection.execute(known).first() is None:
            row = {"version": version, "definition": definition, "first_seen": store.now()}
            connection.execute(sa.insert(table).values(row))


class _Full:
    """The short answer of a full house; made once, so that turning away is cheap."""

    def __init__(self) -> None:
        self.ready: dict[str, Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 503 in the person's language."""
        request = Request(scope, receive)
        spoken = desk.language(request)
        if spoken not in self.ready:
            self.ready[spoken] = desk.refusal(request, 503)
        await self.ready[spoken](scope, receive, send)


async def _refused(request: Request, error: Refused) -> Response:
    return desk.refusal(request, error.status, error.word)


async def _refused_by_routing(request: Request, error: HTTPException) -> Response:
    status = error.status_code if error.status_code in (404, 405) else 400
    answer = desk.refusal(request, status)
    answer.headers.update(error.headers or {})
    return answer


async def _busy(request: Request, error: BusyError) -> Response:
    return desk.refusal(request, 503)


async def _full(request: Request, error: Exception) -> Response:
    log.error("nothing can be kept: %s", str(error).splitlines()[0])
    return desk.refusal(request, 503, "stop_507")


async def _failed(request: Request) -> Response:
    return desk.refusal(request, 500)
