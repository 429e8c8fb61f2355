"""Tables: the columns of what stage 02 writes, for checks and the data dictionary."""

import pandera.pandas as pa

from helpers.clean import REPORT_COLUMNS
from helpers.schema import Column, describe

STATUSES = ["located", "ambiguous", "abroad", "no_place"]
HOWS = ["exact", "alias", "abbreviation", "compound", "postcode", "fuzzy", "reviewed", "point", ""]

PLACE_COLUMNS = {
    "ags5": Column("str", 'key of the Kreis; "" = unlocated', "Kreisschlüssel"),
    "kreis": Column("str", "official name of the Kreis", "Amtlicher Name des Kreises"),
    "ags8": Column("str", 'key of the municipality; "" = not sure', "Gemeindeschlüssel"),
    "city": Column("str", "name of the municipality", "Name der Gemeinde"),
    "district": Column("str", "city district, official spelling", "Stadtteil, amtlich geschrieben"),
    "locate_status": Column(
        "str", "whether it was located", "Ob verortet", checks=[pa.Check.isin(STATUSES)]
    ),
    "locate_how": Column(
        "str", 'how it was located; "" = not', "Wie verortet", checks=[pa.Check.isin(HOWS)]
    ),
    "locate_score": Column(
        "float64",
        "how sure the place is; of the likeliest where unlocated",
        "Wie sicher der Ort ist",
        unit="0 to 1",
        checks=[pa.Check.in_range(0, 1)],
    ),
    "locate_candidates": Column(
        "str", "places that it may mean, each with its share", "Mögliche Orte mit Anteil"
    ),
    "locate_reason": Column("str", 'why it is unlocated; "" = located', "Warum nicht verortet"),
}
"""What `geocode.locate` adds."""

describe("02_located", {**REPORT_COLUMNS, **PLACE_COLUMNS})
describe(
    "02_repeats_located",
    {
        **REPORT_COLUMNS,
        "repeat_of": Column("str", "report_id of the first report", "Nummer der ersten Meldung"),
        **PLACE_COLUMNS,
    },
)
