"""Purge and withdraw on every tool's export: the same answers, and nobody in them any more."""

import shutil
from datetime import date

import pytest
from import_fixtures import EXPORTS, campaign
from test_importers import TOOLS

from helpers import clean, erase, intake, purge
from helpers.intake import tables


@pytest.fixture(params=sorted(TOOLS))
def brought(request, tmp_path):
    """A campaign with one tool's export; returns its settings and the export's path."""
    form, columns = TOOLS[request.param]
    loaded = campaign(tmp_path, columns, format=form)
    path = tmp_path / "data/raw/reports" / request.param
    shutil.copy(EXPORTS / request.param, path)
    return loaded, path


def test_a_purged_export_gives_the_same_reports_and_names_nobody(brought):
    loaded, path = brought
    rows = intake.read(loaded)
    before = clean.clean(rows, loaded, frozenset())
    plan = purge.plan(loaded, date(2030, 1, 1))
    purge.carry_out(loaded, plan)
    again = intake.read(loaded)
    after = clean.clean(again, loaded, frozenset())
    assert again["report_id"].equals(rows["report_id"])
    assert after.reports.equals(before.reports)
    assert after.ledger.equals(before.ledger)
    assert again["contact_name"].eq("").all()
    assert again["contact_email"].eq("").all()
    assert purge.plan(loaded, date(2030, 1, 1)).empty
    gone = {column.place for column in plan.files[0].columns if column.fate == "gone"}
    table = tables.read(path)
    numbers = set(rows["source_row"])
    filled = [
        cell
        for number, row in zip(table.numbers, table.rows, strict=True)
        for place, cell in enumerate(row)
        if number in numbers and place in gone and cell
    ]
    assert filled == []


def test_a_withdrawn_answer_is_empty_and_the_others_stay_as_they_were(brought):
    loaded, path = brought
    rows = intake.read(loaded)
    usable = rows[rows["problem"].eq("") & rows["city_raw"].ne("")]
    mine = usable.iloc[0]
    told = [mine[name] for name in ("contact_name", "contact_email", "description") if mine[name]]
    erase.withdraw_report(loaded, mine["report_id"], date(2024, 4, 1))
    again = intake.read(loaded)
    assert again["report_id"].equals(rows["report_id"])
    gone = again["withdrawn"]
    assert set(again.loc[gone, "report_id"]) == {mine["report_id"]}
    answers = ["city_raw", "categories", "description", "contact_name", "contact_email"]
    assert again.loc[gone, answers].eq("").all(axis=None)
    others = rows.columns.difference(["problem"])
    assert again.loc[~gone, others].equals(rows.loc[~gone, others])
    cells = "\n".join(cell for row in tables.read(path).rows for cell in row)
    others_say = "\n".join(rows.loc[~gone, answers].astype("str").agg("\n".join, axis=1))
    assert [piece for piece in told if piece in cells and piece not in others_say] == []
