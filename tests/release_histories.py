"""Histories of small campaigns: what happens between releases, and a reader who keeps them all.

The reader writes the sums down by himself and asks an integer program for the ends of each count.
"""

from datetime import date

import numpy as np
import pandas as pd
from protect_cases import counted
from scipy.optimize import Bounds, LinearConstraint, milp

from helpers import protect
from helpers.protect.archive import Release


class Campaign:
    """Reports by Kreis, "" = without a place; `release` publishes what may be printed of them."""

    def __init__(self, k: int = 5) -> None:
        self.k = k
        self.counts = dict.fromkeys(["", "01001", "01002", "02001", "02002", "03001"], 0)
        self.releases: list[Release] = []
        self.truth: list[dict[str, int]] = []

    def draft(self) -> dict[str, pd.DataFrame]:
        places = {code: n for code, n in self.counts.items() if code}
        tables, total = counted(places, unlocated=self.counts[""])
        return protect.tables(tables, total, self.k, self.releases)

    def release(self) -> dict[str, pd.DataFrame]:
        made = self.draft()
        number = len(self.releases) + 1
        cells = made["cells"].set_index("cell")
        said = cells[(cells.index != "all") & np.isfinite(cells["high"])]
        moved = number == 1 or (said["as_of"] == number).any()
        last = self.releases[-1] if self.releases else None
        self.releases.append(
            Release(
                number=number,
                date=date(2011, 12, 1),
                k=self.k,
                tables={name: made[name] for name in protect.TABLES},
                cells=cells,
                fingerprint=str(number),
                opened=number if moved else last.opened,
                n_opened=sum(self.counts.values()) if moved else last.n_opened,
            )
        )
        self.truth.append(dict(self.counts))
        return made


def leaks(campaign: Campaign) -> list[str]:
    """Say what a reader of all releases can tell: of a withheld count, or of who came and went."""
    return [
        *(said for n in range(len(campaign.releases)) for said in _alone(campaign, n)),
        *(
            said
            for n in range(1, len(campaign.releases))
            for said in [*_difference(campaign, n), *_grown(campaign, n)]
        ),
    ]


def _alone(campaign: Campaign, n: int) -> list[str]:
    """Look at one release: counts of 1 to k−1 of its day, printed or told by its sums."""
    release, truth, k = campaign.releases[n], campaign.truth[n], campaign.k
    found = []
    kreise = release.tables["kreise"].set_index("ags5")
    fresh = kreise["as_of_release"] == n + 1
    for code, n_reports in truth.items():
        if code and 0 < n_reports < k and fresh[code] and not kreise["suppressed"][code]:
            found.append(f"release {n + 1}: {code} is printed")
    names, low, high, rows = _equations([release], [fresh])
    for code in [c for c in kreise.index if 0 < truth[c] < k]:
        ends = _ends(names, low, high, rows, f"0 {code}")
        if ends and ends[1] - ends[0] < min(k - 2, sum(truth.values())):
            found.append(f"release {n + 1}: {code} lies in {ends}")
    return found


def _difference(campaign: Campaign, n: int) -> list[str]:
    """Look at two releases in a row: a printed count that moved, but by fewer than k."""
    before, after = (campaign.releases[i].tables["kreise"].set_index("ags5") for i in (n - 1, n))
    steps = (after["n_reports"] - before["n_reports"]).abs().dropna()
    found = [f"{code} moved by {step}" for code, step in steps.items() if 0 < step < campaign.k]
    changed = sum(
        abs(campaign.truth[n][code] - campaign.truth[n - 1][code]) for code in campaign.counts
    )
    other = [c for c in ("n_reports", "n_least", "n_most") if not before[c].equals(after[c])]
    if 0 < changed <= 2 and other:
        net = sum(campaign.truth[n].values()) - campaign.releases[n - 1].n_opened
        if abs(net) < 2 * campaign.k:
            found.append(f"release {n + 1}: {changed} reports changed, and {other} show it")
    return found


def _grown(campaign: Campaign, n: int) -> list[str]:
    """Look at two releases as somebody who knows that reports only came in."""
    then, now = campaign.truth[n - 1], campaign.truth[n]
    if any(now[code] < then[code] for code in now):
        return []
    pair = [campaign.releases[n - 1], campaign.releases[n]]
    fresh = [one.tables["kreise"].set_index("ags5")["as_of_release"] == one.number for one in pair]
    names, low, high, rows = _equations(pair, fresh)
    for code in then:
        if code:
            rows.append(({f"1 {code}": 1.0, f"0 {code}": -1.0}, 0.0, np.inf))
    found = []
    came = sum(now.values()) - sum(then.values())
    for code in [code for code in then if code]:
        before = _ends(names, low, high, rows, f"0 {code}")
        after = _ends(names, low, high, rows, f"1 {code}")
        if before is None or after is None:
            return []
        if 0 < then[code] < campaign.k and before[1] - before[0] < campaign.k - 2:
            found.append(f"releases {n}, {n + 1}: {code} lay in {before}")
        # where only two came in, no place can have more than two more: that is no leak
        wide = min(campaign.k - 2, before[1] - before[0] + came)
        if 0 < now[code] < campaign.k and after[1] - after[0] < wide:
            found.append(f"releases {n}, {n + 1}: {code} lies in {after}")
    return found


def _equations(releases: list[Release], fresh: list[pd.Series]):
    """Write down what is printed: bounds of each count, and which sums they have."""
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    rows: list[tuple[dict[str, float], float, float]] = []
    for place, release in enumerate(releases):
        totals = release.tables["total"].set_index("what")
        total = float(totals["n_least"]["reports"])
        cells = release.tables["kreise"].set_index("ags5")
        lands = release.tables["laender"].set_index("land")
        for code, row in cells.iterrows():
            upper = total if pd.isna(row["n_most"]) else float(row["n_most"])
            is_fresh = fresh[place][code]
            low[f"{place} {code}"] = float(row["n_least"]) if is_fresh else 0.0
            high[f"{place} {code}"] = upper if is_fresh else total
        upper = total
        lost = totals.loc["unlocated"]
        if lost["as_of_release"] == release.number and not pd.isna(lost["n_most"]):
            upper = float(lost["n_most"])
        low[f"{place} lost"] = 0.0
        high[f"{place} lost"] = upper
        every = {f"{place} {code}": 1.0 for code in cells.index} | {f"{place} lost": 1.0}
        rows.append((every, total, total))
        for land, row in lands.iterrows():
            if row["as_of_release"] == release.number and not pd.isna(row["n_most"]):
                codes = cells.index[cells["land"] == land]
                parts = {f"{place} {code}": 1.0 for code in codes}
                rows.append((parts, float(row["n_least"]), float(row["n_most"])))
    return list(low), low, high, rows


def _ends(names, low, high, rows, wanted: str) -> tuple[float, float] | None:
    """Return the least and greatest number of `wanted`, None where the prints contradict."""
    at = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, (terms, _, _) in enumerate(rows):
        for name, factor in terms.items():
            matrix[i, at[name]] = factor
    limits = LinearConstraint(matrix, [row[1] for row in rows], [row[2] for row in rows])
    box = Bounds([low[name] for name in names], [high[name] for name in names])
    ends = []
    for direction in (1.0, -1.0):
        goal = np.zeros(len(names))
        goal[at[wanted]] = direction
        answer = milp(goal, integrality=np.ones(len(names)), bounds=box, constraints=limits)
        if answer.x is None:
            return None
        ends.append(direction * answer.fun)
    return round(ends[0]), round(ends[1])
