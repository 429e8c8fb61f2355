"""Page: one shell for everything that readers open in a browser, closed against third parties."""

import base64
import functools
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import jinja2
from markupsafe import Markup

from helpers import freeze, release, store, style
from helpers.errors import CampaignError
from helpers.publish import legal
from helpers.settings import HOME, Settings

NAV: tuple[tuple[str, dict[str, str]], ...] = (
    ("index.html", {"de": "Auswertung", "en": "Findings"}),
    ("letter/index.html", {"de": "Offener Brief", "en": "Open letter"}),
    ("blog/index.html", {"de": "Blog", "en": "Blog"}),
    ("notebooks/index.html", {"de": "Rechenweg", "en": "Method"}),
)
"""What the header of each page links to, seen from reports/."""


def render(
    settings: Settings,
    template: str,
    *,
    title: str,
    description: str,
    root: str = "",
    here: str = "",
    language: str | None = None,
    styles: Iterable[str] = (),
    scripts: Iterable[str] = (),
    **context: object,
) -> str:
    """Render templates/`template`, which extends base.html, to a whole HTML page.

    The campaign's own templates/ come before the repository's. Text is escaped unless it is
    `markupsafe.Markup`; a name that the context does not have is an error.
    title, description: of the page (description: one sentence for search engines).
    root: how the page reaches reports/ ("" for index.html, "../" from a folder in it).
    here: the page's own address seen from reports/, to mark it in the header.
    styles, scripts: trusted texts to inline beside the shared style; only they are allowed to
    act, by their hash in the Content-Security-Policy.
    Raises CampaignError when facts.json is missing or the template asks for something unknown.
    """
    language = language or settings.language
    sheets = [stylesheet(), *styles]
    actors = list(scripts)
    try:
        return (
            _environment(settings.dir, settings.home)
            .get_template(template)
            .render(
                **{"body": "", **context},
                settings=settings,
                language=language,
                title=title,
                description=description,
                root=root,
                here=here,
                legal=legal.links(settings, language, root),
                nav=[(href, label[language]) for href, label in NAV],
                words=_WORDS[language],
                stamp=stamp(settings, language),
                styles=[Markup(sheet) for sheet in sheets],
                scripts=[Markup(script) for script in actors],
                csp=policy(sheets, actors),
            )
        )
    except jinja2.TemplateNotFound as error:
        raise CampaignError(f"templates/{error.name}: not found, asked by {template}") from error
    except jinja2.TemplateSyntaxError as error:
        raise CampaignError(f"templates/{error.name}, line {error.lineno}: {error}") from error
    except jinja2.UndefinedError as error:
        raise CampaignError(f"templates/{template}: {error}") from error


def write(settings: Settings, path: str, html: str) -> Path:
    """Write a page to reports/`path`, whole or not at all, and return where it is."""
    store.write_text(html, settings.out / path)
    return settings.out / path


def policy(
    styles: Iterable[str] = (), scripts: Iterable[str] = (), images: str = "'self' data:"
) -> str:
    """Write a Content-Security-Policy that lets exactly these inline texts act.

    Nothing may be fetched from another site; forms and <base> are off. `images` may name one
    more source (a tile server that a campaign chose).

    >>> policy(["p {}"]).split("; ")[2]
    "style-src 'sha256-SNJDlN1Iy2mnt7DOjQIyDb2LQE6O5PQiSZomcdzawQ4='"
    """
    rules = {
        "default-src": "'none'",
        "img-src": images,
        "style-src": _hashes(styles),
        "script-src": _hashes(scripts),
        "frame-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def stamp(settings: Settings, language: str | None = None) -> dict[str, str]:
    """Return what every page prints: `count, status, frozen, hash`, and `note` for a sample."""
    language = language or settings.language
    words = _WORDS[language]
    note = settings.synthetic_note.get(language) or words["synthetic"]
    return {
        "count": words["count"].format(
            n=style.number(_facts(settings)["total.n_reports"]["value"], language),
            day=style.day(settings.as_of, language),
        ),
        "status": status(settings, language),
        "frozen": freeze.say(settings, language),
        "hash": published_hash(settings),
        "note": note if settings.synthetic else "",
    }


def published_hash(settings: Settings) -> str:
    """Return 12 hex digits of SHA-256 over the facts and all published tables, in name order.

    What the facts were made from is left out: a public mark must not tell equal rows from others.

    Raises CampaignError while facts.json is missing: a page without it could not be checked.
    """
    facts = json.dumps(_facts(settings), sort_keys=True)
    tables = sorted(settings.processed.glob("0[34]_*.parquet"))
    digest = hashlib.sha256(facts.encode())
    for path in tables:
        digest.update(f"{path.name} {store.sha256(path)}\n".encode())
    return digest.hexdigest()[:12]


def stylesheet() -> str:
    """Return the shared style of all pages."""
    return (HOME / "templates" / "style.css").read_text(encoding="utf-8")


def _facts(settings: Settings) -> dict[str, dict]:
    """Read the merged facts."""
    path = settings.processed / "facts.json"
    if not path.exists():
        raise CampaignError(f"{path}: not there yet. Pages are made after the facts are merged.")
    return json.loads(path.read_text(encoding="utf-8"))["facts"]


def status(settings: Settings, language: str) -> str:
    """Say whether this is a draft or which release."""
    status = release.status(settings)
    return status.en if language == "en" else status.de


def _hashes(texts: Iterable[str]) -> str:
    """List the hashes of inline texts as a policy's sources."""
    digests = [hashlib.sha256(text.encode()).digest() for text in texts]
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests) or "'none'"


@functools.lru_cache(maxsize=8)
def _environment(campaign: Path, home: Path) -> jinja2.Environment:
    """Open the templates of a campaign, then those of the repository."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([campaign / "templates", home / "templates"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    known = (style.number, style.rate, style.percent, style.interval, style.day, style.period)
    environment.filters |= {function.__name__: function for function in known}
    return environment


_WORDS = {
    "de": {
        "skip": "Zum Inhalt springen",
        "nav": "Seiten",
        "hash": "Prüfsumme der veröffentlichten Tabellen und Zahlen:",
        "made": "erzeugt mit dem offenen Werkzeugkasten „einzelfall“",
        "contact": "Kontakt",
        "count": "{n} Meldungen, letzter gezählter Tag: {day}",
        "synthetic": "Beispielkampagne: Die einzelnen Meldungen sind künstlich erzeugt.",
    },
    "en": {
        "skip": "Skip to content",
        "nav": "Pages",
        "hash": "Checksum of the published tables and figures:",
        "made": "made with the open toolkit “einzelfall”",
        "contact": "Contact",
        "count": "{n} reports, last day counted: {day}",
        "synthetic": "Sample campaign: the single reports are synthetic.",
    },
}
