"""Measure redaction: identifiers still readable by kind, clean texts changed, texts per second.

Run: python benchmarks/redact.py [--show] [--against DIR]
--against: another checkout of this repository, whose speed is measured in turns with this one; on
a machine that others use as well, only the ratio of the two tells something.
Each wording is filled with several values of its kind; a value counts as left when its telling
part (the digits of a number, the words of a name) can still be read in the redacted text.
"""

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
from redact_values import WORDINGS, Values

from helpers import redact

SEED, PER_WORDING, CLEAN_TEXTS, SPEED_TEXTS = 2011, 40, 20_000, 50_000


def filled(kinds: dict[str, str], seed: int) -> pd.DataFrame:
    """Fill each wording: one row per text, `kind`, `wording`, `text`, `value`."""
    values = Values(seed)
    rows = []
    for kind, block in kinds.items():
        for wording in split(block, kind):
            slot = re.search(r"\{(x|given|sur)\}", wording)[1]
            for _ in range(PER_WORDING):
                value = values.draw(kind if slot == "x" else slot)
                text = wording
                while f"{{{slot}}}" in text:
                    text = text.replace(f"{{{slot}}}", value, 1)
                before = values.random.choice(
                    [
                        "",
                        "",
                        "kein Netz am Hauptbahnhof. ",
                        "Edge statt UMTS zu Hause. ",
                        "nur 2 KB/s! ",
                    ]
                )
                after = (
                    values.random.choice(
                        ["", "", ". bitte endlich ausbauen", ". Seit Monaten.", "\n"]
                    )
                    if kind != "name"
                    else ""
                )
                rows.append((kind, wording, before + text + after, value))
    return pd.DataFrame(rows, columns=["kind", "wording", "text", "value"])


def split(block: str, kind: str) -> list[str]:
    """One wording a line; a line that does not hold a slot belongs to the next one."""
    found, open_line = [], ""
    for line in block.strip().splitlines():
        line = open_line + line
        open_line = "" if re.search(r"\{(x|given|sur)\}", line) else line + "\n"
        if not open_line:
            found.append(line)
    return found


def left(text: str, value: str, kind: str) -> bool:
    """Tell whether the telling part of `value` can still be read in `text`."""
    if kind == "name":
        words = [
            word
            for word in re.findall(r"[^\W\d_]{2,}", value)
            if word.lower() not in ("von", "van", "zu", "de")
        ]
        return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in words)
    if kind == "address":
        number = re.search(r"\d+\s?\w?(?:-\d+)?$|Nr\.\s?\d+|\d+(?:[ab]| b|-\d+)?(?=,| in )", value)
        return number is not None and bool(re.search(rf"(?<!\w){re.escape(number[0])}(?!\w)", text))
    if kind in ("mail", "profile", "link", "password", "network"):
        return (
            value in text or value.split("@")[0].strip(" (at)") in text
            if kind == "mail"
            else value.lstrip("@") in text
        )
    digits = re.sub(r"\D", "", value)
    return value in text or (len(digits) > 5 and digits[-6:] in re.sub(r"\D", "", text))


def clean(count: int, seed: int) -> pd.Series:
    """Make distinct reports without personal data."""
    draw = random.Random(seed)
    choices = WORDINGS["clean_values"]
    templates = WORDINGS["clean"].strip().splitlines()
    numbers = {
        "date": lambda: draw.choice(
            [
                f"{draw.randint(1, 28):02}.{draw.randint(9, 12):02}.2011",
                f"{draw.randint(1, 28)}.11.",
                f"{draw.randint(1, 28)}. November",
                "2011-11-12",
                f"{draw.randint(1, 28)}.11.11",
            ]
        ),
        "time": lambda: draw.choice(
            [f"{draw.randint(6, 23)}:{draw.randint(10, 59)}", f"{draw.randint(6, 23)}"]
        ),
        "n": lambda: str(draw.randint(20, 5000)),
        "num": lambda: str(draw.randint(1, 30)),
        "plz": lambda: draw.choice(["10999", "20359", "80331", "01067", "04109", "68159"]),
        "cell": lambda: str(draw.randint(1000, 99999999)),
        "lac": lambda: str(draw.randint(100, 65000)),
        "price": lambda: draw.choice(["29,95", "15", "39.90", "60"]),
        "year": lambda: str(draw.randint(1998, 2011)),
    }
    fill = lambda slot: numbers[slot[1]]() if slot[1] in numbers else draw.choice(choices[slot[1]])  # noqa: E731
    texts: dict[str, None] = {}
    while len(texts) < count:
        texts.setdefault(re.sub(r"\{(\w+)\}", fill, draw.choice(templates)))
    return pd.Series(list(texts))


def report(name: str, kinds: dict[str, str], seed: int, show: bool) -> None:
    """Print found and left by kind."""
    frame = filled(kinds, seed)
    frame["redacted"] = redact.redact(frame["text"])
    frame["left"] = [
        left(*row) for row in zip(frame["redacted"], frame["value"], frame["kind"], strict=True)
    ]
    table = frame.groupby("kind")["left"].agg(["size", "sum", "mean"])
    table["left_pct"] = (100 * table.pop("mean")).round(2)
    print(f"\n{name}\n{table.to_string()}")
    if show:
        shown = (
            frame[frame["left"]]
            .groupby(["kind", "wording"])
            .agg(n=("left", "size"), text=("redacted", "first"), value=("value", "first"))
        )
        for (kind, _), row in (
            shown.sort_values("n", ascending=False).groupby("kind").head(12).iterrows()
        ):
            print(f"  {kind:11} {row['n']:3}  {row['text']!r}  <- {row['value']!r}")


def main() -> None:
    """Print the three measures."""
    show = "--show" in sys.argv
    report("wordings seen", WORDINGS["seen"], SEED, show)
    report("wordings held out", WORDINGS["held_out"], SEED + 1, show)
    texts = pd.concat(
        [clean(CLEAN_TEXTS, SEED), pd.Series(WORDINGS["clean_lines"].splitlines())],
        ignore_index=True,
    )
    changed = redact.redact(texts) != texts
    print(f"\nclean texts changed: {changed.sum()} of {len(texts)} ({100 * changed.mean():.2f} %)")
    if show:
        for text in redact.redact(texts)[changed].head(60):
            print("   ", text)
    if "--against" in sys.argv:
        compare(Path(sys.argv[sys.argv.index("--against") + 1]))
    else:
        print(f"{speed():,.0f} texts/s of processor time (6 % with identifiers)")
        print(f"{speed(trapped()):,.0f} texts/s of short texts with traps (8 % with identifiers)")
    print("1 MB of one repeated piece: at most {:.2f} s ({!r})".format(*hostile()))


TRAPS = Path(__file__).parents[1] / "tests" / "test_redact_clean.txt"


def usual() -> pd.Series:
    """Return reports of which 6 % hold identifiers."""
    mix = clean(SPEED_TEXTS, SEED + 2)
    with_hits = filled(WORDINGS["seen"], SEED + 3)["text"].sample(
        int(0.06 * len(mix)), random_state=1
    )
    return (
        pd.concat([mix.iloc[len(with_hits) :], with_hits])
        .sample(frac=1, random_state=1)
        .reset_index(drop=True)
    )


def trapped() -> pd.Series:
    """Return distinct texts of 40 to 90 letters, 8 % with identifiers, a trap in every third."""
    draw = random.Random(SEED)
    traps = TRAPS.read_text(encoding="utf-8").splitlines()
    hits = filled(WORDINGS["seen"], SEED + 4)["text"].tolist()
    draw.shuffle(hits)
    texts: dict[str, None] = {}
    for text in clean(SPEED_TEXTS // 2, SEED + 5):
        roll = draw.random()
        if roll < 0.08:
            text = hits.pop()
        elif roll < 0.41:
            text = f"{draw.choice(traps)}. {text[:45]}"
        texts.setdefault(text[:90] if len(text) >= 40 else f"{text}, schon wieder kein Netz hier")
    return pd.Series(list(texts))


def speed(mix: pd.Series | None = None) -> float:
    """Return texts per second of processor time, the best of three runs."""
    mix = usual() if mix is None else mix
    redact.redact(mix.head(1000))  # reads the lists of names
    spent = []
    for _ in range(3):
        start = time.process_time()
        redact.redact(mix)
        spent.append(time.process_time() - start)
    return len(mix) / min(spent)


def start() -> float:
    """Return the seconds of processor time of the first call, in a process of its own."""
    begin = time.process_time()
    redact.redact(pd.Series(["Gruß Ute, 0176 12345678"]))
    return time.process_time() - begin


def hostile(letters: int = 1_000_000) -> tuple[float, str]:
    """Return the longest time that a text of one repeated piece takes, and the piece."""
    found = []
    for piece in ("12-", "Gruß ", "az 1/", "0176 ", "Nr. 1 ", "geb. ", "Gruß Ute. ", "Weg 5, "):
        begin = time.process_time()
        redact.redact(pd.Series([piece * (letters // len(piece))]))
        found.append((time.process_time() - begin, piece))
    return max(found)


MEASURES = {
    "texts/s": "redact.speed()",
    "texts/s with traps": "redact.speed(redact.trapped())",
    "s first call": "redact.start()",
}


def compare(other: Path) -> None:
    """Print each measure of `other` and of this checkout, measured in turns, and their ratio."""
    here = Path(__file__).parents[1]
    for name, measure in MEASURES.items():
        rates: dict[Path, list[float]] = {other: [], here: []}
        for root in (other, here, other, here):
            code = f"import sys; sys.path.insert(0, {str(here / 'benchmarks')!r}); import redact; "
            run = subprocess.run(
                [sys.executable, "-c", f"{code}print({measure})"],
                env=os.environ | {"PYTHONPATH": str(root / "src")},
                capture_output=True,
                text=True,
                check=True,
            )
            rates[root].append(float(run.stdout))
        best = min if name.startswith("s ") else max
        before, now = best(rates[other]), best(rates[here])
        print(f"{name}: {now:,.2f}, {other}: {before:,.2f}, ratio {now / before:.2f}")


if __name__ == "__main__":
    main()
