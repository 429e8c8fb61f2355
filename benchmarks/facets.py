"""Measure facets on labelled texts: the share of stated facets that is true, and who gets any.

Run: python benchmarks/facets.py [FILE] [--show]
FILE: a csv with `text` and `facets` (`facet: value`, joined by |; a facet alone = any value of it),
labelled before the rules were written; default tests/data/facets_labelled.csv.
"""

import sys
from pathlib import Path

import pandas as pd

from helpers import settings
from helpers.extract import facets

HOME = Path(__file__).parents[1]
LABELLED = HOME / "tests" / "data" / "facets_labelled.csv"


def judge(path: Path = LABELLED, campaign: Path = HOME) -> pd.DataFrame:
    """Return one row per stated facet: `text`, `stated`, `true`; "" = nothing stated."""
    labelled = pd.read_csv(path, dtype="str", keep_default_na=False)
    coded = facets.code(labelled["text"], settings.load(campaign).facets)
    rows = []
    for text, labels, phrase in zip(labelled["text"], labelled["facets"], coded, strict=True):
        right = set(labels.split("|"))
        for part in phrase.split(facets.SEPARATOR) if phrase else [""]:
            facet, _, values = part.partition(": ")
            for value in values.split(" + "):
                stated = f"{facet}: {value}" if part else ""
                rows.append((text, stated, bool(right & {stated, facet})))
    return pd.DataFrame(rows, columns=["text", "stated", "true"])


def main() -> None:
    """Print the share of true ones and of texts that get any."""
    files = [Path(name) for name in sys.argv[1:] if not name.startswith("--")]
    judged = judge(*files)
    stated = judged[judged["stated"] != ""]
    print(f"{len(stated)} facets stated, {100 * stated['true'].mean():.1f} % true")
    texts = judged["text"].nunique()
    print(f"{stated['text'].nunique()} of {texts} texts get any")
    if "--show" in sys.argv:
        print(stated[~stated["true"]].to_string())


if __name__ == "__main__":
    main()
