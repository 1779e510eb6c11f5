"""The groups of places that can be left out of a review as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from annotator.model.propagation import Form
from annotator.ui.panels.flow_layout import FlowLayout
from annotator.ui.panels.texts import number_text, said

if TYPE_CHECKING:
    from collections.abc import Mapping

_OFF_AT_FIRST = (Form.CAPITALS, Form.PART)


class FormChoice(QWidget):
    """A box for each form of the words that was found, with its number."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[Form, QCheckBox] = {}
        row = FlowLayout(gap=16)
        self.setLayout(row)
        for form in Form:
            box = self._boxes[form] = QCheckBox()
            box.setObjectName(f"form_{form}")
            box.toggled.connect(lambda _is_on: self.changed.emit())
            row.add(box, gap_before=True)

    def start(self) -> None:
        """Tick what is usually meant."""
        for form, box in self._boxes.items():
            was_blocked = box.blockSignals(True)
            box.setChecked(form not in _OFF_AT_FIRST)
            box.blockSignals(was_blocked)
            box.hide()

    def show_counts(self, counts: Mapping[Form, int]) -> None:
        """Show the forms that were found."""
        for form, box in self._boxes.items():
            number = counts.get(form, 0)
            box.setText(f"{form_names()[form]} ({number_text(number)})")
            box.setAccessibleName(form_names()[form])
            box.setVisible(number > 0)

    def wanted(self) -> set[Form]:
        """The forms that are to be seen."""
        return {form for form, box in self._boxes.items() if box.isChecked()}


def form_names() -> dict[Form, str]:
    """What the forms are called."""
    return {
        Form.SAME: said("the same words"),
        Form.POSSESSIVE: said("with ’s"),
        Form.SURNAME: said("surname alone"),
        Form.FULL: said("fuller name"),
        Form.CAPITALS: said("other capitals"),
        Form.PART: said("part of a longer name"),
    }
