"""Recognise: what one kind of personal data looks like, and how a text is read for it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from helpers.redact.draft import Draft

Span = tuple[int, int]
_DIGIT = re.compile(r"\d")
_LONG = 1000
_NEAR = 24
"""Letters before a piece that may deny it."""


@dataclass(frozen=True)
class Recogniser:
    """One row of the table: pattern, context, mark, and the examples that test it.

    kind: key of MARKS. pattern: its group `value`, where it has one, is the piece, else the whole.
    before, after: what denies a piece, directly before or behind it; near: what the text must hold.
    check: decides about a match: False denies it, True takes the piece, a span takes that instead.
    covered: numbers that make a report useful (dates, speeds, …) are no pieces.
    language: of the words in the pattern; "" = none. hits: texts with the piece in «»; misses:
    texts that stay.
    """

    kind: str
    pattern: re.Pattern
    check: Callable[[Draft, re.Match], bool | Span | None] | None = None
    before: re.Pattern | None = None
    after: re.Pattern | None = None
    near: re.Pattern | None = None
    covered: bool = False
    language: str = "de"
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()

    @property
    def signs(self) -> tuple[re.Pattern, ...]:
        """What a text holds that this recogniser reads, without what is long and told by near."""
        if self.near and len(self.pattern.pattern) > _LONG:
            return (self.near,)
        return (self.near, self.pattern) if self.near else (self.pattern,)

    def read(self, draft: Draft) -> None:
        """Take in `draft` what this recogniser finds."""
        text = draft.useful if self.covered else draft.text
        if (self.covered and not _DIGIT.search(text)) or (self.near and not self.near.search(text)):
            return
        group = "value" if "value" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            whole = match.span() if match[group] is None else match.span(group)
            start, end = whole
            if self.before and self.before.search(text, max(0, start - _NEAR), start):
                continue
            if self.after and self.after.match(text, end):
                continue
            verdict = self.check(draft, match) if self.check else True
            if verdict:
                draft.take(self.kind, *(whole if verdict is True else verdict))
