"""Summary: what the last run did, for machines (run.json) and for people (a line).

It holds exact numbers and may quote a row that stopped the run: it lies in data/private/, for its
owner alone, and is no part of what readers get.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from helpers import measure, store
from helpers.errors import CampaignError
from helpers.settings import Settings

FOLDER = Path("data/private/runs")
LAST, GOOD = FOLDER / "run.json", FOLDER / "good.json"
LOG = FOLDER / "run.log"
"""Where a run under cron says what it does."""
LOG_BYTES = 1_000_000
GROWN = 1.5
"""A share of rejected rows that grows by this factor is worth a warning."""


@contextlib.contextmanager
def kept(settings: Settings) -> Iterator[None]:
    """Write the summary of the run inside the block, whether it ends well, fails or is stopped."""
    before = read(settings.dir)
    _cut_log(settings.dir / LOG)
    measure.forget(settings.dir)
    said = {
        "campaign": settings.id,
        "status": "running",
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "pid": os.getpid(),
    }
    store.write_json(said, settings.dir / LAST)
    begun, why, stopped = time.monotonic(), "", False
    try:
        yield
    except Exception as error:
        why = str(error) if isinstance(error, CampaignError) else f"{type(error).__name__}: {error}"
        raise
    except BaseException:
        why, stopped = "stopped from outside", True
        raise
    finally:
        said["seconds"] = round(time.monotonic() - begun, 1)
        found, pages = _found(settings, why, stopped)
        said |= found
        if before.get("status") == "running":
            said["warnings"].append(f"The run of {before['started']} was killed; this one went on.")
        store.write_json(said, settings.dir / LAST)
        if said["status"] == "done":
            good = {key: said[key] for key in ("started", "ledger", "counts")}
            store.write_json(good | {"pages": pages}, settings.dir / GOOD)


def read(folder: Path) -> dict:
    """Read the last run's summary; {} where none is."""
    return _read(folder / LAST)


def why(folder: Path) -> str:
    """Say in one line which stage stopped, and why; "" where none did."""
    note = _stopped(measure.collect(folder))
    if not note:
        return ""
    if not note["ended"]:
        return f"{note['stage']} ended without a word: it was killed, or memory ran out"
    return f"{note['stage']}: {_first_line(note['why'])}"


def line(said: dict) -> str:
    """Say in one line what a run did."""
    if not said:
        return "No run yet."
    if said["status"] == "running":
        return f"Running since {said['started']}."
    if said["status"] == "nothing to do":
        return f"Nothing to do: nothing changed since the run of {said['since'].get('run', '?')}."
    if said["status"] != "done":
        return f"Run {said['status']} after {said['seconds']} s: {_first_line(said['why'])}"
    grown = said["since"].get("ledger", {}).get("rows", 0)
    pages = sum(len(files) for files in said["since"]["pages"].values())
    text = (
        f"Done in {said['seconds']} s: {said['ledger']['rows']:,} rows ({grown:+,}), "
        f"{said['ledger'].get('kept', 0):,} reports counted; {pages:,} published files changed."
    )
    n = len(said["warnings"])
    return f"{text} {n} warning{'s' if n > 1 else ''}: {said['warnings'][0]}" if n else text


def text(said: dict) -> str:
    """Say what a run did: the line, its stages, the published files that changed, warnings."""
    rows = [
        f"  {note['stage']:<12} {note['seconds'] or 0:7.1f} s {note['peak_mib'] or 0:6,} MiB"
        for note in said.get("stages", [])
    ]
    pages = said.get("since", {}).get("pages", {})
    rows += [f"  {kind}: {name}" for kind, names in pages.items() for name in names]
    return "\n".join([line(said), *rows, *(f"  ! {one}" for one in said.get("warnings", []))])


def _stopped(notes: list[dict]) -> dict:
    """Return the note of the first stage that stopped; {} where none did."""
    return next((note for note in notes if "why" in note or not note["ended"]), {})


def _found(settings: Settings, why_: str, stopped: bool) -> tuple[dict, dict[str, str]]:
    """Gather what the stages left (status, stages, ledger, counts, changes, warnings), and pages.

    pages: name → hash, {} where there is nothing to compare.
    """
    notes, good = measure.collect(settings.dir), _read(settings.dir / GOOD)
    status = "stopped" if stopped else "failed" if why_ else "done" if notes else "nothing to do"
    found = {
        "status": status,
        "stages": [
            {key: note.get(key) for key in ("stage", "seconds", "peak_mib")} for note in notes
        ],
        "warnings": [one for note in notes for one in note.get("warnings", [])],
    }
    if why_:
        return found | {"why": why_, "stopped_in": _stopped(notes).get("stage", "")}, {}
    if status == "nothing to do" and good:
        since = {"run": good["started"], "ledger": {}, "pages": {}}
        same = {"ledger": good["ledger"], "counts": good["counts"], "since": since}
        return found | same, {}
    ledger, pages = _ledger(settings), store.hashes(settings.out)
    known = good.get("pages", {})
    since = {
        "run": good.get("started"),
        "ledger": {
            key: ledger.get(key, 0) - good.get("ledger", {}).get(key, 0)
            for key in sorted({*ledger, *good.get("ledger", {})})
        },
        "pages": {
            "new": sorted(pages.keys() - known.keys()),
            "changed": sorted(
                one for one in pages.keys() & known.keys() if pages[one] != known[one]
            ),
            "gone": sorted(known.keys() - pages.keys()),
        },
    }
    found["warnings"] += _grown(ledger, good.get("ledger", {}))
    return found | {"ledger": ledger, "counts": _counts(settings), "since": since}, pages


def _ledger(settings: Settings) -> dict[str, int]:
    """Count the raw rows by what became of them."""
    path = settings.processed / "ledger.csv"
    if not path.exists():
        return {}
    status = pd.read_csv(path, usecols=["status"], dtype="str")["status"]
    return {"rows": len(status)} | {str(k): int(v) for k, v in status.value_counts().items()}


def _counts(settings: Settings) -> dict[str, object]:
    """Return the totals that the facts state."""
    facts = _read(settings.processed / "facts.json").get("facts", {})
    return {name: fact["value"] for name, fact in facts.items() if name.startswith("total.")}


def _grown(ledger: dict[str, int], before: dict[str, int]) -> list[str]:
    """Warn where a larger share of the rows is rejected than in the run before."""
    if not before.get("rows") or not ledger.get("rows"):
        return []
    now, then = (one.get("rejected", 0) / one["rows"] for one in (ledger, before))
    if now <= then * GROWN or ledger["rejected"] - before.get("rejected", 0) < 10:
        return []
    return [
        f"{now:.1%} of the rows are rejected, {then:.1%} were in the run before: see ledger.csv."
    ]


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _first_line(text: str) -> str:
    lines = text.strip().splitlines() or [""]
    more = " " + lines[1].strip() if len(lines) > 1 and lines[0].endswith(":") else ""
    return lines[0] + more


def _cut_log(path: Path) -> None:
    """Keep one older log beside the one that cron's runs are adding to."""
    if path.exists() and path.stat().st_size > LOG_BYTES:
        store.write_bytes(path.read_bytes(), path.with_suffix(".log.1"))
        os.truncate(path, 0)
