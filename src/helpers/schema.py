"""Schema: what each table holds: columns, units, checks; the data dictionary is made from it."""

from dataclasses import dataclass, field

import pandas as pd
import pandera.pandas as pa

from helpers.errors import CampaignError


@dataclass(frozen=True)
class Column:
    """One column: pandas type, meaning in English and German, unit, whether it may be empty."""

    dtype: str
    en: str
    de: str = ""
    unit: str = ""
    nullable: bool = False
    checks: list[pa.Check] = field(default_factory=list)


TABLES: dict[str, dict[str, Column]] = {}
"""Table name → column name → Column. Each stage's module adds its tables with `describe`."""


def describe(name: str, columns: dict[str, Column]) -> None:
    """Register the columns of table `name`; a second, different description is an error."""
    if TABLES.get(name, columns) != columns:
        raise ValueError(f"table {name} is described twice")
    TABLES[name] = columns


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` in the described column order, or stop naming what is wrong.

    Tables that are not described pass as they are.
    Raises CampaignError naming the table, the column, what was expected and what was got.
    """
    if name not in TABLES:
        return frame
    model = pa.DataFrameSchema(
        {
            key: pa.Column(column.dtype, column.checks, nullable=column.nullable)
            for key, column in TABLES[name].items()
        },
        strict=True,
    )
    try:
        checked = model.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        shown = errors.failure_cases.head(5)[["column", "check", "failure_case"]]
        raise CampaignError(f"table {name}: not as described:\n{shown.to_string()}") from errors
    return checked[list(TABLES[name])]


def dictionary(name: str) -> pd.DataFrame:
    """Return the column table of `name`: `column, type, unit, meaning, bedeutung, may_be_empty`."""
    return pd.DataFrame(
        [
            {
                "column": key,
                "type": column.dtype,
                "unit": column.unit,
                "meaning": column.en,
                "bedeutung": column.de,
                "may_be_empty": column.nullable,
            }
            for key, column in TABLES[name].items()
        ]
    )


def empty(name: str) -> pd.DataFrame:
    """Return table `name` without rows, its columns typed as described."""
    return pd.DataFrame({key: pd.Series(dtype=c.dtype) for key, c in TABLES[name].items()})
