"""Receipts: with the code a person sees, corrects or withdraws the report, and says if it is fixed.

The code travels in the body of each request, never in an address: addresses end up in logs.
"""

import json

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from helpers.form import abuse, desk, fields, history, pages, store
from helpers.form.http import Refused
from helpers.form.writing import Job

ANSWERS = ("yes", "no", "partly")


async def ask(request: Request) -> Response:
    """Ask for the receipt code."""
    return desk.page(request, "receipt.html", problem="", written="")


async def show(request: Request) -> Response:
    """Show a person's own report."""
    sent = await _read(request)
    return await _own(request, sent, await _find(request, sent))


async def edit(request: Request) -> Response:
    """Show the form with the answers given so far."""
    sent = await _read(request)
    report = await _find(request, sent)
    if not _open(report):
        return await _own(request, sent, report)
    answered = {**_answered(report), "lang": sent.get("lang", [])}
    return pages.form_again(request, answered, {}, 200, **_correcting(sent, "preview"))


async def preview(request: Request) -> Response:
    """Check corrected answers; show what becomes public of them."""
    return await _check(request, keep=False)


async def save(request: Request) -> Response:
    """Keep corrected answers."""
    return await _check(request, keep=True)


async def ask_withdraw(request: Request) -> Response:
    """Ask whether the report shall really go."""
    sent = await _read(request)
    report = await _find(request, sent)
    if report is None or report["status"] == "withdrawn":
        return await _own(request, sent, report)
    return desk.page(request, "withdraw.html", sent=sent, receipt=_code(sent))


async def withdraw(request: Request) -> Response:
    """Delete the answers of a report and mark it as withdrawn; twice is once."""
    sent = await _read(request)
    report = await _find(request, sent)
    if report is not None and report["status"] != "withdrawn":
        await desk.of(request).writer.commit(withdrawal(report["report_id"], "person", "withdrawn"))
        report = await _find(request, sent)
    return await _own(request, sent, report)


async def fixed(request: Request) -> Response:
    """Keep an answer to "is it fixed?" with its time."""
    sent = await _read(request)
    report = await _find(request, sent)
    answer = sent.get("answer", [""])[0]
    if answer not in ANSWERS or not _open(report):
        return await _own(request, sent, report)
    await desk.of(request).writer.commit(_fixed(report["report_id"], answer))
    return await _own(request, sent, report, "fixed_saved")


async def _check(request: Request, keep: bool) -> Response:
    """Take corrected answers: back to the form, on to the preview, or into the store."""
    here = desk.of(request)
    sent = await _read(request)
    report = await _find(request, sent)
    if not _open(report):
        return await _own(request, sent, report)
    given, problems = fields.answers(sent, here.settings)
    if "change" in sent or problems:
        problems = {} if "change" in sent else problems
        status = 422 if problems else 200
        return pages.form_again(request, sent, problems, status, **_correcting(sent, "preview"))
    changed = sent.get("form_version", [""])[0] != here.version
    if not keep or changed:
        notice = "problem_changed" if keep else ""
        more = _correcting(sent, "save")
        return await pages.preview_page(request, sent, given, notice, **more)
    given = history.kept(given, report, here.settings)
    await here.writer.commit(_correct(report, given, here.version))
    return await _own(request, sent, await _find(request, sent), "corrected")


async def _read(request: Request) -> fields.Values:
    """Read a form; refuse who tries too many codes."""
    sent = await pages.read(request)
    if not desk.of(request).allows(request, "receipts"):
        raise Refused(429)
    return sent


async def _find(request: Request, sent: fields.Values) -> dict | None:
    """Return the report of the code that was sent, or None."""
    code = _code(sent)
    if not code:
        return None

    def look() -> dict | None:
        table = store.reports
        with store.reading(desk.of(request).engine) as connection:
            chosen = sa.select(table).where(table.c.receipt_hash == abuse.hashed(code))
            row = connection.execute(chosen).mappings().one_or_none()
            if row is None:
                return None
            answered = sa.select(store.fixes).where(store.fixes.c.report_id == row["report_id"])
            fixes = connection.execute(answered.order_by(store.fixes.c.number)).mappings().all()
        return {**row, "extra": json.loads(row["extra"]), "fixes": [dict(fix) for fix in fixes]}

    return await run_in_threadpool(look)


async def _own(
    request: Request, sent: fields.Values, report: dict | None, notice: str = ""
) -> Response:
    """Show a report to its person, or ask for the code again."""
    if report is None:
        problem = "receipt_unknown" if _code(sent) else "receipt_bad"
        written = sent.get("receipt", [""])[0][:40]
        return desk.page(request, "receipt.html", 422, sent=sent, problem=problem, written=written)
    here = desk.of(request)
    if notice == "fixed_saved":
        report = await _find(request, sent)

    def asked() -> list[fields.Question]:
        spoken = desk.language(request, sent)
        with store.reading(here.engine) as connection:
            return history.questions(connection, report["form_version"], here.settings, spoken)

    return desk.page(
        request,
        "report.html",
        sent=sent,
        report=report,
        receipt=_code(sent),
        notice=notice,
        answers=ANSWERS,
        questions=await run_in_threadpool(asked),
        can_change=_open(report),
    )


def _correct(report: dict, given: dict, version: str) -> Job:
    """Return the job that keeps corrected answers; the audit names the fields, not the answers."""
    new = {**given, "extra": json.dumps(given["extra"], ensure_ascii=False, sort_keys=True)}
    changed = sorted(name for name in given if given[name] != report[name])
    moved = any(name in changed for name in fields.PLACE_NAMES)

    def job(connection: sa.Connection) -> None:
        table = store.reports
        change = {
            **new,
            "form_version": version,
            "updated_at": store.now(),
            "revision": table.c.revision + 1,
            **({"ags5": None} if moved else {}),
            # What a moderator verified was the old text.
            **({"status": "new"} if report["status"] == "verified" and changed else {}),
        }
        mine = (table.c.report_id == report["report_id"]) & (table.c.status != "withdrawn")
        done = connection.execute(sa.update(table).where(mine).values(change)).rowcount
        if done:
            store.note(connection, "person", "corrected", report["report_id"], ", ".join(changed))

    return job


def withdrawal(report_id: str, actor: str, action: str) -> Job:
    """Return the job that empties a report; its id, time and form version stay for the ledger.

    What moderators wrote about it goes, too: their reasons may quote it or name somebody.
    The job says whether there was such a report.
    """

    def job(connection: sa.Connection) -> bool:
        table = store.reports
        emptied = dict.fromkeys(
            [*fields.PLACE_NAMES, "categories", *sorted(fields.COLUMNS), "reason"], ""
        )
        change = {**emptied, "extra": "{}", "status": "withdrawn", "updated_at": store.now()}
        mine = (table.c.report_id == report_id) & (table.c.status != "withdrawn")
        change = {**change, "ags5": "", "revision": table.c.revision + 1}
        if not connection.execute(sa.update(table).where(mine).values(change)).rowcount:
            return False
        connection.execute(sa.delete(store.fixes).where(store.fixes.c.report_id == report_id))
        about = store.audit.c.report_id == report_id
        connection.execute(sa.update(store.audit).where(about).values(detail=""))
        store.note(connection, actor, action, report_id)
        return True

    return job


def _fixed(report_id: str, answer: str) -> Job:
    """Return the job that keeps one answer; the same answer within a minute is a double click."""

    def job(connection: sa.Connection) -> None:
        table = store.fixes
        newest = sa.select(table).where(table.c.report_id == report_id)
        last = connection.execute(newest.order_by(table.c.number.desc()).limit(1)).first()
        moment = store.now()
        if last and last.answer == answer and (moment - last.answered_at).total_seconds() < 60:
            return
        row = {"report_id": report_id, "answered_at": moment, "answer": answer}
        connection.execute(sa.insert(table).values(row))
        store.note(connection, "person", "fixed?", report_id)

    return job


def _answered(report: dict) -> fields.Values:
    """Return a kept report as a browser would send it."""
    values: fields.Values = {}
    for name, value in pages.hidden(report):
        values.setdefault(name, []).append(value)
    return values


def _correcting(sent: fields.Values, then: str) -> dict:
    """Return what turns the form and the preview into those of a correction."""
    return {"target": f"/receipt/{then}", "receipt": _code(sent)}


def _code(sent: fields.Values) -> str:
    return abuse.receipt_written(sent.get("receipt", [""])[0])


def _open(report: dict | None) -> bool:
    """Say whether a report can still be changed."""
    return report is not None and report["status"] in ("new", "verified")
