"""Described: the columns of the protected tables that stage 03 hands on."""

from helpers import schema
from helpers.schema import Column

AGS5 = Column("str", "official code of the Kreis", "amtlicher Schlüssel des Kreises")
AGS8 = Column("str", "official code of the municipality", "amtlicher Gemeindeschlüssel")
CITY = Column("str", "municipality", "Gemeinde")
KREIS = Column("str", "Kreis", "Kreis oder kreisfreie Stadt")
KIND = Column("str", "Kreisfreie Stadt or Landkreis", "Kreisfreie Stadt oder Landkreis")
LAND = Column("str", "Land", "Bundesland")
CATEGORY = Column("str", "id of the fault", "Kennung der Störung")
DAY = Column("datetime64[us]", "day", "Tag")
POPULATION = Column("int64", "inhabitants", "Einwohner", "persons")
DE_EN = {"de": Column("str", "in German", "deutsch"), "en": Column("str", "in English", "englisch")}
PRINTED = {
    "n_reports": Column(
        "Int64", "reports counted; empty = not printed exactly",
        "gezählte Meldungen; leer = nicht genau genannt", "reports", nullable=True,
    ),
    "n_least": Column("Int64", "at least so many reports", "mindestens", "reports"),
    "n_most": Column(
        "Int64", "at most so many; empty = nothing is said", "höchstens; leer = keine Angabe",
        "reports", nullable=True,
    ),
    "suppressed": Column(
        "bool", "true: not printed exactly, to protect the people who reported",
        "true: nicht genau genannt, zum Schutz der Meldenden",
    ),
    "as_of_release": Column(
        "int64", "release whose count it is", "Ausgabe, deren Zahl das ist"
    ),
}  # fmt: skip
"""How each protected table says a count."""

schema.describe(
    "03_total",
    {
        "what": Column("str", "reports, or unlocated: those without a place", "Meldungen"),
        **PRINTED,
    },
)
schema.describe(
    "03_laender",
    {"land": LAND, "population": POPULATION, "area_km2": Column("float64", "area", "Fläche", "km²"),
     **PRINTED},
)  # fmt: skip
schema.describe(
    "03_kreise",
    {
        "ags5": AGS5,
        "kreis": KREIS,
        "kind": KIND,
        "land": LAND,
        "area_km2": Column("float64", "area", "Fläche", "km²"),
        "population": POPULATION,
        "population_year": Column("int64", "31 December of this year", "31. Dezember des Jahres"),
        "population_2018": Column("int64", "inhabitants, 31.12.2018", "Einwohner", "persons"),
        **PRINTED,
    },
)
schema.describe(
    "03_cities",
    {
        "ags8": AGS8,
        "city": CITY,
        "ags5": AGS5,
        "kreis": KREIS,
        "land": LAND,
        "kind": KIND,
        "population": Column("Int64", "inhabitants", "Einwohner", "persons", nullable=True),
        "population_source": Column("str", "where they are from", "Quelle der Einwohnerzahl"),
        **PRINTED,
    },
)
schema.describe(
    "03_districts",
    {
        "ags8": AGS8,
        "city": CITY,
        "district": Column("str", "city district", "Stadtteil"),
        **PRINTED,
    },
)
schema.describe("03_days", {"day": DAY, **PRINTED})
schema.describe("03_weeks", {"week": Column("str", "ISO week", "Kalenderwoche"), **PRINTED})
schema.describe(
    "03_hours",
    {
        "weekday": Column("int64", "0 = Monday", "0 = Montag"),
        "hour": Column("int64", "hour of the local clock", "Stunde der Ortszeit"),
        **PRINTED,
    },
)
schema.describe(
    "03_categories",
    {
        "category": CATEGORY,
        **DE_EN,
        "n_asked": Column(
            "Int64", "reports whose sender was shown it", "danach gefragt", "reports",
            nullable=True,
        ),
        **PRINTED,
    },
)  # fmt: skip
schema.describe(
    "03_cooccurrence",
    {
        "category_a": Column("str", "id of one fault", "eine Störung"),
        "category_b": Column("str", "id of the other", "die andere"),
        **PRINTED,
    },
)
schema.describe(
    "03_place_faults",
    {
        "ags8": Column("str", "municipality; empty = all reports", "Gemeinde; leer = alle"),
        "city": CITY,
        "category": CATEGORY,
        "n_reports": Column("int64", "reports naming it", "Meldungen, die sie nennen", "reports"),
        "n_asked": Column("int64", "reports of the place", "Meldungen des Ortes", "reports"),
        "as_of_release": PRINTED["as_of_release"],
    },
)
schema.describe(
    "03_cells",
    {
        "cell": Column("str", "id of a count", "Kennung einer Zahl"),
        "system": Column("str", "places, times or kinds", "Orte, Zeiten oder Störungen"),
        "low": Column("float64", "least that is printed of it", "Untergrenze"),
        "high": Column("float64", "most that is printed of it", "Obergrenze", nullable=True),
        "as_of": Column("int64", "release whose count it is", "Ausgabe, deren Zahl das ist"),
    },
)
