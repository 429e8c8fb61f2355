"""Quote: the only way a number or claim gets into a letter, post or page.

Templates are Markdown with Jinja. Whatever a template prints is held back as a `Quote` behind one
private-use character, so that neither Markdown nor a later medium can mistake it for markup; each
medium (HTML, Typst, plain text) then says the quote in its own way.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from babel.dates import format_date
from jinja2 import Undefined

from helpers.errors import CampaignError, did_you_mean
from helpers.publish import origin

FIRST_MARK = 0xF0000
"""Marks are private-use characters of plane 15: no template, name or report holds them."""
SAYABLE = ("shown", "suggested")
DENIES = {
    "de": re.compile(r"\b(nicht|kein\w*|offen)\b", re.IGNORECASE),
    "en": re.compile(r"\b(not|no|cannot|open)\b", re.IGNORECASE),
}
"""Words of which a sentence about the limits of the data has at least one."""

Kind = Literal["text", "fact", "claim", "note", "link", "block"]


class Name(str):
    """A word that the settings or a hand-made table give; it may hold a digit (`O2`)."""

    __slots__ = ()


@dataclass(frozen=True)
class Quote:
    """What a template printed. `text` is plain text, not yet escaped for any medium.

    `tip` says what it is (what, n, strength), `url` where it was made. `caveat` is the id of what
    must stand beside it, or with `below` in the next list of caveats; once `Desk.quoted` hands the
    quote to a medium, it is the sentence to print beside, and `mark` the letter to refer below.
    """

    kind: Kind
    text: str
    id: str = ""
    tip: str = ""
    url: str = ""
    caveat: str = ""
    below: bool = False
    mark: str = ""
    items: tuple = ()

    def __str__(self) -> str:
        """Refuse to become bare text: `|upper` or `~` would lose origin and caveat."""
        raise CampaignError(f"{self.id or self.kind}: a quote is printed as it is, unchanged.")


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
        self.owed: list[str] = []
        self.printed: set[str] = set()

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
            tip=self._tip(fact),
            url=origin.address(fact, self.root),
            caveat=fact["caveat"],
            below=True,
        )

    def claim(self, name: str, below: bool = False) -> Quote:
        """Quote one claim as a sentence, its caveat beside it (once per document in full).

        below: only mark the claim; the caveat then stands in the next `caveats()`.
        """
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
            tip=self._tip(fact),
            url=origin.address(fact, self.root),
            caveat=fact["caveat"],
            below=below,
        )

    def unsaid(self, *names: str) -> tuple[str, ...]:
        """Return the sentences of what cannot be said, as marks: limits need no caveat.

        names: only of these claims; all by default. Only sentences that deny are listed; any
        other would read as the claim that it is not.
        """
        found = []
        for name, fact in sorted(self.facts.items()):
            asked = not names or name in names
            if asked and fact["strength"] and fact["strength"] not in SAYABLE:
                text = self._said(name, fact)
                if DENIES[self.lang].search(text):
                    url = origin.address(fact, self.root)
                    found.append(self.hold(Quote("fact", text, name, self._tip(fact), url)))
        return tuple(found)

    def source(self, *names: str) -> Quote:
        """Add a footnote that says what the facts are, their n, and where they were made."""
        known = [self._find(name) for name in names]
        text = "; ".join(dict.fromkeys(origin.tip(fact, self.lang) for fact in known)) + "."
        return Quote("note", text, url=origin.address(known[0], self.root))

    def day(self, iso: str) -> Quote:
        """Quote a date given as ISO text, in words of the page's language."""
        try:
            day = date.fromisoformat(iso)
        except ValueError as error:
            raise self.error(f'day("{iso}"): expected a date such as "2011-11-30".') from error
        return Quote("text", format_date(day, "long", locale=self.lang))

    def link(self, url: str, text: str) -> Quote:
        """Link `text` to a page of ours or to an https or mailto address."""
        return Quote("link", self._plain(text).text, url=origin.safe_url(url))

    # -- for the media ------------------------------------------------------------------------

    def hold(self, value: object) -> str:
        """Hold back one printed value behind a mark (Jinja's `finalize`)."""
        if isinstance(value, Undefined):
            str(value)  # a name that the template does not have, or may not have, says so itself
        if not isinstance(value, Quote):
            value = self._plain(value)
        self.held.append(value)
        return chr(FIRST_MARK + len(self.held) - 1)

    def held_behind(self, mark: str) -> Quote:
        """Look at the quote behind a mark without saying it."""
        return self.held[ord(mark) - FIRST_MARK]

    def quoted(self, mark: str) -> Quote:
        """Return the quote behind a mark, noting that a reader now sees it."""
        quote = self.held_behind(mark)
        if quote.id:
            self.used.append(quote.id)
        again = quote.caveat in self.printed and quote.caveat not in self.owed
        if quote.below and not (quote.kind == "claim" and again):
            return replace(quote, caveat="", mark=self._owe(quote))
        return replace(quote, caveat=self._say_beside(quote.caveat))

    def caveats_due(self) -> list[tuple[str, str]]:
        """Return (mark, sentence) of the caveats owed and not yet printed, and count them so."""
        due = [name for name in self.owed if name not in self.printed]
        self.printed.update(due)
        return [(self._letter(name), self.caveats[name][self.lang]) for name in due]

    def settle(self) -> None:
        """Stop when a caveat that is owed was not printed."""
        missing = [name for name in self.owed if name not in self.printed]
        if missing:
            raise self.error(
                f"quotes a number without its caveat {', '.join(missing)}. "
                "Write {{ caveats() }} in a paragraph of its own, below the last number."
            )

    def error(self, message: str) -> CampaignError:
        """Return an error that names this document."""
        return CampaignError(f"{self.page}: {message}")

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

    def _owe(self, quote: Quote) -> str:
        """Note that a caveat must follow; return its letter: for each claim, for numbers once."""
        caveat = quote.caveat
        known = caveat in self.owed or caveat in self.printed
        if not caveat or (known and quote.kind != "claim"):
            return ""
        if caveat not in self.owed:
            self._known(caveat)
            self.owed.append(caveat)
        return self._letter(caveat)

    def _letter(self, caveat: str) -> str:
        return chr(97 + self.owed.index(caveat))

    def _say_beside(self, caveat: str) -> str:
        if not caveat:
            return ""
        words = origin.WORDS[self.lang]
        if caveat in self.printed:
            return words["above"]
        self.printed.add(caveat)
        return words["caveat"].format(caveat=self._known(caveat)[self.lang])

    def _tip(self, fact: dict) -> str:
        caveat = self._known(fact["caveat"])[self.lang] if fact["caveat"] else ""
        return origin.tip(fact, self.lang, caveat)

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


def named(value: Any) -> Any:
    """Turn every text inside settings (lists, dicts) into a `Name`, which may hold digits."""
    if isinstance(value, str):
        return Name(value)
    if isinstance(value, dict):
        return {key: named(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [named(item) for item in value]
    return value
