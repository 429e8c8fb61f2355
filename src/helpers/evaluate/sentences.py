"""Sentences: how the claims of `claims` read, by language and by what the numbers allow."""

EXTREME = {
    "de": {
        (True, True): (
            "Von den {n} Städten mit den meisten Meldungen hat {city} die höchste Rate: {rate} "
            "Meldungen je 10.000 Einwohner; der Abstand zur nächsten ({rival}, {other}) ist "
            "größer, als der Zufall erklärt."
        ),
        (True, False): (
            "Von den {n} Städten mit den meisten Meldungen hat {city} rechnerisch die höchste "
            "Rate: {rate} Meldungen je 10.000 Einwohner; der Abstand zur nächsten ({rival}, "
            "{other}) kann Zufall sein."
        ),
        (False, True): (
            "Von den {n} Städten mit den meisten Meldungen hat {city} die niedrigste Rate: {rate} "
            "Meldungen je 10.000 Einwohner; der Abstand zur nächsten ({rival}, {other}) ist "
            "größer, als der Zufall erklärt."
        ),
        (False, False): (
            "Von den {n} Städten mit den meisten Meldungen hat {city} rechnerisch die niedrigste "
            "Rate: {rate} Meldungen je 10.000 Einwohner; der Abstand zur nächsten ({rival}, "
            "{other}) kann Zufall sein."
        ),
    },
    "en": {
        (True, True): (
            "Among the {n} cities with most reports, {city} has the highest rate: {rate} reports "
            "per 10,000 inhabitants; its lead over the next ({rival}, {other}) is more than chance "
            "explains."
        ),
        (True, False): (
            "Among the {n} cities with most reports, {city} has by calculation the highest rate: "
            "{rate} reports per 10,000 inhabitants; its lead over the next ({rival}, {other}) may "
            "be chance."
        ),
        (False, True): (
            "Among the {n} cities with most reports, {city} has the lowest rate: {rate} reports "
            "per 10,000 inhabitants; its distance from the next ({rival}, {other}) is more than "
            "chance explains."
        ),
        (False, False): (
            "Among the {n} cities with most reports, {city} has by calculation the lowest rate: "
            "{rate} reports per 10,000 inhabitants; its distance from the next ({rival}, {other}) "
            "may be chance."
        ),
    },
}
LEADS = {
    "de": {
        True: (
            "{city} führt nach der Zahl der Meldungen ({n}) und nach der Rate: {rate} je 10.000 "
            "Einwohner."
        ),
        False: (
            "{city} führt nach der Zahl der Meldungen ({n}), nicht nach der Rate: Mit {rate} je "
            "10.000 Einwohner liegt die Stadt auf Rang {rank} von {total}; vorn liegt {first}."
        ),
    },
    "en": {
        True: (
            "{city} leads in the number of reports ({n}) and in the rate: {rate} per 10,000 "
            "inhabitants."
        ),
        False: (
            "{city} leads in the number of reports ({n}), not in the rate: with {rate} per 10,000 "
            "inhabitants it ranks {rank} of {total}; {first} comes first."
        ),
    },
}
BIG = {
    "de": {
        ("big_city", "more"): (
            "Je Einwohner kommen aus den Großstädten (ab {size} Einwohnern) {ratio}-mal so viele "
            "Meldungen wie aus allen anderen Gebieten (95-%-Intervall: {lower} bis {upper})."
        ),
        ("big_city", "fewer"): (
            "Je Einwohner kommen aus den Großstädten (ab {size} Einwohnern) weniger Meldungen als "
            "aus allen anderen Gebieten: das {ratio}-Fache ({lower} bis {upper})."
        ),
        ("big_city", "unclear"): (
            "Ob je Einwohner aus den Großstädten (ab {size} Einwohnern) mehr gemeldet wird als aus "
            "allen anderen Gebieten, lässt sich nicht sagen: Das Verhältnis ist {ratio} "
            "({lower} bis "
            "{upper})."
        ),
        ("peers", "more"): (
            "Auch unter Gebieten gleicher Art und Dichte melden größere mehr: Doppelt so viele "
            "Einwohner bedeuten je Einwohner das {twice}-Fache {limits} an Meldungen."
        ),
        ("peers", "fewer"): (
            "Unter Gebieten gleicher Art und Dichte kehrt es sich um: Doppelt so viele Einwohner "
            "bedeuten je Einwohner das {twice}-Fache {limits} an Meldungen."
        ),
        ("peers", "unclear"): (
            "Unter Gebieten gleicher Art und Dichte ist kein Unterschied nach der Größe erkennbar: "
            "Doppelt so viele Einwohner bedeuten je Einwohner das {twice}-Fache {limits} an "
            "Meldungen."
        ),
        ("trouble", True): (
            "Das legt nahe, dass es dort auch mehr <faults> gibt: Menschen in Großstädten "
            "müssten {far}-mal, mindestens aber {near}-mal so bereitwillig melden wie andere, "
            "damit der Unterschied allein daran läge."
        ),
        ("trouble", False): (
            "Ob es in Großstädten mehr <faults> gibt, lässt sich mit diesen Meldungen nicht "
            "sagen: Schon ein kleiner Unterschied in der Meldebereitschaft könnte den Befund "
            "erklären."
        ),
        ("big_city", "vague"): (
            "Ob je Einwohner aus den Großstädten (ab {size} Einwohnern) mehr gemeldet wird als aus "
            "allen anderen Gebieten, lässt sich nicht sagen: Für einen Vergleich sind es zu wenige "
            "Meldungen oder Orte."
        ),
        ("peers", "vague"): (
            "Ob unter Gebieten gleicher Art und Dichte größere je Einwohner mehr melden, lässt "
            "sich nicht sagen: Für einen Vergleich sind es zu wenige Meldungen oder Orte."
        ),
        ("trouble", "vague"): (
            "Ob es in Großstädten mehr <faults> gibt, lässt sich mit diesen Meldungen nicht sagen."
        ),
        ("most", True): (
            "Die meisten verorteten Meldungen kommen aus den Großstädten ab {size} Einwohnern, in "
            "denen {people} der Menschen wohnen: {share}."
        ),
        ("most", False): (
            "Aus den Großstädten ab {size} Einwohnern, in denen {people} der Menschen wohnen, "
            "kommen {share} der verorteten Meldungen."
        ),
    },
    "en": {
        ("big_city", "more"): (
            "Per inhabitant, {ratio} times as many reports come from the big cities (from {size} "
            "inhabitants) as from all other areas (95% interval: {lower} to {upper})."
        ),
        ("big_city", "fewer"): (
            "Per inhabitant, fewer reports come from the big cities (from {size} inhabitants) than "
            "from all other areas: {ratio} times as many ({lower} to {upper})."
        ),
        ("big_city", "unclear"): (
            "Whether more is reported per inhabitant from the big cities (from {size} inhabitants) "
            "than from all other areas cannot be said: the ratio is {ratio} ({lower} to "
            "{upper})."
        ),
        ("peers", "more"): (
            "Among areas of the same type and density, too, larger ones report more: twice the "
            "inhabitants mean {twice} times {limits} the reports per inhabitant."
        ),
        ("peers", "fewer"): (
            "Among areas of the same type and density it turns round: twice the inhabitants mean "
            "{twice} times {limits} the reports per inhabitant."
        ),
        ("peers", "unclear"): (
            "Among areas of the same type and density no difference by size is recognisable: twice "
            "the inhabitants mean {twice} times {limits} the reports per inhabitant."
        ),
        ("trouble", True): (
            "This suggests that there are more <faults> there, too: people in big cities would "
            "have to be {far} times, at the very least {near} times, as ready to report as others "
            "for the difference to come from that alone."
        ),
        ("trouble", False): (
            "Whether there are more <faults> in big cities cannot be said from these reports: a "
            "small difference in the readiness to report could explain the finding."
        ),
        ("big_city", "vague"): (
            "Whether more is reported per inhabitant from the big cities (from {size} inhabitants) "
            "than from all other areas cannot be said: there are too few reports or places "
            "to compare."
        ),
        ("peers", "vague"): (
            "Whether larger ones among areas of the same type and density report more per "
            "inhabitant cannot be said: there are too few reports or places to compare."
        ),
        ("trouble", "vague"): (
            "Whether there are more <faults> in big cities cannot be said from these reports."
        ),
        ("most", True): (
            "Most of the located reports come from the big cities from {size} inhabitants, where "
            "{people} of the people live: {share}."
        ),
        ("most", False): (
            "{share} of the located reports come from the big cities from {size} inhabitants, "
            "where {people} of the people live."
        ),
    },
}
HOT = {
    "de": {
        "none": "Gemessen an Gebieten gleicher Größe und Art hebt sich kein Kreis ab.",
        "unknown": (
            "Ob sich Gebiete von anderen gleicher Größe und Art abheben, lässt sich nicht sagen: "
            "Die Meldungen kommen aus zu wenigen Orten."
        ),
        "one": (
            "Gemessen an Gebieten gleicher Größe und Art hebt sich ein Kreis oder eine kreisfreie "
            "Stadt ab{names}."
        ),
        "many": (
            "Gemessen an Gebieten gleicher Größe und Art heben sich {n} Kreise oder kreisfreie "
            "Städte ab{names}."
        ),
    },
    "en": {
        "none": "Among areas of the same size and type, no Kreis stands out.",
        "unknown": (
            "Whether areas stand out against others of the same size and type cannot be said: the "
            "reports come from too few places."
        ),
        "one": "Among areas of the same size and type, one Kreis stands out{names}.",
        "many": "Among areas of the same size and type, {n} Kreise stand out{names}.",
    },
}
HOT_NATIONAL = {
    "de": {
        "none": (
            "Auch über dem Durchschnitt aller Kreise liegt keiner, selbst wenn man nur den "
            "Zufall abzieht."
        ),
        "one": (
            "Über dem Durchschnitt aller Kreise läge ein Gebiet, zöge man nur den Zufall ab "
            "und nicht "
            "auch die übliche Streuung der Kreise."
        ),
        "many": (
            "Über dem Durchschnitt aller Kreise lägen {n}, zöge man nur den Zufall ab und "
            "nicht auch die "
            "übliche Streuung der Kreise."
        ),
    },
    "en": {
        "none": (
            "Nor does any lie above the mean of all Kreise, even if only chance is allowed for."
        ),
        "one": (
            "One area would lie above the mean of all Kreise if only chance were allowed for, "
            "and not "
            "the usual spread between Kreise."
        ),
        "many": (
            "{n} would lie above the mean of all Kreise if only chance were allowed for, and "
            "not the "
            "usual spread between Kreise."
        ),
    },
}
SURGE = {
    "de": {
        True: (
            "Vom {day} an kamen {after} statt {before} Meldungen am Tag; kurz davor lag ein "
            "öffentliches Ereignis."
        ),
        False: "Vom {day} an kamen {after} statt {before} Meldungen am Tag.",
    },
    "en": {
        True: (
            "From {day} on, {after} instead of {before} reports a day came in; a public event lay "
            "shortly before."
        ),
        False: "From {day} on, {after} instead of {before} reports a day came in.",
    },
}
REGIONAL = {
    "de": {
        True: (
            "Nachbarkreise ähneln sich mehr, als Größe und Art erklären (Moran-I = {value}, p "
            "{p}): Neben örtlichen gibt es regionale Unterschiede."
        ),
        False: (
            "Ein regionales Muster über Größe und Art hinaus ist nicht erkennbar (Moran-I = "
            "{value}, p {p})."
        ),
    },
    "en": {
        True: (
            "Neighbouring Kreise are more alike than size and type explain (Moran's I = {value}, p "
            "{p}): beside local differences there are regional ones."
        ),
        False: (
            "No regional pattern beyond size and type is recognisable (Moran's I = {value}, p {p})."
        ),
    },
}
