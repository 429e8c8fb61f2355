"""Understanding: what was made of a file, in words for the person who brings it."""

from collections.abc import Iterable
from dataclasses import dataclass, field


def listed(names: Iterable[str], most: int = 30) -> str:
    """List filled names, the first `most` of them, and how many more there are.

    >>> listed(["Ort", "", "PLZ", "Text"], most=2)
    'Ort, PLZ … and 1 more'
    """
    filled = [name for name in names if name]
    more = f" … and {len(filled) - most:,} more" if len(filled) > most else ""
    return ", ".join(filled[:most]) + more


@dataclass(frozen=True)
class Understanding:
    """What was understood of one file, for a person to read before anything is computed."""

    file: str
    written: str
    n_rows: int
    mapped: dict[str, str]
    unmapped: list[str]
    time_formats: dict[str, int]
    times_unread: list[str]
    unknown_categories: dict[str, int]
    consent_unknown: dict[str, int]
    empty_share: dict[str, float]
    problems: dict[int, str]
    never_two: bool = False
    times_note: str = ""
    not_asked: dict[str, int] = field(default_factory=dict)
    doubled: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def as_text(self, examples: bool = True) -> str:
        """Say it in lines; without `examples`, nothing that a person typed is quoted."""
        lines = [f"{self.file}: {self.written}, {self.n_rows:,} rows"]
        for ours, theirs in self.mapped.items():
            lines.append(f"  {ours:<17} ← {theirs} ({self.empty_share[ours]:.1%} empty)")
        if self.unmapped:
            lines.append(f"  not mapped: {listed(self.unmapped)}")
        if self.left_out:
            lines.append(f"  other sheets, not read: {listed(self.left_out)}")
        read = ", ".join(f"{f} ({n:,})" for f, n in self.time_formats.items()) or "none"
        lines.append(f"  time formats: {read}; not read: {len(self.times_unread):,}")
        if self.times_unread and examples:
            lines.append(f"    for example: {', '.join(map(repr, self.times_unread[:3]))}")
        if self.times_unread:
            lines.append(
                "    expected: 31.12.2024, 31.12.2024 18:30 or 2024-12-31 18:30, or as "
                "campaign.yml "
                "(reports.time_formats) says"
            )
        if self.times_note:
            lines.append(f"    {self.times_note}")
        for what, words in (
            ("categories not known", self.unknown_categories),
            ("consent answers not known (counted as no)", self.consent_unknown),
        ):
            if words and not examples:
                lines.append(f"  {what}: {len(words):,} texts, {sum(words.values()):,} times")
            elif words:
                most = listed((f"{word!r} ({n:,})" for word, n in words.items()), most=10)
                lines.append(f"  {what}: {most}")
        if self.never_two:
            lines.append(
                "  no answer has two categories: is the separator right "
                "(campaign.yml, reports.category_separator)?"
            )
        if self.not_asked:
            hidden = ", ".join(f"{name} ({n:,})" for name, n in self.not_asked.items())
            lines.append(f"  categories that were not shown to some: {hidden}")
        if self.doubled:
            lines.append(f"  stands more than once, the first is used: {', '.join(self.doubled)}")
        for number, problem in list(self.problems.items())[:5]:
            lines.append(f"  row {number}: {problem}")
        if len(self.problems) > 5:
            lines.append(f"  … and {len(self.problems) - 5:,} more rows with a problem")
        return "\n".join(lines)
