"""Measure how many hot spots are found and how many listed ones are false.

    .venv/bin/python benchmarks/hotspots.py            1,000 campaigns per cell (hours)
    .venv/bin/python benchmarks/hotspots.py --quick    40 campaigns per cell
    .venv/bin/python benchmarks/hotspots.py --ours     only what a report does, and exact counts

A campaign is 7,691 reports over the 400 Kreise in proportion to their inhabitants, times log-normal
heterogeneity of standard deviation `sd`, times the relative risk in three Kreise drawn from those
above a number of inhabitants. Its counts are protected as stage 03 does (k = 5), and where one is
withheld an imputed one takes its place, as in a report; what that costs is the difference between
"ours" and "ours, exact counts". Side by side: ours (`hotspots.find`; on exact counts, and without
covariates), Poisson against the national mean with Benjamini-Hochberg, the 99.8 % limit of a plain
funnel plot, and Kulldorff's scan (circles up to a quarter of the inhabitants, clusters at 5 %, all
their Kreise listed).
"""

import argparse
import multiprocessing
import time

import numpy as np
import pandas as pd

from helpers import boundaries, gazetteer
from helpers.evaluate import hotspots, impute, neighbours, pln, scan
from helpers.protect import decide, places

REPORTS = 7_691
K = 5
PLANTED = 3
SHARE = 0.25
HETEROGENEITY = (0.0, 0.15, 0.3)
CELLS = [
    (sd, risk, least)
    for sd in HETEROGENEITY
    for risk, least in ((1, 0), (2, 150_000), (2, 350_000), (3, 150_000), (5, 250_000))
]
BARS = {(0.0, 2, 350_000), (0.15, 3, 150_000), (0.3, 5, 250_000)}
"""Cells in which at least 90 % of the planted hot spots must be found."""


class Methods:
    """The methods compared, with what they share over all campaigns worked out once."""

    def __init__(self, only_ours: bool = False) -> None:
        self.only_ours = only_ours
        self.areas = gazetteer.kreise()[["ags5", "population", "area_km2", "kind", "land"]]
        self.population = self.areas["population"].to_numpy(float)
        shapes = boundaries.kreise().set_index("ags5").loc[self.areas["ags5"]]
        self.centres = neighbours.centroids(shapes)
        self.expected = self.population * REPORTS / self.population.sum()
        if not only_ours:
            known = self.centres, self.population, REPORTS, SHARE
            self.critical = scan.critical_value(*known, seed=1)

    def lists(self, counts: np.ndarray) -> dict[str, np.ndarray]:
        """Return for each method which Kreise it lists."""
        areas = self.areas.assign(n_reports=counts)
        as_printed = self.areas.assign(n_reports=imputed(areas))
        ours = {
            "ours": hotspots.find(as_printed)["is_hotspot"].to_numpy(),
            "ours, exact counts": hotspots.find(areas)["is_hotspot"].to_numpy(),
        }
        if self.only_ours:
            return ours
        bare = areas[["ags5", "n_reports", "population"]]
        return {
            **ours,
            "ours, population only": hotspots.find(bare)["is_hotspot"].to_numpy(),
            "Poisson + BH": hotspots.above_national(areas)["is_above_national"].to_numpy(),
            "funnel 99.8 %": pln.upper_tail(counts, self.expected, 0.0) < 0.001,
            "scan": self._scan(counts),
        }

    def _scan(self, counts: np.ndarray) -> np.ndarray:
        listed = np.zeros(len(counts), bool)
        for cluster in scan.find(self.centres, counts, self.population, SHARE, simulations=0):
            if cluster.log_likelihood_ratio > self.critical:
                listed[cluster.members] = True
        return listed


def imputed(areas: pd.DataFrame) -> pd.Series:
    """Protect the counts of Kreise and Länder as stage 03 does; impute the withheld ones."""
    nowhere = pd.DataFrame({name: pd.Series(dtype="str") for name in ("ags8", "ags5", "district")})
    nowhere = nowhere.assign(population=0, n_reports=0)
    system = places.system(areas, nowhere, nowhere, REPORTS)
    cells = decide.printed(system, decide.levels(system, K), K)
    lands = pd.Series(sorted(areas["land"].unique()), name="land")
    tables = [
        frame.assign(**_ends(cells, names))
        for frame, names in (
            (areas.drop(columns="n_reports"), "kreis:" + areas["ags5"]),
            (lands.to_frame(), "land:" + lands),
            (pd.DataFrame({"what": ["reports", "unlocated"]}), [places.ALL, places.UNLOCATED]),
        )
    ]
    return impute.counts(*tables)


def _ends(cells: pd.DataFrame, names) -> dict[str, pd.Series]:
    """Return how protected tables say these counts: `n_reports, n_least, n_most`."""
    ends = cells.loc[list(names)].reset_index(drop=True)
    most = ends["high"].where(ends["high"] < np.inf).astype("Int64")
    least = ends["low"].astype("Int64")
    return {"n_reports": least.where(least == most), "n_least": least, "n_most": most}


def campaign(methods: Methods, cell: tuple, seed: int) -> list[dict]:
    """Simulate one campaign of a cell and score what each method lists."""
    sd, risk, least = cell
    rng = np.random.default_rng([seed, CELLS.index(cell)])
    weights = methods.population * np.exp(rng.normal(0.0, sd, len(methods.population)))
    planted = np.zeros(len(weights), bool)
    if risk > 1:
        large = np.flatnonzero(methods.population > least)
        planted[rng.choice(large, PLANTED, replace=False)] = True
        weights[planted] *= risk
    counts = rng.multinomial(REPORTS, weights / weights.sum())
    return [
        {
            "sd": sd,
            "risk": risk,
            "over": least,
            "method": method,
            "false_share": (listed & ~planted).sum() / max(listed.sum(), 1),
            "lists_any": listed.any(),
            "found": listed[planted].mean() if risk > 1 else np.nan,
        }
        for method, listed in methods.lists(counts).items()
    ]


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum the campaigns up: one row per cell and method."""
    cells = rows.groupby(["sd", "risk", "over", "method"], sort=False)
    return cells.agg(
        campaigns=("lists_any", "size"),
        false_share=("false_share", "mean"),
        lists_any=("lists_any", "mean"),
        found=("found", "mean"),
    ).reset_index()


def shown(summary: pd.DataFrame) -> str:
    """Write the table in Markdown, with the bars that apply to `ours`."""
    lines = ["| sd | relative risk | Kreise over | method | false entries | lists any | found | |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in summary.itertuples():
        planted = row.risk > 1
        lines.append(
            f"| {row.sd:g} | {row.risk if planted else 'nothing planted'} | "
            f"{f'{row.over:,}' if planted else '–'} | {row.method} | "
            f"{row.false_share:.1%} | {'–' if planted else f'{row.lists_any:.1%}'} | "
            f"{f'{row.found:.1%}' if planted else '–'} | {_verdict(row)} |"
        )
    return "\n".join(lines)


def _verdict(row) -> str:
    if not row.method.startswith("ours") or row.campaigns < 500:
        return ""
    kept = row.false_share <= 0.05 and (row.risk > 1 or row.lists_any <= 0.05)
    if (row.sd, row.risk, row.over) in BARS:
        kept &= row.found >= 0.9
    return "kept" if kept else "MISSED"


def _some(arguments: tuple) -> list[dict]:
    cells, seeds, only_ours = arguments
    methods = Methods(only_ours)
    return [row for cell in cells for seed in seeds for row in campaign(methods, cell, seed)]


def main() -> None:
    """Run the simulation and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="40 campaigns per cell")
    parser.add_argument("--campaigns", type=int, default=1_000, help="campaigns per cell")
    parser.add_argument(
        "--ours", action="store_true", help="ours only, with and without protection"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    options = parser.parse_args()
    n = 40 if options.quick else options.campaigns
    started = time.perf_counter()
    parts = [(CELLS, range(job, n, options.jobs), options.ours) for job in range(options.jobs)]
    if options.jobs == 1:
        rows = _some(parts[0])
    else:
        with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
            rows = [row for part in pool.map(_some, parts) for row in part]
    print(shown(table(pd.DataFrame(rows))))
    print(f"\n{n} campaigns per cell, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
