"""Things: which lifts, stations or pharmacies the reports name most."""

from typing import TYPE_CHECKING

import pandas as pd

from helpers import figures, style
from helpers.charts import base
from helpers.settings import Settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

N_THINGS = 12
LEAST = 3
"""Of fewer a sentence says as much."""


@base.bilingual
def things(things: pd.DataFrame, settings: Settings, *, twin: bool = False) -> base.Output:
    """Show the things that most reports name, a bar each. things: a published table.

    Figure `things`; of fewer than three there is none.
    """
    top = base.shown(things)[["thing", "n_reports"]].head(N_THINGS).reset_index(drop=True)
    if len(top) < LEAST:
        return figures.Undrawn("fewer than three things have a published count")
    language = settings.language
    counts = top["n_reports"].astype(float)

    def draw(fig: "Figure", small: bool) -> None:
        axes = fig.subplots()
        texts = [style.number(n, language) for n in top["n_reports"]]
        base.bars(axes, counts, texts, base.emphasis(counts.eq(counts.max())))
        axes.margins(x=0.28 if small else 0.12)
        base.rows(axes, top["thing"].tolist())
        base.no_scale(axes)

    total = figures.totals(settings)
    wide, small = base.pair(draw, 0.3 * len(top) + 0.5)
    first = style.listing(top.loc[counts.eq(counts.max()), "thing"].tolist(), language)
    items = {
        lang: "; ".join(f"{row.thing} {style.number(row.n_reports, lang)}"
                        for row in top.itertuples())
        for lang in ("de", "en")
    }  # fmt: skip
    return figures.save(
        settings,
        "things",
        wide,
        top,
        title=_T["title"][language].format(first=first),
        subtitle=f"{getattr(settings.things, language)}: {_T['count'][language]}",
        footer=figures.footer(settings, total["n_reports"]),
        alt_de=_T["alt"]["de"].format(items=items["de"]),
        alt_en=_T["alt"]["en"].format(items=items["en"]),
        n=total["n_reports"],
        small=small,
        twin=twin,
    )


_T = {
    "title": {
        "de": "Am häufigsten genannt: {first}",
        "en": "Named most often: {first}",
    },
    "count": {"de": "Zahl der Meldungen", "en": "number of reports"},
    "alt": {
        "de": "Balken, nach Zahl der Meldungen geordnet: {items}.",
        "en": "Bars, ordered by number of reports: {items}.",
    },
}
