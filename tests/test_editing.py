"""An analyst changes a cell of notebook 04: all that comes of it follows, nothing old remains."""

import json
import shutil

import pandas as pd
import pytest
from notebook_fixtures import execute

from helpers import facts, store
from helpers import settings as settings_module

READ = "place_faults, place_times = store.read_many("
"""The last line of the cell in which 04 reads all its inputs."""
COUNTED = ["n_reports", "n_least", "n_most"]


@pytest.fixture
def edited(sample, tmp_path):
    """Run 04, 05 and 08 on a copy of the finished sample, with a cell behind the inputs of 04."""

    def run(cell: str, *stages: str):
        folder = tmp_path / "o2-2011"
        shutil.copytree(sample.dir, folder, ignore=shutil.ignore_patterns(".snakemake", "reports"))
        execute("04_evaluate", folder, {READ: cell})
        settings = settings_module.load(folder)
        for stage in stages:
            if stage == "08_publish":
                facts.merge_files(settings)
            execute(stage, folder)
        return settings

    return run


def facts_of(campaign, stage: str = "04") -> dict[str, dict]:
    path = campaign.processed / f"{stage}_facts.json"
    return json.loads(path.read_text(encoding="utf-8"))["facts"]


HALVES = {
    "kreise": "kreise",
    "laender": "laender",
    "cities": "cities",
    "districts": "districts",
    "days": "days",
    "weeks": "weeks",
    "hours": "hours",
    "categories": "categories",
    "cooccurrence": "pairs",
}
"""Table of stage 04 → its name in the notebook."""


def halved(name: str) -> str:
    return f"{name} = {name}.assign(**{{column: {name}[column] // 2 for column in {COUNTED}}})"


@pytest.mark.parametrize("table", HALVES)
def test_counts_that_are_halved_in_a_cell_are_halved_in_what_is_written(sample, edited, table):
    before = store.read(sample, f"04_{table}")
    after = store.read(edited(halved(HALVES[table])), f"04_{table}")
    keys = [column for column in before if column in ("ags5", "land", "ags8", "district", "day",
            "week", "weekday", "hour", "category", "category_a", "category_b")]  # fmt: skip
    both = before.merge(after, on=keys, suffixes=("", "_after"), validate="1:1")
    assert len(both) == len(before) > 0
    for column in COUNTED:
        pd.testing.assert_series_equal(
            both[f"{column}_after"], both[column] // 2, check_names=False
        )


def test_a_land_that_is_dropped_is_in_no_table_fact_figure_or_page(edited):
    cell = """
gone = "Hamburg"
kreise, laender, cities = (t[t["land"] != gone] for t in (kreise, laender, cities))
districts = districts[districts["ags8"].isin(cities["ags8"])]
place_faults = place_faults[place_faults["city"] != gone]
total = total.assign(**{c: total[c] - (total["what"] == "reports") * 1117
                        for c in ("n_reports", "n_least", "n_most")})
"""
    campaign = edited(cell, "05_figures", "07_buildout", "08_publish")
    for path in campaign.processed.glob("04_*.parquet"):
        frame = pd.read_parquet(path)
        for column in frame.columns.intersection(["land", "kreis", "city"]):
            assert "Hamburg" not in set(frame[column].dropna()), path.name
    said = json.dumps(facts_of(campaign), ensure_ascii=False)
    assert "Hamburg" not in said
    for path in (campaign.out / "figures").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert "Hamburg" not in text, path.name
    pages = [*campaign.out.glob("letter/*.html"), *campaign.out.glob("blog/*.html")]
    assert pages
    for path in pages:
        assert "1.117" not in path.read_text(encoding="utf-8"), path.name


NEW = "Funkloch im Keller"


def test_a_fault_that_is_renamed_has_its_new_name_everywhere(sample, edited):
    old = store.read(sample, "04_categories")["de"].iloc[0]
    cell = f"categories = categories.assign(de=categories['de'].replace({old!r}, {NEW!r}))"
    campaign = edited(cell, "05_figures")
    assert NEW in (campaign.out / "figures/categories.csv").read_text("utf-8")
    assert old not in (campaign.out / "figures/categories.csv").read_text("utf-8")
    said = json.dumps(facts_of(campaign), ensure_ascii=False)
    assert NEW in said
    assert old not in said
