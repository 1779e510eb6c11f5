"""The attributes of a span or relation as a form: one editor for each, by its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from annotator.model.attribute_values import keys_of
from annotator.model.values import AttributeValue, Entity
from annotator.ui.panels.colours import plain_label
from annotator.ui.panels.entity_field import EntityField
from annotator.ui.panels.texts import key_text, said

if TYPE_CHECKING:
    from annotator.model.codebook import AttributeType

_EDITOR_WIDTH = 128
"""At least so much room has an editor beside its name, in pixels."""

Chosen = Callable[[AttributeValue | None], None]


def default_text(attribute: AttributeType) -> str:
    """How an attribute looks that has no value: its default, or that it is missing."""
    default = value_name(attribute, attribute.default) if attribute.default is not None else ""
    if attribute.required:
        missing = said("not set")
        usual = said("%1 (usually %2)").replace("%1", missing).replace("%2", default)
        return usual if default else missing
    return said("%1 (default)").replace("%1", default) if default else "–"


def value_name(attribute: AttributeType, value: AttributeValue | None) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    names = {choice.id: choice.name for choice in attribute.choices}
    return names.get(str(value), str(value))


class AttributeForm(QWidget):
    """One row for each attribute; `value_chosen` says its id and the value, None for no value."""

    value_chosen = Signal(str, object)

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


class ChoiceEditor(QComboBox):
    """One of the choices, or none; the wheel scrolls the panel, never the value."""

    def __init__(self, attribute: AttributeType, chosen: Chosen) -> None:
        super().__init__()
        self._chosen = chosen
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItem(default_text(attribute), None)
        for choice in attribute.choices:
            self.addItem(choice.name, choice.id)
            self.setItemData(self.count() - 1, choice.definition, Qt.ItemDataRole.ToolTipRole)
        self.activated.connect(self._choose)

    def show_value(self, value: AttributeValue | None) -> None:
        """Show this value; one that the codebook lacks is shown as it is."""
        row = self.findData(value) if value is not None else 0
        if row < 0:
            self.addItem(str(value), value)
            row = self.count() - 1
        if row != self.currentIndex():
            self.setCurrentIndex(row)
        self.setToolTip(self.itemData(row, Qt.ItemDataRole.ToolTipRole) or self.itemText(row))

    def _choose(self, row: int) -> None:
        self._chosen(self.itemData(row))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def showPopup(self) -> None:
        """Unfold the choices, as wide as they are."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, dimmed where nothing is stored."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() == 0 and self.isEnabled():
            soft = self.palette().color(QPalette.ColorRole.PlaceholderText)
            for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
                option.palette.setColor(role, soft)
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        end = Qt.TextElideMode.ElideRight
        option.currentText = option.fontMetrics.elidedText(option.currentText, end, field.width() - 4)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class YesNoEditor(QCheckBox):
    """Yes or no; Delete takes the value away, so that the default holds."""

    def __init__(self, attribute: AttributeType, chosen: Chosen) -> None:
        super().__init__()
        self._attribute = attribute
        self._chosen = chosen
        self.setTristate(True)
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
