"""The note of a span or relation: plain text, written as one edit when the field is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from annotator.model import edits
from annotator.ui.panels.writing import write

if TYPE_CHECKING:
    from annotator.model.values import Relation, Span
    from annotator.store.project import Project
    from annotator.ui.session import Session

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NoteEditor(QPlainTextEdit):
    """Ctrl+Enter and Esc write the note and go back to the page; so does leaving the field."""

    page_requested = Signal()

    def __init__(self, session: Session, *, is_for_relations: bool = False) -> None:
        super().__init__()
        self._session = session
        self._is_for_relations = is_for_relations
        self._owner_id = ""
        self._shown = ""
        self.setObjectName("relation_note" if is_for_relations else "span_note")
        self.setTabChangesFocus(True)
        if is_for_relations:
            self.setAccessibleName(self.tr("Note on the relation"))
            self.setPlaceholderText(self.tr("A note on this relation; Esc writes it"))
        else:
            self.setAccessibleName(self.tr("Note"))
            self.setPlaceholderText(self.tr("A note on this span; Esc writes it"))
        self._placeholder = self.placeholderText()
        lines = 1 if is_for_relations else 3
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 16)
        session.closing.connect(self.commit)

    def show_owner(self, owner: Span | Relation | None) -> None:
        """Show the note of this one; what was typed for another one is written first."""
        owner_id = owner.id if owner is not None else ""
        if owner_id != self._owner_id:
            self.commit()
        note = owner.note if owner is not None else ""
        if owner_id != self._owner_id or note != self._shown:
            self._owner_id, self._shown = owner_id, note
            self.setPlainText(note)
        can_change = owner is None or self._session.others.can_change(owner)
        self.setReadOnly(not self._session.is_writable or not can_change)
        self.setPlaceholderText("" if self.isReadOnly() else self._placeholder)

    def commit(self) -> None:
        """Write what was typed, if that differs from what is stored."""
        note = self.toPlainText().strip()
        project = self._session.project
        is_changed = self.document().isModified() and note != self._shown
        owner = self._owner(project) if project is not None and is_changed else None
        if owner is not None:
            self._shown = note
            write(self._session, lambda: edits.set_note(owner, note, by=self._session.annotator.id))
        self.document().setModified(False)

    def _owner(self, project: Project) -> Span | Relation | None:
        """Whose note it is, as that now stands in the project."""
        if self._is_for_relations:
            return project.relation(self._owner_id)
        return project.span(self._owner_id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write when the field is left; its own context menu is no leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter and Esc from commands of the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() == Qt.Key.Key_Escape or (is_control and event.key() in _ENTER):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc leave."""
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (is_control and event.key() in _ENTER):
            self.commit()
            self.page_requested.emit()
        else:
            super().keyPressEvent(event)
