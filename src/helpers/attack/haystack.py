"""Haystack: read every kind of file that we write as text, so that it can be searched."""

import hashlib
import html
import io
import json
import re
import urllib.parse
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from PIL import Image
from pypdf import PdfReader

ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
DATA_URI = re.compile(r"(?:data:[\w/+.-]*;base64,|\"image/png\": ?\")[A-Za-z0-9+/=\\n]+")


def files(*folders: Path) -> list[Path]:
    """List every file below the folders, hidden ones too, in order."""
    found = (path for folder in folders if folder.exists() for path in folder.rglob("*"))
    return sorted(path for path in found if path.is_file())


def texts(path: Path, seen: set[bytes] | None = None) -> Iterator[tuple[str, str]]:
    """Yield (place inside the file, text) for one file.

    HTML, SVG, CSV, JSON, Markdown and the like as they are, with entities and escapes undone;
    Parquet by column; PDF pages and properties; PNG properties; XLSX and ZIP part by part.
    seen: digests of what was read before, changed here; the same bytes are read once.
    """
    seen = set() if seen is None else seen
    if path.suffix == ".parquet":
        yield from _parquet(path)
    else:
        yield from _texts(path.name, path.read_bytes(), seen)


def _texts(name: str, content: bytes, seen: set[bytes]) -> Iterator[tuple[str, str]]:
    """Read the bytes of a file or of a part of an archive."""
    digest = hashlib.sha256(content).digest()
    if digest in seen:
        return
    seen.add(digest)
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                for place, text in _texts(part, archive.read(part), seen):
                    yield (part if place == "" else f"{part}, {place}"), text
    elif content[:4] == b"%PDF":
        yield from _pdf(content)
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        with Image.open(io.BytesIO(content)) as picture:
            yield "properties", json.dumps(picture.info, default=str, ensure_ascii=False)
    else:
        yield "", plain(content.decode("utf-8", errors="replace"))


def plain(text: str) -> str:
    """Undo what HTML, JSON and URLs do to letters, and leave embedded pictures out.

    >>> plain("M&uuml;ller M\\\\u00fcller M%C3%BCller")
    'Müller Müller Müller'
    """
    text = DATA_URI.sub(" ", text)
    if "\\u" in text:
        text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "&" in text:
        text = html.unescape(text)
    return urllib.parse.unquote(text) if "%" in text else text


def _parquet(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each text column: its distinct values, a line each."""
    frame = pd.read_parquet(path)
    yield "column names", "\n".join(map(str, frame.columns))
    for column in frame.select_dtypes(["str", "object"]):
        yield f"column {column}", "\n".join(frame[column].dropna().astype("str").unique())


def _pdf(content: bytes) -> Iterator[tuple[str, str]]:
    reader = PdfReader(io.BytesIO(content))
    yield "properties", json.dumps(dict(reader.metadata or {}), default=str, ensure_ascii=False)
    for number, page in enumerate(reader.pages, start=1):
        yield f"page {number}", page.extract_text()
