"""Explore: the analyst's filters, without a browser."""

import shutil
from datetime import date

import nbformat
import pandas as pd
import pytest

from helpers import explore, gazetteer, run, store
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.settings import HOME


@pytest.fixture
def campaign(tmp_path):
    """A campaign whose stage 02 has located five reports."""
    shutil.copy(HOME / "campaign.yml", tmp_path)
    settings = settings_module.load(tmp_path)
    located = pd.DataFrame(
        {
            "report_id": ["1", "2", "3", "4", "5"],
            "submitted_at": pd.to_datetime(
                ["2011-11-12 08:00", "2011-11-13 23:59", "2011-11-14 00:00", "2011-11-30 12:00",
                 "2011-11-20 12:00"]
            ),
            "ags5": ["11000", "11000", "05315", "11000", ""],
            "city": ["Berlin", "Berlin", "Köln", "Berlin", ""],
            "district": ["Mitte", "", "Kalk", "Mitte", ""],
            "description": ["langsam", "", "kein Netz", "", "tot"],
            "categories": ["data_slow", "data_slow|data_none", "data_none", "", "data_slow"],
        }
    )  # fmt: skip
    store.write_parquet(located, settings.processed / "02_located.parquet")
    return settings


def ids(campaign, **choice: object) -> list[str]:
    reports = store.read(campaign, "02_located")
    return explore.select(reports, explore.Choice(**choice))["report_id"].tolist()


def test_a_choice_of_nothing_keeps_every_report(campaign):
    assert ids(campaign) == ["1", "2", "3", "4", "5"]


def test_city_fault_and_period_narrow_together(campaign):
    assert ids(campaign, city="Berlin") == ["1", "2", "4"]
    assert ids(campaign, category="data_none") == ["2", "3"]
    assert ids(campaign, city="Berlin", category="data_slow") == ["1", "2"]


def test_both_ends_of_a_period_count(campaign):
    assert ids(campaign, first=date(2011, 11, 13), last=date(2011, 11, 14)) == ["2", "3"]


def test_a_fault_is_no_part_of_another_ones_name(campaign):
    assert ids(campaign, category="data") == []


def test_a_kreis_without_reports_stays_with_zero(campaign):
    table = explore.per_kreis(store.read(campaign, "02_located"), gazetteer.kreise())
    assert len(table) == 400
    assert table["n_reports"].sum() == 4
    berlin = table.set_index("ags5").loc["11000"]
    assert berlin["reports_per_10k"] == pytest.approx(3 / berlin["population"] * 10_000)


def test_the_panel_follows_its_controls(campaign):
    panel = explore.panel(campaign)
    controls, sentence, results = panel.children
    city, fault, days = controls.children
    image, table = results.children
    assert sentence.value.startswith("5 reports (100.0% of all), 4 of them on the map.")
    before = image.value
    city.value = "Köln"
    assert sentence.value.startswith("1 reports")
    assert "Köln" in table.value
    assert "Berlin" not in table.value
    assert image.value != before
    fault.value = "calls_drop"
    assert sentence.value.startswith("0 reports")
    city.value, fault.value = "", ""
    days.value = (date(2011, 11, 30), date(2011, 11, 30))
    assert sentence.value.startswith("1 reports")


def test_the_picture_is_the_same_to_the_byte(campaign):
    from helpers import boundaries

    table = explore.per_kreis(store.read(campaign, "02_located"), gazetteer.kreise())
    outlines = boundaries.kreise()
    assert explore.picture(table, outlines) == explore.picture(table, outlines)


def test_the_panel_before_stage_02_says_what_is_missing(campaign):
    (campaign.processed / "02_located.parquet").unlink()
    with pytest.raises(CampaignError, match=r"02_located\.parquet: not there yet"):
        explore.panel(campaign)


def test_the_notebook_runs_headless(campaign):
    output = campaign.dir / "explore.ipynb"
    given = {"campaign_dir": str(campaign.dir), "as_of": ""}
    run.execute(HOME / "notebooks" / "explore.ipynb", output, given, HOME)
    cells = nbformat.read(output, as_version=4).cells
    shown = [out for cell in cells for out in cell.get("outputs", [])]
    assert any("application/vnd.jupyter.widget-view+json" in out.get("data", {}) for out in shown)
    assert any("Berlin" in out.get("data", {}).get("text/html", "") for out in shown)
