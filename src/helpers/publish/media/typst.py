"""Typst: what becomes the PDF; every piece of text goes into a string literal here."""

from markdown_it.tree import SyntaxTreeNode

from helpers.publish.media import Medium
from helpers.publish.quote import Quote


class Typst(Medium):
    """Typst markup. All text goes into string literals, so none of it can act as markup."""

    def text(self, plain: str) -> str:
        return literal(plain) if plain else ""

    def quote(self, quote: Quote) -> str:
        if quote.kind == "note":
            text = literal(quote.text)
            online = quote.url.startswith(("https:", "http:"))
            return f"#footnote[{f'#link({string(quote.url)})[{text}];' if online else text}];"
        if quote.kind == "link":
            return f"#link({string(quote.url)})[{literal(quote.text)}];"
        if quote.kind == "block":
            raise self.desk.error("a figure, list or the caveats need a paragraph of their own.")
        said = literal(quote.text) + (f"#super[{literal(quote.mark)}];" if quote.mark else "")
        return said + (f" #emph[{literal(quote.caveat)}];" if quote.caveat else "")

    def on_paragraph(self, node: SyntaxTreeNode) -> str:
        return f"{self.many(node.children)}\n\n"

    def on_heading(self, node: SyntaxTreeNode) -> str:
        return f"#heading(level: {node.tag[1]})[{self.many(node.children)}];\n\n"

    def on_bullet_list(self, node: SyntaxTreeNode) -> str:
        return f"#list({self.many(node.children)});\n\n"

    def on_ordered_list(self, node: SyntaxTreeNode) -> str:
        return f"#enum({self.many(node.children)});\n\n"

    def on_list_item(self, node: SyntaxTreeNode) -> str:
        return f"[{self.many(node.children).strip()}],"

    def on_blockquote(self, node: SyntaxTreeNode) -> str:
        return f"#quote(block: true)[{self.many(node.children)}];\n\n"

    def on_hr(self, node: SyntaxTreeNode) -> str:
        return "#line(length: 100%);\n\n"

    def on_softbreak(self, node: SyntaxTreeNode) -> str:
        return " "

    def on_hardbreak(self, node: SyntaxTreeNode) -> str:
        return "#linebreak();"

    def on_em(self, node: SyntaxTreeNode) -> str:
        return f"#emph[{self.many(node.children)}];"

    def on_strong(self, node: SyntaxTreeNode) -> str:
        return f"#strong[{self.many(node.children)}];"

    def on_link(self, node: SyntaxTreeNode) -> str:
        return f"#link({string(str(node.attrs['href']))})[{self.many(node.children)}];"

    def points(self, items: list[str]) -> str:
        return "#list(" + "".join(f"[{item}]," for item in items) + ");\n\n" if items else ""

    def numbered(self, items: list[str]) -> str:
        return "#enum(" + "".join(f"[{item}]," for item in items) + ");\n\n"

    def lines(self, items: list[str]) -> str:
        return "#linebreak();".join(items) + "\n\n"

    def caveat_list(self, items: list[tuple[str, str]]) -> str:
        inner = "".join(
            f"terms.item({string(mark + ')')}, {string(text)})," for mark, text in items
        )
        return f"#terms({inner});\n\n"

    def new_page(self) -> str:
        return "#pagebreak(weak: true)\n\n"

    def endnotes(self) -> str:
        return ""


def string(text: str) -> str:
    """Write text as a Typst string: only the backslash and the quotation mark need care.

    >>> print(string('a "b" \\\\ #c'))
    "a \\"b\\" \\\\ #c"
    """
    flat = " ".join(part for part in text.replace("\r", "\n").split("\n"))
    escaped = flat.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def literal(text: str) -> str:
    """Write text into Typst markup as a string literal; `;` ends it before what follows."""
    return f"#{string(text)};"
