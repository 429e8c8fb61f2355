"""Public: pages that anyone may see without sending anything: counts, map, places, privacy."""

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from helpers.form import countmap, desk, store, suggest
from helpers.form.http import Refused
from helpers.publish import legal


async def privacy(request: Request) -> Response:
    """Say what is kept, where and for how long: in brief, then the whole notice."""
    whole = legal.body(desk.of(request).settings, "privacy", desk.language(request), True, True)
    return desk.page(request, "privacy.html", whole=whole)


async def imprint(request: Request) -> Response:
    """Say who offers the form and answers for it."""
    body = legal.body(desk.of(request).settings, "imprint", desk.language(request), True)
    return desk.page(request, "imprint.html", body=body)


async def counts_page(request: Request) -> Response:
    """Show the counts as a map and as a table."""
    here = desk.of(request)
    spoken = desk.language(request)
    names = {ags5: name for ags5, name, _ in (await outlines(here))[0]}
    rows = sorted(
        ((names.get(ags5, ags5), n) for ags5, n in here.shown.kreise.items()),
        key=lambda row: (-row[1], row[0]),
    )
    return desk.page(
        request,
        "counts.html",
        rows=rows,
        legend=countmap.legend(here.settings.privacy.k, spoken),
        shown_at=here.shown_at,
        minutes=here.settings.form.counts_minutes,
    )


async def counts_json(request: Request) -> Response:
    """Give the shown counts to the page's own script."""
    here = desk.of(request)
    body = {"total": here.shown.total, "kreise": here.shown.kreise}
    return JSONResponse(body, headers={"Cache-Control": "public, max-age=30"})


async def map_image(request: Request) -> Response:
    """Give the map of counts as SVG, drawn once per state of the counts."""
    here = desk.of(request)
    spoken = desk.language(request)
    if ("map", spoken) not in here.ready:
        shapes = await outlines(here)
        svg = countmap.draw(here.shown, here.settings.privacy.k, spoken, *shapes)
        here.ready["map", spoken] = svg
    svg = here.ready["map", spoken]
    return Response(svg, media_type="image/svg+xml", headers={"Cache-Control": "max-age=60"})


async def suggestions(request: Request) -> Response:
    """Give places for what was typed so far."""
    here = desk.of(request)
    if not here.allows(request, "suggestions"):
        raise Refused(429)
    text = request.query_params.get("q", "")[:80]
    index = await run_in_threadpool(suggest.index)
    found = [
        {"label": p.label, "city": p.city, "district": p.district, "postcode": p.postcode}
        for p in index.find(text)
    ]
    return JSONResponse(found, headers={"Cache-Control": "public, max-age=300"})


async def health(request: Request) -> Response:
    """Say whether the store can be read."""
    here = desk.of(request)

    def look() -> int:
        with store.reading(here.engine) as connection:
            return connection.execute(sa.text("SELECT 1")).scalar_one()

    await run_in_threadpool(look)
    return JSONResponse({"ok": True}, headers={"Cache-Control": "no-store"})


async def outlines(here: desk.Desk) -> tuple:
    """Return the map's shapes and height, read elsewhere the first time."""
    if here.outlines is None:
        here.outlines = await here.lookup.run(countmap.outlines)
    return here.outlines
