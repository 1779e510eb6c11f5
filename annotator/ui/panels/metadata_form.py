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

from annotator.model import document_edits, edits
from annotator.model.values import METADATA_KEYS, AttributeValue, Document
from annotator.ui.panels.attribute_editors import AttributeForm
from annotator.ui.panels.colours import plain_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent

    from annotator.model.change import Edit
    from annotator.ui.session import Session

_WIDTH = 440


class MetadataForm(QDialog):
    """Title, outlet, author, date, address, language, attributes and note of one article.

    The attributes are those that the codebook names for whole articles. Esc writes what was typed
    into the note, as in every note; Cancel writes nothing.
    """

    def __init__(self, session: Session, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metadata_form")
        self.setAccessibleName(self.tr("Details of the article"))
        self.setWindowTitle(self.tr("Details of the article"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._document = document
        self._lines: dict[str, QLineEdit] = {}
        self._refusal = plain_label(role="warning", wraps=True)
        self._refusal.hide()
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
        self._add_attributes()
        self._note = QPlainTextEdit(document.note)
        self._note.setObjectName("details_note")
        self._note.setAccessibleName(self.tr("Note"))
        self._note.setPlaceholderText(self.tr("A note on this article; Esc writes it"))
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

    def _add_attributes(self) -> None:
        attributes = self._session.codebook.document_attributes
        project = self._session.project
        entities = project.entities() if project is not None else []
        self._values = dict(self._document.attributes)
        self._attributes = AttributeForm(attributes, lambda: entities)
        self._attributes.value_chosen.connect(self._take_value)
        self._attributes.show_values(self._values)
        self._attributes.setParent(self)
        self._attributes.hide()
        for attribute in attributes:
            editor = self._attributes.editor(attribute.id)
            if editor is not None:
                self._form.addRow(attribute.name, editor)

    def _take_value(self, id_: str, value: AttributeValue | None) -> None:
        """Keep a value until all is saved; one that cannot be stored is said and taken back."""
        refusal = self._session.codebook.attributes[id_].refusal(value) if value is not None else ""
        self._refusal.setText(refusal)
        self._refusal.setVisible(bool(refusal))
        if not refusal:
            self._values = {name: old for name, old in self._values.items() if name != id_}
            self._values |= {id_: value} if value is not None else {}
        self._attributes.show_values(self._values)

    def go_to(self, field: str) -> None:
        """Put the caret into a field: `note`, or an attribute by its id; an empty name is the title."""
        editor = self._note if field == "note" else self._attributes.editor(field)
        (editor or self._lines["title"]).setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        column.addWidget(self._refusal)
        column.addWidget(buttons)
        self.resize(_WIDTH, self.sizeHint().height())

    def accept(self) -> None:
        """Save what was changed as one edit; stay open if that fails."""
        self._refusal.clear()
        for attribute in self._session.codebook.document_attributes:
            editor = self._attributes.editor(attribute.id)
            if isinstance(editor, QLineEdit):
                editor.editingFinished.emit()
        if self._refusal.text():
            return
        after = {field: line.text().strip() for field, line in self._lines.items()}
        after["title"] = after["title"] or self._document.title
        by = self._session.annotator.id
        written = self._fields({**after, "note": self._note.toPlainText().strip()})
        written += [
            document_edits.set_attribute(self._document, attribute, self._values.get(id_), by=by)
            for id_, attribute in self._session.codebook.attributes.items()
            if self._values.get(id_) != self._document.attributes.get(id_)
        ]
        if self._write(self.tr("edit the article's details"), written):
            super().accept()

    def _fields(self, after: Mapping[str, str]) -> list[Edit]:
        """An edit for each field: what stands in it now."""
        before = {
            "title": self._document.title,
            "note": self._document.note,
            **{f"metadata.{key}": value for key, value in self._document.metadata.items()},
        }
        return [
            edits.set_field(
                "document",
                self._document.id,
                field,
                before.get(field) or None,
                value or None,
                by=self._session.annotator.id,
                title="",
            )
            for field, value in after.items()
        ]

    def _write(self, title: str, written: list[Edit]) -> bool:
        whole = edits.combine(title, written)
        return not whole.changes or self._session.do(whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc writes the note and leaves; Ctrl+Enter saves all."""
        is_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            note = self._note.toPlainText().strip()
            if self._write(self.tr("edit the note"), self._fields({"note": note})):
                self.reject()
        elif is_control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)
