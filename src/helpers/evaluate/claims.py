"""Claims: what may be said, how strongly, and with which caveat.

A claim is `shown` when its interval excludes the contrary, `suggested` when the reports point
that way but something they cannot tell could explain it, and `cannot be said` otherwise. A claim
that names a place is made from published tables only.
"""

import pandas as pd

from helpers import style
from helpers.evaluate import bigcity, intervals, leads, sentences
from helpers.evaluate.words import LEAST_AREAS, most_allowed, probability, stateable
from helpers.facts import Fact, Strength
from helpers.settings import Settings

LEVEL = 0.95
READINESS = 1.25
"""A smaller difference in the readiness to report is so usual that it explains an effect away."""
LEAST_PARTS = 5
"""So many districts of a city, or municipalities, are more than single places."""
LEAST_KREISE = 10
"""Reports from fewer Kreise are too few places to speak of "no isolated case"."""


def compared(cities: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the published cities that claims compare: those with most reports, in that order.

    A city whose count is not printed exactly has no interval and is not compared.
    """
    known = cities[~cities["suppressed"].astype(bool) & cities["lower_per_10k"].notna()]
    numbers = ["n_reports", "population", "reports_per_10k", "lower_per_10k", "upper_per_10k"]
    top = known.head(settings.evaluation.compare_cities).astype(dict.fromkeys(numbers, "float64"))
    return top.reset_index(drop=True)


def not_isolated(kreise: pd.DataFrame, days: pd.DataFrame, n_reports: int, k: int) -> Fact:
    """Claim that the trouble is no isolated case.

    kreise: all areas, withheld counts imputed; days: protected. Shown when at least ten Kreise
    have k reports each and, the interval considered, no single Kreis holds half of the located
    reports.
    """
    counts = kreise["n_reports"]
    located, largest = int(counts.sum()), int(counts.max())
    n_kreise, n_days = int((counts > 0).sum()), int((days["n_least"] > 0).sum())
    upper = float(intervals.share(largest, located)[1]) if located else 1.0
    broad = int((counts >= k).sum()) >= LEAST_KREISE
    strength: Strength = "shown" if broad and upper < 0.5 else "cannot be said"
    de = (
        f"Es ist kein Einzelfall. {_on_days(n_days, len(days), 'de')} kamen Meldungen, insgesamt "
        f"{style.number(n_reports)}; die mit bekanntem Ort stammen aus {n_kreise} der "
        f"{len(kreise)} Kreise und kreisfreien Städte."
    )
    en = (
        f"It is no isolated case. Reports came in {_on_days(n_days, len(days), 'en')}, "
        f"{style.number(n_reports, 'en')} in all; those from a known place are from {n_kreise} of "
        f"the {len(kreise)} districts (Kreise)."
    )
    if strength == "cannot be said":
        de = "Ob es mehr als einzelne Orte betrifft, lässt sich mit diesen Meldungen nicht sagen."
        en = "Whether it concerns more than single places cannot be said from these reports."
    what = "Verbreitung", "spread"
    return _claim(n_kreise, de, en, what, strength, "self_selected", "spread", n_reports)


def not_isolated_among(
    parts: pd.DataFrame, days: pd.DataFrame, n_reports: int, named: dict[str, str]
) -> Fact:
    """Claim the same of a campaign in a city or in a few Kreise, by the parts that are printed.

    parts: protected districts or municipalities, listed from k reports on; named: how these are
    called, by language ("Stadtteile von Hamburg"). Shown when at least five are listed and, the
    interval considered, none of them has half of the reports.
    """
    counts = parts["n_least"].astype(int)
    n, largest = len(counts), int(counts.max()) if len(counts) else 0
    n_days = int((days["n_least"] > 0).sum())
    upper = float(intervals.share(largest, n_reports)[1]) if n_reports else 1.0
    strength: Strength = "shown" if n >= LEAST_PARTS and upper < 0.5 else "cannot be said"
    de = (
        f"Es ist kein Einzelfall. {_on_days(n_days, len(days), 'de')} kamen Meldungen, insgesamt "
        f"{style.number(n_reports)}; mehrfach genannt sind {style.word(n)} {named['de']}."
    )
    en = (
        f"It is no isolated case. Reports came in {_on_days(n_days, len(days), 'en')}, "
        f"{style.number(n_reports, 'en')} in all; {style.word(n, 'en')} {named['en']} are named "
        "several times."
    )
    if strength == "cannot be said":
        de = "Ob es mehr als einzelne Orte betrifft, lässt sich mit diesen Meldungen nicht sagen."
        en = "Whether it concerns more than single places cannot be said from these reports."
    what = "Verbreitung", "spread"
    return _claim(n, de, en, what, strength, "self_selected", "spread", n_reports)


def _on_days(n: int, of: int, language: str) -> str:
    """Say on how many of the campaign's days reports came in.

    >>> _on_days(19, 19, "de"), _on_days(17, 19, "de"), _on_days(1, 1, "en")
    ('An jedem der 19 Tage', 'An 17 von 19 Tagen', 'on a single day')
    """
    if of == 1:
        return {"de": "An einem einzigen Tag", "en": "on a single day"}[language]
    if n == of:
        return {"de": f"An jedem der {of} Tage", "en": f"on each of the {of} days"}[language]
    return {"de": f"An {n} von {of} Tagen", "en": f"on {n} of {of} days"}[language]


def extreme_rate(top: pd.DataFrame, highest: bool) -> Fact | None:
    """Claim which of the compared cities has the highest (or lowest) rate; None under two cities.

    Shown when its rate differs from that of every other city (`leads.extreme`); else
    suggested.
    """
    lead = leads.extreme(top, highest)
    if lead is None:
        return None
    city, rival, apart = top.loc[lead.place], top.loc[lead.rival], not lead.near
    texts = {
        language: sentences.EXTREME[language][highest, apart].format(
            n=style.word(len(top), language),
            city=city.city,
            rate=_rate(city, language),
            rival=rival.city,
            other=style.rate(rival.reports_per_10k, language),
        )
        for language in ("de", "en")
    }
    what = ("höchste Rate", "highest rate") if highest else ("niedrigste Rate", "lowest rate")
    strength: Strength = "shown" if apart else "suggested"
    n = int(city.n_reports)
    return _claim(city.ags8, texts["de"], texts["en"], what, strength, "inhabitants", "rates", n)


def leads_in_count(top: pd.DataFrame) -> Fact | None:
    """Claim which city leads in count, and where it stands in rate."""
    if len(top) < 2:
        return None
    city = top.iloc[0]
    rank = int((top["reports_per_10k"] > city.reports_per_10k).sum()) + 1
    first = top.loc[top["reports_per_10k"].idxmax()]
    texts = {
        language: sentences.LEADS[language][rank == 1].format(
            city=city.city,
            n=style.number(city.n_reports, language),
            rate=_rate(city, language),
            rank=rank,
            total=len(top),
            first=first.city,
        )
        for language in ("de", "en")
    }
    lower, _ = intervals.poisson(city.n_reports, LEVEL)
    apart = lower > top["n_reports"].iloc[1]
    strength: Strength = "shown" if apart else "suggested"
    what = "meiste Meldungen", "most reports"
    n = int(city.n_reports)
    return _claim(city.ags8, texts["de"], texts["en"], what, strength, "inhabitants", "rates", n)


def big_city(found: bigcity.BigCity | None) -> dict[str, Fact]:
    """Claim what the reports say about big cities: per inhabitant, about trouble, about "most"."""
    if found is None:
        return {}
    values = {
        language: {
            "size": style.number(found.threshold, language),
            "ratio": style.number(found.ratio, language, 1),
            "lower": style.number(found.lower, language, 1),
            "upper": style.number(found.upper, language, 1),
            "twice": style.number(found.doubling[0], language, 2),
            "limits": style.interval(*found.doubling, language, 2).split(" ", 1)[1],
            "far": style.number(bigcity.bias_needed(found)[0], language, 1),
            "near": style.number(bigcity.bias_needed(found)[1], language, 1),
            "share": style.percent_interval(
                found.share, found.lower_share, found.upper_share, language
            ),
            "people": style.percent(found.population_share, language),
        }
        for language in ("de", "en")
    }
    said, among = _said(found, found.lower, found.upper), _said(found, *found.doubling[1:])
    explained = said != "more" or bigcity.bias_needed(found)[1] < READINESS
    trouble = "vague" if said == "vague" else not explained
    unknown = ("unclear", "vague")
    most = most_allowed(found.lower_share)
    claims = {
        "claim.big_city": ("big_city", said, "cannot be said" if said in unknown else "shown",
                           "inhabitants", found.ratio),
        "claim.big_city_peers": ("peers", among,
                                 "cannot be said" if among in unknown else "shown",
                                 "inhabitants", found.doubling[0]),
        "claim.big_city_trouble": ("trouble", trouble,
                                   "cannot be said" if explained else "suggested",
                                   "readiness", bigcity.bias_needed(found)[1]),
        "claim.most_in_big_cities": ("most", most, "shown" if most else "cannot be said",
                                     "inhabitants", found.share),
    }  # fmt: skip
    facts = {}
    for name, (kind, which, strength, caveat, value) in claims.items():
        de, en = (
            sentences.BIG[language][kind, which].format(**values[language]) for language in values
        )
        what = "Meldungen aus Großstädten", "reports from big cities"
        facts[name] = _claim(
            None if which == "vague" else round(value, 4),
            de,
            en,
            what,
            strength,
            caveat,
            "big-cities",
            found.n_reports,
        )
    return facts


def hot_spots(kreise: pd.DataFrame, n: int, n_national: int, n_reports: int, n_areas: int) -> Fact:
    """Claim which Kreise stand out among their peers, and how many against the national mean.

    kreise: the evaluated table; n, n_national: lengths of the two lists; n_areas: number of Kreise
    with reports. That none stands out is not said when these are few.
    """
    what = "Brennpunkte", "hot spots"
    if n == 0 and n_areas < LEAST_AREAS:
        unsaid = (sentences.HOT[language]["unknown"] for language in ("de", "en"))
        strength: Strength = "cannot be said"
        return _claim(None, *unsaid, what, strength, "list", "hot-spots", n_reports)
    named = kreise[kreise["is_hotspot"].fillna(False).astype(bool)]
    named = named.sort_values(["excess", "ags5"], ascending=[False, True])["kreis"].tolist()
    texts = {}
    for language in ("de", "en"):
        names = f" ({style.listing(named, language)})" if named else ""
        among = sentences.HOT[language][_some(n)].format(n=style.word(n, language), names=names)
        above = sentences.HOT_NATIONAL[language][_some(n_national)]
        texts[language] = f"{among} {above.format(n=style.number(n_national, language))}"
    return _claim(n, texts["de"], texts["en"], what, "shown", "list", "hot-spots", n_reports)


def regional(value: float, p_value: float, n_reports: int) -> Fact | None:
    """Claim whether neighbouring Kreise are alike; value, p_value: as `overview.alike` returns."""
    if pd.isna(value):
        return None
    alike = p_value <= 1 - LEVEL
    texts = {
        language: sentences.REGIONAL[language][alike].format(
            value=style.number(value, language, 2), p=probability(p_value, language)
        )
        for language in ("de", "en")
    }
    what = "regionales Muster", "regional pattern"
    strength: Strength = "suggested" if alike else "cannot be said"
    value = round(value, 4)
    return _claim(
        value, texts["de"], texts["en"], what, strength, "inhabitants", "hot-spots", n_reports
    )


def surge(changes: pd.DataFrame, n_reports: int, k: int) -> Fact | None:
    """Claim the largest rise in reports a day; never more than suggested: attention drives it.

    changes: table `04_change_points`; levels with fewer than k reports are not told.
    """
    rises = changes[(changes["ratio"] > 1) & (changes["n_before"] >= k)]
    if rises.empty:
        return None
    rise = rises.loc[rises["ratio"].idxmax()]
    texts = {
        language: sentences.SURGE[language][bool(rise.near_event)].format(
            day=style.day(rise.day, language),
            after=style.number(rise.mean_after, language),
            before=style.number(rise.mean_before, language),
        )
        for language in ("de", "en")
    }
    day = pd.Timestamp(rise.day).date().isoformat()
    what = "Anstieg der Meldungen", "rise in reports"
    return _claim(day, texts["de"], texts["en"], what, "suggested", "media", "time", n_reports)


def share_affected() -> Fact:
    """State what volunteered reports cannot show: how many customers are affected."""
    return _claim(
        None,
        "Aus freiwilligen Meldungen lässt sich nicht sagen, <share_of_affected> betroffen ist.",
        "Volunteered reports cannot be used to say <share_of_affected> is affected.",
        ("Anteil der Betroffenen", "share affected"),
        "cannot be said",
        "self_selected",
        "limits",
        None,
    )


def _claim(value, de, en, what, strength: Strength, caveat: str, anchor: str, n) -> Fact:
    return Fact(value, de, en, *what, n=n, strength=strength, caveat=caveat, anchor=anchor)


def _said(found: bigcity.BigCity, lower: float, upper: float) -> str:
    """Tell what a ratio over all areas shows; "vague": too few areas, or too wide, to state it."""
    known = stateable(found.n_with_reports, lower, upper)
    return _direction(lower, upper) if known else "vague"


def _direction(lower: float, upper: float) -> str:
    return "more" if lower > 1 else "fewer" if upper < 1 else "unclear"


def _some(n: int) -> str:
    return "none" if n == 0 else "one" if n == 1 else "many"


def _rate(city, language: str) -> str:
    limits = city.reports_per_10k, city.lower_per_10k, city.upper_per_10k
    return style.rate_interval(*limits, language)
