"""Blog: posts from the campaign's own templates, each with card, share text and place in a feed."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from helpers import style
from helpers.errors import CampaignError
from helpers.publish import card, context, feed, folder, letter, page, template
from helpers.publish.media import Medium
from helpers.publish.media.html import Html
from helpers.publish.media.plain import Plain
from helpers.publish.quote import Desk
from helpers.settings import Settings

DAYS = ("day3", "last_day")
"""Named days of a post's `as_of`: the third day of the form, and the last day counted."""
WORDS = {
    "de": {
        "blog": "Blog",
        "about": "Beiträge der Kampagne „{campaign}“: Auswertung, Gespräche und Nachfragen.",
        "as_of": "Stand der Zahlen: {day}",
        "none": "Noch keine Beiträge.",
        "feed": "Beiträge abonnieren (Atom)",
        "share": "Kurztext für Presse und Weitergabe",
        "all": "Alle Beiträge",
        "older": "Zuvor",
        "newer": "Danach",
        "contact": "Kontakt: {name}, {email}",
    },
    "en": {
        "blog": "Blog",
        "about": "Posts of the campaign “{campaign}”: evaluation, talks and questions.",
        "as_of": "Figures as of {day}",
        "none": "No posts yet.",
        "feed": "Subscribe to the posts (Atom)",
        "share": "Short text for the press and for sharing",
        "all": "All posts",
        "older": "Before",
        "newer": "After",
        "contact": "Contact: {name}, {email}",
    },
}


@dataclass(frozen=True)
class Post:
    """One post, filled in. `day` is the day up to which its numbers count.

    `title` and `summary` are plain text, `heading` and `lead` the same as HTML with traces.
    """

    slug: str
    title: str
    summary: str
    heading: str
    lead: str
    day: date
    lang: str
    body: str
    number: str
    number_says: str
    quoted: list[str]

    @property
    def file(self) -> str:
        """Name the post's page."""
        return f"{self.slug}.html"


def make(settings: Settings) -> dict[str, list[str]]:
    """Write reports/blog/: posts, cards, index, Atom feed, share texts; return page → facts."""
    written = posts(settings)
    files = {"index.html": _index(settings, written), "feed.xml": feed.atom(settings, written)}
    for place, post in enumerate(written):
        files[post.file] = _page(settings, written, place)
        files[f"{post.slug}.png"] = card.draw(settings, post)
        files[f"{post.slug}.txt"] = share(settings, post).encode()
    folder.replace(settings, "blog", files)
    return {f"blog/{post.file}": post.quoted for post in written}


def posts(settings: Settings) -> list[Post]:
    """Fill in templates/posts/*.md.j2 of the campaign's folder; oldest first, then by name.

    Raises CampaignError naming the template for what is missing or may not be said.
    """
    paths = templates(settings)
    written = [_post(settings, path) for path in paths]
    slugs = [post.slug for post in written]
    for path, slug in zip(paths, slugs, strict=True):
        if slugs.count(slug) > 1 or slug in ("index", "feed"):
            raise CampaignError(f'{path}: the address "{slug}" is taken; rename the file.')
    return sorted(written, key=lambda post: post.day)


def templates(settings: Settings) -> list[Path]:
    """List the templates of the campaign's posts, in the order of their names."""
    return sorted((settings.dir / "templates" / "posts").glob("*.md.j2"))


def overview(settings: Settings) -> pd.DataFrame:
    """List the posts: `file, title, n_facts`."""
    rows = [(post.file, post.title, len(post.quoted)) for post in posts(settings)]
    return pd.DataFrame(rows, columns=["file", "title", "n_facts"])


def share(settings: Settings, post: Post) -> str:
    """Return the text that a press office or a reader passes on."""
    words = WORDS[post.lang]
    contact = words["contact"].format(name=settings.contact.name, email=settings.contact.email)
    stamp = page.stamp(settings, post.lang)
    parts = [post.title, post.summary, letter.absolute(settings, f"blog/{post.file}"), contact]
    return "\n\n".join([*parts, *([stamp["note"]] if stamp["note"] else [])]) + "\n"


def _post(settings: Settings, path: Path) -> Post:
    source = template.read(path)
    lang = str(source.front.get("lang", settings.language))
    content = context.facts(settings)
    desk = Desk(content, lang, source.name)
    words = context.build(settings, desk, content)
    writer = Html(desk, context.blocks(settings, Html))
    heading, lead = (_line(source, key, writer, words) for key in ("title", "summary"))
    title, summary = (_line(source, key, Plain(desk), words) for key in ("title", "summary"))
    number = str(source.front.get("number", ""))
    shown = desk.fact(number) if number and desk.has(number) else None
    tree = template.fill(source, desk, words)
    return Post(
        slug=_slug(path),
        title=title,
        summary=summary,
        heading=heading,
        lead=lead,
        day=_day(settings, source),
        lang=lang,
        body=writer.document(tree),
        number=shown.text if shown else "",
        number_says=content["facts"][number][f"what_{lang}"] if shown else "",
        quoted=list(dict.fromkeys(desk.used)),
    )


def _slug(path: Path) -> str:
    """Make a page's name of a template's: `02-auswertung.md.j2` → `auswertung`."""
    stem = path.name.removesuffix(".md.j2")
    head, _, rest = stem.partition("-")
    slug = rest if head.isdigit() and rest else stem
    if not all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in slug):
        raise CampaignError(f"{path}: expected a name of a–z, 0–9 and hyphens, got {path.name!r}")
    return slug.lower()


def _line(source: template.Template, key: str, writer: Medium, words: dict) -> str:
    """Fill in a line of the front matter and say it in the writer's medium."""
    value = source.front.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CampaignError(f"{source.path}: the front matter needs a line `{key}: …`.")
    return writer.words(template.expand(value, source.name, writer.desk, words)).strip()


def _day(settings: Settings, source: template.Template) -> date:
    """Return the day up to which a post counts: a named one or an ISO date."""
    value = str(source.front.get("as_of", "last_day"))
    if value == "day3":
        return min(settings.first_day + timedelta(days=2), settings.as_of)
    if value == "last_day":
        return settings.as_of
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        expected = f"{', '.join(DAYS)} or a date such as 2011-11-30"
        raise CampaignError(f'{source.path}: as_of: expected {expected}, got "{value}"') from error


def _page(settings: Settings, written: list[Post], place: int) -> bytes:
    post = written[place]
    words = WORDS[post.lang]
    html = page.render(
        settings,
        "post.html",
        title=post.title,
        description=post.summary,
        root="../",
        here="blog/index.html",
        language=post.lang,
        **letter.quote_parts(),
        post=post,
        body=Markup(post.body),
        heading=Markup(post.heading),
        lead=Markup(post.lead),
        dateline=words["as_of"].format(day=style.day(post.day, post.lang)),
        url=letter.absolute(settings, f"blog/{post.file}"),
        image=letter.absolute(settings, f"blog/{post.slug}.png")
        if settings.contact.url
        else f"{post.slug}.png",
        share=share(settings, post),
        older=written[place - 1] if place else None,
        newer=written[place + 1] if place + 1 < len(written) else None,
        says=words,
    )
    return html.encode()


def _index(settings: Settings, written: list[Post]) -> bytes:
    words = WORDS[settings.language]
    days = {post.slug: style.day(post.day, settings.language) for post in written}
    html = page.render(
        settings,
        "blog.html",
        title=words["blog"],
        description=words["about"].format(campaign=settings.name),
        root="../",
        here="blog/index.html",
        **letter.quote_parts(),
        posts=list(reversed(written)),
        days=days,
        says=words,
    )
    return html.encode()
