"""HTML: what readers hover, focus and click; every piece of text is escaped here."""

from html import escape

from markdown_it.tree import SyntaxTreeNode

from helpers.publish.media import NOTES, Medium
from helpers.publish.quote import Desk, Quote


class Html(Medium):
    """HTML: a number shows on hover and on keyboard focus what it is, and links to its origin."""

    def __init__(self, desk: Desk, blocks: dict | None = None, lift: int = 0):
        super().__init__(desk, blocks)
        self.lift, self.tips = lift, 0

    def text(self, plain: str) -> str:
        return escape(plain)

    def quote(self, quote: Quote) -> str:
        if quote.kind == "text":
            return escape(quote.text)
        if quote.kind == "link":
            return f'<a href="{escape(quote.url)}">{escape(quote.text)}</a>'
        if quote.kind == "note":
            self.notes.append(quote)
            n = len(self.notes)
            return (
                f'<sup class="note"><a href="#note-{n}" id="note-ref-{n}" role="doc-noteref" '
                f'aria-label="{NOTES[self.desk.lang]} {n}">{n}</a></sup>'
            )
        if quote.kind == "block":
            raise self.desk.error("a figure, list or the caveats need a paragraph of their own.")
        return self._number(quote)

    def _number(self, quote: Quote) -> str:
        self.tips += 1
        tip = f"fact-{self.tips}"
        said = (
            f'<span class="quote {quote.kind}">'
            f'<a href="{escape(quote.url)}" aria-describedby="{tip}" '
            f'data-fact="{escape(quote.id)}">{escape(quote.text)}</a>'
            f'<span class="tip" role="tooltip" id="{tip}">{escape(quote.tip)}</span></span>'
        )
        if quote.mark:
            said += (
                f'<sup class="note"><a href="#caveat-{quote.mark}" role="doc-noteref">'
                f"{quote.mark}</a></sup>"
            )
        return said + (f' <em class="caveat">{escape(quote.caveat)}</em>' if quote.caveat else "")

    def on_paragraph(self, node: SyntaxTreeNode) -> str:
        inner = self.many(node.children)
        return inner if node.hidden else f"<p>{inner}</p>\n"

    def on_heading(self, node: SyntaxTreeNode) -> str:
        tag = f"h{min(6, int(node.tag[1]) + self.lift)}"
        return f"<{tag}>{self.many(node.children)}</{tag}>\n"

    def on_bullet_list(self, node: SyntaxTreeNode) -> str:
        return f"<ul>\n{self.many(node.children)}</ul>\n"

    def on_ordered_list(self, node: SyntaxTreeNode) -> str:
        return f"<ol>\n{self.many(node.children)}</ol>\n"

    def on_list_item(self, node: SyntaxTreeNode) -> str:
        return f"<li>{self.many(node.children)}</li>\n"

    def on_blockquote(self, node: SyntaxTreeNode) -> str:
        return f"<blockquote>{self.many(node.children)}</blockquote>\n"

    def on_hr(self, node: SyntaxTreeNode) -> str:
        return "<hr>\n"

    def on_softbreak(self, node: SyntaxTreeNode) -> str:
        return "\n"

    def on_hardbreak(self, node: SyntaxTreeNode) -> str:
        return "<br>\n"

    def on_em(self, node: SyntaxTreeNode) -> str:
        return f"<em>{self.many(node.children)}</em>"

    def on_strong(self, node: SyntaxTreeNode) -> str:
        return f"<strong>{self.many(node.children)}</strong>"

    def on_link(self, node: SyntaxTreeNode) -> str:
        return f'<a href="{escape(str(node.attrs["href"]))}">{self.many(node.children)}</a>'

    def points(self, items: list[str]) -> str:
        inner = "".join(f"<li>{item}</li>\n" for item in items)
        return f"<ul>\n{inner}</ul>\n" if items else ""

    def numbered(self, items: list[str]) -> str:
        inner = "".join(f"<li>{item}</li>\n" for item in items)
        return f"<ol>\n{inner}</ol>\n"

    def lines(self, items: list[str]) -> str:
        return f"<p>{'<br>'.join(items)}</p>\n"

    def caveat_list(self, items: list[tuple[str, str]]) -> str:
        inner = "".join(
            f'<li id="caveat-{mark}"><span class="mark">{mark})</span> {escape(text)}</li>\n'
            for mark, text in items
        )
        return f'<ul class="caveats">\n{inner}</ul>\n'

    def new_page(self) -> str:
        return '<hr class="newpage">\n'

    def endnotes(self) -> str:
        if not self.notes:
            return ""
        items = "".join(
            f'<li id="note-{n}"><a href="{escape(note.url)}">{escape(note.text)}</a> '
            f'<a href="#note-ref-{n}" role="doc-backlink" aria-label="↑ {n}">↑</a></li>\n'
            for n, note in enumerate(self.notes, 1)
        )
        title = NOTES[self.desk.lang]
        return (
            f'<section class="notes" role="doc-endnotes" aria-label="{title}">'
            f"<h2>{title}</h2>\n<ol>\n{items}</ol></section>\n"
        )
