"""Decide: compare the fields of one entry, then locate it or say why not."""

from typing import NamedTuple

from helpers.geocode import postcodes
from helpers.geocode.normalise import fold, key
from helpers.geocode.places import DISTRICT, TOWN, Place
from helpers.geocode.reading import DOUBTS, Found, Reading, agree, narrow_to_laender, unique
from helpers.geocode.texts import Reader
from helpers.geocode.words import GENERAL, is_common

SHARE = 0.85
"""A town among homonyms must outweigh the others together: 85 % of all inhabitants."""

ONLY_OFFICIAL = 0.8
"""Enough where it is the only one with this official name, and others are called so for short."""

SLIPPED = 0.85
"""Share that the likeliest place needs when the text is misspelt."""

BASE = {"exact": 1.0, "reviewed": 1.0, "abbreviation": 0.98, "alias": 0.97, "compound": 0.97,
        "postcode": 0.95, "fuzzy": 0.9}  # fmt: skip
"""Score of a way of finding a place when nothing else could be meant."""

HOWS = ("exact", "loose", "part", "fuzzy")
"""Ways of finding a district within a city, the surest first; only the last one guesses."""

STATUS = {"foreign": "abroad", **dict.fromkeys(
    ("homonym", "contradiction", "around", "two_places", "foreign_homonym", "region_homonym",
     "near_names", *DOUBTS, "qualifier", "several_kreise", "short_postcode", "loose_district",
     "unknown_rest"),
    "ambiguous")}  # fmt: skip
"""Reason → status; every other reason means `no_place`."""


BLANK = ("empty", "junk", "nowhere", "word", "street")
"""Reasons of a field that says nothing about where."""


class Decision(NamedTuple):
    """What became of one entry; `reason` is empty where it is located."""

    ags5: str = ""
    kreis: str = ""
    ags8: str = ""
    city: str = ""
    district: str = ""
    locate_status: str = "no_place"
    locate_how: str = ""
    locate_score: float = 0.0
    locate_candidates: str = ""
    locate_reason: str = ""


def understand(city: str, district: str, postcode: str, reader: Reader) -> Found:
    """Return the places that the three fields together may mean."""
    city, in_city = postcodes.extract(city)
    district, in_district = postcodes.extract(district)
    codes = postcodes.in_field(postcode) + in_city + in_district
    place, district = reader.place_in(city), reader.place_in(district)
    street = bool(city.strip()) and not place.strip()
    found = Found(reason="street") if street else reader.read(place)
    city = place
    found = _compare(found, city, district, reader)
    if codes:
        text = city if fold(city) else district
        found = postcodes.narrow(found, codes, text, reader)
        if found.readings and fold(district):
            found = _with_district(found, fold(district).split(), reader) or found
    return found


def _compare(found: Found, city: str, district: str, reader: Reader) -> Found:
    """Read the district field in the light of the city field, or the other way round."""
    words = fold(district).split()
    if not words:
        return found
    if found.readings and set(words) <= GENERAL:
        return _within_the_clear(found, words, reader)
    inside = _with_district(found, words, reader, hows=HOWS[:3])
    if inside:
        return inside
    together = reader.whole([*fold(city).split(), *words], parts=False)
    if together and not together.reason and together.readings[0].full and fold(city):
        return together
    if reader.read(district).reason in BLANK:
        return found
    spelt = _city_of_district(found, city, words, reader)
    if spelt:
        return spelt
    if not found.readings:
        return _from_district_field(found, city, district, reader)
    other = reader.read(district)
    swapped = _swapped(city, other, reader)
    if swapped:
        return swapped
    sure = _named(other, words, reader)
    if other.laender and not other.readings:
        return narrow_to_laender(found, other)
    slipped = _with_district(found, words, reader, hows=("fuzzy",))
    if slipped and agree(found, Found(tuple(sure))).reason == "":
        return slipped
    places = {reading.place for reading in found.readings}
    same = [reading for reading in other.readings if reading.district and reading.place in places]
    if same:
        return Found(tuple(same))
    if other.reason == "foreign":
        return found._replace(reason="two_places")
    sure = sure or _famous(other, words, reader)
    return agree(found, Found(tuple(sure))) if sure else found


def _within_the_clear(found: Found, words: list[str], reader: Reader) -> Found:
    """Read a general word ("Altstadt") as a district only of the place that is clear without it."""
    clear = choose(found)
    if clear.locate_status != "located":
        return found
    own = [r for r in found.readings if r.place.ags5 == clear.ags5]
    return _with_district(Found(tuple(own)), words, reader) or found


def _city_of_district(found: Found, city: str, words: list[str], reader: Reader) -> Found | None:
    """Read a misspelt city by its district: "Kln" with Brück, "Homburg" with Fuhlsbüttel.

    Only where the city field names no place that has the district, and the one that has it, a town,
    is a slip of the pen away.
    """
    if found.reason not in ("", "unknown") or not city:
        return None
    parts = reader.index.parts.get(key(words), ())
    towns = {p.place: p.district for p in parts if p.district and p.place.population >= TOWN}
    near = reader.speller.near_within(key(fold(city, dotless=True)), frozenset(towns), most=1)
    readings = [reading._replace(district=towns[reading.place]) for reading in near]
    return Found(unique(readings)) if readings else None


def _named(other: Found, words: list[str], reader: Reader) -> list[Reading]:
    """Return the places that the district field names beyond doubt."""
    whole = reader.whole(words, parts=False)
    if whole:
        return [reading for reading in whole.readings if reading.steps == 0]
    return [r for r in other.readings if r.how == "compound" and r.district and r.steps == 0]


def _famous(other: Found, words: list[str], reader: Reader) -> list[Reading]:
    """Return the only district of its name, when it is as big as a town: "Kreuzberg"."""
    parts = reader.index.parts.get(key(words), ())
    if len(parts) != 1 or parts[0].population < DISTRICT or is_common(key(words)):
        return []
    return [r for r in other.readings if r.district and r.place == parts[0].place]


def _with_district(
    found: Found,
    words: list[str],
    reader: Reader,
    hows: tuple[str, ...] = HOWS,
) -> Found | None:
    """Keep the readings whose city has the district, found in the surest way that any has."""
    for wanted in hows:
        kept = []
        for reading in found.readings:
            district, how = reader.district(reading.place, words)
            if how == wanted:
                kept.append(reading._replace(district=district or reading.district))
        if kept:
            reason = "" if found.reason in DOUBTS else found.reason
            return found._replace(readings=unique(kept), reason=reason)
    return None


def _from_district_field(found: Found, city: str, district: str, reader: Reader) -> Found:
    """Take the place from the district field, and the city field as its district."""
    if found.reason == "foreign":
        return found
    other = reader.read(district)
    swapped = _swapped(city, other, reader)
    if swapped:
        return swapped
    if found.laender and other.readings:
        return narrow_to_laender(other, found)
    if found.reason in (*BLANK, "everywhere"):
        return other if other.readings or found.reason == "empty" else found
    towns = [r for r in other.readings if r.place.population >= TOWN and not r.steps]
    if found.reason == "unknown" and other.readings:
        return other if towns else other._replace(reason="unknown_rest")
    return found


def _swapped(city: str, other: Found, reader: Reader) -> Found | None:
    """Read the fields the other way round: a city in the district field, its district first."""
    words = fold(city).split()
    if not words or other.reason:
        return None
    cities = [r for r in other.readings if not r.district and not r.people and r.how != "fuzzy"]
    inside = _with_district(Found(tuple(cities)), words, reader, hows=HOWS[:3])
    if inside is None:
        return None
    return inside if not _same_place(inside, words, reader) else None


def _same_place(inside: Found, words: list[str], reader: Reader) -> bool:
    """Tell whether the city field names the very city, so that nothing was swapped."""
    own = reader.whole(words, parts=False)
    places = {reading.place for reading in own.readings} if own else set()
    return any(reading.place in places for reading in inside.readings)


def choose(found: Found) -> Decision:
    """Take the one place that clearly outweighs all others, or none."""
    if len(found.readings) == 1 and not found.reason and not found.readings[0].steps:
        return _only(found.readings[0])
    shares = _shares(found.readings)
    candidates = _candidates(found.readings, shares)
    reason = found.reason or ("" if shares else "unknown") or _doubt(found.readings, shares)
    if reason:
        share = shares[0][1] if shares else 0.0
        status = STATUS.get(reason, "no_place")
        return Decision("", "", "", "", "", status, "", round(share, 3), candidates, reason)
    place = shares[0][0]
    inside = [r for r in found.readings if r.place.ags5 == place.ags5]
    share = sum(share for other, share in shares if other.ags5 == place.ags5)
    own = [r for r in inside if r.place == place]
    clear = len({r.place for r in inside}) == 1 or shares[0][1] / share >= SHARE
    clear = (clear and own[0].how != "postcode") or len(shares) == 1
    districts = {r.district for r in own}
    kreis = place.kreis
    return Decision(
        place.ags5,
        kreis,
        place.ags8 if clear else "",
        place.city if clear else "",
        districts.pop() if clear and len(districts) == 1 else "",
        "located",
        own[0].how,
        round(BASE[own[0].how] * share, 3),
        candidates,
    )


def _only(reading: Reading) -> Decision:
    """Take the only place that an entry may mean; the same as `choose` finds by weighing."""
    place, how = reading.place, reading.how
    inside = f", {reading.district}" if reading.district else ""
    label = f"{place.ags8 or place.ags5} {place.label}{inside} 1.00"
    where = (place.ags5, place.kreis, place.ags8, place.city, reading.district)
    return Decision(*where, "located", how, BASE[how], label)


def _candidates(readings: tuple[Reading, ...], shares: list[tuple[Place, float]]) -> str:
    """Write the five likeliest places: code, name, district where it is sure, share."""
    written = []
    for place, share in shares[:5]:
        districts = {reading.district for reading in readings if reading.place == place} - {""}
        inside = f", {districts.pop()}" if len(districts) == 1 else ""
        written.append(f"{place.ags8 or place.ags5} {place.label}{inside} {share:.2f}")
    return "; ".join(written)


def _shares(readings: tuple[Reading, ...]) -> list[tuple[Place, float]]:
    """Return the places with their share of the weight, the heaviest first."""
    weights: dict[Place, float] = {}
    for reading in readings:
        weights[reading.place] = max(weights.get(reading.place, 0.0), reading.weight)
    total = sum(weights.values())
    shares = [(place, weight / total) for place, weight in weights.items()]
    return sorted(shares, key=lambda item: (-item[1], item[0].ags8, item[0].ags5))


def _doubt(readings: tuple[Reading, ...], shares: list[tuple[Place, float]]) -> str:
    """Return why the heaviest place is not sure, or nothing."""
    kreise = {place.ags5 for place, _ in shares}
    best = shares[0][0]
    share = sum(share for place, share in shares if place.ags5 == best.ags5)
    own = [reading for reading in readings if reading.place == best]
    if own[0].how == "postcode":
        return "several_kreise" if len(kreise) > 1 else ""
    exact = any(reading.full and reading.steps == 0 for reading in readings)
    if min(reading.steps for reading in own) > 0:
        if exact or own[0].rival:
            return "near_names"
        return "" if share >= SLIPPED else "near_names"
    if len(kreise) == 1:
        return ""
    official = {reading.place.ags5 for reading in readings if reading.full and not reading.steps}
    if official == {best.ags5} and share >= ONLY_OFFICIAL:
        return ""
    if official - {best.ags5} and all(r.people or not r.place.city for r in own):
        return "homonym"
    people = max(reading.people or best.population for reading in own)
    return "" if share >= SHARE and people >= TOWN else "homonym"
