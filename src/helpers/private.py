"""Private: which files of a campaign hold what single people said, and who may read them.

They stay out of version control (`.gitignore` of the repository and of a new campaign) and are
readable by their owner alone.
"""

import os
from pathlib import Path

FOLDERS = (
    "data/private",
    "data/form",
    "data/extract",
    "data/processed",
    "data/raw/reports",
)
"""Folders of a campaign in which every file is about single people."""

FILES = tuple(
    f"data/raw/handmade/{name}.csv"
    for name in ("withdrawn", "corrections", "checked_texts", "quotes")
)
"""Handmade tables that speak of single reports."""

OURS, EVERYONES = 0o600, 0o644


def holds_people(path: Path) -> bool:
    """Tell whether a file at `path` is one of those that only their owner may read.

    The campaign it belongs to is the nearest folder above that has a campaign.yml.
    """
    path = path.absolute()
    campaign = next((p for p in path.parents if (p / "campaign.yml").exists()), None)
    if campaign is None:
        return False
    inside = path.relative_to(campaign).as_posix()
    return inside in FILES or inside.startswith(tuple(f"{folder}/" for folder in FOLDERS))


def mode(path: Path) -> int:
    """Return the permissions that a file written at `path` gets."""
    return OURS if holds_people(path) else EVERYONES


def close(campaign: Path, *more: Path) -> list[Path]:
    """Let only their owner read the campaign's private files; return those that were open.

    more: further files, such as exports that campaign.yml finds elsewhere. A file that belongs to
    somebody else cannot be changed and is left.
    """
    folders = [campaign / name for name in FOLDERS]
    inside = [path for folder in folders if folder.is_dir() for path in folder.rglob("*")]
    every = [*folders, *inside, *(campaign / name for name in FILES), *more]
    return [path for path in every if close_file(path)]


def close_file(path: Path) -> bool:
    """Let only its owner read one file or folder; tell whether it was open to others."""
    if path.is_symlink() or not path.exists():
        return False
    state = path.stat()
    is_open = bool(state.st_mode & 0o077) and state.st_uid == os.getuid()
    if is_open:
        path.chmod(state.st_mode & 0o700)
    return is_open
