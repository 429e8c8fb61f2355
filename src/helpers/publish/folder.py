"""Folder: keep no page that is older than the tables it quotes."""

import json
import shutil
from html import escape
from pathlib import Path

from helpers import store
from helpers.publish import legal, page
from helpers.settings import Settings

PAGES = ("letter", "blog", "press", "plan", "promises")
"""Folders under reports/ that stage 08 fills; landing page, maps and notebooks stand alone."""
STAMP = "stamp.json"


def remove_outdated(settings: Settings) -> list[str]:
    """Remove each page that quotes other tables, or another release, than today's; list them.

    Called first by stage 08 and last by a run, also by one that failed: what stays in reports/
    quotes the facts that lie beside it, or is not there.
    """
    current = _current(settings)
    outdated = [
        name
        for name in PAGES
        if (settings.out / name).exists() and _stamped(settings, name) != current
    ]
    for name in outdated:
        shutil.rmtree(settings.out / name)
    for path in _alone(settings):
        if path.exists() and (outdated or not _carries(path, settings)):
            path.unlink()
            outdated.append(path.relative_to(settings.out).as_posix())
    return outdated


def replace(settings: Settings, name: str, files: dict[str, bytes]) -> list[str]:
    """Make reports/`name` hold exactly `files` (relative path → bytes) and a stamp of the tables.

    Each file is written whole or not at all; what an earlier run left beside them is removed.
    Returns the paths of the files, relative to reports/.
    """
    folder = settings.out / name
    stamp = json.dumps(_current(settings), ensure_ascii=False)
    if folder.exists():
        kept = {folder / path for path in files}
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_file() and path not in kept:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    for path, content in files.items():
        store.write_bytes(content, folder / path)
    store.write_text(stamp + "\n", folder / STAMP)
    return [f"{name}/{path}" for path in files]


def remove(settings: Settings, name: str) -> dict[str, list[str]]:
    """Remove reports/`name`, of which there is nothing to say; return that it quotes nothing."""
    shutil.rmtree(settings.out / name, ignore_errors=True)
    return {}


def _current(settings: Settings) -> dict[str, str]:
    """Return hash and status that a page of today carries; without facts none is up to date."""
    if not (settings.processed / "facts.json").exists():
        return {"hash": "none"}
    status = page.status(settings, settings.language)
    return {"hash": page.published_hash(settings), "status": status}


def _alone(settings: Settings) -> list[Path]:
    """List the pages that stand in no folder of their own."""
    names = ("index.html", "disclosure.html", *legal.FILES.values())
    single = [settings.out / name for name in names]
    shared = [(settings.out / name).glob("*.html") for name in ("figures", "notebooks")]
    return [*single, *(path for paths in shared for path in sorted(paths))]


def _stamped(settings: Settings, name: str) -> dict[str, str]:
    path = settings.out / name / STAMP
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _carries(path: Path, settings: Settings) -> bool:
    """Tell whether a page prints today's hash and status, in the language that it is in."""
    if not (settings.processed / "facts.json").exists():
        return False
    text = path.read_text(encoding="utf-8")
    states = [page.status(settings, language) for language in ("de", "en")]
    return escape(page.published_hash(settings)) in text and any(
        escape(status) in text for status in states
    )
