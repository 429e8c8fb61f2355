"""Tables: what stage 04 makes of the protected counts, column by column."""

from helpers import schema
from helpers.protect.described import (
    AGS5,
    AGS8,
    CITY,
    DAY,
    DE_EN,
    KIND,
    KREIS,
    LAND,
    POPULATION,
    PRINTED,
)
from helpers.schema import Column

PER_10K = "per 10,000 inhabitants"


def _number(en: str, de: str, unit: str = "", nullable: bool = True) -> Column:
    return Column("float64", en, de, unit, nullable=nullable)


def _flag(en: str, de: str) -> Column:
    return Column("boolean", en, de, nullable=True)


RANK = Column(
    "Int64", "rank by rate; empty = too few inhabitants or reports",
    "Rang nach der Rate; leer = zu wenige Einwohner oder Meldungen", nullable=True,
)  # fmt: skip
RATE = {
    name: _number(en, de, PER_10K, nullable=True)
    for name, en, de in (
        ("reports_per_10k", "reports per 10,000 inhabitants", "Meldungen je 10.000 Einwohner"),
        ("lower_per_10k", "lower limit, 95 %, exact Poisson", "untere Grenze, 95 %, exakt"),
        ("upper_per_10k", "upper limit, 95 %, exact Poisson", "obere Grenze, 95 %, exakt"),
    )
}
SHARE = {
    "share": _number("share", "Anteil", "0 to 1", nullable=True),
    "lower_share": _number("lower limit, 95 %, Wilson", "untere Grenze", "0 to 1", nullable=True),
    "upper_share": _number("upper limit, 95 %, Wilson", "obere Grenze", "0 to 1", nullable=True),
}
LIMITS = {
    "lower": _number("lower limit, 95 %", "untere Grenze, 95 %", nullable=True),
    "upper": _number("upper limit, 95 %", "obere Grenze, 95 %", nullable=True),
}
Q_VALUE = "false discovery rate at which the entry is listed (Benjamini and Hochberg)"

schema.describe(
    "04_kreise",
    {
        "ags5": AGS5,
        "kreis": KREIS,
        "kind": KIND,
        "land": LAND,
        "population": POPULATION,
        "population_year": Column("int64", "31 December of this year", "31. Dezember des Jahres"),
        "population_2018": Column("int64", "inhabitants, 31.12.2018", "Einwohner", "persons"),
        "area_km2": _number("area", "Fläche", "km²"),
        **PRINTED,
        **RATE,
        "eb_per_10k": _number("rate drawn towards the mean", "zum Mittel gezogene Rate", PER_10K),
        "eb_spatial_per_10k": _number(
            "rate drawn towards the neighbours", "zu den Nachbarn gezogene Rate", PER_10K
        ),
        "rank": RANK,
        "outside_95": _flag("outside the funnel, 95 %", "außerhalb des Trichters, 95 %"),
        "outside_998": _flag("outside the funnel, 99.8 %", "außerhalb, 99,8 %"),
        "expected": _number(
            "reports that size, density and type let expect",
            "nach Größe, Dichte und Art zu erwartende Meldungen",
            "reports",
        ),
        "excess": _number("reports above that", "Meldungen darüber", "reports"),
        "p_value": _number("probability of so many or more", "Wahrscheinlichkeit dafür"),
        "q_value": _number(Q_VALUE, "Anteil falscher Einträge der Liste"),
        "is_hotspot": _flag("on the list of hot spots", "auf der Liste der Schwerpunkte"),
        "expected_national": _number("reports by the national mean", "nach dem Bundesdurchschnitt"),
        "is_above_national": _flag(
            "above the national mean beyond chance", "über dem Bundesdurchschnitt"
        ),
        "scan_cluster": Column(
            "Int64", "number of its cluster in the spatial scan", "Nummer im räumlichen Scan",
            nullable=True,
        ),
        "scan_p": _number("p-value of that cluster", "p-Wert dieses Clusters", nullable=True),
        "scan_beyond": _flag(
            "it stands out without its hot spots", "auch ohne seine Schwerpunkte auffällig"
        ),
        "gi_star": _number("Getis-Ord Gi*, z", "Getis-Ord Gi*, z", nullable=True),
        "gi_star_p": _number("that surroundings are so high", "p der Umgebung", nullable=True),
        "local_moran": _number("local Moran's I", "lokales Moran-I", nullable=True),
        "local_moran_p": _number("its permutation p-value", "dessen p-Wert", nullable=True),
        "local_moran_kind": Column(
            "str", "HH, LL, HL, LH or empty", "HH, LL, HL, LH oder leer", nullable=True
        ),
        **{
            f"evidence_{language}": Column(
                "str", f"why it is listed, in {words}", f"Begründung, {wort}", nullable=True
            )
            for language, words, wort in (
                ("de", "German", "deutsch"), ("en", "English", "englisch")
            )
        },
    },
)  # fmt: skip
schema.describe(
    "04_laender",
    {"land": LAND, "population": POPULATION, "area_km2": _number("area", "Fläche", "km²"),
     **PRINTED, "reports_per_10k": RATE["reports_per_10k"]},
)  # fmt: skip
schema.describe(
    "04_cities",
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
        **RATE,
        "rank": RANK,
    },
)
schema.describe(
    "04_districts",
    {
        "ags8": AGS8,
        "city": CITY,
        "district": Column("str", "city district", "Stadtteil"),
        **PRINTED,
        **SHARE,
        "population": Column("Int64", "inhabitants", "Einwohner", "persons", nullable=True),
        "reports_per_10k": RATE["reports_per_10k"],
        "ratio_to_city": _number(
            "rate by that of the rest of the city", "Rate durch die der übrigen Stadt",
            nullable=True,
        ),
        "lower_ratio": _number("lower limit, 95 %", "untere Grenze, 95 %", nullable=True),
        "upper_ratio": _number("upper limit, 95 %", "obere Grenze, 95 %", nullable=True),
        "q_value": _number(Q_VALUE, "korrigierter p-Wert", nullable=True),
    },
)  # fmt: skip
schema.describe(
    "04_categories",
    {"category": Column("str", "id of the fault", "Kennung der Störung"), **DE_EN,
     **PRINTED,
     "n_asked": Column(
         "Int64", "reports whose sender was shown it", "danach gefragt", "reports", nullable=True
     ),
     **SHARE},
)  # fmt: skip
schema.describe(
    "04_cooccurrence",
    {
        "category_a": Column("str", "id of one fault", "eine Störung"),
        "category_b": Column("str", "id of the other", "die andere"),
        **PRINTED,
        "ratio": _number(
            "count by what independence gives", "Zahl durch die bei Unabhängigkeit", nullable=True
        ),
    },
)
schema.describe(
    "04_city_faults",
    {
        "ags8": AGS8,
        "city": CITY,
        "category": Column("str", "id of the fault", "Kennung der Störung"),
        "n_reports": Column("int64", "reports naming it", "Meldungen, die sie nennen", "reports"),
        "n_city": Column("int64", "all reports of the city", "alle Meldungen der Stadt"),
        **SHARE,
        "share_elsewhere": _number("share in all other places", "Anteil an allen anderen Orten"),
        "difference": _number("share less that", "Unterschied der Anteile"),
        "lower_difference": _number("lower limit, 95 %, Newcombe", "untere Grenze, 95 %"),
        "upper_difference": _number("upper limit, 95 %, Newcombe", "obere Grenze, 95 %"),
        "q_value": _number(Q_VALUE, "korrigierter p-Wert"),
        "differs": Column("bool", "differs beyond chance", "unterscheidet sich über Zufall"),
    },
)
schema.describe("04_weeks", dict(schema.TABLES["03_weeks"]))
schema.describe("04_hours", dict(schema.TABLES["03_hours"]))
schema.describe(
    "04_days",
    {
        "day": DAY,
        **PRINTED,
        "n_cumulative": Column(
            "Int64", "reports up to then", "Meldungen bis dahin", "reports", nullable=True
        ),
    },
)
schema.describe(
    "04_growth",
    {
        "day": DAY,
        **DE_EN,
        "n_before": Column("int64", "reports in the days before", "Meldungen davor", "reports"),
        "n_after": Column("int64", "from that day on", "Meldungen von da an", "reports"),
        "ratio": _number("per day, after by before", "je Tag, danach durch davor"),
        **LIMITS,
    },
)
schema.describe(
    "04_change_points",
    {
        "day": DAY,
        "n_before": Column("int64", "reports on the level before", "Meldungen davor", "reports"),
        "n_after": Column("int64", "reports on the new level", "Meldungen danach", "reports"),
        "mean_before": _number("reports a day before", "Meldungen am Tag davor"),
        "mean_after": _number("reports a day from then on", "Meldungen am Tag danach"),
        "ratio": _number("after by before", "danach durch davor", nullable=True),
        "near_event": Column("bool", "an event lies shortly before", "kurz nach einem Ereignis"),
    },
)
schema.describe(
    "04_big_city",
    {
        "model": Column("str", "regression", "Regression"),
        "term": Column("str", "term", "Größe im Modell"),
        **DE_EN,
        "rate_ratio": _number("rate ratio", "Verhältnis der Raten"),
        **LIMITS,
        "p_value": _number("that it is 1", "p-Wert", nullable=True),
    },
)
schema.describe(
    "04_funnel",
    {
        "population": _number("inhabitants", "Einwohner", "persons"),
        "centre_per_10k": _number("rate of all areas together", "Rate aller zusammen", PER_10K),
        **{
            f"{side}_{level}": _number(f"{side} limit, {words} %", f"Grenze, {words} %", PER_10K)
            for level, words in (("95", "95"), ("998", "99.8"))
            for side in ("lower", "upper")
        },
    },
)
schema.describe(
    "04_robustness",
    {
        "finding": Column("str", "headline finding", "Befund"),
        "choice": Column("str", "what was chosen otherwise", "andere Wahl"),
        "value": _number("value, rounded", "Wert, gerundet", nullable=True),
        **LIMITS,
        "holds": Column("bool", "the finding is the same", "der Befund bleibt"),
        "unit": Column("str", "per_10k, ratio, rank or n", "Einheit"),
        **DE_EN,
    },
)
