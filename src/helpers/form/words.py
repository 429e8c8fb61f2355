"""Words: every sentence of the form, in German and English."""

import functools
from collections.abc import Mapping
from pathlib import Path

import yaml
from markupsafe import Markup, escape


class Words(Mapping[str, str]):
    """The sentences of one language; `words("id", name=value)` fills them in, escaped."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        self.language = language
        self.sentences = sentences

    def __getitem__(self, name: str) -> str:
        return self.sentences[name]

    def __iter__(self):
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def __call__(self, name: str, **values: object) -> Markup:
        """Return a sentence as HTML with `values` escaped; its own tags are ours and stay."""
        safe = {key: escape(value) for key, value in values.items()}
        return Markup(self.sentences[name].format(**safe))


@functools.lru_cache(maxsize=2)
def words(language: str) -> Words:
    """Return the sentences in `language` (de, en)."""
    path = Path(__file__).parent / "words.yml"
    both = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Words(language, {name: sentence[language] for name, sentence in both.items()})
