"""Maps: where reports come from, each as a static figure and as an interactive page.

`kreise_rates`, `kreise_counts` and `city_districts` draw the static twin (SVG, PNG, CSV) and note
what the interactive page needs; `helpers.publish.maps` writes the pages once all facts are known.
"""

from helpers.maps.counts import kreise_counts
from helpers.maps.districts import Gallery, city_districts
from helpers.maps.rates import kreise_rates

__all__ = ["Gallery", "city_districts", "kreise_counts", "kreise_rates"]
