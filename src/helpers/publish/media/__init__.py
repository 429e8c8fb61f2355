"""Media: say one Markdown tree of held quotes as HTML (`html`), Typst (`typst`) or text (`plain`).

Every piece of text is escaped by the medium at the last moment, so that a name such as
`O2 <b>` or `#eval` from settings, or a place from a report, stays a name.
"""

from markdown_it.tree import SyntaxTreeNode

from helpers.publish.quote import Desk, Quote
from helpers.publish.template import is_mark

NOTES = {"de": "Nachweise", "en": "Sources"}


def _without_empty_sections(said: list[tuple[SyntaxTreeNode, str]]) -> list[str]:
    """Leave out headings under which nothing stands: their facts may all be missing."""
    kept: list[str] = []
    lowest = 0  # the highest heading that has content below it, seen from the end
    for node, text in reversed(said):
        if node.type != "heading":
            lowest = 9 if text.strip() else lowest
        elif lowest < int(node.tag[1]):
            continue
        else:
            lowest = int(node.tag[1]) - 1
        kept.append(text)
    return kept[::-1]


class Medium:
    """Walk a Markdown tree. A medium says how its parts look; footnotes collect in `notes`."""

    def __init__(self, desk: Desk, blocks: dict | None = None):
        self.desk, self.blocks = desk, blocks or {}
        self.notes: list[Quote] = []

    def document(self, tree: SyntaxTreeNode) -> str:
        """Say the whole tree, then its footnotes; stop when a caveat is still owed."""
        body = "".join(_without_empty_sections([(node, self.one(node)) for node in tree.children]))
        self.desk.settle()
        return body + self.endnotes()

    def many(self, parts: list[SyntaxTreeNode]) -> str:
        """Say several nodes one after the other."""
        return "".join(self.one(part) for part in parts)

    def one(self, node: SyntaxTreeNode) -> str:
        """Say one node, by the method of its type."""
        if node.type == "paragraph" and (quotes := self._only_blocks(node)):
            return "".join(self.block(quote) for quote in quotes)
        method = getattr(self, f"on_{node.type}", None)
        if method is None:
            raise self.desk.error(f'Markdown "{node.type}" has no place in letters and posts.')
        return method(node)

    def on_inline(self, node: SyntaxTreeNode) -> str:
        return self.many(node.children)

    def on_text(self, node: SyntaxTreeNode) -> str:
        return self.words(node.content)

    def words(self, text: str) -> str:
        """Say plain text in which marks may stand."""
        said, plain = [], []
        for sign in text:
            if not is_mark(sign):
                plain.append(sign)
                continue
            said += [self.text("".join(plain)), self.quote(self.desk.quoted(sign))]
            plain = []
        return "".join([*said, self.text("".join(plain))])

    def block(self, quote: Quote) -> str:
        """Say a block that stands in a paragraph of its own: a figure, a list, the caveats."""
        if quote.text == "caveats":
            items = self.desk.caveats_due()
            return self.caveat_list(items) if items else ""
        if quote.text == "annex":
            return self.new_page()
        if quote.text == "points":
            return self.points([self.words(item) for item in quote.items])
        if quote.text == "list":
            return self.numbered([self.words(item) for item in quote.items])
        if quote.text == "lines":
            return self.lines([self.words(item) for item in quote.items])
        return self.blocks[quote.text](quote, self)

    def _only_blocks(self, node: SyntaxTreeNode) -> list[Quote]:
        """Return the blocks of a paragraph that holds nothing else, [] for any other paragraph."""
        parts = node.children[0].children
        text = "".join(part.content for part in parts if part.type == "text").replace(" ", "")
        if any(part.type not in ("text", "softbreak") for part in parts):
            return []
        if not all(is_mark(sign) for sign in text):
            return []
        quotes = [self.desk.held_behind(sign) for sign in text]
        return quotes if all(quote.kind == "block" for quote in quotes) else []
