"""Caveats: the sentences that must stand beside what the reports are quoted for."""

from helpers.style import SPACE

CAVEATS = {
    "self_selected": (
        "Die Meldungen sind freiwillig eingesandt und keine Stichprobe. Sie zeigen, dass und wo "
        "gemeldet wird, nicht, <share_of_affected> betroffen ist.",
        "The reports were volunteered and are not a sample. They show that people report and "
        "where, "
        "not <share_of_affected> is affected.",
    ),
    "inhabitants": (
        "Bezogen ist auf Einwohner, nicht auf Betroffene: Wo es mehr Menschen angeht oder mehr von "
        "der Aktion wissen, wird auch ohne mehr <faults> mehr "
        f"gemeldet. Die Intervalle (95{SPACE}%) enthalten nur den Zufall.",
        "Rates relate to inhabitants, not to those affected: where it concerns more people, or "
        "more "
        "people know of the campaign, more is reported without more <faults>. The intervals (95%) "
        "cover chance only.",
    ),
    "readiness": (
        "Ob es in Großstädten mehr <faults> gibt oder nur mehr gemeldet wird, zeigen die "
        "Meldungen nicht; genannt ist, wie viel größer die Meldebereitschaft sein müsste.",
        "Reports do not tell more <faults> in big cities from more reporting; stated is how much "
        "greater the readiness to report would have to be.",
    ),
    "media": (
        "Berichte in den Medien lassen die Zahl der Meldungen steigen. Ein Anstieg der Meldungen "
        "ist deshalb kein Beleg für mehr <faults>.",
        "Media coverage makes the number of reports rise. A rise in reports is therefore no proof "
        "of more <faults>.",
    ),
    "list": (
        "Die Liste vergleicht Gebiete mit Gebieten gleicher Größe und Art. Im Mittel ist höchstens "
        f"der gewählte Anteil (in der Regel 5{SPACE}%) ihrer Einträge falsch; was nicht auf ihr "
        "steht, ist nicht als frei von <faults_dative> erwiesen.",
        "The list compares areas with areas of the same size and type. On average at most the "
        "chosen share (as a rule 5%) of its entries is false; what is not on it has not been "
        "shown to be free of <faults>.",
    ),
    "districts": (
        "Wo die Einwohner der Stadtteile nicht bekannt sind, zeigt eine Zahl, woher Meldungen "
        "kommen, nicht, wo es mehr <faults> gibt. Gezählt sind nur Meldungen mit Angabe des "
        "Stadtteils.",
        "Where the inhabitants of districts are not known, a count shows where reports come from, "
        "not where there are more <faults>. Only reports that name a district are counted.",
    ),
    "named": (
        "Eine Meldung kann mehreres nennen; die Anteile können darum zusammen mehr als "
        f"100{SPACE}% ergeben.",
        "A report may name several things, so the shares may add up to more than 100%.",
    ),
}
"""Id → German and English sentence."""
