"""Freeze: the evaluation is written down before the first report, once, and every change shows."""

import shutil
from datetime import date, timedelta

import pandas as pd
import pytest
from scipy import stats

from helpers import freeze
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.evaluate import outside
from helpers.settings import HOME


@pytest.fixture
def campaign(tmp_path):
    shutil.copy(HOME / "campaign.yml", tmp_path)
    return settings_module.load(tmp_path)


def test_a_plan_from_before_the_first_day_is_told_with_its_checksum(campaign):
    made = freeze.freeze(campaign, campaign.first_day - timedelta(days=1))
    said = freeze.say(campaign, "de")
    assert said == (
        f"Auswertung vor dem ersten Tag festgelegt (11. November 2011, Prüfsumme {made})"
    )


def test_a_plan_is_not_kept_on_the_first_day_unless_it_is_called_late(campaign):
    with pytest.raises(CampaignError, match="began on 2011-11-12, today is 2011-11-12"):
        freeze.freeze(campaign, campaign.first_day)
    freeze.freeze(campaign, campaign.first_day, late=True)
    assert "after the first day only" in freeze.say(campaign, "en")


def test_a_plan_is_kept_once(campaign):
    freeze.freeze(campaign, date(2011, 11, 1))
    with pytest.raises(CampaignError, match="was frozen on 2011-11-01"):
        freeze.freeze(campaign, date(2011, 11, 2))


def test_a_changed_limit_shows(campaign):
    freeze.freeze(campaign, date(2011, 11, 1))
    rules = campaign.evaluation.model_copy(update={"compare_population": 300_000})
    changed = campaign.model_copy(update={"evaluation": rules})
    assert freeze.say(changed, "de").endswith("; seitdem geändert")
    assert "geändert" not in freeze.say(campaign, "de")


def test_that_nothing_was_frozen_is_said(campaign):
    assert freeze.say(campaign, "de") == "Auswertung nicht vorab festgelegt"


# -- measurements from outside -------------------------------------------------------------------


def areas(n=24):
    rows = {"ags5": [f"{i:05d}" for i in range(n)], "kreis": [f"K{i}" for i in range(n)]}
    sizes = {"kind": "Landkreis", "population": [100_000 + 1_000 * i for i in range(n)]}
    listed = pd.array([i % 6 == 0 for i in range(n)], dtype="boolean")
    return pd.DataFrame({**rows, **sizes, "is_hotspot": listed})


def test_a_signal_is_held_against_unlisted_areas_of_its_size():
    kreise = areas()
    values = kreise[["ags5"]].assign(value=[float(i) for i in range(24)])
    pairs = outside.matched(kreise, values)
    assert pairs["kreis"].tolist() == ["K0", "K6", "K12", "K18"]
    assert pairs.loc[1, "value_matched"] == pytest.approx((5 + 7 + 8) / 3, abs=0.5)
    expected = stats.wilcoxon(pairs["difference"], alternative="less").pvalue
    assert outside.p_value(pairs) == expected


def test_a_withheld_area_is_no_match_and_two_signals_are_too_few():
    kreise = areas()
    kreise.loc[5, "is_hotspot"] = pd.NA
    values = kreise[["ags5"]].assign(value=[1000.0 if i == 5 else 1.0 for i in range(24)])
    pairs = outside.matched(kreise, values)
    assert pairs["value_matched"].max() == 1.0
    assert pd.isna(outside.p_value(pairs.head(outside.LEAST_LISTED - 1)))


def test_a_faulty_measurement_is_named(campaign):
    path = campaign.raw / outside.FILE
    path.parent.mkdir(parents=True)
    path.write_text("ags5,value\n01001,schnell\n", encoding="utf-8")
    with pytest.raises(CampaignError, match=r"kreise.csv, row 2: expected a number"):
        outside.measured(campaign)
