"""Figures: save a chart or map with everything that a reader may want of it, and show it."""

from helpers.figures.all import begin, counted, inputs, listing, published
from helpers.figures.save import Column, save
from helpers.figures.show import Shown, Undrawn, about, block, names, picture
from helpers.figures.words import footer, source, totals

__all__ = [
    "Column",
    "Shown",
    "Undrawn",
    "about",
    "begin",
    "block",
    "counted",
    "footer",
    "inputs",
    "listing",
    "names",
    "picture",
    "published",
    "save",
    "source",
    "totals",
]
