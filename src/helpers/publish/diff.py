"""Diff: which published numbers changed between two runs, as the draft of a correction note."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from helpers.errors import CampaignError
from helpers.publish import handmade
from helpers.settings import Settings

WORDS = {
    "de": {
        "title": "Korrekturhinweis (Entwurf)",
        "same": "Keine veröffentlichte Zahl hat sich geändert.",
        "lead": "Beim Abgleich zweier Auswertungen haben sich veröffentlichte Zahlen geändert. "
        "Bitte vor der Veröffentlichung den Grund ergänzen.",
        "changed": "Geänderte Zahlen",
        "added": "Neue Zahlen",
        "removed": "Nicht mehr veröffentlichte Zahlen",
        "from": "{what}: bisher {old}, jetzt {new}",
        "caveat": "Vorbehalt: {caveat}",
        "strength": "Stärke der Aussage: bisher „{old}“, jetzt „{new}“",
        "only": "{what}: {value}",
        "where": "steht in {pages}",
        "reason": "Grund: (bitte ergänzen)",
        "none": "keine Angabe",
        "campaigns": "**Achtung:** Verglichen sind zwei Kampagnen, {old} und {new}. "
        "Die Zahlen der einen berichtigen nicht die der anderen.",
        "periods": "**Achtung:** Die beiden Auswertungen beginnen an verschiedenen Tagen, {old} "
        "und {new}. Sind es Auswertungen derselben Kampagne?",
    },
    "en": {
        "title": "Correction note (draft)",
        "same": "No published number has changed.",
        "lead": "Comparing two evaluations, published numbers have changed. "
        "Please add the reason before publishing.",
        "changed": "Changed numbers",
        "added": "New numbers",
        "removed": "Numbers no longer published",
        "from": "{what}: so far {old}, now {new}",
        "caveat": "Caveat: {caveat}",
        "strength": "Strength of the claim: so far “{old}”, now “{new}”",
        "only": "{what}: {value}",
        "where": "quoted in {pages}",
        "reason": "Reason: (please add)",
        "none": "not stated",
        "campaigns": "**Careful:** two campaigns are compared, {old} and {new}. "
        "The numbers of one do not correct those of the other.",
        "periods": "**Careful:** the two evaluations begin on different days, {old} and {new}. "
        "Are they evaluations of the same campaign?",
    },
}
CORRECTIONS = "published_corrections.csv"
CORRECTION_COLUMNS = ["date", "fact", "was_de", "was_en", "reason_de", "reason_en"]

FIRST_DAY = "total.first_day"

Kind = Literal["campaigns", "periods", "changed", "added", "removed"]
"""`campaigns`, `periods`: a doubt whether the two can be compared at all."""


@dataclass(frozen=True)
class Change:
    """One published number that is not what it was. `old`/`new`: the fact before and after."""

    kind: Kind
    name: str
    old: dict | None
    new: dict | None

    @property
    def fact(self) -> dict:
        """Return the fact as it is now, or as it last was."""
        return self.new or self.old or {}


def read(place: Path) -> dict:
    """Read a facts.json, or that of a folder (a campaign, or its data/processed).

    `campaign` is added where it is known: the id in the campaign.yml that the file belongs to.
    Raises CampaignError naming where it looked.
    """
    tried = (place, place / "facts.json", place / "data" / "processed" / "facts.json")
    for path in tried:
        if path.is_file():
            try:
                content = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise CampaignError(f"{path}: expected JSON, got {error}") from error
            if not isinstance(content, dict) or not isinstance(content.get("facts"), dict):
                raise CampaignError(f'{path}: expected an object with "facts", got something else')
            return content | {"campaign": _campaign(path)}
    raise CampaignError(f"{place}: no facts.json there. Looked for {', '.join(map(str, tried))}.")


def compare(old: dict, new: dict) -> list[Change]:
    """List what a reader would see differently: value, words, or strength; in order of the ids.

    First comes a doubt, if there is one: that the two are evaluations of different campaigns.
    """
    before, after = _published(old), _published(new)
    changes = _doubts(old, new)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            changes.append(Change("added" if was is None else "removed", name, was, now))
        elif any(was.get(key) != now.get(key) for key in ("value", "de", "en", "strength")):
            changes.append(Change("changed", name, was, now))
    return changes


def note(
    changes: list[Change],
    lang: str = "de",
    quoted: dict[str, list[str]] | None = None,
    caveats: dict[str, dict] | None = None,
) -> str:
    """Write the draft of a correction note as Markdown.

    quoted: page → facts that it quotes (reports/quoted.json): then each number says where it
    stands. caveats: of the new facts; a claim that changed brings its caveat along.
    """
    words = WORDS[lang]
    lines = [f"# {words['title']}", ""]
    doubts = [change for change in changes if change.kind in ("campaigns", "periods")]
    for doubt in doubts:
        old, new = doubt.old[lang], doubt.new[lang]
        lines += [words[doubt.kind].format(old=old, new=new), ""]
    if len(changes) == len(doubts):
        return "\n".join([*lines, words["same"], ""])
    lines += [words["lead"], ""]
    for kind in ("changed", "removed", "added"):
        chosen = [change for change in changes if change.kind == kind]
        if chosen:
            lines += [f"## {words[kind]}", ""]
            lines += [_item(change, lang, quoted or {}, caveats or {}) for change in chosen]
            lines += [""]
    return "\n".join([*lines, words["reason"], ""])


def quoted_only(changes: list[Change], quoted: dict[str, list[str]]) -> list[Change]:
    """Keep the changes of numbers that a letter, post or page quotes, and doubts."""
    names = {name for facts in quoted.values() for name in facts} | {""}
    return [change for change in changes if change.name in names]


def corrections(settings: Settings, facts: dict[str, dict]) -> list[dict[str, str]]:
    """Read handmade/published_corrections.csv: what was corrected in public, newest first.

    Columns: date, fact, was_de, was_en, reason_de, reason_en. What the number is now comes from
    the facts (`now_de`, `now_en`, `what_de`, `what_en`, added here). No file = no corrections.
    Raises CampaignError naming file, row and what was expected.
    """
    path = settings.handmade / CORRECTIONS
    rows = []
    for place, row in enumerate(handmade.rows(settings, path.name, CORRECTION_COLUMNS), 2):
        fact = facts.get(row["fact"])
        if fact is None:
            raise CampaignError(f'{path}, row {place}: no fact "{row["fact"]}" is known today.')
        if not (row["date"] and row["reason_de"]):
            raise CampaignError(f"{path}, row {place}: expected a date and a reason, got none.")
        now = {f"{key}_{lang}": fact[f"{key}_{lang}"] for key in ("what",) for lang in WORDS}
        rows.append({**row, **now, "now_de": fact["de"] or "–", "now_en": fact["en"] or "–"})
    return sorted(rows, key=lambda row: row["date"], reverse=True)


def _campaign(path: Path) -> str:
    """Return the id of the campaign whose facts.json this is; "" if no campaign.yml tells."""
    place = path.resolve().parent.parent.parent / "campaign.yml"
    if path.resolve().parent.name != "processed" or not place.is_file():
        return ""
    try:
        said = yaml.safe_load(place.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CampaignError(f"{place}: expected YAML, got {error}") from error
    return str(said.get("id", "")) if isinstance(said, dict) else ""


def _doubts(old: dict, new: dict) -> list[Change]:
    """Say if the two are of different campaigns, or, where that is unknown, of different periods.

    A campaign's first day hardly ever changes; its last day does with every evaluation.
    """
    ids = [content.get("campaign", "") for content in (old, new)]
    if all(ids):
        if ids[0] == ids[1]:
            return []
        was, now = ({lang: f"`{name}`" for lang in WORDS} for name in ids)
        return [Change("campaigns", "", was, now)]
    first, second = (content["facts"].get(FIRST_DAY, {}) for content in (old, new))
    if first and second and first["value"] != second["value"]:
        return [Change("periods", "", first, second)]
    return []


def _published(content: dict) -> dict[str, dict]:
    """Leave out facts without a value: they were suppressed, so no reader saw them."""
    return {k: v for k, v in content["facts"].items() if v.get("value") is not None}


def _item(change: Change, lang: str, quoted: dict, caveats: dict) -> str:
    words, fact = WORDS[lang], change.fact
    what = f"{fact[f'what_{lang}']} (`{change.name}`)"
    if change.kind == "changed":
        old, new = change.old[lang], change.new[lang]
        parts = [words["from"].format(what=what, old=old, new=new)]
        if change.old.get("strength") != change.new.get("strength"):
            was, now = (side.get("strength") or words["none"] for side in (change.old, change.new))
            parts.append(words["strength"].format(old=was, new=now))
    else:
        parts = [words["only"].format(what=what, value=fact[lang])]
    if fact.get("caveat") in caveats:
        parts.append(words["caveat"].format(caveat=caveats[fact["caveat"]][lang]))
    pages = [page for page, names in sorted(quoted.items()) if change.name in names]
    if pages:
        parts.append(words["where"].format(pages=", ".join(pages)))
    return "- " + "; ".join(part.rstrip(".") for part in parts) + "."
