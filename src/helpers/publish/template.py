"""Template: read a letter or post template, refuse numbers typed into it, fill it in."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import jinja2
import yaml
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from helpers.errors import CampaignError
from helpers.publish.quote import FIRST_MARK, Desk, Quote
from helpers.settings import Settings

BY_ID = {"fact", "claim", "has", "some", "source", "day", "figure", "promise", "link"}
"""Calls whose arguments may hold digits: they name a fact, a figure, a date or an address."""
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")


@dataclass(frozen=True)
class Template:
    """One template file: its front matter (`title`, `summary`, …) and its Markdown body."""

    path: Path
    body: str
    front: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name the file in errors: its folder and its name."""
        return f"{self.path.parent.name}/{self.path.name}"


def find(settings: Settings, name: str) -> Path:
    """Find a template: the campaign folder's own wins over the repository's.

    Raises CampaignError naming both places.
    """
    places = [settings.dir / "templates" / name, settings.home / "templates" / name]
    for place in places:
        if place.is_file():
            return place
    raise CampaignError(f"template {name}: looked for {places[0]} and {places[1]}, found neither.")


def read(path: Path) -> Template:
    """Read a template file and split off its front matter (YAML between two `---` lines).

    Raises CampaignError naming the file for bad YAML, a foreign encoding or a typed number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CampaignError(f"{path}: expected UTF-8, got {error}") from error
    front, body = {}, text
    if text.startswith("---\n"):
        head, found, body = text[4:].partition("\n---\n")
        if not found:
            raise CampaignError(f"{path}: the front matter opens with --- and never closes.")
        front = _front(path, head)
    template = Template(path, body, front)
    problems = lint(body)
    for key in ("title", "summary"):
        problems += [f"{key}: {problem}" for problem in lint(str(front.get(key, "")))]
    if problems:
        lines = "\n".join(f"  {problem}" for problem in problems)
        raise CampaignError(
            f"{path}: numbers come from facts ({{{{ fact(…) }}}}), not from the keyboard:\n{lines}"
        )
    return template


def lint(source: str) -> list[str]:
    """List the numbers typed into a template: in its words, or as constants in its code.

    Markers of numbered lists, ids of facts, dates in `day(…)` and addresses are no such numbers.

    >>> lint("Es sind 7.691 Meldungen.")
    ['"Es sind 7.691 Meldungen." holds a typed number']
    >>> lint("1. Berlin: {{ fact('city.11000000.n_reports') }}")
    []
    >>> lint("{{ 5000 }}")
    ['line 1: the constant 5000 is a typed number']
    """
    try:
        tree = jinja2.Environment(autoescape=False).parse(source)
    except jinja2.TemplateSyntaxError as error:
        return [f"line {error.lineno}: {error.message}"]
    allowed = {
        id(const)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in BY_ID
        for const in call.find_all(nodes.Const)
    }
    found = [
        f"line {const.lineno}: the constant {const.value!r} is a typed number"
        for const in tree.find_all(nodes.Const)
        if id(const) not in allowed and _typed(str(const.value))
    ]
    words = "".join(
        part.data if isinstance(part, nodes.TemplateData) else "·"
        for output in tree.find_all(nodes.Output)
        for part in output.nodes
    )
    return found + [f'"{line}" holds a typed number' for line in _typed_lines(words)]


def fill(template: Template, desk: Desk, context: dict) -> SyntaxTreeNode:
    """Fill in a template and return its Markdown tree; printed values stand as marks.

    Raises CampaignError naming the template and line for what it cannot fill in.
    """
    return parse(desk, expand(template.body, template.name, desk, context))


def expand(source: str, name: str, desk: Desk, context: dict) -> str:
    """Fill in a template's text; each printed value becomes one mark."""
    env = _Sandbox(
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=desk.hold,
    )
    own = {"fact": desk.fact, "claim": desk.claim, "has": desk.has, "source": desk.source}
    own |= {"some": desk.some, "day": desk.day, "link": desk.link, "lang": desk.lang}
    try:
        return env.from_string(source, globals=own).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise CampaignError(f"{name}, line {error.lineno}: {error.message}") from error
    except jinja2.TemplateError as error:
        raise CampaignError(f"{name}: {error.message}") from error
    except (TypeError, ValueError, ArithmeticError) as error:
        raise CampaignError(f"{name}: cannot be filled in: {error}") from error


def parse(desk: Desk, text: str) -> SyntaxTreeNode:
    """Parse filled-in Markdown; a digit that still stands in it was typed, and stops the run."""
    typed = _typed_lines(text)
    if typed:
        raise desk.error(f'"{typed[0]}" holds a typed number; numbers come from facts.')
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        for child in token.children or []:
            if any("%F3%B0" in str(value) for value in child.attrs.values()):
                raise desk.error("a link's address is printed by {{ link(url, text) }} only.")
    return SyntaxTreeNode(tokens)


def is_mark(sign: str) -> bool:
    """Tell whether a character stands for a held quote."""
    return ord(sign) >= FIRST_MARK


class _Sandbox(SandboxedEnvironment):
    """Templates may come from anyone: no way to Python's insides nor to a quote's bare text."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return not isinstance(obj, Quote) and super().is_safe_attribute(obj, attr, value)


def _front(path: Path, head: str) -> dict:
    try:
        front = yaml.safe_load(head) or {}
    except yaml.YAMLError as error:
        raise CampaignError(f"{path}: the front matter is not readable as YAML: {error}") from error
    if not isinstance(front, dict):
        raise CampaignError(f"{path}: expected `key: value` lines between the --- lines.")
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in front.items()}


def _typed(text: str) -> bool:
    return any(sign.isdigit() or sign.isnumeric() for sign in text)


def _typed_lines(text: str) -> list[str]:
    """List the pieces of Markdown text in which a digit stands."""
    pieces = []
    for token in MARKDOWN.parse(text):
        parts = token.children or ([token] if token.content else [])
        pieces += [part.content.strip() for part in parts if _typed(part.content)]
    return pieces
