"""Which lanes the marks of each paragraph are drawn in.

Quotes and claims are bracketed lines in lanes under the text, and bars in lanes of the
margin. Both are worked out for a paragraph when it is first seen, and again for the
paragraphs that an edit touches; what stands keeps its lane.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlock

from annotator.model.values import Span
from annotator.ui.text_view.lanes import Lanes

if TYPE_CHECKING:
    from annotator.ui.text_view.view import TextView

UNDERLINES = ("underline-solid", "underline-dashed")
BARS = (*UNDERLINES, "margin-bar")


class BlockMarks:
    """The lanes of every paragraph seen so far, by paragraph number."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._under: dict[int, Lanes] = {}
        self._bars: dict[int, Lanes] = {}

    def clear(self) -> None:
        """Forget everything: another document, or another codebook."""
        self._under.clear()
        self._bars.clear()

    def clear_bars(self) -> None:
        """Forget the lanes of the margin: the lines have been broken anew."""
        self._bars.clear()

    def lane_count(self, block: QTextBlock) -> int:
        """How many lanes the paragraph needs under its lines."""
        return self.under(block).count

    def under(self, block: QTextBlock) -> Lanes:
        """The lanes under the lines of this paragraph."""
        number = block.blockNumber()
        lanes = self._under.get(number)
        if lanes is None:
            lanes = self._under[number] = Lanes()
            lanes.update(self._under_marks(block))
        return lanes

    def bars(self, block: QTextBlock) -> Lanes:
        """The lanes of the margin beside this paragraph, by line numbers."""
        number = block.blockNumber()
        lanes = self._bars.get(number)
        if lanes is None:
            lanes = self._bars[number] = Lanes()
            lanes.update(self._bar_marks(block))
        return lanes

    def refresh(self, block: QTextBlock) -> bool:
        """Take over an edit; True if the paragraph now needs another number of lanes."""
        number = block.blockNumber()
        if number in self._bars:
            self._bars[number].update(self._bar_marks(block))
        if number not in self._under:
            return False
        lanes = self._under[number]
        before = lanes.count
        lanes.update(self._under_marks(block))
        return lanes.count != before

    def _under_marks(self, block: QTextBlock) -> Iterable[tuple[str, float, float]]:
        start, end = self._view.block_range(block)
        for span in self._spans(start, end, UNDERLINES):
            for index, (first, last) in enumerate(span.fragments):
                if first < end and last > start:
                    yield f"{span.id}/{index}" if index else span.id, first, last

    def _bar_marks(self, block: QTextBlock) -> Iterable[tuple[str, float, float]]:
        start, end = self._view.block_range(block)
        layout = block.layout()
        for span in self._spans(start, end, BARS):
            first = self._view.unit_in_block(block, max(span.start, start))
            last = self._view.unit_in_block(block, max(start, min(span.end, end) - 1))
            yield (
                span.id,
                layout.lineForTextPosition(first).lineNumber(),
                layout.lineForTextPosition(last).lineNumber() + 1,
            )

    def _spans(self, start: int, end: int, styles: tuple[str, ...]) -> list[Span]:
        annotations = self._view.session.annotations
        if annotations is None:
            return []
        inks = self._view.inks
        spans = annotations.touching(start, max(end, start + 1))
        found = [span for span in spans if inks[span.label].style in styles]
        return sorted(found, key=lambda span: (span.created, span.start, -span.end, span.id))
