"""What is known of one entity, as a form: each line is written when it is left or Enter is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.model import entity_edits
from annotator.model.entity_types import entity_types
from annotator.ui.panels.calm_box import CalmBox
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.entity_rows import type_name
from annotator.ui.panels.marks import swatch
from annotator.ui.panels.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from annotator.model.change import Edit
    from annotator.model.values import Entity
    from annotator.ui.entity_registry import EntityRegistry
    from annotator.ui.session import Session


class EntityDetails(QWidget):
    """Name, type, aliases, item of Wikidata and note; Esc takes back what was typed.

    `list_requested` comes when a line was written with Enter, and from Esc.
    """

    list_requested = Signal()

    def __init__(self, session: Session, registry: EntityRegistry) -> None:
        super().__init__()
        self.setObjectName("entity_details")
        self._session = session
        self._registry = registry
        self._entity: Entity | None = None
        self._name = _Line("entity_name", self.tr("Name"))
        self._type = CalmBox()
        self._type.setObjectName("entity_type")
        self._type.setAccessibleName(self.tr("Type"))
        self._aliases = _Line("entity_aliases", self.tr("Aliases"))
        self._aliases.setPlaceholderText(self.tr("other names; between semicolons"))
        self._qid = _Line("entity_qid", self.tr("Item of Wikidata"))
        self._qid.setPlaceholderText("Q…")
        self._wrong = plain_label(role="error", wraps=True)
        self._wrong.setObjectName("entity_qid_wrong")
        self._nil = QCheckBox(self.tr("Not in Wikidata"))
        self._nil.setObjectName("entity_nil")
        self._nil.setAccessibleName(self._nil.text())
        self._note = _Note(self.tr("Note"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Name"), self._name),
            (self.tr("Type"), self._type),
            (self.tr("Aliases"), self._aliases),
            (self.tr("Wikidata"), self._qid),
            ("", self._wrong),
            ("", self._nil),
            (self.tr("Note"), self._note),
        )
        for text, editor in rows:
            label = plain_label(text)
            label.setBuddy(editor)
            form.addRow(label, editor)
        self._form = form
        form.setRowVisible(self._wrong, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.addLayout(form)
        column.addStretch(1)

    def _connect(self) -> None:
        edits = entity_edits
        for line in (self._name, self._aliases, self._qid):
            line.entered.connect(self.list_requested)
        self._name.written.connect(
            lambda text: self._write(lambda one: edits.rename(one, text, by=self._by))
        )
        self._aliases.written.connect(
            lambda text: self._write(
                lambda one: edits.set_aliases(one, edits.aliases_from(text), by=self._by)
            )
        )
        self._qid.written.connect(
            lambda text: self._write(lambda one: edits.set_qid(one, text, by=self._by))
        )
        self._qid.textChanged.connect(self._check)
        self._note.written.connect(
            lambda text: self._write(lambda one: edits.set_entity_note(one, text, by=self._by))
        )
        self._nil.clicked.connect(
            lambda is_on: self._write(lambda one: edits.set_nil(one, is_on, by=self._by))
        )
        self._type.activated.connect(
            lambda row: self._write(
                lambda one: edits.set_type(one, str(self._type.itemData(row)), by=self._by)
            )
        )

    @property
    def _by(self) -> str:
        return self._session.annotator.id

    # ------------------------------------------------------------ showing

    def show_entity(self, entity: Entity | None) -> None:
        """Show this one; what was typed for another one is written first."""
        before = self._entity
        if before is not None and (entity is None or before.id != entity.id):
            self.commit()
        self._entity = entity
        is_other = entity is None or before is None or before.id != entity.id
        self.setEnabled(entity is not None and self._session.is_writable)
        self._fill_types(entity)
        self._name.show_text(entity.name if entity is not None else "", anew=is_other)
        aliases = entity_edits.aliases_text(entity) if entity is not None else ""
        self._aliases.show_text(aliases, anew=is_other)
        self._qid.show_text(entity.qid if entity is not None else "", anew=is_other)
        self._nil.setChecked(entity is not None and entity.nil)
        self._note.show_text(entity.note if entity is not None else "", anew=is_other)

    def _fill_types(self, entity: Entity | None) -> None:
        codebook = self._session.codebook
        types = list(entity_types(codebook))
        if entity is not None and entity.type and entity.type not in types:
            types.append(entity.type)
        self._type.clear()
        self._type.addItem(self.tr("no type"), "")
        for one in types:
            sign = swatch(codebook.label(one), scale=self.devicePixelRatioF())
            self._type.addItem(sign, type_name(codebook, one), one)
        self._type.setCurrentIndex(self._type.findData(entity.type if entity is not None else ""))

    def edit_name(self) -> None:
        """Put the caret into the name."""
        self._name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._name.selectAll()

    def commit(self) -> None:
        """Write what was typed and not written yet."""
        for editor in (self._name, self._aliases, self._qid, self._note):
            editor.commit()

    def _check(self, text: str) -> None:
        is_wrong = not entity_edits.is_qid(text.strip().upper())
        self._wrong.setText(self.tr("A Q followed by a number, as in Q42") if is_wrong else "")
        self._form.setRowVisible(self._wrong, is_wrong)

    def _write(self, make: Callable[[Entity], Edit]) -> None:
        """Make the edit from the entity as it now is; what is refused stays to be corrected."""
        shown = self._entity
        entity = self._registry.entity(shown.id) if shown is not None else None
        if entity is not None and write(self._session, lambda: make(entity)):
            self.show_entity(self._registry.entity(entity.id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.list_requested.emit()
        else:
            super().keyPressEvent(event)


class _Line(QLineEdit):
    """A line that says what was written in it when it is left; Esc takes it back.

    `entered` says that Enter was pressed and that the text now stands as it is stored.
    """

    written = Signal(str)
    entered = Signal()

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self._shown = ""
        self.editingFinished.connect(self.commit)

    def show_text(self, text: str, *, anew: bool) -> None:
        """Show what is stored; what is being typed stays, unless it is about something else."""
        if anew or not self.isModified() or text == self.text().strip():
            self.setText(text)
            self.setCursorPosition(0)
        self._shown = text

    def commit(self) -> None:
        """Say what was written, if that is something else; a text that is refused stays."""
        if self.isModified() and self.text().strip() != self._shown:
            self.setModified(False)
            self.written.emit(self.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed; Enter leaves, unless the text was refused."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text() == self._shown:
            self.entered.emit()


class _Note(QPlainTextEdit):
    """A few lines, written when they are left."""

    written = Signal(str)

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self.setObjectName("entity_note")
        self.setAccessibleName(spoken)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 24)
        self._shown = ""

    def show_text(self, text: str, *, anew: bool) -> None:
        """Show what is stored; what is being typed stays, unless it is about something else."""
        if anew or (text != self._shown and not self.document().isModified()):
            self.setPlainText(text)
        self._shown = text

    def commit(self) -> None:
        """Say what was written, if that is something else."""
        text = self.toPlainText().strip()
        if self.document().isModified() and text != self._shown:
            self.document().setModified(False)
            self.written.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving writes."""
        super().focusOutEvent(event)
        self.commit()
