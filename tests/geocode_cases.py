"""Make place entries as people write them, with the right answer, for tests and benchmarks.

The kinds are those of tests/data/geocode_sample.csv; the names come from the gazetteer, so that
thousands of entries can be made that no rule has seen.
"""

import random
import string

import pandas as pd

from helpers import gazetteer

KINDS = {
    "district_field": 38, "compound": 46, "typo1": 32, "typo2": 3, "typo_small": 17,
    "plz_only": 17, "plz_city": 18, "clean_small": 26, "clean_city": 9, "case": 7, "umlaut": 3,
    "district_typo": 24, "district_swapped": 4, "contradiction": 8, "homonym": 5, "junk": 17,
}  # fmt: skip
"""Kinds and their shares (per 274), after the sample."""

JUNK = (
    "-", "?", "", "test", "hier", "überall", "Zug", "zuhause", "Bayern", "NRW", "ganz Deutschland",
    "A7", "Autobahn A3 Richtung Süden", "im ICE", "ICE Hamburg - Berlin", "Ruhrgebiet", "Wien",
    "Zürich", "Mallorca", "k.A.", "asdf", "<b>x</b>", "=1+1", "http://example.org", "n/a", "egal",
    "Norddeutschland", "bundesweit", "unterwegs", "Österreich", "Paris", "daheim", "Sachsen",
    "Schwarzwald", "Ostsee", "qwertz", "12", "00000", "...", "Deutschland", "bei mir", "Arbeit",
)  # fmt: skip


def make(count: int, seed: int, kinds: dict[str, int] = KINDS) -> pd.DataFrame:
    """Make `count` entries: `city_raw, district_raw, postcode_raw` and the truth.

    Returns also `ags5, ags8, district` (the right answer, "" = none), `ambiguous` (a careful person
    would leave it unlocated) and `kind`.
    """
    chance = random.Random(seed)
    tables = _tables()
    names = chance.choices(list(kinds), list(kinds.values()), k=count)
    rows = [{"kind": kind, **_blank(), **_MAKERS[kind](chance, tables)} for kind in names]
    return pd.DataFrame(rows).astype({"ambiguous": bool})


def typo(chance: random.Random, word: str, slips: int = 1) -> str:
    """Misspell a word: a letter left out, doubled, wrong, or two swapped; never the first one."""
    for _ in range(slips):
        before = word
        while word == before:
            place = chance.randrange(1, max(len(word) - 1, 2))
            kind = chance.choice(["drop", "double", "wrong", "swap"])
            if kind == "drop":
                word = word[:place] + word[place + 1 :]
            elif kind == "double":
                word = word[:place] + word[place] + word[place:]
            elif kind == "wrong":
                word = word[:place] + chance.choice(string.ascii_lowercase) + word[place + 1 :]
            else:
                word = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    return word


def _blank() -> dict:
    return {"city_raw": "", "district_raw": "", "postcode_raw": "", "ags5": "", "ags8": "",
            "district": "", "ambiguous": False}  # fmt: skip


def _tables() -> dict[str, pd.DataFrame]:
    """Prepare the gazetteer's tables: unique municipalities, cities, districts, postcodes."""
    every = gazetteer.municipalities()
    every["name"] = every["official_name"].str.split(",").str[0]
    every["bare"] = every["city"].str.replace(
        r"\s*[(/].*| (?:am|an|bei|im|in|ob|a\.).*", "", regex=True
    )
    unique = every[~every["name"].duplicated(keep=False)]
    districts = gazetteer.districts()
    districts = districts[districts["status"].isin(["complete", "copy"])]
    postcodes = gazetteer.postcodes()
    postcodes = postcodes[postcodes["ags8"] != ""]
    whole = postcodes.groupby("postcode")["ags5"].transform("nunique") == 1
    cities = every[every["ags8"].str.endswith("000")]
    people = every.groupby("bare")["population"]
    homonyms = every[
        (people.transform("count") > 2)
        & (people.transform("max") < 20_000)
        & every.groupby("bare")["ags5"].transform("nunique").gt(2)
    ]
    return {"every": every, "unique": unique, "districts": districts,
            "postcodes": postcodes[whole], "cities": cities,
            "homonyms": homonyms["bare"].drop_duplicates()}  # fmt: skip


def _pick(chance: random.Random, table: pd.DataFrame) -> pd.Series:
    return table.iloc[chance.randrange(len(table))]


def _answer(row: pd.Series, district: str = "") -> dict:
    return {"ags5": row["ags8"][:5], "ags8": row["ags8"], "district": district}


def _city_spelling(chance: random.Random, name: str) -> str:
    return chance.choice([name, name, name.lower(), name.upper(), _digraphs(name)])


def _digraphs(name: str) -> str:
    for letter, two in zip("äöüßÄÖÜ", ("ae", "oe", "ue", "ss", "Ae", "Oe", "Ue"), strict=True):
        name = name.replace(letter, two)
    return name


def _district_field(chance: random.Random, tables: dict) -> dict:
    row = _pick(chance, tables["districts"])
    city = _city_spelling(chance, row["city"])
    return {"city_raw": city, "district_raw": row["district"], **_answer(row, row["district"])}


def _district_swapped(chance: random.Random, tables: dict) -> dict:
    row = _pick(chance, tables["districts"])
    return {"city_raw": row["district"], "district_raw": row["city"],
            **_answer(row, row["district"])}  # fmt: skip


def _district_typo(chance: random.Random, tables: dict) -> dict:
    row = _pick(chance, tables["districts"])
    return {"city_raw": row["city"], "district_raw": typo(chance, row["district"]),
            **_answer(row, row["district"])}  # fmt: skip


def _compound(chance: random.Random, tables: dict) -> dict:
    row = _pick(chance, tables["districts"])
    pattern = chance.choice(["{c} {d}", "{c}-{d}", "{c}/{d}", "{c}, {d}", "{c} - {d}", "{d} ({c})",
                             "{c} ({d})", "{d}, {c}", "{c} – {d}", "{c}|{d}"])  # fmt: skip
    text = pattern.format(c=row["city"], d=row["district"])
    text = chance.choice([text, text, text.lower(), text.upper(), _digraphs(text)])
    return {"city_raw": text, **_answer(row, row["district"])}


def _typo(table: str, slips: int = 1):
    def make_one(chance: random.Random, tables: dict) -> dict:
        row = _pick(chance, tables[table])
        return {"city_raw": typo(chance, row["name"], slips), **_answer(row)}

    return make_one


def _clean(table: str, spell=lambda chance, name: name):
    def make_one(chance: random.Random, tables: dict) -> dict:
        row = _pick(chance, tables[table])
        return {"city_raw": spell(chance, row["name"]), **_answer(row)}

    return make_one


def _shouted(chance: random.Random, name: str) -> str:
    return chance.choice(
        [name.lower(), name.upper(), f" {name} ", f"{name}!!", f"{name}.", name.title()]
    )


def _plz_only(chance: random.Random, tables: dict) -> dict:
    row = _pick(chance, tables["postcodes"])
    return {chance.choice(["postcode_raw", "city_raw"]): row["postcode"], **_answer(row)}


def _plz_city(chance: random.Random, tables: dict) -> dict:
    row = _pick(chance, tables["postcodes"])
    pattern = chance.choice(["{p} {c}", "{p} {c}", "{c} {p}", "D-{p} {c}", "{c}, {p}"])
    return {"city_raw": pattern.format(p=row["postcode"], c=row["place"]), **_answer(row)}


def _contradiction(chance: random.Random, tables: dict) -> dict:
    city, row = _pick(chance, tables["cities"]), _pick(chance, tables["postcodes"])
    while row["postcode"][0] in set(_first_digits(city, tables)):
        row = _pick(chance, tables["postcodes"])
    return {"city_raw": city["name"], "postcode_raw": row["postcode"], "ambiguous": True}


def _first_digits(city: pd.Series, tables: dict) -> list[str]:
    own = tables["postcodes"]["ags8"] == city["ags8"]
    return tables["postcodes"].loc[own, "postcode"].str[0].unique().tolist()


def _homonym(chance: random.Random, tables: dict) -> dict:
    names = tables["homonyms"]
    return {"city_raw": names.iloc[chance.randrange(len(names))], "ambiguous": True}


def _junk(chance: random.Random, tables: dict) -> dict:
    return {"city_raw": chance.choice(JUNK), "ambiguous": True}


_MAKERS = {
    "district_field": _district_field, "district_swapped": _district_swapped,
    "district_typo": _district_typo, "compound": _compound, "typo1": _typo("cities"),
    "typo2": _typo("cities", 2), "typo_small": _typo("unique"), "plz_only": _plz_only,
    "plz_city": _plz_city, "clean_small": _clean("unique"), "clean_city": _clean("cities"),
    "case": _clean("cities", _shouted),
    "umlaut": _clean("unique", lambda chance, name: _digraphs(name)),
    "contradiction": _contradiction, "homonym": _homonym, "junk": _junk,
}  # fmt: skip
