"""Robustness: do the headline findings hold when other reasonable choices are made?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import style
from helpers.count.places import POPULATION_YEARS
from helpers.evaluate import bigcity, hotspots, rates
from helpers.evaluate.words import LEAST_AREAS, precise
from helpers.settings import Settings

BIG_CITIES = (100_000, 200_000, 300_000, 1_000_000)
"""Other limits of a big city."""
FINDINGS = ("highest_rate", "lowest_rate", "leads_in_count", "big_city", "hotspots")


@dataclass(frozen=True)
class Choice:
    """One way to count: `kreise` and `cities` (those compared) with `n_reports, population`."""

    id: str
    de: str
    en: str
    kreise: pd.DataFrame
    cities: pd.DataFrame


def table(
    kreise: pd.DataFrame,
    cities: pd.DataFrame,
    fillings: dict[str, pd.Series],
    settings: Settings,
    calm: pd.Series | None = None,
) -> pd.DataFrame:
    """Repeat the headline findings under other choices.

    kreise: all areas, withheld counts imputed, `suppressed`; cities: those compared, with printed
    counts.
    fillings: other counts behind the withheld ones, by name, in the order of `kreise`.
    calm: reports of each Kreis (by `ags5`) outside of the press wave, where that is printed.
    Returns `finding, choice, value, lower, upper, holds, unit, de, en`; `value` is a rate per
    10,000, a rate ratio or a number of areas; `holds` says that the finding is the same as in the
    base. Values are rounded as they are printed.
    """
    base, *others = _choices(kreise, cities, fillings, settings, calm)
    reference = _findings(base, settings)
    rows = []
    for choice in [base, *others]:
        found = reference if choice is base else _findings(choice, settings)
        rows += [_row(name, choice, found, reference) for name in FINDINGS if name in reference]
    columns = ["finding", "choice", "value", "lower", "upper", "holds", "unit", "de", "en"]
    kinds = dict.fromkeys(["finding", "choice", "unit", "de", "en"], "str")
    kinds |= dict.fromkeys(["value", "lower", "upper"], "float64") | {"holds": "bool"}
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def failing(table: pd.DataFrame) -> dict[str, float]:
    """Return per finding the share of other choices under which it changes, of those it has."""
    others = table[(table["choice"] != "base") & table["value"].notna()]
    return (~others["holds"]).groupby(others["finding"]).mean().to_dict()


def _choices(kreise, cities, fillings, settings: Settings, calm) -> list[Choice]:
    # the same cities count as big under every choice, whatever the counts are related to
    size = settings.evaluation.big_city_population
    areas = kreise.assign(big_city=bigcity.is_big(kreise, size))
    largest = areas["ags5"] == areas["ags5"].loc[areas["population"].idxmax()]
    words = {
        "largest": (
            "zurückgehaltene Meldungen in den größten Kreisen",
            "withheld reports in the largest Kreise",
        ),
        "smallest": (
            "zurückgehaltene Meldungen in den kleinsten Kreisen",
            "withheld reports in the smallest Kreise",
        ),
    }
    choices = [Choice("base", "wie im Bericht", "as reported", areas, cities)]
    choices += [
        Choice(f"withheld_{name}", *words[name], areas.assign(n_reports=counts), cities)
        for name, counts in fillings.items()
    ]
    choices += [
        Choice(
            "without_largest",
            "ohne die größte Stadt",
            "without the largest city",
            areas[~largest].reset_index(drop=True),
            cities[~cities["ags5"].isin(areas.loc[largest, "ags5"])].reset_index(drop=True),
        ),
        Choice(
            "cities_only",
            "nur kreisfreie Städte",
            "kreisfreie Städte only",
            areas[areas["kind"] == hotspots.CITY].reset_index(drop=True),
            cities,
        ),
    ]
    for limit in BIG_CITIES:
        if limit != size:
            number = {language: style.number(limit, language) for language in ("de", "en")}
            choices.append(
                Choice(
                    f"big_city_{limit}",
                    f"Städte und Großstädte ab {number['de']} Einwohnern",
                    f"cities and big cities from {number['en']} inhabitants",
                    kreise.assign(big_city=bigcity.is_big(kreise, limit)),
                    cities[cities["population"] >= limit].reset_index(drop=True),
                )
            )
    signals = areas["is_hotspot"].to_numpy(bool)
    if signals.any() and not signals.all():
        choices.append(
            Choice(
                "without_signals",
                "ohne die Gebiete, die ein Signal geben",
                "without the areas that give a signal",
                areas[~signals].reset_index(drop=True),
                cities[~cities["ags5"].isin(areas.loc[signals, "ags5"])].reset_index(drop=True),
            )
        )
    if calm is not None:
        choices.append(_without_wave(areas, cities, calm))
    year = int(areas["population_year"].iloc[0])
    for other in sorted(POPULATION_YEARS.keys() - {year}):
        choices.append(
            Choice(
                f"population_{other}",
                f"mit der Bevölkerung von {other} statt {year}",
                f"with the population of {other} instead of {year}",
                *_exchanged(areas, cities, areas[POPULATION_YEARS[other]]),
            )
        )
    named = {one.column: one for one in settings.evaluation.denominators}
    for column, values in rates.denominators(settings, areas).items():
        one = named[column]
        choices.append(
            Choice(
                f"denominator:{column}",
                f"bezogen auf {one.de} ({one.source})",
                f"related to {one.en or one.de} ({one.source})",
                *_exchanged(areas, cities, values),
            )
        )
    return [one for one in choices if len(one.kreise)]  # of a single area nothing may be left


def _without_wave(areas, cities, calm: pd.Series) -> Choice:
    """Count only what came outside of the press wave, in the Kreise where that is printed."""
    known = areas["ags5"].isin(calm.index)
    outside = areas[known].reset_index(drop=True)
    own = cities[(cities["kind"] == hotspots.CITY) & cities["ags5"].isin(calm.index)]
    return Choice(
        "without_wave",
        "ohne die Tage der Pressewelle",
        "without the days of the press wave",
        outside.assign(n_reports=outside["ags5"].map(calm).astype("int64")),
        own.assign(n_reports=own["ags5"].map(calm).astype(float)).reset_index(drop=True),
    )


def _exchanged(kreise, cities, population: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Relate counts to another number per Kreis; only cities that are a Kreis have one."""
    by_kreis = pd.Series(population.to_numpy(), index=kreise["ags5"])
    own = cities[cities["kind"] == hotspots.CITY]
    return (
        kreise.assign(population=population.to_numpy()),
        own.assign(population=own["ags5"].map(by_kreis).to_numpy()),
    )


def _findings(choice: Choice, settings: Settings) -> dict[str, dict]:
    """Work out each finding: who or what (`key`), value, limits, unit, words."""
    cities = rates.related(choice.cities)
    found = {}
    if len(cities) > 1 and cities["n_reports"].ge(settings.privacy.k).all():
        found["highest_rate"] = _rate(cities.loc[cities["reports_per_10k"].idxmax()])
        found["lowest_rate"] = _rate(cities.loc[cities["reports_per_10k"].idxmin()])
        most = cities.loc[cities["n_reports"].idxmax()]
        found["leads_in_count"] = _leads(most, cities["reports_per_10k"])
    ratio = _big_city_ratio(choice.kreise)
    if ratio:
        found["big_city"] = ratio
    if choice.id == "without_signals" or choice.id.startswith("big_city_"):
        return found  # the list does not depend on it
    listed = hotspots.listed(choice.kreise, settings.evaluation.hotspot_q)
    shown = listed["is_hotspot"] & ~listed["suppressed"]  # an imputed count is no finding
    codes = set(listed.loc[shown, "ags5"])
    if codes or int((choice.kreise["n_reports"] > 0).sum()) >= LEAST_AREAS:
        found["hotspots"] = _listed(codes)
    return found


def _rate(city) -> dict:
    digits = style.rate_digits(city["reports_per_10k"])
    value, lower, upper = (
        round(float(city[name]), digits)
        for name in ("reports_per_10k", "lower_per_10k", "upper_per_10k")
    )
    words = {
        language: f"{city['city']}: {style.rate_interval(value, lower, upper, language)}"
        for language in ("de", "en")
    }
    return {"key": city["ags8"], "ags8": city["ags8"], "value": value, "lower": lower,
            "upper": upper, "unit": "per_10k", **words}  # fmt: skip


def _leads(city, all_rates: pd.Series) -> dict:
    rank = int((all_rates > float(city["reports_per_10k"])).sum()) + 1
    return {
        "key": (city["ags8"], rank == 1),
        "ags8": city["ags8"],
        "value": float(rank),
        "lower": np.nan,
        "upper": np.nan,
        "unit": "rank",
        "de": f"{city['city']}: Rang {rank} von {len(all_rates)} nach der Rate",
        "en": f"{city['city']}: rank {rank} of {len(all_rates)} by rate",
    }


def _big_city_ratio(kreise: pd.DataFrame) -> dict | None:
    found = bigcity.ratio(kreise, kreise["big_city"].to_numpy(bool))
    if found is None or not precise(*found[1:]):
        return None
    value, lower, upper = (round(number, 1) for number in found)
    words = {language: style.interval(value, lower, upper, language) for language in ("de", "en")}
    return {"key": "more" if found[1] > 1 else "less" if found[2] < 1 else "unclear",
            "value": value, "lower": lower, "upper": upper, "unit": "ratio", **words}  # fmt: skip


def _listed(codes: set[str]) -> dict:
    n = len(codes)
    return {
        "key": codes,
        "value": float(n),
        "lower": np.nan,
        "upper": np.nan,
        "unit": "n",
        "de": f"{style.number(n)} Kreise",
        "en": f"{style.number(n, 'en')} Kreise",
    }


def _row(name: str, choice: Choice, found: dict[str, dict], reference: dict[str, dict]) -> dict:
    one, base = found.get(name), reference[name]
    if "ags8" in base and base["ags8"] not in set(choice.cities["ags8"]):
        one = None  # a finding about a city that is left out is neither kept nor lost
    if one is None:
        text = {"de": "nicht bestimmbar", "en": "cannot be worked out"}
        one = {"key": None, "value": np.nan, "lower": np.nan, "upper": np.nan,
               "unit": base["unit"], **text}  # fmt: skip
    holds = one["key"] == base["key"]
    words = {"de": f"{choice.de}: {one['de']}", "en": f"{choice.en}: {one['en']}"}
    if isinstance(one["key"], set) and choice.id != "base":
        missing, new = len(base["key"] - one["key"]), len(one["key"] - base["key"])
        holds = missing == 0
        same = missing == new == 0
        words["de"] += "; dieselben" if same else f"; {missing} fallen weg, {new} kommen hinzu"
        words["en"] += "; the same" if same else f"; {missing} drop out, {new} are new"
    return {
        "finding": name,
        "choice": choice.id,
        **{key: one[key] for key in ("value", "lower", "upper", "unit")},
        "holds": bool(holds),
        **words,
    }
