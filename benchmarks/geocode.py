"""Measure the geocoder: right, wrong, unlocated by kind of entry, beside two baselines, and speed.

    python benchmarks/geocode.py [--real FILE] [--without-stations] [--leave-out] [--suggestions]
                                 [--sample FILE] [--made 20000] [--rows 2000000]

--real: real entries with their truth (tests/geocode_world.py says the columns); the default is
tests/data/geocode_real.csv. --without-stations: without data/raw/gazetteer/stations_db.csv.
--leave-out: ask for a random quarter of the places under 20,000 inhabitants, after every record of
such a name is taken out of every table. --suggestions: ask for the form's own suggestions.

--sample: CSV with `city_raw, district_raw, plz_raw (or postcode_raw), truth_ags5, truth_district,
ambiguous (1 = a careful person would leave it unlocated), kind`; the default is the sample in
tests/data. --made: so many entries of the same kinds, made from the gazetteer with other seeds
than any test uses. --rows: reports with Zipf-distributed entries, for rows per second.
"""

import argparse
import contextlib
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import process

from helpers import gazetteer, geocode

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME / "tests"))

import geocode_cases  # noqa: E402  (lies beside the tests that use it too)
import geocode_world  # noqa: E402

FIELDS = ["city_raw", "district_raw", "postcode_raw"]


def main() -> None:
    """Print all figures."""
    options = _options()
    less = options.without_stations
    with geocode_world.without_stations("db") if less else contextlib.nullcontext():
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    """Print what the options ask for."""
    _real(options.real)
    if options.leave_out:
        for seed in (1, 2, 3):
            _leave_out(seed)
    if options.suggestions:
        asked = geocode_world.suggestions()
        told = geocode_world.judge(asked, geocode.locate(asked[FIELDS]))["outcome"].value_counts()
        print(f"\n## The form's own suggestions\n\n{len(asked):,}: {told.to_dict()}")
    geocode.locate(_entries([("Berlin", "", "")]))
    sample = _read(options.sample)
    print(f"\n## {options.sample.name}: {len(sample)} entries\n")
    print(_compare(sample))
    print("\nOurs, by kind:\n")
    print(_by_kind(sample, geocode.locate(sample[FIELDS])))
    if options.made:
        made = _made(options.made)
        print(f"\n## Made from the gazetteer: {len(made):,} entries (seed {options.seed})\n")
        print(_by_kind(made, geocode.locate(made[FIELDS])))
    _speed(options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = HOME / "tests" / "data" / "geocode_sample.csv"
    real = HOME / "tests" / "data" / "geocode_real.csv"
    parser.add_argument("--real", type=Path, default=real)
    parser.add_argument("--without-stations", action="store_true")
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--suggestions", action="store_true")
    parser.add_argument("--sample", type=Path, default=default)
    parser.add_argument("--made", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=97)
    return parser.parse_args()


def _real(path: Path) -> None:
    """Print right, rightly refused, wrong and missed, by form; one half was seen by our rules."""
    table = geocode_world.real(path)
    told = geocode_world.judge(table, geocode.locate(table[FIELDS]))
    shares = 100 * pd.crosstab([told["form"], told["half"]], told["outcome"], normalize="index")
    shares = shares.reindex(columns=["right", "refused", "wrong", "missed"], fill_value=0)
    print(f"\n## {path.name}: {len(table):,} real entries, %\n\n{shares.round(2).to_string()}")


def _leave_out(seed: int) -> None:
    """Print what becomes of places that the gazetteer lacks, alone and with their postcode."""
    asked = geocode_world.left_out(seed)
    alone = pd.DataFrame({"city_raw": asked["name"], "district_raw": "", "postcode_raw": ""})
    coded = alone.assign(postcode_raw=asked["postcode"])[asked["postcode"].ne("")]
    with geocode_world.without(set(asked["name"])):
        found, helped = geocode.locate(alone), geocode.locate(coded)
    wrong = found["ags5"].ne("") & found["ags5"].ne(asked["ags5"])
    bent = 100 * (wrong & found["locate_how"].eq("fuzzy")).mean()
    truth = asked.loc[coded.index, "ags5"]
    right = 100 * helped["ags5"].eq(truth).mean()
    away = 100 * (helped["ags5"].ne("") & helped["ags5"].ne(truth)).mean()
    print(f"\n## Left out: {len(asked):,} names (seed {seed})\n")
    print(f"located wrongly: {100 * wrong.mean():.2f} %, by likeness {bent:.2f} %")
    print(f"with their postcode ({len(coded):,}): right {right:.2f} %, wrong {away:.2f} %")


def _read(path: Path) -> pd.DataFrame:
    """Read a sample with its truth."""
    sample = pd.read_csv(path, dtype="str", keep_default_na=False)
    return sample.rename(columns={"plz_raw": "postcode_raw"})


def _made(count: int, seed: int = 97) -> pd.DataFrame:
    """Make entries, with the truth in the sample's columns."""
    made = geocode_cases.make(count, seed)
    made["ambiguous"] = made["ambiguous"].map({True: "1", False: "0"})
    return made.rename(columns={"ags5": "truth_ags5", "district": "truth_district"})


def _entries(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=FIELDS, dtype="str")


def _compare(sample: pd.DataFrame) -> pd.DataFrame:
    """Set exact names, rapidfuzz's best match and our method side by side."""
    ways = {"exact name": exact_name, "rapidfuzz top-1": best_match, "ours": geocode.locate}
    columns = {}
    for name, way in ways.items():
        start = time.perf_counter()
        found = way(sample[FIELDS])
        seconds = time.perf_counter() - start
        columns[name] = [*_rates(sample, found), f"{len(sample) / seconds:,.0f}"]
    rows = ["right Kreis", "wrong Kreis", "located although nobody could", "right district"]
    return pd.DataFrame(columns, index=[*rows, "entries per second"]).to_string()


def _rates(sample: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """Return the four rates as text."""
    ags5, district = found["ags5"].to_numpy(), found["district"].to_numpy()
    truth, inside = sample["truth_ags5"].to_numpy(), sample["truth_district"].to_numpy()
    nobody = sample["ambiguous"].eq("1").to_numpy()
    rates = [
        (ags5 == truth)[~nobody],
        ((ags5 != truth) & (ags5 != ""))[~nobody],
        (ags5 != "")[nobody],
        (district == inside)[(inside != "") & ~nobody],
    ]
    return [f"{100 * part.mean():.2f} %" if len(part) else "-" for part in rates]


def _by_kind(sample: pd.DataFrame, found: pd.DataFrame) -> str:
    """Return our rates for each kind of entry, and for all."""
    head = ["n", "right", "wrong", "though nobody", "district"]
    rows = {}
    for kind, part in sample.groupby("kind"):
        rows[kind] = [len(part), *_rates(part, found.loc[part.index])]
    rows["ALL"] = [len(sample), *_rates(sample, found)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=head).to_string()


def exact_name(entries: pd.DataFrame) -> pd.DataFrame:
    """Baseline: the city as written is a municipality's name, the biggest of that name."""
    places = _biggest()
    code = entries["city_raw"].str.strip().str.casefold().map(places).fillna("")
    districts = set(zip(*_official()[["ags8", "district"]].T.to_numpy(), strict=True))
    pairs = zip(code, entries["district_raw"], strict=True)
    inside = [district if (ags8, district) in districts else "" for ags8, district in pairs]
    return pd.DataFrame({"ags5": code.str[:5], "district": inside}, index=entries.index)


def best_match(entries: pd.DataFrame) -> pd.DataFrame:
    """Baseline: rapidfuzz's best match of the city, and of the district in that city."""
    places, official = _biggest(), _official()
    names = list(places)
    rows = []
    for city, district in zip(entries["city_raw"], entries["district_raw"], strict=True):
        best = process.extractOne(city.casefold(), names) if city else None
        ags8 = places[best[0]] if best else ""
        inside = official.loc[official["ags8"] == ags8, "district"].tolist()
        part = process.extractOne(district, inside) if district and inside else None
        rows.append((ags8[:5], part[0] if part else ""))
    return pd.DataFrame(rows, columns=["ags5", "district"], index=entries.index)


def _biggest() -> dict[str, str]:
    """Return each municipality's name → code, the biggest of a name."""
    table = gazetteer.municipalities().sort_values("population", na_position="first")
    return dict(zip(table["city"].str.casefold(), table["ags8"], strict=True))


def _official() -> pd.DataFrame:
    table = gazetteer.districts()
    return table[table["status"] != "geonames"]


def _speed(options: argparse.Namespace) -> None:
    """Time distinct entries, and many reports with Zipf-distributed entries, on one core."""
    distinct = _made(max(options.made, 1000), options.seed + 1)[FIELDS].drop_duplicates()
    start = time.perf_counter(), time.process_time()
    geocode.locate(distinct)
    wall, core = time.perf_counter() - start[0], time.process_time() - start[1]
    print("\n## Speed\n")
    print(
        f"all distinct: {len(distinct):,} entries, {len(distinct) / wall:,.0f} a second "
        f"({len(distinct) / core:,.0f} by processor time)"
    )
    if not options.rows:
        return
    chance = np.random.default_rng(options.seed)
    pool = _made(20_000, options.seed + 2)[FIELDS].drop_duplicates(ignore_index=True)
    rows = pool.take(np.minimum(chance.zipf(1.2, options.rows), len(pool)) - 1)
    rows = rows.reset_index(drop=True)
    start = time.perf_counter(), time.process_time()
    located = geocode.locate(rows)
    wall, core = time.perf_counter() - start[0], time.process_time() - start[1]
    print(
        f"Zipf (s = 1.2): {len(located):,} rows with {len(rows.drop_duplicates()):,} entries, "
        f"{len(rows) / wall:,.0f} rows a second ({len(rows) / core:,.0f} by processor time)"
    )


if __name__ == "__main__":
    main()
