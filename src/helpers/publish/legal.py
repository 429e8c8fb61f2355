"""Legal: imprint and privacy notice of a campaign, made from campaign.yml, for pages and form.

§ 5 DDG (who offers this), § 18 MStV (who answers for the content), Art. 13 GDPR (what happens to
reports). The words are templates/legal/*.html; a campaign may bring its own.
"""

import functools
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markupsafe import Markup

from helpers import style, wording
from helpers.settings import Settings

FILES = {"imprint": "impressum.html", "privacy": "datenschutz.html"}
TITLES = {
    "imprint": {"de": "Impressum", "en": "Imprint"},
    "privacy": {"de": "Datenschutz", "en": "Privacy"},
}
LACKS = {
    "de": "Diese Kampagne nennt noch nicht, wer sie verantwortet: so darf sie nicht veröffentlicht "
    "werden. In campaign.yml fehlt: {keys}.",
    "en": "This campaign does not say yet who answers for it: it must not be published like this. "
    "campaign.yml lacks: {keys}.",
}
OTHER = {"de": "en", "en": "de"}


@dataclass(frozen=True)
class LegalPage:
    """One of the two pages: `kind` (imprint, privacy), file in reports/, title, body as HTML."""

    kind: str
    file: str
    title: str
    body: Markup


def missing(settings: Settings) -> list[str]:
    """Name the keys of campaign.yml that imprint and privacy notice need and that are not set.

    A campaign with pages of its own elsewhere (`form.imprint_url`, `form.privacy_url`) needs none.
    """
    legal = settings.legal
    own = bool(settings.form.imprint_url), bool(settings.form.privacy_url)
    if all(own):
        return []
    needed = {"legal.name": legal.name, "legal.address": len(legal.address) > 1}
    needed |= {} if own[0] else {"legal.responsible": legal.responsible}
    needed |= {} if own[1] else {"legal.hosts": legal.hosts}
    lacking = [key for key, value in needed.items() if not value]
    invented = email(settings).endswith((".example", "@example.org", "@example.com"))
    if invented and not settings.synthetic:
        lacking.append("legal.email (the one given is only an example)")
    return lacking


def email(settings: Settings) -> str:
    """Return the address that answers for the campaign."""
    return settings.legal.email or settings.contact.email


def pages(settings: Settings, language: str = "") -> list[LegalPage]:
    """Make both pages: in `language` (as campaign.yml says), then in the other one."""
    language = language or settings.language
    other = OTHER[language]
    return [
        LegalPage(
            kind,
            FILES[kind],
            TITLES[kind][language],
            Markup('{}<section lang="{}"><h2>{}</h2>\n{}</section>').format(
                body(settings, kind, language),
                other,
                TITLES[kind][other],
                body(settings, kind, other, lower=True),
            ),
        )
        for kind in FILES
    ]


def body(
    settings: Settings, kind: str, language: str, own_form: bool = False, lower: bool = False
) -> Markup:
    """Return imprint or privacy notice in one language, as HTML without its own first heading.

    own_form: it stands in the campaign's own form. lower: headings are one level deeper.
    """
    lacking = missing(settings)
    warning = Markup('<p class="sample" role="note"><strong>{}</strong></p>\n').format(
        LACKS[language].format(keys=", ".join(lacking))
    )
    template = _environment(settings.dir, settings.home).get_template(
        f"legal/{kind}.{language}.html"
    )
    text = template.render(
        settings=settings,
        word=wording.forms(settings, language),
        has_faults=bool(settings.categories),
        legal=settings.legal,
        email=email(settings),
        k=settings.privacy.k,
        last_day=style.day(settings.as_of, language),
        own_form=own_form
        or any(s.format == "form" for s in (settings.reports, *settings.more_reports)),
        lines=_lines,
    )
    text = text.replace("<h2>", "<h3>").replace("</h2>", "</h3>") if lower else text
    return (warning if lacking else Markup("")) + Markup(text)


def links(settings: Settings, language: str, root: str = "") -> list[tuple[str, str]]:
    """Return address and words of the two links that stand on every page."""
    elsewhere = {"imprint": settings.form.imprint_url, "privacy": settings.form.privacy_url}
    return [(elsewhere[kind] or f"{root}{FILES[kind]}", TITLES[kind][language]) for kind in FILES]


def _lines(texts: list[str]) -> Markup:
    """Write lines of an address below each other."""
    return Markup("<br>").join(text for text in texts if text)


@functools.lru_cache(maxsize=8)
def _environment(campaign: Path, home: Path) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([campaign / "templates", home / "templates"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
