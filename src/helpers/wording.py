"""Wording: what a campaign calls its subject, in the form that a sentence needs.

In: words of campaign.yml (`operator`, `words`). Out: the same words inflected, for templates, and
for sentences that hold them in angle brackets: `<faults>`, `<at_operator>`. Without words in
campaign.yml these fit any subject ("Probleme bei …"). None of its business: numbers.
"""

import re

from helpers.settings import Settings

MARK = re.compile(r"<([a-z_]+)>")
CASES = {
    "der": ("der", "den", "beim", "vom"),
    "die": ("die", "die", "bei der", "von der"),
    "das": ("das", "das", "beim", "vom"),
    "plural": ("die", "die", "bei den", "von den"),
    "": ("", "", "bei", "von"),
}
"""Article → nominative, accusative; "bei" and "von" with it."""


def forms(settings: Settings, language: str) -> dict[str, str]:
    """Return the words of the subject by the name of their form.

    `operator, to_operator, at_operator, from_operator` (German: with article and case), `Operator`
    (at the start of a sentence), `subject` (what reports are about: behind "über", "about"),
    `fault` and `a_fault` (the object of "melden", "report"), `faults`, `Faults`, `faults_dative`,
    `share_of_affected` ("welcher Anteil …").
    """
    found = _german(settings) if language == "de" else _english(settings)
    return found | {name.capitalize(): _upper(found[name]) for name in ("operator", "faults")}


def fill(text: str, settings: Settings, language: str) -> str:
    """Put the campaign's words in the place of `<faults>` and the like.

    Raises KeyError for a form that there is not: an error in our own sentence.
    """
    known = forms(settings, language)
    return MARK.sub(lambda found: known[found[1]], text)


def dative_plural(plural: str) -> str:
    """Return the dative of a German plural: an n behind all but those on -n and -s.

    >>> [dative_plural(one) for one in ("Störungen", "Probleme", "Ausfälle", "Lecks")]
    ['Störungen', 'Problemen', 'Ausfällen', 'Lecks']
    """
    return plural if plural.endswith(("n", "s")) else plural + "n"


def indefinite(word: str) -> str:
    """Put a or an before an English word, by its first letter.

    >>> indefinite("fault"), indefinite("outage")
    ('a fault', 'an outage')
    """
    return f"{'an' if word[:1].lower() in 'aeio' else 'a'} {word}"


def _german(settings: Settings) -> dict[str, str]:
    whom, words = settings.operator, settings.words.de
    the, accusative, at, of = CASES[whom.article]
    named = f"{the} {whom.name}".strip()
    to = whom.accusative or f"{accusative} {whom.name}".strip()
    if whom.dative:
        at, of = f"bei {whom.dative}", f"von {whom.dative}"
    else:
        at, of = f"{at} {whom.name}", f"{of} {whom.name}"
    one = {"der": "einen", "die": "eine", "das": "ein"}[words.article]
    return {
        "operator": named,
        "to_operator": f"an {to}",
        "for_operator": f"für {to}",
        "at_operator": at,
        "from_operator": of,
        "subject": words.subject or f"{words.faults} {at}",
        "fault": words.fault,
        "a_fault": f"{one} {words.fault}",
        "faults": words.faults,
        "faults_dative": dative_plural(words.faults),
        "share_of_affected": f"welcher Anteil der {words.affected}" if words.affected
        else "welcher Anteil aller Menschen",
    }  # fmt: skip


def _english(settings: Settings) -> dict[str, str]:
    words = settings.words.en
    named = settings.operator.name_en or settings.operator.name
    return {
        "operator": named,
        "to_operator": f"to {named}",
        "for_operator": f"for {named}",
        "at_operator": f"with {named}",
        "from_operator": f"from {named}",
        "subject": words.subject or f"{words.faults} with {named}",
        "fault": words.fault,
        "a_fault": indefinite(words.fault),
        "faults": words.faults,
        "faults_dative": words.faults,
        "share_of_affected": f"which share of {words.affected}" if words.affected
        else "which share of all people",
    }  # fmt: skip


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
