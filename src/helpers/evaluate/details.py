"""Details: claims about single events, city districts and faults in cities.

Like all claims that name a place they are made from published places only, and from counts of at
least the campaign's limit.
"""

import pandas as pd
from scipy import stats

from helpers import style
from helpers.evaluate import detail_sentences, intervals, spread, words
from helpers.facts import Fact
from helpers.settings import Settings

SIGNIFICANT = 0.05


def events(growth: pd.DataFrame, k: int) -> dict[str, Fact]:
    """Claim how the number of reports changed with each event; attention explains it as well.

    growth: table `04_growth`. Events with fewer than k reports on either side, or with
    a ratio too uncertain to state, are left out.
    """
    safe = growth[(growth["n_before"] >= k) & (growth["n_after"] >= k)]
    safe = safe[[words.precise(row.lower, row.upper) for row in safe.itertuples()]]
    made = {}
    for place, row in enumerate(safe.itertuples(), start=1):
        texts = {
            language: detail_sentences.EVENT[language].format(
                event=getattr(row, language),
                day=style.day(row.day, language),
                **_limits(row.ratio, row.lower, row.upper, language),
            )
            for language in ("de", "en")
        }
        made[f"claim.event.{place}"] = Fact(
            round(row.ratio, 3),
            texts["de"],
            texts["en"],
            "Meldungen je Tag, danach durch davor",
            "reports a day, after by before",
            n=int(row.n_before + row.n_after),
            strength="suggested",
            caveat="media",
            anchor="time",
        )
    return made


def districts(
    published: pd.DataFrame, cities: pd.DataFrame, dispersion: float = spread.HOUSEHOLDS
) -> dict[str, Fact]:
    """Claim for each compared city where in it reports come from.

    published: the published districts; cities: as `claims.compared` returns them. Where the
    inhabitants are known, the district furthest above the rest of its city is named, if that is
    more than chance; else the one with most reports, if it leads the next beyond chance.
    """
    shown = published[~published["suppressed"].astype(bool)]
    made = {}
    for city in cities.itertuples():
        within = shown[shown["ags8"] == city.ags8]
        found = (
            _by_rate(within)
            if within["ratio_to_city"].notna().any()
            else _by_count(within, dispersion)
        )
        if found is not None:
            kind, row = found
            made[f"claim.district.{city.ags8}"] = _district(kind, row)
    return made


def faults_by_city(
    table: pd.DataFrame, cities: pd.DataFrame, settings: Settings
) -> dict[str, Fact]:
    """Claim in which compared city a fault is named more or less often than elsewhere.

    table: `04_city_faults`; only what differs beyond chance after correction.
    """
    names = {one.id: {"de": one.de, "en": one.en} for one in settings.categories}
    listed = table[table["ags8"].isin(cities["ags8"])]
    made = {}
    for row in listed[listed["differs"]].itertuples():
        texts = {
            language: detail_sentences.FAULT[language].format(
                city=row.city,
                fault=names[row.category][language],
                share=style.percent(row.share, language),
                elsewhere=style.percent(row.share_elsewhere, language),
            )
            for language in ("de", "en")
        }
        made[f"claim.fault.{row.ags8}.{row.category}"] = Fact(
            round(row.difference, 3),
            texts["de"],
            texts["en"],
            f"Unterschied der Anteile ({row.city})",
            f"difference of shares ({row.city})",
            n=int(row.n_city),
            strength="shown",
            caveat="named",
            anchor="faults",
        )
    return made


def top_fault(
    published: pd.DataFrame, pairs: pd.DataFrame, dispersion: float = spread.HOUSEHOLDS
) -> Fact | None:
    """Claim which fault is named most often, with the word that its interval allows.

    published: the published categories; pairs: the published pairs. Shown when it is named more
    often than the second beyond chance: the exact test of those who name just one of the two
    (McNemar 1947), which holds for the winner as well (Gutmann and Maymin 1987). None under two.
    """
    known = published[~published["suppressed"].astype(bool) & published["lower_share"].notna()]
    if len(known) < 2:
        return None
    order = known.sort_values(["n_reports", "category"], ascending=[False, True])
    row, second = order.iloc[0], order.iloc[1]
    counts = int(row["n_reports"]), int(second["n_reports"])
    both = _both(pairs, row["category"], second["category"])
    only = [round((count - both) / dispersion) for count in counts]
    asked = row["n_asked"] / dispersion
    lower, upper = intervals.share(row["n_reports"] / dispersion, asked)
    first = sum(only) > 0 and stats.binomtest(only[0], sum(only)).pvalue <= SIGNIFICANT
    key = words.amount(float(lower), float(upper)) if first else "unsure"
    texts = {
        language: detail_sentences.TOP_FAULT[language][key].format(
            fault=row[language],
            share=style.percent_interval(row["share"], float(lower), float(upper), language),
            second=second[language],
            other=style.percent(second["share"], language),
        )
        for language in ("de", "en")
    }
    what = "am häufigsten gemeldet", "reported most often"
    return Fact(
        row["category"], texts["de"], texts["en"], *what, n=int(row["n_reports"]),
        strength="shown" if first else "suggested", caveat="named", anchor="faults",
    )  # fmt: skip


def _both(pairs: pd.DataFrame, one: str, other: str) -> int:
    """Return how many reports name both; 0, the most careful number, where it is not printed."""
    here = pairs[pairs["category_a"].isin([one, other]) & pairs["category_b"].isin([one, other])]
    known = here["n_reports"].dropna()
    return int(known.iloc[0]) if len(known) else 0


def _by_rate(within: pd.DataFrame) -> tuple[str, object] | None:
    clear = within[(within["q_value"] <= SIGNIFICANT) & (within["ratio_to_city"] > 1)]
    clear = clear[[words.precise(row.lower_ratio, row.upper_ratio) for row in clear.itertuples()]]
    if clear.empty:
        return None
    return "rate", clear.loc[clear["ratio_to_city"].astype(float).idxmax()]


def _by_count(within: pd.DataFrame, dispersion: float) -> tuple[str, object] | None:
    if len(within) < 2:
        return None
    order = within.sort_values(["n_reports", "district"], ascending=[False, True])
    first, second = order.iloc[0], order.iloc[1]
    worth = first["n_reports"] / dispersion, 1.0, second["n_reports"] / dispersion, 1.0
    if not intervals.rate_ratio(*worth)[1] > 1:
        return None
    return "count", first


def _district(kind: str, row) -> Fact:
    texts = {
        language: detail_sentences.DISTRICT[language][kind].format(
            city=row["city"],
            district=row["district"],
            n=style.number(row["n_reports"], language),
            share=style.percent_interval(
                row["share"], row["lower_share"], row["upper_share"], language
            ),
            **_limits(row["ratio_to_city"], row["lower_ratio"], row["upper_ratio"], language),
        )
        for language in ("de", "en")
    }
    return Fact(
        row["district"],
        texts["de"],
        texts["en"],
        f"Stadtteile ({row['city']})",
        f"city districts ({row['city']})",
        n=int(row["n_reports"]),
        strength="shown",
        caveat="districts",
        anchor="rates",
    )


def _limits(ratio, lower, upper, language: str) -> dict[str, str]:
    values = {"ratio": ratio, "lower": lower, "upper": upper}
    return {name: style.number(value, language, 1) for name, value in values.items()}
