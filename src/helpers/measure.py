"""Measure: note what a stage of a run took, also when it stops; the summary reads it."""

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from helpers import lock, store

STAGES = "data/private/runs/stages"
"""Notes of the last run's stages, a file each; they may quote a row, so they are private."""


@contextlib.contextmanager
def stage(campaign: Path, name: str) -> Iterator[dict]:
    """Note seconds, peak memory (MiB of the largest process) and why stage `name` stopped.

    A stage that was killed leaves the note of its start, without an end. Yields the note, for what
    else the summary should say. A stage whose run is killed ends with it.
    """
    lock.end_with_runner()
    note = {"stage": name, "started": time.time(), "ended": False}
    path = campaign / STAGES / f"{name}.json"
    _write(note, path)
    begun = time.monotonic()
    try:
        yield note
    except BaseException as error:
        note["why"] = str(error) or type(error).__name__
        raise
    finally:
        note |= {"ended": True, "seconds": round(time.monotonic() - begun, 1)}
        note["peak_mib"] = peak_mib()
        _write(note, path)


def collect(campaign: Path) -> list[dict]:
    """Read the stages' notes, in the order in which they started."""
    notes = []
    for path in (campaign / STAGES).glob("*.json"):
        with contextlib.suppress(ValueError):  # killed while it wrote: as if it had no note
            notes.append(json.loads(path.read_text(encoding="utf-8")))
    return sorted(notes, key=lambda note: note["started"])


def forget(campaign: Path) -> None:
    """Remove the notes of the run before."""
    for path in (campaign / STAGES).glob("*.json"):
        path.unlink()


def peak_mib() -> int:
    """Return the most memory that this process or one of its ended children held at a time."""
    import resource  # not on Windows

    unit = 2**20 if sys.platform == "darwin" else 2**10
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(max(resource.getrusage(one).ru_maxrss for one in whose) / unit)


def _write(note: dict, path: Path) -> None:
    # No output of the stage: where a note is lost, nothing has to be made again.
    with store.replacing(path, listed=False) as temporary:
        temporary.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
