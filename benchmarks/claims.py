"""Measure how often each claim is told without truth, and how often a true one is told.

    .venv/bin/python benchmarks/claims.py                       all cells, 300 campaigns each
    .venv/bin/python benchmarks/claims.py --list                the names of cells and claims
    .venv/bin/python benchmarks/claims.py --cells readiness,pairs --reports 300,1000 --campaigns 100
    .venv/bin/python benchmarks/claims.py --claims hotspots --cells unreached

A campaign is drawn household by household: Kreis, day, faults, each from a world in which the
claim is untrue (the nulls) or true (the planted ones). Nothing here uses the product's models:
places differ by normal or t-distributed readiness, days by weekday, AR(1) noise and chance, a
household may send two reports. The draws become tables as stage 03 prints them (1 to 4 withheld,
totals exact), and the functions of stage 04 read these and say what they say.
"""

import argparse
import time
from dataclasses import dataclass, replace

import claims_told
import numpy as np
import pandas as pd

from helpers import gazetteer

K = 5
FIRST = "2011-11-12"
FAULTS = ["a", "b", "c", "d", "e", "f", "g"]
SHARES = np.array([0.55, 0.4, 0.3, 0.3, 0.2, 0.15, 0.1])
LARGEST = "11000", "02000"
"""Berlin and Hamburg: equal leaders in count, and the first two in a planted lead."""


@dataclass(frozen=True)
class World:
    """What is true of a simulated campaign; the defaults are: nothing but chance.

    gap: rate in Landkreise by that in kreisfreie Städte. sd, sd_land: readiness of kreisfreie
    Städte and Landkreise (log-normal); df: tails (0 = normal). by_municipality: readiness of
    municipalities. unreached: share of Kreise that never heard. land: only this Land (code).
    weekend: readiness at weekends. ar, day_sd: memory and spread of days. days: how many. pairs: of
    this share of households two people report. template: spread of logits of faults by city. equal:
    the two largest cities send as many, the two first faults are named as often. risk, least,
    planted: relative risk in so many Kreise over `least` inhabitants. big: that of big cities.
    step: of days from the middle on. fault: logits by which the largest city names the last fault
    more. viral: readiness in five Kreise, whoever the operator. others: reports about others, by
    the campaign's.
    """

    gap: float = 1.0
    sd: float = 0.0
    sd_land: float | None = None
    df: int = 0
    by_municipality: float = 0.0
    unreached: float = 0.0
    land: str = ""
    weekend: float = 1.0
    ar: float = 0.0
    day_sd: float = 0.0
    days: int = 28
    pairs: float = 0.0
    template: float = 0.0
    equal: bool = False
    risk: float = 1.0
    least: int = 0
    planted: int = 0
    big: float = 1.0
    step: float = 1.0
    fault: float = 0.0
    viral: float = 1.0
    others: float = 0.0


NULLS = {
    "no effect": World(),
    "readiness": World(sd=0.3),
    "weekends": World(weekend=0.6),
    "AR(0.6) days": World(ar=0.6, day_sd=0.3),
    "pairs": World(pairs=1.0),
    "equal leaders": World(equal=True),
    "cities only": World(gap=0.05, sd=0.3),
    "template": World(template=0.2),
}
SPREADS = {
    "cities vary more": World(sd=0.6, sd_land=0.2),
    "municipalities 0.3": World(by_municipality=0.3),
    "municipalities 0.5": World(by_municipality=0.5),
    "Bavaria only": World(sd=0.3, land="Bayern"),
    "unreached": World(sd=0.3, unreached=0.5),
    "t3 tails": World(sd=0.3, df=3),
}
PLANTED = {
    "RR 2, sd 0": World(risk=2, least=350_000, planted=3),
    "RR 3, sd 0.15": World(sd=0.15, risk=3, least=150_000, planted=3),
    "RR 5, sd 0.3": World(sd=0.3, risk=5, least=250_000, planted=3),
    "RR 5, Bavaria": World(sd=0.3, risk=5, least=100_000, planted=2, land="Bayern"),
    "RR 3, one": World(sd=0.2, risk=3, least=100_000, planted=1),
    "big cities 2": World(sd=0.3, big=2.0),
    "rise": World(step=3.0, weekend=0.6, ar=0.6, day_sd=0.15),
    "fault": World(fault=1.0, template=0.1),
}
COMPARED = {
    f"{name}, others {others:g}": replace(world, others=others)
    for others in (0.5, 1.0, 3.0)
    for name, world in (
        ("viral", World(sd=0.6, viral=5)),
        ("RR 5, sd 0.6", World(sd=0.6, risk=5, least=250_000, planted=3)),
    )
}
CELLS = NULLS | SPREADS | PLANTED | COMPARED
SIZES = (300, 1_000, 7_691)


class Country:
    """The Kreise and the readiness of places in one world."""

    def __init__(self, world: World) -> None:
        kreise = gazetteer.kreise()[["ags5", "kreis", "kind", "land", "area_km2", "population"]]
        if world.land:
            kreise = kreise[kreise["land"] == world.land].reset_index(drop=True)
        self.kreise, self.world = kreise, world
        self.population = kreise["population"].to_numpy(float)
        self.city = (kreise["kind"] == "Kreisfreie Stadt").to_numpy()
        towns = gazetteer.municipalities().dropna(subset="population")
        towns = towns[towns["ags5"].isin(kreise["ags5"])]
        self.town_of = kreise.reset_index().set_index("ags5")["index"][towns["ags5"]].to_numpy()
        self.town_population = towns["population"].to_numpy(float)

    def rates(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Draw how readily each Kreis reports, its trouble, and which are planted."""
        world, n = self.world, len(self.kreise)
        sd = np.where(self.city, world.sd, world.sd if world.sd_land is None else world.sd_land)
        draws = rng.standard_t(world.df, n) if world.df else rng.normal(size=n)
        ready = np.exp(sd * draws) * np.where(self.city, 1.0, world.gap)
        if world.by_municipality:
            towns = np.exp(rng.normal(0, world.by_municipality, len(self.town_of)))
            ready *= np.bincount(self.town_of, self.town_population * towns, n) / np.bincount(
                self.town_of, self.town_population, n
            )
        if world.viral > 1:
            ready[rng.choice(n, 5, replace=False)] *= world.viral
        ready *= rng.random(n) >= world.unreached
        trouble, planted = np.ones(n), np.zeros(n, bool)
        if world.planted:
            open_to = np.flatnonzero((self.population > world.least) & (ready > 0))
            planted[rng.choice(open_to, world.planted, replace=False)] = True
            trouble[planted] *= world.risk
        trouble[self.city & (self.population >= 500_000)] *= world.big
        return ready, trouble, planted


def campaign(country: Country, n_reports: int, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Draw one campaign's reports and print them as stage 03 would; `planted` says what is true."""
    world, kreise = country.world, country.kreise
    ready, trouble, planted = country.rates(rng)
    weights = country.population * ready * trouble
    if world.equal:
        first, second = (np.flatnonzero(kreise["ags5"] == code)[0] for code in LARGEST)
        weights[second] = weights[first] = weights[[first, second]].max()
    place = rng.choice(len(weights), n_reports, p=weights / weights.sum())
    level = np.zeros(world.days)
    for day in range(world.days):
        before = level[day - 1] if day else rng.normal(0, world.day_sd)
        level[day] = world.ar * before + rng.normal(0, world.day_sd * np.sqrt(1 - world.ar**2))
    dates = pd.date_range(FIRST, periods=world.days)
    level += np.log(world.weekend) * (dates.day_of_week >= 5)
    level[world.days // 2 :] += np.log(world.step)
    day = rng.choice(world.days, n_reports, p=np.exp(level) / np.exp(level).sum())
    shares = np.sort(SHARES)[::-1].copy()
    if world.equal:
        shares[1] = shares[0]
    logits = np.log(shares / (1 - shares))
    by_place = logits + rng.normal(0, world.template, (len(weights), len(FAULTS)))
    by_place[np.flatnonzero(kreise["ags5"] == LARGEST[0]), -1] += world.fault
    named = rng.random((n_reports, len(FAULTS))) < 1 / (1 + np.exp(-by_place[place]))
    if world.pairs:  # whole households: the first half of the list, each again
        households = round(n_reports / (1 + world.pairs))
        kept = np.r_[0:households, 0 : n_reports - households]
        place, day, named = place[kept], day[kept], named[kept]
    district = rng.integers(0, len(DISTRICTS), n_reports)
    tables = printed(kreise, place, dates[day], named, district, dates)
    if world.others:
        about = country.population * ready
        n_others = round(world.others * n_reports)
        others = rng.multinomial(n_others, about / about.sum())
        tables |= {"others": others, "operators": _operators(tables["kreise"], others)}
    return tables | {"planted": planted, "step": world.step}


DISTRICTS = [f"Bezirk {number}" for number in range(1, 13)]


def printed(kreise, place, when, named, district, dates) -> dict[str, pd.DataFrame]:
    """Print counts as stage 03 does: 1 to k−1 withheld, cities and districts from k on."""
    n = len(place)
    by_kreis = kreise.assign(n_reports=np.bincount(place, minlength=len(kreise)))
    by_kreis["population_year"], by_kreis["population_2018"] = 2007, by_kreis["population"]
    own = by_kreis[(by_kreis["kind"] == "Kreisfreie Stadt") & (by_kreis["n_reports"] >= K)]
    cities = own.assign(ags8=own["ags5"] + "000", city=own["kreis"], population_source="")
    cities = cities.sort_values("n_reports", ascending=False, ignore_index=True)
    days = pd.Series(when).value_counts().reindex(dates, fill_value=0).to_numpy()
    faults = pd.DataFrame({"category": FAULTS, "n_reports": named.sum(axis=0), "n_asked": n})
    faults = faults.assign(de=FAULTS, en=FAULTS).sort_values("n_reports", ascending=False)
    both = named.T.astype(int) @ named
    a, b = np.triu_indices(len(FAULTS), 1)
    pairs = {"category_a": np.array(FAULTS)[a], "category_b": np.array(FAULTS)[b]}
    crossing = [_faults("", "", named)]
    for row in cities[cities["n_reports"] >= 100].itertuples():
        here = named[kreise["ags5"].to_numpy()[place] == row.ags5]
        part = _faults(row.ags8, row.city, here)
        cells = np.r_[part["n_reports"], part["n_asked"] - part["n_reports"]]
        if not ((cells > 0) & (cells < K)).any():
            crossing.append(part)
    berlin = district[kreise["ags5"].to_numpy()[place] == LARGEST[0]]
    within = pd.DataFrame({"ags8": LARGEST[0] + "000", "city": "Berlin", "district": DISTRICTS})
    within = within.assign(n_reports=np.bincount(berlin, minlength=len(DISTRICTS)))
    odd = when.day % 2 == 1
    halves = by_kreis[["ags5"]].assign(
        odd=np.bincount(place[odd], minlength=len(kreise)),
        even=np.bincount(place[~odd], minlength=len(kreise)),
    )
    safe = halves[["odd", "even"]].apply(lambda c: (c == 0) | (c >= K)).all(axis=1)
    lands = by_kreis.groupby("land", as_index=False)[["population", "area_km2", "n_reports"]].sum()
    total = pd.DataFrame({"what": ["reports", "unlocated"], "n_reports": [n, 0]})
    return {
        "kreise": _withheld(by_kreis),
        "laender": _withheld(lands),
        "cities": _withheld(cities),
        "days": _withheld(pd.DataFrame({"day": dates.astype("datetime64[us]"), "n_reports": days})),
        "categories": _withheld(faults),
        "cooccurrence": _withheld(pd.DataFrame({**pairs, "n_reports": both[a, b]})),
        "place_faults": pd.concat(crossing, ignore_index=True),
        "districts": _withheld(within[within["n_reports"] >= K].reset_index(drop=True)),
        "total": _withheld(total),
        "halves": halves[safe].reset_index(drop=True),
    }


def _operators(kreise: pd.DataFrame, others: np.ndarray) -> pd.DataFrame:
    """Print the reports about others as stage 03 does: where both counts are from k on."""
    own = kreise["n_reports"]
    safe = own.notna() & (others >= K)
    shown = kreise.loc[safe, ["ags5"]].assign(n_reports=own[safe], n_others=others[safe])
    return shown.astype({"n_reports": "int64"}).reset_index(drop=True)


def _faults(ags8: str, city: str, named: np.ndarray) -> pd.DataFrame:
    counts = {"category": FAULTS, "n_reports": named.sum(axis=0), "n_asked": len(named)}
    return pd.DataFrame({"ags8": ags8, "city": city, **counts, "as_of_release": 1})


def _withheld(table: pd.DataFrame) -> pd.DataFrame:
    small = table["n_reports"].between(1, K - 1)
    exact = table["n_reports"].astype("Int64")
    return table.assign(
        n_reports=exact.mask(small),
        n_least=exact.mask(small, 1),
        n_most=exact.mask(small, K - 1),
        suppressed=small.astype(bool),
        as_of_release=1,
    ).reset_index(drop=True)


def cell(name: str, n_reports: int, campaigns: int, wanted: set[str]) -> pd.DataFrame:
    """Simulate one cell; return per claim how often it was shown, and said at all, and found."""
    country, rows = Country(CELLS[name]), []
    for seed in range(campaigns):
        rng = np.random.default_rng([seed, list(CELLS).index(name), n_reports])
        tables = campaign(country, n_reports, rng)
        rows += claims_told.told(tables, wanted, seed)
    frame = pd.DataFrame(rows, columns=["claim", "shown", "said", "found"]).astype(
        {"shown": float, "said": float, "found": float}
    )
    summed = frame.groupby("claim", sort=False)[["shown", "said", "found"]].mean()
    return summed.reset_index().assign(cell=name, reports=n_reports, campaigns=campaigns)


def main() -> None:
    """Run the chosen cells and print one row per cell and claim."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="name cells and claims, run nothing")
    parser.add_argument("--cells", default="", help="names or beginnings, separated by commas")
    parser.add_argument("--claims", default="", help="claims, separated by commas")
    parser.add_argument("--reports", default="", help="reports in a campaign, e.g. 300,1000")
    parser.add_argument("--campaigns", type=int, default=300, help="campaigns per cell")
    parser.add_argument("--csv", default="", help="append the rows to this file as well")
    options = parser.parse_args()
    if options.list:
        print("cells:", ", ".join(CELLS), "\nclaims:", ", ".join(claims_told.CLAIMS))
        return
    starts = tuple(filter(None, options.cells.split(","))) or ("",)
    names = [name for name in CELLS if name.startswith(starts)]
    wanted = set(filter(None, options.claims.split(","))) or set(claims_told.CLAIMS)
    sizes = [int(size) for size in options.reports.split(",") if size] or SIZES
    print("| world | reports | campaigns | claim | shown | said | found |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        for size in sizes:
            started = time.perf_counter()
            table = cell(name, size, options.campaigns, wanted)
            for row in table.itertuples():
                found = "" if np.isnan(row.found) else f"{row.found:.1%}"
                print(f"| {name} | {size:,} | {row.campaigns} | {row.claim} | {row.shown:.1%} | "
                      f"{row.said:.1%} | {found} |")  # fmt: skip
            print(f"<!-- {time.perf_counter() - started:.0f} s -->", flush=True)
            if options.csv:
                table.to_csv(options.csv, mode="a", header=False, index=False)


if __name__ == "__main__":
    main()
