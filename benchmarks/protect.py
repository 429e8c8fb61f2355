"""How well protection holds: other fillings, long histories of releases, and what the choice tells.

python benchmarks/protect.py [--fillings 20] [--histories 300] [--choices 200]

Fillings run the sample from stage 03 to the release again and compare every public byte: this is
about a minute each. Histories are random releases of small campaigns, read by an adversary of his
own. Choices: the sample's counts with other numbers behind the withheld ones, protected anew.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import pandas as pd
from conftest import copy_campaign
from fillings import another, everything, published, with_the_same_choice
from release_histories import Campaign, leaks

from helpers import pipeline, protect, release, store
from helpers import settings as settings_module


def made_anew(base: Path, folder: Path, located: pd.DataFrame | None) -> dict[str, bytes]:
    """Copy the finished sample, put another filling in, and go on to the release."""
    shutil.copytree(base, folder, ignore=shutil.ignore_patterns(".snakemake"))
    settings = settings_module.load(folder)
    if located is not None:
        store.write_parquet(located, settings.processed / "02_located.parquet")
        pipeline.run(settings)
    release.publish(settings, date(2011, 12, 1), ["benchmark"], pipeline.state(settings))
    return published(settings)


def fillings(base: Path, n: int) -> None:
    before = made_anew(base, base.parent / "before", None)
    settings = settings_module.load(base)
    printed = {name: store.read(settings, f"03_{name}") for name in protect.TABLES}
    located = store.read(settings, "02_located")
    differ = 0
    for number, filled in enumerate(with_the_same_choice(located, printed, settings, n, 20 * n)):
        folder = base.parent / f"filling{number}"
        after = made_anew(base, folder, filled)
        other = [name for name in before | after if before.get(name) != after.get(name)]
        differ += bool(other)
        print(f"filling {number}: {len(before)} files, {len(other)} differ {other[:3]}", flush=True)
        shutil.rmtree(folder)
    print(f"fillings with another public byte: {differ} of {n}")


def histories(n: int) -> None:
    """Let small campaigns live at random and release; count jams, leaks and releases."""
    started, releases, jams, told = time.perf_counter(), 0, 0, 0
    for seed in range(n):
        chance = random.Random(seed)
        campaign = Campaign()
        for _ in range(chance.randint(6, 20)):
            one, other = chance.choices(list(campaign.counts), k=2)
            match chance.choice(["add", "add", "grow", "withdraw", "move", "release", "release"]):
                case "add":
                    campaign.counts[one] += chance.randint(1, 5)
                case "grow":
                    campaign.counts[one] += chance.randint(10, 80)
                case "withdraw":
                    campaign.counts[one] -= min(chance.randint(1, 3), campaign.counts[one])
                case "move":
                    step = min(chance.randint(1, 3), campaign.counts[one])
                    campaign.counts[one] -= step
                    campaign.counts[other] += step
                case "release":
                    if sum(campaign.counts.values()) >= campaign.k:
                        try:
                            campaign.release()
                        except Exception as error:  # noqa: BLE001 - a jam is what is counted
                            jams += 1
                            print(f"history {seed}: {error!r}")
        releases += len(campaign.releases)
        found = leaks(campaign)
        told += bool(found)
        for said in found[:2]:
            print(f"history {seed}: {said}")
    seconds = time.perf_counter() - started
    print(f"{n} histories, {releases} releases, {jams} jams, {told} with a leak, {seconds:.0f} s")


def choices(base: Path, n: int) -> None:
    """Protect other fillings of the sample anew and count tables that come out otherwise."""
    settings = settings_module.load(base)
    located = store.read(settings, "02_located")
    printed = {name: store.read(settings, f"03_{name}") for name in protect.TABLES}
    differ = {name: 0 for name in protect.TABLES}
    for seed in range(n):
        filled = another(located, printed, seed)
        counted = everything(filled, settings)
        made = protect.tables(counted, len(filled), settings.privacy.k, [])
        for name in protect.TABLES:
            as_stored = made[name][list(printed[name])].reset_index(drop=True)
            differ[name] += not as_stored.equals(printed[name])
    print(f"choices that differ on another filling, of {n}, by table: {differ}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fillings", type=int, default=20)
    parser.add_argument("--histories", type=int, default=300)
    parser.add_argument("--choices", type=int, default=200)
    wanted = parser.parse_args()
    histories(wanted.histories)
    with tempfile.TemporaryDirectory() as folder:
        base = copy_campaign(Path(folder) / "sample")
        pipeline.run(settings_module.load(base))
        choices(base, wanted.choices)
        fillings(base, wanted.fillings)


if __name__ == "__main__":
    main()
