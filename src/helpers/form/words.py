"""Words: every sentence of the form, in German and English, with the campaign's words in it."""

import functools
from collections.abc import Mapping
from pathlib import Path

import yaml
from markupsafe import Markup, escape

from helpers import wording
from helpers.settings import Settings


class Words(Mapping[str, str]):
    """The sentences of one language; `words("id", name=value)` fills them in, escaped."""

    def __init__(self, language: str, known: dict[str, str]) -> None:
        """Keep the language, and the campaign's words (`wording.forms`) for `{faults}` and such."""
        self.language = language
        self.sentences = sentences(language)
        self.known = known

    def __getitem__(self, name: str) -> str:
        return self.sentences[name].format_map(_Blanks(self.known))

    def __iter__(self):
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def __call__(self, name: str, **values: object) -> Markup:
        """Return a sentence as HTML with `values` escaped; its own tags are ours and stay."""
        safe = {key: escape(value) for key, value in (self.known | values).items()}
        return Markup(self.sentences[name].format(**safe))


class _Blanks(dict):
    """Blanks of a sentence; what is not known stays a blank."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def words(language: str, settings: Settings) -> Words:
    """Return the sentences in `language` (de, en), about the subject of this campaign."""
    return Words(language, wording.forms(settings, language))


@functools.lru_cache(maxsize=2)
def sentences(language: str) -> dict[str, str]:
    """Return all sentences in `language`, with their blanks."""
    path = Path(__file__).parent / "words.yml"
    both = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: sentence[language] for name, sentence in both.items()}
