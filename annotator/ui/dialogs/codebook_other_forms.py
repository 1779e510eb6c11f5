"""The forms of the codebook as a whole, and of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.ui.dialogs.codebook_fields import (
    Chooser,
    FormRows,
    InlineLine,
    InlineText,
)

if TYPE_CHECKING:
    from annotator.ui.dialogs.codebook_desk import CodebookDesk


class GeneralForm(QWidget):
    """Name, version and description of the codebook."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._name = InlineLine("codebook_name", self.tr("Name"))
        self._name.written.connect(lambda text: self._set("name", text))
        self._version = InlineLine("codebook_version", self.tr("Version"))
        self._version.written.connect(lambda text: self._set("version", text))
        self._description = InlineText("codebook_description", self.tr("Description"), lines=5)
        self._description.written.connect(lambda text: self._set("description", text))
        self._revision = QLabel()
        self._revision.setObjectName("codebook_revision")
        self._revision.setProperty("role", "muted")
        self._revision.setWordWrap(True)
        rows = FormRows()
        rows.add(self.tr("Name"), self._name)
        rows.add(self.tr("Version"), self._version)
        rows.add(self.tr("Description"), self._description)
        rows.add("", self._revision)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)
        column.addStretch(1)

    def show_thing(self, _id: str) -> None:
        """Show the codebook as a whole."""
        book, project = self._desk.codebook, self._desk.session.project
        self._name.show_text(book.name)
        self._version.show_text(book.version)
        self._description.show_text(str(book.guidelines.get("description") or ""))
        for field in (self._name, self._version, self._description):
            field.setReadOnly(not self._desk.is_writable)
        if project is not None:
            text = self.tr(
                "This is revision {number} in this project. The history says of each label under "
                "which revision it was made."
            )
            self._revision.setText(text.format(number=project.codebook_revision()))

    def focus_name(self) -> None:
        """Put the focus into the name."""
        self._name.setFocus()

    def _set(self, name: str, text: str) -> None:
        self._desk.set_value("guideline", name, "value", text.strip())


class LayerForm(QWidget):
    """Name, overlap rule and note of a layer."""

    def __init__(self, desk: CodebookDesk) -> None:
        super().__init__()
        self._desk = desk
        self._id = ""
        self._name = InlineLine("layer_name", self.tr("Name"))
        self._name.written.connect(lambda text: self._set("name", text.strip()))
        self._overlap = Chooser("layer_overlap", self.tr("Overlap"))
        self._overlap.chosen.connect(lambda id_: self._set("overlap", id_))
        self._note = InlineText("layer_note", self.tr("Note"))
        self._note.written.connect(lambda text: self._set("note", text.strip()))
        rows = FormRows()
        rows.add(self.tr("Name"), self._name)
        rows.add(self.tr("Spans of this layer"), self._overlap)
        rows.add(self.tr("Note"), self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)
        column.addStretch(1)

    def show_thing(self, id_: str) -> None:
        """Show the layer with this id."""
        layer = self._desk.codebook.layers.get(id_)
        if layer is None:
            return
        self._id = id_
        self._name.show_text(layer.name)
        choices = [
            ("none", self.tr("never overlap")),
            ("nested-allowed", self.tr("may lie within one another")),
            ("free", self.tr("may overlap freely")),
        ]
        self._overlap.show_choices(choices, layer.overlap)
        self._note.show_text(layer.note)
        for field in (self._name, self._note):
            field.setReadOnly(not self._desk.is_writable)
        self._overlap.setEnabled(self._desk.is_writable)

    def focus_name(self) -> None:
        """Put the focus into the name."""
        self._name.setFocus()
        self._name.selectAll()

    def _set(self, name: str, text: str) -> None:
        self._desk.set_value("layer", self._id, name, text)
