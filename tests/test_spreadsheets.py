"""Published tables open in a spreadsheet as a person expects, tried with LibreOffice."""

import subprocess

import openpyxl
import pandas as pd
import pytest

from helpers import schema, spreadsheets

NAME = "04_cities"


def cities() -> pd.DataFrame:
    frame = schema.empty(NAME)
    rows = pd.DataFrame(
        {
            "ags8": ["01001000", "09162000"],
            "city": ["Flensburg, Förde", "München"],
            "n_reports": pd.array([12, 1607], dtype="Int64"),
            "reports_per_10k": [1.23456, 4.1],
            "suppressed": [False, False],
        }
    )
    return pd.concat([frame, rows])[[*rows.columns]].astype({"suppressed": bool})


EXCEL = {"de": "59,34,76,1,,1031,false,true", "en": "44,34,76,1,,2057,false,true"}
"""Separator, quote, UTF-8, first line, -, language, quoted cells may be numbers, days are read."""


def opened(path, folder, language: str) -> list[list]:
    """Open a file in a spreadsheet of a language, by its defaults, and return the cells."""
    profile = f"-env:UserInstallation=file://{folder}/profile-{language}"
    settings = folder / f"profile-{language}" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(REGISTRY.format(locale={"de": "de-DE", "en": "en-GB"}[language]))
    out = folder / "opened"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out)]
    if path.suffix == ".csv":  # what Excel of that language takes for granted
        command.append(f"--infilter=CSV:{EXCEL[language]}")
    subprocess.run(
        [*command, str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    sheet = openpyxl.load_workbook(out / f"{path.stem}.xlsx").active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{locale}</value></prop></item></oor:items>
"""


@pytest.mark.office
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_csv_opens_by_double_click(tmp_path, language):
    path = tmp_path / "cities.csv"
    path.write_bytes(spreadsheets.csv(NAME, cities(), language))
    header, flensburg, munich = opened(path, tmp_path, language)
    assert (
        header[1:3]
        == {"de": ["Gemeinde", "Meldungen"], "en": ["municipality", "reports"]}[language]
    )
    no = {"de": "nein", "en": "no"}[language]
    assert flensburg == ["AGS 01001000", "Flensburg, Förde", 12, 1.23, no]
    assert munich == ["AGS 09162000", "München", 1607, 4.1, no]


@pytest.mark.office
def test_a_workbook_keeps_codes_as_text_and_numbers_as_numbers(tmp_path):
    path = tmp_path / "tabellen.xlsx"
    table = spreadsheets.readable(NAME, cities(), "de")
    path.write_bytes(spreadsheets.workbook({"cities": table}, "de", "Titel", "Redaktion"))
    _, flensburg, _ = opened(path, tmp_path, "de")
    assert flensburg == ["01001000", "Flensburg, Förde", 12, 1.23, "nein"]


def test_a_day_is_a_day_and_an_empty_cell_is_empty(tmp_path):
    days = pd.DataFrame(
        {
            "day": pd.to_datetime(["2011-11-14", "2011-11-15"]),
            "n_reports": pd.array([7, pd.NA], dtype="Int64"),
        }
    )
    text = spreadsheets.csv("03_days", days, "de").decode("utf-8-sig")
    assert text.splitlines()[1:] == ["14.11.2011;7", "15.11.2011;"]
    table = spreadsheets.readable("03_days", days, "de")
    book = tmp_path / "book.xlsx"
    book.write_bytes(spreadsheets.workbook({"days": table}, "de", "", ""))
    cells = openpyxl.load_workbook(book)["days"]
    assert cells["A2"].is_date
    assert cells["B3"].value is None


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_public_table_has_a_header_in_words_for_each_column(language):
    for name, table in schema.TABLES.items():
        if table.kit:
            made = spreadsheets.readable(name, schema.empty(name), language)
            assert made.columns.is_unique
            plain = [one for one in made if one in table.columns and "_" in one]
            assert not plain, f"{name}: {plain}"
