"""Claims: what may be said, how strongly, and with which caveat.

A claim is `shown` when its interval excludes the contrary, `suggested` when the reports point
that way but something they cannot tell could explain it, and `cannot be said` otherwise. A claim
that names a place is made from published tables only.
"""

from dataclasses import replace

import pandas as pd

from helpers import style
from helpers.evaluate import (
    ahead,
    bigcity,
    comparator,
    intervals,
    leads,
    rates,
    sentences,
    spread,
    words,
)
from helpers.evaluate.words import LEAST_AREAS, most_allowed, probability, stateable
from helpers.facts import Fact, Strength
from helpers.settings import Settings

LEVEL = 0.95
READINESS = 1.25
"""So large a difference in the readiness to report is usual: what it would explain is not said."""
MOST_FAILING = 0.25
"""A finding that changes under a larger share of the other choices loses a grade of strength."""
LEAST_PARTS = 5
"""So many districts of a city, or municipalities, are more than single places."""
LEAST_KREISE = 10
"""Reports from fewer Kreise are too few places to speak of "no isolated case"."""


def compared(cities: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the published cities whose rates are compared, most reports first.

    Which cities enter is decided by inhabitants (`evaluation.compare_population`), never by what
    was counted. A city whose count is not printed exactly has no interval and is not compared.
    """
    known = printed(cities)
    large = known["population"] >= settings.evaluation.compare_population
    return known[large].reset_index(drop=True)


def can_be_overtaken(cities: pd.DataFrame, top: pd.DataFrame, size: int) -> bool:
    """Tell whether a compared city whose count is a range may have a higher rate than all others.

    cities: protected; top: of `compared`; size: inhabitants from which cities are compared.
    """
    large = cities[(cities["population"] >= size).fillna(False).astype(bool)]
    return len(top) > 0 and ahead.ceiling(large, rate=True) > top["reports_per_10k"].max()


def printed(cities: pd.DataFrame) -> pd.DataFrame:
    """Return the cities whose count and size are known, with numbers as floats."""
    known = cities[~cities["suppressed"].astype(bool) & cities["lower_per_10k"].notna()]
    numbers = ["n_reports", "population", "reports_per_10k", "lower_per_10k", "upper_per_10k"]
    return known.astype(dict.fromkeys(numbers, "float64")).reset_index(drop=True)


def not_isolated(kreise: pd.DataFrame, days: pd.DataFrame, n_reports: int, k: int) -> Fact:
    """Claim that the trouble is no isolated case.

    kreise: all areas, withheld counts imputed; days: protected. Shown when at least LEAST_KREISE
    have k reports each and, the interval considered, no single Kreis holds half of the located
    reports. That is soon so; the yardstick is in the sentence: on how many days, from how many
    Kreise, how many of them send as many as are published, how many hold half of all.
    """
    counts = kreise["n_reports"]
    located, largest = int(counts.sum()), int(counts.max())
    n_kreise = int((counts > 0).sum())
    upper = float(intervals.share(largest, located)[1]) if located else 1.0
    n_k = int((counts >= k).sum())
    falling = counts.sort_values(ascending=False).cumsum()
    half = int((falling < located / 2).sum()) + 1  # so many Kreise hold half of all
    broad = n_k >= LEAST_KREISE
    strength: Strength = "shown" if broad and upper < 0.5 else "cannot be said"
    de = (
        f"Es ist kein Einzelfall. {_on_days(days, 'de')} kamen Meldungen, insgesamt "
        f"{style.number(n_reports)}; die mit bekanntem Ort stammen aus {n_kreise} der "
        f"{len(kreise)} Kreise und kreisfreien Städte, aus {n_k} davon mindestens {k}, und die "
        f"Hälfte kommt aus {half}."
    )
    en = (
        f"It is no isolated case. Reports came in {_on_days(days, 'en')}, "
        f"{style.number(n_reports, 'en')} in all; those from a known place are from {n_kreise} of "
        f"the {len(kreise)} districts (Kreise), at least {k} each from {n_k} of them, and half of "
        f"them come from {half}."
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
    least = int(counts.min()) if len(counts) else 0
    upper = float(intervals.share(largest, n_reports)[1]) if n_reports else 1.0
    strength: Strength = "shown" if n >= LEAST_PARTS and upper < 0.5 else "cannot be said"
    de = (
        f"Es ist kein Einzelfall. {_on_days(days, 'de')} kamen Meldungen, insgesamt "
        f"{style.number(n_reports)}; "
        f"je mindestens {style.word(least)} Meldungen nennen {style.word(n)} {named['de']}."
    )
    en = (
        f"It is no isolated case. Reports came in {_on_days(days, 'en')}, "
        f"{style.number(n_reports, 'en')} in all; {style.word(n, 'en')} {named['en']} are named "
        f"by at least {style.word(least, 'en')} reports each."
    )
    if strength == "cannot be said":
        de = "Ob es mehr als einzelne Orte betrifft, lässt sich mit diesen Meldungen nicht sagen."
        en = "Whether it concerns more than single places cannot be said from these reports."
    what = "Verbreitung", "spread"
    return _claim(n, de, en, what, strength, "self_selected", "spread", n_reports)


def _on_days(days: pd.DataFrame, language: str) -> str:
    """Say on how many of the campaign's days reports came in, at least.

    days: protected; of a day that is not printed it may not be known whether there was any.

    >>> days = pd.DataFrame({"n_least": [7, 1, 0], "n_most": pd.array([7, 4, 0], dtype="Int64")})
    >>> _on_days(days, "de"), _on_days(days.head(2), "de"), _on_days(days.head(1), "en")
    ('An 2 von 3 Tagen', 'An jedem der 2 Tage', 'on a single day')
    >>> _on_days(days.assign(n_most=pd.NA), "en")
    'on at least 2 of 3 days'
    """
    n, of = int((days["n_least"] > 0).sum()), len(days)
    most = days["n_most"].astype("Float64").fillna(float("inf"))
    at_least = bool(((days["n_least"] == 0) & (most > 0)).any())
    if of == 1:
        return {"de": "An einem einzigen Tag", "en": "on a single day"}[language]
    if n == of:
        return {"de": f"An jedem der {of} Tage", "en": f"on each of the {of} days"}[language]
    if at_least:
        return {"de": f"An mindestens {n} von {of} Tagen", "en": f"on at least {n} of {of} days"}[
            language
        ]
    return {"de": f"An {n} von {of} Tagen", "en": f"on {n} of {of} days"}[language]


def extreme_rate(
    top: pd.DataFrame,
    highest: bool,
    size: int,
    dispersion: float = spread.HOUSEHOLDS,
    confirmed: frozenset[str] = frozenset(),
) -> Fact | None:
    """Claim which of the compared cities has the highest (or lowest) rate; None under two cities.

    size: inhabitants from which cities are compared. Suggested when its rate differs from that of
    every other city (`leads.extreme`): readiness to report may have made it. Shown only when the
    comparison with other operators' reports lists it, too (confirmed: codes of Kreise).
    """
    lead = leads.extreme(top, highest, dispersion=dispersion)
    if lead is None:
        return None
    city, rival, apart = top.loc[lead.place], top.loc[lead.rival], not lead.near
    texts = {
        language: sentences.EXTREME[language][highest, apart].format(
            n=style.word(len(top), language),
            size=style.number(size, language),
            city=city.city,
            rate=_rate(city, language),
            rival=rival.city,
            other=style.rate(rival.reports_per_10k, language),
        )
        for language in ("de", "en")
    }
    what = ("höchste Rate", "highest rate") if highest else ("niedrigste Rate", "lowest rate")
    strength: Strength = "suggested" if apart else "cannot be said"
    if apart and highest and city.ags5 in confirmed:
        strength = "shown"
    n = int(city.n_reports)
    return _claim(city.ags8, texts["de"], texts["en"], what, strength, "inhabitants", "rates", n)


def leads_in_count(
    cities: pd.DataFrame, top: pd.DataFrame, size: int, dispersion: float = spread.HOUSEHOLDS
) -> Fact | None:
    """Claim which city leads in count, and where it stands in rate.

    cities: all, protected; top: those whose rates are compared. Shown when the exact ratio of the
    two largest counts excludes 1. A rank in rate is told with its limits, and not where these span
    half of the list. Nothing is claimed where a count that is a range may be larger.
    """
    cities = printed(ahead.surely(cities))
    order = cities.sort_values(["n_reports", "ags8"], ascending=[False, True])
    if len(order) < 2:
        return None
    city, second = order.iloc[0], order.iloc[1]
    worth = city.n_reports / dispersion, 1.0, second.n_reports / dispersion, 1.0
    apart = intervals.rate_ratio(*worth)[1] > 1
    texts = {}
    for language in ("de", "en"):
        words = sentences.LEADS[language]
        rank = _rank(city, top, size, dispersion, language)
        texts[language] = words[apart].format(
            city=city.city,
            n=style.number(city.n_reports, language),
            second=second.city,
            m=style.number(second.n_reports, language),
            rate=_rate(city, language),
            rank=rank,
        )
    strength: Strength = "shown" if apart else "suggested"
    what = "meiste Meldungen", "most reports"
    n = int(city.n_reports)
    return _claim(city.ags8, texts["de"], texts["en"], what, strength, "inhabitants", "rates", n)


def _rank(city, top: pd.DataFrame, size: int, dispersion: float, language: str) -> str:
    """Say between which ranks in rate a city lies; "" where that is half of the list."""
    ranks = rates.rank_limits(top, dispersion)
    own = ranks[(top["ags8"] == city.ags8).to_numpy()]
    if own.empty or own["upper_rank"].iloc[0] - own["lower_rank"].iloc[0] + 1 > len(top) / 2:
        return ""
    low, high = int(own["lower_rank"].iloc[0]), int(own["upper_rank"].iloc[0])
    key = "rank" if low == high else "ranks"
    return sentences.LEADS[language][key].format(
        low=low, high=high, total=len(top), size=style.number(size, language)
    )


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
            "far": style.number(bigcity.bias_needed(found), language, 1),
            "country": style.number(found.country, language, 1),
            "share": style.percent_interval(
                found.share, found.lower_share, found.upper_share, language
            ),
            "people": style.percent(found.population_share, language),
        }
        for language in ("de", "en")
    }
    among = _said(found, *found.doubling[1:])
    said = "vague"
    if words.precise(found.lower, found.upper):
        said = _direction(found.lower, found.upper)
    explained = said != "more" or found.lower <= READINESS or found.gap >= found.ratio
    unknown = ("unclear", "vague")
    most = most_allowed(found.lower_share)
    claims = {
        "claim.big_city": ("big_city", said, "cannot be said" if said in unknown else "shown",
                           "inhabitants", found.ratio),
        "claim.big_city_peers": ("peers", among,
                                 "cannot be said" if among in unknown else "suggested",
                                 "inhabitants", found.doubling[0]),
        "claim.big_city_trouble": ("trouble", "vague" if said == "vague" else not explained,
                                   "cannot be said" if explained else "suggested",
                                   "readiness", bigcity.bias_needed(found)),
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


def hot_spots(
    kreise: pd.DataFrame, n: int, n_national: int, n_reports: int, n_areas: int, visible: float
) -> Fact:
    """Claim which Kreise stand out among their peers, and how many against the national mean.

    kreise: the evaluated table; n, n_national: lengths of the two lists; n_areas: number of Kreise
    with reports; visible: how many times the expected reports would have been found
    (`hotspots.visible`). That none stands out is not said when the reports come from few places or
    could not have shown it, and never more than suggested.
    """
    what = "Signale", "signals"
    if n == 0 and (n_areas < LEAST_AREAS or pd.isna(visible)):
        kind = "unknown" if n_areas < LEAST_AREAS else "blind"
        unsaid = (sentences.HOT[language][kind] for language in ("de", "en"))
        return _claim(None, *unsaid, what, "cannot be said", "list", "hot-spots", n_reports)
    named = kreise[kreise["is_hotspot"].fillna(False).astype(bool)]
    named = named.sort_values(["excess", "ags5"], ascending=[False, True])["kreis"].tolist()
    texts = {}
    for language in ("de", "en"):
        names = f" ({style.listing(named, language)})" if named else ""
        factor = style.number(visible, language, 0 if visible % 1 == 0 else 1) if n == 0 else ""
        among = sentences.HOT[language][_some(n)].format(
            n=style.word(n, language), names=names, factor=factor
        )
        above = sentences.HOT_NATIONAL[language][_some(n_national)]
        texts[language] = f"{among} {above.format(n=style.number(n_national, language))}"
    strength: Strength = "shown" if n else "suggested"
    return _claim(n, texts["de"], texts["en"], what, strength, "list", "hot-spots", n_reports)


def half_sample(twice: pd.DataFrame, n_reports: int) -> Fact | None:
    """Claim which signals of the odd days the even days confirm; twice: `hotspots.twice`."""
    if twice.empty:
        return None
    sure = twice.loc[twice["confirmed"], "kreis"].tolist()
    key = "all" if len(sure) == len(twice) else "some" if sure else "none"
    texts = {
        language: sentences.HALVES[language][key].format(
            listed=style.listing(twice["kreis"].tolist(), language),
            sure=style.listing(sure, language) if sure else "",
        )
        for language in ("de", "en")
    }
    what = "Signale an ungeraden und geraden Tagen", "signals on odd and even days"
    strength: Strength = "shown" if sure else "cannot be said"
    return _claim(len(sure), *texts.values(), what, strength, "list", "hot-spots", n_reports)


def other_operators(operators: pd.DataFrame, name: str) -> Fact | None:
    """Claim where more is reported about this operator than about others; None with few places.

    operators: table `04_operators`. At most suggested: market shares explain odds as well.
    """
    if len(operators) < comparator.LEAST_PLACES:
        return None
    listed = operators[operators["is_listed"]].sort_values("odds_ratio", ascending=False)
    parts = {
        language: [
            f"{row.kreis} ({style.interval(row.odds_ratio, row.lower, row.upper, language)})"
            for row in listed.itertuples()
        ]
        for language in ("de", "en")
    }
    texts = {
        language: sentences.OPERATORS[language][bool(len(listed))].format(
            name=name, n=style.number(len(operators), language),
            places=style.listing(parts[language], language) if len(listed) else "",
        )
        for language in ("de", "en")
    }  # fmt: skip
    what = "Vergleich mit anderen Anbietern", "comparison with other operators"
    strength: Strength = "suggested" if len(listed) else "cannot be said"
    n = int(operators["n_reports"].sum())
    return _claim(len(listed), *texts.values(), what, strength, "operators", "hot-spots", n)


def regional(value: float, p_value: float, n_reports: int) -> Fact | None:
    """Claim whether neighbouring Kreise are alike; value, p_value: as `overview.alike` returns.

    A negative Moran's I says that neighbours are less alike than others: no regional pattern.
    """
    if pd.isna(value):
        return None
    alike = p_value <= 1 - LEVEL and value > 0
    kind = alike if value > 0 or p_value > 1 - LEVEL else "unlike"
    texts = {
        language: sentences.REGIONAL[language][kind].format(
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


def course(changes: pd.DataFrame, n_reports: int, k: int) -> Fact | None:
    """Claim the changes in reports a day, up or down; never more than suggested: attention drives.

    changes: table `04_change_points`; levels with fewer than k reports are not told.
    """
    told = changes[(changes["n_before"] >= k) & (changes["n_after"] >= k)]
    if told.empty:
        return None
    texts = {}
    for language in ("de", "en"):
        words = sentences.COURSE[language]
        parts = [
            words["change"].format(
                day=style.day(row.day, language),
                after=style.number(row.mean_after, language),
                before=style.number(row.mean_before, language),
            )
            for row in told.itertuples()
        ]
        joined = words["join"].join(parts)
        near = words["event"] if told["near_event"].any() else ""
        texts[language] = f"{joined[0].upper()}{joined[1:]}{near}; {words['against']}"
    day = pd.Timestamp(told["day"].iloc[0]).date().isoformat()
    what = "Verlauf der Meldungen", "course of reports"
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


def graded(fact: Fact | None, failing: float) -> Fact | None:
    """Take a grade of strength off a claim that fails under too many other choices.

    failing: share of the choices under which the finding could be worked out and changed.
    """
    if fact is None or not failing > MOST_FAILING:
        return fact
    weaker: dict[str, Strength] = {"shown": "suggested", "suggested": "cannot be said"}
    return replace(fact, strength=weaker.get(fact.strength, fact.strength))


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
