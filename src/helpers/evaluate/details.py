"""Details: claims about single events, city districts and faults in cities.

Like all claims that name a place they are made from published places only, and from counts of at
least the campaign's limit.
"""

import pandas as pd

from helpers import style
from helpers.evaluate import detail_sentences, words
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


def districts(published: pd.DataFrame, cities: pd.DataFrame) -> dict[str, Fact]:
    """Claim for each compared city where in it reports come from.

    published: the published districts; cities: as `claims.compared` returns them. Where the
    inhabitants are known, the district furthest above the rest of its city is named, if that is
    more than chance; else the one with most reports, if its interval lies above the next one's.
    """
    shown = published[~published["suppressed"].astype(bool)]
    made = {}
    for city in cities.itertuples():
        within = shown[shown["ags8"] == city.ags8]
        found = _by_rate(within) if within["ratio_to_city"].notna().any() else _by_count(within)
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
                lower=style.number(row.lower_difference * 100, language),
                upper=style.number(row.upper_difference * 100, language),
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


def top_fault(published: pd.DataFrame) -> Fact | None:
    """Claim which fault is named most often, with the word that its interval allows.

    published: the published categories. None where two share the top or none is printed.
    """
    known = published[~published["suppressed"].astype(bool) & published["lower_share"].notna()]
    order = known.sort_values("n_reports", ascending=False)
    if order.empty or order["n_reports"].duplicated(keep=False).iloc[0]:
        return None
    row = order.iloc[0]
    key = words.amount(row["lower_share"], row["upper_share"])
    texts = {
        language: detail_sentences.TOP_FAULT[language][key].format(
            fault=row[language],
            share=style.percent_interval(
                row["share"], row["lower_share"], row["upper_share"], language
            ),
        )
        for language in ("de", "en")
    }
    what = "am häufigsten gemeldet", "reported most often"
    return Fact(
        row["category"], texts["de"], texts["en"], *what, n=int(row["n_reports"]),
        strength="shown", caveat="named", anchor="faults",
    )  # fmt: skip


def _by_rate(within: pd.DataFrame) -> tuple[str, object] | None:
    clear = within[(within["q_value"] <= SIGNIFICANT) & (within["ratio_to_city"] > 1)]
    clear = clear[[words.precise(row.lower_ratio, row.upper_ratio) for row in clear.itertuples()]]
    if clear.empty:
        return None
    return "rate", clear.loc[clear["ratio_to_city"].astype(float).idxmax()]


def _by_count(within: pd.DataFrame) -> tuple[str, object] | None:
    if len(within) < 2:
        return None
    order = within.sort_values(["n_reports", "district"], ascending=[False, True])
    first, second = order.iloc[0], order.iloc[1]
    if not first["lower_share"] > second["upper_share"]:
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
