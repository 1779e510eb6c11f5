"""Which lanes the marks of each paragraph are drawn in.

Quotes and claims are bracketed lines in lanes under the text. They are worked out for a
paragraph when it is first seen, and again for the paragraphs that an edit touches; what
stands keeps its lane. Each label has a lane that it prefers, so that lines of one kind
stand in one row wherever they can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ui.text_view.ink import UNDERLINES
from annotator.ui.text_view.lanes import Lanes, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock

    from annotator.model.values import Span
    from annotator.ui.text_view.view import TextView


class BlockMarks:
    """The lanes of every paragraph seen so far, by paragraph number."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._under: dict[int, Lanes] = {}

    def clear(self) -> None:
        """Forget everything: another document, or another codebook."""
        self._under.clear()

    def lane_count(self, block: QTextBlock) -> int:
        """How many lanes the paragraph needs under its lines."""
        return self.under(block).count

    def under(self, block: QTextBlock) -> Lanes:
        """The lanes under the lines of this paragraph."""
        number = block.blockNumber()
        lanes = self._under.get(number)
        if lanes is None:
            lanes = self._under[number] = Lanes()
            lanes.update(self._marks(block))
        return lanes

    def refresh(self, block: QTextBlock) -> bool:
        """Take over an edit; True if the paragraph now needs another number of lanes."""
        lanes = self._under.get(block.blockNumber())
        if lanes is None:
            return False
        before = lanes.count
        lanes.update(self._marks(block))
        return lanes.count != before

    def _marks(self, block: QTextBlock) -> Iterator[Mark]:
        annotations = self._view.session.annotations
        if annotations is None:
            return
        start, end = self._view.block_range(block)
        inks = self._view.inks
        spans = annotations.touching(start, max(end, start + 1))
        for span in sorted(spans, key=lambda span: (span.created, span.start, -span.end, span.id)):
            ink = inks[span.label]
            if ink.style in UNDERLINES:
                for index, (first, last) in enumerate(span.fragments):
                    if first < end and last > start:
                        yield Mark(mark_id(span, index), first, last, ink.lane)


def mark_id(span: Span, index: int) -> str:
    """The id of the line under one fragment of a span."""
    return f"{span.id}/{index}" if index else span.id
