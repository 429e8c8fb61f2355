"""Desk: what all pages of a running form share: settings, store, signer, limits, templates."""

import logging
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import HTMLResponse

from helpers import style
from helpers.form import abuse, fields
from helpers.form.counts import Shown
from helpers.form.lookup import Lookup
from helpers.form.words import words
from helpers.form.writing import Writer
from helpers.settings import Settings

log = logging.getLogger("einzelfall.form")


@dataclass
class Desk:
    """One running form."""

    settings: Settings
    engine: sa.Engine
    writer: Writer
    signer: abuse.Signer
    version: str
    lookup: Lookup
    limits: abuse.Limits = field(default_factory=abuse.Limits)
    shown: Shown = field(default_factory=Shown)
    shown_at: datetime | None = None
    ready: dict[tuple, Any] = field(default_factory=dict)
    """Pages and maps that stay the same until the counts move."""
    warned: bool = False
    """Whether the log was told that all people share the limits of one."""
    forgotten: datetime | None = None
    """When the last report was withdrawn whose traces in the files are overwritten."""
    outlines: tuple | None = None
    """Shapes of the Kreise for the map, and its height; read once."""

    def allows(self, request: Request, what: str) -> bool:
        """Take a coin of this client for `what` (a limit in campaign.yml)."""
        limits = self.settings.form.limits
        if not self.warned and abuse.proxy_unheard(request, self.settings):
            self.warned = True
            log.warning(
                "a proxy names the clients, but campaign.yml has no form.trusted_header: "
                "all people together have the limits of one (docs/deploy.md)"
            )
        client = abuse.client_address(request, self.settings)
        return self.limits.allows(client, what, getattr(limits, what), limits.per_minutes)

    def today(self) -> str:
        """Return the day in the campaign's time zone (ISO)."""
        return datetime.now(ZoneInfo(self.settings.timezone)).date().isoformat()

    def show(self, shown: Shown, since: datetime | None) -> None:
        """Show new counts, and forget the pages that had the old ones."""
        if (shown, since) != (self.shown, self.shown_at):
            self.shown, self.shown_at = shown, since
            self.ready.clear()

    def local(self, moment: datetime | None, language: str) -> str:
        """Write a UTC time of the store as a local one: "24.11.2011, 14:05"."""
        if moment is None:
            return style.DASH
        zone = ZoneInfo(self.settings.timezone)
        there = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
        return f"{style.day(there.date(), language)}, {there:%H:%M}"


def of(request: Request) -> Desk:
    """Return the desk of the app that got this request."""
    return request.app.state.desk


def language(request: Request, sent: fields.Values | None = None) -> str:
    """Return the page's language: as asked for, or else the first that the browser prefers."""
    offered = of(request).settings.form.languages
    for asked in [*(sent or {}).get("lang", []), request.query_params.get("lang", "")]:
        if asked in offered:
            return asked
    return preferred(request.headers.get("accept-language", ""), offered)


def preferred(header: str, offered: list[str]) -> str:
    """Return the offered language that stands first in Accept-Language, or the first offered.

    >>> preferred("fr-FR,en;q=0.8,de;q=0.7", ["de", "en"])
    'en'
    """
    for entry in header.lower().split(",")[:20]:
        if entry.strip()[:2] in offered:
            return entry.strip()[:2]
    return offered[0]


def page(
    request: Request,
    template: str,
    status: int = 200,
    sent: fields.Values | None = None,
    **context: object,
) -> HTMLResponse:
    """Render a template of the form as a page that no cache may keep."""
    html = render(request, template, sent, **context)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})


def render(
    request: Request, template: str, sent: fields.Values | None = None, **context: object
) -> str:
    """Render a template with what every page needs."""
    desk = of(request)
    spoken = language(request, sent)
    return _TEMPLATES.get_template(template).render(
        **context,
        sent=sent or {},
        path=request.url.path,
        w=words(spoken, desk.settings),
        lang=spoken,
        **_other_language(request, spoken),
        root=request.scope.get("root_path", ""),
        settings=desk.settings,
        number=lambda n: style.number(n, spoken, 0 if n == int(n) else 2),
        local=lambda moment: desk.local(moment, spoken),
        shown=desk.shown,
        today=desk.today(),
        k=desk.settings.privacy.k,
    )


def _other_language(request: Request, spoken: str) -> dict[str, str]:
    """Return the other language and the link to it; a page that was sent to has no address."""
    offered = [o for o in of(request).settings.form.languages if o != spoken]
    other = offered[0] if offered and request.method in ("GET", "HEAD") else ""
    return {"other": other, "switch": f"?{request.url.include_query_params(lang=other).query}"}


def refusal(request: Request, status: int, word: str = "") -> HTMLResponse:
    """Say in plain words why nothing was done; where it helps, offer to send the same again."""
    sent: fields.Values = getattr(request.state, "sent", {})
    # Nothing that was typed shall be lost. A password is typed again.
    keep = status in (429, 500, 503) and "password" not in sent
    again = [(name, value) for name in sent for value in sent[name]] if keep else []
    word = word or f"stop_{status}"
    answer = page(request, "message.html", status, sent=sent, word=word, again=again)
    if status in (429, 503):
        answer.headers["Retry-After"] = "30" if status == 429 else "5"
    return answer


_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
