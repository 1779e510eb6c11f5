"""Which spans a rule means: by their words, what stands around them, attributes and origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.errors import CodebookError
from annotator.model.conversions import key_of

if TYPE_CHECKING:
    from annotator.model.values import Span

PARTS = ("text", "before", "after", "annotator", "origin", "note", "entity")
"""What can be asked of a span; `attribute.ID` is asked, too."""
TESTS = ("is", "is not", "contains", "starts with", "ends with")
AROUND = 60
"""How many code points before and after a span are looked at."""
_ATTRIBUTE = "attribute."


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether a part of a span passes a test; several values are divided by commas.

    Capitals do not matter. Of `before` and `after`, the words right beside the span are
    what “ends with” and “starts with” look at.
    """

    part: str
    test: str
    value: str

    def __post_init__(self) -> None:
        if self.part not in PARTS and not self.part.startswith(_ATTRIBUTE):
            raise CodebookError(f"A rule cannot ask for “{self.part}”.")
        if self.test not in TESTS:
            raise CodebookError(f"A rule cannot test “{self.test}”.")

    @property
    def needs_text(self) -> bool:
        """Whether the article's text is needed to answer."""
        return self.part in ("before", "after")

    def holds(self, span: Span, text: str = "") -> bool:
        """Whether the span passes; `text` is its article's, where it is needed."""
        said = self._said(span, text).strip().casefold()
        wanted = [one.strip().casefold() for one in self.value.split(",")]
        wanted = [one for one in wanted if one] or [""]
        if self.test == "is":
            return said in wanted
        if self.test == "is not":
            return said not in wanted
        if not any(wanted):
            return False
        if self.test == "contains":
            return any(one in said for one in wanted)
        if self.test == "starts with":
            return said.startswith(tuple(wanted))
        return said.endswith(tuple(wanted))

    def _said(self, span: Span, text: str) -> str:
        if self.part.startswith(_ATTRIBUTE):
            value = span.attributes.get(self.part.removeprefix(_ATTRIBUTE))
            return "" if value is None else key_of(value)
        if self.part == "before":
            return text[max(0, span.start - AROUND) : span.start]
        if self.part == "after":
            return text[span.end : span.end + AROUND]
        return str(getattr(span, self.part) or "")


@dataclass(frozen=True, slots=True)
class Rule:
    """The spans of `label` for which all conditions hold get the label `target`."""

    label: str
    conditions: tuple[Condition, ...]
    target: str

    def takes(self, span: Span, text: str = "") -> bool:
        """Whether this rule means the span."""
        return span.label == self.label and all(one.holds(span, text) for one in self.conditions)

    @property
    def needs_text(self) -> bool:
        """Whether the article's text is needed to answer."""
        return any(one.needs_text for one in self.conditions)
