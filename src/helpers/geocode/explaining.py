"""Explain: say in words how an entry was placed, and what else it could be."""

import pandas as pd

from helpers.geocode.answers import FIELDS
from helpers.geocode.decide import Decision
from helpers.geocode.index import load
from helpers.geocode.locating import locate
from helpers.geocode.postcodes import extract, in_field
from helpers.scope import Scope

HOW = {
    "exact": "it is the name of a place",
    "alias": "it is another name of the place",
    "abbreviation": "it is an abbreviation or car-plate code of the place",
    "compound": "it names a city and something within it",
    "postcode": "the postcode lies there",
    "fuzzy": "it is a slip of the pen away from the name",
    "point": "its coordinates lie there",
    "reviewed": "a person decided so in place_aliases.csv",
}
WHY = {
    "empty": "nothing was written.",
    "junk": "it is no text that could name a place.",
    "nowhere": "it says nothing about where.",
    "word": "it is an ordinary word, not a place.",
    "everywhere": "it means everywhere, not one place.",
    "region": "it is a region with many Kreise.",
    "road": "it is a road, which crosses many Kreise.",
    "train": "it is a train or line, which crosses many Kreise.",
    "airport": "it is an airport outside its city, or without a city.",
    "foreign": "it lies abroad.",
    "foreign_homonym": "a German place and one abroad share the name.",
    "region_homonym": "a municipality and a region share the name.",
    "homonym": "several places have this name, and none is clearly the one meant: a town of 20,000 "
    "that outweighs all others together (85 %).",
    "street": "it is a street, and every town has streets.",
    "own_name": "no place of this name is known, and it looks like a village's own name rather "
    "than like a slip of the pen.",
    "common_name": "it is the name of a small place, and villages elsewhere could be called so.",
    "qualifier": "what stands beside the name fits none of the places called so.",
    "near_names": "it is misspelt, and several names are as near.",
    "contradiction": "its fields contradict each other (place and postcode of different regions).",
    "two_places": "it names two places.",
    "around": "it means the surroundings of a place, which may be another Kreis.",
    "several_kreise": "the postcode covers several Kreise.",
    "short_postcode": "the postcode has four digits: a lost zero, or abroad.",
    "unknown_postcode": "the postcode is in no table.",
    "loose_district": "a colloquial district name (unverified) never decides the city alone.",
    "unknown_rest": "beside the name of a small place stand words that nobody knows.",
    "unknown": "no place of this name, and none near it, is known.",
    "reviewed": "a person looked at it and found no place.",
}


def explain(
    city: str,
    district: str = "",
    postcode: str = "",
    aliases: pd.DataFrame | None = None,
    here: Scope | None = None,
) -> str:
    """Return in words how an entry is placed, or why not, and what else it could be."""
    entry = pd.DataFrame([[city, district, postcode]], columns=FIELDS, dtype="str")
    row = locate(entry, aliases, here=here).iloc[0]
    decision = Decision(**{name: row[name] for name in Decision._fields})
    written = ", ".join(part for part in (city, district, postcode) if part)
    lines = [f'"{written}"', *(_located(decision) if decision.ags5 else _unlocated(decision))]
    if in_field(postcode) or extract(city)[1] or extract(district)[1]:
        lines.append(f"  Postcodes: {load().postcode_source}.")
    lines.append(f"  Places: {load().places_source}.")
    return "\n".join(lines)


def _located(decision: Decision) -> list[str]:
    """Say where, how, how sure, and what else."""
    place = decision.city or decision.kreis
    where = f"{place}, {decision.district}" if decision.district else place
    lines = [
        f"  is {where}: {_titled(decision.kreis)} (AGS {decision.ags5})"
        + (f", municipality {decision.ags8}." if decision.ags8 else "."),
        f"  How: {decision.locate_how}: {HOW[decision.locate_how]}. "
        f"Score {decision.locate_score:.2f}.",
    ]
    others = decision.locate_candidates.split("; ")[1:]
    return [*lines, *_could_be("  Less likely: ", others)]


def _titled(kreis: str) -> str:
    """Put "Kreis" before a name that does not say so itself.

    >>> _titled("Köln"), _titled("Landkreis Harburg"), _titled("Region Hannover")
    ('Kreis Köln', 'Landkreis Harburg', 'Region Hannover')
    """
    titles = ("kreis", "region", "verband")
    return kreis if any(title in kreis.casefold() for title in titles) else f"Kreis {kreis}"


def _unlocated(decision: Decision) -> list[str]:
    """Say why not, and what it could be."""
    lines = [
        f"  stays unlocated ({decision.locate_status}): {WHY[decision.locate_reason]}",
    ]
    candidates = [text for text in decision.locate_candidates.split("; ") if text]
    return [*lines, *_could_be("  Could be: ", candidates)]


def _could_be(start: str, candidates: list[str]) -> list[str]:
    return [start + "; ".join(candidates) + "."] if candidates else []
