"""Slips: how likely a text is a name, misspelt.

The distance is rapidfuzz's optimal string alignment: a letter missing, doubled, wrong, or two
swapped. The weights follow the idea of a noisy channel (Kernighan, Church and Gale 1990): a slip
that any hand makes — a letter left out, doubled or swapped — is likelier than one certain wrong
letter out of 26.
"""

from rapidfuzz.distance import OSA

EDIT = 1 / 40
"""How much rarer a text with one more slip is."""

RARE = 1 / 10
"""How much rarer one certain wrong or additional letter is than one left out, doubled, swapped."""


def compare(text: str, name: str, most: int) -> tuple[int, float]:
    """Return the slips between two keys, and how likely they are; (most + 1, 0.0) beyond `most`.

    A wrong first letter, which is rare, counts as two slips; one left out or swapped does not.

    >>> compare("bremen", "bremen", 1), compare("brmen", "bremen", 1)
    ((0, 1.0), (1, 0.025))
    >>> compare("kassel", "hassel", 1)[0], compare("kiel", "trier", 1)
    (2, (2, 0.0))
    """
    steps = OSA.distance(text, name, score_cutoff=most)
    if steps == 0 or steps > most:
        return (0, 1.0) if steps == 0 else (most + 1, 0.0)
    likely = EDIT**steps * (1.0 if steps == 1 and is_easy(text, name) else RARE)
    if text[0] not in name[:2]:
        return steps + 1, likely * RARE
    return steps, likely


def is_easy(text: str, name: str) -> bool:
    """Tell whether one edit is a letter left out, a letter doubled, or two letters swapped.

    >>> is_easy("brmen", "bremen"), is_easy("bremmen", "bremen"), is_easy("bermen", "bremen")
    (True, True, True)
    >>> is_easy("bremon", "bremen"), is_easy("breamen", "bremen")
    (False, False)
    """
    if len(text) == len(name):
        return sorted(text) == sorted(name)
    if len(text) < len(name):
        return True
    same = next((n for n, letter in enumerate(name) if text[n] != letter), len(name))
    return text[same] in (text[same - 1 : same], text[same + 1 : same + 2])
