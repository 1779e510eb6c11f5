"""A project in a synced or network folder: a copy of one's own, or reading only. One key each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from annotator.ui import theme
from annotator.ui.dialogs.fields import explanation
from annotator.ui.dialogs.plain_button import PlainButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QPushButton, QWidget

_WIDTH = 620
SUFFIX = ".annodb"


class SharedPlaceDialog(QDialog):
    """Says why the file is not worked in where it lies, and offers the two ways that are safe."""

    copy_chosen = Signal(object)
    reading_chosen = Signal()

    def __init__(self, reason: str, folder: Path, target: Path, parent: QWidget | None = None) -> None:
        """`target` is where the copy is proposed to lie, `folder` what it is shared through."""
        super().__init__(parent)
        self.setObjectName("shared_place")
        self.setWindowTitle(self.tr("A shared place"))
        self.setMinimumWidth(_WIDTH)
        self.target = target
        self._reason = _plain(reason)
        self._reason.setObjectName("place_reason")
        why = self.tr(
            "Two people who write to one file there lose work, and a sync program may tear it. So you"
            " work in a copy of your own; what you and the others do is exchanged through {0}."
        )
        self._why = explanation(why.format(f"“{folder}”"))
        self._why.setTextFormat(Qt.TextFormat.PlainText)
        self._place = _plain("")
        self._place.setObjectName("place_target")
        self._copy = self._button("place_copy", self.tr("&Make a copy and share it"), self._take_copy)
        self._copy.setDefault(True)
        self._change = self._button("place_change", self.tr("&Where to…"), self._browse)
        self._read = self._button("place_read", self.tr("&Read only"), self._take_reading)
        self._cancel = self._button("place_cancel", self.tr("Cancel"), self.reject)
        self._keys = {
            Qt.Key.Key_M: self._copy,
            Qt.Key.Key_W: self._change,
            Qt.Key.Key_R: self._read,
        }
        self._lay_out()
        self._show_target()
        self._copy.setFocus()

    def _button(self, name: str, words: str, action: object) -> QPushButton:
        button = PlainButton(words)
        button.setObjectName(name)
        button.clicked.connect(action)
        return button

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.STEP)
        label = QLabel(self.tr("Your copy"))
        grid.addWidget(label, 0, 0)
        grid.addWidget(self._place, 0, 1)
        grid.addWidget(self._change, 0, 2)
        grid.setColumnStretch(1, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.STEP)
        row.addStretch(1)
        for button in (self._cancel, self._read, self._copy):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(4 * [2 * theme.STEP]))
        column.setSpacing(2 * theme.STEP)
        for part in (self._reason, self._why):
            column.addWidget(part)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(row)

    def _show_target(self) -> None:
        self._place.setText(str(self.target))
        self._place.setToolTip(str(self.target))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """M copies, R reads, W chooses where to; there is nothing to write into."""
        button = self._keys.get(Qt.Key(event.key()))
        if button is not None and not event.modifiers():
            button.click()
        else:
            super().keyPressEvent(event)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Your copy of the project"), str(self.target))
        dialog.setObjectName("choose_place")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Annotator projects (*{suffix})").format(suffix=SUFFIX))
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(self.take_target)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take_target(self, chosen: str) -> None:
        """Let the copy lie here."""
        self.target = Path(chosen)
        self._show_target()

    def _take_copy(self) -> None:
        self.accept()
        self.copy_chosen.emit(self.target)

    def _take_reading(self) -> None:
        self.accept()
        self.reading_chosen.emit()


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
