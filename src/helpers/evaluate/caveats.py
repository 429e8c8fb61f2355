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
        "Bezogen ist auf Einwohner, nicht auf Betroffene: Wo es mehr Menschen angeht oder mehr "
        "Menschen von der Aktion wissen, wird auch ohne mehr <faults> mehr "
        f"gemeldet. Die Intervalle (95{SPACE}%) enthalten nur den Zufall: "
        "die Schwankung der Zahlen, doppelte Meldungen aus einem Haushalt eingeschlossen.",
        "Rates relate to inhabitants, not to those affected: where it concerns more people, or "
        "more people know of the campaign, more is reported without more <faults>. The intervals "
        "(95%) contain chance only: the swing of counts, two reports of one household included.",
    ),
    "readiness": (
        "Ob es in Großstädten mehr <faults> gibt oder nur mehr gemeldet wird, zeigen die "
        "Meldungen nicht. Wie viel größer die Meldebereitschaft sein müsste, ist geschätzt; eine "
        "Grenze für sie ist es nicht.",
        "Reports do not tell more <faults> in big cities from more reporting. How much greater the "
        "readiness to report would have to be is an estimate, and no bound on it.",
    ),
    "media": (
        "Berichte in den Medien lassen die Zahl der Meldungen steigen. Ein Anstieg der Meldungen "
        "ist deshalb kein Beleg für mehr <faults>.",
        "Media coverage makes the number of reports rise. A rise in reports is therefore no proof "
        "of more <faults>.",
    ),
    "list": (
        "Ein Signal heißt: mehr Meldungen als aus Gebieten gleicher Größe und Art. Im Mittel gehen "
        f"bei höchstens dem gewählten Anteil (in der Regel 5{SPACE}%) der Einträge nicht wirklich "
        "mehr Meldungen ein; ob es dort mehr <faults> gibt, sagt die Liste nicht. Was nicht auf "
        "ihr steht, ist nicht als frei von <faults_dative> erwiesen.",
        "A signal means: more reports than from areas of the same size and type. On average, at "
        "most the chosen share (as a rule 5%) of the entries does not really send more reports; "
        "the list does not tell whether there are more <faults>. What is not on it is not shown to "
        "be free of <faults>.",
    ),
    "operators": (
        "Wer meldebereiter ist oder mehr von der Aktion weiß, meldet über alle Anbieter mehr; der "
        "Vergleich hebt das auf. Wo ein Anbieter einen größeren Marktanteil hat, wird mehr über "
        "ihn gemeldet, und eine Aktion gegen einen Anbieter erreicht eher dessen Kundschaft.",
        "Who is readier to report, or knows more of the campaign, reports more about all "
        "operators; the comparison cancels that. Where an operator has a larger market share, more "
        "is reported about it, and a campaign against one reaches its customers first.",
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
