"""Reading: what notebook 04 shows: tables and claims, in words."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers.evaluate import claims
from helpers.evaluate.words import probability
from helpers.facts import Book
from helpers.settings import Settings

if TYPE_CHECKING:
    from IPython.display import Markdown


def say(book: Book, *names: str) -> "Markdown":
    """Read claims aloud, in German and English, each with its strength and its caveat.

    A claim that the campaign does not have (nothing to compare) is left out; a name that ends
    with a dot stands for all that begin so.
    """
    from IPython.display import Markdown

    said = [
        fact
        for wanted in names
        for name, fact in book.facts.items()
        if name == wanted or (wanted.endswith(".") and name.startswith(wanted))
    ]
    if not said:
        return Markdown("Nothing can be said here: there is nothing to compare.")
    parts = [f"{one.de}\n\n*{one.en}*\n\n{_STRENGTH[one.strength]}" for one in said]
    for caveat in dict.fromkeys(one.caveat for one in said):
        words = book.caveats[caveat]
        parts.append(f"{words['de']}\n\n*{words['en']}*")
    return Markdown("\n\n".join(parts))


def cities(published: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Show the compared cities with count, rate and interval, by rate."""
    columns = ["city", "population", "n_reports", "reports_per_10k", "lower_per_10k",
               "upper_per_10k"]  # fmt: skip
    top = claims.compared(published, settings)[columns]
    whole = top.astype({"population": "int64", "n_reports": "int64"}).round(2)
    return whole.sort_values("reports_per_10k", ascending=False, ignore_index=True)


def hot_spots(published: pd.DataFrame) -> pd.DataFrame:
    """Show the published hot spots with what was expected, most excess first."""
    columns = ["kreis", "population", "n_reports", "expected", "p_value", "q_value"]
    shown = _listed(published)[columns].astype({"n_reports": "int64"})
    return shown.assign(
        expected=shown["expected"].astype(float).round(1),
        p_value=shown["p_value"].astype(float).map("{:.2g}".format),
        q_value=shown["q_value"].astype(float).map("{:.2g}".format),
    )


def evidence(published: pd.DataFrame) -> "Markdown":
    """Read the evidence of each published hot spot aloud, in German and English."""
    from IPython.display import Markdown

    listed = _listed(published)
    listed = listed[listed["evidence_de"].notna()]
    lines = [f"- {row.evidence_de}\n  *{row.evidence_en}*" for row in listed.itertuples()]
    return Markdown("\n".join(lines) or "No area is on the list.")


def regions(published: pd.DataFrame) -> "Markdown":
    """List the clusters of the spatial scan by the names of their published Kreise."""
    from IPython.display import Markdown

    members = published[published["scan_cluster"].notna()]
    lines = [
        f"- {', '.join(cluster['kreis'])} (p {probability(cluster['scan_p'].iloc[0], 'en')}"
        f"{'' if cluster['scan_beyond'].iloc[0] else '; only by its hot spots'})"
        for _, cluster in members.groupby("scan_cluster", sort=True)
    ]
    return Markdown("\n".join(["Clusters of the spatial scan:", "", *lines] if lines else [_NONE]))


def faults_by_city(table: pd.DataFrame) -> "pd.DataFrame | Markdown":
    """Show where a fault is named more or less often than elsewhere, with the uncertainty.

    table: `04_city_faults`. Only rows that differ beyond chance, in per cent.
    """
    from IPython.display import Markdown

    shown = table[table["differs"]]
    if table["ags8"].nunique() < 2:
        return Markdown("There are too few cities with enough reports to compare.")
    if shown.empty:
        return Markdown(
            f"No: among {table['ags8'].nunique()} larger cities no fault is named more or less "
            "often than elsewhere beyond what chance explains."
        )
    columns = ["share", "share_elsewhere", "difference", "lower_difference", "upper_difference"]
    percents = (shown[columns] * 100).round(0).astype("int64").add_suffix("_pct")
    return pd.concat([shown[["city", "category"]], percents], axis=1).reset_index(drop=True)


def _listed(published: pd.DataFrame) -> pd.DataFrame:
    listed = published[published["is_hotspot"].fillna(False).astype(bool)]
    return listed.sort_values(["excess", "ags5"], ascending=[False, True], ignore_index=True)


def robust(table: pd.DataFrame) -> pd.DataFrame:
    """Show by finding and choice whether the finding holds; NA where it cannot be worked out."""
    known = table.assign(holds=table["holds"].astype("boolean").mask(table["value"].isna()))
    return known.pivot_table(
        index="choice", columns="finding", values="holds", aggfunc="first", sort=False, dropna=False
    ).rename_axis(columns=None)


_NONE = "The spatial scan finds no cluster."
_STRENGTH = {
    "shown": "**Belegt (shown).**",
    "suggested": "**Nahegelegt, nicht belegt (suggested).**",
    "cannot be said": "**Nicht sagbar (cannot be said).**",
}
