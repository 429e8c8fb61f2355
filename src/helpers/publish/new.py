"""New: make the folder of a fresh campaign, with everything that its people may want to change."""

import json
import re
from pathlib import Path

from helpers import store, style
from helpers.errors import CampaignError
from helpers.settings import HOME

SKELETON = HOME / "templates" / "new_campaign"
WORDS_OF_ONES_OWN = ("letter.de.md.j2", "letter.en.md.j2")
POSTS = {
    "de": ("posts/01-erste-auswertung.md.j2", "posts/02-auswertung.md.j2"),
    "en": ("posts_en/01-first-days.md.j2", "posts_en/02-evaluation.md.j2"),
}
"""The posts that fit every campaign; the others speak of one operator's answers."""


def create(
    folder: Path, name: str = "", operator: str = "", language: str = "de", subject: str = ""
) -> list[Path]:
    """Make `folder` a campaign: campaign.yml, data/raw/, letter and post templates, README.

    name, operator, language, subject (what reports are about, behind "über" or "about"): set in
    campaign.yml when given. Nothing that exists is overwritten.
    Returns the files made, in order.
    Raises CampaignError when the folder holds something already.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CampaignError(f"{folder}: expected a new or empty folder, got one that holds files.")
    contents = {path.relative_to(SKELETON): path.read_bytes() for path in _files(SKELETON)}
    for file in WORDS_OF_ONES_OWN:
        contents[Path("templates") / file] = (HOME / "templates" / file).read_bytes()
    for file in POSTS[language]:
        source = HOME / "templates" / file
        contents[Path("templates") / "posts" / source.name] = source.read_bytes()
    text = contents[Path("campaign.yml")].decode("utf-8")
    text = _filled(text, folder.name, name, operator)
    contents[Path("campaign.yml")] = _in_language(text, language, subject).encode("utf-8")
    for path, content in contents.items():
        store.write_bytes(content, folder / path)
    return [folder / path for path in contents]


def slug(text: str) -> str:
    """Make the id of a campaign of any name."""
    return style.slug(text) or "my-campaign"


def _files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file())


def _filled(text: str, folder_name: str, name: str, operator: str) -> str:
    """Set id, name and operator in campaign.yml, keeping its comments."""
    text = _set(text, "id", slug(name or folder_name))
    if name:
        text = _set(text, "name", name)
        text = text.replace("Redaktion „Meine Kampagne“", "Redaktion")
    if operator:
        text = _set(text, "  name", operator)
        text = text.replace(
            'address: ["Musteramt", "Musterstraße 1", "12345 Musterstadt"]',
            f"address: [{json.dumps(operator, ensure_ascii=False)}]",
        )
    return text


def _in_language(text: str, language: str, subject: str) -> str:
    """Set the main language, what reports are about in it, and names that nobody set yet."""
    text = _set(text, "language", language)
    if subject:
        head, words, rest = text.partition(f"\n  {language}:\n")
        text = head + words + _set(rest, "    subject", subject)
    if language == "en":
        text = text.replace("Redaktion „Meine Kampagne“", "The editors")
        text = text.replace("name: Meine Kampagne", "name: My campaign")
        text = text.replace("Redaktion\n", "The editors\n").replace(
            '["Redaktion"]', '["The editors"]'
        )
    return text


def _set(text: str, key: str, value: str) -> str:
    """Replace the first `key: value` line's value, written so that YAML takes it as text."""
    line = re.compile(rf"^{re.escape(key)}: (\S.*?)(\s+#.*)?$", re.MULTILINE)
    written = json.dumps(value, ensure_ascii=False)
    return line.sub(lambda found: f"{key}: {written}{found.group(2) or ''}", text, count=1)
