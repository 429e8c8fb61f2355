"""Tables: what stage 03 publishes, column by column: the internal tables with gaps."""

from dataclasses import replace

import helpers.evaluate.tables  # describes the internal tables
from helpers import schema
from helpers.schema import Column
from helpers.suppress.blank import KEPT

WITH_GAPS = {"int64": "Int64", "bool": "boolean"}
"""Types that cannot say "withheld", and those that can."""
SUPPRESSED = Column("bool", "the counts of this row are withheld", "Zahlen zurückgehalten")

N_REPORTS = Column("Int64", "reports counted", "gezählte Meldungen", "reports", nullable=True)


def _twin(name: str) -> dict[str, Column]:
    """Return the columns of a published twin: those of the internal table, which may be empty."""
    columns = {
        key: column
        if key in KEPT[name]
        else replace(
            column, dtype=WITH_GAPS.get(column.dtype, column.dtype), nullable=True, checks=[]
        )
        for key, column in schema.TABLES[f"03_{name}"].items()
    }
    return {**columns, "suppressed": SUPPRESSED}


for _name in KEPT.keys() - {"laender"}:
    schema.describe(f"03_published_{_name}", _twin(_name))

schema.describe(
    "03_published_laender",
    {
        "land": helpers.evaluate.tables.LAND,
        "n_reports": N_REPORTS,
        "population": Column("int64", "inhabitants", "Einwohner", "persons"),
        "reports_per_10k": Column(
            "float64",
            "reports per 10,000 inhabitants",
            "Meldungen je 10.000 Einwohner",
            "per 10,000 inhabitants",
            nullable=True,
        ),
        "suppressed": SUPPRESSED,
    },
)
schema.describe(
    "03_published_cells",
    {
        "cell": Column("str", "id of a count", "Kennung einer Zahl"),
        "system": Column("str", "places, times or kinds", "Orte, Zeiten oder Störungen"),
        "value": replace(N_REPORTS, en="printed count; empty = withheld"),
        "exact": Column("bool", "the printed count is the present one", "Zahl ist die heutige"),
        "lower": Column("float64", "least that a reader knows of it", "bekannte Untergrenze"),
        "listed": Column("bool", "a table prints this count", "steht in einer Tabelle"),
        "fixed": Column("bool", "a total that is never withheld", "Summe, nie zurückgehalten"),
    },
)
schema.describe(
    "03_published_sums",
    {
        "system": Column("str", "places, times or kinds", "Orte, Zeiten oder Störungen"),
        "name": Column("str", "name of the sum", "Name der Summe"),
        "total": Column("str", "id of the total", "Kennung der Summe"),
        "part": Column("str", "id of one of its parts", "Kennung eines Teils"),
    },
)
schema.describe(
    "05_handed_out",
    {
        "report_id": Column("str", "report that the extract holds", "Meldung im Auszug"),
        "batch": Column("int64", "release that first held it", "Ausgabe, die sie zuerst enthielt"),
    },
)
