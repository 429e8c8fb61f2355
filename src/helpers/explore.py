"""Explore: let the analyst look at the located reports by city, fault and period.

What is shown here is exact and not protected: it is for the people who run the campaign and
must not be published. The published figures come from notebook 04.
"""

import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from helpers import boundaries, gazetteer, store, style
from helpers.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd
    import ipywidgets

EVERYTHING = ""
N_ROWS = 15


@dataclass(frozen=True)
class Choice:
    """What is looked at: a city and a fault ("" = all), first and last day (None = open)."""

    city: str = EVERYTHING
    category: str = EVERYTHING
    first: date | None = None
    last: date | None = None


def select(reports: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    """Return the reports that match a choice.

    reports: `submitted_at, city, categories` (ids joined by "|"), as in 02_located.
    """
    keep = pd.Series(True, index=reports.index)
    if choice.city:
        keep &= reports["city"] == choice.city
    if choice.category:
        keep &= ("|" + reports["categories"] + "|").str.contains(
            f"|{choice.category}|", regex=False
        )
    day = reports["submitted_at"].dt.normalize()
    if choice.first:
        keep &= day >= pd.Timestamp(choice.first)
    if choice.last:
        keep &= day <= pd.Timestamp(choice.last)
    return reports[keep]


def per_kreis(selected: pd.DataFrame, kreise: pd.DataFrame) -> pd.DataFrame:
    """Count the selected reports per Kreis and relate them to its inhabitants.

    kreise: `ags5, kreis, population`. Returns these with `n_reports` and `reports_per_10k`, one
    row per Kreis, also those without reports.
    """
    counts = selected.loc[selected["ags5"] != "", "ags5"].value_counts()
    table = kreise[["ags5", "kreis", "population"]].copy()
    table["n_reports"] = table["ags5"].map(counts).fillna(0).astype(int)
    table["reports_per_10k"] = table["n_reports"] / table["population"] * 10_000
    return table


def top(table: pd.DataFrame, rows: int = N_ROWS) -> pd.DataFrame:
    """Return the Kreise with most reports: `kreis, n_reports, reports_per_10k`."""
    ordered = table[table["n_reports"] > 0].sort_values(
        ["n_reports", "kreis"], ascending=[False, True]
    )
    columns = ["kreis", "n_reports", "reports_per_10k"]
    return ordered.head(rows)[columns].round({"reports_per_10k": 1}).reset_index(drop=True)


def picture(table: pd.DataFrame, outlines: "gpd.GeoDataFrame") -> bytes:
    """Draw the rates per Kreis as a map and return it as PNG; Kreise without reports are grey."""
    areas = outlines[["ags5", "geometry"]].merge(table, on="ags5", validate="one_to_one")
    with style.context():
        from matplotlib.colors import LinearSegmentedColormap

        fig = style.figure(6, 5)
        axes = fig.subplots()
        colors = LinearSegmentedColormap.from_list("rates", style.SEQUENTIAL)
        areas.plot(ax=axes, color=style.NO_DATA, edgecolor=style.PAPER, linewidth=0.2)
        known = areas[areas["n_reports"] > 0]
        if len(known):
            known.plot(
                ax=axes, column="reports_per_10k", cmap=colors, edgecolor=style.PAPER,
                linewidth=0.2, legend=True,
                vmin=0, vmax=float(known["reports_per_10k"].quantile(0.99)) or 1,
                legend_kwds={"shrink": 0.5, "label": "reports per 10,000 inhabitants"},
            )  # fmt: skip
        axes.set_axis_off()
        axes.annotate(
            boundaries.attribution(), (0, 0), (0, -4), xycoords="axes fraction",
            textcoords="offset points", va="top", fontsize=6, color=style.MUTED, wrap=True,
        )  # fmt: skip
        stream = io.BytesIO()
        fig.savefig(stream, format="png", dpi=110, metadata={"Software": None})
    return stream.getvalue()


def panel(settings: Settings) -> "ipywidgets.VBox":
    """Return controls for city, fault and period with the map and the table that follow them.

    Reads 02_located. The widgets in order: a row of controls (city, fault, days), a sentence, a
    row of map and table.
    Raises CampaignError when stage 02 has not run.
    """
    import ipywidgets as widgets

    reports = store.read(settings, "02_located")
    kreise, outlines = gazetteer.kreise(), boundaries.kreise()
    city = widgets.Dropdown(options=_cities(reports), description="City")
    fault = widgets.Dropdown(options=_faults(settings), description="Fault")
    days = _days(settings)
    sentence = widgets.HTML()
    image = widgets.Image(format="png")
    table = widgets.HTML()

    def refresh(*_: object) -> None:
        first, last = days.value
        selected = select(reports, Choice(city.value, fault.value, first, last))
        counted = per_kreis(selected, kreise)
        sentence.value = _say(selected, reports)
        image.value = picture(counted, outlines)
        table.value = top(counted).to_html(index=False, border=0)

    for control in (city, fault, days):
        control.observe(refresh, names="value")
    refresh()
    return widgets.VBox([widgets.HBox([city, fault, days]), sentence, widgets.HBox([image, table])])


def _cities(reports: pd.DataFrame) -> list[tuple[str, str]]:
    """List the cities by number of reports, for a drop-down."""
    counts = reports.loc[reports["city"] != "", "city"].value_counts(sort=False)
    ordered = counts.sort_index().sort_values(ascending=False, kind="stable")
    named = [(f"{name} ({style.number(n, 'en')})", name) for name, n in ordered.items()]
    return [("all", EVERYTHING), *named]


def _faults(settings: Settings) -> list[tuple[str, str]]:
    """List the kinds of fault of the campaign, for a drop-down."""
    return [("all", EVERYTHING), *((category.en, category.id) for category in settings.categories)]


def _days(settings: Settings) -> "ipywidgets.SelectionRangeSlider":
    """Offer the days of the campaign as a slider with two ends."""
    import ipywidgets as widgets

    days = [day.date() for day in pd.date_range(settings.first_day, settings.as_of)]
    return widgets.SelectionRangeSlider(
        options=[(style.day_short(day, "en"), day) for day in days],
        index=(0, len(days) - 1),
        description="Days",
        continuous_update=False,
        layout={"width": "26rem"},
    )


def _say(selected: pd.DataFrame, reports: pd.DataFrame) -> str:
    """Say how many reports are looked at and how many of them are on the map."""
    located = int((selected["ags5"] != "").sum())
    share = style.percent(len(selected) / len(reports) if len(reports) else 0, "en", 1)
    return (
        f"{style.number(len(selected), 'en')} reports ({share} of all), "
        f"{style.number(located, 'en')} of them on the map. Not for publication."
    )
