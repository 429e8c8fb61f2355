"""Sentences: how the claims of `claims` read, by language and by what the numbers allow."""

EXTREME = {
    "de": {
        (True, True): (
            "Von den {n} verglichenen Städten ab {size} Einwohnern hat {city} die höchste "
            "Melderate: {rate} Meldungen je 10.000 Einwohner; der Abstand zur nächsten ({rival}, "
            "{other}) ist größer, als der Zufall erklärt. Woran es liegt, sagt die Rate nicht."
        ),
        (True, False): (
            "Welche der {n} verglichenen Städte ab {size} Einwohnern die höchste Melderate hat, "
            "lässt sich nicht sagen: Rechnerisch ist es {city} ({rate} je 10.000 Einwohner), der "
            "Abstand zur nächsten ({rival}, {other}) kann Zufall sein."
        ),
        (False, True): (
            "Von den {n} verglichenen Städten ab {size} Einwohnern hat {city} die niedrigste "
            "Melderate: {rate} Meldungen je 10.000 Einwohner; der Abstand zur nächsten ({rival}, "
            "{other}) ist größer, als der Zufall erklärt. Woran es liegt, sagt die Rate nicht."
        ),
        (False, False): (
            "Welche der {n} verglichenen Städte ab {size} Einwohnern die niedrigste Melderate hat, "
            "lässt sich nicht sagen: Rechnerisch ist es {city} ({rate} je 10.000 Einwohner), der "
            "Abstand zur nächsten ({rival}, {other}) kann Zufall sein."
        ),
    },
    "en": {
        (True, True): (
            "Among the {n} compared cities from {size} inhabitants, {city} has the highest rate of "
            "reports: {rate} per 10,000 inhabitants; its lead over the next ({rival}, {other}) is "
            "more than chance explains. The rate does not tell why."
        ),
        (True, False): (
            "Which of the {n} compared cities from {size} inhabitants has the highest rate of "
            "reports cannot be said: by calculation it is {city} ({rate} per 10,000 inhabitants), "
            "its lead over the next ({rival}, {other}) may be chance."
        ),
        (False, True): (
            "Among the {n} compared cities from {size} inhabitants, {city} has the lowest rate of "
            "reports: {rate} per 10,000 inhabitants; its distance from the next ({rival}, {other}) "
            "is more than chance explains. The rate does not tell why."
        ),
        (False, False): (
            "Which of the {n} compared cities from {size} inhabitants has the lowest rate of "
            "reports cannot be said: by calculation it is {city} ({rate} per 10,000 inhabitants), "
            "its distance from the next ({rival}, {other}) may be chance."
        ),
    },
}
LEADS = {
    "de": {
        True: (
            "{city} führt nach der Zahl der Meldungen: {n} gegen {m} aus {second}. Je 10.000 "
            "Einwohner sind es {rate}{rank}."
        ),
        False: (
            "Nach der Zahl der Meldungen liegen {city} ({n}) und {second} ({m}) vorn; wer führt, "
            "kann Zufall sein. Je 10.000 Einwohner sind es aus {city} {rate}{rank}."
        ),
        "rank": ", Rang {low} unter {total} Städten ab {size} Einwohnern",
        "ranks": ", Rang {low} bis {high} unter {total} Städten ab {size} Einwohnern",
    },
    "en": {
        True: (
            "{city} leads in the number of reports: {n} against {m} from {second}. Per 10,000 "
            "inhabitants it is {rate}{rank}."
        ),
        False: (
            "{city} ({n}) and {second} ({m}) are ahead in the number of reports; which of them "
            "leads may be chance. Per 10,000 inhabitants it is {rate} from {city}{rank}."
        ),
        "rank": ", rank {low} among {total} cities from {size} inhabitants",
        "ranks": ", rank {low} to {high} among {total} cities from {size} inhabitants",
    },
}
BIG = {
    "de": {
        ("big_city", "more"): (
            "Je Einwohner kommen aus den Großstädten (ab {size} Einwohnern) im Mittel der Städte "
            "{ratio}-mal so viele Meldungen wie aus anderen kreisfreien Städten "
            "(95-%-Intervall: {lower} bis {upper}). Auch Marktanteil, mehr Smartphones und "
            "Menschen im Umland, die die nächste Großstadt nennen, können das erklären."
        ),
        ("big_city", "fewer"): (
            "Je Einwohner kommen aus den Großstädten (ab {size} Einwohnern) weniger Meldungen als "
            "aus anderen kreisfreien Städten: das {ratio}-Fache ({lower} bis {upper})."
        ),
        ("big_city", "unclear"): (
            "Ob je Einwohner aus den Großstädten (ab {size} Einwohnern) mehr gemeldet wird als aus "
            "anderen kreisfreien Städten, lässt sich nicht sagen: Das Verhältnis ist {ratio} "
            "({lower} bis {upper})."
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
            "Das legt nahe, dass es dort auch mehr <faults> gibt: Damit der Unterschied "
            "allein an der Meldebereitschaft läge, müsste sie in den Großstädten etwa {far}-mal so "
            "groß sein wie in anderen kreisfreien Städten."
        ),
        ("trouble", False): (
            "Ob es in Großstädten mehr <faults> gibt, lässt sich mit diesen Meldungen nicht "
            "sagen: Ein Unterschied in der Meldebereitschaft, wie er üblich ist, könnte den "
            "Befund erklären."
        ),
        ("big_city", "vague"): (
            "Ob je Einwohner aus den Großstädten (ab {size} Einwohnern) mehr gemeldet wird als aus "
            "anderen kreisfreien Städten, lässt sich nicht sagen: Für einen Vergleich sind es zu "
            "wenige Meldungen oder Orte."
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
            "denen {people} der Menschen wohnen: {share}. Je Einwohner sind das {country}-mal so "
            "viele wie aus dem übrigen Land, wo die Aktion weniger bekannt sein kann; über "
            "<faults> sagt das nichts."
        ),
        ("most", False): (
            "Aus den Großstädten ab {size} Einwohnern, in denen {people} der Menschen wohnen, "
            "kommen {share} der verorteten Meldungen."
        ),
    },
    "en": {
        ("big_city", "more"): (
            "Per inhabitant, {ratio} times as many reports come from the average big city (from "
            "{size} inhabitants) as from other kreisfreie Städte (95% interval: {lower} to "
            "{upper}). Market share, more smartphones, and people around who name the nearest big "
            "city may explain it as well."
        ),
        ("big_city", "fewer"): (
            "Per inhabitant, fewer reports come from the big cities (from {size} inhabitants) than "
            "from other kreisfreie Städte: {ratio} times as many ({lower} to {upper})."
        ),
        ("big_city", "unclear"): (
            "Whether more is reported per inhabitant from the big cities (from {size} inhabitants) "
            "than from other kreisfreie Städte cannot be said: the ratio is {ratio} ({lower} to "
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
            "This suggests that there are more <faults> there, too: for the difference to come "
            "from the readiness to report alone, it would have to be about {far} times as great in "
            "big cities as in other kreisfreie Städte."
        ),
        ("trouble", False): (
            "Whether there are more <faults> in big cities cannot be said from these reports: a "
            "usual difference in the readiness to report could explain the finding."
        ),
        ("big_city", "vague"): (
            "Whether more is reported per inhabitant from the big cities (from {size} inhabitants) "
            "than from other kreisfreie Städte cannot be said: there are too few reports or places "
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
            "{people} of the people live: {share}. Per inhabitant that is {country} times as many "
            "as from the rest of the country, where fewer may know of the campaign; it tells "
            "nothing of <faults>."
        ),
        ("most", False): (
            "{share} of the located reports come from the big cities from {size} inhabitants, "
            "where {people} of the people live."
        ),
    },
}
HOT = {
    "de": {
        "none": (
            "Gemessen an Gebieten gleicher Größe und Art gibt kein Kreis ein Signal; das "
            "{factor}-Fache der zu erwartenden Meldungen wäre in vier von fünf Fällen gefunden "
            "worden, weniger nicht."
        ),
        "unknown": (
            "Ob sich Gebiete von anderen gleicher Größe und Art abheben, lässt sich nicht sagen: "
            "Die Meldungen kommen aus zu wenigen Orten."
        ),
        "blind": (
            "Ob sich Gebiete von anderen gleicher Größe und Art abheben, lässt sich nicht sagen: "
            "Selbst das Zehnfache der zu erwartenden Meldungen wäre in weniger als vier von fünf "
            "Fällen aufgefallen."
        ),
        "one": (
            "Aus einem Kreis oder einer kreisfreien Stadt kommen mehr Meldungen, als Größe und Art "
            "erwarten lassen{names}: ein Signal für mehr <faults> oder für mehr Aufmerksamkeit."
        ),
        "many": (
            "Aus {n} Kreisen oder kreisfreien Städten kommen mehr Meldungen, als Größe und Art "
            "erwarten lassen{names}: Signale für mehr <faults> oder für mehr Aufmerksamkeit."
        ),
    },
    "en": {
        "none": (
            "Among areas of the same size and type, no Kreis gives a signal; {factor} times the "
            "expected reports would have been found in four of five cases, less would not."
        ),
        "unknown": (
            "Whether areas stand out against others of the same size and type cannot be said: the "
            "reports come from too few places."
        ),
        "blind": (
            "Whether areas stand out against others of the same size and type cannot be said: even "
            "ten times the expected reports would have shown in fewer than four of five cases."
        ),
        "one": (
            "From one Kreis more reports come than size and type let expect{names}: a signal of "
            "more <faults> or of more attention."
        ),
        "many": (
            "From {n} Kreise more reports come than size and type let expect{names}: signals of "
            "more <faults> or of more attention."
        ),
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
COURSE = {
    "de": {
        "change": "vom {day} an kamen {after} statt {before} Meldungen am Tag",
        "join": ", ",
        "event": "; kurz vor einem Wechsel lag ein öffentliches Ereignis",
        "against": "das ist mehr, als Wochentage und die übliche Schwankung der Tage erklären.",
    },
    "en": {
        "change": "from {day} on, {after} instead of {before} reports a day came in",
        "join": ", ",
        "event": "; a public event lay shortly before a change",
        "against": "that is more than weekdays and the usual swing of days explain.",
    },
}
REGIONAL = {
    "de": {
        True: (
            "Aus Nachbarkreisen wird ähnlicher gemeldet, als Größe und Art erklären (Moran-I = "
            "{value}, p {p}): Neben örtlichen gibt es regionale Unterschiede der Meldungen."
        ),
        False: (
            "Ob es ein regionales Muster über Größe und Art hinaus gibt, lässt sich nicht sagen "
            "(Moran-I = {value}, p {p})."
        ),
        "unlike": (
            "Nachbarkreise ähneln sich weniger als andere (Moran-I = {value}, p {p}); ein "
            "regionales Muster ist das nicht."
        ),
    },
    "en": {
        True: (
            "Reports from neighbouring Kreise are more alike than size and type explain (Moran's I "
            "= {value}, p {p}): beside local differences in reports there are regional ones."
        ),
        False: (
            "Whether there is a regional pattern beyond size and type cannot be said (Moran's I = "
            "{value}, p {p})."
        ),
        "unlike": (
            "Neighbouring Kreise are less alike than others (Moran's I = {value}, p {p}); that is "
            "no regional pattern."
        ),
    },
}
HALVES = {
    "de": {
        "all": (
            "Aus den ungeraden Tagen allein stehen {listed} auf der Liste; die geraden Tage "
            "bestätigen es. Das sagt, dass dort dauerhaft mehr gemeldet wird."
        ),
        "some": (
            "Aus den ungeraden Tagen allein stehen {listed} auf der Liste; die geraden Tage "
            "bestätigen {sure}."
        ),
        "none": (
            "Aus den ungeraden Tagen allein stehen {listed} auf der Liste; die geraden Tage "
            "bestätigen es nicht."
        ),
    },
    "en": {
        "all": (
            "From the odd days alone {listed} are on the list, and the even days confirm it. That "
            "tells that more is reported there day by day."
        ),
        "some": ("From the odd days alone {listed} are on the list; the even days confirm {sure}."),
        "none": (
            "From the odd days alone {listed} are on the list; the even days do not confirm it."
        ),
    },
}
OPERATORS = {
    "de": {
        True: (
            "Gegenüber Meldungen über andere Anbieter aus demselben Ort fällt {name} auf in "
            "{places}: so viel größer ist dort das Verhältnis der Meldungen als anderswo."
        ),
        False: (
            "Ob {name} gegenüber anderen Anbietern in einem der {n} verglichenen Kreise auffällt, "
            "lässt sich nicht sagen."
        ),
    },
    "en": {
        True: (
            "Against reports about other operators from the same place, {name} stands out in "
            "{places}: so much greater is the ratio of reports there than elsewhere."
        ),
        False: (
            "Whether {name} stands out against other operators in one of the {n} compared Kreise "
            "cannot be said."
        ),
    },
}
