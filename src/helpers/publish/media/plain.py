"""Plain text: what fits into an e-mail."""

import textwrap

from markdown_it.tree import SyntaxTreeNode

from helpers.publish.media import NOTES, Medium
from helpers.publish.quote import Quote


class Plain(Medium):
    """Plain text of 72 columns, with footnotes as [1] and a list of them at the end."""

    width = 72

    def text(self, plain: str) -> str:
        return plain

    def quote(self, quote: Quote) -> str:
        if quote.kind == "note":
            self.notes.append(quote)
            return f" [{len(self.notes)}]"
        if quote.kind == "link":
            return f"{quote.text} ({quote.url.removeprefix('mailto:')})"
        if quote.kind == "block":
            raise self.desk.error("a figure, list or the caveats need a paragraph of their own.")
        said = quote.text + (f" [{quote.mark}]" if quote.mark else "")
        return said + (f" ({quote.caveat})" if quote.caveat else "")

    def on_paragraph(self, node: SyntaxTreeNode) -> str:
        return self._wrapped(self.many(node.children)) + "\n\n"

    def on_heading(self, node: SyntaxTreeNode) -> str:
        title = self.many(node.children)
        line = "=" if node.tag == "h1" else "-"
        return f"{title}\n{line * min(len(title), self.width)}\n\n"

    def on_bullet_list(self, node: SyntaxTreeNode) -> str:
        return self._items([("- ", self.one(child)) for child in node.children])

    def on_ordered_list(self, node: SyntaxTreeNode) -> str:
        return self._items(
            [(f"{n}. ", self.one(child)) for n, child in enumerate(node.children, 1)]
        )

    def on_list_item(self, node: SyntaxTreeNode) -> str:
        return " ".join(self.many(node.children).split())

    def on_blockquote(self, node: SyntaxTreeNode) -> str:
        return textwrap.indent(self.many(node.children).strip(), "> ") + "\n\n"

    def on_hr(self, node: SyntaxTreeNode) -> str:
        return "-" * self.width + "\n\n"

    def on_softbreak(self, node: SyntaxTreeNode) -> str:
        return " "

    def on_hardbreak(self, node: SyntaxTreeNode) -> str:
        return "\n"

    def on_em(self, node: SyntaxTreeNode) -> str:
        return self.many(node.children)

    on_strong = on_em

    def on_link(self, node: SyntaxTreeNode) -> str:
        return f"{self.many(node.children)} ({str(node.attrs['href']).removeprefix('mailto:')})"

    def points(self, items: list[str]) -> str:
        return self._items([("- ", item) for item in items]) if items else ""

    def numbered(self, items: list[str]) -> str:
        return self._items([(f"{n}. ", item) for n, item in enumerate(items, 1)])

    def lines(self, items: list[str]) -> str:
        return "\n".join(items) + "\n\n"

    def caveat_list(self, items: list[tuple[str, str]]) -> str:
        return self._items([(f"[{mark}] ", text) for mark, text in items])

    def new_page(self) -> str:
        return "_" * self.width + "\n\n"

    def endnotes(self) -> str:
        if not self.notes:
            return ""
        title = NOTES[self.desk.lang]
        online = [n.url if n.url.startswith(("https:", "http:")) else "" for n in self.notes]
        items = [
            (f"[{n}] ", f"{note.text} {url}".strip())
            for n, (note, url) in enumerate(zip(self.notes, online, strict=True), 1)
        ]
        return f"{title}\n{'-' * len(title)}\n\n{self._items(items)}"

    @classmethod
    def on_note(cls, text: str) -> str:
        """Say a remark of its own, wrapped."""
        return textwrap.fill(text, cls.width, break_long_words=False) + "\n\n"

    def _items(self, items: list[tuple[str, str]]) -> str:
        wrapped = [
            textwrap.fill(
                text, self.width, initial_indent=lead, subsequent_indent=" " * len(lead),
                break_long_words=False, break_on_hyphens=False,
            )
            for lead, text in items
        ]  # fmt: skip
        return "\n".join(wrapped) + "\n\n"

    def _wrapped(self, text: str) -> str:
        return "\n".join(
            textwrap.fill(line, self.width, break_long_words=False, break_on_hyphens=False)
            for line in text.split("\n")
        )
