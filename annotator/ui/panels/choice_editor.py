"""One of several choices, as a box that changes only by what is chosen in its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from annotator.ui.panels.attribute_words import default_text, value_name
from annotator.ui.panels.calm_box import CalmBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.model.codebook import AttributeType
    from annotator.model.values import AttributeValue

    Chosen = Callable[[AttributeValue | None], None]


class ChoiceEditor(CalmBox):
    """One of the choices, or none; a default that holds without being stored stands there once."""

    page_requested = Signal()

    def __init__(self, attribute: AttributeType, chosen: Chosen) -> None:
        super().__init__()
        self._attribute = attribute
        self._chosen = chosen
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.addItem(default_text(attribute), None)
        usual = None if attribute.required else attribute.default
        for choice in attribute.choices:
            if choice.id == usual:
                self.setItemData(0, choice.definition, Qt.ItemDataRole.ToolTipRole)
                continue
            self.addItem(choice.name, choice.id)
            self.setItemData(self.count() - 1, choice.definition, Qt.ItemDataRole.ToolTipRole)
        self._offered = self.count()
        self.activated.connect(self._choose)

    def show_value(self, value: AttributeValue | None) -> None:
        """Show this value; one that is not offered is listed while it is stored."""
        row = self.findData(value) if value is not None else 0
        if row < 0:
            self.addItem(value_name(self._attribute, value), value)
            row = self.count() - 1
        if row != self.currentIndex():
            self.setCurrentIndex(row)
        for other in reversed(range(self._offered, self.count())):
            if other != row:
                self.removeItem(other)
        row = self.currentIndex()
        self.setToolTip(self.itemData(row, Qt.ItemDataRole.ToolTipRole) or self.itemText(row))

    def _choose(self, row: int) -> None:
        self._chosen(self.itemData(row))
        self.page_requested.emit()

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
