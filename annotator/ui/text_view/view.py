"""The page: the article's text with its annotations, drawn by ourselves.

A read-only `QPlainTextEdit` lays out only what is seen and brings caret, selection and
accessibility; the widget's text is a display copy that is never read back. Marks are
painted below and above the text. The page writes nothing: it says what was done with
keys and mouse, and shows what the session has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model.fragment import Fragment
from annotator.model.offsets import Utf16Map
from annotator.model.tokens import token_at
from annotator.model.values import CODEBOOK_KINDS, Span
from annotator.ui.text_view.block_marks import BlockMarks
from annotator.ui.text_view.geometry import Visible, visible_rows
from annotator.ui.text_view.ink import Inks, page_colours
from annotator.ui.text_view.layout import PageLayout, metrics_of
from annotator.ui.text_view.modes import MODIFIER_KEYS
from annotator.ui.text_view.mouse import PageMouse
from annotator.ui.text_view.overlay import Overlay, OverlayPainter
from annotator.ui.text_view.painter import MarkPainter

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.session import Session
    from annotator.ui.text_view.appearance import Appearance
    from annotator.ui.text_view.modes import Mode

_GUTTER_IN_EMS = 6.0
_MANY = 500
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\ufdd0\ufdd1\ufffc]")
READING_FONTS = ("Noto Serif", "Charter", "Georgia", "Source Serif 4", "Cambria", "DejaVu Serif")


class TextView(QPlainTextEdit):
    """The annotated text of the open document. Offsets are code points."""

    prompt_changed = Signal(str)
    gesture_ended = Signal()
    edge_moved = Signal(object, object)
    clicked_in_mode = Signal(int)
    menu_requested = Signal(QPoint)

    def __init__(self, session: Session, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(self.tr("Article text"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.session = session
        self.text = ""
        self.utf16 = Utf16Map("")
        self.overlay = Overlay()
        self.mode: Mode | None = None
        self.shows_keys = True
        self.marks = BlockMarks(self)
        self.page_layout = PageLayout(self.document(), self.marks.lane_count)
        self.document().setDocumentLayout(self.page_layout)
        self.setDocument(self.document())
        self._mouse = PageMouse(self)
        self._is_placing = False
        self._visible: Visible | None = None
        self._appearance = appearance
        self.set_appearance(appearance)
        self.cursorPositionChanged.connect(self._report_caret)
        self.selectionChanged.connect(self._report_caret)
        session.document_opened.connect(self._show_document)
        session.closed.connect(self._show_document)
        session.opened.connect(self._take_codebook)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._show_focus)

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
        gutter = round(_GUTTER_IN_EMS * em)
        room = self.viewport().width() - gutter - em
        width = room
        if self._appearance.line_width:
            width = min(room, self._appearance.line_width * metrics.averageCharWidth())
        left = gutter + max(0.0, (room - width) / 2 - gutter / 4)
        self.page_layout.metrics = metrics_of(metrics, left=round(left), width=width)
        self._visible = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew, and keep what is being read in sight."""
        top = self.firstVisibleBlock().position()
        self._measure()
        super().resizeEvent(event)
        if top and event.oldSize().width() != event.size().width():
            block = self.document().findBlock(top)
            self.verticalScrollBar().setValue(block.firstLineNumber())

    def _take_codebook(self) -> None:
        self.inks = Inks(self.session.codebook, is_dark=self._appearance.is_dark)
        self.marks.clear()

    # ------------------------------------------------------------ content

    def _show_document(self) -> None:
        self.leave_mode()
        self.marks.clear()
        self.overlay = Overlay()
        self._visible = None
        self.text = self.session.text
        self.utf16 = Utf16Map(self.text)
        self._is_placing = True
        try:
            self.setPlainText(_UNSHOWABLE.sub("\ufffd", self.text))
            self.page_layout.announce_size()
        finally:
            self._is_placing = False
        if self.session.document is not None:
            caret = self.session.caret
            self.place(caret)
            if caret:
                self.centerCursor()

    def _follow(self, edit: Edit) -> None:
        document = self.session.document
        if edit.writes(*CODEBOOK_KINDS):
            self._take_codebook()
            self.page_layout.forget_all()
        if document is None:
            if self.text:
                self._show_document()
            return
        spans = [
            span for pair in edit.spans() for span in pair if span and span.document_id == document.id
        ]
        if len(spans) > _MANY:
            self.marks.clear()
            self.page_layout.forget_all()
        else:
            self._refresh_marks(spans)
        self.viewport().update()

    def _refresh_marks(self, spans: list[Span]) -> None:
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

    # ------------------------------------------------------------ offsets

    def block_at(self, position: int) -> QTextBlock:
        """The paragraph that this code point stands in."""
        return self.document().findBlock(self.utf16.to_utf16(position))

    def block_range(self, block: QTextBlock) -> tuple[int, int]:
        """The code points of a paragraph, without its line end."""
        to_point = self.utf16.to_code_point
        return to_point(block.position()), to_point(block.position() + block.length() - 1)

    def unit_in_block(self, block: QTextBlock, position: int) -> int:
        """The UTF-16 offset of a code point within its paragraph."""
        return self.utf16.to_utf16(position) - block.position()

    def visible(self) -> Visible:
        """The lines that can be seen now."""
        return visible_rows(self)

    # ------------------------------------------------------------ caret, selection, focus

    def place(self, caret: int, selection: Fragment | None = None, *, scrolls: bool = True) -> None:
        """Put the caret at this code point, or select; the focus stays as it is."""
        cursor = self.textCursor()
        self._is_placing = True
        try:
            if selection is None:
                cursor.setPosition(self.utf16.to_utf16(min(caret, len(self.text))))
            else:
                cursor.setPosition(self.utf16.to_utf16(selection.end))
                move = QTextCursor.MoveMode.KeepAnchor
                cursor.setPosition(self.utf16.to_utf16(selection.start), move)
            if scrolls:
                self.setTextCursor(cursor)
            else:
                value = self.verticalScrollBar().value()
                self.setTextCursor(cursor)
                self.verticalScrollBar().setValue(value)
        finally:
            self._is_placing = False
        self.set_overlay(Overlay())
        self.session.set_selection(caret, selection)

    def go_to(self, position: int, selection: Fragment | None = None) -> None:
        """Bring a place into sight with some text around it, and put the caret there."""
        visible = self.visible()
        margin = min(200, (visible.end - visible.start) // 5)
        is_seen = visible.start <= position < visible.end - margin
        self.place(position, selection)
        if not is_seen:
            self.centerCursor()

    def _report_caret(self) -> None:
        if self._is_placing:
            return
        cursor = self.textCursor()
        to_point = self.utf16.to_code_point
        caret = to_point(cursor.position())
        selection = None
        if cursor.hasSelection():
            selection = Fragment(to_point(cursor.selectionStart()), to_point(cursor.selectionEnd()))
        elif caret != self.session.caret:
            self.session.set_focus(None)
        self.set_overlay(Overlay())
        self.session.set_selection(caret, selection)
        self.viewport().update()

    def _show_focus(self) -> None:
        focus = self.session.focus
        if focus is not None and not self.hasFocus():
            self.go_to(focus.start)
        self.viewport().update()

    def set_overlay(self, overlay: Overlay) -> None:
        """Show this above the text."""
        if overlay != self.overlay:
            self.overlay = overlay
        self.viewport().update()

    # ------------------------------------------------------------ modes and events

    def enter_mode(self, mode: Mode) -> None:
        """Let this mode have the keys."""
        self.leave_mode()
        self.mode = mode
        self.prompt_changed.emit(mode.prompt)

    def leave_mode(self) -> None:
        """Give the keys back to the usual commands."""
        if self.mode is not None:
            mode, self.mode = self.mode, None
            mode.leave()
            self.set_overlay(Overlay())
            self.prompt_changed.emit("")

    def event(self, event: QEvent) -> bool:
        """Let the mode, or else the commands, have a key before the widget."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mode = self.mode
            if mode is not None and mode.wants(event):
                event.accept()
                return True
            if mode is not None and not mode.is_lasting and event.key() not in MODIFIER_KEYS:
                self.leave_mode()
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the key to the mode, if it wants it."""
        if self.mode is not None and self.mode.wants(event):
            self.mode.press(event)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture."""
        self._mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a name or word."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._mouse.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            span = self._mouse.span_at(event.pos().toPointF())
            position = self._mouse.character_at(event.pos().toPointF())
            selection = self.session.selection
            if position is not None and not (selection and selection.start <= position < selection.end):
                self.place(position)
                self.session.set_focus(span.id if span else None)
        self.menu_requested.emit(event.globalPos())

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
        OverlayPainter(self, painter, visible).paint()
        painter.end()

    def _paint_ground(self, painter: QPainter, visible: Visible) -> None:
        gutter = self.page_layout.metrics.left - 8
        painter.fillRect(0, 0, int(gutter), self.viewport().height(), self.colours.gutter)
        selection = self.session.selection
        if selection is not None:
            for box, _ in visible.boxes(*selection):
                painter.fillRect(box.adjusted(0, -2, 0, 3), self.colours.selection)
        elif self.session.focus is None and self.hasFocus() and self.text:
            token = token_at(self.text, self.session.caret)
            for box, _ in visible.boxes(*token) if token else ():
                painter.fillRect(box.adjusted(-1, 0, 1, 2), self.colours.token)


def _reading_font() -> str:
    known = set(QFontDatabase.families())
    return next((family for family in READING_FONTS if family in known), "serif")
