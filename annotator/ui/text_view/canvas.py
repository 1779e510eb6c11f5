"""The canvas of the page: text in even lines, with marks below and above it.

A read-only `QPlainTextEdit` lays out only what is seen and brings caret, selection and
accessibility; its text is a display copy that is never read back. Lines and marks are
painted by ourselves, so that a frame costs what can be seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
)
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.offsets import Utf16Map
from annotator.model.tokens import token_at
from annotator.ui.text_view.block_marks import BlockMarks
from annotator.ui.text_view.difference import Difference, DifferencePainter
from annotator.ui.text_view.geometry import Visible, visible_rows
from annotator.ui.text_view.ink import Inks, page_colours
from annotator.ui.text_view.layout import PageLayout, metrics_of
from annotator.ui.text_view.overlay import Overlay, OverlayPainter
from annotator.ui.text_view.painter import MarkPainter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.model.values import Span
    from annotator.ui.session import Session
    from annotator.ui.text_view.appearance import Appearance

_GUTTER_IN_EMS = 6.0
_NARROW_GUTTER_IN_EMS = 4.4
_NARROW_IN_EMS = 34
_MANY = 500
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\ufdd0\ufdd1\ufffc]")
READING_FONTS = ("Noto Serif", "Charter", "Georgia", "Source Serif 4", "Cambria", "DejaVu Serif")


class PageCanvas(QPlainTextEdit):
    """Shows a text with the session's annotations. Offsets are code points."""

    def __init__(self, session: Session, appearance: Appearance) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.session = session
        self.text = ""
        self.utf16 = Utf16Map("")
        self.overlay = Overlay()
        self.difference: Difference | None = None
        self.shows_keys = True
        self.marks = BlockMarks(self)
        self.page_layout = PageLayout(self.document(), self.marks.lane_count)
        self.document().setDocumentLayout(self.page_layout)
        self.setDocument(self.document())
        self.set_appearance(appearance)

    # ------------------------------------------------------------ appearance

    def set_appearance(self, appearance: Appearance) -> None:
        """Show the page with this font, size, width and theme."""
        self._appearance = appearance
        self.colours = page_colours(appearance)
        self.inks = Inks(self.session.codebook, is_dark=appearance.is_dark)
        font = QFont(appearance.font_family or _reading_font())
        font.setPointSizeF(appearance.font_points)
        self.chip_font = QFont()
        self.chip_font.setPointSizeF(max(7.0, appearance.font_points * 0.68))
        self.chip_font.setBold(True)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self.colours.page)
        palette.setColor(QPalette.ColorRole.Text, self.colours.text)
        palette.setColor(QPalette.ColorRole.Highlight, self.colours.selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, self.colours.text)
        self.setPalette(palette)
        if font != self.font():
            self.setFont(font)
        self._measure()
        self.page_layout.forget_all()
        self.viewport().update()

    def _measure(self) -> None:
        metrics = QFontMetricsF(self.font())
        em = metrics.horizontalAdvance("M")
        is_narrow = self.viewport().width() < _NARROW_IN_EMS * em
        gutter = round((_NARROW_GUTTER_IN_EMS if is_narrow else _GUTTER_IN_EMS) * em)
        room = self.viewport().width() - gutter - em
        width = room
        if self._appearance.line_width:
            width = min(room, self._appearance.line_width * metrics.averageCharWidth())
        left = gutter + max(0.0, (room - width) / 2 - gutter / 4)
        self.page_layout.metrics = metrics_of(metrics, left=round(left), width=width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew, and keep what is being read in sight."""
        top = self.firstVisibleBlock().position()
        self._measure()
        super().resizeEvent(event)
        if top and event.oldSize().width() != event.size().width():
            block = self.document().findBlock(top)
            self.verticalScrollBar().setValue(block.firstLineNumber())

    def take_codebook(self) -> None:
        """Draw with the codebook as it now is."""
        self.inks = Inks(self.session.codebook, is_dark=self._appearance.is_dark)
        self.marks.clear()

    # ------------------------------------------------------------ content

    def show_text(self, text: str) -> None:
        """Show another text, from its beginning."""
        self.marks.clear()
        self.overlay = Overlay()
        self.text = text
        self.utf16 = Utf16Map(text)
        self.setPlainText(_UNSHOWABLE.sub("\ufffd", text))
        self.page_layout.forget(self.document().firstBlock())  # Qt itself lays out a text of one line
        self.page_layout.announce_size()

    def refresh_marks(self, spans: Sequence[Span]) -> None:
        """Find the lanes anew where these spans stand, or stood."""
        if len(spans) > _MANY:
            self.marks.clear()
            self.page_layout.forget_all()
            return
        changed: dict[int, QTextBlock] = {}
        for start, end in {fragment for span in spans for fragment in span.fragments}:
            block = self.block_at(start)
            last = self.block_at(max(start, end - 1)).blockNumber()
            while block.isValid() and block.blockNumber() <= last:
                if self.marks.refresh(block, start, end):
                    changed[block.blockNumber()] = block
                block = block.next()
        for block in changed.values():
            self.page_layout.forget(block)
        if changed:
            self.page_layout.announce_size()

    def set_overlay(self, overlay: Overlay) -> None:
        """Show this above the text."""
        if overlay != self.overlay:
            self.overlay = overlay
        self.viewport().update()

    def set_difference(self, difference: Difference | None) -> None:
        """Show this difference between annotators, or none; it stays until another is shown."""
        self.difference = difference
        self.viewport().update()

    # ------------------------------------------------------------ offsets

    def block_at(self, position: int) -> QTextBlock:
        """The paragraph that this code point stands in."""
        return self.document().findBlock(self.utf16.to_utf16(position))

    def block_range(self, block: QTextBlock) -> tuple[int, int]:
        """The code points of a paragraph, without its line end."""
        to_point = self.utf16.to_code_point
        return to_point(block.position()), to_point(block.position() + block.length() - 1)

    def visible(self) -> Visible:
        """The lines that can be seen now."""
        return visible_rows(self)

    def scroll_to(self, position: int) -> None:
        """Bring a code point into sight with some lines above it; the caret stays."""
        block = self.block_at(position)
        self.page_layout.blockBoundingRect(block)
        unit = self.utf16.to_utf16(position) - block.position()
        line = block.layout().lineForTextPosition(unit).lineNumber()
        self.verticalScrollBar().setValue(max(0, block.firstLineNumber() + line - 4))

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Marks, the text, and what lies above it: only the visible lines are touched."""
        visible = self.visible()
        annotations = self.session.annotations
        spans = annotations.touching(visible.start, visible.end) if annotations else []
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        self._paint_ground(painter, visible)
        MarkPainter(self, painter, visible, spans).paint()
        painter.setPen(self.colours.text)
        for row in visible.rows:
            row.line.draw(painter, row.origin)
        if self.difference is not None:
            DifferencePainter(self, painter, visible).paint(self.difference)
        OverlayPainter(self, painter, visible).paint()
        painter.end()

    def _paint_ground(self, painter: QPainter, visible: Visible) -> None:
        gutter = self.page_layout.metrics.left - 8
        painter.fillRect(self.viewport().rect(), self.colours.page)
        painter.fillRect(0, 0, int(gutter), self.viewport().height(), self.colours.gutter)
        selection = self.session.selection
        if selection is not None:
            for box, _ in visible.boxes(*selection):
                painter.fillRect(box.adjusted(0, -2, 0, 3), self.colours.selection)
        elif self.session.focus is None and self.hasFocus() and self.text and self.difference is None:
            token = token_at(self.text, self.session.caret)
            for box, _ in visible.boxes(*token) if token else ():
                painter.fillRect(box.adjusted(-1, 0, 1, 2), self.colours.token)


def _reading_font() -> str:
    known = set(QFontDatabase.families())
    return next((family for family in READING_FONTS if family in known), "serif")
