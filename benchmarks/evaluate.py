"""Measure how long the evaluation takes.

    .venv/bin/python benchmarks/evaluate.py            stages 03 and 04, and the scan
    .venv/bin/python benchmarks/evaluate.py --quick    the stages only

The 400 Kreise get a simulated campaign of 7,691 reports with categories, districts and times, so
that nothing but this repository is needed. The notebooks run on it as in a report, each in a kernel
of its own, imports included. 03: counts, what may be printed of them. 04: rates, shrinkage, funnel,
hot spots, Gi*, local Moran, scan, regressions, trends, faults, robustness. The last part scans
11,000 synthetic points with circles of at most 5 % and 999 simulations.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEXTS = ("categories", "categories_not_asked", "district", "locate_status")
HOME = Path(__file__).resolve().parents[1]
LIMITS = {"03_count": 15.0, "04_evaluate": 15.0, "scan": 180.0}


def simulated(folder: Path) -> None:
    """Write a simulated campaign's located reports as stage 02 would."""
    import numpy as np
    import pandas as pd

    from helpers import gazetteer, settings, store

    rng = np.random.default_rng(2011)
    campaign = settings.load(HOME).model_copy(update={"dir": folder})
    kreise = gazetteer.kreise()
    municipalities = gazetteer.municipalities().dropna(subset="population")
    weights = municipalities["population"].astype(float).to_numpy(copy=True)
    weights *= rng.lognormal(0, 0.15, len(weights))
    place = municipalities.iloc[rng.choice(len(weights), 7_691, p=weights / weights.sum())]
    days = rng.integers(0, 19, 7_691)
    named = rng.uniform(size=(7_691, len(campaign.categories))) < 0.4
    ids = np.array(campaign.category_ids())
    located = pd.DataFrame(
        {
            "submitted_at": pd.Timestamp(campaign.first_day)
            + pd.to_timedelta(days * 24 + rng.integers(0, 24, 7_691), unit="h"),
            "categories": ["|".join(ids[row]) for row in named],
            "categories_not_asked": "",
            "consent_operator": rng.uniform(size=7_691) < 0.7,
            "ags5": place["ags5"].to_numpy(),
            "ags8": place["ags8"].to_numpy(),
            "city": place["city"].to_numpy(),
            "district": rng.choice(["", "Nord", "Süd", "Mitte"], 7_691),
            "locate_status": "located",
        }
    ).astype({name: "str" for name in TEXTS})
    assert set(located["ags5"]) <= set(kreise["ags5"])
    store.write_parquet(located, campaign.processed / "02_located.parquet")
    shutil.copy(HOME / "campaign.yml", folder)


def points() -> None:
    """Scan 11,000 synthetic points."""
    import numpy as np

    from helpers.evaluate import scan

    rng = np.random.default_rng(2011)
    where = rng.uniform(0, 800_000, (11_000, 2))
    population = rng.lognormal(8, 1, 11_000)
    counts = rng.multinomial(7_691, population / population.sum())
    best = scan.find(where, counts, population, max_share=0.05, simulations=999, seed=1)[0]
    print(f"best circle: {len(best.members)} points, p = {best.p_value:.3f}")


def timed(name: str, command: list[str]) -> bool:
    """Run a part in a fresh process; print its seconds against the limit."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True)
    seconds = time.perf_counter() - started
    print(f"{name}: {seconds:.1f} s (limit {LIMITS[name]:.0f} s)")
    return seconds <= LIMITS[name]


def main() -> None:
    """Measure; exit with an error when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="the stages only")
    parser.add_argument("--points", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.points:
        return points()
    kept = True
    with tempfile.TemporaryDirectory() as folder:
        simulated(Path(folder))
        for stage in ("03_count", "04_evaluate"):
            notebook = HOME / "notebooks" / f"{stage}.ipynb"
            words = [str(notebook), f"{folder}/{stage}.ipynb", "--campaign", folder]
            kept &= timed(stage, ["-m", "helpers.run", *words])
    if not options.quick:
        kept &= timed("scan", [__file__, "--points"])
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
