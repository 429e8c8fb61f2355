"""Card: the picture of 1200 × 630 pixels that social networks show beside a link to a post."""

import io
from dataclasses import dataclass
from typing import Protocol

from helpers import style
from helpers.publish import page
from helpers.settings import Settings

SIZE = (1200, 630)
DPI = 100
MARGIN = 70


class Titled(Protocol):
    """What a card shows of a post."""

    title: str
    summary: str
    number: str
    number_says: str
    lang: str


@dataclass(frozen=True)
class Face:
    """What a card shows when it is not a post's."""

    title: str
    lang: str
    summary: str = ""
    number: str = ""
    number_says: str = ""


def draw(settings: Settings, post: Titled | Face) -> bytes:
    """Return the card as PNG: campaign, title, the post's number and what it is, the stamp."""
    from matplotlib.figure import Figure

    stamp = page.stamp(settings, post.lang)
    with style.context():
        picture = Figure(figsize=(SIZE[0] / DPI, SIZE[1] / DPI), dpi=DPI, facecolor=style.PAPER)
        pen = _Pen(picture)
        pen.bar()
        pen.write(settings.name, 96, 26, style.ACCENT, "bold")
        title = post.title
        size = 44 if len(title) < 60 else 36 if len(title) < 100 else 30
        pen.write(title, 96 + 60, size, style.INK, "bold", lines=4)
        if post.number and post.number not in title:
            pen.number(post.number, post.number_says)
        elif post.summary:
            pen.write(post.summary, 360, 26, style.MUTED, "normal", lines=3)
        pen.foot(" · ".join([stamp["count"], stamp["status"]]), stamp["note"])
        stream = io.BytesIO()
        picture.savefig(stream, format="png", dpi=DPI, metadata={"Software": None})
    return stream.getvalue()


class _Pen:
    """Writes on the card in pixels from its upper left corner."""

    def __init__(self, picture: object) -> None:
        self.picture = picture

    def bar(self) -> None:
        from matplotlib.patches import Rectangle

        self.picture.add_artist(
            Rectangle((0, 1 - 14 / SIZE[1]), 1, 14 / SIZE[1], facecolor=style.HIGHLIGHT)
        )

    def write(
        self, text: str, top: float, px: float, color: str, weight: str, lines: int = 1
    ) -> None:
        """Write wrapped text whose first line stands `top` pixels below the upper edge."""
        wrapped = wrap(text, px, SIZE[0] - 2 * MARGIN, weight)
        if len(wrapped) > lines:
            wrapped = [*wrapped[: lines - 1], wrapped[lines - 1].rstrip() + " …"]
        for place, line in enumerate(wrapped):
            self._line(line, MARGIN, top + place * px * 1.25, px, color, weight)

    def number(self, number: str, says: str) -> None:
        self._line(number, MARGIN, 440, 84, style.HIGHLIGHT, "bold")
        beside = MARGIN + _width(number, 84, "bold") + 24
        for place, line in enumerate(wrap(says, 26, SIZE[0] - MARGIN - beside, "normal")[:2]):
            self._line(line, beside, 440 - 26 + place * 34, 26, style.INK, "normal")

    def foot(self, stamp: str, note: str) -> None:
        lines = wrap(stamp, 20, SIZE[0] - 2 * MARGIN, "normal")
        lines += wrap(note, 20, SIZE[0] - 2 * MARGIN, "normal") if note else []
        for place, line in enumerate(reversed(lines)):
            self._line(line, MARGIN, SIZE[1] - 32 - place * 27, 20, style.MUTED, "normal")

    def _line(self, text: str, x: float, y: float, px: float, color: str, weight: str) -> None:
        self.picture.text(
            x / SIZE[0],
            1 - y / SIZE[1],
            text.replace("$", r"\$"),
            fontsize=px * 72 / DPI,
            color=color,
            fontweight=weight,
            family=style.FONT,
            va="baseline",
        )


def wrap(text: str, px: float, width: float, weight: str) -> list[str]:
    """Break text between words into lines of at most `width` pixels at a size of `px` pixels."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, px, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(text: str, px: float, weight: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=style.FONT, size=px, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]
