"""Words: what stands under every figure: source, period, n, unlocated."""

import json

from helpers import style, wording
from helpers.errors import CampaignError
from helpers.settings import Settings


def totals(settings: Settings) -> dict:
    """Return `n_reports`, and in words `unlocated` (de, en), from the facts of stages 01 to 04."""
    known: dict[str, dict] = {}
    for path in sorted(settings.processed.glob("0[1-4]_facts.json")):
        known |= json.loads(path.read_text(encoding="utf-8"))["facts"]
    missing = [key for key in ("total.n_reports", "total.unlocated") if key not in known]
    if missing:
        raise CampaignError(
            f"{settings.processed}: the facts {', '.join(missing)} are not stated yet. "
            "Stages 01 and 04 state them."
        )
    return {
        "n_reports": int(known["total.n_reports"]["value"]),
        "unlocated": {language: known["total.unlocated"][language] for language in ("de", "en")},
    }


def footer(
    settings: Settings,
    n: int,
    unlocated: dict[str, str] | None = None,
    extra: str = "",
    language: str | None = None,
) -> str:
    """Write a figure's footer: source, period, n, unlocated, and that a sample is synthetic.

    unlocated: in words, how many of `n` have no place; None where place plays no part.
    extra: a sentence of the figure's own (how intervals are made, attribution of a map).
    """
    language = language or settings.language
    words = _WORDS[language]
    count = words["n"].format(n=style.number(n, language))
    if unlocated is not None:
        count += words["unlocated"].format(n=unlocated[language])
    parts = [f"{words['source']}: {source(settings, language)}", count, extra]
    if settings.synthetic:
        parts.append(words["synthetic"])
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip()) + "."


def source(settings: Settings, language: str | None = None) -> str:
    """Name the campaign, whom it concerns and its period, as the source of a figure."""
    language = language or settings.language
    period = style.period(settings.first_day, settings.as_of, language)
    return _WORDS[language]["about_source"].format(
        name=settings.name, subject=wording.forms(settings, language)["subject"], period=period
    )


_WORDS = {
    "de": {
        "source": "Quelle",
        "about_source": "{name}, Meldungen über {subject}, {period}",
        "n": "n = {n} Meldungen",
        "unlocated": ", davon {n} ohne sicheren Ort",
        "synthetic": "Beispielkampagne mit künstlichen Meldungen",
    },
    "en": {
        "source": "Source",
        "about_source": "{name}, reports about {subject}, {period}",
        "n": "n = {n} reports",
        "unlocated": ", {n} of them without a certain place",
        "synthetic": "Sample campaign with synthetic reports",
    },
}
