"""Rates: the map of reports per inhabitants by Kreis."""

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from helpers import boundaries, figures, style
from helpers.charts import base
from helpers.evaluate import ahead
from helpers.maps import classes, interactive, static, words
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "map_rates"
COLUMNS = ["ags5", "kreis", "land", "population", "n_reports", "reports_per_10k"]
COLUMNS += ["lower_per_10k", "upper_per_10k", "n_least", "n_most", "suppressed"]
ZERO = style.PAPER
"""Kreise without a report: white with a grey border, which no class is."""
WITHHELD = "#cdd2d9"
"""Suppressed Kreise: a grey that is no shade of the classes' blue, and darker than white."""
LEAST_KREISE = 3
"""A map of the country that marks fewer places says less than their names."""
TOO_FEW = figures.Undrawn("fewer than three Kreise have a published number of reports")


@base.bilingual
def kreise_rates(kreise: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Draw reports per 10,000 inhabitants by Kreis, for print and for the interactive page.

    kreise: the published table, one row per Kreis: `COLUMNS`; a suppressed row has no numbers.
    Colour: five natural classes. Hatched: the 95 % interval reaches over more than two classes.
    Grey: suppressed. White: no report. Figure `map_rates`; of fewer than `LEAST_KREISE` with a
    published number of reports there is none.
    """
    if reported(kreise).sum() < LEAST_KREISE:
        return TOO_FEW
    language = settings.language
    known = kreise[COLUMNS].sort_values("ags5", ignore_index=True)
    shapes = boundaries.kreise()[["ags5", "geometry"]].merge(known, on="ags5")
    limits = classes.breaks(shapes["reports_per_10k"])
    group = classes.place(shapes["reports_per_10k"], limits)
    unsure = classes.unsure(shapes["lower_per_10k"], shapes["upper_per_10k"], limits)
    unsure &= group.ge(0).fillna(False).astype(bool)
    ramp = colors(len(limits))
    fill = [WITHHELD if pd.isna(g) else ZERO if g < 0 else ramp[g] for g in group]
    legend = _legend(limits, ramp, group, unsure, language)
    leaders = leading(known, settings)

    def draw(axes: "Axes", small: bool) -> None:
        static.surroundings(axes, shapes)
        static.choropleth(axes, shapes, fill, unsure)
        static.outlines(axes, boundaries.laender())
        static.cities(axes, small, shapes[shapes["kreis"].isin(leaders[:3])])

    def key(axes: "Axes", small: bool) -> None:
        static.swatches(axes, words.say("legend_rates", language), legend)

    wide, small = static.pair(shapes, draw, key, 0.5 + 0.29 * len(legend))
    total = figures.totals(settings)
    is_known = known["n_reports"].notna()
    n_with = int(reported(known).sum()) if is_known.all() else None
    shown = figures.save(
        settings,
        NAME,
        wide,
        known,
        title=words.rates_title(leaders, n_with, language),
        subtitle=words.say("rates_sub", language),
        footer=figures.footer(
            settings,
            total["n_reports"],
            total["unlocated"],
            f"{words.say('exact', language)}. {ground(language)}",
        ),
        alt_de=alt(known, leaders, unsure, "de"),
        alt_en=alt(known, leaders, unsure, "en"),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )
    if not twin:
        _interactive(settings, shapes, fill, unsure, legend)
    return shown


def reported(places: pd.DataFrame) -> pd.Series:
    """Tell which rows of a published table have reports that may be shown."""
    return places["n_reports"].gt(0).fillna(False).astype(bool)


def leading(kreise: pd.DataFrame, settings: Settings) -> list[str]:
    """List the Kreis with the highest rate and those whose interval reaches its estimate.

    Only Kreise that are large enough to be ranked (`evaluation.rank_min_population`,
    `rank_min_reports`) count; [] when there is none.
    """
    limits = settings.evaluation
    firm = kreise["population"].ge(limits.rank_min_population)
    rest = ahead.ceiling_of_ranked(kreise, limits.rank_min_population, limits.rank_min_reports)
    firm &= kreise["n_reports"].ge(limits.rank_min_reports).fillna(False)
    ranked = kreise[firm.fillna(False).astype(bool)]
    ranked = ranked.sort_values(["reports_per_10k", "ags5"], ascending=[False, True])
    if ranked.empty or ranked["reports_per_10k"].iloc[0] < rest:
        return []
    near = ranked["upper_per_10k"].ge(ranked["lower_per_10k"].iloc[0])
    return ranked.loc[near, "kreis"].tolist()


def colors(n: int) -> list[str]:
    """Choose `n` colours from light to dark; few classes take distant ones.

    >>> colors(2) == [style.SEQUENTIAL[1], style.SEQUENTIAL[5]]
    True
    """
    ramp = style.SEQUENTIAL[1:]
    if n <= 1:
        return list(ramp[2:3] * n)
    return [ramp[round(place * (len(ramp) - 1) / (n - 1))] for place in range(n)]


def ground(language: str) -> str:
    """Name the source of the borders, as it must stand on each map."""
    return f"{words.say('boundaries', language)}: {boundaries.attribution()}"


def alt(kreise: pd.DataFrame, leaders: list[str], unsure: pd.Series, language: str) -> str:
    """Say in sentences what the map shows."""
    top = kreise[reported(kreise) & kreise["kreis"].isin(leaders)]
    top = top.sort_values(["reports_per_10k", "ags5"], ascending=[False, True])
    listed = style.listing(
        [f"{row.kreis} ({style.rate(row.reports_per_10k, language)})" for row in
         top.head(3).itertuples()], language,
    )  # fmt: skip
    zero = int(kreise["n_reports"].eq(0).fillna(False).sum())
    hidden = int(kreise["n_reports"].isna().sum())
    first = {
        "de": f"Karte der {len(kreise)} Kreise, gefärbt nach Meldungen je 10.000 Einwohner.",
        "en": f"Map of the {len(kreise)} Kreise, coloured by reports per 10,000 inhabitants.",
    }[language]
    high = {
        "de": f" Am höchsten unter den großen: {listed}.",
        "en": f" Highest among large Kreise: {listed}.",
    }[language]
    counted = words.unnumbered(zero, hidden, int(unsure.sum()), language)
    return first + (high if listed else "") + (f" {counted}" if counted else "")


def _legend(
    limits: list[float], ramp: list[str], group: pd.Series, unsure: pd.Series, language: str
) -> list[static.Swatch]:
    """List what the colours mean; only what occurs on the map."""

    def write(value: float, digits: int) -> str:
        return style.number(value, language, digits)

    texts = classes.labels(limits, write, language)
    lines = [(text, color, False) for text, color in zip(texts, ramp, strict=True)]
    if unsure.any():
        lines.append((words.say("unsure", language), ramp[len(ramp) // 2], True))
    if group.lt(0).any():
        lines.append((words.say("none", language), ZERO, False))
    if group.isna().any():
        lines.append((words.say("withheld", language), WITHHELD, False))
    return lines


def _interactive(
    settings: Settings,
    shapes: gpd.GeoDataFrame,
    fill: list[str],
    unsure: pd.Series,
    legend: list[static.Swatch],
) -> None:
    """Write what the page of the interactive map needs."""
    language = settings.language
    items = [
        item(row, flag, language) for row, flag in zip(shapes.itertuples(), unsure, strict=True)
    ]
    spec = interactive.Spec(
        name=NAME,
        items=items,
        key=interactive.Key(words.say("legend_rates", language), swatches=legend),
        script=interactive.areas(
            "rates",
            shapes[["ags5", "geometry"]].rename(columns={"ags5": "id"}),
            fill,
            unsure,
            over=boundaries.laender(),
        ),
        attribution=boundaries.attribution(),
        columns=headings(language),
        rows=[cells(row, language) for row in shapes.itertuples()],
        listed="kreise",
    )
    interactive.save(settings, spec)


def item(row: object, unsure: bool, language: str) -> interactive.Item:
    """Say what is known of a Kreis: count, rate with interval, inhabitants."""
    lines = [words.told(row, language)]
    if not pd.isna(row.reports_per_10k):
        lines.append(words.rate(row, language))
    lines.append(words.inhabitants(row.population, language))
    if unsure:
        lines.append(words.say("unsure", language))
    return interactive.Item(row.ags5, row.land, row.kreis, lines)


def headings(language: str) -> list[str]:
    """Return the headings of the table under a map of Kreise."""
    return {
        "de": ["Kreis", "Meldungen", "je 10.000 Einw.", "95-%-Intervall", "Einwohner"],
        "en": ["Kreis", "Reports", "per 10,000 inh.", "95% interval", "Inhabitants"],
    }[language]


def cells(row: object, language: str) -> list[str]:
    """Return a Kreis's line of the table under the map."""
    between = style.DASH
    if not pd.isna(row.lower_per_10k):
        to = {"de": "bis", "en": "to"}[language]
        digits = style.rate_digits(row.reports_per_10k) or 1
        low, high = (style.number(limit, language, digits)
                     for limit in (row.lower_per_10k, row.upper_per_10k))  # fmt: skip
        between = f"{low} {to} {high}"
    return [
        row.kreis,
        words.cell(row, language),
        style.rate(row.reports_per_10k, language),
        between,
        style.number(row.population, language),
    ]
