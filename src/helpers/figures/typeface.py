"""Typeface: the letters that a picture uses, put inside of it, so that it looks alike everywhere.

A picture's words stay text: they can be searched, copied and translated.
"""

import base64
import functools
import html
import io
import re

from fontTools import subset
from fontTools.ttLib import TTFont

from helpers import style

_TEXT = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_BOLD = re.compile(r"font(?:-weight)?:[^;\"]*\b(?:bold|[6-9]00)\b")
_WEIGHTS = {False: ("normal", 400), True: ("bold", 700)}


def embedded(svg: str) -> str:
    """Return a picture with the letters of its texts as a font of its own, by weight."""
    used: dict[bool, set[str]] = {False: set(), True: set()}
    for attributes, content in _TEXT.findall(svg):
        words = html.unescape(re.sub(r"<[^>]*>", "", content))
        used[bool(_BOLD.search(attributes))] |= set(words)
    faces = [_face(is_bold, "".join(sorted(used[is_bold]))) for is_bold in used if used[is_bold]]
    if not faces:
        return svg
    return svg.replace("<defs>", f"<defs>\n  <style>{''.join(faces)}</style>", 1)


@functools.lru_cache(maxsize=64)
def _face(is_bold: bool, letters: str) -> str:
    """Return the rule for a font that has these letters and no others."""
    from matplotlib import font_manager

    word, weight = _WEIGHTS[is_bold]
    path = font_manager.findfont(font_manager.FontProperties(family=style.FONT, weight=word))
    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=["kern"], name_IDs=[], notdef_glyph=True
    )
    options.drop_tables += ["FFTM"]
    worker = subset.Subsetter(options)
    worker.populate(text=letters)
    worker.subset(font)
    font.flavor = "woff"
    stream = io.BytesIO()
    font.save(stream)
    data = base64.b64encode(stream.getvalue()).decode()
    return (
        f"@font-face{{font-family:'{style.FONT}';font-weight:{weight};"
        f"src:url(data:font/woff;base64,{data})}}"
    )
