"""The choices that a format offers, as fields: lists, ticks and lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.formats.kit.options import NO, YES
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation, form
from annotator.ui.dialogs.plain_button import PlainButton

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.formats.kit.options import Option

_LONGEST = 30
"""How wide a list is at least, in characters; its words may be longer."""


class FormatOptions(QWidget):
    """One field for each option; `changed` says that another value was chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("format_options")
        self._options: Sequence[Option] = ()
        self._fields: dict[str, QComboBox | QCheckBox | QLineEdit] = {}
        self._usual = PlainButton(self.tr("Usual choices"))
        self._usual.setObjectName("usual_options")
        self._usual.setProperty("role", "small")
        self._usual.clicked.connect(self._reset)
        self._rows = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.STEP)
        self._column.addWidget(self._rows)
        self._column.addStretch(1)

    def show_options(self, options: Sequence[Option], values: Mapping[str, str]) -> None:
        """Ask for these options; `values` are those that differ from the usual ones."""
        self._options = options
        self._fields = {}
        self._usual.setParent(None)
        rows = form()
        for option in options:
            self._add(rows, option, values.get(option.name, option.default))
        new = QWidget()
        new.setLayout(rows)
        rows.addRow("", self._usual)
        self._column.replaceWidget(self._rows, new)
        self._rows.setParent(None)
        self._rows.deleteLater()
        new.show()
        self._rows = new
        self.setVisible(bool(options))
        self._look()

    def _add(self, rows: QFormLayout, option: Option, value: str) -> None:
        field = self._field(option, value)
        field.setObjectName(f"option_{option.name}")
        field.setAccessibleName(option.title)
        field.setAccessibleDescription(option.explanation)
        self._fields[option.name] = field
        if isinstance(field, QCheckBox):
            rows.addRow("", field)
        else:
            label = QLabel(option.title)
            label.setWordWrap(True)
            label.setBuddy(field)
            rows.addRow(label, field)
        if option.explanation:
            rows.addRow("", explanation(option.explanation))

    def _field(self, option: Option, value: str) -> QComboBox | QCheckBox | QLineEdit:
        if option.is_yes_or_no:
            tick = QCheckBox(option.title)
            tick.setChecked(value == YES)
            tick.toggled.connect(self._follow)
            return tick
        if not option.choices:
            line = QLineEdit(value)
            line.textChanged.connect(self._follow)
            return line
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(_LONGEST)
        for choice in option.choices:
            box.addItem(choice.words, choice.value)
        box.setCurrentIndex(max(0, box.findData(value)))
        box.currentIndexChanged.connect(self._follow)
        return box

    def stand_between(self, before: QWidget, after: QWidget) -> None:
        """Have Tab lead from one widget through the fields to another."""
        order = [before, *self._fields.values(), self._usual, after]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    @property
    def values(self) -> dict[str, str]:
        """The options that differ from the usual ones."""
        said = {option.name: self._value(option) for option in self._options}
        return {one.name: said[one.name] for one in self._options if said[one.name] != one.default}

    def _value(self, option: Option) -> str:
        field = self._fields[option.name]
        if isinstance(field, QCheckBox):
            return YES if field.isChecked() else NO
        if isinstance(field, QLineEdit):
            return field.text().strip()
        return str(field.currentData())

    def _follow(self) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        """The way back is only offered to who went."""
        self._usual.setVisible(bool(self.values))

    def _reset(self) -> None:
        for option in self._options:
            field = self._fields[option.name]
            with QSignalBlocker(field):
                if isinstance(field, QCheckBox):
                    field.setChecked(option.default == YES)
                elif isinstance(field, QLineEdit):
                    field.setText(option.default)
                else:
                    field.setCurrentIndex(max(0, field.findData(option.default)))
        next(iter(self._fields.values())).setFocus()
        self._follow()
