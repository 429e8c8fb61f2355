"""Frame: title, subtitle and footer around a drawing, wrapped to its width."""

from typing import TYPE_CHECKING

from helpers import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PAD = 0.12  # inches around the figure


def frame(fig: "Figure", title: str, subtitle: str, footer: str) -> None:
    """Grow `fig` by a header with title and subtitle and by a footer, left-aligned and wrapped."""
    with style.context():
        width, drawn = fig.get_size_inches()
        parts = [
            _Text(fig, title, 12.5 if width > 5 else 11.5, style.INK, "bold"),
            _Text(fig, subtitle, 9.5 if width > 5 else 9, style.MUTED, "normal"),
            _Text(fig, footer, 7.5, style.MUTED, "normal"),
        ]
        above = _PAD + parts[0].height + 0.06 + parts[1].height + 0.12
        below = 0.12 + parts[2].height + _PAD
        height = above + drawn + below
        layout = fig.get_layout_engine()
        places = [(axes, axes.get_position(original=True).bounds) for axes in fig.axes]
        fig.set_size_inches(width, height)
        if layout is not None and fig.axes:
            layout.set(rect=(_PAD / width, below / height, 1 - 2 * _PAD / width, drawn / height))
            _settle(fig)
        else:
            for axes, (x, y, w, h) in places:
                axes.set_position([x, (below + y * drawn) / height, w, h * drawn / height])
        parts[0].put(_PAD, height)
        parts[1].put(_PAD + parts[0].height + 0.06, height)
        parts[2].put(height - below + 0.12, height)


def _settle(fig: "Figure") -> None:
    """Lay the axes out once and for all, rounded.

    The solver behind the layout gives places that differ in their last digits from run to run;
    SVG files name their clip paths after them.
    """
    fig.get_layout_engine().execute(fig)
    places = [(axes, axes.get_position(original=True).bounds) for axes in fig.axes]
    fig.set_layout_engine("none")
    for axes, bounds in places:
        axes.set_position([round(part, 5) for part in bounds])


class _Text:
    """A wrapped text of the frame, measured before it is put."""

    def __init__(self, fig: "Figure", text: str, size: float, color: str, weight: str) -> None:
        from matplotlib.font_manager import FontProperties

        self.fig, self.color = fig, color
        self.font = FontProperties(family=style.FONT, size=size, weight=weight)
        self.lines = _wrap(text, self.font, (fig.get_figwidth() - 2 * _PAD) * 71)
        self.height = len(self.lines) * size * 1.3 / 72

    def put(self, top: float, height: float) -> None:
        """Draw the text with its upper edge `top` inches below the edge of the figure."""
        self.fig.text(
            _PAD / self.fig.get_figwidth(),
            1 - top / height,
            "\n".join(self.lines),
            fontproperties=self.font,
            color=self.color,
            va="top",
            linespacing=1.25,
            in_layout=False,
        )


def _wrap(text: str, font: object, width: float) -> list[str]:
    """Break `text` into lines of at most `width` points, between words."""
    from matplotlib.textpath import text_to_path

    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        fits = text_to_path.get_text_width_height_descent(longer, font, ismath=False)[0] <= width
        if lines and fits:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
