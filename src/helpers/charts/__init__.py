"""Charts: what the evaluation found, one function per figure.

Each takes published tables and the settings, saves the figure under reports/figures/ by
`helpers.figures.save`, and returns what a notebook displays. Titles say the finding and are
computed, as is the text alternative.
"""

from helpers.charts.choices import robustness
from helpers.charts.course import growth
from helpers.charts.evidence import funnel
from helpers.charts.faults import categories
from helpers.charts.peers import hotspots
from helpers.charts.places import ranking
from helpers.charts.things import things
from helpers.charts.together import cooccurrence
from helpers.charts.week import hours
from helpers.charts.within import districts

__all__ = [
    "categories",
    "cooccurrence",
    "districts",
    "funnel",
    "growth",
    "hotspots",
    "hours",
    "ranking",
    "robustness",
    "things",
]
