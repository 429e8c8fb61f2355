"""Traces: where else in a campaign's folder something of a withdrawn report stands."""

import html
import json
import re
import shutil
import subprocess
import tempfile
import unicodedata
from pathlib import Path

from helpers import intake, private, release, store
from helpers.audit import contents
from helpers.erase import packed
from helpers.erase.raw import GONE
from helpers.form import erasing
from helpers.intake import snapshots, tables, workbooks
from helpers.settings import Settings

MADE = ("data/processed", "data/extract")
"""What a run makes again from the raw files."""
SEARCHED_AND_MADE = ("reports/", "data/editions/")
"""What a run makes again, and what is removed only where something is found."""
PUBLISHED = (*SEARCHED_AND_MADE, "data/releases/")
OURS = ("data/raw/reports", "data/raw/handmade", "data/form", "data/private")
"""Where a text may be taken out of a file that no program reads."""
PAGES = re.compile(r"data/releases/.*\.(?:html?|xml|md|txt)|.*\.ipynb")
"""Pages that somebody archived beside the released tables, and results of notebooks: there, too."""
KEPT = (".lock", "README.md", release.HANDED_OUT)
"""What a run does not make again."""
ELSEWHERE = {".git", ".venv", ".snakemake", "node_modules"}
DATABASE = re.compile(r"data/form/form\.sqlite(?:-wal|-shm|-journal)?")
NEVER = re.compile(
    rf"{DATABASE.pattern}|data/form/secret|data/private/(?:key|backups\.csv|erased\.csv)"
    r"|.*/register\.csv"
)
"""Files of ours that no text is taken out of: the database in use, keys, lists of ids."""
WRITTEN = frozenset({".txt", ".md", ".csv", ".yml", ".yaml", ".j2"})
"""Files of which editors write the words."""
ALONE = 5
"""Letters from which on a part of a name is looked for alone."""
MAIL = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
READABLE = (b"PK", b"PAR1", b"%PDF", b"\x89PNG", b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b")
"""How files begin that are no plain text, and that we can look into all the same."""


def inside(path: Path, settings: Settings) -> str:
    """Write a path as seen from the campaign's folder."""
    path = path.resolve()
    return str(path.relative_to(settings.dir)) if path.is_relative_to(settings.dir) else str(path)


def remove_made(settings: Settings) -> list[str]:
    """Remove what a run makes again from the raw files: all tables hold rows of persons."""
    removed = []
    for name in MADE:
        for path in sorted((settings.dir / name).glob("*")):
            if path.name in KEPT:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            removed.append(path)
    return [f"{' and '.join(MADE)} ({len(removed):,} tables and folders)"] if removed else []


def files(settings: Settings) -> tuple[list[Path], list[Path]]:
    """List the campaign's files: where rows are emptied (raw, snapshot, database), and the rest."""
    every = _files(settings.dir)
    rows = {*(path.resolve() for path in intake.found(settings)), snapshots.path(settings)}
    rows |= {path for path in every if DATABASE.fullmatch(inside(path, settings))}
    return [path for path in every if path in rows], [path for path in every if path not in rows]


def sweep(
    settings: Settings, places: list[Path], wanted: dict[str, str], ids: list[str]
) -> tuple[dict[str, int], list[str], list[str]]:
    """Look for the `wanted` pieces in the files `places`, and take them out where we may.

    Returns what was emptied (file → pieces), which made files were removed, and what is left.
    """
    emptied, removed, left = {}, [], []
    read = set(intake.found(settings))  # there, rows are emptied: a piece may be part of another
    forms = {text: _spellings(text) for text in wanted}
    for path in places:
        name = inside(path, settings)
        own = NEVER.fullmatch(name)
        is_copy = not own and erasing.is_copy(path)
        if is_copy and (erased := erasing.withdraw_in_copy(path, ids)):
            emptied[f"{name} (a copy of the form's database)"] = erased
        if not (found := _found(path, forms)):
            continue
        if name.startswith(SEARCHED_AND_MADE):
            path.unlink()
            removed.append(name)
            continue
        still = found
        if not own and _is_ours(name):
            _take_out(path, found, forms, path.resolve() in read)
            still = _found(path, {text: forms[text] for text in found})
        if gone := sorted({wanted[text] for text in found if text not in still}):
            emptied[f"{name} ({', '.join(gone)})"] = len(found) - len(still)
        if still:
            kinds = ", ".join(sorted({wanted[text] for text in still}))
            left.append(f"{name} holds its {kinds}: look, and take it out by hand")
    return emptied, removed, left


def perhaps(settings: Settings, places: list[Path], names: list[str]) -> list[str]:
    """Name the lines in which one word of a sender's name stands alone: "Quastenflosser calls".

    That may be somebody else of this name, so nothing is taken out: a person has to look. Read are
    notes and tables that editors keep. Returns a sentence for each file.
    """
    words = {word for name in names for word in re.findall(r"\w+", name) if len(word) >= ALONE}
    found = []
    for path in places if words else []:
        name = inside(path, settings)
        if path.suffix.lower() not in WRITTEN or name.startswith(PUBLISHED):
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        at = [str(n) for n, line in enumerate(lines, 1) if words & set(re.findall(r"\w+", line))]
        if at:
            found.append(f"{name} may speak of the sender in line {', '.join(at[:10])}: look there")
    return found


def mails_of(content: bytes) -> set[str]:
    """Return the mail addresses in a file's bytes, in small letters."""
    return {found.decode("ascii").casefold() for found in MAIL.findall(content)}


def mails_in(settings: Settings, mails: set[str]) -> dict[Path, int]:
    """Count how many of some mail addresses each file of the campaign holds, where it is any."""
    if not mails:
        return {}
    found = {path: len(mails_of(path.read_bytes()) & mails) for path in _files(settings.dir)}
    return {path: n for path, n in found.items() if n}


def _is_ours(name: str) -> bool:
    return bool(PAGES.fullmatch(name)) or name.startswith(tuple(f"{one}/" for one in OURS))


def _spellings(text: str) -> set[bytes]:
    """Return the bytes that a text has in the files that programs write."""
    escaped = html.escape(text)
    words = {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    words |= {escaped, html.escape(text, quote=False), text.replace('"', '""')}
    words |= {escaped.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")}
    words |= {unicodedata.normalize("NFD", word) for word in words}
    codes = ("utf-8", "utf-16-le", "utf-16-be")
    spelt = {word.encode(code, "ignore") for word in words for code in codes}
    for word in words:
        try:
            spelt.add(word.encode("cp1252"))
        except UnicodeEncodeError:
            continue
    return spelt


def _files(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.name in ELSEWHERE or path.is_symlink():
            continue
        found += _files(path) if path.is_dir() else [path]
    return found


def _found(path: Path, forms: dict[str, set[bytes]]) -> list[str]:
    """Return the pieces that a file holds, packed parts included, whatever the file is called."""
    content = path.read_bytes()
    found = {text for text, spelt in forms.items() if any(word in content for word in spelt)}
    if len(found) == len(forms):
        return list(found)
    if content.startswith(b"\x1f\x8b"):
        with packed.unpacked(path) as inside:
            return sorted(found.union(*(_found(file, forms) for file in inside.values())))
    if b"\x00" in content[:1000] and not content.startswith(READABLE):
        return list(found)
    try:
        parts = [_bare(part.text) for part in contents.parts(path, path.name, tables=False)]
    except Exception:  # noqa: BLE001 - a damaged archive cannot be unpacked; its bytes were read
        return list(found)
    return [text for text in forms if text in found or any(_bare(text) in part for part in parts)]


def _bare(text: str) -> str:
    """Return a text without what formats do to letters, lines and accents."""
    return " ".join(unicodedata.normalize("NFC", contents.plain(text)).split())


def _take_out(path: Path, found: list[str], forms: dict[str, set[bytes]], read: bool) -> None:
    """Take pieces of text out of a file where that can be done; who calls looks what is left.

    read: a source reads the file: only what lies beside its table is touched. A file that is no
    text keeps its length.
    """
    content = path.read_bytes()
    if packed.is_workbook(path):
        after = workbooks.without_pieces(path, found, GONE, beside_only=read)
        after = _around_cells(after, found, forms, read)
    elif packed.is_packed(path):
        with packed.unpacked(path) as inside:
            for file in inside.values():
                if here := _found(file, {text: forms[text] for text in found}):
                    _take_out(file, here, forms, False)
        return
    elif read and path.suffix.lower() == ".json":
        after = _beside_json(content, found)
    elif read or content.startswith((b"SQLite format 3", b"%PDF", b"PAR1", b"\x89PNG")):
        return
    else:
        after = _replaced(content, found, forms)
    if after == content or (read and not _same_table(path, after)):
        return
    with store.replacing(path, path.stat().st_mode & 0o777) as temporary:
        temporary.write_bytes(after)


def _replaced(content: bytes, found: list[str], forms: dict[str, set[bytes]]) -> bytes:
    """Put a mark in the place of pieces, the longest first: one may be part of another."""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(content[:2])
    binary = b"\x00" in content[:1000] and not wide
    words = {word for text in found for word in forms[text]}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        mark = GONE.encode(wide if wide and b"\x00" in word else "utf-8")
        content = content.replace(word, b"x" * len(word) if binary else mark)
    return content


def _around_cells(
    content: bytes, found: list[str], forms: dict[str, set[bytes]], read: bool
) -> bytes:
    """Take pieces out of what a workbook holds beside cells: filters, rules, names, properties."""
    with tempfile.TemporaryDirectory(prefix="einzelfall-") as folder:
        copy = Path(folder) / "copy.xlsx"
        copy.write_bytes(content)
        with packed.unpacked(copy) as inside:
            for name, file in inside.items():
                if not (read and name == "xl/sharedStrings.xml"):
                    file.write_bytes(_replaced(file.read_bytes(), found, forms))
        return copy.read_bytes()


def _beside_json(content: bytes, found: list[str]) -> bytes:
    """Take pieces out of what stands beside the list of answers in a JSON file."""
    whole = json.loads(content.decode("utf-8-sig"))
    if not isinstance(whole, dict):
        return content
    answers = next((name for name, value in whole.items() if isinstance(value, list)), "")
    for name, value in whole.items():
        said = json.dumps(value, ensure_ascii=False)
        if name != answers and any(json.dumps(t, ensure_ascii=False)[1:-1] in said for t in found):
            whole[name] = GONE
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _same_table(path: Path, after: bytes) -> bool:
    """Tell whether a file still holds the same table with other content."""
    before = tables.read(path)
    with tempfile.TemporaryDirectory(prefix="einzelfall-") as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(after)
        now = tables.read(copy)
    return (now.header, now.rows, now.numbers) == (before.header, before.rows, before.numbers)


def committed(settings: Settings) -> list[str]:
    """Say so where version control remembers private files."""
    command = ["git", "-C", str(settings.dir), "log", "--oneline", "-1", "--"]
    places = [*private.FOLDERS, *private.FILES]
    # A new campaign comes with these: notes on what goes where.
    places += [":(exclude,glob)**/README.*", ":(exclude,glob)**/.gitignore"]
    try:
        done = subprocess.run(
            [*command, *places], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    if done.returncode or not done.stdout.strip():
        return []
    return ["version control has commits of private files; only rewriting its history removes them"]
