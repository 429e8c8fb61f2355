"""Origin: say what a fact is, how sure, and where it was made."""

from helpers import style
from helpers.errors import CampaignError

WORDS = {
    "de": {
        "n": "n = {n}",
        "made": "Auswertung {notebook}",
        "shown": "gezeigt",
        "suggested": "nahegelegt, nicht gezeigt",
        "cannot be said": "lässt sich nicht sagen",
        "strength": "Aussage: {strength}",
        "caveat": "Vorbehalt: {caveat}",
        "above": "Vorbehalt wie oben genannt.",
    },
    "en": {
        "n": "n = {n}",
        "made": "evaluation {notebook}",
        "shown": "shown",
        "suggested": "suggested, not shown",
        "strength": "claim: {strength}",
        "caveat": "Caveat: {caveat}",
        "above": "Caveat as stated above.",
    },
}


def tip(fact: dict, lang: str, caveat: str = "") -> str:
    """Say what a fact is, its n, its strength, its caveat, and which notebook made it."""
    words = WORDS[lang]
    parts = [fact[f"what_{lang}"].rstrip(".")]
    if fact.get("n") is not None:
        parts.append(words["n"].format(n=style.number(fact["n"], lang)))
    if fact["strength"]:
        strength = words.get(fact["strength"], fact["strength"])
        parts.append(words["strength"].format(strength=strength))
    if caveat:
        parts.append(words["caveat"].format(caveat=caveat.rstrip(".")))
    parts.append(words["made"].format(notebook=fact["notebook"]))
    return " · ".join(parts)


def address(fact: dict, root: str) -> str:
    """Return the address of the notebook section that made a fact, seen from a page.

    >>> address({"notebook": "04_evaluate", "anchor": "rates"}, "../")
    '../notebooks/04_evaluate.html#rates'
    """
    anchor = f"#{fact['anchor'].lstrip('#')}" if fact.get("anchor") else ""
    return f"{root}notebooks/{fact['notebook']}.html{anchor}"


def safe_url(url: str) -> str:
    """Return `url` if it is relative, https, http or mailto; a script address is refused."""
    scheme = url.split(":", 1)[0].lower() if ":" in url.split("/", 1)[0] else ""
    if scheme not in ("", "https", "http", "mailto"):
        raise CampaignError(f'the link "{url}": expected an https, mailto or relative address.')
    return url
