"""Texts: which redacted descriptions stay telling, and are therefore left out by rule."""

import re

import pandas as pd

MARK = r"\[[A-ZÄÖÜ][^\]\[]{0,30}\]"
"""What redaction puts in the place of an identifier, such as [Telefon]."""
WORD = r"[^\W\d_]{2,}"
LONG_NUMBER = r"\d{5,}"

REASONS = {
    "long": ("länger als erlaubt", "longer than allowed"),
    "rare": ("enthält ein seltenes Wort", "holds a rare word"),
    "number": ("enthält eine lange Ziffernfolge", "holds a long row of digits"),
}


def telling(texts: pd.Series, corpus: pd.Series, max_length: int, rare_below: int) -> pd.Series:
    """Return for each redacted text why it is left out (a key of REASONS), "" = handed out.

    A text over `max_length` characters tells a story; a word that fewer than `rare_below` texts
    of the `corpus` use (a café, a hobby, an employer) may be known to belong to somebody; a long
    number may be an identifier of a kind that redaction does not know.
    """
    texts = texts.fillna("").astype(object)
    bare = texts.str.replace(MARK, " ", regex=True)
    reason = pd.Series("", index=texts.index, dtype="str")
    reason = reason.mask(_has_rare_word(bare, corpus, rare_below), "rare")
    reason = reason.mask(bare.str.contains(LONG_NUMBER, regex=True), "number")
    return reason.mask(texts.str.len() > max_length, "long")


def _has_rare_word(bare: pd.Series, corpus: pd.Series, rare_below: int) -> pd.Series:
    """Say which texts have a word that few texts of the corpus have."""
    known = corpus.fillna("").astype(object).str.replace(MARK, " ", regex=True)
    counts = _words(known).drop_duplicates().groupby("word").size()
    rare = _words(bare)
    rare = rare[rare["word"].map(counts).fillna(0) < rare_below]
    return pd.Series(bare.index.isin(rare["text"]), index=bare.index)


def _words(texts: pd.Series) -> pd.DataFrame:
    """List the words of each text: `text` (its index), `word` (folded)."""
    words = texts.str.casefold().str.findall(re.compile(WORD)).explode().dropna()
    return pd.DataFrame({"text": words.index, "word": words.to_numpy()})
