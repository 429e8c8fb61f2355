"""Words: what stands under every figure: source, period, n, unlocated."""

import json

from helpers import style
from helpers.errors import CampaignError
from helpers.settings import Settings


def totals(settings: Settings) -> dict[str, int]:
    """Return `n_reports` and `unlocated` of the campaign, from the facts of stages 01 to 03."""
    known: dict[str, dict] = {}
    for path in sorted(settings.processed.glob("0[1-3]_facts.json")):
        known |= json.loads(path.read_text(encoding="utf-8"))["facts"]
    missing = [key for key in ("total.n_reports", "total.unlocated") if key not in known]
    if missing:
        raise CampaignError(
            f"{settings.processed}: the facts {', '.join(missing)} are not stated yet. "
            "Stages 01 to 03 state them."
        )
    return {
        "n_reports": int(known["total.n_reports"]["value"]),
        "unlocated": int(known["total.unlocated"]["value"]),
    }


def footer(
    settings: Settings,
    n: int,
    unlocated: int | None = None,
    extra: str = "",
    language: str | None = None,
) -> str:
    """Write a figure's footer: source, period, n, unlocated, and that a sample is synthetic.

    unlocated: how many of `n` reports have no place; None where place plays no part.
    extra: a sentence of the figure's own (how intervals are made, attribution of a map).
    """
    language = language or settings.language
    words = _WORDS[language]
    count = words["n"].format(n=style.number(n, language))
    if unlocated is not None:
        count += words["unlocated"].format(
            n=style.number(unlocated, language),
            share=_share(unlocated, n, language),
        )
    parts = [f"{words['source']}: {source(settings, language)}", count, extra]
    if settings.synthetic:
        parts.append(words["synthetic"])
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip()) + "."


def _share(part: int, whole: int, language: str) -> str:
    """Write a share with one decimal, and a small one not as nothing.

    >>> _share(2, 7691, "de").replace(style.SPACE, " "), _share(0, 7691, "en")
    ('unter 0,1 %', '0.0%')
    """
    share = part / whole if whole else 0.0
    if 0 < share < 0.001:
        return f"{_WORDS[language]['under']} {style.percent(0.001, language, 1)}"
    return style.percent(share, language, 1)


def source(settings: Settings, language: str | None = None) -> str:
    """Name the campaign, whom it concerns and its period, as the source of a figure."""
    language = language or settings.language
    period = style.period(settings.first_day, settings.as_of, language)
    return _WORDS[language]["about_source"].format(
        name=settings.name, operator=settings.operator.name, period=period
    )


_WORDS = {
    "de": {
        "source": "Quelle",
        "about_source": "{name}, Meldungen über {operator}, {period}",
        "n": "n = {n} Meldungen",
        "under": "unter",
        "unlocated": ", davon {n} ({share}) ohne sicheren Ort",
        "synthetic": "Beispielkampagne mit künstlichen Meldungen",
    },
    "en": {
        "source": "Source",
        "about_source": "{name}, reports about {operator}, {period}",
        "n": "n = {n} reports",
        "under": "under",
        "unlocated": ", {n} of them ({share}) without a certain place",
        "synthetic": "Sample campaign with synthetic reports",
    },
}
