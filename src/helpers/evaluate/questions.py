"""Questions: what stage 03 asks of the located reports, one call each, in the order it asks them.

Each keeps what it finds as tables under data/processed/ and returns what a later one needs.
Notebook 03 asks them one by one and reads the answers aloud; `all_of_them` asks in one go.
"""

from dataclasses import dataclass

import pandas as pd

from helpers import facts, store, suppress
from helpers.evaluate import (
    bigcity,
    districts,
    faults,
    funnel,
    overview,
    robustness,
    stated,
    tables,
    trends,
)
from helpers.evaluate.bigcity import BigCity
from helpers.facts import Book
from helpers.settings import Settings


@dataclass(frozen=True)
class Answers:
    """What the stage found: the published tables by name, and the facts that may be quoted."""

    published: dict[str, pd.DataFrame]
    book: Book


def all_of_them(settings: Settings) -> Answers:
    """Ask everything of the tables that stage 02 left; write the stage's tables and facts."""
    located, repeats = (store.read(settings, name) for name in stated.INPUTS)
    kreise, cities = where(located, settings)
    when(located, settings)
    what(located, cities, settings)
    found = big_cities(kreise, settings)
    published, book = may_be_published(found, settings)
    other_choices(located, repeats, published["cities"], settings)
    return Answers(published, book)


def where(located: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count by Kreis, municipality and city district, against what chance lets expect.

    located: `02_located`. Writes kreise, cities, districts, funnel; returns kreise and cities.
    """
    kreise = tables.write(settings, "kreise", overview.kreise(located, settings))
    cities = tables.write(settings, "cities", overview.cities(located, settings))
    inhabitants = districts.population(settings)
    tables.write(settings, "districts", districts.per_district(located, inhabitants))
    tables.write(settings, "funnel", funnel.limits(kreise))
    return kreise, cities


def when(located: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Count by day, week and hour, around press days, and where the level of reports changed.

    Writes days, weeks, hours, growth, change_points; returns the days.
    """
    days = tables.write(settings, "days", trends.per_day(located, settings))
    tables.write(settings, "weeks", trends.per_week(days))
    tables.write(settings, "hours", trends.per_hour(located, settings))
    tables.write(settings, "growth", trends.growth(days, settings.events))
    tables.write(settings, "change_points", trends.change_points(days, settings.events))
    return days


def what(located: pd.DataFrame, cities: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Count the faults, alone, together and by city.

    cities: as `where` returns them. Writes categories, cooccurrence, city_faults; returns the last.
    """
    named, asked = faults.named(located, settings), faults.asked(located, settings)
    tables.write(settings, "categories", faults.per_category(named, asked, settings))
    tables.write(settings, "cooccurrence", faults.together(named, asked))
    whole = asked.all(axis=1)  # cities are compared by those who were shown all kinds
    by_city = faults.per_city(located[whole], named[whole], cities)
    return tables.write(settings, "city_faults", by_city)


def big_cities(kreise: pd.DataFrame, settings: Settings) -> BigCity | None:
    """Compare big cities with the rest. Writes big_city; returns None where nothing compares."""
    found = bigcity.compare(kreise, settings.evaluation.big_city_population)
    tables.write(settings, "big_city", bigcity.terms(found))
    return found


def may_be_published(
    found: BigCity | None, settings: Settings
) -> tuple[dict[str, pd.DataFrame], Book]:
    """Withhold small counts, and state the facts from what is left.

    found: what `big_cities` found. Writes 03_published_* and 03_facts.json; returns the published
    tables by name, and the facts.
    """
    published = suppress.publish_tables(settings)
    book = stated.book(settings, published, found)
    facts.write(settings, book)
    return published, book


def other_choices(
    located: pd.DataFrame, repeats: pd.DataFrame, cities: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Ask the headlines again under other choices. cities: published. Writes robustness."""
    checked = robustness.table(located, repeats, cities, settings)
    return tables.write(settings, "robustness", checked)
