"""Words: what maps say in German and English."""

import pandas as pd

from helpers import style

T: dict[str, dict[str, str]] = {
    "rates_sub": {
        "de": "Meldungen je 10.000 Einwohner in den Kreisen",
        "en": "Reports per 10,000 inhabitants in the Kreise",
    },
    "counts_sub": {
        "de": "Meldungen je Landkreis und kreisfreier Stadt; doppelte Fläche = doppelte Zahl",
        "en": "Reports per Kreis; twice the area = twice the number",
    },
    "legend_rates": {"de": "Meldungen je 10.000 Einw.", "en": "Reports per 10,000 inh."},
    "legend_counts": {"de": "Meldungen", "en": "Reports"},
    "legend_density": {"de": "Meldungen je km²", "en": "Reports per km²"},
    "none": {"de": "keine Meldung", "en": "no report"},
    "unsure": {
        "de": "unsicher: 95-%-Intervall reicht über mehr als zwei Klassen",
        "en": "unsure: 95% interval reaches over more than two classes",
    },
    "withheld": {
        "de": "zum Schutz der Meldenden nicht gezeigt",
        "en": "not shown, to protect those who reported",
    },
    "exact": {"de": "Intervalle: 95 %, exakt nach Poisson", "en": "Intervals: 95%, exact Poisson"},
    "boundaries": {"de": "Grenzen", "en": "Boundaries"},
    "coarse": {"de": "stark vereinfacht", "en": "much simplified"},
    "of_city": {
        "de": "{city}: Meldungen nach Stadtteilen",
        "en": "{city}: reports by city district",
    },
}
"""Key → language → words."""


def say(key: str, language: str, **values: object) -> str:
    """Return words in a language, with values put in."""
    return T[key][language].format(**values)


def count(n: object, language: str) -> str:
    """Say a number of reports.

    >>> count(1, "de"), count(1224, "de"), count(0, "en")
    ('1 Meldung', '1.224 Meldungen', 'no report')
    """
    if pd.isna(n):
        return say("withheld", language)
    if int(n) == 0:
        return say("none", language)
    one = {"de": ("Meldung", "Meldungen"), "en": ("report", "reports")}[language]
    return f"{style.number(n, language)} {one[int(n) != 1]}"


def told(row: object, language: str) -> str:
    """Say the reports of a place as they are printed: a number, a range, or not at all.

    row: `n_reports, n_least, n_most`.
    """
    if pd.isna(row.n_reports) and not pd.isna(row.n_most) and row.n_least > 1:
        noun = {"de": "Meldungen", "en": "reports"}[language]
        return f"{style.count_range(int(row.n_least), int(row.n_most), language)} {noun}"
    return count(row.n_reports, language)


def cell(row: object, language: str) -> str:
    """Write the reports of a place in a table: a number, a range, or a dash."""
    if pd.isna(row.n_reports) and not pd.isna(row.n_most) and row.n_least > 1:
        return style.count_range(int(row.n_least), int(row.n_most), language)
    return style.number(row.n_reports, language)


def rate(row: object, language: str) -> str:
    """Say a rate with its interval, from a row with `reports_per_10k` and its limits."""
    limits = row.reports_per_10k, row.lower_per_10k, row.upper_per_10k
    text = style.rate_interval(*limits, language)
    return {
        "de": f"je 10.000 Einwohner: {text}",
        "en": f"per 10,000 inhabitants: {text}",
    }[language]


def inhabitants(n: object, language: str) -> str:
    """Say a number of inhabitants."""
    return f"{style.number(n, language)} {'inhabitants' if language == 'en' else 'Einwohner'}"


def rates_title(leaders: list[str], n_with: int | None, language: str) -> str:
    """Say where most is reported by inhabitants.

    leaders: the highest rate first, then those that cannot be told from it.
    n_with: Kreise with reports, for the title when nobody stands out; None when some are withheld.
    """
    if not leaders and n_with is None:
        return {
            "de": "Meldungen im Verhältnis zu den Einwohnern",
            "en": "Reports in relation to inhabitants",
        }[language]
    if not leaders:
        return {
            "de": f"Meldungen aus {style.number(n_with)} der 400 Kreise",
            "en": f"Reports from {style.number(n_with)} of the 400 Kreise",
        }[language]
    names = style.listing(leaders[:3], language)
    if len(leaders) == 1:
        return {
            "de": f"Gemessen an den Einwohnern kommen aus {names} die meisten Meldungen",
            "en": f"Relative to population, most reports come from {names}",
        }[language]
    if len(leaders) <= 3:
        return {
            "de": f"Gemessen an den Einwohnern liegen {names} vorn",
            "en": f"Relative to population, {names} lead",
        }[language]
    return {
        "de": f"Höchste Rate in {leaders[0]}, gleichauf mit {len(leaders) - 1} anderen Kreisen",
        "en": f"Highest rate in {leaders[0]}, not to be told from {len(leaders) - 1} others",
    }[language]


def counts_title(names: list[str], share: float, language: str) -> str:
    """Say where the most reports come from and how many of all these are, if that is sure."""
    if not names:
        return {
            "de": "Wie viele Meldungen aus welchem Kreis kommen",
            "en": "How many reports come from which Kreis",
        }[language]
    listed, part = style.listing(names, language), style.percent(share, language)
    one = len(names) == 1
    return {
        "de": f"Vorn {'liegt' if one else 'liegen'} {listed}: "
        f"Von dort kommen {part} aller Meldungen",
        "en": f"{listed} {'leads' if one else 'lead'}: {part} of all reports come from there",
    }[language]


def hidden(n: int, language: str) -> str:
    """Say how many Kreise have no circle because their count is withheld; "" if none.

    >>> hidden(1, "de"), hidden(0, "en")
    ('1 Kreis ohne Zahl: zum Schutz der Meldenden nicht gezeigt', '')
    """
    if not n:
        return ""
    number, noun = style.number(n, language), "Kreis" if n == 1 else "Kreise"
    return {
        "de": f"{number} {noun} ohne Zahl: zum Schutz der Meldenden nicht gezeigt",
        "en": f"{number} {noun} without a number: not shown, to protect those who reported",
    }[language]


def unnumbered(zero: int, hidden: int, unsure: int, language: str) -> str:
    """Count the Kreise without a report, withheld and with an unsure rate; what is 0 is left out.

    >>> unnumbered(243, 52, 0, "de")
    'Aus 243 Kreisen kam keine Meldung, 52 sind zum Schutz der Meldenden nicht gezeigt.'
    >>> unnumbered(0, 1, 2, "en")
    '1 Kreis is not shown to protect people, in 2 the rate is unsure.'
    """
    de, one = language == "de", hidden == 1
    noun = "" if zero else " Kreis" if one else " Kreise"
    parts = []
    if zero:
        kreis = ("Kreis" if zero == 1 else "Kreisen") if de else "Kreis" if zero == 1 else "Kreise"
        have = "has" if zero == 1 else "have"
        german, english = (
            f"Aus {zero} {kreis} kam keine Meldung",
            f"{zero} {kreis} {have} no report",
        )
        parts.append(german if de else english)
    if hidden:
        parts.append(
            f"{hidden}{noun} {'ist' if one else 'sind'} zum Schutz der Meldenden nicht gezeigt"
            if de
            else f"{hidden}{noun} {'is' if one else 'are'} not shown to protect people"
        )
    if unsure:
        where = "" if parts else (" Kreis" if unsure == 1 else " Kreisen") if de else " Kreise"
        begin = "in" if parts else "In"
        parts.append(
            f"{begin} {unsure}{where} ist die Rate unsicher"
            if de
            else f"{begin} {unsure}{where} the rate is unsure"
        )
    return ", ".join(parts) + "." if parts else ""


def city_title(city: str, districts: list[str], n: int, language: str) -> str:
    """Say which district of a city is named most; districts: more than one where they are equal.

    >>> city_title("Köln", ["Deutz", "Porz"], 6, "en").replace(style.SPACE, " ")
    'Köln: Deutz and Porz are named most (6 reports each)'
    """
    number = count(n, language).replace(" ", style.SPACE)
    if len(districts) > 3:
        return say("of_city", language, city=city)
    listed = style.listing(districts, language)
    if len(districts) > 1:
        return {
            "de": f"{city}: am häufigsten genannt sind {listed} (je {number})",
            "en": f"{city}: {listed} are named most ({number} each)",
        }[language]
    return {
        "de": f"{city}: am häufigsten genannt ist {listed} ({number})",
        "en": f"{city}: {listed} is named most ({number})",
    }[language]
