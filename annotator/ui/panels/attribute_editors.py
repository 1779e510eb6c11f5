"""The attributes of a span or relation as a form: one editor for each, by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from annotator.model.attribute_values import keys_of
from annotator.model.values import AttributeValue, Entity
from annotator.ui.panels.attribute_words import default_text, value_name
from annotator.ui.panels.choice_editor import ChoiceEditor
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.entity_field import EntityField
from annotator.ui.panels.texts import key_text, said

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from annotator.model.codebook import AttributeType

_EDITOR_WIDTH = 128
"""At least so much room has an editor beside its name, in pixels."""

Chosen = Callable[[AttributeValue | None], None]


class AttributeForm(QWidget):
    """One row for each attribute; `value_chosen` says its id and the value, None for no value.

    `page_requested` follows a value from a list, and Enter in a line: the annotator goes on in the text.
    """

    value_chosen = Signal(str, object)
    page_requested = Signal()

    def __init__(
        self,
        attributes: Sequence[AttributeType],
        entities: Callable[[], Sequence[Entity]],
        lead: Callable[[], str] = str,
    ) -> None:
        """`lead` gives the key that is pressed before an attribute's own; empty if there is none."""
        super().__init__()
        self._lead = lead
        self._attributes = {attribute.id: attribute for attribute in attributes}
        self._keys = {attribute.id: key for key, attribute in keys_of(attributes).items()}
        self._editors: dict[str, Editor] = {}
        self._labels: dict[str, QLabel] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._form = form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(6)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for attribute in attributes:
            editor = _editor(attribute, self._chosen(attribute.id), entities)
            editor.setObjectName(f"attribute:{attribute.id}")
            if isinstance(editor, ChoiceEditor):
                editor.page_requested.connect(self.page_requested)
            elif isinstance(editor, LineEditor):
                editor.returnPressed.connect(self.page_requested)
            label = plain_label()
            label.setBuddy(editor)
            label.setToolTip(attribute.hint)
            self._editors[attribute.id] = editor
            self._labels[attribute.id] = label
            form.addRow(label, editor)
            self._name(attribute, is_missing=False)

    def show_values(self, values: Mapping[str, AttributeValue], *, is_writable: bool = True) -> None:
        """Show these values; what has none shows its default, dimmed."""
        for id_, editor in self._editors.items():
            editor.show_value(values.get(id_))
            editor.setEnabled(is_writable)
            attribute = self._attributes[id_]
            self._name(attribute, is_missing=attribute.required and id_ not in values)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names stand beside the editors where both have room, else above them."""
        super().resizeEvent(event)
        names = max((label.sizeHint().width() for label in self._labels.values()), default=0)
        policy = QFormLayout.RowWrapPolicy
        has_room = names + _EDITOR_WIDTH <= event.size().width()
        wanted = policy.DontWrapRows if has_room else policy.WrapAllRows
        if wanted != self._form.rowWrapPolicy():
            self._form.setRowWrapPolicy(wanted)

    def editor(self, attribute_id: str) -> Editor | None:
        """The editor of this attribute, if the form has one."""
        return self._editors.get(attribute_id)

    def _chosen(self, id_: str) -> Chosen:
        def emit(value: AttributeValue | None) -> None:
            self.value_chosen.emit(id_, value)

        return emit

    def _name(self, attribute: AttributeType, *, is_missing: bool) -> None:
        own = self._keys.get(attribute.id, "") if self._lead() else attribute.key
        key = f"{self._lead()} {key_text(own)}".strip() if own else ""
        name = f"{attribute.name} ({key})" if key else attribute.name
        label, editor = self._labels[attribute.id], self._editors[attribute.id]
        text = f"▸ {name}" if is_missing else name
        if label.text() == text:
            return
        label.setText(text)
        label.setProperty("role", "warning" if is_missing else "")
        label.style().polish(label)
        missing = said("required, missing")
        editor.setAccessibleName(f"{attribute.name}, {missing}" if is_missing else attribute.name)


class YesNoEditor(QCheckBox):
    """Yes or no; Delete takes the value away, so that the default holds. A click leaves the focus."""

    def __init__(self, attribute: AttributeType, chosen: Chosen) -> None:
        super().__init__()
        self._attribute = attribute
        self._chosen = chosen
        self.setTristate(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self._chosen(self.checkState() == Qt.CheckState.Checked))

    def show_value(self, value: AttributeValue | None) -> None:
        """Show yes, no, or that nothing is stored."""
        shown = value if value is not None else self._attribute.default
        states = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked}
        state = states.get(shown) if isinstance(shown, bool) else None
        self.setCheckState(state if state is not None else Qt.CheckState.PartiallyChecked)
        is_stored = value is not None
        self.setText(value_name(self._attribute, value) if is_stored else default_text(self._attribute))

    def nextCheckState(self) -> None:
        """A click says yes or no, never “perhaps”."""
        is_on = self.checkState() == Qt.CheckState.Checked
        self.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace take the value away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._chosen(None)
        else:
            super().keyPressEvent(event)


class LineEditor(QLineEdit):
    """A text or a number; written when the line is left or Enter is pressed."""

    def __init__(self, attribute: AttributeType, chosen: Chosen) -> None:
        super().__init__()
        self._attribute = attribute
        self._chosen = chosen
        self._shown: AttributeValue | None = None
        self.setPlaceholderText(default_text(attribute))
        self.editingFinished.connect(self._finish)

    def show_value(self, value: AttributeValue | None) -> None:
        """Show this value, unless it is shown already."""
        text = self._text_of(value)
        if value != self._shown or not self.isModified():
            self._shown = value
            if text != self.text():
                self.setText(text)
                self.setCursorPosition(0)

    def _text_of(self, value: AttributeValue | None) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            return QLocale().toString(value, "g", 15)
        return str(value)

    def _finish(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        text = self.text().strip()
        value = self._number(text) if self._attribute.type == "number" and text else text or None
        if value != self._shown:
            shown = self._shown
            self._chosen(value)
            if self._shown == shown:
                self.setText(self._text_of(shown))

    def _number(self, text: str) -> AttributeValue:
        """The number that was typed, in the locale's way or the usual one; else the text itself."""
        for locale in (QLocale(), QLocale.c()):
            whole, is_whole = locale.toLongLong(text)
            if is_whole:
                return whole
            number, is_number = locale.toDouble(text)
            if is_number:
                return number
        return text


class EntityEditor(EntityField):
    """An entity of the project as the value of an attribute."""

    def __init__(self, chosen: Chosen, entities: Callable[[], Sequence[Entity]]) -> None:
        super().__init__(entities)
        self.entity_chosen.connect(chosen)
        self.cleared.connect(lambda: chosen(None))

    def show_value(self, value: AttributeValue | None) -> None:
        """Show the entity with this id."""
        self.show_entity(str(value) if value is not None else None)


Editor = ChoiceEditor | YesNoEditor | LineEditor | EntityEditor


def _editor(
    attribute: AttributeType, chosen: Chosen, entities: Callable[[], Sequence[Entity]]
) -> Editor:
    if attribute.type == "choice":
        return ChoiceEditor(attribute, chosen)
    if attribute.type == "yes/no":
        return YesNoEditor(attribute, chosen)
    if attribute.type == "entity":
        return EntityEditor(chosen, entities)
    return LineEditor(attribute, chosen)
