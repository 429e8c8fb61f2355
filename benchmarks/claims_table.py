"""Write the table of docs/evaluation.md from what benchmarks/claims.py measured.

    .venv/bin/python benchmarks/claims.py --csv benchmarks/claims.csv
    .venv/bin/python benchmarks/claims_table.py

A cell that was measured again counts as it was measured last.
"""

from pathlib import Path

import pandas as pd

HOME = Path(__file__).resolve().parents[1]
MEASURED, PAGE = HOME / "benchmarks/claims.csv", HOME / "docs/evaluation.md"
BEGIN, END = "<!-- made by benchmarks/claims_table.py -->\n", "<!-- end -->\n"
COLUMNS = ["claim", "shown", "said", "found", "cell", "reports", "campaigns"]
TRUE_IN = {
    "signals": ("RR", ), "comparator": ("RR", "viral"), "big_city": ("big cities", ),
    "big_city_peers": ("big cities", ), "big_city_trouble": ("big cities", ),
    "growth": ("rise", ), "event": ("rise", ), "fault_by_city": ("fault", ),
}  # fmt: skip
"""Claim → beginnings of the worlds in which something of the kind is planted."""


def read() -> pd.DataFrame:
    """Read what was measured, each cell once: claim, cell, reports, campaigns, shares."""
    rows = pd.read_csv(MEASURED, names=COLUMNS)
    return rows.drop_duplicates(["claim", "cell", "reports"], keep="last", ignore_index=True)


def table(rows: pd.DataFrame) -> str:
    """Write the measured shares in Markdown: a row per claim, world and number of reports."""
    lines = [
        "| claim | world | reports | campaigns | told as shown | said | planted ones found |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    order = {name: place for place, name in enumerate(rows["claim"].unique())}
    for row in rows.sort_values(
        ["claim", "cell", "reports"], key=lambda c: c.map(order) if c.name == "claim" else c
    ).itertuples():
        found = "–" if pd.isna(row.found) else f"{row.found:.1%}"
        true = " \\*" if str(row.cell).startswith(TRUE_IN.get(row.claim, ("\0",))) else ""
        lines.append(
            f"| {row.claim} | {row.cell}{true} | {row.reports:,} | {row.campaigns} | "
            f"{row.shown:.1%} | {row.said:.1%} | {found} |"
        )
    return "\n".join(lines) + "\n"


def into(page: str, made: str) -> str:
    """Put a table between the two marks of a page."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + made + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(into(text, table(read())), encoding="utf-8")
