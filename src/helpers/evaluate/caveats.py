"""Caveats: the sentences that must stand beside what the reports are quoted for."""

from helpers.style import SPACE

CAVEATS = {
    "self_selected": (
        "Die Meldungen sind freiwillig eingesandt und keine Stichprobe. Sie zeigen, dass und wo "
        "gemeldet wird, nicht, welcher Anteil der Kundschaft betroffen ist.",
        "The reports are volunteered and no sample. They show that and where people report, not "
        "which share of the customers is affected.",
    ),
    "inhabitants": (
        "Bezogen ist auf Einwohner, nicht auf Kundinnen und Kunden: Wo der Anbieter mehr Menschen "
        "versorgt oder mehr Menschen von der Aktion wissen, wird auch ohne mehr Störungen mehr "
        f"gemeldet. Die Intervalle (95{SPACE}%) enthalten nur den Zufall.",
        "Rates relate to inhabitants, not to customers: where the operator serves more people, or "
        "more people know of the campaign, more is reported without more trouble. The intervals "
        "(95%) contain chance only.",
    ),
    "readiness": (
        "Ob es in Großstädten mehr Störungen gibt oder nur mehr gemeldet wird, zeigen die "
        "Meldungen nicht; genannt ist, wie viel größer die Meldebereitschaft sein müsste.",
        "Reports do not tell more trouble in big cities from more reporting; stated is how much "
        "greater the readiness to report would have to be.",
    ),
    "media": (
        "Berichte in den Medien lassen die Zahl der Meldungen steigen. Ein Anstieg der Meldungen "
        "ist deshalb kein Beleg für einen Anstieg der Störungen.",
        "Media reports make the number of reports rise. A rise in reports is therefore no proof "
        "of a rise in trouble.",
    ),
    "list": (
        "Die Liste vergleicht Gebiete mit Gebieten gleicher Größe und Art. Im Mittel ist höchstens "
        f"der gewählte Anteil (in der Regel 5{SPACE}%) ihrer Einträge falsch; was nicht auf ihr "
        "steht, ist nicht als störungsfrei erwiesen.",
        "The list compares areas with areas of the same size and type. On average at most the "
        "chosen share (as a rule 5%) of its entries is false; what is not on it is not shown to be "
        "free of trouble.",
    ),
    "districts": (
        "Wo die Einwohner der Stadtteile nicht bekannt sind, zeigt eine Zahl, woher Meldungen "
        "kommen, nicht, wo es mehr Störungen gibt. Gezählt sind nur Meldungen mit Angabe des "
        "Stadtteils.",
        "Where the inhabitants of districts are not known, a count shows where reports come from, "
        "not where there is more trouble. Only reports that name a district are counted.",
    ),
    "named": (
        "Eine Meldung kann mehrere Störungen nennen; die Anteile können darum zusammen mehr als "
        f"100{SPACE}% ergeben.",
        "A report may name several faults, so the shares may add up to more than 100%.",
    ),
}
"""Id → German and English sentence."""
