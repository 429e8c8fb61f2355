"""The registry of tables: one entry and the cell that makes it are all that a new table needs."""

import maps_fixtures
import pandas as pd
import pytest

from helpers import schema, store
from helpers.errors import CampaignError
from helpers.publish import presskit
from helpers.settings import Settings

ENTRY = """
  04_nights:
    of: time
    keys: [day]
    public: true
    kit: true
    columns: [day, +printed, share]
    here:
      share: {en: share of the reports sent at night, de: Anteil der nachts gesendeten}
"""


def nights() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2011-11-12"]).astype("datetime64[us]"),
            "n_reports": pd.array([40], "Int64"),
            "n_least": pd.array([40], "Int64"),
            "n_most": pd.array([40], "Int64"),
            "suppressed": [False],
            "as_of_release": [1],
            "share": [0.25],
        }
    )


@pytest.fixture
def campaign(tmp_path) -> Settings:
    return maps_fixtures.campaign(tmp_path)


@pytest.fixture
def registry(tmp_path, monkeypatch):
    path = tmp_path / "tables.yml"
    path.write_text(schema.REGISTRY.read_text(encoding="utf-8") + ENTRY, encoding="utf-8")
    monkeypatch.setattr(schema, "TABLES", schema.read(path))


def test_a_new_table_is_one_entry_and_the_cell_that_makes_it(registry, campaign):
    store.writer(campaign, "04_nights")(nights())
    assert store.read(campaign, "04_nights")["share"].tolist() == [0.25]
    assert "share of the reports sent at night" in schema.markdown()
    assert "nights" in presskit.handed_out()
    assert presskit.meanings("nights", nights())["bedeutung"].str.contains("nachts").any()


def test_an_undeclared_table_is_not_written(campaign):
    with pytest.raises(CampaignError, match=r"04_nights.*tables\.yml"):
        store.writer(campaign, "04_nights")(nights())


def test_a_column_that_no_entry_declares_stops_the_writing(registry, campaign):
    with pytest.raises(CampaignError, match="exact_count"):
        store.writer(campaign, "04_nights")(nights().assign(exact_count=3))


def test_two_rows_with_the_same_keys_stop_the_writing(registry, campaign):
    with pytest.raises(CampaignError, match="one row for day 2011-11-12"):
        store.writer(campaign, "04_nights")(pd.concat([nights()] * 2, ignore_index=True))


def test_a_misspelt_column_in_the_registry_is_named(tmp_path):
    path = tmp_path / "tables.yml"
    text = schema.REGISTRY.read_text(encoding="utf-8") + ENTRY.replace("share]", "shares]")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CampaignError, match=r'shares is unknown\. Did you mean "share"'):
        schema.read(path)
