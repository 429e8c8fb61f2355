"""Index: every name by which a place is found, made once from the gazetteer's tables."""

import functools
from collections import defaultdict
from dataclasses import dataclass, field

from helpers import gazetteer
from helpers.geocode import districts, places, villages
from helpers.geocode.districts import Districts
from helpers.geocode.handmade import NoPlace
from helpers.geocode.places import Others, Part, Place


@dataclass
class Index:
    """All that the geocoder knows; the keys are made by `normalise.key`.

    names: municipality names → places with the rank of the form (see `forms`).
    others: abbreviations and other names → places and how they were found.
    parts: names of districts and villages → where they are.
    stations: the stations of all Germany are among them.
    """

    places: dict[str, Place]
    kreise: dict[str, Place]
    names: dict[str, dict[Place, int]]
    others: Others
    kreis_names: dict[str, tuple[Place, ...]]
    parts: dict[str, list[Part]]
    districts: dict[str, Districts]
    no_places: dict[str, NoPlace]
    plates: dict[str, tuple[Place, ...]]
    postcodes: dict[str, frozenset[Place]]
    postcode_source: str
    places_source: str
    stations: bool = True
    regions: dict[str, frozenset[str]] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Note the first two digits of each Kreis's postcodes, and what districts are also called.

        regions: Kreis → digits. shared: word of a district's name, or name from an unsure list →
        keys of the cities.
        """
        for ags8, inside in self.districts.items():
            unsure = {name for name in inside.names if name not in self.parts}
            for word in sorted(inside.words | unsure):
                self.shared[word].append(ags8)
        starts: dict[str, set[str]] = defaultdict(set)
        for postcode, covered in self.postcodes.items():
            for place in covered:
                starts[place.ags5].add(postcode[:2])
        self.regions = {ags5: frozenset(digits) for ags5, digits in starts.items()}


@functools.lru_cache(maxsize=1)
def load() -> Index:
    """Make the index from the repository's gazetteer; takes about two seconds, once a process."""
    table = gazetteer.municipalities()
    kreise = places.of_kreise(gazetteer.kreise(), table)
    geonames, postcodes = gazetteer.places(), gazetteer.postcodes()
    stations, former = gazetteer.stations(), gazetteer.former_municipalities()
    named = villages.of(stations, postcodes)
    municipalities = places.of_municipalities(
        table, kreise, geonames, named[named["population"] >= villages.STATION]
    )
    names = places.names(table, municipalities, kreise, former)
    return Index(
        places=municipalities,
        kreise=kreise,
        names=names,
        others=places.other_names(municipalities, kreise),
        kreis_names=places.kreis_names(gazetteer.kreise(), kreise),
        parts=districts.parts(municipalities, kreise, geonames, gazetteer.districts(), named),
        districts=districts.collect(gazetteer.districts()),
        no_places=places.no_places(gazetteer.foreign()),
        plates=places.plates(kreise, municipalities),
        postcodes=places.postcodes(
            postcodes, gazetteer.postcode_areas(), stations, municipalities, kreise
        ),
        postcode_source="|".join(sorted(postcodes["source"].unique())),
        places_source=gazetteer.places_source(),
        stations=bool(stations["town"].ne("").any()),
    )
