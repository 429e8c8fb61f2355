"""Places: keys and names of Länder, Kreise, municipalities and districts, from the gazetteer."""

import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import pandas as pd

LAENDER = {
    "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen",
    "05": "Nordrhein-Westfalen", "06": "Hessen", "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg", "09": "Bayern", "10": "Saarland", "11": "Berlin",
    "12": "Brandenburg", "13": "Mecklenburg-Vorpommern", "14": "Sachsen",
    "15": "Sachsen-Anhalt", "16": "Thüringen",
}  # fmt: skip
UNLOCATED = re.compile(r"unlocated|nicht (zu )?(ver)?orte\w*|ohne ort|unverortet|no place", re.I)


class Places:
    """What everybody can look up: which places there are, how they nest, who lives there."""

    def __init__(self, folder: Path):
        text = {"dtype": "str", "keep_default_na": False}
        kreise = pd.read_csv(folder / "gazetteer" / "kreise.csv", **text)
        cities = pd.read_csv(folder / "gazetteer" / "municipalities.csv", **text)
        districts = pd.read_csv(folder / "gazetteer" / "districts.csv", **text)
        self.codes = {*LAENDER, *kreise["ags5"], *cities["ags8"]}
        self.names: dict[str, dict[str, set[str]]] = {
            "land": _by_name(LAENDER.values(), LAENDER.keys()),
            "kreis": _by_name(kreise["kreis"], kreise["ags5"]),
            "city": _by_name(cities["city"], cities["ags8"]),
        }
        self.districts = set(zip(districts["ags8"], districts["district"], strict=True))
        self.spoken = _spoken([*kreise["kreis"], *cities["city"], *districts["district"]])
        self.parts: dict[str, set[str]] = defaultdict(set)
        self.parts["located"] = set(LAENDER)
        for code in [*kreise["ags5"], *cities["ags8"]]:
            self.parts[self.above(code)].add(code)
        self.population: dict[str, list[float]] = defaultdict(list)
        for file in sorted((folder / "population").glob("*.csv")):
            frame = pd.read_csv(file, dtype={"ags5": "str"})
            self._inhabitants(frame["ags5"], frame["population"])
        known = pd.to_numeric(cities["population"], errors="coerce")
        self._inhabitants(cities["ags8"], known)
        for code in kreise["ags5"]:  # a Kreis that is one city
            for part in self.parts[code] if len(self.parts[code]) == 1 else ():
                self.population[part] += self.population[code]

    def _inhabitants(self, codes: pd.Series, numbers: pd.Series) -> None:
        sums: dict[str, float] = defaultdict(float)
        for code, number in zip(codes, numbers, strict=True):
            if number == number:
                self.population[code].append(float(number))
                sums[code[:2]] += float(number)
        for land, total in sums.items():
            self.population[land].append(total)

    @staticmethod
    def above(place: str) -> str | None:
        """Return the place that holds this one.

        >>> [Places.above(p) for p in ("05315000/Deutz", "05315000", "05315", "05", "located")]
        ['05315000', '05315', '05', 'located', None]
        """
        if "/" in place:
            return place.split("/")[0]
        return {8: place[:5], 5: place[:2], 2: "located"}.get(len(place))

    @staticmethod
    def level(place: str) -> str:
        """Name the level of a place."""
        levels = {8: "city", 5: "kreis", 2: "land"}
        return "district" if "/" in place else levels.get(len(place), "total")

    def complete(self, parts: list[str]) -> bool:
        """Tell whether these are all parts of the place above, of which it is the sum."""
        if "located" in parts:
            return "unlocated" in parts
        above = self.above(parts[0])
        every = self.parts.get(above or "", set())
        if above and len(above) == 5 and len(every) != 1:
            return False  # a Kreis has reports without a city
        return bool(every) and every <= set(parts)

    def find(self, name: str, level: str, inside: str = "") -> str:
        """Return the code of a name if one place alone can be meant, else ""."""
        found = self.names[level].get(_plain(name), set())
        found = {code for code in found if code.startswith(inside)}
        return next(iter(found)) if len(found) == 1 else ""


@lru_cache(maxsize=2)
def read(folder: Path) -> Places:
    """Return the places of the gazetteer below a folder."""
    return Places(folder)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _by_name(names, codes) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, code in zip(names, codes, strict=True):
        found[_plain(name)].add(code)
    return found


def _spoken(names: list[str]) -> frozenset[tuple[str, ...]]:
    """Return the names of several words, whole and in parts: "Bad Homburg"."""
    split = {tuple(re.findall(r"\w+", name.casefold())) for name in names}
    return frozenset(
        name[start:end]
        for name in split
        for start in range(len(name))
        for end in range(start + 2, len(name) + 1)
    )
