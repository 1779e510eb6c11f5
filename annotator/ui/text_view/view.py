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
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
)

from annotator.model.fragment import Fragment
from annotator.model.values import CODEBOOK_KINDS
from annotator.ui.text_view.canvas import PageCanvas
from annotator.ui.text_view.modes import MODIFIER_KEYS, HintMode, KeyMode
from annotator.ui.text_view.mouse import PageMouse
from annotator.ui.text_view.others_marks import OthersTip
from annotator.ui.text_view.overlay import Overlay

if TYPE_CHECKING:
    from annotator.model.change import Edit
    from annotator.ui.session import Session
    from annotator.ui.text_view.appearance import Appearance
    from annotator.ui.text_view.modes import Mode

_GUTTER_IN_EMS = 6.0
_MANY = 500
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\ufdd0\ufdd1\ufffc]")
_GOING_ELSEWHERE = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.MouseFocusReason,
)
"""Why the page may lose the focus while something is being chosen, other than for the choice."""
READING_FONTS = ("Noto Serif", "Charter", "Georgia", "Source Serif 4", "Cambria", "DejaVu Serif")


class TextView(PageCanvas):
    """The annotated text of the open document. Offsets are code points."""

    prompt_changed = Signal(str)
    gesture_ended = Signal()
    edge_moved = Signal(object, object)
    clicked_in_mode = Signal(int)
    menu_requested = Signal(QPoint)

    def __init__(self, session: Session, appearance: Appearance) -> None:
        super().__init__(session, appearance)
        self.setObjectName("page")
        self.setAccessibleName(self.tr("Article text"))
        self.viewport().setMouseTracking(True)
        self.mode: Mode | None = None
        self._mode_focus: str | None = None
        self._mouse = PageMouse(self)
        OthersTip(self, self._mouse.character_at)
        self._is_placing = False
        self.cursorPositionChanged.connect(self._report_caret)
        self.selectionChanged.connect(self._report_caret)
        self.verticalScrollBar().valueChanged.connect(self._renew_letters)
        session.document_opened.connect(self._show_document)
        session.closed.connect(self._show_document)
        session.opened.connect(self.take_codebook)
        session.edited.connect(self._follow)
        session.focus_changed.connect(self._show_focus)

    # ------------------------------------------------------------ content

    def _show_document(self) -> None:
        self.leave_mode()
        self._is_placing = True
        try:
            self.show_text(self.session.text)
        finally:
            self._is_placing = False
        if self.session.document is not None:
            caret = self.session.caret
            self.place(caret)
            if caret:
                self.centerCursor()

    def _follow(self, edit: Edit) -> None:
        document = self.session.document
        if edit.writes(*CODEBOOK_KINDS) or not edit.changes:
            self.take_codebook()
            self.page_layout.forget_all()
        if document is None:
            if self.text:
                self._show_document()
            return
        spans = [span for pair in edit.spans() for span in pair if span is not None]
        self.refresh_marks([span for span in spans if span.document_id == document.id])
        self.viewport().update()

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
        """Put the caret there; what is out of sight comes into it with some text around."""
        is_seen = self.sees(position)
        self.place(position, selection, scrolls=not is_seen)
        if not is_seen:
            self.centerCursor()

    def sees(self, position: int) -> bool:
        """Whether the line of this code point is in sight from top to bottom."""
        rows = [row for row in self.visible().rows if row.start <= position <= row.end]
        height = self.viewport().height()
        return bool(rows) and rows[-1].y >= 0 and rows[-1].bottom <= height

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
        if isinstance(self.mode, KeyMode) and _focus_id(self.session) != self._mode_focus:
            self.leave_mode()  # its keys would act on another span than it was asked for
        if focus is not None and not self.hasFocus():
            self.go_to(focus.start)
        self.viewport().update()

    # ------------------------------------------------------------ modes and events

    def enter_mode(self, mode: Mode) -> None:
        """Let this mode have the keys."""
        self.leave_mode()
        self.mode = mode
        self._mode_focus = _focus_id(self.session)
        self.prompt_changed.emit(mode.prompt)

    def leave_mode(self) -> None:
        """Give the keys back to the usual commands."""
        if self.mode is not None:
            mode, self.mode = self.mode, None
            mode.leave()
            self.set_overlay(Overlay())
            self.prompt_changed.emit("")

    def _renew_letters(self) -> None:
        if isinstance(self.mode, HintMode):
            self.mode.start()

    def event(self, event: QEvent) -> bool:
        """Let the mode, or else the commands, have a key before the widget."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mode = self.mode
            if mode is not None and mode.wants(event):
                event.accept()
                return True
            if mode is None and event.key() == Qt.Key.Key_Tab:  # nothing is proposed: Tab goes on
                event.accept()
                return True
            if mode is not None and not mode.is_lasting and event.key() not in MODIFIER_KEYS:
                self.leave_mode()
            event.ignore()
            return False
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._takes_tab(event)
        ):
            return True
        return super().event(event)

    def _takes_tab(self, event: QKeyEvent) -> bool:
        """Give Tab to a mode that wants it, before Qt moves the focus with it."""
        mode = self.mode
        if event.key() != Qt.Key.Key_Tab or mode is None or not mode.wants(event):
            return False
        mode.press(event)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes elsewhere has chosen nothing; a lasting mode waits."""
        super().focusOutEvent(event)
        if self.mode is not None and not self.mode.is_lasting and event.reason() in _GOING_ELSEWHERE:
            self.leave_mode()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the key to the mode, if it wants it."""
        if self.mode is not None and self.mode.wants(event):
            self.mode.press(event)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture; it leaves a mode that is not about clicks, for what it was about is left."""
        mode = self.mode
        if mode is not None and not mode.is_lasting and not isinstance(mode, HintMode):
            self.leave_mode()
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


def _focus_id(session: Session) -> str | None:
    return session.focus.id if session.focus is not None else None
