"""Scope: where the campaign takes place; Germany, Länder, some Kreise, or one city.

One small table decides which Kreise are counted, which of two places of one name is meant, and
what "here" is in a sentence. None of its business: reports.
"""

import functools
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from helpers import gazetteer, style
from helpers.errors import CampaignError, did_you_mean
from helpers.settings import Settings

Kind = Literal["country", "laender", "kreise", "city"]
COUNTRY = {"de": "Deutschland", "en": "Germany"}


@dataclass(frozen=True)
class Scope:
    """Where a campaign takes place.

    kind: the whole country, one or more whole Länder, some Kreise (perhaps of several Länder), or
    one city. kreise: `ags5` of all Kreise that belong to it; of a city that is none by itself, the
    Kreis around it. city: `ags8`, empty unless it is one city. names: as campaign.yml or the
    gazetteer has them.
    """

    kind: Kind
    kreise: frozenset[str]
    names: tuple[str, ...] = ()
    city: str = ""

    def name(self, language: str) -> str:
        """Say where it is: "Deutschland", "Hamburg", "Bayern und Sachsen"."""
        return style.listing(list(self.names), language) if self.names else COUNTRY[language]

    def holds(self, ags5: pd.Series, ags8: pd.Series) -> pd.Series:
        """Tell of each place whether it belongs to the scope; of a place unknown, that it does not.

        ags8: empty where the municipality is not known: then it is outside of one city of a
        Landkreis, for nobody knows.
        """
        inside = ags5.isin(self.kreise)
        return inside & ags8.eq(self.city) if self.within_kreis else inside

    @property
    def within_kreis(self) -> bool:
        """Tell whether it is one city that is no Kreis by itself."""
        return bool(self.city[5:].strip("0"))


def of(settings: Settings) -> Scope:
    """Read where the campaign takes place; without `scope` in campaign.yml, all of Germany.

    Raises CampaignError naming an entry that is no Land, Kreis or city, or more than one.
    """
    return _read(tuple(settings.scope))


def kreise(settings: Settings) -> frozenset[str]:
    """Return the `ags5` of all Kreise in which the campaign takes place."""
    return of(settings).kreise


@functools.lru_cache(maxsize=8)
def _read(entries: tuple[str, ...]) -> Scope:
    known = gazetteer.kreise()
    if not entries or entries in (("Deutschland",), ("Germany",)):
        return Scope("country", frozenset(known["ags5"]))
    codes = [_code(entry, known) for entry in entries]
    inside = frozenset(
        ags5 for ags5 in known["ags5"] if any(ags5.startswith(code[:5]) for code in codes)
    )
    city = _city(codes, known)
    if city:
        kind: Kind = "city"
    elif all(len(code) == 2 for code in codes):
        kind = "laender"
    else:
        kind = "kreise"
    names = tuple(dict.fromkeys(_name(code, known) for code in codes))
    return Scope(kind, inside, names, city)


def _city(codes: list[str], known: pd.DataFrame) -> str:
    """Return the `ags8` where the codes name one city and nothing else."""
    if len(codes) != 1:
        return ""
    code = codes[0]
    if len(code) == 8:
        return code
    own = known[known["ags5"].str.startswith(code)]
    alone = len(own) == 1 and own["kind"].eq("Kreisfreie Stadt").all()
    return own["ags5"].iloc[0] + "000" if alone else ""


def _code(entry: str, known: pd.DataFrame) -> str:
    """Return the code of a Land (two digits), Kreis (five) or municipality (eight)."""
    towns = gazetteer.municipalities()
    tables = [
        (known["ags5"].str[:2], known["ags5"].str[:2]),
        (known["ags5"], known["ags5"]),
        (towns["ags8"], towns["ags8"]),
        (known["kreis"], known["ags5"]),
        (known["land"], known["ags5"].str[:2]),
        ("Land " + known["land"], known["ags5"].str[:2]),
        (known["kreis_short"], known["ags5"]),
        (towns["city"], towns["ags8"]),
    ]
    for names, codes in tables:
        found = sorted(set(codes[names.str.casefold() == entry.strip().casefold()]))
        if len(found) == 1:
            code = found[0]
            return code[:5] if len(code) == 8 and code.endswith("000") else code
        if found:
            which = ", ".join(f'"{code}" ({_name(code, known)})' for code in found[:6])
            raise CampaignError(f'scope: "{entry}" may be several: write the code, {which}')
    names = [*known["land"].unique(), *known["kreis"], *towns["city"]]
    raise CampaignError(
        f'scope: "{entry}" is no Land, Kreis or city of Germany, by name or code '
        f"(AGS: 2, 5 or 8 digits).{did_you_mean(entry, names)}"
    )


def _name(code: str, known: pd.DataFrame) -> str:
    if len(code) == 2:
        return known.loc[known["ags5"].str.startswith(code), "land"].iloc[0]
    if len(code) == 5:
        return known.loc[known["ags5"] == code, "kreis"].iloc[0]
    towns = gazetteer.municipalities()
    return towns.loc[towns["ags8"] == code, "city"].iloc[0]
