"""Quote: the only way a number or claim gets into a letter, post or page.

Templates are Markdown with Jinja. Whatever a template prints is held back as a `Quote` behind one
private-use character, so that neither Markdown nor a later medium can mistake it for markup; each
medium (HTML, Typst, plain text) then says the quote in its own way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from babel.dates import format_date
from jinja2 import Undefined

from helpers.errors import CampaignError, did_you_mean

FIRST_MARK = 0xF0000
"""Marks are private-use characters of plane 15: no template, name or report holds them."""
SAYABLE = ("shown", "suggested")

Kind = Literal["text", "fact", "claim", "note", "link", "block"]


class Name(str):
    """A word that the settings or a hand-made table give; it may hold a digit (`O2`)."""

    __slots__ = ()


@dataclass(frozen=True)
class Quote:
    """What a template printed. `text` is plain text, not yet escaped for any medium.

    `tip` says what it is (what, n, strength), `url` where it was made, `caveat` what must stand
    beside it, `mark` the letter of a caveat that is printed further below.
    """

    kind: Kind
    text: str
    id: str = ""
    tip: str = ""
    url: str = ""
    caveat: str = ""
    mark: str = ""
    items: tuple = ()

    def __str__(self) -> str:
        """Refuse to become bare text: `|upper` or `~` would lose origin and caveat."""
        raise CampaignError(f"{self.id or self.kind}: a quote is printed as it is, unchanged.")


WORDS = {
    "de": {
        "n": "n = {n}",
        "made": "Auswertung {notebook}",
        "shown": "gezeigt",
        "suggested": "nahegelegt, nicht gezeigt",
        "strength": "Stärke der Aussage: {strength}",
        "caveat": "Vorbehalt: {caveat}",
        "above": "Vorbehalt wie oben genannt.",
    },
    "en": {
        "n": "n = {n}",
        "made": "evaluation {notebook}",
        "shown": "shown",
        "suggested": "suggested, not shown",
        "strength": "strength of the claim: {strength}",
        "caveat": "Caveat: {caveat}",
        "above": "Caveat as stated above.",
    },
}


class Desk:
    """Hands out quotes for one document in one language, and knows which caveats are still owed.

    content: `{"facts": …, "caveats": …}` as `helpers.facts.merge` returns it.
    page: the document's name, for errors. root: relative path from the page to reports/.
    """

    def __init__(self, content: dict, lang: str, page: str, root: str = "../"):
        self.facts: dict[str, dict] = content["facts"]
        self.caveats: dict[str, dict] = content.get("caveats", {})
        self.lang, self.page, self.root = lang, page, root
        self.held: list[Quote] = []
        self.used: list[str] = []
        self.beside: set[str] = set()
        self.owed: list[str] = []
        self.settled = False

    # -- what templates may call ------------------------------------------------------------

    def has(self, *names: str) -> bool:
        """Tell whether every fact is there, not suppressed, and (a claim) may be said."""
        return all(self._sayable(self.facts.get(name)) for name in names)

    def some(self, *names: str) -> bool:
        """Tell whether every fact is there and above zero."""
        return self.has(*names) and all(self.facts[name]["value"] > 0 for name in names)

    def fact(self, name: str) -> Quote:
        """Quote one number, with its origin; its caveat is owed further below, if it has one."""
        fact = self._find(name)
        if fact["strength"]:
            raise self.error(f'"{name}" is a claim; write {{{{ claim("{name}") }}}}.')
        return Quote(
            "fact",
            self._said(name, fact),
            id=name,
            tip=self.tip(fact),
            url=self.origin(fact),
            mark=self._owe(fact["caveat"]),
        )

    def claim(self, name: str) -> Quote:
        """Quote one claim as a sentence, its caveat beside it (once per document in full)."""
        fact = self._find(name)
        if not fact["strength"]:
            raise self.error(f'"{name}" is a number; write {{{{ fact("{name}") }}}}.')
        if fact["strength"] not in SAYABLE:
            raise self.error(
                f'"{name}" cannot be said (strength "{fact["strength"]}"). '
                f'Write {{% if has("{name}") %}} around its sentence.'
            )
        return Quote(
            "claim",
            self._said(name, fact),
            id=name,
            tip=self.tip(fact),
            url=self.origin(fact),
            caveat=self._say_beside(fact["caveat"]),
        )

    def source(self, *names: str) -> Quote:
        """Add a footnote that says what the facts are, their n, and where they were made."""
        known = [self._find(name) for name in names]
        text = "; ".join(dict.fromkeys(self.tip(fact) for fact in known)) + "."
        return Quote("note", text, url=self.origin(known[0]))

    def day(self, iso: str) -> Quote:
        """Quote a date given as ISO text, in words of the page's language."""
        try:
            day = date.fromisoformat(iso)
        except ValueError as error:
            raise self.error(f'day("{iso}"): expected a date such as "2011-11-30".') from error
        return Quote("text", format_date(day, "long", locale=self.lang))

    def link(self, url: str, text: str) -> Quote:
        """Link `text` to a page of ours or to an https or mailto address."""
        return Quote("link", self._plain(text).text, url=safe_url(url))

    # -- for the media ------------------------------------------------------------------------

    def hold(self, value: object) -> str:
        """Hold back one printed value behind a mark (Jinja's `finalize`)."""
        if isinstance(value, Undefined):
            str(value)  # a name that the template does not have, or may not have, says so itself
        if not isinstance(value, Quote):
            value = self._plain(value)
        self.held.append(value)
        return chr(FIRST_MARK + len(self.held) - 1)

    def quoted(self, mark: str) -> Quote:
        """Return the quote behind a mark, noting that a reader now sees it."""
        quote = self.held[ord(mark) - FIRST_MARK]
        if quote.id:
            self.used.append(quote.id)
        return quote

    def owed_caveats(self) -> list[tuple[str, str]]:
        """Return (mark, sentence) of the caveats that are owed, and count them as printed."""
        self.settled = True
        return [(chr(97 + i), self.caveats[name][self.lang]) for i, name in enumerate(self.owed)]

    def settle(self) -> None:
        """Stop when a caveat that is owed was not printed."""
        missing = [name for name in self.owed if name not in self.beside]
        if missing and not self.settled:
            raise self.error(
                f"quotes a number without its caveat {', '.join(missing)}. "
                "Write {{ caveats() }} in a paragraph of its own, below the last number."
            )

    def error(self, message: str) -> CampaignError:
        """Return an error that names this document."""
        return CampaignError(f"{self.page}: {message}")

    def tip(self, fact: dict) -> str:
        """Say what a fact is, its n, its strength, and which notebook made it."""
        words = WORDS[self.lang]
        parts = [fact[f"what_{self.lang}"].rstrip(".")]
        if fact.get("n") is not None:
            parts.append(words["n"].format(n=grouped(fact["n"], self.lang)))
        if fact["strength"]:
            strength = words.get(fact["strength"], fact["strength"])
            parts.append(words["strength"].format(strength=strength))
        parts.append(words["made"].format(notebook=fact["notebook"]))
        return " · ".join(parts)

    def origin(self, fact: dict) -> str:
        """Return the address of the notebook section that made a fact."""
        anchor = f"#{fact['anchor'].lstrip('#')}" if fact.get("anchor") else ""
        return f"{self.root}notebooks/{fact['notebook']}.html{anchor}"

    # -- private ------------------------------------------------------------------------------

    def _find(self, name: str) -> dict:
        if name not in self.facts:
            raise self.error(
                f'there is no fact "{name}".{did_you_mean(name, self.facts)} '
                f'If it may be missing, write {{% if has("{name}") %}} around its sentence.'
            )
        fact = self.facts[name]
        if fact["value"] is None:
            raise self.error(
                f'"{name}" is suppressed. Write {{% if has("{name}") %}} around its sentence.'
            )
        return fact

    @staticmethod
    def _sayable(fact: dict | None) -> bool:
        if fact is None or fact["value"] is None:
            return False
        return not fact["strength"] or fact["strength"] in SAYABLE

    def _said(self, name: str, fact: dict) -> str:
        """Return how a fact reads; a fact without words is an error, never an empty place."""
        text = str(fact[self.lang] or "").strip()
        if not text:
            raise self.error(f'"{name}" has no words in "{self.lang}".')
        return text

    def _owe(self, caveat: str) -> str:
        """Note that a caveat must follow; return its letter ('' when it stands already)."""
        if not caveat or caveat in self.beside:
            return ""
        self._known(caveat)
        if caveat not in self.owed:
            self.owed.append(caveat)
        return chr(97 + self.owed.index(caveat))

    def _say_beside(self, caveat: str) -> str:
        if not caveat:
            return ""
        words = WORDS[self.lang]
        if caveat in self.beside:
            return words["above"]
        self.beside.add(caveat)
        return words["caveat"].format(caveat=self._known(caveat)[self.lang])

    def _known(self, caveat: str) -> dict:
        if caveat not in self.caveats:
            raise self.error(f'the caveat "{caveat}" has no words in facts.json.')
        return self.caveats[caveat]

    def _plain(self, value: object) -> Quote:
        """Take words from settings as they are; refuse numbers that no fact stands behind."""
        if isinstance(value, bool) or not isinstance(value, str):
            raise self.error(f"prints {value!r}; numbers come from facts, words from settings.")
        if any(sign.isdigit() for sign in value) and not isinstance(value, Name):
            raise self.error(f'prints "{value}", a number that no fact stands behind.')
        return Quote("text", str(value))


def grouped(number: int, lang: str) -> str:
    """Write a count with the language's thousands sign.

    >>> grouped(7691, "de"), grouped(7691, "en")
    ('7.691', '7,691')
    """
    return f"{number:,}".replace(",", "." if lang == "de" else ",")


def named(value: object) -> object:
    """Turn every text inside settings (lists, dicts) into a `Name`, which may hold digits."""
    if isinstance(value, str):
        return Name(value)
    if isinstance(value, dict):
        return {key: named(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [named(item) for item in value]
    return value


def safe_url(url: str) -> str:
    """Return `url` if it is relative, https, http or mailto; a script address is refused."""
    scheme = url.split(":", 1)[0].lower() if ":" in url.split("/", 1)[0] else ""
    if scheme not in ("", "https", "http", "mailto"):
        raise CampaignError(f'the link "{url}": expected an https, mailto or relative address.')
    return url


Printer = Callable[[Quote], str]
"""How one medium says a quote."""
