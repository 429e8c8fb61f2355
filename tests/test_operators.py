"""Operators: reports about others are counted by place to compare with, and go nowhere else."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest
from notebook_fixtures import execute

from helpers import clean, gazetteer, store
from helpers import settings as settings_module
from helpers.protect import crossings
from helpers.settings import HOME

K = 5


def rows(n_places=14, risk=6, seed=1):
    """A small campaign whose form asks for the operator: in the first place O2 is much worse."""
    rng = np.random.default_rng(seed)
    kreise = gazetteer.kreise()
    cities = kreise[kreise["kind"] == "Kreisfreie Stadt"].nlargest(n_places, "population")
    made = []
    for place, city in enumerate(cities["kreis"]):
        own, others = rng.poisson(40 * (risk if place == 0 else 1)), rng.poisson(40)
        made += [(city, "O2")] * own + [(city, "Vodafone")] * others
    table = pd.DataFrame(made, columns=["Stadt", "Anbieter"])
    minutes = pd.to_timedelta(np.arange(len(table)) * 7, unit="min")
    when = pd.Timestamp("2011-11-13 08:00") + minutes
    return table.assign(
        Zeitstempel=when.strftime("%d.%m.%Y %H:%M:%S"),
        Beschreibung=[f"Seit Tagen geht nichts, Fall {i}" for i in range(len(table))],
    )


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    folder = tmp_path_factory.mktemp("operators")
    (folder / "data/raw/reports").mkdir(parents=True)
    table = rows()
    strange = table.tail(1).assign(Anbieter="Nachbar-Funk")
    table = pd.concat([table, strange])
    table.to_csv(folder / "data/raw/reports/meldungen.csv", index=False)
    shutil.copytree(HOME / "data/raw/handmade", folder / "data/raw/handmade")
    for name in ("corrections.csv", "quotes.csv", "withdrawn.csv", "checked_texts.csv"):
        (folder / "data/raw/handmade" / name).unlink(missing_ok=True)
    (folder / "campaign.yml").write_text(
        "id: klein\nname: Klein\nfirst_day: 2011-11-12\nas_of: 2011-11-30\n"
        "operator: {name: O2, answers: [o2 online], others: [Vodafone, Telekom]}\n"
        "contact: {name: R, email: r@einzelfall.example}\n"
        "reports:\n  files: [data/raw/reports/meldungen.csv]\n  columns:\n"
        "    submitted_at: Zeitstempel\n    city_raw: Stadt\n    description: Beschreibung\n"
        "    operator: Anbieter\n"
        "categories: [{id: a, de: A, en: A}, {id: b, de: B, en: B}]\n",
        encoding="utf-8",
    )
    for stage in ("01_clean", "02_geocode", "03_count", "04_evaluate"):
        execute(stage, folder)
    return settings_module.load(folder)


def test_every_row_is_own_about_others_or_rejected_with_a_reason(campaign):
    ledger = pd.read_csv(campaign.processed / "ledger.csv")
    table = rows()
    n_own = int((table["Anbieter"] == "O2").sum())
    assert ledger["status"].value_counts().to_dict() == {
        "kept": n_own, "other": len(table) - n_own, "rejected": 1
    }  # fmt: skip
    rejected = ledger.loc[ledger["status"] == "rejected", "reason"].iloc[0]
    assert rejected == "names an operator that campaign.yml does not know"


def test_reports_about_others_are_in_no_count_but_their_own(campaign):
    n_own = int((rows()["Anbieter"] == "O2").sum())
    assert len(store.read(campaign, "02_located")) == n_own
    total = store.read(campaign, "03_total").set_index("what")
    assert total.loc["reports", "n_reports"] == n_own
    assert len(store.read(campaign, "02_others")) == len(rows()) - n_own


def test_of_a_report_about_others_only_place_and_time_are_kept(campaign):
    others = store.read(campaign, "01_others")
    assert others[list(clean.UNUSED)].eq("").all(axis=None)
    assert not others["consent_operator"].any()


def test_the_place_where_this_operator_is_worse_is_listed_and_suggested(campaign):
    made = store.read(campaign, "04_operators")
    first = gazetteer.kreise().nlargest(1, "population")["kreis"].iloc[0]
    assert made.loc[made["is_listed"], "kreis"].tolist() == [first]
    fact = json.loads((campaign.processed / "04_facts.json").read_text())["facts"][
        "claim.comparator"
    ]
    assert fact["strength"] == "suggested"
    assert f"{first} (" in fact["de"]
    assert fact["caveat"] == "operators"


@pytest.mark.parametrize(
    ("counts", "printed"),
    [((40, 30, 20), ["", "A", "B", "C"]), ((40, 30, 3), ["", "A"]),
     ((40, 30, 0), ["", "A", "B", "C"]), ((2, 1, 1), [])],
)  # fmt: skip
def test_no_small_count_about_others_is_printed_or_can_be_subtracted(counts, printed):
    codes = ["A", "B", "C"]
    others = pd.DataFrame({"ags5": codes, "n_reports": counts})
    own = pd.DataFrame({"ags5": codes, "suppressed": False, "population": [3, 2, 1]})
    assert crossings.beside(others, own, K)["ags5"].tolist() == printed


def test_a_place_whose_own_count_is_withheld_is_not_compared():
    others = pd.DataFrame({"ags5": ["A", "B"], "n_reports": [40, 30]})
    own = pd.DataFrame({"ags5": ["A", "B"], "suppressed": [True, False], "population": [3, 2]})
    assert crossings.beside(others, own, K)["ags5"].tolist() == ["", "B"]
