"""Detail sentences: how the claims of `details` read, by language and by what is known."""

EVENT = {
    "de": (
        "In den Tagen ab „{event}“ ({day}) kamen je Tag {ratio}-mal so viele Meldungen wie in den "
        "Tagen davor ({lower} bis {upper}; Wochentage und die übliche Schwankung der Tage sind "
        "berücksichtigt)."
    ),
    "en": (
        "In the days from “{event}” ({day}) on, {ratio} times as many reports a day came in as in "
        "the days before ({lower} to {upper}; weekdays and the usual swing of days are allowed "
        "for)."
    ),
}
DISTRICT = {
    "de": {
        "count": (
            "Unter den Stadtteilen, die Meldungen aus {city} nennen, steht {district} vorn: {n} "
            "Meldungen, {share} aller Meldungen der Stadt."
        ),
        "rate": (
            "In {city} kommen aus {district} je Einwohner {ratio}-mal so viele Meldungen wie aus "
            "der übrigen Stadt ({lower} bis {upper})."
        ),
    },
    "en": {
        "count": (
            "Among the districts that reports from {city} name, {district} comes first: {n} "
            "reports, {share} of all reports from the city."
        ),
        "rate": (
            "In {city}, {district} sends {ratio} times as many reports per inhabitant as the rest "
            "of the city ({lower} to {upper})."
        ),
    },
}
FAULT = {
    "de": (
        "In {city} nennen {share} der Meldungen „{fault}“, anderswo {elsewhere}: ein größerer "
        "Unterschied, als Städte ihn sonst untereinander haben."
    ),
    "en": (
        "In {city} {share} of the reports name “{fault}”, elsewhere {elsewhere}: a larger "
        "difference than cities otherwise have among themselves."
    ),
}
TOP_FAULT = {
    "de": {
        "most": "Die meisten Meldungen nennen „{fault}“: {share}.",
        "half": "Am häufigsten genannt wird „{fault}“, in etwa der Hälfte der Meldungen: {share}.",
        "minority": "Am häufigsten genannt wird „{fault}“, in {share} der Meldungen.",
        "unsure": (
            "Mit am häufigsten genannt werden „{fault}“, in {share} der Meldungen, und „{second}“ "
            "({other}); welche Störung vorn liegt, kann Zufall sein."
        ),
    },
    "en": {
        "most": "Most reports name “{fault}”: {share}.",
        "half": "Named most often is “{fault}”, in about half of the reports: {share}.",
        "minority": "Named most often is “{fault}”, in {share} of the reports.",
        "unsure": (
            "Among the faults named most often are “{fault}”, in {share} of the reports, and "
            "“{second}” ({other}); which comes first may be chance."
        ),
    },
}
