"""Feed: the posts as Atom (RFC 4287), with dates that come from the posts and no clock."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

from helpers.publish import page
from helpers.settings import Settings

ATOM = "http://www.w3.org/2005/Atom"


class Entry(Protocol):
    """What the feed needs of a post."""

    slug: str
    title: str
    summary: str
    day: object
    lang: str
    body: str
    file: str


def atom(settings: Settings, posts: Sequence[Entry]) -> bytes:
    """Return the feed of `posts`, newest first, as UTF-8 XML.

    Ids are tag URIs (RFC 4151) of the campaign, so they stay when the site moves.
    """
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang":
                                          settings.language})  # fmt: skip
    base = settings.contact.url.rstrip("/")
    blog = f"{base}/blog/" if base else ""
    stamp = page.stamp(settings)
    _add(root, "title", settings.name)
    _add(root, "id", _tag(settings, "blog"))
    _add(root, "updated", _moment(max([post.day for post in posts], default=settings.as_of)))
    _add(
        root,
        "subtitle",
        " · ".join(p for p in (stamp["count"], stamp["status"], stamp["note"]) if p),
    )
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{blog}feed.xml")
    _add(root, "link", rel="alternate", type="text/html", href=f"{blog}index.html")
    author = _add(root, "author")
    _add(author, "name", settings.contact.name)
    _add(author, "email", settings.contact.email)
    _add(root, "generator", "einzelfall")
    for post in reversed(posts):
        _entry(settings, root, post, blog)
    ET.indent(root, " ")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(settings: Settings, root: ET.Element, post: Entry, blog: str) -> None:
    entry = _add(root, "entry", **{"{http://www.w3.org/XML/1998/namespace}lang": post.lang})
    _add(entry, "title", post.title)
    _add(entry, "id", _tag(settings, post.slug))
    _add(entry, "published", _moment(post.day))
    _add(entry, "updated", _moment(post.day))
    _add(entry, "summary", post.summary)
    _add(entry, "link", rel="alternate", type="text/html", href=f"{blog}{post.file}")


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text or None
    return child


def _moment(day: object) -> str:
    """Write a day as RFC 3339 asks; noon, as a day of the campaign has no hour."""
    return f"{day}T12:00:00Z"


def _tag(settings: Settings, name: str) -> str:
    host = urlsplit(settings.contact.url).hostname or settings.contact.email.split("@")[-1]
    return f"tag:{host},{settings.first_day}:{settings.id}/{name}"
