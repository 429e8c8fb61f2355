"""Ask the geocoder about the world: real entries, places that it does not know, its own names.

Real entries are those of tests/data/geocode_real.csv: stations of DB StaDa (CC BY 4.0, by npm
db-stations 5.0.2) in four forms, and places from public threads and articles, judged by hand.
`without` takes names out of every table of the gazetteer, so that one sees what becomes of a place
that it lacks.
"""

import contextlib
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from helpers import gazetteer
from helpers.geocode import index, locating
from helpers.geocode.forms import bare
from helpers.geocode.normalise import fold, key

FIELDS = ["city_raw", "district_raw", "postcode_raw"]
NAMES = ["name", "city", "official_name", "place", "district", "station"]
"""Columns of the gazetteer's tables that name a place."""


def real(path: Path) -> pd.DataFrame:
    """Read real entries (`city_raw, postcode_raw, truth_ags5, may_stay_unlocated, form`).

    Adds `half`: of the stations, whose four forms stand together, one half is looked at while rules
    are made, and the other is only measured.
    """
    table = pd.read_csv(path, dtype="str", keep_default_na=False).assign(district_raw="")
    first = table["form"].isin(["station", "thread"])
    group = table["city_raw"].where(first).ffill()
    table["half"] = [("seen", "measured")[zlib.crc32(name.encode()) % 2] for name in group]
    return table


def judge(table: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Say of each entry whether it is `right, wrong, refused` (rightly) or `missed`."""
    truth = [set(filter(None, codes.split("|"))) for codes in table["truth_ags5"]]
    right = [code in codes for code, codes in zip(found["ags5"], truth, strict=True)]
    located, may = found["ags5"].ne("").to_numpy(), table["may_stay_unlocated"].eq("1").to_numpy()
    outcome = pd.Series("missed", index=table.index)
    outcome[~located & may] = "refused"
    outcome[located] = "wrong"
    outcome[right] = "right"
    return table.assign(outcome=outcome, found=found["ags5"], how=found["locate_how"],
                        score=found["locate_score"], reason=found["locate_reason"],
                        candidates=found["locate_candidates"])  # fmt: skip


def suggestions() -> pd.DataFrame:
    """Return the form's own suggestions of municipalities, each with its Kreis (`truth_ags5`)."""
    from helpers.form import suggest

    towns = [place for place in suggest.index().places if not place.district and not place.postcode]
    rows = [(place.city, "", "", place.ags8[:5], "0") for place in towns]
    return pd.DataFrame(rows, columns=[*FIELDS, "truth_ags5", "may_stay_unlocated"], dtype="str")


def left_out(seed: int, share: float = 0.25) -> pd.DataFrame:
    """Draw a share of the names that only municipalities of one Kreis have, under 20,000 each.

    Returns `name, ags5, postcode` ("" where the table of postcodes has none).
    """
    towns = gazetteer.municipalities()
    towns = towns.assign(key=[_key(city) for city in towns["city"]])
    towns = towns[~towns["official_name"].str.contains(r"gemfr\.|gemeindefreies|Forstgutsbez")]
    known = towns.groupby("key")
    few = known["population"].transform("max").fillna(0).lt(20_000)
    towns = towns[few & known["ags5"].transform("nunique").eq(1)].drop_duplicates("key")
    codes = gazetteer.postcodes()
    codes = codes[codes["ags8"].ne("")].drop_duplicates("ags8").set_index("ags8")["postcode"]
    towns = towns.assign(postcode=towns["ags8"].map(codes).fillna(""))
    rows = towns[["city", "ags5", "postcode"]].rename(columns={"city": "name"})
    return rows.sample(frac=share, random_state=seed).reset_index(drop=True)


@contextlib.contextmanager
def without(names: set[str]) -> Iterator[None]:
    """Take every record of these names out of every table of the gazetteer, for a while."""
    gone, read = {_key(name) for name in names}, gazetteer._read

    def rest(file: str) -> pd.DataFrame:
        table = read(file)
        for column in [column for column in NAMES if column in table]:
            distinct = {text: _key(text) in gone for text in table[column].unique()}
            table = table[~table[column].map(distinct)]
        return table.reset_index(drop=True)

    with _gazetteer(rest):
        yield


@contextlib.contextmanager
def without_stations(which: str = "") -> Iterator[None]:
    """Take the tables of stations out of the gazetteer, for a while ("db": only that one)."""
    read = gazetteer._read

    def rest(file: str) -> pd.DataFrame:
        table = read(file)
        return table.head(0) if f"stations_{which}" in file else table

    with _gazetteer(rest):
        yield


@contextlib.contextmanager
def _gazetteer(read) -> Iterator[None]:
    """Let the gazetteer read its tables so."""
    before = gazetteer._read
    gazetteer._read = read
    _forget()
    try:
        yield
    finally:
        gazetteer._read = before
        _forget()


def _forget() -> None:
    index.load.cache_clear()
    locating.reader.cache_clear()


def _key(name: str) -> str:
    return key(fold(bare(name.split(",")[0])))


def slip(chance: random.Random, word: str) -> str:
    """Misspell a word as fingers do on a German keyboard: a neighbouring key, one left out, …

    Made apart from the geocoder's own weights, after Damerau (1964) and the keys of QWERTZ.
    """
    rows = ["qwertzuiopü", "asdfghjklöä", "yxcvbnm"]
    at = {letter: (y, x + y / 2) for y, row in enumerate(rows) for x, letter in enumerate(row)}
    place = chance.randrange(len(word) > 3, len(word))
    letter = word[place].lower()
    kind = chance.choice(["drop", "drop", "double", "swap", "near", "near", "extra"])
    near = [
        other
        for other, (y, x) in at.items()
        if letter in at
        and other != letter
        and abs(y - at[letter][0]) <= 1
        and abs(x - at[letter][1]) <= 1
    ]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    if kind == "swap" and place + 1 < len(word) and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if near:
        other = chance.choice(near)
        return word[:place] + other + word[place + (kind != "extra") :]
    return word[:place] + word[place + 1 :]
