"""The details of an article in a compact form: one edit for all that was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.model import edits
from annotator.model.values import METADATA_KEYS, Document

if TYPE_CHECKING:
    from annotator.ui.session import Session

_WIDTH = 440


class MetadataForm(QDialog):
    """Title, outlet, author, date, address, language and note of one article."""

    def __init__(self, session: Session, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metadata_form")
        self.setAccessibleName(self.tr("Details of the article"))
        self.setWindowTitle(self.tr("Details of the article"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._document = document
        self._lines: dict[str, QLineEdit] = {}
        self._form = QFormLayout()
        self._form.setSpacing(8)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._add_line("title", self.tr("Title"), document.title)
        names = {
            "outlet": self.tr("Outlet"),
            "author": self.tr("Author"),
            "published": self.tr("Published"),
            "url": self.tr("Address (URL)"),
            "language": self.tr("Language"),
        }
        for key in METADATA_KEYS:
            self._add_line(f"metadata.{key}", names[key], document.metadata.get(key, ""))
        self._lines["metadata.published"].setPlaceholderText(self.tr("2026-03-14"))
        self._lines["metadata.language"].setPlaceholderText(self.tr("en"))
        self._note = QPlainTextEdit(document.note)
        self._note.setObjectName("details_note")
        self._note.setAccessibleName(self.tr("Note"))
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(72)
        self._form.addRow(self.tr("Note"), self._note)
        self._lay_out()

    def _add_line(self, field: str, name: str, value: str) -> None:
        line = QLineEdit(value)
        line.setObjectName(f"details_{field.removeprefix('metadata.')}")
        line.setAccessibleName(name)
        line.setCursorPosition(0)
        self._lines[field] = line
        self._form.addRow(name, line)

    def _lay_out(self) -> None:
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Save | box.Cancel)
        buttons.setObjectName("details_buttons")
        for button in buttons.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
            button.setObjectName(f"details_{button.accessibleName().casefold()}")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(self._form)
        column.addWidget(buttons)
        self.resize(_WIDTH, self.sizeHint().height())

    def accept(self) -> None:
        """Save what was changed as one edit; stay open if that fails."""
        before = {
            "title": self._document.title,
            "note": self._document.note,
            **{f"metadata.{key}": value for key, value in self._document.metadata.items()},
        }
        after = {field: line.text().strip() for field, line in self._lines.items()}
        after["note"] = self._note.toPlainText().strip()
        after["title"] = after["title"] or self._document.title
        by = self._session.annotator.id
        written = [
            edits.set_field(
                "document",
                self._document.id,
                field,
                before.get(field) or None,
                value or None,
                by=by,
                title="",
            )
            for field, value in after.items()
        ]
        whole = edits.combine(self.tr("edit the article's details"), written)
        if not whole.changes or self._session.do(whole):
            super().accept()
