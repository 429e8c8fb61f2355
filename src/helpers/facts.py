"""Facts: the only numbers that letter, posts and pages may quote, each with its origin."""

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import pandas as pd

from helpers import measure, store, style
from helpers import settings as settings_module
from helpers.errors import CampaignError
from helpers.settings import Settings

OWN = "own_"
"""What runs and facts of a campaign's own notebooks are called, before the notebook's name."""

Strength = Literal["", "shown", "suggested", "cannot be said"]


@dataclass(frozen=True)
class Fact:
    """One number or claim. `de`/`en`: how it reads; `n`: reports behind it.

    `strength` is set for claims; `caveat` is the id of the sentence that must stand beside it.
    """

    value: object
    de: str
    en: str
    what_de: str
    what_en: str
    unit: str = ""
    n: int | None = None
    strength: Strength = ""
    caveat: str = ""
    anchor: str = ""


@dataclass
class Book:
    """The facts of one notebook, with hashes of the files they were made from."""

    notebook: str
    inputs: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    caveats: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, name: str, fact: Fact) -> None:
        """Add one fact under a dotted id (`kreis.08222.reports_per_10k`), once."""
        if name in self.facts:
            raise ValueError(f"fact {name} is stated twice in {self.notebook}")
        self.facts[name] = fact

    def update(self, stated: dict[str, Fact]) -> None:
        """Add several facts."""
        for name, fact in stated.items():
            self.add(name, fact)

    def caveat(self, name: str, de: str, en: str) -> None:
        """Add the sentence that must stand beside each fact that names it."""
        self.caveats[name] = {"de": de, "en": en}


def count(value: int, what_de: str, what_en: str, n: int | None = None, anchor: str = "") -> Fact:
    """State a count, written with its language's separators.

    anchor: id of the notebook's cell that made it.

    >>> count(7691, "Meldungen", "reports").de
    '7.691'
    """
    de, en = style.number(value), style.number(value, "en")
    return Fact(int(value), de, en, what_de, what_en, unit="reports", n=n, anchor=anchor)


def day(value: object, what_de: str, what_en: str, n: int | None = None) -> Fact:
    """State a day, written with the month's name."""
    iso = pd.Timestamp(value).date().isoformat()
    return Fact(iso, style.day(iso), style.day(iso, "en"), what_de, what_en, unit="date", n=n)


def book(settings: Settings, notebook: str, inputs: list[Path]) -> Book:
    """Open the book of facts of `notebook`; `inputs` are the files that it read."""
    hashes = {
        str(path.relative_to(settings.dir))
        if path.is_relative_to(settings.dir)
        else path.name: store.sha256(path)
        for path in inputs
    }
    return Book(notebook, hashes)


def write(settings: Settings, book: Book) -> None:
    """Write data/processed/NN_facts.json for this book; own_NAME_facts.json for an own notebook."""
    for name, fact in book.facts.items():
        if fact.caveat and fact.caveat not in book.caveats:
            raise CampaignError(f"fact {name} names the caveat {fact.caveat}, which has no words")
    own = book.notebook.startswith(OWN)
    number = book.notebook if own else book.notebook.split("_")[0]
    content = {
        "notebook": book.notebook,
        "inputs": book.inputs,
        "caveats": book.caveats,
        "facts": {name: asdict(fact) for name, fact in book.facts.items()},
    }
    store.write_json(content, settings.processed / f"{number}_facts.json")


def merge(parts: list[dict]) -> dict:
    """Join the stages' facts into one: `facts` (each with `notebook`), `caveats`, `inputs`.

    Raises CampaignError when two stages state the same fact.
    """
    merged: dict[str, dict] = {"facts": {}, "caveats": {}, "inputs": {}}
    for part in parts:
        for name, fact in part["facts"].items():
            if name in merged["facts"]:
                other = merged["facts"][name]["notebook"]
                raise CampaignError(f"fact {name} is stated by {other} and {part['notebook']}")
            merged["facts"][name] = {**fact, "notebook": part["notebook"]}
        merged["caveats"] |= part["caveats"]
        merged["inputs"] |= part["inputs"]
    return merged


def merge_files(settings: Settings) -> None:
    """Join the facts of stages 01 to 07, and of own notebooks that still exist, into facts.json."""
    parts = sorted(settings.processed.glob("0[1-7]_facts.json"))
    for path in sorted((settings.dir / "notebooks").glob("*.ipynb")):
        own = settings.processed / f"{OWN}{path.stem}_facts.json"
        parts += [own] if own.exists() else []
    merged = merge([json.loads(path.read_text(encoding="utf-8")) for path in parts])
    store.write_json(merged, settings.processed / "facts.json")


def load(settings: Settings) -> dict:
    """Read facts.json: `facts`, `caveats`, `inputs`."""
    return json.loads((settings.processed / "facts.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    try:
        with measure.stage(Path(sys.argv[1]), "facts"):
            merge_files(settings_module.load(*sys.argv[1:3]))
    except CampaignError as error:
        sys.exit(f"Error: {error}")
