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
from annotator.ui.text_view.others_marks import distinct, is_calm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock

    from annotator.model.values import Span
    from annotator.ui.text_view.canvas import PageCanvas
    from annotator.ui.text_view.geometry import Row


PIECE = 16_384
"""A paragraph longer than this many code points is looked at piece by piece."""
MOST_LANES = 3
"""The lanes of such a paragraph: it is too long to count what it needs."""


class BlockMarks:
    """The lanes of all that has been seen so far, by paragraph number and piece."""

    def __init__(self, view: PageCanvas) -> None:
        self._view = view
        self._lanes: dict[tuple[int, int], Lanes] = {}

    def clear(self) -> None:
        """Forget everything: another document, or another codebook."""
        self._lanes.clear()

    def lane_count(self, block: QTextBlock) -> int:
        """How many lanes the paragraph needs under its lines."""
        start, end = self._view.block_range(block)
        if end - start > PIECE:
            return MOST_LANES
        return self._lanes_of(block.blockNumber(), 0, start, end).count

    def lane_of(self, row: Row, mark: str) -> int:
        """The lane of a mark in this line."""
        block = self._view.document().findBlockByNumber(row.block)
        start, end = self._view.block_range(block)
        piece = (row.start - start) // PIECE if end - start > PIECE else 0
        first = start + piece * PIECE
        last = min(end, first + PIECE) if end - start > PIECE else end
        lane = self._lanes_of(row.block, piece, first, last).of(mark)
        return lane % MOST_LANES if end - start > PIECE else lane

    def refresh(self, block: QTextBlock, start: int, end: int) -> bool:
        """Take over an edit of `[start, end)`; True if the paragraph's lanes are now more or fewer."""
        first, last = self._view.block_range(block)
        number = block.blockNumber()
        if last - first > PIECE:
            for piece in range(max(0, start - first) // PIECE, max(0, end - 1 - first) // PIECE + 1):
                self._lanes.pop((number, piece), None)
            return False
        lanes = self._lanes.get((number, 0))
        if lanes is None:
            return False
        before = lanes.count
        lanes.update(self._marks(first, last))
        return lanes.count != before

    def _lanes_of(self, number: int, piece: int, start: int, end: int) -> Lanes:
        lanes = self._lanes.get((number, piece))
        if lanes is None:
            lanes = self._lanes[number, piece] = Lanes()
            lanes.update(self._marks(start, end))
        return lanes

    def _marks(self, start: int, end: int) -> Iterator[Mark]:
        annotations = self._view.session.annotations
        if annotations is None:
            return
        inks = self._view.inks
        spans = distinct(self._view.session, annotations.touching(start, max(end, start + 1)))
        session = self._view.session
        for span in sorted(spans, key=lambda span: (is_calm(session, span), *_age(span))):
            ink = inks[span.label]
            if ink.style in UNDERLINES:
                for index, (first, last) in enumerate(span.fragments):
                    if first < end and last > start:
                        yield Mark(mark_id(span, index), first, last, ink.lane)


def _age(span: Span) -> tuple[str, int, int, str]:
    """Sort key: the oldest first, so that what stands keeps its lane."""
    return (span.created, span.start, -span.end, span.id)


def mark_id(span: Span, index: int) -> str:
    """The id of the line under one fragment of a span."""
    return f"{span.id}/{index}" if index else span.id
