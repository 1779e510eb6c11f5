"""What a project says of the annotations of others: they are shown, hidden, or nobody sees them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QRadioButton, QVBoxLayout, QWidget

from annotator.model.sight import BLIND, HIDDEN, SHOWN
from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation
from annotator.ui.dialogs.fitting import fit


class TeamSight(QDialog):
    """Three ways to work side by side; `chosen` names the one that was taken."""

    chosen = Signal(str)

    def __init__(self, way: str, *, is_writable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("team_sight")
        self.setWindowTitle(self.tr("Whose annotations are seen"))
        self._former = way
        self._ways: dict[str, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.STEP] * 4)
        column.setSpacing(theme.STEP)
        column.addWidget(explanation(self.tr("This holds for everybody who works on this project.")))
        for name, (title, words) in self._texts().items():
            choice = QRadioButton(title)
            choice.setObjectName(f"others_{name}")
            choice.setAccessibleDescription(words)
            choice.setChecked(name == way)
            choice.setEnabled(is_writable)
            told = explanation(words)
            told.setIndent(3 * theme.STEP)
            self._ways[name] = choice
            column.addSpacing(theme.STEP)
            column.addWidget(choice)
            column.addWidget(told)
        column.addStretch(1)
        column.addWidget(self._buttons(is_writable=is_writable))
        fit(self, 520, 360)

    def _texts(self) -> dict[str, tuple[str, str]]:
        return {
            SHOWN: (
                self.tr("&Shown"),
                self.tr("Others’ annotations stand on the page, thin and dotted, and in all lists."),
            ),
            HIDDEN: (
                self.tr("&Hidden"),
                self.tr(
                    "Each sees her own, until she shows the others with View > Others’ annotations."
                ),
            ),
            BLIND: (
                self.tr("&Blind"),
                self.tr(
                    "Nobody sees or counts the annotations of others in the window, so that people"
                    " label independently of each other. Choose this to measure agreement."
                ),
            ),
        }

    def _buttons(self, *, is_writable: bool) -> QDialogButtonBox:
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.button(standard.Ok).setEnabled(is_writable)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        return buttons

    def _choose(self) -> None:
        way = next(name for name, choice in self._ways.items() if choice.isChecked())
        self.accept()
        if way != self._former:
            self.chosen.emit(way)
