"""The proof of protection: other counts behind the withheld ones change no public byte."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from fillings import another, published, with_the_same_choice

from helpers import pipeline, protect, release, store
from helpers import settings as settings_module
from helpers.settings import Settings

DAY = date(2011, 12, 1)


def copied(settings: Settings, folder: Path) -> Settings:
    shutil.copytree(settings.dir, folder, ignore=shutil.ignore_patterns(".snakemake"))
    return settings_module.load(folder)


def released(settings: Settings) -> dict[str, bytes]:
    release.publish(settings, DAY, ["A. Reader"], pipeline.state(settings))
    return published(settings)


@pytest.fixture(scope="module")
def before(sample: Settings, tmp_path_factory) -> dict[str, bytes]:
    return released(copied(sample, tmp_path_factory.mktemp("before") / "o2-2011"))


@pytest.fixture(scope="module")
def fillings(sample: Settings) -> list[pd.DataFrame]:
    printed = {name: store.read(sample, f"03_{name}") for name in protect.TABLES}
    return with_the_same_choice(store.read(sample, "02_located"), printed, sample, 2)


@pytest.mark.parametrize("place", [0, 1])
def test_other_reports_behind_the_printed_numbers_change_no_byte(
    sample, before, fillings, tmp_path, place
):
    settings = copied(sample, tmp_path / "o2-2011")
    located, filled = store.read(settings, "02_located"), fillings[place]
    moved = int((filled["ags5"] != located["ags5"]).sum())
    hours = int((filled["submitted_at"] != located["submitted_at"]).sum())
    assert moved > 10, "the test moves too little to prove anything"
    assert hours > 0
    store.write_parquet(filled, settings.processed / "02_located.parquet")
    pipeline.run(settings)
    after = released(settings)
    assert set(after) == set(before)
    assert [name for name in sorted(before) if before[name] != after[name]] == []


def test_an_exact_number_that_slips_out_turns_the_proof_red(sample):
    """The same comparison, with one withheld count planted in a page."""
    located = store.read(sample, "02_located")
    printed = {name: store.read(sample, f"03_{name}") for name in protect.TABLES}
    filled = another(located, printed, 1)
    kreise = printed["kreise"]
    codes = kreise.loc[kreise["suppressed"], "ags5"]
    pages = [
        f"<p>{frame['ags5'].value_counts().reindex(codes).fillna(0).astype(int).tolist()}</p>"
        for frame in (located, filled)
    ]
    assert pages[0] != pages[1]


def test_what_is_public_holds_no_mark_of_the_exact_rows(sample):
    """A hash of the rows would tell an attacker which filling is the true one."""
    rows = store.sha256(sample.processed / "02_located.parquet")
    counts = pd.util.hash_pandas_object(store.read(sample, "02_located")["ags5"]).sum()
    for name, content in published(sample).items():
        assert rows.encode() not in content, name
        assert str(counts).encode() not in content, name
