"""Categories: from the texts of multi-choice answers to the campaign's ids of faults."""

import re

import pandas as pd

from helpers.intake.cells import tidy
from helpers.intake.options import JOINT
from helpers.intake.tables import Table
from helpers.settings import Settings


def split(
    texts: pd.Series, settings: Settings, separators: tuple[str, ...]
) -> tuple[pd.Series, pd.Series]:
    """Split multi-choice answers into our category ids and the parts that no category knows.

    Known options are taken out first, longest first, since an option may hold the separator.
    Both results are joined by `|`; ids stand in the order of campaign.yml.
    """
    meanings = {
        tidy(match).casefold(): category.id
        for category in settings.categories
        for match in [*category.matches, category.id]
    }
    # A letter such as ß has more than one small form: look for an option as written, and folded.
    written = {tidy(match) for category in settings.categories for match in category.matches}
    by_length = sorted(written | set(meanings), key=lambda text: (-len(text), text))
    options = "|".join(map(re.escape, by_length)) or r"(?!)"  # matches nothing
    cut = "|".join(re.escape(separator.strip() or separator) for separator in separators)
    option = re.compile(rf"(?:^|(?:{cut}))\s*({options})\s*(?=$|(?:{cut}))", re.IGNORECASE)
    order = {name: place for place, name in enumerate(settings.category_ids())}

    def one(text: str) -> tuple[str, str]:
        found = set()

        def take(match: re.Match) -> str:
            known = meanings.get(tidy(match[1]).casefold())
            if known is None:
                return match[0]
            found.add(known)
            return ""

        rest = option.sub(take, JOINT.join(tidy(part) for part in text.split(JOINT)))
        parts = (part.strip().replace("|", "/") for part in re.split(cut, rest))
        unknown = "|".join(dict.fromkeys(part for part in parts if part))
        return "|".join(sorted(found, key=order.__getitem__)), unknown

    answers = {text: one(text) for text in texts.unique()}
    known = texts.map({text: answer[0] for text, answer in answers.items()}).astype("str")
    unknown = texts.map({text: answer[1] for text, answer in answers.items()}).astype("str")
    return known, unknown


def not_asked(table: Table, settings: Settings) -> pd.Series:
    """List the categories of which a row's sender was shown no option, joined by `|`."""
    if not table.shown:
        return pd.Series("", index=range(len(table.rows)), dtype="str")
    offered, _ = split(pd.Series([table.offered], dtype="str"), settings, (JOINT,))
    shown, _ = split(pd.Series(table.shown, dtype="str"), settings, (JOINT,))

    def missing(ids: str) -> str:
        return "|".join(one for one in offered[0].split("|") if one not in ids.split("|"))

    return shown.map({ids: missing(ids) for ids in shown.unique()}).astype("str")


def counted(joined: pd.Series) -> dict[str, int]:
    """Count the parts of texts joined by `|`, the most frequent first."""
    counts = joined[joined.ne("")].str.split("|").explode().value_counts()
    return {str(part): int(n) for part, n in counts.items()}


def never_two(answers: pd.Series) -> bool:
    """Tell whether 20 or more answers, joined by `|`, never name two categories."""
    answered = answers.str.strip("|")
    return bool(answered.ne("").sum() >= 20 and not answered.str.contains("|", regex=False).any())
