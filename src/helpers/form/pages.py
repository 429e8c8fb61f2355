"""Pages: the form, its preview, and the answer after sending."""

import json
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from helpers.form import abuse, desk, fields, store
from helpers.form.http import Refused, read_form
from helpers.form.writing import Row

TRAP = "website"
"""The honeypot: a field that people do not see and programs fill in."""

TOKEN_PLACE = "@@token@@"


async def form(request: Request) -> Response:
    """Show the empty form, or one filled in by a "me too" link."""
    here = desk.of(request)
    if here.settings.form.closed:
        return desk.page(request, "message.html", 200, word="closed", again=[])
    sent = prefilled(request)
    spoken = desk.language(request)
    key = ("form", spoken, request.scope.get("root_path", ""), request.url.path, here.today())
    if sent or key not in here.ready:
        html = desk.render(
            request, "form.html", sent, **_form_context(request, sent, {}, TOKEN_PLACE)
        )
        if sent:
            return _with_token(html, here)
        here.ready[key] = html
    return _with_token(here.ready[key], here)


async def show_preview(request: Request) -> Response:
    """Check the answers; show them back, with what becomes public of them."""
    here = desk.of(request)
    sent = await read(request)
    if not here.allows(request, "previews"):
        raise Refused(429)
    given, problems = fields.answers(sent, here.settings)
    if problems or "change" in sent:
        problems = {} if "change" in sent else problems
        return form_again(request, sent, problems, 422 if problems else 200)
    return await preview_page(request, sent, given)


async def send(request: Request) -> Response:
    """Keep the report, once, and hand out its receipt."""
    here = desk.of(request)
    if here.settings.form.closed:
        return desk.page(request, "message.html", 200, word="closed", again=[])
    sent = await read(request)
    if not here.allows(request, "sends"):
        raise Refused(429)
    if "change" in sent:
        return form_again(request, sent, {}, 200)
    given, problems = fields.answers(sent, here.settings)
    if problems:
        return form_again(request, sent, problems, 422)
    token, notice = read_token(here, sent)
    if token is None or notice:
        return await preview_page(request, sent, given, notice)
    receipt = here.signer.receipt(token)
    kept = await here.writer.commit(
        Row(
            store.reports,
            "token_hash",
            _row(here, token, receipt, given, desk.language(request, sent)),
        )
    )
    return desk.page(
        request,
        "thanks.html",
        201 if kept else 200,
        sent=sent,
        receipt=receipt,
        again=not kept,
        report_id=here.signer.report_id(token),
        address=own_address(request),
        link=me_too_link(request, given),
    )


async def read(request: Request) -> fields.Values:
    """Read a form within the campaign's size limit; a refusal can offer to send it again."""
    sent = await read_form(request, desk.of(request).settings.form.limits.body_kilobytes)
    request.state.sent = sent
    return sent


def read_token(here: desk.Desk, sent: fields.Values) -> tuple[abuse.Token | None, str]:
    """Return the form's token, and why the person must look again ("" = need not)."""
    limits = here.settings.form.limits
    try:
        token = here.signer.read("form", sent.get("token", [""])[0], limits.token_hours)
    except abuse.TokenError as error:
        return None, "problem_expired" if error.expired else "problem_token"
    if any(sent.get(TRAP, [])):
        return token, "problem_trap"
    if token.age_seconds < limits.min_seconds:
        return token, "problem_quick"
    if sent.get("form_version", [""])[0] != here.version:
        return token, "problem_changed"
    return token, ""


async def preview_page(
    request: Request,
    sent: fields.Values,
    given: dict,
    notice: str = "",
    **context: object,
) -> HTMLResponse:
    """Show the answers and their public form; a token that is no longer good is renewed."""
    here = desk.of(request)
    token, _ = read_token(here, sent)
    fresh = token.text if token else here.signer.issue("form")
    public = await here.lookup.public(given)
    spoken = desk.language(request, sent)
    return desk.page(
        request,
        "preview.html",
        422 if notice else 200,
        sent=sent,
        notice=notice,
        questions=fields.questions(here.settings, spoken),
        given=given,
        public=public,
        kept=hidden(given),
        token=fresh,
        version=here.version,
        **{"target": "/send", "receipt": "", **context},
    )


def form_again(
    request: Request, sent: fields.Values, problems: dict, status: int, **context: object
) -> HTMLResponse:
    """Show the form with what was answered and what is still wrong."""
    here = desk.of(request)
    token, _ = read_token(here, sent)
    fresh = token.text if token else here.signer.issue("form")
    values = {**_form_context(request, sent, problems, fresh), **context}
    return desk.page(request, "form.html", status, sent=sent, **values)


def hidden(given: dict) -> list[tuple[str, str]]:
    """Return answers as (name, value) pairs for hidden fields."""
    pairs = [(name, given[name]) for name in fields.PLACE_NAMES]
    pairs += [(name, given[name]) for name in sorted(fields.COLUMNS)]
    pairs += [("categories", value) for value in given["categories"].split("|")]
    for name, value in given["extra"].items():
        pairs += [(name, part) for part in value.split("|")]
    return [(name, value) for name, value in pairs if value]


def prefilled(request: Request) -> fields.Values:
    """Read place and fault from a "me too" link; anything else in it is ignored."""
    query = request.query_params
    sent = {
        name: [fields.clean(query[name])[:longest]]
        for name, longest in fields.PLACE_NAMES.items()
        if query.get(name)
    }
    known = set(desk.of(request).settings.category_ids())
    ticked = [value for value in query.getlist("categories") if value in known]
    return {**sent, **({"categories": ticked} if ticked else {})}


def me_too_link(request: Request, given: dict) -> str:
    """Return the link that fills in the same place and fault for someone else."""
    # A postcode says more than is needed where the town is known.
    names = ("city", "district") if given["city"] else ("district", "postcode")
    pairs = [(name, given[name]) for name in names if given[name]]
    pairs += [("categories", value) for value in given["categories"].split("|") if value]
    return f"{own_address(request)}/?{urlencode(pairs)}"


def own_address(request: Request) -> str:
    """Return where the person sees the form, without a slash at the end."""
    root = request.scope.get("root_path", "")
    scheme = "https" if abuse.over_https(request, desk.of(request).settings) else "http"
    return f"{scheme}://{request.url.netloc}{root}"


def _row(here: desk.Desk, token: abuse.Token, receipt: str, given: dict, spoken: str) -> dict:
    """Return the row of the store for a new report."""
    moment = store.now()
    return {
        **given,
        "extra": json.dumps(given["extra"], ensure_ascii=False, sort_keys=True),
        "report_id": here.signer.report_id(token),
        "token_hash": abuse.hashed(token.nonce),
        "receipt_hash": abuse.hashed(receipt),
        "form_version": here.version,
        "language": spoken,
        "submitted_at": moment,
        "updated_at": moment,
        "revision": 1,
        "status": "new",
        "reason": "",
        "ags5": None,
    }


def _form_context(request: Request, sent: fields.Values, problems: dict, token: str) -> dict:
    """Return what form.html needs."""
    here = desk.of(request)
    return {
        "questions": fields.questions(here.settings, desk.language(request, sent)),
        "problems": problems,
        "token": token,
        "version": here.version,
        "trap": TRAP,
        "target": "/preview",
        "receipt": "",
        "me_too": request.method == "GET" and bool(sent),
    }


def _with_token(html: str, here: desk.Desk) -> HTMLResponse:
    """Put a new token into a page that was rendered before."""
    fresh = html.replace(TOKEN_PLACE, here.signer.issue("form"))
    return HTMLResponse(fresh, headers={"Cache-Control": "no-store"})
