"""Evidence: why an area is on the list of hot spots, in a sentence."""

import pandas as pd

from helpers import style
from helpers.evaluate.neighbours import SIGNIFICANT
from helpers.evaluate.words import probability


def told(areas: pd.DataFrame, q: float) -> pd.DataFrame:
    """Add `evidence_de` and `evidence_en`, a sentence or two per hot spot, "" for other areas.

    areas: as `hotspots.find`, `hotspots.above_national` and `neighbours.local` leave them, with
    `scan_cluster`, `scan_p` and `scan_beyond` (the circle stands out without its hot spots too).
    """
    sizes = areas["scan_cluster"].value_counts()
    texts = {
        language: [
            _sentence(row, sizes, q, language) if row.is_hotspot else ""
            for row in areas.itertuples()
        ]
        for language in ("de", "en")
    }
    return areas.assign(
        evidence_de=pd.Series(texts["de"], index=areas.index, dtype="str"),
        evidence_en=pd.Series(texts["en"], index=areas.index, dtype="str"),
    )


def _sentence(row, sizes: pd.Series, q: float, language: str) -> str:
    words = _WORDS[language]
    first = words["excess"].format(
        kreis=row.kreis,
        n=style.number(row.n_reports, language),
        expected=_count(row.expected, language),
        ratio=style.number(row.n_reports / row.expected, language, 1),
        q=probability(row.q_value, language),
        limit=style.percent(q, language),
    )
    national = words["above" if row.is_above_national else "not_above"].format(
        expected=_count(row.expected_national, language)
    )
    return f"{first} {national} {_around(row, sizes, language)}"


def _around(row, sizes: pd.Series, language: str) -> str:
    """Say whether the neighbourhood stands out as well."""
    words = _WORDS[language]
    found = []
    members = 0 if pd.isna(row.scan_cluster) else int(sizes[row.scan_cluster])
    if members > 1 and row.scan_beyond:
        p_value = probability(row.scan_p, language)
        found.append(words["scan"].format(n=style.number(members, language), p=p_value))
    if row.gi_star_p <= SIGNIFICANT:
        found.append(words["gi"])
    if row.local_moran_kind == "HH":
        found.append(words["HH"])
    if not found:
        return words["alone"]
    return words["regional"].format(found=style.listing(found, language))


def _count(value: float, language: str) -> str:
    return style.number(value, language, 0 if value >= 10 else 1)


_WORDS = {
    "de": {
        "excess": (
            "{kreis}: {n} Meldungen; Größe und Art des Gebiets lassen {expected} erwarten "
            "({ratio}-mal so viele, q {q}; von einer solchen Liste sind im Mittel höchstens "
            "{limit} falsch)."
        ),
        "above": "Nach dem Durchschnitt aller Kreise wären es {expected}.",
        "not_above": (
            "Gegen den Durchschnitt aller Kreise ({expected}) fällt das Gebiet nicht auf; "
            "auffällig ist "
            "es nur unter seinesgleichen."
        ),
        "alone": "Die Umgebung fällt nicht auf; ein regionaler Schwerpunkt ist nicht erkennbar.",
        "regional": "Auch die Umgebung fällt auf: {found}.",
        "scan": "Teil eines Schwerpunkts aus {n} Kreisen (räumlicher Scan, p {p})",
        "gi": "hohe Werte ringsum (Gi*)",
        "HH": "hoch unter hohen Nachbarn (lokales Moran-I)",
    },
    "en": {
        "excess": (
            "{kreis}: {n} reports; size and type of the area let expect {expected} ({ratio} times "
            "as many, q {q}; on average at most {limit} of such a list are false)."
        ),
        "above": "By the mean of all Kreise it would be {expected}.",
        "not_above": (
            "Against the mean of all Kreise ({expected}) the area does not stand out; it does only "
            "among its peers."
        ),
        "alone": "Its surroundings do not stand out; no regional cluster is recognisable.",
        "regional": "Its surroundings stand out too: {found}.",
        "scan": "part of a cluster of {n} Kreise (spatial scan, p {p})",
        "gi": "high values all around (Gi*)",
        "HH": "high among high neighbours (local Moran's I)",
    },
}
