"""Schema: what each table holds: columns, units, keys, checks; the data dictionary is made from it.

All tables stand in `tables.yml` beside this file, the one registry: `store.writer` writes no table
that is not in it, docs/tables.md and the press kit's column lists are made from it, releases keep
the protected tables that it names.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import yaml

from helpers.errors import CampaignError, did_you_mean

REGISTRY = Path(__file__).with_name("tables.yml")


@dataclass(frozen=True)
class Column:
    """One column: pandas type, meaning in English and German, unit, whether it may be empty."""

    dtype: str
    en: str
    de: str = ""
    unit: str = ""
    unit_de: str = ""
    nullable: bool = False
    one_of: tuple[str, ...] = ()
    between: tuple[float, ...] = ()

    @property
    def checks(self) -> list[pa.Check]:
        """Return what each cell must fulfil."""
        allowed = [pa.Check.isin(list(self.one_of))] if self.one_of else []
        return allowed + ([pa.Check.in_range(*self.between)] if self.between else [])


@dataclass(frozen=True)
class Table:
    """One table: what a row is about, what tells rows apart, whether anybody may see it.

    public: it holds printed numbers only. kit: it is handed out in the press kit.
    """

    of: str
    keys: list[str]
    columns: dict[str, Column]
    public: bool = False
    kit: bool = False


def read(path: Path = REGISTRY) -> dict[str, Table]:
    """Read a registry: table name → Table.

    Raises CampaignError naming the table and the column that is not declared.
    """
    return _tables(_declared(path), path)


def _tables(declared: dict, path: Path) -> dict[str, Table]:
    columns = _columns(declared)
    made = {}
    for name, table in declared["tables"].items():
        listed = _listed(table["columns"], declared["groups"])
        strange = [key for key in (*listed, *table["keys"]) if key not in columns]
        if strange:
            hint = did_you_mean(strange[0], columns)
            raise CampaignError(f"{path}: table {name}: column {strange[0]} is unknown.{hint}")
        here = {key: _column(said, columns[key]) for key, said in table.get("here", {}).items()}
        chosen = {key: here.get(key, columns[key]) for key in listed}
        flags = {flag: table.get(flag, False) for flag in ("public", "kit")}
        made[name] = Table(table["of"], table["keys"], chosen, **flags)
    return made


def _declared(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _columns(declared: dict) -> dict[str, Column]:
    columns = {name: _column(said) for name, said in declared["columns"].items()}
    units = {"": "", **declared.get("units", {})}
    return {name: replace(one, unit_de=units[one.unit]) for name, one in columns.items()}


def _listed(names: list[str], groups: dict[str, list[str]]) -> list[str]:
    return [one for name in names for one in (groups[name[1:]] if name[0] == "+" else [name])]


def _column(said: dict, known: Column | None = None) -> Column:
    said = {{"type": "dtype", "empty": "nullable"}.get(key, key): v for key, v in said.items()}
    said = {key: tuple(v) if isinstance(v, list) else v for key, v in said.items()}
    return replace(known, **said) if known else Column(**said)


_REGISTERED = _declared(REGISTRY)
TABLES = _tables(_REGISTERED, REGISTRY)
COLUMNS = _columns(_REGISTERED)
"""What a column's name means wherever no table says otherwise."""


def check(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` in the described column order, or stop naming what is wrong.

    Raises CampaignError naming the table, the column, what was expected and what was got; also for
    a table that the registry does not have, and for rows with the same keys.
    """
    if name not in TABLES:
        raise CampaignError(
            f"table {name}: it is not in {REGISTRY.name}; see helpers.schema."
            f"{did_you_mean(name, TABLES)}"
        )
    model = pa.DataFrameSchema(
        {
            key: pa.Column(column.dtype, column.checks, nullable=column.nullable)
            for key, column in TABLES[name].columns.items()
        },
        strict=True,
    )
    try:
        checked = model.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        shown = errors.failure_cases.head(5)[["column", "check", "failure_case"]]
        raise CampaignError(f"table {name}: not as described:\n{shown.to_string()}") from errors
    twice = checked[checked.duplicated(TABLES[name].keys)]
    if len(twice):
        keys = ", ".join(f"{key} {twice.iloc[0][key]}" for key in TABLES[name].keys)
        raise CampaignError(f"table {name}: expected one row for {keys}, got several.")
    return checked[list(TABLES[name].columns)]


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
            for key, column in TABLES[name].columns.items()
        ]
    )


def empty(name: str) -> pd.DataFrame:
    """Return table `name` without rows, its columns typed as described."""
    columns = TABLES[name].columns
    return pd.DataFrame({key: pd.Series(dtype=c.dtype) for key, c in columns.items()})


def markdown() -> str:
    """Write the columns of all described tables as Markdown, for docs/tables.md."""
    made_by = "Generated by `einzelfall tables` from what the code checks."
    parts = ["# Columns of each table", made_by]
    for name in sorted(TABLES):
        table = TABLES[name]
        shown = dictionary(name)[["column", "type", "unit", "meaning", "may_be_empty"]]
        shown["may_be_empty"] = shown["may_be_empty"].map({True: "yes", False: ""})
        header = "| " + " | ".join(shown.columns.str.replace("_", " ")) + " |"
        rule = "| " + " | ".join("---" for _ in shown.columns) + " |"
        cells = shown.astype("str").apply(lambda c: c.str.replace("|", "\\|"))
        rows = ["| " + " | ".join(row) + " |" for row in cells.itertuples(index=False)]
        seen = "printed numbers only, for anybody" if table.public else "stays in the house"
        about = f"One row per {', '.join(table.keys)}; {seen}."
        parts.append(f"## {name}\n\n{about}\n\n" + "\n".join([header, rule, *rows]))
    return "\n\n".join(parts) + "\n"
