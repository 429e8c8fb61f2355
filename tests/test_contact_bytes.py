"""What is published depends on no contact data and on no identifier inside a text: to the byte."""

import csv
from pathlib import Path

import pytest
from notebook_fixtures import execute

from helpers.settings import HOME

STAGES = ("01_clean", "02_geocode", "03_count", "04_evaluate", "06_extract")
N_ROWS = 400


def run(folder: Path, rows: list[list[str]]) -> dict[str, bytes]:
    """Run the stages up to the extract on these raw rows; return what leaves the house, by path."""
    (folder / "data" / "raw" / "reports").mkdir(parents=True)
    settings = (HOME / "campaign.yml").read_text(encoding="utf-8")
    assert "\nprivacy:" not in settings
    full = settings + "\nprivacy:\n  description: full\n"
    (folder / "campaign.yml").write_text(full, encoding="utf-8")
    with (folder / "data/raw/reports/meldungen.csv").open(
        "w", encoding="utf-8-sig", newline=""
    ) as s:
        csv.writer(s).writerows(rows)
    for stage in STAGES:
        execute(stage, folder)
    written = [
        path
        for place in (folder / "reports", folder / "data/extract")
        for path in sorted(place.rglob("*"))
        if path.is_file()
    ]
    written += sorted((folder / "data/processed").glob("0[34]_*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in written}


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """The head of the sample's export, some rows with contact data and some with identifiers."""
    with (HOME / "data/raw/reports/meldungen.csv").open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.reader(stream))
    header, body = table[0], table[20:]
    phones = [row for row in body if "0176-" in row[5] or "0179-" in row[5]][:5]
    # Each once: of two equal texts the second is a repeat, and with another number it is none.
    return [header, *phones, *(row for row in body[:N_ROWS] if row not in phones)]


@pytest.fixture(scope="module")
def before(rows, tmp_path_factory) -> dict[str, bytes]:
    return run(tmp_path_factory.mktemp("before"), rows)


def changed(rows: list[list[str]], number: int, column: int, text: str) -> list[list[str]]:
    copy = [list(row) for row in rows]
    assert copy[number][column] != text
    copy[number][column] = text
    return copy


def test_the_extract_is_part_of_what_is_compared(before):
    assert "data/extract/extract.csv" in before
    assert "data/extract/extract.xlsx" in before
    assert "reports/disclosure.json" in before
    assert {f"data/processed/{name}.parquet" for name in ("03_cells", "04_kreise")} <= set(before)
    assert before["data/extract/extract.csv"].count(b"\n") > 100


def test_another_name_and_address_change_no_byte(before, rows, tmp_path):
    names = [row[8] for row in rows]
    number = next(i for i in range(6, len(rows)) if names[i] and names.count(names[i]) == 1)
    other = changed(rows, number, 8, "Wilhelmine Quakenbrück")
    other = changed(other, number, 9, "wilhelmine@quakenbrueck.example")
    assert run(tmp_path / "after", other) == before


def test_another_phone_number_in_a_text_changes_no_byte(before, rows, tmp_path):
    text = rows[1][5]
    start = text.index("017")
    number = text[start:].split()[0]
    other = changed(rows, 1, 5, text.replace(number, "0171-5550123"))
    assert run(tmp_path / "after", other) == before
