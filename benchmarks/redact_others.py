"""Measure other redactors beside ours on typed texts: what stays readable, texts per second.

Run: python benchmarks/redact_others.py [FILE]
Only those that are installed are measured (`pip install scrubadub datafog presidio-analyzer`). None
downloads a model here: Presidio runs with its pattern recognisers for German and English over a
blank pipeline, so its names and places are not judged fairly; the table says so.
"""

import importlib.util
import logging
import sys
import time
from collections.abc import Callable

import pandas as pd
from redact_csv import judge, read, shares

logging.disable(logging.ERROR)  # Presidio tries to look up a list of domains
FILES = ["tests/data/redaction_texts.csv", "tests/data/redaction_fresh.csv"]


def ours() -> Callable[[pd.Series], list[str]]:
    from helpers import redact

    return lambda texts: redact.redact(texts).tolist()


def scrubadub() -> Callable[[pd.Series], list[str]]:
    import scrubadub

    scrubber = scrubadub.Scrubber(locale="de_DE")
    return lambda texts: [scrubber.clean(text) for text in texts]


def datafog() -> Callable[[pd.Series], list[str]]:
    from datafog.processing.text_processing.regex_annotator import RegexAnnotator

    annotator = RegexAnnotator()

    def clean(text: str) -> str:
        for kind, pieces in annotator.annotate(text).items():
            for piece in filter(None, pieces):
                text = text.replace(piece, f"[{kind}]")
        return text

    return lambda texts: list(map(clean, texts))


def presidio() -> Callable[[pd.Series], list[str]]:
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def __init__(self) -> None:
            super().__init__()
            self.nlp = {"de": spacy.blank("de")}

        def load(self) -> None: ...

    registry = RecognizerRegistry(supported_languages=["de"])
    registry.load_predefined_recognizers(languages=["de"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["de"])

    def clean(text: str) -> str:
        for hit in sorted(engine.analyze(text, "de"), key=lambda hit: -hit.start):
            text = text[: hit.start] + f"[{hit.entity_type}]" + text[hit.end :]
        return text

    return lambda texts: list(map(clean, texts))


OTHERS = {"ours": ours, "scrubadub": scrubadub, "datafog": datafog, "presidio": presidio}
MODULES = {"ours": "helpers", "presidio": "presidio_analyzer"}


def main() -> None:
    """Print for each redactor what stays readable and how fast it is."""
    texts = pd.concat([read(file) for file in sys.argv[1:] or FILES], ignore_index=True)
    for name, make in OTHERS.items():
        if not importlib.util.find_spec(MODULES.get(name, name)):
            print(f"\n{name}: not installed")
            continue
        clean = make()
        clean(texts["text"].head(3))
        start = time.process_time()
        redacted = clean(texts["text"])
        rate = len(texts) / (time.process_time() - start)
        table = shares(judge(texts, redacted))
        print(f"\n{name}: {rate:,.0f} texts/s of processor time\n{table.to_string()}")


if __name__ == "__main__":
    main()
