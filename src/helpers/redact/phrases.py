"""Phrases: names behind `ich bin`, `auf den Namen`, `i. A.`, whatever the words themselves say."""

import re

from helpers.redact import cues, persons
from helpers.redact.draft import Draft
from helpers.redact.names import take_after
from helpers.redact.recognise import Recogniser, Span


def _dotted(draft: Draft, match: re.Match) -> bool:
    place = cues.BETWEEN["closing"].match(draft.text, match.end()).end()
    take_after(draft, place, persons.is_loud(draft.text), trust=True)
    return False


def _behind(draft: Draft, match: re.Match) -> bool:
    take_after(draft, match.end(), persons.is_loud(draft.text), trust=True)
    return False


def _registered(draft: Draft, match: re.Match) -> bool:
    take_after(draft, match.start("name"), persons.is_loud(draft.text), trust=True)
    return False


def _i_am(draft: Draft, match: re.Match) -> Span | None:
    """Return the name after `ich bin die`, `hier spricht`."""
    loud = persons.is_loud(draft.text)
    if take_after(draft, match.end(), loud, trust=False) or loud:
        return None
    small = persons.small(draft.text, match.end())
    if small > match.end():
        return match.end(), small
    end = persons.reach(draft.text, match.end(), loud, trust=True)
    found = persons.TOKEN.findall(draft.text[match.end() : end])
    said = re.search(r"spricht|schreibt|meldet|grüßt|bin'?s", match[0], re.IGNORECASE)
    if end > match.end() and (said or (len(found) > 1 and persons.is_surname(found[-1]))):
        return match.end(), end
    return None


RECOGNISERS = (
    Recogniser("name", cues.DOTTED, _dotted, hits=("i.A. «Brinkforth»",)),
    Recogniser("name", cues.ON_NAME, _behind, hits=("auf den Namen «Okko Brinkforth»",)),
    Recogniser("name", cues.ON_PERSON, _registered, hits=("ist auf «Okko Brinkforth» angemeldet",)),
    Recogniser("name", cues.RUNS_ON, _behind, hits=("Vertrag läuft auf «Małgorzata Wiśniewska»",)),
    Recogniser(
        "name",
        cues.I_AM,
        _i_am,
        hits=("ich bin die «Anja Cords»", "hier spricht «Siobhan Stern»"),
        misses=("ich bin sauer", "hier ist nichts"),
    ),
)
