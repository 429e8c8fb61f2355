"""Measure redaction on a csv of typed texts: what stays readable, what is changed without need.

Run: python benchmarks/redact_csv.py FILE [--half look|measure] [--show]
FILE has the columns `text`, `kind`, `secret` (pieces that must go, joined by |), `keep` (words that
must stay, joined by |) and `clean` (1: nothing may change). --half: the half of the file, chosen by
a hash of the text, that one looks at while writing rules, or the half that is only measured.
"""

import argparse
import hashlib

import pandas as pd

from helpers import redact

GROUPS = {"name": "name", "address": "address", "health": "special category", "clean": "clean"}


def read(path: str, half: str = "") -> pd.DataFrame:
    """Read the texts of a file, or of one half of it."""
    texts = pd.read_csv(path, dtype="str", keep_default_na=False)
    looked = [hashlib.sha256(text.encode()).digest()[-1] % 2 == 0 for text in texts["text"]]
    return texts[[look == (half == "look") for look in looked]] if half else texts


def judge(texts: pd.DataFrame, redacted: list[str] | None = None) -> pd.DataFrame:
    """Add `redacted`, `left` (a secret piece is readable), `lost` (kept words gone), `changed`.

    redacted: as another tool redacts the texts; default: as we do.
    """
    redacted = redact.redact(texts["text"]).tolist() if redacted is None else redacted
    texts = texts.assign(redacted=redacted)
    texts["left"] = [
        any(piece in after for piece in secret.split("|") if piece)
        for secret, after in texts[["secret", "redacted"]].to_numpy()
    ]
    kept = [keep.split("|") if keep else [] for keep in texts["keep"]]
    texts["n_keep"] = [len(words) for words in kept]
    texts["lost"] = [
        sum(word not in after for word in words)
        for words, after in zip(kept, texts["redacted"], strict=True)
    ]
    return texts.assign(changed=texts["redacted"] != texts["text"])


def shares(judged: pd.DataFrame) -> pd.DataFrame:
    """Count by group: `n`, `left`, and their share in percent; clean texts count as changed."""
    clean = judged["clean"] == "1"
    group = judged["kind"].map(GROUPS).fillna("structured").mask(clean, "clean")
    bad = judged["left"].mask(clean, judged["changed"])
    table = bad.groupby(group).agg(["size", "sum"])
    kept = judged[["n_keep", "lost"]].sum()
    table.loc["kept words lost"] = [kept["n_keep"], kept["lost"]]
    table.columns = ["n", "left"]
    return table.assign(left_pct=(100 * table["left"] / table["n"]).round(1))


def main() -> None:
    """Print the shares, and with --show each text that fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="*", help="csv of texts; without one the two in tests/data")
    parser.add_argument("--half", choices=["look", "measure"], default="")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    for file in asked.file or ["tests/data/redaction_texts.csv", "tests/data/redaction_fresh.csv"]:
        judged = judge(read(file, asked.half))
        print(f"\n{file} {asked.half}\n{shares(judged).to_string()}")
        if asked.show:
            clean = judged["clean"] == "1"
            bad = judged[
                (judged["left"] & ~clean) | (judged["lost"] > 0) | clean & judged["changed"]
            ]
            for row in bad.itertuples():
                print(f"  {row.kind:8} {row.text!r} -> {row.redacted!r}")


if __name__ == "__main__":
    main()
