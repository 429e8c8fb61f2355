"""Moderation: editors log in with a password, mark spam and verified reports; all is logged."""

import json
import secrets
from datetime import timedelta

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from helpers.form import abuse, desk, fields, pages, password, receipts, store
from helpers.form.http import Refused
from helpers.form.writing import Job

COOKIE = "moderation"
HOURS = 8
PER_PAGE = 50
LINES = 200
"""Lines of the audit log on a page."""
MARKS = ("new", "verified", "spam")
DELETED = "withdrawn"
"""For people who lost their receipt code."""
LOGINS_IN_ALL = 10
"""Times the limit per client: guesses from many addresses are slowed down together."""


async def home(request: Request) -> Response:
    """Show the reports to a moderator, or the login."""
    session = await _session(request)
    if session is None:
        return _login(request)
    status = request.query_params.get("status", "")
    status = status if status in (*MARKS, "withdrawn") else ""
    wanted = "".join(request.query_params.get("report", "").upper().split())[:16]
    here = desk.of(request)
    rows = await run_in_threadpool(_reports, here, status, _before(request), wanted)
    return desk.page(
        request,
        "moderation.html",
        rows=rows[:PER_PAGE],
        older=rows[PER_PAGE - 1]["number"] if len(rows) > PER_PAGE else None,
        chosen=status,
        wanted=wanted,
        statuses=(*MARKS, "withdrawn"),
        marks=MARKS,
        token=here.signer.issue("moderate", session),
        labels=_labels(request),
        extra=lambda row: _extra(request, row),
    )


async def login(request: Request) -> Response:
    """Check the password; slow down who guesses."""
    here = desk.of(request)
    sent = await pages.read(request)
    _signed(request, sent, "login", b"")
    limits = here.settings.form.limits
    most, minutes = LOGINS_IN_ALL * limits.logins, limits.per_minutes
    if not here.allows(request, "logins") or not here.limits.allows("", "logins", most, minutes):
        return _login(request, sent, "mod_throttled", 429)
    written = sent.get("password", [""])[0]
    if not await run_in_threadpool(password.right, written):
        await here.writer.commit(lambda c: store.note(c, "moderator", "login refused"))
        return _login(request, sent, "mod_wrong", 403)
    session = secrets.token_urlsafe(32)
    await here.writer.commit(_start(session))
    answer = RedirectResponse(_home(request), 303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        COOKIE,
        session,
        max_age=HOURS * 3600,
        path=_home(request),
        secure=abuse.over_https(request, here.settings),
        httponly=True,
        samesite="strict",
    )
    return answer


async def logout(request: Request) -> Response:
    """End the session, here and in the store."""
    sent = await pages.read(request)
    session = await _session(request)
    if session is not None:
        _signed(request, sent, "moderate", session)
        await desk.of(request).writer.commit(_end(session))
    answer = RedirectResponse(_home(request), 303, headers={"Cache-Control": "no-store"})
    answer.delete_cookie(COOKIE, path=_home(request), httponly=True, samesite="strict")
    return answer


async def mark(request: Request) -> Response:
    """Mark one report as spam, verified or new again, or delete its answers for its person."""
    sent = await pages.read(request)
    session = await _session(request)
    if session is None:
        return _login(request, sent, "mod_expired", 403)
    _signed(request, sent, "moderate", session)
    report_id = sent.get("report_id", [""])[0][:16]
    status = sent.get("mark", [""])[0]
    if status not in (*MARKS, DELETED):
        raise Refused(400)
    reason = fields.clean(sent.get("reason", [""])[0])[:200]
    who = f"moderator {abuse.hashed(session)[:8]}"
    job = (
        receipts.withdrawal(report_id, who, "deleted")
        if status == DELETED
        else _mark(report_id, status, reason, who)
    )
    if not await desk.of(request).writer.commit(job):
        raise Refused(404)
    shown = sent.get("status", [""])[0]
    shown = f"?status={shown}" if shown in (*MARKS, "withdrawn") else ""
    return RedirectResponse(_home(request) + shown, 303, headers={"Cache-Control": "no-store"})


async def log(request: Request) -> Response:
    """Show the audit log, newest lines first."""
    if await _session(request) is None:
        return _login(request)

    before = _before(request)

    def look() -> list:
        table = store.audit
        newest = sa.select(table).order_by(table.c.number.desc()).limit(LINES + 1)
        if before is not None:
            newest = newest.where(table.c.number < before)
        with store.reading(desk.of(request).engine) as connection:
            return list(connection.execute(newest).mappings().all())

    rows = await run_in_threadpool(look)
    older = rows[LINES - 1]["number"] if len(rows) > LINES else None
    return desk.page(request, "audit.html", rows=rows[:LINES], older=older)


async def _session(request: Request) -> bytes | None:
    """Return the moderator's session, if it is open."""
    if not password.known_hash():
        raise Refused(404, "mod_off")
    session = request.cookies.get(COOKIE, "")
    if not session:
        return None

    def look() -> bool:
        table = store.sessions.c
        with store.reading(desk.of(request).engine) as connection:
            mine = sa.select(table.ends_at).where(table.session_hash == abuse.hashed(session))
            ends = connection.execute(mine).scalar_one_or_none()
        return ends is not None and ends > store.now()

    return session.encode() if await run_in_threadpool(look) else None


def _reports(here: desk.Desk, status: str, before: int | None, wanted: str) -> list[dict]:
    """Return a page of reports, newest first, and one more if there is a next page.

    wanted: the number of the only report to show; "" = all.
    """
    table = store.reports
    chosen = sa.select(table).order_by(table.c.number.desc()).limit(PER_PAGE + 1)
    if status:
        chosen = chosen.where(table.c.status == status)
    if wanted:
        chosen = chosen.where(table.c.report_id == wanted)
    if before is not None:
        chosen = chosen.where(table.c.number < before)
    with store.reading(here.engine) as connection:
        return [dict(row) for row in connection.execute(chosen).mappings()]


def _start(session: str) -> Job:
    """Return the job that opens a session and clears those that ended."""

    def job(connection: sa.Connection) -> None:
        moment = store.now()
        table = store.sessions
        connection.execute(sa.delete(table).where(table.c.ends_at < moment))
        ends = moment + timedelta(hours=HOURS)
        row = {"session_hash": abuse.hashed(session), "started_at": moment, "ends_at": ends}
        connection.execute(sa.insert(table).values(row))
        store.note(connection, f"moderator {abuse.hashed(session)[:8]}", "login")

    return job


def _end(session: bytes) -> Job:
    """Return the job that closes a session."""

    def job(connection: sa.Connection) -> None:
        name = abuse.hashed(session)
        table = store.sessions
        connection.execute(sa.delete(table).where(table.c.session_hash == name))
        store.note(connection, f"moderator {name[:8]}", "logout")

    return job


def _mark(report_id: str, status: str, reason: str, who: str) -> Job:
    """Return the job that marks a report; a withdrawn one stays withdrawn."""

    def job(connection: sa.Connection) -> bool:
        table = store.reports
        mine = (table.c.report_id == report_id) & (table.c.status != "withdrawn")
        change = {"status": status, "reason": reason, "updated_at": store.now()}
        if not connection.execute(sa.update(table).where(mine).values(change)).rowcount:
            return False
        store.note(connection, who, f"marked {status}", report_id, reason)
        return True

    return job


def _signed(request: Request, sent: fields.Values, purpose: str, session: bytes) -> None:
    """Refuse a form that this session did not get from us."""
    try:
        text = sent.get("token", [""])[0]
        desk.of(request).signer.read(purpose, text, max_hours=HOURS, bound_to=session)
    except abuse.TokenError as error:
        raise Refused(403) from error


def _login(
    request: Request, sent: fields.Values | None = None, problem: str = "", status: int = 200
) -> Response:
    """Show the login page."""
    here = desk.of(request)
    if not password.known_hash():
        raise Refused(404, "mod_off")
    answer = desk.page(
        request,
        "login.html",
        status,
        sent=sent,
        problem=problem,
        minutes=f"{here.settings.form.limits.per_minutes:g}",
        token=here.signer.issue("login"),
    )
    if status == 429:
        answer.headers["Retry-After"] = str(int(here.settings.form.limits.per_minutes * 60))
    return answer


def _labels(request: Request) -> dict[str, str]:
    """Return the words of each category id."""
    spoken = desk.language(request)
    return {c.id: c.en if spoken == "en" else c.de for c in desk.of(request).settings.categories}


def _extra(request: Request, row: dict) -> list[tuple[str, str]]:
    """Return answers to the campaign's own questions as (question, answer), consents left out."""
    asked = {q.id: q for q in fields.questions(desk.of(request).settings, desk.language(request))}
    given = json.loads(row["extra"])
    return [
        (asked[name].label if name in asked else name, _spoken(asked.get(name), text))
        for name, text in given.items()
        if name not in asked or asked[name].kind != "consent"
    ]


def _spoken(question: fields.Question | None, text: str) -> str:
    """Write option ids as their words."""
    words = dict(question.options) if question else {}
    return "; ".join(words.get(part, part) for part in text.split("|")) if words else text


def _before(request: Request) -> int | None:
    """Return where an older page starts, None for the newest."""
    before = request.query_params.get("before", "")
    return int(before) if before.isdecimal() and len(before) < 10 else None


def _home(request: Request) -> str:
    return request.scope.get("root_path", "") + "/moderation"
